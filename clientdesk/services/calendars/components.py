"""From content lines to components: what a calendar calls itself, its zones and its events, nothing read yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from clientdesk.services.calendars.lines import Line, Problems, split_line, unescaped

Property = tuple[int, str, str]
"""Line in the file, parameters as written, value as written."""

WANTED = frozenset(
    {
        "UID",
        "DTSTART",
        "DTEND",
        "DURATION",
        "SUMMARY",
        "LOCATION",
        "STATUS",
        "TRANSP",
        "X-MICROSOFT-CDO-BUSYSTATUS",
        "ATTENDEE",
        "ORGANIZER",
        "RRULE",
        "RDATE",
        "EXDATE",
        "EXRULE",
        "RECURRENCE-ID",
        "SEQUENCE",
    }
)
_OTHERS = frozenset({"VTODO", "VJOURNAL"})
_TAKEN = WANTED | {"BEGIN", "END"}
_NAME = re.compile(r"[A-Za-z0-9-]+(?=[:;])")


@dataclass(slots=True)
class Component:
    """One VEVENT as written. `line`: of its BEGIN."""

    line: int
    properties: dict[str, list[Property]] = field(default_factory=dict)


@dataclass(slots=True)
class Parts:
    """What a file holds.

    Attributes:
        is_calendar: whether there was a calendar at all.
        is_whole: whether its last line closes the calendar.
        definitions: lines of each VTIMEZONE by its TZID.
        zone: X-WR-TIMEZONE with its line.
    """

    name: str = ""
    is_calendar: bool = False
    is_whole: bool = False
    zone: tuple[int, str] = (0, "")
    definitions: dict[str, list[str]] = field(default_factory=dict)
    events: list[Component] = field(default_factory=list)


def components(lines: Iterable[Line], problems: Problems, check: Callable[[], None] | None = None) -> Parts:
    """Take content lines apart.

    Args:
        check: called now and then; raises to give up.
    """
    return _Walk(problems, check).through(lines)


class _Walk:
    def __init__(self, problems: Problems, check: Callable[[], None] | None) -> None:
        self._problems = problems
        self._check = check
        self._parts = Parts()
        self._event: Component | None = None
        self._inner: list[str] = []
        self._zone_lines: list[str] | None = None
        self._others = 0
        self._others_line = 0

    def through(self, lines: Iterable[Line]) -> Parts:
        last = 0
        for count, (number, line) in enumerate(lines):
            if self._check is not None and count % 4_096 == 0:
                self._check()
            last = number
            if self._event is not None and not self._inner:
                # Most lines of most events are of no use here, and a calendar has a great many of them.
                named = _NAME.match(line)
                if named is not None and named[0].upper() not in _TAKEN:
                    continue
            split = split_line(line)
            if split is None:
                self._problems.add(number, "calendar_odd_line")
                continue
            self._take(number, line, *split)
        if self._event is not None:
            self._problems.add(last, "calendar_cut_off")
            self._close()
        elif self._parts.is_calendar and not self._parts.is_whole:
            self._problems.add(last, "calendar_cut_off")
        if self._others:
            self._problems.add(self._others_line, "calendar_other_entries", count=self._others)
        return self._parts

    def _take(self, number: int, line: str, name: str, parameters: str, value: str) -> None:
        if name == "BEGIN":
            self._begin(number, line, value.strip().upper())
        elif name == "END":
            self._end(number, line, value.strip().upper())
        elif self._zone_lines is not None:
            self._zone_lines.append(line)
        elif self._event is not None:
            if not self._inner and name in WANTED:
                self._event.properties.setdefault(name, []).append((number, parameters, value))
        elif not self._inner:
            self._of_calendar(number, name, value)

    def _of_calendar(self, number: int, name: str, value: str) -> None:
        if name in ("X-WR-CALNAME", "NAME") and not self._parts.name:
            self._parts.name = unescaped(value).strip()
        elif name == "X-WR-TIMEZONE":
            self._parts.zone = (number, value.strip())

    def _begin(self, number: int, line: str, kind: str) -> None:
        self._parts.is_whole = False
        if kind == "VCALENDAR":
            self._parts.is_calendar = True
            self._leave_open(number)
        elif kind == "VEVENT":
            self._leave_open(number)
            self._event = Component(number)
        elif kind == "VTIMEZONE":
            self._leave_open(number)
            self._zone_lines = [line]
        elif self._zone_lines is not None:
            self._zone_lines.append(line)
        else:
            if kind in _OTHERS:
                self._others += 1
                self._others_line = self._others_line or number
            self._inner.append(kind)

    def _leave_open(self, number: int) -> None:
        """What was open ends where the next thing begins."""
        if self._event is not None:
            self._problems.add(number, "calendar_no_end")
            self._close()
        self._inner.clear()
        self._zone_lines = None

    def _end(self, number: int, line: str, kind: str) -> None:
        if kind == "VCALENDAR":
            self._leave_open(number)
            self._parts.is_whole = True
        elif kind == "VEVENT":
            self._inner.clear()
            self._close()
        elif self._zone_lines is not None:
            self._zone_lines.append(line)
            if kind == "VTIMEZONE":
                self._define()
        elif kind in self._inner:
            del self._inner[self._inner.index(kind) :]

    def _close(self) -> None:
        if self._event is not None:
            self._parts.events.append(self._event)
        self._event = None

    def _define(self) -> None:
        lines, self._zone_lines = self._zone_lines or [], None
        for line in lines:
            split = split_line(line)
            if split is not None and split[0] == "TZID":
                self._parts.definitions.setdefault(split[2].strip(), lines)
                return
