"""Which days are worked: hours in force, public holidays, time off. Everything by local date."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

Minutes = tuple[tuple[int, int], ...]
"""Spans within one day as (start, end) in minutes from midnight; the end may be 1440."""

HolidayLookup = Callable[[int], frozenset[date]]
"""Gives the public holidays of a year; injected, so that no calendar data is needed here."""

FIVE_YEARS = 1826
"""How far a working day is looked for, in days; with none that near, a date stays where it is."""

LONGEST_WEEKEND_DAYS = 3
"""So far ahead the next working day is planned for already; longer away is time off."""

_FIRST = date.min.toordinal()
_LAST = date.max.toordinal()


def no_holidays(year: int) -> frozenset[date]:  # noqa: ARG001 - the shape of a HolidayLookup
    """A region without public holidays."""
    return frozenset()


def merged(spans: Minutes) -> Minutes:
    """Spans in order, overlapping and touching ones joined, empty ones dropped."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


@dataclass(frozen=True, slots=True)
class TimeOffSpan:
    """Days not worked, both ends included, and the local day on which that was entered."""

    starts_on: date
    ends_on: date
    entered_on: date


@dataclass(frozen=True, slots=True)
class PolicyHours:
    """Working hours of one policy.

    Attributes:
        weekdays: spans by weekday, Monday 0; a weekday left out is not worked.
        observes_holidays: whether public holidays are days off.
    """

    weekdays: Mapping[int, Minutes]
    observes_holidays: bool = True


PolicyHistory = tuple[tuple[date, PolicyHours], ...]
"""Policies with the day from which each is in force; the earliest also stands for the days before it."""


_Away = tuple[int, int, int]
"""Time off: its first and last day, and when it was entered, as ordinals."""


def _since(entry: tuple[int, PolicyHours]) -> int:
    return entry[0]


