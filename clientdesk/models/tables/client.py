"""Who is served. Snooze and hold are of the client: a date, an event or until released, with its reason."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, SQLModel

from clientdesk.models.enums import HoldEvent, Stage
from clientdesk.models.tables.base import (
    LINE_LENGTH,
    NAME_LENGTH,
    TEXT_LENGTH,
    Day,
    Instant,
    Line,
    Name,
    OptionalZone,
    Row,
    Text,
    between,
    length,
    not_blank,
    one_of,
    stored_enum,
)


class ClientFields(SQLModel):
    """What the user says about a client.

    `limit_days`: own private limit in calendar days, None leaves the tier's. `zone`: IANA name, None is the
    practice's. `reference`: the id it had in an imported file.
    """

    name: Name = Field(max_length=NAME_LENGTH)
    legal_name: Line = Field(default="", max_length=NAME_LENGTH)
    tier_id: str | None = Field(default=None, foreign_key="tier.id", max_length=36, index=True)
    stage: Stage = stored_enum(Stage, default=Stage.DISCOVERY)
    zone: OptionalZone = Field(default=None, max_length=64)
    address: Text = Field(default="", max_length=2_000)
    registration_no: Line = Field(default="", max_length=NAME_LENGTH)
    tax_no: Line = Field(default="", max_length=NAME_LENGTH)
    email: Line = Field(default="", max_length=NAME_LENGTH)
    phone: Line = Field(default="", max_length=NAME_LENGTH)
    website: Line = Field(default="", max_length=LINE_LENGTH)
    notes: Text = Field(default="", max_length=TEXT_LENGTH)
    limit_days: int | None = Field(default=None, ge=0, le=10_000)
    reference: Line = Field(default="", max_length=NAME_LENGTH)


class Client(ClientFields, Row, table=True):
    """`hold_event`, `hold_since`: the hold ends when that happens after that instant (`models.holds`)."""

    __tablename__ = "client"
    __table_args__ = (
        not_blank("name"),
        length("name", NAME_LENGTH),
        length("notes", TEXT_LENGTH),
        one_of("stage", Stage),
        one_of("hold_event", HoldEvent),
        between("limit_days", 0, 10_000),
        between("colour", 0, 7),
    )

    added_on: Day
    colour: int = Field(default=0, ge=0, le=7)
    archived_at: Instant | None = None
    needs_intake: bool = False
    snoozed_until: date | None = None
    snooze_reason: str = Field(default="", max_length=LINE_LENGTH)
    is_on_hold: bool = False
    hold_until: date | None = None
    hold_event: HoldEvent | None = stored_enum(HoldEvent, default=None, nullable=True)
    hold_since: Instant | None = None
    hold_reason: str = Field(default="", max_length=LINE_LENGTH)
