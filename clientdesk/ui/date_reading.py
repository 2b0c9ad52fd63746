"""Reads dates as people type them ("thu 10", "+3d", "16.10."); pure, without Qt and without a clock."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORDS = {"today": 0, "tod": 0, "tomorrow": 1, "tom": 1, "tmr": 1, "yesterday": -1, "yes": -1}
_LOOK_AHEAD = 100


def read_date(
    text: str,
    today: date,
    *,
    day_first: bool = True,
    names: Mapping[str, str] | None = None,
    prefer_past: bool = False,
) -> date | None:
    """The day meant by `text`, or None.

    Args:
        text: what was typed.
        today: the day from which "tomorrow" and missing years are counted.
        day_first: whether 4/5 is the fourth of May; dotted dates always are day first.
        names: further names of weekdays and months, folded, onto "mon".."sun" and "jan".."dec".
        prefer_past: fill a missing year or month backwards, for things that have happened.
    """
    folded = " ".join(text.casefold().replace(",", " ").split())
    if not folded:
        return None
    step = -1 if prefer_past else 1
    try:
        return (
            _read_word(folded, today)
            or _read_offset(folded, today)
            or _read_iso(folded)
            or _read_figures(folded, today, day_first, step)
            or _read_names(folded, today, names or {}, step)
        )
    except (ValueError, OverflowError):
        return None


def names_from(weekdays: Mapping[int, list[str]], months: Mapping[int, list[str]]) -> dict[str, str]:
    """Local names (1 = Monday, 1 = January) in the form `read_date` takes."""
    found: dict[str, str] = {}
    for table, keys in ((weekdays, _WEEKDAYS), (months, _MONTHS)):
        for number, words in table.items():
            for word in words:
                found[word.casefold().rstrip(".")] = keys[number - 1]
    return found


def _read_word(text: str, today: date) -> date | None:
    if text in _WORDS:
        return today + timedelta(days=_WORDS[text])
    if text == "next week":
        return today + timedelta(days=7 - today.weekday())
    if text in ("next month", "month end", "end of month"):
        last = calendar.monthrange(today.year, today.month)[1]
        end = today.replace(day=last)
        return end + timedelta(days=1) if text == "next month" else end
    return None


def _read_offset(text: str, today: date) -> date | None:
    match = re.fullmatch(r"(?:in )?([+-]?)\s?(\d{1,4})\s?(d|days?|w|weeks?|m|months?|y|years?)", text)
    if match is None:
        return None
    count = int(match[2]) * (-1 if match[1] == "-" else 1)
    unit = match[3][0]
    if unit in "dw":
        return today + timedelta(days=count * (7 if unit == "w" else 1))
    return _add_months(today, count * (12 if unit == "y" else 1))


def _read_iso(text: str) -> date | None:
    match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    return date(int(match[1]), int(match[2]), int(match[3])) if match else None


def _read_figures(text: str, today: date, day_first: bool, step: int) -> date | None:
    match = re.fullmatch(r"(\d{1,2})([./-])\s?(\d{1,2})(?:\2\s?(\d{4}|\d{2})?)?", text)
    if match is not None:
        first, second = int(match[1]), int(match[3])
        day, month = (first, second) if day_first or match[2] == "." else (second, first)
        return _with_year(day, month, match[4], today, step)
    match = re.fullmatch(r"(\d{1,2})\.?", text)
    return _next_day(int(match[1]), None, today, step) if match else None


def _read_names(text: str, today: date, names: Mapping[str, str], step: int) -> date | None:
    weekday: int | None = None
    month: int | None = None
    figures: list[str] = []
    for part in text.split():
        word = part.rstrip(".")
        known = names.get(word) or _english(word)
        if known in _WEEKDAYS and weekday is None:
            weekday = _WEEKDAYS.index(known)
        elif known in _MONTHS and month is None:
            month = _MONTHS.index(known) + 1
        elif re.fullmatch(r"\d{1,4}(?:st|nd|rd|th)?", word) and len(figures) < 2:
            figures.append(re.sub(r"\D", "", word))
        elif word not in ("the", "on", "of", "next", "this"):
            return None
    return _from_parts(weekday, month, figures, today, step)


def _from_parts(
    weekday: int | None, month: int | None, figures: list[str], today: date, step: int
) -> date | None:
    if month is not None and figures:
        year = figures[1] if len(figures) > 1 else None
        found = _with_year(int(figures[0]), month, year, today, step)
        return found if weekday is None or found.weekday() == weekday else None
    if weekday is not None and len(figures) == 1:
        return _next_day(int(figures[0]), weekday, today, step)
    if weekday is not None and month is None and not figures:
        ahead = (weekday - today.weekday() - 1) % 7 + 1
        return today + timedelta(days=ahead if step > 0 else ahead - 7 or -7)
    return None


def _english(word: str) -> str:
    short = word[:3]
    if short in _WEEKDAYS and _is_start(word, calendar.day_name[_WEEKDAYS.index(short)]):
        return short
    if short in _MONTHS and _is_start(word, calendar.month_name[_MONTHS.index(short) + 1]):
        return short
    return ""


def _is_start(word: str, whole: str) -> bool:
    return whole.casefold().startswith(word)


def _with_year(day: int, month: int, year: str | None, today: date, step: int) -> date:
    if year is not None:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    for distance in range(9):
        try:
            found = date(today.year + step * distance, month, day)
        except ValueError:
            if (month, day) == (2, 29):
                continue
            raise
        if (found - today).days * step >= 0:
            return found
    raise ValueError(day)


def _next_day(day: int, weekday: int | None, today: date, step: int) -> date | None:
    """The nearest date, from today on, that is this day of a month (and this weekday)."""
    for distance in range(_LOOK_AHEAD):
        found = today + timedelta(days=distance * step)
        if found.day == day and weekday in (None, found.weekday()):
            return found
    return None


def _add_months(start: date, count: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
