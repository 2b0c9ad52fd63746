"""When a client was last spoken to, as people remember it, and names as people paste them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from clientdesk.models.text import clean_line


class LastSpoke(StrEnum):
    """How long ago, in the words people think in."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"


def spoke_on(spoke: LastSpoke, today: date) -> date:
    """The day that is recorded: the earliest it can have been, so that no word comes too late."""
    monday = today - timedelta(days=today.weekday())
    return {
        LastSpoke.TODAY: today,
        LastSpoke.YESTERDAY: today - timedelta(days=1),
        LastSpoke.THIS_WEEK: monday,
        LastSpoke.LAST_WEEK: monday - timedelta(days=7),
        LastSpoke.THIS_MONTH: today.replace(day=1),
    }[spoke]


def names_in(text: str) -> list[str]:
    """The names in pasted text: one a line, the first cell of each where it came from a spreadsheet."""
    return _filled(line.split("\t", 1)[0] for line in text.splitlines())


def _filled(lines: Iterable[str]) -> list[str]:
    return [name for name in (clean_line(line).strip('"') for line in lines) if name]
