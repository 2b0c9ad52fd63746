"""The dates of a rhythm once more: every calendar day is asked whether the rule gives it. Part of the slow rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tests.helpers.slow_days import ONE

SEVEN = 7 * ONE


@dataclass
class SlowRhythm:
    """`milestones` and `engagements` are those of the client, for rules that go by them."""

    kind: str
    unit: str
    every: int
    weekday: int
    nth: int | None
    starts_on: date
    ends_on: date | None = None
    offset: int | None = None
    milestones: list[tuple[date | None, date | None]] = field(default_factory=list)
    engagements: list[tuple[date, date | None]] = field(default_factory=list)

    def repeats(self) -> bool:
        return self.unit in ("weekly", "monthly", "yearly")

    def fits(self, day: date, today: date) -> bool:
        """Whether the rule, its beginning and its counting left aside, can give that day."""
        if self.unit in ("weekly", "monthly"):
            return day.weekday() == self.weekday and (self.nth is None or self.is_nth(day))
        if self.unit == "once":
            return day == self.starts_on
        if self.unit == "milestone":
            return any(self.at_milestone(day, today, *one) for one in self.milestones)
        if self.unit == "after_end":
            return self.months_after_the_end(day)
        is_leap_day = (self.starts_on.month, self.starts_on.day) == (2, 29)
        if is_leap_day and day.month == 2:
            return (day + ONE).month == 3
        return (day.month, day.day) == (self.starts_on.month, self.starts_on.day)

    def is_nth(self, day: date) -> bool:
        """Whether its weekday is for the n-th (or last) time in the month."""
        if self.nth == -1:
            return (day + SEVEN).month != day.month
        earlier = [day.replace(day=number) for number in range(1, day.day)]
        return 1 + sum(other.weekday() == self.weekday for other in earlier) == self.nth

    def at_milestone(self, day: date, today: date, planned: date | None, actual: date | None) -> bool:
        assert self.offset is not None
        base = day - self.offset * ONE
        if self.offset < 0:
            return planned == base and not (actual is not None and actual < day)
        if actual is None:
            return planned is not None and planned == base and planned > today
        return actual == base

    def months_after_the_end(self, day: date) -> bool:
        ends = [end for _, end in self.engagements if end is not None]
        if not ends or len(ends) != len(self.engagements):
            return False
        end = sorted(ends)[-1]
        is_last_of_month = (day + ONE).month != day.month
        if day < end or not (day.day == end.day or (is_last_of_month and day.day < end.day)):
            return False
        months = 0
        walked = end.replace(day=1)
        while (walked.year, walked.month) < (day.year, day.month):
            walked = (walked + 31 * ONE).replace(day=1)
            months += 1
        return months == self.every

    def dates(self, until: date, today: date) -> list[date]:
        """From the first date, every k-th fitting day, up to and including `until`."""
        found: list[date] = []
        fitting = 0
        day = self.starts_on
        while day <= until and not (self.ends_on is not None and day > self.ends_on):
            if self.fits(day, today):
                if fitting % self.every == 0 or not self.repeats():
                    found.append(day)
                fitting += 1
            day += ONE
        return found

    def date_before(self, day: date, today: date) -> date:
        """The rule's date before one of its dates, even before the start."""
        fitting = 0
        while fitting < self.every:
            day -= ONE
            fitting += self.fits(day, today)
        return day
