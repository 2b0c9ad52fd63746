"""Undo and redo: random work, undone and redone, ends where it was."""

from __future__ import annotations

import random
from typing import Any

import pytest
from sqlalchemy import select

from clientdesk.models.enums import Kind, TouchKind
from clientdesk.models.errors import UndoRefused
from clientdesk.models.tables import TABLES, Client, Contact, Engagement, Milestone, Touchpoint
from clientdesk.services.workspace import Workspace
from clientdesk.store.history import DEPTH
from clientdesk.store.unit_of_work import delete_tree, fetch
from tests.unit.store.test_unit_of_work import add_client, names


def everything(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    with workspace.store.reading() as session:
        return {
            kind.value: sorted(tuple(map(repr, row)) for row in session.execute(select(table.__table__)))
            for kind, table in TABLES.items()
        }


class RandomWork:
    """One random step on the store, like a user's."""

    def __init__(self, workspace: Workspace, seed: int) -> None:
        self.workspace = workspace
        self.dice = random.Random(seed)

    def ids(self, table: type[Any]) -> list[str]:
        with self.workspace.store.reading() as session:
            return sorted(session.execute(select(table.id)).scalars().all())

    def step(self) -> None:
        clients = self.ids(Client)
        deed = self.dice.choice((self.add, self.add_below, self.change, self.delete)) if clients else self.add
        deed()

    def add(self) -> None:
        add_client(self.workspace, f"Client {self.dice.randrange(1000)}")

    def add_below(self) -> None:
        now = self.workspace.clock.now()
        client_id = self.dice.choice(self.ids(Client))
        with self.workspace.store.writing("Add below") as session:
            session.add(Contact(name="Ann", client_id=client_id, created_at=now))
            session.add(
                Touchpoint(client_id=client_id, kind=TouchKind.NOTE, at=now, zone="UTC", created_at=now)
            )
            engagement = Engagement(
                title="Work", client_id=client_id, starts_on=now.date(), currency="EUR", created_at=now
            )
            session.add(engagement)
            session.flush()
            session.add(Milestone(title="M", engagement_id=engagement.id, created_at=now))

    def change(self) -> None:
        client_id = self.dice.choice(self.ids(Client))
        with self.workspace.store.writing("Change") as session:
            client = fetch(session, Client, client_id)
            client.name = f"Renamed {self.dice.randrange(1000)}"
            client.notes = "n" * self.dice.randrange(50)

    def delete(self) -> None:
        client_id = self.dice.choice(self.ids(Client))
        with self.workspace.store.writing("Delete") as session:
            delete_tree(session, fetch(session, Client, client_id))


@pytest.mark.parametrize("seed", range(12))
def test_random_work_undone_and_redone_ends_where_it_was(workspace: Workspace, seed: int) -> None:
    work = RandomWork(workspace, seed)
    states = [everything(workspace)]
    for _ in range(12):
        work.step()
        states.append(everything(workspace))
    for state in reversed(states[:-1]):
        assert workspace.store.undo() is not None
        assert everything(workspace) == state
    for state in states[1:]:
        assert workspace.store.redo() is not None
        assert everything(workspace) == state
    assert workspace.store.redo() is None


def test_labels_follow_the_steps(workspace: Workspace) -> None:
    add_client(workspace)
    assert (workspace.store.undo_label, workspace.store.redo_label) == ("New client", None)
    workspace.store.undo()
    assert (workspace.store.undo_label, workspace.store.redo_label) == (None, "New client")


def test_new_work_forgets_what_was_undone(workspace: Workspace) -> None:
    add_client(workspace, "A")
    workspace.store.undo()
    add_client(workspace, "B")
    assert workspace.store.redo() is None
    assert names(workspace) == ["B"]


def test_a_step_whose_rows_were_changed_since_is_refused_whole(workspace: Workspace) -> None:
    client_id = add_client(workspace)
    raw = workspace.store._writer.raw_connection()
    raw.driver_connection.execute("UPDATE client SET name = 'Outside' WHERE id = ?", (client_id,))
    raw.close()
    with pytest.raises(UndoRefused) as caught:
        workspace.store.undo()
    assert caught.value.label == "New client"
    assert names(workspace) == ["Outside"]


def test_what_cannot_be_undone_clears_the_stack(workspace: Workspace) -> None:
    add_client(workspace, "A")
    with workspace.store.writing("Issue", undoable=False) as session:
        session.add(Client(name="B", created_at=workspace.clock.now(), added_on=workspace.clock.now().date()))
    assert workspace.store.undo() is None
    assert names(workspace) == ["A", "B"]


def test_the_stack_is_fifty_deep(workspace: Workspace) -> None:
    for number in range(DEPTH + 5):
        add_client(workspace, f"C{number:02d}")
    undone = 0
    while workspace.store.undo() is not None:
        undone += 1
    assert undone == DEPTH
    assert len(names(workspace)) == 5


def test_a_row_changed_twice_in_one_step_is_one_change(workspace: Workspace) -> None:
    client_id = add_client(workspace)
    with workspace.store.writing("Twice") as session:
        client = fetch(session, Client, client_id)
        client.name = "One"
        session.flush()
        client.name = "Two"
    workspace.store.undo()
    assert names(workspace) == ["Birch"]


def test_undo_announces_what_it_touched(workspace: Workspace) -> None:
    client_id = add_client(workspace)
    heard: list[Any] = []
    workspace.store.subscribe(heard.append)
    workspace.store.undo()
    assert [change.touched for change in heard] == [frozenset({(Kind.CLIENT, client_id)})]


def _rename(workspace: Workspace, client_id: str, name: str, joins: str) -> None:
    with workspace.store.writing("Type", joins=joins) as session:
        fetch(session, Client, client_id).name = name


def test_writes_that_join_are_undone_and_redone_as_one(workspace: Workspace) -> None:
    first = add_client(workspace, "A")
    for name in ("Ab", "Abc", "Abcd"):
        _rename(workspace, first, name, "name of A")
    workspace.store.undo()
    assert names(workspace) == ["A"]
    workspace.store.redo()
    assert names(workspace) == ["Abcd"]


def test_only_writes_that_follow_each_other_join(workspace: Workspace) -> None:
    first = add_client(workspace, "A")
    _rename(workspace, first, "Ab", "name of A")
    _rename(workspace, first, "Abc", "")
    _rename(workspace, first, "Abcd", "name of A")
    second = add_client(workspace, "B")
    _rename(workspace, second, "Bc", "name of A")
    found = []
    while workspace.store.undo():
        found.append(names(workspace))
    assert found == [["Abcd", "B"], ["Abcd"], ["Abc"], ["Ab"], ["A"], []]


def test_what_follows_an_undo_joins_nothing_before_it(workspace: Workspace) -> None:
    first = add_client(workspace, "A")
    _rename(workspace, first, "Ab", "name")
    _rename(workspace, first, "Abc", "other")
    workspace.store.undo()
    _rename(workspace, first, "Abd", "name")
    workspace.store.undo()
    assert names(workspace) == ["Ab"]


def test_typing_that_ends_where_it_began_leaves_no_step(workspace: Workspace) -> None:
    first = add_client(workspace, "A")
    before = workspace.store.undo_label
    _rename(workspace, first, "Ab", "name")
    _rename(workspace, first, "A", "name")
    assert workspace.store.undo_label == before
