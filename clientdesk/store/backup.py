"""Verified backups: written beside, opened, checked, renamed; the newest 14 are kept; restore moves the old set aside."""

from __future__ import annotations

import os
import re
import threading
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from clientdesk.models.errors import (
    BackupFailed,
    EnvironmentFault,
    FileUnreadable,
    StoreDamaged,
    StoreForeign,
    StoreNewer,
)
from clientdesk.store import driver

KEPT = 14
_NAME = re.compile(r"^clientdesk-(\d{8}T\d{6}Z)-(\d{4})(?:-([a-z-]+))?\.sqlite3$")
_making = threading.Lock()


@dataclass(frozen=True, slots=True)
class Backup:
    """One finished backup file.

    Attributes:
        made_at: UTC instant in its name.
        reason: why it was made (``close``, ``daily``, ``asked``, ``before-import``, ``before-migration``,
            ``before-restore``).
        size: bytes.
    """

    path: Path
    made_at: datetime
    reason: str
    size: int


def list_backups(folder: Path) -> list[Backup]:
    """Finished backups, newest first, by the time and sequence in their names."""
    if not folder.is_dir():
        return []
    found = []
    for path in folder.iterdir():
        match = _NAME.match(path.name)
        if match:
            made_at = datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            found.append((made_at, match[2], Backup(path, made_at, match[3] or "", path.stat().st_size)))
    return [backup for _, _, backup in sorted(found, key=lambda entry: entry[:2], reverse=True)]


def make_backup(store_path: Path, folder: Path, now: datetime, reason: str) -> Backup:
    """Write a compact copy, open and check it, then give it its name; thin out to the newest 14.

    Raises:
        BackupFailed: no backup was made; earlier ones are untouched.
    """
    with _making:
        final = _free_name(folder, now, reason)
        part = final.with_name(final.name + ".part")
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for leftover in folder.glob("*.part*"):
                leftover.unlink()
            _copy(store_path, part)
            check(part)
            _sync(part)
            part.rename(final)
            _sync(folder)
        except (OSError, driver.Error, EnvironmentFault) as error:
            _discard(part)
            raise BackupFailed(final, str(error)) from error
        _thin(folder)
        return Backup(final, now.replace(microsecond=0), reason, final.stat().st_size)


def check(path: Path) -> int:
    """Open a store file by itself and check it whole; returns its schema version.

    Raises:
        StoreForeign: it is no ClientDesk store.
        StoreNewer: a newer ClientDesk wrote it.
        StoreDamaged: it fails the engine's checks.
        StoreBusy, StoreReadOnly, StoreFull: it can't be looked at now.
    """
    try:
        with closing(driver.look(path)) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] != driver.APPLICATION_ID:
                raise StoreForeign(path)
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            if version > driver.SCHEMA_VERSION:
                raise StoreNewer(path, version, driver.SCHEMA_VERSION)
            verdict = connection.execute("PRAGMA quick_check").fetchall()
            if verdict != [("ok",)]:
                raise StoreDamaged(path, str(verdict[0][0]))
            if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise StoreDamaged(path, "foreign keys")
    except driver.DatabaseError as error:
        driver.raise_fault(error, path)
        name = str(getattr(error, "sqlite_errorname", ""))
        if name.startswith("SQLITE_NOTADB"):
            raise StoreForeign(path) from error
        raise StoreDamaged(path, name or str(error)) from error
    return version


def restore(backup: Path, store_path: Path, now: datetime) -> Path:
    """Put a checked backup in the store's place. Nobody may have the store open.

    Returns:
        The folder where the old store with its `-wal` and `-shm` was moved as one set.

    Raises:
        StoreForeign, StoreNewer, StoreDamaged: the backup is not usable; nothing was touched.
        FileUnreadable: the backup is the store itself.
        BackupFailed: the files could not be moved; the old store is in place or in the returned folder's parent.
    """
    if backup.resolve() == store_path.resolve():
        raise FileUnreadable(backup, "it is the store itself")
    check(backup)
    incoming = store_path.with_name(store_path.name + ".incoming")
    aside = store_path.parent / "backups" / f"set-aside-{now:%Y%m%dT%H%M%S%fZ}"
    try:
        incoming.unlink(missing_ok=True)
        _take_over(backup, incoming)
        aside.mkdir(mode=0o700, parents=True)
        for suffix in ("-wal", "-shm", ""):
            old = store_path.with_name(store_path.name + suffix)
            if old.exists():
                old.rename(aside / old.name)
        _sync(aside)
        incoming.rename(store_path)
        _sync(store_path.parent)
    except (OSError, driver.Error) as error:
        raise BackupFailed(backup, str(error)) from error
    return aside


def finish_restore(store_path: Path) -> bool:
    """Complete a restore that was killed between moving the old store aside and naming the new one.

    Returns:
        True when there was one and the store is in place now.

    Raises:
        StoreForeign, StoreNewer, StoreDamaged: what was left is no usable store; nothing was touched.
    """
    incoming = store_path.with_name(store_path.name + ".incoming")
    if not incoming.exists():
        return False
    check(incoming)
    incoming.rename(store_path)
    _sync(store_path.parent)
    return True


def _copy(store_path: Path, part: Path) -> None:
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with closing(driver.connect(store_path)) as connection:
        connection.execute("VACUUM INTO ?", (str(part),))
    part.chmod(0o600)
    with closing(driver.connect(part, settings=False)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")


def _take_over(backup: Path, incoming: Path) -> None:
    """A copy with every commit; a store taken from elsewhere may hold some in its write-ahead log."""
    if not backup.with_name(backup.name + "-wal").exists():
        _copy_bytes(backup, incoming)
        return
    os.close(os.open(incoming, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with closing(driver.look(backup)) as connection:
        connection.execute("VACUUM INTO ?", (str(incoming),))
    _sync(incoming)


def _copy_bytes(source: Path, target: Path) -> None:
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(source.read_bytes())
        out.flush()
        os.fsync(out.fileno())


def _free_name(folder: Path, now: datetime, reason: str) -> Path:
    stem = f"clientdesk-{now:%Y%m%dT%H%M%SZ}"
    suffix = f"-{reason}" if reason else ""
    number = 1
    while any(folder.glob(f"{stem}-{number:04d}*")):
        number += 1
    return folder / f"{stem}-{number:04d}{suffix}.sqlite3"


def _discard(part: Path) -> None:
    """Take an unfinished copy away; where its folder is none, there is nothing to take away."""
    with suppress(OSError):
        part.unlink(missing_ok=True)


def _thin(folder: Path) -> None:
    for backup in list_backups(folder)[KEPT:]:
        backup.path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
