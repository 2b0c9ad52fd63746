"""Work that comes again by a rule (RFC 5545); each occurrence becomes a work item when it is taken up."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from clientdesk.models.enums import Impact, WorkKind
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
    one_of,
    stored_enum,
)


class RecurringWorkFields(SQLModel):
    """`rule`: an RRULE of whole days (daily to yearly) without its name, such as ``FREQ=WEEKLY;BYDAY=MO``,
    counted from `starts_on`, a local date of the practice. `estimate_minutes`: of one occurrence."""

    title: Name = Field(max_length=NAME_LENGTH)
    client_id: str | None = Field(default=None, foreign_key="client.id", max_length=36, index=True)
    engagement_id: str | None = Field(default=None, foreign_key="engagement.id", max_length=36)
    kind: WorkKind = stored_enum(WorkKind, default=WorkKind.OTHER)
    impact: Impact = stored_enum(Impact, default=Impact.NORMAL)
    estimate_minutes: int | None = Field(default=None, ge=1, le=60_000)
    rule: Line = Field(max_length=LINE_LENGTH)
    starts_on: Day
    notes: Text = Field(default="", max_length=TEXT_LENGTH)
    is_paused: bool = False


class RecurringWork(RecurringWorkFields, Row, table=True):
    __tablename__ = "recurring_work"
    __table_args__ = (
        not_blank("title"),
        length("title", NAME_LENGTH),
        not_blank("rule"),
        length("rule", LINE_LENGTH),
        length("notes", TEXT_LENGTH),
        one_of("kind", WorkKind),
        one_of("impact", Impact),
        between("estimate_minutes", 1, 60_000),
    )
