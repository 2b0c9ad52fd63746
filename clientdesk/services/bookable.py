"""The days ahead as hours that can be booked, by plain SQL: the first paint and every service count alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from clientdesk.models.bookable import BookableDay, bookable_minutes
from clientdesk.models.calendar import WorkCalendar
from clientdesk.models.enums import BlockKind
from clientdesk.store.first_reads import Fetch, PolicyFacts, default_policies, stored
from clientdesk.store.plan_reads import (
    DAY_MINUTES,
    OpenItem,
    blocks_from,
    events_from,
    local_minutes,
    meetings_from,
    open_items,
    utc_minutes,
)

_SHORTEST = 15
"""Where the clock goes back, an end may read earlier than its start; then a span is drawn this long."""


Fixed = defaultdict[int, list[tuple[int, int]]]


class Placed(NamedTuple):
    """Own open work with a time, from now on: its part on one local day."""

    day: date
    minutes: int
    work_item_id: str | None
    client_id: str | None


@dataclass(frozen=True, slots=True)
class Diary:
    """What has a time from now on.

    Attributes:
        fixed: meetings, private time and busy foreign events by day (its ordinal), in minutes of the wall clock.
        placed: own open work, by start.
    """

    fixed: Fixed
    placed: tuple[Placed, ...]


def read_diary(fetch: Fetch, now: datetime, zone: ZoneInfo, until: date, policies: PolicyFacts) -> Diary:
    """Everything with a time from `now` up to and including the local day `until`."""
    end = datetime.combine(until + timedelta(days=1), time(), zone)
    local, begin = local_minutes(zone), stored(now)
    fixed: Fixed = defaultdict(list)
    placed: list[Placed] = []
    for starts, ends, kind, item_id, client_id in blocks_from(fetch, now, end):
        first, last = local.of(max(starts, begin)), local.of(ends)
        if kind != BlockKind.WORK:
            _fix(fixed, first, max(last, first + _SHORTEST))
        elif first // DAY_MINUTES == (last - 1) // DAY_MINUTES:
            minutes = utc_minutes(ends) - utc_minutes(max(starts, begin))
            placed.append(Placed(date.fromordinal(first // DAY_MINUTES), minutes, item_id, client_id))
        else:
            parts = _over_midnight(max(starts, begin), ends, zone)
            placed += [Placed(day, minutes, item_id, client_id) for day, minutes in parts]
    meeting_minutes = policies.meeting_minutes_on(now.astimezone(zone).date())
    for at, minutes in meetings_from(fetch, now, end):
        first = local.of(at)
        _fix(fixed, first, first + (minutes or meeting_minutes))
    here, last = local.of(begin), (until.toordinal() + 1) * DAY_MINUTES
    for starts, ends, starts_on, ends_on in events_from(fetch, now, end):
        if starts_on is not None and ends_on is not None:
            since = date.fromisoformat(starts_on).toordinal() * DAY_MINUTES
            ahead = (date.fromisoformat(ends_on).toordinal() + 1) * DAY_MINUTES
            _fix(fixed, max(since, here), min(ahead, last))
        elif starts < ends:
            _fix(fixed, max(local.of(starts), here), min(local.of(ends), last))
    return Diary(fixed, tuple(placed))


def days_of(
    diary: Diary,
    untimed: Iterable[OpenItem],
    now: datetime,
    zone: ZoneInfo,
    calendar: WorkCalendar,
    first: date,
    count: int,
    policies: PolicyFacts,
) -> tuple[BookableDay, ...]:
    """The days of a diary.

    Args:
        untimed: open work meant for a day, without a time from now on.
    """
    placed: dict[date, int] = {}
    unknown: dict[date, int] = {}
    for part in diary.placed:
        placed[part.day] = placed.get(part.day, 0) + part.minutes
    for item in untimed:
        if item.planned_on is None:
            continue
        left = item.remaining_minutes
        if left is None:
            unknown[item.planned_on] = unknown.get(item.planned_on, 0) + 1
        else:
            placed[item.planned_on] = placed.get(item.planned_on, 0) + left
    local = now.astimezone(zone)
    today, minute = local.date(), local.hour * 60 + local.minute
    days = []
    for ordinal in range(first.toordinal(), first.toordinal() + count):
        day = date.fromordinal(ordinal)
        hours = calendar.hours_on(day)
        capacity = 0
        if hours and day >= today:
            fixed = tuple(diary.fixed.get(ordinal, ()))
            capacity = bookable_minutes(hours, fixed, policies.buffer_on(day), minute if day == today else 0)
        days.append(BookableDay(day, capacity, placed.get(day, 0), unknown.get(day, 0)))
    return tuple(days)


def bookable_days(
    fetch: Fetch,
    now: datetime,
    zone: ZoneInfo,
    calendar: WorkCalendar,
    first: date,
    count: int,
    policies: PolicyFacts | None = None,
) -> tuple[BookableDay, ...]:
    """`count` local days from `first`, each with what can be promised and what is placed already.

    Of today only what is left of it counts; a day before today has nothing to book.

    Args:
        policies: the default working rules, where the caller has them.
    """
    rules = policies or default_policies(fetch)
    until = first + timedelta(days=count - 1)
    diary = read_diary(fetch, now, zone, until, rules)
    return days_of(diary, untimed_work(fetch, now, first, until), now, zone, calendar, first, count, rules)


def untimed_work(fetch: Fetch, now: datetime, first: date, until: date) -> list[OpenItem]:
    """Open work meant for a day between two dates that has no block ending from now on."""
    where = (
        " AND w.planned_on >= ? AND w.planned_on <= ?"
        " AND NOT EXISTS (SELECT 1 FROM block b WHERE b.work_item_id = w.id AND b.ends_at > ?)"
    )
    return open_items(fetch, now, where, (first.isoformat(), until.isoformat(), stored(now)))


def _fix(fixed: Fixed, start: int, end: int) -> None:
    """Note a span of the wall clock on each day it touches."""
    day, minute = divmod(start, DAY_MINUTES)
    last = minute + end - start
    while minute < last:
        fixed[day].append((minute, min(last, DAY_MINUTES)))
        day, minute, last = day + 1, 0, last - DAY_MINUTES


def _over_midnight(starts: str, ends: str, zone: ZoneInfo) -> list[tuple[date, int]]:
    """Real minutes on each local day of a block that runs into the next one."""
    at = datetime.fromisoformat(starts).replace(tzinfo=UTC)
    until = datetime.fromisoformat(ends).replace(tzinfo=UTC)
    parts = []
    while at < until:
        day = at.astimezone(zone).date()
        midnight = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
        parts.append((day, round((min(until, midnight) - at).total_seconds() / 60)))
        at = midnight
    return parts
