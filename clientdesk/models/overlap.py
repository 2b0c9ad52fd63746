"""Columns for things that overlap in one day, in one pass; pure, computed once per change and not per frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one span stands beside the spans it overlaps with.

    Attributes:
        column: its place from the left, 0 first.
        columns: how many columns its group of overlapping spans needs.
    """

    column: int
    columns: int


def overlap_columns(spans: Sequence[tuple[int, int]]) -> list[Slot]:
    """A slot for each span, in the order given; spans that only touch do not overlap.

    One sweep by start (ties: the longer first); each span takes the leftmost free column. Linear in the number
    of spans that come in order, but for the few that run at the same time.
    """
    order = sorted(range(len(spans)), key=lambda index: (spans[index][0], -spans[index][1]))
    slots: list[Slot] = [Slot(0, 1)] * len(spans)
    running: list[tuple[int, int]] = []
    taken = 0
    group: list[tuple[int, int]] = []
    for index in order:
        start, end = spans[index]
        while running and running[0][0] <= start:
            taken &= ~(1 << heappop(running)[1])
        if not running:
            _close(group, slots)
            group = []
        column = (~taken & (taken + 1)).bit_length() - 1
        taken |= 1 << column
        heappush(running, (end, column))
        group.append((index, column))
    _close(group, slots)
    return slots


def _close(group: list[tuple[int, int]], slots: list[Slot]) -> None:
    columns = max((column for _, column in group), default=0) + 1
    for index, column in group:
        slots[index] = Slot(column, columns)
