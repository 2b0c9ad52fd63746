"""How pressing work is: the date first, then what depends on it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientdesk.models.enums import Impact
from clientdesk.models.priority import DateKind, priority, urgency
from clientdesk.services.work_words import priority_words

TODAY = date(2026, 10, 12)


def score(days: int | None, impact: Impact = Impact.NORMAL) -> int:
    due_on = None if days is None else TODAY + timedelta(days=days)
    return priority(TODAY, due_on=due_on, impact=impact).score


@given(st.integers(-400, 4_000))
def test_a_nearer_date_never_presses_less(days: int) -> None:
    assert urgency(days) >= urgency(days + 1)


@given(st.integers(-30, 60))
def test_more_impact_never_presses_less(days: int) -> None:
    assert score(days, Impact.HIGH) > score(days) > score(days, Impact.LOW)


def test_late_work_stands_before_anything_that_is_not() -> None:
    assert score(-1, Impact.LOW) > score(0)
    assert score(-1) > score(0, Impact.HIGH)


def test_what_matters_in_a_week_stands_before_what_is_small_in_four_days() -> None:
    assert score(7, Impact.HIGH) > score(4, Impact.LOW)
    assert score(1) > score(7, Impact.HIGH)


def test_a_date_however_far_presses_more_than_none() -> None:
    assert score(4_000) > score(None)


def test_the_soonest_date_decides_and_is_named() -> None:
    found = priority(
        TODAY, due_on=date(2026, 10, 20), expected_on=date(2026, 10, 16), planned_on=date(2026, 10, 19)
    )
    assert (found.kind, found.on) == (DateKind.EXPECTED, date(2026, 10, 16))


def test_what_the_client_expects_is_named_before_ones_own_date_of_the_same_day() -> None:
    day = date(2026, 10, 16)
    assert priority(TODAY, due_on=day, expected_on=day, planned_on=day).kind is DateKind.EXPECTED


@pytest.mark.parametrize(
    ("dates", "impact", "words"),
    [
        ({"expected_on": date(2026, 10, 15)}, Impact.HIGH, "expected Thu 15 Oct, high impact"),
        ({"due_on": TODAY}, Impact.NORMAL, "due today"),
        ({"due_on": date(2026, 10, 13)}, Impact.LOW, "due tomorrow, low impact"),
        ({"due_on": date(2026, 10, 9)}, Impact.NORMAL, "was due Fri 9 Oct"),
        ({"planned_on": date(2026, 10, 19)}, Impact.NORMAL, "planned for Mon 19 Oct"),
        ({}, Impact.HIGH, "high impact"),
        ({}, Impact.NORMAL, ""),
    ],
)
def test_it_is_said_in_words(dates: dict[str, date], impact: Impact, words: str) -> None:
    assert priority_words(priority(TODAY, impact=impact, **dates), TODAY) == words
