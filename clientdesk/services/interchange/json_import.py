"""A JSON document into the workspace: all or nothing, every problem named by its path."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import UniqueConstraint
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from clientdesk.models.boundary_rules import BoundaryRules
from clientdesk.models.enums import Kind, Layer, PaperOrigin
from clientdesk.models.errors import FileUnreadable, ImportRefused, InvalidInput, Problem
from clientdesk.models.ids import is_id, new_id
from clientdesk.services.interchange.json_papers import PAPER_RULES
from clientdesk.services.interchange.json_rules import (
    TYPE_CODES,
    in_order_of_versions,
    refuse_unsound,
    refuse_wrong_type,
    row_problems,
)
from clientdesk.services.interchange.shape import (
    FORMAT,
    FORMAT_VERSION,
    HEADER,
    LISTS,
    columns,
    from_json,
    table_of,
)
from clientdesk.services.logo import logo_png
from clientdesk.services.validation import problems_of, validated
from clientdesk.store.first_reads import Fetch, fetch_of
from clientdesk.store.unit_of_work import Store

MOST_BYTES = 512 * 1024 * 1024
UNDOABLE_ROWS = 20_000
_SHOWN_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a record gets where the document is silent."""

    now: datetime
    today: date
    zone: str
    currency: str


@dataclass(slots=True)
class Plan:
    """What an import would store: rows by kind, in an order that respects references."""

    rows: dict[Kind, list[SQLModel]] = field(default_factory=dict)

    def count(self, kind: Kind) -> int:
        return len(self.rows.get(kind, []))

    @property
    def total(self) -> int:
        return sum(len(rows) for rows in self.rows.values())


