"""Contacts of a client reduced in plain code to what the rules ask; the program itself does this by statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from clientdesk.models.enums import RhythmKind, TouchKind, TouchState
from clientdesk.models.schedule import BookedTouch, is_meaningful, keeps


@dataclass(frozen=True)
class Touch:
    """One contact with a client.

    Attributes:
        on: its date in the practice's zone.
        is_meaningful: the user's own word about the limit; None for what the kind says.
    """

    on: date
    kind: TouchKind
    state: TouchState = TouchState.HELD
    is_review: bool = False
    is_meaningful: bool | None = None


@dataclass(frozen=True)
class TouchSummary:
    """All that the rules need to know of a client's contacts."""

    last_held: Mapping[RhythmKind, date]
    last_meaningful_on: date | None
    booked: tuple[BookedTouch, ...]


def summarise_touches(touches: Iterable[Touch], today: date) -> TouchSummary:
    """Held ones count on a date of today or earlier, planned ones from today on; all others for nothing."""
    last_held: dict[RhythmKind, date] = {}
    last_meaningful_on: date | None = None
    booked: list[BookedTouch] = []
    for touch in touches:
        meaningful = is_meaningful(touch.kind, touch.is_meaningful)
        if touch.state is TouchState.PLANNED and touch.on >= today:
            booked.append(BookedTouch(touch.on, touch.kind, touch.is_review, meaningful))
        elif touch.state is TouchState.HELD and touch.on <= today:
            for kind in keeps(touch.kind, touch.is_review):
                last_held[kind] = max(touch.on, last_held.get(kind, touch.on))
            if meaningful:
                last_meaningful_on = max(touch.on, last_meaningful_on or touch.on)
    return TouchSummary(last_held, last_meaningful_on, tuple(booked))
