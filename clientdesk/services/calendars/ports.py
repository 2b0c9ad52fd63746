"""What a foreign calendar needs from the outside: somebody who reads it, and a place for its private address.

A live calendar server is one more `CalendarReader` beside the address and the file, found by its source.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """What was read last time, so that an unchanged calendar need not be sent again."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `content`: None when nothing has changed since the version that is known."""

    content: bytes | None
    etag: str = ""
    last_modified: str = ""


class CalendarReader(Protocol):
    """Gets a calendar's text from where it is kept."""

    def read(self, where: str, known: KnownVersion, cancel: Cancel) -> Fetched:
        """The text as it is now.

        Args:
            where: the whole address, or the path.

        Raises:
            CalendarUnread: with the reason.
            Cancelled: somebody asked to stop.
        """
        ...


class AddressKeeper(Protocol):
    """Keeps private addresses: the system's keyring, see `services.secrets`."""

    def get(self, name: str) -> str | None: ...

    def set(self, name: str, secret: str) -> None: ...

    def forget(self, name: str) -> bool: ...


class Cancelled(Exception):
    """Somebody asked to stop; nothing was kept."""


class Cancel:
    """Asks work on another thread to stop; what that thread waits for is told too."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._told: list[Callable[[], None]] = []

    @property
    def is_set(self) -> bool:
        return self._event.is_set()

    def set(self) -> None:
        """Stop; may be called from any thread, and more than once."""
        self._event.set()
        with self._lock:
            told, self._told = self._told, []
        for tell in told:
            tell()

    def check(self) -> None:
        """Give up when asked to.

        Raises:
            Cancelled.
        """
        if self._event.is_set():
            raise Cancelled

    def tell(self, step: Callable[[], None]) -> None:
        """Call `step` when asked to stop; at once if that was before."""
        with self._lock:
            if not self._event.is_set():
                self._told.append(step)
                return
        step()
