"""What a statement of work says, as structured fields: edited as a draft, frozen when issued.

Every field has a default, so an empty draft is valid and later sections need no migration. References
(G1, D3, M4, P2) are never stored: they are the position in their list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field, ValidationError

from clientdesk.models.agreement_fields import (
    ROW_LIMIT,
    Amount,
    Currency,
    Line,
    Name,
    OptionalAmount,
    OptionalDay,
    Section,
    Text,
    Zone,
)
from clientdesk.models.enums import EngagementKind, Side
from clientdesk.models.errors import InvalidInput, Problem

Item = TypeVar("Item")
Rows = Annotated[list[Item], Field(max_length=ROW_LIMIT)]
Days = Annotated[int, Field(ge=0, le=365)]
BasisPoints = Annotated[int, Field(ge=0, le=10_000)]
WorkingDay = Callable[[date], bool]


def is_weekday(day: date) -> bool:
    """Monday to Friday: the working days of an agreement that names no others."""
    return day.weekday() < 5


class Party(Section):
    """One side as it is named in the title block and above its signature."""

    legal_name: Name = ""
    address: Text = ""
    registration_no: Name = ""
    tax_no: Name = ""
    email: Name = ""
    phone: Name = ""
    signatory: Name = ""
    capacity: Name = ""


class PaperDocument(Section):
    """What every paper of the family has. `language`: of the printed sentences, apart from the window's."""

    schema_version: Literal[1] = 1
    language: Literal["en", "de", "fr", "es"] = "en"
    printed_title: Line = ""
    project_title: Line = ""
    consultant: Party = Field(default_factory=Party)
    client: Party = Field(default_factory=Party)
    open_until: OptionalDay = None

    @classmethod
    def parse(cls, data: object) -> Self:
        """Validate plain data.

        Raises:
            InvalidInput: with one problem per field, named by its dotted path.
        """
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise InvalidInput(problems_of(error)) from error

    def settled(self, is_working_day: WorkingDay = is_weekday, *, only_missing: bool = False) -> Self:  # noqa: ARG002
        """This document with everything computed that is kept with it; kinds that compute nothing are as they are.

        Args:
            is_working_day: the practice's calendar.
            only_missing: leave what was computed before.
        """
        return self


class Objective(Section):
    """The five parts: what, from and to, how measured, by whom (`measurer`), by when."""

    goal: Line = ""
    baseline: Line = ""
    target: Line = ""
    measured_by: Text = ""
    measurer: Line = ""
    by: OptionalDay = None


class Assumption(Section):
    """What the work rests on; `owner` supplies it by `by`."""

    text: Text = ""
    owner: Line = ""
    by: OptionalDay = None


class DeliverableRow(Section):
    """`key` ties the row to the engagement's record and to payments; it is never printed."""

    key: Line = ""
    title: Line = ""
    quantity: Line = ""
    form: Text = ""
    acceptance: Text = ""
    due_on: OptionalDay = None


class MilestoneRow(Section):
    """`committed_on` is computed from `planned_on` and `buffer_days` (see `with_committed`)."""

    key: Line = ""
    title: Line = ""
    planned_on: OptionalDay = None
    buffer_days: Days = 0
    committed_on: OptionalDay = None
    depends_on: Line = ""
    reason: Text = ""


class Acceptance(Section):
    """Revision rounds, review window and what silence means (a reminder, then deemed accepted). Working days."""

    revision_rounds: Annotated[int, Field(ge=0, le=100)] | None = 2
    review_days: Days | None = 5
    silence_days: Days | None = 3
    has_reminder: bool = True
    accepted_by: Name = ""
    round_is: Text = ""


class Role(Section):
    side: Side | None = None
    who: Line = ""
    responsible_for: Text = ""


class Decisions(Section):
    """Who decides, who stands in, how fast (working days), and what happens if the two cannot agree."""

    maker: Name = ""
    deputy: Name = ""
    days: Days | None = None
    escalation_days: Days | None = None
    escalation: Text = ""


