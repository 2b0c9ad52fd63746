"""Something a client asked: from its arrival the promised response time runs, in availability hours."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator
from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from clientdesk.models.enums import RequestBreach, Urgency
from clientdesk.models.tables.base import (
    NAME_LENGTH,
    TEXT_LENGTH,
    Instant,
    Line,
    Row,
    Text,
    length,
    one_of,
    stored_enum,
)


class ClientRequestFields(SQLModel):
    """Instants are UTC. `acknowledged_at`: told that it arrived and when an answer comes; `answered_at`: the
    answer; `closed_at`: no answer is needed. `breach`: the client's side of the rules; None for none."""

    client_id: str = Field(foreign_key="client.id", max_length=36)
    contact_id: str | None = Field(default=None, foreign_key="contact.id", max_length=36)
    received_at: Instant
    urgency: Urgency = stored_enum(Urgency, default=Urgency.NORMAL)
    channel: Line = Field(default="", max_length=NAME_LENGTH)
    text: Text = Field(default="", max_length=TEXT_LENGTH)
    acknowledged_at: Instant | None = None
    answered_at: Instant | None = None
    closed_at: Instant | None = None
    breach: RequestBreach | None = stored_enum(RequestBreach, default=None, nullable=True)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for name in ("acknowledged_at", "answered_at", "closed_at"):
            at = getattr(self, name)
            if at is not None and at < self.received_at:
                raise ValueError(f"{name}:before_request")
        return self


class ClientRequest(ClientRequestFields, Row, table=True):
    """`touchpoint_id`: the message in the record; `answer_touch_id`: the word that answered it."""

    __tablename__ = "client_request"
    __table_args__ = (
        one_of("urgency", Urgency),
        one_of("breach", RequestBreach),
        length("text", TEXT_LENGTH),
        Index(None, "client_id", "received_at"),
        Index(
            "ix_client_request_open",
            "received_at",
            sqlite_where=text("answered_at IS NULL AND closed_at IS NULL"),
            postgresql_where=text("answered_at IS NULL AND closed_at IS NULL"),
        ),
    )

    touchpoint_id: str | None = Field(default=None, foreign_key="touchpoint.id", max_length=36, index=True)
    answer_touch_id: str | None = Field(default=None, foreign_key="touchpoint.id", max_length=36, index=True)
