"""What a start in the tray reads by plain SQL is what the open workspace says."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import BlockKind, Layer, RhythmKind
from clientdesk.models.errors import StoreDamaged
from clientdesk.services.check_in_views import owed
from clientdesk.services.demo import make_demo
from clientdesk.services.door import WorkspaceDoor
from clientdesk.services.hidden_look import HiddenLook
from clientdesk.services.workspace import Workspace
from clientdesk.store import driver
from tests.helpers.factories import make_client, make_practice
from tests.helpers.fakes import FixedClock

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def door(workspace: Workspace, clock: FixedClock) -> WorkspaceDoor:
    return WorkspaceDoor(workspace.folder.root, clock, workspace.preferences)


def look(door: WorkspaceDoor) -> HiddenLook:
    found = door.hidden_look()
    assert found is not None
    return found


def test_before_set_up_there_is_nothing_to_look_at(door: WorkspaceDoor) -> None:
    assert door.hidden_look() is None


def test_an_older_or_missing_store_has_to_be_opened(workspace: Workspace, door: WorkspaceDoor) -> None:
    make_practice(workspace)
    workspace.store.close()
    connection = driver.connect(workspace.folder.store)
    connection.execute("UPDATE alembic_version SET version_num = '0003'")
    connection.execute("PRAGMA user_version = 3")
    connection.commit()
    connection.close()
    assert door.hidden_look() is None
    workspace.folder.store.unlink()
    assert door.hidden_look() is None


@pytest.mark.parametrize("ahead", [timedelta(), timedelta(hours=12), timedelta(days=1), timedelta(days=5)])
def test_it_agrees_with_the_open_workspace(
    workspace: Workspace, door: WorkspaceDoor, clock: FixedClock, ahead: timedelta
) -> None:
    make_demo(workspace)
    clock.advance(seconds=ahead.total_seconds())
    found = look(door)
    assert [name for _, name in found.due] == [view.client for view in owed(workspace.check_ins.statuses())]
    assert found.next_at == workspace.reminders.next_moment()
    quiet = workspace.boundaries.quiet_hours()
    assert found.quiet == (quiet.start, quiet.end)
    assert (found.quiet_until is not None) == workspace.boundaries.is_quiet(clock.now())
    on_now = workspace.time.on_now()
    assert found.offer == ("" if on_now is None else on_now.name)
    assert found.paused_until is None


def test_the_next_moment_is_the_next_start_of_work_that_is_owed(
    workspace: Workspace, door: WorkspaceDoor
) -> None:
    """Monday at ten: an update every Friday is announced on Friday at nine, in Paris."""
    make_practice(workspace)
    client = make_client(workspace)
    for rhythm in workspace.rhythms.of_client(client):
        workspace.rhythms.remove(rhythm.rhythm_id)
    workspace.rhythms.add(
        Layer.CLIENT, client, kind=RhythmKind.UPDATE, weekday=4, starts_on=date(2026, 10, 16)
    )
    found = look(door)
    assert found.due == ()
    assert found.next_at == datetime(2026, 10, 16, 9, 0, tzinfo=PARIS)


def test_a_pause_is_in_the_practices_time(
    workspace: Workspace, door: WorkspaceDoor, clock: FixedClock
) -> None:
    make_demo(workspace)
    until = clock.now() + timedelta(hours=1)
    workspace.reminders.pause(until)
    found = look(door)
    assert found.paused_until == until
    assert found.paused_until.tzinfo == workspace.practice.zone()
    assert found.next_at == until


def test_a_running_timer_and_a_calendar_need_the_workspace(
    workspace: Workspace, door: WorkspaceDoor, clock: FixedClock
) -> None:
    make_practice(workspace)
    client = make_client(workspace)
    assert not look(door).needs_workspace
    workspace.time.start(client_id=client)
    assert look(door).needs_workspace
    clock.advance(minutes=5)
    workspace.time.stop(None)
    assert not look(door).needs_workspace


def test_the_block_that_is_on_is_offered(
    workspace: Workspace, door: WorkspaceDoor, clock: FixedClock
) -> None:
    make_practice(workspace)
    client = make_client(workspace, "Acme")
    now = clock.now()
    workspace.week.add_block({"client_id": client, "title": "Slides"}, now - timedelta(minutes=30), 60)
    assert look(door).offer == "Acme · Slides"
    workspace.week.add_block({"kind": BlockKind.PRIVATE, "title": "Lunch"}, now - timedelta(minutes=5), 30)
    assert look(door).offer == "Acme · Slides"
    clock.advance(minutes=40)
    assert look(door).offer == ""


def test_a_damaged_page_is_left_to_the_opening(workspace: Workspace, door: WorkspaceDoor) -> None:
    make_demo(workspace)
    workspace.store.close()
    data = bytearray(workspace.folder.store.read_bytes())
    data[4096 * 2 : 4096 * 30] = b"\xa5" * (4096 * 28)
    workspace.folder.store.write_bytes(bytes(data))
    with suppress(StoreDamaged):
        assert door.hidden_look() is None
