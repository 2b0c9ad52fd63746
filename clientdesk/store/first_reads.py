"""What the first paint and the tray need: plain portable SQL on the driver, no SQLModel.

The same statements serve the services through their sessions, so that both always agree.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from clientdesk.models.enums import RhythmKind, RhythmUnit, TouchKind
from clientdesk.models.schedule import (
    MEANINGFUL,
    BookedTouch,
    ClientFacts,
    HolidayLookup,
    PolicyHours,
    QuietHours,
    RhythmRule,
    TimeOffSpan,
    WorkCalendar,
    is_meaningful,
    keeps,
)
from clientdesk.store import driver

Fetch = Callable[[str, Sequence[Any]], list[Any]]
"""Runs one statement with its values and returns all rows."""


@contextmanager
def reading(path: Path) -> Iterator[Fetch]:
    """A read-only snapshot of the store through the driver alone."""
    with closing(driver.connect(path)) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        yield lambda sql, values: connection.execute(sql, tuple(values)).fetchall()


def fetch_of(session: Any) -> Fetch:
    """The same on a store session."""
    connection = session.connection()
    return lambda sql, values: connection.exec_driver_sql(sql, tuple(values)).fetchall()


def stored(instant: datetime) -> str:
    """An instant as the store writes it (UTC, sortable)."""
    return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def instant_of(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def day_of(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


class LocalDays:
    """The local date of stored instants: each UTC day is worked out once, then texts are compared."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._days: dict[str, tuple[str, date, date] | None] = {}

    def of(self, at: str) -> date:
        day = at[:10]
        if day not in self._days:
            self._days[day] = self._turn_of(day)
        known = self._days[day]
        if known is None:
            return instant_of(at).astimezone(self._zone).date()
        turn, before, after = known
        return after if at >= turn else before

    def _turn_of(self, day: str) -> tuple[str, date, date] | None:
        """Local midnight within a UTC day, with the dates before and after it; None where clocks change."""
        start = instant_of(day).astimezone(self._zone)
        end = (instant_of(day) + timedelta(days=1)).astimezone(self._zone)
        if start.utcoffset() != end.utcoffset():
            return None
        return stored(datetime.combine(end.date(), time(), self._zone)), start.date(), end.date()


@lru_cache(maxsize=4)
def local_days(zone: ZoneInfo) -> LocalDays:
    """The days of a zone, shared: a record has a few thousand at most."""
    return LocalDays(zone)


@dataclass(frozen=True, slots=True)
class PracticeFacts:
    name: str
    zone: str
    currency: str
    locale: str
    holiday_region: str
    limit_days: int | None
    is_demo: bool


def practice(fetch: Fetch) -> PracticeFacts | None:
    """The practice, or None before set-up."""
    rows = fetch(
        "SELECT name, zone, currency, locale, holiday_region, limit_days, is_demo FROM practice LIMIT 1", ()
    )
    if not rows:
        return None
    name, zone, currency, locale, region, limit_days, is_demo = rows[0]
    return PracticeFacts(name, zone, currency, locale, region, limit_days, bool(is_demo))


SHIPPED_HOURS: dict[int, tuple[tuple[int, int], ...]] = dict.fromkeys(range(5), ((540, 1020),))
SHIPPED_QUIET = QuietHours(19 * 60, 8 * 60, has_quiet_weekends=True)
SHIPPED_BUFFER = 20
SHIPPED_MEETING_MINUTES = 30
"""What holds where the default layer sets nothing; a test holds these against `services.starter`."""


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """Default-layer working rules as stored, oldest first: (in force from, rules as JSON values).

    Each entry stands for itself: what it leaves out is as shipped.
    """

    history: tuple[tuple[date, dict[str, Any]], ...]

    def hours(self) -> tuple[tuple[date, PolicyHours], ...]:
        entries = [(since, _policy_hours(rules)) for since, rules in self.history]
        return tuple(entries) or ((date.min, _policy_hours({})),)

    def quiet_on(self, today: date) -> QuietHours:
        """Quiet hours in force on that day."""
        quiet = self._in_force(today).get("quiet_hours")
        if quiet is None:
            return SHIPPED_QUIET
        return QuietHours(quiet["start"], quiet["end"], bool(quiet.get("weekends", True)))

    def buffer_on(self, today: date) -> int:
        """Share of capacity kept free on that day, percent."""
        percent = self._in_force(today).get("buffer_percent")
        return SHIPPED_BUFFER if percent is None else int(percent)

    def meeting_minutes_on(self, today: date) -> int:
        """How long a meeting takes that doesn't say."""
        minutes = self._in_force(today).get("meeting_minutes")
        return SHIPPED_MEETING_MINUTES if minutes is None else int(minutes)

    def _in_force(self, today: date) -> dict[str, Any]:
        found: dict[str, Any] = self.history[0][1] if self.history else {}
        for since, rules in reversed(self.history):
            if since <= today:
                found = rules
                break
        return found


