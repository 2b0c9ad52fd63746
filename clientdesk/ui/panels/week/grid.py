"""The seven-day grid: blocks where they lie in the day, moved and resized by pointer, keys or single clicks."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from clientdesk.models.enums import BlockKind
from clientdesk.models.overlap import Slot, overlap_columns
from clientdesk.models.views.week import BlockSource, BlockView, WeekView
from clientdesk.ui.panels.week import grid_paint
from clientdesk.ui.panels.week.block_model import BlockModel, Index
from clientdesk.ui.panels.week.words import slot_text
from clientdesk.ui.widgets.canvas import Canvas, Handle, ItemState
from clientdesk.ui.widgets.canvas_keys import ARROWS

WORK_ITEM_MIME = "application/x-clientdesk-work-item"
GUTTER = 48
HOUR = 52
TOP = 8
DAY_MINUTES = 1440
SNAP, FINE_SNAP = 15, 5
_SMALLEST_SHOWN = 20
_RIGHT_ROOM = 8


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one day of the week shown."""

    day: int
    start: int
    end: int

    @property
    def minutes(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Errand:
    """What waits for a slot to be clicked: work to place, or a block to move."""

    record_id: str
    minutes: int
    is_block: bool


class WeekGrid(Canvas):
    """Seven columns of a day each.

    Signals:
        block_moved: (block id, day, start minute).
        block_resized: (block id, day, start minute, end minute).
        item_placed: (work item id, day, start minute).
        new_wanted: (day, start minute): something new, here.
        done_toggled, removed, opened: block id.
        errand_ended: the slot marker is gone, by a click, Enter or Esc.
        menu_wanted: fills a QMenu for a block, or for an empty place: (block or None, menu).
        week_turned: go on by this many weeks. today_wanted: back to this week.
        resized: the columns may have moved.
    """

    block_moved = Signal(str, object, int)
    block_resized = Signal(str, object, int, int)
    item_placed = Signal(str, object, int)
    new_wanted = Signal(object, int)
    done_toggled = Signal(str)
    removed = Signal(str)
    opened = Signal(str)
    errand_ended = Signal()
    menu_wanted = Signal(object, object)
    week_turned = Signal(int)
    today_wanted = Signal()
    resized = Signal()

    resize_edges = Qt.Orientation.Vertical
    accepted_mime = WORK_ITEM_MIME
    zoom_range = (0.6, 2.5)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._pictures = grid_paint.BlockPictures()
        super().__init__(parent)
        self.blocks = BlockModel(self)
        self._view: WeekView | None = None
        self._slots: list[Slot] = []
        self._days: list[int] = []
        self._grab = 0
        self._proposal: Place | None = None
        self._errand: Errand | None = None
        self._marked: Place | None = None
        self.setModel(self.blocks)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def show_week(self, view: WeekView) -> None:
        """Show a week; what was selected stays selected when it is still there."""
        chosen = self.selected()
        self._view = view
        self._slots, self._days = [], []
        for number, day in enumerate(view.days):
            shown = [
                (b.start_minute, max(b.end_minute, b.start_minute + _SMALLEST_SHOWN)) for b in day.blocks
            ]
            self._slots += overlap_columns(shown)
            self._days += [number] * len(day.blocks)
        self._marked = None
        self._pictures.forget()
        self.blocks.show_week(view)
        self.relayout()
        if chosen is not None:
            self.select(chosen.block_id)

    def set_now(self, minute: int) -> None:
        """Move the now line."""
        if self._view is not None and self._view.now_minute != minute:
            self._view = replace(self._view, now_minute=minute)
            self.viewport().update()

    @property
    def view(self) -> WeekView | None:
        """The week shown."""
        return self._view

    def select(self, block_id: str) -> bool:
        """Make a block the current one; False when it is not in this week."""
        row = self.blocks.row_of(block_id)
        if row < 0:
            return False
        self.setCurrentIndex(self.blocks.index(row))
        return True

    def selected(self) -> BlockView | None:
        """The current block, if one is selected."""
        index = self.currentIndex()
        selection = self.selectionModel()
        if selection is None or not selection.isSelected(index):
            return None
        return self.blocks.block_at(index)

    def scroll_to_minute(self, minute: int) -> None:
        """Bring a time of day to the top."""
        self.verticalScrollBar().setValue(self._y_of(minute) - TOP)

    # Geometry.

    def content_size(self) -> QSize:
        return QSize(self.viewport().width(), self._y_of(DAY_MINUTES) + TOP)

    def item_rect(self, row: int) -> QRect:
        block, slot = self.blocks.blocks[row], self._slots[row]
        return self._rect_of(Place(self._days[row], block.start_minute, block.end_minute), slot)

    def column(self, day: int) -> tuple[int, int]:
        """Left edge and width of a day's column."""
        room = self.viewport().width() - GUTTER
        left = GUTTER + room * day // 7
        return left, GUTTER + room * (day + 1) // 7 - left

    def _rect_of(self, place: Place, slot: Slot = Slot(0, 1)) -> QRect:  # noqa: B008 (frozen)
        left, width = self.column(place.day)
        room = width - _RIGHT_ROOM
        x = left + 2 + room * slot.column // slot.columns
        right = left + 2 + room * (slot.column + 1) // slot.columns
        shown_end = max(min(place.end, DAY_MINUTES), place.start + _SMALLEST_SHOWN)
        top, bottom = self._y_of(place.start), self._y_of(shown_end)
        return QRect(x, top + 1, right - x - 2, bottom - top - 2)

    def _y_of(self, minute: int) -> int:
        return TOP + round(minute * HOUR * self.zoom / 60)

    def _minute_at(self, y: int) -> float:
        return (y - TOP) * 60 / (HOUR * self.zoom)

    def _day_at(self, x: int) -> int:
        room = max(self.viewport().width() - GUTTER, 1)
        return min(max((x - GUTTER) * 7 // room, 0), 6)

    def zoomed_point(self, point: QPoint, old_size: QSize) -> QPoint:
        """Only the height grows."""
        return QPoint(point.x(), super().zoomed_point(point, old_size).y())

    # Painting.

    def paint_background(self, painter: QPainter, rect: QRect) -> None:
        if self._view is None:
            super().paint_background(painter, rect)
            return
        self._pictures.begin(painter)
        columns = [self.column(day) for day in range(7)]
        grid_paint.paint_days(painter, rect, self._view, columns, self._y_of)
        if self._marked is not None and self._errand is None and not self.is_dragging:
            grid_paint.paint_marker(painter, self._rect_of(self._marked))

    def paint_item(self, painter: QPainter, index: QModelIndex, rect: QRect, state: ItemState) -> None:
        row = index.row()
        self._pictures.paint(painter, rect, row, self.blocks.blocks[row], state)

    def paint_foreground(self, painter: QPainter, rect: QRect) -> None:
        if self._view is not None:
            columns = [self.column(day) for day in range(7)]
            grid_paint.paint_now(painter, rect, self._view, columns, self._y_of)

    # Moving and resizing by pointer and by keys.

    def is_movable(self, index: Index) -> bool:
        block = self.blocks.block_at(index)
        return (
            block is not None and block.source is BlockSource.BLOCK and not block.is_fixed and block.is_head
        )

    def begin_drag(self, index: Index, handle: Handle, point: QPoint) -> bool:
        block = self.blocks.block_at(index)
        if block is None or not self.is_movable(index):
            return False
        if handle is Handle.END and block.end_minute == DAY_MINUTES:
            self.drag_handle = Handle.MOVE
        self._proposal = Place(
            self._days[index.row()], block.start_minute, block.start_minute + _whole(block)
        )
        self._grab = round(self._minute_at(point.y())) - block.start_minute
        return True

    def drag_to(self, point: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        if self._proposal is None:
            return
        step = FINE_SNAP if modifiers & Qt.KeyboardModifier.AltModifier else SNAP
        at, now = self._minute_at(point.y()), self._proposal
        if self.drag_handle is Handle.MOVE:
            start = _snapped(at - self._grab, step)
            self._propose(self._moved(now, self._day_at(point.x()), start))
        elif self.drag_handle is Handle.START:
            start = min(max(_snapped(at, step), 0), now.end - step)
            self._propose(Place(now.day, start, now.end))
        else:
            end = max(min(_snapped(at, step), DAY_MINUTES), now.start + step)
            self._propose(Place(now.day, now.start, end))

    def nudge(self, dx: int, dy: int, *, is_resize: bool) -> None:
        now = self._proposal
        if now is None:
            return
        if is_resize:
            end = max(min(now.end + dy * SNAP, DAY_MINUTES), now.start + SNAP)
            self._propose(Place(now.day, now.start, end))
        else:
            self._propose(self._moved(now, min(max(now.day + dx, 0), 6), now.start + dy * SNAP))

    def take_by_keys(self) -> bool:
        is_taken = super().take_by_keys()
        if is_taken and self._proposal is not None:
            self._propose(self._proposal)
        return is_taken

    def finish_drag(self) -> None:
        block, place = self.blocks.block_at(self.dragged_index), self._proposal
        self._proposal = None
        if block is None or place is None or self._view is None:
            return
        day = self._view.days[place.day].date
        if place.minutes != _whole(block):
            self.block_resized.emit(block.block_id, day, place.start, place.end)
        elif (day, place.start) != (block.day, block.start_minute):
            self.block_moved.emit(block.block_id, day, place.start)

    def cancel_drag(self) -> None:
        self._proposal = None

    def _moved(self, place: Place, day: int, start: int) -> Place:
        kept = min(max(start, 0), DAY_MINUTES - SNAP)
        return Place(day, kept, kept + place.minutes)

    def _propose(self, place: Place) -> None:
        self._proposal = place
        self._show(place)

    def _show(self, place: Place) -> None:
        if self._view is not None:
            day = self._view.days[place.day].date
            words = slot_text(day, place.start, place.end, self._view.today)
            self.set_ghost(self._rect_of(place), words)

    # Placing: dropped from the list, or by a click or Enter on a slot.

    def drop_preview(self, mime: QMimeData, point: QPoint, modifiers: Qt.KeyboardModifier) -> bool:
        errand = _read(mime)
        if errand is None or point.x() < GUTTER:
            return False
        self._show(self._slot_at(point, errand.minutes, modifiers))
        return True

    def finish_drop(self, mime: QMimeData, point: QPoint, modifiers: Qt.KeyboardModifier) -> bool:
        errand = _read(mime)
        if errand is None or self._view is None:
            return False
        place = self._slot_at(point, errand.minutes, modifiers)
        self.item_placed.emit(errand.record_id, self._view.days[place.day].date, place.start)
        return True

    def start_errand(self, errand: Errand, at: Place) -> None:
        """Turn the pointer into a slot marker, beginning at a place; a click or Enter takes the slot."""
        self._errand = errand
        self._propose(at)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self._show_place(at)

    @property
    def errand(self) -> Errand | None:
        """What waits for a slot, if anything."""
        return self._errand

    def end_errand(self) -> None:
        """Give up the slot marker."""
        if self._errand is None:
            return
        self._errand = None
        self._proposal = None
        self.set_ghost(None)
        self.viewport().unsetCursor()
        self.errand_ended.emit()

    def _take_slot(self) -> None:
        errand, place = self._errand, self._proposal
        self.end_errand()
        if errand is None or place is None or self._view is None:
            return
        day = self._view.days[place.day].date
        if errand.is_block:
            self.block_moved.emit(errand.record_id, day, place.start)
        else:
            self.item_placed.emit(errand.record_id, day, place.start)

    def _slot_at(
        self, point: QPoint, minutes: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> Place:
        step = FINE_SNAP if modifiers & Qt.KeyboardModifier.AltModifier else SNAP
        start = int(self._minute_at(point.y()) // step * step)
        start = min(max(start, 0), DAY_MINUTES - SNAP)
        return Place(self._day_at(point.x()), start, start + minutes)

    def _show_place(self, place: Place) -> None:
        rect, bar = self._rect_of(place), self.verticalScrollBar()
        if not bar.value() <= rect.top() <= bar.value() + self.viewport().height() - HOUR:
            bar.setValue(rect.top() - HOUR)

    # Where "here" is.

    @property
    def marked(self) -> Place | None:
        """The empty slot last clicked."""
        return self._marked

    def clicked_empty(self, point: QPoint) -> None:
        self._marked = None if point.x() < GUTTER else self._slot_at(point, 2 * SNAP)
        self.viewport().update()

    def double_clicked_empty(self, point: QPoint) -> None:
        if self._view is not None and point.x() >= GUTTER:
            place = self._slot_at(point, 2 * SNAP)
            self.new_wanted.emit(self._view.days[place.day].date, place.start)

    def here(self, minutes: int = 60) -> Place:
        """Where something new would go: the slot clicked, after the current block, or the next free time."""
        if self._marked is not None:
            return Place(self._marked.day, self._marked.start, self._marked.start + minutes)
        block = self.selected()
        if block is not None and block.end_minute < DAY_MINUTES:
            day = self._days[self.currentIndex().row()]
            return Place(day, block.end_minute, block.end_minute + minutes)
        return self.free_place(minutes)

    def free_place(self, minutes: int) -> Place:
        """The first stretch of working time from now on that is long enough; else the start of the day."""
        view = self._view
        if view is None:
            return Place(0, 540, 540 + minutes)
        for number, day in enumerate(view.days):
            if day.date < view.today:
                continue
            since = -(-view.now_minute // SNAP) * SNAP if day.date == view.today else 0
            found = _first_gap(
                day.hours, [(b.start_minute, b.end_minute) for b in day.blocks], since, minutes
            )
            if found is not None:
                return Place(number, found, found + minutes)
        first = next((n for n, day in enumerate(view.days) if day.hours and day.date >= view.today), 0)
        start = view.days[first].hours[0][0] if view.days[first].hours else 540
        return Place(first, start, start + minutes)

    def place_of(self, block: BlockView) -> Place:
        """Where a block lies now."""
        row = self.blocks.row_of(block.block_id)
        return Place(self._days[row], block.start_minute, block.start_minute + _whole(block))

    # Events.

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._pictures.forget()

    def apply_zoom(self, zoom: float) -> None:  # noqa: ARG002 (read from self.zoom)
        self._pictures.forget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._pictures.forget()
        super().resizeEvent(event)
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._errand is None:
            super().mousePressEvent(event)
            if self.selected() is not None:
                self._marked = None
        elif event.button() == Qt.MouseButton.LeftButton:
            self._proposal = self._slot_at(self.to_content(event.position().toPoint()), self._errand.minutes)
            self._take_slot()
        else:
            self.end_errand()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._errand is None:
            super().mouseMoveEvent(event)
            return
        point = self.to_content(event.position().toPoint())
        self._propose(self._slot_at(point, self._errand.minutes, event.modifiers()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._errand is None:
            super().keyPressEvent(event)
            return
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.end_errand()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take_slot()
        elif key in ARROWS and self._proposal is not None:
            self.nudge(*ARROWS[Qt.Key(key)], is_resize=False)
            self._show_place(self._proposal)

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
        if key == Qt.Key.Key_N and not event.modifiers() and self._view is not None:
            place = self.here()
            self.new_wanted.emit(self._view.days[place.day].date, place.start)
            return True
        return self._block_command(key, self.blocks.block_at(index))

    def _block_command(self, key: int, block: BlockView | None) -> bool:
        if block is None:
            return False
        if key == Qt.Key.Key_D and block.kind is BlockKind.WORK:
            self.done_toggled.emit(block.block_id)
        elif key == Qt.Key.Key_Delete and block.source is BlockSource.BLOCK:
            self.removed.emit(block.block_id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(block.block_id)
        else:
            return False
        return True

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mouseDoubleClickEvent(event)
        block = self.blocks.block_at(index)
        if block is not None:
            self.opened.emit(block.block_id)

    def context_menu(self, index: QModelIndex, point: QPoint) -> QMenu | None:
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

    def date_of(self, place: Place) -> date:
        """The day a place lies on."""
        assert self._view is not None  # noqa: S101 (a place comes from a week shown)
        return self._view.days[place.day].date


def _whole(block: BlockView) -> int:
    """Wall-clock length of a block, also beyond midnight."""
    if block.end_minute < DAY_MINUTES:
        return block.end_minute - block.start_minute
    return max(round((block.ends_at - block.starts_at).total_seconds() / 60), SNAP)


def _snapped(minute: float, step: int) -> int:
    return round(minute / step) * step


def _first_gap(
    hours: tuple[tuple[int, int], ...], taken: list[tuple[int, int]], since: int, minutes: int
) -> int | None:
    for start, end in hours:
        at = max(start, since)
        for begun, ended in sorted(taken):
            if ended <= at or begun >= end:
                continue
            if begun - at >= minutes:
                break
            at = max(at, ended)
        if end - at >= minutes:
            return at
    return None


def to_mime(errand: Errand) -> QMimeData:
    """A work item on its way from the list to the grid."""
    mime = QMimeData()
    mime.setData(WORK_ITEM_MIME, json.dumps([errand.record_id, errand.minutes]).encode())
    return mime


def _read(mime: QMimeData) -> Errand | None:
    try:
        record_id, minutes = json.loads(bytes(mime.data(WORK_ITEM_MIME).data()))
    except ValueError:
        return None
    return Errand(str(record_id), int(minutes), is_block=False)
