"""When to reach a client: own working hours that fall into the client's own day. Never moves a due date."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from clientdesk.models.calendar import WorkCalendar
from clientdesk.models.zones import find_zone

REACH_START, REACH_END = 8 * 60, 18 * 60
"""Minutes of the client's day, Monday to Friday, between which it is reached."""

_SATURDAY = 5
_DAYS_AROUND = range(-1, 2)
"""Zones lie up to 26 hours apart: a day here can touch, between 08:00 and 18:00, these days there."""


class ClientZone(NamedTuple):
    """`is_known` is false where the computer has no such zone and the practice's stands in: to be said."""

    zone: tzinfo
    is_known: bool


def client_zone(name: str | None, practice: tzinfo) -> ClientZone:
    """The zone of a client by its IANA name; without one the practice's."""
    if not name:
        return ClientZone(practice, is_known=True)
    found = find_zone(name)
    return ClientZone(practice if found is None else found, is_known=found is not None)


def contact_window(
    day: date, calendar: WorkCalendar, zone: tzinfo, client_zone: tzinfo
) -> tuple[tuple[datetime, datetime], ...]:
    """The practice's working hours of a day that fall into 08:00 to 18:00, Monday to Friday, at the client's.

    Args:
        day: date of the practice's zone.

    Returns:
        Start and end instants (UTC) in order; empty when that day has none, and on the calendar's last days.
    """
    if not _is_well_inside(day):
        return ()
    there = _days_there(day, client_zone)
    found = []
    for start, end in calendar.hours_on(day):
        opens, closes = _instant(day, start, zone), _instant(day, end, zone)
        for from_, until in there:
            if max(opens, from_) < min(closes, until):
                found.append((max(opens, from_), min(closes, until)))
    return tuple(found)


def _days_there(day: date, zone: tzinfo) -> list[tuple[datetime, datetime]]:
    days = [day + timedelta(days=away) for away in _DAYS_AROUND]
    return [
        (_instant(one, REACH_START, zone), _instant(one, REACH_END, zone))
        for one in days
        if one.weekday() < _SATURDAY
    ]


def _is_well_inside(day: date) -> bool:
    """Far enough from the ends of the calendar for every zone to have an instant."""
    return date.min.toordinal() + 4 < day.toordinal() < date.max.toordinal() - 4


def _instant(day: date, minute: int, zone: tzinfo) -> datetime:
    """A minute of a local day; one skipped by the clocks comes as much later, of two the first counts."""
    whole, rest = divmod(minute, 1440)
    clock = time(rest // 60, rest % 60, tzinfo=zone)
    return datetime.combine(day + timedelta(days=whole), clock).astimezone(UTC)
