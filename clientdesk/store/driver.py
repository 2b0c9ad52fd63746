"""The SQLite driver: connections with the settings that keep every acknowledged commit.

Plain driver only, so that first reads and checks pay nothing for SQLAlchemy.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from clientdesk.models.errors import EnvironmentFault, StoreBusy, StoreDamaged, StoreFull, StoreReadOnly

APPLICATION_ID = 0x434C4453
"""'CLDS': written into every store's header, so that a foreign file is told apart."""

SCHEMA_VERSION = 4
"""Number of the newest migration; kept in PRAGMA user_version. A test holds it against Alembic's head."""

Error = dbapi2.Error
DatabaseError = dbapi2.DatabaseError
module = dbapi2

OLDEST_SAFE_SQLITE = (3, 51, 3)
"""First release without the WAL-reset fault."""

BUSY_MILLISECONDS = 5_000

_CRAMPED_BYTES = 1_048_576
"""With less than this free, an input/output error is the full disk's: the log's index finds no room."""


def check_version() -> None:
    """Refuse to run on a SQLite that can corrupt a WAL store."""
    if dbapi2.sqlite_version_info < OLDEST_SAFE_SQLITE:
        raise RuntimeError(f"SQLite {dbapi2.sqlite_version} is too old: 3.51.3 or newer is needed")


def apply_settings(connection: Any) -> None:
    """Settings of every connection, in the order in which they must be made."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA cipher_log_level = NONE")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    if sys.platform == "darwin":
        cursor.execute("PRAGMA fullfsync = ON")
        cursor.execute("PRAGMA checkpoint_fullfsync = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA cache_size = -65536")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute("PRAGMA recursive_triggers = ON")
    cursor.execute("PRAGMA trusted_schema = OFF")
    cursor.execute("PRAGMA journal_size_limit = 67108864")
    cursor.close()


def connect(path: Path, *, read_only: bool = False, settings: bool = True) -> Any:
    """A driver connection in autocommit mode; the caller begins transactions itself."""
    uri = f"file:{_quoted(path)}?mode={'ro' if read_only else 'rw'}"
    connection = dbapi2.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    if settings and not read_only:
        apply_settings(connection)
    return connection


def look(path: Path) -> Any:
    """A connection for looking at a file whose bytes must stay as they are.

    A writable connection would, on closing, move a pending write-ahead log into the file; a read-only one
    would leave an empty log behind where there is none. So each where it does no harm.
    """
    log = path.with_name(path.name + "-wal")
    connection = connect(path, read_only=log.exists(), settings=False)
    connection.execute("PRAGMA cipher_log_level = NONE")
    return connection


def create_empty(path: Path) -> None:
    """Make the file private before SQLite writes to it; `-wal` and `-shm` follow its mode."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _quoted(path: Path) -> str:
    text = str(path.resolve())
    return text.replace("%", "%25").replace("?", "%3f").replace("#", "%23")


_FAULTS: dict[str, Callable[[Path], EnvironmentFault]] = {
    "SQLITE_FULL": StoreFull,
    "SQLITE_BUSY": StoreBusy,
    "SQLITE_LOCKED": StoreBusy,
    "SQLITE_READONLY": StoreReadOnly,
    "SQLITE_CANTOPEN": StoreReadOnly,
}


def fault_of(error: BaseException, path: Path) -> EnvironmentFault | None:
    """The fault behind a driver's error, by its SQLite error name; None when it is a bug of ours."""
    name = str(getattr(error, "sqlite_errorname", ""))
    for prefix, fault in _FAULTS.items():
        if name.startswith(prefix):
            return fault(path)
    if name.startswith("SQLITE_IOERR") and _free_bytes(path) < _CRAMPED_BYTES:
        return StoreFull(path)
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR")):
        return StoreDamaged(path, name)
    return None


def _free_bytes(path: Path) -> int:
    return shutil.disk_usage(path.parent).free


def raise_fault(error: BaseException, path: Path) -> None:
    """Raise what stands in the way of a sound file (busy, full, read-only); return when the file is at fault."""
    fault = fault_of(error, path)
    if fault is not None and not isinstance(fault, StoreDamaged):
        raise fault from error
