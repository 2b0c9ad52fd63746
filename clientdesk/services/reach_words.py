"""When to reach a client elsewhere: "their time 04:40; reach them 15:00–17:00 your time". Light on imports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from clientdesk.models.calendar import WorkCalendar
from clientdesk.models.contact_hours import client_zone, contact_window
from clientdesk.models.enums import CheckInState
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.services.rhythm_names import short_day
from clientdesk.services.wording import Translate

ASKED_OF = frozenset({CheckInState.OVERDUE, CheckInState.QUIET, CheckInState.DUE, CheckInState.DUE_SOON})
"""States in which it matters when they can be reached."""

_DAYS_AHEAD = 7


class ReachWords:
    """Words for one moment; each zone is worked out once."""

    def __init__(self, now: datetime, zone: ZoneInfo, calendar: WorkCalendar, tr: Translate = str) -> None:
        self._now = now
        self._zone = zone
        self._calendar = calendar
        self._tr = tr
        self._known: dict[str, str] = {}

    def of(self, client: str | None) -> str:
        """For a client's zone by its name; empty where clocks show the same as the practice's."""
        if not client or client == self._zone.key:
            return ""
        found = self._known.get(client)
        if found is None:
            found = self._known[client] = self._words(client)
        return found

    def onto(self, views: Iterable[ClientCheckInView]) -> list[ClientCheckInView]:
        """The views, those in another zone that are waiting for a word with when to reach them."""
        return [self._onto(view) if view.zone else view for view in views]

    def _onto(self, view: ClientCheckInView) -> ClientCheckInView:
        reach = self.of(view.zone) if view.state in ASKED_OF else ""
        return replace(view, reach=reach) if reach else view

    def _words(self, name: str) -> str:
        theirs = client_zone(name, self._zone)
        if not theirs.is_known:
            return self._tr("their time zone {zone} isn't known here; times are yours").format(zone=name)
        there = self._now.astimezone(theirs.zone)
        if there.utcoffset() == self._now.astimezone(self._zone).utcoffset():
            return ""
        return self._tr("their time {time}; {reach}").format(
            time=f"{there:%H:%M}", reach=self._reach(theirs.zone)
        )

    def _reach(self, theirs: tzinfo) -> str:
        today = self._now.astimezone(self._zone).date()
        for ahead in range(_DAYS_AHEAD + 1):
            day = today + timedelta(days=ahead)
            spans = contact_window(day, self._calendar, self._zone, theirs)
            spans = tuple(span for span in spans if span[1] > self._now)
            if spans:
                hours = ", ".join(f"{self._clock(start)}–{self._clock(end)}" for start, end in spans)
                if not ahead:
                    return self._tr("reach them {hours} your time").format(hours=hours)
                return self._tr("reach them {day} {hours} your time").format(day=short_day(day), hours=hours)
        return self._tr("none of your working hours fall into their day")

    def _clock(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone):%H:%M}"
