"""Dates, times, lengths and zones of iCalendar, read leniently; what was wrong is noted with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from clientdesk.models.zones import known_zones
from clientdesk.services.calendars.lines import Problems

Moment = date | datetime
"""A day, or an instant with its zone."""

FIRST_YEAR, LAST_YEAR = 1900, 2200

_UTC_NAMES = frozenset({"UTC", "GMT", "Z", "ETC/UTC", "COORDINATED UNIVERSAL TIME", "(UTC)", "UT"})
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?(Z?))?", re.IGNORECASE
)


class OutOfRange(ValueError):
    """A date outside the years that can be kept."""


class Zones:
    """Which zone a TZID means in one file.

    A name of the zone database; else the definition in the file; else a Windows name; else the end of a longer
    name ("/vendor/Europe/Paris"); else the zone of times that name none, which is noted once for each name.

    Attributes:
        floating: zone of times that name none.
        calendars: what the calendar calls its own zone (X-WR-TIMEZONE), if it is known.
    """

    def __init__(
        self,
        practice: tzinfo,
        problems: Problems,
        definitions: Mapping[str, list[str]] | None = None,
        calendars: str = "",
        calendars_line: int = 0,
    ) -> None:
        self._problems = problems
        self._definitions = dict(definitions or {})
        self._known: dict[str, tzinfo] = {}
        self.floating = practice
        self.calendars: tzinfo | None = None
        if calendars:
            found = self._search(calendars)
            if found is None:
                problems.add(calendars_line, "calendar_unknown_zone", name=calendars[:80])
            else:
                self.calendars = self.floating = found

    def of(self, name: str, line: int) -> tzinfo:
        """The zone of that name."""
        found = self._known.get(name)
        if found is None:
            looked_up = self._search(name)
            if looked_up is None:
                self._problems.add(line, "calendar_unknown_zone", name=name[:80])
                looked_up = self.floating
            found = self._known[name] = looked_up
        return found

    def _search(self, name: str) -> tzinfo | None:
        clean = name.strip().strip('"').strip("/")
        if clean.upper() in _UTC_NAMES:
            return UTC
        if clean in known_zones():
            return ZoneInfo(clean)
        defined = self._defined(name) or self._defined(clean)
        if defined is not None:
            return defined
        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

        olson = WINDOWS_TO_OLSON.get(clean, "")
        if olson in known_zones():
            return ZoneInfo(olson)
        parts = clean.split("/")
        for start in range(1, len(parts)):
            if (end := "/".join(parts[start:])) in known_zones():
                return ZoneInfo(end)
        return None

    def _defined(self, name: str) -> tzinfo | None:
        lines = self._definitions.get(name)
        if lines is None or not _is_harmless(lines):
            return None
        from icalendar import Timezone

        try:
            component: Any = Timezone.from_ical("\r\n".join(lines) + "\r\n")
            made: tzinfo = component.to_tz(lookup_tzid=False)
            made.utcoffset(datetime(2026, 1, 1))  # noqa: DTZ001 - asked of the zone itself
        except Exception:  # noqa: BLE001 - the library raises whatever its parts raise
            return None
        return made


_MOST_DEFINITION_LINES = 4_000
_ZONE_RULE = re.compile(
    r"(?:(?:FREQ=YEARLY|INTERVAL=1|BYMONTH=\d{1,2}|BYDAY=[+-]?\d?[A-Z]{2}|BYMONTHDAY=[-\d,]{1,60}|UNTIL=[\dTZ]{8,16}"
    r"|COUNT=\d{1,3}|WKST=[A-Z]{2}|BYHOUR=\d{1,2}|BYMINUTE=\d{1,2})(?:;|$))+",
    re.IGNORECASE,
)


def _is_harmless(lines: list[str]) -> bool:
    """Whether the rules of a zone's definition are of the yearly kind that zones have."""
    if len(lines) > _MOST_DEFINITION_LINES:
        return False
    rules = [line.partition(":")[2].strip() for line in lines if line.upper().startswith("RRULE")]
    return all(_ZONE_RULE.fullmatch(rule) for rule in rules)


def moment(value: str, tzid: str, line: int, zones: Zones) -> Moment:
    """A date, or a date with time as an instant with its zone.

    Raises:
        ValueError: it can't be read.
        OutOfRange: its year is outside 1900 to 2200.
    """
    text = value.strip()
    size = len(text)
    try:
        if size == 8:
            return _checked(date(int(text[:4]), int(text[4:6]), int(text[6:])))
        if size == 15 and text[8] in "Tt":
            zone: tzinfo = zones.of(tzid, line) if tzid else zones.floating
            return _checked(_at(text, zone))
        if size == 16 and text[15] in "Zz" and text[8] in "Tt":
            return _checked(_at(text, UTC))
    except OutOfRange:
        raise
    except ValueError:
        pass
    return _loose(text, tzid, line, zones)


def _at(text: str, zone: tzinfo) -> datetime:
    return datetime(
        int(text[:4]),
        int(text[4:6]),
        int(text[6:8]),
        int(text[9:11]),
        int(text[11:13]),
        min(int(text[13:15]), 59),
        tzinfo=zone,
    )


def _loose(text: str, tzid: str, line: int, zones: Zones) -> Moment:
    """Forms that the standard doesn't allow but some programs write, such as 2026-10-12T09:00."""
    match = _LOOSE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = (int(part) for part in match.group(1, 2, 3))
    if match[4] is None:
        return _checked(date(year, month, day))
    zone = UTC if match[7] else zones.of(tzid, line) if tzid else zones.floating
    second = min(int(match[6] or 0), 59)
    return _checked(datetime(year, month, day, int(match[4]), int(match[5]), second, tzinfo=zone))


def _checked(at: Moment) -> Moment:
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise OutOfRange(str(at.year))
    return at


def duration(value: str) -> timedelta:
    """A length of time such as PT1H30M.

    Raises:
        ValueError: it can't be read.
    """
    match = _DURATION.fullmatch(value.strip())
    if match is None or not any(match.group(2, 3, 4, 5, 6)):
        raise ValueError(value)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.group(2, 3, 4, 5, 6))
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if match[1] == "-" else length
