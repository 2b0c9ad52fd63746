"""The program is killed between its call and the desktop's answer, and is started twice at the due moment: what is
due comes on the screen once at most, and Today never loses it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from clientdesk.models.enums import NoticeState
from clientdesk.models.views.reminders import Mark
from tests.helpers.desktop import Desktop, wait_until
from tests.helpers.notification_daemon import NoticeDaemon
from tests.helpers.private_bus import LoginManager, private_bus
from tests.helpers.reminder_stage import Stage, tray_running
from tests.helpers.story import NINE, birch_was_promised_fridays, opened

MINUTE = timedelta(minutes=1)


@pytest.fixture
def stage(desktop: Desktop, tmp_path: Path) -> Iterator[Stage]:
    with private_bus() as system_bus:
        login = LoginManager(system_bus)
        stage = Stage(desktop, system_bus, login, tmp_path)
        birch_was_promised_fridays(stage.data)
        with tray_running(desktop, "xfce4-panel"):
            yield stage
            stage.end()
        login.close()


def test_killed_before_the_desktop_answered(desktop: Desktop, stage: Stage) -> None:
    address = desktop.env["DBUS_SESSION_BUS_ADDRESS"]
    with NoticeDaemon(address, "hanging") as daemon:
        stage.start("closed", NINE - MINUTE, "xfce4-panel")
        stage.wake_at(NINE)
        daemon.expect("notify", 10)
        stage.app.send(signal.SIGKILL)
        assert stage.end() == -signal.SIGKILL
    with NoticeDaemon(address) as daemon:
        stage.start("hidden", NINE + MINUTE, "xfce4-panel")
        stage.wake_and_settle(NINE + 2 * MINUTE)
        stage.wake_and_settle(NINE + timedelta(hours=2))
        assert daemon.is_silent(), "nobody knows whether it was seen, so it isn't said again"
        assert stage.end() == 0
    workspace = opened(stage.data, NINE + timedelta(hours=3))
    try:
        assert [row.state for row in workspace.reminders.recent()] in (
            [NoticeState.PERHAPS],
            [NoticeState.PENDING],
        )
        workspace.reminders.recover()
        (row,) = workspace.reminders.recent()
        assert row.state is NoticeState.PERHAPS
        (waiting,) = workspace.reminders.unanswered()
        assert (waiting.client, waiting.mark) == ("Birch & Co", Mark.PERHAPS)
    finally:
        workspace.close(back_up=False)


def test_two_starts_at_the_due_moment_say_it_once(desktop: Desktop, stage: Stage) -> None:
    with NoticeDaemon(desktop.env["DBUS_SESSION_BUS_ADDRESS"]) as daemon:
        both = [stage.launch(NINE, "--hidden") for _ in range(2)]
        daemon.expect("notify", 20)
        wait_until(lambda: sum(one.is_alive() for one in both) == 1, "one of the two to leave", 20)
        stage.wake_at(NINE + 2 * MINUTE)
        (left,) = [one for one in both if one.is_alive()]
        left.send(signal.SIGTERM)
        assert [one.wait(15) for one in both] == [0, 0]
        assert daemon.next()["event"] == "closed", "taken off at the end; nothing was said in between"
        assert daemon.is_silent()
        for one in both:
            desktop.stop(one)
