"""Compares occurrences with what is kept and writes only what differs, so that a refresh leaves the rest alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import manager_of_class
from sqlmodel import Session

from clientdesk.models.ids import new_id
from clientdesk.models.tables import CalendarEvent, Client, Contact
from clientdesk.models.text import clean_line, clean_text
from clientdesk.services.calendars.expanding import Occurrence
from clientdesk.services.rows import table_of

_EVENT = table_of(CalendarEvent).c
_CLIENT = table_of(Client).c
_CONTACT = table_of(Contact).c
_COMPARED = (
    "uid",
    "recurrence",
    "title",
    "location",
    "starts_at",
    "ends_at",
    "is_all_day",
    "starts_on",
    "ends_on",
    "is_busy",
    "attendees",
    "client_id",
)
_MOST_ATTENDEE_TEXT = 20_000

Values = tuple[Any, ...]


@dataclass(slots=True)
class Difference:
    """What has to be written for one calendar. Values are in the order of the table's fields."""

    added: list[Values] = field(default_factory=list)
    changed: list[tuple[str, Values]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.added) + len(self.changed) + len(self.removed)

    def pieces(self, most: int) -> Iterable[Difference]:
        """The same in pieces, so that nobody waits long for the store."""
        for start in range(0, len(self.removed), most):
            yield Difference(removed=self.removed[start : start + most])
        for start in range(0, len(self.changed), most):
            yield Difference(changed=self.changed[start : start + most])
        for start in range(0, len(self.added), most):
            yield Difference(added=self.added[start : start + most])


def clients_by_address(session: Session) -> dict[str, str]:
    """Which client an e-mail address belongs to; those served now come before those put away.

    An address of two clients belongs to neither.
    """
    found: dict[str, str | None] = {}
    people = select(_CONTACT.email, _CONTACT.client_id, _CLIENT.archived_at).join(
        _CLIENT.id.table, _CLIENT.id == _CONTACT.client_id
    )
    firms = select(_CLIENT.email, _CLIENT.id, _CLIENT.archived_at)
    rows = [tuple(row) for query in (people, firms) for row in session.execute(query)]
    for is_archived in (False, True):
        known = dict(found)
        for email, client_id, archived_at in rows:
            address = email.strip().casefold()
            if not address or (archived_at is not None) is not is_archived or address in known:
                continue
            found[address] = client_id if found.get(address, client_id) == client_id else None
    return {address: client_id for address, client_id in found.items() if client_id is not None}


def client_of(attendees: str, clients: Mapping[str, str]) -> str | None:
    """The client of the first attendee that belongs to one."""
    if not attendees or not clients:
        return None
    return next((clients[address] for address in attendees.split("\n") if address in clients), None)


def difference(
    session: Session, calendar_id: str, occurrences: Iterable[Occurrence], clients: Mapping[str, str]
) -> Difference:
    """What must be written so that the calendar holds exactly these occurrences."""
    query = select(_EVENT.id, *(_EVENT[name] for name in _COMPARED)).where(_EVENT.calendar_id == calendar_id)
    kept = {(row[1], row[2]): (row[0], tuple(row[1:])) for row in session.execute(query)}
    found = Difference()
    seen: set[tuple[str, str]] = set()
    for occurrence in occurrences:
        values = _values(occurrence, clients)
        if (values[0], values[1]) in seen:
            continue
        seen.add((values[0], values[1]))
        before = kept.pop((values[0], values[1]), None)
        if before is None:
            found.added.append(values)
        elif before[1] != values:
            found.changed.append((before[0], values))
    found.removed = [event_id for event_id, _ in kept.values()]
    return found


def new_rows(occurrences: Sequence[Occurrence], clients: Mapping[str, str]) -> Difference:
    """Everything as new, for a calendar that isn't kept yet."""
    return Difference(added=[_values(occurrence, clients) for occurrence in occurrences])


def write(session: Session, calendar_id: str, what: Difference, now: datetime) -> None:
    """Write a difference, row by row through the session."""
    clients = {row[0] for row in session.execute(select(_CLIENT.id))}
    for values in what.added:
        session.add(_row(_untied(values, clients), calendar_id, now))
    for event_id, known in what.changed:
        values = _untied(known, clients)
        row = session.get(CalendarEvent, event_id)
        if row is not None:
            for name, value in zip(_COMPARED, values, strict=True):
                if getattr(row, name) != value:
                    setattr(row, name, value)
    for event_id in what.removed:
        row = session.get(CalendarEvent, event_id)
        if row is not None:
            session.delete(row)


def _untied(values: Values, clients: set[str]) -> Values:
    """The same without a client that was deleted meanwhile."""
    return values if values[-1] is None or values[-1] in clients else (*values[:-1], None)


def _row(values: Values, calendar_id: str, now: datetime) -> CalendarEvent:
    """A new row, set up at once: field by field takes most of the time of an import of thousands."""
    row: CalendarEvent = CalendarEvent.__new__(CalendarEvent)
    manager_of_class(CalendarEvent).setup_instance(row)
    row.__dict__.update(zip(_COMPARED, values, strict=True))
    row.__dict__.update(id=new_id(), calendar_id=calendar_id, created_at=now)
    return row


def rematched(session: Session, clients: Mapping[str, str]) -> list[tuple[str, str | None]]:
    """Events whose client is another one by now."""
    query = select(_EVENT.id, _EVENT.attendees, _EVENT.client_id).where(_EVENT.attendees != "")
    return [
        (row.id, wanted)
        for row in session.execute(query)
        if (wanted := client_of(row.attendees, clients)) != row.client_id
    ]


def _values(occurrence: Occurrence, clients: Mapping[str, str]) -> Values:
    attendees = _clean(occurrence.attendees, is_text=True)[:_MOST_ATTENDEE_TEXT]
    return (
        _clean(occurrence.uid)[:500],
        occurrence.recurrence[:64],
        _clean(occurrence.title)[:500],
        _clean(occurrence.location)[:500],
        occurrence.starts_at,
        occurrence.ends_at,
        occurrence.is_all_day,
        occurrence.starts_on,
        occurrence.ends_on,
        occurrence.is_busy,
        attendees,
        client_of(attendees, clients),
    )


def _clean(text: str, *, is_text: bool = False) -> str:
    """As the fields clean what is typed; what is printable throughout has nothing to drop."""
    if text.isprintable():
        whole = text if text.isascii() else unicodedata.normalize("NFC", text)
        return whole.strip() if is_text else " ".join(whole.split())
    return clean_text(text) if is_text else clean_line(text)
