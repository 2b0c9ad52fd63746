"""Time that was worked, as the window shows it; planned time is elsewhere and never mixed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from clientdesk.models.enums import EntrySource

LONGEST_TIMER_MINUTES = 600
"""A timer that runs longer than this was probably forgotten: it is asked about, not believed."""


@dataclass(frozen=True, slots=True)
class TimerView:
    """The timer while it runs.

    Attributes:
        title: ready to show; may be empty when only a client was named.
        planned_until: the end of the block it was started for; None without one.
        began_today: whether it was started on the practice's date of today.
    """

    entry_id: str
    title: str
    client_id: str | None
    client: str
    colour: int
    work_item_id: str | None
    block_id: str | None
    starts_at: datetime
    planned_until: datetime | None
    began_today: bool

    def minutes(self, now: datetime) -> int:
        """Whole minutes it has run; 0 while the clock is set back to before its start."""
        return max(int((now - self.starts_at) // timedelta(minutes=1)), 0)

    def needs_end(self, now: datetime) -> bool:
        """Whether to ask when it was stopped: since another day, for over ten hours, or from after now."""
        return not self.began_today or self.minutes(now) > LONGEST_TIMER_MINUTES or now < self.starts_at

    @property
    def name(self) -> str:
        """Client and title in one line."""
        return " · ".join(part for part in (self.client, self.title) if part)


@dataclass(frozen=True, slots=True)
class OnNowView:
    """A work block that is on now, by which the timer can be started. `name`: client and title in one line."""

    block_id: str
    name: str


@dataclass(frozen=True, slots=True)
class TimeEntryView:
    """One stretch of worked time. Instants are UTC.

    Attributes:
        ends_at: None while the timer runs.
        minutes: how long; of a running timer up to when it was read.
    """

    entry_id: str
    title: str
    client_id: str | None
    client: str
    colour: int
    engagement_id: str | None
    work_item_id: str | None
    block_id: str | None
    source: EntrySource
    starts_at: datetime
    ends_at: datetime | None
    minutes: int
    note: str

    @property
    def name(self) -> str:
        """Client and title in one line."""
        return " · ".join(part for part in (self.client, self.title) if part)
