"""The day itself, as Today shows it: what is on, what was worked, whom one meets, how the day ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from clientdesk.models.enums import BlockKind
from clientdesk.models.views.time import TimerView


@dataclass(frozen=True, slots=True)
class TodayBlockView:
    """One block or meeting of today, or an unconfirmed block of an earlier day. Instants are UTC.

    Attributes:
        title: ready to show.
        is_own: a block of one's own. `is_booked`: a call or meeting booked with a client. Else it is an event of a
            foreign calendar.
        is_done: its work is done, or the meeting was held.
        worked_minutes: logged for this block; None while nothing is.
        is_busy: whether it counts against capacity; events of foreign calendars may not.
    """

    block_id: str
    title: str
    client_id: str | None
    client: str
    colour: int
    starts_at: datetime
    ends_at: datetime
    kind: BlockKind
    work_item_id: str | None
    is_done: bool
    is_own: bool = True
    is_booked: bool = False
    worked_minutes: int | None = None
    is_all_day: bool = False
    is_busy: bool = True

    @property
    def is_meeting(self) -> bool:
        return self.kind is BlockKind.MEETING

    @property
    def is_confirmed(self) -> bool:
        return self.worked_minutes is not None

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def name(self) -> str:
        """Client and title in one line."""
        return f"{self.client} · {self.title}" if self.client else self.title


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting of today with what one wants to know before it; every line is ready to show.

    Attributes:
        objective: what it is for, in the user's words; may be empty.
        told, heard: the last word each way; empty when there was none.
        actions: titles of one's own open actions for this client; `more_actions` are not listed.
        gaps: promises at risk with the dates in words.
    """

    block: TodayBlockView
    objective: str
    told: str
    heard: str
    actions: tuple[str, ...]
    more_actions: int
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TodayItemView:
    """Work meant for today, or for an earlier day of this week and still open, without a time.

    Attributes:
        estimate_minutes: None is unknown, never zero.
        meant_for: the day it was meant for.
    """

    work_item_id: str
    title: str
    client_id: str | None
    client: str
    colour: int
    estimate_minutes: int | None
    meant_for: date

    @property
    def name(self) -> str:
        """Client and title in one line."""
        return f"{self.client} · {self.title}" if self.client else self.title


@dataclass(frozen=True, slots=True)
class ToTellView:
    """Somebody who is owed a word at the end of the day."""

    client_id: str
    client: str


@dataclass(frozen=True, slots=True)
class DayEndView:
    """The end of the working day, from an hour before.

    Attributes:
        ends_at: when the working hours end.
        moved: what stayed open today and which dates slipped, in words; empty when nothing did.
        tell: clients who are owed a word, the most pressing first.
        is_week_end: whether no working day of this week follows.
    """

    ends_at: datetime
    moved: str
    tell: tuple[ToTellView, ...]
    is_week_end: bool


@dataclass(frozen=True, slots=True)
class TodayDayView:
    """One local day of the practice.

    Attributes:
        zone: the practice's zone.
        blocks: one's own work and private time of today, by start.
        meetings: of today, by start.
        items: work meant for today without a time.
        unconfirmed: work blocks of the last working days that nobody confirmed, the latest of them first.
        capacity_minutes: of the whole day: working hours less meetings, private time and the buffer.
        planned_minutes: work blocks, and items with an estimate; `unestimated` items have none.
        worked_minutes: logged today; the timer that runs is not in it.
    """

    zone: str
    blocks: tuple[TodayBlockView, ...]
    meetings: tuple[MeetingView, ...]
    items: tuple[TodayItemView, ...]
    unconfirmed: tuple[TodayBlockView, ...]
    capacity_minutes: int
    planned_minutes: int
    unestimated: int
    worked_minutes: int
    timer: TimerView | None
    end: DayEndView | None

    @property
    def on(self) -> tuple[TodayBlockView, ...]:
        """Everything with a time today, by start: own blocks and meetings."""
        found = [*self.blocks, *(meeting.block for meeting in self.meetings if not meeting.block.is_all_day)]
        return tuple(sorted(found, key=lambda block: (block.starts_at, block.block_id)))

    def current(self, now: datetime) -> TodayBlockView | None:
        """What is on now; of several the one that began last, work not done before the rest."""
        running = [block for block in self.on if block.starts_at <= now < block.ends_at]
        return max(running, key=lambda block: (not block.is_done, block.starts_at), default=None)

    def next(self, now: datetime) -> TodayBlockView | None:
        """What comes next today."""
        return next((block for block in self.on if block.starts_at > now and not block.is_done), None)

    def past_unconfirmed(self, now: datetime) -> tuple[TodayBlockView, ...]:
        """Work blocks of today that are over and not confirmed."""
        running = self.timer.block_id if self.timer else None
        return tuple(
            block
            for block in self.blocks
            if block.kind is BlockKind.WORK
            and block.ends_at <= now
            and not block.is_confirmed
            and block.block_id != running
        )
