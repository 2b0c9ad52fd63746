"""Hears that the session or the system wants this program to end: session manager, SIGTERM, SIGHUP, Ctrl+C."""

from __future__ import annotations

import logging
import signal
import socket
from types import FrameType
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication

_log = logging.getLogger(__name__)

CALLED_OFF_AFTER_MS = 60_000
"""Who is still running by then: somebody has called off the end of the session."""
_SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT")


class SessionEnd(QObject):
    """Signals wake the event loop through a socket; nothing looks for them.

    Signals:
        ending_changed: True when the session manager is about to end the session, and windows may close without
            a question; False when it did not end after all.
        quit_wanted: end now, cleanly.
    """

    ending_changed = Signal(bool)
    quit_wanted = Signal()

    def __init__(self, app: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ends: tuple[socket.socket, socket.socket] | None = None
        self._watch: QSocketNotifier | None = None
        self._before: dict[int, Any] = {}
        self._calling_off = QTimer(self, singleShot=True, interval=CALLED_OFF_AFTER_MS)
        self._calling_off.timeout.connect(self._on_called_off)
        app.commitDataRequest.connect(self._on_session_ending)

    def watch_signals(self) -> None:
        """From now on a signal to end ends the event loop, not the process; on the main thread only."""
        if self._ends is not None:
            return
        inner, outer = self._ends = socket.socketpair()
        for end in (inner, outer):
            end.setblocking(False)
        signal.set_wakeup_fd(outer.fileno(), warn_on_full_buffer=False)
        for name in _SIGNALS:
            number = getattr(signal, name, None)
            # One that was ignored from the start (nohup) stays so.
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, _noted)
        self._watch = QSocketNotifier(inner.fileno(), QSocketNotifier.Type.Read, self)
        self._watch.activated.connect(self._on_signal)

    def stop(self) -> None:
        """Leave signals as they were: from now on one ends the process at once."""
        self._calling_off.stop()
        if self._ends is None or self._watch is None:
            return
        self._watch.setEnabled(False)
        self._watch = None
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()
        for end in self._ends:
            end.close()
        self._ends = None

    def _on_signal(self) -> None:
        if self._ends is None:
            return
        try:
            numbers = self._ends[0].recv(64)
        except BlockingIOError:
            return
        wanted = {getattr(signal, name, None) for name in _SIGNALS}
        if any(number in wanted for number in numbers):
            _log.info("asked to end by signal %s", ", ".join(str(number) for number in sorted(set(numbers))))
            self.quit_wanted.emit()

    def _on_session_ending(self, _manager: QSessionManager) -> None:
        self._calling_off.start()
        self.ending_changed.emit(True)

    def _on_called_off(self) -> None:
        self.ending_changed.emit(False)


def _noted(_number: int, _frame: FrameType | None) -> None:
    """The socket says it; without a handler of Python's own the process would end here."""
