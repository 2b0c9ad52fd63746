"""A promise of a word: proposed by default or tier, had by a client (`check-ins`)."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator
from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from clientdesk.models.enums import Layer, RhythmKind, RhythmUnit
from clientdesk.models.rhythm_dates import is_leap_day
from clientdesk.models.tables.base import (
    LINE_LENGTH,
    NAME_LENGTH,
    Day,
    Line,
    Row,
    between,
    length,
    one_of,
    stored_enum,
)


class RhythmFields(SQLModel):
    """`weekday`: Monday is 0; weekly and monthly rules only. `nth`: 1 to 4 or -1 for the last one in the month.
    `every`: weeks, months or years; for AFTER_END months after the end of the last engagement. `offset_days`:
    calendar days after (negative: before) each milestone; 1 for YEARLY from a 28 February that stands for the 29th.
    `starts_on`: for YEARLY and ONCE the date itself.
    `ends_on`: the last day on which the rule still gives a date."""

    kind: RhythmKind = stored_enum(RhythmKind)
    unit: RhythmUnit = stored_enum(RhythmUnit, default=RhythmUnit.WEEKLY)
    every: int = Field(default=1, ge=1, le=120)
    weekday: int = Field(default=0, ge=0, le=6)
    nth: int | None = Field(default=None, ge=-1, le=4)
    offset_days: int | None = Field(default=None, ge=-365, le=365)
    starts_on: Day | None = None
    ends_on: Day | None = None
    channel: Line = Field(default="", max_length=NAME_LENGTH)
    content: Line = Field(default="", max_length=LINE_LENGTH)

    @model_validator(mode="after")
    def _nth_goes_with_months(self) -> Self:
        if (self.unit == RhythmUnit.MONTHLY) != (self.nth is not None) or self.nth == 0:
            raise ValueError("nth:nth_with_months")
        if (self.unit == RhythmUnit.MILESTONE) != (self.offset_days is not None) and not self._is_leap_day():
            raise ValueError("offset_days:offset_with_milestones")
        return self

    def _is_leap_day(self) -> bool:
        return self.unit == RhythmUnit.YEARLY and is_leap_day(self.starts_on, self.offset_days)


class Rhythm(RhythmFields, Row, table=True):
    __tablename__ = "rhythm"
    __table_args__ = (
        one_of("layer", Layer),
        one_of("kind", RhythmKind),
        one_of("unit", RhythmUnit),
        between("every", 1, 120),
        between("weekday", 0, 6),
        between("nth", -1, 4),
        between("offset_days", -365, 365),
        length("content", LINE_LENGTH),
        CheckConstraint(
            "(layer = 'default' AND tier_id IS NULL AND client_id IS NULL)"
            " OR (layer = 'tier' AND tier_id IS NOT NULL AND client_id IS NULL)"
            " OR (layer = 'client' AND client_id IS NOT NULL AND tier_id IS NULL AND starts_on IS NOT NULL)",
            name="owner",
        ),
    )

    layer: Layer = stored_enum(Layer)
    tier_id: str | None = Field(default=None, foreign_key="tier.id", max_length=36, index=True)
    client_id: str | None = Field(default=None, foreign_key="client.id", max_length=36, index=True)
    agreement_id: str | None = Field(default=None, foreign_key="agreement.id", max_length=36)