def _policy_hours(rules: dict[str, Any]) -> PolicyHours:
    stored_hours = rules.get("working_hours")
    observes = rules.get("public_holidays")
    hours = SHIPPED_HOURS
    if stored_hours is not None:
        hours = {
            int(weekday): tuple((span["start"], span["end"]) for span in spans)
            for weekday, spans in stored_hours.items()
        }
    return PolicyHours(hours, True if observes is None else bool(observes))


def default_policies(fetch: Fetch) -> PolicyFacts:
    rows = fetch(
        "SELECT in_force_from, rules FROM boundary_policy WHERE layer = 'default' ORDER BY in_force_from, id",
        (),
    )
    return PolicyFacts(tuple((date.fromisoformat(since), json.loads(rules)) for since, rules in rows))


def time_off(fetch: Fetch) -> tuple[TimeOffSpan, ...]:
    rows = fetch("SELECT starts_on, ends_on, entered_on FROM time_off ORDER BY starts_on", ())
    return tuple(TimeOffSpan(*(date.fromisoformat(value) for value in row)) for row in rows)


def work_calendar(fetch: Fetch, holidays: HolidayLookup) -> WorkCalendar:
    """The practice's working days."""
    return WorkCalendar(default_policies(fetch).hours(), holidays, time_off(fetch))


@dataclass(frozen=True, slots=True)
class CheckInRow:
    """One client's facts with what the lists show beside them.

    Attributes:
        last_touch_at: last held contact other than a note, either direction.
    """

    facts: ClientFacts
    name: str
    colour: int
    tier: str
    zone: str | None
    stage: str
    last_touch_at: datetime | None
    snooze_reason: str
    hold_reason: str


_LAST_COLUMNS: tuple[tuple[TouchKind, bool], ...] = (
    (TouchKind.UPDATE, False),
    (TouchKind.REPORT, False),
    (TouchKind.CALL, False),
    (TouchKind.VIDEO, False),
    (TouchKind.VIDEO, True),
    (TouchKind.MEETING, False),
    (TouchKind.MEETING, True),
    (TouchKind.MAIL_SENT, False),
    (TouchKind.MESSAGE_SENT, False),
)

_LAST_OF = (
    "(SELECT max(t.at) FROM touchpoint t WHERE t.client_id = c.id AND t.state = 'held'"
    " AND t.kind = '{kind}' AND t.is_review = {review} AND t.at < ?)"
)

_CLIENTS = (  # composed of our own words only
    "SELECT c.id, c.name, c.colour, c.added_on, c.limit_days, c.archived_at, c.snoozed_until, c.is_on_hold,"
    " c.hold_until, c.zone, c.stage, tier.name, tier.limit_days, tier.is_after, c.snooze_reason, c.hold_reason,"
    # || '' keeps the planner off the index on state: a walk down the client's own stream is a few rows.
    " (SELECT t.at FROM touchpoint t WHERE t.client_id = c.id AND t.state || '' = 'held' AND t.kind <> 'note'"
    "  AND t.at < ? ORDER BY t.at DESC LIMIT 1), "
    + ", ".join(_LAST_OF.format(kind=kind.value, review=int(review)) for kind, review in _LAST_COLUMNS)
    + " FROM client c LEFT JOIN tier ON tier.id = c.tier_id"
)


def check_in_rows(
    fetch: Fetch, today: date, zone: ZoneInfo, *, client_id: str | None = None, with_archived: bool = False
) -> list[CheckInRow]:
    """The facts of all clients (or one), as of the local day `today` of the practice.

    Touches later on that day count; those of later days don't.
    """
    end = stored(datetime.combine(today + timedelta(days=1), time(), zone))
    local = local_days(zone)
    where, chosen = _restriction(client_id, with_archived=with_archived)
    clients = fetch(_CLIENTS + where, [end] * (len(_LAST_COLUMNS) + 1) + chosen)
    practice_limit = fetch("SELECT limit_days FROM practice LIMIT 1", ())
    default_limit = practice_limit[0][0] if practice_limit else None
    spans = _grouped(fetch(*_spans_from(today, client_id)))
    rhythms = _grouped(fetch(*_of_client(_RHYTHMS, client_id)))
    booked = _grouped(fetch(*_of_client(_BOOKED, client_id, [stored(datetime.combine(today, time(), zone))])))
    overruled = dict(fetch(_OVERRULED, (end,)))
    rows = []
    for row in clients:
        last_held, meaningful = _last_dates(row[17:], local)
        if row[0] in overruled:
            exactly = overruled[row[0]]
            meaningful = None if exactly is None else local.of(exactly)
        facts = ClientFacts(
            client_id=row[0],
            added_on=date.fromisoformat(row[3]),
            engagement_spans=tuple(
                [(date.fromisoformat(start), day_of(stop)) for _, start, stop in spans.get(row[0], ())]
            ),
            rhythms=tuple([_rule(values) for values in rhythms.get(row[0], ())]),
            own_limit_days=row[4],
            tier_limit_days=row[12],
            default_limit_days=default_limit,
            has_after_tier=bool(row[13]),
            last_held=last_held,
            last_meaningful_on=meaningful,
            booked=tuple([_booked(values, local) for values in booked.get(row[0], ())]),
            is_archived=row[5] is not None,
            hold_until=day_of(row[8]),
            is_held_until_released=bool(row[7]) and row[8] is None,
            snoozed_until=day_of(row[6]),
        )
        touched = None if row[16] is None else instant_of(row[16])
        rows.append(
            CheckInRow(facts, row[1], row[2], row[11] or "", row[9], row[10], touched, row[14], row[15])
        )
    return rows


