"""Hears from the system that the computer has woken up: logind's own signal, so nobody has to look for it."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, Qt, Signal

from clientdesk.ui.notifiers.message_bus import MessageBus

if TYPE_CHECKING:
    from jeepney import Message

_log = logging.getLogger(__name__)

LOGIN = "org.freedesktop.login1"
MANAGER = "org.freedesktop.login1.Manager"
PATH = "/org/freedesktop/login1"
RETRY_AFTER_MS = 4 * 60 * 1000
"""How long a system bus that is not there is left alone: a little less than the clock is, so that each look at that
may try again."""


class SleepWatch(QObject):
    """Waits for `PrepareForSleep` on the system bus. Without that bus, or elsewhere, it never says anything.

    It has no timer: whoever is awake anyway calls `start` again, which finds a bus that came late or came back.

    Signals:
        woke: the computer was asleep and is awake again.
    """

    woke = Signal()

    def __init__(self, parent: QObject | None = None, bus: MessageBus | None = None) -> None:
        super().__init__(parent)
        self._bus = bus if bus is not None else MessageBus(self, "SYSTEM")
        self._bus.message_received.connect(self._on_message, Qt.ConnectionType.QueuedConnection)
        self._bus.lost.connect(self._on_lost)
        self._since_refusal = QElapsedTimer()

    def start(self) -> bool:
        """Listen, unless that is so already; False when there is nobody to listen to."""
        if not sys.platform.startswith("linux"):
            return False
        if self._bus.is_open():
            return True
        if self._since_refusal.isValid() and self._since_refusal.elapsed() < RETRY_AFTER_MS:
            return False
        if not self._bus.open():
            self._since_refusal.start()
            return False
        from jeepney import MatchRule
        from jeepney.bus_messages import message_bus

        rule = MatchRule(type="signal", sender=LOGIN, interface=MANAGER, member="PrepareForSleep", path=PATH)
        return self._bus.post(message_bus.AddMatch(rule))

    def stop(self) -> None:
        self._bus.close()

    def _on_message(self, message: Message) -> None:
        from jeepney import HeaderFields

        if message.header.fields.get(HeaderFields.member) != "PrepareForSleep":
            return
        if message.body == (False,):
            _log.info("the computer has woken up")
            self.woke.emit()

    def _on_lost(self) -> None:
        self._since_refusal.start()
