"""Tables of rows under a head that repeats, and plain grids for layout."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

from clientdesk.services.papers import fonts
from clientdesk.services.papers.cells import Row
from clientdesk.services.papers.density import density
from clientdesk.services.papers.fonts import STRONG
from clientdesk.services.papers.grid import Grid
from clientdesk.services.papers.runs import TextRuns
from clientdesk.services.papers.styles import HAIRLINE, HEAD, HEAD_RIGHT, MUTED, TEAL, TINT, style

_EDGE = 1e-6
_LEAST_HEAD = 5.6
AnyGrid = TypeVar("AnyGrid", bound=Grid)


def plain_table(rows: Sequence[Sequence[Any]], widths: Sequence[float], commands: Sequence[Any] = ()) -> Grid:
    """A layout grid without padding; a screen reader hears its cells one after another, row by row."""
    return Grid(rows, widths, commands)


class RowsTable(Grid):
    """A table of body rows under a head that repeats.

    Up to four rows stay together; a longer one keeps two rows on each side of a break, and summing rows
    together with one row before them. A row taller than a page is split inside.
    """

    page_height = 640.0
    kept_rows = 4
    kept_last = 2

    def _part(self, body: list[Row]) -> Grid:
        part = super()._part(body)
        if isinstance(part, RowsTable):
            part.kept_rows, part.kept_last = self.kept_rows, self.kept_last
        return part

    def split(self, availWidth: float, availHeight: float) -> list[Any]:  # noqa: N803
        self.wrap(availWidth, availHeight)
        heights = self.heights
        head, body = heights[0], heights[1:]
        room = availHeight - head
        fits = 0
        for height in body:
            if height > room + _EDGE:
                break
            room -= height
            fits += 1
        fresh = availHeight > 0.8 * self.page_height
        wanted = self._break_after(fits, len(body), sum(heights))
        if wanted:
            return self.divided(wanted, 0)
        tall = fits < len(body) and body[fits] > 0.5 * self.page_height
        return self.divided(fits, room) if fresh or tall else []

    def _break_after(self, fits: int, count: int, height: float) -> int:
        """How many body rows to keep before the break; none when the table should move or be forced."""
        if count <= self.kept_rows and height <= self.page_height:
            return 0
        fits = min(fits, count - self.kept_last)
        return fits if fits >= 2 else 0

    def kept_height(self) -> float:
        """The height that must fit below a heading: all of a short table, else the head and two rows."""
        heights = self.heights
        whole = sum(heights)
        if len(heights) - 1 <= self.kept_rows and whole <= self.page_height * 0.8:
            return float(whole)
        return float(min(sum(heights[:3]), self.page_height * 0.5))


def rows_table(
    head: Sequence[str],
    rows: Sequence[Sequence[Any]],
    widths: Sequence[float],
    *,
    right: Sequence[int] = (),
    sum_rows: int = 0,
    label_column: int = 0,
    tight: bool = False,
) -> RowsTable:
    """A data table: no vertical lines, capitals in the head, hairlines between rows.

    Args:
        widths: of the columns, in points.
        right: columns set flush right.
        sum_rows: how many of the last rows sum up; the very last is the total, tinted. Their label spans
            from the first free column to the amount.
        label_column: where the labels of the summing rows stand.
        tight: less room in each row, for reports that are to stay on one page.
    """
    last, tight = len(widths) - 1, tight or density().is_tight
    titles = [
        _head(text.upper(), widths[at] - (7 if at < last else 0), is_right=at in right)
        for at, text in enumerate(head)
    ]
    commands: list[Any] = [
        ("RIGHTPADDING", (0, 0), (-1, -1), 7),
        ("RIGHTPADDING", (last, 0), (last, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 2.2 if tight else 3.4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.8 if tight else 4.2),
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, TEAL),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, HAIRLINE),
    ]
    if sum_rows:
        commands += [("BACKGROUND", (0, -1), (-1, -1), TINT), ("LINEABOVE", (0, -1), (-1, -1), 0.9, TEAL)]
        commands += [("SPAN", (label_column, -row), (-2, -row)) for row in range(1, sum_rows + 1)]
    table = RowsTable([titles, *rows], widths, commands, heads=1, is_data=True)
    if sum_rows:
        table.kept_rows, table.kept_last = 10, sum_rows + 1
    return table


def _head(text: str, room: float, *, is_right: bool) -> TextRuns:
    """A column's title, set smaller where one of its words is wider than the column."""
    own: Any = HEAD_RIGHT if is_right else HEAD
    widest = max((fonts.width(word, own.fontName, own.fontSize) for word in text.split()), default=0.0)
    if widest <= room:
        return TextRuns(text, own)
    return TextRuns(text, _smaller(is_right, max(own.fontSize * room / widest - 0.05, _LEAST_HEAD)))


@lru_cache(maxsize=64)
def _smaller(is_right: bool, size: float) -> Any:
    return style("head", STRONG, size, HEAD.leading, textColor=MUTED, alignment=2 if is_right else 0)


def with_gap(table: AnyGrid, after: float = 6) -> AnyGrid:
    """The table with space after it, which vanishes at the foot of a page."""
    table.spaceAfter = after
    return table
