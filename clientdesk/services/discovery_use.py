"""From answers of the discovery session to rows of a first draft. Pure; what was not said stays empty.

Which answers reach a paper: *why now* becomes the purpose, *success* the objectives, *which dates are fixed*
milestones with their reason, *who decides* the decision maker where the record names none, *what this includes*
the included list. Worries, hard projects of the past, how closely they want to be involved and what they were
told already stay with the consultant: they are about the people, and a paper is signed by both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from textwrap import shorten

from clientdesk.models.agreement_document import MilestoneRow, Objective
from clientdesk.models.agreement_fields import EARLIEST, LATEST, LINE_LENGTH
from clientdesk.models.text import clean_line, fold

MOST_ROWS = 40
_BULLET = re.compile(r"^\s*(?:[-*•–·]|\d{1,2}[.)])\s+")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_DOTS = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|er)?\.?\s+(?:de\s+)?([^\W\d_]{3,})\.?(?:,?\s+(?:de[l]?\s+)?(\d{4}))?"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?\b")
_REASON = re.compile(
    r"\s+(?:because|since|weil|da|parce que|car|porque|ya que)\s+|\s+[–—-]\s+|;\s*", re.IGNORECASE
)
_FROM_TO = re.compile(
    r"\s*\b(?:from|von|de|desde)\s+(\S[^;]{0,60}?)\s+(?:to|auf|à|a|hasta)\s+(\S[^;,]{0,60})", re.IGNORECASE
)
_ARROW = re.compile(r"\s*(\S+(?:\s\S+)?)\s*(?:→|->)\s*([^;,]{1,60})")
_MEASURED = re.compile(
    r"^(?:measured|counted|gemessen|mesuré|medido)\w*\s*(?:by|in|with|an|durch|par|por|con)?\s*:?\s*",
    re.IGNORECASE,
)
_BY = re.compile(r"\s*\b(?:by|bis|avant|antes del?|hasta)?(?:\s+(?:the|zum|le|el))?\s*$", re.IGNORECASE)
_EDGE = " ,;:.–—-"


def lines(answer: str) -> list[str]:
    """The points of an answer, one a line, without bullets."""
    found = (clean_line(_BULLET.sub("", line)) for line in answer.split("\n"))
    return [line for line in found if line][:MOST_ROWS]


def objectives(answer: str, today: date) -> list[Objective]:
    """One objective a line: "Late orders from 6 % to 2 %; measured by the weekly report; by 26 Feb 2027"."""
    return [_objective(line, today) for line in lines(answer)]


def _objective(line: str, today: date) -> Objective:
    found = find_date(line, today)
    by = None
    if found is not None:
        by, start, end = found
        line = _BY.sub("", line[:start]) + line[end:]
    parts = [part.strip(_EDGE) for part in line.split(";")]
    goal, baseline, target, measured = parts[0], "", "", ""
    change = _FROM_TO.search(goal) or _ARROW.search(goal)
    if change is not None and any(char.isdigit() for char in change.group(0)):
        baseline, target = change.group(1).strip(_EDGE), change.group(2).strip(_EDGE)
        goal = (goal[: change.start()] + goal[change.end() :]).strip(_EDGE) or goal
    for part in parts[1:]:
        if _MEASURED.match(part):
            measured = _MEASURED.sub("", part)
        elif part and not target:
            target = part
        elif part:
            measured = f"{measured}; {part}".strip(_EDGE)
    return Objective(
        goal=_short(goal), baseline=_short(baseline), target=_short(target), measured_by=measured, by=by
    )


def fixed_dates(answer: str, today: date) -> list[MilestoneRow]:
    """One milestone a line: "12 March 2027 the board meets, because the budget closes then"."""
    rows = []
    for line in lines(answer):
        found = find_date(line, today)
        planned = None
        if found is not None:
            planned, start, end = found
            line = f"{line[:start].strip(_EDGE)} {line[end:].strip(_EDGE)}"
        title, *reason = _REASON.split(line.strip(_EDGE), maxsplit=1)
        rows.append(
            MilestoneRow(
                title=_short(title.strip(_EDGE)),
                planned_on=planned,
                reason=_capital(reason[0].strip(_EDGE)) if reason else "",
            )
        )
    return rows


def named(answer: str, names: Sequence[str]) -> list[str]:
    """Which of the names an answer mentions, in its order; a short answer that names none of them is a name."""
    text = fold(answer)
    places = {name: _place(text, name) for name in names if name}
    found = sorted((name for name in places if places[name] >= 0), key=places.__getitem__)
    if found:
        return found
    first = lines(answer)[:1]
    is_name = bool(first) and len(first[0]) <= 60 and not re.search(r"[.;:?!]", first[0])
    return first if is_name and len(first[0].split()) <= 4 else []


def _place(text: str, name: str) -> int:
    whole = text.find(fold(name))
    if whole >= 0:
        return whole
    found = re.search(rf"\b{re.escape(fold(name.split()[0]))}\b", text)
    return found.start() if found else -1


def find_date(text: str, today: date) -> tuple[date, int, int] | None:
    """The first date that a line names in words or digits, with its place; without a year, the next such day."""
    for pattern, order in ((_ISO, "ymd"), (_DOTS, "dmy"), (_DAY_FIRST, "dMy"), (_MONTH_FIRST, "Mdy")):
        for match in pattern.finditer(text):
            day = _date_of(dict(zip(order, match.groups(), strict=True)), today)
            if day is not None:
                return day, match.start(), match.end()
    return None


def _date_of(parts: Mapping[str, str | None], today: date) -> date | None:
    month = _months().get(fold(parts["M"] or "")) if "M" in parts else int(parts["m"] or 0)
    if month is None:
        return None
    try:
        if parts["y"] is not None:
            day = date(int(parts["y"]), month, int(parts["d"] or 0))
            return day if EARLIEST <= day <= LATEST else None
        day = date(today.year, month, int(parts["d"] or 0))
        return day if day >= today - timedelta(days=31) else day.replace(year=today.year + 1)
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    from babel.dates import get_month_names

    return {fold(name).rstrip("."): number for name, number in _month_names(get_month_names)}


def _month_names(names_of: object) -> Iterator[tuple[str, int]]:
    for language in ("es", "fr", "de", "en"):
        for width in ("wide", "abbreviated"):
            for number, name in names_of(width, locale=language).items():  # type: ignore[operator]
                yield name, number


def _short(text: str) -> str:
    return text if len(text) <= LINE_LENGTH else shorten(text, LINE_LENGTH, placeholder=" …")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
