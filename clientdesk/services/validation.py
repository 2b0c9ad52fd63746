"""From plain values to validated fields, with every problem named by its field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from sqlmodel import SQLModel

from clientdesk.models.errors import InvalidInput, Problem

F = TypeVar("F", bound=BaseModel)


def validated(fields: type[F], values: dict[str, Any]) -> F:
    """Validate plain values.

    Raises:
        InvalidInput: with one problem for each entry that cannot be kept; unknown names are `unknown_field`.
    """
    problems = [Problem(name, "unknown_field") for name in values if name not in fields.model_fields]
    try:
        checked = fields.model_validate(values)
    except ValidationError as error:
        problems += problems_of(error)
        raise InvalidInput(problems) from error
    if problems:
        raise InvalidInput(problems)
    return checked


def problems_of(error: ValidationError) -> list[Problem]:
    """Each error of pydantic as a Problem; our own validators raise ``ValueError`` of "field:code" or "code"."""
    return [_problem(details) for details in error.errors()]


def changed(row: SQLModel, fields: type[BaseModel], changes: dict[str, Any]) -> BaseModel:
    """Validate `changes` laid over a row's present values.

    A zone that another computer knew, and this one doesn't, stays as it is: it refuses no other change.

    Raises:
        InvalidInput.
    """
    present = {name: getattr(row, name) for name in fields.model_fields}
    try:
        return validated(fields, present | changes)
    except InvalidInput as error:
        unknown = {problem.field for problem in error.problems if problem.code == "unknown_zone"}
        kept = {name: present[name] for name in unknown - changes.keys()}
        if not kept:
            raise
    checked = validated(fields, present | dict.fromkeys(kept, "UTC") | changes)
    return checked.model_copy(update=kept)


def apply(row: SQLModel, checked: BaseModel, names: Iterable[str] | None = None) -> None:
    """Write validated values onto a row."""
    for name in names if names is not None else type(checked).model_fields:
        value = getattr(checked, name)
        if getattr(row, name) != value:
            setattr(row, name, value)


_CODES = {
    "string_too_long": "too_long",
    "string_too_short": "blank",
    "too_long": "too_many",
    "missing": "missing",
    "greater_than_equal": "too_small",
    "greater_than": "too_small",
    "less_than_equal": "too_large",
    "less_than": "too_large",
    "date_from_datetime_parsing": "not_a_date",
    "date_parsing": "not_a_date",
    "date_type": "not_a_date",
    "datetime_parsing": "not_an_instant",
    "datetime_from_date_parsing": "not_an_instant",
    "int_parsing": "not_a_number",
    "int_type": "not_a_number",
    "int_from_float": "not_a_whole_number",
    "finite_number": "not_a_number",
    "enum": "not_a_choice",
    "literal_error": "not_a_choice",
    "bool_parsing": "not_yes_or_no",
    "extra_forbidden": "unknown_field",
}


def _problem(details: Any) -> Problem:
    path = ".".join(str(part) for part in details["loc"])
    facts = {key: value for key, value in (details.get("ctx") or {}).items() if key != "error"}
    if details["type"] == "value_error":
        message = str(details["ctx"]["error"])
        name, _, code = message.rpartition(":")
        joined = ".".join(part for part in (path, name) if part)
        return Problem(joined, code, facts)
    return Problem(path, _CODES.get(details["type"], "not_valid"), facts)
