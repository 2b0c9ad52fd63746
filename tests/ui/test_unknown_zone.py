"""A practice and clients in a time zone that this computer doesn't have: everything starts, and it is said."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from clientdesk import files
from clientdesk.cli import run
from clientdesk.models.zones import practice_zone
from clientdesk.services.door import WorkspaceDoor
from clientdesk.services.preferences import Preferences
from clientdesk.services.workspace import Workspace, open_workspace
from clientdesk.store import driver
from clientdesk.store.folder import WorkspaceFolder
from clientdesk.ui.actions import FOOT, PLACES
from clientdesk.ui.background import Background
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.hidden_watch import HiddenWatch
from clientdesk.ui.main_window import MainWindow
from clientdesk.ui.messages import Messages
from clientdesk.ui.notifiers.banner import BannerArea
from clientdesk.ui.reminders_desk import RemindersDesk
from clientdesk.ui.theme import Theme
from clientdesk.ui.tray import TrayController
from clientdesk.ui.tray_icon import TrayLook
from tests.helpers.fakes import FakeNotifier, FixedClock

MARS = "Mars/Olympus"
WORDS = (
    "This computer doesn't know the time zone “Mars/Olympus” of your practice. Everything you entered is kept. "
    "Until you choose another one in Settings, days and times are those of Asia/Tokyo, and no notification comes."
)


@pytest.fixture(autouse=True)
def computer_in_tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    practice_zone.cache_clear()
    yield
    practice_zone.cache_clear()


@pytest.fixture
def root(tmp_path: Path, told_demo: Path) -> Path:
    """The demo, written by a computer that knew more."""
    folder = tmp_path / "workspace"
    shutil.copytree(told_demo, folder)
    with closing(driver.connect(WorkspaceFolder(folder).store)) as connection:
        connection.execute("UPDATE practice SET zone = ?", (MARS,))
        connection.execute("UPDATE client SET zone = ?", (MARS,))
        connection.execute("UPDATE signing_event SET zone = ?", (MARS,))
    return folder


@pytest.fixture
def lost(root: Path, clock: FixedClock, tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(root, clock, Preferences(tmp_path / "preferences.json"))
    yield opened
    opened.close(back_up=False)


def test_the_zone_of_the_computer_stands_in_and_it_is_said(lost: Workspace, clock: FixedClock) -> None:
    assert lost.practice.unknown_zone() == MARS
    assert str(lost.practice.zone()) == "Asia/Tokyo"
    # 23:30 UTC is tomorrow there.
    clock.set(clock.now().astimezone(UTC).replace(hour=23, minute=30))
    assert lost.practice.today() == clock.now().date() + timedelta(days=1)
    today = lost.today()
    assert today is not None
    assert today.day.zone == "Asia/Tokyo"


def test_nothing_is_announced_until_a_zone_is_chosen(lost: Workspace) -> None:
    notifier = FakeNotifier()
    notifier.on_shown(lost.reminders.settle)
    assert lost.reminders.announce(notifier) == 0
    assert lost.reminders.next_moment() is None
    lost.practice.update(zone="Europe/Stockholm")
    assert lost.practice.unknown_zone() == ""
    assert lost.reminders.announce(notifier) > 0


def test_other_entries_are_kept_beside_an_unknown_zone(lost: Workspace) -> None:
    client = lost.clients.find("Birch & Co") or [view.client_id for view in lost.check_ins.statuses()]
    lost.clients.update(client[0], notes="prefers the phone")
    lost.practice.update(name="Lind & Daughter")
    practice = lost.practice.get()
    assert practice is not None
    assert (practice.name, practice.zone) == ("Lind & Daughter", MARS)
    assert lost.clients.get(client[0]).notes == "prefers the phone"
    assert lost.clients.get(client[0]).zone == MARS


def test_the_computers_own_zone_may_be_no_name_either(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CET-1CEST", "Nowhere/Land"):
        monkeypatch.setenv("TZ", name)
        assert files.system_zone() == "UTC"


# The window.


@pytest.fixture
def window(qtbot: QtBot, lost: Workspace, tmp_path: Path) -> Iterator[MainWindow]:
    background = Background()
    made = MainWindow(Messages(str), Theme(tmp_path / "cache"), lost.preferences, background)
    qtbot.addWidget(made)
    relay = ChangeRelay(made)
    lost.store.subscribe(relay.publish)
    relay.changed.connect(made.on_changed)
    made.attach(lost)
    made.show()
    yield made
    made.may_close = True
    background.shutdown()


def test_every_place_and_every_client_opens(window: MainWindow, lost: Workspace) -> None:
    for key, *_ in (*PLACES, *FOOT):
        window.show_place(key)
        assert window.current_place() == key
    for view in lost.check_ins.statuses():
        window.open_client(view.client_id)


@pytest.fixture
def tray(qtbot: QtBot) -> Iterator[TrayController]:
    made = TrayController()
    yield made
    made.stop()


def test_the_window_says_it_until_another_zone_is_chosen(
    window: MainWindow, lost: Workspace, tray: TrayController, qtbot: QtBot
) -> None:
    desk = RemindersDesk(lost, BannerArea(), tray, window.messages)
    lost.store.subscribe(desk.on_changed)
    said: list[str] = []
    window.messages.spoken.connect(lambda kind, words: said.append(words) if kind == "warn" else None)
    try:
        desk.start()
        assert said == [WORDS]
        assert tray.look_shown() is TrayLook.PAUSED
        (choose,) = [b for b in window.banners.banners() if b.text() == WORDS]
        with qtbot.waitSignal(desk.settings_wanted):
            choose.findChildren(QAbstractButton, "action_Open Settings")[0].click()
        desk.recompute()
        lost.practice.update(zone="Europe/Stockholm")
        qtbot.waitUntil(lambda: tray.look_shown() is TrayLook.DUE, timeout=5_000)
        assert not [b for b in window.banners.banners() if b.text() == WORDS]
    finally:
        desk.stop()


def test_hidden_in_the_tray_it_is_said_there(
    root: Path, clock: FixedClock, tray: TrayController, tmp_path: Path, qtbot: QtBot
) -> None:
    door = WorkspaceDoor(root, clock, Preferences(tmp_path / "preferences.json"))
    watch = HiddenWatch(door, tray)
    with qtbot.assertNotEmitted(watch.workspace_wanted):
        watch.start()
    watch.stop()
    assert tray.tooltip() == "ClientDesk: Nothing is announced until you choose a time zone in Settings"
    assert tray.quiet_action.text() == "Nothing is announced until you choose a time zone in Settings"


# The command line.


def test_the_command_line_says_it_beside_its_answer(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("check-ins", "requests", "agenda"):
        assert run([command, "--data", str(root), "--now", "2026-10-12T10:00+02:00", "--json"]) == 0
        out, err = capsys.readouterr()
        assert json.loads(out)
        assert err.strip() == WORDS
    run(["doctor", "--data", str(root)])
    assert WORDS in capsys.readouterr().out
