"""The signature block of a change order or addendum, how to return it, and what its content ID is worth."""

from __future__ import annotations

from typing import Any

from clientdesk.services.papers.density import closer
from clientdesk.services.papers.family_story import FamilyStory
from clientdesk.services.papers.flowables import (
    CELL,
    CELL_STRONG,
    NOTE,
    SignaturePanel,
    SignaturePanels,
    TextRuns,
    paragraphs,
    rows_table,
    runs,
    with_gap,
)
from clientdesk.services.papers.wording import Run


def add_signing(made: FamilyStory[Any], heading: str, *sentences: Any) -> None:
    """Heading, sentences, both panels and the way back as one block that no page break divides."""
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
    panels_block = SignaturePanels(panels)
    panels_block.spaceBefore, panels_block.spaceAfter = closer(10), closer(8)
    block = [made.heading(heading), *sentences, panels_block, _return(made)]
    history = made.frozen.facts.history if made.frozen else []
    made.kept(*block, *([] if history else [_content_id(made)]))
    if history:
        _record(made)


def _return(made: FamilyStory[Any]) -> Any:
    """How it comes back, in short: a change order has two pages at the most."""
    words, email = made.words, made.document.consultant.email
    paper = words.text("return.paper_to", email=email) if email else words.text("return.paper")
    ways = [paper, words.text("return.electronic"), words.text("return.countersign")]
    parts = [Run(f"{words.text('return.heading')}. ", strong=True), Run(" ".join(ways))]
    return runs(parts, NOTE)


def _content_id(made: FamilyStory[Any]) -> Any:
    paper = made.frozen
    return made.text("family.content_id", NOTE, content_id=paper.content_id if paper else "")


def _record(made: FamilyStory[Any]) -> None:
    """Every version with what it changed, and the sentence about the content ID."""
    paper = made.frozen
    if paper is None:
        return
    words, facts = made.words, paper.facts
    said = [(past.version, past.issued_on, past.what_changed) for past in facts.history]
    replaced = str(facts.supersedes or facts.version - 1)
    changed = facts.what_changed or words.text("record.replaces", version=replaced)
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
    table = with_gap(rows_table(head, rows, made.columns(12, 18, 70)))
    made.section("record.heading", table, _content_id(made), numbered=False)
