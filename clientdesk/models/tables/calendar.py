"""A foreign calendar: read-only here. The text as last read is kept, so that it can be laid out again."""

from __future__ import annotations

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from clientdesk.models.enums import CalendarSource
from clientdesk.models.tables.base import (
    LINE_LENGTH,
    NAME_LENGTH,
    Day,
    Instant,
    Line,
    Name,
    Row,
    length,
    not_blank,
    one_of,
    stored_enum,
)

MOST_PLACE = 2_000


class CalendarFields(SQLModel):
    """`place`: the server's name, or the path of a watched file. A private address is a secret and stays in
    the keyring. `is_busy`: whether its events count against capacity."""

    name: Name = Field(max_length=NAME_LENGTH)
    source: CalendarSource = stored_enum(CalendarSource)
    place: Line = Field(default="", max_length=MOST_PLACE)
    is_on: bool = True
    is_busy: bool = True


class Calendar(CalendarFields, Row, table=True):
    """`content`: iCalendar text as last read. `etag`, `last_modified`: what the server calls that version.
    `read_at`: when it was last read well; `tried_at`: when last asked; `problem`: code of what went wrong then.
    `expanded_until`: occurrences are laid out up to that day."""

    __tablename__ = "calendar"
    __table_args__ = (
        not_blank("name"),
        length("name", NAME_LENGTH),
        length("place", MOST_PLACE),
        one_of("source", CalendarSource),
    )

    content: bytes | None = Field(default=None, sa_type=LargeBinary)
    etag: Line = Field(default="", max_length=LINE_LENGTH)
    last_modified: Line = Field(default="", max_length=LINE_LENGTH)
    read_at: Instant | None = None
    tried_at: Instant | None = None
    problem: Line = Field(default="", max_length=LINE_LENGTH)
    expanded_until: Day | None = None
