"""What the window sees of engagements, their deliverables and milestones."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from clientdesk.models.enums import EngagementKind
from clientdesk.models.money import Money


@dataclass(frozen=True, slots=True)
class DeliverableView:
    """A tangible output and the conditions under which it is accepted."""

    deliverable_id: str
    engagement_id: str
    title: str
    form: str
    acceptance: str
    due_on: date | None
    accepted_on: date | None
    rounds_allowed: int | None
    rounds_used: int


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A dated checkpoint.

    Attributes:
        gap_days: actual, else planned or likely, whichever is later, minus expected; None when a side is missing.
        known_on: the day a late plan became known; `told_on`: the day they were told of it.
        is_at_risk: not done, and planned or likely after expected, or expected before today.
        estimate_minutes: all the work it needs, where no work item carries it.
        likely_on: the day by which the work left fits into the hours free; None when done or when it can't be told.
        is_known: whether its likely date can be told.
        likely_words: that day with its reason, or what is missing to know it; empty when done.
    """

    milestone_id: str
    engagement_id: str
    deliverable_id: str | None
    title: str
    agreed_on: date | None
    expected_on: date | None
    planned_on: date | None
    actual_on: date | None
    buffer_days: int
    reason: str
    expected_source: str
    known_on: date | None
    told_on: date | None
    gap_days: int | None
    is_at_risk: bool
    estimate_minutes: int | None = None
    likely_on: date | None = None
    likely_words: str = ""
    is_known: bool = False

    @property
    def is_beyond(self) -> bool:
        """Whether the work left does not fit into a year."""
        return self.is_known and self.likely_on is None and self.actual_on is None

    @property
    def is_likely_late(self) -> bool:
        """Whether the work left takes longer than the client expects."""
        if self.expected_on is None or self.actual_on is not None:
            return False
        return self.is_beyond or (self.likely_on is not None and self.likely_on > self.expected_on)


@dataclass(frozen=True, slots=True)
class EngagementView:
    """A paid relationship with what was promised in it. Fees are amounts in its currency."""

    engagement_id: str
    client_id: str
    title: str
    kind: EngagementKind
    starts_on: date
    ends_on: date | None
    currency: str
    fee: Money | None
    rate: Money | None
    hours_a_month: Decimal | None
    hours_a_week: Decimal | None
    purpose: str
    revision_rounds: int | None
    has_ended: bool
    deliverables: tuple[DeliverableView, ...] = field(default=())
    milestones: tuple[MilestoneView, ...] = field(default=())
    rollover_months: int = 0
