"""Which repetition rules are laid out: those of people's calendars, not those made to keep a computer busy."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from clientdesk.services.calendars.values import Moment, OutOfRange, Zones, moment

MOST_TIMES_A_DAY = 24
MOST_INTERVAL = 1_000
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_TOO_FAST = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_NUMBERS = {
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYSETPOS": (-366, 366),
    "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59),
    "BYSECOND": (0, 59),
}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_MOST_POSITION = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
_CYCLE_YEARS = 28
"""After so many years days of months fall on the same weekdays again."""


class Refused(ValueError):
    """The rule isn't laid out; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def checked_rule(value: str, start: Moment, zones: Zones, line: int) -> str:
    """The rule as the library takes it, its end in UTC.

    Raises:
        Refused: more than a few times a day, never, or not readable.
    """
    parts = _parts(value)
    frequency = parts.get("FREQ", "")
    if frequency in _TOO_FAST:
        raise Refused("calendar_rule_too_fast")
    if frequency not in _FREQUENCIES:
        raise Refused("calendar_rule_unreadable")
    _check_numbers(parts)
    times = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= len(set(parts.get(name, "0").split(",")))
    if times > MOST_TIMES_A_DAY:
        raise Refused("calendar_rule_too_fast")
    if not isinstance(start, datetime):
        parts = {k: v for k, v in parts.items() if k not in ("BYHOUR", "BYMINUTE", "BYSECOND")}
    if not _can_happen(
        frequency,
        *(parts.get(name, "") for name in ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYDAY")),
    ):
        raise Refused("calendar_rule_never")
    until = parts.pop("UNTIL", "")
    if until:
        parts |= _until(until, start, zones, line)
    if "UNTIL" in parts:
        parts.pop("COUNT", None)
    return ";".join(f"{name}={text}" for name, text in parts.items())


def _parts(value: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in value.upper().replace(" ", "").split(";"):
        if not part:
            continue
        name, _, text = part.partition("=")
        if name.startswith("X-"):
            continue
        if name in parts or not text:
            raise Refused("calendar_rule_unreadable")
        parts[name] = text
    known = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *_NUMBERS}
    if parts.keys() - known:
        raise Refused("calendar_rule_unreadable")
    return parts


def _check_numbers(parts: dict[str, str]) -> None:
    for name, (low, high) in _NUMBERS.items():
        for text in parts.get(name, "").split(",") if name in parts else ():
            number = _number(text)
            if not low <= number <= high or (low < 0 and number == 0):
                raise Refused("calendar_rule_unreadable")
    days = parts.get("BYDAY", "")
    if days and not all(_BYDAY.fullmatch(day) for day in days.split(",")):
        raise Refused("calendar_rule_unreadable")
    if parts.get("WKST", "MO") not in _WEEKDAYS:
        raise Refused("calendar_rule_unreadable")
    interval = _number(parts.get("INTERVAL", "1"))
    if interval < 1:
        raise Refused("calendar_rule_unreadable")
    if interval > MOST_INTERVAL:
        raise Refused("calendar_rule_never")
    if "COUNT" in parts:
        # A negative count is written by some programs for "no end".
        if _number(parts["COUNT"]) < 1:
            del parts["COUNT"]
        else:
            parts["COUNT"] = str(min(_number(parts["COUNT"]), 1_000_000))
    if "BYSETPOS" in parts:
        most = _MOST_POSITION[parts["FREQ"]] * _times(parts)
        if all(abs(_number(text)) > most for text in parts["BYSETPOS"].split(",")):
            raise Refused("calendar_rule_never")


def _times(parts: dict[str, str]) -> int:
    times = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= len(parts[name].split(",")) if name in parts else 1
    return times


def _number(text: str) -> int:
    if re.fullmatch(r"[+-]?\d{1,12}", text) is None:
        raise Refused("calendar_rule_unreadable")
    return int(text)


@lru_cache(maxsize=256)
def _can_happen(frequency: str, month: str, month_day: str, year_day: str, week: str, weekday: str) -> bool:
    """Whether any day has all that is asked; "30 February" would be searched for until the year 9999."""
    if sum(map(bool, (month, month_day, year_day, week))) < 2 and not (month_day and frequency == "DAILY"):
        return True
    months, month_days, year_days, weeks = (_numbers(text) for text in (month, month_day, year_day, week))
    weekdays = {_WEEKDAYS.index(day[-2:]) for day in weekday.split(",")} if weekday else set()
    day = date(2000, 1, 1)
    for _ in range(_CYCLE_YEARS * 365 + 7):
        if (
            (not months or day.month in months)
            and (not month_days or day.day in month_days or day.day - _length(day) - 1 in month_days)
            and (not weekdays or day.weekday() in weekdays)
            and (not year_days or _year_days(day) & year_days)
            and (not weeks or _week_numbers(day) & weeks)
        ):
            return True
        day += timedelta(days=1)
    return False


def _numbers(text: str) -> set[int]:
    return {int(part) for part in text.split(",")} if text else set()


def _length(day: date) -> int:
    return (date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)).day


def _year_days(day: date) -> set[int]:
    number = day.timetuple().tm_yday
    return {number, number - 1 - (date(day.year, 12, 31).timetuple().tm_yday)}


def _week_numbers(day: date) -> set[int]:
    year, number, _ = day.isocalendar()
    return {number, number - 1 - date(year, 12, 28).isocalendar().week}


def _until(value: str, start: Moment, zones: Zones, line: int) -> dict[str, str]:
    """UNTIL as a day for days, in UTC for times; an end outside the years that are kept is no end."""
    try:
        end = moment(value, "", line, zones)
    except OutOfRange as error:
        if int(str(error)) > 2_000:
            return {}
        raise Refused("calendar_rule_never") from error
    except ValueError as error:
        if value[:4] in ("9999", "4500"):
            return {}
        raise Refused("calendar_rule_unreadable") from error
    if not isinstance(start, datetime):
        return {"UNTIL": f"{end:%Y%m%d}"}
    if not isinstance(end, datetime):
        end = datetime.combine(end, time(23, 59, 59), start.tzinfo)
    elif not value.upper().endswith("Z"):
        end = end.replace(tzinfo=start.tzinfo)
    return {"UNTIL": f"{end.astimezone(UTC):%Y%m%dT%H%M%SZ}"}
