"""How to sign and return, and the document record: every version and what its content ID is worth."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from clientdesk.services.papers.either import FirstThatFits
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

MANY = 4
"""So many earlier versions, and the record is a table that may break."""


def ways_back(made: Story) -> list[str]:
    """On paper, electronically, and what the consultant does then."""
    words, document = made.words, made.document
    address = document.return_to or document.consultant.email
    paper = words.text("return.paper_to", email=address) if address else words.text("return.paper")
    ways = [paper, words.text("return.electronic"), words.text("return.countersign")]
    return ways if made.is_early else [*ways, words.text("return.simple")]


def add_closing(made: Story) -> None:
    """How it comes back and the document record; in small print where the page has only room for that."""
    if made.frozen is None:
        return
    ways = [lambda: [*_boxed(made), *_record(made)]]
    if len(made.frozen.facts.history) < MANY:
        ways += [
            lambda: [*_boxed(made), _small_record(made)],
            lambda: [_small_return(made), _small_record(made)],
        ]
    made.add(FirstThatFits(ways, made.page_height))


def _boxed(made: Story) -> list[Any]:
    heading = TextRuns(made.words.text("return.heading"), BOX_HEADING)
    return [with_gap(tinted_box([heading, *made.points(ways_back(made))], made.width))]


def _small_return(made: Story) -> TextRuns:
    heading = Run(f"{made.words.text('return.heading')}. ", strong=True)
    return runs([heading, Run(" ".join(ways_back(made)))], made.note)


def _small_record(made: Story) -> TextRuns:
    """Every version in one sentence, then the content ID."""
    words = made.words
    parts = [Run(f"{words.text('record.heading')}. ", strong=True)]
    for version, issued_on, changed in _versions(made):
        label = f"{words.text('record.version')} {version}, {words.day_medium(issued_on)}: "
        parts.append(Run(f"{label}{' '.join(changed.split()).rstrip('.')}. "))
    return runs([*parts, *_content_runs(made)], made.note)


def content_note(made: Story) -> TextRuns:
    """What the content ID is computed from, and that the same content is attached."""
    return runs(_content_runs(made), made.note)


def _content_runs(made: Story) -> list[Run]:
    words, paper = made.words, made.frozen
    content_id = paper.content_id if paper else ""
    key = "family.content_id" if made.is_proposal else "record.content_id"
    parts = words.runs(key, content_id=content_id)
    if paper is not None and not made.is_early:
        parts += [Run(" "), *words.runs("record.attached")]
    return parts


def add_record(made: Story) -> None:
    """The versions with what changed, oldest first."""
    if made.frozen is None:
        return
    block = _record(made)
    if len(made.frozen.facts.history) < MANY:
        made.add(FirstThatFits([lambda: _record(made), lambda: [_small_record(made)]], made.page_height))
    else:
        made.together(block[:1], block[1:])


def _record(made: Story) -> list[Any]:
    rows = [
        [
            TextRuns(str(version), CELL_STRONG),
            TextRuns(made.words.day_medium(issued_on), CELL),
            paragraphs(changed, CELL) or "",
        ]
        for version, issued_on, changed in _versions(made)
    ]
    table = rows_table(
        made.head("record", "version", "issued", "what_changed"), rows, made.columns(12, 18, 70)
    )
    return [made.titled("record"), with_gap(table), content_note(made)]


def _versions(made: Story) -> list[tuple[int, date, str]]:
    """Number, day and what changed, oldest first."""
    paper, words = made.frozen, made.words
    if paper is None:
        return []
    facts = paper.facts
    found = [(past.version, past.issued_on, past.what_changed) for past in facts.history]
    changed = facts.what_changed
    if not changed:
        replaced = facts.supersedes
        changed = words.text("record.first")
        if replaced is not None:
            changed = words.text("record.replaces", version=str(replaced))
    return [*found, (facts.version, facts.issued_on, changed)]
