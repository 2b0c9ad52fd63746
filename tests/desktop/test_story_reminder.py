"""The main story: the window is closed to the tray, a client becomes due, and is told from the notification."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from clientdesk.models.enums import TouchKind
from tests.helpers.desktop import Desktop, Process, wait_until
from tests.helpers.desktop_programs import one_tray_item, press_tray_menu, tray_items, tray_menu
from tests.helpers.story import NINE, WINDOW, birch_was_promised_fridays, opened, press_keys, start, window_of


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    birch_was_promised_fridays(folder)
    return folder


@pytest.fixture
def app(desktop: Desktop, accessibility: None, data: Path) -> Iterator[Process]:
    """ClientDesk just before nine on Friday, with its window open."""
    process = start(desktop, data)
    window_of(desktop)
    yield process
    desktop.stop(process)


def close_to_tray(desktop: Desktop) -> None:
    press_keys(desktop, "alt+F4")
    desktop.accessible({"do": "press", "role": "push button", "name": "Keep running in tray"})
    wait_until(lambda: not desktop.windows(WINDOW), "the window to close")


def test_told_from_the_notification(
    desktop: Desktop, buttons_daemon: Process, tray_host: Process, data: Path, app: Process
) -> None:
    with desktop.traffic("reminder-story.txt") as log:
        one_tray_item(desktop)
        close_to_tray(desktop)
        assert "member=Notify" not in log.read_text(), "it fell due before the window was closed"
        desktop.accessible(
            {"do": "find", "app": "notifyd", "role": "push button", "name": "I told them", "patience": 60}
        )
        desktop.screenshot("reminder-story-notification.png")
        assert any("Birch" in text for text in tray_menu(desktop))
        desktop.click_accessible(app="notifyd", role="push button", name="I told them")
        wait_until(lambda: "ActionInvoked" in log.read_text(), "the answer on the bus")
        wait_until(lambda: not any("Birch" in text for text in tray_menu(desktop)), "Birch to be told")
        desktop.screenshot("reminder-story-told.png")
        press_tray_menu(desktop, "Quit")
        assert app.wait(15) == 0, app.output()
    assert re.search(r'string "Birch & Co: .*"', log.read_text())
    wait_until(lambda: not tray_items(desktop), "the icon to go")
    workspace = opened(data, NINE + timedelta(minutes=5))
    try:
        (birch,) = workspace.check_ins.statuses()
        assert birch.due_on == date(2026, 10, 16)
        newest = workspace.touchpoints.last_told(birch.client_id)
        assert newest is not None
        assert newest.kind is TouchKind.UPDATE
        assert NINE - timedelta(minutes=1) < newest.at < NINE + timedelta(minutes=3)
    finally:
        workspace.close(back_up=False)


def test_second_start_raises_the_window_from_the_tray(
    desktop: Desktop, tray_host: Process, data: Path, app: Process
) -> None:
    one_tray_item(desktop)
    close_to_tray(desktop)
    second = start(desktop, data)
    assert second.wait(10) == 0, second.output()
    wait_until(lambda: desktop.windows(WINDOW), "the window to come back")
    assert app.is_alive()


def test_window_comes_back_when_the_tray_dies(
    desktop: Desktop, tray_host: Process, data: Path, app: Process
) -> None:
    one_tray_item(desktop)
    close_to_tray(desktop)
    desktop.stop(tray_host)
    wait_until(lambda: desktop.windows(WINDOW), "the window to come back")


def test_without_a_tray_the_window_is_never_hidden(desktop: Desktop, data: Path, app: Process) -> None:
    press_keys(desktop, "alt+F4")
    desktop.accessible({"do": "find", "starts": "This desktop has no tray"})
    assert desktop.windows(WINDOW)
    press_keys(desktop, "alt+F4")
    assert app.wait(15) == 0, app.output()
