"""Opens the workspace on the worker, holds it while it is open, and does then what was asked for before."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from clientdesk.models.errors import ClientDeskError
from clientdesk.ui.change_relay import ChangeRelay

if TYPE_CHECKING:
    from clientdesk.models.views.today import TodayView
    from clientdesk.services.door import WorkspaceDoor
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.background import Background

_log = logging.getLogger(__name__)

T = TypeVar("T")


class WorkspaceHolder(QObject):
    """The door to a workspace, and the workspace once it is open.

    Signals:
        first_read: a `TodayView`, or None, read before the workspace is open.
        opened: the `Workspace`.
        refused: the error for which it can't be opened.
        changed: a committed write (`ChangeSet`).
    """

    first_read = Signal(object)
    opened = Signal(object)
    refused = Signal(object)
    changed = Signal(object)

    def __init__(self, door: WorkspaceDoor, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.door = door
        self.workspace: Workspace | None = None
        self._background = background
        self._waiting: list[Callable[[], object]] = []
        self._is_opening = False
        self._is_ended = False
        self._relay = ChangeRelay(self)
        self._relay.changed.connect(self.changed)

    def is_closed(self) -> bool:
        """Neither open nor being opened."""
        return self.workspace is None and not self._is_opening

    def read_first(self) -> None:
        """Read Today by plain SQL, which is much faster than opening."""
        self._run(self.door.first_read, self._on_first_read)

    def open(self) -> None:
        """Open it, unless that is done or under way."""
        if self.is_closed():
            self._is_opening = True
            self._run(_opened_warm(self.door), self._on_opened)

    def _run(self, work: Callable[[], T], done: Callable[[WorkspaceDoor, T], object]) -> None:
        self._background.run(work, partial(done, self.door), partial(self._on_refused, self.door))

    def when_open(self, work: Callable[[], object]) -> None:
        """Do it now if the workspace is open, else as soon as it is; dropped if it can't be opened."""
        if self.workspace is not None:
            work()
        else:
            self._waiting.append(work)

    def close(self, *, back_up: bool = True) -> ClientDeskError | None:
        """Close it; returns why the backup failed, if it did."""
        self._waiting.clear()
        self._is_opening = False
        workspace, self.workspace = self.workspace, None
        try:
            if workspace is not None:
                workspace.close(back_up=back_up)
        except ClientDeskError as error:
            _log.warning("backup on close failed: %s", type(error).__name__)
            return error
        return None

    def end(self) -> None:
        """The program ends: what is still being opened is closed at once."""
        self._is_ended = True

    def _on_first_read(self, door: WorkspaceDoor, view: TodayView | None) -> None:
        if self.workspace is None and door is self.door:
            self.first_read.emit(view)

    def _on_opened(self, door: WorkspaceDoor, workspace: Workspace) -> None:
        # Behind another door by now: what was asked for before must not be taken for it.
        if self._is_ended or door is not self.door:
            workspace.close(back_up=False)
            return
        self._is_opening = False
        self.workspace = workspace
        workspace.store.subscribe(self._relay.publish)
        self.opened.emit(workspace)
        waiting, self._waiting = self._waiting, []
        for work in waiting:
            work()

    def _on_refused(self, door: WorkspaceDoor, error: Exception) -> None:
        if door is not self.door:
            return
        self._is_opening = False
        self._waiting.clear()
        self.refused.emit(error)


def _opened_warm(door: WorkspaceDoor) -> Callable[[], Workspace]:
    """Opens the workspace and reads Today once, so that the window finds everything worked out."""

    def opened() -> Workspace:
        workspace = door.open()
        workspace.today()
        return workspace

    return opened
