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
