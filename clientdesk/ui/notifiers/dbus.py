"""Notifications with buttons through org.freedesktop.Notifications (spoken by jeepney: QtDBus cannot
send the unsigned numbers that `Notify` needs)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt, Signal

from clientdesk.services.ports import Notice
from clientdesk.ui.notifiers import dbus_messages as words
from clientdesk.ui.notifiers.base import NotifierBase
from clientdesk.ui.notifiers.dbus_messages import BUS, NAME
from clientdesk.ui.notifiers.message_bus import MessageBus

if TYPE_CHECKING:
    from jeepney import Message

_log = logging.getLogger(__name__)

RETRY_AFTER_MS = 30_000
"""How long a bus that was not there is left alone."""

Place = tuple[str, int]
"""One notification on a screen: the process that shows it, and the number that process gave it."""


@dataclass(slots=True)
class _Handover:
    """One `Notify` on its way. No longer wanted: withdrawn, or shown elsewhere because nothing was heard."""

    notice: Notice
    is_wanted: bool = True


@dataclass(frozen=True, slots=True)
class Daemon:
    """The notification daemon that runs: its name, version and what it can do."""

    name: str
    version: str
    abilities: frozenset[str]


class DBusNotifier(NotifierBase):
    """Shows notices through the desktop's notification daemon and always knows which one was answered.

    A notice counts as shown when the daemon has confirmed it. Where its numbers come from is remembered
    with them: a daemon that was started again, or another program, is never taken for the one that shows it.

    Signals:
        came: a daemon has appeared.
    """

    came = Signal()

    def __init__(self, app_name: str, icon: str = "", bus: MessageBus | None = None) -> None:
        super().__init__()
        self._app_name = app_name
        self._icon = icon
        self._bus = bus if bus is not None else MessageBus(self)
        self._bus.message_received.connect(self._on_message, Qt.ConnectionType.QueuedConnection)
        self._bus.lost.connect(self._on_bus_lost)
        self._abilities: frozenset[str] | None = None
        self._daemon = ""
        self._waiting: list[Notice] = []
        self._sent: dict[str, _Handover] = {}
        self._shown: dict[Place, str] = {}
        self._early: dict[Place, str] = {}
        self._since_refusal = QElapsedTimer()

    # What `Notifier` asks for.

    def name(self) -> str:
        return "dbus"

    def is_available(self) -> bool:
        """Whether a daemon runs, or the bus can start one; never waits for the daemon.

        A bus that is too busy to say counts as yes: showing the notice will tell.
        """
        if not self._connect():
            return False
        from jeepney.bus_messages import message_bus

        # Twice: the first answer of a busy bus may have come too late to be taken.
        for _ in range(2):
            owner = self._bus.ask_bus(message_bus.GetNameOwner(NAME))
            if owner is not None:
                self._forget_others(str(owner[0]))
                return True
        startable = self._bus.ask_bus(message_bus.ListActivatableNames())
        return self._bus.is_open() if startable is None else NAME in startable[0]

    def show(self, notice: Notice) -> bool:
        """Hand a notice over; what becomes of it is said through `on_shown`."""
        if not self.is_available():
            return False
        if self._abilities is not None:
            return self._send(notice)
        self._waiting.append(notice)
        if len(self._waiting) > 1:
            return True
        if self._bus.call(words.call("GetCapabilities"), self._on_abilities):
            return True
        self._waiting.clear()
        return False

    def withdraw(self, notice_id: str) -> None:
        """Take a notice off the screen; nothing is reported for it any more."""
        self._waiting = [notice for notice in self._waiting if notice.notice_id != notice_id]
        handover = self._sent.pop(notice_id, None)
        if handover is not None:
            handover.is_wanted = False
        for place in self._places_of(notice_id):
            del self._shown[place]
            self._close(place)

    def describe(self, answer: Callable[[Daemon | None], None]) -> bool:
        """Ask the daemon who it is, for the test button; False when there is none to ask."""

        def _answered(reply: Message | None) -> None:
            body = words.result_of(reply, "ssss")
            daemon = Daemon(str(body[0]), str(body[2]), self._abilities or frozenset()) if body else None
            answer(daemon)

        return self.is_available() and self._bus.call(words.call("GetServerInformation"), _answered)

    def close(self) -> None:
        """Take everything off the screen, where its buttons would be dead from now on, and hang up."""
        self._waiting.clear()
        if self._sent:
            self._bus.finish()
        for handover in self._sent.values():
            handover.is_wanted = False
        self._sent.clear()
        for place in self._shown:
            self._close(place)
        self._shown.clear()
        self._bus.close()

    # Talking to the bus.

    def _connect(self) -> bool:
        if self._bus.is_open():
            return True
        if self._since_refusal.isValid() and self._since_refusal.elapsed() < RETRY_AFTER_MS:
            return False
        if not self._bus.open():
            self._since_refusal.start()
            return False
        self._since_refusal.invalidate()
        from jeepney.bus_messages import message_bus

        for rule in words.rules():
            self._bus.post(message_bus.AddMatch(rule))
        return True

    def _send(self, notice: Notice) -> bool:
        handover = _Handover(notice)
        replaces = next(
            (number for daemon, number in self._places_of(notice.notice_id) if daemon == self._daemon), 0
        )
        self._sent[notice.notice_id] = handover
        message = words.notify(
            notice, self._app_name, self._icon, self._abilities or frozenset(), replaces, self._daemon or NAME
        )
        if self._bus.call(message, partial(self._on_reply, handover)):
            return True
        self._sent.pop(notice.notice_id, None)
        return False

    def _close(self, place: Place) -> None:
        """Ask the very process that shows it: to another one the number means somebody else's."""
        daemon, number = place
        self._bus.post(words.call("CloseNotification", "u", (number,), daemon))

    def _places_of(self, notice_id: str) -> list[Place]:
        return [place for place, shown in self._shown.items() if shown == notice_id]

    # What comes back.

    def _on_abilities(self, reply: Message | None) -> None:
        body = words.result_of(reply, "as")
        waiting, self._waiting = self._waiting, []
        if body is not None and reply is not None:
            self._abilities, self._daemon = frozenset(body[0]), words.sender_of(reply)
        for notice in waiting:
            if body is None or not self._send(notice):
                self._give_up(notice.notice_id)

    def _on_reply(self, handover: _Handover, reply: Message | None) -> None:
        """The daemon's answer to one `Notify`; None when it was silent for too long."""
        body = words.result_of(reply, "u")
        if body is None or reply is None:
            if handover.is_wanted:
                handover.is_wanted = False
                self._sent.pop(handover.notice.notice_id, None)
                self._give_up(handover.notice.notice_id)
            return
        place = words.sender_of(reply), int(body[0])
        if not handover.is_wanted:
            # It answered after all, but by now the notice was shown elsewhere or withdrawn.
            self._close(place)
            return
        self._confirm(handover.notice.notice_id, place)

    def _confirm(self, notice_id: str, place: Place) -> None:
        self._sent.pop(notice_id, None)
        for older in self._places_of(notice_id):
            del self._shown[older]
            if older != place:
                self._close(older)
        self._shown[place] = notice_id
        self._tell_shown(notice_id, self.name(), was_shown=True)
        early = self._early.pop(place, "")
        if not self._sent:
            self._early.clear()
        if early:
            self._answered(place, early)

    def _give_up(self, notice_id: str) -> None:
        _log.warning("the notification daemon did not take a notice")
        self._tell_shown(notice_id, self.name(), was_shown=False)

    def _on_message(self, message: Message) -> None:
        member, sender = words.member_of(message), words.sender_of(message)
        if member == "NameOwnerChanged" and sender == BUS:
            self._on_owner_changed(str(message.body[2]))
        elif words.signature_of(message) == words.SIGNALS.get(member):
            place = sender, int(message.body[0])
            key = str(message.body[1])
            if member == "NotificationClosed":
                key = "closed" if message.body[1] == words.CLOSED_BY_THE_USER else "expired"
            self._answered(place, key)

    def _answered(self, place: Place, key: str) -> None:
        notice_id = self._shown.pop(place, None)
        if notice_id is None:
            if self._sent:
                # Perhaps about a notice whose confirmation is still on its way.
                self._early.setdefault(place, key)
            return
        if key not in ("closed", "expired"):
            self._close(place)
        self._tell_action(notice_id, key)

    def _on_owner_changed(self, owner: str) -> None:
        """A daemon came, went or was replaced: what others have shown is off the screen or beyond reach."""
        self._forget_others(owner)
        gone = {place: notice_id for place, notice_id in self._shown.items() if place[0] != owner}
        for place, notice_id in gone.items():
            del self._shown[place]
            self._tell_action(notice_id, "expired")
        if owner:
            self.came.emit()

    def _forget_others(self, owner: str) -> None:
        """What another daemon could do says nothing about this one."""
        if self._daemon != owner:
            self._abilities, self._daemon = None, ""

    def _on_bus_lost(self) -> None:
        self._on_owner_changed("")
        self._since_refusal.invalidate()
