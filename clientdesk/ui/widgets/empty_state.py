"""What stands where a list would be while there is nothing in it: what this is for, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_4
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.icon_label import IconLabel
from clientdesk.ui.widgets.labels import label


class EmptyState(QWidget):
    """A title, a sentence and buttons, in the middle of its room; the first button is the primary one."""

    def __init__(
        self,
        title: str,
        text: str,
        actions: Sequence[tuple[str, Callable[[], object]]] = (),
        *,
        icon_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        middle = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setSpacing(SPACE_2)
        column.addStretch(2)
        if icon_name:
            column.addWidget(IconLabel(icon_name, "placeholder", icon_px(40)), 0, middle)
            column.addSpacing(SPACE_2)
        self.title_label = label(title, "section")
        column.addWidget(self.title_label, 0, middle)
        self.text_label = label(text, "secondary", wrap=True)
        self.text_label.setAlignment(middle)
        self.text_label.setFixedWidth(440)
        column.addWidget(self.text_label, 0, middle)
        column.addSpacing(SPACE_4)
        self.buttons: list[QPushButton] = []
        column.addLayout(self._button_row(actions))
        column.addStretch(3)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # A wrapped label that is aligned in its layout is given the height of fewer lines than it has.
        self.text_label.setMinimumHeight(self.text_label.heightForWidth(self.text_label.width()))

    def _button_row(self, actions: Sequence[tuple[str, Callable[[], object]]]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addStretch(1)
        for number, (verb, slot) in enumerate(actions):
            made = button(verb, "primary" if number == 0 else "")
            made.setObjectName(f"empty_action_{number}")
            made.clicked.connect(slot)
            self.buttons.append(made)
            row.addWidget(made)
        row.addStretch(1)
        return row
