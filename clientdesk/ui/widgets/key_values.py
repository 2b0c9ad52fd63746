"""A grid of names and values, for facts about the thing shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from clientdesk.ui.tokens import SPACE_2, SPACE_4
from clientdesk.ui.widgets.labels import label


class KeyValueGrid(QWidget):
    """Rows of a caption and its value; a value is words or a widget of your own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_4)
        self._grid.setVerticalSpacing(SPACE_2)
        self._grid.setColumnStretch(1, 1)
        self._values: dict[str, QLabel] = {}
        self._rows: dict[str, tuple[QWidget, QWidget]] = {}

    def add(self, key: str, caption: str, value: str | QWidget = "") -> QWidget:
        """Add a row; `set_value(key, ...)` changes its words later."""
        line = self._grid.rowCount()
        name = label(caption, "secondary")
        name.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(name, line, 0)
        if isinstance(value, QWidget):
            shown: QWidget = value
        else:
            words = label(value, wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.setAccessibleName(f"{caption}: {value}")
            self._values[key] = words
            shown = words
        name.setBuddy(shown)
        shown.setObjectName(key)
        self._grid.addWidget(shown, line, 1)
        self._rows[key] = (name, shown)
        return shown

    def set_shown(self, key: str, is_shown: bool) -> None:
        """Show or hide a row."""
        for widget in self._rows[key]:
            widget.setVisible(is_shown)

    def set_value(self, key: str, text: str) -> None:
        """Change the words of a row."""
        words = self._values[key]
        caption = words.accessibleName().split(":", 1)[0]
        words.setText(text)
        words.setAccessibleName(f"{caption}: {text}")

    def value(self, key: str) -> str:
        """The words of a row."""
        return self._values[key].text()
