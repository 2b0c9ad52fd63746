"""What the window sees of papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from clientdesk.models.enums import AgreementState, Side
from clientdesk.models.errors import Problem


@dataclass(frozen=True, slots=True)
class AgreementRowView:
    """One version of a paper in the list.

    Attributes:
        number: empty until issued.
        expires_on: last day on which it can be signed.
        is_in_force: executed and not ended.
        waiting_days: days since it was issued or sent while signatures are missing; None otherwise.
        sent_on: the day it was marked as sent.
    """

    agreement_id: str
    client_id: str
    client: str
    colour: int
    engagement_id: str
    title: str
    number: str
    version: int
    state: AgreementState
    issued_on: date | None
    expires_on: date | None
    executed_on: date | None
    ends_on: date | None
    is_in_force: bool
    waiting_days: int | None
    sent_on: date | None = None


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """An engagement that a new paper can be written for.

    Attributes:
        draft_id: the draft it has already, empty for none.
        number: of its newest issued paper, empty for none.
    """

    engagement_id: str
    title: str
    client: str
    colour: int
    draft_id: str
    number: str


@dataclass(frozen=True, slots=True)
class SignatureView:
    """One side's signature as recorded."""

    side: Side
    name: str
    on: date


@dataclass(frozen=True, slots=True)
class AgreementView:
    """One version of a paper with its content.

    Attributes:
        document: the structured content as plain JSON values (`AgreementDocument`); of an issued version
            it is the frozen one.
        content_id: as printed on every page; empty for a draft.
        is_intact: an issued version's content still has its fingerprint; always True for a draft.
        next_version_id: the draft or version that replaces this one, if any.
    """

    row: AgreementRowView
    document: dict[str, Any]
    content_id: str
    fingerprint: str
    signatures: tuple[SignatureView, ...]
    is_intact: bool
    supersedes_id: str | None
    next_version_id: str | None


@dataclass(frozen=True, slots=True)
class PaperChecks:
    """`refuse` blocks issuing; `warn` deserves a second look."""

    refuse: tuple[Problem, ...]
    warn: tuple[Problem, ...]
