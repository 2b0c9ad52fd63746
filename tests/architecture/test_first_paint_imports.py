"""What a start must not load: nothing slow before the first paint, no SQLModel before Today is filled."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from clientdesk.services.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]

SLOW = {
    "alembic",
    "babel",
    "holidays",
    "icalendar",
    "jeepney",
    "jinja2",
    "keyring",
    "pikepdf",
    "pydantic",
    "pyhanko",
    "recurring_ical_events",
    "qt_material",
    "reportlab",
    "sqlalchemy",
    "sqlmodel",
    "truststore",
    "urllib3",
    "PySide6.QtPdf",
    "PySide6.QtPdfWidgets",
    "PySide6.QtPrintSupport",
}
BEFORE_TODAY = SLOW - {"holidays", "babel"}

START = """
import os, sys
from pathlib import Path
from clientdesk import cli
from clientdesk.ui.desk import Desk
from clientdesk.ui.main_window import MainWindow

def tell(what):
    print(what, *sorted(sys.modules), flush=True)

start, show_first = Desk.start, MainWindow.show_first

def watched_start(desk, **how):
    desk.window.shell_painted.connect(lambda: tell("shell"))
    start(desk, **how)

def watched_first(window, view):
    assert view is not None
    show_first(window, view)
    tell("today")
    os._exit(0)

Desk.start, MainWindow.show_first = watched_start, watched_first
cli.run(["--data", sys.argv[1]])
"""


HIDDEN = """
import os, sys
from clientdesk import cli

def tell():
    print("hidden", *sorted(sys.modules), flush=True)
    os._exit(0)

def watch():
    from PySide6.QtCore import QTimer
    from clientdesk.ui.hidden_watch import HiddenWatch
    from clientdesk.ui.tray import TrayController
    look = HiddenWatch.look

    def watched_look(hidden):
        look(hidden)
        QTimer.singleShot(0, tell)

    TrayController.is_available = lambda _: True
    HiddenWatch.look = watched_look

begin = cli._begin_to_look

def begin_and_watch(root):
    early = begin(root)
    watch()
    return early

cli._begin_to_look = begin_and_watch
cli.run(["--data", sys.argv[1], "--hidden"])
"""
NOT_HIDDEN = (SLOW - {"jeepney"}) | {
    "clientdesk.ui.main_window",
    "clientdesk.ui.panels",
    "clientdesk.ui.reminders_desk",
    "PySide6.QtSvg",
    "plistlib",
}


@pytest.fixture
def loaded(demo: Workspace, tmp_path: Path) -> dict[str, set[str]]:
    """Names of the modules loaded when the shell is painted and when Today is filled, the sheet being cached."""
    demo.store.close()
    found: dict[str, set[str]] = {}
    for _ in ("makes the caches", "finds them"):
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(START), str(demo.folder.root)],
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        lines = [line.split() for line in done.stdout.splitlines()]
        found = {what: set(names) for what, *names in lines}
    return found


def test_a_start_loads_nothing_slow(loaded: dict[str, set[str]]) -> None:
    assert set(loaded) == {"shell", "today"}
    assert "PySide6.QtWidgets" in loaded["shell"]
    assert not loaded["shell"] & SLOW
    assert not loaded["today"] & BEFORE_TODAY


def test_a_start_in_the_tray_loads_neither_window_nor_data_layer(
    workspace: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Also the first time, when the public holidays of the year aren't kept yet: another process finds them."""
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    workspace.clients.add("Birch")
    workspace.store.close()
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(HIDDEN), str(workspace.folder.root)],
        env=os.environ
        | {
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
            "XDG_RUNTIME_DIR": str(tmp_path_factory.mktemp("r")),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    what, *names = done.stdout.split()
    assert what == "hidden"
    assert sorted(set(names) & NOT_HIDDEN) == []
