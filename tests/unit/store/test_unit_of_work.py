"""The one door to the data: transactions, ChangeSets, faults."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from clientdesk.models.changes import ChangeSet
from clientdesk.models.enums import Kind
from clientdesk.models.errors import NotFound, StoreBusy, StoreFull, StoreReadOnly
from clientdesk.models.tables import Client, Contact
from clientdesk.services.workspace import Workspace
from clientdesk.store import driver
from clientdesk.store.engine import make_engine
from clientdesk.store.unit_of_work import delete_tree, fetch
from tests.helpers.fakes import FixedClock


def add_client(workspace: Workspace, name: str = "Birch") -> str:
    now = workspace.clock.now()
    with workspace.store.writing("New client") as session:
        client = Client(name=name, created_at=now, added_on=now.date())
        session.add(client)
        return client.id


def names(workspace: Workspace) -> list[str]:
    with workspace.store.reading() as session:
        return sorted(session.exec(select(Client.name)).all())


def test_a_write_announces_one_change_with_what_it_touched(workspace: Workspace) -> None:
    heard: list[ChangeSet] = []
    workspace.store.subscribe(heard.append)
    client_id = add_client(workspace)
    assert heard == [ChangeSet("New client", frozenset({(Kind.CLIENT, client_id)}))]


def test_a_write_that_touches_nothing_announces_nothing(workspace: Workspace) -> None:
    heard: list[ChangeSet] = []
    workspace.store.subscribe(heard.append)
    with workspace.store.writing("Nothing"):
        pass
    assert heard == []
    assert workspace.store.undo_label is None


def test_an_error_inside_a_write_keeps_nothing(workspace: Workspace) -> None:
    with pytest.raises(RuntimeError), workspace.store.writing("Fails") as session:
        session.add(
            Client(name="Gone", created_at=workspace.clock.now(), added_on=workspace.clock.now().date())
        )
        session.flush()
        raise RuntimeError
    assert names(workspace) == []


def test_an_open_read_never_blocks_a_write(workspace: Workspace) -> None:
    client_id = add_client(workspace)
    with workspace.store.reading() as reading:
        assert fetch(reading, Client, client_id).name == "Birch"
        with workspace.store.writing("Rename") as writing:
            fetch(writing, Client, client_id).name = "Elm"
        reading.expire_all()
        assert fetch(reading, Client, client_id).name == "Birch", "a read keeps its snapshot"
    assert names(workspace) == ["Elm"]


def test_reading_sessions_cannot_write(workspace: Workspace) -> None:
    with pytest.raises(StoreReadOnly), workspace.store.reading() as session:
        session.add(
            Client(name="No", created_at=workspace.clock.now(), added_on=workspace.clock.now().date())
        )
        session.flush()


def test_a_store_held_by_another_program_is_named_busy(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "BUSY_MILLISECONDS", 50)
    workspace.store.close()
    other = driver.connect(workspace.store.path)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreBusy):
            add_client(workspace)
    finally:
        other.execute("ROLLBACK")
        other.close()
    add_client(workspace)
    assert names(workspace) == ["Birch"]


def test_a_full_store_keeps_everything_before_and_nothing_of_the_write(workspace: Workspace) -> None:
    add_client(workspace)
    raw = workspace.store._writer.raw_connection()
    pages = raw.driver_connection.execute("PRAGMA page_count").fetchone()[0]
    raw.driver_connection.execute(f"PRAGMA max_page_count = {pages}")
    raw.close()
    with pytest.raises(StoreFull):
        for number in range(400):
            add_client(workspace, f"Client {number} " + "x" * 150)
    kept = names(workspace)
    assert "Birch" in kept
    raw = workspace.store._writer.raw_connection()
    raw.driver_connection.execute("PRAGMA max_page_count = 1000000")
    raw.close()
    add_client(workspace, "After")
    assert names(workspace) == sorted([*kept, "After"])


def test_checks_hold_where_fields_were_bypassed(workspace: Workspace) -> None:
    with pytest.raises(IntegrityError):
        add_client(workspace, "x" * 201)
    with pytest.raises(IntegrityError):
        add_client(workspace, "")
    assert names(workspace) == []


def test_errors_never_quote_what_was_stored(workspace: Workspace) -> None:
    with pytest.raises(IntegrityError) as caught:
        add_client(workspace, "SECRET-CANARY" * 40)
    assert "CANARY" not in str(caught.value)


def test_deleting_takes_what_depends_and_undo_brings_all_back(
    workspace: Workspace, clock: FixedClock
) -> None:
    client_id = add_client(workspace)
    with workspace.store.writing("Contact") as session:
        session.add(Contact(name="Ann", client_id=client_id, created_at=clock.now()))
    with workspace.store.writing("Delete") as session:
        delete_tree(session, fetch(session, Client, client_id))
    with workspace.store.reading() as session:
        assert session.exec(select(Contact)).all() == []
    workspace.store.undo()
    with workspace.store.reading() as session:
        assert session.exec(select(Contact.name)).all() == ["Ann"]


def test_a_missing_row_is_named(workspace: Workspace) -> None:
    with workspace.store.reading() as session, pytest.raises(NotFound) as caught:
        fetch(session, Client, "nope")
    assert (caught.value.kind, caught.value.record_id) == ("client", "nope")


def test_writes_from_several_threads_come_one_after_the_other(workspace: Workspace) -> None:
    threads = [threading.Thread(target=add_client, args=(workspace, f"C{number}")) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(workspace)) == 8


def test_every_connection_has_the_settings_that_keep_commits(workspace: Workspace) -> None:
    for writing in (True, False):
        engine = make_engine(workspace.store.path, writing=writing)
        raw = engine.raw_connection()
        found = {
            name: raw.driver_connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("foreign_keys", "journal_mode", "synchronous", "secure_delete", "recursive_triggers")
        }
        raw.close()
        engine.dispose()
        assert found == {
            "foreign_keys": 1,
            "journal_mode": "wal",
            "synchronous": 2,
            "secure_delete": 1,
            "recursive_triggers": 1,
        }


def test_the_store_is_private(workspace: Workspace) -> None:
    add_client(workspace)
    for path in workspace.folder.root.iterdir():
        assert path.stat().st_mode & 0o077 == 0, path.name
