"""Field types of agreement documents: bounded, cleaned text; exact decimals; sane dates and zones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StringConstraints,
)

from clientdesk.models.money import is_currency
from clientdesk.models.text import clean_line, clean_text
from clientdesk.models.zones import is_known_zone

LINE_LENGTH = 300
TEXT_LENGTH = 20_000
CLEANED_LENGTH = 100_000
"""A longer text is refused as it is; cleaning it would only take time."""
ROW_LIMIT = 500
MOST_AMOUNT = Decimal(10) ** 12
EARLIEST = date(1900, 1, 1)
LATEST = date(2200, 12, 31)
_DISGUISES = {*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0x061C, 0xFEFF, 0x00AD}


class Section(BaseModel):
    """Base of every part of a document: unknown keys are refused, assignment is checked."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True, ser_json_inf_nan="strings")


def _line(value: Any) -> Any:
    return clean_line(value) if isinstance(value, str) and len(value) <= CLEANED_LENGTH else value


def _text(value: Any) -> Any:
    is_cleaned = isinstance(value, str) and len(value) <= CLEANED_LENGTH
    return clean_text(value).replace("\t", " ") if is_cleaned else value


def _undisguised(value: Any) -> Any:
    if (
        isinstance(value, str)
        and not value.isascii()
        and any(ord(char) in _DISGUISES for char in value[:CLEANED_LENGTH])
    ):
        raise ValueError("hidden_characters")
    return value


def exact(value: Any) -> Any:
    """An exact decimal from text or a number; floats are refused, blank text is none."""
    if isinstance(value, bool | float):
        raise ValueError("not_exact")
    if isinstance(value, str):
        _undisguised(value)
        if value.strip() == "":
            return None
        try:
            return Decimal(value.strip())
        except InvalidOperation as error:
            raise ValueError("not_a_number") from error
    return value


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError("not_a_number")
    if value < 0:
        raise ValueError("negative")
    if value > MOST_AMOUNT:
        raise ValueError("amount_too_large")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -6:
        raise ValueError("too_many_decimals")
    return value


def plain(value: Decimal) -> str:
    """A decimal as plain digits, never in powers of ten."""
    return format(value, "f")


def _known_currency(value: str) -> str:
    if not is_currency(value):
        raise ValueError("unknown_currency")
    return value


def _known_zone(value: str) -> str:
    if value and not is_known_zone(value):
        raise ValueError("unknown_zone")
    return value


def _sane_date(value: date) -> date:
    if not EARLIEST <= value <= LATEST:
        raise ValueError("out_of_range")
    return value


def _empty_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Line = Annotated[str, StringConstraints(max_length=LINE_LENGTH), BeforeValidator(_line)]
Name = Annotated[
    str, StringConstraints(max_length=LINE_LENGTH), BeforeValidator(_line), BeforeValidator(_undisguised)
]
Text = Annotated[str, StringConstraints(max_length=TEXT_LENGTH), BeforeValidator(_text)]
Amount = Annotated[
    Decimal,
    BeforeValidator(exact),
    AfterValidator(_finite),
    PlainSerializer(plain, return_type=str, when_used="json"),
]
OptionalAmount = Annotated[Amount | None, BeforeValidator(exact)]
Day = Annotated[date, AfterValidator(_sane_date)]
OptionalDay = Annotated[Day | None, BeforeValidator(_empty_is_none)]
Currency = Annotated[str, AfterValidator(_known_currency)]
Zone = Annotated[str, AfterValidator(_known_zone)]
