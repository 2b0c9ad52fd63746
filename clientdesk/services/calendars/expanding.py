"""Lays repeating events out into occurrences, within a horizon and within limits."""

from __future__ import annotations

import time as clock_time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from clientdesk.services.calendars.lines import Problems
from clientdesk.services.calendars.reading import RawEvent, ReadCalendar, day_of
from clientdesk.services.calendars.rules import Refused, checked_rule
from clientdesk.services.calendars.values import Moment, Zones

MOST_OCCURRENCES = 5_000
"""Of one event within the horizon."""
MOST_TOTAL = 200_000
MOST_SECONDS = 20.0
LONGEST_TIMED = timedelta(days=31)
LONGEST_DAYS = 366
BACK_DAYS, AHEAD_DAYS = 365, 730


@dataclass(frozen=True, slots=True)
class Horizon:
    """The days within which repeating events are laid out, `until` among them."""

    first: date
    until: date

    @classmethod
    def around(cls, today: date) -> Horizon:
        return cls(today - timedelta(days=BACK_DAYS), today + timedelta(days=AHEAD_DAYS))


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event at one time, as it is kept. Days are both included."""

    uid: str
    recurrence: str
    title: str
    location: str
    starts_at: datetime
    ends_at: datetime
    is_all_day: bool
    starts_on: date | None
    ends_on: date | None
    is_busy: bool
    attendees: str


class _Layout:
    def __init__(
        self, read: ReadCalendar, practice: tzinfo, horizon: Horizon, check: Callable[[], None] | None
    ) -> None:
        self._practice = practice
        self._problems: Problems = read.problems
        self._horizon = horizon
        self._check = check
        self._zones = Zones(practice, self._problems)
        self._found: dict[tuple[str, str], Occurrence] = {}
        self._deadline = clock_time.monotonic() + MOST_SECONDS

    def of(self, events: Iterable[RawEvent]) -> list[Occurrence]:
        for count, (uid, group) in enumerate(_by_uid(events).items()):
            if self._check is not None and count % 64 == 0:
                self._check()
            if len(self._found) >= MOST_TOTAL:
                self._problems.add(group[0].line, "calendar_too_many", most=MOST_TOTAL)
                break
            if len(group) == 1 and not group[0].repeats:
                if not group[0].is_cancelled:
                    self._keep(group[0], uid, "", group[0].start, group[0].end)
            else:
                self._lay_out(uid, group)
        return list(self._found.values())

    def _lay_out(self, uid: str, group: list[RawEvent]) -> None:
        masters = [event for event in group if event.recurrence_id is None]
        single, changes = self._newest(masters), [e for e in group if e.recurrence_id is not None]
        if len(single) > 1:
            changes = self._apart(uid, single, changes)
        elif single and not single[0].repeats and not changes:
            if not single[0].is_cancelled:
                self._keep(single[0], uid, "", single[0].start, single[0].end)
            return
        else:
            self._series(uid, single[0] if single else None, changes)
            return
        if changes:
            self._series(uid, None, changes)

    def _apart(self, uid: str, masters: list[RawEvent], changes: list[RawEvent]) -> list[RawEvent]:
        """Several events under one identifier: each for itself, later ones under a name of their own."""
        first = True
        for number, event in enumerate(masters, start=1):
            name = uid if number == 1 else f"{uid}~{number}"
            if event.repeats:
                self._series(name, event, changes if first else [])
                changes, first = ([], False) if first else (changes, first)
            elif not event.is_cancelled:
                self._keep(event, name, "", event.start, event.end)
        return changes

    def _newest(self, masters: list[RawEvent]) -> list[RawEvent]:
        """Of events with one identifier the newest version; those of the same version that differ are all kept."""
        if len(masters) < 2:
            return masters
        newest = max(event.sequence for event in masters)
        kept: list[RawEvent] = []
        for event in masters:
            if event.sequence == newest and not any(_same(event, other) for other in kept):
                kept.append(event)
        self._problems.add(masters[1].line, "calendar_duplicate_uid", count=len(masters))
        return kept

    def _series(self, uid: str, master: RawEvent | None, changes: list[RawEvent]) -> None:
        if master is not None and master.is_cancelled:
            return
        if clock_time.monotonic() > self._deadline:
            line = master.line if master is not None else changes[0].line
            self._problems.add(line, "calendar_too_slow")
            return
        rules = self._rules(master) if master is not None else []
        if master is not None:
            for event in changes:
                event.recurrence_id = _as_kind_of(master.start, event.recurrence_id)
        members = ([master] if master is not None else []) + changes
        try:
            found = self._repeated(members, rules)
        except Exception:  # noqa: BLE001 - the library raises whatever its parts raise; this event is told of
            self._problems.add(members[0].line, "calendar_rule_unreadable")
            for event in members:
                if not event.is_cancelled:
                    self._keep(event, uid, _key(event.recurrence_id), event.start, event.end)
            return
        if len(found) > MOST_OCCURRENCES:
            self._problems.add(members[0].line, "calendar_too_often", most=MOST_OCCURRENCES)
        for component in found[:MOST_OCCURRENCES]:
            event = members[int(component["X-CLIENTDESK-NUMBER"])]
            if not event.is_cancelled:
                start = component["DTSTART"].dt
                self._keep(event, uid, _key_of(event, master, start), start, component["DTEND"].dt)

    def _rules(self, master: RawEvent) -> list[str]:
        rules = []
        for line, value in master.rules:
            try:
                rules.append(checked_rule(value, master.start, self._zones, line))
            except Refused as refusal:
                self._problems.add(line, refusal.code)
        return rules

    def _repeated(self, members: list[RawEvent], rules: list[str]) -> list[Any]:
        import recurring_ical_events

        components = [
            _component(event, number, rules if number == 0 else []) for number, event in enumerate(members)
        ]
        first, until = self._horizon.first, self._horizon.until + timedelta(days=1)
        found = recurring_ical_events.of(_calendar(components), skip_bad_series=False).between(first, until)
        exceptions = members[0].exceptions
        if exceptions and members[0].recurrence_id is None:
            components[0].pop("EXDATE", None)
            all_of_them = recurring_ical_events.of(_calendar(components)).between(first, until)
            self._tell_unused(exceptions, [component["DTSTART"].dt for component in all_of_them])
        return list(found)

    def _tell_unused(self, exceptions: tuple[tuple[int, Moment], ...], starts: list[Moment]) -> None:
        """Exceptions that take nothing away, within the horizon."""
        instants = {at.astimezone(UTC) for at in starts if isinstance(at, datetime)}
        days = {day_of(at) for at in starts}
        for line, at in exceptions:
            if not self._horizon.first < day_of(at) < self._horizon.until:
                continue
            if (at.astimezone(UTC) not in instants) if isinstance(at, datetime) else (at not in days):
                self._problems.add(line, "calendar_exception_unused")

    def _keep(self, event: RawEvent, uid: str, recurrence: str, start: Moment, end: Moment) -> None:
        key = (uid, recurrence)
        while key in self._found:
            key = (uid, f"{key[1]}+")
        if isinstance(start, datetime) and isinstance(end, datetime):
            starts_at, ends_at = start.astimezone(UTC), end.astimezone(UTC)
            if ends_at - starts_at <= LONGEST_TIMED:
                self._found[key] = Occurrence(
                    *key,
                    event.title,
                    event.location,
                    starts_at,
                    max(ends_at, starts_at),
                    False,
                    None,
                    None,
                    event.is_busy,
                    "\n".join(event.attendees),
                )
                return
            self._problems.add(event.line, "calendar_long_shown_as_days")
            last = (ends_at - timedelta(seconds=1)).astimezone(self._practice).date()
            first = starts_at.astimezone(self._practice).date()
        else:
            first, last = day_of(start), day_of(end) - timedelta(days=1)
        self._keep_days(event, key, first, max(first, last))

    def _keep_days(self, event: RawEvent, key: tuple[str, str], first: date, last: date) -> None:
        if (last - first).days >= LONGEST_DAYS:
            self._problems.add(event.line, "calendar_longer_than_a_year")
            last = first + timedelta(days=LONGEST_DAYS - 1)
        self._found[key] = Occurrence(
            *key,
            event.title,
            event.location,
            datetime.combine(first, time(), self._practice).astimezone(UTC),
            datetime.combine(last + timedelta(days=1), time(), self._practice).astimezone(UTC),
            True,
            first,
            last,
            event.is_busy,
            "\n".join(event.attendees),
        )


def lay_out(
    read: ReadCalendar, practice: tzinfo, horizon: Horizon, check: Callable[[], None] | None = None
) -> list[Occurrence]:
    """Every single event, and the repeating ones within the horizon; problems go to `read.problems`."""
    return _Layout(read, practice, horizon, check).of(read.events)


def _by_uid(events: Iterable[RawEvent]) -> dict[str, list[RawEvent]]:
    groups: dict[str, list[RawEvent]] = {}
    for event in events:
        groups.setdefault(event.uid, []).append(event)
    return groups


def _same(one: RawEvent, other: RawEvent) -> bool:
    return (one.start, one.end, one.title, one.rules) == (other.start, other.end, other.title, other.rules)


def _as_kind_of(start: Moment, which: Moment | None) -> Moment | None:
    """Which occurrence is meant, where a day is given for a series at a time, or a time for whole days."""
    if isinstance(start, datetime) and which is not None and not isinstance(which, datetime):
        return datetime.combine(which, start.time(), start.tzinfo)
    if not isinstance(start, datetime) and isinstance(which, datetime):
        return which.date()
    return which


def _key(at: Moment | None) -> str:
    """Which occurrence it is, by the wall clock of its own zone."""
    if at is None:
        return ""
    if not isinstance(at, datetime):
        return f"{at:%Y%m%d}"
    return f"{at:%Y%m%dT%H%M%S}" + ("F" if at.fold else "")


def _key_of(event: RawEvent, master: RawEvent | None, start: Moment) -> str:
    at = start
    if event.recurrence_id is not None and not event.is_for_rest:
        at = event.recurrence_id
    if isinstance(at, datetime) and master is not None and isinstance(master.start, datetime):
        at = at.astimezone(master.start.tzinfo)
    return _key(at)


def _component(event: RawEvent, number: int, rules: list[str]) -> Any:
    from icalendar import Event
    from icalendar.prop import vRecur

    made = Event()
    made.add("UID", event.uid)
    made.add("X-CLIENTDESK-NUMBER", str(number))
    made.add("SEQUENCE", event.sequence)
    made.add("DTSTART", event.start)
    made.add("DTEND", event.end)
    if rules:
        made["RRULE"] = [vRecur.from_ical(rule) for rule in rules]
    if event.dates:
        made.add("RDATE", [value for _, value in event.dates])
    if event.exceptions:
        made.add("EXDATE", [value for _, value in event.exceptions])
    if event.recurrence_id is not None:
        made.add(
            "RECURRENCE-ID",
            event.recurrence_id,
            parameters={"RANGE": "THISANDFUTURE"} if event.is_for_rest else {},
        )
    return made


def _calendar(components: list[Any]) -> Any:
    from icalendar import Calendar

    made = Calendar()
    for component in components:
        made.add_component(component)
    return made
