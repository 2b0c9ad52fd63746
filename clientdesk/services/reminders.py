"""What to announce now and what was announced: each due moment once, logged before and settled after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.enums import NoticeState, RhythmKind
from clientdesk.models.errors import NotFound
from clientdesk.models.ids import new_id
from clientdesk.models.schedule import AnnouncingRules, Occasion, Step, WorkCalendar, announce, client_status
from clientdesk.models.tables import Client, NotificationLog
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.models.views.reminders import AnnouncementView, Answer
from clientdesk.services import paper_notices
from clientdesk.services.check_in_views import judge
from clientdesk.services.check_ins import CheckInService
from clientdesk.services.ports import Clock, Notice, NoticeAction, Notifier
from clientdesk.services.preferences import Preferences
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import (
    CheckInRow,
    Fetch,
    default_policies,
    fetch_of,
    instant_of,
    stored,
)
from clientdesk.store.unit_of_work import Store

TOLD, TOMORROW, OPEN = "told", "tomorrow", "open"
DIGEST_FROM = 3
"""From this many clients on, one notification names them all."""


class Days(Protocol):
    def zone(self) -> ZoneInfo: ...


class Calendars(Protocol):
    def calendar(self) -> WorkCalendar: ...


class TouchLog(Protocol):
    """Where *I told them* is written."""

    def log_told(self, client_id: str, owed: RhythmKind | None = None, text: str = "") -> str: ...


@dataclass(frozen=True, slots=True)
class _Ripe:
    view: ClientCheckInView
    occasions: tuple[Occasion, ...]
    kind: RhythmKind | None


@dataclass(frozen=True, slots=True)
class _Survey:
    ripe: tuple[_Ripe, ...]
    next_at: datetime | None


class ReminderService:
    """Owns the notification log and the answers to notifications."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        days: Days,
        calendars: Calendars,
        touches: TouchLog,
        check_ins: CheckInService,
        preferences: Preferences,
        translate: Translate = str,
    ) -> None:
        self._store = store
        self._clock = clock
        self._days = days
        self._calendars = calendars
        self._touches = touches
        self._check_ins = check_ins
        self._preferences = preferences
        self._tr = translate

    def recover(self) -> int:
        """After a crash: what was handed over without an answer is marked as perhaps announced.

        Call once when opening. Returns how many rows were marked.
        """
        with self._store.writing("Settle notifications", undoable=False) as session:
            rows = (
                session.execute(
                    select(NotificationLog).where(NotificationLog.state == NoticeState.PENDING)  # type: ignore[arg-type]
                )
                .scalars()
                .all()
            )
            for row in rows:
                row.state = NoticeState.PERHAPS
            return len(rows)

    def announce(self, notifier: Notifier) -> int:
        """Announce what is due and not yet announced; returns how many notifications were shown."""
        now = self._clock.now()
        if self.is_paused(now):
            return 0
        shown = 0
        for notice, members in self._notices(self._survey(now).ripe):
            self._log(notice.notice_id, members, now)
            shown += self._hand_over(notifier, notice)
        for paper in self._papers(now).ripe:
            notice = paper_notices.notice_of(
                paper,
                now.astimezone(self._days.zone()).date(),
                self._tr,
                with_names=bool(self._preferences.get("reminder_names")),
            )
            self._log_paper(notice.notice_id, paper, now)
            shown += self._hand_over(notifier, notice)
        return shown

    def _hand_over(self, notifier: Notifier, notice: Notice) -> bool:
        handed_over = notifier.show(notice)
        state = NoticeState.ANNOUNCED if handed_over else NoticeState.FAILED
        self._settle(notice.notice_id, state, channel=notifier.name())
        return handed_over

    def next_moment(self) -> datetime | None:
        """The next instant (UTC) at which something could be announced; None when nothing lies ahead."""
        now = self._clock.now()
        paused = self.paused_until()
        if paused is not None and paused > now:
            return paused
        if not self._preferences.get("reminders"):
            return None
        survey, papers = self._survey(now), self._papers(now)
        if survey.ripe or papers.ripe:
            return now
        return min((at for at in (survey.next_at, papers.next_at) if at is not None), default=None)

    def settle(self, notice_id: str, channel: str, was_shown: bool) -> None:
        """What became of a notice, as `Notifier.on_shown` says: on the screen through a channel, or not at all."""
        state = NoticeState.ANNOUNCED if was_shown else NoticeState.FAILED
        self._settle(notice_id, state, channel=channel, only=NoticeState.PENDING)

    def act(self, notice_id: str, key: str) -> Answer:
        """Carry out an answer: ``told``, ``write``, ``tomorrow``, ``open`` (or ``default``, a click), ``held``,
        ``missed``, ``moved``; ``closed`` by the user; ``expired`` when the desktop took it off by itself."""
        rows = self._rows_of(notice_id)
        clients = tuple(dict.fromkeys(row.client_id for row in rows if row.client_id is not None))
        if not rows or not clients:
            return Answer("none")
        if key == TOLD and len(clients) == 1:
            return self._told(notice_id, clients[0], rows[0].rhythm_kind)
        if key == TOMORROW and len(clients) == 1:
            until = self._check_ins.today() + timedelta(days=1)
            self._check_ins.snooze(clients[0], until, self._tr("from the notification"))
            self._settle(notice_id, NoticeState.ACTED, answer=key)
            return Answer("tomorrow", clients, self._name_of(clients[0]), until=until)
        if key in (OPEN, "default"):
            self._settle(notice_id, NoticeState.ACTED, answer=OPEN)
            return Answer("open", clients, self._name_of(clients[0]))
        self._settle(notice_id, NoticeState.DISMISSED, answer=key, only=NoticeState.ANNOUNCED)
        return Answer("none", clients)

    def log_told(self, client_id: str) -> str:
        """*I told them*, from a list: logs the kind of word that is owed; an update for the limit.

        Returns the touchpoint's id.

        Raises:
            NotFound.
        """
        view = self._check_ins.status_of(client_id)
        return self._touches.log_told(client_id, view.owed_kind if view is not None else None)

    def preview(self, client_id: str) -> Notice:
        """The notification a client who is owed a word gets; logs nothing.

        Raises:
            NotFound: there is no such client.
        """
        view = self._check_ins.status_of(client_id)
        if view is None:
            raise NotFound("client", client_id)
        return self._single(_Ripe(view, (), view.owed_kind))

    def test_notice(self) -> Notice:
        """What the test button shows."""
        return Notice(
            new_id(),
            self._tr("ClientDesk can reach you"),
            self._tr("This is how a reminder looks. Nothing was logged."),
            (NoticeAction(OPEN, self._tr("Open ClientDesk")),),
        )

    def pause(self, until: datetime | None) -> None:
        """Announce nothing until an instant (None: go on now); what falls due meanwhile comes afterwards."""
        self._preferences.set("paused_until", "" if until is None else until.isoformat())

    def paused_until(self) -> datetime | None:
        text = self._preferences.get("paused_until")
        until = datetime.fromisoformat(text) if text else None
        return until if until is not None and until > self._clock.now() else None

    def is_paused(self, now: datetime) -> bool:
        until = self.paused_until()
        return not self._preferences.get("reminders") or (until is not None and until > now)

    def recent(self, limit: int = 50) -> list[AnnouncementView]:
        """The newest rows of the log, newest first."""
        with self._store.reading() as session:
            statement = (
                select(NotificationLog, Client.name)  # type: ignore[call-overload]
                .outerjoin(Client, Client.id == NotificationLog.client_id)
                .order_by(NotificationLog.id.desc())  # type: ignore[attr-defined]
                .limit(limit)
            )
            return [
                AnnouncementView(
                    row.occasion, row.client_id, name or "", row.due_at, row.state, row.channel, row.answer
                )
                for row, name in session.execute(statement).all()
            ]

    def _survey(self, now: datetime) -> _Survey:
        zone = self._days.zone()
        today = now.astimezone(zone).date()
        calendar = self._calendars.calendar()
        rows = self._check_ins.judged(today).rows
        with self._store.reading() as session:
            fetch = fetch_of(session)
            rules = AnnouncingRules(calendar, zone, default_policies(fetch).quiet_on(today))
            busy = _busy(fetch, now)
            ripe, ahead = _ripe(rows, now, rules, busy)
            known = _known(fetch, [occasion.key for _, occasions in ripe for occasion in occasions])
        views = {view.client_id: view for view in judge([row for row, _ in ripe], today, calendar, self._tr)}
        found = []
        for row, occasions in ripe:
            fresh = tuple(occasion for occasion in occasions if occasion.key not in known)
            if fresh:
                found.append(
                    _Ripe(views[row.facts.client_id], fresh, _kind(row, fresh, views[row.facts.client_id]))
                )
        order = list(views)
        found.sort(key=lambda ripe: order.index(ripe.view.client_id))
        return _Survey(tuple(found), min(ahead, default=None))

    def _papers(self, now: datetime) -> paper_notices.PaperSurvey:
        """Papers that nobody has signed and that soon cannot be signed any more."""
        zone = self._days.zone()
        with self._store.reading() as session:
            fetch = fetch_of(session)
            quiet = default_policies(fetch).quiet_on(now.astimezone(zone).date())
            rules = AnnouncingRules(self._calendars.calendar(), zone, quiet)
            return paper_notices.survey(fetch, now, rules)

    def _notices(self, ripe: tuple[_Ripe, ...]) -> list[tuple[Notice, tuple[_Ripe, ...]]]:
        if len(ripe) >= DIGEST_FROM:
            return [(self._digest(ripe), ripe)]
        return [(self._single(one), (one,)) for one in ripe]

    def _single(self, ripe: _Ripe) -> Notice:
        view = ripe.view
        actions = (
            NoticeAction(TOLD, self._tr("I told them")),
            NoticeAction(TOMORROW, self._tr("Tomorrow")),
            NoticeAction(OPEN, self._tr("Open")),
        )
        if not self._preferences.get("reminder_names"):
            return Notice(new_id(), self._tr("A client is waiting for a word"), "", actions)
        title = self._tr("{client}: {reason}").format(client=view.client, reason=view.reason)
        return Notice(new_id(), title, self._last_told(view.client_id), actions)

    def _digest(self, ripe: tuple[_Ripe, ...]) -> Notice:
        title = self._tr("{count} clients are waiting for a word").format(count=len(ripe))
        body = ""
        if self._preferences.get("reminder_names"):
            body = ", ".join(one.view.client for one in ripe[:8])
            if len(ripe) > 8:
                body = self._tr("{names} and {count} more").format(names=body, count=len(ripe) - 8)
        return Notice(new_id(), title, body, (NoticeAction(OPEN, self._tr("Open list")),))

    def _last_told(self, client_id: str) -> str:
        with self._store.reading() as session:
            rows = fetch_of(session)(
                "SELECT at, text FROM touchpoint WHERE client_id = ? AND state = 'held'"
                " AND kind IN ('update', 'report', 'mail_sent', 'message_sent', 'call', 'video', 'meeting')"
                " ORDER BY at DESC LIMIT 1",
                (client_id,),
            )
        if not rows:
            return self._tr("Nothing was told yet.")
        on = instant_of(rows[0][0]).astimezone(self._days.zone()).date()
        text = " ".join(str(rows[0][1]).split())[:120]
        day = f"{on:%a} {on.day} {on:%b}"
        if text:
            return self._tr("Last told: {text}, {day}.").format(text=text.rstrip("."), day=day)
        return self._tr("Last told: {day}.").format(day=day)

    def _told(self, notice_id: str, client_id: str, kind: str | None) -> Answer:
        touch_id = self._touches.log_told(client_id, RhythmKind(kind) if kind else None)
        self._settle(notice_id, NoticeState.ACTED, answer=TOLD)
        return Answer("told", (client_id,), self._name_of(client_id), touch_id=touch_id)

    def _log(self, notice_id: str, members: Iterable[_Ripe], now: datetime) -> None:
        with self._store.writing("Announce", undoable=False) as session:
            for ripe in members:
                for occasion in ripe.occasions:
                    session.add(
                        NotificationLog(
                            created_at=now,
                            occasion=occasion.key,
                            client_id=occasion.client_id,
                            rhythm_kind=ripe.kind.value if ripe.kind else None,
                            due_at=occasion.moment,
                            notice_id=notice_id,
                        )
                    )

    def _log_paper(self, notice_id: str, paper: paper_notices.ExpiringPaper, now: datetime) -> None:
        with self._store.writing("Announce", undoable=False) as session:
            for key, moment in paper.keys:
                session.add(
                    NotificationLog(
                        created_at=now,
                        occasion=key,
                        client_id=paper.client_id,
                        due_at=moment,
                        notice_id=notice_id,
                    )
                )

    def _settle(
        self,
        notice_id: str,
        state: NoticeState,
        *,
        channel: str | None = None,
        answer: str | None = None,
        only: NoticeState | None = None,
    ) -> None:
        now = self._clock.now()
        with self._store.writing("Settle notification", undoable=False) as session:
            for row in _of_notice(session, notice_id):
                if only is not None and row.state != only:
                    continue
                row.state = state
                row.settled_at = now
                row.channel = channel if channel is not None else row.channel
                row.answer = answer if answer is not None else row.answer

    def _rows_of(self, notice_id: str) -> list[NotificationLog]:
        with self._store.reading() as session:
            rows = _of_notice(session, notice_id)
            session.expunge_all()
            return rows

    def _name_of(self, client_id: str) -> str:
        with self._store.reading() as session:
            rows = fetch_of(session)("SELECT name FROM client WHERE id = ?", (client_id,))
        return str(rows[0][0]) if rows else ""


