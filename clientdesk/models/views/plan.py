"""What planning a week shows: what was carried over, where the ritual stands, the week as set, the wrap-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

OFTEN = 3
"""From so many carries on, a piece of work is asked about plainly: split, delegate or drop?"""
OLD_DAYS = 14
"""Work left lying longer than this is offered back to To place all at once."""


@dataclass(frozen=True, slots=True)
class CarryOverView:
    """Open work whose time lies before this week.

    Attributes:
        estimate_minutes: None is unknown, never zero.
        was_on: the last day it was meant for; `was_minute`: its time then, None where it had a day only.
        times: how often it has been carried over, this time counted.
        answered_on: the day the user last said what becomes of it.
    """

    work_item_id: str
    title: str
    client_id: str | None
    client_name: str
    client_colour: int | None
    estimate_minutes: int | None
    was_on: date
    was_minute: int | None
    times: int
    answered_on: date | None

    @property
    def is_often(self) -> bool:
        return self.times >= OFTEN

    def is_old(self, today: date) -> bool:
        return self.was_on < today - timedelta(days=OLD_DAYS)
