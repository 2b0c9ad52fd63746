"""The weeks behind the demo: what was finished and how long it took, what was left open, the retainer's hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from clientdesk.models.calendar import WorkCalendar

RETAINER_MINUTES = 17 * 60
"""Worked for Delta this month, as far as the month has days for it."""

_MOST_A_DAY = 240
_QUARTER = 15
_RETAINER_WORK = (
    ("Shift plan for the new line", "design"),
    ("Stock of fixtures counted", "research"),
    ("Hand-over between shifts", "writing"),
    ("Morning board for line 2", "build"),
)

Finished = tuple[str, str, str, int, int]
"""Client, title, kind, estimated minutes, worked minutes."""

_HARBOR, _BIRCH, _DELTA = "Harbor & Pine Coffee Roasters", "Birch & Co", "Delta Instruments"
_FJORD, _GABLE, _KESTREL = "Fjord Freight", "Gable Kitchens", "Kestrel Media"

_FINISHED: tuple[Finished, ...] = (
    (_KESTREL, "Scheduling rules, version 1", "build", 180, 285),
    (_HARBOR, "Walk through receiving and put-away", "research", 150, 165),
    (_KESTREL, "Crew list, first try", "admin", 45, 75),
    (_BIRCH, "Interviews in sales", "research", 120, 120),
    (_DELTA, "Tool wall, sketch", "design", 90, 75),
    (_KESTREL, "Export of the old calendar", "build", 90, 135),
    (_HARBOR, "Findings, first draft", "writing", 180, 210),
    (_GABLE, "Walking distances measured", "research", 90, 75),
    (_KESTREL, "Room conflicts counted", "research", 60, 90),
    (_BIRCH, "Interviews in production", "research", 120, 135),
    (_HARBOR, "Findings, after comments", "writing", 90, 105),
    (_KESTREL, "Rules for overtime", "build", 120, 180),
    (_FJORD, "First look at the gate data", "research", 60, 60),
    (_BIRCH, "Offers of June sorted", "research", 90, 90),
    (_GABLE, "Layout on paper", "design", 180, 165),
    (_KESTREL, "Answers to the crew", "admin", 60, 105),
    (_HARBOR, "Order data of twelve months", "research", 120, 120),
    (_DELTA, "Hand-over checklist", "writing", 60, 60),
    (_BIRCH, "Where offers wait: the map", "design", 120, 135),
    (_KESTREL, "Holiday rules", "build", 90, 120),
    (_GABLE, "Order of the moves", "writing", 60, 45),
    (_HARBOR, "Bins drawn to scale", "design", 150, 180),
    (_FJORD, "Rules for doubled plates", "build", 120, 120),
    (_BIRCH, "Outline of the report", "writing", 60, 60),
    (_HARBOR, "Talk with both supervisors", "meeting", 60, 60),
    (_DELTA, "Set-up times, first round", "research", 120, 120),
    (_KESTREL, "Crew calendar moved over", "build", 120, 180),
    (_GABLE, "Two days on the floor", "meeting", 240, 240),
    (_KESTREL, "Rules for night shoots", "build", 120, 180),
    (_KESTREL, "List of all rooms", "admin", 60, 90),
    (_KESTREL, "Kick-off and its notes", "meeting", 120, 180),
)
"""Newest first, two a working day. Kestrel's work takes half as long again; the others' is estimated well."""

_LAST_WEEK_DONE: tuple[tuple[int, int, Finished], ...] = (
    (0, 9, (_HARBOR, "Aisles measured", "research", 150, 165)),
    (0, 15, (_DELTA, "Fixtures: three offers asked for", "admin", 60, 60)),
    (1, 13, (_BIRCH, "Interviews in dispatch", "research", 120, 120)),
    (2, 9, (_KESTREL, "Rules for weekends", "build", 120, 180)),
    (2, 13, (_GABLE, "Figures of the first week", "writing", 60, 60)),
    (3, 11, (_FJORD, "Sample of the gate log", "research", 45, 45)),
    (4, 9, (_HARBOR, "Layout, two variants on paper", "design", 180, 195)),
)
"""Working day of last week, hour, what."""

_LEFT_OPEN: tuple[tuple[int, int, str | None, str, str, int, int], ...] = (
    (0, 13, _KESTREL, "Sort last month's call sheets", "admin", 45, 2),
    (1, 10, _DELTA, "Compare the offers for fixtures", "research", 60, 0),
    (2, 15, _HARBOR, "Film the busiest aisle", "research", 45, 0),
    (3, 9, _BIRCH, "Check the figures with Anna", "meeting", 45, 0),
    (3, 14, "Elm Architects", "Read the studio's handbook", "research", 45, 0),
    (4, 15, None, "Sort receipts", "admin", 30, 0),
)
"""Working day of last week, hour, client, title, kind, minutes, how often it was carried over before."""

_THIS_WEEK_DONE: tuple[tuple[int, Finished], ...] = (
    (9, (_HARBOR, "Aisle widths checked", "research", 120, 120)),
    (13, (_BIRCH, "Report, chapter 1", "writing", 120, 135)),
    (9, (_KESTREL, "Clashes of this month", "build", 90, 135)),
    (14, (_GABLE, "Photographs of the new layout", "admin", 45, 45)),
    (10, (_DELTA, "Line 3: plan of the measurements", "writing", 60, 60)),
    (13, (_HARBOR, "Bin labels proposed", "design", 120, 105)),
    (9, (_BIRCH, "Figures asked from Anna", "admin", 30, 30)),
    (13, (_FJORD, "Import check, first rules", "build", 90, 90)),
)
"""Two for each working day of this week that has passed already."""


class Story(Protocol):
    """What collects the records of the demo."""

    clients: dict[str, str]
    engagements: dict[str, str]
    zone: ZoneInfo
    now: datetime
    today: date
    calendar: WorkCalendar

    def day(self, working_days: int) -> date: ...

    def add(self, list_name: str, /, **values: Any) -> str: ...


def tell_weeks(story: Story) -> None:
    """What was done in the last weeks with its hours, and what last week left open."""
    weeks = _Weeks(story)
    weeks.tell_finished()
    weeks.tell_last_week()
    weeks.tell_this_week()


def work_retainer(story: Story, client_id: str, engagement_id: str) -> int:
    """Time worked this month for a retainer, on the working days it has had. Returns the minutes."""
    weeks = _Weeks(story)
    days = weeks.working_days(story.today.replace(day=1), story.today)
    total = min(RETAINER_MINUTES, _MOST_A_DAY * len(days)) // 60 * 60
    left = total
    for number, on in enumerate(days):
        share = -(-left // (len(days) - number) // _QUARTER) * _QUARTER
        minutes = min(max(share, 60), left)
        if not minutes:
            break
        left -= minutes
        title, kind = _RETAINER_WORK[number % len(_RETAINER_WORK)]
        weeks.entry(on, 16, minutes, client_id, kind, engagement_id=engagement_id, note=title)
    return total


@dataclass
class _Weeks:
    story: Story

    def __post_init__(self) -> None:
        ahead = self.story.calendar.next_working_day(self.story.today)
        planned = ahead if (ahead - self.story.today).days <= 3 else self.story.today
        self.monday = planned - timedelta(days=planned.weekday())

    def working_days(self, first: date, before: date) -> list[date]:
        days = [first + timedelta(days=offset) for offset in range((before - first).days)]
        return [on for on in days if self.story.calendar.next_working_day(on) == on]

    def tell_finished(self) -> None:
        """Two a day, before last week."""
        on = self.monday - timedelta(days=7)
        for number, finished in enumerate(_FINISHED):
            if number % 2 == 0:
                on = self.story.calendar.previous_working_day(on - timedelta(days=1))
            self._done(on, 9 if number % 2 == 0 else 13, finished)

    def tell_last_week(self) -> None:
        days = self.working_days(self.monday - timedelta(days=7), min(self.monday, self.story.today))
        for weekday, hour, finished in _LAST_WEEK_DONE:
            self._done(days[min(weekday, len(days) - 1)], hour, finished, with_block=True)
        for weekday, hour, client, title, kind, minutes, carries in _LEFT_OPEN:
            on = days[min(weekday, len(days) - 1)]
            client_id = self.story.clients[client] if client else None
            item = self.story.add(
                "work_items",
                client_id=client_id,
                title=title,
                kind=kind,
                estimate_minutes=minutes,
                carries=carries,
                carried_on=days[0].isoformat() if carries else None,
            )
            self._block(on, hour, minutes, client_id, item)

    def tell_this_week(self) -> None:
        days = self.working_days(self.monday, self.story.today)
        for number, (hour, finished) in enumerate(_THIS_WEEK_DONE[: 2 * len(days)]):
            self._done(days[number // 2], hour, finished, with_block=True)

    def entry(self, on: date, hour: int, minutes: int, client_id: str | None, kind: str, **more: Any) -> None:
        """Worked time; what it belongs to and how it came to be known may be given."""
        begins = datetime.combine(on, time(hour), self.story.zone)
        self.story.add(
            "time_entries",
            client_id=client_id,
            kind=kind,
            starts_at=begins.isoformat(),
            ends_at=(begins + timedelta(minutes=minutes)).isoformat(),
            zone=self.story.zone.key,
            **{"source": "typed", **more},
        )

    def _done(self, on: date, hour: int, finished: Finished, *, with_block: bool = False) -> None:
        client, title, kind, estimate, worked = finished
        client_id = self.story.clients[client]
        done_at = datetime.combine(on, time(hour), self.story.zone) + timedelta(minutes=worked)
        item = self.story.add(
            "work_items",
            client_id=client_id,
            title=title,
            kind=kind,
            estimate_minutes=estimate,
            done_at=done_at.isoformat(),
        )
        known: dict[str, Any] = {"work_item_id": item}
        if with_block:
            known |= {"block_id": self._block(on, hour, estimate, client_id, item), "source": "block"}
        self.entry(on, hour, worked, client_id, kind, **known)

    def _block(self, on: date, hour: int, minutes: int, client_id: str | None, item: str) -> str:
        begins = datetime.combine(on, time(hour), self.story.zone)
        return self.story.add(
            "blocks",
            client_id=client_id,
            work_item_id=item,
            starts_at=begins.isoformat(),
            ends_at=(begins + timedelta(minutes=minutes)).isoformat(),
            zone=self.story.zone.key,
        )
