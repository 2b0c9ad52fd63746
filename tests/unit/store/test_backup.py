"""Backups are opened and checked before they count; restore moves the old set aside."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from clientdesk.models.errors import BackupFailed, FileUnreadable, StoreDamaged, StoreForeign
from clientdesk.services.workspace import Workspace, open_workspace
from clientdesk.store import driver
from clientdesk.store.backup import KEPT, check, list_backups, make_backup, restore
from tests.helpers.fakes import FixedClock
from tests.unit.store.test_unit_of_work import add_client, names


def test_a_backup_is_whole_private_and_named_by_its_time(workspace: Workspace) -> None:
    add_client(workspace)
    made = workspace.back_up()
    assert made.path.name == "clientdesk-20261012T080000Z-0001-asked.sqlite3"
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert check(made.path) == driver.SCHEMA_VERSION
    assert workspace.list_backups() == [made]


def test_only_the_newest_fourteen_are_kept(workspace: Workspace, clock: FixedClock) -> None:
    for _ in range(KEPT + 3):
        workspace.back_up()
        clock.advance(hours=1)
    kept = workspace.list_backups()
    assert len(kept) == KEPT
    assert kept[0].made_at - kept[-1].made_at == timedelta(hours=KEPT - 1)


def test_two_in_one_second_are_told_apart(workspace: Workspace) -> None:
    first, second = workspace.back_up(), workspace.back_up()
    assert first.path != second.path
    assert [backup.path for backup in workspace.list_backups()] == [second.path, first.path]


def test_closing_backs_up_only_what_changed(tmp_path: Path, clock: FixedClock) -> None:
    open_workspace(tmp_path / "w", clock).close()
    assert list_backups(tmp_path / "w" / "backups") == []
    changed = open_workspace(tmp_path / "w", clock)
    add_client(changed)
    changed.close()
    assert [backup.reason for backup in list_backups(tmp_path / "w" / "backups")] == ["close"]


def test_a_program_that_goes_on_for_days_is_backed_up_once_a_day_when_it_changed(
    workspace: Workspace, clock: FixedClock
) -> None:
    add_client(workspace)
    first = workspace.back_up_daily()
    assert first is not None
    assert first.reason == "daily"
    assert workspace.back_up_daily() is None
    clock.advance(days=2)
    assert workspace.back_up_daily() is None
    add_client(workspace, "Cedar Ltd")
    assert workspace.back_up_daily() is not None
    add_client(workspace, "Elm Ltd")
    clock.advance(hours=23)
    assert workspace.back_up_daily() is None
    clock.advance(days=-400)
    assert workspace.back_up_daily() is None
    clock.advance(days=402)
    assert workspace.back_up_daily() is not None


def test_a_daily_backup_that_failed_is_tried_again(workspace: Workspace) -> None:
    add_client(workspace)
    workspace.folder.backups.rmdir()
    workspace.folder.backups.write_text("in the way")
    with pytest.raises(BackupFailed):
        workspace.back_up_daily()
    workspace.folder.backups.unlink()
    assert workspace.back_up_daily() is not None


def test_restore_brings_back_that_day_and_keeps_what_was_here(
    workspace: Workspace, clock: FixedClock
) -> None:
    add_client(workspace, "Then")
    made = workspace.back_up()
    add_client(workspace, "Later")
    workspace.store.close()
    aside = restore(made.path, workspace.store.path, clock.now())
    assert names(workspace) == ["Then"]
    with closing(driver.connect(aside / workspace.store.path.name)) as connection:
        kept = [row[0] for row in connection.execute("SELECT name FROM client ORDER BY name")]
    assert kept == ["Later", "Then"]


def test_an_old_write_ahead_log_never_meets_a_restored_store(workspace: Workspace, clock: FixedClock) -> None:
    add_client(workspace)
    made = workspace.back_up()
    workspace.store.close()
    wal = workspace.store.path.with_name(workspace.store.path.name + "-wal")
    wal.write_bytes(b"left over")
    aside = restore(made.path, workspace.store.path, clock.now())
    assert not wal.exists()
    assert (aside / wal.name).read_bytes() == b"left over"


def test_a_damaged_backup_is_refused_and_nothing_is_touched(workspace: Workspace, clock: FixedClock) -> None:
    add_client(workspace)
    made = workspace.back_up()
    data = bytearray(made.path.read_bytes())
    data[4096 : 4096 * 6] = b"\xa5" * (4096 * 5)
    made.path.write_bytes(bytes(data))
    workspace.store.close()
    with pytest.raises(StoreDamaged):
        restore(made.path, workspace.store.path, clock.now())
    assert names(workspace) == ["Birch"]


def test_a_foreign_file_is_no_backup(workspace: Workspace, clock: FixedClock, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    other.write_bytes(b"not a store" * 100)
    with pytest.raises(StoreForeign):
        restore(other, workspace.store.path, clock.now())
    assert names(workspace) == []


def test_a_backup_that_cannot_be_written_leaves_earlier_ones(workspace: Workspace, clock: FixedClock) -> None:
    add_client(workspace)
    first = workspace.back_up()
    blocked = workspace.folder.root / "a-file"
    blocked.write_text("in the way")
    with pytest.raises((BackupFailed, OSError)):
        make_backup(workspace.store.path, blocked, clock.now(), "asked")
    assert workspace.list_backups() == [first]


def test_leftovers_of_a_killed_backup_are_swept(workspace: Workspace) -> None:
    leftover = workspace.folder.backups / "clientdesk-20261012T080000Z-0009-asked.sqlite3.part"
    leftover.write_bytes(b"half")
    workspace.back_up()
    assert not leftover.exists()


def test_the_store_itself_is_no_backup(workspace: Workspace, clock: FixedClock) -> None:
    workspace.store.close()
    before = workspace.store.path.read_bytes()
    with pytest.raises(FileUnreadable):
        restore(workspace.store.path, workspace.store.path, clock.now())
    assert workspace.store.path.read_bytes() == before


def test_a_store_with_a_pending_log_is_restored_with_every_commit(
    workspace: Workspace, clock: FixedClock, tmp_path: Path
) -> None:
    add_client(workspace, "Only in the log")
    other = tmp_path / "other.sqlite3"
    for suffix in ("", "-wal"):
        source = workspace.store.path.with_name(workspace.store.path.name + suffix)
        other.with_name(other.name + suffix).write_bytes(source.read_bytes())
    assert other.with_name(other.name + "-wal").stat().st_size > 0
    new = tmp_path / "new" / "clientdesk.sqlite3"
    new.parent.mkdir()
    restore(other, new, clock.now())
    with closing(driver.connect(new)) as connection:
        assert connection.execute("SELECT name FROM client").fetchall() == [("Only in the log",)]


def test_looking_at_a_store_leaves_nothing_beside_it(workspace: Workspace) -> None:
    workspace.store.close()
    before = sorted(path.name for path in workspace.folder.root.iterdir())
    check(workspace.store.path)
    assert sorted(path.name for path in workspace.folder.root.iterdir()) == before


def test_a_restore_killed_half_way_is_completed_on_the_next_start(
    workspace: Workspace, clock: FixedClock
) -> None:
    add_client(workspace, "Then")
    made = workspace.back_up()
    add_client(workspace, "Later")
    workspace.store.close()
    store = workspace.store.path
    store.with_name(store.name + ".incoming").write_bytes(made.path.read_bytes())
    store.rename(store.with_name("set-aside"))
    again = open_workspace(workspace.folder.root, clock)
    assert names(again) == ["Then"]
    again.store.close()
    assert not store.with_name(store.name + ".incoming").exists()
