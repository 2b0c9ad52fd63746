"""The stage of the reminder stories: one notification daemon and one tray of the system, ClientDesk in one of
three states, and a system bus of its own on which the computer sleeps and wakes."""

from __future__ import annotations

import json
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from tests.helpers.desktop import Desktop, Process, evidence, wait_until
from tests.helpers.desktop_programs import (
    ACCESSIBLE,
    NOTIFICATIONS,
    start_panel,
    stop_panel,
    tray_items,
    tray_property,
)
from tests.helpers.private_bus import LoginManager
from tests.helpers.story import WINDOW, close_by_keys

DAEMONS = ("dunst", "xfce4-notifyd")
TRAYS = ("xfce4-panel", "trayer")
STATES = ("open", "closed", "hidden")

DUNST = """[global]
monitor = 0
width = 420
origin = top-right
offset = 20x40
font = Sans 10
markup = full
format = "<b>%s</b>\\n%b"
show_indicators = yes
idle_threshold = 0
dmenu = {menu}
mouse_left_click = context
[urgency_normal]
timeout = 10
"""
MENU = '#!/bin/sh\nexec grep -m 1 -F -- "$(cat {choice})"\n'


def start_daemon(desktop: Desktop, name: str) -> Process:
    """One of `DAEMONS`, as it comes, but for dunst's menu of buttons: a script that chooses what it is told."""
    if name == "dunst":
        menu, config = desktop.root / "menu.sh", desktop.root / "dunstrc-menu"
        menu.write_text(MENU.format(choice=desktop.root / "choice"))
        menu.chmod(0o700)
        config.write_text(DUNST.format(menu=menu))
        process = desktop.start("dunst", "dunst", "-config", str(config))
    else:
        program = str(next(Path("/usr/lib").glob("*/xfce4/notifyd/xfce4-notifyd")))
        process = desktop.start("xfce4-notifyd", program, env=ACCESSIBLE)
    desktop.wait_for_name(NOTIFICATIONS)
    return process


def stop_daemon(desktop: Desktop, process: Process) -> None:
    desktop.stop(process)
    desktop.wait_for_name(NOTIFICATIONS, present=False)


@contextmanager
def daemon_running(desktop: Desktop, name: str) -> Iterator[Process]:
    process = start_daemon(desktop, name)
    try:
        yield process
    finally:
        stop_daemon(desktop, process)


@contextmanager
def tray_running(desktop: Desktop, name: str) -> Iterator[Process]:
    """One of `TRAYS`: the first keeps StatusNotifier items, the second embeds X windows."""
    if name == "xfce4-panel":
        process = start_panel(desktop)
    else:
        options = "--edge top --align right --widthtype request --height 24 --SetDockType true"
        process = desktop.start("trayer", "trayer", *options.split())
        wait_until(lambda: "trayer" in desktop.run("xwininfo", "-root", "-tree"), "trayer")
    try:
        yield process
    finally:
        if name == "xfce4-panel":
            stop_panel(desktop, process)
        else:
            desktop.stop(process)


class Stage:
    """ClientDesk on its way to a due moment; all times are those of its faked clock."""

    def __init__(self, desktop: Desktop, system_bus: str, login: LoginManager, folder: Path) -> None:
        self.desktop = desktop
        self.login = login
        self.data = folder / "workspace"
        self._system_bus = system_bus
        self._config = folder / "config"
        self._ahead = 0.0
        self._app: Process | None = None

    @property
    def app(self) -> Process:
        assert self._app is not None, "not started"
        return self._app

    def start(self, state: str, at: datetime, tray: str, **preferences: object) -> None:
        """Bring the program into one of `STATES`, well before anything is due."""
        self.prefer(close_to_tray="keep", told_no_tray=True, **preferences)
        self._app = self.launch(at, *(["--hidden"] if state == "hidden" else []))
        wait_until(lambda: self.is_in_tray(tray), "the icon in the tray", 20)
        if state != "hidden":
            wait_until(self.has_window, "the window", 20)
        wait_until(self.login.listeners, "the program to listen for waking up", 20)
        if state == "closed":
            close_by_keys(self.desktop, lambda: not self.has_window(), "the window to close")

    def launch(self, at: datetime, *arguments: str) -> Process:
        """Start the program and leave it to itself."""
        own = {"XDG_CONFIG_HOME": str(self._config), "DBUS_SYSTEM_BUS_ADDRESS": self._system_bus}
        self.note_clock(at)
        return self.desktop.app(self.data, *arguments, at=at, env=own)

    def prefer(self, **preferences: object) -> None:
        """Preferences as they stand at the next start."""
        folder = self._config / "clientdesk"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "preferences.json").write_text(json.dumps(preferences))

    def end(self) -> int:
        """The program has quit, or quits now as the session's end asks it to; its exit code."""
        if self._app is None:
            return 0
        app, self._app = self._app, None
        if app.is_alive():
            app.send(signal.SIGTERM)
        code = app.wait(15)
        self.desktop.stop(app)
        return code

    # Time.

    def wake_at(self, at: datetime) -> None:
        """The computer slept until then."""
        self.login.say(is_going_to_sleep=True)
        self.desktop.set_faketime(at)
        self.note_clock(at)
        self.login.say(is_going_to_sleep=False)

    def wake_and_settle(self, at: datetime) -> None:
        """As `wake_at`, and wait until the program has looked."""
        before = self._log_end()
        self.wake_at(at)
        wait_until(lambda: "has woken up" in self._logged_since(before), f"waking up at {at}")
        self.settle()

    def settle(self) -> None:
        """Ask the program for something its event loop answers, so that it has done what came before.

        Three times: what wakes it may leave one more thing for the next round of the loop. Needs xfce4-panel.
        """
        for _ in range(3):
            tray_property(self.desktop, "Title")

    def _log_end(self) -> tuple[int, int]:
        found = self._log().stat()
        return found.st_ino, found.st_size

    def _logged_since(self, end: tuple[int, int]) -> str:
        inode, size = end
        with self._log().open("rb") as log:
            if self._log().stat().st_ino == inode:
                log.seek(size)
            return log.read().decode()

    def _log(self) -> Path:
        return self.data / "logs" / "clientdesk.log"

    def note_clock(self, at: datetime) -> None:
        """How far the faked clock is ahead: faketime moves it by whole seconds."""
        self._ahead = float(round(at.timestamp() - time.time()))

    def real(self, at: datetime) -> float:
        """When the faked clock says this, in seconds of the real one."""
        return at.timestamp() - self._ahead

    # What is on the screen.

    def has_window(self) -> bool:
        return bool(self.desktop.windows(WINDOW))

    def is_in_tray(self, tray: str) -> bool:
        if tray == "xfce4-panel":
            return bool(tray_items(self.desktop))
        tree = self.desktop.run("xwininfo", "-root", "-tree")
        return bool(re.search(r'"clientdesk".* (2[0-9])x\1\+', tree, re.IGNORECASE))

    def press(self, daemon: str, label: str) -> None:
        """A button of the newest notice: dunst offers them in a menu, xfce4-notifyd draws them."""
        if daemon == "dunst":
            (self.desktop.root / "choice").write_text(label)
            self.desktop.run("dunstctl", "context")
        else:
            self.desktop.click_accessible(app="notifyd", role="push button", name=label)


def save_figures(case: str, **milliseconds: float) -> None:
    """Keep what was measured in `build/evidence/`."""
    lines = [f"{name.replace('_', ' ')}: {value:.0f} ms" for name, value in milliseconds.items()]
    evidence(f"{case}-figures.txt").write_text("\n".join([*lines, ""]))
