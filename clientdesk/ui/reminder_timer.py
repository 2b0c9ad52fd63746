"""One timer to the next moment at which something may fall due; notices clock jumps and sleep."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from clientdesk.models.errors import EnvironmentFault
from clientdesk.services.ports import Clock, Notifier

_log = logging.getLogger(__name__)

LONGEST_WAIT_MS = 5 * 60 * 1000
"""The clock is looked at least this often: it may have been set, or the computer may have slept."""
SHORTEST_WAIT_MS = 50
RETRY_MS = 30_000
JUMP_S = 2.0
"""Wall clock and steady clock may differ by this much between two looks before it counts as a jump."""


class Reminders(Protocol):
    """What the timer asks of the reminder service."""

    def announce(self, notifier: Notifier) -> int:
        """Announce what is due now; returns how many notices were shown."""
        ...

    def next_moment(self) -> datetime | None:
        """The next instant at which `announce` could have something to do."""
        ...


class ReminderTimer(QObject):
    """Calls `Reminders.announce` when something falls due.

    Signals:
        announced: how many notices were shown just now (never 0).
        clock_jumped: by how many seconds the wall clock moved more than time has passed.
    """

    announced = Signal(int)
    clock_jumped = Signal(float)

    def __init__(
        self, reminders: Reminders, notifier: Notifier, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._reminders = reminders
        self._notifier = notifier
        self._clock = clock
        self._seen: tuple[datetime, float] | None = None
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timeout)
        self._is_running = False
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_state_changed)

    def start(self) -> None:
        """Announce what is due already, then wait for the next moment."""
        self._is_running = True
        self._on_timeout()

    def stop(self) -> None:
        self._is_running = False
        self._seen = None
        self._timer.stop()

    def recompute(self) -> None:
        """Something was changed, or the computer woke up: look again as soon as the event loop is free."""
        if self._is_running:
            self._timer.start(0)

    def wait_ms(self) -> int:
        """Milliseconds until the next look; -1 when stopped."""
        return self._timer.remainingTime()

    def _on_state_changed(self, state: Qt.ApplicationState) -> None:
        # Somebody came back to the computer, perhaps after its sleep.
        if state == Qt.ApplicationState.ApplicationActive:
            self.recompute()

    def _on_timeout(self) -> None:
        self._look_at_clock()
        try:
            shown = self._reminders.announce(self._notifier)
            wait = self._until_next()
        except EnvironmentFault as fault:
            # The store may be busy or the disk full; what is due stays in Today and is tried again.
            _log.warning("reminders not announced: %s", type(fault).__name__)
            shown, wait = 0, RETRY_MS
        if self._is_running:
            self._timer.start(wait)
        if shown:
            self.announced.emit(shown)

    def _until_next(self) -> int:
        moment = self._reminders.next_moment()
        if moment is None:
            return LONGEST_WAIT_MS
        wait = round((moment - self._clock.now()).total_seconds() * 1000) + 1
        return max(SHORTEST_WAIT_MS, min(wait, LONGEST_WAIT_MS))

    def _look_at_clock(self) -> None:
        now, steady = self._clock.now(), self._clock.monotonic()
        if self._seen is not None:
            jump = (now - self._seen[0]).total_seconds() - (steady - self._seen[1])
            if abs(jump) > JUMP_S:
                _log.info("the clock moved by %.0f s", jump)
                self.clock_jumped.emit(jump)
        self._seen = (now, steady)
