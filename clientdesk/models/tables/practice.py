"""The consultant's own business: one row a workspace; its id is the store's identity."""

from __future__ import annotations

from pydantic import field_validator
from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from clientdesk.models.tables.base import (
    LINE_LENGTH,
    NAME_LENGTH,
    TEXT_LENGTH,
    CurrencyCode,
    Line,
    Name,
    Row,
    Text,
    ZoneName,
    between,
    length,
    not_blank,
)


class PracticeFields(SQLModel):
    """What the user says about the practice.

    `limit_days`: default private limit, calendar days; None: none. `mail_addresses`: further addresses the user
    writes from, one a line.
    """

    name: Name = Field(max_length=NAME_LENGTH)
    legal_name: Line = Field(default="", max_length=NAME_LENGTH)
    person: Line = Field(default="", max_length=NAME_LENGTH)
    person_title: Line = Field(default="", max_length=NAME_LENGTH)
    address: Text = Field(default="", max_length=2_000)
    registration_no: Line = Field(default="", max_length=NAME_LENGTH)
    tax_no: Line = Field(default="", max_length=NAME_LENGTH)
    email: Line = Field(default="", max_length=NAME_LENGTH)
    phone: Line = Field(default="", max_length=NAME_LENGTH)
    website: Line = Field(default="", max_length=LINE_LENGTH)
    mail_addresses: Text = Field(default="", max_length=2_000)
    zone: ZoneName = Field(max_length=64)
    currency: CurrencyCode = Field(max_length=3)
    locale: str = Field(default="en_GB", max_length=32)
    holiday_region: str = Field(default="", max_length=16)
    paper_size: str = Field(default="A4", max_length=8)
    paper_title: Line = Field(default="Statement of Work", max_length=80)
    paper_language: str = Field(default="", max_length=8)
    limit_days: int | None = Field(default=None, ge=0, le=10_000)
    terms: Text = Field(default="", max_length=TEXT_LENGTH)
    payment_days: int = Field(default=30, ge=0, le=365)
    tax_basis_points: int = Field(default=0, ge=0, le=10_000)

    @field_validator("paper_size")
    @classmethod
    def _known_paper(cls, value: str) -> str:
        if value not in {"A4", "Letter"}:
            raise ValueError("unknown_paper")
        return value


class Practice(PracticeFields, Row, table=True):
    __tablename__ = "practice"
    __table_args__ = (
        not_blank("name"),
        length("name", NAME_LENGTH),
        length("address", 2_000),
        length("mail_addresses", 2_000),
        length("terms", TEXT_LENGTH),
        between("limit_days", 0, 10_000),
        between("payment_days", 0, 365),
        between("tax_basis_points", 0, 10_000),
    )

    is_demo: bool = False
    logo_png: bytes | None = Field(default=None, sa_type=LargeBinary)
