"""What the composer's sections are made of: plain fields, lists of lines, tables of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate

LINE, TEXT, DAY, NUMBER, AMOUNT, PERCENT, CHOICE, TIE, REF, FLAG, LINES = (
    "line",
    "text",
    "day",
    "number",
    "amount",
    "percent",
    "choice",
    "tie",
    "ref",
    "flag",
    "lines",
)

_EMPTY: dict[str, Any] = {DAY: None, NUMBER: None, AMOUNT: None, PERCENT: None, FLAG: False}


@dataclass(frozen=True)
class FieldSpec:
    """One field of the document (or of a row of it).

    Attributes:
        path: dotted path in the document; relative to the row inside a table.
        kind: line, text, day, number, amount, percent, choice, tie (what a payment hangs on), ref (what is
            changed on the amended paper), flag (yes or no) or lines (a list of texts).
        is_short: shares its line with the short field after it.
        is_needed: counts for the section's completeness.
        when: a path and its values; the field is shown while one of them holds, or while it says something.
    """

    path: str
    title: str
    kind: str = LINE
    hint: str = ""
    choices: tuple[tuple[Any, str], ...] = ()
    is_short: bool = False
    is_needed: bool = False
    when: tuple[str, tuple[str, ...]] | None = None

    def empty(self) -> Any:
        """What the field holds in a new row."""
        if self.kind == CHOICE and self.choices:
            return self.choices[0][0]
        return [] if self.kind == LINES else _EMPTY.get(self.kind, "")

    def is_wanted(self, document: Mapping[str, Any]) -> bool:
        """Whether the field has a place on the page as the document stands."""
        if self.when is None or value_at(document, self.when[0]) in self.when[1]:
            return True
        return value_at(document, self.path) not in (None, "", 0, False, [])


@dataclass(frozen=True)
class LinesSpec:
    """A list of texts, edited as lines."""

    path: str
    title: str
    hint: str = ""
    is_needed: bool = False


@dataclass(frozen=True)
class RowsSpec:
    """A table of rows with the same fields.

    Attributes:
        letter: of the printed reference (D1, M2); empty for rows without one.
        shown: paths of the fields that are columns of the table, the first one takes the room.
        kept: the second column where there is room for two only; the last one if not said.
        blank: the values of a new row besides empty text.
        is_keyed: rows have a stable key that others refer to.
        refs: letters of what a row's reference can name.
    """

    path: str
    title: str
    fields: tuple[FieldSpec, ...]
    shown: tuple[str, ...]
    add_text: str
    letter: str = ""
    hint: str = ""
    blank: Mapping[str, Any] = field(default_factory=dict)
    is_keyed: bool = False
    is_needed: bool = False
    kept: str = ""
    refs: str = ""

    def blank_row(self) -> dict[str, Any]:
        """A new row, without its key."""
        return {each.path: each.empty() for each in self.fields} | dict(self.blank)

    def empty_of(self, name: str) -> Any:
        """What one field of a new row holds."""
        return self.blank_row().get(name)


@dataclass(frozen=True)
class Heading:
    """Words between the fields."""

    title: str
    text: str = ""


@dataclass(frozen=True)
class Computed:
    """A place where something computed is shown: ``fees``, ``change``, ``amended`` or ``amended_terms``."""

    key: str


Part = FieldSpec | LinesSpec | RowsSpec | Heading | Computed


@dataclass(frozen=True)
class SectionSpec:
    """One entry of the rail and its page; `short` is its name in the rail where the title is long."""

    key: str
    title: str
    intro: str
    parts: tuple[Part, ...]
    short: str = ""

    def fields(self) -> Iterator[FieldSpec | LinesSpec | RowsSpec]:
        """What can be edited here."""
        for part in self.parts:
            if isinstance(part, FieldSpec | LinesSpec | RowsSpec):
                yield part

    def part_of(self, path: str) -> FieldSpec | LinesSpec | RowsSpec | None:
        """The part that a dotted path of a problem belongs to."""
        return next(
            (part for part in self.fields() if path == part.path or path.startswith(f"{part.path}.")), None
        )


Sections = Sequence[SectionSpec]


def value_at(document: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path; None where there is none."""
    found: Any = document
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def put(document: dict[str, Any], path: str, value: Any) -> None:
    """Set the value at a dotted path."""
    *above, last = path.split(".")
    target = document
    for key in above:
        target = target.setdefault(key, {})
    target[last] = value


def completeness(section: SectionSpec, document: Mapping[str, Any]) -> float:
    """How much of what a section needs is there, 0 to 1."""
    needed = [part for part in section.fields() if part.is_needed]
    if not needed:
        return 1.0 if any(_is_filled(value_at(document, part.path)) for part in section.fields()) else 0.0
    return sum(_is_filled(value_at(document, part.path)) for part in needed) / len(needed)


def empty_fields(section: SectionSpec, document: Mapping[str, Any]) -> list[FieldSpec | LinesSpec | RowsSpec]:
    """What a section needs and does not say yet."""
    return [
        part for part in section.fields() if part.is_needed and not _is_filled(value_at(document, part.path))
    ]


def sample_words(section: SectionSpec, document: Mapping[str, Any]) -> list[str]:
    """A few of the section's own words, by which its page can be found."""
    found: list[str] = []
    for part in section.fields():
        value = value_at(document, part.path)
        if isinstance(part, LinesSpec):
            found += [str(each) for each in (value or [])[:2]]
        elif isinstance(part, RowsSpec):
            paths = [each.path for each in part.fields if each.kind in (LINE, TEXT)]
            for row in (value or [])[:2]:
                found += [str(row.get(path) or "") for path in paths[:2]]
        elif part.kind in (LINE, TEXT):
            found.append(str(value or ""))
    return [" ".join(words.split())[:48] for words in found if len(words) > 11]


def _is_filled(value: Any) -> bool:
    return value not in (None, "", [], {})
