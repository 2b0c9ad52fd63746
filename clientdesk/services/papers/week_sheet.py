"""The week on one page: seven or five days with their blocks and hours, intentions, and who is owed a word.

Drawn by hand on one landscape page, so that nothing can flow onto a second one: what is too long is cut with an
ellipsis, what is too much is counted ("+3 more"). User text is only ever drawn, never parsed.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale
from babel.dates import format_date
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from clientdesk.models.enums import BlockKind
from clientdesk.models.overlap import overlap_columns
from clientdesk.models.views.week import BlockView, DayView, WeekView
from clientdesk.services.papers import fonts
from clientdesk.services.papers.finishing import finish
from clientdesk.services.papers.flowables import HAIRLINE, INK, MUTED, TEAL, TERRACOTTA, TINT
from clientdesk.services.papers.fonts import SANS, SERIF, STRONG
from clientdesk.services.papers.setting import draw_line, shortened
from clientdesk.services.papers.sheet import SIZES
from clientdesk.services.papers.tagging import Tagging, append_tree, link_tree
from clientdesk.services.papers.week_words import SheetWords
from clientdesk.services.papers.xmp import Facts

__all__ = ["WeekSheet", "draw_week"]

MARGIN = 11 * mm
SIDE = 150.0
GUTTER = 30.0
HEAD = 46.0
DAY_HEAD = 40.0
LINE = 9.4
_GAP = 10.0
_MOST_UNTIMED = 3
_MOST_INTENTIONS = 3
_LEAST_HOURS = 8
_DAY_MINUTES = 1440
_INKS = tuple(
    HexColor(ink)
    for ink in ("#0B7A75", "#4B5BC7", "#B4530A", "#8C3B8E", "#6B7300", "#C0345E", "#54626F", "#7A5230")
)


@dataclass(frozen=True, slots=True)
class WeekSheet:
    """What is printed.

    Attributes:
        days: those of the week that are shown.
        intentions: (sentence, whether it is done).
        owed: (client, why a word is owed).
        practice: whose week it is.
        locale: of dates and times.
        paper_size: A4 or Letter.
        made_on: the day it is printed.
    """

    week: WeekView
    days: tuple[DayView, ...]
    intentions: tuple[tuple[str, bool], ...]
    owed: tuple[tuple[str, str], ...]
    practice: str
    locale: Locale
    paper_size: str
    made_on: date


def draw_week(sheet: WeekSheet, words: SheetWords) -> bytes:
    """The page as a PDF; same input, same bytes."""
    fonts.register()
    out = io.BytesIO()
    size = landscape(SIZES[sheet.paper_size])
    title, language = words.title(sheet.week, sheet.days, sheet.locale), sheet.locale.language
    canvas = _WeekCanvas(
        out, pagesize=size, invariant=1, pageCompression=1, lang=language, initialFontName=SANS
    )
    canvas.setTitle(title)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    page = _Page(canvas, size, sheet, words)
    page.head(title)
    page.side()
    page.grid()
    canvas.showPage()
    canvas.tagging.next_page()
    document = vars(canvas)["_doc"]
    top = link_tree(document)
    canvas.save()
    facts = Facts(title, sheet.practice, words.subject(), language, sheet.made_on)
    return finish(append_tree(out.getvalue(), canvas.tagging, document, top), facts)


class _WeekCanvas(Canvas):
    """A canvas on which lines and boxes are decoration; only text is heard."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tagging = Tagging()

    def line(self, *args: Any, **kwargs: Any) -> None:
        with self.tagging.artifact(self):
            super().line(*args, **kwargs)

    def rect(self, *args: Any, **kwargs: Any) -> None:
        with self.tagging.artifact(self):
            super().rect(*args, **kwargs)

    def roundRect(self, *args: Any, **kwargs: Any) -> None:  # noqa: N802
        with self.tagging.artifact(self):
            super().roundRect(*args, **kwargs)


