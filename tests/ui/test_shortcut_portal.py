"""The shortcut through a desktop's portal: a peer on a real bus that answers as the portal's interface says."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QKeyCombination, Qt
from pytestqt.qtbot import QtBot

from clientdesk.services.preferences import Preferences
from clientdesk.ui.global_shortcut import GlobalShortcut, ShortcutState, Way, is_safe, keys_of
from clientdesk.ui.shortcut_portal import NAME, PATH, REQUEST, SHORTCUTS, trigger_of
from tests.helpers.private_bus import private_bus


class Portal:
    """Answers on a thread of its own.

    Args:
        given: the keys it gives, in its own words; None to refuse.
        has_shortcuts: without, it is a portal that knows nothing of shortcuts.
    """

    def __init__(self, address: str, *, given: str | None = "Ctrl+Alt+L", has_shortcuts: bool = True) -> None:
        from jeepney.bus_messages import message_bus
        from jeepney.io.blocking import Proxy, open_dbus_connection

        self._given = given
        self._has_shortcuts = has_shortcuts
        self._connection = open_dbus_connection(address)
        Proxy(message_bus, self._connection, timeout=5).RequestName(NAME)
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.session = ""
        self._is_over = False
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._is_over = True
        self._thread.join(5)
        self._connection.close()

    def press(self, shortcut: str = "log-update") -> None:
        from jeepney import DBusAddress, new_signal

        emitter = DBusAddress(PATH, interface=SHORTCUTS)
        body = (self.session, shortcut, 1, {"activation_token": ("s", "a-token")})
        self._connection.send(new_signal(emitter, "Activated", "osta{sv}", body))

    def _serve(self) -> None:
        from jeepney import HeaderFields, MessageType

        while not self._is_over:
            try:
                message = self._connection.receive(timeout=0.05)
            except TimeoutError:
                continue
            if message.header.message_type is MessageType.method_call:
                member = message.header.fields[HeaderFields.member]
                self.calls.append((member, tuple(message.body)))
                self._answer(member, message)

    def _answer(self, member: str, message: Any) -> None:
        from jeepney import HeaderFields, new_error, new_method_return

        sender = message.header.fields[HeaderFields.sender]
        if member == "Register" or not self._has_shortcuts:
            name = "org.freedesktop.DBus.Error.UnknownMethod"
            self._connection.send(new_error(message, name, "s", ("no such method",)))
            return
        token = message.body[-1]["handle_token"][1]
        handle = f"/org/freedesktop/portal/desktop/request/{sender[1:].replace('.', '_')}/{token}"
        self._connection.send(new_method_return(message, "o", (handle,)))
        if member == "CreateSession":
            self.session = f"/session/{message.body[0]['session_handle_token'][1]}"
            self._respond(handle, sender, 0, {"session_handle": ("s", self.session)})
        elif self._given is None:
            self._respond(handle, sender, 1, {})
        else:
            shortcut = ("log-update", {"trigger_description": ("s", self._given)})
            self._respond(handle, sender, 0, {"shortcuts": ("a(sa{sv})", [shortcut])})

    def _respond(self, handle: str, sender: str, code: int, results: dict[str, Any]) -> None:
        from jeepney import DBusAddress, HeaderFields, new_signal

        signal = new_signal(DBusAddress(handle, interface=REQUEST), "Response", "ua{sv}", (code, results))
        signal.header.fields[HeaderFields.destination] = sender
        self._connection.send(signal)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with private_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def shortcut(qtbot: QtBot, tmp_path: Path) -> Iterator[GlobalShortcut]:
    preferences = Preferences(tmp_path / "preferences.json")
    preferences.set("capture_keys", "Ctrl+Alt+L")
    made = GlobalShortcut(preferences, way=Way.PORTAL)
    yield made
    made.stop()


def started(qtbot: QtBot, shortcut: GlobalShortcut) -> None:
    shortcut.start()
    qtbot.waitUntil(lambda: shortcut.state() is not ShortcutState.ASKED, timeout=5_000)


def test_the_desktop_gives_the_keys_and_tells_when_they_are_pressed(
    bus: str, qtbot: QtBot, shortcut: GlobalShortcut, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)
    portal = Portal(bus)
    started(qtbot, shortcut)
    assert shortcut.state() is ShortcutState.ON
    assert shortcut.words() == "Ctrl+Alt+L opens the small window from any program."
    asked = dict(portal.calls)
    assert portal.calls[0] == ("Register", ("clientdesk", {}))
    assert asked["BindShortcuts"][1][0][1]["preferred_trigger"] == ("s", "CTRL+ALT+l")
    portal.press("another")
    with qtbot.waitSignal(shortcut.activated, timeout=5_000):
        portal.press()
    assert os.environ["XDG_ACTIVATION_TOKEN"].startswith("a-")
    portal.close()


def test_other_keys_than_asked_for_are_said(bus: str, qtbot: QtBot, shortcut: GlobalShortcut) -> None:
    portal = Portal(bus, given="Meta+L")
    started(qtbot, shortcut)
    assert shortcut.words() == "Your desktop has given it other keys: Meta+L."
    portal.close()


@pytest.mark.parametrize(
    ("how", "state"),
    [({"given": None}, ShortcutState.REFUSED), ({"has_shortcuts": False}, ShortcutState.NO_WAY)],
    ids=["refused", "no such portal"],
)
def test_what_is_not_given_is_said_with_what_helps(
    bus: str, qtbot: QtBot, shortcut: GlobalShortcut, how: dict[str, Any], state: ShortcutState
) -> None:
    portal = Portal(bus, **how)
    started(qtbot, shortcut)
    assert shortcut.state() is state
    assert "clientdesk capture" in shortcut.words()
    portal.close()


def test_without_a_portal_or_a_bus(
    bus: str, qtbot: QtBot, shortcut: GlobalShortcut, monkeypatch: pytest.MonkeyPatch
) -> None:
    started(qtbot, shortcut)
    assert shortcut.state() is ShortcutState.NO_WAY
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    shortcut.start()
    assert shortcut.state() is ShortcutState.NO_WAY


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Ctrl+Alt+L", "CTRL+ALT+l"),
        ("Meta+Shift+F9", "SHIFT+LOGO+F9"),
        ("Ctrl+Alt+Space", "CTRL+ALT+space"),
        ("Ctrl+L", None),
        ("L", None),
        ("Ctrl+Alt+L, Ctrl+Alt+M", None),
        ("nonsense+", None),
        ("", None),
    ],
)
def test_kept_keys(qapp: object, text: str, trigger: str | None) -> None:
    keys = keys_of(text)
    assert (None if keys is None else trigger_of(keys)) == trigger


def test_keys_that_are_held_alone_are_none() -> None:
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    assert not is_safe(QKeyCombination(held, Qt.Key.Key_unknown))
