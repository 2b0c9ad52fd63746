"""Blocks with more than one way to be set: the first way that fits the rest of the page is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.platypus import Flowable

from clientdesk.services.papers.flowables import HEADING_ROOM

FRESH = 0.8
"""A page with this share of its height left counts as new."""


class Either(Flowable):
    """Heading and columns together, or heading and parts that may break.

    Args:
        opening: the heading, in both cases.
        columns: kept whole under the heading.
        parts: made only when needed; the same content, one after another.
    """

    def __init__(self, opening: Any, columns: Any, parts: Callable[[], Sequence[Any]]) -> None:
        super().__init__()
        self._opening, self._columns, self._parts = opening, columns, parts

    def getSpaceBefore(self) -> float:  # noqa: N802
        return float(self._opening.getSpaceBefore())

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        above = self._opening.wrap(availWidth, availHeight)[1] + self._opening.getSpaceAfter()
        self.width = availWidth
        self.height = above + self._columns.wrap(availWidth, availHeight)[1]
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Any]:  # noqa: ARG002, N803
        if availHeight < HEADING_ROOM + 24:
            return []
        return [self._opening, *self._parts()]

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N803
        high = self._columns.height
        self._opening.drawOn(canvas, x, y + high + self._opening.getSpaceAfter())
        self._columns.drawOn(canvas, x, y)


class FirstThatFits(Flowable):
    """One of several ways to say the same, the roomiest first; all move to the next page when none fits.

    Args:
        ways: each makes its flowables.
        page_height: of the text area.
    """

    def __init__(self, ways: Sequence[Callable[[], list[Any]]], page_height: float) -> None:
        super().__init__()
        self._ways, self._page_height = ways, page_height

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """Never fits as it is, so that it is always divided into the way that does."""
        self.width, self.height = availWidth, availHeight + 1
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Any]:  # noqa: N803
        for way in self._ways:
            made = way()
            if height(made, availWidth) <= availHeight:
                return made
        return self._ways[0]() if availHeight > FRESH * self._page_height else []


def height(flowables: Sequence[Any], width: float) -> float:
    """Height of flowables one after another; between two of them the larger space counts."""
    total = after = 0.0
    for flowable in flowables:
        high = flowable.wrap(width, 1e6)[1]
        total += max(flowable.getSpaceBefore(), after) + high
        after = flowable.getSpaceAfter()
    return total
