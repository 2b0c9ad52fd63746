"""Days and repetitions in a quick-add line: each reader looks at the words from one place on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from clientdesk.models.quick_add_words import DAY_WORDS, Names

Words = Sequence[str]
"""Folded words of the line; an empty one is in quotes or taken already."""

_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_NUMBER = re.compile(r"\d{1,2}\.?")
_YEAR = re.compile(r"(?:19|20|21)\d{2}")
_FIGURES = re.compile(r"(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4}|\d{2})?)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_AHEAD = re.compile(r"\+(\d{1,3})([dw])")
_LATEST_HOUR = 23
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NTH = {"first": "1", "1st": "1", "third": "3", "3rd": "3", "fourth": "4", "4th": "4", "last": "-1"}
_OTHER = {"other": 2, "second": 2, "2nd": 2}
_SAFE_MONTH_DAY = 28


@dataclass(frozen=True, slots=True)
class DayFound:
    """A day that some words mean. `count`: how many words; `others`: what else they may mean."""

    count: int
    day: date
    others: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleFound:
    """A repetition that some words mean, as an RRULE. `weekday`: on which it begins, None for any day."""

    count: int
    rule: str
    weekday: int | None = None


def read_day(words: Words, at: int, today: date, names: Names) -> DayFound | None:
    """The longest day that begins at one word."""
    try:
        return (
            _plain(words, at, today)
            or _next(words, at, today, names)
            or _named(words, at, today, names)
            or _figures(words[at], today, names)
        )
    except (ValueError, OverflowError):
        return None


def _word(words: Words, at: int) -> str:
    return words[at] if 0 <= at < len(words) else ""


def _plain(words: Words, at: int, today: date) -> DayFound | None:
    word = words[at]
    if word in DAY_WORDS:
        return DayFound(1, today + timedelta(days=DAY_WORDS[word]))
    ahead = _AHEAD.fullmatch(word)
    if ahead is None:
        return None
    return DayFound(1, today + timedelta(days=int(ahead[1]) * (7 if ahead[2] == "w" else 1)))


def _next(words: Words, at: int, today: date, names: Names) -> DayFound | None:
    """ "next tue", "this fri", "next week"."""
    if words[at] not in ("next", "this"):
        return None
    name = _word(words, at + 1)
    monday = today - timedelta(days=today.weekday())
    if words[at] == "next" and name == "week":
        return DayFound(2, monday + timedelta(days=7))
    weekday = names.weekday(name) if name else None
    if weekday is None:
        return None
    coming = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    of_next_week = monday + timedelta(days=7 + weekday)
    if words[at] == "this":
        return DayFound(2, max(monday + timedelta(days=weekday), today))
    return DayFound(2, of_next_week, (coming,) if coming != of_next_week else ())


def _named(words: Words, at: int, today: date, names: Names) -> DayFound | None:
    """ "thu", "thu 16 oct", "thu 16.10.", "thu 31", "16 oct 2026", "oct 16th"."""
    weekday = names.weekday(words[at])
    after = at + (weekday is not None)
    dated = _dated(words, after, today, names)
    if dated is not None and (weekday is None or dated.day.weekday() == weekday):
        return DayFound(dated.count + after - at, dated.day)
    if weekday is None:
        return None
    figures = _figures(_word(words, after), today, names) if _word(words, after).endswith(".") else None
    if figures is not None and figures.day.weekday() == weekday:
        return DayFound(2, figures.day)
    on = _day_of_month(_word(words, after))
    if on is not None and (on[1] or on[0] > _LATEST_HOUR):
        found = _next_such(on[0], weekday, today)
        if found is not None:
            return DayFound(2, found)
    if len(words[at].rstrip(".")) <= 2 and after < len(words) and not _word(words, after)[:1].isdigit():
        return None
    distance = (weekday - today.weekday()) % 7
    if distance == 0:
        return DayFound(1, today + timedelta(days=7), (today,))
    return DayFound(1, today + timedelta(days=distance), (today + timedelta(days=distance + 7),))


def _dated(words: Words, at: int, today: date, names: Names) -> DayFound | None:
    """A day of a month with its name, in either order, and perhaps a year."""
    first, second = _word(words, at), _word(words, at + 1)
    if not first or not second:
        return None
    on, month = _day_of_month(first), names.month(second)
    if on is None or month is None:
        on, month = _day_of_month(second), names.month(first)
    if on is None or month is None:
        return None
    year = _word(words, at + 2)
    if _YEAR.fullmatch(year):
        return DayFound(3, date(int(year), month, on[0]))
    return DayFound(2, _with_year(on[0], month, None, today))


def _figures(word: str, today: date, names: Names) -> DayFound | None:
    iso = _ISO.fullmatch(word)
    if iso is not None:
        return DayFound(1, date(int(iso[1]), int(iso[2]), int(iso[3])))
    match = _FIGURES.fullmatch(word)
    if match is None or (match[2] != "/" and not match[4] and not word.endswith(".")):
        return None
    first, second = int(match[1]), int(match[3])
    is_day_first = match[2] == "." or names.is_day_first
    found = [
        day
        for swap in (False, True)
        if (day := _tried(first, second, match[4], today, is_day_first=is_day_first != swap)) is not None
        and not (swap and match[2] == ".")
    ]
    return DayFound(1, found[0], tuple(found[1:])) if found else None


def clock_as_day(word: str, today: date) -> date | None:
    """The day that "16.10" is where it isn't a time."""
    match = _FIGURES.fullmatch(word)
    if match is None or match[2] != "." or match[4]:
        return None
    return _tried(int(match[1]), int(match[3]), None, today, is_day_first=True)


