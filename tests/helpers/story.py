"""Stories begin here: Birch & Co was promised a word every Friday, and it is Friday, just before nine."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from clientdesk.models.enums import Layer, RhythmKind, TouchKind
from clientdesk.services.preferences import Preferences
from clientdesk.services.workspace import Workspace, open_workspace
from clientdesk.store import driver
from clientdesk.store.instance_lock import WorkspaceLock
from tests.helpers.desktop import Desktop, Process, wait_until
from tests.helpers.desktop_programs import ACCESSIBLE
from tests.helpers.fakes import FixedClock

PARIS = ZoneInfo("Europe/Paris")
NINE = datetime(2026, 10, 9, 9, 0, tzinfo=PARIS)
LEAD = timedelta(seconds=30)
WINDOW = "ClientDesk"
APP = {"app": "ClientDesk"}


def opened(data: Path, at: datetime) -> Workspace:
    """The workspace as this process sees it; close it with `back_up=False`."""
    return open_workspace(data, FixedClock(at), Preferences(data.parent / "unused" / "preferences.json"))


def birch_was_promised_fridays(data: Path) -> str:
    """A workspace in which Birch & Co has an update every Friday, and had the one of 2 October; its id."""
    workspace = opened(data, datetime(2026, 9, 28, 10, 0, tzinfo=PARIS))
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    birch = workspace.clients.add("Birch & Co")
    for rhythm in workspace.rhythms.of_client(birch):
        workspace.rhythms.remove(rhythm.rhythm_id)
    workspace.rhythms.add(Layer.CLIENT, birch, kind=RhythmKind.UPDATE, weekday=4, starts_on=date(2026, 10, 2))
    workspace.close(back_up=False)
    workspace = opened(data, NINE - timedelta(days=7) + timedelta(hours=2))
    workspace.touchpoints.log(birch, TouchKind.UPDATE, "Sent the budget draft")
    workspace.close(back_up=False)
    return birch


def start(desktop: Desktop, data: Path, at: datetime = NINE - LEAD, **env: str) -> Process:
    """ClientDesk with preferences of its own, usable by a screen reader: each story is its first one."""
    own = {"XDG_CONFIG_HOME": str(data.parent / "config")}
    return desktop.app(data, at=at, env=ACCESSIBLE | own | env)


def window_of(desktop: Desktop) -> str:
    """The window's id, once it is there."""
    return wait_until(lambda: desktop.windows(WINDOW), "the window", 60)[-1]


def press_keys(desktop: Desktop, keys: str) -> None:
    """Real keys into the window, or into the dialog before it.

    Behind a dialog the window never becomes active: after a second, a dialog of the same program is where keys go.
    """
    window = window_of(desktop)
    desktop.xdotool("windowactivate", window)
    since = time.monotonic()

    def listens() -> bool:
        active = active_window(desktop)
        if active is None or active == int(window):
            return active is not None
        return time.monotonic() - since > 1.0 and program_of(desktop, active) == program_of(
            desktop, int(window)
        )

    wait_until(listens, "the window or its dialog to be active", 15)
    desktop.xdotool("key", "--clearmodifiers", keys)


def close_by_keys(desktop: Desktop, answered: Callable[[], object], what: str) -> None:
    """Close the window by Alt+F4 and wait until something has come of it.

    Pressed once: a second Alt+F4 would answer what the first one asked.
    """
    press_keys(desktop, "alt+F4")
    wait_until(answered, what, 40)


def is_found(desktop: Desktop, **step: object) -> bool:
    """Whether an element stands on the screen now."""
    with suppress(AssertionError):
        desktop.accessible({"do": "find", "patience": 0, **step})
        return True
    return False


def active_window(desktop: Desktop) -> int | None:
    found = re.search(r"0x[0-9a-f]+", desktop.run("xprop", "-root", "_NET_ACTIVE_WINDOW"))
    return (int(found[0], 16) or None) if found else None


def program_of(desktop: Desktop, window: int) -> str:
    """The process behind a window; empty once the window has gone."""
    with suppress(AssertionError):
        return desktop.run("xprop", "-id", str(window), "_NET_WM_PID")
    return ""


def assert_let_go(data: Path) -> None:
    """The store is closed and whole, and nobody holds the workspace."""
    assert not [path for path in data.iterdir() if path.name.endswith(("-wal", "-shm"))]
    connection = driver.connect(next(data.glob("*.sqlite*")))
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    lock = WorkspaceLock(data)
    lock.acquire()
    lock.release()
