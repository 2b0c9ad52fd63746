"""What is read of worked time: plain rows in, frozen views out; every reader takes an open session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlmodel import Session

from clientdesk.models.day_clock import midnight
from clientdesk.models.enums import BlockKind
from clientdesk.models.tables import Block, Client, TimeEntry, WorkItem, WorkStep
from clientdesk.models.tables.time_entry import LONGEST_ENTRY_HOURS
from clientdesk.models.views.time import OnNowView, TimeEntryView, TimerView
from clientdesk.services.rows import table_of

_ENTRY = table_of(TimeEntry).c
_ITEM = table_of(WorkItem).c
_BLOCK = table_of(Block).c
_STEP = table_of(WorkStep).c
_CLIENT = table_of(Client).c
LONGEST = timedelta(hours=LONGEST_ENTRY_HOURS)

_TITLE = func.coalesce(
    func.nullif(_ENTRY.note, ""), func.nullif(_BLOCK.title, ""), _STEP.title, _ITEM.title, ""
).label("title")


def bounds(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants between which the local days from `first` to `last` (included) lie."""
    return midnight(first, zone), midnight(last + timedelta(days=1), zone)


def listing() -> Select[Any]:
    """Entries with what names them."""
    return (
        select(
            _ENTRY.id,
            _ENTRY.client_id,
            _ENTRY.engagement_id,
            _ENTRY.work_item_id,
            _ENTRY.block_id,
            _ENTRY.source,
            _ENTRY.starts_at,
            _ENTRY.ends_at,
            _ENTRY.note,
            _TITLE,
            _CLIENT.name,
            _CLIENT.colour,
            _BLOCK.ends_at.label("planned_until"),
        )
        .outerjoin_from(_ENTRY.id.table, _ITEM.id.table, _ITEM.id == _ENTRY.work_item_id)
        .outerjoin(_BLOCK.id.table, _BLOCK.id == _ENTRY.block_id)
        .outerjoin(_STEP.id.table, _STEP.id == _BLOCK.step_id)
        .outerjoin(_CLIENT.id.table, _CLIENT.id == _ENTRY.client_id)
    )


def touching(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    """Entries that share time with a stretch; one that runs does from its start on."""
    return (
        _ENTRY.starts_at < until,
        or_(_ENTRY.ends_at > since, _ENTRY.ends_at.is_(None)),
        or_(_ENTRY.starts_at > since - LONGEST, _ENTRY.ends_at.is_(None)),
    )


def views(session: Session, now: datetime, *where: ColumnElement[bool]) -> list[TimeEntryView]:
    """Entries that fulfil the conditions, by their start."""
    rows = session.execute(listing().where(*where).order_by(_ENTRY.starts_at, _ENTRY.id))
    return [_view(row, now) for row in rows]


def view_of(session: Session, entry_id: str, now: datetime) -> TimeEntryView | None:
    found = views(session, now, _ENTRY.id == entry_id)
    return found[0] if found else None


def overlapping(
    session: Session, since: datetime, until: datetime, now: datetime, but: str | None = None
) -> list[TimeEntryView]:
    """Other entries that count some of the same time."""
    found = views(session, now, *touching(since, until))
    return [entry for entry in found if entry.entry_id != but]


def running(session: Session, zone: ZoneInfo, today: date) -> TimerView | None:
    """The timer, if one runs."""
    query = listing().where(_ENTRY.ends_at.is_(None)).order_by(_ENTRY.starts_at.desc(), _ENTRY.id).limit(1)
    row = session.execute(query).first()
    if row is None:
        return None
    return TimerView(
        entry_id=row.id,
        title=row.title,
        client_id=row.client_id,
        client=row.name or "",
        colour=row.colour or 0,
        work_item_id=row.work_item_id,
        block_id=row.block_id,
        starts_at=row.starts_at,
        planned_until=row.planned_until,
        began_today=row.starts_at.astimezone(zone).date() == today,
    )


def on_now(session: Session, now: datetime) -> OnNowView | None:
    """The open work block that is on, the one that began last."""
    client_id = func.coalesce(_ITEM.client_id, _BLOCK.client_id)
    title = func.coalesce(func.nullif(_BLOCK.title, ""), _STEP.title, _ITEM.title, "")
    query = (
        select(_BLOCK.id, title.label("title"), _CLIENT.name)
        .outerjoin_from(_BLOCK.id.table, _ITEM.id.table, _ITEM.id == _BLOCK.work_item_id)
        .outerjoin(_STEP.id.table, _STEP.id == _BLOCK.step_id)
        .outerjoin(_CLIENT.id.table, _CLIENT.id == client_id)
        .where(
            _BLOCK.kind == BlockKind.WORK,
            _BLOCK.starts_at <= now,
            _BLOCK.starts_at > now - LONGEST,
            _BLOCK.ends_at > now,
            _ITEM.done_at.is_(None),
            _STEP.done_at.is_(None),
        )
        .order_by(_BLOCK.starts_at.desc(), _BLOCK.id)
        .limit(1)
    )
    row = session.execute(query).first()
    if row is None:
        return None
    return OnNowView(row.id, " · ".join(part for part in (row.name, row.title) if part))


def spans(
    session: Session, since: datetime, until: datetime, now: datetime, *where: ColumnElement[bool]
) -> Sequence[tuple[Any, datetime, datetime]]:
    """(row, start, end) of what was worked within a stretch, cut to it; a timer that runs counts up to now."""
    query = select(
        _ENTRY.client_id, _ENTRY.engagement_id, _ENTRY.work_item_id, _ENTRY.starts_at, _ENTRY.ends_at
    ).where(*touching(since, until), *where)
    found = []
    for row in session.execute(query):
        start, end = max(row.starts_at, since), min(row.ends_at or now, until)
        if end > start:
            found.append((row, start.astimezone(UTC), end.astimezone(UTC)))
    return found


def whole_minutes(start: datetime, end: datetime) -> int:
    """Minutes between two instants, the seconds of both left out, as they are shown."""
    return max(round((_to_minute(end) - _to_minute(start)).total_seconds() / 60), 0)


def _to_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _view(row: Any, now: datetime) -> TimeEntryView:
    return TimeEntryView(
        entry_id=row.id,
        title=row.title,
        client_id=row.client_id,
        client=row.name or "",
        colour=row.colour or 0,
        engagement_id=row.engagement_id,
        work_item_id=row.work_item_id,
        block_id=row.block_id,
        source=row.source,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        minutes=whole_minutes(row.starts_at, row.ends_at or now),
        note=row.note,
    )
