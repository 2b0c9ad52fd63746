"""The sheet around the text: page size, header, footer, initials boxes, page numbers, metadata, outline."""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.lib.pagesizes import A4, letter
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageTemplate

from clientdesk.services.papers import fonts
from clientdesk.services.papers.fonts import SANS, SERIF, STRONG
from clientdesk.services.papers.logo import picture
from clientdesk.services.papers.setting import colour, draw_line, draw_line_right, shortened, show
from clientdesk.services.papers.styles import HAIRLINE, INK, MUTED, TERRACOTTA, WATERMARK
from clientdesk.services.papers.tagging import Tagging, append_tree, link_tree
from clientdesk.services.papers.xmp import Facts

__all__ = ["SIZES", "Furniture", "PaperCanvas", "build", "content_size", "shortened"]

LEFT, RIGHT, TOP, BOTTOM = 22 * mm, 20 * mm, 24 * mm, 24 * mm
FIRST_PAGE_LOWER = 2 * mm
SIZES = {"A4": A4, "Letter": letter}
LOGO_WIDTH, LOGO_HEIGHT = 170.0, 28.0
INITIALS_WIDTH, INITIALS_HEIGHT = 46, 22
WATERMARK_SIZE = 54.0


@dataclass(frozen=True)
class Furniture:
    """The words around the text.

    Attributes:
        name: at the left of the first header, and what a logo there says to a screen reader.
        status: right of the first header; `draft` prints it in colour on every page.
        title: of the document; at the left of later headers.
        running: right of later headers.
        initials: captions of the two initials boxes, none for drafts and for papers that are not signed.
        page: makes the words of a page number from page and pages.
        seed: fingerprint of the content, or anything fixed.
        watermark: large and pale behind the text of every page; empty for none.
        attachment: the frozen content, attached as `agreement.json`; none for drafts.
    """

    name: str
    status: str
    title: str
    running: str
    footer: str
    initials_label: str
    initials: tuple[str, str] | None
    page: Any
    author: str
    subject: str
    language: str
    made_on: date
    seed: str
    draft: bool
    logo_png: bytes | None = None
    watermark: str = ""
    attachment: bytes | None = None

    def facts(self) -> Facts:
        """What the file says of itself."""
        return Facts(self.title, self.author, self.subject, self.language, self.made_on, self.attachment)


@dataclass(frozen=True)
class _Stamp:
    """The moment that the file claims to be made: midnight UTC of the record's date, whatever the machine says."""

    YMDhms: tuple[int, int, int, int, int, int]
    dhh: int = 0
    dmm: int = 0


