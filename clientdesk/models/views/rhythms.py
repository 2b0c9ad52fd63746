"""What the window sees of rhythms and tiers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clientdesk.models.enums import Layer, RhythmKind, RhythmUnit


@dataclass(frozen=True, slots=True)
class RhythmView:
    """One rhythm: a promise of a client, or a proposal of a tier or of the default.

    Attributes:
        weekday: Monday is 0.
        nth: for monthly rules 1 to 4, or -1 for the last such weekday; None for weekly ones.
        starts_on: always set for a client's; of yearly and single dates the date itself.
        offset_days: calendar days after (negative: before) each milestone; 1 for a yearly one from a 28 February that
            stands for the 29th; None for other rules.
        ends_on: the last day on which the rule gives a date; None for no end.
        agreement_id: the paper that promises it, if any.
    """

    rhythm_id: str
    layer: Layer
    kind: RhythmKind
    unit: RhythmUnit
    every: int
    weekday: int
    nth: int | None
    tier_id: str | None = None
    client_id: str | None = None
    starts_on: date | None = None
    channel: str = ""
    content: str = ""
    agreement_id: str | None = None
    offset_days: int | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class TierView:
    """A service class.

    Attributes:
        limit_days: private limit in calendar days; None leaves the default.
        is_default: given to new clients.
        is_after: for clients whose work has ended.
        clients: how many clients have it, archived ones included.
        rhythms: what it proposes.
    """

    tier_id: str
    name: str
    description: str
    report_depth: str
    limit_days: int | None
    is_default: bool
    is_after: bool
    position: int
    clients: int = 0
    rhythms: tuple[RhythmView, ...] = ()
