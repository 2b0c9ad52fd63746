"""The blocks of one week as a list, each with its words for screen readers; suggested ones come after them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from clientdesk.models.views.week import BlockView, WeekView
from clientdesk.ui.itemmodels.base import ID_ROLE, ROW_ROLE
from clientdesk.ui.panels.week.grid_places import GhostBlock
from clientdesk.ui.panels.week.guard_words import block_tooltip, spoken_block, spoken_ghost
from clientdesk.ui.panels.week.words import block_title

Index = QModelIndex | QPersistentModelIndex


class BlockModel(QAbstractListModel):
    """Holds the parts of every block of the days shown; never reads anything itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._blocks: Sequence[BlockView] = ()
        self._ghosts: Sequence[GhostBlock] = ()
        self._today = date.min

    def show_week(
        self, view: WeekView, days: Sequence[int] | None = None, ghosts: Sequence[GhostBlock] = ()
    ) -> None:
        """Show this week instead, or some of its days; `ghosts` are suggestions on these days."""
        self.beginResetModel()
        shown = range(len(view.days)) if days is None else days
        self._blocks = tuple(block for number in shown for block in view.days[number].blocks)
        self._ghosts, self._today = tuple(ghosts), view.today
        self.endResetModel()

    @property
    def blocks(self) -> Sequence[BlockView]:
        """All blocks, by day and start."""
        return self._blocks

    @property
    def ghosts(self) -> Sequence[GhostBlock]:
        """All suggestions; their rows follow those of the blocks."""
        return self._ghosts

    def block_at(self, index: Index) -> BlockView | None:
        """The block of an index; None outside, and for a suggestion."""
        return self._blocks[index.row()] if index.isValid() and index.row() < len(self._blocks) else None

    def ghost_at(self, index: Index) -> GhostBlock | None:
        """The suggestion of an index; None for a block."""
        place = index.row() - len(self._blocks)
        return self._ghosts[place] if index.isValid() and 0 <= place < len(self._ghosts) else None

    def row_of(self, block_id: str) -> int:
        """Row of a block's first part; -1 when it is not shown."""
        return next((row for row, block in enumerate(self._blocks) if block.block_id == block_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self._blocks) + len(self._ghosts)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        ghost = self.ghost_at(index)
        if ghost is not None:
            return self._data_of_ghost(ghost, role)
        block = self.block_at(index)
        if block is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return block_title(block)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_block(block, self._today)
        if role == Qt.ItemDataRole.ToolTipRole:
            return block_tooltip(block, self._today)
        if role == ID_ROLE:
            return block.block_id
        if role == ROW_ROLE:
            return block
        return None

    def _data_of_ghost(self, ghost: GhostBlock, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return ghost.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return spoken_ghost(ghost, self._today)
        return ghost.key if role == ID_ROLE else None
