"""A paid relationship under one agreement: fixed fee, time and materials, or retainer."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator
from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from clientdesk.models.enums import EngagementKind
from clientdesk.models.tables.base import (
    MOST_MINOR,
    NAME_LENGTH,
    TEXT_LENGTH,
    CurrencyCode,
    Day,
    Name,
    Row,
    Text,
    between,
    in_order,
    length,
    not_blank,
    one_of,
    stored_enum,
)


class EngagementFields(SQLModel):
    """`fee_minor`, `rate_minor`: integer minor units of `currency` (whole fee or fee a month for a retainer;
    rate an hour). `minutes_a_month`, `minutes_a_week`: reserved or promised work, minutes. `rollover_months`: for
    how many months unused retainer time can still be used."""

    title: Name = Field(max_length=NAME_LENGTH)
    kind: EngagementKind = stored_enum(EngagementKind, default=EngagementKind.FIXED_FEE)
    starts_on: Day
    ends_on: Day | None = None
    currency: CurrencyCode = Field(max_length=3)
    fee_minor: int | None = Field(default=None, ge=0, le=MOST_MINOR, sa_type=BigInteger)
    rate_minor: int | None = Field(default=None, ge=0, le=MOST_MINOR, sa_type=BigInteger)
    minutes_a_month: int | None = Field(default=None, ge=0, le=44_640)
    minutes_a_week: int | None = Field(default=None, ge=0, le=10_080)
    rollover_months: int = Field(default=0, ge=0, le=12)
    purpose: Text = Field(default="", max_length=TEXT_LENGTH)
    revision_rounds: int | None = Field(default=None, ge=0, le=100)

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError("ends_on:end_before_start")
        return self


class Engagement(EngagementFields, Row, table=True):
    __tablename__ = "engagement"
    __table_args__ = (
        not_blank("title"),
        length("title", NAME_LENGTH),
        length("purpose", TEXT_LENGTH),
        one_of("kind", EngagementKind),
        in_order("starts_on", "ends_on"),
        between("fee_minor", 0, MOST_MINOR),
        between("rate_minor", 0, MOST_MINOR),
        between("minutes_a_month", 0, 44_640),
        between("minutes_a_week", 0, 10_080),
        between("rollover_months", 0, 12),
        Index(None, "client_id", "ends_on"),
    )

    client_id: str = Field(foreign_key="client.id", max_length=36)
