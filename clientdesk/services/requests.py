"""What clients asked and by when they have an answer: the clock starts, is told of, and stops."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.day_clock import midnight
from clientdesk.models.enums import RequestBreach, TouchKind, TouchState, Urgency
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.tables import Client, ClientRequest, ClientRequestFields, Touchpoint
from clientdesk.models.views.requests import RequestFigures, RequestView
from clientdesk.services import request_words
from clientdesk.services.check_in_words import short_day
from clientdesk.services.ports import Calendars, Clock, Zones
from clientdesk.services.request_entries import can_answer
from clientdesk.services.request_reads import OPEN, Promises, request_rows
from clientdesk.services.request_views import Judge, figures_of, open_requests, pressing_first
from clientdesk.services.touchpoints import TALKED, TOLD, TouchpointService
from clientdesk.services.validation import apply, changed, validated
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import fetch_of, stored
from clientdesk.store.unit_of_work import Store, fetch

ASKED_BY = TALKED | {TouchKind.MESSAGE_RECEIVED, TouchKind.MAIL_RECEIVED}
"""How something can be asked."""

ANSWERS = TOLD
"""What can be an answer."""

SHOWN = 50
_LAST_SETTLED = (
    "r.id IN (SELECT s.id FROM client_request s WHERE s.client_id = ?"
    " AND (s.answered_at IS NOT NULL OR s.closed_at IS NOT NULL) ORDER BY s.received_at DESC, s.id DESC LIMIT ?)"
)


class RequestService:
    """Owns the requests. Every gesture is one step of undo, the touch it logs included."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        zones: Zones,
        calendars: Calendars,
        touches: TouchpointService,
        translate: Translate = str,
    ) -> None:
        self._store = store
        self._clock = clock
        self._zones = zones
        self._calendars = calendars
        self._touches = touches
        self._tr = translate

    def receive(
        self,
        client_id: str,
        text: str,
        *,
        at: datetime | None = None,
        urgency: Urgency = Urgency.NORMAL,
        channel: str = "",
        contact_id: str | None = None,
        kind: TouchKind = TouchKind.MESSAGE_RECEIVED,
        source_key: str = "",
    ) -> str:
        """They asked something: log it and start the clock. Returns the request's id.

        With a `source_key` that the client's record knows, that entry is what they asked, and starts one clock
        however often it is named.

        Raises:
            InvalidInput: a kind that asks nothing; after today; another client's contact.
            NotFound: no such client or contact.
        """
        if kind not in ASKED_BY:
            raise InvalidInput([Problem("kind", "not_a_choice")])
        values: dict[str, Any] = {
            "client_id": client_id,
            "kind": kind,
            "text": text,
            "at": at or self._clock.now(),
            "channel": channel,
            "contact_id": contact_id,
            "source_key": source_key,
        }
        with self._store.writing("Log request") as session:
            known = _by_source(session, client_id, source_key)
            touch = known or self._entered(session, values)
            return start_clock(session, touch, urgency, self._clock.now())

    def start(self, touchpoint_id: str, urgency: Urgency = Urgency.NORMAL) -> str:
        """An entry of the record asks for an answer: start the clock from when it came. Returns the request's id.

        Raises:
            InvalidInput: an entry that asks nothing, or was not held.
            NotFound.
        """
        with self._store.writing("Log request") as session:
            touch = fetch(session, Touchpoint, touchpoint_id)
            if touch.kind not in ASKED_BY or touch.state is not TouchState.HELD:
                raise InvalidInput([Problem("kind", "not_a_choice")])
            return start_clock(session, touch, urgency, self._clock.now())

    def acknowledge(self, request_id: str) -> str:
        """They are told that it arrived and by when an answer comes; returns these words, logged as sent once."""
        now = self._clock.now()
        with self._store.writing("Acknowledge request") as session:
            row = fetch(session, ClientRequest, request_id)
            their_zone = fetch(session, Client, row.client_id).zone or ""
            view = self._views(session, "r.id = ?", (request_id,))[0]
            said = request_words.got_it(view.due_at, now, self._zones.zone(), their_zone, self._tr)
            if row.acknowledged_at is None and not _is_settled(row):
                self._change(row, acknowledged_at=now)
                self._log(session, row, TouchKind.MESSAGE_SENT, said)
        return said

    def answer(self, request_id: str, text: str = "", kind: TouchKind | None = None) -> None:
        """It is answered: log that and stop the clock; the same way as it was asked unless `kind` says how.

        An answer that came already stands: a second press changes nothing.

        Raises:
            InvalidInput: a kind that tells them nothing.
            NotFound.
        """
        if kind is not None and kind not in ANSWERS:
            raise InvalidInput([Problem("kind", "not_a_choice")])
        with self._store.writing("Answer request") as session:
            row = fetch(session, ClientRequest, request_id)
            if row.answered_at is not None:
                return
            view = self._views(session, "r.id = ?", (request_id,))[0]
            said = text or self._tr("Answer to: {asked}").format(asked=view.title)
            self._change(row, answered_at=self._clock.now(), closed_at=None)
            row.answer_touch_id = self._log(session, row, kind or _in_kind(session, row), said)

    def answer_with(self, request_id: str, touchpoint_id: str) -> None:
        """An entry of the record was the answer.

        Raises:
            InvalidInput: it was before the request, not held, or another client's.
            NotFound.
        """
        with self._store.writing("Answer request") as session:
            row = fetch(session, ClientRequest, request_id)
            touch = fetch(session, Touchpoint, touchpoint_id)
            if touch.client_id != row.client_id or not can_answer(touch):
                raise InvalidInput([Problem("answer", "not_a_choice")])
            self._change(row, answered_at=touch.at, closed_at=None)
            row.answer_touch_id = touch.id

    def close(self, request_id: str) -> None:
        """No answer is needed; one that was settled before stays as it is."""
        with self._store.writing("No answer needed") as session:
            row = fetch(session, ClientRequest, request_id)
            if not _is_settled(row):
                self._change(row, closed_at=self._clock.now())

    def reopen(self, request_id: str) -> None:
        """It waits for an answer after all; what was logged stays in the record."""
        with self._store.writing("Reopen request") as session:
            row = fetch(session, ClientRequest, request_id)
            self._change(row, answered_at=None, closed_at=None)
            row.answer_touch_id = None

    def set_urgency(self, request_id: str, urgency: Urgency) -> None:
        """How pressing it is, by the agreement's own definitions; the promise changes with it."""
        with self._store.writing("Change request") as session:
            self._change(fetch(session, ClientRequest, request_id), urgency=urgency)

    def set_breach(self, request_id: str, breach: RequestBreach | None) -> None:
        """How the request itself went against the rules; None for not at all."""
        with self._store.writing("Change request") as session:
            self._change(fetch(session, ClientRequest, request_id), breach=breach)

    def open(self) -> tuple[RequestView, ...]:
        """What waits for an answer, the most pressing first; archived clients are left out."""
        with self._store.reading() as session:
            return open_requests(
                fetch_of(session), self._clock.now(), self._zones.zone(), self._calendars.calendar(), self._tr
            )

    def of_client(self, client_id: str) -> tuple[RequestView, ...]:
        """A client's requests: the open ones, the most pressing first, then the latest that are settled."""
        with self._store.reading() as session:
            waiting = self._views(session, f"{OPEN} AND r.client_id = ?", (client_id,))
            settled = self._views(session, _LAST_SETTLED, (client_id, SHOWN))
        return (*pressing_first(waiting), *reversed(settled))

    def get(self, request_id: str) -> RequestView:
        """One request.

        Raises:
            NotFound.
        """
        with self._store.reading() as session:
            fetch(session, ClientRequest, request_id)
            return self._views(session, "r.id = ?", (request_id,))[0]

    def figures(self, client_id: str | None, since: date) -> RequestFigures:
        """How answers to what arrived since a day kept the promise; of one client or of all."""
        where, values = "r.received_at >= ?", [stored(midnight(since, self._zones.zone()))]
        if client_id is not None:
            where, values = f"{where} AND r.client_id = ?", [*values, client_id]
        with self._store.reading() as session:
            judge = self._judge(session)
            rows = request_rows(fetch_of(session), where, values)
        return figures_of(rows, judge, short_day(since))

    def offer_for(self, touchpoint_id: str) -> RequestView | None:
        """The one open request that an entry logged by hand may have answered; None without such, or with more."""
        with self._store.reading() as session:
            touch = session.get(Touchpoint, touchpoint_id)
            if touch is None or not can_answer(touch):
                return None
            known = select(ClientRequest.id).where(ClientRequest.touchpoint_id == touch.id)  # type: ignore[call-overload]
            views = self._views(session, f"{OPEN} AND r.client_id = ?", (touch.client_id,))
            if len(views) != 1 or touch.at < views[0].received_at or session.execute(known).first():
                return None
            return views[0]

    def _log(self, session: Session, row: ClientRequest, kind: TouchKind, text: str) -> str:
        values: dict[str, Any] = {
            "client_id": row.client_id,
            "kind": kind,
            "text": text,
            "at": self._clock.now(),
            "channel": row.channel,
            "contact_id": row.contact_id,
        }
        return self._entered(session, values).id

    def _entered(self, session: Session, values: dict[str, Any]) -> Touchpoint:
        touch_id = self._touches.add_within(session, values)
        session.flush()
        return fetch(session, Touchpoint, touch_id)

    def _change(self, row: ClientRequest, **changes: Any) -> None:
        apply(row, cast(ClientRequestFields, changed(row, ClientRequestFields, changes)))

    def _judge(self, session: Session) -> Judge:
        zone = self._zones.zone()
        promises = Promises(fetch_of(session), zone, self._calendars.calendar())
        return Judge(promises, self._clock.now(), zone, self._tr)

    def _views(self, session: Session, where: str, values: tuple[Any, ...] = ()) -> list[RequestView]:
        rows = request_rows(fetch_of(session), where, values)
        if not rows:
            return []
        judge = self._judge(session)
        return [judge.view(row) for row in rows]


