"""What planning a week shows: what was carried over, where the ritual stands, the week as set, the wrap-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from clientdesk.models.enums import RhythmKind

OFTEN = 3
"""From so many carries on, a piece of work is asked about plainly: split, delegate or drop?"""
OLD_DAYS = 14
"""Work left lying longer than this is offered back to To place all at once."""


@dataclass(frozen=True, slots=True)
class CarryOverView:
    """Open work whose time lies before this week.

    Attributes:
        estimate_minutes: None is unknown, never zero.
        was_on: the last day it was meant for; `was_minute`: its time then, None where it had a day only.
        times: how often it has been carried over, this time counted.
        answered_on: the day the user last said what becomes of it.
    """

    work_item_id: str
    title: str
    client_id: str | None
    client_name: str
    client_colour: int | None
    estimate_minutes: int | None
    was_on: date
    was_minute: int | None
    times: int
    answered_on: date | None

    @property
    def is_often(self) -> bool:
        return self.times >= OFTEN

    def is_old(self, today: date) -> bool:
        return self.was_on < today - timedelta(days=OLD_DAYS)


@dataclass(frozen=True, slots=True)
class CheckInDueView:
    """A promised word that falls due in the week.

    Attributes:
        key: what it is taken up and placed by, ``rhythm:<id>:<date>``.
        due_on: the day it is promised for.
        day: the day to place it on: that day, or the next one there is time on when it has passed.
        placed_on: the day it has its time on; `placed_minute`: the time, None where it has the day alone.
    """

    key: str
    client_id: str
    client_name: str
    client_colour: int
    kind: RhythmKind
    due_on: date
    day: date
    is_overdue: bool
    placed_on: date | None
    placed_minute: int | None

    @property
    def is_placed(self) -> bool:
        return self.placed_on is not None


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """What a week holds. `gaps`: promises a client has not been told about."""

    planned_minutes: int
    capacity_minutes: int
    check_ins: int
    gaps: int


@dataclass(frozen=True, slots=True)
class MoveOffer:
    """A block that would take a day back under its capacity, and where it would go.

    Attributes:
        minute: where it would begin on `day`.
    """

    block_id: str
    title: str
    minutes: int
    day: date
    minute: int


@dataclass(frozen=True, slots=True)
class RedDayView:
    """The day that holds most above its capacity.

    Attributes:
        others: how many other days are over too.
        lightest: the day with most room; None where no day has any.
        offer: what could move there; None when nothing fits.
    """

    day: date
    over_minutes: int
    others: int
    lightest: date | None
    lightest_minutes: int
    offer: MoveOffer | None


@dataclass(frozen=True, slots=True)
class IntentionView:
    """One sentence for the week; done or not, nothing between."""

    text: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class PlanView:
    """Where planning one week stands.

    Attributes:
        monday: the Monday it is kept under.
        is_over: the week has passed: nothing can be planned any more.
        set_on: the day it was set; `then`: its figures as they stood.
        wraps_up: the Monday of the week whose last working day draws to its end and that isn't wrapped up.
        is_wrapped_up: whether the week shown is.
    """

    monday: date
    is_over: bool
    set_on: date | None
    then: WeekFigures | None
    now: WeekFigures
    intentions: tuple[IntentionView, ...]
    carry_over: tuple[CarryOverView, ...]
    check_ins: tuple[CheckInDueView, ...]
    red_day: RedDayView | None
    wraps_up: date | None
    is_wrapped_up: bool

    @property
    def unplaced_check_ins(self) -> tuple[CheckInDueView, ...]:
        return tuple(check_in for check_in in self.check_ins if not check_in.is_placed)


@dataclass(frozen=True, slots=True)
class HoursView:
    """What was planned for a client in a week beside what was worked."""

    client_id: str | None
    client_name: str
    client_colour: int | None
    planned_minutes: int
    worked_minutes: int


@dataclass(frozen=True, slots=True)
class MovedMilestoneView:
    """A milestone whose day passed in the week, or whose gap became known in it."""

    milestone_id: str
    engagement_id: str
    client_id: str
    client_name: str
    client_colour: int
    title: str
    expected_on: date | None
    planned_on: date | None
    known_on: date | None
    has_passed: bool

    @property
    def gap_days(self) -> int | None:
        if self.expected_on is None or self.planned_on is None:
            return None
        return (self.planned_on - self.expected_on).days


@dataclass(frozen=True, slots=True)
class OwedView:
    """A client to tell. `milestone_id`: the promise they don't know of; None when a word is due."""

    client_id: str
    client_name: str
    client_colour: int
    words: str
    milestone_id: str | None = None


@dataclass(frozen=True, slots=True)
class WrapUpView:
    """A week looked back on.

    Attributes:
        done: how many pieces of work were done in it.
        left: open work whose time in it has passed, and what was carried into it, as planned.
        moved, to_tell, lessons: the user's words.
    """

    monday: date
    today: date
    hours: tuple[HoursView, ...]
    milestones: tuple[MovedMilestoneView, ...]
    left: tuple[CarryOverView, ...]
    carried: int
    done: int
    owed: tuple[OwedView, ...]
    intentions: tuple[IntentionView, ...]
    moved: str
    to_tell: str
    lessons: str
    wrapped_on: date | None

    @property
    def planned_minutes(self) -> int:
        return sum(row.planned_minutes for row in self.hours)

    @property
    def worked_minutes(self) -> int:
        return sum(row.worked_minutes for row in self.hours)
