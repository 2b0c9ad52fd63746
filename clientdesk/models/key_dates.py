"""Days that are remembered: when one comes next, as it stands in the calendar and not as it is moved.

A 29 February comes next on the 28th of a common year: kept as that day, with one day to be added where there is one.
"""

from __future__ import annotations

from calendar import isleap
from datetime import date

from clientdesk.models.enums import RhythmUnit
from clientdesk.models.rhythm_dates import LAST_ORDINAL, is_leap_day, months_after, rule_dates
from clientdesk.models.views.rhythms import RhythmView


def next_day(rhythm: RhythmView, today: date) -> date | None:
    """The first day of a yearly or single rhythm from today on; None when there is none left."""
    if rhythm.starts_on is None:
        return None
    dates = rule_dates(
        rhythm.unit, rhythm.every, 0, None, rhythm.starts_on, rhythm.ends_on, (), rhythm.offset_days
    )
    now = today.toordinal()
    index = max(dates.near(now), 0)
    found = next((day for day in map(dates.at, range(index, index + 2)) if day >= now), None)
    return date.fromordinal(found) if found is not None and found <= LAST_ORDINAL else None


def coming_anniversary(day: date, today: date) -> date:
    """A day of years ago as it comes next: a word is owed from then on, not for what lies behind."""
    if day >= today:
        return day
    months = (today.year - day.year) * 12
    this_year = months_after(day, months) or day
    return this_year if this_year >= today else months_after(day, months + 12) or day


def given_day(unit: RhythmUnit, day: date, today: date) -> date:
    """The day that is kept of one that was typed: yearly ones begin with their next return."""
    return coming_anniversary(day, today) if unit == RhythmUnit.YEARLY else day


def given_offset(unit: RhythmUnit, day: date, kept: date) -> int | None:
    """What is to be added to the day that is kept of one that was typed: 1 for a 29 February kept as the 28th."""
    is_meant = unit == RhythmUnit.YEARLY and (day.month, day.day) == (2, 29) and kept.day == 28
    return 1 if is_meant else None


def shown_day(starts_on: date, offset_days: int | None) -> date:
    """The day of a yearly rhythm as it is typed: a 29 February kept as the 28th is that of the last leap year."""
    if not is_leap_day(starts_on, offset_days):
        return starts_on
    return date(next((year for year in range(starts_on.year, 3, -1) if isleap(year)), 4), 2, 29)


def last_end(spans: tuple[tuple[date, date | None], ...]) -> date | None:
    """The last day of all work, once every engagement has an end; None while one goes on, or without any."""
    ends = [end for _, end in spans if end is not None]
    return max(ends) if ends and len(ends) == len(spans) else None
