"""*My clients in ten minutes*: names become clients at once, each line is then filled in one step."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session

from clientdesk.models.enums import TouchKind
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.intake import LastSpoke, spoke_on
from clientdesk.models.tables import (
    Client,
    ClientFields,
    Engagement,
    EngagementFields,
    Milestone,
    MilestoneFields,
    Rhythm,
    Tier,
    Touchpoint,
    TouchpointFields,
)
from clientdesk.models.text import clean_line, fold
from clientdesk.models.views.intake import IntakeRowView, NamesAdded
from clientdesk.services.clients import build_client, default_tier_id
from clientdesk.services.ports import Clock
from clientdesk.services.rhythms import adopt_in
from clientdesk.services.rows import currency_in, table_of, today_in, zone_in
from clientdesk.services.touchpoints import TOLD, last_of_each
from clientdesk.services.validation import validated
from clientdesk.store.unit_of_work import Store, fetch

CURRENT_WORK = "Current work"
SOURCE = "As I remembered it when I began"

_CLIENT = table_of(Client).c
_TIER = table_of(Tier).c
_RHYTHM = table_of(Rhythm).c
_ENGAGEMENT = table_of(Engagement).c
_MILESTONE = table_of(Milestone).c


class IntakeService:
    """The first ten minutes with one's own clients."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def add_names(self, names: Iterable[str]) -> NamesAdded:
        """Make a client of each name, in one step; names that are here already are left alone.

        Raises:
            InvalidInput: with each name that cannot be kept (`names.3`); nothing was stored.
        """
        wanted = list(names)
        with self._store.writing("Add clients") as session:
            known = {fold(name) for (name,) in session.execute(select(_CLIENT.name))}
            tier_id = default_tier_id(session)
            now, today = self._clock.now(), today_in(session, self._clock)
            added, before, problems = [], 0, []
            for number, name in enumerate(wanted):
                key = fold(clean_line(name))
                if key and key in known:
                    before += 1
                    continue
                known.add(key)
                try:
                    checked = validated(ClientFields, {"name": name, "tier_id": tier_id})
                except InvalidInput as error:
                    problems += [Problem(f"names.{number}", p.code, p.facts) for p in error.problems]
                    continue
                row = build_client(session, checked, now, today)
                row.needs_intake = True
                session.add(row)
                session.flush()
                added.append(row.id)
            if problems:
                raise InvalidInput(problems)
        return NamesAdded(tuple(added), before)

    def rows(self, also: Collection[str] = ()) -> list[IntakeRowView]:
        """Every active client still to be asked about, in the order of adding.

        Args:
            also: clients that stay in the list though they are done, such as those of this sitting.
        """
        shown: ColumnElement[bool] = _CLIENT.needs_intake.is_(True)
        if also:
            shown = or_(shown, _CLIENT.id.in_(list(also)))
        statement = (
            select(
                _CLIENT.id, _CLIENT.name, _CLIENT.colour, _CLIENT.tier_id, _TIER.name, _CLIENT.needs_intake
            )
            .select_from(table_of(Client).outerjoin(table_of(Tier), _CLIENT.tier_id == _TIER.id))
            .where(_CLIENT.archived_at.is_(None), shown)
            .order_by(_CLIENT.created_at, _CLIENT.id)
        )
        with self._store.reading() as session:
            told = last_of_each(session, self._clock, TOLD)
            promised = _rhythm_counts(session)
            expected = _expectations(session)
            return [
                IntakeRowView(
                    client_id=client_id,
                    name=name,
                    colour=colour,
                    tier_id=tier_id,
                    tier=tier or "",
                    is_done=not needs_intake,
                    last_spoke_on=told[client_id].on if client_id in told else None,
                    rhythms=promised.get(client_id, 0),
                    expects=expected.get(client_id, ("", None))[0],
                    expected_on=expected.get(client_id, ("", None))[1],
                )
                for client_id, name, colour, tier_id, tier, needs_intake in session.execute(statement)
            ]

    def count_open(self) -> int:
        """How many active clients are still to be asked about."""
        counting = (
            select(func.count())
            .select_from(table_of(Client))
            .where(_CLIENT.archived_at.is_(None), _CLIENT.needs_intake.is_(True))
        )
        with self._store.reading() as session:
            return int(session.execute(counting).scalar_one())

    def finish(
        self,
        client_id: str,
        *,
        tier_id: str | None = None,
        spoke: LastSpoke | None = None,
        adopts_rhythm: bool = True,
        expects: str = "",
        expected_on: date | None = None,
    ) -> None:
        """A line is done: tier, last word, promises and what they expect are stored in one step.

        Args:
            tier_id: None leaves the tier as it is.
            spoke: None when it isn't remembered; nothing is recorded then.
            adopts_rhythm: promise what the tier proposes, from today.
            expects: what they expect from me next; becomes a milestone under "Current work".

        Raises:
            InvalidInput: a date without what is expected, or words that cannot be kept.
            NotFound: no such client or tier.
        """
        if expected_on is not None and not clean_line(expects):
            raise InvalidInput([Problem("expects", "blank")])
        with self._store.writing("Fill in client") as session:
            client = fetch(session, Client, client_id)
            if tier_id is not None:
                client.tier_id = fetch(session, Tier, tier_id).id
            today = today_in(session, self._clock)
            if spoke is not None:
                session.add(self._touch(session, client_id, spoke_on(spoke, today), today))
            if adopts_rhythm:
                adopt_in(session, client, self._clock.now(), today=today)
            if clean_line(expects):
                self._add_expectation(session, client_id, expects, expected_on, today)
            client.needs_intake = False

    def leave_out(self, client_ids: Iterable[str]) -> None:
        """These need no filling in; their pages can be completed at any time."""
        with self._store.writing("Leave out client") as session:
            for client_id in client_ids:
                fetch(session, Client, client_id).needs_intake = False

    def _touch(self, session: Session, client_id: str, on: date, today: date) -> Touchpoint:
        zone, now = zone_in(session), self._clock.now()
        at = now if on == today else datetime.combine(on, time(12), tzinfo=zone)
        values = {"client_id": client_id, "kind": TouchKind.CALL, "at": at, "zone": str(zone)}
        return Touchpoint(**validated(TouchpointFields, values).model_dump(), created_at=now)

    def _add_expectation(
        self, session: Session, client_id: str, expects: str, expected_on: date | None, today: date
    ) -> None:
        engagement_id = self._current_work(session, client_id, today)
        last = select(func.max(_MILESTONE.position)).where(_MILESTONE.engagement_id == engagement_id)
        position = session.execute(last).scalar()
        values: dict[str, Any] = {
            "title": expects,
            "expected_on": expected_on,
            "expected_source": SOURCE if expected_on else "",
            "position": 0 if position is None else position + 1,
        }
        try:
            checked = validated(MilestoneFields, values)
        except InvalidInput as error:
            raise InvalidInput(
                [
                    Problem("expects" if p.field == "title" else p.field, p.code, p.facts)
                    for p in error.problems
                ]
            ) from error
        session.add(
            Milestone(**checked.model_dump(), engagement_id=engagement_id, created_at=self._clock.now())
        )

    def _current_work(self, session: Session, client_id: str, today: date) -> str:
        present = (
            select(_ENGAGEMENT.id)
            .where(_ENGAGEMENT.client_id == client_id, _ENGAGEMENT.title == CURRENT_WORK)
            .where(or_(_ENGAGEMENT.ends_on.is_(None), _ENGAGEMENT.ends_on >= today))
            .order_by(_ENGAGEMENT.id)
            .limit(1)
        )
        found: str | None = session.execute(present).scalar()
        if found is not None:
            return found
        values = {"title": CURRENT_WORK, "starts_on": today, "currency": currency_in(session)}
        row = Engagement(
            **validated(EngagementFields, values).model_dump(),
            client_id=client_id,
            created_at=self._clock.now(),
        )
        session.add(row)
        session.flush()
        return row.id


def _rhythm_counts(session: Session) -> dict[str, int]:
    query = (
        select(_RHYTHM.client_id, func.count())
        .where(_RHYTHM.client_id.is_not(None))
        .group_by(_RHYTHM.client_id)
    )
    return {owner: count for owner, count in session.execute(query)}  # noqa: C416 - a Row is no pair to dict()


def _expectations(session: Session) -> dict[str, tuple[str, date | None]]:
    query = (
        select(_ENGAGEMENT.client_id, _MILESTONE.title, _MILESTONE.expected_on)
        .select_from(
            table_of(Milestone).join(table_of(Engagement), _MILESTONE.engagement_id == _ENGAGEMENT.id)
        )
        .where(_ENGAGEMENT.title == CURRENT_WORK, _MILESTONE.actual_on.is_(None))
        .order_by(_MILESTONE.id)
    )
    return {owner: (title, expected_on) for owner, title, expected_on in session.execute(query)}
