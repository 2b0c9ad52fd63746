"""Announces a due reminder in a process that is killed (SIGKILL) at one step between due and settled.

Run as `python -m tests.helpers.killed_reminders FOLDER NOW`: for each of `STEPS` a child opens its own workspace
FOLDER/<step>, announces, and dies there. What came on the screen is in the file `screen` beside the store.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from clientdesk.services.notice_log import NoticeLog
from clientdesk.services.ports import Notice
from clientdesk.services.preferences import Preferences
from clientdesk.services.workspace import open_workspace
from tests.helpers.fakes import FixedClock

STEPS = (
    "before the row",
    "before the commit",
    "after the commit",
    "during the call",
    "after the call",
    "after the reply",
    "within the settling",
    "after the settling",
)
SEEN = STEPS[4:]
"""Killed at one of these, the pop-up was on the screen."""


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class ScreenFile:
    """A desktop that shows by appending a line to a file, and answers from within the call."""

    def __init__(self, path: Path, step: str) -> None:
        self._path = path
        self._step = step
        self._tell: Callable[[str, str, bool], None] | None = None

    def name(self) -> str:
        return "file"

    def is_available(self) -> bool:
        return True

    def show(self, notice: Notice) -> bool:
        if self._step == "during the call":
            die()
        with self._path.open("a", encoding="utf-8") as screen:
            screen.write(f"{notice.title}\n")
        if self._step == "after the call":
            die()
        if self._tell is not None:
            self._tell(notice.notice_id, self.name(), True)
        return True

    def withdraw(self, notice_id: str) -> None:
        raise NotImplementedError(notice_id)

    def on_action(self, callback: Callable[[str, str], None]) -> None:
        raise NotImplementedError(callback)

    def on_shown(self, callback: Callable[[str, str, bool], None]) -> None:
        self._tell = callback


def die_at_commit(_session: Session) -> None:
    die()


def watch_log(step: str) -> None:
    """Make the log the place of death, where the step says so."""
    add, settle = NoticeLog.add, NoticeLog.settle

    def dying_add(log: NoticeLog, *args: Any) -> bool:
        if step == "before the row":
            die()
        if step == "before the commit":
            event.listen(Session, "before_commit", die_at_commit)
        kept = add(log, *args)
        if step == "after the commit":
            die()
        return kept

    def dying_settle(log: NoticeLog, *args: Any, **more: Any) -> None:
        if step == "after the reply":
            die()
        if step == "within the settling":
            event.listen(Session, "before_commit", die_at_commit)
        settle(log, *args, **more)
        if step == "after the settling":
            die()

    NoticeLog.add = dying_add  # type: ignore[assignment, method-assign]
    NoticeLog.settle = dying_settle  # type: ignore[assignment, method-assign]


def announce(root: Path, now: datetime, step: str) -> None:
    workspace = open_workspace(root, FixedClock(now), Preferences(root / "preferences.json"))
    notifier = ScreenFile(root / "screen", step)
    notifier.on_shown(workspace.reminders.settle)
    workspace.reminders.recover()
    watch_log(step)
    workspace.reminders.announce(notifier)


def main(folder: Path, now: datetime) -> None:
    for step in STEPS:
        child = os.fork()
        if child == 0:
            try:
                announce(folder / step, now, step)
            finally:
                os._exit(3)
        _, status = os.waitpid(child, 0)
        print(f"{step}: {os.waitstatus_to_exitcode(status)}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
