"""Likely dates in words: why a promise can be kept, can't be, or can't be told. Light: it fills the first paint."""

from __future__ import annotations

from datetime import date

from clientdesk.models.likely import Likely
from clientdesk.services.check_in_words import short_day
from clientdesk.services.wording import Translate


def length(minutes: int, tr: Translate = str) -> str:
    """ "6 h 30", "45 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours and rest:
        return tr("{minutes} min").format(minutes=rest)
    if not rest:
        return tr("{hours} h").format(hours=hours)
    return tr("{hours} h {minutes}").format(hours=hours, minutes=f"{rest:02d}")


def work_words(likely: Likely, expected_on: date | None, tr: Translate = str) -> str:
    """What is left beside what is free, or what is missing to know it."""
    if likely.unknown:
        return _unknown_words(likely, tr)
    if not likely.remaining_minutes:
        return tr("no work left")
    left = length(likely.remaining_minutes, tr)
    if likely.not_by is not None:
        return tr("{left} left, not within a year").format(left=left)
    if likely.free_minutes is None or expected_on is None:
        return tr("{left} left").format(left=left)
    is_placed_late = likely.is_after(expected_on) and likely.free_minutes >= likely.remaining_minutes
    if is_placed_late and likely.placed_until is not None:
        return tr("{left} left, placed until {day}").format(left=left, day=short_day(likely.placed_until))
    free = likely.free_minutes
    if likely.is_after(expected_on):
        # Whole quarters of an hour, and never more than there is: what doesn't fit must not seem to.
        free -= free % 15
    return tr("{left} left, {free} free").format(left=left, free=length(free, tr))


def _unknown_words(likely: Likely, tr: Translate) -> str:
    if likely.unknown > 1:
        return tr("can't tell: {count} pieces of work without estimate").format(count=likely.unknown)
    if likely.remaining_minutes:
        return tr("can't tell: 1 piece of work without estimate")
    return tr("can't tell: no estimate")


def likely_sentence(
    likely: Likely, expected_on: date | None, planned_on: date | None, tr: Translate = str
) -> str:
    """ "planned Thu 16 Oct, likely Tue 21 Oct: 9 h left, 4 h free"."""
    work = work_words(likely, expected_on, tr)
    if likely.likely_on is None:
        return work
    day = short_day(likely.likely_on)
    if planned_on is None:
        return tr("likely {likely}: {work}").format(likely=day, work=work)
    return tr("planned {planned}, likely {likely}: {work}").format(
        planned=short_day(planned_on), likely=day, work=work
    )
