"""Working days: hours in force, public holidays, time off, and where promises land."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientdesk.models.calendar import merged
from clientdesk.models.schedule import (
    Load,
    PolicyHours,
    TimeOffSpan,
    WorkCalendar,
    capacity_minutes,
    capacity_word,
)

NINE_TO_FIVE = ((540, 1020),)
WEEKDAYS = PolicyHours(dict.fromkeys(range(5), NINE_TO_FIVE))
NEVER = PolicyHours({})
START = date(2026, 1, 1)


def october(day: int) -> date:
    return date(2026, 10, day)


def plain(*time_off: TimeOffSpan) -> WorkCalendar:
    return WorkCalendar(((START, WEEKDAYS),), time_off=time_off)


def off(first: int, last: int, entered: date = date(2026, 9, 10)) -> TimeOffSpan:
    return TimeOffSpan(october(first), october(last), entered)


def test_hours_follow_the_policy_in_force_on_the_day() -> None:
    mornings = PolicyHours({0: ((480, 720),)})
    calendar = WorkCalendar(((october(12), mornings), (START, WEEKDAYS)))
    assert calendar.hours_on(october(5)) == NINE_TO_FIVE
    assert calendar.hours_on(october(12)) == ((480, 720),)
    assert calendar.hours_on(october(13)) == ()


def test_earliest_policy_stands_for_the_days_before_it() -> None:
    assert plain().is_working_day(date(2025, 12, 31))


def test_without_any_policy_no_day_is_worked_and_dates_stay() -> None:
    calendar = WorkCalendar(())
    assert not calendar.is_working_day(october(5))
    assert calendar.move_occurrence(october(5)) == october(5)


def test_spans_of_a_day_are_ordered_and_joined() -> None:
    assert merged(((780, 1020), (540, 720), (700, 750), (600, 600))) == ((540, 750), (780, 1020))


def test_public_holidays_count_only_where_observed() -> None:
    asked: list[int] = []

    def lookup(year: int) -> frozenset[date]:
        asked.append(year)
        return frozenset({october(7)})

    calendar = WorkCalendar(((START, WEEKDAYS),), lookup)
    assert not calendar.is_working_day(october(7))
    assert calendar.is_working_day(october(8))
    assert asked == [2026]
    ignoring = WorkCalendar(((START, PolicyHours(WEEKDAYS.weekdays, observes_holidays=False)),), lookup)
    assert ignoring.is_working_day(october(7))


def test_next_and_previous_working_day_include_the_day_itself() -> None:
    calendar = plain(off(8, 14))
    assert calendar.next_working_day(october(7)) == october(7)
    assert calendar.next_working_day(october(8)) == october(15)
    assert calendar.previous_working_day(october(14)) == october(7)
    assert calendar.working_day_after(october(7)) == october(15)


@pytest.mark.parametrize(
    ("day", "entered", "lands"),
    [
        pytest.param(9, date(2026, 9, 10), 7, id="before you leave"),
        pytest.param(9, october(7), 7, id="entered on that very day"),
        pytest.param(9, october(8), 15, id="entered too late for the day before"),
        pytest.param(9, october(20), 15, id="entered afterwards"),
        pytest.param(17, date(2026, 9, 10), 16, id="a weekend is no time off"),
        pytest.param(17, october(20), 16, id="time off elsewhere plays no part"),
        pytest.param(15, october(20), 15, id="a working day stays"),
    ],
)
def test_occurrence_moves_back_but_not_before_time_off_was_entered(
    day: int, entered: date, lands: int
) -> None:
    assert plain(off(8, 14, entered)).move_occurrence(october(day)) == october(lands)


def test_day_off_behind_late_time_off_moves_forward_too() -> None:
    """Sunday is free anyway, but the Friday before it was taken off only on the day."""
    assert plain(off(9, 9, october(9))).move_occurrence(october(11)) == october(12)


def test_date_stays_when_no_working_day_is_within_five_years() -> None:
    calendar = WorkCalendar(((START, NEVER),))
    saturday = october(10)
    assert calendar.move_occurrence(saturday) == saturday
    assert calendar.next_working_day(saturday) == saturday
    assert calendar.previous_working_day(saturday) == saturday
    assert calendar.add_working_days(saturday, 3) == saturday
    assert calendar.hours_on(saturday) == ()


def test_date_moves_over_years_of_time_off_up_to_five() -> None:
    def lands(last: date) -> date:
        return plain(TimeOffSpan(october(8), last, date(2026, 9, 10))).move_occurrence(last)

    assert lands(date(2031, 10, 7)) == october(7)
    assert lands(date(2031, 10, 8)) == date(2031, 10, 9)


def test_date_moves_forward_when_nothing_was_worked_before() -> None:
    calendar = WorkCalendar(((START, NEVER), (october(12), WEEKDAYS)))
    assert calendar.move_occurrence(october(10)) == october(12)


def test_date_stays_behind_time_off_without_end() -> None:
    forever = TimeOffSpan(october(8), date(2040, 1, 1), october(8))
    assert plain(forever).move_occurrence(october(9)) == october(9)


@pytest.mark.parametrize("edge", [date.min, date.max])
def test_edges_of_the_calendar_do_not_fail(edge: date) -> None:
    calendar = WorkCalendar(((START, NEVER),))
    assert calendar.next_working_day(edge) == edge
    assert calendar.previous_working_day(edge) == edge
    assert calendar.working_day_after(date.max) == date.max


def test_adding_working_days_skips_what_is_not_worked() -> None:
    calendar = plain(off(8, 14))
    assert calendar.add_working_days(october(7), 0) == october(7)
    assert calendar.add_working_days(october(7), 2) == october(16)
    assert calendar.add_working_days(october(16), -2) == october(7)
    assert calendar.add_working_days(october(10), 1) == october(15)
    assert calendar.count_working_days(october(7), october(16)) == 2


@pytest.mark.no_cover
@settings(max_examples=200, deadline=None)
@given(st.integers(0, 400), st.integers(1, 60))
def test_adding_working_days_is_undone_by_counting(offset: int, count: int) -> None:
    calendar = plain(off(8, 14))
    day = START + timedelta(days=offset)
    later = calendar.add_working_days(day, count)
    assert calendar.is_working_day(later)
    assert calendar.count_working_days(day, later) == count


@pytest.mark.no_cover
@settings(max_examples=200, deadline=None)
@given(st.dates(date(2026, 9, 1), date(2026, 11, 1)), st.integers(1, 10), st.integers(-20, 12))
def test_moving_keeps_the_order_of_days(first: date, days: int, entered: int) -> None:
    span = TimeOffSpan(first, first + timedelta(days=days), first + timedelta(days=entered))
    calendar = plain(span, off(8, 14))
    landed = [calendar.move_occurrence(date(2026, 8, 20) + timedelta(days=offset)) for offset in range(90)]
    assert landed == sorted(landed)


def test_calendars_with_the_same_rules_are_equal_whatever_they_have_looked_up() -> None:
    asked = plain(off(8, 14))
    asked.move_occurrence(october(9))
    assert asked == plain(off(8, 14))


def test_capacity_is_hours_less_meetings_less_buffer() -> None:
    calendar = plain(off(8, 14))
    assert capacity_minutes(october(7), calendar) == 384
    assert capacity_minutes(october(7), calendar, meeting_minutes=90) == 312
    assert capacity_minutes(october(7), calendar, meeting_minutes=90, buffer_percent=0) == 390
    assert capacity_minutes(october(7), calendar, meeting_minutes=600) == 0
    assert capacity_minutes(october(8), calendar) == 0
    assert capacity_minutes(october(10), calendar) == 0


@pytest.mark.parametrize(
    ("planned", "capacity", "word"),
    [
        (0, 0, Load.STEADY),
        (1, 0, Load.OVER),
        (340, 400, Load.STEADY),
        (341, 400, Load.WATCH),
        (400, 400, Load.WATCH),
        (401, 400, Load.OVER),
    ],
)
def test_capacity_in_a_word(planned: int, capacity: int, word: Load) -> None:
    assert capacity_word(planned, capacity) is word
