"""The seven-day grid: blocks where they lie in the day, moved and resized by pointer, keys or single clicks."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu

from clientdesk.models.enums import BlockKind
from clientdesk.models.views.week import BlockSource, BlockView
from clientdesk.ui.panels.week.grid_gestures import GridGestures
from clientdesk.ui.panels.week.grid_places import (
    DAY_MINUTES,
    FINE_SNAP,
    SNAP,
    WORK_ITEM_MIME,
    Errand,
    GhostBlock,
    Place,
    to_mime,
    wall_clock,
)
from clientdesk.ui.panels.week.grid_view import GUTTER, HOUR, TOP

__all__ = [
    "DAY_MINUTES",
    "FINE_SNAP",
    "GUTTER",
    "HOUR",
    "SNAP",
    "TOP",
    "WORK_ITEM_MIME",
    "Errand",
    "GhostBlock",
    "Place",
    "WeekGrid",
    "to_mime",
    "wall_clock",
]

_SHIFT = Qt.KeyboardModifier.ShiftModifier


class WeekGrid(GridGestures):
    """The grid with its commands.

    Signals:
        new_wanted: (day, start minute): something new, here.
        done_toggled, worked_toggled, removed, opened: block id.
        ghost_clicked: key of the suggestion that was clicked, or taken by Enter.
        menu_wanted: fills a QMenu for a block, or for an empty place: (block or None, menu).
        today_wanted: back to this week.
    """

    new_wanted = Signal(object, int)
    done_toggled = Signal(str)
    worked_toggled = Signal(str)
    removed = Signal(str)
    opened = Signal(str)
    ghost_clicked = Signal(str)
    menu_wanted = Signal(object, object)
    today_wanted = Signal()

    def key_command(self, event: QKeyEvent, index: QModelIndex) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.selectionModel().clearSelection()
            self._marked = None
            self.viewport().update()
            return True
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.week_turned.emit(1 if key == Qt.Key.Key_PageDown else -1)
            return True
        if key == Qt.Key.Key_T and not event.modifiers():
            self.today_wanted.emit()
            return True
        if key == Qt.Key.Key_N and event.modifiers() == _SHIFT and self._view is not None:
            place = self.here()
            self.new_wanted.emit(self.date_of(place), place.start)
            return True
        ghost = self.blocks.ghost_at(index)
        if ghost is not None:
            return self._ghost_command(key, ghost)
        return self._block_command(key, self.blocks.block_at(index))

    def _ghost_command(self, key: int, ghost: GhostBlock) -> bool:
        if key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        self.ghost_clicked.emit(ghost.key)
        return True

    def _block_command(self, key: int, block: BlockView | None) -> bool:
        if block is None:
            return False
        if key == Qt.Key.Key_D and block.kind is BlockKind.WORK:
            self.done_toggled.emit(block.block_id)
        elif key == Qt.Key.Key_V and block.kind is BlockKind.WORK:
            self.worked_toggled.emit(block.block_id)
        elif key == Qt.Key.Key_Delete and block.source is BlockSource.BLOCK:
            self.removed.emit(block.block_id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(block.block_id)
        else:
            return False
        return True

    def double_clicked_empty(self, point: QPoint) -> None:
        if self._view is not None and point.x() >= GUTTER:
            place = self._slot_at(point, 2 * SNAP)
            self.new_wanted.emit(self.date_of(place), place.start)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_pressed = self._pressed_at is not None and not self.is_dragging
        super().mouseReleaseEvent(event)
        ghost = self.blocks.ghost_at(self.indexAt(event.position().toPoint()))
        if was_pressed and ghost is not None and event.button() == Qt.MouseButton.LeftButton:
            self.ghost_clicked.emit(ghost.key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.is_dragging:
            return
        index = self.indexAt(event.position().toPoint())
        super().mouseDoubleClickEvent(event)
        block = self.blocks.block_at(index)
        if block is not None:
            self.opened.emit(block.block_id)

    def context_menu(self, index: QModelIndex, point: QPoint) -> QMenu | None:
        if self.is_dragging or self.errand is not None:
            return None
        menu = QMenu(self)
        block = self.blocks.block_at(index)
        if block is None and point.x() >= GUTTER:
            self.clicked_empty(point)
        self.menu_wanted.emit(block, menu)
        return menu if menu.actions() else None

    def viewportEvent(self, event: object) -> bool:
        if isinstance(event, QHelpEvent) and self.is_dragging:
            return True
        return super().viewportEvent(event)  # type: ignore[arg-type]