def _tried(first: int, second: int, year: str | None, today: date, *, is_day_first: bool) -> date | None:
    day, month = (first, second) if is_day_first else (second, first)
    try:
        return _with_year(day, month, year, today)
    except ValueError:
        return None


def _with_year(day: int, month: int, year: str | None, today: date) -> date:
    """That day and month in the year given, or the next time they come."""
    if year is not None:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    for distance in range(9):
        try:
            found = date(today.year + distance, month, day)
        except ValueError:
            if (month, day) == (2, 29):
                continue
            raise
        if found >= today:
            return found
    raise ValueError(day)


def _day_of_month(word: str) -> tuple[int, bool] | None:
    """(day, whether it can be nothing else) of "16", "16." and "16th"."""
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal is not None:
        return int(ordinal[1]), True
    return (int(word.rstrip(".")), word.endswith(".")) if _NUMBER.fullmatch(word) else None


def _next_such(day: int, weekday: int, today: date) -> date | None:
    for distance in range(1, 100):
        found = today + timedelta(days=distance)
        if (found.day, found.weekday()) == (day, weekday):
            return found
    return None


def read_rule(words: Words, at: int, today: date, names: Names) -> RuleFound | None:
    """ "every monday", "every 2 weeks", "every second fri", "every last fri", "every 15th", "every weekday"."""
    if words[at] != "every":
        return None
    place, interval, nth = at + 1, 1, ""
    word = _word(words, place)
    if word in _OTHER or (word.isascii() and word.isdigit() and 1 <= int(word) <= 52):
        interval = _OTHER.get(word) or int(word)
        place += 1
    elif word in _NTH and names.weekday(_word(words, place + 1) or "-") is not None:
        nth = _NTH[word]
        place += 1
    unit = _word(words, place)
    found = _by_unit(unit, interval, today) or _by_days(words, place, interval, nth, names)
    if found is None:
        return None
    return RuleFound(place - at + found.count, found.rule, found.weekday)


def _by_unit(unit: str, interval: int, today: date) -> RuleFound | None:
    again = f";INTERVAL={interval}" if interval > 1 else ""
    if unit in ("day", "days"):
        return RuleFound(1, f"FREQ=DAILY{again}")
    if unit in ("weekday", "workday") and interval == 1:
        return RuleFound(1, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")
    if unit in ("week", "weeks"):
        return RuleFound(1, f"FREQ=WEEKLY{again};BYDAY={_CODES[today.weekday()]}")
    if unit in ("month", "months"):
        on = today.day if today.day <= _SAFE_MONTH_DAY else -1
        return RuleFound(1, f"FREQ=MONTHLY{again};BYMONTHDAY={on}")
    on_day = _ORDINAL.fullmatch(unit)
    if on_day is not None and 1 <= int(on_day[1]) <= 31:
        return RuleFound(1, f"FREQ=MONTHLY{again};BYMONTHDAY={int(on_day[1])}")
    return None


def _by_days(words: Words, place: int, interval: int, nth: str, names: Names) -> RuleFound | None:
    """One weekday, or several joined by "and"."""
    days: list[int] = []
    end = place
    while (word := _word(words, end)) and (day := names.weekday(word.removesuffix("s") or word)) is not None:
        days.append(day)
        end += 1
        if (
            nth
            or _word(words, end) not in ("and", "&")
            or names.weekday(_word(words, end + 1) or "-") is None
        ):
            break
        end += 1
    if not days:
        return None
    codes = ",".join(nth + _CODES[day] for day in sorted(set(days)))
    again = f";INTERVAL={interval}" if interval > 1 else ""
    kind = "MONTHLY" if nth else "WEEKLY"
    return RuleFound(end - place, f"FREQ={kind}{again};BYDAY={codes}", None if nth else min(days))
