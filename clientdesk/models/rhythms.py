"""The dates of a promised rhythm, and which of them are kept, missed or still to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import count, takewhile

from clientdesk.models.calendar import Landings, WorkCalendar
from clientdesk.models.enums import RhythmKind, RhythmState, RhythmUnit
from clientdesk.models.touches import COVERING, BookedTouch, keeps

SOON_DAYS = 7
"""How many days ahead something counts as due soon."""

_LAST = date.max.toordinal()
_DAYS_IN_400_YEARS = 146_097


@dataclass(frozen=True, slots=True)
class RhythmRule:
    """One promise of a client: its kind, and the rule that gives its dates.

    Attributes:
        every: each k-th week or month.
        weekday: Monday is 0.
        nth: for monthly rules 1 to 4, or -1 for the last such weekday; None for weekly ones.
        starts_on: the first date of the rule is the first fitting one on or after this day.
    """

    rhythm_id: str
    kind: RhythmKind
    unit: RhythmUnit
    every: int
    weekday: int
    nth: int | None
    starts_on: date

    def date_before_first(self) -> date:
        """The date which the rule would have given just before its first one."""
        return date.fromordinal(_dates_of(self).at(-1))

    def dates(self, until: date) -> tuple[date, ...]:
        """The rule's own dates, before any moving, up to and including `until`."""
        at, last = _dates_of(self).at, until.toordinal()
        ordinals = takewhile(lambda ordinal: ordinal <= last, (at(index) for index in count()))
        return tuple(date.fromordinal(ordinal) for ordinal in ordinals)


@dataclass(frozen=True, slots=True)
class RhythmStatus:
    """Where one rhythm stands today.

    Attributes:
        due_on: its earliest unsettled occurrence, as moved; None only past the end of the calendar.
        missed: unsettled occurrences before today, earliest first.
        next_on: its earliest unsettled occurrence from today on.
    """

    rhythm_id: str
    kind: RhythmKind
    state: RhythmState
    due_on: date | None
    missed: tuple[date, ...] = ()
    next_on: date | None = None


def nth_weekday(month: int, weekday: int, nth: int) -> int:
    """Ordinal of the n-th (or, for -1, the last) weekday of a month counted as year * 12 + month - 1."""
    if nth < 0:
        after = _first_of_month(month + 1)
        return after - 1 - (after - 1 + 6 - weekday) % 7
    first = _first_of_month(month)
    return first + (weekday - first - 6) % 7 + 7 * (nth - 1)


def _first_of_month(month: int) -> int:
    # Through the 400-year cycle, so that dates just outside the range of `date` still have an ordinal.
    year, index = divmod(month, 12)
    cycles, year = divmod(year, 400)
    return date(year + 400, index + 1, 1).toordinal() + (cycles - 1) * _DAYS_IN_400_YEARS


@dataclass(frozen=True, slots=True)
class _WeeklyDates:
    first: int
    step: int

    def at(self, index: int) -> int:
        return self.first + index * self.step

    def near(self, ordinal: int) -> int:
        return (ordinal - self.first) // self.step


@dataclass(frozen=True, slots=True)
class _MonthlyDates:
    first_month: int
    step: int
    weekday: int
    nth: int

    def at(self, index: int) -> int:
        return _nth_weekday(self.first_month + index * self.step, self.weekday, self.nth)

    def near(self, ordinal: int) -> int:
        day = date.fromordinal(min(ordinal, _LAST))
        return (day.year * 12 + day.month - 1 - self.first_month) // self.step


_RuleDates = _WeeklyDates | _MonthlyDates
_nth_weekday = lru_cache(maxsize=65_536)(nth_weekday)


@lru_cache(maxsize=16_384)
def _dates(unit: RhythmUnit, every: int, weekday: int, nth: int | None, starts_on: date) -> _RuleDates:
    start = starts_on.toordinal()
    if unit == RhythmUnit.WEEKLY:
        return _WeeklyDates(start + (weekday - start - 6) % 7, 7 * every)
    month = starts_on.year * 12 + starts_on.month - 1
    wanted = 1 if nth is None else nth
    if nth_weekday(month, weekday, wanted) < start:
        month += 1
    return _MonthlyDates(month, every, weekday, wanted)


def _dates_of(rule: RhythmRule) -> _RuleDates:
    return _dates(rule.unit, rule.every, rule.weekday, rule.nth, rule.starts_on)


def rhythm_status(
    rule: RhythmRule,
    last_held_on: date | None,
    known_since: date,
    today: date,
    calendar: WorkCalendar,
    booked: Sequence[BookedTouch] = (),
) -> RhythmStatus:
    """Judge one rhythm.

    Args:
        last_held_on: local date, today or earlier, of the last held touch of the rhythm's kind.
        known_since: occurrences that land before it are dropped.
        booked: planned touches that may cover it.
    """
    dates, landings, now = _dates_of(rule), calendar.landings, today.toordinal()
    last = 0 if last_held_on is None else last_held_on.toordinal()
    index, due = _first_landing_from(max(known_since.toordinal(), last + 1), dates, landings)
    before = _landing_before(index, due, dates, landings)
    if last and 2 * last >= before + due:
        before = due
        index, due = _next_landing(index, due, dates, landings)
    missed: list[date] = []
    upcoming = due
    while upcoming < now:
        missed.append(date.fromordinal(upcoming))
        index, upcoming = _next_landing(index, upcoming, dates, landings)
    if missed:
        state = RhythmState.OVERDUE
    elif booked and _is_covered(rule.kind, before, due, today, booked):
        state = RhythmState.COVERED
    elif due == now:
        state = RhythmState.DUE
    elif due <= now + SOON_DAYS:
        state = RhythmState.DUE_SOON
    else:
        state = RhythmState.NOT_YET
    next_on = _as_date(upcoming)
    return RhythmStatus(
        rule.rhythm_id, rule.kind, state, missed[0] if missed else next_on, tuple(missed), next_on
    )


def _first_landing_from(floor: int, dates: _RuleDates, landings: Landings) -> tuple[int, int]:
    """The first date that lands on or after `floor`: its index and where it lands.

    Moving keeps the order, so it is found by walking from the date nearest to `floor`.
    """
    index = dates.near(floor)
    if index < 0:
        index = 0
    landing = landings[dates.at(index)]
    if landing < floor:
        while landing < floor:
            index += 1
            landing = landings[dates.at(index)]
        return index, landing
    while index:
        earlier = landings[dates.at(index - 1)]
        if earlier < floor:
            break
        index, landing = index - 1, earlier
    return index, landing


def _next_landing(index: int, landing: int, dates: _RuleDates, landings: Landings) -> tuple[int, int]:
    """The next day on which a date lands, and its index: dates that land on one day are one occurrence."""
    while True:
        index += 1
        found = landings[dates.at(index)]
        if found != landing:
            return index, found


def _landing_before(index: int, landing: int, dates: _RuleDates, landings: Landings) -> int:
    """The day before `landing` on which the rule lands, be it dropped or before the rhythm's start."""
    while True:
        index -= 1
        found = landings[dates.at(index)]
        if found != landing:
            return found


def _is_covered(kind: RhythmKind, before: int, due: int, today: date, booked: Sequence[BookedTouch]) -> bool:
    if kind == RhythmKind.UPDATE:
        return False
    return any(
        touch.on >= today
        and touch.on.toordinal() <= due
        and 2 * touch.on.toordinal() >= before + due
        and touch.kind in COVERING
        and kind in keeps(touch.kind, touch.is_review)
        for touch in booked
    )


def _as_date(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal <= _LAST else None
