"""Minutes of the wall clock against minutes that really pass, on the two days a year on which they differ."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientdesk.models.day_clock import ORDINARY, DayClock, day_clock, midnight

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
PARIS = ZoneInfo("Europe/Paris")
ZONES = ("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago", "UTC")


def test_an_ordinary_day_has_an_ordinary_clock() -> None:
    assert day_clock(date(2026, 10, 24), PARIS) is ORDINARY


def test_an_hour_is_missing_in_spring() -> None:
    clock = day_clock(SPRING, PARIS)
    assert (clock.missing, clock.length) == ((120, 180), 1380)
    assert clock.existing(150) == 180
    assert clock.after(60, 120) == (240, False)


def test_an_hour_comes_twice_in_autumn() -> None:
    clock = day_clock(AUTUMN, PARIS)
    assert (clock.twice, clock.length) == ((120, 180), 1500)
    assert clock.after(150, 60) == (150, True)
    assert clock.after(150, 60, again=True) == (210, False)
    assert clock.is_twice(120)
    assert not clock.is_twice(180)


def test_a_day_may_begin_an_hour_late() -> None:
    """In Cairo clocks go forward at midnight: the day begins at one."""
    clock = day_clock(date(2026, 4, 24), ZoneInfo("Africa/Cairo"))
    assert clock.missing == (0, 60)
    assert clock.reading(0) == (60, False)


@given(
    day=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    zone=st.sampled_from(ZONES),
    elapsed=st.integers(0, 1379),
)
def test_the_reading_is_what_the_zone_says(day: date, zone: str, elapsed: int) -> None:
    """Zone data is the judge; and a reading leads back to where it came from."""
    where = ZoneInfo(zone)
    clock = day_clock(day, where)
    local = (midnight(day, where) + timedelta(minutes=elapsed)).astimezone(where)
    assert clock.reading(elapsed) == (local.hour * 60 + local.minute, bool(local.fold))
    minute, again = clock.reading(elapsed)
    assert clock.elapsed(minute, again=again) == elapsed


@pytest.mark.parametrize("clock", [DayClock(), DayClock(missing=(120, 180)), DayClock(twice=(120, 180))])
def test_the_first_and_last_minute_stay_where_they_are(clock: DayClock) -> None:
    assert clock.reading(0) == (0, False)
    assert clock.reading(clock.length) == (1440, False)


def test_midnight_is_an_instant() -> None:
    assert midnight(AUTUMN, PARIS) == datetime(2026, 10, 24, 22, tzinfo=UTC)
