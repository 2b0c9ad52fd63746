"""A sentence kept for use in papers: one's own, or one's own edition of a shipped one."""

from __future__ import annotations

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from clientdesk.models.tables.base import NAME_LENGTH, TEXT_LENGTH, Name, Row, Text, length, not_blank


class ClauseFields(SQLModel):
    """`section`: path of the list or text of a document that it belongs into, such as ``not_included``.
    `shipped_key`: as of templates. `is_hidden`: a shipped clause that was put away."""

    section: Name = Field(max_length=64)
    title: Name = Field(max_length=NAME_LENGTH)
    body: Text = Field(default="", max_length=TEXT_LENGTH)
    language: str = Field(default="en", max_length=8)
    shipped_key: str = Field(default="", max_length=64)
    is_hidden: bool = False


class Clause(ClauseFields, Row, table=True):
    __tablename__ = "clause"
    __table_args__ = (
        not_blank("title"),
        length("title", NAME_LENGTH),
        length("body", TEXT_LENGTH),
        Index(
            "ix_clause_shipped",
            "shipped_key",
            "language",
            unique=True,
            sqlite_where=text("shipped_key <> ''"),
            postgresql_where=text("shipped_key <> ''"),
        ),
    )
