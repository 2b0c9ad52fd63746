"""Reads foreign calendars again while the window is open, on a worker of its own so that nothing waits for a server."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from clientdesk.models.changes import ChangeSet
from clientdesk.models.enums import Kind
from clientdesk.models.errors import EnvironmentFault
from clientdesk.ui.background import Background

if TYPE_CHECKING:
    from clientdesk.services.calendars.ports import Cancel
    from clientdesk.services.workspace import Workspace

_log = logging.getLogger(__name__)

FIRST_LOOK_MS = 4_000
EVERY_MS = 20_000
"""A watched file is looked at so often; the service decides what is due at a server."""
SOON_MS = 1_500


class CalendarRefresher(QObject):
    """Looks now and then; asks for nothing while no calendar is on.

    With the window closed it has no timer of its own, and looks when the reminders' clock is looked at anyway.

    Signals:
        refreshed: how many calendars were read.
    """

    refreshed = Signal(int)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = Background(self)
        self._cancel: Cancel | None = None
        self._is_running = False
        self._is_wanted_again = False
        self._is_shown = True
        self._has_calendars = True
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)

    def start(self, after_ms: int = FIRST_LOOK_MS) -> None:
        """Look soon, then now and then."""
        self._is_running = True
        self._timer.start(after_ms)

    def stop(self) -> None:
        """Give up what is being asked and ask nothing more."""
        self._is_running = False
        self._timer.stop()
        if self._cancel is not None:
            self._cancel.set()
        self._workspace.calendars.stop()
        self._background.shutdown()

    def set_shown(self, *, is_shown: bool) -> None:
        """Whether the window is shown."""
        self._is_shown = is_shown
        if not self._is_running:
            return
        if not is_shown:
            self._timer.stop()
        elif not self._timer.isActive() and not self._background.is_busy:
            self._timer.start(SOON_MS)

    def on_tick(self) -> None:
        """The clock was looked at: with the window closed this is the time to look as well."""
        if self._is_running and not self._is_shown and self._has_calendars:
            self._on_timeout()

    @property
    def is_waiting(self) -> bool:
        """Whether it will look again by itself."""
        return self._timer.isActive()

    def on_changed(self, change: ChangeSet) -> None:
        """Calendars, the practice's zone or people's addresses were changed: look again soon."""
        if not self._is_running or not change.kinds & _WATCHED or change.label in _OWN_LABELS:
            return
        if change.kinds & {Kind.CONTACT, Kind.CLIENT}:
            self._workspace.calendars.people_changed()
        self._is_wanted_again = self._background.is_busy
        if not self._is_wanted_again:
            self._timer.start(SOON_MS)

    def _on_timeout(self) -> None:
        if not self._is_running or self._background.is_busy:
            return
        from clientdesk.services.calendars.ports import Cancel

        self._cancel = Cancel()
        self._background.run(partial(_look, self._workspace, self._cancel), self._on_done, self._on_failed)

    def _on_done(self, found: tuple[bool, int]) -> None:
        self._has_calendars, count = found
        self._cancel = None
        if self._is_running and self._is_wanted_again:
            self._timer.start(SOON_MS)
        elif self._is_running and self._has_calendars and self._is_shown:
            self._timer.start(EVERY_MS)
        self._is_wanted_again = False
        if count:
            self.refreshed.emit(count)

    def _on_failed(self, error: Exception) -> None:
        from clientdesk.services.calendars.ports import Cancelled

        self._cancel = None
        if self._is_running and self._is_shown:
            self._timer.start(EVERY_MS)
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, EnvironmentFault):
            raise error
        # The store may be busy or the disk full; the calendars stay as they were and are tried again.
        _log.warning("calendars not read: %s", type(error).__name__)


_WATCHED = frozenset({Kind.CALENDAR, Kind.PRACTICE, Kind.CONTACT, Kind.CLIENT})
_OWN_LABELS = frozenset({"Read calendar", "Match calendar"})


def _look(workspace: Workspace, cancel: Cancel) -> tuple[bool, int]:
    """On the worker: read what is due; whether there is any calendar, and how many were read."""
    if not workspace.calendars.has_any():
        return False, 0
    return True, workspace.calendars.refresh_due(cancel)
