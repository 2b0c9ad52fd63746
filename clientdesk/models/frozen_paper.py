"""The content of an issued paper, frozen as canonical JSON, its fingerprint and content ID."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError

from clientdesk.models.agreement_document import PaperDocument, problems_of
from clientdesk.models.agreement_fields import Day, Line, Section, Text
from clientdesk.models.enums import AgreementKind
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.paper_kinds import parse_document

PaperSize = Literal["A4", "Letter"]
PAPER_VERSION = 2
"""Of frozen content; 1 were statements of work of the first release, still read."""


class VersionRecord(Section):
    """One line of the document record."""

    version: Annotated[int, Field(ge=1, le=10_000)]
    issued_on: Day
    what_changed: Text = ""


class IssueFacts(Section):
    """What issuing adds to a document.

    Attributes:
        supersedes: number of the version that this one replaces, if any; it must be in `history`.
        history: earlier versions, oldest first.
        what_changed: printed in the document record beside this version.
        logo_fingerprint: SHA-256 of the logo as printed, empty without one.
    """

    number: Line = Field(min_length=1, max_length=64)
    version: Annotated[int, Field(ge=1, le=10_000)] = 1
    issued_on: Day
    locale: Line = "en_GB"
    paper_size: PaperSize = "A4"
    supersedes: int | None = None
    history: Annotated[list[VersionRecord], Field(max_length=500)] = Field(default_factory=list)
    what_changed: Text = ""
    logo_fingerprint: Line = ""


def canonical_json(
    document: PaperDocument,
    issue_facts: IssueFacts,
    kind: AgreementKind = AgreementKind.STATEMENT_OF_WORK,
    *,
    external: bool = False,
) -> bytes:
    """The frozen content: UTF-8 JSON with sorted keys, decimals as strings, committed dates filled in.

    Args:
        external: the paper was signed elsewhere; the content is what was said of it when it was filed.
    """
    content = {
        "kind": kind.value,
        "origin": "external" if external else "own",
        "paper_version": PAPER_VERSION,
        "document": document.settled(only_missing=True).model_dump(mode="json"),
        "issue": issue_facts.model_dump(mode="json"),
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def fingerprint(content: bytes) -> str:
    """SHA-256 of the frozen content, 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def content_id(fingerprint_hex: str) -> str:
    """The first 16 hex digits in groups of four, as printed on every page."""
    head = fingerprint_hex[:16].upper()
    return "-".join(head[start : start + 4] for start in range(0, 16, 4))


@dataclass(frozen=True)
class FrozenPaper:
    """An issued paper, read back from its frozen content. `is_external`: signed elsewhere, filed here."""

    document: PaperDocument
    facts: IssueFacts
    fingerprint: str
    kind: AgreementKind = AgreementKind.STATEMENT_OF_WORK
    is_external: bool = False
    content: bytes = b""
    paper_version: int = PAPER_VERSION

    @property
    def content_id(self) -> str:
        return content_id(self.fingerprint)

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read frozen content.

        Raises:
            InvalidInput: when the bytes are no frozen paper.
        """
        try:
            data = json.loads(content)
            kind = AgreementKind(data["kind"])
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidInput([Problem("", "not_a_paper")]) from error
        if data.get("paper_version") not in (1, PAPER_VERSION):
            raise InvalidInput([Problem("", "not_a_paper")])
        is_external = data.get("origin") == "external"
        document = parse_document(kind, data.get("document"), external=is_external)
        try:
            facts = IssueFacts.model_validate(data.get("issue"))
        except ValidationError as error:
            raise InvalidInput(problems_of(error)) from error
        return cls(document, facts, fingerprint(content), kind, is_external, content, data["paper_version"])

    @classmethod
    def issue(
        cls,
        document: PaperDocument,
        facts: IssueFacts,
        kind: AgreementKind = AgreementKind.STATEMENT_OF_WORK,
        *,
        external: bool = False,
    ) -> tuple[Self, bytes]:
        """Freeze a document; the paper and the bytes to keep."""
        content = canonical_json(document, facts, kind, external=external)
        return cls.from_json(content), content


@dataclass(frozen=True)
class DraftPaper:
    """A paper that can still change: printed without number, content ID and signature panels."""

    document: PaperDocument
    made_on: date
    locale: str = "en_GB"
    paper_size: PaperSize = "A4"
    kind: AgreementKind = AgreementKind.STATEMENT_OF_WORK
