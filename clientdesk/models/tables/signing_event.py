"""The signing log: what happened to a paper, when, by whom. Rows are only ever added."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from clientdesk.models.enums import Side, SigningKind
from clientdesk.models.tables.base import (
    LINE_LENGTH,
    NAME_LENGTH,
    TEXT_LENGTH,
    Day,
    Instant,
    Row,
    length,
    one_of,
    stored_enum,
)


class SigningEvent(Row, table=True):
    """`at`: when it was entered (UTC), `zone` the practice's zone then. `signed_on`: the date beside the
    signature. `content_id`, `file_hash` (SHA-256, hex): what was signed, as it was then. `verdict`: the
    verification report as plain JSON, empty without one. `reason`: typed where the rules asked for one."""

    __tablename__ = "signing_event"
    __table_args__ = (
        one_of("kind", SigningKind),
        one_of("side", Side),
        length("signer", NAME_LENGTH),
        length("note", TEXT_LENGTH),
    )

    agreement_id: str = Field(foreign_key="agreement.id", max_length=36, index=True)
    file_id: str | None = Field(default=None, foreign_key="paper_file.id", max_length=36)
    kind: SigningKind = stored_enum(SigningKind)
    at: Instant
    zone: str = Field(default="UTC", max_length=64)
    side: Side | None = stored_enum(Side, default=None, nullable=True)
    signer: str = Field(default="", max_length=NAME_LENGTH)
    capacity: str = Field(default="", max_length=NAME_LENGTH)
    signed_on: Day | None = None
    content_id: str = Field(default="", max_length=32)
    file_hash: str = Field(default="", max_length=64)
    verdict: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    reason: str = Field(default="", max_length=LINE_LENGTH)
    entered_by: str = Field(default="", max_length=NAME_LENGTH)
    note: str = Field(default="", max_length=TEXT_LENGTH)