class ChangeControl(Section):
    """`answer_days`: working days. `rate`: price of changes per `rate_unit`, excluding tax."""

    answer_days: Days | None = 3
    rate: OptionalAmount = None
    rate_unit: Literal["hour", "day"] = "day"


class FeeLine(Section):
    """`tax_rate`: of this line in basis points; None takes the paper's."""

    text: Text = ""
    quantity: Amount = Decimal(1)
    unit: Literal["item", "hour", "day", "month"] = "item"
    unit_price: OptionalAmount = None
    tax_rate: BasisPoints | None = None


class PaymentRow(Section):
    """One instalment: a share in basis points or an amount, due at an event.

    Attributes:
        tied_to: ``signature``, the key of a milestone or deliverable, its reference (M3, D2), or empty.
        text: own words; empty lets the tie speak ("D2 accepted").
    """

    text: Line = ""
    tied_to: Line = ""
    percent: BasisPoints | None = None
    amount: OptionalAmount = None
    planned_on: OptionalDay = None


class Fees(Section):
    """`cap` limits time and materials; `expenses_cap` limits travel without further approval. Of a retainer:
    `hours_included` a month, unused ones usable for `rollover_months` more, hours beyond at `over_rate`."""

    kind: EngagementKind = EngagementKind.FIXED_FEE
    currency: Currency = "EUR"
    lines: Rows[FeeLine] = Field(default_factory=list)
    discount: OptionalAmount = None
    tax_name: Line = "VAT"
    tax_rate: BasisPoints = 0
    tax_note: Line = ""
    payments: Rows[PaymentRow] = Field(default_factory=list)
    cap: OptionalAmount = None
    hours_included: OptionalAmount = None
    rollover_months: Annotated[int, Field(ge=0, le=12)] = 0
    over_rate: OptionalAmount = None
    due_days: Days | None = None
    method: Line = "bank transfer"
    expenses_cap: OptionalAmount = None
    late_terms: Text = ""
    pause_days: Days | None = 10


class Course(Section):
    """Dates and days of beginning and ending; days are calendar days unless said otherwise.

    Attributes:
        data_days: after the end, Client data is returned or deleted within these working days.
        question_days: questions about the work are answered free of charge for so long after the end.
        notice_days: notice for ending early.
    """

    kickoff_on: OptionalDay = None
    closing_on: OptionalDay = None
    data_days: Days | None = None
    question_days: Days | None = None
    notice_days: Days | None = None


class ExtraExhibit(Section):
    """An exhibit after A: its title and text, on its own page; the letter is its place."""

    title: Line = ""
    text: Text = ""


class OptionRow(Section):
    """A way to do it, in a proposal: price without tax."""

    title: Line = ""
    text: Text = ""
    price: OptionalAmount = None
    is_recommended: bool = False


class RhythmRow(Section):
    what: Line = ""
    when: Line = ""
    how: Line = ""
    content: Text = ""


class ResponseRow(Section):
    level: Literal["emergency", "urgent", "normal"] = "normal"
    meaning: Text = ""
    channel: Line = ""
    within: Line = ""


class ContactRow(Section):
    side: Side = Side.CLIENT
    name: Name = ""
    role: Line = ""
    phone: Line = ""
    email: Line = ""


class Exhibit(Section):
    """Exhibit A: the communication plan and boundaries, already in words."""

    rules: Rows[Text] = Field(default_factory=list)
    rhythms: Rows[RhythmRow] = Field(default_factory=list)
    responses: Rows[ResponseRow] = Field(default_factory=list)
    hours: Text = ""
    zone: Zone = ""
    client_hours: Text = ""
    client_zone: Zone = ""
    time_off: Text = ""
    emergency: Text = ""
    contacts: Rows[ContactRow] = Field(default_factory=list)

    def is_empty(self) -> bool:
        """Whether there is nothing to print."""
        return self == Exhibit()


