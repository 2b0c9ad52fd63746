"""How the wall clock runs through one local day: on two days a year an hour is missing or comes twice. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_MINUTES = 1_440


@dataclass(frozen=True, slots=True)
class DayClock:
    """Turns minutes of the wall clock into minutes that have really passed since the day began, and back.

    Attributes:
        missing: wall-clock minutes the clock jumps over, if any.
        twice: wall-clock minutes that come a second time, if any.
    """

    missing: tuple[int, int] | None = None
    twice: tuple[int, int] | None = None

    @property
    def length(self) -> int:
        """Real minutes of the day: 1,440 but for the two days."""
        return self.elapsed(DAY_MINUTES)

    def elapsed(self, minute: int, *, again: bool = False) -> int:
        """Real minutes since the day began when the clock reads `minute`; `again`: for the second time."""
        if self.missing is not None:
            start, end = self.missing
            return minute if minute < start else max(minute - (end - start), start)
        if self.twice is not None:
            start, end = self.twice
            if minute >= end or (again and minute >= start):
                return minute + end - start
        return minute

    def reading(self, elapsed: int) -> tuple[int, bool]:
        """What the clock reads after so many real minutes, and whether for the second time."""
        if self.missing is not None:
            start, end = self.missing
            return (elapsed if elapsed < start else elapsed + end - start), False
        if self.twice is not None:
            start, end = self.twice
            if elapsed >= end:
                return elapsed - (end - start), elapsed < 2 * end - start
        return elapsed, False

    def after(self, minute: int, length: int, *, again: bool = False) -> tuple[int, bool]:
        """What the clock reads `length` real minutes after `minute`."""
        return self.reading(self.elapsed(minute, again=again) + length)

    def existing(self, minute: int) -> int:
        """The same minute, or the first one after the hour that is missing."""
        if self.missing is not None and self.missing[0] <= minute < self.missing[1]:
            return self.missing[1]
        return minute

    def is_twice(self, minute: int) -> bool:
        """Whether the clock reads this minute two times."""
        return self.twice is not None and self.twice[0] <= minute < self.twice[1]


ORDINARY = DayClock()


def day_clock(day: date, zone: ZoneInfo) -> DayClock:
    """The clock of a local day; a zone changes its clock at most once a day."""
    first, last = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    length = round((last - first).total_seconds() / 60)
    if length == DAY_MINUTES:
        return ORDINARY
    offset = (first - timedelta(minutes=1)).astimezone(zone).utcoffset()
    low, high = -1, length
    while high - low > 1:
        middle = (low + high) // 2
        is_before = (first + timedelta(minutes=middle)).astimezone(zone).utcoffset() == offset
        low, high = (middle, high) if is_before else (low, middle)
    shift = DAY_MINUTES - length
    if shift > 0:
        return DayClock(missing=(high, high + shift))
    return DayClock(twice=(high + shift, high))


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local day, UTC."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
