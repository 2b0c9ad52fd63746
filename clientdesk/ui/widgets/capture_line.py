"""The capture line: one line for whatever happened, its kind guessed from the first sign and shown."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from clientdesk.models.capture import parse_capture, parse_request
from clientdesk.models.enums import TouchKind, Urgency
from clientdesk.ui.tokens import SPACE_2
from clientdesk.ui.widgets.labels import label, set_role


class CaptureLine(QWidget):
    """Type a note; ``>`` in front means told, ``<`` heard, ``=`` met, ``?`` they asked. Enter keeps it.

    Signals:
        submitted: (text without its sign, `TouchKind`).
        asked: (what they asked, `Urgency`): the time to an answer is to run.
    """

    submitted = Signal(str, object)
    asked = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        self.entry = QLineEdit()
        self.entry.setObjectName("capture_entry")
        self.entry.setProperty("role", "capture")
        self.entry.setAccessibleName(self.tr("What happened?"))
        self.entry.setPlaceholderText(
            self.tr("What happened?   > told   < heard   ? asked   = met   or just a note")
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
        return parse_capture(self.entry.text())[0]

    def submit(self) -> None:
        """Hand the line over, unless there is nothing in it; the entry stays until `clear`."""
        kind, text = parse_capture(self.entry.text())
        request = parse_request(self.entry.text())
        if text and request is not None:
            self.asked.emit(text, request[0])
        elif text:
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

    def _on_text(self, text: str) -> None:
        kind, words = parse_capture(text)
        request = parse_request(text)
        self.chip.setText(kind_word(kind) if request is None else asked_word(request[0]))
        set_role(self.chip, "chip-accent" if words and kind is not TouchKind.NOTE else "chip")


def kind_word(kind: TouchKind) -> str:
    """The chip's word for a kind."""
    words = {
        TouchKind.UPDATE: QCoreApplication.translate("CaptureLine", "Told them"),
        TouchKind.MESSAGE_RECEIVED: QCoreApplication.translate("CaptureLine", "Heard"),
        TouchKind.MEETING: QCoreApplication.translate("CaptureLine", "Met"),
    }
    return words.get(kind, QCoreApplication.translate("CaptureLine", "Note"))


def asked_word(urgency: Urgency) -> str:
    """The chip's word for something they asked."""
    return {
        Urgency.NORMAL: QCoreApplication.translate("CaptureLine", "They asked"),
        Urgency.URGENT: QCoreApplication.translate("CaptureLine", "They asked, urgent"),
        Urgency.EMERGENCY: QCoreApplication.translate("CaptureLine", "Emergency"),
    }[urgency]
