"""Dates of rules by years, on one day, at milestones and after the end; at the edges of the calendar too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clientdesk.models.enums import CheckInState, RhythmKind, RhythmState, RhythmUnit
from clientdesk.models.rhythm_dates import months_after, shifted
from clientdesk.models.rhythms import rhythm_status
from clientdesk.models.schedule import (
    ClientFacts,
    MilestoneDates,
    PolicyHours,
    RhythmRule,
    TimeOffSpan,
    WorkCalendar,
    after_end_dates,
    client_status,
    milestone_dates,
)

WEEKDAYS = PolicyHours(dict.fromkeys(range(5), ((540, 1020),)))
CALENDAR = WorkCalendar(((date(2020, 1, 1), WEEKDAYS),))
LONG_AGO = date(2000, 1, 1)
TODAY = date(2026, 10, 12)


def rule(unit: RhythmUnit, starts_on: date, every: int = 1, **more: Any) -> RhythmRule:
    nth = 1 if unit is RhythmUnit.MONTHLY else None
    made = RhythmRule("r", RhythmKind.KEY_DATE, unit, every, starts_on.weekday(), nth, starts_on)
    return replace(made, **more)


@pytest.mark.parametrize(
    ("every", "dates"),
    [
        pytest.param(1, [(2024, 29), (2025, 28), (2026, 28), (2027, 28), (2028, 29)], id="each year"),
        pytest.param(2, [(2024, 29), (2026, 28), (2028, 29)], id="each second"),
        pytest.param(3, [(2024, 29), (2027, 28)], id="each third"),
        pytest.param(4, [(2024, 29), (2028, 29)], id="leap years alone"),
    ],
)
def test_the_29th_of_february_is_the_28th_in_common_years(every: int, dates: list[tuple[int, int]]) -> None:
    yearly = rule(RhythmUnit.YEARLY, date(2024, 2, 29), every)
    assert yearly.dates(date(2028, 12, 31)) == tuple(date(year, 2, day) for year, day in dates)


@pytest.mark.parametrize("year", [1900, 2100])
def test_century_years_are_common(year: int) -> None:
    yearly = rule(RhythmUnit.YEARLY, date(year - 4, 2, 29), 4)
    assert yearly.dates(date(year, 12, 31))[-1] == date(year, 2, 28)


@pytest.mark.parametrize("unit", [RhythmUnit.WEEKLY, RhythmUnit.MONTHLY, RhythmUnit.YEARLY])
def test_a_rule_may_start_on_the_29th_of_february(unit: RhythmUnit) -> None:
    found = rhythm_status(rule(unit, date(2024, 2, 29)), None, LONG_AGO, date(2024, 2, 29), CALENDAR)
    assert found.due_on == (date(2024, 3, 7) if unit is RhythmUnit.MONTHLY else date(2024, 2, 29))


@pytest.mark.parametrize("unit", [RhythmUnit.WEEKLY, RhythmUnit.YEARLY, RhythmUnit.ONCE])
def test_a_rule_that_starts_on_a_day_never_worked_moves_each_time(unit: RhythmUnit) -> None:
    sunday = rule(unit, date(2026, 10, 18))
    assert rhythm_status(sunday, None, LONG_AGO, TODAY, CALENDAR).due_on == date(2026, 10, 16)


def test_no_date_after_the_last_day_of_a_rule_even_where_it_would_move_before() -> None:
    saturdays = rule(RhythmUnit.WEEKLY, date(2026, 10, 3), ends_on=date(2026, 10, 16))
    found = rhythm_status(saturdays, None, LONG_AGO, date(2026, 10, 20), CALENDAR)
    assert (found.missed, found.next_on) == ((date(2026, 10, 2), date(2026, 10, 9)), None)
    assert (found.state, found.due_on, found.is_spent) == (RhythmState.OVERDUE, date(2026, 10, 2), False)
    with_last = replace(saturdays, ends_on=date(2026, 10, 17))
    assert rhythm_status(with_last, None, LONG_AGO, TODAY, CALENDAR).next_on == date(2026, 10, 16)


@pytest.mark.parametrize("unit", list(RhythmUnit))
def test_a_rule_that_ended_before_it_began_says_nothing(unit: RhythmUnit) -> None:
    ended = rule(unit, date(2026, 10, 2), ends_on=date(2026, 10, 1), listed=(date(2026, 10, 5),))
    for today in (date(2025, 10, 1), TODAY, date(2036, 10, 1)):
        found = rhythm_status(ended, date(2026, 10, 1), LONG_AGO, today, CALENDAR)
        assert (found.state, found.due_on, found.missed, found.next_on) == (
            RhythmState.NOT_YET,
            None,
            (),
            None,
        )
        assert found.is_spent


@pytest.mark.parametrize("unit", list(RhythmUnit))
def test_a_clock_set_back_a_year_finds_nothing_missed(unit: RhythmUnit) -> None:
    starts_on = date(2026, 10, 12)
    one = rule(unit, starts_on, listed=(starts_on,))
    facts = ClientFacts("c", starts_on, rhythms=(one,), own_limit_days=10)
    found = client_status(facts, date(2025, 10, 12), CALENDAR)
    assert (found.state, found.missed, found.quiet_days) == (CheckInState.NOT_YET, (), 0)
    assert found.due_on in (date(2026, 10, 12), date(2026, 10, 22), date(2026, 11, 2))


@pytest.mark.parametrize(
    ("unit", "missed"),
    [
        (RhythmUnit.WEEKLY, 3_653),
        (RhythmUnit.MONTHLY, 840),
        (RhythmUnit.YEARLY, 70),
        (RhythmUnit.ONCE, 1),
    ],
)
def test_seventy_years_of_silence_are_listed_whole(unit: RhythmUnit, missed: int) -> None:
    found = rhythm_status(rule(unit, date(1956, 10, 12)), None, date(1950, 1, 1), TODAY, CALENDAR)
    assert len(found.missed) == missed
    assert list(found.missed) == sorted(set(found.missed))


@pytest.mark.parametrize("unit", list(RhythmUnit))
@pytest.mark.parametrize("every", [1, 120])
def test_rules_at_the_end_of_the_calendar_do_not_fail(unit: RhythmUnit, every: int) -> None:
    last = rule(unit, date(9999, 12, 25), every, listed=(date(9999, 12, 31),))
    for today in (TODAY, date(9999, 12, 25), date.max):
        for known in (LONG_AGO, date.max):
            found = rhythm_status(last, today, known, today, CALENDAR)
            assert found.due_on is None or found.due_on >= date(9999, 12, 1)


def test_milestones_near_the_ends_of_the_calendar_give_no_date_outside_it() -> None:
    assert milestone_dates([MilestoneDates(actual_on=date.max)], 1, TODAY) == ()
    assert milestone_dates([MilestoneDates(planned_on=date.min)], -1, TODAY) == ()
    assert shifted(date.max, 0) == date.max
    assert after_end_dates([(TODAY, date(9999, 11, 30))], 2) == ()
    assert after_end_dates([(TODAY, date(9999, 11, 30))], 1) == (date(9999, 12, 30),)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 11, 30), 15, date(2028, 2, 29)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
    ],
)
def test_months_after_a_day(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


def test_milestones_on_one_day_or_given_in_any_order_are_dates_in_order() -> None:
    found = milestone_dates(
        [
            MilestoneDates(date(2026, 11, 2)),
            MilestoneDates(date(2026, 10, 20), date(2026, 10, 1)),
            MilestoneDates(date(2026, 11, 2)),
            MilestoneDates(),
        ],
        2,
        TODAY,
    )
    assert found == (date(2026, 10, 3), date(2026, 11, 4))


def test_dates_of_a_list_count_from_the_start_to_the_last_day_of_the_rule() -> None:
    days = tuple(date(2026, 10, day) for day in (1, 2, 5, 9, 12))
    one = rule(RhythmUnit.MILESTONE, date(2026, 10, 2), ends_on=date(2026, 10, 9), listed=days)
    assert one.dates(date.max) == days[1:4]


def test_landed_on_today_from_a_date_still_ahead_is_due_and_from_yesterday_is_missed() -> None:
    off = WorkCalendar(
        ((date(2020, 1, 1), WEEKDAYS),),
        time_off=(TimeOffSpan(date(2026, 10, 13), date(2026, 10, 30), date(2026, 9, 1)),),
    )
    friday = rule(RhythmUnit.WEEKLY, date(2026, 10, 16))
    assert rhythm_status(friday, None, LONG_AGO, TODAY, off).due_on == TODAY
    found = rhythm_status(friday, None, LONG_AGO, date(2026, 10, 14), off)
    assert (found.missed, found.next_on) == ((TODAY,), date(2026, 11, 6))