class PaperCanvas(Canvas):
    """Keeps page states until saving, when the number of pages is known; then draws the furniture."""

    def __init__(self, *args: Any, furniture: Furniture, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._furniture = furniture
        self._pages: list[dict[str, Any]] = []
        self.tagging: Tagging | None = Tagging()
        self.on_page: Callable[[int], None] | None = None
        self.marks: list[tuple[str, float]] = []
        made = furniture.made_on
        inner: Any = vars(self)["_doc"]
        inner._timeStamp = _Stamp((made.year, made.month, made.day, 0, 0, 0))
        inner.signature = hashlib.md5(furniture.seed.encode(), usedforsecurity=False)
        self.setTitle(furniture.title)
        self.setAuthor(furniture.author)
        self.setSubject(furniture.subject)
        self.setCreator("ClientDesk")
        self.setProducer("ClientDesk")
        self.showOutline()

    def showPage(self) -> None:  # noqa: N802
        self._pages.append(dict(self.__dict__))
        self.marks = []
        if self.on_page is not None:
            self.on_page(len(self._pages))
        if self.tagging is not None:
            self.tagging.next_page()
        start_page: Any = getattr(self, "_startPage")  # noqa: B009
        start_page()

    def save(self) -> None:
        pages = self._pages
        for place, state in enumerate(pages, start=1):
            self.__dict__.update(state)
            for at, (title, top) in enumerate(self.marks):
                key = f"page{place}-{at}"
                self.bookmarkPage(key, fit="XYZ", left=0, top=top)
                self.addOutlineEntry(title, key, 0, closed=False)
            self._draw_furniture(place, len(pages))
            super().showPage()
        if self.tagging is not None:
            self._tree = link_tree(vars(self)["_doc"])
        super().save()

    def with_tree(self, pdf: bytes) -> bytes:
        """The saved file with its structure tree."""
        if self.tagging is None:
            return pdf
        return append_tree(pdf, self.tagging, vars(self)["_doc"], self._tree)

    def _draw_furniture(self, page: int, pages: int) -> None:
        words, tagging, code = self._furniture, self.tagging, vars(self)["_code"]
        width, height = vars(self)["_pagesize"]
        left, right = LEFT, width - RIGHT
        if words.watermark:
            code.insert(0, _watermark(self, words.watermark, width, height))
        logo = _logo(words, left, height - 52, right - left) if page == 1 and words.logo_png else None
        if tagging is None:
            _header(self, words, left, right, height, page, logo is not None)
            _footer(self, words, left, right, page, pages)
        else:
            with tagging.artifact(self, "Header"):
                _header(self, words, left, right, height, page, logo is not None)
            with tagging.artifact(self, "Footer"):
                _footer(self, words, left, right, page, pages)
        if logo is not None:
            image, x, y, wide, high = logo
            if tagging is None:
                self.drawImage(image, x, y, wide, high, mask="auto")
            else:
                with tagging.figure(self, 0, words.name or words.title, (x, y, x + wide, y + high)):
                    self.drawImage(image, x, y, wide, high, mask="auto")


def _watermark(canvas: Any, text: str, width: float, height: float) -> str:
    """Operators of a line from the lower left to the upper right, behind everything."""
    angle = math.atan2(height * 0.72, width * 0.8)
    size = min(
        WATERMARK_SIZE,
        WATERMARK_SIZE * 0.62 * math.hypot(width, height) / fonts.width(text, STRONG, WATERMARK_SIZE),
    )
    half = fonts.width(text, STRONG, size) / 2
    cosine, sine = math.cos(angle), math.sin(angle)
    x, y = width / 2 - half * cosine + size * 0.35 * sine, height / 2 - half * sine - size * 0.35 * cosine
    turn = f"{cosine:.5f} {sine:.5f} {-sine:.5f} {cosine:.5f} {x:.2f} {y:.2f} Tm"
    shown = show(canvas, fonts.split(text, STRONG), size, WATERMARK)
    kind = "/Artifact <</Type /Pagination /Subtype /Watermark>> BDC"
    return f"{kind} BT {colour(WATERMARK)} {turn} {shown} ET EMC"


def _logo(
    words: Furniture, left: float, bottom: float, across: float
) -> tuple[Any, float, float, float, float] | None:
    """The picture and where it goes; None when it cannot be read."""
    room = across - fonts.width(words.status, STRONG, 8) - 16
    found = picture(words.logo_png or b"")
    if found is None:
        return None
    image, wide, high = found
    scale = min(min(LOGO_WIDTH, room) / wide, LOGO_HEIGHT / high)
    return image, left, bottom, wide * scale, high * scale


def _header(
    canvas: Any, words: Furniture, left: float, right: float, height: float, page: int, has_logo: bool
) -> None:
    ink = TERRACOTTA if words.draft else MUTED
    font = STRONG if words.draft else SANS
    if page == 1:
        draw_line_right(canvas, right, height - 48, words.status, font, 8, ink)
        if not has_logo:
            room = right - left - fonts.width(words.status, STRONG, 8) - 16
            draw_line(canvas, left, height - 48, shortened(words.name, SERIF, 11.6, room), SERIF, 11.6, INK)
        return
    running = words.status if words.draft else words.running
    shown = shortened(running, SANS, 8, (right - left) * 0.6)
    draw_line_right(canvas, right, height - 42, shown, font, 8, ink)
    room = right - left - fonts.width(shown, STRONG, 8) - 16
    draw_line(canvas, left, height - 42, shortened(words.title, SANS, 8, room), SANS, 8, MUTED)
    _rule(canvas, left, right, height - 47.5)


def _rule(canvas: Any, left: float, right: float, y: float) -> None:
    canvas._code.append(f"{colour(HAIRLINE).upper()} 0.6 w {left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S")


def _footer(canvas: Any, words: Furniture, left: float, right: float, page: int, pages: int) -> None:
    _rule(canvas, left, right, 54.8)
    draw_line_right(canvas, right, 42, words.page(page, pages), SANS, 7.8, MUTED)
    if words.initials is not None:
        _initials(canvas, words, right - 52, words.initials)
    room = (right - left) * (0.6 if words.initials is not None else 0.8)
    draw_line(canvas, left, 42, shortened(words.footer, SANS, 7.8, room), SANS, 7.8, MUTED)


def _initials(canvas: Any, words: Furniture, right: float, captions: tuple[str, str]) -> None:
    x, y = right - 2 * INITIALS_WIDTH - 4, 48.6 - INITIALS_HEIGHT
    draw_line_right(canvas, x - 7, 42, words.initials_label, SANS, 7.8, MUTED)
    for caption in captions:
        box = f"{x:.2f} {y:.2f} {INITIALS_WIDTH} {INITIALS_HEIGHT} re S"
        canvas._code.append(f"{colour(HAIRLINE).upper()} 0.6 w {box}")
        draw_line(canvas, x + 2, y + 2.6, shortened(caption, SANS, 5.6, INITIALS_WIDTH - 4), SANS, 5.6, MUTED)
        x += INITIALS_WIDTH + 4


class _Document(BaseDocTemplate):
    """Notes how much of each page is set.

    Attributes:
        fills: shares of the height of the text area, page by page.
        pages_before_exhibits: pages up to the first one that ends by rule.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fills: list[float] = []
        self.pages_before_exhibits: int | None = None

    def handle_pageBreak(self, slow: Any = None) -> None:
        if self.pages_before_exhibits is None:
            self.pages_before_exhibits = len(self.fills) + 1
        super().handle_pageBreak(slow)

    def afterPage(self) -> None:  # noqa: N802
        bottom, top, at = (vars(self.frame)[name] for name in ("_y1p", "_y2", "_y"))
        self.fills.append((top - at) / (top - bottom))


def content_size(paper_size: str) -> tuple[float, float]:
    """Width and height of the text area of a page after the first."""
    width, height = SIZES[paper_size]
    return width - LEFT - RIGHT, height - TOP - BOTTOM


def build(
    story: Sequence[Flowable],
    paper_size: str,
    furniture: Furniture,
    *,
    on_page: Callable[[int], None] | None = None,
    is_tagged: bool = True,
    is_finished: bool = True,
    fills: list[float] | None = None,
) -> bytes:
    """Set the story on pages; same input, same bytes.

    Args:
        on_page: told the number of each page once its text is set; what it raises ends the work.
        fills: takes what share of each page is set, up to the first exhibit.
        is_tagged, is_finished: switched off only to measure what these steps cost.
    """
    out = io.BytesIO()
    size = SIZES[paper_size]
    width, height = content_size(paper_size)

    def frame(lower: float) -> Frame:
        return Frame(LEFT, BOTTOM, width, height - lower, 0, 0, 0, 0, id="text")

    made: list[PaperCanvas] = []

    def canvas(*args: Any, **kwargs: Any) -> PaperCanvas:
        own = PaperCanvas(*args, furniture=furniture, **kwargs)
        if not is_tagged:
            own.tagging = None
        own.on_page = on_page
        made.append(own)
        return own

    document = _Document(
        out,
        pagesize=size,
        pageTemplates=[
            PageTemplate("first", [frame(FIRST_PAGE_LOWER)]),
            PageTemplate("later", [frame(0)]),
        ],
        invariant=1,
        pageCompression=1,
        initialFontName=SANS,
        initialFontSize=9,
        initialLeading=12,
        lang=furniture.language,
        displayDocTitle=True,
        title=furniture.title,
        author=furniture.author,
        subject=furniture.subject,
        creator="ClientDesk",
        producer="ClientDesk",
    )
    document.build([NextPageTemplate("later"), *story], canvasmaker=canvas)
    if fills is not None:
        fills += document.fills[: document.pages_before_exhibits]
    pdf = made[-1].with_tree(out.getvalue())
    if not is_finished:
        return pdf
    from clientdesk.services.papers.finishing import finish

    return finish(pdf, furniture.facts())
