"""Days away. The day it was entered decides which promises could still be moved before it."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator
from sqlmodel import Field, SQLModel

from clientdesk.models.tables.base import LINE_LENGTH, Day, Line, Row, in_order, length


class TimeOffFields(SQLModel):
    """Both days included."""

    starts_on: Day
    ends_on: Day
    note: Line = Field(default="", max_length=LINE_LENGTH)

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.ends_on < self.starts_on:
            raise ValueError("ends_on:end_before_start")
        return self


class TimeOff(TimeOffFields, Row, table=True):
    __tablename__ = "time_off"
    __table_args__ = (length("note", LINE_LENGTH), in_order("starts_on", "ends_on"))

    entered_on: Day
