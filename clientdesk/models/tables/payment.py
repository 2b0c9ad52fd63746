"""One instalment of an executed paper: when it falls due, and the marks that it was invoiced and paid."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlmodel import Field

from clientdesk.models.tables.base import (
    LINE_LENGTH,
    MOST_MINOR,
    CurrencyCode,
    Day,
    Row,
    between,
    length,
)


class Payment(Row, table=True):
    """`amount_minor`: without tax, minor units of `currency`; a credit is negative. `tied_to`: ``signature``, the
    id of a milestone or deliverable, or empty. `planned_on`: as printed. `due_on`: the day its event happened
    (signature, acceptance, or the printed day), None before; the invoice is then due `due_days` later."""

    __tablename__ = "payment"
    __table_args__ = (
        length("label", LINE_LENGTH),
        between("due_days", 0, 365),
        between("amount_minor", -MOST_MINOR, MOST_MINOR),
        between("position", 0, 10_000),
    )

    engagement_id: str = Field(foreign_key="engagement.id", max_length=36, index=True)
    agreement_id: str = Field(foreign_key="agreement.id", max_length=36, index=True)
    ref: str = Field(default="", max_length=32)
    label: str = Field(default="", max_length=LINE_LENGTH)
    tied_to: str = Field(default="", max_length=64)
    amount_minor: int = Field(ge=-MOST_MINOR, le=MOST_MINOR, sa_type=BigInteger)
    currency: CurrencyCode = Field(max_length=3)
    planned_on: Day | None = None
    due_on: Day | None = None
    due_days: int = Field(default=0, ge=0, le=365)
    invoiced_on: Day | None = None
    paid_on: Day | None = None
    position: int = Field(default=0, ge=0, le=10_000)
