"""What the services need from the outside world, as Protocols; adapters live beside their library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """The instant now, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go backwards; for telling clock jumps from waiting."""
        ...


@dataclass(frozen=True, slots=True)
class NoticeAction:
    """A button of a notification: `key` comes back when it is pressed."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification to show.

    Attributes:
        notice_id: id of its row in the notification log; comes back with every answer.
        title: one line, plain text.
        body: plain text, may be empty.
        actions: at most three buttons, in order.
        urgent: only for emergencies.
    """

    notice_id: str
    title: str
    body: str
    actions: tuple[NoticeAction, ...] = field(default=())
    urgent: bool = False


class Notifier(Protocol):
    """Shows notifications. Answers come through `on_action` as (notice_id, action key).

    The key is ``default`` for a click on the notification itself and ``closed`` when it went away.
    """

    def name(self) -> str:
        """How it shows things: ``dbus``, ``tray`` or ``banner``."""
        ...

    def is_available(self) -> bool: ...

    def show(self, notice: Notice) -> bool:
        """Show it; False when it could not be handed over."""
        ...

    def withdraw(self, notice_id: str) -> None: ...

    def on_action(self, callback: Callable[[str, str], None]) -> None: ...


class SecretVault(Protocol):
    """The system's keyring."""

    def describe(self) -> str:
        """Name of the backend in use; raises SecretsUnavailable when there is none."""
        ...


class Printer(Protocol):
    """Sends a finished PDF to paper."""

    def queues(self) -> list[str]: ...

    def print_file(self, path: Path, title: str, queue: str | None = None, copies: int = 1) -> str:
        """Hand the file to the queue; returns the job's name.

        Raises:
            NoPrinter: there is no queue.
            PrintFailed: the system refused the job.
        """
        ...
