"""What the first paint and the tray need: plain portable SQL on the driver, no SQLModel.

The same statements serve the services through their sessions, so that both always agree.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from clientdesk.models.schedule import HolidayLookup, PolicyHours, QuietHours, TimeOffSpan, WorkCalendar
from clientdesk.store import driver
from clientdesk.store.check_in_reads import CheckInRow, check_in_rows
from clientdesk.store.instants import Fetch, LocalDays, day_of, instant_of, local_days, stored

__all__ = [
    "SHIPPED_BUFFER",
    "SHIPPED_HOURS",
    "SHIPPED_MEETING_MINUTES",
    "SHIPPED_QUIET",
    "CheckInRow",
    "Fetch",
    "LocalDays",
    "PolicyFacts",
    "PracticeFacts",
    "check_in_rows",
    "day_of",
    "default_policies",
    "fetch_of",
    "instant_of",
    "local_days",
    "practice",
    "reading",
    "stored",
    "time_off",
    "work_calendar",
]


@contextmanager
def reading(path: Path) -> Iterator[Fetch]:
    """A read-only snapshot of the store through the driver alone."""
    with closing(driver.connect(path)) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        yield lambda sql, values: connection.execute(sql, tuple(values)).fetchall()


def fetch_of(session: Any) -> Fetch:
    """The same on a store session."""
    connection = session.connection()
    return lambda sql, values: connection.exec_driver_sql(sql, tuple(values)).fetchall()


@dataclass(frozen=True, slots=True)
class PracticeFacts:
    name: str
    zone: str
    currency: str
    locale: str
    holiday_region: str
    limit_days: int | None
    is_demo: bool


def practice(fetch: Fetch) -> PracticeFacts | None:
    """The practice, or None before set-up."""
    rows = fetch(
        "SELECT name, zone, currency, locale, holiday_region, limit_days, is_demo FROM practice LIMIT 1", ()
    )
    if not rows:
        return None
    name, zone, currency, locale, region, limit_days, is_demo = rows[0]
    return PracticeFacts(name, zone, currency, locale, region, limit_days, bool(is_demo))


SHIPPED_HOURS: dict[int, tuple[tuple[int, int], ...]] = dict.fromkeys(range(5), ((540, 1020),))
SHIPPED_QUIET = QuietHours(19 * 60, 8 * 60, has_quiet_weekends=True)
SHIPPED_BUFFER = 20
SHIPPED_MEETING_MINUTES = 30
"""What holds where the default layer sets nothing; a test holds these against `services.starter`."""


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """Default-layer working rules as stored, oldest first: (in force from, rules as JSON values).

    Each entry stands for itself: what it leaves out is as shipped.
    """

    history: tuple[tuple[date, dict[str, Any]], ...]

    def hours(self) -> tuple[tuple[date, PolicyHours], ...]:
        entries = [(since, _policy_hours(rules)) for since, rules in self.history]
        return tuple(entries) or ((date.min, _policy_hours({})),)

    def quiet_on(self, today: date) -> QuietHours:
        """Quiet hours in force on that day."""
        quiet = self._in_force(today).get("quiet_hours")
        if quiet is None:
            return SHIPPED_QUIET
        return QuietHours(quiet["start"], quiet["end"], bool(quiet.get("weekends", True)))

    def buffer_on(self, today: date) -> int:
        """Share of capacity kept free on that day, percent."""
        percent = self._in_force(today).get("buffer_percent")
        return SHIPPED_BUFFER if percent is None else int(percent)

    def meeting_minutes_on(self, today: date) -> int:
        """How long a meeting takes that doesn't say."""
        minutes = self._in_force(today).get("meeting_minutes")
        return SHIPPED_MEETING_MINUTES if minutes is None else int(minutes)

    def _in_force(self, today: date) -> dict[str, Any]:
        found: dict[str, Any] = self.history[0][1] if self.history else {}
        for since, rules in reversed(self.history):
            if since <= today:
                found = rules
                break
        return found


def _policy_hours(rules: dict[str, Any]) -> PolicyHours:
    stored_hours = rules.get("working_hours")
    observes = rules.get("public_holidays")
    hours = SHIPPED_HOURS
    if stored_hours is not None:
        hours = {
            int(weekday): tuple((span["start"], span["end"]) for span in spans)
            for weekday, spans in stored_hours.items()
        }
    return PolicyHours(hours, True if observes is None else bool(observes))


def default_policies(fetch: Fetch) -> PolicyFacts:
    rows = fetch(
        "SELECT in_force_from, rules FROM boundary_policy WHERE layer = 'default' ORDER BY in_force_from, id",
        (),
    )
    return PolicyFacts(tuple((date.fromisoformat(since), json.loads(rules)) for since, rules in rows))


def time_off(fetch: Fetch) -> tuple[TimeOffSpan, ...]:
    rows = fetch("SELECT starts_on, ends_on, entered_on FROM time_off ORDER BY starts_on", ())
    return tuple(TimeOffSpan(*(date.fromisoformat(value) for value in row)) for row in rows)


def work_calendar(fetch: Fetch, holidays: HolidayLookup) -> WorkCalendar:
    """The practice's working days."""
    return WorkCalendar(default_policies(fetch).hours(), holidays, time_off(fetch))
