"""Reads mail from files and takes chosen messages into the record: heads only, one step that undo takes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from clientdesk.models.enums import TouchKind, TouchState, Urgency
from clientdesk.models.errors import InvalidInput, NotFound, Problem
from clientdesk.models.tables import (
    Practice,
    Touchpoint,
    TouchpointFields,
)
from clientdesk.models.tables.base import EARLIEST
from clientdesk.models.views.mail import MOST_AT_ONCE, MailProposal, MailReading
from clientdesk.services.calendars.ports import Cancel
from clientdesk.services.mail.mail_files import source_of
from clientdesk.services.mail.matching import AddressBook, Owner
from clientdesk.services.mail.ports import MailSource, MessageHead, Progress
from clientdesk.services.ports import Clock
from clientdesk.services.requests import start_clock
from clientdesk.services.rows import end_of, zone_in
from clientdesk.services.validation import validated
from clientdesk.store.first_reads import Fetch, fetch_of
from clientdesk.store.unit_of_work import Store

LABEL = "Take in mail"
CHANNEL = "Email"


class MailService:
    """Mail as a witness of who was told and who was heard."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def read_files(
        self,
        paths: Sequence[Path],
        cancel: Cancel | None = None,
        progress: Progress | None = None,
        client_id: str = "",
    ) -> MailReading:
        """Look at files of mail; nothing is kept.

        Args:
            client_id: whose page they were dropped on, if any: mail with an address nobody has is theirs.

        Raises:
            FileUnreadable: one of them can't be read, or is no mail.
            Cancelled.
        """
        return self.read([source_of(path) for path in paths], cancel, progress, client_id)

    def read(
        self,
        sources: Iterable[MailSource],
        cancel: Cancel | None = None,
        progress: Progress | None = None,
        client_id: str = "",
    ) -> MailReading:
        """Look at mail from anywhere; nothing is kept.

        Raises:
            FileUnreadable: one source can't be read.
            Cancelled.
        """
        with self._store.reading() as session:
            fetch = fetch_of(session)
            book, known, zone = _address_book(fetch, client_id), _known(fetch), zone_in(session)
        today = self._clock.now().astimezone(zone).date()
        found = _Found(book, known, zone, end_of(today, zone))
        stop = cancel or Cancel()
        for source in sources:
            for head in source.heads(stop, progress or _no_progress):
                found.add(head)
        return found.reading()

    def take(
        self, reading: MailReading, keys: Collection[str] | None = None, asks: Collection[str] = ()
    ) -> list[str]:
        """Keep chosen proposals as entries of the record; ids of the touchpoints, newest first.

        What was taken in the meantime, or whose client is gone, is left out.

        Args:
            keys: of the proposals; None for all that are not ambiguous.
            asks: keys of received mail that wants an answer: the promised response time runs from it.

        Raises:
            InvalidInput: more than `MOST_AT_ONCE`.
        """
        chosen = [
            one for one in reading.proposals if (not one.is_ambiguous if keys is None else one.key in keys)
        ]
        if len(chosen) > MOST_AT_ONCE:
            raise InvalidInput([Problem("mail", "too_many_at_once", {"most": MOST_AT_ONCE})])
        now = self._clock.now()
        with self._store.writing(LABEL) as session:
            fetch, zone = fetch_of(session), str(zone_in(session))
            known = _known(fetch)
            clients = {client_id for (client_id,) in fetch("SELECT id FROM client", ())}
            contacts = {contact_id for (contact_id,) in fetch("SELECT id FROM contact", ())}
            made = []
            for one in chosen:
                if (one.client_id, one.key.partition("/")[0]) in known or one.client_id not in clients:
                    continue
                contact_id = one.contact_id if one.contact_id in contacts else None
                row = _touchpoint(one, contact_id, zone, now)
                session.add(row)
                made.append(row.id)
                if one.key in asks and one.kind is TouchKind.MAIL_RECEIVED:
                    session.flush()
                    start_clock(session, row, Urgency.NORMAL, now)
            return made

    def own_addresses(self) -> tuple[str, ...]:
        """The addresses the user writes from, in lower case."""
        with self._store.reading() as session:
            return tuple(sorted(_own(fetch_of(session))))

    def claim(self, address: str) -> None:
        """Say that an address is the user's own (undoable).

        Raises:
            InvalidInput: it is no address.
            NotFound: the practice is not set up yet.
        """
        plain = " ".join(address.split()).casefold()
        if "@" not in plain or " " in plain:
            raise InvalidInput([Problem("mail_addresses", "no_address")])
        with self._store.writing("Own address") as session:
            practice = session.execute(select(Practice)).scalars().first()
            if practice is None:
                raise NotFound("practice", "")
            lines = practice.mail_addresses.split()
            if plain not in (line.casefold() for line in lines):
                practice.mail_addresses = "\n".join([*lines, plain])


