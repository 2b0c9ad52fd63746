"""How pressing a piece of work is: how soon its date comes, and how much depends on it for the client.

The date decides first: a nearer one always lifts it. What depends on it moves it by a few days' worth,
so that something important in a week stands before something small in four days, and never before what is late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clientdesk.models.enums import Impact


class DateKind(StrEnum):
    """Which date makes it pressing."""

    EXPECTED = "expected"
    DUE = "due"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Priority:
    """`score`: the higher the more pressing. `kind`, `on`: the date that decides; None without any."""

    score: int
    kind: DateKind | None
    on: date | None
    impact: Impact


MOST_LATE_DAYS = 20
_TODAY, _A_WEEK, _A_MONTH, _NO_DATE = 90, 48, 20, 10
_IMPACT = {Impact.HIGH: 18, Impact.NORMAL: 0, Impact.LOW: -9}


def priority(
    today: date,
    *,
    due_on: date | None = None,
    expected_on: date | None = None,
    planned_on: date | None = None,
    impact: Impact = Impact.NORMAL,
) -> Priority:
    """Weigh a piece of work.

    Args:
        due_on: when the work itself is due.
        expected_on, planned_on: of the milestone it belongs to.
    """
    dated = [
        (on, rank, kind)
        for rank, (kind, on) in enumerate(
            ((DateKind.EXPECTED, expected_on), (DateKind.DUE, due_on), (DateKind.PLANNED, planned_on))
        )
        if on is not None
    ]
    if not dated:
        return Priority(max(_NO_DATE + _IMPACT[impact], 0), None, None, impact)
    on, _, kind = min(dated)
    return Priority(max(urgency((on - today).days) + _IMPACT[impact], 0), kind, on, impact)


def urgency(days: int) -> int:
    """The weight of a date so many days ahead (below zero: days ago): a week counts 6 a day, then less and less."""
    if days < 0:
        return 110 + min(-days, MOST_LATE_DAYS)
    if days <= 7:
        return _TODAY - 6 * days
    if days <= 35:
        return _A_WEEK - (days - 7)
    return _A_MONTH - min((days - 35) // 14, 9)
