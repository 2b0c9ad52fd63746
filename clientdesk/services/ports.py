"""What the services need from the outside world and from each other, as Protocols; adapters live beside their library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from clientdesk.models.calendar import WorkCalendar


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """The instant now, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go backwards; for telling clock jumps from waiting."""
        ...


class Zones(Protocol):
    """Where the practice's zone comes from."""

    def zone(self) -> ZoneInfo: ...


class Calendars(Protocol):
    """Where the practice's working days and hours come from."""

    def calendar(self) -> WorkCalendar: ...


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
        sound: whether the desktop may play its sound; off by default.
        expires_at: from this instant (UTC) on it says nothing true any more and is withdrawn; None for never.
    """

    notice_id: str
    title: str
    body: str
    actions: tuple[NoticeAction, ...] = field(default=())
    urgent: bool = False
    sound: bool = False
    expires_at: datetime | None = None


class Notifier(Protocol):
    """Shows notifications. Answers come through `on_action` as (notice_id, action key).

    The key is ``default`` for a click on the notification itself, ``closed`` when somebody closed it, and
    ``expired`` when it went away by itself: nobody has answered it.
    """

    def name(self) -> str:
        """How it shows things: ``dbus``, ``tray`` or ``banner``."""
        ...

    def is_available(self) -> bool: ...

    def show(self, notice: Notice) -> bool:
        """Hand it over; False when that failed. Whether it came on the screen is said through `on_shown`."""
        ...

    def withdraw(self, notice_id: str) -> None: ...

    def on_action(self, callback: Callable[[str, str], None]) -> None: ...

    def on_shown(self, callback: Callable[[str, str, bool], None]) -> None:
        """Call back once for each notice handed over, when it is known: its id, the channel's name, and
        whether it is on the screen. With several channels: once, for the one that showed it, or the last."""
        ...


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
