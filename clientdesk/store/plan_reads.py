"""Open work and what has a time from now on: plain portable SQL, for the first paint and the services alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from clientdesk.models.remaining import ItemFacts, StepFacts, item_remaining
from clientdesk.store.first_reads import Fetch, day_of, instant_of, stored

DAY_MINUTES = 1440
LONGEST_EVENT = timedelta(days=400)
"""A foreign event that began longer ago than this is taken to be over."""


class OpenItem(NamedTuple):
    """A work item neither done nor dropped."""

    item_id: str
    milestone_id: str | None
    client_id: str | None
    planned_on: date | None
    facts: ItemFacts

    @property
    def remaining_minutes(self) -> int | None:
        return item_remaining(self.facts.estimate_minutes, self.facts.worked_minutes, self.facts.steps)


_CLOCK = {f"{minute // 60:02d}:{minute % 60:02d}": minute for minute in range(DAY_MINUTES)}
_UNKNOWN = -1


@lru_cache(maxsize=4_096)
def _utc_day(day: str) -> int:
    return date.fromisoformat(day).toordinal() * DAY_MINUTES


def utc_minutes(at: str) -> int:
    """Whole minutes of a stored instant, counted from a fixed day."""
    return _utc_day(at[:10]) + _CLOCK[at[11:16]]


class LocalMinutes:
    """The wall clock of stored instants, in minutes since day 0: each UTC day is worked out once."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._days: dict[str, int | None] = {}

    def of(self, at: str) -> int:
        """``date.toordinal() * 1440 + minute of the day`` on the wall clock."""
        start = self._days.get(at[:10], _UNKNOWN)
        if start == _UNKNOWN:
            start = self._day_of(at[:10])
        if start is None:
            local = instant_of(at).astimezone(self._zone)
            return local.toordinal() * DAY_MINUTES + local.hour * 60 + local.minute
        return start + _CLOCK[at[11:16]]

    def _day_of(self, day: str) -> int | None:
        """Where a UTC day begins on the wall clock; None where the clock changes within it."""
        start = instant_of(day).astimezone(self._zone).utcoffset()
        end = (instant_of(day) + timedelta(days=1)).astimezone(self._zone).utcoffset()
        found = None
        if start == end and start is not None and not start.total_seconds() % 60:
            found = _utc_day(day) + int(start.total_seconds()) // 60
        self._days[day] = found
        return found


@lru_cache(maxsize=4)
def local_minutes(zone: ZoneInfo) -> LocalMinutes:
    """The wall clock of a zone, shared."""
    return LocalMinutes(zone)


# CROSS JOIN: from the few rows of open work to what hangs on them, never the other way round.
_OPEN = (
    "w.done_at IS NULL AND w.dropped_at IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM client a WHERE a.id = w.client_id AND a.archived_at IS NOT NULL)"
)
_ITEMS = f"SELECT w.id, w.milestone_id, w.client_id, w.planned_on, w.estimate_minutes FROM work_item w WHERE {_OPEN}"  # noqa: S608
_STEPS = (
    "SELECT s.work_item_id, s.estimate_minutes, s.done_at IS NOT NULL FROM work_item w"  # noqa: S608
    f" CROSS JOIN work_step s WHERE s.work_item_id = w.id AND {_OPEN}"
)
_WORKED = (
    "SELECT t.work_item_id, t.starts_at, t.ends_at FROM work_item w"  # noqa: S608
    f" CROSS JOIN time_entry t WHERE t.work_item_id = w.id AND {_OPEN}"
)


def open_items(fetch: Fetch, now: datetime, where: str = "", values: Sequence[Any] = ()) -> list[OpenItem]:
    """Open work items of clients not archived, with their steps and the time worked so far.

    Args:
        where: more conditions on ``w``, each beginning with AND; of our own words only.
    """
    steps: dict[str, list[StepFacts]] = {}
    for item_id, estimate, is_done in fetch(_STEPS + where, values):
        steps.setdefault(item_id, []).append(StepFacts(estimate, bool(is_done)))
    worked = worked_minutes(fetch(_WORKED + where, values), now)
    return [
        OpenItem(
            item_id,
            milestone_id,
            client_id,
            day_of(planned_on),
            ItemFacts(estimate, worked.get(item_id, 0), tuple(steps.get(item_id, ()))),
        )
        for item_id, milestone_id, client_id, planned_on, estimate in fetch(_ITEMS + where, values)
    ]


def worked_minutes(rows: Sequence[Any], now: datetime) -> dict[str, int]:
    """Minutes by key of rows (key, start, end); a timer that runs counts up to now."""
    until = stored(now)
    found: dict[str, int] = {}
    for key, start, end in rows:
        minutes = max(utc_minutes(end or until) - utc_minutes(start), 0)
        found[key] = found.get(key, 0) + minutes
    return found


