"""A due reminder in every place it can be due: two notification daemons, two kinds of tray, and the window open,
closed to the tray, or never opened. Each time it comes once, with its buttons, and its answer is written down."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from clientdesk.models.enums import NoticeState, TouchKind
from tests.helpers import bus_traffic
from tests.helpers.desktop import Desktop, wait_until
from tests.helpers.desktop_programs import press_tray_menu, tray_menu
from tests.helpers.private_bus import LoginManager, private_bus
from tests.helpers.reminder_stage import (
    DAEMONS,
    STATES,
    TRAYS,
    Stage,
    daemon_running,
    save_figures,
    tray_running,
)
from tests.helpers.store_watch import TouchWatch
from tests.helpers.story import NINE, birch_was_promised_fridays, opened

HALF_A_MINUTE = timedelta(seconds=30)
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("matrix") / "workspace"
    birch_was_promised_fridays(folder)
    return folder


@pytest.fixture(scope="module")
def system_bus() -> Iterator[str]:
    with private_bus() as address:
        yield address


@pytest.fixture(scope="module")
def login(system_bus: str) -> Iterator[LoginManager]:
    manager = LoginManager(system_bus)
    yield manager
    manager.close()


@pytest.fixture(scope="module", params=DAEMONS)
def daemon(desktop: Desktop, accessibility: None, request: pytest.FixtureRequest) -> Iterator[str]:
    with daemon_running(desktop, request.param):
        yield request.param


@pytest.fixture(scope="module", params=TRAYS)
def tray(desktop: Desktop, request: pytest.FixtureRequest) -> Iterator[str]:
    with tray_running(desktop, request.param):
        yield request.param


@pytest.fixture
def stage(
    desktop: Desktop, system_bus: str, login: LoginManager, prepared: Path, tmp_path: Path
) -> Iterator[Stage]:
    stage = Stage(desktop, system_bus, login, tmp_path)
    shutil.copytree(prepared, stage.data)
    yield stage
    stage.end()


@pytest.mark.parametrize("state", STATES)
def test_due_once_with_its_buttons_and_answered(
    desktop: Desktop, daemon: str, tray: str, stage: Stage, state: str
) -> None:
    case = f"{daemon}-{tray}-{state}"
    with desktop.traffic(f"matrix-{case}.txt", *bus_traffic.RULES) as log:
        stage.start(state, NINE - timedelta(minutes=20), tray)
        if state == "hidden":
            listening = stage.login.listeners()
            stage.wake_at(NINE - HALF_A_MINUTE)
            wait_until(lambda: stage.login.listeners() not in (set(), listening), "the workspace to open")
        assert bus_traffic.notifies(log) == [], "nothing is due yet"
        stage.wake_at(NINE - SECOND)
        (notify,) = bus_traffic.answered(log)
        number = bus_traffic.number_of(log, notify)
        assert "Birch & Co" in notify.values[3]
        assert notify.action_keys() == ["told", "write", "tomorrow"]
        assert stage.has_window() is (state == "open")
        late = notify.time - stage.real(NINE)
        if state == "closed":
            desktop.screenshot(f"notification-{daemon}-{tray}.png")
        if tray == "xfce4-panel":
            assert "Birch" in owed(desktop)
        with TouchWatch(next(stage.data.glob("*.sqlite3"))) as touch:
            stage.press(daemon, "I told them")
            wait_until(
                lambda: bus_traffic.about(log, "CloseNotification", number), "the notice to be taken off"
            )
            (pressed,) = bus_traffic.about(log, "ActionInvoked", number)
            assert pressed.values == [number, "told"]
            stored = wait_until(touch.seen_at, "the touch in the store") - pressed.time
        save_figures(
            f"matrix-{case}",
            due_moment_to_notify=late * 1000,
            i_told_them_to_the_stored_touch=stored * 1000,
        )
        assert 0 <= late < 1
        if tray == "xfce4-panel":
            wait_until(lambda: "Undo: Birch & Co was told" in tray_menu(desktop), "the way back")
            wait_until(lambda: not owed(desktop), "Birch to be told")
            press_tray_menu(desktop, "Quit")
        assert stage.end() == 0
        assert len(bus_traffic.notifies(log)) == 1, "said once, also at the end"
    workspace = opened(stage.data, NINE + timedelta(minutes=1))
    try:
        (birch,) = workspace.check_ins.statuses()
        told = workspace.touchpoints.last_told(birch.client_id)
        assert told is not None
        assert told.kind is TouchKind.UPDATE
        assert NINE <= told.at < NINE + timedelta(seconds=30)
        (row,) = workspace.reminders.recent()
        assert (row.state, row.channel, row.answer) == (NoticeState.ACTED, "dbus", "told")
    finally:
        workspace.close(back_up=False)


def owed(desktop: Desktop) -> str:
    """Who is owed a word, as the tray's menu says it; empty when nobody is."""
    return next((text for text in tray_menu(desktop) if text.startswith("Due:")), "")
