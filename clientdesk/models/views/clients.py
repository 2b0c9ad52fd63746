"""What the window sees of clients and the people there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from clientdesk.models.enums import ContactRole, Stage, TouchKind


@dataclass(frozen=True, slots=True)
class LastTouchView:
    """When a client was last told, or last heard from. `on` is the practice's local date."""

    at: datetime
    on: date
    kind: TouchKind


@dataclass(frozen=True, slots=True)
class GapView:
    """Planned or likely minus expected of one open milestone, in days: positive is later than they expect.

    Attributes:
        planned_on: the day the gap is measured to.
        is_likely: whether that is the likely day, which is later than the plan.
    """

    days: int
    milestone_id: str
    milestone: str
    expected_on: date
    planned_on: date
    is_likely: bool = False


@dataclass(frozen=True, slots=True)
class ContactView:
    """A person at a client."""

    contact_id: str
    client_id: str
    name: str
    title: str = ""
    email: str = ""
    phone: str = ""
    roles: tuple[ContactRole, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class ClientRowView:
    """One line of the list of clients.

    Attributes:
        colour: number of the client's band, 0 to 7.
        gap: the open milestone furthest behind what they expect, else the one furthest ahead; None without
            both dates.
        needs_intake: still to be asked about in *my clients in ten minutes*.
    """

    client_id: str
    name: str
    colour: int
    tier_id: str | None
    tier: str
    stage: Stage
    email: str
    zone: str | None
    added_on: date
    is_archived: bool
    needs_intake: bool
    last_told: LastTouchView | None = None
    gap: GapView | None = None


@dataclass(frozen=True, slots=True)
class ClientView:
    """One client whole, for its page and its form."""

    client_id: str
    name: str
    colour: int
    tier_id: str | None
    tier: str
    stage: Stage
    legal_name: str
    zone: str | None
    address: str
    registration_no: str
    tax_no: str
    email: str
    phone: str
    website: str
    notes: str
    limit_days: int | None
    reference: str
    added_on: date
    is_archived: bool
    needs_intake: bool
    contacts: tuple[ContactView, ...] = field(default=())
    last_told: LastTouchView | None = None
    last_heard: LastTouchView | None = None
    gap: GapView | None = None
