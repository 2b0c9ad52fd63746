"""Letters that work in To place and on the grid alike: S suggests places, C asks what can be promised."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_NONE = Qt.KeyboardModifier.NoModifier


class SuggestKeys(QObject):
    """Hears single letters in the widgets it is given.

    Signals:
        suggest_wanted: S. promise_wanted: C.
    """

    suggest_wanted = Signal()
    promise_wanted = Signal()

    def listen(self, *widgets: QWidget) -> None:
        """Hear the letters pressed in these."""
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.modifiers() == _NONE
        ):
            if event.key() == Qt.Key.Key_S:
                self.suggest_wanted.emit()
                return True
            if event.key() == Qt.Key.Key_C:
                self.promise_wanted.emit()
                return True
        return super().eventFilter(watched, event)
