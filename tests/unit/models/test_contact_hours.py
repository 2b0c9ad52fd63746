"""When a client can be reached: minute by minute against the spans, in odd zones and where clocks change."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.schedule import PolicyHours, WorkCalendar, client_zone, contact_window
from tests.helpers.slow_days import ZONES

PARIS = ZoneInfo("Europe/Paris")
HOURS = {
    **dict.fromkeys(range(4), ((540, 720), (780, 1_020))),
    4: ((0, 1_440),),
    6: ((1_380, 1_440),),
}
CALENDAR = WorkCalendar(((date(2020, 1, 1), PolicyHours(HOURS)),))
QUARTER = timedelta(minutes=15)


def window(day: date, zone: tzinfo, theirs: tzinfo) -> tuple[tuple[datetime, datetime], ...]:
    return contact_window(day, CALENDAR, zone, theirs)


@pytest.mark.no_cover
def test_every_quarter_of_an_hour_is_inside_or_outside_by_both_wall_clocks() -> None:
    chance = random.Random("reach")
    found_some = 0
    for _ in range(150):
        here, there = chance.choice(sorted(ZONES)), chance.choice(sorted(ZONES))
        day = date(2026, 10, 1) + timedelta(days=chance.randrange(200))
        spans = window(day, ZoneInfo(here), ZoneInfo(there))
        found_some += bool(spans)
        at = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=30)
        while at.date() <= day + timedelta(days=2):
            mine, theirs = ZONES[here].local(at), ZONES[there].local(at)
            minute = mine.hour * 60 + mine.minute
            wanted = (
                mine.date() == day
                and any(start <= minute < end for start, end in HOURS.get(day.weekday(), ()))
                and theirs.weekday() < 5
                and 8 <= theirs.hour < 18
            )
            assert any(start <= at < end for start, end in spans) == wanted, (day, here, there, at)
            at += QUARTER
    assert found_some > 50


def test_spans_come_in_order_and_touch_nothing_twice() -> None:
    whole = WorkCalendar(((date(2020, 1, 1), PolicyHours({2: ((0, 1_440),)})),))
    first, second = contact_window(date(2026, 10, 7), whole, ZoneInfo("UTC"), ZoneInfo("Pacific/Kiritimati"))
    wednesday = datetime(2026, 10, 7, tzinfo=UTC)
    assert first == (wednesday, wednesday + timedelta(hours=4))
    assert second == (wednesday + timedelta(hours=18), wednesday + timedelta(hours=24))


def test_the_same_zone_gives_the_own_hours_between_eight_and_six() -> None:
    spans = window(date(2026, 10, 9), PARIS, PARIS)
    assert [(start.astimezone(PARIS).hour, end.astimezone(PARIS).hour) for start, end in spans] == [(8, 18)]
    assert len(window(date(2026, 10, 8), PARIS, PARIS)) == 2
    assert window(date(2026, 10, 10), PARIS, PARIS) == ()


@pytest.mark.parametrize(
    "name", ["Atlantis/Poseidonis", "Europe", "../etc/passwd", "/etc/passwd", "a\0b", " "]
)
def test_a_zone_the_computer_lacks_is_the_practices_and_said_so(name: str) -> None:
    assert client_zone(name, PARIS) == (PARIS, False)


@pytest.mark.parametrize("name", [None, ""])
def test_no_zone_of_their_own_is_the_practices(name: str | None) -> None:
    assert client_zone(name, PARIS) == (PARIS, True)


def test_a_known_zone_is_theirs() -> None:
    assert client_zone("Asia/Tokyo", PARIS) == (ZoneInfo("Asia/Tokyo"), True)


@pytest.mark.parametrize("day", [date.min, date(1, 1, 3), date(9999, 12, 29), date.max])
@pytest.mark.parametrize("name", sorted(ZONES))
def test_days_at_the_ends_of_the_calendar_do_not_fail(day: date, name: str) -> None:
    for here, there in ((PARIS, ZoneInfo(name)), (ZoneInfo(name), PARIS)):
        assert all(start < end for start, end in window(day, here, there))
