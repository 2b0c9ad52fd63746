"""What Today shows, built before any table is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from clientdesk.models.views.check_ins import ClientCheckInView


@dataclass(frozen=True, slots=True)
class TodayBlockView:
    """One block or meeting of today. Instants are UTC; `title` is ready to show."""

    block_id: str
    title: str
    client_id: str | None
    client: str
    colour: int
    starts_at: datetime
    ends_at: datetime
    is_meeting: bool
    work_item_id: str | None
    is_done: bool


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A milestone at risk: not done and planned after expected, or expected before today.

    Attributes:
        gap_days: planned minus expected; None without a plan.
        told_on: the day the client was told of the gap, None when not yet.
        words: one sentence with the dates.
    """

    milestone_id: str
    engagement_id: str
    client_id: str
    client: str
    colour: int
    title: str
    expected_on: date
    planned_on: date | None
    gap_days: int | None
    told_on: date | None
    words: str


@dataclass(frozen=True, slots=True)
class TodayView:
    """The whole of Today for one local day of the practice.

    Attributes:
        sentence: the opening sentence.
        owed: now; soon: the next seven days; covered; paused: on hold or put off.
        capacity_minutes, planned_minutes: of today.
        worst: the promise with the largest gap.
    """

    today: date
    practice: str
    is_demo: bool
    sentence: str
    owed: tuple[ClientCheckInView, ...]
    soon: tuple[ClientCheckInView, ...]
    covered: tuple[ClientCheckInView, ...]
    paused: tuple[ClientCheckInView, ...]
    promises: tuple[PromiseView, ...]
    worst: PromiseView | None
    blocks: tuple[TodayBlockView, ...]
    capacity_minutes: int
    planned_minutes: int
    clients: int
