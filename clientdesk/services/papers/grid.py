"""A grid of cells with fixed column widths: measured once, divided between rows or inside one, drawn and tagged.

Understands the commands of reportlab's tables that papers use: BACKGROUND, LINEABOVE, LINEBELOW, LINEBEFORE,
LINEAFTER, the four paddings, VALIGN and SPAN within a row. Every cell is a flowable, a list of them, or empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable

from clientdesk.services.papers.cells import Cell, Row, cut_content, set_look
from clientdesk.services.papers.setting import colour
from clientdesk.services.papers.tagging import Slot, Tagging, tagging_of

_EDGE = 1e-6
_LEAST = 24.0
"""A row is not cut for less room than this."""
_WHOLE = 120.0
"""An entry of a layout grid up to this height stays whole when its row is cut."""
_KEPT, _START = 230.0, 140.0
"""A layout grid up to the first height is kept whole; a taller one wants at least the second to begin."""


class Grid(Flowable):
    """Rows of cells.

    Args:
        rows: of flowables, lists of flowables, or empty.
        widths: of the columns, in points.
        commands: as for reportlab's Table.
        heads: rows at the top that repeat after a break.
        is_data: told to a screen reader as a table; else its cells are read one after another.
    """

    def __init__(
        self,
        rows: Sequence[Sequence[Any]],
        widths: Sequence[float],
        commands: Sequence[Any] = (),
        *,
        heads: int = 0,
        is_data: bool = False,
    ) -> None:
        super().__init__()
        self.widths = list(widths)
        self.rows = [Row([Cell(content) for content in row]) for row in rows]
        self.heads = heads
        self.is_data = is_data
        self._slots = (Slot(), Slot(), Slot())
        self._is_measured = False
        self._apply(commands)

    def _apply(self, commands: Sequence[Any]) -> None:
        for command in commands:
            name, (first_column, first_row), (last_column, last_row), *values = command
            rows, columns = len(self.rows), len(self.widths)
            top, end = first_row % rows if first_row < 0 else first_row, last_row % rows
            left, right = first_column % columns, last_column % columns
            for row in self.rows[top : end + 1]:
                if name == "SPAN":
                    self._span(row, left, right)
                    continue
                for cell in row.cells[left : right + 1]:
                    if cell is not None:
                        set_look(cell, name, values)

    @staticmethod
    def _span(row: Row, left: int, right: int) -> None:
        cell = row.cells[left]
        if cell is None or right <= left:
            return
        cell.span = right - left + 1
        row.cells[left + 1 : right + 1] = [None] * (right - left)

    @property
    def heights(self) -> list[float]:
        """Of each row, once wrapped."""
        return [row.height for row in self.rows]

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: ARG002, N803
        if not self._is_measured:
            for row in self.rows:
                if row.height < 0:
                    row.height = self._row_height(row)
            self._is_measured = True
            self.width, self.height = sum(self.widths), sum(row.height for row in self.rows)
        return self.width, self.height

    def _row_height(self, row: Row) -> float:
        widths = self.widths
        return max(
            (
                cell.measure(widths[at] if cell.span == 1 else sum(widths[at : at + cell.span]))
                for at, cell in enumerate(row.cells)
                if cell is not None
            ),
            default=0.0,
        )

    def kept_height(self) -> float:
        """The height that must fit below a heading: all of it, or of a tall grid as much as makes a start."""
        whole = sum(self.heights)
        return whole if whole <= _KEPT else _START

    def split(self, availWidth: float, availHeight: float) -> list[Any]:  # noqa: N803
        self.wrap(availWidth, availHeight)
        room = availHeight - sum(row.height for row in self.rows[: self.heads])
        fits = 0
        for row in self.rows[self.heads :]:
            if row.height > room + _EDGE:
                break
            room -= row.height
            fits += 1
        return self.divided(fits, room)

    def divided(self, fits: int, room: float) -> list[Any]:
        """Two grids: `fits` body rows before the break and, where the next row can be cut, its start."""
        body = self.rows[self.heads :]
        if fits >= len(body):
            return [self]
        halves = self._cut(body[fits], room) if room > _LEAST else None
        before, after = body[:fits], body[fits:]
        if halves is not None:
            before, after = [*before, halves[0]], [halves[1], *after[1:]]
        return [self._part(before), self._part(after)] if before else []

    def _part(self, body: list[Row]) -> Grid:
        part = self.__class__((), self.widths, heads=self.heads, is_data=self.is_data)
        part.rows = [*self.rows[: self.heads], *body]
        part._slots = self._slots
        part.spaceBefore, part.spaceAfter = self.getSpaceBefore(), self.getSpaceAfter()
        return part

    def _cut(self, row: Row, room: float) -> tuple[Row, Row] | None:
        """A row that is taller than the room as two; None when not even a line of each cell fits."""
        first: list[Cell | None] = []
        second: list[Cell | None] = []
        for at, cell in enumerate(row.cells):
            if cell is None:
                first.append(None)
                second.append(None)
                continue
            width = sum(self.widths[at : at + cell.span]) - cell.pad[0] - cell.pad[1]
            least = 0.0 if self.is_data else _WHOLE
            before, after = cut_content(cell.content, width, room - cell.pad[2] - cell.pad[3], least)
            if cell.content and not before:
                return None
            first.append(cell.rest(before))
            second.append(cell.rest(after))
        if not any(cell is not None and cell.content for cell in second):
            return None
        halves = Row(first), Row(second)
        for half in halves:
            half.slot = row.slot
        return halves

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N803
        tagging = tagging_of(canvas)
        top = y + self.height
        if tagging is None or tagging.is_silent:
            self._decorate(canvas, x, top)
            for row in self.rows:
                top = self._draw_cells(canvas, row, x, top)
            return
        with tagging.artifact(canvas):
            self._decorate(canvas, x, top)
        if self.is_data:
            self._draw_table(tagging, canvas, x, top)
        else:
            for row in self.rows:
                top = self._draw_cells(canvas, row, x, top)

    def _decorate(self, canvas: Any, x: float, top: float) -> None:
        """Tints first, then rules; neighbours of one kind are drawn as one."""
        tints: list[str] = []
        rules: dict[tuple[str, float, Any, float], list[float]] = {}
        for row in self.rows:
            at = x
            for column, cell in enumerate(row.cells):
                if cell is not None and (cell.tint is not None or cell.lines):
                    wide = sum(self.widths[column : column + cell.span])
                    if cell.tint is not None:
                        box = f"{at:.2f} {top - row.height:.2f} {wide:.2f} {row.height:.2f} re f"
                        tints.append(f"{colour(cell.tint)} {box}")
                    for side, weight, ink in cell.lines:
                        if side in ("above", "below"):
                            level = top if side == "above" else top - row.height
                            span = rules.setdefault(("h", weight, ink, level), [at, at])
                            span[1] = at + wide
                        else:
                            level = at if side == "before" else at + wide
                            span = rules.setdefault(("v", weight, ink, level), [top, top])
                            span[1] = top - row.height
                at += self.widths[column]
            top -= row.height
        if not (tints or rules):
            return
        code = ["q", *tints]
        for (kind, weight, ink, level), (start, end) in rules.items():
            ends = f"{start:.2f} {level:.2f} m {end:.2f} {level:.2f} l"
            if kind == "v":
                ends = f"{level:.2f} {start:.2f} m {level:.2f} {end:.2f} l"
            code.append(f"{colour(ink).upper()} {weight:g} w {ends} S")
        canvas._code.append(" ".join([*code, "Q"]))

    def _draw_table(self, tagging: Tagging, canvas: Any, x: float, top: float) -> None:
        is_new = self._slots[0].element is None
        tagging.enter(tagging.element(self._slots[0], "Table"))
        if self.heads and is_new:
            tagging.enter(tagging.element(self._slots[1], "THead"))
            for row in self.rows[: self.heads]:
                top = self._draw_row(tagging, canvas, row, x, top, "TH")
            tagging.leave()
        elif self.heads:
            with tagging.artifact(canvas):
                for row in self.rows[: self.heads]:
                    top = self._draw_cells(canvas, row, x, top)
        tagging.enter(tagging.element(self._slots[2], "TBody"))
        for row in self.rows[self.heads :]:
            top = self._draw_row(tagging, canvas, row, x, top, "TD")
        tagging.leave()
        tagging.leave()

    def _draw_row(self, tagging: Tagging, canvas: Any, row: Row, x: float, top: float, role: str) -> float:
        tagging.enter(tagging.element(row.slot, "TR"))
        for column, cell in enumerate(row.cells):
            if cell is not None:
                facts = "/Scope/Column" if role == "TH" else ""
                facts += f"/ColSpan {cell.span}" if cell.span > 1 else ""
                element = tagging.element(cell.slot, role, f"<</O/Table{facts}>>" if facts else "")
                tagging.enter(element)
                tagging.is_lone = len(cell.content) == 1
                self._draw_content(canvas, cell, x, top, column, row.height)
                tagging.leave()
            x += self.widths[column]
        tagging.leave()
        return top - row.height

    def _draw_cells(self, canvas: Any, row: Row, x: float, top: float) -> float:
        for column, cell in enumerate(row.cells):
            if cell is not None:
                self._draw_content(canvas, cell, x, top, column, row.height)
            x += self.widths[column]
        return top - row.height

    def _draw_content(
        self, canvas: Any, cell: Cell, x: float, top: float, column: int, height: float
    ) -> None:
        left, right, above, below = cell.pad
        y = top - above
        if cell.align != "TOP":
            spare = height - above - below - cell.height
            y -= spare if cell.align == "BOTTOM" else spare / 2
        gap = 0.0
        width = sum(self.widths[column : column + cell.span]) - left - right
        for place, part in enumerate(cell.content):
            gap += part.getSpaceBefore() if place else 0.0
            high = part.wrap(width, 1e6)[1]
            y -= gap + high
            part.drawOn(canvas, x + left, y)
            gap = part.getSpaceAfter()
