"""The table of the intake: single keys, words typed in place, clicks that do the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)

from clientdesk.models.intake import LastSpoke
from clientdesk.ui.itemmodels.intake import IntakeModel
from clientdesk.ui.widgets.delegates import CellDelegate, MonogramDelegate
from clientdesk.ui.widgets.table import RowTable

Index = QModelIndex | QPersistentModelIndex

SPOKE_KEYS = {
    Qt.Key.Key_T: LastSpoke.TODAY,
    Qt.Key.Key_Y: LastSpoke.YESTERDAY,
    Qt.Key.Key_W: LastSpoke.THIS_WEEK,
    Qt.Key.Key_L: LastSpoke.LAST_WEEK,
    Qt.Key.Key_M: LastSpoke.THIS_MONTH,
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class IntakeTable(RowTable):
    """Turns keys and clicks into what was meant; stores nothing.

    Signals:
        tier_chosen: number of the tier, from 1.
        spoke_chosen: a `LastSpoke`.
        rhythm_toggled: adopt the tier's rhythm, or not.
        row_finished: Enter.
        cell_opened: key of the column that was clicked (or Space pressed in).
        date_typed: the words in the date's editor while they are typed.

    Attributes:
        uses_single_keys: off where the user wants no single-letter keys.
    """

    tier_chosen = Signal(int)
    spoke_chosen = Signal(object)
    rhythm_toggled = Signal()
    row_finished = Signal()
    cell_opened = Signal(str)
    date_typed = Signal(str)

    def __init__(self, model: IntakeModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(model, name, parent)
        self._intake = model
        self.uses_single_keys = True
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegateForColumn(model.column_number("name"), MonogramDelegate(self))
        for key in ("expects", "by"):
            delegate = _WordsDelegate(key, self)
            delegate.left.connect(self._on_left)
            delegate.typed.connect(self._on_typed)
            self.setItemDelegateForColumn(model.column_number(key), delegate)
        self.clicked.connect(self._on_clicked)

    def edit_words(self, key: str) -> None:
        """Open the editor of the current row's column."""
        row = self.currentIndex().row()
        index = self._intake.index(row, self._intake.column_number(key))
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.setCurrentIndex(index)
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState or not self.currentIndex().isValid():
            super().keyPressEvent(event)
            return
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        action = self._meant_by(event.key()) if plain else None
        if action is not None:
            action()
        elif plain and event.text().isprintable() and event.text().strip():
            event.accept()
        else:
            super().keyPressEvent(event)

    def _meant_by(self, key: int) -> Callable[[], Any] | None:
        if key in _ENTER:
            return self.row_finished.emit
        if key == Qt.Key.Key_Space:
            return self._open_current
        if not self.uses_single_keys:
            return None
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            return _With(self.tier_chosen, key - Qt.Key.Key_0)
        if key in SPOKE_KEYS:
            return _With(self.spoke_chosen, SPOKE_KEYS[Qt.Key(key)])
        if key == Qt.Key.Key_A:
            return self.rhythm_toggled.emit
        if key == Qt.Key.Key_E:
            return self._edit_expects
        return None

    def _edit_expects(self) -> None:
        self.edit_words("expects")

    def _open_current(self) -> None:
        self._on_clicked(self.currentIndex())

    def _on_clicked(self, index: Index) -> None:
        key = self._intake.columns[index.column()].key
        if key in ("expects", "by"):
            self.edit_words(key)
        else:
            self.cell_opened.emit(key)

    def _on_typed(self, key: str, text: str) -> None:
        if key == "by":
            self.date_typed.emit(text)

    def _on_left(self, key: str, pressed: int) -> None:
        """An editor was closed by a key: Tab goes on to the date, Enter finishes the row."""
        if pressed in _ENTER:
            self.setFocus()
            self.row_finished.emit()
        elif pressed == Qt.Key.Key_Tab and key == "expects":
            self.edit_words("by")
        elif pressed == Qt.Key.Key_Backtab and key == "by":
            self.edit_words("expects")
        else:
            self.setFocus()


class _With:
    """Emits a signal with one value."""

    def __init__(self, signal: Any, value: object) -> None:
        self._signal = signal
        self._value = value

    def __call__(self) -> None:
        self._signal.emit(self._value)


class _WordsDelegate(CellDelegate):
    """A line edit in the cell that says by which key it was left."""

    left = Signal(str, int)
    typed = Signal(str, str)

    def __init__(self, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._key = key

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option
        editor = QLineEdit(parent)
        editor.setObjectName(f"{self._key}_editor")
        editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        if self._key == "by":
            editor.setPlaceholderText(self.tr("thu 10, +3d"))
        editor.textEdited.connect(self._on_typed)
        return editor

    def _on_typed(self, text: str) -> None:
        self.typed.emit(self._key, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and isinstance(watched, QWidget):
                self.commitData.emit(watched)
                self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.NoHint)
                self.left.emit(self._key, key)
                return True
        return super().eventFilter(watched, event)
