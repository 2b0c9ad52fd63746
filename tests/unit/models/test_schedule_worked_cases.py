"""The worked cases of the check-in rules: Europe/Paris, Monday to Friday 09-17, French holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest

from clientdesk.models.enums import CheckInState, RhythmKind, RhythmState, RhythmUnit, TouchKind, TouchState
from clientdesk.models.schedule import (
    ClientFacts,
    ClientStatus,
    PolicyHours,
    RhythmRule,
    TimeOffSpan,
    WorkCalendar,
    client_status,
)
from tests.helpers.touches import Touch, summarise_touches

PARIS = ZoneInfo("Europe/Paris")
NINE_TO_FIVE = PolicyHours(dict.fromkeys(range(5), ((540, 1020),)))
FRIDAY = RhythmRule("friday", RhythmKind.UPDATE, RhythmUnit.WEEKLY, 1, 4, None, date(2026, 10, 2))
WEDNESDAY = replace(FRIDAY, rhythm_id="wednesday", weekday=2)
SECOND_TUESDAY = RhythmRule("tuesday", RhythmKind.CALL, RhythmUnit.WEEKLY, 2, 1, None, date(2026, 10, 2))

UPDATE, CALL, MEETING = TouchKind.UPDATE, TouchKind.CALL, TouchKind.MEETING


def french_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", years=year))


def october(day: int) -> date:
    return date(2026, 10, day)


def at(month: int, day: int, clock: str = "10:00") -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, month, day, int(hour), int(minute), tzinfo=PARIS)


def held(kind: TouchKind, *days: date) -> list[Touch]:
    return [Touch(day, kind) for day in days]


def booked(kind: TouchKind, day: date) -> Touch:
    return Touch(day, kind, TouchState.PLANNED)


def status_at(
    now: datetime,
    touches: list[Touch],
    facts: ClientFacts,
    off: tuple[date, date] | None = None,
) -> ClientStatus:
    today = now.astimezone(PARIS).date()
    summary = summarise_touches(touches, today)
    time_off = (TimeOffSpan(*off, date(2026, 9, 10)),) if off else ()
    calendar = WorkCalendar(((date(2026, 1, 1), NINE_TO_FIVE),), french_holidays, time_off)
    known = replace(
        facts,
        last_held=summary.last_held,
        last_meaningful_on=summary.last_meaningful_on,
        booked=summary.booked,
    )
    return client_status(known, today, calendar)


WEEKLY_CLIENT = ClientFacts("cedar", date(2026, 9, 28), rhythms=(FRIDAY,))

WEEKLY_CASES = [
    pytest.param(
        held(UPDATE, october(2)) + held(CALL, october(7)),
        at(10, 9),
        None,
        "due",
        9,
        [],
        id="a call is no update",
    ),
    pytest.param(
        held(UPDATE, october(2), october(8)), at(10, 9), None, "due_soon", 16, [], id="Thursday keeps the 9th"
    ),
    pytest.param(
        held(UPDATE, october(2), october(3)),
        at(10, 9),
        None,
        "due",
        9,
        [],
        id="Saturday is before the middle",
    ),
    pytest.param(
        held(UPDATE, october(2)), at(10, 10, "00:00"), None, "overdue", 9, [9], id="late from midnight"
    ),
    pytest.param(
        held(UPDATE, october(2), october(12)), at(10, 13), None, "due_soon", 16, [], id="the 9th settled late"
    ),
    pytest.param(
        held(UPDATE, october(2), october(15)),
        at(10, 16),
        None,
        "due_soon",
        23,
        [],
        id="the 9th late, the 16th early",
    ),
    pytest.param(
        held(UPDATE, october(2)),
        at(10, 24),
        None,
        "overdue",
        9,
        [9, 16, 23],
        id="three missed since the first",
    ),
    pytest.param(
        held(UPDATE, october(2)),
        at(10, 7),
        (october(8), october(14)),
        "due",
        7,
        [],
        id="promised before you leave",
    ),
    pytest.param(
        held(UPDATE, october(2)),
        at(10, 26),
        (october(8), october(23)),
        "overdue",
        7,
        [7],
        id="three dates land on one day, missed once",
    ),
    pytest.param(
        held(UPDATE, october(2), october(6)),
        at(10, 26),
        (october(8), october(23)),
        "due_soon",
        30,
        [],
        id="the day before the merged one keeps it",
    ),
    pytest.param(
        held(UPDATE, october(2), october(9), october(16))
        + held(UPDATE, datetime(2026, 10, 23, 22, 30, tzinfo=ZoneInfo("UTC")).astimezone(PARIS).date()),
        at(10, 26),
        None,
        "due_soon",
        30,
        [],
        id="late in the evening is the next local day",
    ),
]


@pytest.mark.parametrize(("touches", "now", "off", "state", "due", "missed"), WEEKLY_CASES)
def test_weekly_update(
    touches: list[Touch],
    now: datetime,
    off: tuple[date, date] | None,
    state: str,
    due: int,
    missed: list[int],
) -> None:
    found = status_at(now, touches, WEEKLY_CLIENT, off)
    assert (found.state, found.due_on) == (state, october(due))
    assert found.missed == tuple(october(day) for day in missed)
    assert [rhythm.state for rhythm in found.rhythms] == [state]


def test_holiday_moves_the_promise_to_the_day_before() -> None:
    facts = replace(WEEKLY_CLIENT, rhythms=(WEDNESDAY,))
    touches = held(UPDATE, *(october(day) for day in (7, 14, 21, 28)), date(2026, 11, 4))
    found = status_at(at(11, 10), touches, facts)
    assert (found.state, found.due_on) == (CheckInState.DUE, date(2026, 11, 10))


def test_snoozed_client_counts_on_underneath() -> None:
    found = status_at(at(10, 12), held(UPDATE, october(2)), replace(WEEKLY_CLIENT, snoozed_until=october(13)))
    assert (found.state, found.due_on) == (CheckInState.SNOOZED, october(9))
    assert found.missed == (october(9),)
    assert found.underlying is CheckInState.OVERDUE


FORTNIGHT_CASES = [
    pytest.param(
        held(CALL, october(6), october(13)), at(10, 15), "not_yet", date(2026, 11, 3), id="the middle counts"
    ),
    pytest.param(
        [*held(CALL, october(6)), booked(CALL, october(8))],
        at(10, 7),
        "not_yet",
        october(20),
        id="booked before the middle",
    ),
    pytest.param(
        [*held(CALL, october(6)), booked(CALL, october(19))], at(10, 7), "covered", october(20), id="covered"
    ),
]


@pytest.mark.parametrize(("touches", "now", "state", "due"), FORTNIGHT_CASES)
def test_call_every_second_tuesday(touches: list[Touch], now: datetime, state: str, due: date) -> None:
    found = status_at(now, touches, replace(WEEKLY_CLIENT, rhythms=(SECOND_TUESDAY,)))
    assert (found.state, found.due_on, found.rhythms[0].state) == (state, due, state)


def test_covered_call_beside_an_update_that_is_due_soon() -> None:
    touches = [*held(CALL, october(6)), booked(CALL, october(19)), *held(UPDATE, october(2))]
    found = status_at(at(10, 7), touches, replace(WEEKLY_CLIENT, rhythms=(SECOND_TUESDAY, FRIDAY)))
    assert (found.state, found.due_on) == (CheckInState.DUE_SOON, october(9))
    assert found.rhythms[0].state is RhythmState.COVERED


LIMITED_CLIENT = ClientFacts("elm", october(5), own_limit_days=10)
SINCE_MARCH = replace(LIMITED_CLIENT, engagement_spans=((date(2026, 3, 2), None),))

LIMIT_CASES = [
    pytest.param(
        [], at(10, 6), SINCE_MARCH, None, october(15), "not_yet", id="not late for days before we knew"
    ),
    pytest.param(
        held(CALL, date(2026, 3, 2)),
        at(10, 5),
        LIMITED_CLIENT,
        None,
        october(15),
        "not_yet",
        id="imported call",
    ),
    pytest.param([], at(10, 15, "09:00"), LIMITED_CLIENT, None, october(15), "due", id="no engagement"),
    pytest.param(
        held(CALL, october(8)),
        at(10, 19, "23:59"),
        LIMITED_CLIENT,
        None,
        october(19),
        "due",
        id="moved from Sunday to Monday",
    ),
    pytest.param(
        held(CALL, october(8)),
        at(10, 20, "00:00"),
        LIMITED_CLIENT,
        None,
        october(19),
        "quiet",
        id="quiet from midnight",
    ),
    pytest.param(
        held(CALL, october(8)) + held(TouchKind.MAIL_RECEIVED, october(15)),
        at(10, 20),
        LIMITED_CLIENT,
        None,
        october(19),
        "quiet",
        id="mail received counts for nothing",
    ),
    pytest.param(
        [*held(CALL, october(8)), booked(MEETING, october(19))],
        at(10, 16),
        LIMITED_CLIENT,
        None,
        october(19),
        "covered",
        id="covered by a meeting on the last day",
    ),
    pytest.param(
        held(CALL, october(8)),
        at(10, 20),
        LIMITED_CLIENT,
        (october(19), october(23)),
        october(26),
        "due_soon",
        id="moved behind time off",
    ),
    pytest.param(
        held(CALL, october(23)),
        at(11, 2, "00:00"),
        LIMITED_CLIENT,
        None,
        date(2026, 11, 2),
        "due",
        id="days are no hours when the clocks change",
    ),
]


@pytest.mark.parametrize(("touches", "now", "facts", "off", "limit_on", "state"), LIMIT_CASES)
def test_limit_of_ten_days(
    touches: list[Touch],
    now: datetime,
    facts: ClientFacts,
    off: tuple[date, date] | None,
    limit_on: date,
    state: str,
) -> None:
    found = status_at(now, touches, facts, off)
    assert (found.limit_on, found.limit_state, found.state) == (limit_on, state, state)
    assert found.due_on == limit_on


def test_quiet_days_count_from_the_same_date_as_the_limit() -> None:
    found = status_at(at(10, 20), held(CALL, october(8)), LIMITED_CLIENT)
    assert (found.quiet_days, found.limit_days) == (12, 10)
    assert found.limit_on == october(8) + timedelta(days=11)
