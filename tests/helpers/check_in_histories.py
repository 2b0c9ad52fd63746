"""Random histories of a client in the words of the slow rules: odd zones, changed hours, late entries, everything.

Plain chance with a number as its seed, so that ten thousand are made in a moment and each can be made again.
Histories of one group share a practice with its limit, a zone and about the same now: they fit into one store.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tests.helpers.slow_check_ins import WHAT_KEEPS, SlowClient, SlowHold, SlowTouch
from tests.helpers.slow_days import ONE, ZONES, SlowPractice
from tests.helpers.slow_rhythms import SlowRhythm

A_GROUP = 25

_AROUND = (
    date(2026, 10, 14),
    date(2026, 10, 24),
    date(2026, 11, 1),
    date(2026, 3, 29),
    date(2026, 4, 5),
    date(2026, 1, 1),
    date(2024, 2, 29),
    date(2025, 2, 28),
)
_FULL = {0, 1, 2, 3, 4}
_WEEKS = [_FULL] * 24 + [{0, 1, 2, 3}] * 4 + [{1, 5}, {1, 5}, {3}, {3}, set(range(7)), set()]
_TOUCH_KINDS = (
    "note update report call video meeting mail_sent mail_received message_sent message_received"
    " personal satisfaction"
).split()
_BOOKED_KINDS = ("call", "video", "meeting", "meeting", "update", "personal")
_RHYTHM_KINDS = (
    "update",
    "update",
    "call",
    "call",
    "review",
    "satisfaction",
    "key_date",
    "personal",
    "win_back",
)
_UNITS = (
    "weekly weekly weekly monthly monthly monthly yearly yearly once once"
    " milestone milestone milestone milestone after_end after_end after_end"
).split()
_STATES = ("held", "held", "held", "held", "planned", "planned", "cancelled", "missed")
_LIMITS = (None, None, None, 0, 3, 10, 18, 120)
_EVENTS = (None, None, "reply", "signed", "start", "milestone")


@dataclass
class History:
    """One case: a client of a practice in a zone, at an instant."""

    number: int
    now: datetime
    zone: str
    practice: SlowPractice
    client: SlowClient


def histories(first: int, count: int) -> Iterator[History]:
    """The histories from one number on."""
    maker = None
    for number in range(first, first + count):
        if maker is None or number % A_GROUP == 0:
            maker = _Maker(number // A_GROUP)
        yield maker.history(number)


class _Maker:
    """Makes the histories of one group; each depends on its own number alone."""

    def __init__(self, group: int) -> None:
        self._chance = random.Random(f"group {group}")
        self._middle = self._chance.choice(_AROUND) + self._chance.randint(-3, 3) * ONE
        self._zone = self._chance.choice(sorted(ZONES))
        self._practice = self._some_practice()
        self._limit = self._chance.choice(_LIMITS)

    def history(self, number: int) -> History:
        self._chance = random.Random(f"history {number}")
        now = self._instant(self._middle)
        return History(number, now, self._zone, self._practice, self._client(now))

    def _one_in(self, times: int) -> bool:
        return self._chance.randrange(times) == 0

    def _day(self, low: int, high: int) -> date:
        return self._middle + self._chance.randint(low, high) * ONE

    def _near(self, low: int, high: int) -> date:
        """A day of which half lie within the next or last week or so."""
        return self._day(-3, 9) if self._one_in(2) else self._day(low, high)

    def _perhaps(self, low: int, high: int) -> date | None:
        return self._day(low, high) if self._one_in(2) else None

    def _instant(self, day: date) -> datetime:
        """An instant on about that day, often close to local midnight."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        if self._one_in(3):
            return midnight - ZONES[self._zone].offset(midnight) + self._minutes(-90, 90)
        return midnight + self._minutes(0, 1_439)

    def _minutes(self, low: int, high: int) -> timedelta:
        return timedelta(minutes=self._chance.randint(low, high))

    def _some_practice(self) -> SlowPractice:
        chance = self._chance
        hours = {self._day(-400, -20): (chance.choice(_WEEKS), self._one_in(2))}
        while self._one_in(3):
            hours[self._day(-60, 30)] = (chance.choice(_WEEKS), self._one_in(2))
        holidays = {self._day(-40, 40) for _ in range(chance.randint(0, 6))}
        time_off = []
        for _ in range(chance.randint(0, 3)):
            first = self._day(-60, 40)
            last = first + chance.randint(0, 25) * ONE
            time_off.append((first, last, first + chance.randint(-30, 6) * ONE))
        return SlowPractice(hours, holidays, time_off)

    def _client(self, now: datetime) -> SlowClient:
        chance = self._chance
        starts = [self._day(-150, 30) for _ in range(chance.choice((0, 1, 1, 1, 2)))]
        engagements: list[tuple[date, date | None]] = [(start, None) for start in starts]
        if self._one_in(2):
            last = self._day(-100, 8) if self._one_in(2) else self._day(-36, -22)
            engagements = [
                (start, None if number and self._one_in(2) else max(start, last))
                for number, start in enumerate(starts)
            ]
        is_old = self._one_in(8)
        milestones = [self._milestone() for _ in range(chance.choice((0, 1, 2, 4, 6)) if starts else 0)]
        client = SlowClient(
            added_on=self._day(-1_400, -700) if is_old else self._day(-90, 0),
            engagements=list(engagements),
            milestones=milestones,
            rhythms=[],
            touches=[self._touch() for _ in range(chance.randint(0, 9))],
            signed=[self._instant(self._day(-20, 0)) for _ in range(chance.choice((0, 0, 1, 2)))],
            own_limit=chance.choice(_LIMITS),
            tier_limit=chance.choice(_LIMITS),
            default_limit=self._limit,
            after_tier=self._one_in(4),
            archived=self._one_in(40),
            hold=self._hold(now) if self._one_in(5) else None,
            snoozed_until=self._day(-5, 5) if self._one_in(8) else None,
        )
        for _ in range(chance.choice((0, 1, 1, 2, 3))):
            client.rhythms += self._rhythms(client, is_old=is_old)
        if client.rhythms and (self._one_in(2) or (is_old and self._one_in(2))):
            client.touches += self._kept_up(client.rhythms, is_old=is_old)
        return client

    def _kept_up(self, rhythms: list[SlowRhythm], *, is_old: bool) -> list[SlowTouch]:
        """Touches of somebody who does what was promised, mostly."""
        found = []
        day, longest = (self._day(-1_100, -800), 60) if is_old else (self._day(-110, -60), 9)
        last = self._day(-12, 0)
        while day <= last:
            kind = self._chance.choice(WHAT_KEEPS[self._chance.choice(rhythms).kind])
            found.append(SlowTouch(self._instant(day), kind, "held", True, None))
            day += self._chance.randint(1, longest) * ONE
        return found

    def _milestone(self) -> tuple[date | None, date | None]:
        planned = self._near(-25, 40) if not self._one_in(8) else None
        return planned, self._day(-30, 0) if self._one_in(3) else None

    def _touch(self) -> SlowTouch:
        chance = self._chance
        state = chance.choice(_STATES)
        on = self._day(-1, 18) if state == "planned" else self._day(-60, 1)
        kind = chance.choice(_BOOKED_KINDS if state == "planned" else _TOUCH_KINDS)
        meaningful = chance.choice((None, None, None, None, True, False))
        return SlowTouch(self._instant(on), kind, state, self._one_in(2), meaningful)

    def _hold(self, now: datetime) -> SlowHold:
        since = min(self._instant(self._day(-20, 0)), now)
        event = self._chance.choice(_EVENTS)
        first = ZONES[self._zone].day(since) + ONE
        until = None if self._one_in(2) else first + self._chance.randint(0, 25) * ONE
        return SlowHold(until, event, since)

    def _rhythms(self, client: SlowClient, *, is_old: bool) -> list[SlowRhythm]:
        """One rhythm, or the two rows of one whose rule was changed in the middle."""
        rhythm = self._rhythm(client, is_old=is_old)
        if self._one_in(10):
            rhythm.ends_on = rhythm.starts_on + self._chance.randint(-2, 90) * ONE
        if not self._one_in(8):
            return [rhythm]
        changed = self._rhythm(client, is_old=False)
        changed.starts_on = max(rhythm.starts_on, self._day(-40, 0))
        rhythm.ends_on = changed.starts_on - ONE
        return [rhythm, changed]

    def _rhythm(self, client: SlowClient, *, is_old: bool) -> SlowRhythm:
        chance = self._chance
        unit, near = chance.choice(_UNITS), self._near(-7, 7)
        return SlowRhythm(
            kind=chance.choice(_RHYTHM_KINDS),
            unit=unit,
            every=chance.choice((1, 1, 1, 2, 3)),
            weekday=near.weekday(),
            nth=chance.choice((min(1 + near.day // 7, 4), -1, 1, 3)) if unit == "monthly" else None,
            starts_on=self._start(unit, is_old=is_old),
            offset=chance.choice((-14, -7, -2, -1, 0, 0, 1, 5, 14)) if unit == "milestone" else None,
            milestones=client.milestones,
            engagements=client.engagements,
        )

    def _start(self, unit: str, *, is_old: bool) -> date:
        if unit == "once":
            return self._near(-25, 25)
        if unit == "yearly":
            near = self._near(-25, 25)
            if near.month in (2, 3):
                return date(2020, 2, 29)
            return date(near.year - self._chance.randint(0, 4), near.month, min(near.day, 28))
        if is_old:
            return self._day(-1_200, -400)
        return self._day(-120, 20)
