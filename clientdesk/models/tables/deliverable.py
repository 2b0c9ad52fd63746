"""A tangible output of an engagement, with the conditions under which it is accepted."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from clientdesk.models.tables.base import (
    LINE_LENGTH,
    NAME_LENGTH,
    TEXT_LENGTH,
    Day,
    Line,
    Name,
    Row,
    Text,
    between,
    length,
    not_blank,
)


class DeliverableFields(SQLModel):
    """`rounds_allowed`: revision rounds, None leaves the boundary policy's."""

    title: Name = Field(max_length=NAME_LENGTH)
    form: Line = Field(default="", max_length=LINE_LENGTH)
    acceptance: Text = Field(default="", max_length=TEXT_LENGTH)
    due_on: Day | None = None
    accepted_on: Day | None = None
    rounds_allowed: int | None = Field(default=None, ge=0, le=100)
    rounds_used: int = Field(default=0, ge=0, le=100)
    position: int = Field(default=0, ge=0, le=10_000)


class Deliverable(DeliverableFields, Row, table=True):
    __tablename__ = "deliverable"
    __table_args__ = (
        not_blank("title"),
        length("title", NAME_LENGTH),
        length("acceptance", TEXT_LENGTH),
        between("rounds_allowed", 0, 100),
        between("rounds_used", 0, 100),
    )

    engagement_id: str = Field(foreign_key="engagement.id", max_length=36, index=True)
