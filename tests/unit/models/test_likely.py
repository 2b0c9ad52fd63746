"""Likely dates: worked cases, and the same by a slow clerk who works through the days minute by minute."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientdesk.models.bookable import BookableDay
from clientdesk.models.likely import (
    NO_ESTIMATE,
    Likely,
    Need,
    Piece,
    gap_days,
    is_at_risk,
    likely_dates,
    reached_on,
)

MONDAY = date(2026, 10, 12)


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def days(*free: int) -> list[BookableDay]:
    return [BookableDay(day(offset), minutes, 0) for offset, minutes in enumerate(free)]


def need(name: str, expected: int | None, *pieces: Piece, planned: int | None = None) -> Need:
    return Need(
        name,
        None if expected is None else day(expected),
        None if planned is None else day(planned),
        None,
        pieces,
    )


def left(minutes: int | None, *placed: tuple[int, int]) -> Piece:
    return Piece(minutes, tuple((day(offset), part) for offset, part in placed))


def test_nine_hours_left_and_four_free_before_the_day_they_expect() -> None:
    report = need("report", 3, left(540), planned=3)
    found = likely_dates([report], days(60, 60, 60, 60, 120, 0, 0, 90, 120))["report"]
    assert (found.remaining_minutes, found.free_minutes) == (540, 240)
    assert found.likely_on == day(8)
    assert is_at_risk(report.expected_on, report.planned_on, None, MONDAY, found)
    assert gap_days(report.expected_on, report.planned_on, None, found) == 5


def test_what_is_due_first_takes_the_hours_first_whatever_the_order_of_entry() -> None:
    early, late = need("early", 2, left(120)), need("late", 5, left(60))
    for order in ([early, late], [late, early]):
        found = likely_dates(order, days(60, 60, 60, 60))
        assert (found["early"].likely_on, found["late"].likely_on) == (day(1), day(2))
    assert found["late"].free_minutes == 120


def test_due_is_expected_else_planned_else_agreed_and_without_any_last() -> None:
    agreed = Need("agreed", None, None, day(1), (left(60),))
    planned = Need("planned", None, day(2), day(0), (left(60),))
    expected = Need("expected", day(3), day(0), day(0), (left(60),))
    bare = Need("bare", None, None, None, (left(60),))
    found = likely_dates([bare, expected, planned, agreed], days(60, 60, 60, 60))
    order = sorted(found, key=lambda name: found[name].likely_on or date.max)
    assert order == ["agreed", "planned", "expected", "bare"]


def test_ties_keep_their_order() -> None:
    first, second = need("first", 3, left(60)), need("second", 3, left(60))
    found = likely_dates([first, second], days(60, 60))
    assert (found["first"].likely_on, found["second"].likely_on) == (day(0), day(1))


def test_work_with_a_time_counts_on_its_day_and_only_the_rest_looks_for_hours() -> None:
    found = likely_dates([need("a", 9, left(180, (4, 120)))], days(0, 30, 30, 30))["a"]
    assert (found.rest_minutes, found.placed_until, found.likely_on) == (60, day(4), day(4))
    assert found.free_minutes == 120 + 90


def test_the_rest_after_the_placed_part_decides_when_it_takes_longer() -> None:
    found = likely_dates([need("a", 1, left(180, (1, 120)))], days(0, 0, 0, 60))["a"]
    assert found.likely_on == day(3)


def test_more_time_than_is_needed_ends_where_the_work_ends() -> None:
    found = likely_dates([need("a", 5, left(60, (1, 45), (2, 45), (6, 45)))], days(9, 9, 9))["a"]
    assert (found.likely_on, found.rest_minutes) == (day(2), 0)


def test_nothing_left_is_likely_today() -> None:
    found = likely_dates([need("a", 5, left(0))], days(0, 60))["a"]
    assert (found.likely_on, found.remaining_minutes) == (MONDAY, 0)


def test_a_piece_without_an_estimate_cant_be_told_but_the_known_work_takes_its_hours() -> None:
    vague, clear = need("vague", 1, left(60), left(None), left(None)), need("clear", 4, left(60))
    found = likely_dates([vague, clear], days(60, 60))
    assert (found["vague"].likely_on, found["vague"].unknown) == (None, 2)
    assert not found["vague"].is_after(day(1))
    assert found["clear"].likely_on == day(1)


def test_what_does_not_fit_into_the_horizon_is_late_without_a_date() -> None:
    found = likely_dates([need("a", 2, left(600))], days(60, 60, 60))["a"]
    assert (found.likely_on, found.not_by) == (None, day(2))
    assert found.is_after(day(2))
    assert not found.is_after(day(3))
    assert is_at_risk(day(2), None, None, MONDAY, found)


def test_a_day_in_the_past_leaves_no_hours_before_it() -> None:
    found = likely_dates([need("a", -3, left(60))], days(60))["a"]
    assert (found.free_minutes, found.likely_on) == (0, MONDAY)


def test_without_days_nothing_is_said() -> None:
    assert likely_dates([need("a", 1, left(60))], []) == {}


@pytest.mark.parametrize(
    ("expected", "planned", "actual", "likely", "at_risk", "gap"),
    [
        (3, 3, None, None, False, 0),
        (3, 5, None, None, True, 2),
        (3, 3, None, Likely(day(7)), True, 4),
        (3, 5, None, Likely(day(7)), True, 4),
        (3, 9, None, Likely(day(7)), True, 6),
        (3, 3, None, Likely(day(1)), False, 0),
        (3, 1, None, Likely(day(1)), False, -2),
        (3, None, None, Likely(day(1)), False, None),
        (3, None, None, Likely(day(4)), True, 1),
        (3, 3, None, NO_ESTIMATE, False, 0),
        (-1, -1, None, NO_ESTIMATE, True, 0),
        (3, 3, 6, Likely(day(7)), False, 3),
        (None, 3, None, Likely(day(7)), False, None),
        (0, 0, None, None, False, 0),
    ],
)
def test_at_risk_and_the_gap(
    expected: int | None,
    planned: int | None,
    actual: int | None,
    likely: Likely | None,
    at_risk: bool,
    gap: int | None,
) -> None:
    dates = tuple(None if offset is None else day(offset) for offset in (expected, planned, actual))
    assert is_at_risk(*dates, MONDAY, likely) is at_risk
    assert gap_days(*dates, likely) == gap


def test_a_likely_date_before_they_expect_it_is_no_plan() -> None:
    assert reached_on(day(3), None, None, Likely(day(1))) is None


# The same, worked through by a clerk.

pieces = st.builds(
    lambda minutes, placed: Piece(minutes, tuple(sorted((day(offset), part) for offset, part in placed))),
    st.one_of(st.integers(0, 40), st.integers(0, 40), st.none()),
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 15)), max_size=3),
)
offsets = st.one_of(st.none(), st.integers(-2, 12))
needs = st.lists(
    st.tuples(offsets, offsets, offsets, st.lists(pieces, min_size=1, max_size=3)), max_size=6
).map(
    lambda rows: [
        Need(
            str(number),
            *(None if offset is None else day(offset) for offset in dates),
            pieces=tuple(work),
        )
        for number, (*dates, work) in enumerate(rows)
    ]
)


def clerk(needs: list[Need], ahead: list[BookableDay]) -> dict[str, tuple[date | None, date | None, int]]:
    """Each minute of each day is given away on its own: likely day, horizon missed, minutes that found no day."""
    free = {each.day: max(each.capacity_minutes - each.placed_minutes, 0) for each in ahead}
    found = {}
    waiting = list(needs)
    while waiting:
        due = [one.expected_on or one.planned_on or one.agreed_on or date.max for one in waiting]
        one = waiting.pop(due.index(min(due)))
        last, unplaced, is_vague = MONDAY, 0, False
        for piece in one.pieces:
            if piece.remaining_minutes is None:
                is_vague = True
                continue
            minutes = piece.remaining_minutes
            own = [when for when, part in piece.placed for _ in range(part)]
            for when in own[:minutes]:
                last = max(last, when)
            for _ in range(minutes - len(own[:minutes])):
                open_days = [when for when in sorted(free) if free[when] > 0]
                if not open_days:
                    unplaced += 1
                    continue
                free[open_days[0]] -= 1
                last = max(last, open_days[0])
        missed = ahead[-1].day if unplaced else None
        found[one.milestone_id] = (
            None if is_vague or unplaced else last,
            None if is_vague else missed,
            unplaced,
        )
    return found


@pytest.mark.no_cover
@settings(max_examples=300, deadline=None)
@given(needs, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40)), min_size=1, max_size=10))
def test_the_clerk_comes_to_the_same_days(needs: list[Need], hours: list[tuple[int, int]]) -> None:
    ahead = [BookableDay(day(number), *minutes) for number, minutes in enumerate(hours)]
    found = likely_dates(needs, ahead)
    slow = clerk(needs, ahead)
    assert {key: (one.likely_on, one.not_by) for key, one in found.items()} == {
        key: (likely_on, not_by) for key, (likely_on, not_by, _) in slow.items()
    }


@pytest.mark.no_cover
@settings(max_examples=200, deadline=None)
@given(needs, st.lists(st.integers(0, 30), min_size=1, max_size=10))
def test_all_work_placed_fits_exactly_when_hours_before_the_day_suffice(
    needs: list[Need], hours: list[int]
) -> None:
    """What is said in words agrees with the date: enough free hours means in time, unless its own time is later."""
    ahead = days(*hours)
    found = likely_dates(needs, ahead)
    for one in needs:
        likely = found[one.milestone_id]
        if one.expected_on is None or likely.unknown or not MONDAY <= one.expected_on <= ahead[-1].day:
            continue
        assert likely.free_minutes is not None
        if likely.placed_until is None:
            assert likely.is_after(one.expected_on) == (likely.remaining_minutes > likely.free_minutes)
        elif not likely.is_after(one.expected_on):
            assert likely.remaining_minutes <= likely.free_minutes
