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
"""The clock is looked at at least this often: it may have been set, or the computer may have slept."""
SHORTEST_WAIT_MS = 50
RETRY_MS = 30_000
LAST_MINUTE_MS = 60_000
"""From here on the timer is exact. Before, it may be a second off, so that the system can wake once for many."""
LEAD_MS = 30_000
"""The inexact wait ends this long before the moment."""
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


class Expiring(Protocol):
    """Notices on the screen that stop being true at some time."""

    def next_expiry(self) -> datetime | None: ...

    def expire(self, now: datetime) -> None: ...


class ReminderTimer(QObject):
    """Calls `Reminders.announce` when something falls due.

    Between due moments it looks at nothing but the clock: whatever else may change them is told to it.

    Args:
        expiring: what is on the screen, if notices there can expire.

    Signals:
        announced: how many notices were shown just now (never 0).
        looked: the reminders were asked, whether something was due or not.
        ticked: it was awake and looked at the clock; who has to look at something now and then does it with it.
        clock_jumped: by how many seconds the wall clock moved more than time has passed.
    """

    announced = Signal(int)
    looked = Signal()
    ticked = Signal()
    clock_jumped = Signal(float)

    def __init__(
        self,
        reminders: Reminders,
        notifier: Notifier,
        clock: Clock,
        parent: QObject | None = None,
        expiring: Expiring | None = None,
    ) -> None:
        super().__init__(parent)
        self._reminders = reminders
        self._notifier = notifier
        self._expiring = expiring
        self._clock = clock
        self._seen: tuple[datetime, float] | None = None
        self._moment: datetime | None = None
        self._must_look = True
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        self._is_running = False
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_state_changed)

    def start(self) -> None:
        """Announce what is due already, then wait for the next moment."""
        self._is_running = True
        self._must_look = True
        self.look()

    def stop(self) -> None:
        self._is_running = False
        self._seen = None
        self._timer.stop()

    def recompute(self) -> None:
        """Something was changed, or the computer woke up: ask again as soon as the event loop is free."""
        self._must_look = True
        self._wait(0)

    def wait_ms(self) -> int:
        """Milliseconds until the next look; -1 when stopped."""
        return self._timer.remainingTime()

    def is_exact(self) -> bool:
        """Whether the present wait ends to the millisecond."""
        return self._timer.timerType() == Qt.TimerType.PreciseTimer

    def look(self) -> None:
        """Look at the clock, and at the reminders when it tells to; then wait for what comes next."""
        now = self._clock.now()
        has_jumped = self._look_at_clock(now)
        if self._expiring is not None:
            self._expiring.expire(now)
        if has_jumped or self._must_look or (self._moment is not None and self._moment <= now):
            self._ask()
        else:
            self._wait_for_next()
        self.ticked.emit()

    def _on_state_changed(self, state: Qt.ApplicationState) -> None:
        # Somebody came back to the computer, perhaps after its sleep: a look at the clock tells.
        if state == Qt.ApplicationState.ApplicationActive:
            self._wait(0)

    def _ask(self) -> None:
        self._must_look = False
        try:
            shown = self._reminders.announce(self._notifier)
            self._moment = self._reminders.next_moment()
        except EnvironmentFault as fault:
            # The store may be busy or the disk full; what is due stays in Today and is tried again.
            _log.warning("reminders not announced: %s", type(fault).__name__)
            self._must_look = True
            self._wait(RETRY_MS)
            return
        except Exception:
            # Whatever went wrong this time: reminders must not stop for good.
            self._must_look = True
            self._wait(LONGEST_WAIT_MS)
            raise
        self._wait_for_next()
        self.looked.emit()
        if shown:
            self.announced.emit(shown)

    def _wait_for_next(self) -> None:
        expiry = None if self._expiring is None else self._expiring.next_expiry()
        moments = [moment for moment in (self._moment, expiry) if moment is not None]
        if not moments:
            self._wait(LONGEST_WAIT_MS)
            return
        ahead = round((min(moments) - self._clock.now()).total_seconds() * 1000) + 1
        if ahead > LAST_MINUTE_MS:
            self._wait(min(ahead - LEAD_MS, LONGEST_WAIT_MS))
        else:
            self._wait(max(SHORTEST_WAIT_MS, ahead), Qt.TimerType.PreciseTimer)

    def _wait(self, wait: int, kind: Qt.TimerType = Qt.TimerType.VeryCoarseTimer) -> None:
        if self._is_running:
            # A wait of nothing is no timer to Qt, whatever its kind.
            self._timer.setTimerType(kind if wait else Qt.TimerType.PreciseTimer)
            self._timer.start(wait)

    def _look_at_clock(self, now: datetime) -> bool:
        """Tell when the clock was set, or the computer has slept."""
        steady = self._clock.monotonic()
        seen, self._seen = self._seen, (now, steady)
        if seen is None:
            return False
        jump = (now - seen[0]).total_seconds() - (steady - seen[1])
        if abs(jump) <= JUMP_S:
            return False
        _log.info("the clock moved by %.0f s", jump)
        self.clock_jumped.emit(jump)
        return True