def read_document(path: Path) -> dict[str, Any]:
    """Parse a file.

    Raises:
        FileUnreadable: it can't be opened or is too large.
        ImportRefused: it is cut, too deep, not UTF-8, holds NaN or infinity, or isn't a document.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileUnreadable(path, "larger than 512 MB")
        data = path.read_bytes()
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_not_finite, parse_float=_finite_float)
    except UnicodeDecodeError as error:
        raise _refused("", "not_text", encoding="UTF-8") from error
    except RecursionError as error:
        raise _refused("", "too_deep") from error
    except json.JSONDecodeError as error:
        raise _refused("", "cut_off", detail=f"line {error.lineno}") from error
    except ValueError as error:
        raise _refused("", "not_finite") from error
    if not isinstance(document, dict):
        raise _refused("", "not_a_record")
    refuse_unsound(document)
    return document


def plan_import(document: dict[str, Any], store: Store, defaults: Defaults) -> Plan:
    """Validate a document against itself and the store; nothing is written.

    Raises:
        ImportRefused: with every problem (the first 200).
    """
    checker = _Checker(store, defaults)
    checker.header(document)
    for name, kind in LISTS.items():
        checker.list(name, kind, document.get(name, []))
    checker.references()
    checker.across()
    if checker.problems:
        raise ImportRefused(checker.problems[:_SHOWN_PROBLEMS])
    return checker.plan


def store_plan(plan: Plan, store: Store, label: str = "Import") -> None:
    """Write a plan in one transaction; one undo takes it back (up to 20,000 records).

    Raises:
        ImportRefused: records contradict each other in a way that only the store's own rules tell.
    """
    with store.writing(label, undoable=plan.total <= UNDOABLE_ROWS) as session:
        for name, kind in LISTS.items():
            session.add_all(plan.rows.get(kind, []))
            try:
                session.flush()
            except IntegrityError as error:
                raise _refused(name, "contradiction") from error


def _refused(path: str, code: str, **facts: object) -> ImportRefused:
    return ImportRefused([Problem(path, code, facts)])


def _not_finite(word: str) -> Any:
    raise ValueError(word)


def _finite_float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(digits)
    return value


class _Checker:
    """Collects rows and problems of one document."""

    def __init__(self, store: Store, defaults: Defaults) -> None:
        self._defaults = defaults
        self._stored: dict[Kind, set[str]] = {}
        with store.reading() as session:
            fetch = fetch_of(session)
            for kind in Kind:
                self._stored[kind] = {row[0] for row in fetch(f"SELECT id FROM {kind.value}", ())}  # noqa: S608
            self._unique = {kind: _taken(kind, fetch) for kind in Kind}
            chosen = fetch("SELECT id FROM tier WHERE is_default ORDER BY position, id LIMIT 1", ())
        self._default_tier: str | None = chosen[0][0] if chosen else None
        self._without_tier: list[Any] = []
        self._seen: dict[Kind, set[str]] = {kind: set() for kind in Kind}
        self._pointers: list[tuple[str, Kind, str]] = []
        self._parts_of_papers: list[tuple[str, str]] = []
        self.plan = Plan()
        self.problems: list[Problem] = []

    def header(self, document: dict[str, Any]) -> None:
        for name in document:
            if name not in LISTS and name not in HEADER:
                self._problem(str(name), "unknown_field")
        if (
            document.get("format", FORMAT) != FORMAT
            or document.get("version", FORMAT_VERSION) != FORMAT_VERSION
        ):
            self._problem("version", "unknown_format")

    def list(self, name: str, kind: Kind, records: Any) -> None:
        if not isinstance(records, list):
            self._problem(name, "not_a_list")
            return
        if kind is Kind.PRACTICE and records and (self._stored[kind] or len(records) > 1):
            self._problem(name, "one_practice")
        for number, record in enumerate(records):
            self._record(f"{name}.{number}", kind, record)

    def references(self) -> None:
        for path, kind, target in self._pointers:
            if target not in self._seen[kind] and target not in self._stored[kind]:
                self._problem(path, "no_such_reference")
        for path, paper in self._parts_of_papers:
            if paper in self._stored[Kind.AGREEMENT]:
                self._problem(path, "only_with_its_paper")

    def across(self) -> None:
        """What holds between records: papers after the ones they supersede, one default tier."""
        papers = self.plan.rows.get(Kind.AGREEMENT)
        if papers:
            ordered = in_order_of_versions(papers)
            if ordered is None:
                self._problem("agreements", "contradiction")
            else:
                self.plan.rows[Kind.AGREEMENT] = ordered
        default = self._default_tier
        for row in self.plan.rows.get(Kind.TIER, []):
            tier: Any = row
            if tier.is_default and default is not None:
                tier.is_default = False
            elif tier.is_default:
                default = tier.id
        for client in self._without_tier:
            client.tier_id = default

    def _record(self, path: str, kind: Kind, record: Any) -> None:
        if not isinstance(record, dict):
            self._problem(path, "not_a_record")
            return
        wanted = {column.name: column for column in columns(kind)}
        values: dict[str, Any] = {}
        sound = True
        for name, value in record.items():
            if name not in wanted:
                self._problem(f"{path}.{name}", "unknown_field")
                sound = False
                continue
            try:
                refuse_wrong_type(wanted[name], value)
                values[name] = from_json(kind, wanted[name], value)
            except ValueError as error:
                code = str(error) if str(error) in TYPE_CODES else "not_valid"
                self._problem(f"{path}.{name}", code)
                sound = False
        if not self._identity(path, kind, values) or not sound:
            return
        self._fill(kind, values)
        row = self._row(path, kind, values)
        if row is not None:
            self._pointers += [
                (f"{path}.{column.name}", _target(column), values[column.name])
                for column in wanted.values()
                if column.foreign_keys and values.get(column.name) is not None
            ]
            if kind in (Kind.PAPER_FILE, Kind.SIGNING_EVENT):
                self._parts_of_papers.append((f"{path}.agreement_id", values["agreement_id"]))
            self.plan.rows.setdefault(kind, []).append(row)
            if kind is Kind.CLIENT and "tier_id" not in record:
                self._without_tier.append(row)

    def _identity(self, path: str, kind: Kind, values: dict[str, Any]) -> bool:
        record_id = values.setdefault("id", new_id())
        if not isinstance(record_id, str) or not is_id(record_id):
            self._problem(f"{path}.id", "id_malformed")
            return False
        if record_id in self._stored[kind] or record_id in self._seen[kind]:
            self._problem(f"{path}.id", "id_taken")
            return False
        self._seen[kind].add(record_id)
        return True

    def _fill(self, kind: Kind, values: dict[str, Any]) -> None:
        values.setdefault("created_at", self._defaults.now)
        for name, value in DEFAULTS.get(kind, {}).items():
            values.setdefault(name, value(self._defaults, values))

    def _row(self, path: str, kind: Kind, values: dict[str, Any]) -> SQLModel | None:
        try:
            row = table_of(kind).model_validate(values)
        except ValidationError as error:
            for problem in problems_of(error):
                self._problem(
                    f"{path}.{problem.field}" if problem.field else path, problem.code, problem.facts
                )
            return None
        return row if self._is_sound(path, kind, row) else None

    def _is_sound(self, path: str, kind: Kind, row: Any) -> bool:
        if kind is Kind.BOUNDARY_POLICY:
            try:
                validated(BoundaryRules, row.rules)
            except InvalidInput as error:
                for problem in error.problems:
                    self._problem(f"{path}.rules.{problem.field}", problem.code, problem.facts)
                return False
        if kind is Kind.PRACTICE and row.logo_png is not None:
            try:
                logo_png(row.logo_png)
            except InvalidInput as error:
                self._problem(f"{path}.logo_png", error.problems[0].code, error.problems[0].facts)
                return False
        if kind in PAPER_RULES:
            problems = list(PAPER_RULES[kind](row))
            for problem in problems:
                self._problem(
                    f"{path}.{problem.field}" if problem.field else path, problem.code, problem.facts
                )
            if problems:
                return False
        problems = row_problems(kind, row)
        for problem in problems:
            self._problem(f"{path}.{problem.field}", problem.code, problem.facts)
        return not problems and self._is_unique(path, kind, row)

    def _is_unique(self, path: str, kind: Kind, row: Any) -> bool:
        """Whether no other record, here or in the file, has what only one may have."""
        if kind is Kind.AGREEMENT and row.origin is PaperOrigin.EXTERNAL:
            return True
        for names, taken in self._unique.get(kind, {}).items():
            values = tuple(_plain(getattr(row, name)) for name in names)
            if None in values or "" in values:
                continue
            if values in taken:
                self._problem(f"{path}.{names[0]}", "taken")
                return False
            taken.add(values)
        return True

    def _problem(self, path: str, code: str, facts: dict[str, object] | None = None) -> None:
        self.problems.append(Problem(path, code, facts or {}))


def _taken(kind: Kind, fetch: Fetch) -> dict[tuple[str, ...], set[tuple[Any, ...]]]:
    """By the columns of each unique constraint or index, what is stored in them."""
    found = {}
    table = table_of(kind).__table__  # type: ignore[attr-defined]
    kept = [constraint for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
    for unique in [*kept, *(index for index in table.indexes if index.unique)]:
        names = tuple(column.name for column in unique.columns)
        own = " WHERE origin = 'own'" if kind is Kind.AGREEMENT else ""
        rows = fetch(f"SELECT {', '.join(names)} FROM {kind.value}{own}", ())  # noqa: S608
        found[names] = {tuple(row) for row in rows}
    return found


def _plain(value: Any) -> Any:
    """A value as the driver gives it back."""
    return value.isoformat() if isinstance(value, date) else value


def _target(column: Any) -> Kind:
    return Kind(next(iter(column.foreign_keys)).column.table.name)


_Maker = Callable[[Defaults, dict[str, Any]], Any]


def _layer(_: Defaults, values: dict[str, Any]) -> Layer:
    if values.get("client_id") is not None:
        return Layer.CLIENT
    return Layer.TIER if values.get("tier_id") is not None else Layer.DEFAULT


DEFAULTS: dict[Kind, dict[str, _Maker]] = {
    Kind.PRACTICE: {
        "zone": lambda defaults, _: defaults.zone,
        "currency": lambda defaults, _: defaults.currency,
    },
    Kind.CLIENT: {"added_on": lambda defaults, _: defaults.today},
    Kind.ENGAGEMENT: {
        "starts_on": lambda defaults, _: defaults.today,
        "currency": lambda defaults, _: defaults.currency,
    },
    Kind.BLOCK: {"zone": lambda defaults, _: defaults.zone},
    Kind.TIME_ENTRY: {"zone": lambda defaults, _: defaults.zone},
    Kind.TOUCHPOINT: {
        "zone": lambda defaults, _: defaults.zone,
        "at": lambda defaults, _: defaults.now,
    },
    Kind.RHYTHM: {
        "layer": _layer,
        "starts_on": lambda defaults, values: defaults.today if values.get("client_id") is not None else None,
    },
    Kind.BOUNDARY_POLICY: {"layer": _layer, "in_force_from": lambda defaults, _: defaults.today},
    Kind.TIME_OFF: {
        "entered_on": lambda defaults, _: defaults.today,
        "ends_on": lambda _, values: values.get("starts_on"),
    },
    Kind.AGREEMENT: {"title": lambda _defaults, _values: "Statement of Work"},
}
