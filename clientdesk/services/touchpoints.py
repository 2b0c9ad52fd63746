"""Every contact with a client: logging, booking, confirming, and reading the record back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, and_, or_, select
from sqlmodel import Session

from clientdesk.models.enums import RhythmKind, TouchKind, TouchState
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.tables import Client, Contact, Touchpoint, TouchpointFields
from clientdesk.models.views.clients import LastTouchView
from clientdesk.models.views.today import UntoldView
from clientdesk.models.views.touchpoints import TouchpointView
from clientdesk.services.booked_notes import call_off, ends, move_along
from clientdesk.services.ports import Clock
from clientdesk.services.request_entries import follow_entry, open_again
from clientdesk.services.rows import end_of, table_of, today_in, zone_in
from clientdesk.services.told_words import TELLING
from clientdesk.services.untold import untold
from clientdesk.services.validation import apply, changed, validated
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import fetch_of, instant_of, local_days, stored
from clientdesk.store.unit_of_work import Store, delete_tree, fetch

TALKED = frozenset({TouchKind.CALL, TouchKind.VIDEO, TouchKind.MEETING})
"""Both sides spoke: told and heard at once. Only these can be booked."""

TOLD = frozenset(TELLING)
HEARD = TALKED | {TouchKind.MAIL_RECEIVED, TouchKind.MESSAGE_RECEIVED}

TOLD_BY = {
    RhythmKind.UPDATE: (TouchKind.UPDATE, False),
    RhythmKind.CALL: (TouchKind.CALL, False),
    RhythmKind.REVIEW: (TouchKind.MEETING, True),
    RhythmKind.SATISFACTION: (TouchKind.SATISFACTION, False),
    RhythmKind.KEY_DATE: (TouchKind.PERSONAL, False),
    RhythmKind.PERSONAL: (TouchKind.PERSONAL, False),
    RhythmKind.WIN_BACK: (TouchKind.PERSONAL, False),
}
"""The touch that keeps each kind of rhythm, and whether it is marked as a review."""

MOST_AT_ONCE = 200


def told_by(owed: RhythmKind | None) -> tuple[TouchKind, bool]:
    """The touch that says what is owed, and whether it is a review; without a promise an update."""
    return TOLD_BY[owed] if owed else (TouchKind.UPDATE, False)


_TOUCH = table_of(Touchpoint).c
_CONTACT = table_of(Contact).c


class TouchpointService:
    """What was said to whom and when; what is booked."""

    def __init__(self, store: Store, clock: Clock, translate: Translate = str) -> None:
        self._store = store
        self._clock = clock
        self._tr = translate

    def log(
        self,
        client_id: str,
        kind: TouchKind,
        text: str = "",
        *,
        at: datetime | None = None,
        channel: str = "",
        is_review: bool = False,
        contact_id: str | None = None,
        engagement_id: str | None = None,
        duration_minutes: int | None = None,
        asks_text: bool = False,
    ) -> str:
        """Record a touch that took place; now, unless `at` says when. Returns its id.

        Args:
            asks_text: Today asks once what was said.

        Raises:
            InvalidInput: a date after today, a note without words, a duration of nothing.
            NotFound: no such client or contact.
        """
        values: dict[str, Any] = {
            "client_id": client_id,
            "kind": kind,
            "text": text,
            "at": at or self._clock.now(),
            "channel": channel,
            "is_review": is_review,
            "contact_id": contact_id,
            "engagement_id": engagement_id,
            "duration_minutes": duration_minutes,
            "asks_text": asks_text,
        }
        with self._store.writing("Log update" if kind in TOLD else "Log touch") as session:
            return self._add(session, values)

    def log_event(
        self,
        client_id: str,
        kind: TouchKind,
        text: str,
        *,
        at: datetime,
        duration_minutes: int,
        source_key: str,
        state: TouchState = TouchState.HELD,
    ) -> str:
        """Record a calendar's meeting as held or missed. Returns its id.

        Raises:
            InvalidInput: it lies on a day after today.
            NotFound: no such client.
        """
        values: dict[str, Any] = {
            "client_id": client_id,
            "kind": kind,
            "state": state,
            "text": text,
            "at": at,
            "duration_minutes": duration_minutes,
            "source_key": source_key,
        }
        with self._store.writing("Meeting held" if state is TouchState.HELD else "Meeting missed") as session:
            return self._add(session, values)

    def log_told(
        self, client_id: str, owed: RhythmKind | None = None, text: str = "", *, asks_text: bool = False
    ) -> str:
        """They were told just now: a touch of the kind that fell due, for the private limit an update.

        Args:
            asks_text: it was said by one press: Today asks once what it was.

        Returns:
            Its id.
        """
        kind, is_review = told_by(owed)
        return self.log(client_id, kind, text, is_review=is_review, asks_text=asks_text)

    def untold(self) -> tuple[UntoldView, ...]:
        """Whom Today asks about: told by one press, without words yet, the newest first."""
        with self._store.reading() as session:
            return untold(fetch_of(session), self._clock.now())

    def say_told(self, touchpoint_id: str, text: str) -> None:
        """What was told, afterwards.

        Raises:
            InvalidInput: nothing, or too much, was said.
        """
        if not text.strip():
            raise InvalidInput([Problem("text", "blank")])
        with self._store.writing("Say what was told") as session:
            row = fetch(session, Touchpoint, touchpoint_id)
            apply(
                row,
                cast(TouchpointFields, changed(row, TouchpointFields, {"text": text, "asks_text": False})),
            )

    def skip_told(self, touchpoint_id: str) -> None:
        """Not to be asked again what was told (undoable)."""
        with self._store.writing("Skip what was told") as session:
            fetch(session, Touchpoint, touchpoint_id).asks_text = False

    def told_kind(self, owed: RhythmKind | None) -> tuple[TouchKind, bool]:
        """What *I told them* would log for what is owed: the kind, and whether it is a review."""
        return told_by(owed)

    def plan(
        self,
        client_id: str,
        kind: TouchKind,
        at: datetime,
        *,
        duration_minutes: int | None = None,
        is_review: bool = False,
        text: str = "",
        channel: str = "",
        contact_id: str | None = None,
    ) -> str:
        """Book a call, video call or meeting. Returns its id.

        Raises:
            InvalidInput: another kind; a duration of nothing.
            NotFound: no such client or contact.
        """
        if kind not in TALKED:
            raise InvalidInput([Problem("kind", "not_bookable")])
        values: dict[str, Any] = {
            "client_id": client_id,
            "kind": kind,
            "state": TouchState.PLANNED,
            "text": text,
            "at": at,
            "channel": channel,
            "is_review": is_review,
            "contact_id": contact_id,
            "duration_minutes": duration_minutes,
        }
        with self._store.writing("Book meeting") as session:
            return self._add(session, values)

    def confirm_held(self, touchpoint_id: str) -> None:
        """A booked one took place.

        Raises:
            InvalidInput: it lies on a day after today.
        """
        with self._store.writing("Meeting held") as session:
            row = fetch(session, Touchpoint, touchpoint_id)
            self._refuse_future(session, row.at)
            row.state = TouchState.HELD

    def cancel(self, touchpoint_id: str) -> None:
        """A booked one was called off."""
        with self._store.writing("Cancel meeting") as session:
            row = fetch(session, Touchpoint, touchpoint_id)
            row.state = TouchState.CANCELLED
            follow_entry(session, row)
            call_off(session, row, self._tr)

    def miss(self, touchpoint_id: str) -> None:
        """A booked one did not take place, though nobody called it off."""
        with self._store.writing("Meeting missed") as session:
            row = fetch(session, Touchpoint, touchpoint_id)
            row.state = TouchState.MISSED
            follow_entry(session, row)
            call_off(session, row, self._tr)

    def update(self, touchpoint_id: str, **changes: Any) -> None:
        """Change what was recorded.

        Raises:
            InvalidInput: with the problems by field.
        """
        with self._store.writing("Change entry") as session:
            row = fetch(session, Touchpoint, touchpoint_id)
            checked = cast(TouchpointFields, changed(row, TouchpointFields, changes))
            self._check(session, checked)
            was_planned, ended_at = row.state is TouchState.PLANNED, ends(row)
            apply(row, checked)
            follow_entry(session, row)
            if was_planned and row.state is TouchState.PLANNED:
                move_along(session, row, ended_at)
            elif was_planned and row.state is not TouchState.HELD:
                call_off(session, row, self._tr)

    def set_meaningful(self, touchpoint_id: str, is_meaningful: bool | None) -> None:
        """Say whether this one counts for the private limit; None goes by its kind again."""
        with self._store.writing("Change entry") as session:
            fetch(session, Touchpoint, touchpoint_id).is_meaningful = is_meaningful

    def delete(self, touchpoint_id: str) -> None:
        """Take an entry off the record (undoable)."""
        with self._store.writing("Delete entry") as session:
            row = fetch(session, Touchpoint, touchpoint_id)
            if row.state is TouchState.PLANNED:
                call_off(session, row, self._tr)
            open_again(session, row)
            delete_tree(session, row)

    def get(self, touchpoint_id: str) -> TouchpointView:
        """One touch.

        Raises:
            NotFound: there is none.
        """
        with self._store.reading() as session:
            fetch(session, Touchpoint, touchpoint_id)
            found = session.execute(_listing().where(_TOUCH.id == touchpoint_id)).one()
            return _view(found, zone_in(session), self._clock.now())

    def stream(
        self,
        client_id: str,
        limit: int = 50,
        before: TouchpointView | None = None,
        kinds: Collection[TouchKind] | None = None,
    ) -> list[TouchpointView]:
        """The record of a client, newest first, at most 200 at once; booked ones are not in it.

        Args:
            client_id: whose.
            limit: how many.
            before: the last one already seen.
            kinds: only these.
        """
        statement = (
            _listing()
            .where(_TOUCH.client_id == client_id, _TOUCH.state != TouchState.PLANNED)
            .order_by(_TOUCH.at.desc(), _TOUCH.id.desc())
            .limit(max(1, min(limit, MOST_AT_ONCE)))
        )
        if before is not None:
            earlier = or_(
                _TOUCH.at < before.at, and_(_TOUCH.at == before.at, _TOUCH.id < before.touchpoint_id)
            )
            statement = statement.where(_TOUCH.at <= before.at, earlier)
        if kinds is not None:
            statement = statement.where(_TOUCH.kind.in_(list(kinds)))
        return self._read(statement)

    def booked(self, client_id: str) -> list[TouchpointView]:
        """What is booked with a client, earliest first; those past and never confirmed are among them."""
        return self._read(
            _listing()
            .where(_TOUCH.client_id == client_id, _TOUCH.state == TouchState.PLANNED)
            .order_by(_TOUCH.at, _TOUCH.id)
            .limit(MOST_AT_ONCE)
        )

    def last_told(self, client_id: str) -> TouchpointView | None:
        """The newest held touch that told the client something."""
        return self._last(client_id, TOLD)

    def last_heard(self, client_id: str) -> TouchpointView | None:
        """The newest held touch in which the client spoke."""
        return self._last(client_id, HEARD)

    def _last(self, client_id: str, kinds: Iterable[TouchKind]) -> TouchpointView | None:
        with self._store.reading() as session:
            newest = last_of_each(session, self._clock, kinds, client_id).get(client_id)
            if newest is None:
                return None
            found = session.execute(
                _listing()
                .where(
                    _TOUCH.client_id == client_id,
                    _TOUCH.at == newest.at,
                    _TOUCH.kind == newest.kind,
                    _TOUCH.state == TouchState.HELD,
                )
                .order_by(_TOUCH.id.desc())
                .limit(1)
            ).one()
            return _view(found, zone_in(session), self._clock.now())

    def _read(self, statement: Select[Any]) -> list[TouchpointView]:
        with self._store.reading() as session:
            zone, now = zone_in(session), self._clock.now()
            return [_view(found, zone, now) for found in session.execute(statement)]

    def add_within(self, session: Session, values: dict[str, Any]) -> str:
        """Record a touch as a part of another writing; see `log`."""
        return self._add(session, values)

    def _add(self, session: Session, values: dict[str, Any]) -> str:
        checked = validated(TouchpointFields, values | {"zone": str(zone_in(session))})
        self._check(session, checked)
        row = Touchpoint(**checked.model_dump(), created_at=self._clock.now())
        session.add(row)
        return row.id

    def _check(self, session: Session, checked: TouchpointFields) -> None:
        fetch(session, Client, checked.client_id)
        problems = []
        if checked.kind == TouchKind.NOTE and not checked.text:
            problems.append(Problem("text", "blank"))
        if checked.duration_minutes is not None and checked.duration_minutes <= 0:
            problems.append(Problem("duration_minutes", "not_positive"))
        if checked.is_review and checked.kind not in {TouchKind.VIDEO, TouchKind.MEETING}:
            problems.append(Problem("is_review", "review_needs_meeting"))
        if checked.contact_id is not None and (
            fetch(session, Contact, checked.contact_id).client_id != checked.client_id
        ):
            problems.append(Problem("contact_id", "not_a_choice"))
        if problems:
            raise InvalidInput(problems)
        if checked.state == TouchState.HELD:
            self._refuse_future(session, checked.at)

    def _refuse_future(self, session: Session, at: datetime) -> None:
        today = today_in(session, self._clock)
        if at >= end_of(today, zone_in(session)):
            raise InvalidInput([Problem("at", "in_future", {"today": today})])


def last_of_each(
    session: Session, clock: Clock, kinds: Iterable[TouchKind], client_id: str | None = None
) -> dict[str, LastTouchView]:
    """The newest held touch of these kinds by client; of one client or of all.

    A walk down each client's own stream to the first that fits: usually a few rows. Without the `|| ''`
    the planner would take the index on state and scan the whole record for every client.
    """
    zone = zone_in(session)
    words = sorted(kinds)
    wanted = ", ".join("?" for _ in words)
    only = " WHERE c.id = ?" if client_id is not None else ""
    found = fetch_of(session)(
        "SELECT c.id, t.kind, t.at FROM client c JOIN touchpoint t ON t.id = (SELECT n.id FROM touchpoint n"  # noqa: S608
        f" WHERE n.client_id = c.id AND n.state || '' = ? AND n.kind IN ({wanted}) AND n.at < ?"
        f" ORDER BY n.at DESC LIMIT 1){only}",
        [
            TouchState.HELD.value,
            *words,
            stored(end_of(clock.now().astimezone(zone).date(), zone)),
            *([client_id] if client_id is not None else []),
        ],
    )
    local = local_days(zone)
    return {
        owner: LastTouchView(at=instant_of(at), on=local.of(at), kind=_KIND_OF[kind])
        for owner, kind, at in found
    }


_KIND_OF = {kind.value: kind for kind in TouchKind}


def _listing() -> Select[Any]:
    return select(
        _TOUCH.id,
        _TOUCH.client_id,
        _TOUCH.contact_id,
        _CONTACT.name,
        _TOUCH.kind,
        _TOUCH.state,
        _TOUCH.at,
        _TOUCH.duration_minutes,
        _TOUCH.is_review,
        _TOUCH.is_meaningful,
        _TOUCH.channel,
        _TOUCH.text,
    ).select_from(table_of(Touchpoint).outerjoin(table_of(Contact), _TOUCH.contact_id == _CONTACT.id))


def _view(found: Row[Any], zone: ZoneInfo, now: datetime) -> TouchpointView:
    local = found.at.astimezone(zone)
    ends = found.at + timedelta(minutes=found.duration_minutes or 0)
    return TouchpointView(
        touchpoint_id=found.id,
        client_id=found.client_id,
        contact_id=found.contact_id,
        contact=found.name or "",
        kind=found.kind,
        state=found.state,
        at=found.at,
        local_at=local,
        on=local.date(),
        duration_minutes=found.duration_minutes,
        is_review=found.is_review,
        is_meaningful=found.is_meaningful,
        channel=found.channel,
        text=found.text,
        is_unconfirmed=found.state == TouchState.PLANNED and ends < now,
    )
