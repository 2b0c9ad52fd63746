"""What the week shows: days with their hours and blocks, and the work that waits for a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clientdesk.models.enums import BlockKind
from clientdesk.models.schedule import Load, Minutes

QUARTER_MINUTES = 15
UNKNOWN_ESTIMATE_MINUTES = 60
LONGEST_PLACED_MINUTES = 480


def default_minutes(estimate_minutes: int | None) -> int:
    """How long a block is when nobody says: the estimate, up to a day of work, in whole quarters of an hour."""
    wanted = min(estimate_minutes or UNKNOWN_ESTIMATE_MINUTES, LONGEST_PLACED_MINUTES)
    return max(-(-wanted // QUARTER_MINUTES) * QUARTER_MINUTES, QUARTER_MINUTES)


class BlockSource(StrEnum):
    """Where an entry of the grid is kept: a block of one's own, or a call or meeting booked with a client."""

    BLOCK = "block"
    TOUCHPOINT = "touchpoint"


@dataclass(frozen=True, slots=True)
class BlockView:
    """One entry of the grid, or its part within one day when it runs over midnight.

    Attributes:
        block_id: id of the block, or of the touchpoint.
        client_colour: number of the client's band colour; None without a client.
        starts_at, ends_at: the whole entry, UTC.
        day: the local day this part is drawn on.
        start_minute, end_minute: wall-clock minutes of that day, the end may be 1440.
        minutes: real minutes of this part; differs from the wall clock when the clocks change.
        is_fixed: meetings stay where they are unless edited in their form.
        is_head: False for the part after midnight.
    """

    block_id: str
    source: BlockSource
    kind: BlockKind
    title: str
    client_id: str | None
    client_name: str
    client_colour: int | None
    work_item_id: str | None
    starts_at: datetime
    ends_at: datetime
    day: date
    start_minute: int
    end_minute: int
    minutes: int
    is_done: bool = False
    is_fixed: bool = False
    is_head: bool = True


@dataclass(frozen=True, slots=True)
class DayView:
    """One day of the grid.

    Attributes:
        hours: working hours, wall-clock minutes; empty on a day off.
        quiet: quiet hours within this day.
        time_off: whether it is time off; `time_off_note` may say why.
        holiday: name of the public holiday that makes it a day off, else empty.
        capacity_minutes: what can be promised: working hours less meetings, private time and the buffer.
        planned_minutes: work blocks on this day, done ones too.
        fixed_minutes: meetings and private time within working hours.
    """

    date: date
    hours: Minutes
    quiet: Minutes
    time_off: bool
    time_off_note: str
    holiday: str
    blocks: tuple[BlockView, ...]
    capacity_minutes: int
    planned_minutes: int
    fixed_minutes: int
    load: Load

    @property
    def spare_minutes(self) -> int:
        """Minutes still free; negative when too much is planned."""
        return self.capacity_minutes - self.planned_minutes


@dataclass(frozen=True, slots=True)
class WeekView:
    """Seven days in a row.

    Attributes:
        week: ISO week of its middle day, ``2026-W42``.
        today: the practice's date now.
        now_minute: wall-clock minute of `today`.
    """

    week: str
    days: tuple[DayView, ...]
    today: date
    now_minute: int

    @property
    def capacity_minutes(self) -> int:
        return sum(day.capacity_minutes for day in self.days)

    @property
    def planned_minutes(self) -> int:
        return sum(day.planned_minutes for day in self.days)

    @property
    def blocks(self) -> tuple[BlockView, ...]:
        """Every part of every day, by day and start."""
        return tuple(block for day in self.days for block in day.blocks)


@dataclass(frozen=True, slots=True)
class WorkItemView:
    """One piece of work. `estimate_minutes`: None is unknown, never zero."""

    work_item_id: str
    title: str
    client_id: str | None
    client_name: str
    client_colour: int | None
    engagement_id: str | None
    milestone_id: str | None
    estimate_minutes: int | None
    due_on: date | None
    notes: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class ToPlaceGroup:
    """Work of one client that has no time yet.

    Attributes:
        promised_minutes: reserved for this client a week by its engagements; None when nothing is agreed.
        placed_minutes: work blocks of this client in the week shown.
    """

    client_id: str | None
    client_name: str
    client_colour: int | None
    items: tuple[WorkItemView, ...]
    promised_minutes: int | None
    placed_minutes: int

    @property
    def left_minutes(self) -> int | None:
        if self.promised_minutes is None:
            return None
        return max(self.promised_minutes - self.placed_minutes, 0)


@dataclass(frozen=True, slots=True)
class BlockDetails:
    """A block of one's own with all that its form edits; `item` is the work it carries, if any."""

    block_id: str
    title: str
    kind: BlockKind
    client_id: str | None
    client_name: str
    starts_local: datetime
    ends_local: datetime
    item: WorkItemView | None


@dataclass(frozen=True, slots=True)
class RiskView:
    """A milestone not done that is planned after what the client expects, or expected before today.

    Attributes:
        gap_days: planned minus expected; None without a plan.
    """

    milestone_id: str
    expected_on: date
    planned_on: date | None
    gap_days: int | None
