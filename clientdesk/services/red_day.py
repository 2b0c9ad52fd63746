"""The one day of a week that holds too much, the lightest day, and what could move there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.enums import BlockKind
from clientdesk.models.gaps import first_gap
from clientdesk.models.tables import WorkItem
from clientdesk.models.views.plan import MoveOffer, RedDayView
from clientdesk.models.views.week import BlockSource, BlockView, DayView, WeekView
from clientdesk.services.rows import table_of

_ITEM = table_of(WorkItem).c


def red_day(session: Session, view: WeekView) -> RedDayView | None:
    """The day from today on that is most above its capacity; None when no day is."""
    ahead = [day for day in view.days if day.date >= view.today and day.hours]
    over = [day for day in ahead if day.spare_minutes < 0]
    if not over:
        return None
    worst = min(over, key=lambda day: day.spare_minutes)
    rooms = [(_room(day, view), day) for day in ahead if day is not worst]
    room, lightest = max(rooms, key=lambda found: found[0], default=(0, None))
    offer = _offer(session, worst, lightest, room, view) if lightest is not None and room > 0 else None
    return RedDayView(
        day=worst.date,
        over_minutes=-worst.spare_minutes,
        others=len(over) - 1,
        lightest=lightest.date if lightest is not None and room > 0 else None,
        lightest_minutes=max(room, 0),
        offer=offer,
    )


def _room(day: DayView, view: WeekView) -> int:
    """What can still be placed on a day; of today only what is left of its hours."""
    if day.date != view.today:
        return day.spare_minutes
    left = sum(max(end - max(start, view.now_minute), 0) for start, end in day.hours)
    return min(day.spare_minutes, left)


def _offer(
    session: Session, worst: DayView, lightest: DayView, room: int, view: WeekView
) -> MoveOffer | None:
    """The smallest block that mends the day, else the largest; none that is due before the lightest day."""
    blocks = [block for block in worst.blocks if _can_move(block, worst, view)]
    due = _due_on(session, (block.work_item_id for block in blocks))
    wanted = -worst.spare_minutes
    blocks.sort(key=lambda block: (block.minutes < wanted, abs(block.minutes - wanted), -block.start_minute))
    since = view.now_minute if lightest.date == view.today else 0
    taken = [(block.start_minute, block.end_minute) for block in lightest.blocks]
    for block in blocks:
        due_on = due.get(block.work_item_id or "")
        if block.minutes > room or (due_on is not None and due_on < lightest.date):
            continue
        at = first_gap(lightest.hours, taken, since, block.minutes)
        if at is not None:
            return MoveOffer(block.block_id, block.title, block.minutes, lightest.date, at)
    return None


def _can_move(block: BlockView, day: DayView, view: WeekView) -> bool:
    is_ahead = day.date > view.today or block.start_minute >= view.now_minute
    is_whole = block.is_head and block.minutes == block.end_minute - block.start_minute
    is_own = block.source is BlockSource.BLOCK and block.kind is BlockKind.WORK
    return is_own and is_whole and is_ahead and not block.is_done


def _due_on(session: Session, work_item_ids: Iterable[str | None]) -> dict[str, date]:
    wanted = [work_item_id for work_item_id in work_item_ids if work_item_id is not None]
    query = select(_ITEM.id, _ITEM.due_on).where(_ITEM.id.in_(wanted), _ITEM.due_on.is_not(None))
    return {row.id: row.due_on for row in session.execute(query)}
