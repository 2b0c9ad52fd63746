"""When each client is owed a word: gathers the facts, asks the pure rules, and puts off or holds."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from threading import Lock
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from clientdesk.models.enums import CheckInState, Kind
from clientdesk.models.errors import DateInThePast
from clientdesk.models.schedule import WorkCalendar
from clientdesk.models.tables import Client
from clientdesk.models.tables.base import LINE_LENGTH
from clientdesk.models.text import clean_line
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.services.check_in_views import judge
from clientdesk.services.ports import Clock
from clientdesk.services.remembered import Remembered
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import CheckInRow, check_in_rows, fetch_of
from clientdesk.store.unit_of_work import Store, fetch

_DECIDING = frozenset(
    {
        Kind.PRACTICE,
        Kind.TIER,
        Kind.CLIENT,
        Kind.ENGAGEMENT,
        Kind.TOUCHPOINT,
        Kind.RHYTHM,
        Kind.BOUNDARY_POLICY,
        Kind.TIME_OFF,
    }
)
"""What a state can depend on."""


class Judged(NamedTuple):
    """Every client that isn't archived on one day: the facts, and what follows from them, by urgency."""

    rows: tuple[CheckInRow, ...]
    views: tuple[ClientCheckInView, ...]


class Days(Protocol):
    """Where the practice's zone and working days come from."""

    def zone(self) -> ZoneInfo: ...


class Calendars(Protocol):
    def calendar(self) -> WorkCalendar: ...


class CheckInService:
    """Who is owed a word, why and since when; put off, hold, release."""

    def __init__(
        self, store: Store, clock: Clock, days: Days, calendars: Calendars, translate: Translate = str
    ) -> None:
        self._store = store
        self._clock = clock
        self._days = days
        self._calendars = calendars
        self._tr = translate
        self._judged: Remembered[dict[date, Judged]] = Remembered(store, _DECIDING, dict)
        self._judging = Lock()

    def today(self, now: datetime | None = None) -> date:
        """The practice's local date."""
        return (now or self._clock.now()).astimezone(self._days.zone()).date()

    def statuses(self, now: datetime | None = None) -> list[ClientCheckInView]:
        """Every listed client, the most urgent first; archived and ended ones are left out."""
        views = self.judged(self.today(now)).views
        return [view for view in views if view.state is not CheckInState.NOT_LISTED]

    def judged(self, today: date) -> Judged:
        """Everybody on one day, worked out once until something that decides is committed."""
        known = self._judged.get()
        with self._judging:
            if today not in known:
                with self._store.reading() as session:
                    rows = check_in_rows(fetch_of(session), today, self._days.zone())
                views = judge(rows, today, self._calendars.calendar(), self._tr)
                known.clear()
                known[today] = Judged(tuple(rows), tuple(views))
            return known[today]

    def status_of(self, client_id: str, now: datetime | None = None) -> ClientCheckInView | None:
        """One client's state, also when it isn't listed; None when there is no such client."""
        today = self.today(now)
        with self._store.reading() as session:
            rows = check_in_rows(fetch_of(session), today, self._days.zone(), client_id=client_id)
        found = judge(rows, today, self._calendars.calendar(), self._tr)
        return found[0] if found else None

    def snooze(self, client_id: str, until: date, why: str = "") -> None:
        """Leave a client alone until a day; what is missed meanwhile goes on counting.

        Raises:
            DateInThePast: `until` isn't after today.
            NotFound.
        """
        self._refuse_past(until)
        with self._store.writing("Put off check-in") as session:
            client = fetch(session, Client, client_id)
            client.snoozed_until = until
            client.snooze_reason = clean_line(why)[:LINE_LENGTH]

    def later(self, client_id: str) -> date:
        """Put off to the next working day; returns it."""
        until = self._calendars.calendar().next_working_day(self.today() + timedelta(days=1))
        self.snooze(client_id, until)
        return until

    def hold(self, client_id: str, until: date | None, why: str = "") -> None:
        """Put a client on hold until a day, or until released (None).

        Raises:
            DateInThePast: `until` isn't after today.
            NotFound.
        """
        if until is not None:
            self._refuse_past(until)
        with self._store.writing("Put on hold") as session:
            client = fetch(session, Client, client_id)
            client.is_on_hold = True
            client.hold_until = until
            client.hold_reason = clean_line(why)[:LINE_LENGTH]

    def release(self, client_id: str) -> None:
        """End a hold and a snooze today."""
        today = self.today()
        with self._store.writing("Release") as session:
            client = fetch(session, Client, client_id)
            if client.is_on_hold:
                client.is_on_hold = False
                if client.hold_until is None or client.hold_until > today:
                    client.hold_until = today
            if client.snoozed_until is not None and client.snoozed_until > today:
                client.snoozed_until = today

    def _refuse_past(self, until: date) -> None:
        today = self.today()
        if until <= today:
            raise DateInThePast(until, today)
