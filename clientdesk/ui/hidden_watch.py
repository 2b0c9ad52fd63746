"""Looks after the tray until the workspace is needed: who is owed a word, and when the next thing falls due.

Meanwhile nobody else writes: this process holds the workspace's lock.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from clientdesk.models.errors import ClientDeskError
from clientdesk.ui.sleep_watch import SleepWatch
from clientdesk.ui.tray import DueClient, TrayController
from clientdesk.ui.tray_words import held_words, pause_words, quiet_words

if TYPE_CHECKING:
    from datetime import datetime

    from clientdesk.services.door import WorkspaceDoor
    from clientdesk.services.hidden_look import HiddenLook

_log = logging.getLogger(__name__)

EVERY_MS = 5 * 60 * 1000
"""The clock may have been set, or the day may have changed."""
AHEAD_MS = 60_000
"""So long before something falls due the workspace is opened, which takes a moment."""


class HiddenWatch(QObject):
    """Looks through the driver alone, every five minutes at most.

    Signals:
        workspace_wanted: something is about to fall due, or can't be done without the open workspace.
    """

    workspace_wanted = Signal()

    def __init__(self, door: WorkspaceDoor, tray: TrayController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._tray = tray
        self._is_running = False
        # Off by a second at most, so that the system can wake once for many.
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)
        self._sleep = SleepWatch(self)
        self._sleep.woke.connect(self.look)

    def start(self) -> None:
        self._is_running = True
        self._tray.menu().aboutToShow.connect(self.look)
        self.look()

    def stop(self) -> None:
        """The workspace is being opened: from now on others look after the tray."""
        if not self._is_running:
            return
        self._is_running = False
        self._timer.stop()
        self._sleep.stop()
        self._tray.menu().aboutToShow.disconnect(self.look)

    def wait_ms(self) -> int:
        """Milliseconds until the next look; -1 when stopped."""
        return self._timer.remainingTime()

    def look(self) -> None:
        """Fill the tray, and wait for the next look or ask for the workspace."""
        if not self._is_running:
            return
        # Its bus may have come late, or been started anew.
        self._sleep.start()
        try:
            found = self._door.hidden_look()
        except ClientDeskError as error:
            # Opening says what is wrong, and offers what helps.
            _log.info("the store can't be looked at: %s", type(error).__name__)
            found = None
        except Exception:  # noqa: BLE001 - whatever it was, the tray must not be left without a next look
            _log.exception("the look at the store failed")
            found = None
        if found is not None:
            self._show(found)
        wait = -1 if found is None or found.needs_workspace else self._until(found.next_at)
        if wait > 0:
            self._timer.start(wait)
        else:
            self._timer.stop()
            self.workspace_wanted.emit()

    def _until(self, moment: datetime | None) -> int:
        if moment is None:
            return EVERY_MS
        ahead = round((moment - self._door.clock.now()).total_seconds() * 1000) - AHEAD_MS
        return min(ahead, EVERY_MS)

    def _show(self, found: HiddenLook) -> None:
        self._tray.set_due([DueClient(client_id, name) for client_id, name in found.due])
        self._tray.set_held(held_words(knows_zone=found.knows_zone, is_clock_doubted=found.is_clock_doubted))
        self._tray.set_paused(pause_words(found.paused_until))
        self._tray.set_quiet(quiet_words(*found.quiet, found.quiet_until, self._door.clock.now()))
        self._tray.set_timer("", found.offer)
