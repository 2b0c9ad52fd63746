"""A block that is set in columns where they fit on the page, and as plain parts that may break where not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.platypus import Flowable

from clientdesk.services.papers.flowables import HEADING_ROOM


class Either(Flowable):
    """Heading and columns together, or heading and parts.

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
