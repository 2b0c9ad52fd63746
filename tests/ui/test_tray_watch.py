"""A tray of status notifiers comes and goes on a real bus; nobody asks for it again and again."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from jeepney import DBusAddress, HeaderFields, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection
from pytestqt.qtbot import QtBot

from clientdesk.ui import tray_watch
from clientdesk.ui.tray_watch import PATH, WATCHER, TrayWatch
from tests.helpers.private_bus import private_bus


class Watcher:
    """A panel's watcher of status notifiers, on a thread of its own."""

    def __init__(self, address: str, *, has_host: bool) -> None:
        self.has_host = has_host
        self._connection = open_dbus_connection(address)
        assert Proxy(message_bus, self._connection, timeout=5).RequestName(WATCHER) == (1,)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def register_host(self) -> None:
        self.has_host = True
        emitter = DBusAddress(PATH, interface=WATCHER)
        self._connection.send(new_signal(emitter, "StatusNotifierHostRegistered"))

    def close(self) -> None:
        self._connection.sock.shutdown(2)
        self._thread.join(5)
        self._connection.close()

    def _serve(self) -> None:
        while True:
            try:
                asked = self._connection.receive()
            except (OSError, EOFError):
                return
            if asked.header.fields.get(HeaderFields.member) == "Get":
                self._connection.send(new_method_return(asked, "v", (("b", self.has_host),)))


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with private_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def watch(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[TrayWatch]:
    monkeypatch.setattr(tray_watch, "_is_needed", lambda: True)
    made = TrayWatch()
    yield made
    made.stop()


def test_without_any_tray_qt_is_not_asked(bus: str, watch: TrayWatch) -> None:
    watch.start()
    assert not watch.may_have_tray()


def test_a_tray_that_is_there_is_found(qtbot: QtBot, bus: str, watch: TrayWatch) -> None:
    panel = Watcher(bus, has_host=True)
    with qtbot.waitSignal(watch.changed):
        watch.start()
        assert not watch.may_have_tray(), "it has not answered yet"
    assert watch.may_have_tray()
    panel.close()


def test_a_tray_comes_dies_and_comes_back(qtbot: QtBot, bus: str, watch: TrayWatch) -> None:
    watch.start()
    for _ in range(2):
        with qtbot.waitSignal(watch.changed):
            panel = Watcher(bus, has_host=True)
        assert watch.may_have_tray()
        with qtbot.waitSignal(watch.changed):
            panel.close()
        assert not watch.may_have_tray()


def test_a_watcher_without_a_host_shows_no_icons_until_one_comes(
    qtbot: QtBot, bus: str, watch: TrayWatch
) -> None:
    panel = Watcher(bus, has_host=False)
    with qtbot.waitSignal(watch.changed):
        watch.start()
    assert not watch.may_have_tray()
    with qtbot.waitSignal(watch.changed):
        panel.register_host()
    assert watch.may_have_tray()
    panel.close()


def test_without_a_bus_it_is_left_to_qt(watch: TrayWatch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    watch.start()
    assert watch.may_have_tray()


def test_where_the_tray_is_part_of_the_system_nothing_is_watched(
    qtbot: QtBot, bus: str, watch: TrayWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tray_watch, "_is_needed", lambda: False)
    with qtbot.assertNotEmitted(watch.changed, wait=50):
        watch.start()
    assert watch.may_have_tray()
