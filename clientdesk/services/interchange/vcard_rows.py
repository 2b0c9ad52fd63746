"""vCard 3 and 4 as people: ORG names the client, FN or N the person."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import vobject

from clientdesk.models.errors import ImportRefused, Problem
from clientdesk.models.text import clean_line, clean_text
from clientdesk.services.interchange.csv_rows import Person, read_text

# It logs the lines it skips, and those are people's data.
logging.getLogger("vobject.base").setLevel(logging.CRITICAL + 1)


def read_vcards(path: Path, encoding: str | None) -> Iterator[Person]:
    """The people in a file of vCards.

    Raises:
        FileUnreadable: it can't be opened, or is too large.
        ImportRefused: wrong encoding, or no vCards.
    """
    text = read_text(path, encoding)
    if "BEGIN:VCARD" not in text.upper():
        raise ImportRefused([Problem("", "not_vcard")])
    number = 0
    try:
        for number, card in enumerate(vobject.readComponents(text, ignoreUnreadable=True), start=1):
            if card.name == "VCARD":
                yield _person(f"card {number}", card.contents)
    except (vobject.base.ParseError, ValueError, IndexError, AttributeError) as error:
        raise ImportRefused([Problem(f"card {number + 1}", "not_valid", {"detail": str(error)})]) from error


def _person(where: str, contents: dict[str, list[Any]]) -> Person:
    return Person(
        where=where,
        name=_first(contents, "fn") or _structured_name(contents),
        client=_organisation(contents),
        title=_first(contents, "title"),
        email=_first(contents, "email").removeprefix("mailto:"),
        phone=_first(contents, "tel").removeprefix("tel:"),
        website=_first(contents, "url"),
        address=_address(contents),
        notes=clean_text(_raw(contents, "note")),
        zone=_first(contents, "tz"),
    )


def _raw(contents: dict[str, list[Any]], key: str) -> str:
    values = contents.get(key)
    return str(values[0].value) if values else ""


def _first(contents: dict[str, list[Any]], key: str) -> str:
    return clean_line(_raw(contents, key))


def _organisation(contents: dict[str, list[Any]]) -> str:
    values = contents.get("org")
    if not values:
        return ""
    value = values[0].value
    return clean_line(str(value[0]) if isinstance(value, list) and value else str(value or ""))


def _structured_name(contents: dict[str, list[Any]]) -> str:
    values = contents.get("n")
    if not values:
        return ""
    name = values[0].value
    return clean_line(f"{getattr(name, 'given', '')} {getattr(name, 'family', '')}")


def _address(contents: dict[str, list[Any]]) -> str:
    values = contents.get("adr")
    if not values:
        return ""
    place = values[0].value
    street = clean_line(str(getattr(place, "street", "") or ""))
    town = clean_line(f"{getattr(place, 'code', '') or ''} {getattr(place, 'city', '') or ''}")
    country = clean_line(str(getattr(place, "country", "") or ""))
    return clean_text("\n".join(part for part in (street, town, country) if part))
