"""Child of `panels.py`: one window on the 20-year store, each thing timed; prints one JSON object.

Usage: `_panels_child.py DIR RUNS`. Times are milliseconds from the request until the window is painted.
"""

from __future__ import annotations

import gc
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.make_store import NOW
from clientdesk.services.clock import FrozenClock
from clientdesk.services.preferences import Preferences
from clientdesk.services.workspace import Workspace, open_workspace
from clientdesk.ui.actions import FOOT, PLACES
from clientdesk.ui.background import Background
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.main_window import MainWindow
from clientdesk.ui.messages import Messages
from clientdesk.ui.sidebar_facts import fill_sidebar
from clientdesk.ui.theme import Theme

PANELS = [key for key, _, _ in (*PLACES, *FOOT)]
LETTERS = "barbe"

Timings = dict[str, list[float]]


class Desk:
    """A window as the application builds it, without tray and reminders."""

    def __init__(self, workspace: Workspace, theme: Theme, preferences: Preferences) -> None:
        self.workspace = workspace
        self.background = Background()
        self.relay = ChangeRelay()
        self.window = MainWindow(Messages(str), theme, preferences, self.background)
        workspace.store.subscribe(self.relay.publish)
        self.relay.changed.connect(self.window.on_changed)
        self.window.show()
        self.window.attach(workspace)
        painted(self.window)

    def close(self) -> None:
        self.relay.changed.disconnect(self.window.on_changed)
        self.background.shutdown()
        self.window.may_close = True
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()


def painted(window: MainWindow) -> None:
    """Carry out what waits, until the window shows it."""
    assert window.isVisible()
    for _ in range(3):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)


def timed(work: Callable[[], Any]) -> float:
    gc.collect()
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1_000


def visit(window: MainWindow, key: str) -> None:
    window.show_place(key)
    painted(window)


def read_again(window: MainWindow, key: str) -> None:
    window.panel(key).mark_stale()
    painted(window)


def measure_panels(make: Callable[[], Desk], runs: int) -> dict[str, Timings]:
    """Each panel: first ever (with its modules), built anew in a fresh window, read again."""
    found: dict[str, Timings] = {key: {"first": [], "built": [], "again": []} for key in PANELS}
    for number in range(runs + 1):
        desk = make()
        for key in PANELS:
            if key == "today":
                continue
            took = timed(partial(visit, desk.window, key))
            found[key]["first" if number == 0 else "built"].append(took)
        for key in PANELS:
            visit(desk.window, key)
            found[key]["again"].append(timed(partial(read_again, desk.window, key)))
        desk.close()
    return found


def measure_filter(desk: Desk) -> tuple[list[float], list[float]]:
    """A key in the client filter until the list shows its effect: with the field's pause, and the work alone."""
    visit(desk.window, "clients")
    page: Any = desk.window.panel("clients").list_page
    field = page.filter_field
    whole, work = [], []
    told: list[str] = []
    field.search_changed.connect(told.append)
    for _ in range(3):
        for letter in LETTERS:
            gc.collect()
            told.clear()
            started = time.perf_counter()
            QTest.keyClick(field, letter)
            while not told:
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
            painted(desk.window)
            whole.append((time.perf_counter() - started) * 1_000)
            text = field.text()
            page.model.filter_by(text[:-1])
            painted(desk.window)
            work.append(timed(lambda text=text: (page.model.filter_by(text), painted(desk.window))))
        field.clear()
        painted(desk.window)
    return whole, work


def measure_services(workspace: Workspace, runs: int) -> Timings:
    statuses = workspace.check_ins.statuses

    def anew() -> None:
        workspace.check_ins._judged._known = None
        statuses()

    def likely_anew() -> None:
        workspace.forecast._kept._commits += 1
        workspace.forecast.forecast()

    def weeks_anew() -> None:
        workspace.forecast._weeks = None
        workspace.forecast.weeks_ahead()

    return {
        "check_ins": [timed(anew) for _ in range(runs)],
        "check_ins_kept": [timed(statuses) for _ in range(runs)],
        "today_view": [timed(workspace.today) for _ in range(runs)],
        "likely": [timed(likely_anew) for _ in range(runs)],
        "weeks_ahead": [timed(weeks_anew) for _ in range(runs)],
    }


def measure_told(desk: Desk, runs: int) -> list[float]:
    """ "I told them" on Today: from the gesture until everything that changed is painted."""
    visit(desk.window, "today")
    waiting = [view.client_id for view in desk.workspace.check_ins.statuses()][:runs]

    def tell(client_id: str) -> None:
        desk.workspace.reminders.log_told(client_id)
        painted(desk.window)

    return [timed(lambda client_id=client_id: tell(client_id)) for client_id in waiting]


def main() -> int:
    source, runs = Path(sys.argv[1]), int(sys.argv[2])
    app = QApplication([])
    with tempfile.TemporaryDirectory(prefix="clientdesk-bench-") as folder:
        root = Path(folder) / "workspace"
        root.mkdir(mode=0o700)
        shutil.copy(source / "clientdesk.sqlite3", root)
        preferences = Preferences(Path(folder) / "preferences.json")
        theme = Theme()
        theme.apply(app, "light")
        workspace = open_workspace(root, FrozenClock(NOW), preferences)
        found: dict[str, Any] = {"check_ins_cold": [timed(workspace.check_ins.statuses)]}
        workspace.today()
        # As the application does once the workspace is open.
        gc.freeze()
        found["services"] = measure_services(workspace, runs)
        found["panels"] = measure_panels(lambda: Desk(workspace, theme, preferences), runs)
        desk = Desk(workspace, theme, preferences)
        found["sidebar"] = [
            timed(lambda: (fill_sidebar(desk.window.sidebar, workspace), painted(desk.window)))
            for _ in range(runs + 1)
        ]
        found["filter"], found["filter_work"] = measure_filter(desk)
        found["told"] = measure_told(desk, runs)
        desk.close()
        workspace.close(back_up=False)
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
