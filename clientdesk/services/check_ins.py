"""When each client is owed a word: gathers the facts, asks the pure rules, and puts off or holds."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlmodel import Session

from clientdesk.models.enums import CheckInState, HoldEvent
from clientdesk.models.errors import DateInThePast
from clientdesk.models.tables import Client
from clientdesk.models.tables.base import LINE_LENGTH
from clientdesk.models.text import clean_line
from clientdesk.models.views.check_ins import ClientCheckInView, KeptView
from clientdesk.services.check_in_views import judge, telling
from clientdesk.services.judged import Judged, JudgedMemory
from clientdesk.services.kept_views import kept_views
from clientdesk.services.ports import Calendars, Clock, Zones
from clientdesk.services.reach_words import ReachWords
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import check_in_rows, fetch_of
from clientdesk.store.unit_of_work import Store, fetch


class CheckInService:
    """Who is owed a word, why and since when; put off, hold, release."""

    def __init__(
        self, store: Store, clock: Clock, days: Zones, calendars: Calendars, translate: Translate = str
    ) -> None:
        self._store = store
        self._clock = clock
        self._days = days
        self._calendars = calendars
        self._tr = translate
        self._judged = JudgedMemory(store, self._judge)
        self._said: tuple[Judged, datetime, list[ClientCheckInView]] | None = None

    def today(self, now: datetime | None = None) -> date:
        """The practice's local date."""
        return (now or self._clock.now()).astimezone(self._days.zone()).date()

    def statuses(self, now: datetime | None = None) -> list[ClientCheckInView]:
        """Every listed client, the most urgent first; archived and ended ones are left out."""
        at = now or self._clock.now()
        judged, minute = self.judged(self.today(at)), at.astimezone(UTC).replace(second=0, microsecond=0)
        said = self._said
        if said is None or said[0] is not judged or said[1] != minute:
            listed = (view for view in judged.views if view.state is not CheckInState.NOT_LISTED)
            said = self._said = (judged, minute, self._reach(minute).onto(listed))
        return list(said[2])

    def judged(self, today: date) -> Judged:
        """Everybody on one day, worked out once until something that decides is committed."""
        return self._judged.get(today)

    def status_of(self, client_id: str, now: datetime | None = None) -> ClientCheckInView | None:
        """One client's state, also when it isn't listed; None when there is no such client."""
        at = now or self._clock.now()
        today, calendar = self.today(at), self._calendars.calendar()
        with self._store.reading() as session:
            told = telling(fetch_of(session), today, self._days.zone(), self._tr)
            rows = check_in_rows(fetch_of(session), today, self._days.zone(), client_id=client_id)
            views = judge(rows, today, calendar, self._tr, told)
        found = self._reach(at).onto(views)
        return found[0] if found else None

    def kept(self, client_id: str) -> tuple[KeptView, ...]:
        """How well each rhythm of a client in force was kept, as `RhythmService.of_client` lists them."""
        today = self.today()
        with self._store.reading() as session:
            return kept_views(
                fetch_of(session), client_id, today, self._days.zone(), self._calendars.calendar(), self._tr
            )

    def _judge(self, today: date, client_id: str | None = None) -> Judged:
        calendar, zone = self._calendars.calendar(), self._days.zone()
        with self._store.reading() as session:
            ask = fetch_of(session)
            rows = check_in_rows(ask, today, zone, client_id=client_id)
            rows = [row for row in rows if not row.facts.is_archived]
            views = judge(rows, today, calendar, self._tr, telling(ask, today, zone, self._tr))
        return Judged(tuple(rows), tuple(views))

    def _reach(self, now: datetime) -> ReachWords:
        return ReachWords(now, self._days.zone(), self._calendars.calendar(), self._tr)

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

    def later(self, client_id: str, why: str = "") -> date:
        """Put off to the next working day, as *Later* and *Tomorrow* do; returns it."""
        until = self._calendars.calendar().working_day_after(self.today())
        self.snooze(client_id, until, why)
        return until

    def hold(self, client_id: str, until: date | None, why: str = "", event: HoldEvent | None = None) -> None:
        """Put a client on hold: until a day, until something happens (whichever comes first), or until released.

        Args:
            event: what ends it by itself from now on.

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
            client.hold_event = event
            client.hold_since = None if event is None else self._clock.now()
            client.hold_reason = clean_line(why)[:LINE_LENGTH]

    def release(self, client_id: str) -> None:
        """End a hold and a snooze today."""
        today = self.today()
        with self._store.writing("Release") as session:
            client = fetch(session, Client, client_id)
            if client.is_on_hold:
                client.hold_until = self._ended_on(session, client_id, today)
                client.is_on_hold = False
                client.hold_event = client.hold_since = None
            if client.snoozed_until is not None and client.snoozed_until > today:
                client.snoozed_until = today

    def _ended_on(self, session: Session, client_id: str, today: date) -> date:
        """The day on which a hold ended by itself before it is released, else today."""
        session.flush()
        facts = check_in_rows(fetch_of(session), today, self._days.zone(), client_id=client_id)[0].facts
        return today if facts.hold_until is None else min(facts.hold_until, today)

    def _refuse_past(self, until: date) -> None:
        today = self.today()
        if until <= today:
            raise DateInThePast(until, today)
