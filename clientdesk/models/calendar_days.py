"""Distances between two days, counted in working days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

MOST_DAYS = 3_660


def slip(committed: date | None, expected: date | None, is_working_day: Callable[[date], bool]) -> int | None:
    """Working days from one day to another: 0 on the same day, negative when it comes earlier; None without both.

    A move over days off alone counts as one, so that a changed date never reads as none.
    """
    if committed is None or expected is None:
        return None
    if expected == committed:
        return 0
    first, last = min(committed, expected), max(committed, expected)
    span = min((last - first).days, MOST_DAYS)
    count = sum(is_working_day(first + timedelta(days=step)) for step in range(1, span + 1))
    return max(count, 1) if expected > committed else -max(count, 1)
