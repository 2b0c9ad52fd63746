"""One step of a work item's checklist; it can be placed and done by itself."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from clientdesk.models.tables.base import NAME_LENGTH, Instant, Name, Row, between, length, not_blank


class WorkStepFields(SQLModel):
    """`estimate_minutes`: None is unknown, never zero."""

    title: Name = Field(max_length=NAME_LENGTH)
    estimate_minutes: int | None = Field(default=None, ge=1, le=60_000)
    position: int = Field(default=0, ge=0, le=10_000)


class WorkStep(WorkStepFields, Row, table=True):
    __tablename__ = "work_step"
    __table_args__ = (
        not_blank("title"),
        length("title", NAME_LENGTH),
        between("estimate_minutes", 1, 60_000),
    )

    work_item_id: str = Field(foreign_key="work_item.id", max_length=36, index=True)
    done_at: Instant | None = None
