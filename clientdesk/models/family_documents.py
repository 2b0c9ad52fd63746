"""What the sister papers say: change order, addendum, reports, letters; and the facts of a paper signed elsewhere.

As in `agreement_document`: every field has a default, references are positions, money is Decimal without tax.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from clientdesk.models.agreement_document import (
    BasisPoints,
    Days,
    DeliverableRow,
    MilestoneRow,
    PaperDocument,
    PaymentRow,
    Rows,
    WorkingDay,
    committed_on,
    is_weekday,
)
from clientdesk.models.agreement_fields import (
    MOST_AMOUNT,
    Currency,
    Line,
    Name,
    OptionalAmount,
    OptionalDay,
    Section,
    Text,
    exact,
    plain,
)
from clientdesk.models.calendar_days import slip
from clientdesk.models.enums import AgreementKind, Side


def _signed(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError("not_a_number")
    if abs(value) > MOST_AMOUNT:
        raise ValueError("amount_too_large")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -6:
        raise ValueError("too_many_decimals")
    return value


SignedAmount = Annotated[
    Decimal,
    BeforeValidator(exact),
    AfterValidator(_signed),
    PlainSerializer(plain, return_type=str, when_used="json"),
]
OptionalSignedAmount = Annotated[SignedAmount | None, BeforeValidator(exact)]
"""Amounts that may be negative: only in credits and change orders."""


class NetAtRate(Section):
    """A part of a price without tax, and the tax rate of that part."""

    rate: BasisPoints = 0
    net: SignedAmount = Decimal(0)


class EarlierChange(Section):
    """An executed change order before this one: what it added to price and end.

    `rates`: its price by tax rate; empty puts all of it at this order's rate.
    """

    number: Line = ""
    net: SignedAmount = Decimal(0)
    days: Annotated[int, Field(ge=-3_650, le=3_650)] = 0
    rates: Rows[NetAtRate] = Field(default_factory=list)


class AmendedItem(Section):
    """A row of the amended paper as it stands, so that this paper can name it and go on counting.

    `key`: the record's id; `ref`: G1, D3, M4, P2; `on`: due or committed. `is_removed`: an earlier change order
    took it out; its reference is not given again.
    """

    key: Line = ""
    ref: Line = ""
    title: Line = ""
    on: OptionalDay = None
    is_removed: bool = False


class AmendedPaper(Section):
    """The paper being changed, as it stands: filled from the record, frozen with this one.

    Attributes:
        is_external: it was signed elsewhere and has its own number; no version is printed.
        net: original total without tax; None for a paper without a price.
        rates: the original total by tax rate; empty puts all of it at this order's rate.
        is_monthly: its price is a month's (a retainer).
        ends_on: the end in force now, earlier change orders included.
        items: what it holds that can be named, earlier change orders included.
    """

    number: Line = ""
    version: Annotated[int, Field(ge=1, le=10_000)] = 1
    title: Line = ""
    is_external: bool = False
    dated_on: OptionalDay = None
    starts_on: OptionalDay = None
    ends_on: OptionalDay = None
    currency: Currency = "EUR"
    net: OptionalSignedAmount = None
    rates: Rows[NetAtRate] = Field(default_factory=list)
    is_monthly: bool = False
    earlier: Rows[EarlierChange] = Field(default_factory=list)
    items: Rows[AmendedItem] = Field(default_factory=list)


class ChangeRow(Section):
    """One item of scope or terms, by its reference on the amended paper (D3, M4), before and after."""

    action: Literal["added", "removed", "altered"] = "altered"
    ref: Line = ""
    title: Line = ""
    before: Text = ""
    after: Text = ""


class ChangeFeeLine(Section):
    """What this order adds; negative is a credit. `tax_rate`: None takes the order's."""

    text: Text = ""
    amount: OptionalSignedAmount = None
    tax_rate: BasisPoints | None = None


class ChangePaymentRow(PaymentRow):
    """An instalment of a change order; negative is a credit note."""

    amount: OptionalSignedAmount = None


class DateMove(Section):
    """A committed date that moves; `key` is the record's id, `ref` as on the amended paper (M4)."""

    key: Line = ""
    ref: Line = ""
    title: Line = ""
    before_on: OptionalDay = None
    after_on: OptionalDay = None


class ChangeOrderDocument(PaperDocument):
    """A change order, or an addendum (the same without money and time).

    Attributes:
        days_added: calendar days between old and new end; may be negative.
        requested_by: "Dele Okafor, Harbor & Pine"; `requested_on`: the day of asking.
        payments: instalments that this order adds; amounts only.
        deliverables, milestones: new ones; they continue the amended paper's references.
        removed_keys: records of deliverables and milestones that are no longer owed.
    """

    printed_title: Line = "Change Order"
    amends: AmendedPaper = Field(default_factory=AmendedPaper)
    requested_by: Line = ""
    requested_on: OptionalDay = None
    reason: Text = ""
    changes: Rows[ChangeRow] = Field(default_factory=list)
    deliverables: Rows[DeliverableRow] = Field(default_factory=list)
    milestones: Rows[MilestoneRow] = Field(default_factory=list)
    moves: Rows[DateMove] = Field(default_factory=list)
    removed_keys: Rows[Line] = Field(default_factory=list)
    fee_lines: Rows[ChangeFeeLine] = Field(default_factory=list)
    payments: Rows[ChangePaymentRow] = Field(default_factory=list)
    tax_name: Line = "VAT"
    tax_rate: BasisPoints = 0
    tax_note: Line = ""
    due_days: Days | None = None
    days_added: Annotated[int, Field(ge=-3_650, le=3_650)] = 0
    notes: Text = ""

    def ref_of(self, letter: str, place: int) -> str:
        """The reference of a new row: counting goes on where the amended paper stops."""
        return f"{letter}{last_ref(self.amends, letter) + place + 1}"

    def title_of(self, ref: str) -> str:
        """What a reference names, on the amended paper or among the new rows; empty for an unknown one."""
        for item in self.amends.items:
            if item.ref == ref:
                return item.title
        for letter, rows in (("D", self.deliverables), ("M", self.milestones)):
            for place, row in enumerate(rows):
                if self.ref_of(letter, place) == ref:
                    return row.title
        return ""

    def settled(self, is_working_day: WorkingDay = is_weekday, *, only_missing: bool = False) -> Self:
        """A copy with committed dates computed, and the records of removed and moved items found by reference."""
        copy = self.model_copy(deep=True)
        for row in copy.milestones:
            if row.committed_on is None or not only_missing:
                row.committed_on = committed_on(row, is_working_day)
        keys = {item.ref: item.key for item in self.amends.items if item.key}
        for move in copy.moves:
            move.key = keys.get(move.ref, move.key)
        removed = [keys[row.ref] for row in self.changes if row.action == "removed" and row.ref in keys]
        others = [key for key in self.removed_keys if key not in keys.values()]
        copy.removed_keys = list(dict.fromkeys([*others, *removed]))
        return copy


def last_ref(paper: AmendedPaper, letter: str) -> int:
    """The highest number of a reference with this letter on the amended paper."""
    numbers = [item.ref[1:] for item in paper.items if item.ref.startswith(letter)]
    return max((int(number) for number in numbers if number.isdecimal()), default=0)


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
