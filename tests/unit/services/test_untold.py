"""What was told? Asked of what was logged by one press, once, and for a week."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clientdesk.models.enums import RhythmKind, TouchKind
from clientdesk.models.errors import InvalidInput
from clientdesk.services.untold import ASKED_FOR, STATEMENT
from clientdesk.services.workspace import Workspace
from tests.helpers.factories import make_client, make_practice
from tests.helpers.fakes import FixedClock


@pytest.fixture
def birch(workspace: Workspace) -> str:
    make_practice(workspace)
    return make_client(workspace, "Birch & Co")


@pytest.fixture
def told(workspace: Workspace, birch: str) -> str:
    return workspace.touchpoints.log_told(birch, RhythmKind.CALL, asks_text=True)


def asked(workspace: Workspace) -> list[str]:
    view = workspace.today()
    assert view is not None
    assert view.untold == workspace.touchpoints.untold()
    return [entry.touchpoint_id for entry in view.untold]


def test_only_what_was_logged_by_one_press_is_asked_about(
    workspace: Workspace, birch: str, told: str
) -> None:
    workspace.touchpoints.log_told(birch)
    workspace.touchpoints.log(birch, TouchKind.UPDATE, "said in words", asks_text=True)
    (entry,) = workspace.touchpoints.untold()
    assert (entry.touchpoint_id, entry.client, entry.kind) == (told, "Birch & Co", TouchKind.CALL)
    assert asked(workspace) == [told]


def test_saying_it_is_one_undo(workspace: Workspace, told: str) -> None:
    workspace.touchpoints.say_told(told, "  the draft comes on Monday ")
    assert workspace.touchpoints.get(told).text == "the draft comes on Monday"
    assert asked(workspace) == []
    workspace.store.undo()
    assert workspace.touchpoints.get(told).text == ""
    assert asked(workspace) == [told]


def test_skipping_is_one_undo(workspace: Workspace, told: str) -> None:
    workspace.touchpoints.skip_told(told)
    assert asked(workspace) == []
    workspace.store.undo()
    assert asked(workspace) == [told]


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 20_001], ids=["nothing", "blanks", "a book"])
def test_what_cannot_be_kept_is_refused_and_still_asked(workspace: Workspace, told: str, text: str) -> None:
    with pytest.raises(InvalidInput):
        workspace.touchpoints.say_told(told, text)
    assert asked(workspace) == [told]


def test_after_a_week_nobody_is_asked(workspace: Workspace, told: str, clock: FixedClock) -> None:
    clock.advance(days=ASKED_FOR.days)
    assert asked(workspace) == [told]
    clock.advance(minutes=1)
    assert asked(workspace) == []


def test_the_newest_comes_first_and_archived_clients_are_left_in_peace(
    workspace: Workspace, birch: str, told: str, clock: FixedClock
) -> None:
    cedar = make_client(workspace, "Cedar")
    clock.advance(minutes=5)
    later = workspace.touchpoints.log_told(cedar, asks_text=True)
    assert asked(workspace) == [later, told]
    workspace.clients.archive([birch])
    assert asked(workspace) == [later]
    assert workspace.clock.now() - timedelta(minutes=5) == workspace.touchpoints.get(told).at


def test_the_question_is_found_through_its_index(workspace: Workspace, told: str) -> None:
    with workspace.store.reading() as session:
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {STATEMENT}", ("2026", "2027", 12))
        assert any("ix_touchpoint_asks" in str(row[-1]) for row in plan)
