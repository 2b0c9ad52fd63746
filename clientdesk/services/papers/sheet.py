"""The sheet around the text: page size, header, footer, initials boxes, page numbers, metadata, outline."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.lib.pagesizes import A4, letter
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageTemplate

from clientdesk.services.papers.flowables import HAIRLINE, INK, MUTED, TERRACOTTA
from clientdesk.services.papers.fonts import SANS, SERIF, STRONG

LEFT, RIGHT, TOP, BOTTOM = 22 * mm, 20 * mm, 24 * mm, 24 * mm
FIRST_PAGE_LOWER = 2 * mm
SIZES = {"A4": A4, "Letter": letter}
LOGO_WIDTH, LOGO_HEIGHT = 170.0, 28.0
INITIALS_WIDTH, INITIALS_HEIGHT = 46, 22


@dataclass(frozen=True)
class Furniture:
    """The words around the text.

    Attributes:
        status: right of the first header; `draft` prints it in colour on every page.
        initials: captions of the two initials boxes, none for drafts.
        page: template with ``{page}`` and ``{pages}`` already worded by the paper's language.
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
            _draw_furniture(self, self._furniture, place, len(pages))
            super().showPage()
        super().save()


def _draw_furniture(canvas: Any, words: Furniture, page: int, pages: int) -> None:
    width, height = canvas._pagesize
    left, right = LEFT, width - RIGHT
    canvas.saveState()
    if page == 1:
        _first_header(canvas, words, left, right, height)
    else:
        _running_header(canvas, words, left, right, height)
    _footer(canvas, words, left, right, page, pages)
    canvas.restoreState()


def _first_header(canvas: Any, words: Furniture, left: float, right: float, height: float) -> None:
    _status(canvas, words, words.status, right, height - 48)
    room = right - left - stringWidth(words.status, STRONG, 8) - 16
    if words.logo_png is not None and _logo(canvas, words.logo_png, left, height - 52, room):
        return
    canvas.setFillColor(INK)
    canvas.setFont(SERIF, 11.6)
    canvas.drawString(left, height - 48, shortened(words.name, SERIF, 11.6, room))


def _logo(canvas: Any, png: bytes, left: float, bottom: float, room: float) -> bool:
    try:
        image = ImageReader(io.BytesIO(png))
        wide, high = image.getSize()
    except OSError:
        return False
    scale = min(min(LOGO_WIDTH, room) / wide, LOGO_HEIGHT / high)
    canvas.drawImage(image, left, bottom, wide * scale, high * scale, mask="auto")
    return True


def _running_header(canvas: Any, words: Furniture, left: float, right: float, height: float) -> None:
    running = words.status if words.draft else words.running
    shown = shortened(running, SANS, 8, (right - left) * 0.6)
    _status(canvas, words, shown, right, height - 42)
    room = right - left - stringWidth(shown, STRONG, 8) - 16
    canvas.setFont(SANS, 8)
    canvas.setFillColor(MUTED)
    canvas.drawString(left, height - 42, shortened(words.title, SANS, 8, room))
    canvas.setStrokeColor(HAIRLINE)
    canvas.setLineWidth(0.6)
    canvas.line(left, height - 47.5, right, height - 47.5)


def _status(canvas: Any, words: Furniture, text: str, right: float, y: float) -> None:
    canvas.setFont(STRONG if words.draft else SANS, 8)
    canvas.setFillColor(TERRACOTTA if words.draft else MUTED)
    canvas.drawRightString(right, y, text)


def _footer(canvas: Any, words: Furniture, left: float, right: float, page: int, pages: int) -> None:
    canvas.setStrokeColor(HAIRLINE)
    canvas.setLineWidth(0.6)
    canvas.line(left, 54.8, right, 54.8)
    canvas.setFont(SANS, 7.8)
    canvas.setFillColor(MUTED)
    canvas.drawRightString(right, 42, words.page(page, pages))
    if words.initials is not None:
        _initials(canvas, words, right - 52)
        canvas.setFont(SANS, 7.8)
        canvas.setFillColor(MUTED)
    room = (right - left) * (0.6 if words.initials is not None else 0.8)
    canvas.drawString(left, 42, shortened(words.footer, SANS, 7.8, room))


def _initials(canvas: Any, words: Furniture, right: float) -> None:
    captions = words.initials or ("", "")
    x = right - 2 * INITIALS_WIDTH - 4
    canvas.drawRightString(x - 7, 42, words.initials_label)
    canvas.setLineWidth(0.6)
    for caption in captions:
        canvas.rect(x, 48.6 - INITIALS_HEIGHT, INITIALS_WIDTH, INITIALS_HEIGHT, stroke=1, fill=0)
        canvas.setFont(SANS, 5.6)
        canvas.drawString(x + 2, 48.6 - INITIALS_HEIGHT + 2.6, caption)
        x += INITIALS_WIDTH + 4


def shortened(text: str, font: str, size: float, room: float) -> str:
    """The text, cut with an ellipsis where it would exceed the room."""
    if stringWidth(text, font, size) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if stringWidth(text[:middle].rstrip() + "…", font, size) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


def content_size(paper_size: str) -> tuple[float, float]:
    """Width and height of the text area of a page after the first."""
    width, height = SIZES[paper_size]
    return width - LEFT - RIGHT, height - TOP - BOTTOM


def build(story: Sequence[Flowable], paper_size: str, furniture: Furniture) -> bytes:
    """Set the story on pages; same input, same bytes."""
    out = io.BytesIO()
    size = SIZES[paper_size]
    width, height = content_size(paper_size)

    def frame(lower: float) -> Frame:
        return Frame(LEFT, BOTTOM, width, height - lower, 0, 0, 0, 0, id="text")

    def canvas(*args: Any, **kwargs: Any) -> PaperCanvas:
        return PaperCanvas(*args, furniture=furniture, **kwargs)

    document = BaseDocTemplate(
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
    return out.getvalue()
