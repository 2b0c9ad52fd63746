"""Waking up, as logind tells it, on a real bus in the system bus's place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clientdesk.ui import sleep_watch
from clientdesk.ui.sleep_watch import SleepWatch
from tests.helpers.private_bus import LoginManager, private_bus


@pytest.fixture
def system_bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with private_bus() as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def login(system_bus: str) -> Iterator[LoginManager]:
    manager = LoginManager(system_bus)
    yield manager
    manager.close()


@pytest.fixture
def watch(qtbot: QtBot) -> Iterator[SleepWatch]:
    watch = SleepWatch()
    yield watch
    watch.stop()


def test_waking_up_is_told_once_and_falling_asleep_is_not(
    qtbot: QtBot, login: LoginManager, watch: SleepWatch
) -> None:
    assert watch.start()
    woken: list[int] = []
    watch.woke.connect(lambda: woken.append(1))
    login.say(is_going_to_sleep=True)
    login.say_shutdown()
    with qtbot.waitSignal(watch.woke, timeout=2000):
        login.say(is_going_to_sleep=False)
    assert woken == [1]


def test_a_login_manager_that_comes_later_is_heard(qtbot: QtBot, system_bus: str, watch: SleepWatch) -> None:
    assert watch.start()
    assert watch.start(), "listening already"
    manager = LoginManager(system_bus)
    with qtbot.waitSignal(watch.woke, timeout=2000):
        manager.say(is_going_to_sleep=False)
    manager.close()


def test_without_a_system_bus_nothing_is_asked_again_and_again(
    watch: SleepWatch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    assert not watch.start()
    with private_bus() as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        assert not watch.start(), "left alone for some minutes"


def test_a_bus_that_comes_late_or_comes_back_is_found_by_the_next_start(
    qtbot: QtBot, watch: SleepWatch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sleep_watch, "RETRY_AFTER_MS", 0)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    assert not watch.start()
    for _ in ("late", "anew"):
        with private_bus() as address:
            monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
            assert watch.start()
            manager = LoginManager(address)
            with qtbot.waitSignal(watch.woke, timeout=2000):
                manager.say(is_going_to_sleep=False)
            manager.close()
        qtbot.waitUntil(lambda: not watch.start(), timeout=2000)


def test_a_bus_that_dies_ends_the_listening_quietly(
    qtbot: QtBot, watch: SleepWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    with private_bus() as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        assert watch.start()
    qtbot.waitUntil(lambda: not watch.start(), timeout=2000)
