"""What every editor of a rule is: shows a value, tells what is typed and what is meant to be kept."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QWidget

from clientdesk.ui.widgets.labels import set_flag


class Editor(QWidget):
    """Base of the editors. Subclasses give `value` and `show_value` and call `_on_typed` and `commit`.

    Signals:
        typed: the value changed and is not yet kept.
        committed: the user is done with a new value; keep it.

    Attributes:
        patience_ms: how long after typing a value is kept without leaving the field.
    """

    typed = Signal(object)
    committed = Signal(object)
    patience_ms = 900

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_filling = False
        self._is_dirty = False
        self._is_invalid = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.commit)

    def value(self) -> Any:
        """What the entries say, as plain data; None when they can't be read."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a value; announces nothing."""
        raise NotImplementedError

    def fill(self, value: Any, *, force: bool = False) -> None:
        """Show a stored value, unless an entry is being typed or was refused: that one stays."""
        if not force and (self._is_invalid or (self._is_dirty and self._has_focus())):
            return
        self._timer.stop()
        self._is_dirty = False
        self._is_filling = True
        try:
            self.show_value(value)
        finally:
            self._is_filling = False

    def commit(self) -> None:
        """Announce the value if it was changed and can be read."""
        self._timer.stop()
        if not self._is_dirty:
            return
        value = self.value()
        if value is None:
            return
        self._is_dirty = False
        self.committed.emit(value)

    def set_invalid(self, text: str) -> None:
        """Mark the fields as refused, or as fine again."""
        self._is_invalid = bool(text)
        for field in self.fields():
            set_flag(field, "invalid", on=bool(text))
            field.setAccessibleDescription(text)

    def fields(self) -> list[QWidget]:
        """The fields that can be wrong."""
        return []

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.commit()

    def _on_typed(self, *_values: object) -> None:
        if self._is_filling:
            return
        self._is_dirty = True
        self._timer.start(self.patience_ms)
        value = self.value()
        if value is not None:
            self.typed.emit(value)

    def _on_chosen(self, *_values: object) -> None:
        """For choices: changed and meant at once."""
        if self._is_filling:
            return
        self._on_typed()
        self.commit()

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and (focused is self or self.isAncestorOf(focused))
