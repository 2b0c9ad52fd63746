"""The boundary guard: which of the user's own rules a block breaks. It says so and never stands in the way. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from clientdesk.models.calendar import Minutes

EVENING_FROM = 18 * 60
"""Work after the day's hours and after this time makes a late evening."""

LATE_EVENINGS = 3
"""As many late evenings in one week are said."""


class Rule(StrEnum):
    """A rule of one's own that a block breaks; the weightiest first."""

    TIME_OFF = "time_off"
    HOLIDAY = "holiday"
    NO_HOURS = "no_hours"
    QUIET = "quiet"
    AFTER_HOURS = "after_hours"
    BEFORE_HOURS = "before_hours"
    BETWEEN_HOURS = "between_hours"
    LATE_AGAIN = "late_again"


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule broken, with what is needed to say so.

    Attributes:
        start, end: the hours it is about, minutes of the day.
        name: of the holiday, or the note of the time off.
        count: late evenings this week.
    """

    rule: Rule
    start: int = 0
    end: int = 0
    name: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class DayRule:
    """What the boundaries say about one day: its hours, its quiet hours, and why it is off."""

    hours: Minutes
    quiet: Minutes = ()
    is_time_off: bool = False
    note: str = ""
    holiday: str = ""


def breaches(day: DayRule, start: int, end: int) -> tuple[Breach, ...]:
    """What a stretch of one day breaks: a day off alone, else quiet hours, else the ends of the day."""
    if day.is_time_off:
        return (Breach(Rule.TIME_OFF, name=day.note),)
    if not day.hours:
        rule = Rule.HOLIDAY if day.holiday else Rule.NO_HOURS
        return (Breach(rule, name=day.holiday),)
    if any(since <= start and end <= until for since, until in day.hours):
        return ()
    first, last = day.hours[0][0], day.hours[-1][1]
    hushed = _quiet_met(day, start, end)
    if hushed is not None:
        return (Breach(Rule.QUIET, *hushed),)
    if end > last:
        return (Breach(Rule.AFTER_HOURS, first, last),)
    if start < first:
        return (Breach(Rule.BEFORE_HOURS, first, last),)
    return (Breach(Rule.BETWEEN_HOURS, first, last),)


def _quiet_met(day: DayRule, start: int, end: int) -> tuple[int, int] | None:
    """The quiet hours a stretch meets, as they are said: from the evening to the morning."""
    if not any(since < end and start < until for since, until in day.quiet):
        return None
    if len(day.quiet) > 1:
        return day.quiet[-1][0], day.quiet[0][1]
    return day.quiet[0]


def is_late(day: DayRule, end: int) -> bool:
    """Whether something that ends then makes the day's evening a late one."""
    return end > max(EVENING_FROM, day.hours[-1][1] if day.hours else 0)


def late_again(lates: Sequence[bool]) -> Breach | None:
    """What is said of the late evenings of one week, when there are enough to say so."""
    count = sum(lates)
    return Breach(Rule.LATE_AGAIN, count=count) if count >= LATE_EVENINGS else None
