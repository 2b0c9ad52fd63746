"""How much of a day can still be booked: working hours, less what is fixed, less the buffer, less what is placed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clientdesk.models.calendar import Minutes, merged


@dataclass(frozen=True, slots=True)
class BookableDay:
    """One local day of the practice.

    Attributes:
        capacity_minutes: what can be promised: working hours (of today what is left of them) less meetings,
            private time and busy foreign events, less the buffer.
        placed_minutes: own open work with a time on that day (today from now on), and work meant for that day
            without a time.
        unestimated: pieces of work meant for that day without a time and without an estimate; not in
            `placed_minutes`, to be said.
    """

    day: date
    capacity_minutes: int
    placed_minutes: int
    unestimated: int = 0

    @property
    def free_minutes(self) -> int:
        """What nothing has claimed yet; 0 on a day that is full or too full."""
        return max(self.capacity_minutes - self.placed_minutes, 0)


def bookable_minutes(hours: Minutes, fixed: Minutes, buffer_percent: int, from_minute: int = 0) -> int:
    """Minutes of a day that can be promised.

    Args:
        hours: working hours, in order and apart.
        fixed: what can't be moved, in any order; only what lies within the hours counts, overlaps once.
        from_minute: what lies before it has passed.
    """
    left = [(max(start, from_minute), end) for start, end in hours if end > from_minute]
    worked = sum(end - start for start, end in left)
    taken = sum(
        max(min(end, until) - max(start, since), 0) for start, end in merged(fixed) for since, until in left
    )
    return max(worked - taken, 0) * (100 - buffer_percent) // 100
