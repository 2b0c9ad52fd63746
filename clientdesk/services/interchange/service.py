"""Takes files in and gives them out: JSON whole, CSV and vCard as clients and contacts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from clientdesk.models.enums import Kind
from clientdesk.models.errors import Problem
from clientdesk.models.text import fold
from clientdesk.services.interchange.address_books import AddressBook, AddressBookImport, is_address_book
from clientdesk.services.interchange.json_export import export_document, write_document
from clientdesk.services.interchange.json_import import Defaults, plan_import, read_document, store_plan
from clientdesk.services.interchange.shape import LISTS
from clientdesk.services.ports import Clock
from clientdesk.services.practice import PracticeService
from clientdesk.store.unit_of_work import Store

STARTER_NAME = "My practice"


@dataclass(frozen=True, slots=True)
class FoundClient:
    """A new client in an address book.

    Attributes:
        key: what `import_file` wants in `current`.
        people: names of its contacts.
    """

    key: str
    name: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with a dry run would do.

    Attributes:
        added: records by list name; lists without any are left out.
        rows: rows of an address book, those left out among them; 0 for a document.
        found: new clients of an address book, in the order of the file.
        known: rows that are here already and were left alone.
        skipped: rows left out, with the reason.
        client_ids: clients that were added.
    """

    added: dict[str, int] = field(default_factory=dict)
    known: int = 0
    skipped: tuple[Problem, ...] = ()
    client_ids: tuple[str, ...] = ()
    is_dry_run: bool = False
    rows: int = 0
    found: tuple[FoundClient, ...] = ()


class InterchangeService:
    """Export of everything; import of documents and address books, all or nothing."""

    def __init__(self, store: Store, clock: Clock, practice: PracticeService) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice
        self._address_books = AddressBookImport(store, clock, practice)

    def export_to(self, path: Path) -> dict[str, int]:
        """Write everything as one JSON document; returns the number of records by list.

        Raises:
            FileNotWritten: an older file of that name is untouched.
        """
        document = export_document(self._store, self._clock)
        write_document(document, path)
        return {name: len(document[name]) for name in LISTS}

    def import_file(
        self,
        path: Path,
        *,
        dry_run: bool = False,
        skip_bad: bool = False,
        encoding: str | None = None,
        current: Collection[str] | None = None,
        zone: str = "UTC",
        currency: str = "EUR",
    ) -> ImportReport:
        """Take a file in; CSV and vCard by their ending, anything else as a JSON document.

        Args:
            dry_run: only say what would happen.
            skip_bad: leave out rows without any name (address books only).
            encoding: of an address book that is not UTF-8.
            current: keys of the new clients of an address book that are served now; the others are
                archived. None: all of them.
            zone, currency: of the practice, where neither file nor workspace has one.

        Raises:
            FileUnreadable, ImportRefused: nothing was stored.
        """
        if is_address_book(path):
            result = self._address_books.read(path, skip_bad=skip_bad, encoding=encoding)
            if not dry_run and result.clients:
                self._set_up_if_needed(zone, currency)
                client_ids = self._address_books.store(result, current=current)
            else:
                client_ids = ()
            return ImportReport(
                result.counts,
                result.known,
                result.skipped,
                client_ids,
                dry_run,
                result.rows,
                _found(result),
            )
        return self._import_document(path, dry_run=dry_run, zone=zone, currency=currency)

    def brings_practice(self, path: Path) -> bool:
        """Whether a file is a whole workspace's document, so that nothing needs to be asked before.

        Raises:
            FileUnreadable, ImportRefused: it can't be read at all.
        """
        return not is_address_book(path) and bool(read_document(path).get("practices"))

    def _import_document(self, path: Path, *, dry_run: bool, zone: str, currency: str) -> ImportReport:
        document = read_document(path)
        has_practice = self._practice.get() is not None
        if not has_practice and not document.get("practices") and not dry_run:
            found = plan_import(document, self._store, self._defaults(zone, currency))
            if found.total:
                self._set_up_if_needed(zone, currency)
        plan = plan_import(document, self._store, self._defaults(zone, currency))
        if not dry_run:
            store_plan(plan, self._store)
        names = {kind: name for name, kind in LISTS.items()}
        added = {names[kind]: len(rows) for kind, rows in plan.rows.items() if rows}
        clients = tuple(row.id for row in plan.rows.get(Kind.CLIENT, []))  # type: ignore[attr-defined]
        return ImportReport(added, client_ids=clients, is_dry_run=dry_run)

    def _set_up_if_needed(self, zone: str, currency: str) -> None:
        """A workspace without a practice gets one with the tiers and working rules that ship."""
        if self._practice.get() is None:
            self._practice.set_up(STARTER_NAME, zone=zone, currency=currency)

    def _defaults(self, zone: str, currency: str) -> Defaults:
        practice = self._practice.get()
        return Defaults(
            now=self._clock.now(),
            today=self._practice.today(),
            zone=practice.zone if practice else zone,
            currency=practice.currency if practice else currency,
        )


def _found(book: AddressBook) -> tuple[FoundClient, ...]:
    return tuple(
        FoundClient(fold(entry.fields.name), entry.fields.name, tuple(c.name for c in entry.contacts))
        for entry in book.clients
        if entry.client_id is None
    )
