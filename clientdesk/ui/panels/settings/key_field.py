"""A field that keeps the keys pressed in it, for a shortcut that works anywhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from clientdesk.ui.global_shortcut import is_safe, native
from clientdesk.ui.tokens import SPACE_4

_HELD_ALONE = frozenset(
    {
        Qt.Key.Key_Control,
        Qt.Key.Key_Shift,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_Super_L,
        Qt.Key.Key_Super_R,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
    }
)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


class KeyField(QLineEdit):
    """Shows keys; press others to choose them. Delete empties it, Tab goes on as everywhere.

    Signals:
        recorded: the keys, in the form they are kept in; empty for none.
        refused: keys that other programs need were pressed; nothing changed.
    """

    recorded = Signal(str)
    refused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setPlaceholderText(self.tr("Click here and press the keys"))
        self._keys = ""

    def sizeHint(self) -> QSize:
        """Room for its invitation."""
        hint = super().sizeHint()
        words = self.fontMetrics().horizontalAdvance(self.placeholderText()) + 2 * SPACE_4
        return QSize(max(words, hint.width()), hint.height())

    def keys(self) -> str:
        """What is shown, in the form it is kept in."""
        return self._keys

    def set_keys(self, keys: str) -> None:
        self._keys = keys
        self.setText(native(keys))

    def event(self, event: QEvent) -> bool:
        # Else a shortcut of the window would be carried out instead of being recorded.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and not _walks(event)
            and event.key() != Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _walks(event) or event.key() in _HELD_ALONE or event.isAutoRepeat():
            event.ignore()
        elif event.modifiers() in _PLAIN and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._record("")
        elif event.modifiers() in _PLAIN and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
            event.ignore()
        elif is_safe(event.keyCombination()):
            keys = QKeySequence(event.keyCombination())
            self._record(keys.toString(QKeySequence.SequenceFormat.PortableText))
        else:
            self.refused.emit()

    def _record(self, keys: str) -> None:
        self.set_keys(keys)
        self.recorded.emit(keys)


def _walks(event: QKeyEvent) -> bool:
    """Tab belongs to the page, with and without Shift."""
    return event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and event.modifiers() in _PLAIN
