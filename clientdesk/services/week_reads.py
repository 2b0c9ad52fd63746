"""What the week reads: plain rows in, frozen views out; every reader takes an open session."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlmodel import Session

from clientdesk.models.calendar import WorkCalendar
from clientdesk.models.day_clock import midnight
from clientdesk.models.enums import BlockKind, TouchKind, TouchState
from clientdesk.models.errors import NotFound
from clientdesk.models.likely import gap_days
from clientdesk.models.tables import (
    Block,
    Calendar,
    CalendarEvent,
    Client,
    Engagement,
    TimeEntry,
    Touchpoint,
    WorkItem,
    WorkStep,
)
from clientdesk.models.tables.block import LONGEST_BLOCK_HOURS
from clientdesk.models.views.week import (
    AllDayView,
    BlockDetails,
    BlockSource,
    DayItemView,
    RiskView,
    WorkItemView,
)
from clientdesk.services.likely_dates import make_forecast, promises_at_risk
from clientdesk.services.rows import table_of
from clientdesk.services.week_days import Entry, Untimed
from clientdesk.store.first_reads import fetch_of

_CLIENT = table_of(Client).c
_BLOCK = table_of(Block).c
_ITEM = table_of(WorkItem).c
_TOUCH = table_of(Touchpoint).c
_ENGAGEMENT = table_of(Engagement).c
_STEP = table_of(WorkStep).c
_CALENDAR = table_of(Calendar).c
_EVENT = table_of(CalendarEvent).c
_WORKED = table_of(TimeEntry).c
_LONGEST = timedelta(hours=LONGEST_BLOCK_HOURS)
LONGEST_TIMED_EVENT = timedelta(days=31, hours=1)
"""Reading a foreign calendar turns longer events into whole days."""
_WITH_TIME = (TouchKind.CALL, TouchKind.VIDEO, TouchKind.MEETING)

Bounds = tuple[datetime, datetime]


def entries(session: Session, since: datetime, until: datetime, meeting_minutes: int) -> list[Entry]:
    """Blocks, calls and meetings with clients, and foreign events with a time, that touch a stretch of time."""
    found = _blocks(session, since, until) + _meetings(session, since, until, meeting_minutes)
    found += events(session, since, until)
    return sorted(found, key=lambda entry: (entry.starts_at, entry.entry_id))


def _blocks(session: Session, since: datetime, until: datetime) -> list[Entry]:
    client_id = func.coalesce(_ITEM.client_id, _BLOCK.client_id)
    query = (
        select(
            _BLOCK.id,
            _BLOCK.kind,
            _BLOCK.title,
            _BLOCK.work_item_id,
            _BLOCK.starts_at,
            _BLOCK.ends_at,
            _ITEM.title.label("item"),
            _STEP.title.label("step"),
            func.coalesce(_STEP.done_at, _ITEM.done_at).label("done_at"),
            client_id.label("client_id"),
            _CLIENT.name,
            _CLIENT.colour,
            _WORKED.ends_at.is_not(None).label("is_confirmed"),
        )
        .outerjoin_from(_BLOCK.id.table, _ITEM.id.table, _BLOCK.work_item_id == _ITEM.id)
        .outerjoin(_STEP.id.table, _BLOCK.step_id == _STEP.id)
        .outerjoin(_CLIENT.id.table, _CLIENT.id == client_id)
        .outerjoin(_WORKED.id.table, _WORKED.block_id == _BLOCK.id)
        .where(_BLOCK.starts_at < until, _BLOCK.starts_at > since - _LONGEST, _BLOCK.ends_at > since)
        .order_by(_BLOCK.starts_at)
    )
    return [
        Entry(
            entry_id=row.id,
            source=BlockSource.BLOCK,
            kind=row.kind,
            title=row.title or _named(row.item, row.step),
            client_id=row.client_id,
            client_name=row.name or "",
            client_colour=row.colour,
            work_item_id=row.work_item_id,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            is_done=row.done_at is not None,
            is_confirmed=row.is_confirmed,
        )
        for row in session.execute(query)
    ]


def _named(item: str | None, step: str | None) -> str:
    """What names a block: the work, with the step of it that is meant."""
    return ": ".join(part for part in (item, step) if part)


def _meetings(session: Session, since: datetime, until: datetime, meeting_minutes: int) -> list[Entry]:
    """Planned calls and meetings, and held ones that say how long they took."""
    counts = or_(
        _TOUCH.state == TouchState.PLANNED,
        and_(_TOUCH.state == TouchState.HELD, _TOUCH.duration_minutes > 0),
    )
    query = (
        select(
            _TOUCH.id,
            _TOUCH.kind,
            _TOUCH.state,
            _TOUCH.at,
            _TOUCH.duration_minutes,
            _TOUCH.client_id,
            _CLIENT.name,
            _CLIENT.colour,
        )
        .join(_CLIENT.id.table, _CLIENT.id == _TOUCH.client_id)
        .where(
            _TOUCH.state.in_((TouchState.PLANNED, TouchState.HELD)),
            _TOUCH.at < until,
            _TOUCH.at > since - _LONGEST,
            _TOUCH.kind.in_(_WITH_TIME),
            counts,
            _CLIENT.archived_at.is_(None),
        )
        .order_by(_TOUCH.at)
    )
    return [
        entry for row in session.execute(query) if (entry := _meeting(row, meeting_minutes)).ends_at > since
    ]


def _meeting(row: Any, meeting_minutes: int) -> Entry:
    minutes = row.duration_minutes or meeting_minutes
    return Entry(
        entry_id=row.id,
        source=BlockSource.TOUCHPOINT,
        kind=BlockKind.MEETING,
        title=row.kind.value,
        client_id=row.client_id,
        client_name=row.name,
        client_colour=row.colour,
        work_item_id=None,
        starts_at=row.at,
        ends_at=row.at + timedelta(minutes=minutes),
        is_done=row.state is TouchState.HELD,
    )


def events(session: Session, since: datetime, until: datetime) -> list[Entry]:
    """Events of foreign calendars that are on and have a time; whole days are in `all_day`."""
    query = (
        select(
            _EVENT.id,
            _EVENT.title,
            _EVENT.starts_at,
            _EVENT.ends_at,
            _EVENT.is_busy,
            _EVENT.client_id,
            _CALENDAR.name.label("calendar"),
            _CALENDAR.is_busy.label("calendar_is_busy"),
            _CLIENT.name,
            _CLIENT.colour,
        )
        .join_from(_EVENT.id.table, _CALENDAR.id.table, _CALENDAR.id == _EVENT.calendar_id)
        .outerjoin(_CLIENT.id.table, _CLIENT.id == _EVENT.client_id)
        .where(
            _EVENT.starts_at < until,
            _EVENT.starts_at > since - LONGEST_TIMED_EVENT,
            or_(_EVENT.ends_at > since, and_(_EVENT.ends_at == since, _EVENT.starts_at == since)),
            _EVENT.is_all_day.is_(False),
            _CALENDAR.is_on.is_(True),
        )
        .order_by(_EVENT.starts_at)
    )
    return [
        Entry(
            entry_id=row.id,
            source=BlockSource.CALENDAR,
            kind=BlockKind.MEETING,
            title=row.title,
            client_id=row.client_id,
            client_name=row.name or "",
            client_colour=row.colour,
            work_item_id=None,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            is_done=False,
            calendar=row.calendar,
            is_busy=row.is_busy and row.calendar_is_busy,
        )
        for row in session.execute(query)
    ]


def untimed(session: Session, first: date, count: int, zone: ZoneInfo) -> Untimed:
    """What belongs to the days from `first` on and has no time."""
    last = first + timedelta(days=count - 1)
    return Untimed(day_items(session, first, last, zone), all_day(session, first, last))


def day_items(session: Session, first: date, last: date, zone: ZoneInfo) -> dict[date, list[DayItemView]]:
    """Work meant for a day that no block of that week or later holds; done work on the day it was done."""
    query = (
        select(
            _ITEM.id,
            _ITEM.title,
            _ITEM.client_id,
            _ITEM.estimate_minutes,
            _ITEM.planned_on,
            _ITEM.done_at,
            _CLIENT.name,
            _CLIENT.colour,
        )
        .outerjoin_from(_ITEM.id.table, _CLIENT.id.table, _CLIENT.id == _ITEM.client_id)
        .where(
            _ITEM.planned_on >= first,
            _ITEM.planned_on <= last,
            _ITEM.dropped_at.is_(None),
            ~exists().where(_BLOCK.work_item_id == _ITEM.id, _BLOCK.ends_at > midnight(first, zone)),
            _CLIENT.archived_at.is_(None),
        )
        .order_by(_ITEM.planned_on, _ITEM.position, _ITEM.id)
    )
    found: dict[date, list[DayItemView]] = {}
    for row in session.execute(query):
        is_done = row.done_at is not None
        if is_done and row.done_at.astimezone(zone).date() != row.planned_on:
            continue
        found.setdefault(row.planned_on, []).append(
            DayItemView(
                work_item_id=row.id,
                title=row.title,
                client_id=row.client_id,
                client_name=row.name or "",
                client_colour=row.colour,
                estimate_minutes=row.estimate_minutes,
                is_done=is_done,
            )
        )
    return found


def all_day(session: Session, first: date, last: date) -> dict[date, list[AllDayView]]:
    """Events of foreign calendars that fill whole days, for each day they fill."""
    query = (
        select(
            _EVENT.id,
            _EVENT.title,
            _EVENT.starts_on,
            _EVENT.ends_on,
            _EVENT.is_busy,
            _EVENT.client_id,
            _CALENDAR.name.label("calendar"),
            _CALENDAR.is_busy.label("calendar_is_busy"),
            _CLIENT.name,
            _CLIENT.colour,
        )
        .join_from(_EVENT.id.table, _CALENDAR.id.table, _CALENDAR.id == _EVENT.calendar_id)
        .outerjoin(_CLIENT.id.table, _CLIENT.id == _EVENT.client_id)
        .where(
            _EVENT.is_all_day.is_(True),
            _EVENT.starts_on <= last,
            _EVENT.ends_on >= first,
            _CALENDAR.is_on.is_(True),
        )
        .order_by(_EVENT.starts_on, _EVENT.id)
    )
    found: dict[date, list[AllDayView]] = {}
    for row in session.execute(query):
        event = AllDayView(
            event_id=row.id,
            title=row.title,
            calendar=row.calendar,
            client_id=row.client_id,
            client_name=row.name or "",
            client_colour=row.colour,
            is_busy=row.is_busy and row.calendar_is_busy,
        )
        day, until = max(row.starts_on, first), min(row.ends_on, last)
        while day <= until:
            found.setdefault(day, []).append(event)
            day += timedelta(days=1)
    return found


_ITEM_COLUMNS = (
    _ITEM.id,
    _ITEM.title,
    _ITEM.client_id,
    _ITEM.engagement_id,
    _ITEM.milestone_id,
    _ITEM.estimate_minutes,
    _ITEM.due_on,
    _ITEM.notes,
    _ITEM.done_at,
    _CLIENT.name,
    _CLIENT.colour,
)


def work_item(session: Session, work_item_id: str) -> WorkItemView:
    """One work item.

    Raises:
        NotFound.
    """
    found = _items(session, _ITEM.id == work_item_id)
    if not found:
        raise NotFound("work_item", work_item_id)
    return found[0]


def _items(session: Session, *where: ColumnElement[bool]) -> list[WorkItemView]:
    query = (
        select(*_ITEM_COLUMNS)
        .outerjoin_from(_ITEM.id.table, _CLIENT.id.table, _CLIENT.id == _ITEM.client_id)
        .where(*where)
        .order_by(_ITEM.due_on.is_(None), _ITEM.due_on, _ITEM.position, _ITEM.id)
    )
    return [
        WorkItemView(
            work_item_id=row.id,
            title=row.title,
            client_id=row.client_id,
            client_name=row.name or "",
            client_colour=row.colour,
            engagement_id=row.engagement_id,
            milestone_id=row.milestone_id,
            estimate_minutes=row.estimate_minutes,
            due_on=row.due_on,
            notes=row.notes,
            is_done=row.done_at is not None,
        )
        for row in session.execute(query)
    ]


def block(session: Session, block_id: str, zone: ZoneInfo) -> BlockDetails:
    """One block of one's own, times as the practice's wall clock shows them.

    Raises:
        NotFound.
    """
    query = (
        select(
            _BLOCK.title,
            _BLOCK.kind,
            _BLOCK.client_id,
            _BLOCK.work_item_id,
            _BLOCK.starts_at,
            _BLOCK.ends_at,
            _CLIENT.name,
        )
        .outerjoin_from(_BLOCK.id.table, _CLIENT.id.table, _CLIENT.id == _BLOCK.client_id)
        .where(_BLOCK.id == block_id)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("block", block_id)
    item = work_item(session, row.work_item_id) if row.work_item_id else None
    return BlockDetails(
        block_id=block_id,
        title=row.title or (item.title if item else ""),
        kind=row.kind,
        client_id=item.client_id if item else row.client_id,
        client_name=item.client_name if item else (row.name or ""),
        starts_local=row.starts_at.astimezone(zone),
        ends_local=row.ends_at.astimezone(zone),
        item=item,
    )


def at_risk(session: Session, now: datetime, zone: ZoneInfo, calendar: WorkCalendar) -> list[RiskView]:
    """Open milestones of clients not archived, at risk now; the largest gap first."""
    fetch = fetch_of(session)
    forecast = make_forecast(fetch, now, zone, calendar)
    found = []
    for row in promises_at_risk(fetch, forecast):
        likely = forecast.of(row.milestone_id)
        assert row.expected_on is not None  # noqa: S101 (nothing is at risk without it)
        gap = gap_days(row.expected_on, row.planned_on, None, likely)
        found.append(RiskView(row.milestone_id, row.expected_on, row.planned_on, gap, likely.likely_on))
    return sorted(found, key=lambda risk: (-(risk.gap_days or 0), risk.expected_on, risk.milestone_id))
