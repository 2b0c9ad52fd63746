"""Capture from anywhere: keys pressed in another program, the tray's menu, the command; typed with real keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QKeyCombination, Qt
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import TouchKind
from clientdesk.models.views.touchpoints import TouchpointView
from clientdesk.ui.shortcut_x11 import KeyTaken, NoDisplay, X11Keys
from tests.helpers.desktop import Desktop, Process, wait_until
from tests.helpers.desktop_programs import one_tray_item, press_tray_menu
from tests.helpers.story import (
    NINE,
    WINDOW,
    active_window,
    opened,
    start,
    window_of,
)

CAPTURE = "^Log update"
CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
KEYS = QKeyCombination(CTRL_ALT, Qt.Key.Key_L)


@pytest.fixture
def with_keys(data: Path) -> None:
    """Ctrl+Alt+L is set, and reminders are off: nothing else asks for the keyboard."""
    kept = data.parent / "config" / "clientdesk" / "preferences.json"
    kept.parent.mkdir(parents=True)
    kept.write_text(json.dumps({"capture_keys": "Ctrl+Alt+L", "reminders": False, "close_to_tray": "keep"}))


@pytest.fixture(autouse=True)
def _nothing_left_running(desktop: Desktop) -> Iterator[None]:
    yield
    for process in [one for one in desktop.processes if one.name == "clientdesk"]:
        desktop.stop(process)


@pytest.fixture
def other_program(desktop: Desktop) -> Iterator[str]:
    """Another program's window, which has the keyboard."""
    xev = desktop.start("xev", "xev", "-name", "Another program")
    window = wait_until(lambda: desktop.windows("Another program"), "the other program")[-1]
    yield window
    desktop.stop(xev)


def focus(desktop: Desktop, window: str) -> None:
    desktop.xdotool("windowactivate", window)
    wait_until(lambda: active_window(desktop) == int(window), "the other program to have the keyboard")


def capture_with_keyboard(desktop: Desktop) -> str:
    """The capture window, once it can be typed into."""
    window = wait_until(lambda: desktop.windows(CAPTURE), "the capture window", 30)[-1]
    wait_until(lambda: active_window(desktop) == int(window), "the capture window to have the keyboard")
    return window


def write(desktop: Desktop, text: str) -> None:
    desktop.xdotool("type", "--delay", "12", text)


def log(desktop: Desktop, window: str, *, waits: bool = False) -> None:
    """Ctrl+Enter; once it says what was logged it is closed, or watched how it goes by itself."""
    high = height(desktop, window)
    desktop.xdotool("key", "--clearmodifiers", "ctrl+Return")
    wait_until(lambda: height(desktop, window) < high / 2, "the word about what was logged", 30)
    if not waits:
        desktop.xdotool("key", "Escape")
    wait_until(lambda: window not in desktop.windows(CAPTURE), "the small window to go", 30)


def height(desktop: Desktop, window: str) -> int:
    """How high it is; 0 once it has gone."""
    with suppress(AssertionError):
        return int(re.findall(r"HEIGHT=(\d+)", desktop.xdotool("getwindowgeometry", "--shell", window))[0])
    return 0


def newest(data: Path) -> TouchpointView:
    workspace = opened(data, NINE)
    try:
        (birch,) = workspace.check_ins.statuses()
        return workspace.touchpoints.stream(birch.client_id)[0]
    finally:
        workspace.close(back_up=False)


def test_keys_pressed_in_another_program(
    desktop: Desktop, with_keys: None, data: Path, other_program: str
) -> None:
    app = start(desktop, data)
    window_of(desktop)
    focus(desktop, other_program)
    # CapsLock is another combination to the X server, and no other to a person.
    desktop.xdotool("key", "Caps_Lock")
    desktop.xdotool("key", "ctrl+alt+l")
    desktop.xdotool("key", "Caps_Lock")
    window = capture_with_keyboard(desktop)
    write(desktop, "bir\tthe budget draft")
    desktop.screenshot("capture-typed.png")
    log(desktop, window, waits=True)
    desktop.stop(app)
    found = newest(data)
    assert (found.kind, found.text) == (TouchKind.UPDATE, "the budget draft")


def test_from_the_tray_and_by_command_without_the_main_window(
    desktop: Desktop, tray_host: Process, with_keys: None, data: Path, other_program: str
) -> None:
    environment = {"XDG_CONFIG_HOME": str(data.parent / "config")}
    app = desktop.app(data, "--hidden", at=NINE, env=environment)
    one_tray_item(desktop)
    press_tray_menu(desktop, "Log update…")
    window = capture_with_keyboard(desktop)
    write(desktop, "birch\t> from the tray")
    log(desktop, window)
    focus(desktop, other_program)
    desktop.xdotool("key", "ctrl+alt+l")
    window = capture_with_keyboard(desktop)
    desktop.xdotool("key", "Escape")
    wait_until(lambda: window not in desktop.windows(CAPTURE), "Esc to close it")
    second = desktop.app(data, "capture", "Birch & Co", at=NINE, env=environment)
    assert second.wait(20) == 0, second.output()
    window = capture_with_keyboard(desktop)
    write(desktop, "by command")
    log(desktop, window)
    assert not desktop.windows(f"{WINDOW}$"), "the main window was never needed"
    desktop.stop(app)
    workspace = opened(data, NINE)
    try:
        (birch,) = workspace.check_ins.statuses()
        texts = {touch.text for touch in workspace.touchpoints.stream(birch.client_id)}
    finally:
        workspace.close(back_up=False)
    assert texts >= {"by command", "from the tray"}


@pytest.fixture
def display(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", desktop.env["DISPLAY"])


def test_keys_of_another_program_are_left_to_it(display: None, qapp: object) -> None:
    first, second = X11Keys(), X11Keys()
    try:
        first.grab(KEYS)
        with pytest.raises(KeyTaken):
            second.grab(KEYS)
        second.grab(QKeyCombination(CTRL_ALT, Qt.Key.Key_U))
        first.close()
        second.grab(KEYS)
        first.grab(QKeyCombination(CTRL_ALT, Qt.Key.Key_U))
    finally:
        first.close()
        second.close()


@pytest.mark.parametrize("lock", ["", "Caps_Lock", "Num_Lock"])
def test_locks_make_no_difference(desktop: Desktop, display: None, qtbot: QtBot, lock: str) -> None:
    keys = X11Keys()
    keys.grab(KEYS)
    try:
        if lock:
            desktop.xdotool("key", lock)
        with qtbot.waitSignal(keys.pressed, timeout=5_000):
            desktop.xdotool("key", "ctrl+alt+l")
    finally:
        if lock:
            desktop.xdotool("key", lock)
        keys.close()


def test_without_a_display_there_are_no_keys(monkeypatch: pytest.MonkeyPatch, qapp: object) -> None:
    monkeypatch.setenv("DISPLAY", ":4094")
    with pytest.raises(NoDisplay):
        X11Keys().grab(KEYS)


def test_a_display_that_goes_takes_the_keys_along(
    desktop: Desktop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = "-displayfd 1 -screen 0 320x200x24 -nolisten tcp -noreset"
    own = desktop.start("own-display", "Xvfb", *options.split())
    number = wait_until(lambda: re.search(r"^\d+$", own.output(), re.MULTILINE), "another display")
    monkeypatch.setenv("DISPLAY", f":{number[0]}")
    keys = X11Keys()
    keys.grab(KEYS)
    with qtbot.waitSignal(keys.lost, timeout=5_000):
        desktop.stop(own)
