"""The smallest plannable piece of work; without a block it waits in To place."""

from __future__ import annotations

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from clientdesk.models.tables.base import (
    NAME_LENGTH,
    TEXT_LENGTH,
    Day,
    Instant,
    Name,
    Row,
    Text,
    between,
    length,
    not_blank,
)


class WorkItemFields(SQLModel):
    """`estimate_minutes`: None is unknown, never zero. `client_id`: None for work on the practice itself."""

    title: Name = Field(max_length=NAME_LENGTH)
    client_id: str | None = Field(default=None, foreign_key="client.id", max_length=36, index=True)
    engagement_id: str | None = Field(default=None, foreign_key="engagement.id", max_length=36)
    milestone_id: str | None = Field(default=None, foreign_key="milestone.id", max_length=36)
    estimate_minutes: int | None = Field(default=None, ge=1, le=60_000)
    due_on: Day | None = None
    notes: Text = Field(default="", max_length=TEXT_LENGTH)
    position: int = Field(default=0, ge=0, le=100_000)


class WorkItem(WorkItemFields, Row, table=True):
    __tablename__ = "work_item"
    __table_args__ = (
        not_blank("title"),
        length("title", NAME_LENGTH),
        length("notes", TEXT_LENGTH),
        between("estimate_minutes", 1, 60_000),
        Index(
            "ix_work_item_open",
            "due_on",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    done_at: Instant | None = None
