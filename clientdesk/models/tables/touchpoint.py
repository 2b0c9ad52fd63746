"""Any contact with a client, planned or held. `models.schedule` says which ones count for what."""

from __future__ import annotations

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from clientdesk.models.enums import TouchKind, TouchState
from clientdesk.models.tables.base import (
    NAME_LENGTH,
    TEXT_LENGTH,
    Instant,
    Line,
    Row,
    Text,
    ZoneName,
    between,
    length,
    one_of,
    stored_enum,
)


class TouchpointFields(SQLModel):
    """`at`: UTC instant of its start; `duration_minutes` for calls and meetings.

    `is_meaningful`: the user's word for the limit only, None goes by kind. `source_key`: what it was made from
    (`mail:` and the message's id, `event:` and the calendar's event), so that the same isn't taken twice.
    `asks_text`: logged without words from a notification; Today asks once what was told.
    """

    client_id: str = Field(foreign_key="client.id", max_length=36)
    contact_id: str | None = Field(default=None, foreign_key="contact.id", max_length=36)
    engagement_id: str | None = Field(default=None, foreign_key="engagement.id", max_length=36)
    kind: TouchKind = stored_enum(TouchKind)
    state: TouchState = stored_enum(TouchState, default=TouchState.HELD)
    at: Instant
    zone: ZoneName = Field(max_length=64)
    duration_minutes: int | None = Field(default=None, ge=0, le=1_440)
    is_review: bool = False
    is_meaningful: bool | None = None
    channel: Line = Field(default="", max_length=NAME_LENGTH)
    text: Text = Field(default="", max_length=TEXT_LENGTH)
    source_key: Line = Field(default="", max_length=300)
    asks_text: bool = False


class Touchpoint(TouchpointFields, Row, table=True):
    __tablename__ = "touchpoint"
    __table_args__ = (
        one_of("kind", TouchKind),
        one_of("state", TouchState),
        length("text", TEXT_LENGTH),
        between("duration_minutes", 0, 1_440),
        Index("ix_touchpoint_last", "client_id", "state", "kind", "is_review", "at"),
        # Holds all that says what a touch counts for: the last of a kind is found in it without the row.
        Index("ix_touchpoint_stream", "client_id", "at", "state", "kind", "is_review", "is_meaningful"),
        Index(
            "ix_touchpoint_source",
            "source_key",
            sqlite_where=text("source_key <> ''"),
            postgresql_where=text("source_key <> ''"),
        ),
        Index(
            "ix_touchpoint_asks",
            "at",
            sqlite_where=text("asks_text"),
            postgresql_where=text("asks_text"),
        ),
        Index("ix_touchpoint_planned", "state", "at"),
        Index(
            "ix_touchpoint_overruled",
            "client_id",
            sqlite_where=text("is_meaningful IS NOT NULL"),
            postgresql_where=text("is_meaningful IS NOT NULL"),
        ),
    )
