"""One occurrence of an event of a foreign calendar. Instants are UTC."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator
from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from clientdesk.models.tables.base import (
    LINE_LENGTH,
    TEXT_LENGTH,
    Day,
    Instant,
    Line,
    Row,
    Text,
    in_order,
    length,
)


class CalendarEventFields(SQLModel):
    """`uid`, `recurrence`: which event of the calendar, and which occurrence of it (empty for a single one).

    A timed event has only its instants. An all-day event has `starts_on` and `ends_on` (both included) too;
    its instants are the ends of those days in the practice's zone.
    `attendees`: addresses, one a line. `client_id`: the client one of them belongs to.
    """

    uid: Line = Field(default="", max_length=LINE_LENGTH)
    recurrence: Line = Field(default="", max_length=64)
    title: Line = Field(default="", max_length=LINE_LENGTH)
    location: Line = Field(default="", max_length=LINE_LENGTH)
    starts_at: Instant
    ends_at: Instant
    is_all_day: bool = False
    starts_on: Day | None = None
    ends_on: Day | None = None
    is_busy: bool = True
    attendees: Text = Field(default="", max_length=TEXT_LENGTH)
    client_id: str | None = Field(default=None, foreign_key="client.id", max_length=36, index=True)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends_at < self.starts_at:
            raise ValueError("ends_at:end_before_start")
        return self


class CalendarEvent(CalendarEventFields, Row, table=True):
    __tablename__ = "calendar_event"
    __table_args__ = (
        length("title", LINE_LENGTH),
        in_order("starts_at", "ends_at"),
        in_order("starts_on", "ends_on"),
        Index(None, "starts_at"),
        Index(None, "calendar_id", "uid"),
    )

    calendar_id: str = Field(foreign_key="calendar.id", max_length=36)
