"""Building blocks of the pages: text runs, tables, boxes, headings, signature panels.

User text reaches the page only as text runs (`TextRuns`); nothing here parses markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Table
from reportlab.platypus.paraparser import ParaFrag

from clientdesk.services.papers.fonts import SANS, SERIF, STRONG
from clientdesk.services.papers.wording import Run

INK = HexColor("#1E2A32")
MUTED = HexColor("#566570")
TEAL = HexColor("#0F4C5C")
TERRACOTTA = HexColor("#B4552D")
TINT = HexColor("#F1F5F6")
WARM_TINT = HexColor("#FBF4EF")
HAIRLINE = HexColor("#C9D3D8")

PARAGRAPH_LIMIT = 5_000


def style(name: str, font: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    settings = {
        "fontName": font,
        "fontSize": size,
        "leading": leading,
        "textColor": INK,
        "bulletFontName": STRONG,
        "bulletFontSize": size,
        "bulletColor": TEAL,
        "splitLongWords": 1,
        "allowOrphans": 0,
        "allowWidows": 0,
    }
    return ParagraphStyle(name, **{**settings, **more})


OPENING = style("opening", SANS, 10, 14.4, spaceAfter=4)
BODY = style("body", SANS, 9.6, 13.6, spaceAfter=4)
NOTE = style("note", SANS, 8.2, 11, textColor=MUTED, spaceAfter=4)
SUBTITLE = style("subtitle", SANS, 11.5, 15, textColor=MUTED)
HEADING = style("heading", SERIF, 13.2, 16, textColor=TEAL)
SUBHEADING = style("subheading", STRONG, 9.6, 13, spaceBefore=8, spaceAfter=2.5)
BOX_HEADING = style("box-heading", STRONG, 9.6, 13, spaceAfter=2.5)
ITEM = style("item", SANS, 9.2, 12.6, spaceAfter=2.2, leftIndent=9.5, bulletIndent=0)
PLAIN_ITEM = style("plain-item", SANS, 9.2, 12.6, spaceAfter=2.2)
CELL = style("cell", SANS, 9, 12.2, allowOrphans=1, allowWidows=1)
CELL_STRONG = style("cell-strong", STRONG, 9, 12.2, allowOrphans=1, allowWidows=1)
CELL_NOTE = style("cell-note", SANS, 8.2, 11, textColor=MUTED, allowOrphans=1, allowWidows=1)
CELL_RIGHT = style("cell-right", SANS, 9, 12.2, alignment=2)
CELL_RIGHT_STRONG = style("cell-right-strong", STRONG, 9, 12.2, alignment=2)
HEAD = style("head", STRONG, 7.6, 9.6, textColor=MUTED)
HEAD_RIGHT = style("head-right", STRONG, 7.6, 9.6, textColor=MUTED, alignment=2)
FACT = style("fact", STRONG, 10.2, 13)
PARTY = style("party", STRONG, 11, 14.6)
PARTY_LINE = style("party-line", SANS, 9, 12.2)
PANEL_NAME = style("panel-name", STRONG, 10.2, 13)
PANEL_VALUE = style("panel-value", SANS, 9.6, 12)
CAPTION = style("caption", SANS, 7.4, 9, textColor=MUTED)


class TextRuns(Paragraph):
    """A paragraph made of text runs. Its text is never parsed, so tags and entities print as they are.

    Wrapping at a width already seen is free: tables ask for it about three times.
    """

    def __init__(
        self,
        text: str | None,
        style: ParagraphStyle,
        bulletText: str | None = None,  # noqa: N803
        frags: Any = None,
        caseSensitive: int = 1,  # noqa: N803
        encoding: str = "utf8",
    ) -> None:
        if frags is None:
            frags = [_frag(text or "", style, style.fontName)]
        super().__init__("", style, bulletText, frags, caseSensitive, encoding)
        self._wrapped: tuple[float, tuple[float, float]] | None = None

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        if self._wrapped is not None and self._wrapped[0] == availWidth and hasattr(self, "blPara"):
            return self._wrapped[1]
        size: tuple[float, float] = super().wrap(availWidth, availHeight)
        self._wrapped = (availWidth, size)
        return size


def _frag(text: str, style: ParagraphStyle, font: str) -> ParaFrag:
    return ParaFrag(
        text=text,
        fontName=font,
        fontSize=style.fontSize,
        textColor=style.textColor,
        rise=0,
        us_lines=[],
        link=[],
    )


def runs(parts: Iterable[Run], style: ParagraphStyle, bullet: str | None = None) -> TextRuns:
    """A paragraph of runs, strong ones in semibold."""
    frags = [_frag(part.text, style, STRONG if part.strong else style.fontName) for part in parts]
    return TextRuns(None, style, bullet, frags or None)


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


class Heading(Flowable):
    """A section heading with its number hanging in the margin; makes the outline entry."""

    HANG = 24

    def __init__(self, text: str, number: int | None) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = 13.5, 5
        self._text, self._number = text, number
        self._body = TextRuns(text, HEADING)

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        self.width, self.height = self._body.wrap(availWidth, availHeight)
        return self.width, self.height

    def draw(self) -> None:
        canvas: Any = self.canv
        if self._number is not None:
            canvas.setFont(STRONG, 10.4)
            canvas.setFillColor(TERRACOTTA)
            canvas.drawString(-self.HANG, self.height - HEADING.fontSize, str(self._number))
        title = self._text if self._number is None else f"{self._number}  {self._text}"
        canvas.marks.append((title, canvas.absolutePosition(0, self.height)[1]))
        self._body.drawOn(canvas, 0, 0)


class Spaced(Flowable):
    """One letter-spaced line of capitals."""

    def __init__(self, text: str, size: float = 8.6, spacing: float = 1.3) -> None:
        super().__init__()
        self._text, self._size, self._spacing = text.upper(), size, spacing
        self.spaceAfter = 5

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: ARG002, N803
        from reportlab.pdfbase.pdfmetrics import stringWidth

        natural = stringWidth(self._text, STRONG, self._size) + self._spacing * len(self._text)
        if natural > availWidth:
            self._size, self._spacing = (
                self._size * availWidth / natural,
                self._spacing * availWidth / natural,
            )
        self.width, self.height = availWidth, 11
        return self.width, self.height

    def draw(self) -> None:
        text = self.canv.beginText(0, 2.4)
        text.setFont(STRONG, self._size)
        text.setFillColor(TERRACOTTA)
        text.setCharSpace(self._spacing)
        text.textOut(self._text)
        text.setCharSpace(0)
        self.canv.drawText(text)


def plain_table(rows: Sequence[list[Any]], widths: Sequence[float], commands: Sequence[Any]) -> Table:
    """A layout table without padding; every cell is a flowable, and no unembedded font is named."""
    base: list[Any] = [
        ("FONT", (0, 0), (-1, -1), SANS, 9),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]
    return Table(list(rows), colWidths=list(widths), style=[*base, *commands], hAlign="LEFT")


class RowsTable(Table):
    """A table of body rows under a head that repeats.

    Up to four rows stay together; a longer one keeps two rows on each side of a break, and summing rows
    together with one row before them. A row taller than a page is split inside.
    """

    page_height = 640.0
    kept_rows = 4
    kept_last = 2

    def _heights(self) -> list[float]:
        heights: list[float] = list(getattr(self, "_rowHeights"))  # noqa: B009
        return heights

    def split(self, availWidth: float, availHeight: float) -> list[Any]:  # noqa: N803
        self.wrap(availWidth, availHeight)
        heights = self._heights()
        head, body = heights[0], heights[1:]
        room = availHeight - head
        fits = 0
        for height in body:
            if height > room + 1e-6:
                break
            room -= height
            fits += 1
        fresh = availHeight > 0.8 * self.page_height
        wanted = self._break_after(fits, len(body), sum(heights))
        if wanted:
            return list(super().split(availWidth, sum(heights[: wanted + 1]) + 0.01))
        tall = fits < len(body) and body[fits] > 0.5 * self.page_height
        return list(super().split(availWidth, availHeight)) if fresh or tall else []

    def _break_after(self, fits: int, count: int, height: float) -> int:
        """How many body rows to keep before the break; none when the table should move or be forced."""
        if count <= self.kept_rows and height <= self.page_height:
            return 0
        fits = min(fits, count - self.kept_last)
        return fits if fits >= 2 else 0

    def kept_height(self) -> float:
        """The height that must fit below a heading: all of a short table, else the head and two rows."""
        heights = self._heights()
        whole = sum(heights)
        if len(heights) - 1 <= self.kept_rows and whole <= self.page_height * 0.8:
            return float(whole)
        return float(min(sum(heights[:3]), self.page_height * 0.5))


def rows_table(
    head: Sequence[str],
    rows: Sequence[list[Any]],
    widths: Sequence[float],
    *,
    right: Sequence[int] = (),
    sum_rows: int = 0,
    label_column: int = 0,
) -> RowsTable:
    """A data table: no vertical lines, capitals in the head, hairlines between rows.

    Args:
        widths: of the columns, in points.
        right: columns set flush right.
        sum_rows: how many of the last rows sum up; the very last is the total, tinted. Their label spans
            from the first free column to the amount.
        label_column: where the labels of the summing rows stand.
    """
    last = len(widths) - 1
    titles = [TextRuns(text.upper(), HEAD_RIGHT if at in right else HEAD) for at, text in enumerate(head)]
    commands: list[Any] = [
        ("FONT", (0, 0), (-1, -1), SANS, 9),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 7),
        ("RIGHTPADDING", (last, 0), (last, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 3.4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4.2),
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, TEAL),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, HAIRLINE),
    ]
    if sum_rows:
        commands += [("BACKGROUND", (0, -1), (-1, -1), TINT), ("LINEABOVE", (0, -1), (-1, -1), 0.9, TEAL)]
        commands += [("SPAN", (label_column, -row), (-2, -row)) for row in range(1, sum_rows + 1)]
    table = RowsTable(
        [titles, *rows], colWidths=list(widths), style=commands, repeatRows=1, splitInRow=1, hAlign="LEFT"
    )
    if sum_rows:
        table.kept_rows, table.kept_last = 10, sum_rows + 1
    return table


def with_gap(table: Table, after: float = 6) -> Table:
    """The table with space after it, which vanishes at the foot of a page."""
    table.spaceAfter = after
    return table


class SignaturePanels(Flowable):
    """Two panels side by side with 42 pt of clear space above each signature line."""

    GUTTER, CLEAR, STEP = 20, 42, 17

    def __init__(self, panels: Sequence[SignaturePanel]) -> None:
        super().__init__()
        self._panels = panels
        self.spaceBefore, self.spaceAfter = 14, 14

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: ARG002, N803
        self.width = availWidth
        each = (availWidth - self.GUTTER) / 2
        self._top = max(panel.wrap(each) for panel in self._panels)
        values = max(panel.values_height for panel in self._panels)
        self.height = self._top + self.CLEAR + self.STEP + values + 4 + self.STEP + 16 + 10
        return self.width, self.height

    def draw(self) -> None:
        each = (self.width - self.GUTTER) / 2
        values = max(panel.values_height for panel in self._panels)
        for place, panel in enumerate(self._panels):
            panel.draw(self.canv, place * (each + self.GUTTER), self.height, each, self._top, values)


class SignaturePanel:
    """One side: label, entity, and what is already known of the signer."""

    SPLIT, GAP = 0.56, 10

    def __init__(self, label: str, entity: str, name: str, capacity: str, captions: dict[str, str]) -> None:
        self._label = TextRuns(label.upper(), HEAD)
        self._entity = TextRuns(entity, PANEL_NAME)
        self._name = TextRuns(name, PANEL_VALUE)
        self._capacity = TextRuns(capacity, PANEL_VALUE)
        self._captions = captions
        self.values_height = 0.0

    def _columns(self, width: float) -> tuple[float, float, float]:
        first = self.SPLIT * width
        return first, first + self.GAP, width - first - self.GAP

    def wrap(self, width: float) -> float:
        """Height of label and entity; sets the height of name and title."""
        first, _, second = self._columns(width)
        label = self._label.wrap(width, 1e6)[1]
        entity = self._entity.wrap(width, 1e6)[1]
        heights = (self._name.wrap(first, 1e6)[1], self._capacity.wrap(second, 1e6)[1], 12.0)
        self.values_height = max(heights)
        return float(label + 3 + entity)

    def draw(self, canvas: Any, x: float, height: float, width: float, top: float, values: float) -> None:
        """Draw at x with the panel's top at `height`."""
        first, start, second = self._columns(width)
        y = height - self._label.height
        self._label.drawOn(canvas, x, y)
        self._entity.drawOn(canvas, x, y - 3 - self._entity.height)
        y = height - top - SignaturePanels.CLEAR
        _rule(canvas, x, y, width, 0.8, INK)
        _caption(canvas, x, y, self._captions["signature"])
        y -= SignaturePanels.STEP + values + 4
        self._name.drawOn(canvas, x, y + 3)
        self._capacity.drawOn(canvas, x + start, y + 3)
        for left, span, key in ((x, first, "name"), (x + start, second, "capacity")):
            _rule(canvas, left, y, span, 0.6, HAIRLINE)
            _caption(canvas, left, y, self._captions[key])
        y -= SignaturePanels.STEP + 16
        for left, span, key in ((x, first, "date"), (x + start, second, "place")):
            _rule(canvas, left, y, span, 0.6, HAIRLINE)
            _caption(canvas, left, y, self._captions[key])


def _rule(canvas: Any, x: float, y: float, width: float, weight: float, colour: Any) -> None:
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(weight)
    canvas.line(x, y, x + width, y)


def _caption(canvas: Any, x: float, y: float, text: str) -> None:
    canvas.setFont(SANS, 7.4)
    canvas.setFillColor(MUTED)
    canvas.drawString(x, y - 8.6, text)
