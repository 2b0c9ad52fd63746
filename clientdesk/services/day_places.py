"""Finds the first free time on a day and gives it to work, within the caller's write."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from clientdesk.models.calendar import Minutes
from clientdesk.models.day_clock import DAY_MINUTES
from clientdesk.models.enums import WorkKind, WorkOrigin
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.gaps import first_gap
from clientdesk.models.views.week import UNKNOWN_ESTIMATE_MINUTES
from clientdesk.services import week_reads
from clientdesk.services.boundaries import BoundaryService
from clientdesk.services.ports import Clock
from clientdesk.services.practice import PracticeService
from clientdesk.services.taking_up import Taken, give_time, take
from clientdesk.services.week_days import bounds_of, cut_into_days
from clientdesk.services.wording import Translate


@dataclass(frozen=True, slots=True)
class Placed:
    """Where work has gone. `minute`: when it begins; None where no time was free and it has the day alone."""

    title: str
    client_id: str | None
    day: date
    minute: int | None
    minutes: int


class DayPlaces:
    """Knows the working hours; made once."""

    def __init__(
        self, clock: Clock, practice: PracticeService, boundaries: BoundaryService, translate: Translate = str
    ) -> None:
        self._clock = clock
        self._practice = practice
        self._boundaries = boundaries
        self._tr = translate

    def on(self, days: Collection[date]) -> FreeDays:
        """Make ready to place work on these days. Call it before the write begins.

        Raises:
            InvalidInput: one of them has passed.
        """
        now, zone = self._clock.now(), self._practice.zone()
        local = now.astimezone(zone)
        if any(day < local.date() for day in days):
            raise InvalidInput([Problem("day", "before_today", {"today": local.date()})])
        calendar = self._boundaries.calendar()
        hours = {day: calendar.hours_on(day) for day in days}
        meeting = self._boundaries.resolved().meeting_minutes or UNKNOWN_ESTIMATE_MINUTES
        return FreeDays(hours, now, zone, meeting, self._tr)


@dataclass(frozen=True, slots=True)
class FreeDays:
    """A few days with their working hours, as of one moment."""

    hours: dict[date, Minutes]
    now: datetime
    zone: ZoneInfo
    meeting_minutes: int
    tr: Translate

    def place(self, session: Session, key: str, day: date) -> Placed:
        """Give work (an id or a key of To place) the first free time on `day`, from now on.

        Raises:
            NotFound.
        """
        taken = take(session, key, self.now, self.tr)
        title, client_id, minutes = taken.item.title, taken.item.client_id, _minutes(taken)
        at = first_gap(self.hours[day], self._taken(session, day), self._since(day), minutes)
        taken.item.not_before = None
        if at is None:
            taken.item.planned_on = day
            session.flush()
            return Placed(title, client_id, day, None, minutes)
        local = datetime.combine(day, time(), self.zone) + timedelta(minutes=at)
        give_time(session, taken, local.astimezone(UTC), minutes, self.zone, self.now, self.tr)
        taken.item.planned_on = None
        return Placed(title, client_id, day, at, minutes)

    def _since(self, day: date) -> int:
        local = self.now.astimezone(self.zone)
        return local.hour * 60 + local.minute if local.date() == day else 0

    def _taken(self, session: Session, day: date) -> list[tuple[int, int]]:
        if any(event.is_busy for event in week_reads.all_day(session, day, day).get(day, ())):
            return [(0, DAY_MINUTES)]
        entries = week_reads.entries(session, *bounds_of(day, 1, self.zone), self.meeting_minutes)
        parts = [part for entry in entries if entry.is_busy for part in cut_into_days(entry, self.zone)]
        return [(part.start_minute, part.end_minute) for part in parts if part.day == day]


def _minutes(taken: Taken) -> int:
    """How long a block it gets; an update is as short as it is, other work takes whole quarters of an hour."""
    item = taken.item
    is_update = item.origin is WorkOrigin.RHYTHM and item.kind is WorkKind.UPDATE
    return item.estimate_minutes if is_update and item.estimate_minutes else taken.minutes