_RHYTHMS = (
    "SELECT client_id, id, kind, unit, every, weekday, nth, starts_on FROM rhythm"
    " WHERE layer = 'client' AND client_id IS NOT NULL"
)
_SPANS = (
    "SELECT client_id, starts_on, ends_on FROM engagement WHERE (ends_on IS NULL OR ends_on >= ?){of_client}"
    " UNION ALL SELECT client_id, max(ends_on), max(ends_on) FROM engagement WHERE ends_on < ?{of_client}"
    " GROUP BY client_id"
)
_BOOKED = (
    "SELECT client_id, at, kind, is_review, is_meaningful FROM touchpoint WHERE state = 'planned' AND at >= ?"
)


# The last meaningful touch of those for whom the user has overruled the kind of some touch.
_OVERRULED = (
    "SELECT o.client_id, (SELECT t.at FROM touchpoint t WHERE t.client_id = o.client_id AND t.state || '' = 'held'"
    " AND t.at < ? AND (t.is_meaningful OR (t.is_meaningful IS NULL AND t.kind IN ("
    + ", ".join(f"'{kind.value}'" for kind in sorted(MEANINGFUL))
    + "))) ORDER BY t.at DESC LIMIT 1)"
    " FROM (SELECT DISTINCT client_id FROM touchpoint WHERE is_meaningful IS NOT NULL) o"
)


def _spans_from(today: date, client_id: str | None) -> tuple[str, list[Any]]:
    """Engagements that run today or later, and of the ended ones of a client the last: the rules ask no more."""
    day = today.isoformat()
    if client_id is None:
        return _SPANS.format(of_client=""), [day, day]
    return _SPANS.format(of_client=" AND client_id = ?"), [day, client_id, day, client_id]


def _restriction(client_id: str | None, *, with_archived: bool) -> tuple[str, list[Any]]:
    if client_id is not None:
        return " WHERE c.id = ?", [client_id]
    return ("" if with_archived else " WHERE c.archived_at IS NULL"), []


def _of_client(sql: str, client_id: str | None, values: list[Any] | None = None) -> tuple[str, list[Any]]:
    if client_id is None:
        return sql, values or []
    return f"{sql} {'AND' if 'WHERE' in sql else 'WHERE'} client_id = ?", [*(values or []), client_id]


def _grouped(rows: list[Any]) -> dict[str, list[Any]]:
    """Rows by their first value."""
    groups: dict[str, list[Any]] = {}
    for row in rows:
        group = groups.get(row[0])
        if group is None:
            groups[row[0]] = [row]
        else:
            group.append(row)
    return groups


_KIND_OF = {kind.value: kind for kind in RhythmKind}
_UNIT_OF = {unit.value: unit for unit in RhythmUnit}


def _rule(values: tuple[Any, ...]) -> RhythmRule:
    _, rhythm_id, kind, unit, every, weekday, nth, starts_on = values
    return RhythmRule(
        rhythm_id, _KIND_OF[kind], _UNIT_OF[unit], every, weekday, nth, date.fromisoformat(starts_on)
    )


def _booked(values: tuple[Any, ...], local: LocalDays) -> BookedTouch:
    _, at, kind, is_review, override = values
    word = None if override is None else bool(override)
    touch = TouchKind(kind)
    return BookedTouch(local.of(at), touch, bool(is_review), is_meaningful(touch, word))


_COUNTS = tuple((tuple(keeps(kind, review)), kind in MEANINGFUL) for kind, review in _LAST_COLUMNS)


def _last_dates(last: Sequence[str | None], local: LocalDays) -> tuple[dict[RhythmKind, date], date | None]:
    kept: dict[RhythmKind, str] = {}
    newest = ""
    for (rhythms, counts), at in zip(_COUNTS, last, strict=True):
        if at is None:
            continue
        for rhythm in rhythms:
            if at > kept.get(rhythm, ""):
                kept[rhythm] = at
        if counts and at > newest:
            newest = at
    days = {rhythm: local.of(at) for rhythm, at in kept.items()}
    return days, local.of(newest) if newest else None
