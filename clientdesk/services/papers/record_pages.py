"""How to sign and return, and the document record: every version and what its content ID is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clientdesk.services.papers.flowables import (
    BOX_HEADING,
    CELL,
    CELL_STRONG,
    TextRuns,
    paragraphs,
    rows_table,
    runs,
    tinted_box,
    with_gap,
)
from clientdesk.services.papers.wording import Run

if TYPE_CHECKING:
    from clientdesk.services.papers.agreement_story import Story


def ways_back(made: Story) -> list[str]:
    """On paper, electronically, and what the consultant does then."""
    words, document = made.words, made.document
    address = document.return_to or document.consultant.email
    paper = words.text("return.paper_to", email=address) if address else words.text("return.paper")
    ways = [paper, words.text("return.electronic"), words.text("return.countersign")]
    return ways if made.is_early else [*ways, words.text("return.simple")]


def add_return(made: Story) -> None:
    """How it comes back, as a box that stays whole."""
    inside = [TextRuns(made.words.text("return.heading"), BOX_HEADING), *made.points(ways_back(made))]
    made.whole(tinted_box(inside, made.width))


def content_note(made: Story) -> TextRuns:
    """What the content ID is computed from, and that the same content is attached."""
    words, paper = made.words, made.frozen
    content_id = paper.content_id if paper else ""
    key = "family.content_id" if made.is_proposal else "record.content_id"
    parts = words.runs(key, content_id=content_id)
    if paper is not None and not made.is_early:
        parts += [Run(" "), *words.runs("record.attached")]
    return runs(parts, made.note)


def add_record(made: Story) -> None:
    """The versions with what changed, oldest first."""
    paper = made.frozen
    if paper is None:
        return
    words, facts = made.words, paper.facts
    rows = [_row(made, past.version, past.issued_on, past.what_changed) for past in facts.history]
    changed = facts.what_changed
    if not changed:
        replaced = facts.supersedes
        changed = words.text("record.first")
        if replaced is not None:
            changed = words.text("record.replaces", version=str(replaced))
    rows.append(_row(made, facts.version, facts.issued_on, changed))
    table = rows_table(
        made.head("record", "version", "issued", "what_changed"), rows, made.columns(12, 18, 70)
    )
    block = [made.titled("record"), with_gap(table), content_note(made)]
    if len(rows) <= 4:
        made.whole(*block)
    else:
        made.together(block[:1], block[1:])


def _row(made: Story, version: int, issued_on: Any, changed: str) -> list[Any]:
    return [
        TextRuns(str(version), CELL_STRONG),
        TextRuns(made.words.day_medium(issued_on), CELL),
        paragraphs(changed, CELL) or "",
    ]
