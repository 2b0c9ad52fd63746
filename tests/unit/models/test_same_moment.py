"""Announced under one key it is not announced under another: a rule changed in the middle, a practice on its way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.announcements import LIMIT, AnnouncingRules, Occasion, Step
from clientdesk.models.calendar import PolicyHours, WorkCalendar
from clientdesk.models.enums import RhythmKind
from clientdesk.models.same_moment import WITHIN, Said, was_said

PARIS = ZoneInfo("Europe/Paris")
RULES = AnnouncingRules(WorkCalendar(()), PARIS)
FRIDAY = date(2026, 10, 9)
NINE = datetime(2026, 10, 9, 9, tzinfo=PARIS).astimezone(UTC)


def occasion(source: str = "new", step: Step = Step.FIRST, on: date = FRIDAY, hours: int = 0) -> Occasion:
    middle = f"{source}/" if source else ""
    key = f"birch/{middle}{on}/{step}"
    return Occasion(key, "birch", source, step, on, NINE + timedelta(hours=hours))


def said(
    source: str = "old",
    kind: RhythmKind | None = RhythmKind.UPDATE,
    step: Step = Step.FIRST,
    on: date = FRIDAY,
    hours: int = 0,
) -> Said:
    middle = f"{source}/" if source else ""
    return Said(f"birch/{middle}{on}/{step}", kind, NINE + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("row", "is_same"),
    [
        (said(), True),
        (said("new", RhythmKind.CALL), True),  # the very key
        (said(kind=RhythmKind.CALL), False),
        (said(kind=None), False),
        (said(step=Step.SECOND), False),
        (said(on=FRIDAY + timedelta(days=1)), False),
        (said(LIMIT), False),
        (said("", step=Step.SUMMARY), False),
        (Said("an import brought this", RhythmKind.UPDATE, NINE), False),
    ],
)
def test_of_a_rhythm_kind_date_and_step_are_the_moment(row: Said, *, is_same: bool) -> None:
    assert was_said(occasion(), RhythmKind.UPDATE, [row], RULES) is is_same


def test_of_two_promises_of_one_kind_each_is_said() -> None:
    """Two birthdays on one day: the second one is its own; the row before a change is over, and one undone is gone."""
    assert not was_said(
        occasion(), RhythmKind.KEY_DATE, [said(kind=RhythmKind.KEY_DATE)], RULES, None, ("old", "new")
    )
    assert was_said(occasion(), RhythmKind.KEY_DATE, [said(kind=RhythmKind.KEY_DATE)], RULES, None, ("new",))
    assert was_said(
        occasion(), RhythmKind.KEY_DATE, [said("new", RhythmKind.KEY_DATE)], RULES, None, ("new",)
    )


def test_an_unknown_kind_is_no_kind() -> None:
    assert not was_said(occasion(), None, [said(kind=None)], RULES)


@pytest.mark.parametrize(("source", "step"), [(LIMIT, Step.FIRST), (LIMIT, Step.SECOND), ("", Step.SUMMARY)])
@pytest.mark.parametrize(("hours", "is_same"), [(-11, True), (15, True), (18, False), (-24, False)])
def test_a_limit_and_a_summary_have_another_date_in_another_zone(
    source: str, step: Step, hours: int, *, is_same: bool
) -> None:
    row = said(source, None, step, FRIDAY + timedelta(days=1), hours)
    assert was_said(occasion(source, step), None, [row], RULES) is is_same


def test_what_was_said_of_a_limit_before_the_last_word_was_of_another() -> None:
    due, row = occasion(LIMIT), said(LIMIT, None, on=FRIDAY - timedelta(days=1), hours=-17)
    assert was_said(due, None, [row], RULES, date(2026, 10, 7))
    assert not was_said(due, None, [row], RULES, date(2026, 10, 8))


@pytest.mark.parametrize(("source", "step"), [(LIMIT, Step.FIRST), (LIMIT, Step.SECOND), ("", Step.SUMMARY)])
def test_two_days_of_one_zone_are_two_moments_however_close(source: str, step: Step) -> None:
    """Thursdays from two, Fridays from seven: tomorrow is 17 hours away, and a snooze until then returns."""
    week = dict.fromkeys(range(5), ((420, 720),)) | {3: ((840, 1020),)}
    rules = AnnouncingRules(WorkCalendar(((date.min, PolicyHours(week, False)),)), PARIS)
    thursday = FRIDAY - timedelta(days=1)
    days = [rules.calendar.working_day_after(on) if step is Step.SECOND else on for on in (thursday, FRIDAY)]
    then, now = (rules.moment_on(day) for day in days)
    if step is not Step.SECOND:
        assert now - then < WITHIN
    row = Said(said(source, None, step, thursday).key, None, then)
    due = replace(occasion(source, step), moment=now)
    assert not was_said(due, None, [row], rules)
