"""New clients of an address book, each with a tick that says whether they are served now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

Index = QModelIndex | QPersistentModelIndex

TICKED_UP_TO = 20
"""Longer lists begin with no tick: an address book is not a list of clients."""


class Found(Protocol):
    """What a row needs."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def people(self) -> tuple[str, ...]: ...


class FoundClientsModel(QAbstractListModel):
    """A list with ticks.

    Signals:
        ticks_changed: the number of ticks may be another.
    """

    ticks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[Found] = []
        self._rows: list[Found] = []
        self._ticked: set[str] = set()
        self._needle = ""

    def set_found(self, found: Iterable[Found]) -> None:
        """Show these; up to twenty are ticked, of more none."""
        self.beginResetModel()
        self._all = list(found)
        self._ticked = {row.key for row in self._all} if len(self._all) <= TICKED_UP_TO else set()
        self._rows = self._shown()
        self.endResetModel()
        self.ticks_changed.emit()

    def set_filter(self, text: str) -> None:
        """Show only those with this text in their words."""
        self.beginResetModel()
        self._needle = text.casefold().strip()
        self._rows = self._shown()
        self.endResetModel()

    def tick_shown(self, *, on: bool) -> None:
        """Tick (or clear) every row that is shown."""
        keys = {row.key for row in self._rows}
        self._ticked = self._ticked | keys if on else self._ticked - keys
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
        self.ticks_changed.emit()

    def toggle(self, index: Index) -> None:
        """Turn the tick of a row."""
        row = self._rows[index.row()]
        self._ticked.symmetric_difference_update({row.key})
        self.dataChanged.emit(index, index)
        self.ticks_changed.emit()

    @property
    def ticked(self) -> frozenset[str]:
        """Keys of the ticked ones, shown or not."""
        return frozenset(self._ticked)

    @property
    def all_rows(self) -> Sequence[Found]:
        return self._all

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if row.key in self._ticked else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return words_of(row)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        is_on = Qt.CheckState(value) is Qt.CheckState.Checked
        if is_on != (self._rows[index.row()].key in self._ticked):
            self.toggle(index)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() else flags

    def _shown(self) -> list[Found]:
        if not self._needle:
            return list(self._all)
        return [row for row in self._all if self._needle in words_of(row).casefold()]


def words_of(row: Found) -> str:
    """The client and its people: "Birch & Co  ·  Ada Roe, Sam Poe"."""
    people = [name for name in row.people if name != row.name]
    if not people:
        return row.name
    shown = ", ".join(people[:3]) + (" …" if len(people) > 3 else "")
    return f"{row.name}  ·  {shown}"
