"""Address books in: organisations become clients, people their contacts; what is here already is left alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from clientdesk.models.errors import ImportRefused, InvalidInput, Problem
from clientdesk.models.tables import Client, ClientFields, Contact, ContactFields
from clientdesk.models.text import fold
from clientdesk.models.zones import known_zones
from clientdesk.services.interchange.csv_rows import Person, read_csv
from clientdesk.services.interchange.vcard_rows import read_vcards
from clientdesk.services.ports import Clock
from clientdesk.services.practice import PracticeService
from clientdesk.services.validation import validated
from clientdesk.store.first_reads import fetch_of
from clientdesk.store.unit_of_work import Store

_ENDINGS = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".vcf": "vcard", ".vcard": "vcard"}
_COLOURS = 8
UNDOABLE_ROWS = 20_000


def is_address_book(path: Path) -> bool:
    """Whether a file is read as CSV or vCard (by its ending)."""
    return path.suffix.lower() in _ENDINGS


@dataclass(slots=True)
class NewClient:
    """One client to add, or one that is here already (`client_id`) and gets more contacts."""

    fields: ClientFields
    client_id: str | None = None
    contacts: list[ContactFields] = field(default_factory=list)


@dataclass(slots=True)
class AddressBook:
    """What a file would add.

    Attributes:
        rows: rows read, those left out among them.
        known: people and organisations that are here already.
        skipped: rows left out for want of any name.
    """

    clients: list[NewClient] = field(default_factory=list)
    rows: int = 0
    known: int = 0
    skipped: tuple[Problem, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        added = sum(1 for client in self.clients if client.client_id is None)
        contacts = sum(len(client.contacts) for client in self.clients)
        return {name: count for name, count in (("clients", added), ("contacts", contacts)) if count}


class AddressBookImport:
    """Reads a file against the store, then stores what is new in one step."""

    def __init__(self, store: Store, clock: Clock, practice: PracticeService) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice

    def read(self, path: Path, *, skip_bad: bool = False, encoding: str | None = None) -> AddressBook:
        """Read and compare; nothing is stored.

        Raises:
            FileUnreadable: it can't be opened.
            ImportRefused: rows without any name (unless `skip_bad`), or entries that can't be kept.
        """
        reader = read_vcards if _ENDINGS[path.suffix.lower()] == "vcard" else read_csv
        people = list(reader(path, encoding))
        nameless = tuple(
            Problem(person.where, "no_name") for person in people if not (person.name or person.client)
        )
        if nameless and not skip_bad:
            raise ImportRefused(list(nameless), skippable=len(nameless))
        book = self._compared(person for person in people if person.name or person.client)
        book.skipped = nameless
        book.rows = len(people)
        return book

    def store(
        self, book: AddressBook, *, current: Collection[str] | None = None, label: str = "Import"
    ) -> tuple[str, ...]:
        """Add what is new in one step; returns the ids of new clients.

        Args:
            current: folded names of the new clients that are served now: they wait for *my clients in ten
                minutes*, the others are archived. None: all are served, and nothing is asked.
        """
        added: list[str] = []
        is_undoable = sum(book.counts.values()) <= UNDOABLE_ROWS
        with self._store.writing(label, undoable=is_undoable) as session:
            now, today = self._clock.now(), self._practice.today()
            tier_id = _default_tier(fetch_of(session)("SELECT id FROM tier WHERE is_default LIMIT 1", ()))
            count = fetch_of(session)("SELECT count(*) FROM client", ())[0][0]
            for entry in book.clients:
                client_id = entry.client_id
                if client_id is None:
                    values = entry.fields.model_dump() | {"tier_id": tier_id}
                    is_current = current is None or fold(entry.fields.name) in current
                    client = Client(
                        **values,
                        created_at=now,
                        added_on=today,
                        colour=(count + len(added)) % _COLOURS,
                        needs_intake=is_current and current is not None,
                        archived_at=None if is_current else now,
                    )
                    session.add(client)
                    client_id = client.id
                    added.append(client_id)
            session.flush()
            fresh = iter(added)
            for entry in book.clients:
                owner = entry.client_id or next(fresh)
                for position, contact in enumerate(entry.contacts):
                    values = contact.model_dump() | {"position": position}
                    session.add(Contact(**values, client_id=owner, created_at=now))
        return tuple(added)

    def _compared(self, people: Iterable[Person]) -> AddressBook:
        clients, contacts = self._present()
        book = AddressBook()
        groups: dict[str, NewClient] = {}
        problems: list[Problem] = []
        for person in people:
            try:
                self._add(book, groups, person, clients, contacts)
            except InvalidInput as error:
                problems += [Problem(f"{person.where}.{p.field}", p.code, p.facts) for p in error.problems]
        if problems:
            raise ImportRefused(problems[:200])
        book.clients = [entry for entry in groups.values() if entry.client_id is None or entry.contacts]
        return book

    def _add(
        self,
        book: AddressBook,
        groups: dict[str, NewClient],
        person: Person,
        clients: dict[str, str],
        contacts: set[tuple[str, str]],
    ) -> None:
        name = person.client or person.name
        key = fold(name)
        entry = groups.get(key)
        if entry is None:
            entry = groups[key] = NewClient(_client_fields(person, name), clients.get(key))
            if entry.client_id is not None and not person.name:
                book.known += 1
        if not person.name:
            return
        identity = (key, fold(person.name) + "|" + person.email.casefold())
        if identity in contacts:
            book.known += 1
            return
        contacts.add(identity)
        entry.contacts.append(_contact_fields(person))

    def _present(self) -> tuple[dict[str, str], set[tuple[str, str]]]:
        with self._store.reading() as session:
            fetch = fetch_of(session)
            clients = fetch("SELECT id, name FROM client", ())
            people = fetch(
                "SELECT c.name, p.name, p.email FROM contact p JOIN client c ON c.id = p.client_id", ()
            )
        return (
            {fold(name): client_id for client_id, name in clients},
            {(fold(client), fold(name) + "|" + email.casefold()) for client, name, email in people},
        )


def _default_tier(rows: list[tuple[str]]) -> str | None:
    return rows[0][0] if rows else None


def _client_fields(person: Person, name: str) -> ClientFields:
    return validated(
        ClientFields,
        {
            "name": name,
            "email": "" if person.client and person.name else person.email,
            "phone": "" if person.client and person.name else person.phone,
            "website": person.website,
            "address": person.address,
            "notes": "" if person.client and person.name else person.notes,
            "zone": person.zone if person.zone in known_zones() else None,
        },
    )


def _contact_fields(person: Person) -> ContactFields:
    return validated(
        ContactFields,
        {
            "name": person.name,
            "title": person.title,
            "email": person.email,
            "phone": person.phone,
            "notes": person.notes if person.client else "",
        },
    )
