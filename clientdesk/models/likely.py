"""When a milestone will likely be done, and whether what was promised is at risk. One method, used everywhere.

Method: earliest due date first. What is left of each open milestone is laid into the free hours ahead, the one that is
due first before all others (due: expected, else planned, else agreed; without any of them last; ties keep their
order). Work that has a time already keeps it: it counts on its day, and only the rest looks for free hours. For one
pair of hands and work that can be begun at once and broken off, no other order has a smaller greatest lateness
(J. R. Jackson, "Scheduling a production line to minimize maximum tardiness", Management Sciences Research Project,
Report 43, University of California, Los Angeles, 1955). Work that belongs to no milestone takes hours only where it
has a time or a day.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from clientdesk.models.bookable import BookableDay

HORIZON_DAYS = 366
"""How far ahead is looked: a year."""


class Piece(NamedTuple):
    """One piece of work of a milestone.

    Attributes:
        remaining_minutes: None when unknown.
        placed: days from today on for which it has a time, with the minutes, by day.
    """

    remaining_minutes: int | None
    placed: tuple[tuple[date, int], ...] = ()


class Need(NamedTuple):
    """An open milestone and the work it still needs."""

    milestone_id: str
    expected_on: date | None
    planned_on: date | None
    agreed_on: date | None
    pieces: tuple[Piece, ...]

    @property
    def due_on(self) -> date:
        """What decides how urgent it is; a milestone without any date comes last."""
        return self.expected_on or self.planned_on or self.agreed_on or date.max


class Likely(NamedTuple):
    """What follows for one milestone.

    Attributes:
        likely_on: the day its last work is done; None when unknown, or when that isn't within the horizon.
        remaining_minutes: what is left; of the pieces with an estimate only.
        unknown: pieces without an estimate; with any of them `likely_on` is None.
        free_minutes: hours for it up to the expected day: free ones that nothing more urgent takes, and its own
            that have a time; None when the client expects no date.
        rest_minutes: what is left and has no time yet.
        placed_until: the last day on which it has a time that is needed.
        not_by: the last day of the horizon, when it isn't done by then.
    """

    likely_on: date | None
    remaining_minutes: int = 0
    unknown: int = 0
    free_minutes: int | None = None
    rest_minutes: int = 0
    placed_until: date | None = None
    not_by: date | None = None

    def is_after(self, day: date) -> bool:
        """Whether it will likely be done only after that day; never when that can't be told."""
        if self.likely_on is not None:
            return self.likely_on > day
        return self.not_by is not None and self.not_by >= day


NO_ESTIMATE = Likely(None, unknown=1)
"""Neither work nor an estimate: it can't be told, and never counts as safe."""


def is_at_risk(
    expected_on: date | None,
    planned_on: date | None,
    actual_on: date | None,
    today: date,
    likely: Likely | None = None,
) -> bool:
    """Not done, and planned or likely after expected, or expected before today."""
    if actual_on is not None or expected_on is None:
        return False
    if expected_on < today or (planned_on is not None and planned_on > expected_on):
        return True
    return likely is not None and likely.is_after(expected_on)


def reached_on(
    expected_on: date | None, planned_on: date | None, actual_on: date | None, likely: Likely | None = None
) -> date | None:
    """The day a gap is measured to: actual; else planned or likely, whichever is later.

    A likely date counts only where it is later than what the client expects: being ready early is no plan.
    """
    if actual_on is not None:
        return actual_on
    likely_on = likely.likely_on if likely is not None else None
    if likely_on is None or expected_on is None or likely_on <= expected_on:
        return planned_on
    return likely_on if planned_on is None else max(planned_on, likely_on)


def gap_days(
    expected_on: date | None, planned_on: date | None, actual_on: date | None, likely: Likely | None = None
) -> int | None:
    """Days from expected to `reached_on`; None when either is missing."""
    reached = reached_on(expected_on, planned_on, actual_on, likely)
    return None if reached is None or expected_on is None else (reached - expected_on).days


@dataclass(slots=True)
class _Share:
    """What one milestone needs beside the hours that nothing more urgent has claimed."""

    need: Need
    claimed_before: int
    rest: int = 0
    left: int = 0
    unknown: int = 0
    counted: list[tuple[date, int]] = field(default_factory=list)


def likely_dates(needs: Iterable[Need], days: Sequence[BookableDay]) -> Mapping[str, Likely]:
    """The likely date of every milestone; see the head of this module.

    Args:
        needs: every open milestone of which some work is known.
        days: the days ahead without a break, today first. Their free hours are those that nothing has claimed, the
            placed work of the milestones themselves taken off already.
    """
    if not days:
        return {}
    free = list(accumulate(day.free_minutes for day in days))
    today, claimed = days[0].day, 0
    found = {}
    for need in sorted(needs, key=lambda need: need.due_on):
        share = _share(need, claimed)
        claimed += share.rest
        found[need.milestone_id] = _outcome(share, free, days, today)
    return found


def _share(need: Need, claimed: int) -> _Share:
    share = _Share(need, claimed)
    for piece in need.pieces:
        if piece.remaining_minutes is None:
            share.unknown += 1
            continue
        left = piece.remaining_minutes
        share.left += left
        for day, minutes in piece.placed:
            if left <= 0:
                break
            share.counted.append((day, min(minutes, left)))
            left -= minutes
        share.rest += max(left, 0)
    return share


def _outcome(share: _Share, free: list[int], days: Sequence[BookableDay], today: date) -> Likely:
    placed_until = max((day for day, _ in share.counted), default=None)
    likely_on: date | None = placed_until or today
    not_by = None
    if share.rest:
        at = bisect_left(free, share.claimed_before + share.rest)
        if at < len(days):
            likely_on = max(days[at].day, placed_until or today)
        else:
            likely_on, not_by = None, days[-1].day
    if share.unknown:
        likely_on, not_by = None, None
    return Likely(
        likely_on,
        remaining_minutes=share.left,
        unknown=share.unknown,
        free_minutes=_free_for(share, free, days, today),
        rest_minutes=share.rest,
        placed_until=placed_until,
        not_by=not_by,
    )


def _free_for(share: _Share, free: list[int], days: Sequence[BookableDay], today: date) -> int | None:
    expected = share.need.expected_on
    if expected is None:
        return None
    own = sum(minutes for day, minutes in share.counted if day <= expected)
    if expected < today:
        return own
    at = min((expected - today).days, len(days) - 1)
    return own + max(free[at] - share.claimed_before, 0)
