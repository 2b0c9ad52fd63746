"""Opening a store file: created, refused untouched, upgraded; the schema is what the tables say."""

from __future__ import annotations

import hashlib
from contextlib import closing
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

import clientdesk.models.tables  # noqa: F401 - fills the metadata
from clientdesk.models.errors import (
    FileUnreadable,
    StoreBusy,
    StoreDamaged,
    StoreForeign,
    StoreFull,
    StoreNewer,
)
from clientdesk.services.door import WorkspaceDoor
from clientdesk.services.preferences import Preferences
from clientdesk.services.workspace import Workspace
from clientdesk.store import driver
from clientdesk.store.backup import check, make_backup
from clientdesk.store.engine import make_engine
from clientdesk.store.folder import WorkspaceFolder
from clientdesk.store.migrate import alembic_config, inspect_file, prepare
from tests.conftest import MONDAY
from tests.helpers.fakes import FixedClock
from tests.unit.store.test_unit_of_work import add_client, names


def digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_packaged_schema_number_is_alembics_head() -> None:
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    assert head is not None
    assert int(head) == driver.SCHEMA_VERSION


def test_the_migrated_schema_is_what_the_tables_say(migrated_store: Path) -> None:
    engine = make_engine(migrated_store, writing=True)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"render_as_batch": True})
        drift = compare_metadata(context, SQLModel.metadata)
    engine.dispose()
    assert drift == []