class AgreementDocument(PaperDocument):
    """A statement of work or a proposal; see the sections of the printed paper.

    Attributes:
        form: the full paper, or the short engagement letter on two pages.
        approach, options: printed in proposals only.
        return_to: where the signed paper goes back to.
    """

    form: Literal["full", "letter"] = "full"
    printed_title: Line = "Statement of Work"
    starts_on: OptionalDay = None
    ends_on: OptionalDay = None
    governed_by: Line = ""
    purpose: Text = ""
    objectives: Rows[Objective] = Field(default_factory=list)
    included: Rows[Text] = Field(default_factory=list)
    not_included: Rows[Text] = Field(default_factory=list)
    assumptions: Rows[Assumption] = Field(default_factory=list)
    deliverables: Rows[DeliverableRow] = Field(default_factory=list)
    acceptance: Acceptance = Field(default_factory=Acceptance)
    milestones: Rows[MilestoneRow] = Field(default_factory=list)
    roles: Rows[Role] = Field(default_factory=list)
    decisions: Rows[Text] = Field(default_factory=list)
    deciding: Decisions = Field(default_factory=Decisions)
    change_control: ChangeControl = Field(default_factory=ChangeControl)
    fees: Fees = Field(default_factory=Fees)
    onboarding: Rows[Text] = Field(default_factory=list)
    closing: Rows[Text] = Field(default_factory=list)
    course: Course = Field(default_factory=Course)
    governing_terms: Text = ""
    return_to: Line = ""
    exhibit: Exhibit = Field(default_factory=Exhibit)
    exhibits: Rows[ExtraExhibit] = Field(default_factory=list)
    approach: Text = ""
    options: Rows[OptionRow] = Field(default_factory=list)

    def resolve(self, tied_to: str) -> tuple[str, MilestoneRow | DeliverableRow] | None:
        """The reference and row that a payment is tied to, by key or by reference."""
        sources: tuple[tuple[str, Sequence[MilestoneRow | DeliverableRow]], ...] = (
            ("M", self.milestones),
            ("D", self.deliverables),
        )
        for letter, rows in sources:
            for position, row in enumerate(rows, start=1):
                if tied_to and tied_to in {row.key, f"{letter}{position}"}:
                    return f"{letter}{position}", row
        return None

    def settled(self, is_working_day: WorkingDay = is_weekday, *, only_missing: bool = False) -> Self:
        """A copy with committed dates computed."""
        filled = self.with_committed(is_working_day)
        if only_missing:
            for row, kept in zip(filled.milestones, self.milestones, strict=True):
                row.committed_on = kept.committed_on or row.committed_on
        return filled

    def with_committed(self, is_working_day: WorkingDay = is_weekday) -> Self:
        """A copy in which every milestone's committed date is its planned date plus its buffer."""
        copy = self.model_copy(deep=True)
        for row in copy.milestones:
            row.committed_on = committed_on(row, is_working_day)
        return copy


def committed_on(row: MilestoneRow, is_working_day: WorkingDay = is_weekday) -> date | None:
    """The planned date plus the buffer in working days; Monday to Friday unless told otherwise."""
    if row.planned_on is None:
        return None
    day, left, tried = row.planned_on, row.buffer_days, 0
    while left and tried < 3_660:
        day, tried = day + timedelta(days=1), tried + 1
        left -= is_working_day(day)
    return day


_CODES = {
    "string_too_long": "too_long",
    "string_too_short": "blank",
    "too_long": "too_many",
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "literal_error": "not_a_choice",
    "enum": "not_a_choice",
    "decimal_type": "not_a_number",
    "decimal_parsing": "not_a_number",
    "finite_number": "not_a_number",
    "int_parsing": "not_a_number",
    "int_type": "not_a_number",
    "int_from_float": "not_a_whole_number",
}


def problems_of(error: ValidationError) -> list[Problem]:
    """Validation errors as problems, each with the dotted path of its field."""
    problems = []
    for entry in error.errors(include_url=False, include_input=False):
        kind, context = entry["type"], entry.get("ctx", {})
        code = str(context["error"]) if kind == "value_error" else _CODES.get(kind, "not_valid")
        if kind.startswith("date"):
            code = "not_a_date"
        facts: dict[str, object] = {key: context[key] for key in context if key in {"max_length", "ge", "le"}}
        problems.append(Problem(".".join(str(part) for part in entry["loc"]), code, facts))
    return problems
