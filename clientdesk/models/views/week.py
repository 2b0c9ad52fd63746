"""What the week shows: days with their hours and blocks, and the work that waits for a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clientdesk.models.day_clock import ORDINARY, DayClock
from clientdesk.models.enums import BlockKind, Impact, WorkKind, WorkOrigin
from clientdesk.models.guard import Breach
from clientdesk.models.schedule import Load, Minutes

QUARTER_MINUTES = 15
UNKNOWN_ESTIMATE_MINUTES = 60
LONGEST_PLACED_MINUTES = 480


def default_minutes(estimate_minutes: int | None) -> int:
    """How long a block is when nobody says: the estimate, up to a day of work, in whole quarters of an hour."""
    wanted = min(estimate_minutes or UNKNOWN_ESTIMATE_MINUTES, LONGEST_PLACED_MINUTES)
    return max(-(-wanted // QUARTER_MINUTES) * QUARTER_MINUTES, QUARTER_MINUTES)


class BlockSource(StrEnum):
    """Where an entry of the grid is kept: a block of one's own, a call or meeting booked with a client, or an
    event of a foreign calendar."""

    BLOCK = "block"
    TOUCHPOINT = "touchpoint"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class BlockView:
    """One entry of the grid, or its part within one day when it runs over midnight.

    Attributes:
        block_id: id of the block, of the touchpoint, or of the foreign event.
        client_colour: number of the client's band colour; None without a client.
        starts_at, ends_at: the whole entry, UTC.
        day: the local day this part is drawn on.
        start_minute, end_minute: wall-clock minutes of that day between which it is drawn; the end may be 1440.
        minutes: real minutes of this part; differs from the wall clock when the clocks change.
        is_fixed: meetings stay where they are unless edited in their form.
        is_head: False for the part after midnight.
        starts_again, ends_again: whether the clock reads that time for the second time, in the hour that
            comes twice when clocks go back.
        clock_end: what the clock reads at the end where that is not `end_minute`.
        breaches: the user's own rules it breaks.
        is_confirmed: whether time was logged for this block.
        calendar: name of the foreign calendar it comes from.
        is_busy: whether it takes time; foreign events may not.
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
    starts_again: bool = False
    ends_again: bool = False
    clock_end: int | None = None
    breaches: tuple[Breach, ...] = ()
    is_confirmed: bool = False
    calendar: str = ""
    is_busy: bool = True

    @property
    def end_reading(self) -> int:
        """What the clock reads at the end."""
        return self.end_minute if self.clock_end is None else self.clock_end


@dataclass(frozen=True, slots=True)
class DayItemView:
    """Work meant for a day, without a time. `estimate_minutes`: None is unknown, never zero."""

    work_item_id: str
    title: str
    client_id: str | None
    client_name: str
    client_colour: int | None
    estimate_minutes: int | None
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class AllDayView:
    """An event of a foreign calendar that fills whole days."""

    event_id: str
    title: str
    calendar: str
    client_id: str | None = None
    client_name: str = ""
    client_colour: int | None = None
    is_busy: bool = True


