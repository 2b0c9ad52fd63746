"""A small notification daemon that misbehaves on request, in a process of its own.

Run as a script it speaks JSON lines: commands on its input, events on its output. `NoticeDaemon` is the
test's side of it.
"""

from __future__ import annotations

import json
import os
import queue
import select
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
ABILITIES = ["actions", "body", "body-markup", "persistence", "sound"]


class NoticeDaemon:
    """One life of the daemon.

    Args:
        manner: ``well``; ``hanging`` (takes `Notify` and says nothing until `release`); ``deaf`` (the same
            for every call); ``crashing`` (ends between `Notify` and its answer); ``refusing``; ``babbling``
            (answers `Notify` with values that are no number); ``mad`` (the same for every call).
        abilities: what it says it can do.
        replace: take the name away from another daemon, which lives on.
    """

    def __init__(
        self, address: str, manner: str = "well", abilities: list[str] | None = None, *, replace: bool = False
    ) -> None:
        options = {"manner": manner, "abilities": ABILITIES if abilities is None else abilities}
        self._process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", sys.executable, __file__, address, json.dumps(options)]
            + ["replace"] * replace,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lines: queue.Queue[dict[str, Any]] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.expect("ready")

    def expect(self, event: str, seconds: float = 20.0) -> dict[str, Any]:
        """The next event, which must be this one."""
        found = self.next(seconds)
        assert found["event"] == event, found
        return found

    def next(self, seconds: float = 20.0) -> dict[str, Any]:
        """Whatever happens next."""
        return self._lines.get(timeout=seconds)

    def is_silent(self) -> bool:
        return self._lines.empty()

    def tell(self, command: str, *arguments: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([command, *arguments]) + "\n")
        self._process.stdin.flush()

    def press(self, number: int, key: str) -> None:
        self.tell("press", number, key)

    def close_notice(self, number: int, reason: int) -> None:
        self.tell("close", number, reason)

    def release(self) -> None:
        """Answer everything that was kept waiting."""
        self.tell("release")

    def wait(self) -> int:
        return self._process.wait(5)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(5)
        self._reader.join(5)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def __enter__(self) -> NoticeDaemon:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(json.loads(line))


class _Daemon:
    """The process's side."""

    def __init__(self, address: str, manner: str, abilities: list[str], *, replace: bool) -> None:
        from jeepney.bus_messages import DBusNameFlags, message_bus
        from jeepney.io.blocking import Proxy, open_dbus_connection

        self._bus = open_dbus_connection(address)
        self._manner = manner
        self._abilities = abilities
        self._count = 0
        self._kept: list[tuple[Any, str | None, tuple[Any, ...]]] = []
        flags = DBusNameFlags.allow_replacement
        if replace:
            flags |= DBusNameFlags.replace_existing
        answer = Proxy(message_bus, self._bus, timeout=5).RequestName(NAME, flags)
        assert answer == (1,), answer
        report("ready")

    def live(self) -> None:
        while True:
            readable, _, _ = select.select([self._bus.sock, sys.stdin], [], [])
            if sys.stdin in readable:
                line = sys.stdin.readline()
                if not line:
                    return
                self._obey(*json.loads(line))
            if self._bus.sock in readable:
                self._take_calls()

    def _take_calls(self) -> None:
        from jeepney import HeaderFields, MessageType

        with suppress(TimeoutError):
            while True:
                message = self._bus.receive(timeout=0)
                fields = message.header.fields
                is_ours = fields.get(HeaderFields.interface) == NAME
                if message.header.message_type is MessageType.method_call and is_ours:
                    self._serve(message, str(fields[HeaderFields.member]))

    def _serve(self, call: Any, member: str) -> None:
        if self._manner == "mad":
            self._answer(call, "s", ("what?",))
        elif member == "Notify":
            self._notify(call)
        elif member == "GetCapabilities":
            self._answer(call, "as", (self._abilities,), is_slow=self._manner == "deaf")
        elif member == "GetServerInformation":
            self._answer(call, "ssss", ("test daemon", "nobody", "7", "1.2"))
        elif member == "CloseNotification":
            report("closed", number=call.body[0])
            self._answer(call, None, ())

    def _notify(self, call: Any) -> None:
        from jeepney import new_method_return

        if self._manner == "crashing":
            os._exit(3)
        if self._manner == "babbling":
            self._bus.send(new_method_return(call, None, ()))
            return
        if self._manner == "refusing":
            from jeepney import new_error

            self._bus.send(new_error(call, f"{NAME}.Error", "s", ("not now",)))
            return
        self._count += 1
        number = call.body[1] or self._count
        wait = call.body[7]
        report(
            "notify", number=number, title=call.body[3], body=call.body[4], actions=call.body[5], wait=wait
        )
        self._answer(call, "u", (number,), is_slow=self._manner in ("hanging", "deaf"))

    def _answer(
        self, call: Any, signature: str | None, body: tuple[Any, ...], *, is_slow: bool = False
    ) -> None:
        from jeepney import new_method_return

        if is_slow:
            self._kept.append((call, signature, body))
        else:
            self._bus.send(new_method_return(call, signature, body))

    def _obey(self, command: str, *arguments: Any) -> None:
        from jeepney import DBusAddress, new_signal

        emitter = DBusAddress(PATH, interface=NAME)
        if command == "press":
            self._bus.send(new_signal(emitter, "ActionInvoked", "us", arguments))
        elif command == "close":
            self._bus.send(new_signal(emitter, "NotificationClosed", "uu", arguments))
        elif command == "release":
            self._manner = "well"
            kept, self._kept = self._kept, []
            for call, signature, body in kept:
                self._answer(call, signature, body)


def report(event: str, **facts: Any) -> None:
    print(json.dumps({"event": event, **facts}), flush=True)


if __name__ == "__main__":
    _Daemon(sys.argv[1], **json.loads(sys.argv[2]), replace="replace" in sys.argv).live()
