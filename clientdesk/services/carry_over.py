"""Carry-over: open work whose time lies before this week, until the user says what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlmodel import Session

from clientdesk.models.calendar import LONGEST_WEEKEND_DAYS, WorkCalendar
from clientdesk.models.tables import Block, Client, WorkItem, WorkStep
from clientdesk.models.views.plan import CarryOverView
from clientdesk.services.rows import table_of

_ITEM = table_of(WorkItem).c
_BLOCK = table_of(Block).c
_CLIENT = table_of(Client).c
_STEP = table_of(WorkStep).c
_MOMENT = timedelta(microseconds=1)


def planning_day(calendar: WorkCalendar, today: date) -> date:
    """The day whose week is planned: today, or at a weekend the working day after it."""
    ahead = calendar.next_working_day(today)
    return ahead if (ahead - today).days <= LONGEST_WEEKEND_DAYS else today


def planning_monday(calendar: WorkCalendar, today: date) -> date:
    """The Monday of the week that is planned: what lies before it is carried over."""
    day = planning_day(calendar, today)
    return day - timedelta(days=day.weekday())


def carried_over(
    session: Session, monday: date, zone: ZoneInfo, now: datetime | None = None
) -> list[CarryOverView]:
    """Every unanswered carry-over of the week that begins on `monday`, in the order it was planned.

    Work is carried over when it is open, the last day it was meant for (its last block, or the day it was planned
    for) lies before `monday`, and it was not answered since that day.

    Args:
        now: at a weekend `monday` lies ahead; time that is still to come isn't left over then.
    """
    until = _until(monday, zone, now)
    return [view for view in _views(session, until, monday, zone) if _is_unanswered(view)]


def carried_over_ids(
    session: Session, monday: date, zone: ZoneInfo, now: datetime | None = None
) -> frozenset[str]:
    """The ids alone: such work waits in the carry-over bar, not in To place."""
    return frozenset(view.work_item_id for view in carried_over(session, monday, zone, now))


def is_carried_over(
    session: Session, work_item_id: str, monday: date, zone: ZoneInfo, now: datetime | None = None
) -> bool:
    """Whether one piece of work is an unanswered carry-over."""
    found = _views(session, _until(monday, zone, now), monday, zone, _ITEM.id == work_item_id)
    return any(_is_unanswered(view) for view in found)


def answer(item: WorkItem, today: date) -> None:
    """Note on a carry-over that it goes on: it counts as carried once more, and is not asked about again."""
    item.carries += 1
    item.carried_on = today


def answer_if_carried(
    session: Session,
    item: WorkItem,
    monday: date,
    today: date,
    zone: ZoneInfo,
    now: datetime | None = None,
) -> bool:
    """Within another service's writing, before new time is given to work: a carry-over is answered by that."""
    if not is_carried_over(session, item.id, monday, zone, now):
        return False
    answer(item, today)
    return True


def _is_unanswered(view: CarryOverView) -> bool:
    return view.answered_on is None or view.was_on >= view.answered_on


def _until(monday: date, zone: ZoneInfo, now: datetime | None) -> datetime:
    start = datetime.combine(monday, time(), zone)
    return start if now is None else min(start, now)


def _views(
    session: Session, until: datetime, monday: date, zone: ZoneInfo, *where: ColumnElement[bool]
) -> Iterable[CarryOverView]:
    """Open work of which all time lies before an instant, by that time."""
    day = until.astimezone(zone).date()
    query = (
        select(
            _ITEM.id,
            _ITEM.title,
            _ITEM.client_id,
            _ITEM.estimate_minutes,
            _ITEM.planned_on,
            _ITEM.carries,
            _ITEM.carried_on,
            _ITEM.position,
            _CLIENT.name,
            _CLIENT.colour,
            _BLOCK.starts_at,
            _BLOCK.ends_at,
        )
        .outerjoin_from(_ITEM.id.table, _CLIENT.id.table, _CLIENT.id == _ITEM.client_id)
        .outerjoin(_BLOCK.id.table, and_(_BLOCK.work_item_id == _ITEM.id, ~_of_done_step()))
        .where(
            _ITEM.done_at.is_(None),
            _ITEM.dropped_at.is_(None),
            _CLIENT.archived_at.is_(None),
            or_(_ITEM.planned_on.is_(None), _ITEM.planned_on < day),
            or_(_ITEM.planned_on.is_not(None), _BLOCK.id.is_not(None)),
            or_(_ITEM.not_before.is_(None), _ITEM.not_before <= monday + timedelta(days=6)),
            ~exists()
            .where(_BLOCK.work_item_id == _ITEM.id, _BLOCK.ends_at > until)
            .correlate(_ITEM.id.table),
            *where,
        )
        .order_by(_ITEM.position, _ITEM.id)
    )
    last: dict[str, tuple[datetime, CarryOverView]] = {}
    for row in session.execute(query):
        meant = _meant_for(row, zone)
        if row.id not in last or meant > last[row.id][0]:
            last[row.id] = (meant, _view(row, meant))
    return [view for _, view in sorted(last.values(), key=lambda found: found[0])]


def _of_done_step() -> ColumnElement[bool]:
    """A block for a step that is done has done its work, whatever else of the item is open."""
    return exists().where(_STEP.id == _BLOCK.step_id, _STEP.done_at.is_not(None)).correlate(_BLOCK.id.table)


def _meant_for(row: Any, zone: ZoneInfo) -> datetime:
    """The local time work was last meant for; a day without a time comes after that day's blocks."""
    if row.ends_at is None:
        return _whole(row.planned_on, zone)
    ended = (row.ends_at - _MOMENT).astimezone(zone)
    if row.planned_on is not None and row.planned_on > ended.date():
        return _whole(row.planned_on, zone)
    started: datetime = row.starts_at.astimezone(zone)
    return started if started.date() == ended.date() else datetime.combine(ended.date(), time(), zone)


def _whole(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.max, zone)


def _view(row: Any, meant: datetime) -> CarryOverView:
    has_time = meant.time() != time.max
    return CarryOverView(
        work_item_id=row.id,
        title=row.title,
        client_id=row.client_id,
        client_name=row.name or "",
        client_colour=row.colour,
        estimate_minutes=row.estimate_minutes,
        was_on=meant.date(),
        was_minute=meant.hour * 60 + meant.minute if has_time else None,
        times=row.carries + 1,
        answered_on=row.carried_on,
    )
