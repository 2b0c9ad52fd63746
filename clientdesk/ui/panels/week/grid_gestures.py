"""How blocks get to their places on the week grid: by pointer, by keys, dropped from a list, or by a click."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QMimeData, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from clientdesk.models.day_clock import DayClock
from clientdesk.models.enums import BlockKind
from clientdesk.models.gaps import first_gap
from clientdesk.models.overlap import Slot
from clientdesk.models.views.week import BlockSource, WeekView
from clientdesk.ui.panels.week.block_model import Index
from clientdesk.ui.panels.week.grid_places import (
    DAY_MINUTES,
    FINE_SNAP,
    SNAP,
    WORK_ITEM_MIME,
    Errand,
    Place,
    place_at,
    read_mime,
    snapped,
    wall_clock,
    whole_minutes,
)
from clientdesk.ui.panels.week.grid_view import GUTTER, HOUR, GridView
from clientdesk.ui.panels.week.guard_words import place_text
from clientdesk.ui.widgets.canvas import Handle
from clientdesk.ui.widgets.canvas_keys import ARROWS

_HEAD_FROM = 12
_NONE = Qt.KeyboardModifier.NoModifier


class GridGestures(GridView):
    """Moves and resizes blocks, and finds slots for what waits.

    Signals:
        block_moved: (block id, day, start minute, for the second time).
        block_resized: (block id, start, end) as wall-clock times.
        item_placed: (work item id, day, start minute, for the second time, minutes; 0 leaves the length open).
        item_planned: (work item id, day): for that day, without a time.
        time_taken: (block id, day): the block was drawn up to that day's head.
        head_aimed: number of the day whose head is pointed at; -1 for none.
        week_turned: go on by this many weeks.
        errand_ended: the slot marker is gone, by a click, Enter or Esc.
    """

    block_moved = Signal(str, object, int, bool)
    block_resized = Signal(str, object, object)
    item_placed = Signal(str, object, int, bool, int)
    item_planned = Signal(str, object)
    time_taken = Signal(str, object)
    head_aimed = Signal(int)
    week_turned = Signal(int)
    errand_ended = Signal()

    resize_edges = Qt.Orientation.Vertical
    accepted_mime = WORK_ITEM_MIME

    def __init__(self, parent: QWidget | None = None) -> None:
        self._grab = 0
        self._proposal: Place | None = None
        self._errand: Errand | None = None
        self._has_new_length = False
        self._head = -1
        super().__init__(parent)

    def show_week(self, view: WeekView) -> None:
        """Show a week; a gesture goes on when its block is still there, else it ends without a change."""
        before, held = self._view, self.blocks.block_at(self.dragged_index)
        super().show_week(view)
        if held is None or not self.is_dragging:
            if self._errand is not None and self._proposal is not None:
                self._propose(self._proposal)
            return
        row = self.blocks.row_of(held.block_id)
        is_same = before is not None and before.days[0].date == view.days[0].date
        if row >= 0 and is_same and self.is_movable(self.blocks.index(row)):
            self.dragged_index = QPersistentModelIndex(self.blocks.index(row))
        else:
            self._end(keep=False)

    def date_of(self, place: Place) -> date:
        """The day a place lies on."""
        assert self._view is not None  # noqa: S101 (a place comes from a week shown)
        return self._view.days[place.day].date

    def _clock(self, day: int) -> DayClock:
        assert self._view is not None  # noqa: S101
        return self._view.days[day].clock

    def _placed(self, day: int, start: int, length: int, *, again: bool = False) -> Place:
        return place_at(day, self._clock(day), start, length, again=again)

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
        self._proposal = self.place_of(block)
        self._grab = round(self._minute_at(point.y())) - block.start_minute
        return True

    def drag_to(self, point: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        now = self._proposal
        if now is None:
            return
        step, at = _step(modifiers), self._minute_at(point.y())
        clock = self._clock(now.day)
        self._aim_at_head(point)
        if self._head >= 0:
            self.set_ghost(QRect(0, 0, 0, 0))
            return
        if self.drag_handle is Handle.MOVE:
            day, start = self._day_at(point.x()), snapped(at - self._grab, step)
            again = self._is_right_half(day, point)
            self._propose(self._placed(day, start, now.length(clock), again=again))
            return
        minute = min(max(snapped(at, step), 0), DAY_MINUTES)
        pointed = clock.elapsed(minute, again=self._is_right_half(now.day, point))
        start = clock.elapsed(now.start, again=now.again)
        end = start + now.length(clock)
        if self.drag_handle is Handle.START:
            self._propose_between(now.day, min(pointed, end - step), end)
        else:
            self._propose_between(now.day, start, max(pointed, start + step))

    def _propose_between(self, day: int, start: int, end: int) -> None:
        """Propose a place between two real minutes of a day."""
        minute, again = self._clock(day).reading(start)
        self._propose(self._placed(day, minute, end - start, again=again))

    def nudge(self, dx: int, dy: int, *, is_resize: bool) -> None:
        now = self._proposal
        if now is None:
            return
        clock = self._clock(now.day)
        length, start = now.length(clock), clock.elapsed(now.start, again=now.again)
        if is_resize:
            longest = max(clock.length - start, length)
            self._has_new_length = self._has_new_length or dy != 0
            self._propose_between(now.day, start, start + min(max(length + dy * SNAP, SNAP), longest))
        elif dx:
            days = self.days_shown
            place = days.index(now.day) if now.day in days else 0
            day = days[min(max(place + dx, 0), len(days) - 1)]
            self._propose(self._placed(day, now.start, length, again=now.again))
        else:
            at = min(max(start + dy * SNAP, 0), clock.length - SNAP)
            self._propose_between(now.day, at, at + length)

    def take_by_keys(self) -> bool:
        is_taken = super().take_by_keys()
        if is_taken and self._proposal is not None:
            self._propose(self._proposal)
        return is_taken

    def finish_drag(self) -> None:
        block, place, head = self.blocks.block_at(self.dragged_index), self._proposal, self._head
        self.cancel_drag()
        if block is None or place is None or self._view is None:
            return
        if head >= 0:
            self.time_taken.emit(block.block_id, self._view.days[head].date)
            return
        day, length = self.date_of(place), place.length(self._clock(place.day))
        if length != whole_minutes(block):
            start = wall_clock(day, place.start, again=place.again)
            self.block_resized.emit(block.block_id, start, wall_clock(day, place.end, again=place.ends_again))
        elif (day, place.start, place.again) != (block.day, block.start_minute, block.starts_again):
            self.block_moved.emit(block.block_id, day, place.start, place.again)

    def cancel_drag(self) -> None:
        self._proposal = None
        self._aim(-1)

    def _aim_at_head(self, point: QPoint) -> None:
        """Work drawn up over the top of the grid means a day, without a time."""
        block = self.blocks.block_at(self.dragged_index)
        is_above = point.y() - self.verticalOffset() < -_HEAD_FROM
        is_meant = is_above and self.drag_handle is Handle.MOVE and point.x() >= GUTTER
        is_work = block is not None and block.kind is BlockKind.WORK
        self._aim(self._day_at(point.x()) if is_meant and is_work else -1)

    def _aim(self, head: int) -> None:
        if head != self._head:
            self._head = head
            self.head_aimed.emit(head)

    def _propose(self, place: Place) -> None:
        self._proposal = place
        if self._view is not None:
            words = place_text(self._view.days[place.day], place, self._view.today)
            self.set_ghost(self._ghost_rect_of(place), words)

    def _ghost_rect_of(self, place: Place) -> QRect:
        clock = self._clock(place.day)
        if clock.twice is None or not clock.is_twice(place.start):
            end = place.end
            if clock.twice is not None and place.ends_again and not place.again:
                end = clock.twice[1]
            return self._rect_of(replace(place, end=end))
        if place.again == place.ends_again and place.end <= clock.twice[1]:
            return self._rect_of(place, Slot(int(place.again), 2))
        end = clock.twice[1] if place.ends_again and not place.again else place.end
        return self._rect_of(replace(place, end=end))

    def _is_right_half(self, day: int, point: QPoint) -> bool:
        """Whether the pointer is where, in the hour that comes twice, the second time is meant."""
        left, width = self.column(day)
        return point.x() >= left + width // 2

    # Placing: dropped from the list, or by a click or Enter on a slot.

    def drop_preview(self, mime: QMimeData, point: QPoint, modifiers: Qt.KeyboardModifier) -> bool:
        errand = read_mime(mime)
        if errand is None or point.x() < GUTTER or self._view is None:
            return False
        place = self._slot_at(point, errand.minutes, modifiers)
        words = place_text(self._view.days[place.day], place, self._view.today)
        self.set_ghost(self._ghost_rect_of(place), words)
        return True

    def finish_drop(self, mime: QMimeData, point: QPoint, modifiers: Qt.KeyboardModifier) -> bool:
        errand = read_mime(mime)
        if errand is None or self._view is None:
            return False
        place = self._slot_at(point, errand.minutes, modifiers)
        self.item_placed.emit(errand.record_id, self.date_of(place), place.start, place.again, 0)
        return True

    def start_errand(self, errand: Errand, at: Place) -> None:
        """Turn the pointer into a slot marker, beginning at a place; a click or Enter takes the slot."""
        if self.is_dragging:
            self._end(keep=False)
        if self._view is None:
            return
        self._errand, self._has_new_length = errand, False
        self._propose(self._placed(at.day, at.start, errand.minutes, again=at.again))
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
        errand, place, is_longer = self._errand, self._proposal, self._has_new_length
        self.end_errand()
        if errand is None or place is None or self._view is None:
            return
        day, length = self.date_of(place), place.length(self._clock(place.day))
        if not errand.is_block:
            minutes = length if is_longer else 0
            self.item_placed.emit(errand.record_id, day, place.start, place.again, minutes)
        elif is_longer:
            start = wall_clock(day, place.start, again=place.again)
            end = wall_clock(day, place.end, again=place.ends_again)
            self.block_resized.emit(errand.record_id, start, end)
        else:
            self.block_moved.emit(errand.record_id, day, place.start, place.again)

    def _take_day(self) -> None:
        """The slot marker's day, without a time."""
        errand, place = self._errand, self._proposal
        if errand is None or place is None or errand.is_block:
            return
        self.end_errand()
        self.item_planned.emit(errand.record_id, self.date_of(place))

    def _slot_at(self, point: QPoint, minutes: int, modifiers: Qt.KeyboardModifier = _NONE) -> Place:
        step, day = _step(modifiers), self._day_at(point.x())
        start = min(int(self._minute_at(point.y()) // step * step), DAY_MINUTES - SNAP)
        return self._placed(day, start, minutes, again=self._is_right_half(day, point))

    def _show_place(self, place: Place) -> None:
        rect, bar = self._rect_of(place), self.verticalScrollBar()
        if not bar.value() <= rect.top() <= bar.value() + self.viewport().height() - HOUR:
            bar.setValue(rect.top() - HOUR)

    # Where "here" is.

    def clicked_empty(self, point: QPoint) -> None:
        self._marked = None if point.x() < GUTTER else self._slot_at(point, 2 * SNAP)
        self.viewport().update()

    def here(self, minutes: int = 60) -> Place:
        """Where something new would go: the slot clicked, after the current block, or the next free time."""
        if self._marked is not None:
            return self._placed(self._marked.day, self._marked.start, minutes, again=self._marked.again)
        block = self.selected()
        if block is not None and block.end_minute < DAY_MINUTES:
            day = self._days[self.currentIndex().row()]
            return self._placed(day, block.end_reading, minutes, again=block.ends_again)
        return self.free_place(minutes)

    def free_place(self, minutes: int) -> Place:
        """The first stretch of working time from now on that is long enough; else the start of the day."""
        view = self._view
        if view is None:
            return Place(0, 540, 540 + minutes)
        ahead = [number for number in self.days_shown if view.days[number].date >= view.today]
        for number in ahead:
            day = view.days[number]
            since = -(-view.now_minute // SNAP) * SNAP if day.date == view.today else 0
            taken = [(block.start_minute, block.end_minute) for block in day.blocks if block.is_busy]
            found = first_gap(day.hours, taken, since, minutes)
            if found is not None:
                return self._placed(number, found, minutes)
        first = next((number for number in ahead if view.days[number].hours), self.days_shown[0])
        start = view.days[first].hours[0][0] if view.days[first].hours else 540
        return self._placed(first, start, minutes)

    # Events while something waits for its slot.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._errand is None:
            if self.is_dragging and not self._is_keyed:
                # A second button or finger: the first one holds the block.
                event.accept()
                return
            super().mousePressEvent(event)
            if self.selected() is not None or self.selected_ghost() is not None:
                self._marked = None
        elif event.button() == Qt.MouseButton.LeftButton:
            point = self.to_content(event.position().toPoint())
            self._propose(self._slot_at(point, self._errand_minutes(), event.modifiers()))
            self._take_slot()
        else:
            self.end_errand()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._errand is None:
            super().mouseMoveEvent(event)
            return
        point = self.to_content(event.position().toPoint())
        self._propose(self._slot_at(point, self._errand_minutes(), event.modifiers()))

    def _errand_minutes(self) -> int:
        """How long what waits will be: as it came, or as the arrows have made it."""
        if self._errand is None:
            return SNAP
        if self._has_new_length and self._proposal is not None:
            return self._proposal.length(self._clock(self._proposal.day))
        return self._errand.minutes

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._errand is None:
            super().keyPressEvent(event)
            return
        key, is_shifted = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Escape:
            self.end_errand()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if is_shifted:
                self._take_day()
            else:
                self._take_slot()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.week_turned.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in ARROWS and self._proposal is not None:
            self.nudge(*ARROWS[Qt.Key(key)], is_resize=is_shifted)
            self._show_place(self._proposal)


def _step(modifiers: Qt.KeyboardModifier) -> int:
    return FINE_SNAP if modifiers & Qt.KeyboardModifier.AltModifier else SNAP
