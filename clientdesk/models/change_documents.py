"""What a change order or an addendum says: the paper it changes as it stands, and everything before and after."""

from __future__ import annotations

from collections.abc import Sequence
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
    OptionalAmount,
    OptionalDay,
    Section,
    Text,
    exact,
    plain,
)


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
        hours: included a month now; None where none are agreed.
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
    hours: OptionalAmount = None
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
        hours_a_month: what a retainer includes from now on; None leaves it as it is.
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
    hours_a_month: OptionalAmount = None
    notes: Text = ""

    def ref_of(self, letter: str, place: int) -> str:
        """The reference of a new row: counting goes on where the amended paper stops."""
        return f"{letter}{last_ref(self.amends, letter) + place + 1}"

    def title_of(self, ref: str) -> str:
        """What a reference names, on the amended paper or among the new rows; empty for an unknown one."""
        for item in self.amends.items:
            if item.ref == ref:
                return item.title
        added: tuple[tuple[str, Sequence[DeliverableRow | MilestoneRow]], ...] = (
            ("D", self.deliverables),
            ("M", self.milestones),
        )
        for letter, rows in added:
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
