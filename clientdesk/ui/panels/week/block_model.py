"""The blocks of one week as a list, each with its words for screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from clientdesk.models.views.week import BlockView, WeekView
from clientdesk.ui.itemmodels.base import ID_ROLE, ROW_ROLE
from clientdesk.ui.panels.week.words import block_title, spoken_block

Index = QModelIndex | QPersistentModelIndex


class BlockModel(QAbstractListModel):
    """Holds the parts of every block of the week shown; never reads anything itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._blocks: Sequence[BlockView] = ()
        self._today = date.min

    def show_week(self, view: WeekView) -> None:
        """Show this week instead."""
        self.beginResetModel()
        self._blocks, self._today = view.blocks, view.today
        self.endResetModel()

    @property
    def blocks(self) -> Sequence[BlockView]:
        """All blocks, by day and start."""
        return self._blocks

    def block_at(self, index: Index) -> BlockView | None:
        """The block of an index; None outside."""
        return self._blocks[index.row()] if index.isValid() and index.row() < len(self._blocks) else None

    def row_of(self, block_id: str) -> int:
        """Row of a block's first part; -1 when it is not shown."""
        return next((row for row, block in enumerate(self._blocks) if block.block_id == block_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self._blocks)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        block = self.block_at(index)
        if block is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return block_title(block)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return spoken_block(block, self._today)
        if role == ID_ROLE:
            return block.block_id
        if role == ROW_ROLE:
            return block
        return None
