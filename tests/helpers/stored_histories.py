"""Random histories written into a store, and read back by the gathering that the program itself runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import create_engine, insert
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel

from clientdesk.models.enums import HoldEvent, Layer, SigningKind
from clientdesk.models.tables import (
    Agreement,
    Client,
    Engagement,
    Milestone,
    Practice,
    Rhythm,
    SigningEvent,
    Tier,
    Touchpoint,
)
from clientdesk.store import driver
from clientdesk.store.first_reads import Fetch
from tests.helpers.check_in_histories import History

_MADE = datetime(2020, 1, 1, tzinfo=UTC)
_LEAST: dict[type[SQLModel], dict[str, Any]] = {
    Practice: {"name": "Practice", "zone": "UTC", "currency": "EUR", "locale": "en"},
    Tier: {"name": "Tier"},
    Client: {"name": "Client"},
    Engagement: {"title": "Work", "currency": "EUR"},
    Milestone: {"title": "Milestone"},
    Rhythm: {"layer": Layer.CLIENT},
    Touchpoint: {"zone": "UTC"},
    Agreement: {"title": "Paper"},
    SigningEvent: {"kind": SigningKind.EXECUTED},
}
"""What a row of each needs beside what a history says; parents before children."""


class HistoryStore:
    """An empty store with every table and index; keeps the histories of one group at a time."""

    def __init__(self) -> None:
        engine = create_engine(
            "sqlite://", module=driver.module, poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
        SQLModel.metadata.create_all(engine)
        self._connection = engine.connect()
        self._fetch("PRAGMA foreign_keys = ON", ())
        self._templates = {table: _template(table, values) for table, values in _LEAST.items()}

    @contextmanager
    def holding(self, histories: Sequence[History]) -> Iterator[Fetch]:
        """All these clients in one store, by the number of their history; forgotten afterwards."""
        with self._connection.begin() as transaction:
            rows = _Rows()
            rows.practice(histories[0].client.default_limit)
            for history in histories:
                rows.client(history)
            self._write(rows)
            yield self._fetch
            transaction.rollback()

    def close(self) -> None:
        self._connection.close()
        self._connection.engine.dispose()

    def _fetch(self, sql: str, values: Sequence[Any]) -> list[Any]:
        raw: Any = self._connection.connection.driver_connection
        return list(raw.execute(sql, tuple(values)).fetchall())

    def _write(self, rows: _Rows) -> None:
        for table, template in self._templates.items():
            found = [template | values for values in rows.of[table]]
            for number, values in enumerate(found):
                values["id"] = values["id"] or f"{table.__name__} {number}"
            if found:
                self._connection.execute(insert(table), found)


class _Rows:
    """The rows of every table, as the services would have written them."""

    def __init__(self) -> None:
        self.of: dict[type[SQLModel], list[dict[str, Any]]] = {table: [] for table in _LEAST}

    def practice(self, limit: int | None) -> None:
        self._add(Practice, limit_days=limit)

    def client(self, history: History) -> None:
        client, key = history.client, str(history.number)
        assert not client.milestones or client.engagements, "a milestone is one of an engagement"
        hold = client.hold
        self._add(Tier, id=key, limit_days=client.tier_limit, is_after=client.after_tier)
        self._add(
            Client,
            id=key,
            tier_id=key,
            added_on=client.added_on,
            limit_days=client.own_limit,
            archived_at=_MADE if client.archived else None,
            snoozed_until=client.snoozed_until,
            is_on_hold=hold is not None,
            hold_until=None if hold is None else hold.until,
            hold_event=None if hold is None or hold.event is None else HoldEvent(hold.event),
            hold_since=None if hold is None or hold.event is None else hold.since,
        )
        self._work(key, history)
        self._words(key, history)

    def _work(self, key: str, history: History) -> None:
        client = history.client
        for number, (starts_on, ends_on) in enumerate(client.engagements):
            self._add(Engagement, id=f"{key} {number}", client_id=key, starts_on=starts_on, ends_on=ends_on)
        for number, (planned_on, actual_on) in enumerate(client.milestones):
            owner = f"{key} {number % len(client.engagements)}"
            self._add(Milestone, engagement_id=owner, planned_on=planned_on, actual_on=actual_on)
        for number, at in enumerate(client.signed):
            self._add(Agreement, id=f"{key} {number}", client_id=key)
            self._add(SigningEvent, agreement_id=f"{key} {number}", at=at)

    def _words(self, key: str, history: History) -> None:
        for touch in history.client.touches:
            self._add(
                Touchpoint,
                client_id=key,
                at=touch.at,
                kind=touch.kind,
                state=touch.state,
                is_review=touch.is_review,
                is_meaningful=touch.meaningful,
            )
        for number, rhythm in enumerate(history.client.rhythms):
            self._add(
                Rhythm,
                id=f"{key} {number}",
                client_id=key,
                kind=rhythm.kind,
                unit=rhythm.unit,
                every=rhythm.every,
                weekday=rhythm.weekday,
                nth=rhythm.nth,
                offset_days=rhythm.offset,
                starts_on=rhythm.starts_on,
                ends_on=rhythm.ends_on,
            )

    def _add(self, table: type[SQLModel], **values: Any) -> None:
        self.of[table].append(values)


def _template(table: type[SQLModel], values: dict[str, Any]) -> dict[str, Any]:
    made = table(**values, created_at=_MADE).model_dump()
    return {**made, "id": ""}
