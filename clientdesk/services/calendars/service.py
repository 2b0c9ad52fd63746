"""Foreign calendars: brought in once from a file, or read again and again from an address or a file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from weakref import WeakSet

from clientdesk.models.enums import CalendarSource
from clientdesk.models.errors import (
    CalendarUnread,
    ImportRefused,
    InvalidInput,
    Problem,
    SecretsUnavailable,
)
from clientdesk.models.views.calendars import CalendarAdded, CalendarPreview, CalendarView, EventView
from clientdesk.services.calendars import words
from clientdesk.services.calendars.files import FileReader, read_file
from clientdesk.services.calendars.ports import (
    AddressKeeper,
    CalendarReader,
    Cancel,
    Cancelled,
    KnownVersion,
)
from clientdesk.services.ports import Clock
from clientdesk.services.practice import PracticeService
from clientdesk.services.secrets import KeyringVault
from clientdesk.services.wording import Translate
from clientdesk.store.unit_of_work import Store

EVERY = timedelta(minutes=30)
UNDOABLE_RECORDS = 20_000
MOST_KEPT_BYTES = 20 * 1024 * 1024
_PIECE = 500
_AHEAD_AT_LEAST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Preview:
    """A file that was looked at; `view` is what can be shown of it."""

    view: CalendarPreview
    place: str
    content: bytes
    occurrences: tuple[Any, ...]
    until: date

    @property
    def is_undoable(self) -> bool:
        """Whether one undo takes the import back."""
        return len(self.occurrences) <= UNDOABLE_RECORDS


@dataclass(frozen=True, slots=True)
class _Kept:
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


class CalendarService:
    """Every rule about foreign calendars. What goes to the network or the keyring belongs on a worker thread."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        practice: PracticeService,
        translate: Translate = str,
        keeper: AddressKeeper | None = None,
        readers: Mapping[CalendarSource, CalendarReader] | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice
        self._tr = translate
        self._keeper: AddressKeeper = keeper or KeyringVault()
        self._readers = readers
        self._this_run: dict[str, str] = {}
        """Addresses that the keyring refused, or whose calendar was removed in this run and may come back."""
        self._laid_out_in: dict[str, str] = {}
        self._asking: WeakSet[Cancel] = WeakSet()
        self._lock = threading.Lock()

    def stop(self) -> None:
        """Give up whatever is being asked of a server or laid out; from any thread, before closing."""
        with self._lock:
            asking = list(self._asking)
        for cancel in asking:
            cancel.set()

    def _cancel(self, given: Cancel | None) -> Cancel:
        cancel = given or Cancel()
        with self._lock:
            self._asking.add(cancel)
        return cancel

    # What is there

    def list_calendars(self) -> list[CalendarView]:
        """Every calendar, in the order in which they were added."""
        from clientdesk.services.calendars import calendar_rows

        zone, now = self._practice.zone(), self._clock.now()
        with self._store.reading() as session:
            rows = calendar_rows.with_counts(session)
        return [
            CalendarView(
                calendar_id=row.id,
                name=row.name,
                source=row.source,
                place=row.place,
                is_on=row.is_on,
                is_busy=row.is_busy,
                events=row.events or 0,
                read_at=row.read_at,
                tried_at=row.tried_at,
                problem=row.problem,
                status=words.status_words(
                    is_on=row.is_on,
                    is_watched=row.source is not CalendarSource.IMPORT,
                    events=row.events or 0,
                    read_at=row.read_at,
                    problem=row.problem,
                    now=now,
                    zone=zone,
                    tr=self._tr,
                ),
            )
            for row in rows
        ]

    def has_any(self) -> bool:
        """Whether there is any calendar that is on; without one nothing has to be looked at."""
        return any(kept.is_on for kept in self._all_kept())

    def watches_anything(self) -> bool:
        """Whether any calendar is on that is read again and again; only then is there anything to ask for."""
        return any(kept.is_on and kept.source is not CalendarSource.IMPORT for kept in self._all_kept())

    def event(self, event_id: str) -> EventView:
        """One event of a foreign calendar.

        Raises:
            NotFound.
        """
        from clientdesk.services.calendars import calendar_rows

        with self._store.reading() as session:
            return calendar_rows.event(session, event_id, self._practice.zone())

    # In from a file, once

    def preview_file(self, path: Path, cancel: Cancel | None = None) -> Preview:
        """Look at a calendar's file; nothing is stored.

        Raises:
            FileUnreadable, ImportRefused: it can't be read, or is no calendar.
            Cancelled.
        """
        return self._preview(read_file(path), path.name, path.stem, self._cancel(cancel))

    def _preview(self, content: bytes, place: str, name: str, cancel: Cancel) -> Preview:
        from clientdesk.services.calendars import calendar_rows
        from clientdesk.services.calendars.expanding import Horizon, lay_out
        from clientdesk.services.calendars.reading import read_calendar

        zone, today = self._practice.zone(), self._practice.today()
        read = read_calendar(content, zone, cancel.check)
        if not read.is_calendar:
            raise ImportRefused([Problem("", "not_a_calendar")])
        horizon = Horizon.around(today)
        found = lay_out(read, zone, horizon, cancel.check)
        repeating = {event.uid for event in read.events if event.repeats}
        if len(content) > MOST_KEPT_BYTES and repeating:
            read.problems.add(0, "calendar_not_kept")
        with self._store.reading() as session:
            known = calendar_rows.known_as(session, {occurrence.uid for occurrence in found})
        starts = [occurrence.starts_at for occurrence in found]
        view = CalendarPreview(
            name=read.name or name,
            events=len({occurrence.uid for occurrence in found}),
            repeating=len(repeating),
            occurrences=len(found),
            first=min(starts).astimezone(zone).date() if starts else None,
            last=max(starts).astimezone(zone).date() if starts else None,
            problems=read.listed,
            known_as=known,
        )
        return Preview(view, place, content, tuple(found), horizon.until)

    def import_preview(
        self,
        preview: Preview,
        name: str = "",
        cancel: Cancel | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> str:
        """Keep what was looked at, in one step that undo takes back; returns the calendar's id.

        Above 20,000 records there is no undo; a backup made before takes it back.

        Raises:
            InvalidInput, Cancelled: nothing was stored.
        """
        return self._add(
            preview,
            {"name": name or preview.view.name, "source": CalendarSource.IMPORT, "place": preview.place},
            self._cancel(cancel),
            is_undoable=preview.is_undoable,
            label="Import calendar",
            progress=progress,
        )

    def import_file(self, path: Path, name: str = "", cancel: Cancel | None = None) -> str:
        """Look and keep in one go; see `preview_file` and `import_preview`."""
        return self.import_preview(self.preview_file(path, cancel), name, cancel)

    # Read again and again

    def watch_file(self, path: Path, name: str = "", cancel: Cancel | None = None) -> CalendarAdded:
        """Keep a local file's events, and read it again whenever it changes.

        Raises:
            FileUnreadable, ImportRefused, InvalidInput: nothing was stored.
        """
        place = str(path.expanduser().resolve())
        if any(kept.place == place and kept.source is CalendarSource.FILE for kept in self._all_kept()):
            raise InvalidInput([Problem("file", "file_watched")])
        cancel = self._cancel(cancel)
        content = read_file(path)
        version = self._version_of(path)
        preview = self._preview(content, place, path.stem, cancel)
        values = {"name": name or preview.view.name, "source": CalendarSource.FILE, "place": place}
        calendar_id = self._add(
            preview, values, cancel, is_undoable=False, label="Watch calendar", version=version
        )
        return CalendarAdded(calendar_id, preview.view.events, preview.view.problems)

    @staticmethod
    def _version_of(path: Path) -> KnownVersion:
        found = path.stat()
        return KnownVersion(last_modified=f"{found.st_mtime_ns}:{found.st_size}")

    def subscribe(self, address: str, name: str = "", cancel: Cancel | None = None) -> CalendarAdded:
        """Read a calendar from an https address now, and again every half hour while the window is open.

        The address goes to the keyring; if that refuses, it is known for this run only.

        Raises:
            InvalidInput: not an https address, or subscribed already.
            CalendarUnread, Cancelled: nothing was stored.
        """
        from clientdesk.services.calendars.fetching import server_name, split_address

        cancel = self._cancel(cancel)
        self._check_address(address, split_address(address) is not None)
        reader = self._reader(CalendarSource.ADDRESS)
        answer = reader.read(address, KnownVersion(), cancel)
        server = server_name(address)
        preview = self._whole(answer.content or b"", server, address, cancel)
        values = {"name": name or preview.view.name, "source": CalendarSource.ADDRESS, "place": server}
        version = KnownVersion(answer.etag, answer.last_modified)
        calendar_id = self._add(
            preview, values, cancel, is_undoable=False, label="Subscribe", version=version
        )
        why_not = self._keep_address(calendar_id, address)
        return CalendarAdded(calendar_id, preview.view.events, preview.view.problems, not why_not, why_not)

    def _check_address(self, address: str, is_usable: bool) -> None:
        text = address.strip().lower()
        if not is_usable:
            is_plain = text.startswith(("http://", "ftp://"))
            code = "address_not_https" if is_plain or "://" in text else "address_unreadable"
            raise InvalidInput([Problem("address", code)])
        for kept in self._all_kept():
            if (
                kept.source is CalendarSource.ADDRESS
                and self._known_address(kept.calendar_id) == address.strip()
            ):
                raise InvalidInput([Problem("address", "address_subscribed")])

    def _known_address(self, calendar_id: str) -> str | None:
        try:
            return self.address_of(calendar_id)
        except CalendarUnread:
            return None

    def _whole(self, content: bytes, name: str, address: str, cancel: Cancel) -> Preview:
        """A preview of something that may have been cut off or may be no calendar at all."""
        from clientdesk.services.calendars.content import is_whole, without_address

        if not is_whole(content):
            raise CalendarUnread(
                "not_a_calendar" if b"BEGIN:VCALENDAR" not in content[:65536].upper() else "cut_off"
            )
        return self._preview(without_address(content, address), name, name, cancel)

    def _keep_address(self, calendar_id: str, address: str) -> str:
        """Hand an address to the keyring; returns why it refused, empty when it took it."""
        self._this_run[calendar_id] = address.strip()
        try:
            self._keeper.set(_secret_name(calendar_id), address.strip())
        except SecretsUnavailable as refusal:
            return refusal.why
        del self._this_run[calendar_id]
        return ""

    def address_of(self, calendar_id: str) -> str:
        """The private address of a subscription.

        Raises:
            CalendarUnread: the keyring refuses, or it was never kept.
        """
        if calendar_id in self._this_run:
            address = self._this_run[calendar_id]
            self._keep_address(calendar_id, address)
            return address
        try:
            found = self._keeper.get(_secret_name(calendar_id))
        except SecretsUnavailable as refusal:
            raise CalendarUnread("keyring") from refusal
        if not found:
            raise CalendarUnread("no_address")
        return found

    def give_address(self, calendar_id: str, address: str) -> str:
        """Give a subscription its address again; returns why the keyring refused it, if it did.

        Raises:
            InvalidInput: not an https address.
        """
        from clientdesk.services.calendars.fetching import server_name, split_address

        self._check_address(address, split_address(address) is not None)
        why_not = self._keep_address(calendar_id, address)
        self._change(calendar_id, "Calendar's address", place=server_name(address), etag="", last_modified="")
        return why_not

    # Changes by hand

    def rename(self, calendar_id: str, name: str) -> None:
        """Call a calendar something else.

        Raises:
            InvalidInput, NotFound.
        """
        self._change(calendar_id, "Rename calendar", name=name)

    def set_on(self, calendar_id: str, *, on: bool) -> None:
        """Show a calendar and read it, or neither."""
        self._change(calendar_id, "Calendar on" if on else "Calendar off", is_on=on)

    def set_busy(self, calendar_id: str, *, busy: bool) -> None:
        """Whether its events count against capacity."""
        self._change(calendar_id, "Calendar counts as busy", is_busy=busy)

    def _change(self, calendar_id: str, label: str, **changes: Any) -> None:
        from clientdesk.services.calendars import calendar_rows

        # A refresh may write the same row at any time, and would make the undo of this refuse.
        kept = self._kept(calendar_id)
        undoable = kept.source is CalendarSource.IMPORT
        with self._store.writing(label, undoable=undoable) as session:
            calendar_rows.change(session, calendar_id, changes)

    def remove(self, calendar_id: str) -> bool:
        """Take a calendar away with its events; undo brings it back. Returns whether that can be undone."""
        from clientdesk.services.calendars import calendar_rows

        with self._store.reading() as session:
            undoable = calendar_rows.count_events(session, calendar_id) <= UNDOABLE_RECORDS
        with self._store.writing("Remove calendar", undoable=undoable) as session:
            calendar_rows.remove(session, calendar_id)
        return undoable

    def forget_address(self, calendar_id: str) -> None:
        """After `remove`, on a worker: take the address out of the keyring; kept in mind while undo may ask."""
        if calendar_id in self._this_run:
            return
        name = _secret_name(calendar_id)
        try:
            address = self._keeper.get(name)
            if address is not None:
                self._this_run[calendar_id] = address
                self._keeper.forget(name)
        except SecretsUnavailable:
            return

    # Refreshing

    def refresh_due(self, cancel: Cancel | None = None) -> int:
        """Read again whatever is due: addresses each half hour, files when they changed, repetitions when
        their end comes near or the practice moved to another zone. Returns how many calendars were read.

        Raises:
            Cancelled.
        """
        cancel = self._cancel(cancel)
        done = 0
        for kept in self._all_kept():
            cancel.check()
            if not kept.is_on:
                continue
            if self._is_due(kept):
                done += self._read_again(kept, cancel)
            if self._needs_layout(kept):
                self._lay_out_again(kept.calendar_id, cancel)
        self.match_clients()
        return done

    def refresh(self, calendar_id: str, cancel: Cancel | None = None) -> bool:
        """Read one calendar now; whether that went well. The reason, if not, is in its status."""
        kept = self._kept(calendar_id)
        if not kept.is_on or kept.source is CalendarSource.IMPORT:
            return False
        return self._read_again(kept, self._cancel(cancel)) and not self._kept(calendar_id).problem

    def _is_due(self, kept: _Kept) -> bool:
        if kept.source is CalendarSource.ADDRESS:
            now = self._clock.now()
            return kept.tried_at is None or not timedelta() <= now - kept.tried_at < EVERY
        return kept.source is CalendarSource.FILE

    def _read_again(self, kept: _Kept, cancel: Cancel) -> bool:
        """Ask for a calendar; whether anything was written."""
        try:
            where = kept.place if kept.source is CalendarSource.FILE else self.address_of(kept.calendar_id)
            known = KnownVersion(kept.etag, kept.last_modified) if kept.has_content else KnownVersion()
            answer = self._reader(kept.source).read(where, known, cancel)
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

    def _take(self, kept: _Kept, content: bytes, where: str, version: KnownVersion, cancel: Cancel) -> None:
        address = where if kept.source is CalendarSource.ADDRESS else ""
        try:
            preview = self._whole(content, kept.place, address, cancel)
        except ImportRefused as refusal:
            raise CalendarUnread("not_a_calendar") from refusal
        self._write_difference(kept.calendar_id, preview, cancel, content=preview.content, version=version)

    def _write_difference(
        self,
        calendar_id: str,
        preview: Preview,
        cancel: Cancel,
        *,
        content: bytes | None = None,
        version: KnownVersion | None = None,
    ) -> None:
        from clientdesk.services.calendars import calendar_rows, storing

        with self._store.reading() as session:
            clients = storing.clients_by_address(session)
            found = storing.difference(session, calendar_id, preview.occurrences, clients)
        now = self._clock.now()
        for piece in found.pieces(_PIECE):
            cancel.check()
            with self._store.writing("Read calendar", undoable=False) as session:
                if not calendar_rows.is_there(session, calendar_id):
                    return
                storing.write(session, calendar_id, piece, now)
        values: dict[str, Any] = {"expanded_until": preview.until}
        if content is not None and version is not None:
            values |= {"content": _kept_content(content), "problem": "", "read_at": now, "tried_at": now}
            values |= {"etag": version.etag, "last_modified": version.last_modified}
        self._laid_out_in[calendar_id] = self._practice.zone().key
        self._note(calendar_id, **values)

    def _note(self, calendar_id: str, **values: Any) -> None:
        from clientdesk.services.calendars import calendar_rows

        now = self._clock.now()
        if "problem" in values:
            values |= {"tried_at": now} if values["problem"] else {"tried_at": now, "read_at": now}
        with self._store.writing("Read calendar", undoable=False) as session:
            calendar_rows.note(session, calendar_id, values)

    def _needs_layout(self, kept: _Kept) -> bool:
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
            self._write_difference(calendar_id, self._preview(content, "", "", cancel), cancel)

    def match_clients(self) -> int:
        """Tie events to clients anew, after people or addresses have changed; returns how many moved."""
        from clientdesk.models.tables import CalendarEvent
        from clientdesk.services.calendars import storing

        with self._store.reading() as session:
            moved = storing.rematched(session, storing.clients_by_address(session))
        if moved:
            with self._store.writing("Match calendar", undoable=False) as session:
                for event_id, client_id in moved:
                    row = session.get(CalendarEvent, event_id)
                    if row is not None:
                        row.client_id = client_id
        return len(moved)

    # Shared

    def _add(
        self,
        preview: Preview,
        values: dict[str, Any],
        cancel: Cancel,
        *,
        is_undoable: bool,
        label: str,
        version: KnownVersion | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> str:
        from clientdesk.services.calendars import calendar_rows, storing

        with self._store.reading() as session:
            clients = storing.clients_by_address(session)
        new = storing.new_rows(preview.occurrences, clients)
        now = self._clock.now()
        known = version or KnownVersion()
        with self._store.writing(label, undoable=is_undoable) as session:
            calendar_id = calendar_rows.add(
                session,
                values,
                now,
                content=_kept_content(preview.content),
                etag=known.etag,
                last_modified=known.last_modified,
                expanded_until=preview.until,
            )
            for number, piece in enumerate(new.pieces(_PIECE), start=1):
                cancel.check()
                storing.write(session, calendar_id, piece, now)
                session.flush()
                if progress is not None:
                    progress(min(number * _PIECE, new.size), new.size)
        self._laid_out_in[calendar_id] = self._practice.zone().key
        return calendar_id

    def _reader(self, source: CalendarSource) -> CalendarReader:
        if self._readers is not None and source in self._readers:
            return self._readers[source]
        if source is CalendarSource.FILE:
            return FileReader()
        from clientdesk.services.calendars.fetching import AddressReader

        return AddressReader()

    def _kept(self, calendar_id: str) -> _Kept:
        from clientdesk.models.errors import NotFound

        for kept in self._all_kept():
            if kept.calendar_id == calendar_id:
                return kept
        raise NotFound("calendar", calendar_id)

    def _all_kept(self) -> list[_Kept]:
        from clientdesk.services.calendars import calendar_rows

        with self._store.reading() as session:
            return [_Kept(*row) for row in calendar_rows.all_kept(session)]


def _secret_name(calendar_id: str) -> str:
    return f"calendar:{calendar_id}"


def _kept_content(content: bytes) -> bytes | None:
    return content if len(content) <= MOST_KEPT_BYTES else None


__all__ = ["CalendarService", "Cancel", "Cancelled", "Preview"]