_BLOCKS = (
    "SELECT b.starts_at, b.ends_at, b.kind, b.work_item_id, coalesce(w.client_id, b.client_id) FROM block b"
    " LEFT JOIN work_item w ON w.id = b.work_item_id LEFT JOIN work_step s ON s.id = b.step_id"
    " WHERE b.starts_at < ? AND b.starts_at >= ? AND b.ends_at > ?"
    " AND w.done_at IS NULL AND w.dropped_at IS NULL AND s.done_at IS NULL ORDER BY b.starts_at, b.id"
)
_MEETINGS = (
    "SELECT t.at, t.duration_minutes FROM touchpoint t JOIN client c ON c.id = t.client_id"
    " WHERE t.state = 'planned' AND t.at >= ? AND t.at < ? AND t.kind IN ('call', 'video', 'meeting')"
    " AND c.archived_at IS NULL"
)
_EVENTS = (
    "SELECT e.starts_at, e.ends_at, e.starts_on, e.ends_on FROM calendar_event e"
    " JOIN calendar k ON k.id = e.calendar_id WHERE e.starts_at < ? AND e.starts_at >= ? AND e.ends_at > ?"
    " AND e.is_busy AND k.is_on AND k.is_busy"
)


def blocks_from(fetch: Fetch, start: datetime, end: datetime) -> list[Any]:
    """Blocks that touch a stretch of time, by start: (start, end, kind, work item, client); of open work only."""
    return fetch(_BLOCKS, (stored(end), stored(start - timedelta(days=1)), stored(start)))


def meetings_from(fetch: Fetch, start: datetime, end: datetime) -> list[Any]:
    """Booked calls and meetings that may touch a stretch of time: (start, minutes or None)."""
    return fetch(_MEETINGS, (stored(start - timedelta(days=1)), stored(end)))


def events_from(fetch: Fetch, start: datetime, end: datetime) -> list[Any]:
    """Busy events of foreign calendars that are on and count: (start, end, first day, last day or None)."""
    return fetch(_EVENTS, (stored(end), stored(start - LONGEST_EVENT), stored(start)))


class PromiseRow(NamedTuple):
    """An open milestone of an active client, with what the lists show beside it."""

    milestone_id: str
    engagement_id: str
    client_id: str
    client: str
    colour: int
    title: str
    expected_on: date | None
    planned_on: date | None
    agreed_on: date | None
    told_on: date | None
    estimate_minutes: int | None = None
    has_work: bool = False


_PROMISE_COLUMNS = (
    "SELECT m.id, m.engagement_id, e.client_id, c.name, c.colour, m.title, m.expected_on, m.planned_on, m.agreed_on,"
    " m.told_on, m.estimate_minutes, {has_work} FROM milestone m JOIN engagement e ON e.id = m.engagement_id"
    " JOIN client c ON c.id = e.client_id WHERE m.actual_on IS NULL AND c.archived_at IS NULL"
)
_HAS_WORK = "EXISTS (SELECT 1 FROM work_item w WHERE w.milestone_id = m.id AND w.dropped_at IS NULL)"
_ESTIMATED = _PROMISE_COLUMNS.format(has_work=_HAS_WORK) + (
    f" AND (m.estimate_minutes IS NOT NULL OR {_HAS_WORK})"
)
_LATE = _PROMISE_COLUMNS.format(has_work="NULL") + (
    " AND m.expected_on IS NOT NULL AND (m.planned_on > m.expected_on OR m.expected_on < ?)"
)
_WORKED_WHEN_DROPPED = (
    "SELECT w.milestone_id, t.starts_at, t.ends_at FROM milestone m CROSS JOIN work_item w CROSS JOIN time_entry t"
    " WHERE w.milestone_id = m.id AND t.work_item_id = w.id"
    " AND m.actual_on IS NULL AND m.estimate_minutes IS NOT NULL AND w.dropped_at IS NOT NULL"
)


def estimated_milestones(fetch: Fetch) -> list[PromiseRow]:
    """Open milestones that have work items or an estimate of their own, by id."""
    return sorted((_promise(row) for row in fetch(_ESTIMATED, ())), key=attrgetter("milestone_id"))


def late_milestones(fetch: Fetch, today: date) -> list[PromiseRow]:
    """Open milestones planned after expected, or expected before today."""
    return [_promise(row) for row in fetch(_LATE, (today.isoformat(),))]


def worked_when_dropped(fetch: Fetch, now: datetime) -> dict[str, int]:
    """Minutes worked on work that was dropped, by open milestone with an estimate of its own."""
    return worked_minutes(fetch(_WORKED_WHEN_DROPPED, ()), now)


def _promise(row: Any) -> PromiseRow:
    (
        milestone,
        engagement,
        client_id,
        client,
        colour,
        title,
        expected,
        planned,
        agreed,
        told,
        estimate,
        has,
    ) = row
    return PromiseRow(
        milestone,
        engagement,
        client_id,
        client,
        colour,
        title,
        day_of(expected),
        day_of(planned),
        day_of(agreed),
        day_of(told),
        estimate,
        bool(has),
    )
