"""What the timeline shows: a lane per client with its engagements, milestones and gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class LaneOrder(StrEnum):
    """How lanes are sorted."""

    LARGEST_GAP = "largest_gap"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class BaselineView:
    """What a paper had agreed before a later one changed it; None where it took the milestone out."""

    agreed_on: date | None
    number: str


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """One milestone with its four dates.

    Attributes:
        gap_days: actual, else planned or likely, whichever is later, minus expected; None when one is missing.
        is_at_risk: not done and planned or likely after expected, or expected before today.
        told_on: the day the client was told of the gap.
        likely_on: the day by which the work left fits into the hours free; None when done or when it can't be told.
        work: the reason in words ("9 h left, 4 h free"), or what is missing to know it; empty when done.
        is_known: whether its likely date can be told.
        has_work: whether it has work items or an estimate at all.
        earlier: what was agreed on paper before, the oldest first; the date in force is `agreed_on`.
    """

    milestone_id: str
    engagement_id: str
    client_id: str
    title: str
    agreed_on: date | None
    expected_on: date | None
    planned_on: date | None
    actual_on: date | None
    told_on: date | None
    gap_days: int | None
    is_at_risk: bool
    likely_on: date | None = None
    work: str = ""
    is_known: bool = False
    has_work: bool = False
    earlier: tuple[BaselineView, ...] = ()

    @property
    def is_done(self) -> bool:
        return self.actual_on is not None

    @property
    def dates(self) -> tuple[date, ...]:
        """The dates it is drawn with, in order of time."""
        found = (self.agreed_on, self.expected_on, self.planned_on, self.likely_on, self.actual_on)
        return tuple(sorted(day for day in found if day is not None))

    @property
    def is_beyond(self) -> bool:
        """Whether the work left does not fit into a year."""
        return not self.is_done and self.is_known and self.likely_on is None

    @property
    def reached_on(self) -> date | None:
        """The day the gap is measured to: actual, else planned or likely."""
        if self.expected_on is None or self.gap_days is None:
            return None
        return self.expected_on + timedelta(days=self.gap_days)

    @property
    def all_agree(self) -> bool:
        """Expected and planned (and actual, once done) are one day."""
        if self.expected_on is None:
            return False
        known = {day for day in (self.planned_on, self.actual_on) if day is not None}
        return known == {self.expected_on}


@dataclass(frozen=True, slots=True)
class EngagementSpan:
    """One engagement as a bar; without an end it runs on."""

    engagement_id: str
    client_id: str
    title: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class LaneView:
    """One client.

    Attributes:
        gap_days: the gap furthest from zero among milestones not done; None without any.
        cant_tell: open milestones that they expect on a date, not at risk so far as known, without estimates.
    """

    client_id: str
    client_name: str
    client_colour: int
    engagements: tuple[EngagementSpan, ...]
    milestones: tuple[MilestoneView, ...]
    gap_days: int | None
    at_risk: int
    cant_tell: int = 0


@dataclass(frozen=True, slots=True)
class TimelineView:
    """Everything between two dates, and every open milestone at risk whatever its date.

    Attributes:
        hidden_lanes: lanes left out because they have no gap.
    """

    starts_on: date
    ends_on: date
    today: date
    lanes: tuple[LaneView, ...]
    hidden_lanes: int = 0