@dataclass
class _Page:
    canvas: Any
    size: tuple[float, float]
    sheet: WeekSheet
    words: SheetWords

    def __post_init__(self) -> None:
        width, height = self.size
        self.left, self.right = MARGIN, width - MARGIN
        self.top, self.bottom = height - MARGIN, MARGIN
        self.grid_left = self.left + GUTTER
        self.grid_right = self.right - SIDE - _GAP
        self.column = (self.grid_right - self.grid_left) / max(len(self.sheet.days), 1)
        untimed = max((len(day.day_items) + len(day.all_day) for day in self.sheet.days), default=0)
        self.untimed_height = min(untimed, _MOST_UNTIMED + 1) * LINE + (4 if untimed else 0)
        self.grid_top = self.top - HEAD - DAY_HEAD - self.untimed_height
        self.first, self.last = _hours(self.sheet.days)
        self.minute_height = (self.grid_top - self.bottom) / (self.last - self.first)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        room: float,
        font: str = SANS,
        size: float = 7.6,
        ink: Color = INK,
        role: str = "P",
    ) -> None:
        """One line of text, cut to its room; `role` as in `tagging`."""
        drawn = shortened(_in_one_line(text), font, size, max(room, 0))
        if not drawn.strip():
            return
        tagging = self.canvas.tagging
        tagging.begin(self.canvas, tagging.element(None, role))
        draw_line(self.canvas, x, y, f"{drawn} ", font, size, ink)
        tagging.end(self.canvas)

    def head(self, title: str) -> None:
        total = self.words.filled(self.sheet.week.planned_minutes, self.sheet.week.capacity_minutes)
        room = self.right - self.left
        self.text(self.left, self.top - 15, title, room * 0.6, SERIF, 16, role="H1")
        self.text(self.left, self.top - 29, self.sheet.practice, room * 0.6, SANS, 8.6, MUTED)
        wide = fonts.width(total, STRONG, 10)
        self.text(self.right - wide, self.top - 14, total, wide + 1, STRONG, 10)
        made = self.words.made_on(format_date(self.sheet.made_on, "medium", locale=self.sheet.locale))
        wide = fonts.width(made, SANS, 7.6)
        self.text(self.right - wide, self.top - 27, made, wide + 1, SANS, 7.6, MUTED)

    # The column at the right.

    def side(self) -> None:
        x, room = self.right - SIDE, SIDE
        y = self.top - HEAD - 6
        y = self._caption(x, y, self.words.intentions())
        intentions = self.sheet.intentions[:_MOST_INTENTIONS]
        for text, is_done in intentions:
            self.canvas.setStrokeColor(MUTED)
            self.canvas.rect(x, y - 6.6, 7, 7, stroke=1, fill=0)
            if is_done:
                self.canvas.line(x + 1.5, y - 3, x + 3, y - 5)
                self.canvas.line(x + 3, y - 5, x + 6, y - 1)
            for line in _lines(text, SANS, 8.4, room - 13, 3):
                self.text(x + 13, y - 6, line, room - 13, SANS, 8.4)
                y -= 11
            y -= 3
        if not intentions:
            y = self._rules(x, y, _MOST_INTENTIONS)
        y = self._caption(x, y - 8, self.words.owed())
        y = self._owed(x, y, room)
        if y > self.bottom + 60:
            y = self._caption(x, y - 8, self.words.notes())
            self._rules(x, y, int((y - self.bottom) // 16))

    def _owed(self, x: float, y: float, room: float) -> float:
        for place, (client, reason) in enumerate(self.sheet.owed):
            lines = _lines(reason, SANS, 7.6, room, 2)
            if y - 10 - len(lines) * LINE < self.bottom + 12:
                self.text(x, y - 7, self.words.more(len(self.sheet.owed) - place), room, SANS, 7.6, MUTED)
                return y - LINE
            self.text(x, y - 7, client, room, STRONG, 8.4)
            y -= 10
            for line in lines:
                self.text(x, y - 7, line, room, SANS, 7.6, MUTED)
                y -= LINE
            y -= 4
        if not self.sheet.owed:
            self.text(x, y - 7, self.words.nobody(), room, SANS, 7.6, MUTED)
            y -= LINE
        return y

    def _caption(self, x: float, y: float, text: str) -> float:
        self.text(x, y - 8, text, SIDE, STRONG, 9, TEAL, "H2")
        self.canvas.setStrokeColor(HAIRLINE)
        self.canvas.setLineWidth(0.6)
        self.canvas.line(x, y - 12, x + SIDE, y - 12)
        return y - 18

    def _rules(self, x: float, y: float, count: int) -> float:
        """Lines to write on."""
        self.canvas.setStrokeColor(HAIRLINE)
        self.canvas.setLineWidth(0.5)
        for _ in range(count):
            y -= 16
            self.canvas.line(x, y, x + SIDE, y)
        return y

    # The grid.

    def grid(self) -> None:
        for place, day in enumerate(self.sheet.days):
            x = self.grid_left + place * self.column
            self._day_head(x, day)
            self._untimed(x, day)
            self._bright(x, day)
        self._hour_lines()
        for place, day in enumerate(self.sheet.days):
            self._blocks(self.grid_left + place * self.column, day)
        self.canvas.setStrokeColor(HAIRLINE)
        self.canvas.setLineWidth(0.6)
        for place in range(len(self.sheet.days) + 1):
            x = self.grid_left + place * self.column
            self.canvas.line(x, self.bottom, x, self.top - HEAD)

    def _day_head(self, x: float, day: DayView) -> None:
        y, room = self.top - HEAD, self.column - 8
        name = format_date(day.date, "EEE d MMM", locale=self.sheet.locale)
        self.text(x + 4, y - 11, name, room, STRONG, 9.4, role="H2")
        for line in self.words.day(day):
            is_over = day.spare_minutes < 0
            self.text(x + 4, y - 21, line, room, SANS, 7.4, TERRACOTTA if is_over else MUTED)
            y -= LINE

    def _untimed(self, x: float, day: DayView) -> None:
        """Whole-day events and work without a time, under the name of the day."""
        y, room = self.top - HEAD - DAY_HEAD, self.column - 8
        lines = [event.title for event in day.all_day]
        lines += [self.words.item(item) for item in day.day_items]
        if len(lines) > _MOST_UNTIMED + 1:
            lines = [*lines[:_MOST_UNTIMED], self.words.more(len(lines) - _MOST_UNTIMED)]
        for line in lines:
            self.text(x + 4, y - 7, line, room, SANS, 7.4)
            y -= LINE

    def _bright(self, x: float, day: DayView) -> None:
        """Outside the working hours the page is tinted."""
        self.canvas.setFillColor(TINT)
        self.canvas.rect(x, self.bottom, self.column, self.grid_top - self.bottom, stroke=0, fill=1)
        self.canvas.setFillColor(HexColor("#FFFFFF"))
        for start, end in day.hours:
            top, low = self._y(start), self._y(end)
            self.canvas.rect(x, low, self.column, top - low, stroke=0, fill=1)

    def _hour_lines(self) -> None:
        self.canvas.setLineWidth(0.4)
        for hour in range(self.first // 60, self.last // 60 + 1):
            y = self._y(hour * 60)
            self.canvas.setStrokeColor(HAIRLINE)
            self.canvas.line(self.grid_left, y, self.grid_right, y)
            if hour * 60 < self.last:
                words = self.words.clock(hour * 60, self.sheet.locale)
                self.text(self.left, y - 6, words, GUTTER - 2, SANS, 7, MUTED)

    def _blocks(self, x: float, day: DayView) -> None:
        slots = overlap_columns([(block.start_minute, block.end_minute) for block in day.blocks])
        for block, slot in zip(day.blocks, slots, strict=True):
            wide = (self.column - 3) / slot.columns
            self._block(block, x + 1.5 + slot.column * wide, wide - 1)

    def _block(self, block: BlockView, x: float, wide: float) -> None:
        top, low = self._y(block.start_minute), self._y(block.end_minute)
        top, low = top - 0.6, min(low + 0.6, top - 8.2)
        ink = MUTED if block.client_colour is None else _INKS[block.client_colour % len(_INKS)]
        is_fixed = block.is_fixed or block.kind is not BlockKind.WORK
        self.canvas.setStrokeColor(ink)
        self.canvas.setLineWidth(1.0 if is_fixed else 0.5)
        self.canvas.setFillColor(HexColor("#FFFFFF") if is_fixed else _tint(ink))
        self.canvas.roundRect(x, low, wide, top - low, 2, stroke=1, fill=1)
        if not is_fixed:
            self.canvas.setFillColor(ink)
            self.canvas.rect(x, low, 2, top - low, stroke=0, fill=1)
        self._block_text(block, x + 4.5, top, wide - 6, top - low, ink)

    def _block_text(
        self, block: BlockView, x: float, top: float, room: float, high: float, ink: Color
    ) -> None:
        """Title over as many lines as there is room for, then the client, then the time."""
        lines = max(int(high // LINE), 1)
        title = self.words.block(block)
        if block.is_done:
            title = self.words.done(title)
        rest = [text for text in (block.client_name, self.words.span(block, self.sheet.locale)) if text]
        rest = rest[: max(lines - 1, 0)]
        for line in _lines(title, STRONG, 7.6, room, max(min(lines - len(rest), 3), 1)):
            self.text(x, top - 7.2, line, room, STRONG, 7.6)
            top -= LINE
        for place, line in enumerate(rest):
            self.text(x, top - 7.2, line, room, SANS, 7.2, ink if place == 0 and block.client_name else MUTED)
            top -= LINE

    def _y(self, minute: int) -> float:
        inside = min(max(minute, self.first), self.last)
        return self.grid_top - (inside - self.first) * self.minute_height


def _hours(days: Sequence[DayView]) -> tuple[int, int]:
    """Whole hours that hold every block and all working hours, eight at least."""
    spans = [span for day in days for span in day.hours]
    spans += [(block.start_minute, block.end_minute) for day in days for block in day.blocks]
    first = min((start for start, _ in spans), default=9 * 60) // 60 * 60
    last = -(-max((end for _, end in spans), default=17 * 60) // 60) * 60
    last = min(max(last, first + _LEAST_HOURS * 60), _DAY_MINUTES)
    return min(first, last - _LEAST_HOURS * 60), last


def _tint(ink: Color) -> Color:
    share = 0.14
    return Color(*(1 - share * (1 - part) for part in (ink.red, ink.green, ink.blue)))


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str, font: str, size: float, room: float, most: int) -> list[str]:
    """The text broken at its spaces; the last line takes the rest and is cut when drawn."""
    words = text.split()
    lines: list[str] = []
    while words and len(lines) < most - 1:
        count = 1
        while count < len(words) and fonts.width(" ".join(words[: count + 1]), font, size) <= room:
            count += 1
        lines.append(" ".join(words[:count]))
        words = words[count:]
    return [*lines, " ".join(words)] if words or not lines else lines
