"""Days and clocks once more, worked out by walking: which days are worked, where a date lands, what a wall clock says.

Part of the slow rules (`slow_check_ins`): nothing here comes from the rules it is to judge, nor from the zone
database. The zones are written out by hand, as the hours by which they are ahead and the two changes of a year.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

ONE = timedelta(days=1)


@dataclass
class SlowPractice:
    """`hours` maps a first day to the weekdays worked from then on and whether holidays are kept.

    `time_off` holds (first day, last day, the day on which it was entered).
    """

    hours: dict[date, tuple[set[int], bool]]
    holidays: set[date]
    time_off: list[tuple[date, date, date]]
    answers: dict[date, bool] = field(default_factory=dict, repr=False)
    landings: dict[date, date] = field(default_factory=dict, repr=False)

    def works(self, day: date) -> bool:
        known = self.answers.get(day)
        if known is None:
            known = self.answers[day] = self.work_out(day)
        return known

    def work_out(self, day: date) -> bool:
        in_force = min(self.hours)
        for since in self.hours:
            if in_force < since <= day:
                in_force = since
        weekdays, keeps_holidays = self.hours[in_force]
        if keeps_holidays and day in self.holidays:
            return False
        return day.weekday() in weekdays and not self.entered(day)

    def entered(self, day: date) -> list[date]:
        """When each time off on that day was entered."""
        return [entered for first, last, entered in self.time_off if first <= day <= last]

    def forward(self, day: date) -> date | None:
        for _ in range(5 * 365 + 2):
            if self.works(day):
                return day
            day += ONE
        return None

    def land(self, day: date) -> date:
        """Where a date of a rule lands."""
        if day not in self.landings:
            self.landings[day] = self.walk(day)
        return self.landings[day]

    def walk(self, day: date) -> date:
        walked = day
        not_before = date.min
        for _ in range(5 * 365 + 2):
            if self.works(walked):
                if walked >= not_before:
                    return walked
                break
            if self.time_off:
                not_before = max([not_before, *self.entered(walked)])
            walked -= ONE
        return self.forward(day) or day


@dataclass(frozen=True)
class SlowChange:
    """A change of the clocks: the n-th (or last, -1) Sunday of a month, at minutes of UTC from that midnight."""

    month: int
    nth: int
    minute: int

    @lru_cache(maxsize=64)  # noqa: B019 - a handful of changes, made once
    def instant(self, year: int) -> datetime:
        sundays = [
            day
            for day in (date(year, self.month, 1) + number * ONE for number in range(31))
            if day.month == self.month and day.weekday() == 6
        ]
        day = sundays[self.nth if self.nth < 0 else self.nth - 1]
        return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=self.minute)


@dataclass(frozen=True)
class SlowZone:
    """`ahead`: minutes before UTC in winter time; `extra` more between the two changes of a year."""

    ahead: int
    extra: int = 0
    starts: SlowChange | None = None
    ends: SlowChange | None = None

    def offset(self, instant: datetime) -> timedelta:
        minutes = self.ahead
        if self.starts is not None and self.ends is not None and self.is_summer(instant):
            minutes += self.extra
        return timedelta(minutes=minutes)

    def is_summer(self, instant: datetime) -> bool:
        assert self.starts is not None
        assert self.ends is not None
        turns = [
            (change.instant(year), is_start)
            for year in (instant.year - 1, instant.year)
            for change, is_start in ((self.starts, True), (self.ends, False))
        ]
        return max(turn for turn in turns if turn[0] <= instant)[1]

    def local(self, instant: datetime) -> datetime:
        """What the wall clock says."""
        return (instant + self.offset(instant)).replace(tzinfo=None)

    def day(self, instant: datetime) -> date:
        return self.local(instant).date()


ZONES = {
    "Europe/Paris": SlowZone(60, 60, SlowChange(3, -1, 60), SlowChange(10, -1, 60)),
    "America/Havana": SlowZone(-300, 60, SlowChange(3, 2, 300), SlowChange(11, 1, 300)),
    "America/St_Johns": SlowZone(-210, 60, SlowChange(3, 2, 330), SlowChange(11, 1, 270)),
    "Asia/Beirut": SlowZone(120, 60, SlowChange(3, -1, -120), SlowChange(10, -1, -180)),
    "Australia/Lord_Howe": SlowZone(630, 30, SlowChange(10, 1, -510), SlowChange(4, 1, -540)),
    "Asia/Kathmandu": SlowZone(345),
    "Pacific/Kiritimati": SlowZone(840),
    "Etc/GMT+12": SlowZone(-720),
    "Pacific/Apia": SlowZone(780),
    "UTC": SlowZone(0),
}
"""Zones with ordinary, half, quarter and extreme hours; in Havana and Beirut the clocks change at midnight."""
