"""Rules of repetition: the usual ones, the odd ones, and those that are refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientdesk.models.errors import InvalidInput
from clientdesk.models.recurrence import MOST_DATES, checked_rule, next_dates, occurrences
from clientdesk.services.wording import words_for_problem
from clientdesk.services.work_words import rule_words

MONDAY = date(2026, 10, 12)


def days(rule: str, count: int = 3, starts_on: date = MONDAY, first: date = MONDAY) -> list[str]:
    return [day.isoformat() for day in next_dates(rule, starts_on, first, count)]


@pytest.mark.parametrize(
    ("rule", "dates", "words"),
    [
        ("FREQ=DAILY", ["2026-10-12", "2026-10-13", "2026-10-14"], "every day"),
        ("FREQ=DAILY;INTERVAL=10", ["2026-10-12", "2026-10-22", "2026-11-01"], "every 10 days"),
        ("FREQ=WEEKLY", ["2026-10-12", "2026-10-19", "2026-10-26"], "every Monday"),
        (
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            ["2026-10-12", "2026-10-13", "2026-10-14"],
            "every weekday",
        ),
        ("FREQ=WEEKLY;BYDAY=TH,TU", ["2026-10-13", "2026-10-15", "2026-10-20"], "every Tuesday and Thursday"),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
            ["2026-10-16", "2026-10-30", "2026-11-13"],
            "every second Friday",
        ),
        (
            "FREQ=WEEKLY;INTERVAL=3;BYDAY=FR",
            ["2026-10-16", "2026-11-06", "2026-11-27"],
            "every 3 weeks on Friday",
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=31", ["2026-10-31", "2026-12-31", "2027-01-31"], "on day 31 of the month"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            ["2026-10-31", "2026-11-30", "2026-12-31"],
            "on the last day of the month",
        ),
        (
            "FREQ=MONTHLY;BYDAY=2TU",
            ["2026-10-13", "2026-11-10", "2026-12-08"],
            "on the second Tuesday of the month",
        ),
        (
            "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
            ["2026-10-30", "2027-01-29", "2027-04-30"],
            "every 3 months, on the last Friday",
        ),
        (
            "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3",
            ["2027-03-03", "2028-03-03", "2029-03-03"],
            "every year on 3 March",
        ),
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
            ["2028-02-29", "2032-02-29", "2036-02-29"],
            "every year on 29 February",
        ),
    ],
)
def test_usual_rules_give_their_days_and_words(rule: str, dates: list[str], words: str) -> None:
    assert days(rule) == dates
    assert rule_words(rule, MONDAY) == words


def test_an_unusual_rule_is_kept_and_shown_as_it_is() -> None:
    rule = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
    assert days(rule) == ["2026-10-30", "2026-11-30", "2026-12-31"]
    assert rule_words(rule, MONDAY) == f"by its rule {rule}"


def test_a_rule_ends_with_its_count_or_its_last_day() -> None:
    assert days("FREQ=DAILY;COUNT=2", 9) == ["2026-10-12", "2026-10-13"]
    assert days("FREQ=DAILY;UNTIL=20261014", 9) == ["2026-10-12", "2026-10-13", "2026-10-14"]
    assert days("FREQ=DAILY;UNTIL=20261014T235959Z", 9) == ["2026-10-12", "2026-10-13", "2026-10-14"]


def test_a_counted_rule_counts_from_its_start() -> None:
    assert days("FREQ=WEEKLY;COUNT=3", 9, first=date(2026, 10, 20)) == ["2026-10-26"]


def test_nothing_comes_before_the_start() -> None:
    assert occurrences("FREQ=DAILY", MONDAY, date(2026, 1, 1), MONDAY) == (MONDAY,)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("FREQ=SECONDLY", "rule_too_fine"),
        ("FREQ=HOURLY;INTERVAL=3", "rule_too_fine"),
        ("FREQ=DAILY;BYHOUR=3", "rule_too_fine"),
        ("FREQ=DAILY;COUNT=99999999", "rule_too_often"),
        ("FREQ=WEEKLY;INTERVAL=5000", "rule_too_rare"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "rule_never"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "rule_never"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", "rule_never"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", "rule_never"),
        ("FREQ=DAILY;UNTIL=20200101", "rule_never"),
        ("", "not_a_rule"),
        ("every Monday", "not_a_rule"),
        ("FREQ=DAILY;INTERVAL=0", "not_a_rule"),
        ("FREQ=DAILY;INTERVAL=-1", "not_a_rule"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20271231", "not_a_rule"),
        ("FREQ=DAILY;FREQ=WEEKLY", "not_a_rule"),
        ("FREQ=WEEKLY;BYDAY=XX", "not_a_rule"),
        ("FREQ=WEEKLY;BYDAY=2MO", "not_a_rule"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "not_a_rule"),
        ("FREQ=MONTHLY;BYMONTHDAY=٣", "not_a_rule"),
        ("FREQ=DAILY;UNTIL=20269999", "not_a_rule"),
        ("FREQ=DAILY;UNTIL=20261014oops", "not_a_rule"),
        ("FREQ=DAILY\nEXDATE:20261012", "not_a_rule"),
        ("FREQ=DAILY;BYEASTER=0", "not_a_rule"),
    ],
)
def test_what_makes_no_sense_or_no_end_is_refused_in_words(rule: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked_rule(rule, MONDAY)
    assert [problem.code for problem in refused.value.problems] == [code]
    said = words_for_problem(refused.value.problems[0])
    assert said != "Rule: This entry can't be kept as it is."
    assert "{" not in said


def test_at_most_so_many_days_are_laid_out() -> None:
    assert len(occurrences("FREQ=DAILY", MONDAY, MONDAY, date(2200, 1, 1))) == MOST_DATES


def test_a_rule_is_kept_in_capitals_without_its_name() -> None:
    assert checked_rule("rrule:freq=weekly;byday=mo;", MONDAY) == "FREQ=WEEKLY;BYDAY=MO"


@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(1950, 1, 1), date(2090, 12, 31)),
    st.integers(0, 20_000),
    st.sampled_from((1, 2, 3, 7)),
)
def test_days_far_from_the_start_are_those_of_the_calendar(starts_on: date, gap: int, interval: int) -> None:
    """The dates are laid out elsewhere in the calendar and brought back; a week stays a week."""
    first = starts_on + timedelta(days=gap)
    last = first + timedelta(days=60)
    found = occurrences(f"FREQ=WEEKLY;INTERVAL={interval}", starts_on, first, last)
    step = 7 * interval
    ahead = (step - gap % step) % step
    assert list(found) == [first + timedelta(days=days) for days in range(ahead, 61, step)]


@settings(max_examples=40, deadline=None)
@given(st.dates(date(1950, 1, 1), date(2190, 12, 31)))
def test_the_last_day_of_a_month_is_that_month_s(starts_on: date) -> None:
    for day in next_dates("FREQ=MONTHLY;BYMONTHDAY=-1", starts_on, starts_on, 30):
        assert (day + timedelta(days=1)).day == 1
