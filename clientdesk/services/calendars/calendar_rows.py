"""Rows of foreign calendars: plain reads, and the few writes of the calendar itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import distinct, func, select
from sqlmodel import Session, col

from clientdesk.models.errors import NotFound
from clientdesk.models.tables import Calendar, CalendarEvent, CalendarFields, Client
from clientdesk.models.views.calendars import EventView
from clientdesk.services.rows import table_of
from clientdesk.services.validation import apply, changed, validated
from clientdesk.store.unit_of_work import fetch

_CALENDAR = table_of(Calendar).c
_EVENT = table_of(CalendarEvent).c
_CLIENT = table_of(Client).c
_FIELDS = frozenset(CalendarFields.model_fields)


def with_counts(session: Session) -> Sequence[Any]:
    """Every calendar with how many different events it has."""
    counts = (
        select(_EVENT.calendar_id, func.count(distinct(_EVENT.uid)).label("events"))
        .group_by(_EVENT.calendar_id)
        .subquery()
    )
    query = (
        select(
            _CALENDAR.id,
            _CALENDAR.name,
            _CALENDAR.source,
            _CALENDAR.place,
            _CALENDAR.is_on,
            _CALENDAR.is_busy,
            func.coalesce(_CALENDAR.read_at, _CALENDAR.created_at).label("read_at"),
            _CALENDAR.tried_at,
            _CALENDAR.problem,
            counts.c.events,
        )
        .outerjoin_from(_CALENDAR.id.table, counts, counts.c.calendar_id == _CALENDAR.id)
        .order_by(_CALENDAR.created_at, _CALENDAR.id)
    )
    return session.execute(query).all()


def all_kept(session: Session) -> list[tuple[Any, ...]]:
    """What refreshing needs of every calendar; the text itself stays in the store."""
    query = select(
        _CALENDAR.id,
        _CALENDAR.source,
        _CALENDAR.place,
        _CALENDAR.is_on,
        _CALENDAR.etag,
        _CALENDAR.last_modified,
        _CALENDAR.tried_at,
        _CALENDAR.read_at,
        _CALENDAR.problem,
        _CALENDAR.expanded_until,
        _CALENDAR.content.is_not(None),
    ).order_by(_CALENDAR.created_at, _CALENDAR.id)
    return [tuple(row) for row in session.execute(query)]


def content_of(session: Session, calendar_id: str) -> bytes | None:
    """The text as last read."""
    found = session.execute(select(_CALENDAR.content).where(_CALENDAR.id == calendar_id)).scalar()
    return None if found is None else bytes(found)


def count_events(session: Session, calendar_id: str) -> int:
    """How many records it has."""
    query = select(func.count()).where(_EVENT.calendar_id == calendar_id)
    return int(session.execute(query).scalar() or 0)


def is_there(session: Session, calendar_id: str) -> bool:
    """Whether it is still kept; it may have been removed while it was read."""
    return session.execute(select(_CALENDAR.id).where(_CALENDAR.id == calendar_id)).first() is not None


def known_as(session: Session, uids: set[str]) -> str:
    """Name of a calendar that already holds at least half of these events."""
    if not uids:
        return ""
    query = select(_EVENT.calendar_id, _EVENT.uid).distinct()
    found = Counter(calendar_id for calendar_id, uid in session.execute(query) if uid in uids)
    for calendar_id, count in found.most_common(1):
        if count * 2 >= len(uids):
            name = session.execute(select(_CALENDAR.name).where(_CALENDAR.id == calendar_id)).scalar()
            return str(name or "")
    return ""


def event(session: Session, event_id: str, zone: ZoneInfo) -> EventView:
    """One event with all that is known of it.

    Raises:
        NotFound.
    """
    query = (
        select(
            _EVENT.id,
            _EVENT.title,
            _EVENT.location,
            _EVENT.starts_at,
            _EVENT.ends_at,
            _EVENT.is_all_day,
            _EVENT.is_busy,
            _EVENT.attendees,
            _EVENT.client_id,
            _CALENDAR.name.label("calendar"),
            _CALENDAR.is_busy.label("calendar_is_busy"),
            _CLIENT.name.label("client"),
        )
        .join_from(_EVENT.id.table, _CALENDAR.id.table, _CALENDAR.id == _EVENT.calendar_id)
        .outerjoin(_CLIENT.id.table, _CLIENT.id == _EVENT.client_id)
        .where(_EVENT.id == event_id)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("calendar_event", event_id)
    end = row.ends_at - timedelta(seconds=1) if row.is_all_day else row.ends_at
    return EventView(
        event_id=row.id,
        title=row.title,
        calendar=row.calendar,
        location=row.location,
        starts_local=row.starts_at.astimezone(zone),
        ends_local=end.astimezone(zone),
        is_all_day=row.is_all_day,
        is_busy=row.is_busy and row.calendar_is_busy,
        attendees=tuple(row.attendees.split("\n")) if row.attendees else (),
        client_id=row.client_id,
        client_name=row.client or "",
    )


def whole_days_fit(session: Session, calendar_id: str, zone: ZoneInfo) -> bool:
    """Whether the kept whole days begin at midnight in that zone: if not, it was laid out for another one."""
    query = (
        select(_EVENT.starts_at, _EVENT.starts_on)
        .where(_EVENT.calendar_id == calendar_id, _EVENT.is_all_day)
        .order_by(_EVENT.starts_at.desc())
        .limit(1)
    )
    row = session.execute(query).first()
    # Compared in UTC: a midnight that the clock skips equals no instant of another zone.
    return row is None or datetime.combine(row.starts_on, time(), zone).astimezone(UTC) == row.starts_at


def add(session: Session, values: Mapping[str, Any], now: datetime, **more: Any) -> str:
    """A new calendar, read well just now; returns its id.

    Raises:
        InvalidInput.
    """
    checked = validated(CalendarFields, dict(values))
    row = Calendar(**checked.model_dump(), created_at=now, read_at=now, tried_at=now, **more)
    session.add(row)
    session.flush()
    return row.id


def change(session: Session, calendar_id: str, changes: Mapping[str, Any]) -> None:
    """Change what a user may change.

    Raises:
        InvalidInput, NotFound.
    """
    row = fetch(session, Calendar, calendar_id)
    fields = {name: value for name, value in changes.items() if name in _FIELDS}
    apply(row, changed(row, CalendarFields, fields), fields)
    note(session, calendar_id, {name: value for name, value in changes.items() if name not in _FIELDS})


def note(session: Session, calendar_id: str, values: Mapping[str, Any]) -> None:
    """Write what reading found out; nothing, if the calendar is gone."""
    row = session.get(Calendar, calendar_id)
    if row is not None:
        for name, value in values.items():
            if getattr(row, name) != value:
                setattr(row, name, value)


def remove(session: Session, calendar_id: str) -> None:
    """Delete a calendar with its events, so that undo brings all of it back.

    Raises:
        NotFound.
    """
    row = fetch(session, Calendar, calendar_id)
    events = session.execute(select(CalendarEvent).where(col(CalendarEvent.calendar_id) == calendar_id))
    for event in events.scalars():
        session.delete(event)
    session.flush()
    session.delete(row)
