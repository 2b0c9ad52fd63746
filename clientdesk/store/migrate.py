"""Opening a store file: refuse what is newer, foreign or damaged, create what is missing, upgrade what is older."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from clientdesk.models.errors import FileUnreadable, StoreDamaged, StoreForeign, StoreNewer
from clientdesk.store import driver
from clientdesk.store.backup import finish_restore, list_backups, make_backup

MIGRATIONS = Path(__file__).parent / "migrations"


def prepare(store_path: Path, backups: Path, now: datetime) -> bool:
    """Make the file ready for this version; the caller holds the workspace's lock.

    Returns:
        True when the store was created or upgraded.

    Raises:
        StoreNewer, StoreForeign, StoreDamaged: nothing was touched.
        BackupFailed: an upgrade was due and the backup before it could not be made.
    """
    if not store_path.exists() and not finish_restore(store_path):
        _create(store_path)
        return True
    found = inspect_file(store_path, backups)
    if found == driver.SCHEMA_VERSION:
        return False
    make_backup(store_path, backups, now, "before-migration")
    _upgrade(store_path)
    return True


def refuse_foreign(store_path: Path) -> None:
    """Before anything is made beside it: is this file somebody else's?

    Raises:
        StoreForeign: it is no ClientDesk store; nothing was touched.
    """
    try:
        with store_path.open("rb") as file:
            header = file.read(100)
    except OSError:
        return
    if header and not header.startswith(b"SQLite format 3\0"):
        raise StoreForeign(store_path)
    if len(header) == 100 and int.from_bytes(header[68:72], "big") != driver.APPLICATION_ID:
        raise StoreForeign(store_path)


def inspect_file(store_path: Path, backups: Path) -> int:
    """The schema version of an existing file, read before anything is written to it.

    Raises:
        StoreNewer, StoreForeign, StoreDamaged: nothing was touched.
        FileUnreadable, StoreBusy, StoreReadOnly, StoreFull: it can't be looked at now.
    """
    try:
        with store_path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise FileUnreadable(store_path, error.strerror or str(error)) from error
    if header and not header.startswith(b"SQLite format 3\0"):
        raise StoreForeign(store_path)
    if len(header) < 100:
        raise StoreDamaged(store_path, "empty or cut", _newest(backups))
    if int.from_bytes(header[68:72], "big") != driver.APPLICATION_ID:
        raise StoreForeign(store_path)
    try:
        with closing(driver.look(store_path)) as connection:
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if version > driver.SCHEMA_VERSION:
                raise StoreNewer(store_path, version, driver.SCHEMA_VERSION)
            if version == driver.SCHEMA_VERSION:
                connection.execute("SELECT id FROM practice").fetchall()
    except driver.DatabaseError as error:
        driver.raise_fault(error, store_path)
        name = str(getattr(error, "sqlite_errorname", error))
        raise StoreDamaged(store_path, name, _newest(backups)) from error
    return version


def _newest(backups: Path) -> Path | None:
    found = list_backups(backups)
    return found[0].path if found else None


def _create(store_path: Path) -> None:
    part = store_path.with_name(store_path.name + ".new")
    for suffix in ("", "-wal", "-shm"):
        part.with_name(part.name + suffix).unlink(missing_ok=True)
    driver.create_empty(part)
    with closing(driver.connect(part, settings=False)) as connection:
        connection.execute(f"PRAGMA application_id = {driver.APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode = WAL")
    _upgrade(part)
    with closing(driver.connect(part)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    part.rename(store_path)


def _upgrade(store_path: Path) -> None:
    """All revisions in one transaction, foreign keys off, checked before the commit."""
    from sqlalchemy import text

    from clientdesk.store.engine import make_engine

    engine = make_engine(store_path, writing=True)
    try:
        with engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys = OFF")
            with connection.begin():
                _run_alembic(connection)
                if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
                    raise StoreDamaged(store_path, "foreign keys after migration")
                connection.exec_driver_sql(f"PRAGMA user_version = {driver.SCHEMA_VERSION}")
            raw.execute("PRAGMA foreign_keys = ON")
    finally:
        engine.dispose()


def alembic_config() -> Any:
    """Alembic's configuration, without an ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _run_alembic(connection: Any) -> None:
    from alembic import command

    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
