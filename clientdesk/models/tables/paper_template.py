"""A template of one's own, or one's own edition of a shipped one. Drafts copy it; papers never look back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, SQLModel

from clientdesk.models.enums import AgreementKind
from clientdesk.models.tables.base import (
    LINE_LENGTH,
    NAME_LENGTH,
    Line,
    Name,
    Row,
    length,
    not_blank,
    one_of,
    stored_enum,
)


class PaperTemplateFields(SQLModel):
    """`document`: the kind's document as JSON, without parties, dates and keys. `shipped_key`: the shipped
    template that this replaces until it is reset, empty for one's own."""

    name: Name = Field(max_length=NAME_LENGTH)
    kind: AgreementKind = stored_enum(AgreementKind, default=AgreementKind.STATEMENT_OF_WORK)
    language: str = Field(default="en", max_length=8)
    about: Line = Field(default="", max_length=LINE_LENGTH)
    shipped_key: str = Field(default="", max_length=64)
    document: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    position: int = Field(default=0, ge=0, le=10_000)


class PaperTemplate(PaperTemplateFields, Row, table=True):
    __tablename__ = "paper_template"
    __table_args__ = (
        not_blank("name"),
        length("name", NAME_LENGTH),
        one_of("kind", AgreementKind),
        Index(
            "ix_paper_template_shipped",
            "shipped_key",
            "language",
            unique=True,
            sqlite_where=text("shipped_key <> ''"),
            postgresql_where=text("shipped_key <> ''"),
        ),
    )
