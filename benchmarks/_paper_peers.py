"""The same content by other means: straight on a canvas, and as a web page set by WeasyPrint."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from html import escape
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak

from clientdesk.services.papers import flowables, fonts, sheet, styles
from clientdesk.services.papers.breaking import joined
from clientdesk.services.papers.flowables import Grid, Heading, RowsTable, SignaturePanels, Spaced, TextRuns
from clientdesk.services.papers.fonts import SANS, SERIF, STRONG
from clientdesk.services.papers.styles import style

_RULE = re.compile(r"([\d.-]+) ([\d.-]+) m ([\d.-]+) ([\d.-]+) l S")
_TINT = re.compile(r"([\d.-]+) ([\d.-]+) ([\d.-]+) ([\d.-]+) re f")


@dataclass
class Drawn:
    """What stands on one page: lines of text with font, size and colour, rules and tints."""

    lines: list[tuple[float, float, str, str, float, Any]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    tints: list[tuple[float, float, float, float]] = field(default_factory=list)


def recorded(story: list[Any], furniture: sheet.Furniture) -> list[Drawn]:
    """Every line of a paper with its place, taken down while it is set."""
    pages: dict[int, Drawn] = {}
    draw_text, draw_line, decorate = TextRuns._draw_text, sheet.draw_line, Grid._decorate

    def page(canvas: Any) -> Drawn:
        return pages.setdefault(canvas._pageNumber, Drawn())

    def text(self: Any, canvas: Any, x: float, y: float) -> None:
        base = y + self.height - self.style.fontSize
        room = self._width - self.style.leftIndent - self.style.rightIndent
        for words, wide in self._lines:
            at = x + self.style.leftIndent + (room - wide if self.style.alignment == 2 else 0)
            for font, part in joined(words, False):
                entry = (at, base, part, font, self.style.fontSize, self.style.textColor)
                page(canvas).lines.append(entry)
                at += fonts.units(part, font) * self.style.fontSize / 1_000
            base -= self.style.leading
        draw_text(self, canvas, x, y)

    def line(canvas: Any, x: float, y: float, words: str, font: str, size: float, ink: Any) -> None:
        page(canvas).lines.append((x, y, words, font, size, ink))
        draw_line(canvas, x, y, words, font, size, ink)

    def rules(self: Any, canvas: Any, x: float, top: float) -> None:
        before = len(canvas._code)
        decorate(self, canvas, x, top)
        code = " ".join(canvas._code[before:])
        page(canvas).rules += [tuple(map(float, found)) for found in _RULE.findall(code)]  # type: ignore[misc]
        page(canvas).tints += [tuple(map(float, found)) for found in _TINT.findall(code)]  # type: ignore[misc]

    TextRuns._draw_text, sheet.draw_line, Grid._decorate = text, line, rules  # type: ignore[method-assign]
    flowables.draw_line = line
    try:
        sheet.build(story, "A4", furniture, is_finished=False)
    finally:
        TextRuns._draw_text, sheet.draw_line, Grid._decorate = draw_text, draw_line, decorate  # type: ignore[method-assign]
        flowables.draw_line = draw_line
    return [pages[number] for number in sorted(pages)]


def floor(pages: list[Drawn]) -> bytes:
    """The recorded lines straight on a canvas: no layout, no tags, nothing finished."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1, invariant=1, initialFontName=SANS)
    for page in pages:
        for x, y, wide, high in page.tints:
            canvas.rect(x, y, wide, high, stroke=0, fill=1)
        for x, y, end, level in page.rules:
            canvas.line(x, y, end, level)
        last: Any = None
        for x, y, text, font, size, ink in page.lines:
            if last != (font, size, ink):
                canvas.setFont(font, size)
                canvas.setFillColor(ink)
                last = (font, size, ink)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def web_page(story: list[Any]) -> str:
    """The story as HTML with the same fonts, sizes, column widths and margins."""
    faces = "".join(
        f"@font-face {{font-family: {name}; src: url('file://{fonts.font_file(name)}')}}"
        for name in (SANS, STRONG, SERIF)
    )
    sheet_rules = (
        "@page {size: A4; margin: 24mm 20mm 24mm 22mm; @bottom-right {content: 'Page ' counter(page) ' of ' "
        f"counter(pages); font: 7.8pt {SANS}}} @bottom-left {{content: 'SOW-2026-014'; font: 7.8pt {SANS}}}}}"
    )
    common = (
        f"body {{font-family: {SANS}; margin: 0}} .strong {{font-family: {STRONG}}}"
        "p, h1, h2, h3, li {margin: 0; font-weight: normal}"
        "table {border-collapse: collapse; width: 100%; table-layout: fixed}"
        "td, th {vertical-align: top; padding: 3.4pt 7pt 4.2pt 0; text-align: left}"
        "thead th {border-bottom: 0.9pt solid #0F4C5C} tr {break-inside: avoid}"
        ".rows td {border-bottom: 0.4pt solid #C9D3D8}"
    )
    body = "".join(map(_element, story))
    rules = f"<style>{faces}{sheet_rules}{common}{_classes()}</style>"
    return f"<!doctype html><html lang='en'><head><title>SOW</title>{rules}</head><body>{body}</body></html>"


