"""Time that was worked, apart from what was planned. Instants are UTC; `zone` is where the clock was read."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator
from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from clientdesk.models.enums import EntrySource, WorkKind
from clientdesk.models.tables.base import (
    LINE_LENGTH,
    Instant,
    Line,
    Row,
    ZoneName,
    in_order,
    length,
    one_of,
    stored_enum,
)

LONGEST_ENTRY_HOURS = 24


class TimeEntryFields(SQLModel):
    """`ends_at`: None while the timer runs. `block_id`: the planned block it confirms, one entry a block."""

    client_id: str | None = Field(default=None, foreign_key="client.id", max_length=36)
    engagement_id: str | None = Field(default=None, foreign_key="engagement.id", max_length=36)
    work_item_id: str | None = Field(default=None, foreign_key="work_item.id", max_length=36, index=True)
    block_id: str | None = Field(default=None, foreign_key="block.id", max_length=36)
    kind: WorkKind = stored_enum(WorkKind, default=WorkKind.OTHER)
    source: EntrySource = stored_enum(EntrySource, default=EntrySource.TYPED)
    starts_at: Instant
    ends_at: Instant | None = None
    zone: ZoneName = Field(max_length=64)
    note: Line = Field(default="", max_length=LINE_LENGTH)

    @model_validator(mode="after")
    def _positive_and_short(self) -> Self:
        if self.ends_at is None:
            return self
        seconds = (self.ends_at - self.starts_at).total_seconds()
        if seconds <= 0:
            raise ValueError("ends_at:end_before_start")
        if seconds > LONGEST_ENTRY_HOURS * 3600:
            raise ValueError("ends_at:too_long")
        return self


class TimeEntry(TimeEntryFields, Row, table=True):
    __tablename__ = "time_entry"
    __table_args__ = (
        length("note", LINE_LENGTH),
        one_of("kind", WorkKind),
        one_of("source", EntrySource),
        in_order("starts_at", "ends_at"),
        Index(None, "starts_at"),
        Index(None, "client_id", "starts_at"),
        Index(
            "ix_time_entry_block",
            "block_id",
            unique=True,
            sqlite_where=text("block_id IS NOT NULL"),
            postgresql_where=text("block_id IS NOT NULL"),
        ),
    )
