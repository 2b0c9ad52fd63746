"""Hours that can be booked, and what is left of a piece of work."""

from __future__ import annotations

from datetime import date

import pytest

from clientdesk.models.bookable import BookableDay, bookable_minutes
from clientdesk.models.remaining import ItemFacts, Remaining, StepFacts, item_remaining, milestone_remaining

NINE_TO_FIVE = ((540, 1020),)


@pytest.mark.parametrize(
    ("hours", "fixed", "buffer", "from_minute", "minutes"),
    [
        (NINE_TO_FIVE, (), 0, 0, 480),
        (NINE_TO_FIVE, (), 20, 0, 384),
        (NINE_TO_FIVE, ((540, 600), (570, 630)), 20, 0, 312),
        (NINE_TO_FIVE, ((480, 540), (1020, 1100)), 0, 0, 480),
        (NINE_TO_FIVE, ((0, 1440),), 20, 0, 0),
        (NINE_TO_FIVE, ((540, 600),), 0, 600, 420),
        (NINE_TO_FIVE, ((540, 660),), 0, 600, 360),
        (NINE_TO_FIVE, (), 20, 1020, 0),
        (((540, 720), (780, 1020)), ((700, 800),), 0, 600, 320),
        ((), ((540, 600),), 20, 0, 0),
        (NINE_TO_FIVE, (), 100, 0, 0),
    ],
)
def test_what_can_be_booked_of_a_day(
    hours: tuple[tuple[int, int], ...],
    fixed: tuple[tuple[int, int], ...],
    buffer: int,
    from_minute: int,
    minutes: int,
) -> None:
    assert bookable_minutes(hours, fixed, buffer, from_minute) == minutes


@pytest.mark.parametrize(("placed", "free"), [(0, 300), (300, 0), (420, 0), (60, 240)])
def test_a_day_that_is_too_full_has_nothing_free(placed: int, free: int) -> None:
    assert BookableDay(date(2026, 10, 12), 300, placed).free_minutes == free


@pytest.mark.parametrize(
    ("estimate", "worked", "steps", "left"),
    [
        (None, 0, (), None),
        (None, 30, (), None),
        (120, 0, (), 120),
        (120, 45, (), 75),
        (120, 500, (), 0),
        (120, 45, ((None, False), (None, True)), 75),
        (120, 0, ((30, True), (40, False)), 40),
        (None, 0, ((30, True), (40, False)), 40),
        (None, 0, ((30, True), (40, True)), 0),
        (None, 0, ((30, False), (None, False)), None),
        (None, 0, ((30, False), (None, True)), 30),
        (240, 60, ((30, False), (None, False)), 180),
        (60, 50, ((30, False), (None, False)), 30),
    ],
)
def test_what_is_left_of_a_work_item(
    estimate: int | None, worked: int, steps: tuple[tuple[int | None, bool], ...], left: int | None
) -> None:
    assert item_remaining(estimate, worked, [StepFacts(*step) for step in steps]) == left


def test_open_work_says_what_is_left_of_a_milestone() -> None:
    items = [ItemFacts(120, 30), ItemFacts(None, 0, (StepFacts(60, is_done=False),)), ItemFacts(None)]
    assert milestone_remaining(items, has_work=True, estimate_minutes=9_000) == Remaining(150, 1)
    assert milestone_remaining(items, has_work=True).known_minutes is None
    assert milestone_remaining(items[:2], has_work=True).known_minutes == 150


def test_the_milestones_own_estimate_is_asked_only_without_work() -> None:
    assert milestone_remaining([], has_work=False, estimate_minutes=600) == Remaining(600, 0)
    assert milestone_remaining([], has_work=False, estimate_minutes=600, worked_minutes=90) == Remaining(
        510, 0
    )
    assert milestone_remaining([], has_work=True, estimate_minutes=600) == Remaining(0, 0)


def test_without_work_and_estimate_it_is_unknown_and_not_nothing() -> None:
    left = milestone_remaining([], has_work=False)
    assert left == Remaining(0, 1)
    assert left.known_minutes is None
