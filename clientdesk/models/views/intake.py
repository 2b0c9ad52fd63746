"""What *my clients in ten minutes* sees of each client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class IntakeRowView:
    """One line of the table.

    Attributes:
        colour: number of the client's band, 0 to 7.
        is_done: its line was finished; what it says is on the client's page.
        last_spoke_on: the newest touch in which both spoke or the client was told; None without any.
        rhythms: how many promises the client has.
        expects: what they expect next from "Current work", the newest entry; empty without one.
    """

    client_id: str
    name: str
    colour: int
    tier_id: str | None
    tier: str
    is_done: bool
    last_spoke_on: date | None = None
    rhythms: int = 0
    expects: str = ""
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class NamesAdded:
    """What became of a column of names: ids of new clients, and how many were there already."""

    client_ids: tuple[str, ...]
    known: int = 0
