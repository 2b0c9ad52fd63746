"""What the window sees of papers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from clientdesk.models.enums import AgreementKind, AgreementState, FileKind, PaperOrigin, Side, SigningKind
from clientdesk.models.errors import Problem

WaitingFor = Literal["", "client", "you", "both", "sending"]


@dataclass(frozen=True, slots=True)
class AgreementRowView:
    """One version of a paper in the list.

    Attributes:
        engagement_id: empty for a paper about the client as a whole.
        number: empty until issued.
        expires_on: last day on which it can be signed.
        is_in_force: executed and not ended.
        waiting_days: days since it was issued or sent while signatures are missing; None otherwise.
        sent_on: the day it was marked as sent.
        amends_id: the paper that a change order or addendum changes.
        is_amended: an executed change order or addendum changes it.
        waiting_for: whose turn it is while it is out: to be sent, the client's or your own signature, or both.
        net: price without tax; of a change order what it adds; None without a price.
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
    kind: AgreementKind = AgreementKind.STATEMENT_OF_WORK
    origin: PaperOrigin = PaperOrigin.OWN
    amends_id: str | None = None
    is_amended: bool = False
    waiting_for: WaitingFor = ""
    net: Decimal | None = None
    currency: str = ""


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
    client_id: str = ""


@dataclass(frozen=True, slots=True)
class SignatureView:
    """One side's signature as recorded."""

    side: Side
    name: str
    on: date


@dataclass(frozen=True, slots=True)
class PaperFileView:
    """A kept file, without its bytes. `sha256` is hex, `size` in bytes; `is_intact`: the bytes still have it."""

    file_id: str
    kind: FileKind
    name: str
    media_type: str
    size: int
    sha256: str
    added_at: datetime
    is_intact: bool = True


@dataclass(frozen=True, slots=True)
class SigningEventView:
    """One line of the signing log, as it was entered. `at` is UTC, `zone` the practice's then."""

    event_id: str
    kind: SigningKind
    at: datetime
    zone: str
    side: Side | None
    signer: str
    capacity: str
    signed_on: date | None
    content_id: str
    file_id: str | None
    file_hash: str
    verdict: dict[str, Any]
    reason: str
    entered_by: str
    note: str


@dataclass(frozen=True, slots=True)
class PaymentView:
    """An instalment of an executed paper. `due_on`: the day its event happened; `pay_by`: when the money is due."""

    payment_id: str
    engagement_id: str
    ref: str
    label: str
    amount: Decimal
    currency: str
    planned_on: date | None
    due_on: date | None
    pay_by: date | None
    invoiced_on: date | None
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class ContractValue:
    """What a paper and its executed change orders come to: money without tax, and the end."""

    currency: str
    original_net: Decimal | None
    changes_net: Decimal
    total_net: Decimal | None
    original_ends_on: date | None
    ends_on: date | None
    days_added: int


@dataclass(frozen=True, slots=True)
class RetainerBalance:
    """Minutes of a retainer in the month of `month` (its first day): included, carried over, used, left."""

    month: date
    included_minutes: int
    carried_minutes: int
    used_minutes: int
    left_minutes: int


@dataclass(frozen=True, slots=True)
class AgreementView:
    """One version of a paper with its content.

    Attributes:
        document: the structured content as plain JSON values (see `models.paper_kinds`); of an issued version
            it is the frozen one.
        content_id: as printed on every page; empty for a draft.
        is_intact: an issued version's content still has its fingerprint, and its kept files theirs; always
            True for a draft.
        next_version_id: the draft or version that replaces this one, if any.
        amendments: change orders and addenda to it, drafts included, oldest first.
        events: the signing log, oldest first.
        broken: codes of what was changed outside ClientDesk (`services.paper_seal`); empty while it is intact.
    """

    row: AgreementRowView
    document: dict[str, Any]
    content_id: str
    fingerprint: str
    signatures: tuple[SignatureView, ...]
    is_intact: bool
    supersedes_id: str | None
    next_version_id: str | None
    template_key: str = ""
    governed_by_id: str | None = None
    amendments: tuple[AgreementRowView, ...] = ()
    files: tuple[PaperFileView, ...] = ()
    events: tuple[SigningEventView, ...] = ()
    payments: tuple[PaymentView, ...] = ()
    value: ContractValue | None = None
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperChecks:
    """`refuse` blocks issuing; `warn` deserves a second look."""

    refuse: tuple[Problem, ...]
    warn: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A template to begin a paper from.

    Attributes:
        key: of a shipped one (``fixed_fee_project``), or the id of one's own.
        is_changed: a shipped one with one's own edition, that can be reset.
    """

    key: str
    name: str
    about: str
    kind: AgreementKind
    language: str
    is_shipped: bool
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A sentence kept for use; `section` is the path of the list or text it belongs into."""

    key: str
    section: str
    title: str
    body: str
    language: str
    is_shipped: bool
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class DiscoveryView:
    """A question of the discovery session and its answer; `key` names the question."""

    key: str
    question: str
    answer: str = ""
    asked_on: date | None = None
    hint: str = field(default="")
