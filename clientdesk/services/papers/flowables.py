"""Building blocks of the pages: text, lists, headings, boxes, tables, signature panels.

User text reaches the page only as text runs; nothing here parses markup. Every block says itself what it is to a
screen reader, so a story only puts blocks in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable

from clientdesk.services.papers import fonts
from clientdesk.services.papers.fonts import SERIF, STRONG
from clientdesk.services.papers.grid import Grid
from clientdesk.services.papers.runs import TextRuns, runs
from clientdesk.services.papers.setting import colour, draw_line, show
from clientdesk.services.papers.sign_panels import SignaturePanel, SignaturePanels
from clientdesk.services.papers.styles import (
    BODY,
    BOX_HEADING,
    CAPTION,
    CELL,
    CELL_NOTE,
    CELL_RIGHT,
    CELL_RIGHT_STRONG,
    CELL_STRONG,
    FACT,
    HAIRLINE,
    HEAD,
    HEAD_RIGHT,
    HEADING,
    INK,
    ITEM,
    MUTED,
    NOTE,
    OPENING,
    PANEL_NAME,
    PANEL_VALUE,
    PARTY,
    PARTY_LINE,
    PLAIN_ITEM,
    SUBHEADING,
    SUBTITLE,
    TEAL,
    TERRACOTTA,
    TINT,
    WARM_TINT,
    style,
)
from clientdesk.services.papers.tables import RowsTable, plain_table, rows_table, with_gap
from clientdesk.services.papers.tagging import Slot, tagging_of

__all__ = [
    "BODY", "BOX_HEADING", "CAPTION", "CELL", "CELL_NOTE", "CELL_RIGHT", "CELL_RIGHT_STRONG", "CELL_STRONG",
    "FACT", "HAIRLINE", "HEAD", "HEADING", "HEADING_ROOM", "HEAD_RIGHT", "INK", "ITEM", "MUTED", "NOTE",
    "OPENING", "PANEL_NAME", "PANEL_VALUE", "PARAGRAPH_LIMIT", "PARTY", "PARTY_LINE", "PLAIN_ITEM",
    "SUBHEADING", "SUBTITLE", "TEAL", "TERRACOTTA", "TINT", "WARM_TINT", "Grid", "Heading", "RowsTable",
    "SignaturePanel", "SignaturePanels", "Spaced", "TextRuns", "boxes", "fitted_title", "items", "kept",
    "paragraphs", "pieces", "plain_table", "rows_table", "runs", "style", "tinted_box", "with_gap",
]  # fmt: skip

PARAGRAPH_LIMIT = 5_000
HEADING_ROOM = 96
"""A heading needs this much of the page or moves to the next."""


def pieces(text: str) -> list[str]:
    """Lines of a text, each at most 5,000 characters; blank lines are dropped."""
    made = []
    for line in text.split("\n"):
        rest = line.strip()
        while len(rest) > PARAGRAPH_LIMIT:
            cut = rest.rfind(" ", PARAGRAPH_LIMIT // 2, PARAGRAPH_LIMIT)
            cut = cut if cut > 0 else PARAGRAPH_LIMIT
            made.append(rest[:cut])
            rest = rest[cut:].lstrip()
        if rest:
            made.append(rest)
    return made


def paragraphs(text: str, style: ParagraphStyle, bullet: str | None = None) -> list[TextRuns]:
    """A user's text as paragraphs, one a line; the bullet stands at the first."""
    return [TextRuns(piece, style, bullet if not place else None) for place, piece in enumerate(pieces(text))]


def items(texts: Iterable[str]) -> list[TextRuns]:
    """A bulleted list."""
    return [paragraph for text in texts for paragraph in paragraphs(text, ITEM, "•")]


def fitted_title(title: str, width: float) -> TextRuns:
    """The title of the paper in at most three lines, smaller when it is long."""
    paragraph = TextRuns("", FACT)
    for size in (25, 22, 19, 16, 13.5, 11, 9.8, 8.9):
        paragraph = TextRuns(title, style("title", SERIF, size, size * 1.16, textColor=TEAL))
        if paragraph.wrap(width, 1e6)[1] <= 3 * size * 1.16 + 0.01:
            break
    return paragraph


