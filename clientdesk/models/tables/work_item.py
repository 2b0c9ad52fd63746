"""The smallest plannable piece of work; without a block it waits in To place."""

from __future__ import annotations

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from clientdesk.models.enums import Impact, WorkKind, WorkOrigin
from clientdesk.models.tables.base import (
    NAME_LENGTH,
    TEXT_LENGTH,
    Day,
    Instant,
    Line,
    Name,
    Row,
    Text,
    between,
    length,
    not_blank,
    one_of,
    stored_enum,
)


class WorkItemFields(SQLModel):
    """`estimate_minutes`: None is unknown, never zero. `client_id`: None for work on the practice itself.

    `origin`, `source_key`: where it came from; the key names the milestone, the rhythm with its date or the
    recurring work with its date, so that each is taken up once; empty for one's own work.
    `planned_on`: meant for that day, without a time. `not_before`: not offered in To place until then.
    """

    title: Name = Field(max_length=NAME_LENGTH)
    client_id: str | None = Field(default=None, foreign_key="client.id", max_length=36, index=True)
    engagement_id: str | None = Field(default=None, foreign_key="engagement.id", max_length=36)
    milestone_id: str | None = Field(default=None, foreign_key="milestone.id", max_length=36)
    estimate_minutes: int | None = Field(default=None, ge=1, le=60_000)
    due_on: Day | None = None
    notes: Text = Field(default="", max_length=TEXT_LENGTH)
    position: int = Field(default=0, ge=0, le=100_000)
    kind: WorkKind = stored_enum(WorkKind, default=WorkKind.OTHER)
    origin: WorkOrigin = stored_enum(WorkOrigin, default=WorkOrigin.OWN)
    source_key: Line = Field(default="", max_length=NAME_LENGTH)
    impact: Impact = stored_enum(Impact, default=Impact.NORMAL)
    planned_on: Day | None = None
    not_before: Day | None = None


class WorkItem(WorkItemFields, Row, table=True):
    """`dropped_at`: given up without being done. `carries`: how often it was carried over, last on `carried_on`."""

    __tablename__ = "work_item"
    __table_args__ = (
        not_blank("title"),
        length("title", NAME_LENGTH),
        length("notes", TEXT_LENGTH),
        between("estimate_minutes", 1, 60_000),
        one_of("kind", WorkKind),
        one_of("origin", WorkOrigin),
        one_of("impact", Impact),
        between("carries", 0, 10_000),
        Index(
            "ix_work_item_source",
            "source_key",
            unique=True,
            sqlite_where=text("source_key <> ''"),
            postgresql_where=text("source_key <> ''"),
        ),
        Index("ix_work_item_milestone", "milestone_id"),
        Index(
            "ix_work_item_open",
            "due_on",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    done_at: Instant | None = None
    dropped_at: Instant | None = None
    carries: int = Field(default=0, ge=0, le=10_000)
    carried_on: Day | None = None
