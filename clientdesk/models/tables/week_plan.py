"""What was settled about one week: intentions, the plan as it was set, and its wrap-up."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from clientdesk.models.tables.base import NAME_LENGTH, TEXT_LENGTH, Day, Instant, Name, Row, Text, length

MOST_INTENTIONS = 3


class Intention(BaseModel):
    """One sentence for the week; done or not, nothing between."""

    model_config = ConfigDict(extra="forbid")

    text: Name = Field(max_length=NAME_LENGTH)
    is_done: bool = False


def _intentions(value: list[dict[str, Any]]) -> list[dict[str, Any]]:
    try:
        return [Intention.model_validate(entry).model_dump() for entry in value]
    except ValidationError as error:
        raise ValueError("not_valid") from error


def _monday(value: date) -> date:
    if value.weekday() != 0:
        raise ValueError("not_a_monday")
    return value


class WeekPlanFields(SQLModel):
    """`starts_on`: the Monday of its ISO week. `intentions`: values of `Intention`.

    `moved`, `to_tell`, `lessons`: the wrap-up, in the user's words.
    """

    starts_on: Annotated[Day, AfterValidator(_monday)] = Field(unique=True)
    intentions: Annotated[list[dict[str, Any]], AfterValidator(_intentions)] = Field(
        default_factory=list, max_length=MOST_INTENTIONS, sa_type=JSON
    )
    moved: Text = Field(default="", max_length=TEXT_LENGTH)
    to_tell: Text = Field(default="", max_length=TEXT_LENGTH)
    lessons: Text = Field(default="", max_length=TEXT_LENGTH)


class WeekPlan(WeekPlanFields, Row, table=True):
    """`set_at`: when the week was committed; the figures beside it are as they stood then (minutes, counts)."""

    __tablename__ = "week_plan"
    __table_args__ = (
        length("moved", TEXT_LENGTH),
        length("to_tell", TEXT_LENGTH),
        length("lessons", TEXT_LENGTH),
    )

    set_at: Instant | None = None
    planned_minutes: int | None = Field(default=None, ge=0)
    capacity_minutes: int | None = Field(default=None, ge=0)
    check_ins: int | None = Field(default=None, ge=0)
    gaps: int | None = Field(default=None, ge=0)
    wrapped_at: Instant | None = None