@dataclass(slots=True)
class _Found:
    """What has been found so far in messages read one after the other."""

    book: AddressBook
    known: set[tuple[str, str]]
    zone: ZoneInfo
    end_of_today: datetime
    proposals: dict[str, MailProposal] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    unclaimed: Counter[str] = field(default_factory=Counter)
    guessed: dict[str, str] = field(default_factory=dict)

    def add(self, head: MessageHead | None) -> None:
        self.counts["messages"] += 1
        if head is None:
            self.counts["unreadable"] += 1
            return
        if head.is_aside:
            self.counts["aside"] += 1
            return
        matches = self.book.matches(head)
        if not matches:
            self.counts["strangers"] += 1
            if head.senders and self.book.is_to_client(head):
                self.unclaimed[head.senders[0]] += 1
            return
        at = head.sent_at
        if at is None or at.date() < EARLIEST + timedelta(days=1):
            self.counts["undated"] += 1
            return
        if at >= self.end_of_today:
            self.counts["ahead"] += 1
            return
        for match in matches:
            source_key = f"mail:{head.message_key}"
            if (match.owner.client_id, source_key) in self.known:
                self.counts["known"] += 1
                continue
            key = f"{source_key}/{match.owner.client_id}"
            owner = match.owner
            if match.guessed:
                self.guessed[key] = match.guessed
            self.proposals[key] = MailProposal(
                key=key,
                client_id=owner.client_id,
                client=owner.client,
                contact_id=owner.contact_id,
                contact=owner.contact,
                kind=match.kind,
                at=at,
                on=at.astimezone(self.zone).date(),
                subject=head.subject,
                is_ambiguous=match.is_ambiguous,
            )

    def reading(self) -> MailReading:
        if len(set(self.guessed.values())) > 1:
            # Several unknown addresses are not one client's: the user says which are.
            for key in self.guessed.keys() & self.proposals.keys():
                self.proposals[key] = replace(self.proposals[key], is_ambiguous=True)
        ordered = sorted(self.proposals.values(), key=lambda one: (one.at, one.key), reverse=True)
        counts = {name: self.counts[name] for name in _COUNTED}
        return MailReading(tuple(ordered), unclaimed=tuple(self.unclaimed.most_common(5)), **counts)


_COUNTED = ("messages", "known", "strangers", "aside", "undated", "ahead", "unreadable")


def _no_progress(done: int, total: int) -> None:
    """Nobody watches."""


def _touchpoint(one: MailProposal, contact_id: str | None, zone: str, now: datetime) -> Touchpoint:
    fields = validated(
        TouchpointFields,
        {
            "client_id": one.client_id,
            "contact_id": contact_id,
            "kind": one.kind,
            "state": TouchState.HELD,
            "at": one.at,
            "zone": zone,
            "channel": CHANNEL,
            "text": one.subject,
            "source_key": one.key.partition("/")[0],
        },
    )
    return Touchpoint(**fields.model_dump(), created_at=now)


def _known(fetch: Fetch) -> set[tuple[str, str]]:
    """Which messages are in whose record already."""
    rows = fetch("SELECT client_id, source_key FROM touchpoint WHERE source_key <> ''", ())
    return {(client_id, key) for client_id, key in rows if key.startswith("mail:")}


def _address_book(fetch: Fetch, dropped_on: str = "") -> AddressBook:
    found: dict[str, dict[str, Owner]] = {}
    rows = fetch(
        "SELECT contact.email, client.id, client.name, contact.id, contact.name FROM contact"
        " JOIN client ON client.id = contact.client_id WHERE contact.email <> ''"
        " ORDER BY contact.position, contact.id",
        (),
    )
    own_rows = fetch("SELECT email, id, name, NULL, '' FROM client WHERE email <> '' ORDER BY id", ())
    for emails, client_id, client, contact_id, contact in [*rows, *own_rows]:
        for address in _split(emails):
            owner = Owner(client_id, client, contact_id, contact or "")
            found.setdefault(address, {}).setdefault(client_id, owner)
    owners = {address: tuple(by_client.values()) for address, by_client in found.items()}
    named = fetch("SELECT id, name FROM client WHERE id = ?", (dropped_on,))
    fallback = Owner(*named[0]) if named else None
    return AddressBook(owners, frozenset(_own(fetch)), fallback)


def _own(fetch: Fetch) -> set[str]:
    rows = fetch("SELECT email, mail_addresses FROM practice LIMIT 1", ())
    return {address for row in rows for text in row for address in _split(text)}


def _split(text: str) -> list[str]:
    """Addresses in a field that may hold several."""
    plain = text.replace(",", " ").replace(";", " ").casefold()
    return [word.strip("<>") for word in plain.split() if "@" in word]
