"""What the window sees of recurring work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clientdesk.models.enums import Impact, WorkKind


@dataclass(frozen=True, slots=True)
class RecurringWorkView:
    """Work that comes again.

    Attributes:
        rule: as kept (RFC 5545); `rule_words` say it.
        next_on: its next three days from today on; `next_words` say them.
    """

    recurring_id: str
    title: str
    client_id: str | None
    client_name: str
    client_colour: int | None
    engagement_id: str | None
    kind: WorkKind
    impact: Impact
    estimate_minutes: int | None
    rule: str
    starts_on: date
    notes: str
    is_paused: bool
    rule_words: str
    next_on: tuple[date, ...]
    next_words: str
