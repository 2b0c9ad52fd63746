"""Clients and the people there: adding, changing, putting away, and the list of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlmodel import Session

from clientdesk.models.enums import ContactRole, Stage
from clientdesk.models.likely import Likely, reached_on
from clientdesk.models.tables import (
    Client,
    ClientFields,
    Contact,
    ContactFields,
    Engagement,
    Milestone,
    Tier,
)
from clientdesk.models.text import clean_line, fold
from clientdesk.models.views.clients import ClientRowView, ClientView, ContactView, GapView, LastTouchView
from clientdesk.services.ports import Clock
from clientdesk.services.rows import table_of, today_in
from clientdesk.services.touchpoints import HEARD, TOLD, last_of_each
from clientdesk.services.validation import apply, changed, validated
from clientdesk.store.unit_of_work import Store, delete_tree, fetch

COLOURS = 8

_CLIENT = table_of(Client).c
_CONTACT = table_of(Contact).c
_TIER = table_of(Tier).c
_ENGAGEMENT = table_of(Engagement).c
_MILESTONE = table_of(Milestone).c


class LikelyDates(Protocol):
    """Where likely dates come from."""

    def likely(self) -> Mapping[str, Likely]: ...


class ClientService:
    """Who is served."""

    def __init__(self, store: Store, clock: Clock, likely: LikelyDates) -> None:
        self._store = store
        self._clock = clock
        self._likely = likely

    def add(self, name: str, **more: Any) -> str:
        """Add a client; a name is enough, the rest comes from the default tier. Returns its id.

        Raises:
            InvalidInput: with the problems by field; nothing was stored.
        """
        with self._store.writing("Add client") as session:
            checked = validated(ClientFields, {"tier_id": default_tier_id(session)} | more | {"name": name})
            _check_tier(session, checked.tier_id)
            row = build_client(session, checked, self._clock.now(), today_in(session, self._clock))
            session.add(row)
            return row.id

    def update(self, client_id: str, **changes: Any) -> None:
        """Change what is known about a client.

        Raises:
            InvalidInput: with the problems by field; nothing was stored.
        """
        with self._store.writing("Change client") as session:
            row = fetch(session, Client, client_id)
            checked = changed(row, ClientFields, changes)
            if "tier_id" in changes:
                _check_tier(session, changes["tier_id"])
            apply(row, checked)

    def set_tier(self, client_ids: Iterable[str], tier_id: str | None) -> None:
        """Move clients to a tier.

        Raises:
            NotFound: no such tier or client.
        """
        with self._store.writing("Change tier") as session:
            _check_tier(session, tier_id)
            for client_id in client_ids:
                fetch(session, Client, client_id).tier_id = tier_id

    def set_stage(self, client_ids: Iterable[str], stage: Stage) -> None:
        """Move clients to a stage."""
        with self._store.writing("Change stage") as session:
            for client_id in client_ids:
                fetch(session, Client, client_id).stage = Stage(stage)

    def archive(self, client_ids: Iterable[str]) -> None:
        """Put clients away: nothing is lost, nothing is due (undoable)."""
        now = self._clock.now()
        with self._store.writing("Archive client") as session:
            for client_id in client_ids:
                row = fetch(session, Client, client_id)
                row.archived_at = row.archived_at or now

    def unarchive(self, client_ids: Iterable[str]) -> None:
        """Bring archived clients back."""
        with self._store.writing("Bring back client") as session:
            for client_id in client_ids:
                fetch(session, Client, client_id).archived_at = None

    def delete(self, client_id: str) -> None:
        """Delete a client with everything that belongs to it, papers included."""
        with self._store.writing("Delete client") as session:
            delete_tree(session, fetch(session, Client, client_id))

    def finish_intake(self, client_ids: Iterable[str]) -> None:
        """These were asked about in *my clients in ten minutes*."""
        with self._store.writing("Finish intake") as session:
            for client_id in client_ids:
                fetch(session, Client, client_id).needs_intake = False

    def list_active(self) -> list[ClientRowView]:
        """Every client not archived, by name."""
        return self._rows(_listing().where(_CLIENT.archived_at.is_(None)))

    def list_archived(self) -> list[ClientRowView]:
        """Every archived client, by name."""
        return self._rows(_listing().where(_CLIENT.archived_at.is_not(None)))

    def active_names(self) -> dict[str, str]:
        """Id and name of every client not archived, by name."""
        naming = select(_CLIENT.id, _CLIENT.name).where(_CLIENT.archived_at.is_(None))
        with self._store.reading() as session:
            found = [(client_id, name) for client_id, name in session.execute(naming)]
        return dict(sorted(found, key=lambda one: (fold(one[1]), one[0])))

    def count_active(self) -> int:
        """How many clients are not archived."""
        return self._count(_CLIENT.archived_at.is_(None))

    def count_archived(self) -> int:
        """How many clients are archived."""
        return self._count(_CLIENT.archived_at.is_not(None))

    def find(self, name: str) -> list[str]:
        """Ids of the clients of that name, whatever its case and accents; archived ones included."""
        wanted = fold(clean_line(name))
        with self._store.reading() as session:
            found = session.execute(select(_CLIENT.id, _CLIENT.name).order_by(_CLIENT.id))
            return [client_id for client_id, known in found if fold(known) == wanted]

    def get(self, client_id: str) -> ClientView:
        """One client with its people.

        Raises:
            NotFound: there is none.
        """
        likely = self._likely.likely()
        with self._store.reading() as session:
            row = fetch(session, Client, client_id)
            tier = session.get(Tier, row.tier_id) if row.tier_id else None
            return ClientView(
                client_id=row.id,
                colour=row.colour,
                tier=tier.name if tier else "",
                added_on=row.added_on,
                is_archived=row.archived_at is not None,
                needs_intake=row.needs_intake,
                contacts=_contacts(session, client_id),
                last_told=last_of_each(session, self._clock, TOLD, client_id).get(client_id),
                last_heard=last_of_each(session, self._clock, HEARD, client_id).get(client_id),
                gap=_gaps(session, likely, client_id).get(client_id),
                **{name: getattr(row, name) for name in ClientFields.model_fields},
            )

    def add_contact(self, client_id: str, name: str, **more: Any) -> str:
        """Add a person at a client. Returns its id.

        Raises:
            InvalidInput: with the problems by field.
        """
        with self._store.writing("Add contact") as session:
            fetch(session, Client, client_id)
            last = select(func.max(_CONTACT.position)).where(_CONTACT.client_id == client_id)
            position = session.execute(last).scalar()
            values = {"position": 0 if position is None else position + 1} | more | {"name": name}
            checked = validated(ContactFields, values)
            row = Contact(**_plain(checked), client_id=client_id, created_at=self._clock.now())
            session.add(row)
            return row.id

    def update_contact(self, contact_id: str, **changes: Any) -> None:
        """Change what is known about a person.

        Raises:
            InvalidInput: with the problems by field.
        """
        with self._store.writing("Change contact") as session:
            row = fetch(session, Contact, contact_id)
            checked = changed(row, ContactFields, changes)
            for key, value in _plain(checked).items():
                if getattr(row, key) != value:
                    setattr(row, key, value)

    def delete_contact(self, contact_id: str) -> None:
        """Delete a person; what was recorded with them stays."""
        with self._store.writing("Delete contact") as session:
            delete_tree(session, fetch(session, Contact, contact_id))

    def list_contacts(self, client_id: str) -> tuple[ContactView, ...]:
        """The people at a client, in their order."""
        with self._store.reading() as session:
            return _contacts(session, client_id)

    def _count(self, condition: ColumnElement[bool]) -> int:
        counting = select(func.count()).select_from(table_of(Client)).where(condition)
        with self._store.reading() as session:
            return int(session.execute(counting).scalar_one())

    def _rows(self, statement: Select[Any]) -> list[ClientRowView]:
        likely = self._likely.likely()
        with self._store.reading() as session:
            told = last_of_each(session, self._clock, TOLD)
            gaps = _gaps(session, likely)
            rows = [_row_view(found, told, gaps) for found in session.execute(statement)]
        return sorted(rows, key=lambda row: (fold(row.name), row.client_id))


def default_tier_id(session: Session) -> str | None:
    """The tier new clients get; None while there are no tiers."""
    chosen = select(_TIER.id).where(_TIER.is_default.is_(True)).order_by(_TIER.position, _TIER.id).limit(1)
    return session.execute(chosen).scalar()


def build_client(session: Session, checked: ClientFields, now: datetime, today: date) -> Client:
    """A client row from validated fields: the next colour in turn, known from today."""
    newest = select(_CLIENT.colour).order_by(_CLIENT.created_at.desc(), _CLIENT.id.desc()).limit(1)
    last = session.execute(newest).scalar()
    colour = 0 if last is None else (last + 1) % COLOURS
    return Client(**checked.model_dump(), created_at=now, added_on=today, colour=colour)


def _check_tier(session: Session, tier_id: str | None) -> None:
    if tier_id is not None:
        fetch(session, Tier, tier_id)


def _plain(checked: Any) -> dict[str, Any]:
    values: dict[str, Any] = checked.model_dump()
    values["roles"] = [role.value for role in dict.fromkeys(checked.roles)]
    return values


def _listing() -> Select[Any]:
    return select(
        _CLIENT.id,
        _CLIENT.name,
        _CLIENT.colour,
        _CLIENT.tier_id,
        _TIER.name.label("tier"),
        _CLIENT.stage,
        _CLIENT.email,
        _CLIENT.zone,
        _CLIENT.added_on,
        _CLIENT.archived_at,
        _CLIENT.needs_intake,
    ).select_from(table_of(Client).outerjoin(table_of(Tier), _CLIENT.tier_id == _TIER.id))


def _row_view(
    found: Row[Any],
    told: dict[str, LastTouchView],
    gaps: dict[str, GapView],
) -> ClientRowView:
    return ClientRowView(
        client_id=found.id,
        name=found.name,
        colour=found.colour,
        tier_id=found.tier_id,
        tier=found.tier or "",
        stage=found.stage,
        email=found.email,
        zone=found.zone,
        added_on=found.added_on,
        is_archived=found.archived_at is not None,
        needs_intake=found.needs_intake,
        last_told=told.get(found.id),
        gap=gaps.get(found.id),
    )


def _contacts(session: Session, client_id: str) -> tuple[ContactView, ...]:
    statement = (
        select(
            _CONTACT.id,
            _CONTACT.name,
            _CONTACT.title,
            _CONTACT.email,
            _CONTACT.phone,
            _CONTACT.roles,
            _CONTACT.notes,
        )
        .where(_CONTACT.client_id == client_id)
        .order_by(_CONTACT.position, _CONTACT.id)
    )
    return tuple(
        ContactView(
            contact_id=found.id,
            client_id=client_id,
            name=found.name,
            title=found.title,
            email=found.email,
            phone=found.phone,
            roles=_roles(found.roles),
            notes=found.notes,
        )
        for found in session.execute(statement)
    )


def _roles(stored: Sequence[str]) -> tuple[ContactRole, ...]:
    return tuple(ContactRole(role) for role in stored)


def _gaps(session: Session, likely: Mapping[str, Likely], client_id: str | None = None) -> dict[str, GapView]:
    """The biggest gap of each client among its open milestones that are expected, and planned or likely late."""
    statement = (
        select(
            _ENGAGEMENT.client_id,
            _MILESTONE.id,
            _MILESTONE.title,
            _MILESTONE.expected_on,
            _MILESTONE.planned_on,
        )
        .select_from(
            table_of(Milestone).join(table_of(Engagement), _MILESTONE.engagement_id == _ENGAGEMENT.id)
        )
        .where(
            _MILESTONE.actual_on.is_(None),
            _MILESTONE.expected_on.is_not(None),
        )
        .order_by(_MILESTONE.expected_on, _MILESTONE.id)
    )
    if client_id is not None:
        statement = statement.where(_ENGAGEMENT.client_id == client_id)
    worst: dict[str, GapView] = {}
    for owner, milestone_id, title, expected_on, planned_on in session.execute(statement):
        reached = reached_on(expected_on, planned_on, None, likely.get(milestone_id))
        if reached is None:
            continue
        days = (reached - expected_on).days
        gap = GapView(days, milestone_id, title, expected_on, reached, is_likely=reached != planned_on)
        if owner not in worst or _weight(gap) > _weight(worst[owner]):
            worst[owner] = gap
    return worst


def _weight(gap: GapView) -> tuple[bool, int]:
    return (gap.days > 0, abs(gap.days))
