"""What to announce now and what was announced: each due moment once, logged before and settled after."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from clientdesk.models.enums import NoticeState, NoticeTopic, RhythmKind
from clientdesk.models.errors import NotFound
from clientdesk.models.ids import new_id
from clientdesk.models.tables import NotificationLog
from clientdesk.models.views.reminders import AnnouncementView, Answer, Mark, UnansweredView
from clientdesk.services import reminder_survey, unanswered
from clientdesk.services.check_ins import CheckInService
from clientdesk.services.client_looks import ClientLooks
from clientdesk.services.held_meetings import HeldMeetingService
from clientdesk.services.notice_items import Item, Look, ReminderSettings
from clientdesk.services.notice_log import UNSETTLED, NoticeLog
from clientdesk.services.notice_words import HELD, MISSED, MOVED, OPEN, TOLD, TOMORROW, WRITE, notice_of
from clientdesk.services.ports import Calendars, Clock, Notice, NoticeAction, Notifier, Zones
from clientdesk.services.preferences import Preferences
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import fetch_of
from clientdesk.store.unit_of_work import Store

_LEFT_OPEN = ("expired",)
_OPENS = (OPEN, "default")
_BUTTONS = (TOLD, WRITE, TOMORROW, HELD, MISSED, MOVED)
_ON_SCREEN = (NoticeState.ANNOUNCED, *UNSETTLED)


class TouchLog(Protocol):
    """Where *I told them* is written."""

    def log_told(
        self, client_id: str, owed: RhythmKind | None = None, text: str = "", *, asks_text: bool = False
    ) -> str: ...


class ReminderService:
    """Announces what is due through a notifier, exactly once, and carries out the answers."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        days: Zones,
        calendars: Calendars,
        touches: TouchLog,
        check_ins: CheckInService,
        preferences: Preferences,
        log: NoticeLog,
        held_meetings: HeldMeetingService,
        translate: Translate = str,
    ) -> None:
        self._store = store
        self._clock = clock
        self._days = days
        self._calendars = calendars
        self._touches = touches
        self._check_ins = check_ins
        self._preferences = preferences
        self._log = log
        self._meetings = held_meetings
        self._tr = translate
        self._client_looks = ClientLooks()

    def recover(self) -> int:
        """After a crash: what was handed over without an answer is marked as perhaps announced.

        Call once when opening. Returns how many rows were marked.
        """
        return self._log.recover()

    def announce(self, notifier: Notifier) -> int:
        """Announce what is due and not yet announced; returns how many notifications were handed over.

        Each is in the log before the call. Whether it came on the screen is settled by `settle`, which is to be
        connected with `Notifier.on_shown`.
        """
        now = self._clock.now()
        if self.is_paused(now) or self.clock_doubt() is not None:
            return 0
        return sum(self._hand_over(notifier, items) for items in self._look(now).pop_ups)

    def _hand_over(self, notifier: Notifier, items: tuple[Item, ...]) -> bool:
        notice = self._notice(items)
        if not self._log.add(notice.notice_id, items):
            return False
        handed_over = notifier.show(notice)
        if not handed_over:
            self.settle(notice.notice_id, notifier.name(), was_shown=False)
        return handed_over

    def settle(self, notice_id: str, channel: str, was_shown: bool) -> None:
        """What became of a notice, as `Notifier.on_shown` says: on the screen through a channel, or not at all."""
        state = NoticeState.ANNOUNCED if was_shown else NoticeState.FAILED
        self._log.settle(notice_id, state, channel=channel, only=lambda row: row.state in UNSETTLED)

    def next_moment(self) -> datetime | None:
        """The next instant (UTC) at which something could be announced; None when nothing lies ahead."""
        now = self._clock.now()
        if not self._preferences.get("reminders") or self.clock_doubt() is not None:
            return None
        paused = self.paused_until()
        if paused is not None:
            return paused
        found = self._look(now)
        return now if found.pop_ups else found.next_at

    def clock_doubt(self) -> datetime | None:
        """When the clock lies more than a day before the newest row of the record: that row's time.

        Nothing is announced then, until the clock is right again or `trust_clock` is called.
        """
        settings = ReminderSettings.of(self._preferences)
        with self._store.reading() as session:
            return reminder_survey.clock_doubt(fetch_of(session), self._clock.now(), settings)

    def trust_clock(self) -> None:
        """The user says that the clock is right and the record's newest row was written by a wrong one."""
        doubt = self.clock_doubt()
        if doubt is not None:
            self._preferences.set("trusted_since", self._clock.now().isoformat())
            self._preferences.set("trusted_clock", doubt.isoformat())

    def act(self, notice_id: str, key: str) -> Answer:
        """Carry out an answer: ``told``, ``write``, ``tomorrow``, ``open`` (or ``default``, a click), ``held``,
        ``missed``, ``moved``; ``closed`` by the user; ``expired`` when the desktop took it off by itself.

        The first three are about the client that leads the notice; what it says of others stays as it is. A
        button that was carried out once does nothing the second time, nor do *told* and *tomorrow* once the word
        was given elsewhere: that is ``settled``.
        """
        rows = [row for row in self._log.rows_of(notice_id) if row.client_id is not None]
        if not rows or key in _LEFT_OPEN:
            return Answer("none")
        clients = tuple(dict.fromkeys(row.client_id for row in rows if row.client_id is not None))
        lead = rows[0]
        answer = Answer("none", clients)
        if key in _OPENS:
            self._log.settle(
                notice_id, NoticeState.ACTED, answer=OPEN, only=lambda row: row.state is not NoticeState.ACTED
            )
            return self._answer("open", clients, lead)
        if key in _BUTTONS and lead.id != notice_id:  # Whom the button was about is deleted.
            return answer
        if lead.state is not NoticeState.ACTED:
            answer = self._act(key, lead, clients) or answer
        if answer.verb == "none":
            dismissed = NoticeState.DISMISSED
            self._log.settle(notice_id, dismissed, answer=key, only=lambda row: row.state in _ON_SCREEN)
        return answer

    def _act(self, key: str, lead: NotificationLog, clients: tuple[str, ...]) -> Answer | None:
        """One of the buttons; None where it isn't one of this notice's."""
        if key in (TOLD, TOMORROW) and lead.topic is NoticeTopic.CHECK_IN:
            # A word that was put off can be given all the same.
            if not self.leads_on(lead.notice_id, put_off_too=key == TOLD):
                return self._settled(lead, clients, key)
            return self._told(lead, clients) if key == TOLD else self._tomorrow(lead, clients)
        if key == WRITE and lead.topic in (NoticeTopic.CHECK_IN, NoticeTopic.ANSWER):
            self._acted(lead, key)
            return self._answer("write", clients, lead)
        if key in (HELD, MISSED, MOVED) and lead.topic is NoticeTopic.HELD and len(clients) == 1:
            return self._answer_held(key, lead, clients)
        return None

    def _settled(self, lead: NotificationLog, clients: tuple[str, ...], key: str) -> Answer:
        """What the button is about was settled meanwhile; a second touch would be a wrong one."""
        self._log.settle(
            lead.notice_id,
            NoticeState.DISMISSED,
            answer=key,
            only=lambda row: row.client_id == lead.client_id and row.state in _ON_SCREEN,
        )
        return self._answer("settled", clients, lead)

    def _told(self, lead: NotificationLog, clients: tuple[str, ...]) -> Answer:
        owed = next((kind for kind in RhythmKind if kind.value == lead.rhythm_kind), None)
        touch_id = self._touches.log_told(clients[0], owed, asks_text=True)
        self._acted(lead, TOLD)
        return self._answer("told", clients, lead, touch_id=touch_id)

    def _tomorrow(self, lead: NotificationLog, clients: tuple[str, ...]) -> Answer:
        until = self._check_ins.later(clients[0], self._tr("from the notification"))
        self._acted(lead, TOMORROW)
        return self._answer("tomorrow", clients, lead, until=until)

    def _answer_held(self, key: str, lead: NotificationLog, clients: tuple[str, ...]) -> Answer:
        try:
            if key == HELD:
                touch_id: str | None = self._meetings.held(lead.subject_id)
            elif key == MISSED:
                touch_id = self._meetings.missed(lead.subject_id)
            else:
                touch_id = self._meetings.moved(lead.subject_id)
        except NotFound:  # Answered in the window meanwhile, or gone from the calendar.
            return Answer("none", clients)
        self._acted(lead, key)
        return self._answer(key, clients, lead, touch_id=touch_id)

    def _answer(
        self,
        verb: str,
        clients: tuple[str, ...],
        lead: NotificationLog,
        touch_id: str | None = None,
        until: date | None = None,
    ) -> Answer:
        return Answer(verb, clients, self._name_of(clients[0]), touch_id, until, lead.topic, lead.subject_id)

    def _acted(self, lead: NotificationLog, answer: str) -> None:
        """The rows of the leading client and topic are settled; the others stay as they are.

        What the deed itself has settled stays as well, so that the deed can be undone.
        """
        self._log.settle(
            lead.notice_id,
            NoticeState.ACTED,
            answer=answer,
            only=lambda row: (
                row.client_id == lead.client_id
                and row.topic is lead.topic
                and row.state is not NoticeState.ACTED
            ),
        )

    def log_told(self, client_id: str) -> str:
        """*I told them*, from a list: logs the kind of word that is owed; an update for the limit.

        Returns the touchpoint's id.

        Raises:
            NotFound.
        """
        view = self._check_ins.status_of(client_id)
        return self._touches.log_told(client_id, view.owed_kind if view is not None else None, asks_text=True)

    def unanswered(self) -> list[UnansweredView]:
        """What was shown (or perhaps, or could not be) and still stands, the newest first: nothing gets lost."""
        now = self._clock.now()
        views = self._check_ins.judged(self._check_ins.today(now)).views
        calendar = self._calendars.calendar()
        with self._store.reading() as session:
            return unanswered.still_open(fetch_of(session), now, calendar, views, self._tr)

    def leads_on(self, notice_id: str, *, put_off_too: bool = False) -> bool:
        """Whether what a notice says of the client who leads it, whom its buttons are about, is still so.

        Args:
            put_off_too: a word that is owed but put off, on hold or covered counts as well.
        """
        now = self._clock.now()
        views = self._check_ins.judged(self._check_ins.today(now)).views
        calendar = self._calendars.calendar()
        with self._store.reading() as session:
            return unanswered.leads_on(
                fetch_of(session), now, calendar, views, notice_id, put_off_too=put_off_too
            )

    def marks(self) -> dict[str, Mark]:
        """For each client who is owed a word and was announced for it: what became of the pop-up."""
        found = self.unanswered()
        return {one.client_id: one.mark for one in reversed(found) if one.topic is NoticeTopic.CHECK_IN}

    def preview(self, client_id: str) -> Notice:
        """The notification a client who is owed a word gets; logs nothing.

        Raises:
            NotFound: there is no such client.
        """
        view = self._check_ins.status_of(client_id)
        if view is None:
            raise NotFound("client", client_id)
        return self._notice((reminder_survey.check_in_item(view, (), view.owed_kind),))

    def test_notice(self) -> Notice:
        """What the test button shows."""
        return Notice(
            new_id(),
            self._tr("ClientDesk can reach you"),
            self._tr("This is how a reminder looks. Nothing was logged."),
            (NoticeAction(OPEN, self._tr("Open ClientDesk")),),
            sound=bool(self._preferences.get("reminder_sound")),
        )

    def pause(self, until: datetime | None) -> None:
        """Announce nothing until an instant (None: go on now); what falls due meanwhile comes afterwards."""
        self._preferences.set("paused_until", "" if until is None else until.isoformat())

    def paused_until(self) -> datetime | None:
        """When a pause that runs now ends; None without one."""
        return ReminderSettings.of(self._preferences).pause_end(self._clock.now())

    def is_paused(self, now: datetime) -> bool:
        """Whether nothing is to be said: paused, or reminders are off."""
        settings = ReminderSettings.of(self._preferences)
        return not settings.is_on or settings.pause_end(now) is not None

    def recent(self, limit: int = 50) -> list[AnnouncementView]:
        """The newest rows of the log, newest first."""
        return self._log.recent(limit)

    def _look(self, now: datetime) -> Look:
        settings = ReminderSettings.of(self._preferences)
        judged = self._check_ins.judged(self._check_ins.today(now))
        calendar = self._calendars.calendar()
        with self._store.reading() as session:
            return reminder_survey.look(
                fetch_of(session), now, settings, calendar, judged, self._tr, self._client_looks
            )

    def _notice(self, items: tuple[Item, ...]) -> Notice:
        return notice_of(
            items,
            self._tr,
            with_names=bool(self._preferences.get("reminder_names")),
            sound=bool(self._preferences.get("reminder_sound")),
        )

    def _name_of(self, client_id: str) -> str:
        with self._store.reading() as session:
            rows = fetch_of(session)("SELECT name FROM client WHERE id = ?", (client_id,))
        return str(rows[0][0]) if rows else ""
