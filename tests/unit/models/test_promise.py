"""The promise check against a naive simulation, minute by minute, and what must hold of every answer."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientdesk.models.enums import WorkKind
from clientdesk.models.promise import (
    FEWEST_FINISHED,
    Answer,
    Commitment,
    Experience,
    Finished,
    Guess,
    Request,
    check,
    draw_all,
    spread_of,
)

MONDAY = date(2026, 10, 12)
DAYS = 14


def drawn_finished(chance: Random, count: int) -> list[Finished]:
    return [
        Finished(
            chance.randrange(30, 400),
            chance.randrange(20, 700),
            chance.choice(["a", "b", "c"]),
            chance.choice([WorkKind.WRITING, WorkKind.BUILD]),
        )
        for _ in range(count)
    ]


def drawn_commitments(chance: Random, most: int = 5) -> list[Commitment]:
    return [
        Commitment(
            f"c{number}",
            chance.randrange(1, 14),
            MONDAY + timedelta(chance.randrange(-2, DAYS + 3)),
            chance.choice(["a", "b", None]),
            chance.choice([WorkKind.WRITING, WorkKind.OTHER]),
            is_scaled=chance.random() < 0.8,
        )
        for number in range(chance.randrange(0, most))
    ]


def answer(
    free: list[int],
    commitments: list[Commitment],
    request: Request,
    spread: Guess | Experience,
    by: date | None = None,
    count: int = 200,
) -> Answer:
    drawn = draw_all(request, commitments, spread, count)
    return check(free, MONDAY, commitments, request, drawn, by)


def met(free: list[int], jobs: list[tuple[int, int, int]], judged_from: int) -> bool:
    """One person, one minute after the other, always at the job due first that may be begun.

    Jobs are (due day, minutes, first day). Whether all due on `judged_from` or later are done by their day, and
    by each such day all that was due before it too.
    """
    left = [minutes for _, minutes, _ in jobs]
    for day, minutes in enumerate(free):
        for _ in range(minutes):
            ready = [number for number, (_, _, begin) in enumerate(jobs) if left[number] and begin <= day]
            if not ready:
                break
            left[min(ready, key=lambda number: (jobs[number][0], number))] -= 1
        is_judged = day >= judged_from
        if is_judged and any(left[number] and due <= day for number, (due, _, _) in enumerate(jobs)):
            return False
    return True


def naive_day(free: list[int], jobs: list[tuple[int, int, int]], minutes: int, begin: int) -> int | None:
    """The first day the request can be due on so that everything from then on is met; by trying each day."""
    for day in range(begin, len(free)):
        if met(free, [*jobs, (day, minutes, begin)], day):
            return day
    return None


def test_it_agrees_with_working_minute_by_minute_on_a_thousand_weeks() -> None:
    chance = Random(2026)
    for _ in range(1_000):
        free = [chance.choice([0, 0, 2, 3, 4, 6]) for _ in range(DAYS)]
        commitments = drawn_commitments(chance)
        request = Request(
            chance.randrange(1, 12), MONDAY + timedelta(chance.randrange(0, 5)), "a", WorkKind.WRITING
        )
        spread = spread_of(drawn_finished(chance, chance.choice([0, 4, 5, 12])), chance.choice([0, 20, 50]))
        count = 4
        drawn = draw_all(request, commitments, spread, count)
        begin = (request.start_on - MONDAY).days
        naive = []
        for number in range(count):
            jobs = [
                (max((one.due_on - MONDAY).days, 0), drawn.commitments[place][number], 0)
                for place, one in enumerate(commitments)
                if (one.due_on - MONDAY).days < DAYS
            ]
            naive.append(naive_day(free, jobs, drawn.request[number], begin))
        days = sorted(DAYS if day is None else day for day in naive)
        found = check(free, MONDAY, commitments, request, drawn)
        for percent, place in ((25, 0), (50, 1), (75, 2), (100, 3)):
            wanted = None if days[place] == DAYS else MONDAY + timedelta(days[place])
            assert found.done_on(percent) == wanted
        for day in range(DAYS):
            share = sum(one <= day for one in days) * 25
            assert found.chance_by(MONDAY + timedelta(day)) == share


@given(seed=st.integers(0, 100_000))
@pytest.mark.no_cover
@settings(max_examples=150, deadline=None)
def test_more_hours_or_a_later_start_are_never_done_earlier(seed: int) -> None:
    chance = Random(seed)
    free = [chance.choice([0, 60, 200, 300]) for _ in range(60)]
    commitments = [
        Commitment(f"c{n}", chance.randrange(10, 900), MONDAY + timedelta(chance.randrange(0, 70)), "a")
        for n in range(chance.randrange(0, 8))
    ]
    spread = spread_of(drawn_finished(chance, chance.randrange(0, 12)), 20)
    minutes, start = chance.randrange(1, 2_000), chance.randrange(0, 20)
    more, later = minutes + chance.randrange(0, 600), start + chance.randrange(0, 10)
    base, larger, delayed = (
        answer(free, commitments, Request(asked, MONDAY + timedelta(begin), "a"), spread)
        for asked, begin in ((minutes, start), (more, start), (minutes, later))
    )
    far = date.max
    for percent in (10, 50, 85, 99):
        assert (larger.done_on(percent) or far) >= (base.done_on(percent) or far)
        assert (delayed.done_on(percent) or far) >= (base.done_on(percent) or far)
    assert (base.done_on(85) or far) >= (base.done_on(50) or far)


@given(seed=st.integers(0, 100_000))
@pytest.mark.no_cover
@settings(max_examples=100, deadline=None)
def test_the_scope_said_to_be_safe_is_safe_and_a_little_more_is_not(seed: int) -> None:
    chance = Random(seed)
    free = [chance.choice([0, 60, 200, 300]) for _ in range(40)]
    commitments = [
        Commitment(f"c{n}", chance.randrange(10, 600), MONDAY + timedelta(chance.randrange(0, 45)), "a")
        for n in range(chance.randrange(0, 6))
    ]
    spread = spread_of(drawn_finished(chance, chance.choice([0, 9])), 20)
    start = MONDAY + timedelta(chance.randrange(0, 8))
    by = MONDAY + timedelta(chance.randrange(0, 39))
    scope = answer(free, commitments, Request(600, start, "a"), spread, by).scope_minutes()
    assert scope is not None
    if scope:
        enough = answer(free, commitments, Request(scope, start, "a"), spread).done_on(85)
        assert enough is not None and enough <= by
    too_much = answer(free, commitments, Request(scope + 1, start, "a"), spread).done_on(85)
    assert too_much is None or too_much > by


def test_below_five_finished_pieces_it_guesses_from_the_buffer() -> None:
    few = drawn_finished(Random(1), FEWEST_FINISHED - 1)
    guess = spread_of(few, 20)
    assert guess == Guess(20)
    assert isinstance(spread_of([*few, few[0]], 20), Experience)
    ratios = guess.ratios("request", None, WorkKind.OTHER, 2_000)
    assert (ratios[0], ratios[-1]) == (1_000, 1_399)
    assert ratios[1_000] == 1_200 and ratios[1_700] == 1_340


def test_the_guess_counts_each_hour_as_it_says() -> None:
    free = [60] * 40
    found = answer(free, [], Request(600, MONDAY), Guess(20), count=2_000)
    assert found.done_on(50) == MONDAY + timedelta(11)
    assert found.done_on(85) == MONDAY + timedelta(13)


def test_without_a_buffer_a_guess_knows_no_days_between() -> None:
    found = answer([60] * 20, [], Request(600, MONDAY), Guess(0))
    assert found.done_on(50) == found.done_on(85) == MONDAY + timedelta(9)


def test_work_that_always_took_twice_as_long_takes_twice_as_long() -> None:
    finished = [Finished(60, 120, "a", WorkKind.WRITING)] * 6
    found = answer([60] * 30, [], Request(300, MONDAY, "a", WorkKind.WRITING), spread_of(finished, 20))
    assert found.done_on(50) == found.done_on(85) == MONDAY + timedelta(9)


def test_what_is_like_it_counts_most_and_the_rest_a_little() -> None:
    alike = [Finished(60, 120, "a", WorkKind.WRITING)] * 15
    others = [Finished(60, 60, "b", WorkKind.BUILD)] * 15
    known = Experience([*alike, *others])
    assert known.table("a", WorkKind.WRITING).count(2_000) == pytest.approx(200 * (1 - 0.25**3 / 2), abs=2)
    assert known.table("b", WorkKind.BUILD).count(1_000) == pytest.approx(200 * (1 - 0.25**3 / 2), abs=2)
    assert known.table("new", WorkKind.OTHER).count(2_000) == 100
    assert known.table("a", None).count(2_000) == pytest.approx(200 * (1 - 0.25 / 2), abs=2)
    assert known.like("a", None) == 15
    assert known.middle("a", WorkKind.WRITING) == 2_000
    assert known.like("a", WorkKind.WRITING) == 15


def test_a_wild_ratio_is_held_within_four_times() -> None:
    assert Finished(1, 10_000, None, WorkKind.OTHER).ratio == 4_000
    assert Finished(10_000, 1, None, WorkKind.OTHER).ratio == 250


def test_what_is_promised_already_comes_first() -> None:
    due = [Commitment("report", 180, MONDAY + timedelta(3), is_scaled=False)]
    found = answer([60] * 20, due, Request(120, MONDAY), Guess(0))
    assert found.done_on(50) == MONDAY + timedelta(4)
    assert found.blockers == ("report",)


def test_it_may_come_before_what_is_due_later_when_both_fit() -> None:
    later = [Commitment("report", 120, MONDAY + timedelta(9), is_scaled=False)]
    found = answer([60] * 20, later, Request(120, MONDAY), Guess(0))
    assert found.done_on(50) == MONDAY + timedelta(1)
    assert found.blockers == ()


def test_what_is_late_already_comes_before_everything() -> None:
    late = [Commitment("old", 120, MONDAY - timedelta(5), is_scaled=False)]
    assert answer([60] * 20, late, Request(60, MONDAY), Guess(0)).done_on(50) == MONDAY + timedelta(2)


def test_more_promised_than_there_are_hours_gives_no_date() -> None:
    too_much = [Commitment("all", 5_000, MONDAY + timedelta(18), is_scaled=False)]
    found = answer([60] * 19, too_much, Request(60, MONDAY), Guess(20), MONDAY + timedelta(5))
    assert found.done_on(50) is None and found.done_on(85) is None
    assert found.chance_by(MONDAY + timedelta(5)) == 0
    assert found.scope_minutes() == 0


def test_a_day_that_has_passed_has_no_chance() -> None:
    found = answer([60] * 5, [], Request(30, MONDAY), Guess(0), MONDAY - timedelta(1))
    assert found.chance_by(MONDAY - timedelta(1)) == 0
    assert found.scope_minutes() == 0


def test_only_certainty_is_said_to_be_certain() -> None:
    found = answer([1_199, 9], [], Request(600, MONDAY), Guess(50), count=2_000)
    assert found.chance_by(MONDAY) == 99
    assert found.chance_by(MONDAY + timedelta(1)) == 100


def test_other_commitments_do_not_change_the_draws_of_the_request() -> None:
    spread = Experience(drawn_finished(Random(4), 9))
    request = Request(60, MONDAY, "a")
    alone = draw_all(request, [], spread, 50)
    among = draw_all(request, [Commitment("x", 60, MONDAY)], spread, 50)
    assert alone.request == among.request
