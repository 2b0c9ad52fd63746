"""Reads iCalendar text leniently: events with their times, and every problem with its line in the file.

Plain single events are read here, which is many times faster than the library; what repeats goes through
`icalendar` and `recurring-ical-events` (see `expanding`). A test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from clientdesk.models.errors import Problem
from clientdesk.services.calendars.components import Component, Property, components
from clientdesk.services.calendars.lines import Problems, content_lines, parameter, unescaped
from clientdesk.services.calendars.values import Moment, OutOfRange, Zones, duration, moment

MOST_TITLE = 500
MOST_ATTENDEES = 200
_FREE = frozenset({"FREE", "WORKINGELSEWHERE"})


@dataclass(slots=True)
class RawEvent:
    """One VEVENT with its values read, not repeated yet.

    Attributes:
        start, end: both days (the end not included), or both instants with a zone.
        rules: RRULE values with their line; `dates`: RDATE; `exceptions`: EXDATE, both with their line.
        recurrence_id: which occurrence of its series this one stands for.
        is_for_rest: it stands for all later ones too.
    """

    line: int
    uid: str
    sequence: int
    start: Moment
    end: Moment
    title: str
    location: str
    is_busy: bool
    is_cancelled: bool
    attendees: tuple[str, ...]
    rules: tuple[tuple[int, str], ...] = ()
    dates: tuple[tuple[int, Moment | tuple[datetime, datetime | timedelta]], ...] = ()
    exceptions: tuple[tuple[int, Moment], ...] = ()
    recurrence_id: Moment | None = None
    is_for_rest: bool = False

    @property
    def repeats(self) -> bool:
        return bool(self.rules or self.dates or self.recurrence_id is not None)

    @property
    def is_all_day(self) -> bool:
        return not isinstance(self.start, datetime)


@dataclass(slots=True)
class ReadCalendar:
    """What a text holds. `is_calendar`: False when it is something else; `is_whole`: it has its end."""

    name: str
    events: list[RawEvent]
    is_calendar: bool
    is_whole: bool
    problems: Problems

    @property
    def listed(self) -> tuple[Problem, ...]:
        return self.problems.in_order()


def read_calendar(data: bytes, practice: tzinfo, check: Callable[[], None] | None = None) -> ReadCalendar:
    """Read a calendar's text.

    Args:
        practice: zone of times that name none.
        check: called now and then; raises to give up.
    """
    problems = Problems()
    lines = content_lines(data, problems)
    parts = components(lines, problems, check)
    del lines
    zones = Zones(practice, problems, parts.definitions, parts.zone[1], parts.zone[0])
    reader = _Reader(zones, problems)
    events = []
    for count, component in enumerate(parts.events):
        if check is not None and count % 1_024 == 0:
            check()
        event = reader.event(component)
        if event is not None:
            events.append(event)
    is_calendar = parts.is_calendar or bool(parts.events)
    if parts.events and not parts.is_calendar:
        problems.add(parts.events[0].line, "calendar_no_begin")
    return ReadCalendar(parts.name[:200], events, is_calendar, parts.is_whole, problems)


class _Reader:
    def __init__(self, zones: Zones, problems: Problems) -> None:
        self._zones = zones
        self._problems = problems
        self._unnamed = 0

    def event(self, component: Component) -> RawEvent | None:
        """The event, or None when it has no start that can be read."""
        found = component.properties
        start = self._start(component)
        if start is None:
            return None
        title = self._text(found.get("SUMMARY"), "SUMMARY")
        event = RawEvent(
            line=component.line,
            uid=self._uid(found.get("UID"), component.line),
            sequence=self._sequence(found.get("SEQUENCE")),
            start=start,
            end=self._end(found, start),
            title=title,
            location=self._text(found.get("LOCATION"), "LOCATION"),
            is_busy=_word(found.get("TRANSP")) != "TRANSPARENT"
            and _word(found.get("X-MICROSOFT-CDO-BUSYSTATUS")) not in _FREE,
            is_cancelled=_word(found.get("STATUS")) == "CANCELLED",
            attendees=_addresses(found),
        )
        if "RRULE" in found or "RDATE" in found or "RECURRENCE-ID" in found:
            self._repeating(event, found)
        return event

    def _start(self, component: Component) -> Moment | None:
        given = component.properties.get("DTSTART")
        if not given:
            self._problems.add(component.line, "calendar_no_start")
            return None
        return self._moment(given[0], "calendar_start_unreadable")

    def _moment(self, given: Property, code: str) -> Moment | None:
        line, parameters, value = given
        try:
            return moment(value, parameter(parameters, "TZID"), line, self._zones)
        except OutOfRange as error:
            self._problems.add(line, "calendar_out_of_range", year=str(error))
        except ValueError:
            self._problems.add(line, code, value=value[:60])
        return None

    def _end(self, found: dict[str, list[Property]], start: Moment) -> Moment:
        """DTEND, else DURATION, else what the standard says: a day for a day, nothing for an instant."""
        end: Moment | None = None
        line = 0
        if found.get("DTEND"):
            line = found["DTEND"][0][0]
            end = self._moment(found["DTEND"][0], "calendar_end_unreadable")
        elif found.get("DURATION"):
            line, _, value = found["DURATION"][0]
            end = self._after(start, line, value)
        if end is None:
            return _default_end(start)
        end = self._same_kind(start, end, line)
        if _before(end, start):
            self._problems.add(line, "calendar_end_before_start")
            return _default_end(start)
        if not isinstance(start, datetime) and end == start:
            return _default_end(start)
        return end

    def _after(self, start: Moment, line: int, value: str) -> Moment | None:
        try:
            length = duration(value)
            if isinstance(start, datetime):
                # Weeks and days go by the calendar, hours by the clock.
                days = timedelta(days=length.days)
                return ((start + days).astimezone(UTC) + (length - days)).astimezone(start.tzinfo)
            return start + timedelta(days=-(-length // timedelta(days=1)))
        except (ValueError, OverflowError):
            self._problems.add(line, "calendar_duration_unreadable", value=value[:60])
            return None

    def _same_kind(self, start: Moment, end: Moment, line: int) -> Moment:
        if isinstance(start, datetime) == isinstance(end, datetime):
            return end
        self._problems.add(line, "calendar_mixed_times")
        if isinstance(start, datetime):
            return datetime.combine(end, time(), start.tzinfo)
        local = end.astimezone(self._zones.floating) if isinstance(end, datetime) else end
        is_midnight = isinstance(local, datetime) and local.time() == time()
        day = local.date() if isinstance(local, datetime) else local
        return day if is_midnight else day + timedelta(days=1)

    def _uid(self, given: list[Property] | None, line: int) -> str:
        uid = given[0][2].strip() if given else ""
        if uid:
            return " ".join(unescaped(uid).split())[:400]
        self._unnamed += 1
        self._problems.add(line, "calendar_no_uid")
        return f"no-uid-{self._unnamed}"

    @staticmethod
    def _sequence(given: list[Property] | None) -> int:
        value = given[0][2].strip() if given else "0"
        return int(value[:9]) if value.isdecimal() and value.isascii() else 0

    def _text(self, given: list[Property] | None, name: str) -> str:
        if not given:
            return ""
        line, _, value = given[0]
        text = unescaped(value).strip()
        if len(text) > MOST_TITLE:
            self._problems.add(line, "calendar_text_cut", name=name, most=MOST_TITLE)
            text = text[: MOST_TITLE - 1].rstrip() + "…"
        return text

    def _repeating(self, event: RawEvent, found: dict[str, list[Property]]) -> None:
        event.rules = tuple((line, value.strip()) for line, _, value in found.get("RRULE", ()))
        event.dates = tuple(self._dates(found.get("RDATE", ())))
        event.exceptions = tuple(
            (line, value)
            for line, value in self._dates(found.get("EXDATE", ()))
            if not isinstance(value, tuple)
        )
        for line, _, _ in found.get("EXRULE", ()):
            self._problems.add(line, "calendar_exrule")
        given = found.get("RECURRENCE-ID")
        if given:
            event.recurrence_id = self._moment(given[0], "calendar_recurrence_unreadable")
            event.is_for_rest = parameter(given[0][1], "RANGE").upper() == "THISANDFUTURE"
        if self._zones.calendars is not None and event.rules and _is_utc(event.start):
            # Calendars that give a zone of their own write UTC and mean its wall clock.
            event.start = event.start.astimezone(self._zones.calendars)  # type: ignore[union-attr]
            event.end = event.end.astimezone(self._zones.calendars)  # type: ignore[union-attr]

    def _dates(
        self, given: tuple[Property, ...] | list[Property]
    ) -> list[tuple[int, Moment | tuple[datetime, datetime | timedelta]]]:
        read: list[tuple[int, Moment | tuple[datetime, datetime | timedelta]]] = []
        for line, parameters, value in given:
            for part in value.split(","):
                if not part.strip():
                    continue
                first, _, length = part.partition("/")
                at = self._moment((line, parameters, first), "calendar_date_unreadable")
                if at is None:
                    continue
                period = self._period(at, line, parameters, length) if length else None
                read.append((line, at if period is None else period))
        return read

    def _period(
        self, at: Moment, line: int, parameters: str, length: str
    ) -> tuple[datetime, datetime | timedelta] | None:
        if not isinstance(at, datetime):
            return None
        try:
            if length.strip()[:1] in "Pp+":
                return at, duration(length)
            end = moment(length, parameter(parameters, "TZID"), line, self._zones)
        except ValueError:
            self._problems.add(line, "calendar_date_unreadable", value=length[:60])
            return None
        return (at, end) if isinstance(end, datetime) and end > at else None


def _default_end(start: Moment) -> Moment:
    return start if isinstance(start, datetime) else start + timedelta(days=1)


def _before(one: Moment, other: Moment) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one.astimezone(UTC) < other.astimezone(UTC)
    return one < other


def _is_utc(at: Moment) -> bool:
    return isinstance(at, datetime) and at.tzinfo is UTC


def _word(given: list[Property] | None) -> str:
    return given[0][2].strip().upper() if given else ""


def _addresses(found: dict[str, list[Property]]) -> tuple[str, ...]:
    if "ATTENDEE" not in found and "ORGANIZER" not in found:
        return ()
    addresses: dict[str, None] = {}
    for name in ("ATTENDEE", "ORGANIZER"):
        for _, parameters, value in found.get(name, ())[:MOST_ATTENDEES]:
            address = value.strip()
            if address[:7].lower() == "mailto:":
                address = address[7:]
            elif "@" not in address:
                address = parameter(parameters, "EMAIL")
            if "@" in address and len(address) <= 320 and not any(char.isspace() for char in address):
                addresses[address.casefold()] = None
    return tuple(addresses)


def day_of(at: Moment) -> date:
    return at.date() if isinstance(at, datetime) else at