@dataclass(frozen=True, slots=True)
class DayView:
    """One day of the grid.

    Attributes:
        hours: working hours, wall-clock minutes; empty on a day off.
        quiet: quiet hours within this day.
        time_off: whether it is time off; `time_off_note` may say why.
        holiday: name of the public holiday that makes it a day off, else empty.
        capacity_minutes: what can be promised: working hours less meetings, private time and the buffer.
        planned_minutes: work blocks on this day, done ones too, and what `day_items` are known to take.
        fixed_minutes: meetings and private time within working hours.
        day_items: work meant for this day, without a time.
        all_day: events of foreign calendars that fill this day.
        clock: how the wall clock runs through this day.
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
    day_items: tuple[DayItemView, ...] = ()
    all_day: tuple[AllDayView, ...] = ()
    clock: DayClock = ORDINARY

    @property
    def without_estimate(self) -> int:
        """How many of the `day_items` nobody has estimated; they aren't counted as zero but said."""
        return sum(item.estimate_minutes is None and not item.is_done for item in self.day_items)

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
    """One piece of work, or what To place offers by itself and nobody has taken up yet.

    Attributes:
        work_item_id: its id; of what is only offered its key, such as ``milestone:<id>``.
        estimate_minutes: None is unknown, never zero.
        planned_on: meant for that day, without a time.
        not_before: put off until that day.
        carries: how often it was carried over.
        expected_on: when the client expects the milestone it belongs to.
        source_words: where it comes from ("milestone, expected Thu 16 Oct"); empty for one's own work.
        priority: the higher the more pressing; `priority_words` say why.
        steps_done, steps_total: its checklist.
        remaining_minutes: what is still to do of it; None is unknown.
        parent_id: of a step: the work it is a step of. A step is part of that work, not more of it.
        split_words: said of what is longer than a week of work; else empty.
    """

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
    kind: WorkKind = WorkKind.OTHER
    origin: WorkOrigin = WorkOrigin.OWN
    impact: Impact = Impact.NORMAL
    planned_on: date | None = None
    not_before: date | None = None
    carries: int = 0
    expected_on: date | None = None
    source_words: str = ""
    priority: int = 0
    priority_words: str = ""
    steps_done: int = 0
    steps_total: int = 0
    remaining_minutes: int | None = None
    parent_id: str | None = None
    split_words: str = ""

    @property
    def is_offered(self) -> bool:
        """Whether nobody has taken it up yet: `work_item_id` is a key."""
        return ":" in self.work_item_id

    @property
    def length_minutes(self) -> int | None:
        """What a block of it would have to hold: what remains, else the estimate."""
        return self.estimate_minutes if self.remaining_minutes is None else self.remaining_minutes


@dataclass(frozen=True, slots=True)
class WorkStepView:
    """One step of a checklist. `estimate_minutes`: None is unknown, never zero."""

    step_id: str
    work_item_id: str
    title: str
    estimate_minutes: int | None
    is_done: bool


@dataclass(frozen=True, slots=True)
class ToPlaceGroup:
    """Work of one client that has no time yet.

    Attributes:
        promised_minutes: reserved for this client a week by its engagements; None when nothing is agreed.
        placed_minutes: work blocks of this client in the week shown.
        done_minutes: time worked for this client in the week shown.
        unplanned_minutes: of that, what no block had foreseen.
        month_minutes: hours a month that its retainers hold; None without one.
        month_done_minutes: worked for this client in the month of the week shown, today at the latest.
    """

    client_id: str | None
    client_name: str
    client_colour: int | None
    items: tuple[WorkItemView, ...]
    promised_minutes: int | None
    placed_minutes: int
    done_minutes: int = 0
    unplanned_minutes: int = 0
    month_minutes: int | None = None
    month_done_minutes: int = 0

    @property
    def left_minutes(self) -> int | None:
        """Promised this week and neither planned nor worked yet; None when nothing is agreed."""
        if self.promised_minutes is None:
            return None
        return max(self.promised_minutes - self.placed_minutes - self.unplanned_minutes, 0)

    @property
    def month_left_minutes(self) -> int | None:
        """The balance of the month; negative when more was worked than is paid for."""
        return None if self.month_minutes is None else self.month_minutes - self.month_done_minutes


@dataclass(frozen=True, slots=True)
class ToPlaceView:
    """The list with what its switches leave out: `hidden` counts by switch."""

    groups: tuple[ToPlaceGroup, ...]
    hidden: Mapping[str, int]


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
    """A milestone not done that is planned or likely after what the client expects, or expected before today.

    Attributes:
        gap_days: planned or likely, whichever is later, minus expected; None with neither.
        likely_on: by the work left and the hours free; None when it can't be told or isn't within a year.
    """

    milestone_id: str
    expected_on: date
    planned_on: date | None
    gap_days: int | None
    likely_on: date | None = None
