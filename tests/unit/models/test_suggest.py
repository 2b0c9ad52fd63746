"""Suggested places: hard rules on drawn weeks, small weeks against every possibility, and fewer changes of client."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientdesk.models.enums import Impact
from clientdesk.models.suggest import (
    FOCUS_MINUTES,
    SHORTEST_PIECE,
    DayRoom,
    Place,
    Proposal,
    Why,
    Work,
    suggest,
    switches,
)

MONDAY = date(2026, 10, 12)


def room(day: int, *free: tuple[int, int], capacity: int | None = None, busy: tuple = ()) -> DayRoom:
    total = sum(end - start for start, end in free)
    return DayRoom(MONDAY + timedelta(day), free, total if capacity is None else capacity, busy)


def ordinary_week(capacity: int = 336) -> list[DayRoom]:
    return [room(day, (540, 720), (780, 1020), capacity=capacity) for day in range(5)]


def work(key: str, minutes: int, client: str | None = "a", due: int | None = None, **more: object) -> Work:
    due_on = None if due is None else MONDAY + timedelta(due)
    return Work(key, minutes, client, due_on, **more)  # type: ignore[arg-type]


def drawn_week(chance: Random, days: int = 5) -> list[DayRoom]:
    """Working hours with holes, on odd minutes too."""
    found = []
    for day in range(days):
        free, at = [], 480 + chance.randrange(0, 90)
        while at < 1_080:
            until = min(at + chance.choice([20, 45, 60, 110, 180, 240]), 1_080)
            free.append((at, until))
            at = until + chance.choice([7, 30, 60])
        busy = tuple((end, chance.choice(["a", "b", None])) for _, end in free[:1])
        total = sum(end - start for start, end in free)
        found.append(room(day, *free, capacity=chance.randrange(0, total + 60), busy=busy))
    return found


def drawn_work(chance: Random, count: int) -> list[Work]:
    return [
        work(
            f"w{number}",
            15 * chance.randrange(1, 25),
            chance.choice(["a", "b", "c", "d", None]),
            chance.choice([None, *range(-3, 12)]),
            impact=chance.choice(list(Impact)),
            in_share=chance.random() < 0.3,
            earliest=chance.choice([None, None, None, MONDAY + timedelta(2)]),
        )
        for number in range(count)
    ]


def minutes_of(places: list[Place]) -> int:
    return sum(place.end - place.start for place in places)


@pytest.mark.no_cover
@given(seed=st.integers(0, 10_000), count=st.integers(0, 30))
@settings(max_examples=25, deadline=None)
def test_places_keep_every_hard_rule(seed: int, count: int) -> None:
    keep_every_hard_rule(seed, count)


@pytest.mark.soak
@given(seed=st.integers(0, 10_000), count=st.integers(0, 30))
@settings(max_examples=300, deadline=None)
def test_places_of_many_weeks_keep_every_hard_rule(seed: int, count: int) -> None:
    keep_every_hard_rule(seed, count)


def keep_every_hard_rule(seed: int, count: int) -> None:
    chance = Random(seed)
    days, waiting = drawn_week(chance), drawn_work(chance, count)
    found = suggest(waiting, days)
    by_key: dict[str, list[Place]] = {}
    for place in found.places:
        by_key.setdefault(place.key, []).append(place)
        day = next(one for one in days if one.day == place.day)
        assert any(start <= place.start and place.end <= end for start, end in day.free)
        assert place.start % 15 == 0 and place.end % 15 == 0
        assert place.end - place.start <= FOCUS_MINUTES
        assert place.why
    for one in waiting:
        mine = by_key.get(one.key, [])
        assert minutes_of(mine) in (0, one.minutes)
        assert all(place.end - place.start >= min(SHORTEST_PIECE, one.minutes) for place in mine)
        assert all(one.earliest is None or place.day >= one.earliest for place in mine)
        assert sorted(place.part for place in mine) == list(range(1, len(mine) + 1))
    assert {one.key for one in waiting} == set(by_key) | {left.key for left in found.left_out}
    assert not set(by_key) & {left.key for left in found.left_out}
    for day in days:
        mine = sorted((p for p in found.places if p.day == day.day), key=lambda place: place.start)
        assert minutes_of(mine) <= day.capacity
        assert all(a.end <= b.start for a, b in pairwise(mine))


def test_the_same_week_gives_the_same_places() -> None:
    days, waiting = drawn_week(Random(5)), drawn_work(Random(6), 25)
    assert suggest(waiting, days) == suggest(waiting, days)


def trouble(late: int, left_out: int) -> int:
    return late + 4 * left_out


def trouble_of(found: Proposal, waiting: list[Work]) -> int:
    due = {one.key: one.due_on for one in waiting}
    late = {place.key for place in found.places if due[place.key] and place.day > due[place.key]}
    return trouble(len(late), sum(due[left.key] is not None for left in found.left_out))


def least_trouble(waiting: list[Work], days: list[DayRoom]) -> int:
    """Every way to lay the work into the stretches, each whole."""
    stretches = [(day, end - start) for day in days for start, end in day.free]
    least = 1_000
    for ways in product(range(-1, len(stretches)), repeat=len(waiting)):
        used: dict[int, int] = {}
        late = left_out = 0
        for one, way in zip(waiting, ways, strict=True):
            if way < 0:
                left_out += one.due_on is not None
                continue
            used[way] = used.get(way, 0) + one.minutes
            late += one.due_on is not None and stretches[way][0].day > one.due_on
        on_days: dict[date, int] = {}
        for way, minutes in used.items():
            on_days[stretches[way][0].day] = on_days.get(stretches[way][0].day, 0) + minutes
        fits = all(minutes <= stretches[way][1] for way, minutes in used.items())
        if fits and all(on_days.get(day.day, 0) <= day.capacity for day in days):
            least = min(least, trouble(late, left_out))
    return least


SMALL_WEEKS = [*range(20), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(20, 200))]


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", SMALL_WEEKS)
def test_a_small_week_is_solved_as_well_as_by_trying_everything(seed: int) -> None:
    chance = Random(seed)
    days = [
        room(day, (540, 540 + 15 * chance.randrange(4, 13)), (840, 840 + 15 * chance.randrange(2, 9)))
        for day in range(2)
    ]
    waiting = [
        work(f"w{number}", 15 * chance.randrange(2, 12), chance.choice("abc"), chance.choice([None, 0, 0, 1]))
        for number in range(5)
    ]
    assert trouble_of(suggest(waiting, days), waiting) <= least_trouble(waiting, days)


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_late_that_a_plain_exchange_would_save(seed: int) -> None:
    chance = Random(seed)
    days = [room(day, (540, 720), (780, 960)) for day in range(5)]
    waiting = [
        work(f"w{number}", 15 * chance.randrange(2, 13), chance.choice("abcde"), chance.randrange(0, 9))
        for number in range(24)
    ]
    found = suggest(waiting, days)
    by_key = {one.key: one for one in waiting}
    whole = [place for place in found.places if place.parts == 1]
    for late in whole:
        due = by_key[late.key].due_on
        if due is None or late.day <= due:
            continue
        for other in whole:
            length, wanted = other.end - other.start, late.end - late.start
            other_due = by_key[other.key].due_on
            stays_in_time = other_due is None or late.day <= other_due
            assert not (other.day <= due and length == wanted and stays_in_time), (late, other)


def clients_of(places: list[Place], waiting: list[Work], day: date) -> list[str | None]:
    client = {one.key: one.client_id for one in waiting}
    on_day = sorted((p for p in places if p.day == day), key=lambda place: place.start)
    return [client[place.key] for place in on_day]


def naive(waiting: list[Work], days: list[DayRoom]) -> list[Place]:
    """First place that fits, what is due first first."""
    left = [[day, start, end] for day in days for start, end in day.free]
    used = {day.day: 0 for day in days}
    found = []
    for one in sorted(waiting, key=lambda one: (one.due_on or date.max, one.key)):
        for spot in left:
            day, start, end = spot
            if end - start >= one.minutes and used[day.day] + one.minutes <= day.capacity:
                found.append(Place(one.key, day.day, start, start + one.minutes, 1, 1, (Why.FREE,)))
                spot[1] += one.minutes
                used[day.day] += one.minutes
                break
    return found


def test_a_week_changes_client_much_less_often_than_by_due_date_alone() -> None:
    ours = plain = 0
    for seed in range(8):
        chance = Random(seed)
        days = ordinary_week()
        waiting = [
            work(f"w{n}", 15 * chance.randrange(2, 7), chance.choice("abcdefgh"), chance.choice([None, 4, 9]))
            for n in range(24)
        ]
        found = suggest(waiting, days)
        assert not found.left_out
        by_due = naive(waiting, days)
        assert len(by_due) == len(waiting)
        ours += sum(switches(clients_of(list(found.places), waiting, day.day)) for day in days)
        plain += sum(switches(clients_of(by_due, waiting, day.day)) for day in days)
    assert ours * 2 < plain


def test_work_that_fits_in_a_stretch_stays_whole() -> None:
    found = suggest([work("report", 180, due=3)], ordinary_week())
    assert [(p.parts, p.end - p.start) for p in found.places] == [(1, 180)]
    assert found.places[0].why == (Why.BEFORE_DUE, Why.LONGEST)


def test_long_work_is_split_into_even_pieces() -> None:
    found = suggest([work("report", 480)], ordinary_week())
    assert sorted(place.end - place.start for place in found.places) == [150, 165, 165]
    assert {p.parts for p in found.places} == {3}


def test_work_is_split_rather_than_late() -> None:
    days = [room(0, (540, 600), (720, 780)), room(1, (540, 720))]
    found = suggest([work("report", 120, due=0)], days)
    assert [(p.day, p.end - p.start) for p in found.places] == [(MONDAY, 60), (MONDAY, 60)]


def test_what_cannot_be_in_time_comes_late_and_says_so() -> None:
    days = [room(0, (540, 570)), room(1, (540, 720))]
    found = suggest([work("report", 120, due=0)], days)
    assert found.places[0].day == MONDAY + timedelta(1)
    assert Why.LATE in found.places[0].why


def test_a_check_in_is_on_its_day_when_there_is_room() -> None:
    wednesday = MONDAY + timedelta(2)
    waiting = [work(f"w{n}", 120, "abc"[n % 3]) for n in range(6)]
    found = suggest([*waiting, Work("update", 30, "z", on_day=wednesday)], ordinary_week())
    update = next(place for place in found.places if place.key == "update")
    assert (update.day, update.why[0]) == (wednesday, Why.CHECK_IN)


def test_what_finds_no_room_says_how_much_is_missing() -> None:
    days = [room(0, (540, 720), capacity=150)]
    found = suggest([work("slides", 300, due=0)], days)
    assert found.places == ()
    assert [(left.needs, left.left, left.until) for left in found.left_out] == [(300, 150, MONDAY)]


def test_scraps_of_time_are_not_counted_as_left() -> None:
    days = [room(day, (540, 720), capacity=capacity) for day, capacity in enumerate((25, 44, 100))]
    found = suggest([work("slides", 150)], days)
    assert [left.left for left in found.left_out] == [30 + 90]


def test_due_work_comes_before_other_work_when_room_is_short() -> None:
    days = [room(0, (540, 720), capacity=120)]
    found = suggest([work("own", 120), work("due", 120, due=0)], days)
    assert [place.key for place in found.places] == ["due"]


def test_hours_reserved_for_a_client_come_first_when_room_is_short() -> None:
    days = [room(0, (540, 720), capacity=120)]
    found = suggest([work("other", 120, "a"), work("reserved", 120, "b", in_share=True)], days)
    assert [(place.key, place.why[0]) for place in found.places] == [("reserved", Why.SHARE)]


def test_work_goes_beside_the_same_clients_other_work() -> None:
    days = [
        room(0, (600, 720), busy=((540, "b"),)),
        room(1, (600, 720), busy=((540, "a"),)),
    ]
    found = suggest([work("notes", 45, "a")], days)
    assert (found.places[0].day, found.places[0].why) == (MONDAY + timedelta(1), (Why.BESIDE,))


def test_an_impossible_estimate_takes_nothing_from_the_rest() -> None:
    found = suggest([work("atlas", 54_000), work("note", 30)], ordinary_week())
    assert [place.key for place in found.places] == ["note"]
    assert [left.key for left in found.left_out] == ["atlas"]


def test_a_week_without_free_time_leaves_everything_out() -> None:
    found = suggest([work("note", 30)], [room(0)])
    assert found.places == () and found.left_out[0].left == 0
    assert suggest([work("note", 30)], []).left_out[0].left == 0
