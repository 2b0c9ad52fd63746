"""Suggested places for 60 items, and the promise check at 2,000 draws: pure rules, no store.

The floor of a suggestion is the same week filled by due date alone, each item into the first gap that holds it.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks._figures import Figure, finish, medians
from clientdesk.models.enums import Impact, WorkKind
from clientdesk.models.promise import Commitment, Finished, Request, check, draw_all, spread_of
from clientdesk.models.suggest import DayRoom, Work, suggest

MONDAY = date(2026, 10, 12)
ITEMS, CLIENTS = 60, 8
COMMITMENTS, WEEKS, FINISHED = 40, 26, 60


def week() -> list[DayRoom]:
    """Five days of seven hours with a meeting each, and a short Saturday: room for about as much as waits."""
    days = [
        DayRoom(MONDAY + timedelta(number), ((480, 720), (780, 900), (945, 1_080)), 480, ((720, "1"),))
        for number in range(5)
    ]
    return [*days, DayRoom(MONDAY + timedelta(5), ((540, 780),), 192)]


def work(shortest: int, longest: int) -> list[Work]:
    """Sixty items of eight clients, half of them due, some pressing."""
    chance = random.Random(7)
    return [
        Work(
            f"w{number}",
            15 * chance.randrange(shortest, longest),
            str(number % CLIENTS),
            chance.choice([None, MONDAY + timedelta(chance.randrange(0, 15))]),
            impact=chance.choice(list(Impact)),
            in_share=chance.random() < 0.4,
        )
        for number in range(ITEMS)
    ]


def by_due_date(waiting: list[Work], days: list[DayRoom]) -> int:
    """What anybody would write first; returns how many found a place."""
    spots = [[day.day, start, end] for day in days for start, end in day.free]
    left = {day.day: day.capacity for day in days}
    placed = 0
    for one in sorted(waiting, key=lambda one: (one.due_on or date.max, one.key)):
        for spot in spots:
            on, start, end = spot
            if end - start >= one.minutes and left[on] >= one.minutes:
                spot[1] = start + one.minutes
                left[on] -= one.minutes
                placed += 1
                break
    return placed


def promise() -> Callable[[], object]:
    """Fourteen hours among forty commitments, half a year ahead."""
    chance = random.Random(3)
    days = [MONDAY + timedelta(number) for number in range(7 * WEEKS)]
    free = [chance.choice([0, 180, 300, 384]) if day.weekday() < 5 else 0 for day in days]
    promised = [
        Commitment(
            f"c{number}",
            chance.randrange(30, 480),
            chance.choice(days[:120]),
            str(number % 8),
            WorkKind.BUILD,
        )
        for number in range(COMMITMENTS)
    ]
    promised += [
        Commitment(f"r{number}", 240, MONDAY + timedelta(7 * number + 4), is_scaled=False)
        for number in range(WEEKS)
    ]
    finished = [
        Finished(120, chance.randrange(60, 300), str(chance.randrange(8)), chance.choice(list(WorkKind)))
        for _ in range(FINISHED)
    ]
    request = Request(840, MONDAY, "1", WorkKind.BUILD)

    def run() -> object:
        drawn = draw_all(request, promised, spread_of(finished, 20))
        return check(free, MONDAY, promised, request, drawn, MONDAY + timedelta(20)).done_on(85)

    return run


def main() -> int:
    figures = []
    for name, shortest, longest in (("fits", 1, 4), ("twice too much", 2, 9)):
        waiting, days = work(shortest, longest), week()
        floor = medians(lambda w=waiting, d=days: by_due_date(w, d))[1]
        first, median, slowest = medians(lambda w=waiting, d=days: suggest(w, d))
        found = suggest(waiting, days)
        note = (
            f"first {first:.0f}, slowest {slowest:.0f}; {ITEMS - len(found.left_out)} of {ITEMS} placed, "
            f"{median / floor:.0f} x the floor of {floor:.2f} ms"
        )
        figures.append(Figure(f"suggest, {ITEMS} items, {name}", median, target=200.0, note=note))
    first, median, slowest = medians(promise())
    note = f"first {first:.0f}, slowest {slowest:.0f}"
    figures.append(Figure("promise check, 2,000 draws", median, target=100.0, note=note))
    return finish(figures)


if __name__ == "__main__":
    raise SystemExit(main())
