"""The documented part of desktop-notifier 6 that `ui/notifiers/native.py` uses, with a notification centre
that the test looks into and acts for. The library itself is only installed on Windows and macOS."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from types import ModuleType
from typing import Any


class Capability(Enum):
    TITLE = auto()
    MESSAGE = auto()
    BUTTONS = auto()


class Urgency(Enum):
    Critical = "critical"
    Normal = "normal"
    Low = "low"


@dataclass(frozen=True)
class Icon:
    path: Path | None = None


@dataclass(frozen=True)
class Sound:
    name: str | None = None


@dataclass(frozen=True)
class Button:
    title: str
    on_pressed: Callable[[], Any] | None = None
    identifier: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass(frozen=True)
class Notification:
    title: str
    message: str
    urgency: Urgency = Urgency.Normal
    buttons: tuple[Button, ...] = ()
    sound: Sound | None = None
    identifier: str = field(default_factory=lambda: str(uuid.uuid4()))


class Centre:
    """What the system would do; one for all notifiers of a test."""

    def __init__(self) -> None:
        self.capabilities = frozenset(Capability)
        self.is_allowed = True
        self.is_broken = False
        self.asked_for_permission = 0
        self.shown: list[Notification] = []
        self.cleared: list[str] = []
        self.notifier: Any = None

    def press(self, notice_id: str, button: str) -> None:
        (notification,) = [shown for shown in self.shown if shown.identifier == notice_id]
        assert button in [known.identifier for known in notification.buttons]
        self.notifier.on_button_pressed(notice_id, button)


def module(centre: Centre) -> ModuleType:
    """A module to stand in for `desktop_notifier`."""

    class DesktopNotifier:
        def __init__(self, app_name: str = "Python", app_icon: Icon | None = None) -> None:
            self.app_name, self.app_icon = app_name, app_icon
            self.on_dispatched: Callable[[str], Any] | None = None
            self.on_clicked: Callable[[str], Any] | None = None
            self.on_dismissed: Callable[[str], Any] | None = None
            self.on_button_pressed: Callable[[str, str], Any] | None = None
            centre.notifier = self

        async def request_authorisation(self) -> bool:
            centre.asked_for_permission += 1
            return centre.is_allowed

        async def has_authorisation(self) -> bool:
            return centre.is_allowed

        async def get_capabilities(self) -> frozenset[Capability]:
            return centre.capabilities

        async def send_notification(self, notification: Notification) -> str:
            """A failure is logged by the library, never raised; only then it isn't dispatched."""
            if not centre.is_broken:
                centre.shown.append(notification)
                if self.on_dispatched is not None:
                    self.on_dispatched(notification.identifier)
            return notification.identifier

        async def clear(self, identifier: str) -> None:
            centre.cleared.append(identifier)

        async def clear_all(self) -> None:
            centre.cleared.extend(shown.identifier for shown in centre.shown)

    found = ModuleType("desktop_notifier")
    known = (Button, Capability, DesktopNotifier, Icon, Notification, Urgency)
    vars(found).update({kind.__name__: kind for kind in known}, DEFAULT_SOUND=Sound("default"))
    return found
