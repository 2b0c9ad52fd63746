"""The program on a workspace, which opens what it is told to and is then told to end; for `test_end_with_dialogs.py`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from clientdesk import app
from clientdesk.services.workspace import Workspace
from clientdesk.ui.desk import Desk
from clientdesk.ui.file_choice import ask_open
from clientdesk.ui.mail_dialog import MailDialog


def choose_file(desk: Desk, _workspace: Workspace) -> None:
    print(ask_open(desk.window, "Take in mail", "Mail (*.eml)"))


def ask_over_others(desk: Desk, workspace: Workspace) -> None:
    """A question over a half written line, the question for a meeting's new time, and a dialog that says no to being
    closed because it is storing something."""
    desk.open_capture("Birch & Co")
    (status,) = workspace.check_ins.statuses()
    (booked,) = workspace.touchpoints.booked(status.client_id)
    desk._tools._on_meeting_wanted(booked.touchpoint_id, status.client_id)
    storing = MailDialog(workspace, desk._messages, desk._background, [], parent=desk.window)
    storing._is_storing = True
    storing.open()
    assert not storing.close()
    print(desk._messages.confirm("Delete for good?", "It goes.", "Delete for good", is_dangerous=True))


CASES: dict[str, Callable[[Desk, Workspace], None]] = {
    case.__name__: case for case in (choose_file, ask_over_others)
}


def main(root: Path, case: str) -> int:
    begin = Desk.start

    def start(desk: Desk, *, hidden: bool = False, capture: str | None = None) -> None:
        begin(desk, hidden=hidden, capture=capture)
        desk._holder.opened.connect(lambda workspace: QTimer.singleShot(0, lambda: go(desk, workspace)))

    def go(desk: Desk, workspace: Workspace) -> None:
        QTimer.singleShot(0, lambda: QTimer.singleShot(0, end))
        CASES[case](desk, workspace)

    def end() -> None:
        dialogs = [window for window in QApplication.topLevelWidgets() if isinstance(window, QDialog)]
        print(*sorted(type(dialog).__name__ for dialog in dialogs if dialog.isVisible()))
        os.kill(os.getpid(), signal.SIGTERM)

    Desk.start = start  # type: ignore[method-assign]
    return app.main(root)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
