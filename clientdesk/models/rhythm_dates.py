"""The dates which the rule of a rhythm gives, before any moving; as ordinals, since everything counts in days.

Weekly, monthly and yearly rules go on for ever unless they end on a day. The others have a finite list of
dates, which follows from facts: a day, the milestones, the end of the engagements.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import count, takewhile
from typing import ClassVar

from clientdesk.models.enums import RhythmUnit
from clientdesk.models.records import record

LAST_ORDINAL = date.max.toordinal()
NEVER = LAST_ORDINAL + 10_000_000
"""Stands for the date after the last one of a rule that ends."""

_FIRST_ORDINAL = date.min.toordinal()
_DAYS_IN_400_YEARS = 146_097


@record
class MilestoneDates:
    """What a rhythm at milestones asks of one milestone."""

    planned_on: date | None = None
    actual_on: date | None = None


def milestone_dates(milestones: Iterable[MilestoneDates], offset_days: int, today: date) -> tuple[date, ...]:
    """The dates of a rhythm that goes by milestones, earliest first.

    So many days after a milestone (or on its day) counts from the day it was reached; until then from the
    planned day, as a forecast, while that lies ahead. So many days before counts from the planned day; there
    is none when the milestone was reached before that date came.

    Args:
        offset_days: calendar days after each milestone; negative for before.
    """
    found = {_milestone_date(one, offset_days, today) for one in milestones}
    return tuple(sorted(day for day in found if day is not None))


def _milestone_date(milestone: MilestoneDates, offset_days: int, today: date) -> date | None:
    planned_on, actual_on = milestone.planned_on, milestone.actual_on
    if offset_days < 0:
        day = None if planned_on is None else shifted(planned_on, offset_days)
        return None if day is None or (actual_on is not None and day > actual_on) else day
    if actual_on is not None:
        return shifted(actual_on, offset_days)
    return shifted(planned_on, offset_days) if planned_on is not None and planned_on > today else None


def after_end_dates(spans: Sequence[tuple[date, date | None]], months: int) -> tuple[date, ...]:
    """The date so many months after the last day of the last engagement; none while one has no end.

    Args:
        spans: first and last day of each engagement; the ended ones before the last make no difference.
    """
    ends = [end for _, end in spans if end is not None]
    if not ends or len(ends) < len(spans):
        return ()
    day = months_after(max(ends), months)
    return () if day is None else (day,)


def months_after(day: date, months: int) -> date | None:
    """The same day of the month so many months later, else that month's last; None past the calendar's end."""
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return None
    return date(year, index + 1, min(day.day, monthrange(year, index + 1)[1]))


def shifted(day: date, days: int) -> date | None:
    """So many days later (earlier, when negative); None outside the calendar."""
    ordinal = day.toordinal() + days
    return date.fromordinal(ordinal) if _FIRST_ORDINAL <= ordinal <= LAST_ORDINAL else None


def nth_weekday(month: int, weekday: int, nth: int) -> int:
    """Ordinal of the n-th (or, for -1, the last) weekday of a month counted as year * 12 + month - 1."""
    if nth < 0:
        after = _first_of_month(month + 1)
        return after - 1 - (after - 1 + 6 - weekday) % 7
    first = _first_of_month(month)
    return first + (weekday - first - 6) % 7 + 7 * (nth - 1)


@lru_cache(maxsize=4_096)
def is_leap_day(starts_on: date | None, offset_days: int | None) -> bool:
    """Whether a yearly rule that starts on a 28 February stands for the 29th, which that year hasn't."""
    return starts_on is not None and (starts_on.month, starts_on.day, offset_days) == (2, 28, 1)


def _first_of_month(month: int) -> int:
    # Through the 400-year cycle, so that dates just outside the range of `date` still have an ordinal.
    year, index = divmod(month, 12)
    cycles, year = divmod(year, 400)
    return date(year + 400, index + 1, 1).toordinal() + (cycles - 1) * _DAYS_IN_400_YEARS


class _NthWeekdays(dict[int, int]):
    """The n-th weekday of each month, worked out once."""

    def __init__(self, weekday: int, nth: int) -> None:
        super().__init__()
        self._weekday = weekday
        self._nth = nth

    def __missing__(self, month: int) -> int:
        found = self[month] = nth_weekday(month, self._weekday, self._nth)
        return found


_nth_weekdays = lru_cache(maxsize=64)(_NthWeekdays)


