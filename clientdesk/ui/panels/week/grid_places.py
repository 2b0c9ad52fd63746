"""Places on the week grid, what is on its way to one, and how that travels between widgets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import QMimeData

from clientdesk.models.day_clock import DayClock
from clientdesk.models.views.week import BlockView
from clientdesk.ui.panels.week.words import time_of

WORK_ITEM_MIME = "application/x-clientdesk-work-item"
DAY_MINUTES = 1440
SNAP, FINE_SNAP = 15, 5


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one day of the week shown, as the clock reads there; the end may lie beyond midnight.

    Attributes:
        again, ends_again: whether start and end are meant for the second time, when clocks go back.
    """

    day: int
    start: int
    end: int
    again: bool = False
    ends_again: bool = False

    @property
    def minutes(self) -> int:
        return self.end - self.start

    def length(self, clock: DayClock) -> int:
        """Real minutes from start to end."""
        end = clock.elapsed(self.end, again=self.ends_again)
        return end - clock.elapsed(self.start, again=self.again)


def place_at(day: int, clock: DayClock, start: int, length: int, *, again: bool = False) -> Place:
    """A place of so many real minutes; it never begins in an hour that is missing."""
    kept = clock.existing(min(max(start, 0), DAY_MINUTES - FINE_SNAP))
    is_again = again and clock.is_twice(kept)
    end, ends_again = clock.after(kept, length, again=is_again)
    return Place(day, kept, end, is_again, ends_again)


@dataclass(frozen=True, slots=True)
class Errand:
    """What waits for a slot to be clicked: work to place, or a block to move."""

    record_id: str
    minutes: int
    is_block: bool


@dataclass(frozen=True, slots=True)
class GhostBlock:
    """A suggested block: shown dashed, nothing until it is accepted.

    Attributes:
        key: what `ghost_clicked` tells.
        reason: why here, in words.
    """

    key: str
    title: str
    client_colour: int | None
    day: date
    start_minute: int
    end_minute: int
    reason: str
    client_name: str = ""


def whole_minutes(block: BlockView) -> int:
    """Real length of a block, also beyond midnight."""
    return max(round((block.ends_at - block.starts_at).total_seconds() / 60), 1)


def snapped(minute: float, step: int) -> int:
    return round(minute / step) * step


def wall_clock(day: date, minute: int, *, again: bool = False) -> datetime:
    """A wall-clock time of the practice; minutes may run into the next day."""
    at = datetime.combine(day + timedelta(days=minute // DAY_MINUTES), time_of(minute % DAY_MINUTES))
    return at.replace(fold=int(again))


def to_mime(errand: Errand) -> QMimeData:
    """A work item on its way from the list to the grid."""
    mime = QMimeData()
    mime.setData(WORK_ITEM_MIME, json.dumps([errand.record_id, errand.minutes]).encode())
    return mime


def read_mime(mime: QMimeData) -> Errand | None:
    """The work item on its way; None when it is something else."""
    try:
        record_id, minutes = json.loads(bytes(mime.data(WORK_ITEM_MIME).data()))
    except ValueError:
        return None
    return Errand(str(record_id), int(minutes), is_block=False)
