"""The story of a letter: sender's head, address, place and date, subject, salutation, parts, closing, enclosures."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import CondPageBreak, Spacer

from clientdesk.models.agreement_document import Party
from clientdesk.models.family_documents import LetterDocument, LetterPart
from clientdesk.services.papers.family_marks import SignatureRule
from clientdesk.services.papers.family_story import FamilyStory, Paper, address_lines
from clientdesk.services.papers.flowables import (
    HEAD,
    INK,
    MUTED,
    NOTE,
    TEAL,
    TextRuns,
    paragraphs,
    style,
)
from clientdesk.services.papers.fonts import SANS, SERIF, STRONG
from clientdesk.services.papers.wording import Wording

LetterStory = FamilyStory[LetterDocument]

ADDRESS = style("address", SANS, 10, 13.6)
ADDRESS_NAME = style("address-name", STRONG, 10, 13.6)
SENDER = style("sender", SANS, 7.8, 10, textColor=MUTED)
DATE = style("date", SANS, 10, 13.6)
SUBJECT = style("title", SERIF, 15, 18.6, textColor=TEAL, spaceAfter=9)
LETTER = style("letter", SANS, 10.4, 15.2, spaceAfter=7, textColor=INK)
PART = style("heading", STRONG, 10.4, 15.2, spaceBefore=5, spaceAfter=2)
POINT = style("letter-point", SANS, 10.4, 15.2, spaceAfter=3, leftIndent=12, bulletIndent=0)
ADDRESS_GAP, DATE_GAP, SUBJECT_GAP = 16, 20, 22
LEAST_LINES = 3


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
    made.add(*_recipient(made.document.client))


def _recipient(party: Party) -> list[Any]:
    lines = [party.legal_name, party.signatory, party.capacity, *address_lines(party)]
    shown = [line for line in lines if line]
    return [TextRuns(line, ADDRESS if place else ADDRESS_NAME) for place, line in enumerate(shown)]


def _place_and_date(made: LetterStory) -> str:
    words, document = made.words, made.document
    day = words.day_long(document.dated_on or made.made_on)
    return words.text("letter.place_date", place=document.place, date=day) if document.place else day


def _part(made: LetterStory, part: LetterPart) -> None:
    body = _body(part)
    if part.heading:
        made.together([TextRuns(part.heading, PART)], body, least=LEAST_LINES * LETTER.leading)
    else:
        made.add(*body)


def _body(part: LetterPart) -> list[Any]:
    points: list[Any] = [point for text in part.items for point in paragraphs(text, POINT, "•")]
    if points:
        points.append(Spacer(1, 4))
    return [*paragraphs(part.text, LETTER), *points]


def _ending(made: LetterStory, last: LetterPart) -> None:
    """Closing and signature never stand alone on a page: the last lines of the letter go with them."""
    document = made.document
    signature = _signature(made)
    body = _body(last)
    before: list[Any] = [TextRuns(last.heading, PART)] if last.heading else []
    *earlier, final = [*before, *body] if body or before else [Spacer(1, 0)]
    made.add(*earlier)
    kept = [final, *signature]
    room = made.height_of(kept)
    if room > made.page_height * 0.6:
        made.add(final, CondPageBreak(made.height_of(signature)), *signature)
    else:
        made.add(CondPageBreak(room), *kept)
    if document.enclosures:
        made.kept(
            Spacer(1, 14),
            TextRuns(made.words.text("letter.enclosures").upper(), HEAD),
            Spacer(1, 2),
            *[line for text in document.enclosures for line in paragraphs(text, NOTE)],
        )


def _signature(made: LetterStory) -> list[Any]:
    document, sender = made.document, made.document.consultant
    name = sender.signatory or sender.legal_name
    lines = [name, *(line for line in (sender.capacity, sender.legal_name) if line and line != name)]
    return [
        Spacer(1, 5),
        *paragraphs(document.closing, LETTER),
        SignatureRule(),
        *[TextRuns(line, ADDRESS if place else ADDRESS_NAME) for place, line in enumerate(lines)],
        *paragraphs(" · ".join(part for part in (sender.email, sender.phone) if part), ADDRESS),
    ]
