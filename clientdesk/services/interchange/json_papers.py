"""Whether a paper in a document is one that ClientDesk could have made: draft, frozen content, number, signatures."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from clientdesk.models.enums import AgreementKind, AgreementState, FileKind, Kind, PaperOrigin, Side
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.frozen_paper import FrozenPaper, fingerprint
from clientdesk.models.paper_kinds import KINDS, parse_document
from clientdesk.models.text import clean_line

_NUMBER = re.compile(r"[A-Z]{2,8}-[0-9]{4}-[0-9]{3,8}")
_UNDER_ANOTHER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,46}[A-Za-z0-9])?-[A-Z]{2}-[0-9]{2,4}")
"""Of a change order or addendum, under the number of its paper; that of a paper from elsewhere may be any."""
_DIGEST = re.compile(r"[0-9a-f]{64}")


def paper_problems(row: Any) -> Iterator[Problem]:
    """What is wrong with one row of the agreement table; fields without the record's path."""
    if clean_line(row.title) != row.title or not row.title:
        yield Problem("title", "not_valid")
    if row.number is not None and not _is_number(row):
        yield Problem("number", "not_valid")
    if row.engagement_id is None and KINDS[row.kind].has_engagement and row.origin is PaperOrigin.OWN:
        yield Problem("engagement_id", "missing")
    if row.amends_id is not None and not KINDS[row.kind].is_amending:
        yield Problem("amends_id", "not_valid")
    if not all(_is_signature(entry) for entry in row.signatures):
        yield Problem("signatures", "not_valid")
    for name in ("supersedes_id", "amends_id", "governed_by_id"):
        if getattr(row, name) == row.id:
            yield Problem(name, "not_valid")
    if row.state != AgreementState.DRAFT:
        yield from _frozen_problems(row)
    elif row.content is not None or row.fingerprint is not None:
        yield Problem("", "fingerprint_differs")
    else:
        yield from _problems_in("draft", row.kind, row.draft)


def _frozen_problems(row: Any) -> Iterator[Problem]:
    if row.content is None or fingerprint(row.content) != row.fingerprint:
        yield Problem("", "fingerprint_differs")
        return
    try:
        frozen = FrozenPaper.from_json(row.content)
    except InvalidInput:
        yield Problem("content", "not_valid")
        return
    facts = frozen.facts
    if frozen.kind != row.kind or frozen.is_external != (row.origin is PaperOrigin.EXTERNAL):
        yield Problem("", "fingerprint_differs")
        return
    logo = hashlib.sha256(row.logo_png).hexdigest() if row.logo_png else ""
    if (facts.number, facts.version, facts.logo_fingerprint) != (row.number, row.version, logo):
        yield Problem("", "fingerprint_differs")


def _is_number(row: Any) -> bool:
    if row.origin is PaperOrigin.EXTERNAL:
        return bool(row.number) and clean_line(row.number) == row.number
    if KINDS[row.kind].is_amending and _UNDER_ANOTHER.fullmatch(row.number):
        return True
    return _NUMBER.fullmatch(row.number) is not None


def file_problems(row: Any) -> Iterator[Problem]:
    """A kept file must be the bytes that its hash and size say."""
    if (len(row.data), hashlib.sha256(row.data).hexdigest()) != (row.size, row.sha256):
        yield Problem("data", "fingerprint_differs")
    if row.kind is FileKind.ISSUED and row.media_type != "application/pdf":
        yield Problem("media_type", "not_valid")


def event_problems(row: Any) -> Iterator[Problem]:
    """A line of the signing log."""
    if row.file_hash and _DIGEST.fullmatch(row.file_hash) is None:
        yield Problem("file_hash", "not_valid")
    if not isinstance(row.verdict, dict):
        yield Problem("verdict", "not_valid")


def template_problems(row: Any) -> Iterator[Problem]:
    """A template's document must be one that a draft could begin with."""
    yield from _problems_in("document", row.kind, row.document)


PAPER_RULES: dict[Kind, Callable[[Any], Iterator[Problem]]] = {
    Kind.AGREEMENT: paper_problems,
    Kind.PAPER_FILE: file_problems,
    Kind.SIGNING_EVENT: event_problems,
    Kind.PAPER_TEMPLATE: template_problems,
}
"""What each kind of record about papers must keep besides its fields' own rules."""


def _problems_in(name: str, kind: AgreementKind, draft: Any) -> Iterator[Problem]:
    try:
        parse_document(kind, draft)
    except InvalidInput as error:
        for problem in error.problems:
            yield Problem(f"{name}.{problem.field}".rstrip("."), problem.code, problem.facts)


def _is_signature(entry: dict[str, str]) -> bool:
    if set(entry) != {"side", "name", "on"} or clean_line(entry["name"]) != entry["name"]:
        return False
    try:
        Side(entry["side"])
        date.fromisoformat(entry["on"])
    except ValueError:
        return False
    return True
