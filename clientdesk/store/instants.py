"""Instants as the store writes them, their local dates, and the plain statements that light reads are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

Fetch = Callable[[str, Sequence[Any]], list[Any]]
"""Runs one statement with its values and returns all rows."""


def stored(instant: datetime) -> str:
    """An instant as the store writes it (UTC, sortable)."""
    return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def instant_of(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def day_of(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


_A_DAY = timedelta(days=1)
_SOME_DAY = datetime(2000, 1, 2, tzinfo=UTC)


class LocalDays:
    """The local date of stored instants: each UTC day is worked out once, then texts are compared."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._days: dict[str, tuple[str, date, date] | None] = {}
        self._clocks: dict[timedelta, str] = {}

    def of(self, at: str) -> date:
        day = at[:10]
        try:
            known = self._days[day]
        except KeyError:
            known = self._days[day] = self._turn_of(day)
        if known is None:
            return instant_of(at).astimezone(self._zone).date()
        turn, before, after = known
        return after if at >= turn else before

    def _turn_of(self, day: str) -> tuple[str, date, date] | None:
        """Local midnight within a UTC day, with the dates before and after it; None where clocks change."""
        start = instant_of(day)
        offset = start.astimezone(self._zone).utcoffset() or timedelta()
        if offset != (start + _A_DAY).astimezone(self._zone).utcoffset():
            return None
        clock = self._clocks.get(offset)
        if clock is None:
            clock = self._clocks[offset] = stored(_SOME_DAY - offset)[10:]
        on = start.date()
        if offset > timedelta():
            return day + clock, on, on + _A_DAY
        return day + clock, on - _A_DAY, on


@lru_cache(maxsize=4)
def local_days(zone: ZoneInfo) -> LocalDays:
    """The days of a zone, shared: a record has a few thousand at most."""
    return LocalDays(zone)