def start_clock(session: Session, touch: Touchpoint, urgency: Urgency, now: datetime) -> str:
    """An entry of the record asks something: its request, made now unless it has one; returns the request's id.

    The promised time runs from when the entry came.
    """
    same = select(ClientRequest.id).where(ClientRequest.touchpoint_id == touch.id)  # type: ignore[call-overload]
    known = session.execute(same).scalar()
    if known is not None:
        return str(known)
    values = {
        "client_id": touch.client_id,
        "contact_id": touch.contact_id,
        "received_at": touch.at,
        "urgency": urgency,
        "channel": touch.channel,
        "text": touch.text,
    }
    checked = validated(ClientRequestFields, values)
    row = ClientRequest(**checked.model_dump(), touchpoint_id=touch.id, created_at=now)
    session.add(row)
    return row.id


def _in_kind(session: Session, row: ClientRequest) -> TouchKind:
    """A call is answered by a call, a message by a message, anything else by mail."""
    asked = None if row.touchpoint_id is None else session.get(Touchpoint, row.touchpoint_id)
    replies = {TouchKind.CALL: TouchKind.CALL, TouchKind.MESSAGE_RECEIVED: TouchKind.MESSAGE_SENT}
    return TouchKind.MAIL_SENT if asked is None else replies.get(asked.kind, TouchKind.MAIL_SENT)


def _is_settled(row: ClientRequest) -> bool:
    return row.answered_at is not None or row.closed_at is not None


def _by_source(session: Session, client_id: str, source_key: str) -> Touchpoint | None:
    if not source_key:
        return None
    known = select(Touchpoint).where(
        Touchpoint.source_key == source_key,  # type: ignore[arg-type]
        Touchpoint.client_id == client_id,  # type: ignore[arg-type]
    )
    return session.execute(known.limit(1)).scalars().first()
