"""Reads calendars again: what is due, what changed of it, and repetitions whose end comes near."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from clientdesk.models.enums import CalendarSource
from clientdesk.models.errors import CalendarUnread, NotFound
from clientdesk.services.calendars.addresses import Addresses
from clientdesk.services.calendars.files import FileReader
from clientdesk.services.calendars.ports import CalendarReader, Cancel, Cancelled, Fetched, KnownVersion
from clientdesk.services.calendars.previews import Preview, Previewer
from clientdesk.services.ports import Clock
from clientdesk.services.practice import PracticeService
from clientdesk.store.unit_of_work import Store

EVERY = timedelta(minutes=30)
PIECE = 500
"""So many records are written at a time, so that nobody waits long for the store."""
_AHEAD_AT_LEAST = timedelta(days=400)
_LABEL = "Read calendar"


@dataclass(frozen=True, slots=True)
class Kept:
    """A calendar as it stands in the store."""

    calendar_id: str
    source: CalendarSource
    place: str
    is_on: bool
    etag: str
    last_modified: str
    tried_at: datetime | None
    read_at: datetime | None
    problem: str
    expanded_until: date | None
    has_content: bool


class Refreshing:
    """What the program writes by itself, beside anything the user does."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        practice: PracticeService,
        previews: Previewer,
        addresses: Addresses,
        readers: Mapping[CalendarSource, CalendarReader] | None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice
        self._previews = previews
        self._addresses = addresses
        self._readers = readers or {}
        self._laid_out_in: dict[str, str] = {}
        self._asking: dict[str, Cancel] = {}
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self.is_matched = False
        """Whether events were tied to clients since anybody's address may have changed."""

    def all_kept(self) -> list[Kept]:
        """Every calendar, without its text."""
        from clientdesk.services.calendars import calendar_rows

        with self._store.reading() as session:
            return [Kept(*row) for row in calendar_rows.all_kept(session)]

    def kept(self, calendar_id: str) -> Kept:
        """One of them.

        Raises:
            NotFound.
        """
        for kept in self.all_kept():
            if kept.calendar_id == calendar_id:
                return kept
        raise NotFound("calendar", calendar_id)

    def ask(self, source: CalendarSource, where: str, known: KnownVersion, cancel: Cancel) -> Fetched:
        """Ask whoever reads calendars of that source.

        Raises:
            CalendarUnread, Cancelled.
        """
        return self._reader(source).read(where, known, cancel)

    def mark_laid_out(self, calendar_id: str) -> None:
        """It was laid out just now, in the practice's zone."""
        self._laid_out_in[calendar_id] = self._practice.zone().key

    def refresh_due(self, cancel: Cancel) -> int:
        """Read again whatever is due: addresses each half hour, files when they changed, repetitions when
        their end comes near or the practice moved to another zone. Returns how many calendars were read.

        Raises:
            Cancelled.
        """
        done = 0
        listed = self.all_kept()
        self._addresses.settle({kept.calendar_id for kept in listed})
        for calendar_id in [kept.calendar_id for kept in listed if kept.is_on]:
            cancel.check()
            # Reading those before it may have taken long: by now it may be off, gone or read.
            kept = next((now for now in self.all_kept() if now.calendar_id == calendar_id), None)
            if kept is None or not kept.is_on:
                continue
            if self._is_due(kept):
                done += self._read_again(kept, cancel)
            if self._needs_layout(kept):
                self._lay_out_again(kept.calendar_id, cancel)
        if done or not self.is_matched:
            self.match_clients()
        return done

    def refresh(self, calendar_id: str, cancel: Cancel) -> bool:
        """Read one calendar now; whether that went well. The reason, if not, is in its status."""
        kept = self.kept(calendar_id)
        if not kept.is_on or kept.source is CalendarSource.IMPORT:
            return False
        return self._read_again(kept, cancel) and not self.kept(calendar_id).problem

    def give_up(self, calendar_id: str) -> None:
        """Break off what is being asked of one calendar's server: it was switched off or removed."""
        with self._lock:
            asking = self._asking.get(calendar_id)
        if asking is not None:
            asking.set()

    def _is_due(self, kept: Kept) -> bool:
        if kept.source is CalendarSource.ADDRESS:
            now = self._clock.now()
            return kept.tried_at is None or not timedelta() <= now - kept.tried_at < EVERY
        return kept.source is CalendarSource.FILE

    def _read_again(self, kept: Kept, cancel: Cancel) -> bool:
        """Ask for a calendar; whether anything was written."""
        try:
            where = kept.place if kept.source is CalendarSource.FILE else self._addresses.of(kept.calendar_id)
            known = KnownVersion(kept.etag, kept.last_modified) if kept.has_content else KnownVersion()
            answer = self._asked(kept, where, known, cancel)
            if answer is None:
                return False
            if answer.content is None:
                if kept.source is CalendarSource.FILE and not kept.problem:
                    return False
                self._note(kept.calendar_id, problem="")
                return True
            self._take(kept, answer.content, where, KnownVersion(answer.etag, answer.last_modified), cancel)
        except CalendarUnread as unread:
            if kept.source is CalendarSource.FILE and kept.problem == unread.why:
                return False
            self._note(kept.calendar_id, problem=unread.why)
        return True

    def _asked(self, kept: Kept, where: str, known: KnownVersion, cancel: Cancel) -> Fetched | None:
        """The answer; None when the calendar was switched off or removed meanwhile."""
        own = Cancel()
        cancel.tell(own.set)
        with self._lock:
            self._asking[kept.calendar_id] = own
        try:
            return self.ask(kept.source, where, known, own)
        except Cancelled:
            cancel.check()
            return None
        finally:
            with self._lock:
                if self._asking.get(kept.calendar_id) is own:
                    del self._asking[kept.calendar_id]

    def _take(self, kept: Kept, content: bytes, where: str, version: KnownVersion, cancel: Cancel) -> None:
        address = where if kept.source is CalendarSource.ADDRESS else ""
        preview = self._previews.of_answer(content, kept.place, address, cancel)
        self._write_difference(kept.calendar_id, preview, cancel, version=version)

    def _write_difference(
        self,
        calendar_id: str,
        preview: Preview,
        cancel: Cancel,
        *,
        version: KnownVersion | None = None,
    ) -> None:
        """Write what differs; with `version` the text too, as it was read just now.

        One at a time: two that saw the same difference would both write it.
        """
        with self._writing:
            self._write_what_differs(calendar_id, preview, cancel, version)

    def _write_what_differs(
        self, calendar_id: str, preview: Preview, cancel: Cancel, version: KnownVersion | None
    ) -> None:
        from clientdesk.services.calendars import calendar_rows, storing

        with self._store.reading() as session:
            clients = storing.clients_by_address(session)
            found = storing.difference(session, calendar_id, preview.occurrences, clients)
        now = self._clock.now()
        for piece in found.pieces(PIECE):
            cancel.check()
            with self._store.writing(_LABEL, undoable=False) as session:
                if not calendar_rows.is_there(session, calendar_id):
                    return
                storing.write(session, calendar_id, piece, now)
        values: dict[str, Any] = {"expanded_until": preview.until}
        if version is not None:
            values |= {"content": preview.kept_content, "problem": ""}
            values |= {"etag": version.etag, "last_modified": version.last_modified}
        self.mark_laid_out(calendar_id)
        self._note(calendar_id, is_upkeep=not found.size, **values)

    def _note(self, calendar_id: str, *, is_upkeep: bool = True, **values: Any) -> None:
        from clientdesk.services.calendars import calendar_rows

        now = self._clock.now()
        if "problem" in values:
            values |= {"tried_at": now} if values["problem"] else {"tried_at": now, "read_at": now}
        with self._store.writing(_LABEL, undoable=False, is_upkeep=is_upkeep) as session:
            calendar_rows.note(session, calendar_id, values)

    def _needs_layout(self, kept: Kept) -> bool:
        if not kept.has_content:
            return False
        zone = self._practice.zone()
        in_zone = self._laid_out_in.get(kept.calendar_id)
        if in_zone is None:
            from clientdesk.services.calendars import calendar_rows

            with self._store.reading() as session:
                is_right = calendar_rows.whole_days_fit(session, kept.calendar_id, zone)
            if is_right:
                self._laid_out_in[kept.calendar_id] = zone.key
                in_zone = zone.key
        if in_zone != zone.key:
            return True
        until = kept.expanded_until
        return until is None or until - self._practice.today() < _AHEAD_AT_LEAST

    def _lay_out_again(self, calendar_id: str, cancel: Cancel) -> None:
        from clientdesk.services.calendars import calendar_rows

        with self._store.reading() as session:
            content = calendar_rows.content_of(session, calendar_id)
        if content is not None:
            self._write_difference(calendar_id, self._previews.of_content(content, "", "", cancel), cancel)

    def match_clients(self) -> int:
        """Tie events to clients anew, after people or addresses have changed; returns how many moved."""
        from clientdesk.models.tables import CalendarEvent
        from clientdesk.services.calendars import storing

        self.is_matched = True
        with self._store.reading() as session:
            moved = storing.rematched(session, storing.clients_by_address(session))
        if moved:
            with self._store.writing("Match calendar", undoable=False) as session:
                for event_id, client_id in moved:
                    row = session.get(CalendarEvent, event_id)
                    if row is not None:
                        row.client_id = client_id
        return len(moved)

    def _reader(self, source: CalendarSource) -> CalendarReader:
        if source in self._readers:
            return self._readers[source]
        if source is CalendarSource.FILE:
            return FileReader()
        from clientdesk.services.calendars.fetching import AddressReader

        return AddressReader()
