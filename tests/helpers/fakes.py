"""Hand-made stand-ins for the outside world, for unit tests only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from clientdesk.services.ports import Notice


class FixedClock:
    """A clock that moves only when told to."""

    def __init__(self, at: datetime) -> None:
        self.at = at.astimezone(UTC)
        self.ticks = 0.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.ticks

    def today(self, zone: str = "Europe/Paris") -> date:
        return self.at.astimezone(ZoneInfo(zone)).date()

    def advance(self, **kwargs: float) -> None:
        step = timedelta(**kwargs)
        self.at += step
        self.ticks += step.total_seconds()

    def set(self, at: datetime) -> None:
        """Jump: the wall clock moves, the monotonic one does not."""
        self.at = at.astimezone(UTC)


class FakeNotifier:
    """Keeps what it was asked to show; `press` answers as a user would.

    With `is_slow` it is not known whether a notice came on the screen until `say_shown` is called.
    """

    def __init__(self, *, available: bool = True, is_slow: bool = False, name: str = "fake") -> None:
        self.available = available
        self.is_slow = is_slow
        self.shown: list[Notice] = []
        self.withdrawn: list[str] = []
        self._name = name
        self._callbacks: list[Callable[[str, str], None]] = []
        self._shown_callbacks: list[Callable[[str, str, bool], None]] = []

    def name(self) -> str:
        return self._name

    def is_available(self) -> bool:
        return self.available

    def show(self, notice: Notice) -> bool:
        if self.available:
            self.shown.append(notice)
            if not self.is_slow:
                self.say_shown(notice.notice_id)
        return self.available

    def withdraw(self, notice_id: str) -> None:
        self.withdrawn.append(notice_id)

    def on_action(self, callback: Callable[[str, str], None]) -> None:
        self._callbacks.append(callback)

    def on_shown(self, callback: Callable[[str, str, bool], None]) -> None:
        self._shown_callbacks.append(callback)

    def press(self, notice_id: str, key: str) -> None:
        assert self._callbacks, "nobody listens"
        for callback in self._callbacks:
            callback(notice_id, key)

    def say_shown(self, notice_id: str, *, was_shown: bool = True) -> None:
        for callback in self._shown_callbacks:
            callback(notice_id, self._name, was_shown)
