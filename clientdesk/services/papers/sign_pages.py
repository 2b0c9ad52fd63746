"""Signatures, how to sign and return, and the document record of an issued paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.platypus import CondPageBreak, KeepTogether

from clientdesk.models.frozen_paper import FrozenPaper
from clientdesk.services.papers.flowables import (
    BOX_HEADING,
    CELL,
    CELL_STRONG,
    NOTE,
    TEAL,
    TINT,
    Heading,
    SignaturePanel,
    SignaturePanels,
    TextRuns,
    items,
    paragraphs,
    plain_table,
    rows_table,
    runs,
    with_gap,
)

if TYPE_CHECKING:
    from clientdesk.services.papers.statement_of_work import Story


def add_signatures(made: Story, paper: FrozenPaper) -> None:
    """Heading, sentence and both panels as one block that no page break divides."""
    words, document = made.words, made.document
    captions = {
        key: words.text(f"signatures.{key}") for key in ("signature", "name", "capacity", "date", "place")
    }
    panels = [
        SignaturePanel(words.text(label), party.legal_name, party.signatory, party.capacity, captions)
        for label, party in (
            ("signatures.for_consultant", document.consultant),
            ("signatures.for_client", document.client),
        )
    ]
    key = "signatures.sentence" if document.exhibit.is_empty() else "signatures.sentence_exhibit"
    block = [
        Heading(words.text("signatures.heading"), made.numbers["signatures"]),
        made.sentence(key),
        SignaturePanels(panels),
    ]
    made.add(CondPageBreak(made.height_of(block)), *block)
    _return(made)
    _record(made, paper)


def _return(made: Story) -> None:
    words = made.words
    email = made.document.consultant.email
    paper = words.text("return.paper_to", email=email) if email else words.text("return.paper")
    ways = [paper, words.text("return.electronic"), words.text("return.countersign")]
    inside = [TextRuns(words.text("return.heading"), BOX_HEADING), *items(ways)]
    box = plain_table(
        [[inside]],
        [made.width],
        [
            ("BACKGROUND", (0, 0), (0, 0), TINT),
            ("LINEABOVE", (0, 0), (0, 0), 1.4, TEAL),
            ("LEFTPADDING", (0, 0), (0, 0), 10),
            ("RIGHTPADDING", (0, 0), (0, 0), 10),
            ("TOPPADDING", (0, 0), (0, 0), 7),
            ("BOTTOMPADDING", (0, 0), (0, 0), 6),
        ],
    )
    made.add(KeepTogether([box]))


def _record(made: Story, paper: FrozenPaper) -> None:
    words, facts = made.words, paper.facts
    rows: list[list[Any]] = []
    for past in facts.history:
        rows.append(_row(made, past.version, past.issued_on, past.what_changed))
    changed = facts.what_changed
    if not changed:
        replaced = facts.supersedes
        changed = words.text("record.first")
        if replaced is not None:
            changed = words.text("record.replaces", version=str(replaced))
    rows.append(_row(made, facts.version, facts.issued_on, changed))
    head = [words.text(f"record.{key}") for key in ("version", "issued", "what_changed")]
    note = runs(words.runs("record.content_id", content_id=paper.content_id), NOTE)
    heading = Heading(words.text("record.heading"), None)
    made.together([heading], [with_gap(rows_table(head, rows, made.columns(12, 18, 70))), note])


def _row(made: Story, version: int, issued_on: Any, changed: str) -> list[Any]:
    return [
        TextRuns(str(version), CELL_STRONG),
        TextRuns(made.words.day_medium(issued_on), CELL),
        paragraphs(changed, CELL) or "",
    ]
