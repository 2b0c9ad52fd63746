"""Passive table models: frozen rows, columns that know how to show them, sorting and filtering in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import QAbstractItemView

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex

ID_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SORT_ROLE = int(Qt.ItemDataRole.UserRole) + 2
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 3
STATUS_ROLE = int(Qt.ItemDataRole.UserRole) + 4
MONOGRAM_ROLE = int(Qt.ItemDataRole.UserRole) + 5
CLIENT_COLOUR_ROLE = int(Qt.ItemDataRole.UserRole) + 6
CHIP_ROLE = int(Qt.ItemDataRole.UserRole) + 7


@dataclass(frozen=True)
class Column(Generic[T]):
    """One column of a table.

    Attributes:
        key: stable name; also the attribute shown when `text` is not given.
        title: words in the header, translated.
        text: what is shown of a row; by default the attribute `key`, empty for None.
        sort: what the column sorts by; by default the attribute `key`, else the text.
        roles: further item roles, e.g. ``{STATUS_ROLE: lambda row: row.status}``.
        tooltip: longer words for the row's cell.
        spoken: what a screen reader says, where the text alone is not enough.
        found: further words that the filter looks in, where the text is cut short.
        is_numeric: right-aligned, with tabular figures.
        is_editable: whether F2 opens an editor; `RowTableModel.edited` tells of it.
    """

    key: str
    title: str = ""
    text: Callable[[T], str] | None = None
    sort: Callable[[T], Any] | None = None
    roles: Mapping[int, Callable[[T], object]] = field(default_factory=dict)
    tooltip: Callable[[T], str] | None = None
    spoken: Callable[[T], str] | None = None
    found: Callable[[T], str] | None = None
    is_numeric: bool = False
    is_editable: bool = False

    def shown(self, row: T) -> str:
        """The text of the cell."""
        if self.text is not None:
            return self.text(row)
        value = getattr(row, self.key, None)
        return "" if value is None else str(value)

    def words(self, row: T) -> tuple[str, ...]:
        """What the filter looks in."""
        return (self.shown(row), self.found(row)) if self.found else (self.shown(row),)

    def sort_value(self, row: T) -> tuple[int, Any]:
        """Ordering value: rows without one come last, words compare without regard to case."""
        value = self.sort(row) if self.sort else getattr(row, self.key, None)
        if value is None and self.sort is None and self.text is not None:
            value = self.text(row)
        if value is None or value == "":
            return (1, 0)
        return (0, value.casefold() if isinstance(value, str) else value)


class RowTableModel(QAbstractTableModel, Generic[T]):
    """Holds rows and shows them through `columns`; never reads anything itself.

    Subclass it with `columns` (or pass them), fill it by `set_rows`. Sorting and filtering happen here, so
    no proxy is needed. `on_edited` is called with (row, column key, new value) when an editor closes.

    Attributes:
        columns: the columns, in order.
        id_key: name of the row attribute that identifies it.
    """

    columns: tuple[Column[Any], ...] = ()
    id_key = "id"

    def __init__(self, columns: Sequence[Column[T]] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        if columns is not None:
            self.columns = tuple(columns)
        self.on_edited: Callable[[T, str, object], bool] | None = None
        self._all: list[T] = []
        self._rows: list[T] = []
        self._folded: dict[int, str] = {}
        self._needle: list[str] = []
        self._keep: Callable[[T], bool] | None = None
        self._order: tuple[int, Qt.SortOrder] | None = None

    def set_rows(self, rows: Iterable[T]) -> None:
        """Show these rows instead; filter and sort order stay."""
        self.beginResetModel()
        self._all = list(rows)
        self._folded = {}
        self._rows = self._arranged()
        self.endResetModel()

    def set_filter(self, text: str, keep: Callable[[T], bool] | None = None) -> None:
        """Show only rows that hold every word of `text` in some column (and pass `keep`)."""
        needle = text.casefold().split()
        if (needle, keep) == (self._needle, self._keep):
            return
        self.beginResetModel()
        self._needle, self._keep = needle, keep
        self._rows = self._arranged()
        self.endResetModel()

    @property
    def rows(self) -> Sequence[T]:
        """The rows as shown: filtered, sorted."""
        return self._rows

    @property
    def all_rows(self) -> Sequence[T]:
        """Every row, whatever the filter."""
        return self._all

    def row_id(self, row: T) -> str:
        """What identifies a row."""
        return str(getattr(row, self.id_key))

    def row_at(self, index: Index | int) -> T | None:
        """The row of an index or row number; None outside."""
        number = index if isinstance(index, int) else index.row()
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def index_of(self, row_id: str, column: int = 0) -> QModelIndex:
        """The index of a row by id; invalid when it is not shown."""
        for number, row in enumerate(self._rows):
            if self.row_id(row) == row_id:
                return self.index(number, column)
        return QModelIndex()

    def column_number(self, key: str) -> int:
        """Position of a column by key."""
        return next(number for number, column in enumerate(self.columns) if column.key == key)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index) if index.isValid() else None
        if row is None:
            return None
        column = self.columns[index.column()]
        extra = column.roles.get(int(role))
        if extra is not None:
            return extra(row)
        return self._standard(row, column, int(role))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN_NUMBER if column.is_numeric else _ALIGN_TEXT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self.columns[index.column()].is_editable:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.row_at(index) if index.isValid() else None
        if role != Qt.ItemDataRole.EditRole or row is None or self.on_edited is None:
            return False
        return self.on_edited(row, self.columns[index.column()].key, value)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column; selection and current row stay with their rows."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        rows = [self._rows[index.row()] for index in before]
        self._order = (column, order) if 0 <= column < len(self.columns) else None
        self._rows = self._arranged()
        places = {id(row): number for number, row in enumerate(self._rows)}
        after = [self.index(places[id(row)], old.column()) for row, old in zip(rows, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _standard(self, row: T, column: Column[T], role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return column.shown(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tooltip(row) if column.tooltip else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.spoken(row) if column.spoken else column.shown(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN_NUMBER if column.is_numeric else _ALIGN_TEXT
        if role == ID_ROLE:
            return self.row_id(row)
        if role == ROW_ROLE:
            return row
        if role == SORT_ROLE:
            value = column.sort_value(row)[1]
            return value.isoformat() if isinstance(value, date | datetime) else value
        return None

    def _arranged(self) -> list[T]:
        rows = [row for row in self._all if self._passes(row)]
        if self._order is not None:
            number, order = self._order
            column = self.columns[number]
            full = [row for row in rows if column.sort_value(row)[0] == 0]
            bare = [row for row in rows if column.sort_value(row)[0] == 1]
            full.sort(
                key=lambda row: column.sort_value(row)[1], reverse=order == Qt.SortOrder.DescendingOrder
            )
            rows = full + bare
        return rows

    def _passes(self, row: T) -> bool:
        if self._keep is not None and not self._keep(row):
            return False
        if not self._needle:
            return True
        text = self._folded.get(id(row))
        if text is None:
            text = "\n".join(words for column in self.columns for words in column.words(row)).casefold()
            self._folded[id(row)] = text
        return all(word in text for word in self._needle)


_ALIGN_TEXT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ALIGN_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def selected_ids(view: QAbstractItemView) -> list[str]:
    """Ids of the selected rows, top to bottom."""
    selection = view.selectionModel()
    if selection is None:
        return []
    numbers = sorted({index.row() for index in selection.selectedIndexes()})
    model = view.model()
    return [str(model.index(number, 0).data(ID_ROLE)) for number in numbers]


def restore_selection(view: QAbstractItemView, ids: Iterable[str], current: str | None = None) -> None:
    """Select these rows again after a reset; the current row becomes `current`, else the first of them."""
    model, selection = view.model(), view.selectionModel()
    wanted = list(ids)
    if selection is None or not (wanted or current):
        return
    places = row_numbers(model)
    last = model.columnCount() - 1
    chosen = QItemSelection()
    for row_id in wanted:
        if row_id in places:
            chosen.select(model.index(places[row_id], 0), model.index(places[row_id], last))
    flag = QItemSelectionModel.SelectionFlag
    selection.select(chosen, flag.ClearAndSelect)
    head = next((row_id for row_id in (current, *wanted) if row_id in places), None)
    if head is not None:
        column = max(view.currentIndex().column(), 0)
        selection.setCurrentIndex(model.index(places[head], column), flag.NoUpdate)


def row_numbers(model: QAbstractItemModel) -> dict[str, int]:
    """Row number by id."""
    return {str(model.index(number, 0).data(ID_ROLE)): number for number in range(model.rowCount())}
