"""A CSV file as people: delimiter, encoding and header names of the common address books."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clientdesk.models.errors import FileUnreadable, ImportRefused, Problem
from clientdesk.models.text import clean_line, clean_text, fold

MOST_BYTES = 64 * 1024 * 1024
MOST_FIELD = 131_072
_FORMULA_GUARD = re.compile(r"^'(?=[=+\-@])")
_JOB_TITLES = frozenset({"job title", "jobtitle", "organization title", "organization 1 - title"})


@dataclass(frozen=True, slots=True)
class Person:
    """One row of an address book.

    Attributes:
        where: how the row is named in messages ("row 12", "card 3").
        client: organisation; empty when the person stands for themselves.
    """

    where: str
    name: str = ""
    client: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    address: str = ""
    notes: str = ""
    zone: str = ""


HEADERS: dict[str, str] = {}
for _field, _names in {
    "name": "name|full name|fullname|display name|displayname|contact|contact name|person|nom complet|nombre completo",
    "given": "first name|firstname|given name|givenname|vorname|prenom|nombre",
    "family": "last name|lastname|family name|familyname|surname|nachname|nom|apellidos|apellido",
    "client": (
        "client|client name|customer|company|company name|organization|organisation|organization name|org|firm|account"
        "|account name|business|firma|unternehmen|kunde|societe|entreprise|empresa|cliente|organization 1 - name"
    ),
    "title": "title|job title|jobtitle|position|role|function|organization title|organization 1 - title",
    "email": (
        "email|e-mail|mail|email address|e-mail address|primary email|e-mail 1 - value|email 1|e-mail-adresse"
        "|courriel|correo|correo electronico"
    ),
    "phone": (
        "phone|telephone|phone number|mobile|mobile phone|business phone|work phone|primary phone|phone 1 - value|tel"
        "|telefon|telefono"
    ),
    "website": "website|web page|url|web|homepage|website 1 - value",
    "address": "address|street|business street|work address|address 1 - formatted|adresse|direccion",
    "notes": "notes|note|comment|comments|description|notizen|bemerkung",
    "zone": "time zone|timezone|zone",
}.items():
    for _name in _names.split("|"):
        HEADERS[_name] = _field


def read_csv(path: Path, encoding: str | None) -> Iterator[Person]:
    """The people in a CSV file.

    Args:
        encoding: None is UTF-8, with or without a byte order mark.

    Raises:
        FileUnreadable: it can't be opened, or is too large.
        ImportRefused: wrong encoding, or no column that can be a name.
    """
    text = _without_separator_line(read_text(path, encoding))
    csv.field_size_limit(MOST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        header = next((row for row in reader if any(cell.strip() for cell in row)), None)
        fields = _fields(header or [])
        if not {"name", "given", "family", "client"} & set(fields.values()):
            raise ImportRefused([Problem("row 1", "no_header")])
        for row in reader:
            if any(cell.strip() for cell in row):
                yield _person(f"row {reader.line_num}", row, fields)
    except csv.Error as error:
        raise ImportRefused(
            [Problem(f"row {reader.line_num}", "not_valid", {"detail": str(error)})]
        ) from error


def read_text(path: Path, encoding: str | None) -> str:
    """A text file whole.

    Raises:
        FileUnreadable, ImportRefused: see `read_csv`.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileUnreadable(path, "larger than 64 MB")
        data = path.read_bytes()
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error
    if encoding is None and data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        return data.decode(encoding or "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused([Problem("", "not_text", {"encoding": encoding or "UTF-8"})]) from error


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=lambda mark: (first.count(mark), -",;\t".index(mark)))


def _without_separator_line(text: str) -> str:
    """Some spreadsheets write "sep=;" before the header; the line itself stays, empty, so that rows keep
    their numbers."""
    first, _, rest = text.partition("\n")
    return f"\n{rest}" if re.fullmatch(r"sep=.\s*", first, re.IGNORECASE) else text


def _fields(header: list[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    names = [fold(clean_line(cell)) for cell in header]
    has_job_title = any(name in _JOB_TITLES for name in names)
    for position, name in enumerate(names):
        if name == "title" and has_job_title:
            continue
        field = HEADERS.get(name)
        if field is not None and field not in found.values():
            found[position] = field
    return found


def _person(where: str, row: list[str], fields: dict[int, str]) -> Person:
    values = {field: row[position] for position, field in fields.items() if position < len(row)}
    full = values.pop("name", "")
    parts = f"{values.pop('given', '')} {values.pop('family', '')}"
    kept = {
        key: clean_text(value) if key in ("notes", "address") else _FORMULA_GUARD.sub("", clean_line(value))
        for key, value in values.items()
    }
    name = _FORMULA_GUARD.sub("", clean_line(full) or clean_line(parts))
    return Person(where, name=name, **kept)
