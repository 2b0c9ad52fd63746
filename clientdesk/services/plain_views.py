"""Frozen views as plain JSON values and back, by their own annotations: for views that cross to another process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

Reader = Callable[[Any], Any]

_AS_IT_IS = (str, int, bool, float)


def plain(value: Any) -> Any:
    """A view, or what stands in one, as lists, texts and numbers; a view is the list of its fields."""
    if value is None or type(value) in _AS_IT_IS:
        return value
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    view: Any = type(value)
    return [plain(getattr(value, name)) for name in _names(view)]


@lru_cache(maxsize=64)
def _names(view: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(view))


@lru_cache(maxsize=64)
def reader(kind: Any) -> Reader | None:
    """What turns a plain value into one of that annotation; None where it is one already.

    Raises:
        TypeError: the annotation has no plain form.
    """
    if kind in _AS_IT_IS:
        return None
    if get_origin(kind) in (Union, UnionType):
        return _optional(reader(next(part for part in get_args(kind) if part is not type(None))))
    if get_origin(kind) is tuple:
        return _many(reader(get_args(kind)[0]))
    if isinstance(kind, type) and issubclass(kind, datetime | date):
        return kind.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {word.value: word for word in kind}.__getitem__
    if is_dataclass(kind) and isinstance(kind, type):
        return _view(kind)
    raise TypeError(kind)


def _optional(read: Reader | None) -> Reader | None:
    return None if read is None else lambda value: None if value is None else read(value)


def _many(read: Reader | None) -> Reader:
    return tuple if read is None else lambda values: tuple([read(value) for value in values])


def _view(kind: type) -> Reader:
    hints = get_type_hints(kind)
    readers = [
        (place, read) for place, name in enumerate(_names(kind)) if (read := reader(hints[name])) is not None
    ]

    def read_view(values: list[Any]) -> Any:
        for place, read in readers:
            values[place] = read(values[place])
        return kind(*values)

    return read_view
