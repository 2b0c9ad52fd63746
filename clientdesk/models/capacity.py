"""How much of a day can be promised, and the word for how full it is."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from clientdesk.models.calendar import WorkCalendar

BUFFER_PERCENT = 20
"""Share of the bookable time kept free for what nobody planned."""


class Load(StrEnum):
    """How a day's plan sits in its capacity."""

    STEADY = "steady"
    WATCH = "watch"
    OVER = "over"


def capacity_minutes(
    day: date, calendar: WorkCalendar, meeting_minutes: int = 0, buffer_percent: int = BUFFER_PERCENT
) -> int:
    """Minutes that can be promised: working hours (none in time off) less meetings, less the buffer."""
    worked = sum(end - start for start, end in calendar.hours_on(day))
    return max(worked - meeting_minutes, 0) * (100 - buffer_percent) // 100


def capacity_word(planned_minutes: int, capacity: int) -> Load:
    """Steady up to 85 % of the capacity, watch up to all of it, over beyond."""
    if planned_minutes > capacity:
        return Load.OVER
    return Load.WATCH if planned_minutes * 100 > capacity * 85 else Load.STEADY
