"""When a client is spoken of in a notification: at which moment, under which key, and when not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from clientdesk.models.calendar import WorkCalendar
from clientdesk.models.check_ins import ClientFacts, ClientStatus, client_status
from clientdesk.models.enums import CheckInState, RhythmState

_DAY = 1440
_NO_HOURS_START = 540
_SATURDAY = 5
_HORIZON_DAYS = 366
_LAST = date.max.toordinal() - 7

Busy = Sequence[tuple[datetime, datetime]]
"""Start and end instants of blocks and meetings with one client."""


class Step(StrEnum):
    """Which announcement of one due day it is."""

    FIRST = "first"
    SECOND = "second"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Times without notifications, in minutes of the local day; they may run over midnight.

    Attributes:
        start_minute: first quiet minute; equal to the end for no quiet hours at all.
        end_minute: first minute that is no longer quiet.
        has_quiet_weekends: whether all of Saturday and Sunday is quiet too.
    """

    start_minute: int
    end_minute: int
    has_quiet_weekends: bool = False

    def leave(self, day: date, minute: int) -> tuple[date, int]:
        """The first minute outside quiet hours, from this one on; itself where none is left."""
        at, of_day = day, minute
        for _ in range(8):
            left = self._left(at, of_day)
            if left == (at, of_day):
                return left
            at, of_day = left
        return day, minute

    def end_after(self, local: datetime) -> datetime | None:
        """When the quiet that holds at a local time ends, in the same zone; None when it isn't quiet."""
        here = local.date(), local.hour * 60 + local.minute
        day, minute = self.leave(*here)
        if (day, minute) == here:
            return None
        return datetime.combine(day, time(minute // 60, minute % 60), local.tzinfo)

    def _left(self, day: date, minute: int) -> tuple[date, int]:
        start, end = self.start_minute, self.end_minute
        if self.has_quiet_weekends and day.weekday() >= _SATURDAY:
            return day + timedelta(days=1), 0
        if start < end and start <= minute < end:
            return (day, end) if end < _DAY else (day + timedelta(days=1), 0)
        if start > end and minute >= start:
            return day + timedelta(days=1), end
        if start > end and minute < end:
            return day, end
        return day, minute


@dataclass(frozen=True, slots=True)
class AnnouncingRules:
    """What the practice has set about notifications; shared by all clients."""

    calendar: WorkCalendar
    zone: tzinfo
    quiet: QuietHours | None = None
    _moments: dict[date, datetime] = field(init=False, repr=False, compare=False, default_factory=dict)

    _time_off: dict[date, tuple[date | None, date | None]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def today(self, now: datetime) -> date:
        """The practice's date at that instant."""
        return now.astimezone(self.zone).date()

    def instant(self, day: date, minute: int, fold: int = 0) -> datetime:
        """That local minute as a UTC instant.

        One skipped by the clocks comes as much later; of one that comes twice, `fold` tells which.
        """
        local = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=self.zone, fold=fold)
        return local.astimezone(UTC)

    def moment_on(self, day: date) -> datetime:
        """Start of working hours on that day (nine where there are none), moved out of quiet hours.

        Moved to a later working day, it does not come before that day's work either.
        """
        found = self._moments.get(day)
        if found is None:
            found = self._moments[day] = self._moment(day)
        return found

    def _moment(self, day: date) -> datetime:
        at, minute = self._out_of_quiet(day, self._start_of(day))
        if at > day and self.calendar.is_working_day(at):
            start = self._start_of(at)
            if start > minute and self._out_of_quiet(at, start) == (at, start):
                minute = start
        return self.instant(at, minute)

    def time_off_around(self, today: date) -> tuple[date | None, date | None]:
        """The day after the last time off that has begun, and the end of the next one: its first working day."""
        found = self._time_off.get(today)
        if found is None:
            begun = [span.ends_on for span in self.calendar.time_off if span.starts_on <= today]
            coming = [span for span in self.calendar.time_off if span.starts_on > today]
            next_end = min(coming, key=lambda span: span.starts_on).ends_on if coming else None
            found = self._time_off[today] = (
                _day_after(max(begun)) if begun else None,
                self.calendar.working_day_after(next_end) if next_end else None,
            )
        return found

    def open_from(self, now: datetime, busy: Busy = ()) -> datetime:
        """The first instant from `now` on that is neither quiet nor taken by the client itself."""
        at = self._not_quiet(now)
        while ends := [end for start, end in busy if start <= at < end]:
            at = self._not_quiet(max(ends))
        return at

    def _not_quiet(self, instant: datetime) -> datetime:
        local = instant.astimezone(self.zone)
        here = local.date(), local.hour * 60 + local.minute
        left = self._out_of_quiet(*here)
        if left == here:
            return instant
        moved = self.instant(*left)
        return moved if moved > instant else self.instant(*left, fold=1)

    def _out_of_quiet(self, day: date, minute: int) -> tuple[date, int]:
        return (day, minute) if self.quiet is None else self.quiet.leave(day, minute)

    def _start_of(self, day: date) -> int:
        hours = self.calendar.hours_on(day)
        return hours[0][0] if hours else _NO_HOURS_START


@dataclass(frozen=True, slots=True)
class Occasion:
    """One announcement of one client.

    Attributes:
        key: stable name for the log, so that it is announced exactly once.
        source: the rhythm's id, `limit`, or empty for a summary.
        on: the occurrence or `limit_on`; for a summary the day on which it is given.
        moment: from when (UTC) it is to be announced.
    """

    key: str
    client_id: str
    source: str
    step: Step
    on: date
    moment: datetime


@dataclass(frozen=True, slots=True)
class Announcements:
    """What to announce of one client.

    Attributes:
        ripe: announce these now, unless their keys are in the log; at most one per rhythm or limit.
        next_at: when to ask again at the latest; None when nothing lies ahead within a year.
    """

    ripe: tuple[Occasion, ...] = ()
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An occasion before it is known whether a summary stands in for it."""

    occasion: Occasion
    day: date


LIMIT = "limit"
"""Source of occasions that come from the private limit."""


def announce(
    facts: ClientFacts,
    now: datetime,
    rules: AnnouncingRules,
    busy: Busy = (),
    status: ClientStatus | None = None,
) -> Announcements:
    """What is to be announced of a client at this instant, and when to look again.

    Of every rhythm and of the limit only the newest occasion that has come counts, so after a long
    sleep each is announced once; on the day of the second one, the first is no longer said. What fell
    into time off, hold or snooze comes as one summary.

    Args:
        now: an aware instant.
        busy: blocks and meetings with this client, around which nothing is announced.
        status: the client's status on the local date of `now`, where the caller has it already.
    """
    today = rules.today(now)
    if status is None:
        status = client_status(facts, today, rules.calendar)
    if facts.is_held_until_released or status.state is CheckInState.NOT_LISTED:
        return Announcements()
    horizon = date.fromordinal(min(today.toordinal() + _HORIZON_DAYS, _LAST))
    time_off_end, next_time_off_end = rules.time_off_around(today)
    summary_on = _summary_day(facts, time_off_end, rules.calendar)
    if summary_on is not None and summary_on > horizon:
        return Announcements()
    come: list[Occasion] = []
    ahead: list[datetime] = []
    for candidates in _by_source(status, today, horizon, rules):
        newest: Occasion | None = None
        for candidate in candidates:
            occasion = candidate.occasion
            if summary_on is not None and candidate.day <= summary_on:
                occasion = _summary(facts.client_id, summary_on, rules)
            if occasion.moment > now:
                ahead.append(rules.open_from(occasion.moment, busy))
            else:
                newest = occasion
        if newest is not None and newest not in come:
            come.append(newest)
    if _loses_cover(status, today) and rules.calendar.working_day_after(today) > _day_after(today):
        ahead.append(rules.open_from(rules.instant(_day_after(today), 0), busy))
    if (come or ahead) and next_time_off_end is not None and next_time_off_end <= horizon:
        ahead.append(rules.open_from(rules.moment_on(next_time_off_end), busy))
    opens = rules.open_from(now, busy)
    if come and opens > now:
        ahead.append(opens)
        come = []
    return Announcements(tuple(come), min(ahead, default=None))


def _loses_cover(status: ClientStatus, today: date) -> bool:
    """Whether what a booked meeting covers today is missed tomorrow, unless the meeting is confirmed."""
    covered = RhythmState.COVERED
    if any(rhythm.state is covered and rhythm.due_on == today for rhythm in status.rhythms):
        return True
    return status.limit_state is CheckInState.COVERED and status.limit_on == today


def _by_source(
    status: ClientStatus, today: date, horizon: date, rules: AnnouncingRules
) -> list[list[_Candidate]]:
    """For each rhythm and the limit, the occasions around today in the order of their days."""
    sources: list[list[_Candidate]] = []
    for rhythm in status.rhythms:
        days = list(rhythm.missed[-1:])
        if rhythm.next_on is not None and rhythm.next_on <= horizon:
            days.append(rhythm.next_on)
        is_covered = rhythm.state is RhythmState.COVERED
        sources.append(_candidates(status.client_id, rhythm.rhythm_id, days, rules, today, is_covered))
    if status.limit_on is not None and status.limit_on <= horizon:
        is_covered = status.limit_state is CheckInState.COVERED
        sources.append(_candidates(status.client_id, LIMIT, [status.limit_on], rules, today, is_covered))
    return sources


def _candidates(
    client_id: str, source: str, days: list[date], rules: AnnouncingRules, today: date, is_covered: bool
) -> list[_Candidate]:
    found: list[_Candidate] = []
    for on in days:
        second = rules.calendar.working_day_after(on)
        if today < second and not (is_covered and on <= today):
            found.append(_candidate(client_id, source, Step.FIRST, on, on, rules))
        found.append(_candidate(client_id, source, Step.SECOND, on, second, rules))
    return found


def _candidate(
    client_id: str, source: str, step: Step, on: date, day: date, rules: AnnouncingRules
) -> _Candidate:
    key = f"{client_id}/{source}/{on.isoformat()}/{step}"
    return _Candidate(Occasion(key, client_id, source, step, on, rules.moment_on(day)), day)


def _summary(client_id: str, on: date, rules: AnnouncingRules) -> Occasion:
    key = f"{client_id}/{on.isoformat()}/{Step.SUMMARY}"
    return Occasion(key, client_id, "", Step.SUMMARY, on, rules.moment_on(on))


def _summary_day(facts: ClientFacts, time_off_end: date | None, calendar: WorkCalendar) -> date | None:
    """First working day on or after the end of the latest time off, hold or snooze that has begun."""
    ends = [end for end in (facts.hold_until, facts.snoozed_until, time_off_end) if end is not None]
    return calendar.next_working_day(max(ends)) if ends else None


def _day_after(day: date) -> date:
    return date.fromordinal(min(day.toordinal() + 1, _LAST))
