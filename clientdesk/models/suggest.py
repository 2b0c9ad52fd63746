"""Suggests places for waiting work: a whole proposal for the free time of a week, each place with its reasons.

Method. Work is inserted one by one in order of its due day (earliest due date first: Jackson, "Scheduling a production
line to minimize maximum tardiness", 1955), each at its cheapest place. Then, a fixed number of times, some related work
is taken out (what shares a day or a client, always with what found no room) and put back by regret: first the piece that
would lose most by waiting (Potvin and Rousseau, "A parallel route building algorithm", 1993; taking out what is related
and putting it back: Shaw, "Using constraint programming and local search methods", 1998; Ropke and Pisinger, "An
adaptive large neighborhood search heuristic", 2006). A result that costs no more is kept. Draws come from a fixed seed
and rounds are counted, not timed: the same input gives the same proposal.

Hard rules: within free time and each day's capacity, nothing twice, pieces of 30 minutes to three hours in quarters of
an hour; work is split only where no free stretch holds it whole in time. Costs, the dearest first: due work left out,
work after its due day, other work left out (that within the hours reserved for its client costs more), check-ins off
their day, pieces, changes of client within a day, long work outside long stretches, days filled unevenly.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from clientdesk.models.calendar import Minutes
from clientdesk.models.enums import Impact

QUARTER = 15
FOCUS_MINUTES = 180
SHORTEST_PIECE = 30
SEED = 11
ROUNDS, SMALL_ROUNDS, SMALL = 120, 240, 12
TAKEN_OUT = 5
SOON_DAYS = 21

_LEFT_OUT_DUE, _LEFT_OUT_SOON, _LEFT_OUT = 6_000.0, 700.0, 350.0
_LEFT_OUT_MINUTE = 1.0
_LATE, _LATE_DAY = 1_500.0, 60.0
_OFF_DAY = 40.0
_PIECE = 30.0
_SWITCH = 8.0
_ON_DUE_DAY = 4.0
_DAY_LATER = 0.6
_SHORT_STRETCH = 2.0
_SMALL_IN_LONG = 2.0
_FILL = 10.0
_OF_IMPACT = {Impact.LOW: 0.6, Impact.NORMAL: 1.0, Impact.HIGH: 1.6}
_OF_SHARE = 1.5
_NOBODY = "\0"


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work that waits.

    Attributes:
        minutes: how long it takes; whole quarters of an hour.
        due_on: when it has to be done at the latest.
        on_day: a check-in belongs on this day.
        earliest: not before this day.
        in_share: it lies within the hours reserved for its client this week.
        is_whole: a call can't be cut in two.
    """

    key: str
    minutes: int
    client_id: str | None = None
    due_on: date | None = None
    on_day: date | None = None
    earliest: date | None = None
    impact: Impact = Impact.NORMAL
    in_share: bool = False
    is_whole: bool = False

    @property
    def deadline(self) -> date | None:
        return self.due_on or self.on_day


@dataclass(frozen=True, slots=True)
class DayRoom:
    """A day's free time.

    Attributes:
        free: stretches within working hours without anything in them, minutes of the day, in order.
        capacity: how many minutes may still be placed.
        busy: what lies on the day already: its start and its client.
    """

    day: date
    free: Minutes
    capacity: int
    busy: tuple[tuple[int, str | None], ...] = ()


class Why(StrEnum):
    LATE = "late"
    CHECK_IN = "check_in"
    BEFORE_DUE = "before_due"
    IMPACT = "impact"
    SHARE = "share"
    LONGEST = "longest"
    BESIDE = "beside"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Place:
    """One block suggested; `part` of `parts`."""

    key: str
    day: date
    start: int
    end: int
    part: int
    parts: int
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Work without a place: minutes needed, minutes left; `until`: its due day where that was the trouble."""

    key: str
    needs: int
    left: int
    until: date | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Places by day and start, and what found none."""

    places: tuple[Place, ...]
    left_out: tuple[LeftOut, ...]


def suggest(work: Sequence[Work], days: Sequence[DayRoom]) -> Proposal:
    """Places for as much of the work as has room."""
    plan = _Plan(work, days)
    plan.build()
    plan.improve()
    return plan.proposal()


