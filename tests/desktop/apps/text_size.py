"""Prints the size of text in pixels, of the application and of its widgets, at several settings."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from clientdesk.ui.theme import Theme, ThemeChoice


def main(cache: str) -> None:
    """Give a window several sizes and looks, one after the other."""
    app = QApplication([])
    theme = Theme(Path(cache))
    theme.apply(app, ThemeChoice.LIGHT)
    room = QWidget()
    shown = (QLabel("What was told?"), QPushButton("I told them"))
    column = QVBoxLayout(room)
    for widget in shown:
        column.addWidget(widget)
    room.show()
    for choice, percent in ((ThemeChoice.LIGHT, 100), (ThemeChoice.LIGHT, 150), (ThemeChoice.DARK, 200)):
        theme.apply(app, choice, text_percent=percent)
        app.processEvents()
        sizes = [QFontInfo(app.font()).pixelSize(), *(widget.fontInfo().pixelSize() for widget in shown)]
        print(json.dumps(sizes))


if __name__ == "__main__":
    main(sys.argv[1])
