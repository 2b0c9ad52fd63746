"""Notifications with buttons through org.freedesktop.Notifications (spoken by jeepney: QtDBus cannot
send the unsigned numbers that `Notify` needs)."""

from __future__ import annotations

import html
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer, QObject, Qt, Signal

from clientdesk.services.ports import Notice
from clientdesk.ui.notifiers.session_bus import SessionBus

if TYPE_CHECKING:
    from jeepney import DBusAddress, Message

_log = logging.getLogger(__name__)

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
RETRY_AFTER_MS = 30_000
"""How long a bus that was not there is left alone."""
MAX_TITLE, MAX_BODY = 200, 1_000
NORMAL, CRITICAL = 1, 2


@dataclass(frozen=True, slots=True)
class _Shown:
    """A notification on screen: ours, and the one process whose word about it counts."""

    notice_id: str
    daemon: str


class DBusNotifier(QObject):
    """Shows notices through the desktop's notification daemon and always knows which one was answered.

    Signals:
        failed: a `Notice` that was handed over but that the daemon refused or never confirmed.
    """

    failed = Signal(object)

    def __init__(self, app_name: str, icon: str = "", bus: SessionBus | None = None) -> None:
        super().__init__()
        self._app_name = app_name
        self._icon = icon
        self._bus = bus if bus is not None else SessionBus(self)
        self._bus.message_received.connect(self._on_message, Qt.ConnectionType.QueuedConnection)
        self._bus.lost.connect(self._on_bus_lost)
        self._callbacks: list[Callable[[str, str], None]] = []
        self._capabilities: frozenset[str] | None = None
        self._waiting: list[Notice] = []
        self._sent: dict[str, Notice] = {}
        self._given_up: set[str] = set()
        self._shown: dict[int, _Shown] = {}
        self._since_refusal = QElapsedTimer()

    # What `Notifier` asks for.

    def name(self) -> str:
        return "dbus"

    def is_available(self) -> bool:
        """Whether a daemon runs, or the bus can start one; never waits for the daemon."""
        if not self._connect():
            return False
        from jeepney.bus_messages import message_bus

        owned = self._bus.ask_bus(message_bus.NameHasOwner(NAME))
        if owned is not None and owned[0]:
            return True
        startable = self._bus.ask_bus(message_bus.ListActivatableNames())
        return startable is not None and NAME in startable[0]

    def show(self, notice: Notice) -> bool:
        """Hand a notice over; what goes wrong later comes back through `failed`."""
        if not self.is_available():
            return False
        self._given_up.discard(notice.notice_id)
        if self._capabilities is not None:
            return self._send(notice)
        self._waiting.append(notice)
        if len(self._waiting) > 1:
            return True
        if self._bus.call(self._message("GetCapabilities"), self._on_capabilities):
            return True
        self._waiting.clear()
        return False

    def withdraw(self, notice_id: str) -> None:
        """Take a notice off the screen; nothing is reported for it any more."""
        self._waiting = [notice for notice in self._waiting if notice.notice_id != notice_id]
        if self._sent.pop(notice_id, None) is not None:
            self._given_up.add(notice_id)
        for number, shown in list(self._shown.items()):
            if shown.notice_id == notice_id:
                del self._shown[number]
                self._close(number)

    def on_action(self, callback: Callable[[str, str], None]) -> None:
        self._callbacks.append(callback)

    def describe(self, answer: Callable[[str], None]) -> bool:
        """Ask the daemon for its name and version, for the test button; False when there is none."""

        def _answered(reply: Message | None) -> None:
            body = _result(reply)
            answer(f"{body[0]} {body[2]}" if body else "")

        return self.is_available() and self._bus.call(self._message("GetServerInformation"), _answered)

    def close(self) -> None:
        """Take everything off the screen, where its buttons would be dead from now on, and hang up."""
        self._waiting.clear()
        self._sent.clear()
        for number in self._shown:
            self._close(number)
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
        from jeepney import MatchRule
        from jeepney.bus_messages import message_bus

        self._bus.post(message_bus.AddMatch(MatchRule(type="signal", sender=NAME, interface=NAME, path=PATH)))
        owner_changed = MatchRule(
            type="signal",
            sender="org.freedesktop.DBus",
            interface="org.freedesktop.DBus",
            member="NameOwnerChanged",
        )
        owner_changed.add_arg_condition(0, NAME)
        self._bus.post(message_bus.AddMatch(owner_changed))
        return True

    def _message(self, member: str, signature: str | None = None, body: Sequence[Any] = ()) -> Message:
        from jeepney import new_method_call

        return new_method_call(_address(), member, signature, tuple(body))

    def _send(self, notice: Notice) -> bool:
        self._sent[notice.notice_id] = notice
        replaces = next((n for n, shown in self._shown.items() if shown.notice_id == notice.notice_id), 0)
        capabilities = self._capabilities or frozenset()
        actions: list[str] = []
        if "actions" in capabilities:
            actions = ["default", ""]
            for action in notice.actions:
                actions += [action.key, clean(action.label, MAX_TITLE)]
        body = clean(notice.body, MAX_BODY)
        hints = {
            "urgency": ("y", CRITICAL if notice.urgent else NORMAL),
            "desktop-entry": ("s", "clientdesk"),
            "suppress-sound": ("b", True),
        }
        message = self._message(
            "Notify",
            "susssasa{sv}i",
            (
                self._app_name,
                replaces,
                self._icon,
                clean(notice.title, MAX_TITLE),
                html.escape(body, quote=False) if "body-markup" in capabilities else body,
                actions,
                hints,
                -1,
            ),
        )
        if self._bus.call(message, _Confirmation(self, notice)):
            return True
        self._sent.pop(notice.notice_id, None)
        return False

    def _close(self, number: int) -> None:
        self._bus.post(self._message("CloseNotification", "u", (number,)))

    # What comes back.

    def _on_capabilities(self, reply: Message | None) -> None:
        body = _result(reply)
        waiting, self._waiting = self._waiting, []
        if body is None:
            for notice in waiting:
                self.failed.emit(notice)
            return
        self._capabilities = frozenset(body[0])
        for notice in waiting:
            if not self._send(notice):
                self.failed.emit(notice)

    def on_confirmed(self, notice: Notice, reply: Message | None) -> None:
        """The daemon's answer to one `Notify`; None when it was silent for too long."""
        body = _result(reply)
        if body is not None and reply is not None:
            if notice.notice_id in self._given_up:
                # It answered after all, but by now the notice was shown elsewhere or withdrawn.
                self._given_up.discard(notice.notice_id)
                self._close(body[0])
                return
            self._sent.pop(notice.notice_id, None)
            self._shown[body[0]] = _Shown(notice.notice_id, _sender(reply))
        elif self._sent.pop(notice.notice_id, None) is not None:
            _log.warning("the notification daemon did not take a notice")
            if reply is None:
                self._given_up.add(notice.notice_id)
            self.failed.emit(notice)

    def _on_message(self, message: Message) -> None:
        from jeepney import HeaderFields

        member = message.header.fields.get(HeaderFields.member)
        if member == "NameOwnerChanged" and _sender(message) == "org.freedesktop.DBus":
            self._on_owner_changed()
        elif member in ("ActionInvoked", "NotificationClosed") and message.body:
            self._on_answer(message, str(member))

    def _on_answer(self, message: Message, member: str) -> None:
        number = message.body[0]
        shown = self._shown.get(number)
        if shown is None or shown.daemon != _sender(message):
            return
        del self._shown[number]
        if member == "NotificationClosed":
            self._tell(shown.notice_id, "closed")
            return
        self._close(number)
        self._tell(shown.notice_id, str(message.body[1]))

    def _on_owner_changed(self) -> None:
        """A daemon came, went or was replaced: its numbers and its abilities mean nothing any more."""
        self._capabilities = None
        gone, self._shown = self._shown, {}
        for shown in gone.values():
            self._tell(shown.notice_id, "closed")

    def _on_bus_lost(self) -> None:
        self._on_owner_changed()
        self._since_refusal.invalidate()

    def _tell(self, notice_id: str, key: str) -> None:
        for callback in self._callbacks:
            callback(notice_id, key)


class _Confirmation:
    """Remembers which notice one `Notify` was about until its answer comes."""

    def __init__(self, notifier: DBusNotifier, notice: Notice) -> None:
        self._notifier = notifier
        self._notice = notice

    def __call__(self, reply: Message | None) -> None:
        self._notifier.on_confirmed(self._notice, reply)


def clean(text: str, limit: int) -> str:
    """A text that D-Bus accepts (no NUL, no half characters) and that no daemon chokes on."""
    whole = text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    return whole if len(whole) <= limit else whole[: limit - 1] + "…"


def _address() -> DBusAddress:
    from jeepney import DBusAddress

    return DBusAddress(PATH, bus_name=NAME, interface=NAME)


def _sender(message: Message) -> str:
    from jeepney import HeaderFields

    return str(message.header.fields.get(HeaderFields.sender, ""))


def _result(reply: Message | None) -> tuple[Any, ...] | None:
    from jeepney import MessageType

    if reply is None or reply.header.message_type is not MessageType.method_return:
        return None
    return tuple(reply.body)
