"""What the window sees of the days ahead: likely dates, and six weeks of hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LikelyView:
    """The likely date of one open milestone.

    Attributes:
        likely_on: None when it can't be told or isn't within a year.
        remaining_minutes: what is left to do; None when a piece of work has no estimate.
        free_minutes: hours for it up to the day they expect; None when they expect none.
        is_known: whether every piece of its work has an estimate.
        work: why, in words: "9 h left, 4 h free".
        words: all of it: "planned Thu 16 Oct, likely Tue 21 Oct: 9 h left, 4 h free".
    """

    milestone_id: str
    likely_on: date | None
    remaining_minutes: int | None
    free_minutes: int | None
    is_known: bool
    work: str
    words: str


@dataclass(frozen=True, slots=True)
class WeekAheadView:
    """One week ahead: hours that can be booked beside hours that are needed.

    Attributes:
        starts_on: its Monday; of this week only what is left counts.
        bookable_minutes: working hours less meetings, private time and busy events, less the buffer.
        placed_minutes: work with a time, or meant for a day.
        promised_minutes: what is left, without a time, of milestones due in that week (in this one overdue ones too).
        committed_minutes: weekly hours of engagements beyond what is placed and promised for their clients.
        unknown: milestones due in that week whose work can't be told for want of an estimate.
        spare_before_minutes: hours free in the weeks before it.
    """

    starts_on: date
    bookable_minutes: int
    placed_minutes: int
    promised_minutes: int
    committed_minutes: int
    unknown: int
    spare_before_minutes: int

    @property
    def needed_minutes(self) -> int:
        return self.placed_minutes + self.promised_minutes + self.committed_minutes

    @property
    def short_minutes(self) -> int:
        """Minutes that are missing; 0 when all of it fits."""
        return max(self.needed_minutes - self.bookable_minutes, 0)

    @property
    def spare_minutes(self) -> int:
        return max(self.bookable_minutes - self.needed_minutes, 0)
