"""The wall clock, read in one place only."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class SystemClock:
    """The computer's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class FrozenClock:
    """A clock that stands at one instant (``--now`` of the command line)."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("an instant needs its offset")
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at

    def monotonic(self) -> float:
        return 0.0
