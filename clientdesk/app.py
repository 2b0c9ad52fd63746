"""The window process: one instance a workspace, shell painted first, workspace opened in a thread."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from clientdesk import files, logs
from clientdesk.models.errors import ClientDeskError, WorkspaceInUse
from clientdesk.services.clock import SystemClock
from clientdesk.services.door import WorkspaceDoor
from clientdesk.services.preferences import Preferences
from clientdesk.ui.application import make_application
from clientdesk.ui.crash import install_crash_handler
from clientdesk.ui.desk import Desk, tr
from clientdesk.ui.single_instance import ask_to_capture, ask_to_raise
from clientdesk.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from clientdesk.services.early_read import EarlyRead

_log = logging.getLogger(__name__)


def main(
    root: Path | None = None,
    *,
    hidden: bool = False,
    capture: str | None = None,
    arguments: Sequence[str] = (),
    early: EarlyRead | None = None,
) -> int:
    """Open the window on a workspace, or ask the process that has it open to; returns the exit code.

    Args:
        root: the workspace's folder; None is the default one.
        hidden: start in the tray, if there is one.
        capture: open the capture window, for this client by id or name; empty for one to be chosen there.
        early: what is being read from that folder already, for the first read or the first hidden look.
    """
    # What is made at the start stays: looking for garbage in it costs a fifth of the time to the first paint.
    gc.disable()
    os.umask(0o077)
    app = make_application(arguments)
    preferences = Preferences(files.config_folder() / "preferences.json")
    door = WorkspaceDoor(root or files.data_folder(), SystemClock(), preferences, tr)
    try:
        door.acquire()
    except ClientDeskError as refusal:
        if isinstance(refusal, WorkspaceInUse) and _hand_over(door.folder.root, capture):
            return 0
        return _cannot_start(app, refusal)
    if hidden:
        door.early_look = early
    else:
        door.early = early
    logs.start(door.folder.logs)
    desk = Desk(app, door, preferences, Theme())
    install_crash_handler(desk.on_crash)
    desk.start(hidden=hidden, capture=capture)
    code = app.exec()
    desk.shut_down()
    logs.stop()
    return code


def _hand_over(root: Path, capture: str | None) -> bool:
    """Have the process that runs already do what this one was started for."""
    return ask_to_raise(root) if capture is None else ask_to_capture(root, capture)


def _cannot_start(app: QApplication, error: Exception) -> int:
    from clientdesk.ui.start_screen import show_refusal

    _log.warning("cannot start: %s", type(error).__name__)
    return show_refusal(app, error)
