"""Work that comes again: rules of RFC 5545 by whole days, through python-dateutil, capped in count and time.

A rule that fits no day would make dateutil search up to the year 9999. Rules are therefore laid out in the last
years the calendar has, a span whose years begin on the same weekdays and are leap in the same places: the
search ends there after some forty years at most, and the dates found are brought back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import MAXYEAR, date, datetime, timedelta
from functools import lru_cache
from itertools import islice

from clientdesk.models.errors import InvalidInput, Problem

MOST_TIMES = 1_000
MOST_INTERVAL = 400
MOST_DATES = 400
HORIZON_YEARS = 12
"""A rule that fits no day for so long is refused."""

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_TOO_FINE = ("SECONDLY", "MINUTELY", "HOURLY")
_PARTS = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYYEARDAY", "WKST"}
)
_TIME_PARTS = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
_STEP_DAYS = {"DAILY": 1, "WEEKLY": 7}


def parse_rule(text: str) -> dict[str, str]:
    """The parts of a rule by name, in capitals.

    Raises:
        InvalidInput: it is no rule, or one that is refused (by the hour, without end of counting, of no day).
    """
    parts: dict[str, str] = {}
    for piece in text.upper().removeprefix("RRULE:").strip().rstrip(";").split(";"):
        name, equals, value = (side.strip() for side in piece.partition("="))
        if not equals or not value or name in parts:
            raise _refused("not_a_rule")
        parts[name] = value
    if parts.get("FREQ") in _TOO_FINE or _TIME_PARTS & parts.keys():
        raise _refused("rule_too_fine")
    if parts.get("FREQ") not in _FREQUENCIES or parts.keys() - _PARTS or {"COUNT", "UNTIL"} <= parts.keys():
        raise _refused("not_a_rule")
    _check_numbers(parts)
    return parts


def checked_rule(text: str, starts_on: date) -> str:
    """A rule as it is kept, after trying it.

    Raises:
        InvalidInput: as `parse_rule`, or no day within twelve years fits.
    """
    parts = parse_rule(text)
    if not next_dates(text, starts_on, starts_on, 1):
        raise _refused("rule_never")
    return ";".join(f"{name}={value}" for name, value in parts.items())


def occurrences(text: str, starts_on: date, first: date, last: date) -> tuple[date, ...]:
    """The days of a rule from `first` to `last`, both included, 400 at most.

    Raises:
        InvalidInput: as `parse_rule`.
    """
    return _laid_out(text, starts_on, first, last, MOST_DATES)


def next_dates(text: str, starts_on: date, first: date, count: int = 3) -> tuple[date, ...]:
    """The next days of a rule from `first` on, as far as twelve years ahead.

    Raises:
        InvalidInput: as `parse_rule`.
    """
    begins = max(first, starts_on)
    last = date(min(begins.year + HORIZON_YEARS, MAXYEAR), 12, 31)
    return _laid_out(text, starts_on, first, last, count)


@lru_cache(maxsize=2_048)
def _laid_out(text: str, starts_on: date, first: date, last: date, most: int) -> tuple[date, ...]:
    from dateutil.rrule import rrulestr

    parts = parse_rule(text)
    first = max(first, starts_on)
    last = min(last, _until(parts.get("UNTIL")) or last)
    if last < first:
        return ()
    begins = starts_on if "COUNT" in parts else _nearest_start(parts, starts_on, first)
    parts.pop("UNTIL", None)
    shift = _shift(begins, last)
    try:
        rule = rrulestr(
            ";".join(f"{name}={value}" for name, value in parts.items()),
            dtstart=datetime(begins.year + shift, begins.month, begins.day),  # noqa: DTZ001 (days only)
        )
    except (ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise _refused("not_a_rule") from error
    found = rule.xafter(_moved(first, shift) - timedelta(days=1), count=None)
    dates: list[date] = []
    for at in islice(found, most):
        day = date(at.year - shift, at.month, at.day)
        if day > last:
            break
        dates.append(day)
    return tuple(dates)


def _nearest_start(parts: Mapping[str, str], starts_on: date, first: date) -> date:
    """A later first day which gives the same days from `first` on: a rule may be decades old."""
    step = _STEP_DAYS.get(parts["FREQ"])
    if step is None:
        return starts_on
    whole = step * int(parts.get("INTERVAL", 1))
    return starts_on + timedelta(days=max((first - starts_on).days // whole - 1, 0) * whole)


@lru_cache(maxsize=512)
def _shift(begins: date, last: date) -> int:
    """Years by which a span can be moved towards the end of the calendar without a day of it changing its weekday."""
    span = range(begins.year, last.year + 2)
    for shift in range(MAXYEAR - span[-1], 0, -1):
        if all(_shape(year) == _shape(year + shift) for year in span):
            return shift
    return 0


@lru_cache(maxsize=4_096)
def _shape(year: int) -> tuple[int, bool]:
    start = date(year, 1, 1)
    return start.weekday(), year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _moved(day: date, years: int) -> datetime:
    return datetime(day.year + years, day.month, day.day)  # noqa: DTZ001 (days only)


def _check_numbers(parts: Mapping[str, str]) -> None:
    interval, count = _number(parts.get("INTERVAL", "1")), _number(parts.get("COUNT", "1"))
    if interval < 1 or count < 1:
        raise _refused("not_a_rule")
    if interval > MOST_INTERVAL:
        raise _refused("rule_too_rare", most=MOST_INTERVAL)
    if count > MOST_TIMES:
        raise _refused("rule_too_often", most=MOST_TIMES)
    for name, largest in (("BYMONTHDAY", 31), ("BYMONTH", 12), ("BYSETPOS", 366), ("BYYEARDAY", 366)):
        for word in parts[name].split(",") if name in parts else ():
            number = _number(word)
            if number == 0 or abs(number) > largest or (name == "BYMONTH" and number < 0):
                raise _refused("not_a_rule")
    has_nth = parts["FREQ"] in ("MONTHLY", "YEARLY")
    for word in parts["BYDAY"].split(",") if "BYDAY" in parts else ():
        nth = word[:-2]
        if word[-2:] not in WEEKDAYS or (nth and not (has_nth and 1 <= abs(_number(nth)) <= 53)):
            raise _refused("not_a_rule")
    if parts.get("WKST", "MO") not in WEEKDAYS:
        raise _refused("not_a_rule")
    _until(parts.get("UNTIL"))


def _number(word: str) -> int:
    if not word.lstrip("+-").isascii() or not word.lstrip("+-").isdigit() or len(word) > 9:
        raise _refused("not_a_rule")
    return int(word)


def _until(word: str | None) -> date | None:
    if word is None:
        return None
    if len(word) != 8 and not (len(word) in (15, 16) and word[8] == "T"):
        raise _refused("not_a_rule")
    try:
        return datetime.strptime(word[:8], "%Y%m%d").date()  # noqa: DTZ007 (a day)
    except ValueError as error:
        raise _refused("not_a_rule") from error


def _refused(code: str, **facts: object) -> InvalidInput:
    return InvalidInput([Problem("rule", code, facts)])
