"""What commands without a window find out about the session."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from clientdesk.services import session_facts
from tests.helpers.desktop import Desktop, Process


@pytest.fixture(autouse=True)
def in_session(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.env["DBUS_SESSION_BUS_ADDRESS"])


def test_running_daemon_is_named(notification_daemon: Process) -> None:
    assert (session_facts.notification_daemon() or "").startswith("dunst 1.")


def test_hanging_daemon_is_there_without_a_name(notification_daemon: Process) -> None:
    notification_daemon.send(signal.SIGSTOP)
    try:
        assert session_facts.notification_daemon() == ""
    finally:
        notification_daemon.send(signal.SIGCONT)


def test_tray_is_found(tray_host: Process) -> None:
    assert session_facts.has_tray()


def test_nothing_there(desktop: Desktop) -> None:
    assert session_facts.notification_daemon() is None
    assert not session_facts.has_tray()


def test_no_bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    assert session_facts.notification_daemon() is None
    assert not session_facts.has_tray()