class Heading(Flowable):
    """A section heading with its number hanging in the margin; begins a section and makes the outline entry."""

    HANG = 24

    def __init__(self, text: str, number: int | None) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = 13.5, 5
        self._text, self._number = text, number
        self._body = TextRuns(text, HEADING)
        self._slot = Slot()

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        self.width, self.height = self._body.wrap(availWidth, availHeight)
        return self.width, self.height

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N803
        tagging = tagging_of(canvas)
        if tagging is None:
            self._draw(canvas, x, y)
            return
        title = self._text if self._number is None else f"{self._number}  {self._text}"
        canvas.marks.append((title, y + self.height))
        tagging.section()
        tagging.begin(canvas, tagging.element(self._slot, "H2"))
        self._draw(canvas, x, y)
        tagging.end(canvas)

    def _draw(self, canvas: Any, x: float, y: float) -> None:
        if self._number is not None:
            base = y + self.height - HEADING.fontSize
            draw_line(canvas, x - self.HANG, base, f"{self._number} ", STRONG, 10.4, TERRACOTTA)
        self._body._draw_text(canvas, x, y)


class Spaced(Flowable):
    """One letter-spaced line of capitals."""

    def __init__(self, text: str, size: float = 8.6, spacing: float = 1.3) -> None:
        super().__init__()
        self._text, self._size, self._spacing = text.upper(), size, spacing
        self.spaceAfter = 5
        self._slot = Slot()

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: ARG002, N803
        natural = fonts.width(self._text, STRONG, self._size) + self._spacing * len(self._text)
        if natural > availWidth:
            self._size, self._spacing = (
                self._size * availWidth / natural,
                self._spacing * availWidth / natural,
            )
        self.width, self.height = availWidth, 11
        return self.width, self.height

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N803
        if not self._text.strip():
            return
        tagging = tagging_of(canvas)
        if tagging is not None:
            tagging.begin(canvas, tagging.element(self._slot, "P"))
        shown = show(canvas, fonts.split(self._text, STRONG), self._size, TERRACOTTA)
        where = f"{x:.2f} {y + 2.4:.2f} Td {self._spacing:.3f} Tc"
        canvas._code.append(f"BT {colour(TERRACOTTA)} {where} {shown} 0 Tc ET")
        if tagging is not None:
            tagging.end(canvas)


def boxes(columns: Sequence[tuple[Sequence[Any], Any, Any]], width: float, gutter: float = 12) -> Grid:
    """Tinted boxes of equal width side by side: content, tint and colour of the top rule of each.

    A row of boxes can break inside when it is taller than the page; long lists are better set one after another.
    """
    count = len(columns)
    each = (width - gutter * (count - 1)) / count
    cells: list[Any] = []
    commands: list[Any] = []
    for place, (content, tint, ink) in enumerate(columns):
        where = ((2 * place, 0), (2 * place, 0))
        cells += [[], list(content)] if place else [list(content)]
        commands += [
            ("BACKGROUND", *where, tint),
            ("LINEABOVE", *where, 1.4, ink),
            ("LEFTPADDING", *where, 10),
            ("RIGHTPADDING", *where, 10),
            ("TOPPADDING", *where, 8),
            ("BOTTOMPADDING", *where, 7),
        ]
    widths = [gutter if place % 2 else each for place in range(2 * count - 1)]
    return plain_table([cells], widths, commands)


def tinted_box(content: Sequence[Any], width: float, tint: Any = TINT, ink: Any = TEAL) -> Grid:
    """One box over the whole width, for a note or what to do next."""
    return boxes([(content, tint, ink)], width)


def kept(block: Sequence[Any], width: float, page_height: float) -> list[Any]:
    """The block, moved to the next page when it does not fit on this one; at most nine tenths of a page."""
    total = sum(
        part.wrap(width, page_height)[1] + part.getSpaceBefore() + part.getSpaceAfter() for part in block
    )
    return [CondPageBreak(min(total, page_height * 0.9)), *block]
