"""Can it be promised? Free hours against what is promised already, drawn many times from how such work turned out.

A draw gives each piece of work the minutes it might really take: its estimate times a ratio of worked to estimated
minutes. With `F(d)` the free minutes up to the end of day `d` and `C(d)` the minutes of all commitments due by then,
the request of `R` minutes is done on the first day `D` with

    ``R <= F(d) - C(d)`` for every ``d >= D``, and ``R <= F(D) - F(the day before it may start)``:

the exact condition under which one person, always at the work that is due first, meets `D` and moves nothing that is
due on `D` or later (Horn, "Some simple scheduling algorithms", 1974; Liu and Layland, 1973). More hours or a later
start only make both harder to meet, so no answer gets earlier by asking for more.

Ratios come from finished work. What was done for the same client and of the same kind counts most, then the client,
then the kind, then everything: at each level what `n` pieces say weighs ``n / (n + 5)`` of what is left (credibility;
Bühlmann, "Experience rating and credibility", 1967). Every piece draws for itself. Below five finished pieces there is
nothing to learn from, and the spread is a guess: see `Guess`.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Protocol

from clientdesk.models.enums import WorkKind

DRAWS = 2_000
SEED = 20
LIKELY_PERCENT = 50
SAFE_PERCENT = 85
FEWEST_FINISHED = 5
"""With fewer finished pieces of work the spread is a guess."""

CREDIBILITY = 5
SMALLEST_RATIO, LARGEST_RATIO = 250, 4_000
_WHOLE = 1_000
_STEPS = 200


@dataclass(frozen=True, slots=True)
class Finished:
    """One finished piece of work with an estimate and worked time."""

    estimate_minutes: int
    worked_minutes: int
    client_id: str | None
    kind: WorkKind

    @property
    def ratio(self) -> int:
        """Worked to estimated in thousandths, between a quarter and four times."""
        found = round(self.worked_minutes * _WHOLE / self.estimate_minutes)
        return min(max(found, SMALLEST_RATIO), LARGEST_RATIO)


@dataclass(frozen=True, slots=True)
class Commitment:
    """Work that is promised already.

    Attributes:
        minutes: what is left of it and has no time on the grid yet.
        due_on: the day by whose end it has to be done; before the first day it is late already and comes first.
        is_scaled: False for hours reserved (a retainer's week): those are hours, no estimate.
    """

    key: str
    minutes: int
    due_on: date
    client_id: str | None = None
    kind: WorkKind = WorkKind.OTHER
    is_scaled: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: so much work, not begun before `start_on`; of any kind where none is named."""

    minutes: int
    start_on: date
    client_id: str | None = None
    kind: WorkKind | None = None


class Spread(Protocol):
    """How work turns out against its estimate, draw by draw."""

    def ratios(self, key: str, client_id: str | None, kind: WorkKind | None, count: int) -> list[int]:
        """One ratio in thousandths for each draw."""
        ...

    def minutes(self, one: Commitment, count: int) -> list[int]:
        """The minutes a piece of work takes in each draw."""
        ...


@dataclass(frozen=True, slots=True)
class Guess:
    """Nothing known but the buffer, b percent: ratios lie evenly from 1 to 1 + 2b/100, the same for all work in a draw.

    So *likely* counts every hour 1 + b/100 times and *safe* 1 + 1.7 b/100 times; with the shipped 20 %: 1.2 and 1.34.
    """

    buffer_percent: int

    def ratios(self, key: str, client_id: str | None, kind: WorkKind | None, count: int) -> list[int]:  # noqa: ARG002
        return [_WHOLE + 10 * self.buffer_percent * (2 * draw + 1) // count for draw in range(count)]

    def minutes(self, one: Commitment, count: int) -> list[int]:
        return [scaled(one.minutes, ratio) for ratio in self.ratios(one.key, one.client_id, one.kind, count)]


class Experience:
    """How finished work turned out; answers for a client and a kind by credibility."""

    def __init__(self, finished: Iterable[Finished], seed: int = SEED) -> None:
        self.finished = tuple(finished)
        self._seed = seed
        self._tables: dict[tuple[str | None, WorkKind | None], list[int]] = {}

    def ratios(self, key: str, client_id: str | None, kind: WorkKind | None, count: int) -> list[int]:
        return self._drawn(key, self.table(client_id, kind), count)

    def minutes(self, one: Commitment, count: int) -> list[int]:
        table = [scaled(one.minutes, ratio) for ratio in self.table(one.client_id, one.kind)]
        return self._drawn(one.key, table, count)

    def _drawn(self, key: str, table: list[int], count: int) -> list[int]:
        # Each piece has its own stream: what else is promised, or how much is asked, doesn't change its draws.
        draw = random.Random(f"{self._seed}:{key}").random  # noqa: S311
        return [table[int(draw() * _STEPS)] for _ in range(count)]

    def table(self, client_id: str | None, kind: WorkKind | None) -> list[int]:
        """Ratios in order, each as likely as the next."""
        place = (client_id, kind)
        if place not in self._tables:
            self._tables[place] = _evenly(self._weights(client_id, kind))
        return self._tables[place]

    def middle(self, client_id: str | None, kind: WorkKind | None) -> int:
        """The ratio that half of such work stayed within."""
        return self.table(client_id, kind)[_STEPS // 2]

    def like(self, client_id: str | None, kind: WorkKind | None) -> int:
        """How many finished pieces are for this client and of this kind (of any, without one)."""
        return sum(one.client_id == client_id and kind in (None, one.kind) for one in self.finished)

    def _weights(self, client_id: str | None, kind: WorkKind | None) -> list[tuple[int, float]]:
        of_client = [one for one in self.finished if one.client_id == client_id]
        of_kind = [one for one in self.finished if one.kind is kind]
        levels = [[one for one in of_client if one.kind is kind], of_client, of_kind, list(self.finished)]
        if kind is None:
            levels = [of_client, list(self.finished)]
        weights: list[tuple[int, float]] = []
        left = 1.0
        for number, level in enumerate(levels):
            is_last = number == len(levels) - 1
            share = left if is_last else left * len(level) / (len(level) + CREDIBILITY)
            weights += [(one.ratio, share / len(level)) for one in level]
            left -= share
        return weights


def _evenly(weights: list[tuple[int, float]]) -> list[int]:
    """A weighted set as equally likely steps."""
    in_order = sorted(weights)
    total = sum(weight for _, weight in in_order)
    reached = list(accumulate(weight for _, weight in in_order))
    places = ((step + 0.5) * total / _STEPS for step in range(_STEPS))
    return [in_order[min(bisect_left(reached, place), len(in_order) - 1)][0] for place in places]


def spread_of(finished: Sequence[Finished], buffer_percent: int, seed: int = SEED) -> Guess | Experience:
    """What is known from finished work; a guess from the buffer below five pieces."""
    if len(finished) < FEWEST_FINISHED:
        return Guess(buffer_percent)
    return Experience(finished, seed)


def scaled(minutes: int, ratio: int) -> int:
    """Minutes of work that turns out so; whole minutes, rounded up."""
    return -(-minutes * ratio // _WHOLE)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One draw of everything: minutes of the request, then of each commitment, in order."""

    request: Sequence[int]
    request_ratios: Sequence[int]
    commitments: Sequence[Sequence[int]]


def draw_all(
    request: Request, commitments: Sequence[Commitment], spread: Spread, count: int = DRAWS
) -> Drawn:
    """The minutes everything takes in each draw."""
    ratios = spread.ratios("request", request.client_id, request.kind, count)
    columns = [spread.minutes(one, count) if one.is_scaled else [one.minutes] * count for one in commitments]
    return Drawn([scaled(request.minutes, ratio) for ratio in ratios], ratios, columns)


class Answer:
    """What a promise comes to.

    Attributes:
        first: the first day looked at; `last`: the last one.
        blockers: commitments whose due day decided the date, most often first.
    """

    def __init__(
        self, first: date, found: list[int], scopes: list[int] | None, blockers: tuple[str, ...], last: date
    ) -> None:
        self.first = first
        self.last = last
        self.blockers = blockers
        self._found = sorted(found)
        self._scopes = None if scopes is None else sorted(scopes, reverse=True)

    def done_on(self, percent: int) -> date | None:
        """The first day by whose end it is done in so many of 100 draws; None when that is beyond the days known."""
        place = self._found[_at_least(percent, len(self._found)) - 1]
        day = self.first + timedelta(days=place)
        return None if day > self.last else day

    def chance_by(self, day: date) -> int:
        """In how many of 100 draws it is done by the end of a day; only a certain one is 100, only none is 0."""
        count = sum(place <= (day - self.first).days for place in self._found)
        if count in (0, len(self._found)):
            return 100 if count else 0
        return min(max(round(100 * count / len(self._found)), 1), 99)

    def scope_minutes(self, percent: int = SAFE_PERCENT) -> int | None:
        """How much could be asked for and be done by the day asked in so many of 100 draws; None without a day."""
        if self._scopes is None:
            return None
        return max(self._scopes[_at_least(percent, len(self._scopes)) - 1], 0)


def _at_least(percent: int, count: int) -> int:
    return max(-(-percent * count // 100), 1)


def check(
    free: Sequence[int],
    first: date,
    commitments: Sequence[Commitment],
    request: Request,
    drawn: Drawn,
    by: date | None = None,
) -> Answer:
    """When the request is done, in every draw.

    Args:
        free: free minutes of each day from `first` on.
        drawn: of these commitments and this request.
        by: the day asked for, to say how much would be safe by then.
    """
    upto = list(accumulate(free))
    offset = max((request.start_on - first).days, 0)
    before = upto[min(offset, len(upto)) - 1] if offset else 0
    dues, keys, groups = _by_due(commitments, drawn.commitments, first, len(free))
    # From the last due day back: its number, the free minutes up to it; and in `rows` what is due then in each draw.
    backwards = [(place, upto[due]) for place, due in reversed(list(enumerate(dues)))]
    rows = list(zip(*reversed(groups), strict=True)) if groups else [()] * len(drawn.request)
    asked = None if by is None else (by - first).days
    later = sum(due > asked for due in dues) if asked is not None else 0
    found, scopes, blocking = [], [], Counter[int]()
    for wanted, ratio, row in zip(drawn.request, drawn.request_ratios, rows, strict=True):
        claimed = total = sum(row)
        blocker = -1
        for (place, room), amount in zip(backwards, row, strict=True):
            if room - claimed < wanted:
                blocker = place
                break
            claimed -= amount
        blocking[blocker] += 1
        found.append(bisect_left(upto, max(claimed, before) + wanted))
        if asked is not None:
            room = _room_by(asked, upto, before, backwards[:later], row, total)
            scopes.append(room * _WHOLE // max(ratio, 1))
    worst = [place for place, _ in blocking.most_common() if place >= 0]
    blockers = tuple(key for place in worst for key in keys[place])
    last = first + timedelta(days=len(free) - 1)
    return Answer(first, found, None if asked is None else scopes, blockers, last)


def _by_due(
    commitments: Sequence[Commitment], columns: Sequence[Sequence[int]], first: date, count: int
) -> tuple[list[int], list[list[str]], list[list[int]]]:
    """Due days in order, as numbers of days, with the keys and the drawn minutes of what is due then."""
    at: dict[int, list[int]] = {}
    for number, one in enumerate(commitments):
        due = max((one.due_on - first).days, 0)
        if due < count:
            at.setdefault(due, []).append(number)
    dues = sorted(at)
    largest = {due: sorted(at[due], key=lambda number: -commitments[number].minutes) for due in dues}
    keys = [[commitments[number].key for number in largest[due]] for due in dues]
    groups = [
        [sum(many) for many in zip(*(columns[number] for number in at[due]), strict=True)] for due in dues
    ]
    return dues, keys, groups


def _room_by(
    asked: int,
    upto: list[int],
    before: int,
    later: Sequence[tuple[int, int]],
    row: Sequence[int],
    claimed: int,
) -> int:
    """Minutes that one draw leaves for the request when it has to be done by the day asked.

    Args:
        later: what is due after it, the last first; `row` and `claimed`: what the draw takes of each, and in all.
    """
    if asked < 0:
        return 0
    here = upto[min(asked, len(upto) - 1)]
    least = here - before
    for (_, room), amount in zip(later, row, strict=False):
        least = min(least, room - claimed)
        claimed -= amount
    return max(min(least, here - claimed), 0)
