"""Foreign calendars as Settings and the import show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from clientdesk.models.enums import CalendarSource
from clientdesk.models.errors import Problem


@dataclass(frozen=True, slots=True)
class CalendarView:
    """One foreign calendar.

    Attributes:
        place: name of the server, path of the watched file, or name of the file it came from.
        events: different events, each counted once however often it repeats.
        read_at: when it was last read well; `tried_at`: when last asked.
        problem: code of what went wrong then; empty when nothing did.
        status: one sentence of how it stands, ready to show.
    """

    calendar_id: str
    name: str
    source: CalendarSource
    place: str
    is_on: bool
    is_busy: bool
    events: int
    read_at: datetime | None
    tried_at: datetime | None
    problem: str
    status: str


@dataclass(frozen=True, slots=True)
class EventView:
    """One event of a foreign calendar, read only. Times are the practice's wall clock.

    Attributes:
        ends_local: of whole days the last day, else the end.
        attendees: addresses.
    """

    event_id: str
    title: str
    calendar: str
    location: str
    starts_local: datetime
    ends_local: datetime
    is_all_day: bool
    is_busy: bool
    attendees: tuple[str, ...]
    client_id: str | None
    client_name: str


@dataclass(frozen=True, slots=True)
class CalendarPreview:
    """What a calendar's file holds, before anything is kept.

    Attributes:
        events: different events; `repeating`: those of them that repeat.
        occurrences: records that would be kept.
        first, last: days of the earliest and the latest of them; None when there is none.
        problems: what was mended or left out, by line.
        known_as: name of a calendar that already holds most of these events; empty if none does.
    """

    name: str
    events: int
    repeating: int
    occurrences: int
    first: date | None
    last: date | None
    problems: tuple[Problem, ...]
    known_as: str = ""


@dataclass(frozen=True, slots=True)
class CalendarAdded:
    """A subscription that was made.

    Attributes:
        address_kept: False when the keyring refused the address: it is known until ClientDesk is closed.
        why_not: why the keyring refused: ``none``, ``locked`` or ``denied``.
    """

    calendar_id: str
    events: int
    problems: tuple[Problem, ...] = ()
    address_kept: bool = True
    why_not: str = ""
