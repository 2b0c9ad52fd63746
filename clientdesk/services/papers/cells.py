"""Cells and rows of a grid: how high they are, how they look, how one is cut by the end of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable

from clientdesk.services.papers.tagging import Slot

_EDGE = 1e-6
_PADDINGS = {"LEFTPADDING": 0, "RIGHTPADDING": 1, "TOPPADDING": 2, "BOTTOMPADDING": 3}


class Cell:
    """Content of one cell and how it sits.

    Attributes:
        span: columns that it takes.
        pad: left, right, top, bottom.
        lines: (side, weight, colour), side one of above, below, before, after.
    """

    __slots__ = ("align", "content", "height", "lines", "pad", "slot", "span", "tint")

    def __init__(self, content: Any) -> None:
        if isinstance(content, Flowable):
            self.content = [content]
        else:
            self.content = [part for part in content or () if isinstance(part, Flowable)]
        self.pad = (0.0, 0.0, 0.0, 0.0)
        self.align = "TOP"
        self.span = 1
        self.tint: Any = None
        self.lines: tuple[tuple[str, float, Any], ...] = ()
        self.slot = Slot()
        self.height = 0.0

    def measure(self, width: float) -> float:
        """Height of content and paddings; the space before the first and after the last part is left out."""
        left, right, top, bottom = self.pad
        total, before, after = 0.0, None, 0.0
        for part in self.content:
            ahead, after = part.getSpaceBefore(), part.getSpaceAfter()
            total += part.wrap(width - left - right, 1e6)[1] + ahead + after
            before = ahead if before is None else before
        self.height = total - (before or 0.0) - after
        return self.height + top + bottom

    def rest(self, content: list[Any]) -> Cell:
        """The same cell with other content."""
        made = Cell(content)
        made.pad, made.align, made.span = self.pad, self.align, self.span
        made.tint, made.lines, made.slot = self.tint, self.lines, self.slot
        return made


class Row:
    """Cells by column; None under a span."""

    __slots__ = ("cells", "height", "slot")

    def __init__(self, cells: list[Cell | None]) -> None:
        self.cells = cells
        self.height = -1.0
        self.slot = Slot()


def set_look(cell: Cell, name: str, values: Sequence[Any]) -> None:
    """Apply one command of a table to a cell."""
    if name in _PADDINGS:
        pad = list(cell.pad)
        pad[_PADDINGS[name]] = values[0]
        cell.pad = (pad[0], pad[1], pad[2], pad[3])
    elif name == "BACKGROUND":
        cell.tint = values[0]
    elif name == "VALIGN":
        cell.align = values[0]
    elif name.startswith("LINE"):
        side = name[4:].lower()
        cell.lines = (*(line for line in cell.lines if line[0] != side), (side, values[0], values[1]))


def cut_content(content: list[Any], width: float, room: float, least: float) -> tuple[list[Any], list[Any]]:
    """The parts that fit a height, and the rest; a part higher than `least` is divided where it can be."""
    before: list[Any] = []
    gap = 0.0
    for place, part in enumerate(content):
        high = part.wrap(width, 1e6)[1]
        gap += part.getSpaceBefore() if place else 0.0
        if gap + high <= room + _EDGE:
            before.append(part)
            room -= gap + high
            gap = part.getSpaceAfter()
            continue
        halves = part.split(width, room - gap) if room - gap > 0 and high > least else []
        if len(halves) > 1:
            return [*before, halves[0]], [*halves[1:], *content[place + 1 :]]
        while before and getattr(before[-1], "role", "").startswith("H"):
            before.pop()
        return before, content[len(before) :]
    return before, []
