"""The workspace's folder: where its store, documents, backups and logs are. Light on imports."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clientdesk.models.errors import FileUnreadable

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
        """Create what is missing and make it private; a folder that holds other things keeps its mode.

        Raises:
            FileUnreadable: a file stands in the way, or the folder cannot be written.
        """
        try:
            is_own = not self.root.exists() or self.store.exists() or not any(self.root.iterdir())
            for folder in (self.root, self.documents, self.backups, self.logs):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                if is_own or folder != self.root:
                    folder.chmod(0o700)
        except OSError as error:
            raise FileUnreadable(self.root, error.strerror or str(error)) from error