def test_a_store_says_what_it_is(migrated_store: Path) -> None:
    with closing(driver.connect(migrated_store)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone()[0] == driver.APPLICATION_ID
        assert connection.execute("PRAGMA user_version").fetchone()[0] == driver.SCHEMA_VERSION


def test_preparing_twice_changes_nothing(tmp_path: Path) -> None:
    store = tmp_path / "clientdesk.sqlite3"
    assert prepare(store, tmp_path / "backups", MONDAY) is True
    before = digest(tmp_path)
    assert prepare(store, tmp_path / "backups", MONDAY) is False
    assert digest(tmp_path) == before


def test_a_newer_store_is_refused_and_untouched(workspace: Workspace) -> None:
    add_client(workspace)
    workspace.store.close()
    with closing(driver.connect(workspace.store.path)) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = digest(workspace.folder.root)
    with pytest.raises(StoreNewer) as caught:
        inspect_file(workspace.store.path, workspace.folder.backups)
    assert (caught.value.found, caught.value.known) == (99, driver.SCHEMA_VERSION)
    assert digest(workspace.folder.root) == before


def test_a_newer_store_keeps_its_pending_log(workspace: Workspace, tmp_path: Path) -> None:
    add_client(workspace)
    copy = tmp_path / "copy" / "clientdesk.sqlite3"
    copy.parent.mkdir()
    with closing(driver.connect(workspace.store.path)) as connection:
        connection.execute("PRAGMA user_version = 99")
        for suffix in ("", "-wal"):
            source = workspace.store.path.with_name(workspace.store.path.name + suffix)
            copy.with_name(copy.name + suffix).write_bytes(source.read_bytes())
    before = {name: text for name, text in digest(copy.parent).items() if not name.endswith("-shm")}
    assert len(before) == 2
    with pytest.raises(StoreNewer):
        inspect_file(copy, tmp_path / "backups")
    assert {k: v for k, v in digest(copy.parent).items() if not k.endswith("-shm")} == before


def test_a_store_that_another_program_keeps_to_itself_is_busy_not_damaged(
    migrated_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver.module, "connect", partial(driver.module.connect, timeout=0.3))  # not 5 s
    with closing(driver.connect(migrated_store, settings=False)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreBusy):
            inspect_file(migrated_store, migrated_store.parent)
        with pytest.raises(StoreBusy):
            check(migrated_store)
        other.execute("ROLLBACK")


@pytest.mark.parametrize("content", [b"hello, I am a text file" * 20, b"%PDF-1.7\n" + b"x" * 500])
def test_a_foreign_file_is_refused_and_untouched(tmp_path: Path, content: bytes) -> None:
    store = tmp_path / "clientdesk.sqlite3"
    store.write_bytes(content)
    with pytest.raises(StoreForeign):
        prepare(store, tmp_path / "backups", MONDAY)
    assert store.read_bytes() == content
    assert list(tmp_path.iterdir()) == [store]


def test_somebody_elses_database_is_refused_and_untouched(tmp_path: Path) -> None:
    store = tmp_path / "clientdesk.sqlite3"
    driver.create_empty(store)
    with closing(driver.connect(store, settings=False)) as connection:
        connection.execute("CREATE TABLE theirs (id)")
    before = digest(tmp_path)
    with pytest.raises(StoreForeign):
        prepare(store, tmp_path / "backups", MONDAY)
    assert digest(tmp_path) == before


def test_a_damaged_store_is_refused_and_offers_the_newest_backup(workspace: Workspace) -> None:
    add_client(workspace)
    backup = make_backup(workspace.store.path, workspace.folder.backups, MONDAY, "asked")
    workspace.store.close()
    data = bytearray(workspace.store.path.read_bytes())
    data[4096 : 4096 * 6] = b"\xa5" * (4096 * 5)
    workspace.store.path.write_bytes(bytes(data))
    with pytest.raises(StoreDamaged) as caught:
        inspect_file(workspace.store.path, workspace.folder.backups)
    assert caught.value.newest_backup == backup.path
    assert workspace.store.path.read_bytes() == bytes(data)


@pytest.mark.parametrize("size", [0, 50])
def test_an_empty_or_cut_store_is_damaged(tmp_path: Path, migrated_store: Path, size: int) -> None:
    store = tmp_path / "clientdesk.sqlite3"
    store.write_bytes(migrated_store.read_bytes()[:size])
    with pytest.raises(StoreDamaged):
        inspect_file(store, tmp_path / "backups")


def test_a_failing_migration_leaves_the_old_store_as_it_was(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_client(workspace)
    workspace.store.close()
    monkeypatch.setattr(driver, "SCHEMA_VERSION", driver.SCHEMA_VERSION + 1)

    def fail(connection: object) -> None:
        connection.exec_driver_sql("CREATE TABLE half (id)")  # type: ignore[attr-defined]
        connection.exec_driver_sql("DELETE FROM client")  # type: ignore[attr-defined]
        raise RuntimeError("stopped half-way")

    monkeypatch.setattr("clientdesk.store.migrate._run_alembic", fail)
    with pytest.raises(RuntimeError):
        prepare(workspace.store.path, workspace.folder.backups, MONDAY)
    monkeypatch.undo()
    with closing(driver.connect(workspace.store.path)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone()[0] == 0
    assert inspect_file(workspace.store.path, workspace.folder.backups) == driver.SCHEMA_VERSION
    assert names(workspace) == ["Birch"]
    assert len(workspace.list_backups()) == 1, "a verified backup was made first"


def test_an_interrupted_creation_is_begun_anew(tmp_path: Path) -> None:
    store = tmp_path / "clientdesk.sqlite3"
    store.with_name(store.name + ".new").write_bytes(b"half")
    assert prepare(store, tmp_path / "backups", MONDAY)
    assert inspect_file(store, tmp_path / "backups") == driver.SCHEMA_VERSION


def test_the_driver_is_free_of_the_wal_reset_fault() -> None:
    driver.check_version()


class _InputOutputError(driver.DatabaseError):
    sqlite_errorname = "SQLITE_IOERR"


@pytest.mark.parametrize(("free", "fault"), [(0, StoreFull), (10**9, StoreDamaged)])
def test_an_input_output_error_on_a_full_disk_is_no_damage(
    migrated_store: Path, monkeypatch: pytest.MonkeyPatch, free: int, fault: type[Exception]
) -> None:
    def failing(path: Path) -> None:
        raise _InputOutputError("disk I/O error")

    monkeypatch.setattr(driver, "look", failing)
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(free=free))
    with pytest.raises(fault):
        inspect_file(migrated_store, migrated_store.parent)


def test_a_folder_in_the_stores_place_is_unreadable_not_damaged(tmp_path: Path) -> None:
    (tmp_path / "clientdesk.sqlite3").mkdir()
    with pytest.raises(FileUnreadable):
        prepare(tmp_path / "clientdesk.sqlite3", tmp_path / "backups", MONDAY)


def test_a_folder_with_other_things_keeps_its_mode(tmp_path: Path) -> None:
    root = tmp_path / "documents"
    root.mkdir()
    root.chmod(0o755)
    (root / "letter.txt").write_text("mine")
    WorkspaceFolder(root).make()
    assert root.stat().st_mode & 0o777 == 0o755
    assert (root / "backups").stat().st_mode & 0o777 == 0o700


def test_beside_a_foreign_file_nothing_is_made(tmp_path: Path, clock: FixedClock) -> None:
    store = tmp_path / "clientdesk.sqlite3"
    store.write_bytes(b"somebody's notes about something else" * 10)
    door = WorkspaceDoor(tmp_path, clock, Preferences(tmp_path.parent / "preferences.json"))
    with pytest.raises(StoreForeign):
        door.acquire()
    assert list(tmp_path.iterdir()) == [store]
