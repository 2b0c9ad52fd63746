"""The story of a letter: sender's head, address, place and date, subject, salutation, parts, closing, enclosures."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Spacer

from clientdesk.models.agreement_document import Party
from clientdesk.models.family_documents import LetterDocument, LetterPart
from clientdesk.services.papers.family_marks import SignatureRule
from clientdesk.services.papers.family_story import FamilyStory, Paper, address_lines
from clientdesk.services.papers.flowables import (
    INK,
    MUTED,
    NOTE,
    TEAL,
    TextRuns,
    paragraphs,
    runs,
    style,
)
from clientdesk.services.papers.fonts import SANS, SERIF, STRONG
from clientdesk.services.papers.wording import Run, Wording

LetterStory = FamilyStory[LetterDocument]

ADDRESS = style("address", SANS, 10, 13.6)
ADDRESS_NAME = style("address-name", STRONG, 10, 13.6)
SENDER = style("sender", SANS, 7.8, 10, textColor=MUTED)
DATE = style("date", SANS, 10, 13.6)
SUBJECT = style("title", SERIF, 15, 18.6, textColor=TEAL, spaceAfter=9)
LETTER = style("letter", SANS, 10, 14.4, spaceAfter=6, textColor=INK)
PART = style("heading", STRONG, 10, 14.4, spaceBefore=4, spaceAfter=1.5)
POINT = style("letter-point", SANS, 10, 14.4, spaceAfter=2, leftIndent=12, bulletIndent=0)
ADDRESS_GAP, DATE_GAP, SUBJECT_GAP = 12, 16, 16
LEAST_LINES = 3
KEPT = 0.45
"""Up to this share of a page the last part goes with closing and signature."""


def story(paper: Paper, words: Wording, width: float, page_height: float) -> list[Any]:
    """Every flowable of a letter, in order."""
    made: LetterStory = FamilyStory(paper, words, width, page_height)
    document = made.document
    _address(made)
    made.add(Spacer(1, DATE_GAP), TextRuns(_place_and_date(made), DATE), Spacer(1, SUBJECT_GAP))
    made.add(TextRuns(document.project_title or words.text("title.untitled"), SUBJECT))
    made.add(*paragraphs(document.salutation, LETTER))
    *parts, last = document.parts or [LetterPart()]
    for part in parts:
        _part(made, part)
    _ending(made, last)
    return made.flowables


def _address(made: LetterStory) -> None:
    """The sender in a small line above the client's address, as a window envelope shows them."""
    sender = made.document.consultant
    line = " · ".join(part for part in (sender.legal_name, *address_lines(sender)) if part)
    made.add(Spacer(1, ADDRESS_GAP), *paragraphs(line, SENDER), Spacer(1, 5))
    made.add(*_recipient(made))


def _recipient(made: LetterStory) -> list[Any]:
    party = made.document.client
    shown = [line for line in (party.legal_name, _person(made, party), *address_lines(party)) if line]
    return [TextRuns(line, ADDRESS if place else ADDRESS_NAME) for place, line in enumerate(shown)]


def _person(made: LetterStory, party: Party) -> str:
    if party.signatory and party.capacity:
        return made.words.text("title.person", name=party.signatory, capacity=party.capacity)
    return party.signatory


def _place_and_date(made: LetterStory) -> str:
    words, document = made.words, made.document
    day = words.day_long(document.dated_on or made.made_on)
    return words.text("letter.place_date", place=document.place, date=day) if document.place else day


def _part(made: LetterStory, part: LetterPart) -> None:
    body = _body(part)
    heading = [TextRuns(part.heading, PART)] if part.heading else []
    made.together(heading, body, least=LEAST_LINES * LETTER.leading)


def _body(part: LetterPart) -> list[Any]:
    points: list[Any] = [point for text in part.items for point in paragraphs(text, POINT, "•")]
    if points:
        points.append(Spacer(1, 4))
    return [*paragraphs(part.text, LETTER), *points]


def _ending(made: LetterStory, last: LetterPart) -> None:
    """Closing and signature never stand alone on a page: the last lines of the letter go with them."""
    signature = _signature(made)
    body = [*([TextRuns(last.heading, PART)] if last.heading else []), *_body(last)]
    whole = [*body, *signature]
    if made.height_of(whole) <= made.page_height * KEPT:
        made.kept(*whole)
    else:
        *earlier, final = body or [Spacer(1, 0)]
        made.together(earlier[:2], earlier[2:])
        made.kept(final, *signature)


def _signature(made: LetterStory) -> list[Any]:
    document, sender = made.document, made.document.consultant
    name = sender.signatory or sender.legal_name
    firm = sender.legal_name if sender.legal_name != name else ""
    lines = [name, ", ".join(part for part in (sender.capacity, firm) if part)]
    return [
        Spacer(1, 5),
        *paragraphs(document.closing, LETTER),
        SignatureRule(),
        *[TextRuns(line, ADDRESS if place else ADDRESS_NAME) for place, line in enumerate(lines) if line],
        *paragraphs(" · ".join(part for part in (sender.email, sender.phone) if part), ADDRESS),
        *_enclosures(made),
    ]


def _enclosures(made: LetterStory) -> list[Any]:
    listed = [text for text in made.document.enclosures if text]
    if not listed:
        return []
    label = made.words.text("letter.enclosures")
    return [Spacer(1, 9), runs([Run(label, strong=True), *(Run(f" · {text}") for text in listed)], NOTE)]
