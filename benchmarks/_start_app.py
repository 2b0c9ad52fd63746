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

from clientdesk import cli
from clientdesk.services import clock

root, instant = sys.argv[1:3]
now = datetime.fromisoformat(instant)
clock.SystemClock.now = lambda _self: now  # type: ignore[method-assign]
seen: set[str] = set()
watchers: list[Any] = []


def say(what: str) -> None:
    """Print once; the last word ends the process."""
    if what in seen:
        return
    seen.add(what)
    sys.stdout.write(f"{what} {time.monotonic_ns()}\n")
    sys.stdout.flush()
    if {"today", "open"} <= seen:
        os._exit(0)


def watch() -> None:
    """Hook into the window's modules, which are loaded here as the command would load them next."""
    from functools import partial

    from PySide6.QtCore import QEvent, QObject, QTimer

    from clientdesk.ui.desk import Desk
    from clientdesk.ui.main_window import MainWindow

    class Watcher(QObject):
        """Says a word from the event loop after a widget was painted, when the whole window is."""

        def __init__(self, widget: Any, what: str) -> None:
            super().__init__()
            self.what = what
            widget.installEventFilter(self)

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, partial(say, self.what))
            return False

    start, opened, show_first = Desk.start, Desk._on_opened, MainWindow.show_first

    def watched_start(desk: Desk, **how: Any) -> None:
        watchers.append(Watcher(desk.window, "shell"))
        start(desk, **how)

    def watched_first(window: MainWindow, view: Any) -> None:
        show_first(window, view)
        assert view is not None
        assert window.today_panel.sentence_label.text()
        watchers.append(Watcher(window.today_panel.sentence_label, "today"))

    def watched_opened(desk: Desk, workspace: Any) -> None:
        opened(desk, workspace)
        QTimer.singleShot(0, partial(say, "open"))

    Desk.start = watched_start  # type: ignore[method-assign]
    MainWindow.show_first = watched_first  # type: ignore[method-assign]
    Desk._on_opened = watched_opened  # type: ignore[method-assign]


begin = cli._begin_to_read


def begin_and_watch(root: Any) -> Any:
    early = begin(root)
    watch()
    return early


cli._begin_to_read = begin_and_watch
cli.run(["--data", root])
