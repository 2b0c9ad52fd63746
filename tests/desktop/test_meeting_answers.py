"""A meeting that ended is asked about on the screen; *Moved* and *They missed it* pressed there with a real pointer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from clientdesk.models.enums import NoticeState, TouchKind, TouchState
from clientdesk.models.views.touchpoints import TouchpointView
from clientdesk.services.workspace import Workspace
from tests.helpers import bus_traffic
from tests.helpers.desktop import Desktop, Process, wait_until
from tests.helpers.private_bus import LoginManager, private_bus
from tests.helpers.reminder_stage import Stage
from tests.helpers.story import NINE, birch_was_promised_fridays, opened

TEN = NINE + timedelta(hours=1)
OVER = TEN + timedelta(minutes=31)
ASKS = "^When is it now"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Birch was told this morning, and comes from ten to half past."""
    folder = tmp_path_factory.mktemp("meeting") / "workspace"
    birch = birch_was_promised_fridays(folder)
    workspace = opened(folder, NINE)
    workspace.touchpoints.log(birch, TouchKind.UPDATE, "Sent the figures")
    workspace.touchpoints.plan(birch, TouchKind.MEETING, TEN, text="Kick-off", duration_minutes=30)
    workspace.close(back_up=False)
    return folder


@pytest.fixture
def stage(desktop: Desktop, prepared: Path, tmp_path: Path) -> Iterator[Stage]:
    with private_bus() as system_bus:
        login = LoginManager(system_bus)
        stage = Stage(desktop, system_bus, login, tmp_path)
        shutil.copytree(prepared, stage.data)
        yield stage
        stage.end()
        login.close()


@pytest.fixture
def asked(
    desktop: Desktop,
    buttons_daemon: Process,
    tray_host: Process,
    stage: Stage,
    request: pytest.FixtureRequest,
) -> Iterator[tuple[Path, str]]:
    """Closed to the tray, the question is on the screen; the recording and the notice's number."""
    with desktop.traffic(f"{request.node.name}.txt", *bus_traffic.RULES) as log:
        stage.start("closed", TEN + timedelta(minutes=5), "xfce4-panel")
        stage.wake_at(OVER)
        (notify,) = bus_traffic.answered(log)
        assert notify.action_keys() == ["held", "missed", "moved"]
        yield log, bus_traffic.number_of(log, notify)


def pressed(log: Path, number: str) -> str:
    """The key that came back over the bus, once the notice was taken off."""
    wait_until(lambda: bus_traffic.about(log, "CloseNotification", number), "the notice to be taken off")
    (answer,) = bus_traffic.about(log, "ActionInvoked", number)
    return answer.values[1]


def kick_off(workspace: Workspace) -> TouchpointView:
    """The meeting as it stands now: booked, or in the record."""
    (birch,) = workspace.check_ins.statuses()
    touches = workspace.touchpoints.booked(birch.client_id) + workspace.touchpoints.stream(birch.client_id)
    (meeting,) = [touch for touch in touches if touch.text == "Kick-off"]
    return meeting


def answer_kept(workspace: Workspace) -> tuple[NoticeState, str]:
    (row,) = workspace.reminders.recent()
    return row.state, row.answer


def test_moved_opens_the_window_with_the_question_for_that_meeting(
    desktop: Desktop, stage: Stage, asked: tuple[Path, str]
) -> None:
    stage.press("xfce4-notifyd", "Moved")
    assert pressed(*asked) == "moved"
    dialog = wait_until(lambda: desktop.windows(ASKS), "the question for the new time", 30)[-1]
    assert stage.has_window()
    desktop.screenshot("meeting-moved.png")
    desktop.xdotool("windowactivate", "--sync", dialog)
    desktop.xdotool("type", "tomorrow")
    desktop.screenshot("meeting-moved-to.png")
    desktop.xdotool("key", "Return")
    wait_until(lambda: not desktop.windows(ASKS), "the dialog to close")
    assert stage.end() == 0
    workspace = opened(stage.data, OVER)
    try:
        meeting = kick_off(workspace)
        assert (meeting.state, meeting.at) == (TouchState.PLANNED, TEN + timedelta(days=1))
        assert answer_kept(workspace) == (NoticeState.ACTED, "moved")
    finally:
        workspace.close(back_up=False)


def test_they_missed_it_is_written_down_without_a_window(
    desktop: Desktop, stage: Stage, asked: tuple[Path, str]
) -> None:
    stage.press("xfce4-notifyd", "They missed it")
    assert pressed(*asked) == "missed"
    assert stage.end() == 0
    assert not stage.has_window()
    workspace = opened(stage.data, OVER)
    try:
        meeting = kick_off(workspace)
        assert meeting.state is TouchState.MISSED
        assert answer_kept(workspace) == (NoticeState.ACTED, "missed")
    finally:
        workspace.close(back_up=False)
