"""One open workspace: its folder, its store and every service, built once, for window and command line."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from clientdesk.models.errors import FileUnreadable
from clientdesk.services.clients import ClientService
from clientdesk.services.engagements import EngagementService
from clientdesk.services.boundaries import BoundaryService
from clientdesk.services.ports import Clock
from clientdesk.services.practice import PracticeService
from clientdesk.services.rhythms import RhythmService
from clientdesk.services.tiers import TierService
from clientdesk.services.touchpoints import TouchpointService
from clientdesk.store.backup import Backup, list_backups, make_backup
from clientdesk.store.migrate import prepare
from clientdesk.store.unit_of_work import Store

STORE_NAME = "clientdesk.sqlite3"


@dataclass(frozen=True, slots=True)
class WorkspaceFolder:
    """Where a workspace keeps things. Folders are 0700, files 0600."""

    root: Path

    @property
    def store(self) -> Path:
        return self.root / STORE_NAME

    @property
    def documents(self) -> Path:
        return self.root / "documents"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    def make(self) -> None:
        """Create what is missing and make it private.

        Raises:
            FileUnreadable: a file stands in the way, or the folder cannot be written.
        """
        try:
            for folder in (self.root, self.documents, self.backups, self.logs):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                folder.chmod(0o700)
        except OSError as error:
            raise FileUnreadable(self.root, error.strerror or str(error)) from error


class Workspace:
    """Every service on one store. Close it when done."""

    def __init__(self, folder: WorkspaceFolder, store: Store, clock: Clock) -> None:
        self.folder = folder
        self.store = store
        self.clock = clock
        self.practice = PracticeService(store, clock)
        self.tiers = TierService(store, clock)
        self.rhythms = RhythmService(store, clock, self.practice)
        self.boundaries = BoundaryService(store, clock, self.practice, self.rhythms)
        self.clients = ClientService(store, clock)
        self.engagements = EngagementService(store, clock)
        self.touchpoints = TouchpointService(store, clock)

    def back_up(self, reason: str = "asked") -> Backup:
        """Make a verified backup now.

        Raises:
            BackupFailed: none was made; earlier ones are untouched.
        """
        return make_backup(self.folder.store, self.folder.backups, self.clock.now(), reason)

    def list_backups(self) -> list[Backup]:
        return list_backups(self.folder.backups)

    def close(self, *, back_up: bool = True) -> None:
        """Back up if anything changed, then give the store back."""
        try:
            if back_up and self.store.has_changed:
                self.back_up("close")
        finally:
            self.store.close()


def open_workspace(root: Path, clock: Clock) -> Workspace:
    """Open (or create) the workspace in a folder. The caller holds the workspace's lock for writing.

    Raises:
        StoreNewer, StoreForeign, StoreDamaged: nothing was touched.
        BackupFailed: an upgrade was due and could not be backed up first.
        FileUnreadable: the folder cannot be made.
    """
    os.umask(0o077)
    folder = WorkspaceFolder(root.expanduser().resolve())
    folder.make()
    prepare(folder.store, folder.backups, clock.now())
    return Workspace(folder, Store(folder.store), clock)
