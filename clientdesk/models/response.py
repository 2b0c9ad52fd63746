"""The response clock: from a message's arrival to the promised answer, in the hours that were promised. Pure.

Three ways to count, as the working rules name them:

- ``hours``: by the clock, day and night.
- ``working_hours``: only inside working hours; nights, days off, public holidays and time off don't count. The
  answer is due at the first instant by which so much working time has passed: four hours from 13:00 in a day
  until 17:00 end that day at 17:00, not the next morning.
- ``working_days``: the end of working hours on the k-th working day after the day of arrival. What arrives on
  a working day before its hours end arrives that day, even before they begin; what arrives after them, or on a
  day off, arrives on the next working day.

An emergency whose way is open at certain hours only (of every day) arrives when they next begin.

A span of working hours runs from the first time the clock reads its start to the first time it reads its end;
a start that the clock jumps over is where it lands.

A promise is judged by what was known on the day of arrival: hours changed or time off entered later neither
shorten nor lengthen it, see `as_promised`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from clientdesk.models.calendar import Minutes, WorkCalendar
from clientdesk.models.day_clock import day_clock, midnight
from clientdesk.models.enums import Urgency

HOURS, WORKING_HOURS, WORKING_DAYS = "hours", "working_hours", "working_days"
"""The values of `boundary_rules.TimeUnit`, which this module must not load."""

LEAST_WARNING = timedelta(hours=1)
LONGEST_LATE = timedelta(days=366)
"""Later than that, the hours are no longer counted: a date says more."""

_ONE_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Promise:
    """How soon a message is answered.

    Attributes:
        amount, unit: the time, in one of the three units.
        opens: hours of every day in which the emergency way is open, minutes after midnight; None: always.
    """

    amount: int
    unit: str
    opens: tuple[int, int] | None = None


def promise_of(rules: Mapping[str, Any], urgency: Urgency) -> Promise | None:
    """What resolved rules (as stored, JSON values) promise; None where they promise nothing.

    An emergency without a time of its own is urgent, and what is urgent without one is normal.
    """
    protocol = rules.get("emergency") or {}
    if urgency is Urgency.EMERGENCY and protocol.get("answer"):
        answer, hours = protocol["answer"], protocol.get("hours")
        return Promise(answer["amount"], answer["unit"], (hours["start"], hours["end"]) if hours else None)
    urgent = rules.get("response_urgent") if urgency is not Urgency.NORMAL else None
    found = urgent or rules.get("response_normal")
    return Promise(found["amount"], found["unit"]) if found else None


def answer_due(
    received_at: datetime, amount: int, unit: str, calendar: WorkCalendar, zone: ZoneInfo
) -> datetime | None:
    """When the answer is due (UTC); None without working hours within five years, or beyond the last date."""
    try:
        if unit == HOURS:
            return received_at.astimezone(UTC) + timedelta(hours=amount)
        if unit == WORKING_DAYS:
            return _end_of_day(received_at, amount, calendar, zone)
        return _after_work(received_at, timedelta(hours=amount), calendar, zone)
    except OverflowError:
        return None


def _after_work(
    since: datetime, length: timedelta, calendar: WorkCalendar, zone: ZoneInfo
) -> datetime | None:
    day: date | None = since.astimezone(zone).date()
    while day is not None:
        for start, end in _of_day(day, calendar, zone):
            start = max(start, since)
            if end - start >= length:
                return start + length
            length -= max(end - start, timedelta(0))
        day = _next_working_day(day, calendar)
    return None


def _end_of_day(received_at: datetime, count: int, calendar: WorkCalendar, zone: ZoneInfo) -> datetime | None:
    arrived = received_at.astimezone(zone).date()
    today = _of_day(arrived, calendar, zone)
    day: date | None = arrived
    if not today or received_at >= today[-1][1]:
        day = _next_working_day(arrived, calendar)
    for _ in range(count):
        day = None if day is None else _next_working_day(day, calendar)
    return None if day is None else _of_day(day, calendar, zone)[-1][1]


def _next_working_day(day: date, calendar: WorkCalendar) -> date | None:
    found = calendar.working_day_after(day)
    return found if found > day and calendar.is_working_day(found) else None


def _of_day(day: date, calendar: WorkCalendar, zone: ZoneInfo) -> tuple[Stretch, ...]:
    """The working hours of a local day as instants."""
    spans = calendar.hours_on(day)
    return _instants(day, spans, zone) if spans else ()


@lru_cache(maxsize=4_096)
def _instants(day: date, spans: Minutes, zone: ZoneInfo) -> tuple[Stretch, ...]:
    first, clock = midnight(day, zone), day_clock(day, zone)
    found = [
        (first + clock.elapsed(start) * _MINUTE, first + clock.elapsed(end) * _MINUTE) for start, end in spans
    ]
    return tuple((start, end) for start, end in found if end > start)


def stretches(
    since: datetime, until: datetime, unit: str, calendar: WorkCalendar, zone: ZoneInfo
) -> Iterator[Stretch]:
    """The time between two instants that counts for a unit."""
    if since >= until:
        return
    if unit == HOURS:
        yield since, until
        return
    day: date | None = since.astimezone(zone).date()
    last = until.astimezone(zone).date()
    while day is not None and day <= last:
        for start, end in _of_day(day, calendar, zone):
            if start < until and end > since:
                yield max(start, since), min(end, until)
        day = _next_working_day(day, calendar)


def available(
    since: datetime, until: datetime, unit: str, calendar: WorkCalendar, zone: ZoneInfo
) -> timedelta:
    """How much time that counts lies between two instants."""
    return sum(
        (end - start for start, end in stretches(since, until, unit, calendar, zone)), start=timedelta(0)
    )


def time_left(now: datetime, due: datetime, unit: str, calendar: WorkCalendar, zone: ZoneInfo) -> int:
    """Whole minutes that count until the answer is due; once it is late, those since then as a negative number.

    0 is also an answer that came due outside the time that counts, such as on the evening of its day.
    """
    if now <= due:
        return available(now, due, unit, calendar, zone) // _MINUTE
    return -(available(due, now, unit, calendar, zone) // _MINUTE)


def warn_at(
    received_at: datetime, due: datetime, unit: str, calendar: WorkCalendar, zone: ZoneInfo
) -> datetime:
    """When to say that an answer is due soon: a quarter of the promised time before it, an hour at least.

    Both are time that counts, so that the warning comes in hours in which an answer can still be written; when
    that reaches back before the arrival, it is the first such instant after it.
    """
    ahead = list(stretches(received_at, due, unit, calendar, zone))
    lead = max(sum((end - start for start, end in ahead), start=timedelta(0)) / 4, LEAST_WARNING)
    for start, end in reversed(ahead):
        if end - start >= lead:
            return end - lead
        lead -= end - start
    return ahead[0][0] if ahead else received_at


def as_promised(calendar: WorkCalendar, day: date) -> WorkCalendar:
    """The calendar as it was known on a day: without hours from later on and time off entered later."""
    hours = sorted(calendar.hours, key=lambda entry: entry[0])
    known = tuple(entry for entry in hours if entry[0] <= day) or tuple(hours[:1])
    time_off = tuple(span for span in calendar.time_off if span.entered_on <= day)
    if len(known) == len(hours) and len(time_off) == len(calendar.time_off):
        return calendar
    return WorkCalendar(known, calendar.holidays, time_off)


@dataclass(frozen=True, slots=True)
class AnswerClock:
    """A promise running since a message arrived.

    Attributes:
        starts_at: from when it counts; later than the arrival only for an emergency outside its hours.
        due_at: None where no working hours lead to it.
    """

    promise: Promise
    starts_at: datetime
    due_at: datetime | None
    calendar: WorkCalendar
    zone: ZoneInfo

    def warn_at(self) -> datetime | None:
        """See `warn_at`; None without a due instant."""
        if self.due_at is None:
            return None
        return warn_at(self.starts_at, self.due_at, self.promise.unit, self.calendar, self.zone)

    def left(self, now: datetime) -> int | None:
        """See `time_left`; None without a due instant, 0 when it was due more than a year ago."""
        if self.due_at is None:
            return None
        if now - self.due_at > LONGEST_LATE:
            return 0
        return time_left(now, self.due_at, self.promise.unit, self.calendar, self.zone)

    def taken(self, until: datetime) -> int:
        """Whole minutes that count from the arrival to an answer."""
        return available(self.starts_at, until, self.promise.unit, self.calendar, self.zone) // _MINUTE


def clock_of(received_at: datetime, promise: Promise, calendar: WorkCalendar, zone: ZoneInfo) -> AnswerClock:
    """Start the clock; the calendar is the one of the day of arrival, see `as_promised`."""
    starts_at = opening(received_at, promise.opens, zone)
    due = answer_due(starts_at, promise.amount, promise.unit, calendar, zone)
    return AnswerClock(promise, starts_at, due, calendar, zone)


def opening(at: datetime, opens: tuple[int, int] | None, zone: ZoneInfo) -> datetime:
    """The instant itself while the emergency way is open, else when it next opens."""
    if opens is None:
        return at
    try:
        day = at.astimezone(zone).date()
        for candidate in (day, day + _ONE_DAY):
            first, clock = midnight(candidate, zone), day_clock(candidate, zone)
            start, end = (first + clock.elapsed(minute) * _MINUTE for minute in opens)
            if at < end:
                return max(at, start)
    except OverflowError:
        pass
    return at
