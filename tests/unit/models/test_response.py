"""The response clock: worked cases, and against a clock that is watched minute by minute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientdesk.models.boundary_rules import TimeUnit
from clientdesk.models.calendar import PolicyHours, TimeOffSpan, WorkCalendar
from clientdesk.models.enums import Urgency
from clientdesk.models.response import (
    HOURS,
    WORKING_DAYS,
    WORKING_HOURS,
    Promise,
    answer_due,
    as_promised,
    clock_of,
    opening,
    promise_of,
    time_left,
    warn_at,
)

PARIS = ZoneInfo("Europe/Paris")
NINE_TO_FIVE = dict.fromkeys(range(5), ((540, 1020),))
HOLIDAYS = frozenset({date(2026, 11, 11), date(2026, 12, 25)})


def calendar_of(
    hours: dict[int, tuple[tuple[int, int], ...]] = NINE_TO_FIVE, time_off: tuple[TimeOffSpan, ...] = ()
) -> WorkCalendar:
    return WorkCalendar(((date.min, PolicyHours(hours)),), lambda _year: HOLIDAYS, time_off)


CALENDAR = calendar_of()
AWAY = TimeOffSpan(date(2026, 10, 15), date(2026, 10, 16), date(2026, 10, 1))


def paris(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


def test_the_units_are_those_of_the_rules() -> None:
    assert {HOURS, WORKING_HOURS, WORKING_DAYS} == {unit.value for unit in TimeUnit}


def cases() -> list[tuple[str, str, str]]:
    """The worked cases as docs/answers.md writes them."""
    text = (Path(__file__).parents[3] / "docs" / "answers.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:4] for line in text.split("## Worked cases")[1].splitlines() if line[:1] == "|"]
    return [(row[0].strip(), row[1].strip(), row[2].strip()) for row in rows[2:]]


def read(text: str) -> datetime:
    """ "Tue 13 Oct 19:40" of 2026 in Paris."""
    found = datetime.strptime(f"{text} 2026", "%a %d %b %H:%M %Y").replace(tzinfo=PARIS)
    assert f"{found:%a}" == text[:3]
    return found


@pytest.mark.parametrize(("arrives", "promised", "due"), cases())
def test_the_worked_cases_of_the_definition(arrives: str, promised: str, due: str) -> None:
    amount, unit = promised.split(" ", 1)
    key = unit.replace(" ", "_").rstrip("s") + "s"
    assert answer_due(read(arrives), int(amount), key, CALENDAR, PARIS) == read(due)


def test_time_off_known_then_does_not_count() -> None:
    calendar = calendar_of(time_off=(AWAY,))
    assert answer_due(paris(10, 14, 16), 2, WORKING_HOURS, calendar, PARIS) == paris(10, 19, 10)
    assert answer_due(paris(10, 14, 16), 1, WORKING_DAYS, calendar, PARIS) == paris(10, 19, 17)


def test_time_off_and_hours_of_later_do_not_change_a_promise() -> None:
    late = TimeOffSpan(date(2026, 10, 15), date(2026, 10, 16), date(2026, 10, 14))
    short = PolicyHours(dict.fromkeys(range(5), ((540, 600),)))
    calendar = WorkCalendar(
        ((date.min, PolicyHours(NINE_TO_FIVE)), (date(2026, 10, 14), short)), time_off=(late,)
    )
    before = as_promised(calendar, date(2026, 10, 13))
    assert answer_due(paris(10, 13, 16), 1, WORKING_DAYS, before, PARIS) == paris(10, 14, 17)
    after = as_promised(calendar, date(2026, 10, 14))
    assert after is calendar
    assert answer_due(paris(10, 14, 9), 1, WORKING_DAYS, after, PARIS) == paris(10, 19, 10)


def test_without_working_hours_nothing_can_be_promised() -> None:
    never = calendar_of({})
    assert answer_due(paris(10, 13), 1, WORKING_HOURS, never, PARIS) is None
    assert answer_due(paris(10, 13), 1, WORKING_DAYS, never, PARIS) is None
    assert answer_due(paris(10, 13), 1, HOURS, never, PARIS) == paris(10, 13, 1)
    years_away = calendar_of(time_off=(TimeOffSpan(date(2026, 1, 1), date(2033, 1, 1), date(2026, 1, 1)),))
    assert answer_due(paris(10, 13), 1, WORKING_HOURS, years_away, PARIS) is None


@pytest.mark.parametrize("unit", [HOURS, WORKING_HOURS, WORKING_DAYS])
@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Pacific/Kiritimati"])
def test_the_end_of_the_calendar_is_no_date(unit: str, zone: str) -> None:
    every = calendar_of(dict.fromkeys(range(7), ((0, 1440),)))
    last = datetime(9999, 12, 31, 20, tzinfo=UTC)
    assert answer_due(last, 365, unit, every, ZoneInfo(zone)) is None


def test_time_left_and_late_are_counted_in_the_hours_promised() -> None:
    due = paris(10, 14, 11)
    assert time_left(paris(10, 13, 16, 30), due, WORKING_HOURS, CALENDAR, PARIS) == 150
    assert time_left(paris(10, 13, 16, 30), due, HOURS, CALENDAR, PARIS) == 18 * 60 + 30
    assert time_left(paris(10, 14, 12, 20), due, WORKING_HOURS, CALENDAR, PARIS) == -80
    assert time_left(paris(10, 14, 22), paris(10, 14, 17), WORKING_DAYS, CALENDAR, PARIS) == 0


@pytest.mark.parametrize(
    ("received", "due", "unit", "warning"),
    [
        (paris(10, 13, 10), paris(10, 14, 17), WORKING_DAYS, paris(10, 14, 13, 15)),  # 15 h, a quarter 3 h 45
        (paris(10, 13, 15), paris(10, 14, 11), WORKING_HOURS, paris(10, 14, 10)),  # 4 h: an hour
        (
            paris(10, 13, 15),
            paris(10, 14, 9, 30),
            WORKING_HOURS,
            paris(10, 13, 16, 30),
        ),  # back over the night
        (paris(10, 13, 20), paris(10, 14, 10), WORKING_HOURS, paris(10, 14, 9)),  # not in the evening
        (paris(10, 13, 19, 40), paris(10, 13, 21, 40), HOURS, paris(10, 13, 20, 40)),
        (paris(10, 13, 16, 30), paris(10, 13, 17), WORKING_HOURS, paris(10, 13, 16, 30)),  # never before it
    ],
)
def test_the_warning(received: datetime, due: datetime, unit: str, warning: datetime) -> None:
    assert warn_at(received, due, unit, CALENDAR, PARIS) == warning


def test_the_emergency_way_opens_at_its_hours() -> None:
    hours = (480, 1200)
    assert opening(paris(10, 13, 19, 40), hours, PARIS) == paris(10, 13, 19, 40)
    assert opening(paris(10, 13, 20, 0), hours, PARIS) == paris(10, 14, 8)
    assert opening(paris(10, 17, 3, 0), hours, PARIS) == paris(10, 17, 8)
    assert opening(paris(10, 17, 3, 0), None, PARIS) == paris(10, 17, 3)
    clock = clock_of(paris(10, 13, 22), Promise(2, HOURS, hours), CALENDAR, PARIS)
    assert (clock.due_at, clock.taken(paris(10, 14, 9, 30))) == (paris(10, 14, 10), 90)
    assert clock.warn_at() == paris(10, 14, 9)


def test_what_has_no_time_of_its_own_is_promised_as_the_level_below() -> None:
    normal, urgent = {"amount": 1, "unit": "working_days"}, {"amount": 4, "unit": "working_hours"}
    assert promise_of({"response_normal": normal}, Urgency.EMERGENCY) == Promise(1, WORKING_DAYS)
    rules = {"response_normal": normal, "response_urgent": urgent, "emergency": {"how": "Call"}}
    assert (
        promise_of(rules, Urgency.EMERGENCY) == promise_of(rules, Urgency.URGENT) == Promise(4, WORKING_HOURS)
    )
    assert promise_of(rules, Urgency.NORMAL) == Promise(1, WORKING_DAYS)
    assert promise_of({}, Urgency.NORMAL) is None


# Against a watched clock.

EDGES = (0, 300, 420, 540, 555, 720, 735, 1020, 1260, 1440)
ZONES = ("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC")
MINUTE = timedelta(minutes=1)


@st.composite
def weeks(draw: st.DrawFn) -> dict[int, tuple[tuple[int, int], ...]]:
    found = {}
    for weekday in draw(st.sets(st.integers(0, 6), min_size=1)):
        edges = sorted(draw(st.lists(st.sampled_from(EDGES), min_size=2, max_size=4, unique=True)))
        pairs = [(edges[0], edges[1])] if len(edges) < 4 else [(edges[0], edges[1]), (edges[2], edges[3])]
        found[weekday] = tuple(pairs)
    return found


@st.composite
def situations(draw: st.DrawFn) -> tuple[datetime, WorkCalendar, ZoneInfo, Callable[[datetime], bool]]:
    """An arrival, mostly near a change of the clocks, and who says of each minute whether it is worked."""
    zone, hours = ZoneInfo(draw(st.sampled_from(ZONES))), draw(weeks())
    near = draw(
        st.sampled_from([date(2026, 3, 28), date(2026, 4, 23), date(2026, 10, 23), date(2026, 11, 9)])
    )
    at = datetime.combine(near, datetime.min.time(), UTC) + draw(st.integers(-1_440, 4_320)) * MINUTE
    first = near + timedelta(days=draw(st.integers(-1, 6)))
    off = draw(st.sampled_from([(), (TimeOffSpan(first, first + timedelta(days=2), date(2026, 1, 1)),)]))

    def is_worked(instant: datetime) -> bool:
        local = instant.astimezone(zone)
        day, minute = local.date(), local.hour * 60 + local.minute
        if day in HOLIDAYS or any(span.starts_on <= day <= span.ends_on for span in off):
            return False
        return any(start <= minute < end for start, end in hours.get(day.weekday(), ()))

    return at, calendar_of(hours, off), zone, is_worked


def minutes_from(at: datetime) -> Iterator[datetime]:
    while True:
        yield at
        at += MINUTE


@pytest.mark.no_cover
@settings(max_examples=25, deadline=None)
@given(situation=situations(), amount=st.integers(1, 10))
def test_working_hours_against_a_watched_clock(situation: tuple, amount: int) -> None:  # type: ignore[type-arg]
    """Due, what is left at any moment, and the warning."""
    received, calendar, zone, is_worked = situation
    worked = [received]
    for at in minutes_from(received):
        if is_worked(at):
            worked.append(at)
            if len(worked) > amount * 60:
                break
    due = worked[-1] + MINUTE
    assert answer_due(received, amount, WORKING_HOURS, calendar, zone) == due
    now = received + (due - received) // 3 // MINUTE * MINUTE
    left = sum(1 for at in worked[1:] if at >= now)
    assert time_left(now, due, WORKING_HOURS, calendar, zone) == left
    assert time_left(due, now, WORKING_HOURS, calendar, zone) == -left
    lead = max(amount * 15, 60)
    assert warn_at(received, due, WORKING_HOURS, calendar, zone) == worked[-lead]


@pytest.mark.no_cover
@settings(max_examples=25, deadline=None)
@given(situation=situations(), count=st.integers(1, 4))
def test_working_days_against_a_watched_clock(situation: tuple, count: int) -> None:  # type: ignore[type-arg]
    received, calendar, zone, is_worked = situation
    days: list[date] = []
    last = received
    for at in minutes_from(received):
        if is_worked(at):
            day = at.astimezone(zone).date()
            if day not in days:
                days.append(day)
            if len(days) > count + 1:
                break
            last = at
    assert answer_due(received, count, WORKING_DAYS, calendar, zone) == last + MINUTE
