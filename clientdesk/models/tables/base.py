"""What every table shares: naming convention, column types, checks and field types for validated input."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from sqlalchemy import CheckConstraint, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from clientdesk.models.ids import new_id
from clientdesk.models.money import is_currency
from clientdesk.models.text import clean_line, clean_text
from clientdesk.models.zones import is_known_zone

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

NAME_LENGTH = 200
LINE_LENGTH = 500
TEXT_LENGTH = 20_000
MOST_MINOR = 10**15
EARLIEST = date(1900, 1, 1)
LATEST = date(2200, 12, 31)


class StoredEnum(TypeDecorator[StrEnum]):
    """A closed vocabulary stored as its value, portable between engines."""

    impl = String(32)
    cache_ok = True

    def __init__(self, vocabulary: type[StrEnum]) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else self.vocabulary(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002
        return None if value is None else self.vocabulary(value)


def stored_enum(vocabulary: type[StrEnum], **kwargs: Any) -> Any:
    """Field of a closed vocabulary (see `StoredEnum`)."""
    return Field(sa_type=StoredEnum(vocabulary), **kwargs)


def _sane_date(value: date) -> date:
    day = value.date() if isinstance(value, datetime) else value
    if not EARLIEST <= day <= LATEST:
        raise ValueError("out_of_range")
    return value


def _with_offset(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("not_an_instant")
    return value


def _known_zone(value: str) -> str:
    if not is_known_zone(value):
        raise ValueError("unknown_zone")
    return value


def _known_currency(value: str) -> str:
    if not is_currency(value):
        raise ValueError("unknown_currency")
    return value


def _not_blank(value: str) -> str:
    if not value:
        raise ValueError("blank")
    return value


def _line(value: object) -> object:
    return clean_line(value) if isinstance(value, str) else value


def _text(value: object) -> object:
    return clean_text(value) if isinstance(value, str) else value


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


Name = Annotated[str, BeforeValidator(_line), AfterValidator(_not_blank)]
Line = Annotated[str, BeforeValidator(_line)]
Text = Annotated[str, BeforeValidator(_text)]
Day = Annotated[date, AfterValidator(_sane_date)]
Instant = Annotated[datetime, AfterValidator(_sane_date), AfterValidator(_with_offset)]
ZoneName = Annotated[str, AfterValidator(_known_zone)]
OptionalZone = Annotated[ZoneName | None, BeforeValidator(_empty_is_none)]
CurrencyCode = Annotated[str, AfterValidator(_known_currency)]


class Row(SQLModel):
    """Mixin of every table: its id and when the row was made (UTC)."""

    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    created_at: Instant


def length(column: str, most: int) -> CheckConstraint:
    """A length bound that the engine keeps (SQLite ignores VARCHAR lengths)."""
    return CheckConstraint(f"length({column}) <= {most}", name=f"{column}_length")


def not_blank(column: str) -> CheckConstraint:
    return CheckConstraint(f"length({column}) > 0", name=f"{column}_not_blank")


def between(column: str, low: int, high: int) -> CheckConstraint:
    return CheckConstraint(f"{column} >= {low} AND {column} <= {high}", name=f"{column}_range")


def one_of(column: str, vocabulary: type[StrEnum]) -> CheckConstraint:
    words = ", ".join(f"'{word.value}'" for word in vocabulary)
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_word")


def in_order(first: str, last: str) -> CheckConstraint:
    return CheckConstraint(f"{last} IS NULL OR {first} IS NULL OR {last} >= {first}", name=f"{last}_order")
