"""What the sister papers say: reports, summaries, audits, letters; and the facts of a paper signed elsewhere.

As in `agreement_document`: every field has a default, references are positions, money is Decimal without tax.
Change orders are in `change_documents` and can be had from here too.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field

from clientdesk.models.agreement_document import (
    BasisPoints,
    PaperDocument,
    Rows,
    WorkingDay,
    is_weekday,
)
from clientdesk.models.agreement_fields import (
    Currency,
    Line,
    Name,
    OptionalAmount,
    OptionalDay,
    Section,
    Text,
)
from clientdesk.models.calendar_days import slip
from clientdesk.models.change_documents import (
    AmendedItem,
    AmendedPaper,
    ChangeFeeLine,
    ChangeOrderDocument,
    ChangePaymentRow,
    ChangeRow,
    DateMove,
    EarlierChange,
    NetAtRate,
    OptionalSignedAmount,
    SignedAmount,
    last_ref,
)
from clientdesk.models.enums import AgreementKind, Side

__all__ = [
    "ActionRow",
    "AmendedItem",
    "AmendedPaper",
    "Attendee",
    "AuditDocument",
    "Budget",
    "ChangeFeeLine",
    "ChangeOrderDocument",
    "ChangePaymentRow",
    "ChangeRow",
    "DateMove",
    "DecisionMade",
    "DecisionNeeded",
    "EarlierChange",
    "ExternalDocument",
    "FactRow",
    "LetterDocument",
    "LetterPart",
    "MeetingSummaryDocument",
    "MilestoneStatus",
    "NetAtRate",
    "OptionalSignedAmount",
    "PromisedDate",
    "RiskRow",
    "SignedAmount",
    "Signer",
    "StatusReportDocument",
    "StepRow",
    "last_ref",
]


class StepRow(Section):
    text: Text = ""
    by: OptionalDay = None


class MilestoneStatus(Section):
    """`forecast_on`: when it will be. `slip_days`: computed, working days after `committed_on`, negative before."""

    ref: Line = ""
    title: Line = ""
    planned_on: OptionalDay = None
    committed_on: OptionalDay = None
    forecast_on: OptionalDay = None
    done_on: OptionalDay = None
    slip_days: Annotated[int, Field(ge=-10_000, le=10_000)] | None = None


class RiskRow(Section):
    text: Text = ""
    effect: Text = ""
    answer: Text = ""
    owner: Line = ""
    by: OptionalDay = None


class DecisionNeeded(Section):
    text: Text = ""
    who: Line = ""
    by: OptionalDay = None


class Budget(Section):
    """Used against total: money without tax, and hours."""

    currency: Currency = "EUR"
    used: OptionalAmount = None
    total: OptionalAmount = None
    hours_used: OptionalAmount = None
    hours_total: OptionalAmount = None


class StatusReportDocument(PaperDocument):
    """`light`: on track, watch or off track; always printed in words."""

    printed_title: Line = "Status Report"
    period_start: OptionalDay = None
    period_end: OptionalDay = None
    light: Literal["on_track", "watch", "off_track"] = "on_track"
    summary: Text = ""
    done: Rows[Text] = Field(default_factory=list)
    next_steps: Rows[StepRow] = Field(default_factory=list)
    milestones: Rows[MilestoneStatus] = Field(default_factory=list)
    risks: Rows[RiskRow] = Field(default_factory=list)
    decisions: Rows[DecisionNeeded] = Field(default_factory=list)
    budget: Budget = Field(default_factory=Budget)
    open_changes: Rows[Line] = Field(default_factory=list)
    has_acknowledgement: bool = False

    def settled(self, is_working_day: WorkingDay = is_weekday, *, only_missing: bool = False) -> Self:
        """A copy in which every milestone's slip is computed."""
        copy = self.model_copy(deep=True)
        for row in copy.milestones:
            if row.slip_days is None or not only_missing:
                row.slip_days = slip(row.committed_on, row.done_on or row.forecast_on, is_working_day)
        return copy


class Attendee(Section):
    side: Side = Side.CLIENT
    name: Name = ""
    role: Line = ""


class DecisionMade(Section):
    text: Text = ""
    reason: Text = ""


class ActionRow(Section):
    text: Text = ""
    owner: Line = ""
    by: OptionalDay = None


class MeetingSummaryDocument(PaperDocument):
    """`clock`: "10:00 – 11:00" in `zone`, as words."""

    printed_title: Line = "Meeting Summary"
    held_on: OptionalDay = None
    clock: Line = ""
    place: Line = ""
    objective: Text = ""
    attendees: Rows[Attendee] = Field(default_factory=list)
    decisions: Rows[DecisionMade] = Field(default_factory=list)
    actions: Rows[ActionRow] = Field(default_factory=list)
    notes: Rows[Text] = Field(default_factory=list)
    next_on: OptionalDay = None
    next_about: Line = ""


class FactRow(Section):
    label: Line = ""
    value: Line = ""


class AuditDocument(PaperDocument):
    """Internal: watermarked, never for the client. Shares in basis points of all clients together."""

    printed_title: Line = "Relationship Audit"
    since: OptionalDay = None
    until: OptionalDay = None
    facts: Rows[FactRow] = Field(default_factory=list)
    currency: Currency = "EUR"
    money_in: OptionalAmount = None
    hours_out: OptionalAmount = None
    share_of_income: BasisPoints | None = None
    share_of_hours: BasisPoints | None = None
    response: Rows[FactRow] = Field(default_factory=list)
    drift: Rows[Text] = Field(default_factory=list)
    feedback: Rows[Text] = Field(default_factory=list)
    alignment: Text = ""
    verdict: Literal["", "deepen", "adjust", "conclude"] = ""
    reasons: Rows[Text] = Field(default_factory=list)
    actions: Rows[ActionRow] = Field(default_factory=list)


class LetterPart(Section):
    """A short heading (may be empty), prose, then a list."""

    heading: Line = ""
    text: Text = ""
    items: Rows[Text] = Field(default_factory=list)


class LetterDocument(PaperDocument):
    """Offboarding letter or welcome letter. `project_title` is its subject; `place` stands before the date."""

    dated_on: OptionalDay = None
    place: Line = ""
    salutation: Line = ""
    parts: Rows[LetterPart] = Field(default_factory=list)
    closing: Line = ""
    enclosures: Rows[Line] = Field(default_factory=list)


class PromisedDate(Section):
    """A date the other paper promises; `key` is the milestone's id where there is one."""

    key: Line = ""
    title: Line = ""
    on: OptionalDay = None


class Signer(Section):
    side: Side = Side.CLIENT
    name: Name = ""
    on: OptionalDay = None


class ExternalDocument(PaperDocument):
    """A paper signed elsewhere, as typed in when it was filed; its file is kept byte for byte.

    Attributes:
        paper_kind: what it is here.
        number: its own.
        file_hash: SHA-256 of the kept file, hex.
        is_governing: it is the standing agreement that later papers refer to.
    """

    paper_kind: AgreementKind = AgreementKind.STATEMENT_OF_WORK
    number: Line = ""
    signed_on: OptionalDay = None
    starts_on: OptionalDay = None
    ends_on: OptionalDay = None
    currency: Currency = "EUR"
    net: OptionalAmount = None
    rounds_allowed: Annotated[int, Field(ge=0, le=100)] | None = None
    hours_a_month: OptionalAmount = None
    promised: Rows[PromisedDate] = Field(default_factory=list)
    signers: Rows[Signer] = Field(default_factory=list)
    is_governing: bool = False
    file_name: Line = ""
    file_hash: Line = ""
    note: Text = ""
