"""The client's name and the small facts behind it; where there is no room they stand below the name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_2
from clientdesk.ui.widgets.flow_layout import FlowLayout
from clientdesk.ui.widgets.labels import ElidedLabel

_LEAST_NAME = 200
"""Of a long name at least this much is shown before the facts go below it."""


class NameLine(QWidget):
    """A heading that says whose page this is.

    Args:
        facts: what stands behind the name; those hidden take no room.
    """

    def __init__(self, *facts: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.name_label = ElidedLabel("", "title")
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(SPACE_2)
        holder = QWidget()
        self._facts = FlowLayout(holder)
        for fact in facts:
            self._facts.addWidget(fact)
        self._box.addWidget(self.name_label, 1)
        self._box.addWidget(holder, 0, Qt.AlignmentFlag.AlignVCenter)

    def is_beside(self) -> bool:
        """Whether the facts stand behind the name."""
        return self._box.direction() is QBoxLayout.Direction.LeftToRight

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def _place(self) -> None:
        name = min(self.name_label.sizeHint().width(), icon_px(_LEAST_NAME))
        has_room = self.width() >= name + SPACE_2 + self._facts.sizeHint().width()
        way = QBoxLayout.Direction.LeftToRight if has_room else QBoxLayout.Direction.TopToBottom
        if way is not self._box.direction():
            self._box.setSpacing(SPACE_2 if has_room else 0)
            self._box.setDirection(way)
