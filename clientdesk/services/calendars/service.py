"""Foreign calendars: brought in once from a file, or read again and again from an address or a file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from weakref import WeakSet

from clientdesk.models.enums import CalendarSource
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.views.calendars import CalendarAdded, CalendarView, EventView
from clientdesk.services.calendars import words
from clientdesk.services.calendars.addresses import Addresses
from clientdesk.services.calendars.files import version_of
from clientdesk.services.calendars.ports import (
    AddressKeeper,
    CalendarReader,
    Cancel,
    Cancelled,
    KnownVersion,
)
from clientdesk.services.calendars.previews import UNDOABLE_RECORDS, Preview, Previewer
from clientdesk.services.calendars.refreshing import PIECE, Refreshing
from clientdesk.services.ports import Clock
from clientdesk.services.practice import PracticeService
from clientdesk.services.secrets import KeyringVault
from clientdesk.services.wording import Translate
from clientdesk.store.unit_of_work import Store


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
        self._addresses = Addresses(keeper or KeyringVault())
        self._previews = Previewer(store, practice)
        self._refreshing = Refreshing(store, clock, practice, self._previews, self._addresses, readers)
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
        return any(kept.is_on for kept in self._refreshing.all_kept())

    def watches_anything(self) -> bool:
        """Whether any calendar is on that is read again and again; only then is there anything to ask for."""
        return any(
            kept.is_on and kept.source is not CalendarSource.IMPORT for kept in self._refreshing.all_kept()
        )

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
        return self._previews.of_file(path, path.name, self._cancel(cancel))

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
        if any(
            kept.place == place and kept.source is CalendarSource.FILE for kept in self._refreshing.all_kept()
        ):
            raise InvalidInput([Problem("file", "file_watched")])
        cancel = self._cancel(cancel)
        version = version_of(path)
        preview = self._previews.of_file(path, place, cancel)
        values = {"name": name or preview.view.name, "source": CalendarSource.FILE, "place": place}
        calendar_id = self._add(
            preview, values, cancel, is_undoable=False, label="Watch calendar", version=version
        )
        return CalendarAdded(calendar_id, preview.view.events, preview.view.problems)

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
        answer = self._refreshing.ask(CalendarSource.ADDRESS, address, KnownVersion(), cancel)
        server = server_name(address)
        preview = self._previews.of_answer(answer.content or b"", server, address, cancel)
        values = {"name": name or preview.view.name, "source": CalendarSource.ADDRESS, "place": server}
        version = KnownVersion(answer.etag, answer.last_modified)
        calendar_id = self._add(
            preview, values, cancel, is_undoable=False, label="Subscribe", version=version
        )
        why_not = self._addresses.keep(calendar_id, address)
        return CalendarAdded(calendar_id, preview.view.events, preview.view.problems, not why_not, why_not)

    def _check_address(self, address: str, is_usable: bool) -> None:
        text = address.strip().lower()
        if not is_usable:
            is_secure = text.startswith(("https://", "webcal://", "webcals://"))
            code = "address_not_https" if "://" in text and not is_secure else "address_unreadable"
            raise InvalidInput([Problem("address", code)])
        for kept in self._refreshing.all_kept():
            if (
                kept.source is CalendarSource.ADDRESS
                and self._addresses.known(kept.calendar_id) == address.strip()
            ):
                raise InvalidInput([Problem("address", "address_subscribed")])

    def give_address(self, calendar_id: str, address: str) -> str:
        """Give a subscription its address again; returns why the keyring refused it, if it did.

        Raises:
            InvalidInput: not an https address.
        """
        from clientdesk.services.calendars.fetching import server_name, split_address

        self._check_address(address, split_address(address) is not None)
        why_not = self._addresses.keep(calendar_id, address)
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
        kept = self._refreshing.kept(calendar_id)
        undoable = kept.source is CalendarSource.IMPORT
        if changes.get("is_on") is False:
            self._refreshing.give_up(calendar_id)
        with self._store.writing(label, undoable=undoable) as session:
            calendar_rows.change(session, calendar_id, changes)

    def remove(self, calendar_id: str) -> bool:
        """Take a calendar away with its events; undo brings it back. Returns whether that can be undone."""
        from clientdesk.services.calendars import calendar_rows

        with self._store.reading() as session:
            undoable = calendar_rows.count_events(session, calendar_id) <= UNDOABLE_RECORDS
        with self._store.writing("Remove calendar", undoable=undoable) as session:
            calendar_rows.remove(session, calendar_id)
        self._refreshing.give_up(calendar_id)
        return undoable

    def forget_address(self, calendar_id: str) -> None:
        """After `remove`, on a worker: take the address out of the keyring; kept in mind while undo may ask."""
        self._addresses.forget(calendar_id)

    # Refreshing

    def refresh_due(self, cancel: Cancel | None = None) -> int:
        """Read again whatever is due: addresses each half hour, files when they changed, repetitions when
        their end comes near or the practice moved to another zone. Returns how many calendars were read.

        Raises:
            Cancelled.
        """
        return self._refreshing.refresh_due(self._cancel(cancel))

    def refresh(self, calendar_id: str, cancel: Cancel | None = None) -> bool:
        """Read one calendar now; whether that went well. The reason, if not, is in its status.

        Raises:
            NotFound, Cancelled.
        """
        return self._refreshing.refresh(calendar_id, self._cancel(cancel))

    def people_changed(self) -> None:
        """Clients or their addresses were changed: the next `refresh_due` ties events to clients anew."""
        self._refreshing.is_matched = False

    def match_clients(self) -> int:
        """Tie events to clients anew, after people or addresses have changed; returns how many moved."""
        return self._refreshing.match_clients()

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
                content=preview.kept_content,
                etag=known.etag,
                last_modified=known.last_modified,
                expanded_until=preview.until,
            )
            for number, piece in enumerate(new.pieces(PIECE), start=1):
                cancel.check()
                storing.write(session, calendar_id, piece, now)
                session.flush()
                if progress is not None:
                    progress(min(number * PIECE, new.size), new.size)
        self._refreshing.mark_laid_out(calendar_id)
        return calendar_id


__all__ = ["CalendarService", "Cancel", "Cancelled", "Preview"]
