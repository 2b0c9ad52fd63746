"""Hours of each client in a week: promised by its engagements, planned on the grid, worked; and a retainer's month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlmodel import Session

from clientdesk.models.enums import BlockKind, EngagementKind
from clientdesk.models.tables import Block, Client, Engagement, TimeEntry
from clientdesk.models.tables.block import LONGEST_BLOCK_HOURS
from clientdesk.services.rows import table_of
from clientdesk.services.week_days import bounds_of

_CLIENT = table_of(Client).c
_BLOCK = table_of(Block).c
_ENGAGEMENT = table_of(Engagement).c
_ENTRY = table_of(TimeEntry).c
_LONGEST = timedelta(hours=LONGEST_BLOCK_HOURS)


@dataclass(slots=True)
class ClientHours:
    """Minutes of one client; see `ToPlaceGroup`."""

    name: str = ""
    colour: int | None = None
    promised: int | None = None
    planned: int = 0
    done: int = 0
    unplanned: int = 0
    month: int | None = None
    month_done: int = 0


def client_hours(
    session: Session, first: date, today: date, now: datetime, zone: ZoneInfo
) -> dict[str, ClientHours]:
    """By client, for the week from `first`; the month is that of the week, of this week that of today."""
    hours: dict[str, ClientHours] = {}
    shown = bounds_of(first, 7, zone)
    in_month = today if first <= today < first + timedelta(days=7) else first
    begins = in_month.replace(day=1)
    ends = (begins + timedelta(days=32)).replace(day=1)
    _read_promised(session, hours, first, (begins, ends))
    _read_planned(session, hours, shown)
    month = (datetime.combine(begins, time(), zone), datetime.combine(ends, time(), zone))
    _read_done(session, hours, shown, month, now)
    return hours


def _read_promised(
    session: Session, hours: dict[str, ClientHours], first: date, month: tuple[date, date]
) -> None:
    query = (
        select(
            _ENGAGEMENT.client_id,
            _ENGAGEMENT.kind,
            _ENGAGEMENT.minutes_a_week,
            _ENGAGEMENT.minutes_a_month,
            _ENGAGEMENT.starts_on,
            _ENGAGEMENT.ends_on,
            _CLIENT.name,
            _CLIENT.colour,
        )
        .join(_CLIENT.id.table, _CLIENT.id == _ENGAGEMENT.client_id)
        .where(
            _CLIENT.archived_at.is_(None),
            _ENGAGEMENT.starts_on < max(first + timedelta(days=7), month[1]),
            or_(_ENGAGEMENT.ends_on.is_(None), _ENGAGEMENT.ends_on >= min(first, month[0])),
        )
    )
    for row in session.execute(query):
        of = hours.setdefault(row.client_id, ClientHours())
        of.name, of.colour = row.name, row.colour
        ends = row.ends_on or date.max
        if row.minutes_a_week is not None and row.starts_on <= first + timedelta(days=6) and ends >= first:
            of.promised = (of.promised or 0) + row.minutes_a_week
        is_retainer = row.kind is EngagementKind.RETAINER and row.minutes_a_month is not None
        if is_retainer and row.starts_on < month[1] and ends >= month[0]:
            of.month = (of.month or 0) + row.minutes_a_month


def _read_planned(session: Session, hours: dict[str, ClientHours], shown: tuple[datetime, datetime]) -> None:
    query = select(_BLOCK.client_id, _BLOCK.starts_at, _BLOCK.ends_at).where(
        _BLOCK.client_id.is_not(None),
        _BLOCK.kind == BlockKind.WORK,
        _BLOCK.starts_at < shown[1],
        _BLOCK.starts_at > shown[0] - _LONGEST,
        _BLOCK.ends_at > shown[0],
    )
    for client_id, starts_at, ends_at in session.execute(query):
        of = hours.setdefault(client_id, ClientHours())
        of.planned += _inside(starts_at, ends_at, shown)


def _read_done(
    session: Session,
    hours: dict[str, ClientHours],
    shown: tuple[datetime, datetime],
    month: tuple[datetime, datetime],
    now: datetime,
) -> None:
    """A running timer counts up to now."""
    query = select(_ENTRY.client_id, _ENTRY.block_id, _ENTRY.starts_at, _ENTRY.ends_at).where(
        _ENTRY.client_id.is_not(None),
        _ENTRY.starts_at < max(shown[1], month[1]),
        _ENTRY.starts_at > min(shown[0], month[0]) - _LONGEST,
    )
    for row in session.execute(query):
        of = hours.setdefault(row.client_id, ClientHours())
        ended = row.ends_at or now
        worked = _inside(row.starts_at, ended, shown)
        of.done += worked
        of.unplanned += worked if row.block_id is None else 0
        of.month_done += _inside(row.starts_at, ended, month)


def _inside(starts_at: datetime, ends_at: datetime, bounds: tuple[datetime, datetime]) -> int:
    inside = min(ends_at, bounds[1]) - max(starts_at, bounds[0])
    return max(round(inside.total_seconds() / 60), 0)