def _of_notice(session: Session, notice_id: str) -> list[NotificationLog]:
    statement = select(NotificationLog).where(NotificationLog.notice_id == notice_id)  # type: ignore[arg-type]
    return list(session.execute(statement).scalars().all())


def _known(fetch: Fetch, keys: list[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(keys), 400):
        part = keys[start : start + 400]
        marks = ", ".join("?" * len(part))
        known.update(
            row[0]
            for row in fetch(f"SELECT occasion FROM notification_log WHERE occasion IN ({marks})", part)  # noqa: S608
        )
    return known


def _busy(fetch: Fetch, now: datetime) -> dict[str, list[tuple[datetime, datetime]]]:
    """Blocks and meetings with a client that run now or begin within a day."""
    busy: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    later = stored(now + timedelta(days=1))
    blocks = fetch(
        "SELECT client_id, starts_at, ends_at FROM block WHERE client_id IS NOT NULL AND starts_at < ?"
        " AND starts_at > ? AND ends_at > ?",
        (later, stored(now - timedelta(days=1)), stored(now)),
    )
    for client_id, start, end in blocks:
        busy[client_id].append((instant_of(start), instant_of(end)))
    meetings = fetch(
        "SELECT client_id, at, duration_minutes FROM touchpoint WHERE state = 'planned' AND at > ? AND at < ?",
        (stored(now - timedelta(days=1)), later),
    )
    for client_id, at, minutes in meetings:
        start = instant_of(at)
        busy[client_id].append((start, start + timedelta(minutes=minutes or 30)))
    return busy


def _ripe(
    rows: Sequence[CheckInRow],
    now: datetime,
    rules: AnnouncingRules,
    busy: dict[str, list[tuple[datetime, datetime]]],
) -> tuple[list[tuple[CheckInRow, tuple[Occasion, ...]]], list[datetime]]:
    today = rules.today(now)
    ripe: list[tuple[CheckInRow, tuple[Occasion, ...]]] = []
    ahead: list[datetime] = []
    for row in rows:
        status = client_status(row.facts, today, rules.calendar)
        found = announce(row.facts, now, rules, sorted(busy.get(row.facts.client_id, ())), status)
        if found.next_at is not None:
            ahead.append(found.next_at)
        if found.ripe and status.is_waiting:
            ripe.append((row, found.ripe))
    return ripe, ahead


def _kind(row: CheckInRow, occasions: tuple[Occasion, ...], view: ClientCheckInView) -> RhythmKind | None:
    kinds = {rule.rhythm_id: rule.kind for rule in row.facts.rhythms}
    for occasion in occasions:
        if occasion.step is not Step.SUMMARY and occasion.source in kinds:
            return kinds[occasion.source]
    return view.owed_kind
