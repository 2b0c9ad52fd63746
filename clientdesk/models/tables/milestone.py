"""A dated checkpoint: agreed (on the paper), expected (the client believes), planned, actual."""

from __future__ import annotations

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from clientdesk.models.tables.base import (
    LINE_LENGTH,
    NAME_LENGTH,
    Day,
    Line,
    Name,
    Row,
    between,
    length,
    not_blank,
)


class MilestoneFields(SQLModel):
    """`expected_source`: how they came to believe it; `known_on`: the day the gap became known;
    `told_on`: the day they were told of it; `buffer_days`: working days. `estimate_minutes`: all the work it needs,
    asked for only where no work item carries it; None is unknown, never zero."""

    title: Name = Field(max_length=NAME_LENGTH)
    deliverable_id: str | None = Field(default=None, foreign_key="deliverable.id", max_length=36)
    agreed_on: Day | None = None
    expected_on: Day | None = None
    planned_on: Day | None = None
    actual_on: Day | None = None
    buffer_days: int = Field(default=0, ge=0, le=365)
    reason: Line = Field(default="", max_length=LINE_LENGTH)
    expected_source: Line = Field(default="", max_length=LINE_LENGTH)
    position: int = Field(default=0, ge=0, le=10_000)
    estimate_minutes: int | None = Field(default=None, ge=1, le=600_000)


class Milestone(MilestoneFields, Row, table=True):
    __tablename__ = "milestone"
    __table_args__ = (
        not_blank("title"),
        length("title", NAME_LENGTH),
        length("reason", LINE_LENGTH),
        between("buffer_days", 0, 365),
        between("estimate_minutes", 1, 600_000),
        Index(None, "engagement_id"),
        Index(
            "ix_milestone_open",
            "expected_on",
            "planned_on",
            sqlite_where=text("actual_on IS NULL"),
            postgresql_where=text("actual_on IS NULL"),
        ),
    )

    engagement_id: str = Field(foreign_key="engagement.id", max_length=36)
    known_on: Day | None = None
    told_on: Day | None = None