class Landings(dict[int, int]):
    """Where the promise for a day lands, both as ordinals: worked out once, then a plain look-up."""

    def __init__(self, work_out: Callable[[int], int]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, ordinal: int) -> int:
        found = self[ordinal] = self._work_out(ordinal)
        return found


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Answers every question about working days; remembers its answers, so share one between clients.

    Attributes:
        hours: the working hours and since when.
        holidays: public holidays of the practice's region, by year.
        time_off: every time off that was entered.
        landings: `move_occurrence` for ordinals. Days beyond the range of `date` stay where they are;
            moving never changes the order of two days.
    """

    hours: PolicyHistory
    holidays: HolidayLookup = no_holidays
    time_off: tuple[TimeOffSpan, ...] = ()
    _policies: list[tuple[int, PolicyHours]] = field(init=False, repr=False, compare=False)
    _weekdays: dict[tuple[int, int], Minutes] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    _years: dict[int, frozenset[date]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _away: dict[int, tuple[_Away, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _hours: dict[int, Minutes] = field(init=False, repr=False, compare=False, default_factory=dict)
    _next: dict[int, int | None] = field(init=False, repr=False, compare=False, default_factory=dict)
    _previous: dict[int, int | None] = field(init=False, repr=False, compare=False, default_factory=dict)
    landings: Landings = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        in_order = sorted(self.hours, key=lambda entry: entry[0])
        object.__setattr__(self, "_policies", [(since.toordinal(), policy) for since, policy in in_order])
        object.__setattr__(self, "landings", Landings(self._move))

    def is_working_day(self, day: date) -> bool:
        return bool(self._hours_at(day.toordinal()))

    def is_time_off(self, day: date) -> bool:
        return self._is_away(day.toordinal(), day.year)

    def hours_on(self, day: date) -> Minutes:
        """Working hours of that day in order; empty when it is no working day."""
        return self._hours_at(day.toordinal())

    def next_working_day(self, day: date) -> date:
        """The first working day on or after `day`; `day` itself when none is within five years."""
        found = self._search(day.toordinal(), 1, self._next)
        return day if found is None else date.fromordinal(found)

    def previous_working_day(self, day: date) -> date:
        """The last working day on or before `day`; `day` itself when none is within five years."""
        found = self._search(day.toordinal(), -1, self._previous)
        return day if found is None else date.fromordinal(found)

    def working_day_after(self, day: date) -> date:
        """The first working day after `day`; the very next day when none is within five years."""
        return self.next_working_day(date.fromordinal(min(day.toordinal() + 1, _LAST)))

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it, when negative); `day` itself for 0.

        Stops early where the next working day is more than five years away.
        """
        step, known = (1, self._next) if count > 0 else (-1, self._previous)
        at = day.toordinal()
        for _ in range(abs(count)):
            found = self._search(at + step, step, known)
            if found is None:
                break
            at = found
        return date.fromordinal(at)

    def count_working_days(self, after: date, until: date) -> int:
        """How many working days lie after the one and up to and including the other."""
        return sum(bool(self._hours_at(day)) for day in range(after.toordinal() + 1, until.toordinal() + 1))

    def move_occurrence(self, day: date) -> date:
        """Where a promise for `day` lands.

        On the day itself when worked; else on the last working day before it, unless that lies before
        the day on which a time off in between was entered: then on the first working day after.
        """
        return date.fromordinal(self.landings[day.toordinal()])

    def _move(self, ordinal: int) -> int:
        if not _FIRST <= ordinal <= _LAST:
            return ordinal
        before = self._search(ordinal, -1, self._previous)
        if before == ordinal:
            return ordinal
        if before is not None and not self._entered_after(before, ordinal):
            return before
        after = self._search(ordinal, 1, self._next)
        return ordinal if after is None else after

    def _entered_after(self, before: int, ordinal: int) -> bool:
        """Whether a time off among the skipped days was entered only after the working day before them."""
        years = range(date.fromordinal(max(before, _FIRST)).year, date.fromordinal(ordinal).year + 1)
        for year in years:
            for start, end, entered in self._away_in(year):
                if entered > before and start <= ordinal and end > before:
                    return True
        return False

    def _search(self, ordinal: int, step: int, known: dict[int, int | None]) -> int | None:
        if ordinal in known:
            return known[ordinal]
        found: int | None = None
        for candidate in range(ordinal, ordinal + step * (FIVE_YEARS + 1), step):
            if self._hours_at(candidate):
                found = candidate
                break
        if found is None:
            known[ordinal] = None
        else:
            known.update((day, found) for day in range(ordinal, found + step, step))
        return found

    def _hours_at(self, ordinal: int) -> Minutes:
        found = self._hours.get(ordinal)
        if found is None:
            found = self._hours[ordinal] = self._work_out_hours(ordinal)
        return found

    def _work_out_hours(self, ordinal: int) -> Minutes:
        if not _FIRST <= ordinal <= _LAST or not self._policies:
            return ()
        position = max(bisect_right(self._policies, ordinal, key=_since) - 1, 0)
        spans = self._hours_of(position, (ordinal - 1) % 7)
        if not spans:
            return ()
        day = date.fromordinal(ordinal)
        if self._is_away(ordinal, day.year):
            return ()
        if self._policies[position][1].observes_holidays and day in self._holidays_of(day.year):
            return ()
        return spans

    def _hours_of(self, position: int, weekday: int) -> Minutes:
        """What a policy says of a weekday, time off and holidays left aside."""
        found = self._weekdays.get((position, weekday))
        if found is None:
            found = merged(self._policies[position][1].weekdays.get(weekday, ()))
            self._weekdays[position, weekday] = found
        return found

    def _is_away(self, ordinal: int, year: int) -> bool:
        return any(start <= ordinal <= end for start, end, _ in self._away_in(year))

    def _away_in(self, year: int) -> tuple[_Away, ...]:
        """What touches a year: of many years' time off only a little has to be looked through for one day."""
        found = self._away.get(year)
        if found is None:
            found = self._away[year] = tuple(
                (span.starts_on.toordinal(), span.ends_on.toordinal(), span.entered_on.toordinal())
                for span in self.time_off
                if span.starts_on.year <= year <= span.ends_on.year
            )
        return found

    def _holidays_of(self, year: int) -> frozenset[date]:
        found = self._years.get(year)
        if found is None:
            found = self._years[year] = self.holidays(year)
        return found
