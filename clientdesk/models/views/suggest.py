"""A proposal for the week: suggested places with their reasons, and what found none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SuggestedPlace:
    """One block suggested.

    Attributes:
        key: names this suggestion within its proposal.
        work_item_id: the work, or the key of what is only offered.
        start_minute, end_minute: minutes of the day on the wall clock.
        reason: why there, in words.
    """

    key: str
    work_item_id: str
    title: str
    client_name: str
    client_colour: int | None
    day: date
    start_minute: int
    end_minute: int
    reason: str

    @property
    def minutes(self) -> int:
        return self.end_minute - self.start_minute


@dataclass(frozen=True, slots=True)
class LeftOutWork:
    """Work without a place, and why in words."""

    work_item_id: str
    title: str
    client_name: str
    why: str


@dataclass(frozen=True, slots=True)
class SuggestedWeek:
    """All of it, by day and start.

    Attributes:
        note: what was assumed, as "2 things have no estimate: an hour each is assumed."; else empty.
    """

    places: tuple[SuggestedPlace, ...]
    left_out: tuple[LeftOutWork, ...]
    note: str = ""