@record
class WeeklyDates:
    """`at` gives the date of any index, those before the first too; `near` the index of about that date.

    `between` gives the dates from an index on that lie before a day; a rule may have missed for decades.
    `have_middle`: whether the middle between two dates tells what comes early.
    """

    have_middle: ClassVar[bool] = True

    first: int
    step: int
    last: int

    def at(self, index: int) -> int:
        ordinal = self.first + index * self.step
        return ordinal if ordinal <= self.last else NEVER

    def near(self, ordinal: int) -> int:
        return (min(ordinal, self.last) - self.first) // self.step

    def between(self, index: int, until: int) -> Sequence[int]:
        return range(self.first + index * self.step, min(until, self.last + 1), self.step)


@record
class MonthlyDates:
    """As `WeeklyDates`, by the n-th weekday of every so many months."""

    have_middle: ClassVar[bool] = True
    first_month: int
    step: int
    days: Mapping[int, int]
    last: int

    def at(self, index: int) -> int:
        ordinal = self.days[self.first_month + index * self.step]
        return ordinal if ordinal <= self.last else NEVER

    def near(self, ordinal: int) -> int:
        day = date.fromordinal(min(ordinal, self.last, LAST_ORDINAL))
        return (day.year * 12 + day.month - 1 - self.first_month) // self.step

    def between(self, index: int, until: int) -> Sequence[int]:
        found, last = list[int](), min(until - 1, self.last)
        days, month, step = self.days, self.first_month + index * self.step, self.step
        while (ordinal := days[month]) <= last:
            found.append(ordinal)
            month += step
        return found


@record
class YearlyDates:
    """As `WeeklyDates`, on one day of every so many years; 29 February is the 28th in common years."""

    have_middle: ClassVar[bool] = False
    first_year: int
    step: int
    month: int
    day: int
    last: int

    def at(self, index: int) -> int:
        month = (self.first_year + index * self.step) * 12 + self.month - 1
        ordinal = min(_first_of_month(month) + self.day, _first_of_month(month + 1)) - 1
        return ordinal if ordinal <= self.last else NEVER

    def near(self, ordinal: int) -> int:
        return (date.fromordinal(min(ordinal, self.last, LAST_ORDINAL)).year - self.first_year) // self.step

    def between(self, index: int, until: int) -> Sequence[int]:
        return list(takewhile(lambda ordinal: ordinal < until, map(self.at, count(index))))


@record
class ListedDates:
    """Dates known one by one, in order."""

    have_middle: ClassVar[bool] = False
    ordinals: tuple[int, ...]

    def at(self, index: int) -> int:
        if index < 0:
            return -NEVER
        return self.ordinals[index] if index < len(self.ordinals) else NEVER

    def near(self, ordinal: int) -> int:
        return bisect_left(self.ordinals, ordinal)

    def between(self, index: int, until: int) -> Sequence[int]:
        return self.ordinals[index : bisect_left(self.ordinals, until)]


RuleDates = WeeklyDates | MonthlyDates | YearlyDates | ListedDates


def rule_dates(
    unit: RhythmUnit,
    every: int,
    weekday: int,
    nth: int | None,
    starts_on: date,
    ends_on: date | None,
    listed: tuple[date, ...],
    offset_days: int | None = None,
) -> RuleDates:
    """The dates of a rule; what the arguments mean stands at `rhythms.RhythmRule`."""
    start, last = starts_on.toordinal(), NEVER - 1 if ends_on is None else ends_on.toordinal()
    if unit == RhythmUnit.WEEKLY:
        return WeeklyDates(start + (weekday - start - 6) % 7, 7 * every, last)
    if unit == RhythmUnit.MONTHLY:
        return _monthly(every, weekday, 1 if nth is None else nth, starts_on, last)
    if unit == RhythmUnit.YEARLY:
        day = starts_on.day + (offset_days or 0)
        return YearlyDates(starts_on.year, every, starts_on.month, day, last)
    days = (starts_on,) if unit == RhythmUnit.ONCE else listed
    return ListedDates(tuple(sorted({day.toordinal() for day in days if start <= day.toordinal() <= last})))


def _monthly(every: int, weekday: int, nth: int, starts_on: date, last: int) -> MonthlyDates:
    month, days = starts_on.year * 12 + starts_on.month - 1, _nth_weekdays(weekday, nth)
    if days[month] < starts_on.toordinal():
        month += 1
    return MonthlyDates(month, every, days, last)
