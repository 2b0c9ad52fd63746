"""A key that works anywhere on a Wayland desktop, through its portal: the desktop asks the user and keeps it."""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal

from clientdesk.ui.notifiers.message_bus import MessageBus

if TYPE_CHECKING:
    from jeepney import MatchRule, Message

NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
REQUEST = "org.freedesktop.portal.Request"
REGISTRY = "org.freedesktop.host.portal.Registry"
APP_ID = "clientdesk"
SHORTCUT_ID = "log-update"

_NAMES = {Qt.Key.Key_Space: "space", Qt.Key.Key_Return: "Return", Qt.Key.Key_PageUp: "Prior"}
_HELD = (
    (Qt.KeyboardModifier.ControlModifier, "CTRL"),
    (Qt.KeyboardModifier.AltModifier, "ALT"),
    (Qt.KeyboardModifier.ShiftModifier, "SHIFT"),
    (Qt.KeyboardModifier.MetaModifier, "LOGO"),
)


def trigger_of(keys: QKeyCombination) -> str:
    """Keys as the freedesktop shortcuts specification writes them: ``CTRL+ALT+l``."""
    from PySide6.QtGui import QKeySequence

    key = keys.key()
    name = _NAMES.get(key) or QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
    held = [word for modifier, word in _HELD if keys.keyboardModifiers() & modifier]
    return "+".join([*held, name.lower() if len(name) == 1 else name])


class PortalKeys(QObject):
    """Asks the desktop's portal for one shortcut; the desktop decides which keys it really gets.

    Signals:
        pressed: it was pressed anywhere.
        bound: (the keys in the desktop's words) the desktop has given it.
        refused: (whether the desktop has such a portal at all) it was not given, or is taken back.
    """

    pressed = Signal()
    bound = Signal(str)
    refused = Signal(bool)

    def __init__(
        self, description: str, parent: QObject | None = None, bus: MessageBus | None = None
    ) -> None:
        super().__init__(parent)
        self._description = description
        self._bus = bus if bus is not None else MessageBus(self)
        self._bus.message_received.connect(self._on_message, Qt.ConnectionType.QueuedConnection)
        self._bus.lost.connect(self._on_lost)
        self._numbers = count(1)
        self._session = ""
        self._waiting: dict[str, str] = {}
        self._trigger = ""
        self._our_name = ""

    def ask(self, keys: QKeyCombination) -> bool:
        """Ask for these keys; False when there is no portal to ask. The answer comes as a signal."""
        self.close()
        self._trigger = trigger_of(keys)
        if not self._bus.open() or not self._has_portal():
            self._bus.close()
            return False
        from jeepney.bus_messages import message_bus

        for rule in _rules():
            self._bus.post(message_bus.AddMatch(rule))
        # Newer portals ask who it is first; older ones refuse the call, which is no harm.
        self._bus.call(_call(REGISTRY, "Register", "sa{sv}", (APP_ID, {})), self._on_registered)
        return True

    def close(self) -> None:
        """Give the shortcut back: it lives as long as the connection."""
        self._session = ""
        self._waiting.clear()
        self._bus.close()

    def _has_portal(self) -> bool:
        from jeepney.bus_messages import message_bus

        owned = self._bus.ask_bus(message_bus.NameHasOwner(NAME))
        if owned is not None and owned[0]:
            return True
        startable = self._bus.ask_bus(message_bus.ListActivatableNames())
        return startable is not None and NAME in startable[0]

    def _on_registered(self, _reply: Message | None) -> None:
        options = {
            "handle_token": ("s", self._token("create")),
            "session_handle_token": ("s", f"clientdesk_{os.getpid()}"),
        }
        self._bus.call(_call(SHORTCUTS, "CreateSession", "a{sv}", (options,)), self._on_called)

    def _on_called(self, reply: Message | None) -> None:
        """A request is under way, or the desktop has no such portal."""
        from jeepney import MessageType

        if reply is None or reply.header.message_type is MessageType.error:
            self._refuse(has_portal=False)

    def _bind(self) -> None:
        shortcut = (
            SHORTCUT_ID,
            {"description": ("s", self._description), "preferred_trigger": ("s", self._trigger)},
        )
        body = (self._session, [shortcut], "", {"handle_token": ("s", self._token("bind"))})
        self._bus.call(_call(SHORTCUTS, "BindShortcuts", "oa(sa{sv})sa{sv}", body), self._on_called)

    def _token(self, step: str) -> str:
        token = f"clientdesk_{os.getpid()}_{next(self._numbers)}"
        self._waiting[token] = step
        return token

    def _on_message(self, message: Message) -> None:
        from jeepney import HeaderFields

        fields = message.header.fields
        member = fields.get(HeaderFields.member)
        if member == "Response":
            # Its path ends with our token, as the portal promises.
            step = self._waiting.pop(str(fields.get(HeaderFields.path, "")).rpartition("/")[2], "")
            if step:
                self._on_response(step, int(message.body[0]), dict(message.body[1]))
        elif member == "Activated" and self._session and message.body[0] == self._session:
            self._on_activated(message.body)
        elif member == "ShortcutsChanged" and self._session and message.body[0] == self._session:
            self._tell_bound(message.body[1])

    def _on_response(self, step: str, code: int, results: dict[str, Any]) -> None:
        if code != 0:
            self._refuse(has_portal=True)
        elif step == "create":
            self._session = str(results["session_handle"][1])
            self._bind()
        else:
            self._tell_bound(results.get("shortcuts", ("", []))[1])

    def _tell_bound(self, shortcuts: list[tuple[str, dict[str, Any]]]) -> None:
        """What the desktop has given; without any keys it waits in the desktop's own settings."""
        for name, about in shortcuts:
            if name == SHORTCUT_ID:
                self.bound.emit(str(about.get("trigger_description", ("s", ""))[1]))
                return
        self._refuse(has_portal=True)

    def _on_activated(self, body: tuple[Any, ...]) -> None:
        if body[1] != SHORTCUT_ID:
            return
        token = dict(body[3]).get("activation_token")
        if token is not None:
            # Qt hands it to the compositor with the next window that wants the keyboard.
            os.environ["XDG_ACTIVATION_TOKEN"] = str(token[1])
        self.pressed.emit()

    def _refuse(self, *, has_portal: bool) -> None:
        self.close()
        self.refused.emit(has_portal)

    def _on_lost(self) -> None:
        self._session = ""
        self._waiting.clear()
        self.refused.emit(False)


def _call(interface: str, member: str, signature: str, body: tuple[Any, ...]) -> Message:
    from jeepney import DBusAddress, new_method_call

    return new_method_call(DBusAddress(PATH, NAME, interface), member, signature, body)


def _rules() -> list[MatchRule]:
    from jeepney import MatchRule

    return [
        MatchRule(type="signal", sender=NAME, interface=REQUEST, member="Response"),
        MatchRule(type="signal", sender=NAME, interface=SHORTCUTS, path=PATH),
    ]
