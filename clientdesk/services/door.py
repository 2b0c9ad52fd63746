"""The door to a workspace: lock, first read, open, restore. Light on imports: it is used before the first paint."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clientdesk.models.errors import FileUnreadable
from clientdesk.services.ports import Clock
from clientdesk.services.wording import Translate
from clientdesk.store.folder import WorkspaceFolder
from clientdesk.store.instance_lock import WorkspaceLock

if TYPE_CHECKING:
    from clientdesk.models.views.today import TodayView
    from clientdesk.services.early_read import EarlyRead
    from clientdesk.services.hidden_look import HiddenLook
    from clientdesk.services.preferences import Preferences
    from clientdesk.services.workspace import Workspace


class WorkspaceDoor:
    """One workspace folder, held by one process at a time."""

    def __init__(
        self, root: Path, clock: Clock, preferences: Preferences, translate: Translate = str
    ) -> None:
        self.folder = WorkspaceFolder(root.expanduser().resolve())
        self.clock = clock
        self.preferences = preferences
        self.translate = translate
        self.early: EarlyRead | None = None
        """What is being read already, for the first `first_read`."""
        self.early_look: EarlyRead | None = None
        """A look in another process that the first `hidden_look` waits for."""
        self._lock = WorkspaceLock(self.folder.root)

    def to(self, root: Path) -> WorkspaceDoor:
        """The door to another workspace with the same clock, preferences and language."""
        return WorkspaceDoor(root, self.clock, self.preferences, self.translate)

    def is_current(self) -> bool:
        """Whether the store is there and of this version, so that opening it writes nothing.

        Raises:
            StoreNewer, StoreForeign, StoreDamaged: nothing was touched.
        """
        from clientdesk.store import driver
        from clientdesk.store.migrate import inspect_file

        if not self.folder.store.exists():
            return False
        return inspect_file(self.folder.store, self.folder.backups) == driver.SCHEMA_VERSION

    def acquire(self) -> None:
        """Make the folder and hold it.

        Raises:
            WorkspaceInUse: another process holds it.
            FileUnreadable: the folder cannot be made or locked.
            StoreForeign: somebody else's file has the store's name; nothing was touched.
        """
        from clientdesk.store.migrate import refuse_foreign

        refuse_foreign(self.folder.store)
        self.folder.make()
        try:
            self._lock.acquire()
        except OSError as error:
            raise FileUnreadable(self.folder.root, error.strerror or str(error)) from error

    def release(self) -> None:
        self._lock.release()

    def first_read(self) -> TodayView | None:
        """What Today shows, by plain SQL, where the store is of this version and set up; else None.

        What was read early holds no more than the page shows (`services.first_page`).

        Raises:
            StoreNewer, StoreForeign, StoreDamaged: nothing was touched.
        """
        early, self.early = self.early, None
        if early is not None:
            # Made while the other process is still reading.
            read = _reader()
            told = early.take()
            if told is not None:
                return read(told)
        if not self.is_current():
            return None
        from clientdesk.services.holiday_calendar import holidays_of
        from clientdesk.services.today import today_view
        from clientdesk.store.first_reads import practice, reading

        with reading(self.folder.store) as fetch:
            owner = practice(fetch)
            if owner is None:
                return None
            holidays = partial(holidays_of, owner.holiday_region)
            return today_view(fetch, self.clock.now(), holidays, self.translate)

    def begin_first_read(self) -> EarlyRead | None:
        """Begin `first_read` in another process, to be called before Qt is loaded; None where that can't be."""
        from clientdesk.services.early_read import EarlyRead

        return EarlyRead.begin(self._plain_first_page)

    def _plain_first_page(self) -> Any:
        view = self.first_read()
        if view is None:
            return None
        from clientdesk.services.first_page import first_page
        from clientdesk.services.plain_views import plain

        return plain(first_page(view))

    def hidden_look(self) -> HiddenLook | None:
        """What the tray needs, by plain SQL; None where the workspace has to be opened for it.

        Raises:
            StoreNewer, StoreForeign, StoreDamaged: nothing was touched.
        """
        early, self.early_look = self.early_look, None
        if early is not None:
            early.take()
        if not self.is_current():
            return None
        from clientdesk.services.hidden_look import hidden_look
        from clientdesk.services.notice_items import ReminderSettings
        from clientdesk.store import driver
        from clientdesk.store.first_reads import reading

        try:
            with reading(self.folder.store) as fetch:
                settings = ReminderSettings.of(self.preferences)
                return hidden_look(fetch, self.clock.now(), settings, self.translate)
        except driver.Error:
            return None

    def begin_hidden_look(self) -> EarlyRead | None:
        """Look once in another process, which keeps the holidays of the year: the package of all countries' days
        would stay in this one's memory."""
        from clientdesk.services.early_read import EarlyRead

        return EarlyRead.begin(lambda: self.hidden_look() is not None)

    def open(self) -> Workspace:
        """Open (or create, or upgrade) the workspace; see `services.workspace.open_workspace`."""
        from clientdesk.services.workspace import open_workspace

        return open_workspace(self.folder.root, self.clock, self.preferences, self.translate)

    def restore(self, backup: Path) -> Path:
        """Put a backup in the store's place; nobody may have it open. Returns where the old set was moved.

        Raises:
            StoreForeign, StoreNewer, StoreDamaged: the backup is not usable; nothing was touched.
            BackupFailed: the files could not be moved.
        """
        from clientdesk.store.backup import restore

        return restore(backup, self.folder.store, self.clock.now())

    def make_demo(self, root: Path) -> None:
        """Make the demo workspace in its own folder, unless it is there already."""
        from clientdesk.services.demo import ensure_demo

        ensure_demo(root, self.clock)


def _reader() -> Callable[[Any], TodayView]:
    from clientdesk.models.views.today import TodayView
    from clientdesk.services.plain_views import reader

    read = reader(TodayView)
    assert read is not None  # noqa: S101 - a view always has one
    return read
