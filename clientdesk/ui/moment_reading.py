"""Reads a day with a time as people type them ("tue 19:40", "8:00"); pure, without Qt and without a clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta

from clientdesk.ui.date_reading import read_date

_TIME = re.compile(r"(?:^|\s)(\d{1,2})(?::(\d{2}))?\s*(am|pm)?\s*$", re.IGNORECASE)
_NOW = ("", "now")
_WEEK = timedelta(days=7)


def read_moment(
    text: str, now: datetime, *, day_first: bool = True, names: Mapping[str, str] | None = None
) -> datetime | None:
    """The instant meant by `text`, in the zone of `now`; None for what cannot be read.

    Args:
        text: a day (see `read_date`), a time, or both; nothing or "now" is now itself. A day alone means the
            time it is now; a time alone means today.
        now: an aware local time.
    """
    typed = text.strip()
    if typed.casefold() in _NOW:
        return now
    day = read_date(typed, now.date(), day_first=day_first, names=names)
    if day is not None:
        return datetime.combine(day, now.time(), now.tzinfo)
    found = _TIME.search(typed)
    at = None if found is None else _time(int(found[1]), int(found[2] or 0), (found[3] or "").casefold())
    if found is None or at is None:
        return None
    rest = typed[: found.start()].strip(" ,")
    day = now.date() if not rest else read_date(rest, now.date(), day_first=day_first, names=names)
    if day == now.date() + _WEEK and rest[:1].isalpha() and at >= now.time().replace(tzinfo=None):
        day = now.date()  # today's own weekday with a time still to come
    return None if day is None else datetime.combine(day, at, now.tzinfo)


def _time(hour: int, minute: int, half: str) -> time | None:
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
