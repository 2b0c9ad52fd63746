"""A statement of work against the same content set with plain platypus: medians and their ratio, one run.

The plain version uses the same fonts, sizes and column widths, markup paragraphs and stock tables, and leaves
out what plain platypus has not: page totals, kept rows, initials boxes, outline. Target: at most 1.4 times.
"""

from __future__ import annotations

import gc
import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.frozen_paper import FrozenPaper
from clientdesk.services.papers import fonts, render, sheet
from clientdesk.services.papers.flowables import RowsTable
from clientdesk.services.papers.statement_of_work import story
from clientdesk.services.papers.wording import wording
from tests.helpers.sample_agreement import CONTENT, sample_paper

TARGET = 1.4
ROUNDS = 15


def _plain_flowables(flowables: list[Any]) -> list[Any]:
    made: list[Any] = []
    for flowable in flowables:
        name = type(flowable).__name__
        if name == "TextRuns":
            made.append(_plain_paragraph(flowable))
        elif name == "Heading":
            made.append(_plain_paragraph(flowable._body))
        elif isinstance(flowable, Table):
            made.append(_plain_table(flowable))
        elif name == "SignaturePanels":
            made.append(_plain_signatures(flowable))
        elif name == "KeepTogether":
            made += _plain_flowables(list(flowable._content))
        elif name == "Spaced":
            made.append(Paragraph(escape(flowable._text), ParagraphStyle("kind", fontName=fonts.STRONG)))
        elif isinstance(flowable, PageBreak | Spacer):
            made.append(type(flowable)(1, flowable.height) if isinstance(flowable, Spacer) else PageBreak())
    return made


def _plain_paragraph(runs: Any) -> Paragraph:
    own = runs.style.fontName
    if hasattr(runs.frags[0], "text"):
        parts = [_marked(frag.text, frag.fontName, own) for frag in runs.frags]
        return Paragraph("".join(parts), runs.style, bulletText=runs.bulletText)
    words = ["".join(_marked(text, frag.fontName, own) for frag, text in word[1:]) for word in runs.frags]
    return Paragraph(" ".join(words), runs.style, bulletText=runs.bulletText)


def _marked(text: str, font: str, own: str) -> str:
    return escape(text) if font == own else f'<font name="{font}">{escape(text)}</font>'


def _plain_cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain_paragraph(part) for part in value]
    return _plain_paragraph(value) if type(value).__name__ == "TextRuns" else value


def _plain_table(table: Any) -> Table:
    rows = [[_plain_cell(value) for value in row] for row in table._cellvalues]
    commands = [("FONT", (0, 0), (-1, -1), fonts.SANS, 9), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    commands.append(("LINEBELOW", (0, 0), (-1, -1), 0.4, "#C9D3D8"))
    repeat = 1 if isinstance(table, RowsTable) else 0
    return Table(rows, colWidths=table._argW, style=commands, repeatRows=repeat)


def _plain_signatures(panels: Any) -> Table:
    columns = [
        [_plain_paragraph(part) for part in (panel._label, panel._entity, panel._name, panel._capacity)]
        for panel in panels._panels
    ]
    return Table([columns], style=[("FONT", (0, 0), (-1, -1), fonts.SANS, 9)])


def _content(paper: FrozenPaper) -> list[Any]:
    width, height = sheet.content_size("A4")
    return story(paper, wording("en_GB"), width, height)


def _recipes(flowables: list[Any]) -> list[Any]:
    """Flowables kept as they are, from which each plain run builds fresh ones."""
    return [flowable for flowable in flowables if type(flowable).__name__ != "CondPageBreak"]


def plain(recipes: list[Any]) -> bytes:
    """The same words with stock platypus."""
    out = io.BytesIO()

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont(fonts.SANS, 8)
        canvas.drawString(22 * mm, 42, f"SOW-2026-014 · version 2 · page {document.page}")
        canvas.line(22 * mm, 54.8, A4[0] - 20 * mm, 54.8)

    document = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=22 * mm, rightMargin=20 * mm, topMargin=24 * mm, bottomMargin=24 * mm
    )
    document.build(_plain_flowables(recipes), onFirstPage=furniture, onLaterPages=furniture)
    return out.getvalue()


def _timed(work: Callable[[], bytes]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1_000


def _long_document() -> AgreementDocument:
    content = dict(CONTENT)
    for name in (
        "objectives",
        "included",
        "not_included",
        "deliverables",
        "milestones",
        "roles",
        "decisions",
    ):
        content[name] = CONTENT[name] * 12
    content["purpose"] = "\n".join([CONTENT["purpose"]] * 12)
    return AgreementDocument.parse(content).with_committed()


def measure(paper: FrozenPaper) -> dict[str, float]:
    """Medians of alternating runs."""
    recipes = _recipes(_content(paper))
    ours, theirs = [], []
    render(paper)
    plain(recipes)
    for _ in range(ROUNDS):
        ours.append(_timed(lambda: render(paper)))
        theirs.append(_timed(lambda: plain(recipes)))
    mine, floor = statistics.median(ours), statistics.median(theirs)
    return {
        "ours_ms": round(mine, 1),
        "plain_ms": round(floor, 1),
        "ratio": round(mine / floor, 2),
        "pages": render(paper).count(b"/Type /Page\n"),
        "plain_pages": plain(recipes).count(b"/Type /Page\n"),
    }


def main() -> int:
    """Print one JSON object; exit 1 when the target is missed."""
    fonts.register()
    found = {"sample": measure(sample_paper()), "long": measure(sample_paper(_long_document()))}
    print(json.dumps({"target": TARGET, **found}, indent=2))
    return int(any(entry["ratio"] > TARGET for entry in found.values()))


if __name__ == "__main__":
    sys.exit(main())
