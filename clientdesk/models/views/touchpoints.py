"""What the window sees of one contact with a client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from clientdesk.models.enums import TouchKind, TouchState


@dataclass(frozen=True, slots=True)
class TouchpointView:
    """One touch, planned or held.

    Attributes:
        local_at: its start in the practice's zone; `on` its local date there.
        is_meaningful: the user's own word for the limit; None goes by kind.
        is_unconfirmed: planned, its time has passed, and nobody said whether it took place.
    """

    touchpoint_id: str
    client_id: str
    contact_id: str | None
    contact: str
    kind: TouchKind
    state: TouchState
    at: datetime
    local_at: datetime
    on: date
    duration_minutes: int | None
    is_review: bool
    is_meaningful: bool | None
    channel: str
    text: str
    is_unconfirmed: bool
