"""How much work is left: of a work item, and of a milestone. None is unknown and never stands for zero."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class StepFacts(NamedTuple):
    """One step of a checklist."""

    estimate_minutes: int | None
    is_done: bool


class ItemFacts(NamedTuple):
    """One open work item. `worked_minutes`: worked so far, a running timer up to now."""

    estimate_minutes: int | None
    worked_minutes: int = 0
    steps: tuple[StepFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left of several pieces of work.

    Attributes:
        minutes: what the pieces with an estimate leave.
        unknown: how many pieces have no estimate.
    """

    minutes: int
    unknown: int

    @property
    def known_minutes(self) -> int | None:
        """The minutes left; None as soon as one piece is unknown."""
        return None if self.unknown else self.minutes


def item_remaining(
    estimate_minutes: int | None, worked_minutes: int = 0, steps: Sequence[StepFacts] = ()
) -> int | None:
    """Minutes left of an open work item; None when unknown.

    With a step that has an estimate: what the open steps are estimated at. Where one of those has none, the item's
    own estimate less what was worked stands in, if that is more. Else: estimate less worked, never below 0.
    """
    own = None if estimate_minutes is None else max(estimate_minutes - worked_minutes, 0)
    if all(step.estimate_minutes is None for step in steps):
        return own
    still = [step.estimate_minutes for step in steps if not step.is_done]
    known = sum(minutes for minutes in still if minutes is not None)
    if None not in still:
        return known
    return None if own is None else max(own, known)


def milestone_remaining(
    items: Iterable[ItemFacts],
    *,
    has_work: bool,
    estimate_minutes: int | None = None,
    worked_minutes: int = 0,
) -> Remaining:
    """What is left to do for a milestone that isn't done.

    Its open work items say it; the milestone's own estimate is asked only where no work item carries it. With work
    items that are all done nothing is left; without work and without an estimate it is unknown.

    Args:
        items: the open work items of the milestone.
        has_work: whether it has any work item, done ones too (dropped ones carry nothing).
        estimate_minutes: of the milestone itself.
        worked_minutes: worked so far on work that was dropped from it.
    """
    left = [item_remaining(item.estimate_minutes, item.worked_minutes, item.steps) for item in items]
    if left or has_work:
        return Remaining(sum(minutes for minutes in left if minutes is not None), left.count(None))
    if estimate_minutes is None:
        return Remaining(0, 1)
    return Remaining(max(estimate_minutes - worked_minutes, 0), 0)
