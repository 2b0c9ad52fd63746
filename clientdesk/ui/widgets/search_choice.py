"""A choice among very many: type any part of the words, or open the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget


class SearchChoice(QComboBox):
    """A box whose words can be searched; what matches nothing goes back to the choice before.

    Signals:
        chosen: the value, when the user chose another one.

    Attributes:
        is_free: words of one's own count as a value too.
    """

    chosen = Signal(object)

    def __init__(self, choices: Sequence[tuple[Any, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edit = QLineEdit()
        self.setLineEdit(self._edit)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(14)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        completer = QCompleter(self.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.is_free = False
        self._told: Any = None
        self.set_choices(choices)
        self.currentIndexChanged.connect(self._on_index)
        self._edit.editingFinished.connect(self._settle)

    def set_choices(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Offer these (value, words); announces nothing."""
        self.blockSignals(True)
        before = self.currentData()
        self.clear()
        for value, words in choices:
            self.addItem(words, value)
        self.setCurrentIndex(max(self.findData(before), 0) if choices else -1)
        self._told = self.currentData()
        self.blockSignals(False)

    def value(self) -> Any:
        """The value chosen."""
        return self.itemData(self.currentIndex())

    def set_value(self, value: Any) -> None:
        """Choose by value; a value that isn't offered is added, so that nothing stored is lost."""
        self.blockSignals(True)
        place = self.findData(value)
        if place < 0:
            self.addItem(str(value), value)
            place = self.count() - 1
        self.setCurrentIndex(place)
        self._show_current()
        self._told = value
        self.blockSignals(False)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 (Qt override)
        super().setAccessibleName(name)
        self._edit.setAccessibleName(name)

    def setAccessibleDescription(self, text: str) -> None:  # noqa: N802 (Qt override)
        super().setAccessibleDescription(text)
        self._edit.setAccessibleDescription(text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._edit.selectAll()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _settle(self) -> None:
        typed = self._edit.text().strip()
        place = self.findText(typed, Qt.MatchFlag.MatchFixedString)
        if place < 0 and typed and self.is_free:
            self.set_value(typed)
            self._told = None
            self._on_index()
            return
        if place < 0 and typed:
            place = self.findText(typed, Qt.MatchFlag.MatchContains)
        if place >= 0:
            self.setCurrentIndex(place)
        self._show_current()

    def _show_current(self) -> None:
        self._edit.setText(self.itemText(self.currentIndex()))
        self._edit.setCursorPosition(0)

    def _on_index(self) -> None:
        value = self.value()
        if value != self._told:
            self._told = value
            self.chosen.emit(value)
