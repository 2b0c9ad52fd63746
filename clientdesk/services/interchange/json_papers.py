"""Whether a paper in a document is one that ClientDesk could have made: draft, frozen content, number, signatures."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.enums import AgreementState, Side
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.frozen_paper import FrozenPaper, fingerprint
from clientdesk.models.text import clean_line

_NUMBER = re.compile(r"[A-Z]{2,8}-[0-9]{4}-[0-9]{3,8}")


def paper_problems(row: Any) -> Iterator[Problem]:
    """What is wrong with one row of the agreement table; fields without the record's path."""
    if clean_line(row.title) != row.title or not row.title:
        yield Problem("title", "not_valid")
    if row.number is not None and _NUMBER.fullmatch(row.number) is None:
        yield Problem("number", "not_valid")
    if not all(_is_signature(entry) for entry in row.signatures):
        yield Problem("signatures", "not_valid")
    if row.supersedes_id == row.id:
        yield Problem("supersedes_id", "not_valid")
    if row.state != AgreementState.DRAFT:
        yield from _frozen_problems(row)
    elif row.content is not None or row.fingerprint is not None:
        yield Problem("", "fingerprint_differs")
    else:
        yield from _problems_in("draft", row.draft)


def _frozen_problems(row: Any) -> Iterator[Problem]:
    if row.content is None or fingerprint(row.content) != row.fingerprint:
        yield Problem("", "fingerprint_differs")
        return
    try:
        facts = FrozenPaper.from_json(row.content).facts
    except InvalidInput:
        yield Problem("content", "not_valid")
        return
    logo = hashlib.sha256(row.logo_png).hexdigest() if row.logo_png else ""
    if (facts.number, facts.version, facts.logo_fingerprint) != (row.number, row.version, logo):
        yield Problem("", "fingerprint_differs")


def _problems_in(name: str, draft: Any) -> Iterator[Problem]:
    try:
        AgreementDocument.parse(draft)
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
