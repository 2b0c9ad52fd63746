"""What is to be said about a field, and the box of an entry with its notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clientdesk.ui.tokens import SPACE_2, Status
from clientdesk.ui.widgets.chips import StatusShape
from clientdesk.ui.widgets.labels import label, set_role

Note = tuple[str, str]
"""A level (``stop``, ``look`` or ``style``) and a sentence; style is told while one types."""

STOP, LOOK, STYLE = "stop", "look", "style"


class NoteLine(QWidget):
    """A sentence with the shape of its weight; takes no room while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        self.shape = StatusShape(Status.WATCH)
        self.text_label = label("", "caption", wrap=True)
        row.addWidget(self.shape, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text_label, 1)
        self.hide()

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Say these, the weightiest decides the shape."""
        text = "\n".join(sentence for _, sentence in notes)
        if text == self.text_label.text() and self.isHidden() is not bool(notes):
            return
        stops = any(level == STOP for level, _ in notes)
        self.shape.set_status(Status.AT_RISK if stops else Status.WATCH)
        set_role(self.text_label, "problem" if stops else "caption")
        self.text_label.setText(text)
        self.setVisible(bool(notes))

    def text(self) -> str:
        return self.text_label.text()


class NotedBox(QWidget):
    """An entry and its notes; why a key was refused stands there until the next one.

    A kind of box makes its `entry`, filters its events and places `note_line`.

    Signals:
        edited: path and new value.
        left: the entry lost the keyboard.

    Args:
        path: dotted path of the field.
    """

    edited = Signal(str, object)
    left = Signal()

    entry: QWidget

    def __init__(self, path: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._is_filling = False
        self._notes: list[Note] = []
        self._refusal: list[Note] = []
        self.note_line = NoteLine()

    def fill(self, value: Any) -> None:
        """Show a value of the document."""
        self._is_filling = True
        try:
            self._show(value)
        finally:
            self._is_filling = False

    def value(self) -> Any:
        """The entry as a value of the document."""
        raise NotImplementedError

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Say these beside the entry."""
        self._notes = list(notes)
        self._apply_notes()

    def take_focus(self) -> None:
        """Put the cursor here."""
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._refusal = []
            self._apply_notes()
            self.left.emit()
        return super().eventFilter(watched, event)

    def _show(self, value: Any) -> None:
        raise NotImplementedError

    def _apply_notes(self) -> None:
        self._say([*self._refusal, *self._notes])

    def _say(self, notes: Sequence[Note]) -> None:
        self.note_line.show_notes(notes)
        if self.entry.accessibleDescription() != self.note_line.text():
            self.entry.setAccessibleDescription(self.note_line.text())

    def _on_edited(self) -> None:
        if self._is_filling:
            return
        if self._refusal:
            self._refusal = []
            self._apply_notes()
        self.edited.emit(self._path, self.value())

    def _on_refused(self, sentence: str) -> None:
        """Said at once: the key did nothing, and the reader must know why."""
        self._refusal = [(STOP, sentence)]
        self._apply_notes()
