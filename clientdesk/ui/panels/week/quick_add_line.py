"""Quick add above the week: hidden until N is pressed in To place or on the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clientdesk.ui.messages import Messages
from clientdesk.ui.widgets.quick_add import QuickAdd

if TYPE_CHECKING:
    from clientdesk.services.quick_add import Added
    from clientdesk.services.workspace import Workspace


class QuickAddLine(QWidget):
    """Opens and closes the line, and tells where something was placed.

    Signals:
        placed: (block id, day) of what got a time, so that the grid can show it.
    """

    placed = Signal(str, object)

    def __init__(self, workspace: Workspace, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.line = QuickAdd(workspace, messages)
        self.line.setObjectName("line")
        column.addWidget(self.line)
        self.setFocusProxy(self.line)
        self._came_from: QWidget | None = None
        self.line.closed.connect(self.close_line)
        self.line.added.connect(self._on_added)
        self.hide()

    def listen(self, *widgets: QWidget) -> None:
        """Hear N pressed in these."""
        for widget in widgets:
            widget.installEventFilter(self)

    def open_line(self) -> None:
        """Show the line and give it the keyboard."""
        focused = self.window().focusWidget()
        if focused is not None and not self.isAncestorOf(focused):
            self._came_from = focused
        self.show()
        self.line.begin()

    def close_line(self) -> None:
        """Hide it; the keyboard goes back to where N was pressed."""
        self.hide()
        back = self._came_from
        if back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_added(self, added: Added) -> None:
        if added.block_id is not None:
            self.placed.emit(added.block_id, added.day)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_N
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
        ):
            self.open_line()
            return True
        return super().eventFilter(watched, event)
