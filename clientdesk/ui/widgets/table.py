"""The table every list uses: calm rows, selection kept by id over a reset, Enter opens, F2 edits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from clientdesk.ui.itemmodels.base import ID_ROLE, Index, RowTableModel, restore_selection, selected_ids
from clientdesk.ui.theme import current_row_height, icon_px
from clientdesk.ui.widgets.delegates import CellDelegate


class RowTable(QTableView):
    """Shows a `RowTableModel`.

    Signals:
        opened: id of the row opened by Enter or a double click.
        current_changed: id of the current row, empty for none.
    """

    opened = Signal(str)
    current_changed = Signal(str)

    def __init__(self, model: RowTableModel[Any], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._is_restoring = False
        self.setModel(model)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(CellDelegate(self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit_rows()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(48)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(self._on_double_clicked)

    def _fit_rows(self) -> None:
        """Row height of the density and text size in use."""
        self.verticalHeader().setDefaultSectionSize(current_row_height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit_rows()

    def set_sortable(self, column_key: str, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Let headers sort, beginning with this column."""
        self.setSortingEnabled(True)
        self.sortByColumn(self._model.column_number(column_key), order)

    def set_widths(self, widths: dict[str, int], stretch: str) -> None:
        """Widths by column key, at the default text size; the column `stretch` takes what is left."""
        header = self.horizontalHeader()
        for key, width in widths.items():
            number = self._model.column_number(key)
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(number, icon_px(width))
        header.setSectionResizeMode(self._model.column_number(stretch), QHeaderView.ResizeMode.Stretch)

    def set_rows(self, rows: Iterable[Any]) -> None:
        """Show these rows; selection, current row and scroll place stay where their rows still are."""
        with self.keeping_place():
            self._model.set_rows(rows)

    def set_filter(self, text: str) -> None:
        """Filter by words; what stays visible stays selected."""
        with self.keeping_place():
            self._model.set_filter(text)

    @contextmanager
    def keeping_place(self) -> Iterator[None]:
        """Keeps selection and scroll place over a reset of the model."""
        ids, current = self.selected_ids(), self.current_id()
        place = self.verticalScrollBar().value()
        self._is_restoring = True
        try:
            yield
            restore_selection(self, ids, current or None)
        finally:
            self._is_restoring = False
        self.verticalScrollBar().setValue(place)
        if self.current_id() != current:
            self.current_changed.emit(self.current_id())

    def selected_ids(self) -> list[str]:
        """Ids of the selected rows, top to bottom."""
        return selected_ids(self)

    def current_id(self) -> str:
        """Id of the current row, empty for none."""
        index = self.currentIndex()
        return str(index.data(ID_ROLE)) if index.isValid() else ""

    def select_id(self, row_id: str) -> bool:
        """Make a row the current and only selected one; False when it is not shown."""
        index = self._model.index_of(row_id)
        if not index.isValid():
            return False
        restore_selection(self, [row_id], row_id)
        self.scrollTo(index)
        return True

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self._is_restoring and current.row() != previous.row():
            self.current_changed.emit(self.current_id())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        is_editing = self.state() == QAbstractItemView.State.EditingState
        if is_enter and not is_editing and self.currentIndex().isValid():
            self.opened.emit(self.current_id())
            return
        super().keyPressEvent(event)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(str(index.data(ID_ROLE)))
