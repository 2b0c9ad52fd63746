"""How close the blocks of a paper stand: as designed, or closer where that saves a page with little on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

LITTLE = 0.52
"""A later page with no more than this share of its height set is worth saving."""

A_FEW_LINES = 0.25
"""The same for what may well end in the middle of a page: letters, summaries, audits."""

MOST_PAGES = 12
"""On longer papers one page more or less is not worth the time of setting them again."""


@dataclass(frozen=True, slots=True)
class Density:
    """Spaces of a paper.

    Attributes:
        space: factor of what stands between blocks.
        lines: factor of the distance from line to line.
        is_tight: tables have less room in each row.
    """

    space: float = 1.0
    lines: float = 1.0
    is_tight: bool = False


AS_DESIGNED = Density()
CLOSER = (Density(0.78, is_tight=True), Density(0.6, 0.97, is_tight=True), Density(0.5, 0.93, is_tight=True))
_density: ContextVar[Density] = ContextVar("density", default=AS_DESIGNED)


def density() -> Density:
    """What blocks that are made now are set with."""
    return _density.get()


def closer(space: float) -> float:
    """A space between blocks, as it is set now."""
    return space * _density.get().space


@contextmanager
def _set_with(wanted: Density) -> Iterator[None]:
    token = _density.set(wanted)
    try:
        yield
    finally:
        _density.reset(token)


def without_bare_pages(build: Callable[[list[float]], bytes], little: float = LITTLE) -> bytes:
    """The paper as designed; set closer where it has a page with little on it and that saves a page.

    Args:
        build: makes the paper with the density of the moment, and notes the share of each page that is set,
            exhibits left out.
        little: the share up to which a page is worth saving.
    """
    fills: list[float] = []
    pdf = build(fills)
    if not (1 < len(fills) <= MOST_PAGES and min(fills[1:]) <= little):
        return pdf
    for wanted in CLOSER:
        found: list[float] = []
        with _set_with(wanted):
            closer_pdf = build(found)
        if len(found) < len(fills):
            return closer_pdf
    return pdf
