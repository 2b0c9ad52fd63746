"""Time on the grid. Instants are UTC; `zone` is where the wall clock was read."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator
from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from clientdesk.models.enums import BlockKind
from clientdesk.models.tables.base import (
    NAME_LENGTH,
    Instant,
    Line,
    Row,
    ZoneName,
    in_order,
    length,
    one_of,
    stored_enum,
)

LONGEST_BLOCK_HOURS = 24


class BlockFields(SQLModel):
    """`title` is empty when a work item, or one step of it, names the block."""

    title: Line = Field(default="", max_length=NAME_LENGTH)
    kind: BlockKind = stored_enum(BlockKind, default=BlockKind.WORK)
    client_id: str | None = Field(default=None, foreign_key="client.id", max_length=36)
    work_item_id: str | None = Field(default=None, foreign_key="work_item.id", max_length=36, index=True)
    step_id: str | None = Field(default=None, foreign_key="work_step.id", max_length=36, index=True)
    starts_at: Instant
    ends_at: Instant
    zone: ZoneName = Field(max_length=64)

    @model_validator(mode="after")
    def _positive_and_short(self) -> Self:
        seconds = (self.ends_at - self.starts_at).total_seconds()
        if seconds <= 0:
            raise ValueError("ends_at:end_before_start")
        if seconds > LONGEST_BLOCK_HOURS * 3600:
            raise ValueError("ends_at:too_long")
        return self


class Block(BlockFields, Row, table=True):
    __tablename__ = "block"
    __table_args__ = (
        length("title", NAME_LENGTH),
        one_of("kind", BlockKind),
        in_order("starts_at", "ends_at"),
        Index(None, "starts_at"),
        Index(None, "client_id", "starts_at"),
    )
