"""An icon that stands alone, redrawn in the theme's colours."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clientdesk.ui.icons import icon


class IconLabel(QWidget):
    """Draws one icon; it says nothing, so words must stand beside it."""

    def __init__(self, icon_name: str, colour: str, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon(icon_name, colour)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        self._icon.paint(QPainter(self), self.rect())
