"""A person at a client, with the roles they play."""

from __future__ import annotations

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from clientdesk.models.enums import ContactRole
from clientdesk.models.tables.base import NAME_LENGTH, TEXT_LENGTH, Line, Name, Row, Text, length, not_blank


class ContactFields(SQLModel):
    name: Name = Field(max_length=NAME_LENGTH)
    title: Line = Field(default="", max_length=NAME_LENGTH)
    email: Line = Field(default="", max_length=NAME_LENGTH)
    phone: Line = Field(default="", max_length=NAME_LENGTH)
    roles: list[ContactRole] = Field(default_factory=list, sa_type=JSON)
    notes: Text = Field(default="", max_length=TEXT_LENGTH)
    position: int = Field(default=0, ge=0, le=10_000)


class Contact(ContactFields, Row, table=True):
    __tablename__ = "contact"
    __table_args__ = (not_blank("name"), length("name", NAME_LENGTH), length("notes", TEXT_LENGTH))

    client_id: str = Field(foreign_key="client.id", max_length=36, index=True)
