"""What a document must keep besides the fields' own rules, so that nothing reaches the store half sound."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Integer
from sqlmodel import SQLModel

from clientdesk.models.enums import Kind, Layer, TouchKind
from clientdesk.models.errors import ImportRefused, InvalidInput, Problem
from clientdesk.models.recurrence import checked_rule
from clientdesk.models.rhythm_units import unit_problems
from clientdesk.services.practice import place_problems

DEEPEST = 64
TYPE_CODES = frozenset({"not_a_number", "not_yes_or_no", "not_valid"})


def refuse_unsound(document: dict[str, Any]) -> None:
    """Refuse what no field could hold: nesting without end, half characters.

    Raises:
        ImportRefused.
    """
    waiting: list[tuple[str, Any, int]] = [("", document, 0)]
    while waiting:
        path, value, depth = waiting.pop()
        if depth > DEEPEST:
            raise ImportRefused([Problem("", "too_deep")])
        if isinstance(value, str):
            _refuse_half_characters(path, value)
        elif isinstance(value, dict):
            for name, inner in value.items():
                _refuse_half_characters(path, name)
                waiting.append((f"{path}.{name}".lstrip("."), inner, depth + 1))
        elif isinstance(value, list):
            waiting += [(f"{path}.{number}", inner, depth + 1) for number, inner in enumerate(value)]


def _refuse_half_characters(path: str, text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ImportRefused([Problem(path, "not_valid")]) from error


def refuse_wrong_type(column: Column[Any], value: Any) -> None:
    """Refuse a value of another JSON type than the documentation names: no numbers in quotes, no true for 1.

    Raises:
        ValueError: with the problem's code.
    """
    if value is None:
        return
    if isinstance(column.type, JSON):
        if not isinstance(value, dict | list):
            raise ValueError("not_valid")
    elif isinstance(column.type, Boolean):
        if not isinstance(value, bool):
            raise ValueError("not_yes_or_no")
    elif isinstance(column.type, Integer):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError("not_a_number")
    elif not isinstance(value, str):
        raise ValueError("not_valid")


def row_problems(kind: Kind, row: Any) -> list[Problem]:
    """What is wrong with one record that its fields cannot know by themselves."""
    if kind is Kind.PRACTICE:
        return place_problems({"holiday_region": row.holiday_region, "locale": row.locale})
    if kind is Kind.RHYTHM:
        return _owner_problems(row) or unit_problems(row.kind, row.unit, row.layer, row.starts_on)
    if kind is Kind.BOUNDARY_POLICY:
        return _owner_problems(row)
    if kind is Kind.TOUCHPOINT:
        return _touch_problems(row)
    if kind is Kind.RECURRING_WORK:
        return _recurrence_problems(row)
    return []


def _touch_problems(row: Any) -> list[Problem]:
    """Only what is seen or heard together can be a review."""
    if row.is_review and row.kind not in (TouchKind.VIDEO, TouchKind.MEETING):
        return [Problem("is_review", "review_needs_meeting")]
    return []


def _recurrence_problems(row: Any) -> list[Problem]:
    """A rule must be one that its form would take: whole days, some day fits."""
    try:
        row.rule = checked_rule(row.rule, row.starts_on)
    except InvalidInput as error:
        return error.problems
    return []


def _owner_problems(row: Any) -> list[Problem]:
    """Default has no owner, tier a tier, client a client."""
    wanted = {Layer.DEFAULT: (False, False), Layer.TIER: (True, False), Layer.CLIENT: (False, True)}
    if (row.tier_id is not None, row.client_id is not None) != wanted[row.layer]:
        return [Problem("layer", "wrong_owner")]
    return []


def in_order_of_versions(papers: list[SQLModel]) -> list[SQLModel] | None:
    """Papers so that each comes after those it names (replaced, amended, governing); None for a circle."""
    by_id: dict[str, Any] = {paper.id: paper for paper in papers}  # type: ignore[attr-defined]
    sorter = TopologicalSorter(
        {key: [named for named in _named_papers(paper) if named in by_id] for key, paper in by_id.items()}
    )
    try:
        return [by_id[key] for key in sorter.static_order()]
    except CycleError:
        return None


def _named_papers(paper: Any) -> list[str]:
    named = (paper.supersedes_id, paper.amends_id, paper.governed_by_id)
    return [key for key in named if key is not None]
