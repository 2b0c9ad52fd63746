"""Below Today's list: a button that opens the line for new work, meant for today where it names no day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.ui.messages import Messages
from clientdesk.ui.tokens import SPACE_1, SPACE_2
from clientdesk.ui.widgets.buttons import button

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.widgets.quick_add import QuickAdd


class AddPart(QWidget):
    """The line itself is made when it is first wanted; Esc closes it and the keyboard goes back."""

    def __init__(self, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("add_part")
        self._messages = messages
        self._workspace: Workspace | None = None
        self._came_from: QWidget | None = None
        self.line: QuickAdd | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_2, SPACE_1, SPACE_2, 0)
        self.add_button = button(
            self.tr("Add"), "quiet", icon_name="plus", tooltip=self.tr("Add work for today (N)")
        )
        self.add_button.setObjectName("add_button")
        self.add_button.clicked.connect(self.open_line)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch(1)
        self._column.addLayout(row)

    def attach(self, workspace: Workspace) -> None:
        """The workspace is open: work can be added from now on."""
        self._workspace = workspace

    def open_line(self) -> None:
        """Show the line and give it the keyboard."""
        if self._workspace is None:
            return
        focused = self.window().focusWidget()
        if focused is not None and not self.isAncestorOf(focused):
            self._came_from = focused
        if self.line is None:
            from clientdesk.ui.widgets.quick_add import QuickAdd

            self.line = QuickAdd(self._workspace, self._messages, is_for_today=True)
            self.line.closed.connect(self.close_line)
            self._column.addWidget(self.line)
        self.add_button.hide()
        self.line.show()
        self.line.begin()

    def close_line(self) -> None:
        """Hide it; the keyboard goes back to where N was pressed."""
        self.add_button.show()
        if self.line is not None:
            self.line.hide()
        back = self._came_from
        self._came_from = None
        if back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
