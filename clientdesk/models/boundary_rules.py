"""Working rules (boundaries) as data: one model for every layer; a layer sets only what differs.

Times of day are minutes after midnight in the practice's zone; weekdays are 0 (Monday) to 6.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from clientdesk.models.text import clean_line, clean_text

DAY_MINUTES = 1_440

Line = Annotated[str, BeforeValidator(lambda value: clean_line(value) if isinstance(value, str) else value)]
Text = Annotated[
    str,
    Field(max_length=2_000),
    BeforeValidator(lambda value: clean_text(value) if isinstance(value, str) else value),
]


class TimeUnit(StrEnum):
    """Unit of a promised time: clock hours, hours within working hours, working days."""

    HOURS = "hours"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"


class ChannelUse(StrEnum):
    ANY = "any"
    URGENT = "urgent"
    EMERGENCY = "emergency"
    NO = "no"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(_Part):
    """A stretch of one day, minutes after midnight; the end is not included."""

    start: int = Field(ge=0, lt=DAY_MINUTES)
    end: int = Field(gt=0, le=DAY_MINUTES)

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.end <= self.start:
            raise ValueError("end_before_start")
        return self


class Duration(_Part):
    amount: int = Field(ge=1, le=365)
    unit: TimeUnit


class QuietHours(_Part):
    """From `start` in the evening to `end` in the morning; `weekends`: the whole of Saturday and Sunday too."""

    start: int = Field(ge=0, lt=DAY_MINUTES)
    end: int = Field(ge=0, lt=DAY_MINUTES)
    weekends: bool = True


class Channel(_Part):
    name: Line = Field(min_length=1, max_length=80)
    use: ChannelUse = ChannelUse.ANY


class EmergencyProtocol(_Part):
    """What the client does when something delivered has stopped: how to reach, when, how fast, at what price."""

    how: Line = Field(default="", max_length=300)
    hours: Span | None = None
    answer: Duration | None = None
    fee: Line = Field(default="", max_length=300)
    stand_in: Line = Field(default="", max_length=300)


class BoundaryRules(_Part):
    """The set fields of one layer; None leaves the layer below. Resolved rules have every field set.

    Attributes:
        working_hours: weekday to spans; a missing weekday has no working hours.
        public_holidays: whether public holidays of the practice's region are days off.
        buffer_percent: share of capacity kept free.
        response_normal, response_urgent: time to a first answer.
        notice_days: working days' notice for new work.
        change_days: working days to answer a change request.
        notice_off_weeks: weeks ahead that time off is announced.
        wording: the user's own sentence instead of the shipped one, by sentence key.
    """

    working_hours: dict[int, tuple[Span, ...]] | None = None
    public_holidays: bool | None = None
    buffer_percent: int | None = Field(default=None, ge=0, le=90)
    response_normal: Duration | None = None
    response_urgent: Duration | None = None
    urgent_means: Text | None = None
    emergency_means: Text | None = None
    channels: tuple[Channel, ...] | None = Field(default=None, max_length=12)
    quiet_hours: QuietHours | None = None
    emergency: EmergencyProtocol | None = None
    revision_rounds: int | None = Field(default=None, ge=0, le=100)
    meeting_minutes: int | None = Field(default=None, ge=5, le=600)
    notice_days: int | None = Field(default=None, ge=0, le=90)
    change_days: int | None = Field(default=None, ge=1, le=90)
    notice_off_weeks: int | None = Field(default=None, ge=0, le=52)
    wording: dict[str, Text] | None = None

    @model_validator(mode="after")
    def _weekdays(self) -> Self:
        for weekday, spans in (self.working_hours or {}).items():
            if not 0 <= weekday <= 6:
                raise ValueError("working_hours:unknown_weekday")
            if any(a.end > b.start for a, b in pairwise(spans)):
                raise ValueError("working_hours:overlap")
        return self

    def set_fields(self) -> frozenset[str]:
        """Names of the fields this layer sets."""
        return frozenset(name for name in type(self).model_fields if getattr(self, name) is not None)

    def over(self, below: BoundaryRules) -> BoundaryRules:
        """These rules laid over those of the layer below."""
        values = {name: getattr(self, name) for name in self.set_fields()}
        return below.model_copy(update=values)
