"""The capture line: one line for whatever happened, its kind guessed from the first sign and shown."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from clientdesk.models.capture import parse_capture
from clientdesk.models.enums import TouchKind
from clientdesk.ui.tokens import SPACE_2
from clientdesk.ui.widgets.labels import label, set_role


class CaptureLine(QWidget):
    """Type a note; ``>`` in front means told, ``<`` heard, ``=`` met. Enter (or Ctrl+Enter) keeps it.

    Signals:
        submitted: (text without its sign, `TouchKind`).

    Args:
        without_sign: what a line without a sign is.
    """

    submitted = Signal(str, object)

    def __init__(self, parent: QWidget | None = None, without_sign: TouchKind = TouchKind.NOTE) -> None:
        super().__init__(parent)
        self._without_sign = without_sign
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        self.entry = QLineEdit()
        self.entry.setObjectName("capture_entry")
        self.entry.setProperty("role", "capture")
        self.entry.setAccessibleName(self.tr("What happened?"))
        self.entry.setPlaceholderText(
            self.tr("What happened?   > told   < heard   = met   or just a note")
            if without_sign is TouchKind.NOTE
            else self.tr("What did you tell them? It may stay empty.")
        )
        self.entry.setMaxLength(4000)
        self.chip = label("", "chip")
        self.chip.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self.entry, 1)
        row.addWidget(self.chip)
        self.setFocusProxy(self.entry)
        self.entry.textChanged.connect(self._on_text)
        self.entry.returnPressed.connect(self.submit)
        self._on_text("")

    def kind(self) -> TouchKind:
        """The kind guessed now."""
        return self._read(self.entry.text())[0]

    def submit(self) -> None:
        """Hand the line over, unless there is nothing in it; the entry stays until `clear`."""
        kind, text = self._read(self.entry.text())
        if text:
            self.submitted.emit(text, kind)

    def clear(self) -> None:
        """Empty the line, after it was kept."""
        self.entry.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
            return
        super().keyPressEvent(event)

    def _read(self, text: str) -> tuple[TouchKind, str]:
        kind, words = parse_capture(text)
        return (self._without_sign if kind is TouchKind.NOTE else kind), words

    def _on_text(self, text: str) -> None:
        kind, words = self._read(text)
        self.chip.setText(kind_word(kind))
        set_role(self.chip, "chip-accent" if words and kind is not TouchKind.NOTE else "chip")


def kind_word(kind: TouchKind) -> str:
    """The chip's word for a kind."""
    words = {
        TouchKind.UPDATE: QCoreApplication.translate("CaptureLine", "Told them"),
        TouchKind.MESSAGE_RECEIVED: QCoreApplication.translate("CaptureLine", "Heard"),
        TouchKind.MEETING: QCoreApplication.translate("CaptureLine", "Met"),
    }
    return words.get(kind, QCoreApplication.translate("CaptureLine", "Note"))
