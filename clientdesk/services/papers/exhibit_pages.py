"""Exhibits: A with rhythm, response times, availability, rules and contacts; further ones as clauses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reportlab.platypus import PageBreak

from clientdesk.models.paper_texts import has_plan
from clientdesk.services.papers.flowables import (
    BODY,
    CELL,
    CELL_STRONG,
    NOTE,
    Heading,
    TextRuns,
    items,
    paragraphs,
    pieces,
    rows_table,
    runs,
    with_gap,
)
from clientdesk.services.papers.short_terms import short_terms
from clientdesk.services.papers.wording import Run

if TYPE_CHECKING:
    from clientdesk.services.papers.agreement_story import Story


_RUN_IN = re.compile(r"[^.:;]{2,40}\.(?= )")
"""A short first sentence such as "Liability." is set strong, so that the eye finds it."""


def add_exhibits(made: Story) -> None:
    """Exhibit A and those after it, each on a new page."""
    if has_plan(made.document):
        made.add(PageBreak())
        made.together([made.titled("exhibit")], [])
        add_plan(made)
    texts = [extra.text for extra in made.document.exhibits]
    if made.has_short_terms:
        texts = [short_terms(made.words.language)[1]]
    named = made.exhibits()
    for (letter, title), text in zip(named[len(named) - len(texts) :], texts, strict=True):
        made.add(PageBreak(), _titled(made, letter, title), *clauses(text))


def _titled(made: Story, letter: str, title: str) -> Heading:
    key = "exhibit.titled" if title else "exhibit.letter"
    return Heading(made.words.text(key, letter=letter, title=title), None)


def clauses(text: str) -> list[TextRuns]:
    """Paragraphs whose short first sentence stands out."""
    made = []
    for piece in pieces(text):
        head = _RUN_IN.match(piece)
        cut = head.end() if head else 0
        made.append(runs([Run(piece[:cut], strong=True), Run(piece[cut:])], BODY))
    return made


def add_plan(made: Story) -> None:
    """The communication plan and boundaries; parts without content are left out."""
    exhibit = made.document.exhibit
    if exhibit.rhythms:
        made.add(with_gap(_rhythms(made)))
    if exhibit.responses:
        made.subsection("exhibit.responses", with_gap(_responses(made)))
    if exhibit.hours:
        made.subsection("exhibit.availability", *hours(made))
    if exhibit.time_off:
        made.subsection("exhibit.time_off", *paragraphs(exhibit.time_off, BODY))
    if exhibit.rules:
        made.subsection("exhibit.rules", *_voice(made), *items(exhibit.rules))
    if exhibit.emergency:
        made.subsection("exhibit.protocol", *paragraphs(exhibit.emergency, BODY))
    if exhibit.contacts:
        made.subsection("exhibit.contacts", _contacts(made))


def _rhythms(made: Story) -> Any:
    words = made.words
    rows = [
        [
            paragraphs(row.what, CELL_STRONG) or "",
            paragraphs(row.when, CELL) or "",
            paragraphs(row.how, CELL) or "",
            paragraphs(row.content, CELL) or "",
        ]
        for row in made.document.exhibit.rhythms
    ]
    head = [words.text(f"exhibit.{key}") for key in ("what", "when", "how", "content")]
    return rows_table(head, rows, made.columns(20, 27, 17, 36))


def _responses(made: Story) -> Any:
    words = made.words
    rows = [
        [
            TextRuns(words.text(f"exhibit.{row.level}"), CELL_STRONG),
            paragraphs(row.meaning, CELL) or "",
            paragraphs(row.channel, CELL) or "",
            paragraphs(row.within, CELL) or "",
        ]
        for row in made.document.exhibit.responses
    ]
    head = [words.text(f"exhibit.{key}") for key in ("level", "means", "reach_by", "within")]
    return rows_table(head, rows, made.columns(14, 42, 19, 25))


def hours(made: Story) -> list[Any]:
    exhibit = made.document.exhibit
    key, fields = "exhibit.hours_plain", {"hours": exhibit.hours.rstrip(".")}
    if exhibit.zone:
        key, fields["zone"] = "exhibit.hours", exhibit.zone
        if exhibit.client_hours:
            key = "exhibit.hours_client"
            fields["client_hours"] = exhibit.client_hours
            fields["client_zone"] = exhibit.client_zone
    return paragraphs(made.words.text(key, **fields), BODY)


def _voice(made: Story) -> list[Any]:
    name = made.document.consultant.signatory
    if not name:
        return []
    return [runs(made.words.runs("exhibit.voice", name=name), NOTE)]


def _contacts(made: Story) -> Any:
    words = made.words
    rows = []
    for row in made.document.exhibit.contacts:
        name = row.name
        if row.name and row.role:
            name = words.text("exhibit.name_role", name=row.name, role=row.role)
        rows.append(
            [
                TextRuns(words.text(f"exhibit.{row.side.value}"), CELL_STRONG),
                paragraphs(name, CELL) or "",
                paragraphs(row.phone, CELL) or "",
                paragraphs(row.email, CELL) or "",
            ]
        )
    head = [words.text(f"exhibit.contact_{key}") for key in ("side", "name", "phone", "email")]
    return rows_table(head, rows, made.columns(17, 33, 20, 30))
