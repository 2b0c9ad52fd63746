"""Switches off single-letter keys: for those who dictate, or press keys by chance."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit

_TYPED_INTO = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)
_HARMLESS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class LetterGuard(QObject):
    """While it guards, a letter pressed alone reaches only what is typed into.

    An application-wide filter sees every event, so it is installed only while the keys are off.
    """

    def __init__(self, app: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._is_on = False

    def set_on(self, is_on: bool) -> None:
        """Begin or end guarding."""
        if is_on == self._is_on:
            return
        self._is_on = is_on
        if is_on:
            self._app.installEventFilter(self)
        else:
            self._app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if isinstance(watched, _TYPED_INTO) or isinstance(self._app.focusWidget(), _TYPED_INTO):
            return False
        alone = not (event.modifiers() & ~_HARMLESS)
        return alone and event.text().isalpha()
