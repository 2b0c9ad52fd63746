"""The signature block of a change order or addendum, how to return it, and what its content ID is worth."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Spacer

from clientdesk.services.papers.family_story import FamilyStory
from clientdesk.services.papers.flowables import (
    BOX_HEADING,
    CELL,
    CELL_STRONG,
    NOTE,
    Heading,
    SignaturePanel,
    SignaturePanels,
    TextRuns,
    paragraphs,
    rows_table,
    tinted_box,
    with_gap,
)


def add_signing(made: FamilyStory[Any], heading: str, sentence: str, **fields: str) -> None:
    """Heading, sentence and both panels as one block that no page break divides; then the way back."""
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
    made.kept(
        Heading(words.text(heading), made.next_number()),
        made.text(sentence, **fields),
        SignaturePanels(panels),
    )
    _return(made)
    _record(made)


def _return(made: FamilyStory[Any]) -> None:
    """How it comes back, in a short box: a change order has two pages at the most."""
    words, email = made.words, made.document.consultant.email
    paper = words.text("return.paper_to", email=email) if email else words.text("return.paper")
    ways = [paper, words.text("return.electronic"), words.text("return.countersign")]
    said = [TextRuns(words.text("return.heading"), BOX_HEADING), *(TextRuns(way, NOTE) for way in ways)]
    made.kept(tinted_box(said, made.width))


def _record(made: FamilyStory[Any]) -> None:
    """Earlier versions, where there are any, and the sentence about the content ID."""
    paper = made.frozen
    if paper is None:
        return
    words, facts = made.words, paper.facts
    note = made.text("record.content_id", NOTE, content_id=paper.content_id)
    if not facts.history:
        made.kept(Spacer(1, 8), note)
        return
    said = [(past.version, past.issued_on, past.what_changed) for past in facts.history]
    changed = facts.what_changed or words.text(
        "record.replaces", version=str(facts.supersedes or facts.version - 1)
    )
    said.append((facts.version, facts.issued_on, changed))
    rows: list[list[Any]] = [
        [
            TextRuns(str(version), CELL_STRONG),
            TextRuns(words.day_medium(issued_on), CELL),
            paragraphs(text, CELL) or "",
        ]
        for version, issued_on, text in said
    ]
    head = made.head("record", "version", "issued", "what_changed")
    made.together(
        [Heading(words.text("record.heading"), None)],
        [with_gap(rows_table(head, rows, made.columns(12, 18, 70))), note],
    )
