"""Child of `startup.py`: ClientDesk as its command starts it, with a note of when what is on the screen.

Usage: `_start_app.py DIR INSTANT`. Prints `shell`, `today` and `open` with the system's monotonic clock in
nanoseconds, then ends without a backup. Only looks on: the application knows nothing of it.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer

from clientdesk import app as window_process
from clientdesk.cli import run
from clientdesk.services import clock
from clientdesk.ui.desk import Desk

root, instant = sys.argv[1:3]
now = datetime.fromisoformat(instant)
clock.SystemClock.now = lambda _self: now  # type: ignore[method-assign]
seen: set[str] = set()


def say(what: str) -> None:
    """Print once; the last word ends the process."""
    if what in seen:
        return
    seen.add(what)
    sys.stdout.write(f"{what} {time.monotonic_ns()}\n")
    sys.stdout.flush()
    if {"today", "open"} <= seen:
        os._exit(0)


class Watcher(QObject):
    """Looks at the paint events of the window and of Today's opening sentence.

    A word is said from the event loop, after the whole window's painting.
    """

    def __init__(self, desk: Any) -> None:
        super().__init__()
        self.window = desk.window
        self.sentence = desk.window.today_panel.sentence_label
        self.window.installEventFilter(self)
        self.sentence.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            if watched is self.window and "shell" not in seen:
                QTimer.singleShot(0, say_shell)
            elif watched is self.sentence and self.sentence.text() and "today" not in seen:
                QTimer.singleShot(0, say_today)
        return False


def say_shell() -> None:
    say("shell")


def say_today() -> None:
    say("today")


watchers: list[Watcher] = []
start, opened = Desk.start, Desk._on_opened


def watched_start(desk: Desk, **how: Any) -> None:
    watchers.append(Watcher(desk))
    start(desk, **how)


def watched_opened(desk: Desk, workspace: Any) -> None:
    opened(desk, workspace)
    QTimer.singleShot(0, lambda: say("open"))


Desk.start = watched_start  # type: ignore[method-assign]
Desk._on_opened = watched_opened  # type: ignore[method-assign]
assert window_process.main
run(["--data", root])