def switches(clients: Sequence[str | None]) -> int:
    """How often a day changes from one client to another."""
    return sum(one != other for one, other in pairwise(clients))


class _Stretch:
    """A free stretch and what was put into it, in order, from its start on."""

    __slots__ = ("day", "end", "free", "held", "length", "number", "start", "turn")

    def __init__(self, number: int, day: _Day, start: int, end: int) -> None:
        self.number, self.day, self.start, self.end = number, day, start, end
        self.length = self.free = end - start
        self.held: list[tuple[int, int]] = []
        self.turn = 0


class _Day:
    __slots__ = ("capacity", "date", "line", "number", "used")

    def __init__(self, number: int, room: DayRoom) -> None:
        self.number, self.date = number, room.day
        self.capacity = room.capacity
        self.used = 0
        self.line: list[_Stretch | str] = []


class _Plan:
    """A proposal being made; keeps the cost of what it holds."""

    def __init__(self, work: Sequence[Work], days: Sequence[DayRoom]) -> None:
        self._work = tuple(work)
        self._clients = [one.client_id or _NOBODY for one in work]
        self._days = [_Day(number, room) for number, room in enumerate(days)]
        self._stretches: list[_Stretch] = []
        for day, room in zip(self._days, days, strict=True):
            self._lay_out(day, room)
        self._longest = max((stretch.length for stretch in self._stretches), default=0)
        self._last = days[-1].day if days else date.min
        self._at: list[list[tuple[_Stretch, int]]] = [[] for _ in work]
        self._left_out_costs = [self._left_out_cost(one) for one in work]
        self._static = [
            [self._piece_cost(one, stretch, one.minutes) for stretch in self._stretches] for one in work
        ]
        self._random = random.Random(SEED)  # noqa: S311

    def _lay_out(self, day: _Day, room: DayRoom) -> None:
        line: list[tuple[int, _Stretch | str]] = [
            (start, client_id or _NOBODY) for start, client_id in room.busy
        ]
        for start, end in room.free:
            begin, until = -(-start // QUARTER) * QUARTER, end // QUARTER * QUARTER
            if until - begin >= QUARTER:
                stretch = _Stretch(len(self._stretches), day, begin, until)
                self._stretches.append(stretch)
                line.append((begin, stretch))
        day.line = [entry for _, entry in sorted(line, key=lambda pair: pair[0])]
        for turn, entry in enumerate(day.line):
            if isinstance(entry, _Stretch):
                entry.turn = turn

    # Costs.

    def _left_out_cost(self, one: Work) -> float:
        due = one.deadline
        if due is not None and due <= self._last:
            base = _LEFT_OUT_DUE
        elif due is not None and due <= self._last + timedelta(days=SOON_DAYS):
            base = _LEFT_OUT_SOON
        else:
            base = _LEFT_OUT
        share = _OF_SHARE if one.in_share else 1.0
        return base * _OF_IMPACT[one.impact] * share + one.minutes * _LEFT_OUT_MINUTE

    def _piece_cost(self, one: Work, stretch: _Stretch, minutes: int) -> float:
        """What a piece costs in a stretch, whatever else is there."""
        day = stretch.day
        cost = _PIECE
        due = one.deadline
        if due is not None:
            if due < day.date:
                late = _LATE if due >= self._days[0].date else 0.0
                cost += late * _OF_IMPACT[one.impact] + _LATE_DAY * (day.date - due).days
            else:
                cost += _DAY_LATER * day.number
                if one.on_day is not None:
                    cost += _OFF_DAY * (one.on_day - day.date).days
                elif due == day.date:
                    cost += _ON_DUE_DAY
        if minutes >= 60:
            cost += _SHORT_STRETCH * (1 - stretch.length / self._longest) * minutes / 60
        elif stretch.length == self._longest:
            cost += _SMALL_IN_LONG
        return cost

    def _dynamic_cost(self, number: int, stretch: _Stretch, minutes: int) -> tuple[float, int]:
        """What a piece adds beside what is there, and where in the stretch it goes."""
        day = stretch.day
        cost = _FILL * (2 * day.used + minutes) * minutes / (day.capacity * day.capacity)
        client, held = self._clients[number], stretch.held
        before, after = self._neighbour(stretch, -1), self._neighbour(stretch, 1)
        clients = [before, *(self._clients[other] for other, _ in held), after]
        best, at = 3, 0
        for place in range(len(clients) - 1):
            left, right = clients[place], clients[place + 1]
            added = (left not in (None, client)) + (right not in (None, client))
            if left is not None and right is not None and left != right:
                added -= 1
            if added < best:
                best, at = added, place
        return cost + _SWITCH * best, at

    def _neighbour(self, stretch: _Stretch, step: int) -> str | None:
        line, turn = stretch.day.line, stretch.turn + step
        while 0 <= turn < len(line):
            entry = line[turn]
            if isinstance(entry, str):
                return entry
            if entry.held:
                return self._clients[entry.held[0 if step > 0 else -1][0]]
            turn += step
        return None

    def cost(self) -> float:
        """Cost of the whole plan."""
        total = 0.0
        for number, places in enumerate(self._at):
            if not places:
                total += self._left_out_costs[number]
            for stretch, minutes in places:
                is_whole = minutes == self._work[number].minutes
                total += (
                    self._static[number][stretch.number]
                    if is_whole
                    else self._piece_cost(self._work[number], stretch, minutes)
                )
        for day in self._days:
            if day.used:
                total += _FILL * (day.used / day.capacity) ** 2
                total += _SWITCH * switches(self._clients_of(day))
        return total

    def _clients_of(self, day: _Day) -> list[str]:
        found: list[str] = []
        for entry in day.line:
            if isinstance(entry, str):
                found.append(entry)
            else:
                found += [self._clients[number] for number, _ in entry.held]
        return found

    # Putting in and taking out.

    def _put(self, number: int, stretch: _Stretch, minutes: int, at: int) -> None:
        stretch.held.insert(at, (number, minutes))
        stretch.free -= minutes
        stretch.day.used += minutes
        self._at[number].append((stretch, minutes))

    def _take_out(self, number: int) -> None:
        for stretch, minutes in self._at[number]:
            stretch.held.remove((number, minutes))
            stretch.free += minutes
            stretch.day.used -= minutes
        self._at[number] = []

    def _whole_places(self, number: int) -> list[tuple[float, _Stretch, int]]:
        """Where it fits in one piece."""
        one, static = self._work[number], self._static[number]
        minutes = one.minutes
        if minutes > FOCUS_MINUTES and not one.is_whole:
            return []
        found = []
        for stretch in self._stretches:
            day = stretch.day
            if stretch.free < minutes or day.capacity - day.used < minutes:
                continue
            if one.earliest is not None and day.date < one.earliest:
                continue
            cost, at = self._dynamic_cost(number, stretch, minutes)
            found.append((static[stretch.number] + cost, stretch, at))
        return found

    def _pieces(self, number: int) -> list[tuple[_Stretch, int]] | None:
        """Pieces of work that no stretch holds whole; at most one in a stretch. None without room."""
        one = self._work[number]
        free = {stretch.number: stretch.free for stretch in self._stretches}
        used = {day.number: day.used for day in self._days}
        pieces: list[tuple[_Stretch, int]] = []
        left = one.minutes
        while left:
            best: tuple[tuple[float, ...], _Stretch, int] | None = None
            many = -(-left // FOCUS_MINUTES)
            even = -(-left // many // QUARTER) * QUARTER
            for stretch in self._stretches:
                day = stretch.day
                if one.earliest is not None and day.date < one.earliest:
                    continue
                minutes = min(even, free[stretch.number], day.capacity - used[day.number])
                minutes = minutes // QUARTER * QUARTER if minutes < left else left
                if 0 < left - minutes < SHORTEST_PIECE:
                    minutes -= SHORTEST_PIECE - QUARTER
                if minutes < min(SHORTEST_PIECE, left):
                    continue
                due = one.deadline
                late = max((day.date - due).days, 0) if due is not None else 0
                rank = (late, -minutes, self._dynamic_cost(number, stretch, minutes)[0], day.number)
                if best is None or rank < best[0]:
                    best = (rank, stretch, minutes)
            if best is None:
                return None
            _, stretch, minutes = best
            pieces.append((stretch, minutes))
            used[stretch.day.number] += minutes
            free[stretch.number] = 0
            left -= minutes
        return pieces

    def _options(self, number: int) -> list[tuple[float, list[tuple[_Stretch, int, int]]]]:
        """The two cheapest ways to put work in, cheapest first."""
        whole = sorted(self._whole_places(number), key=lambda place: (place[0], place[1].number))[:2]
        found = [(cost, [(stretch, self._work[number].minutes, at)]) for cost, stretch, at in whole]
        is_fine = bool(whole) and not self._is_late(number, whole[0][1])
        is_divisible = self._work[number].minutes >= 2 * SHORTEST_PIECE and not self._work[number].is_whole
        if not is_fine and is_divisible:
            pieces = self._pieces(number)
            if pieces is not None:
                one = self._work[number]
                dynamic = [self._dynamic_cost(number, stretch, minutes) for stretch, minutes in pieces]
                cost = sum(self._piece_cost(one, stretch, minutes) for stretch, minutes in pieces)
                cost += sum(added for added, _ in dynamic)
                parts = [
                    (stretch, minutes, at)
                    for (stretch, minutes), (_, at) in zip(pieces, dynamic, strict=True)
                ]
                found.append((cost, parts))
        return sorted(found, key=lambda option: option[0])[:2]

    def _is_late(self, number: int, stretch: _Stretch) -> bool:
        due = self._work[number].deadline
        return due is not None and stretch.day.date > due

    # The method.

    def build(self) -> None:
        """Put everything in, what is due first first."""
        order = sorted(range(len(self._work)), key=self._urgency)
        for number in order:
            self._put_in(number, self._options(number))

    def _urgency(self, number: int) -> tuple[date, float, int, int]:
        one = self._work[number]
        return (one.deadline or date.max, -self._left_out_costs[number], -one.minutes, number)

    def _put_in(self, number: int, options: list[tuple[float, list[tuple[_Stretch, int, int]]]]) -> None:
        if options and options[0][0] < self._left_out_costs[number]:
            for stretch, minutes, at in options[0][1]:
                self._put(number, stretch, minutes, at)

    def improve(self) -> None:
        """Take out and put back, keep what is no worse."""
        if not self._work or not self._stretches:
            return
        rounds = SMALL_ROUNDS if len(self._work) <= SMALL else ROUNDS
        best = self.cost()
        for _ in range(rounds):
            kept = self._remember()
            chosen = self._chosen()
            for number in chosen:
                self._take_out(number)
            self._put_back(chosen)
            cost = self.cost()
            if cost <= best + 1e-9:
                best = cost
            else:
                self._restore(kept)

    def _chosen(self) -> list[int]:
        """Some related work, and some that found no room or is late."""
        count = len(self._work)
        pick = self._random
        troubled = [
            number
            for number, places in enumerate(self._at)
            if not places or any(self._is_late(number, stretch) for stretch, _ in places)
        ]
        if count <= TAKEN_OUT + 1:
            return list(range(count))
        chosen = set(pick.sample(troubled, min(len(troubled), 2)))
        seed = pick.choice(troubled) if troubled and pick.random() < 0.5 else pick.randrange(count)
        chosen.add(seed)
        related = self._related(seed)
        pick.shuffle(related)
        chosen.update(related[: max(TAKEN_OUT - len(chosen), 0)])
        while len(chosen) < TAKEN_OUT:
            chosen.add(pick.randrange(count))
        return sorted(chosen)

    def _related(self, seed: int) -> list[int]:
        due = self._work[seed].deadline
        days = {stretch.day.number for stretch, _ in self._at[seed]}
        if not days or self._random.random() < 0.3:
            days = {day.number for day in self._days if due is None or day.date <= due}
        client = self._clients[seed]
        return [
            number
            for number, places in enumerate(self._at)
            if number != seed
            and (self._clients[number] == client or any(stretch.day.number in days for stretch, _ in places))
        ]

    def _put_back(self, chosen: list[int]) -> None:
        """By regret: first what loses most when its best place is gone; a few times in a drawn order instead."""
        waiting = list(chosen)
        if self._random.random() < 0.4:
            self._random.shuffle(waiting)
            for number in waiting:
                self._put_in(number, self._options(number))
            return
        known = {number: self._options(number) for number in waiting}
        while waiting:
            number = max(waiting, key=lambda one: (self._regret(one, known[one]), -one))
            waiting.remove(number)
            self._put_in(number, known[number])
            touched = {stretch.day.number for stretch, _ in self._at[number]}
            for other in waiting:
                known_days = {stretch.day.number for _, parts in known[other] for stretch, _, _ in parts}
                if touched & known_days:
                    known[other] = self._options(other)

    def _regret(self, number: int, options: list[tuple[float, list[tuple[_Stretch, int, int]]]]) -> float:
        left_out = self._left_out_costs[number]
        if not options:
            return 0.0
        second = min(options[1][0], left_out) if len(options) > 1 else left_out
        return second - options[0][0]

    def _remember(self) -> tuple[list[list[tuple[int, int]]], list[list[tuple[_Stretch, int]]]]:
        return [list(stretch.held) for stretch in self._stretches], [list(places) for places in self._at]

    def _restore(self, kept: tuple[list[list[tuple[int, int]]], list[list[tuple[_Stretch, int]]]]) -> None:
        for day in self._days:
            day.used = 0
        for stretch, held in zip(self._stretches, kept[0], strict=True):
            taken = sum(minutes for _, minutes in held)
            stretch.held, stretch.free = held, stretch.length - taken
            stretch.day.used += taken
        self._at = kept[1]

    # What comes out.

    def proposal(self) -> Proposal:
        """The places with their reasons, and what was left out."""
        places: list[Place] = []
        part_of: dict[int, int] = {}
        for stretch in self._stretches:
            at = stretch.start
            for turn, (number, minutes) in enumerate(stretch.held):
                part_of[number] = part_of.get(number, 0) + 1
                places.append(
                    Place(
                        key=self._work[number].key,
                        day=stretch.day.date,
                        start=at,
                        end=at + minutes,
                        part=part_of[number],
                        parts=len(self._at[number]),
                        why=self._why(number, stretch, turn, minutes),
                    )
                )
                at += minutes
        left_out = [
            self._left_out(number)
            for number in sorted(range(len(self._work)), key=self._urgency)
            if not self._at[number]
        ]
        return Proposal(tuple(places), tuple(left_out))

    def _why(self, number: int, stretch: _Stretch, turn: int, minutes: int) -> tuple[Why, ...]:
        one, day = self._work[number], stretch.day
        found: list[Why] = []
        due = one.deadline
        if due is not None and due < day.date:
            found.append(Why.LATE)
        elif one.on_day == day.date:
            found.append(Why.CHECK_IN)
        elif due is not None and due <= self._last + timedelta(days=7):
            found.append(Why.BEFORE_DUE)
        elif one.impact is Impact.HIGH:
            found.append(Why.IMPACT)
        elif one.in_share:
            found.append(Why.SHARE)
        if minutes >= 60 and stretch.length == self._longest:
            found.append(Why.LONGEST)
        elif self._is_beside_its_client(number, stretch, turn):
            found.append(Why.BESIDE)
        return tuple(found) or (Why.FREE,)

    def _is_beside_its_client(self, number: int, stretch: _Stretch, turn: int) -> bool:
        client, held = self._clients[number], stretch.held
        if client == _NOBODY:
            return False
        left = self._clients[held[turn - 1][0]] if turn else self._neighbour(stretch, -1)
        is_last = turn == len(held) - 1
        right = self._neighbour(stretch, 1) if is_last else self._clients[held[turn + 1][0]]
        return client in (left, right)

    def _left_out(self, number: int) -> LeftOut:
        one = self._work[number]
        due = one.deadline
        until = due if due is not None and self._days and self._days[0].date <= due <= self._last else None
        left = 0
        for day in self._days:
            if (until is not None and day.date > until) or (one.earliest and day.date < one.earliest):
                continue
            open_minutes = sum(s.free for s in self._stretches if s.day is day and s.free >= SHORTEST_PIECE)
            here = min(open_minutes, max(day.capacity - day.used, 0)) // QUARTER * QUARTER
            left += here if here >= SHORTEST_PIECE else 0
        return LeftOut(one.key, one.minutes, left, until)
