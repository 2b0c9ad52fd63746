"""The story of a meeting summary: objective, who was there, decisions with their reasons, actions, next meeting."""

from __future__ import annotations

from typing import Any

from clientdesk.models.enums import Side
from clientdesk.models.family_documents import MeetingSummaryDocument
from clientdesk.services.papers.family_story import FamilyStory, Paper, cell, strong
from clientdesk.services.papers.flowables import (
    BODY,
    CELL_STRONG,
    HEAD,
    NOTE,
    OPENING,
    PARTY_LINE,
    TextRuns,
    items,
    paragraphs,
    plain_table,
    rows_table,
    with_gap,
)
from clientdesk.services.papers.wording import Wording

MeetingStory = FamilyStory[MeetingSummaryDocument]


def story(paper: Paper, words: Wording, width: float, page_height: float) -> list[Any]:
    """Every flowable of a meeting summary, in order."""
    made: MeetingStory = FamilyStory(paper, words, width, page_height)
    document = made.document
    made.title_block(_facts(made), parties=False)
    if document.objective:
        made.section("meeting.objective", *paragraphs(document.objective, OPENING), numbered=False)
    if document.attendees:
        made.section("meeting.attendees", _attendees(made), numbered=False)
    made.section("meeting.decisions", *_decisions(made), numbered=False)
    made.section("meeting.actions", *_actions(made), numbered=False)
    if document.notes:
        made.section("meeting.notes", *items(document.notes), numbered=False)
    _next(made)
    return made.flowables


def _facts(made: MeetingStory) -> list[tuple[str, str]]:
    words, document = made.words, made.document
    held = words.day_medium(document.held_on)
    if held and document.clock:
        held = words.text("meeting.held_at", date=held, clock=document.clock)
    return [
        made.number_fact(),
        (words.text("meeting.held"), held),
        (words.text("meeting.place"), document.place),
    ]


def _attendees(made: MeetingStory) -> Any:
    half = (made.width - 12) / 2
    cells = [_side(made, Side.CONSULTANT), _side(made, Side.CLIENT)]
    return plain_table([[cells[0], [], cells[1]]], [half, 12, half], [])


def _side(made: MeetingStory, side: Side) -> list[Any]:
    words = made.words
    lines = []
    for row in made.document.attendees:
        if row.side is side and (row.name or row.role):
            name = row.name or row.role
            if row.name and row.role:
                name = words.text("title.person", name=row.name, capacity=row.role)
            lines.append(name)
    said = [TextRuns(line, PARTY_LINE) for line in lines or [words.text("family.none")]]
    return [TextRuns(words.text(f"meeting.{side.value}").upper(), HEAD), *said]


def _decisions(made: MeetingStory) -> list[Any]:
    document = made.document
    if not document.decisions:
        return [made.text("meeting.no_decisions")]
    rows: list[list[Any]] = [
        [strong(str(place)), cell(row.text), cell(row.reason)]
        for place, row in enumerate(document.decisions, start=1)
    ]
    head = ["", *made.head("meeting", "decision", "reason")]
    head[0] = made.words.text("meeting.number")
    return [with_gap(rows_table(head, rows, made.columns(6, 46, 48)))]


def _actions(made: MeetingStory) -> list[Any]:
    if not made.document.actions:
        return [made.text("meeting.no_actions")]
    return [with_gap(actions_table(made, "meeting"))]


def actions_table(made: FamilyStory[Any], table: str) -> Any:
    """What is to be done, by whom and by when."""
    words = made.words
    none = words.text("family.none")
    rows: list[list[Any]] = [
        [
            strong(str(place)),
            cell(row.text),
            cell(row.owner or none),
            cell(words.day_medium(row.by) or none, CELL_STRONG if row.by else BODY),
        ]
        for place, row in enumerate(made.document.actions, start=1)
    ]
    head = [words.text("meeting.number"), *made.head(table, "action", "owner", "by")]
    return rows_table(head, rows, made.columns(6, 58, 21, 15))


def _next(made: MeetingStory) -> None:
    words, document = made.words, made.document
    body: list[Any] = []
    if document.next_on is not None:
        key = "meeting.next_about" if document.next_about else "meeting.next_sentence"
        body.append(made.text(key, date=words.day_long(document.next_on), about=document.next_about))
    elif document.next_about:
        body += paragraphs(document.next_about, BODY)
    if body:
        made.section("meeting.next_heading", *body, numbered=False)
    made.add(made.text("meeting.correct", NOTE))
