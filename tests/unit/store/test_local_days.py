"""The short way from a stored instant to the local date says what the long way says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientdesk.store.first_reads import LocalDays, instant_of, stored

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "America/St_Johns",
    "Asia/Kolkata",
    "Asia/Beirut",
    "Pacific/Apia",
    "Pacific/Kiritimati",
)


@pytest.mark.no_cover
@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)),
)
def test_any_instant_in_any_zone(zone: str, at: datetime) -> None:
    assert LocalDays(ZoneInfo(zone)).of(stored(at)) == at.astimezone(ZoneInfo(zone)).date()


@pytest.mark.parametrize("zone", ZONES)
def test_every_quarter_of_an_hour_around_changes_of_the_clock(zone: str) -> None:
    """Spring and autumn of years with a change at midnight, one minute past it, and a day left out."""
    where = ZoneInfo(zone)
    local = LocalDays(where)
    for year, month, day in ((2026, 3, 27), (2026, 10, 23), (2010, 11, 5), (2011, 12, 29), (2024, 9, 6)):
        at = datetime(year, month, day, tzinfo=UTC)
        for _ in range(4 * 24 * 4):
            for instant in (at, at - timedelta(microseconds=1)):
                assert local.of(stored(instant)) == instant_of(stored(instant)).astimezone(where).date()
            at += timedelta(minutes=15)
