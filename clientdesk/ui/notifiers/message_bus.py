"""A connection to the session's D-Bus, or to the system's, that never makes the window wait for another program.

Only the bus itself is asked synchronously, within half a second; every other answer arrives
through the event loop, or is given up after a time limit.
"""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

if TYPE_CHECKING:
    from jeepney import Message

_log = logging.getLogger(__name__)

BUS_WAIT_S = 0.5
"""Longest wait for the bus itself, which answers within a millisecond when it is well and the computer isn't busy."""
CALL_WAIT_MS = 5_000
"""Longest wait for another program; includes its start by the bus."""

Answer = Callable[["Message | None"], None]


class MessageBus(QObject):
    """One private connection, opened on first use and again after a loss.

    Args:
        which: ``SESSION`` or ``SYSTEM``.

    Signals:
        message_received: a D-Bus signal message that one of the matches asked for. Connect it queued: it
            may come while another answer is being read.
        lost: the bus hung up; every pending call was answered with None before.
    """

    message_received = Signal(object)
    lost = Signal()

    def __init__(self, parent: QObject | None = None, which: str = "SESSION") -> None:
        super().__init__(parent)
        self._which = which
        self._socket: socket.socket | None = None
        self._watch: QSocketNotifier | None = None
        self._parser: Any = None
        self._serials = count(1)
        self._pending: dict[int, tuple[Answer, QTimer]] = {}
        self._overdue: dict[int, Answer] = {}
        self._awaited: dict[int, Message | None] = {}

    def is_open(self) -> bool:
        return self._socket is not None

    def open(self) -> bool:
        """Connect unless connected; False when there is no bus or it does not answer in time."""
        if self._socket is not None:
            return True
        from jeepney import Parser
        from jeepney.bus import get_bus
        from jeepney.bus_messages import message_bus
        from jeepney.io.blocking import prep_socket

        try:
            self._socket = prep_socket(get_bus(self._which), timeout=BUS_WAIT_S)
        except (OSError, KeyError, ValueError, RuntimeError) as problem:
            _log.info("no %s bus: %s", self._which.lower(), type(problem).__name__)
            return False
        self._socket.settimeout(BUS_WAIT_S)
        self._parser = Parser()
        self._watch = QSocketNotifier(self._socket.fileno(), QSocketNotifier.Type.Read, self)
        self._watch.activated.connect(self._on_readable)
        if self.ask_bus(message_bus.Hello()) is None:
            self.close()
            return False
        return True

    def close(self) -> None:
        """Hang up; pending calls are answered with None."""
        if self._watch is not None:
            self._watch.setEnabled(False)
            self._watch.deleteLater()
            self._watch = None
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        pending, self._pending = self._pending, {}
        self._overdue.clear()
        for answer, timer in pending.values():
            timer.stop()
            timer.deleteLater()
            answer(None)

    def ask_bus(self, message: Message) -> tuple[Any, ...] | None:
        """Ask the bus itself and wait shortly; None on an error reply, silence or loss."""
        serial = self._send(message)
        if serial is None or self._socket is None:
            return None
        self._awaited[serial] = None
        try:
            while self._socket is not None and self._awaited[serial] is None:
                self._feed(self._socket.recv(4096))
        except OSError as problem:
            _log.info("the %s bus does not answer: %s", self._which.lower(), type(problem).__name__)
        reply = self._awaited.pop(serial)
        return _body_of(reply)

    def call(self, message: Message, answer: Answer) -> bool:
        """Send a call; `answer` gets the reply, or None on silence, and once more if it comes late.

        Returns:
            Whether the call left; `answer` is never called when it did not.
        """
        serial = self._send(message)
        if serial is None:
            return False
        timer = QTimer(self, singleShot=True, interval=CALL_WAIT_MS)
        timer.setProperty("serial", serial)
        timer.timeout.connect(self._on_silence)
        self._pending[serial] = (answer, timer)
        timer.start()
        return True

    def finish(self) -> None:
        """Wait shortly for the answers that are still missing, at the end, when no event loop runs any more."""
        deadline = time.monotonic() + BUS_WAIT_S
        try:
            while self._socket is not None and self._pending and time.monotonic() < deadline:
                self._feed(self._socket.recv(65_536))
        except OSError as problem:
            _log.info("no answer at the end: %s", type(problem).__name__)

    def post(self, message: Message) -> bool:
        """Send a call whose answer does not matter."""
        return self._send(message) is not None

    def _send(self, message: Message) -> int | None:
        if not self.is_open() or self._socket is None:
            return None
        serial = next(self._serials)
        try:
            self._socket.sendall(message.serialise(serial=serial))
        except OSError:
            self._drop()
            return None
        return serial

    def _on_readable(self) -> None:
        if self._socket is None:
            return
        try:
            data = self._socket.recv(65_536, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        self._feed(data)

    def _feed(self, data: bytes) -> None:
        if not data:
            self._drop()
            return
        self._parser.add_data(data)
        while self._socket is not None and (message := self._parser.get_next_message()) is not None:
            self._dispatch(message)

    def _dispatch(self, message: Message) -> None:
        from jeepney import HeaderFields, MessageType

        if message.header.message_type is MessageType.signal:
            self.message_received.emit(message)
            return
        serial = message.header.fields.get(HeaderFields.reply_serial)
        if serial in self._awaited:
            self._awaited[serial] = message
        elif serial in self._pending:
            answer, timer = self._pending.pop(serial)
            timer.stop()
            timer.deleteLater()
            answer(message)
        elif serial in self._overdue:
            self._overdue.pop(serial)(message)

    def _on_silence(self) -> None:
        timer = self.sender()
        serial = int(timer.property("serial"))
        timer.deleteLater()
        answer, _ = self._pending.pop(serial)
        self._overdue[serial] = answer
        answer(None)

    def _drop(self) -> None:
        if self._socket is not None:
            self.close()
            self.lost.emit()


def _body_of(reply: Message | None) -> tuple[Any, ...] | None:
    from jeepney import MessageType

    if reply is None or reply.header.message_type is not MessageType.method_return:
        return None
    return tuple(reply.body)
