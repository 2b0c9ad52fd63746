"""Dates of a template: kept as working days from the start (`due_in = 15`), so that it fits any paper.

Pure rules. `undated` makes a template of a paper's plain JSON, `dated` a paper's plain JSON of a template;
`filled` puts names into its sentences and drops those that name nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

WorkingDay = Callable[[date], bool]

OFFSET_LIMIT = 2_600
"""Working days, ten years: further away nothing is offered."""

_NOT_KEPT = {
    "committed_on",
    "open_until",
    "starts_on",
    "dated_on",
    "consultant",
    "client",
    "exhibit",
    "governed_by",
    "project_title",
    "return_to",
    "schema_version",
}
_MONEY = {"currency", "lines", "discount", "cap", "expenses_cap", "hours_included", "over_rate", "tax_rate"}
_MONEY |= {"tax_name", "tax_note", "due_days", "rate", "amount", "price"}
_DATES = {"by", "planned_on", "due_on", "ends_on", "kickoff_on", "closing_on", "requested_on"}
_FIELD = re.compile(r"\{(\w+)\}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def after(start: date, days: int, is_working_day: WorkingDay) -> date:
    """The working day so many working days after a start, or before it when negative; the start itself, or
    the first working day after it, for 0."""
    step = timedelta(days=1 if days >= 0 else -1)
    day, tried = start, 0
    while not is_working_day(day) and tried < 400 and days >= 0:
        day, tried = day + step, tried + 1
    left, tried = abs(days), 0
    while left and tried < OFFSET_LIMIT * 3:
        day, tried = day + step, tried + 1
        left -= is_working_day(day)
    return day


def between(start: date, day: date, is_working_day: WorkingDay) -> int:
    """How many working days a day lies after a start; negative before it."""
    if day < start:
        return -between(day, start, is_working_day)
    count, at = 0, start
    while at < day and count < OFFSET_LIMIT:
        at += timedelta(days=1)
        count += is_working_day(at)
    return count


def dated(
    template: Mapping[str, Any], start: date, end: date | None, is_working_day: WorkingDay
) -> dict[str, Any]:
    """The document of a template with its dates counted from a start.

    A template longer than the period is drawn together, so that nothing, its buffer included, falls behind
    the end.
    """
    longest = max((reach for reach in _reaches(template)), default=0)
    room = None if end is None else between(start, end, is_working_day)
    share = 1.0 if room is None or longest <= max(room, 0) else max(room, 0) / longest

    def day(offset: int, buffer: int) -> str:
        moved = offset if offset < 0 else int(offset * share)
        if room is not None and moved > 0:
            moved = max(0, min(moved, room - buffer))
        return after(start, moved, is_working_day).isoformat()

    made: dict[str, Any] = _dated(template, day)
    if end is not None:
        made["ends_on"] = end.isoformat()
    return made


def _dated(value: Any, day: Callable[[int, int], str]) -> Any:
    if isinstance(value, Mapping):
        buffer = int(value.get("buffer_days") or 0)
        made = {}
        for key, inner in value.items():
            if key.endswith("_in") and type(inner) is int:
                made[_date_name(key)] = day(inner, buffer)
            else:
                made[key] = _dated(inner, day)
        return made
    if isinstance(value, list):
        return [_dated(inner, day) for inner in value]
    return value


def _date_name(key: str) -> str:
    return "by" if key == "by_in" else f"{key.removesuffix('_in')}_on"


def _reaches(value: Any) -> Iterator[int]:
    if isinstance(value, Mapping):
        buffer = int(value.get("buffer_days") or 0)
        for key, inner in value.items():
            if key.endswith("_in") and type(inner) is int:
                yield inner + buffer
            else:
                yield from _reaches(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _reaches(inner)


def undated(document: Mapping[str, Any], is_working_day: WorkingDay) -> dict[str, Any]:
    """A template of a paper: without parties, prices, keys and Exhibit A, dates as working days from its start."""
    begins = document.get("starts_on") or document.get("dated_on")
    start = date.fromisoformat(begins) if begins else None
    made: dict[str, Any] = _undated(document, start, is_working_day)
    made.pop("language", None)
    refs = _references(document)
    for row in made.get("fees", {}).get("payments", []):
        row["tied_to"] = refs.get(row.get("tied_to", ""), row.get("tied_to", ""))
    return made


def _undated(value: Any, start: date | None, is_working_day: WorkingDay) -> Any:
    if isinstance(value, list):
        return [_undated(inner, start, is_working_day) for inner in value]
    if not isinstance(value, Mapping):
        return value
    made = {}
    for key, inner in value.items():
        if key in _NOT_KEPT or key in _MONEY or key == "key":
            continue
        if key in _DATES:
            if inner and start is not None:
                offset = between(start, date.fromisoformat(inner), is_working_day)
                made["by_in" if key == "by" else f"{key.removesuffix('_on')}_in"] = offset
            continue
        made[key] = _undated(inner, start, is_working_day)
    return made


def _references(document: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for letter, name in (("D", "deliverables"), ("M", "milestones")):
        for place, row in enumerate(document.get(name) or (), start=1):
            if row.get("key"):
                found[row["key"]] = f"{letter}{place}"
    return found


def filled(value: Any, fields: Mapping[str, str]) -> Any:
    """Put names in place of ``{decider}`` and the like; a sentence whose name is unknown is left out.

    Braces that name no field stay as written.
    """
    if isinstance(value, Mapping):
        return {key: filled(inner, fields) for key, inner in value.items()}
    if isinstance(value, list):
        made = [(inner, filled(inner, fields)) for inner in value]
        return [after_ for before, after_ in made if after_ != "" or before == ""]
    if isinstance(value, str) and "{" in value:
        return "\n".join(_filled_line(line, fields) for line in value.split("\n"))
    return value


def _filled_line(line: str, fields: Mapping[str, str]) -> str:
    kept = [
        _FIELD.sub(lambda match: fields.get(match.group(1), match.group(0)), sentence)
        for sentence in _SENTENCE.split(line)
        if all(fields.get(name, "?") for name in _FIELD.findall(sentence))
    ]
    return " ".join(kept)