def _classes() -> str:
    """One class a text style, so that the page is styled the way its engine likes best."""
    made = [_title(style("title", SERIF, 25, 29, textColor=styles.TEAL))]
    made += [_title(own) for own in vars(styles).values() if isinstance(own, ParagraphStyle)]
    return "".join(made)


def _title(own: Any) -> str:
    look = f"font-family:{own.fontName};font-size:{own.fontSize}pt;line-height:{own.leading}pt"
    look += f";margin-bottom:{own.spaceAfter}pt;color:#{own.textColor.hexval()[2:]}"
    return f".{own.name} {{{look}{';text-align:right' if own.alignment == 2 else ''}}}"


def _element(block: Any) -> str:
    if isinstance(block, TextRuns):
        return _text(block)
    if isinstance(block, Heading):
        number = f"{block._number} " if block._number else ""
        return f"<h2>{number}{_spans(block._body)}</h2>"
    if isinstance(block, Grid):
        return _table(block)
    if isinstance(block, Spaced):
        return f"<p style='letter-spacing:1.3pt'>{escape(block._text)}</p>"
    if isinstance(block, SignaturePanels):
        return "".join(
            _text(part) for panel in block._panels for part in (panel._label, panel._entity, panel._name)
        )
    if isinstance(block, PageBreak):
        return "<div style='break-after: page'></div>"
    inner = getattr(block, "_content", None)
    return "".join(map(_element, inner)) if inner else ""


def _text(block: TextRuns) -> str:
    tag = {"H1": "h1", "H2": "h2", "H3": "h3"}.get(block.role, "p")
    bullet = f"{block.bullet} " if block.bullet else ""
    return f"<{tag} class={block.style.name}>{bullet}{_spans(block)}</{tag}>"


def _spans(block: TextRuns) -> str:
    own = block.style.fontName
    return "".join(
        escape(text) if font == own else f"<span class=strong>{escape(text)}</span>"
        for font, text in block.parts
    )


def _table(grid: Grid) -> str:
    total = sum(grid.widths)
    columns = "".join(f"<col style='width:{100 * width / total:.2f}%'>" for width in grid.widths)
    rows = []
    for place, row in enumerate(grid.rows):
        tag = "th" if place < grid.heads else "td"
        cells = "".join(
            f"<{tag} colspan='{cell.span}'>{''.join(map(_element, cell.content))}</{tag}>"
            for cell in row.cells
            if cell is not None
        )
        rows.append(f"<tr>{cells}</tr>")
    head, body = "".join(rows[: grid.heads]), "".join(rows[grid.heads :])
    kind = " class='rows'" if isinstance(grid, RowsTable) else ""
    return f"<table{kind}><colgroup>{columns}</colgroup><thead>{head}</thead><tbody>{body}</tbody></table>"
