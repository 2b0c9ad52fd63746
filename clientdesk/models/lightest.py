"""Where a day that holds too much could give something to: a word for it, never a move of its own. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from clientdesk.models.enums import BlockKind
from clientdesk.models.gaps import first_gap
from clientdesk.models.schedule import Load
from clientdesk.models.views.week import BlockSource, BlockView, DayView, WeekView


@dataclass(frozen=True, slots=True)
class Relief:
    """One block that could go from a day with too much to the lightest one.

    Attributes:
        too_much: minutes planned beyond the day's capacity.
        free: minutes the lightest day still has.
        start: where the block would begin there.
    """

    day: date
    too_much: int
    lightest: date
    free: int
    block: BlockView
    start: int


def free_start(day: DayView, today: date, now_minute: int, minutes: int) -> int | None:
    """Where the first free stretch of a day's working hours begins, from now on; None where none is long enough."""
    if day.date < today or any(event.is_busy for event in day.all_day):
        return None
    taken = [(block.start_minute, block.end_minute) for block in day.blocks if block.is_busy]
    if day.clock.missing is not None:
        taken.append(day.clock.missing)
    return first_gap(day.hours, taken, now_minute if day.date == today else 0, minutes)


def reliefs(view: WeekView) -> Iterator[Relief]:
    """One for each day from today on that holds too much, where another day has room; earliest day first."""
    ahead = [day for day in view.days if day.date >= view.today]
    for day in ahead:
        if day.load is Load.OVER:
            found = _relief(day, view, ahead)
            if found is not None:
                yield found


def _relief(day: DayView, view: WeekView, ahead: list[DayView]) -> Relief | None:
    too_much = -day.spare_minutes
    lighter = [(_room(other, view), other) for other in ahead if other.date != day.date]
    for room, other in sorted(lighter, key=lambda pair: (-pair[0], pair[1].date)):
        for block in _movable(day, view, too_much):
            start = free_start(other, view.today, view.now_minute, block.minutes)
            if block.minutes <= room and start is not None:
                return Relief(day.date, too_much, other.date, room, block, start)
    return None


def _room(day: DayView, view: WeekView) -> int:
    """Minutes a day still has; of today only what is left of its hours."""
    if day.date != view.today:
        return day.spare_minutes
    left = sum(max(end - max(start, view.now_minute), 0) for start, end in day.hours)
    taken = sum(block.minutes for block in day.blocks if block.start_minute >= view.now_minute)
    return min(day.spare_minutes, left - taken)


def _movable(day: DayView, view: WeekView, too_much: int) -> list[BlockView]:
    """Blocks still to come that may be moved: the shortest that is enough first, then the longest that isn't."""
    found = [block for block in day.blocks if _may_move(block, view)]
    return sorted(found, key=lambda b: (b.minutes < too_much, abs(b.minutes - too_much), b.block_id))


def _may_move(block: BlockView, view: WeekView) -> bool:
    is_ahead = block.day > view.today or block.start_minute > view.now_minute
    is_open = not block.is_done and not block.is_confirmed
    is_whole = block.is_head and block.end_minute < 1440
    is_ones_own = block.source is BlockSource.BLOCK and block.kind is BlockKind.WORK
    return is_ones_own and is_ahead and is_open and is_whole
