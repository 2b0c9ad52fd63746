"""Service class by what a client values; proposes rhythms and sets the limit; never printed."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from clientdesk.models.tables.base import (
    LINE_LENGTH,
    NAME_LENGTH,
    Line,
    Name,
    Row,
    between,
    length,
    not_blank,
)


class TierFields(SQLModel):
    """`limit_days`: calendar days, None leaves the default. `is_after`: for clients whose work ended."""

    name: Name = Field(max_length=NAME_LENGTH)
    description: Line = Field(default="", max_length=LINE_LENGTH)
    report_depth: Line = Field(default="", max_length=NAME_LENGTH)
    limit_days: int | None = Field(default=None, ge=0, le=10_000)
    is_default: bool = False
    is_after: bool = False
    position: int = Field(default=0, ge=0, le=1_000)


class Tier(TierFields, Row, table=True):
    __tablename__ = "tier"
    __table_args__ = (
        not_blank("name"),
        length("name", NAME_LENGTH),
        length("description", LINE_LENGTH),
        between("limit_days", 0, 10_000),
    )
