"""A real dbus-daemon for one test, without a display: for the session, or in the system bus's place."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.helpers.desktop import BUS_CONFIG, listens, wait_until


@contextmanager
def private_bus() -> Iterator[str]:
    """The address of a bus of one's own; in a short path, because its socket lives there."""
    with tempfile.TemporaryDirectory(prefix="cd-bus-") as folder:
        root = Path(folder)
        (root / "services").mkdir()
        config = root / "bus.conf"
        config.write_text(BUS_CONFIG.format(socket=root / "bus", services=root / "services"))
        command = ["dbus-daemon", "--nofork", "--nopidfile", f"--config-file={config}"]
        with subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *command]) as daemon:
            try:
                wait_until(lambda: listens(root / "bus"), "the private bus")
                yield f"unix:path={root / 'bus'}"
            finally:
                daemon.kill()


class LoginManager:
    """Says what logind says when the computer falls asleep and wakes up."""

    def __init__(self, address: str) -> None:
        from jeepney.bus_messages import message_bus
        from jeepney.io.blocking import Proxy, open_dbus_connection

        self._connection = open_dbus_connection(address)
        self._bus = Proxy(message_bus, self._connection, timeout=5)
        assert self._bus.RequestName("org.freedesktop.login1") == (1,)

    def say(self, *, is_going_to_sleep: bool) -> None:
        self._signal("PrepareForSleep", "b", (is_going_to_sleep,))

    def say_shutdown(self) -> None:
        self._signal("PrepareForShutdown", "b", (False,))

    def listeners(self) -> set[str]:
        """Who else is on this bus."""
        (names,) = self._bus.ListNames()
        return {name for name in names if name.startswith(":")} - {self._connection.unique_name}

    def close(self) -> None:
        self._connection.close()

    def _signal(self, member: str, signature: str, body: tuple[Any, ...]) -> None:
        from jeepney import DBusAddress, new_signal

        emitter = DBusAddress("/org/freedesktop/login1", interface="org.freedesktop.login1.Manager")
        self._connection.send(new_signal(emitter, member, signature, body))
