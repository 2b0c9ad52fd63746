"""Hears from the desktop when a tray comes or goes, so that nobody has to ask again and again.

Two kinds of tray exist on Linux. Status notifiers live on the session's bus: their watcher's name and its hosts
are announced there. Embedding trays own a selection of the X server, which tells when its owner changes; they
are watched only while there is no status notifier, because Qt prefers that one.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from clientdesk.ui.notifiers.message_bus import MessageBus

if TYPE_CHECKING:
    from jeepney import Message

    from clientdesk.ui.tray_selection import TraySelection

WATCHER = "org.kde.StatusNotifierWatcher"
PATH = "/StatusNotifierWatcher"
BUS = "org.freedesktop.DBus"
_HOSTS = ("StatusNotifierHostRegistered", "StatusNotifierHostUnregistered")


class TrayWatch(QObject):
    """Knows whether some tray is there. Where it can't know (Windows, macOS, no bus), it leaves that to Qt.

    Signals:
        changed: a tray may have come or gone.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None, bus: MessageBus | None = None) -> None:
        super().__init__(parent)
        self._bus = bus if bus is not None else MessageBus(self)
        self._bus.message_received.connect(self._on_message, Qt.ConnectionType.QueuedConnection)
        self._bus.lost.connect(self._on_bus_lost)
        self._has_notifier_host = False
        self._is_asking = False
        self._selection: TraySelection | None = None
        self._is_watching = False

    def start(self) -> None:
        """Begin to listen; the first `changed` may follow as soon as the event loop runs."""
        if self._is_watching or not _is_needed():
            return
        self._is_watching = True
        if self._listen():
            self._ask_for_hosts()
        else:
            self._watch_selection()

    def stop(self) -> None:
        self._is_watching = self._has_notifier_host = self._is_asking = False
        self._bus.close()
        if self._selection is not None:
            self._selection.close()
            self._selection = None

    def may_have_tray(self) -> bool:
        """False where there is surely none: then Qt is not asked, which would keep its first answer for good."""
        if not self._is_watching or self._has_notifier_host:
            return True
        if self._is_asking:
            return False
        if self._selection is not None:
            return self._selection.has_owner()
        return not self._bus.is_open() or _embeds()

    # Status notifiers.

    def _listen(self) -> bool:
        if not self._bus.open():
            return False
        from jeepney import MatchRule
        from jeepney.bus_messages import message_bus

        owner_changed = MatchRule(type="signal", sender=BUS, interface=BUS, member="NameOwnerChanged")
        owner_changed.add_arg_condition(0, WATCHER)
        rules = [owner_changed]
        rules += [MatchRule(type="signal", interface=WATCHER, path=PATH, member=member) for member in _HOSTS]
        # Stops at the first that fails: then the bus has hung up.
        return all(self._bus.post(message_bus.AddMatch(rule)) for rule in rules)

    def _ask_for_hosts(self) -> None:
        """Ask the watcher whether it has a host, where there is a watcher at all."""
        from jeepney import DBusAddress, Properties
        from jeepney.bus_messages import message_bus

        owned = self._bus.ask_bus(message_bus.NameHasOwner(WATCHER))
        if not owned or not owned[0]:
            self._set_host(has_host=False)
            return
        watcher = DBusAddress(PATH, bus_name=WATCHER, interface=WATCHER)
        self._is_asking = self._bus.call(
            Properties(watcher).get("IsStatusNotifierHostRegistered"), self._on_hosts
        )
        if not self._is_asking:
            self._set_host(has_host=False)

    def _on_hosts(self, reply: Message | None) -> None:
        from jeepney import MessageType

        is_answer = reply is not None and reply.header.message_type is MessageType.method_return
        self._set_host(has_host=bool(is_answer and reply is not None and reply.body[0][1]))

    def _set_host(self, *, has_host: bool) -> None:
        self._is_asking = False
        if not self._is_watching:
            return
        self._has_notifier_host = has_host
        if not has_host:
            self._watch_selection()
        self.changed.emit()

    def _on_message(self, message: Message) -> None:
        from jeepney import HeaderFields

        member = message.header.fields.get(HeaderFields.member)
        if self._is_watching and (member in _HOSTS or member == "NameOwnerChanged"):
            self._ask_for_hosts()

    def _on_bus_lost(self) -> None:
        self._set_host(has_host=False)

    # Embedding trays.

    def _watch_selection(self) -> None:
        if self._selection is not None or not _embeds():
            return
        from clientdesk.ui.tray_selection import TraySelection

        selection = TraySelection(self)
        if selection.open():
            self._selection = selection
            selection.changed.connect(self.changed)
        else:
            selection.deleteLater()


def _embeds() -> bool:
    """Whether there can be trays of X11."""
    return QGuiApplication.platformName() == "xcb"


def _is_needed() -> bool:
    """Elsewhere the tray is part of the system, and tests run off-screen."""
    return sys.platform.startswith("linux") and QGuiApplication.platformName() in ("xcb", "wayland")
