"""Every text of a paper with the path of its field, and which exhibits a paper has."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_uppercase

from clientdesk.models.agreement_document import AgreementDocument, PaperDocument


def texts(document: PaperDocument) -> Iterator[tuple[str, str]]:
    """Every text a user wrote, with the dotted path of its field."""
    yield from _walk("", document.model_dump())


def _walk(path: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(f"{path}.{key}" if path else str(key), inner)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _walk(f"{path}.{place}", inner)
    elif type(value) is str and value:
        yield path, value


def exhibit_letter(place: int) -> str:
    """A, B, C ...; after Z comes AA."""
    letters = ascii_uppercase
    return letters[place] if place < len(letters) else letters[place // 26 - 1] + letters[place % 26]


def has_plan(document: AgreementDocument) -> bool:
    """Whether the communication plan is an exhibit of its own; a letter prints it among its sections."""
    return document.form == "full" and not document.exhibit.is_empty()


def needs_short_terms(document: AgreementDocument) -> bool:
    """Whether neither a standing agreement nor terms of its own are named: short terms are printed instead."""
    return not (document.governing_terms or document.governed_by or document.exhibits)


def extra_letters(document: AgreementDocument) -> list[str]:
    """The letters of the exhibits after the communication plan, short terms that stand in included."""
    first = int(has_plan(document))
    count = len(document.exhibits) or int(needs_short_terms(document))
    return [exhibit_letter(first + place) for place in range(count)]


def exhibit_letters(document: AgreementDocument) -> list[str]:
    """The letters of all exhibits, in their order."""
    return [*(["A"] if has_plan(document) else []), *extra_letters(document)]
