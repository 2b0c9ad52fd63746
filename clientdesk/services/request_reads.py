"""What the response clock needs of the store: plain SQL and the rules' JSON, light enough for the hidden start.

The rules are laid over each other as `boundary_layers` does it: what ships, the default, the client's tier, the
client itself, each as in force on the local date of the message's arrival.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from clientdesk.models.calendar import PolicyHours, WorkCalendar
from clientdesk.models.enums import RequestBreach, Urgency
from clientdesk.models.response import AnswerClock, as_promised, clock_of, promise_of
from clientdesk.models.zones import find_zone
from clientdesk.store.first_reads import Fetch, instant_of

SHIPPED: dict[str, Any] = {
    "response_normal": {"amount": 1, "unit": "working_days"},
    "response_urgent": {"amount": 8, "unit": "working_hours"},
    "emergency": {"hours": {"start": 480, "end": 1200}, "answer": {"amount": 2, "unit": "hours"}},
    "channels": [{"name": "Email", "use": "any"}, {"name": "Phone", "use": "urgent"}],
}
"""What holds where no layer sets it; a test holds these against `services.starter`."""

_FIELDS = (
    "response_normal",
    "response_urgent",
    "emergency",
    "channels",
    "working_hours",
    "public_holidays",
)

OPEN = "r.answered_at IS NULL AND r.closed_at IS NULL"

_ROWS = (
    "SELECT r.id, r.client_id, c.name, c.colour, c.tier_id, r.contact_id, contact.name, r.urgency, r.channel,"
    " r.text, r.received_at, r.acknowledged_at, r.answered_at, r.closed_at, r.breach, r.touchpoint_id,"
    " r.answer_touch_id, entry.zone FROM client_request r JOIN client c ON c.id = r.client_id"
    " LEFT JOIN contact ON contact.id = r.contact_id LEFT JOIN touchpoint entry ON entry.id = r.touchpoint_id"
)


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request as stored, with the client's name.

    Attributes:
        zone: the practice's when what they asked was entered; empty when that entry is gone.
    """

    request_id: str
    client_id: str
    client: str
    colour: int
    tier_id: str | None
    contact_id: str | None
    contact: str
    urgency: Urgency
    channel: str
    text: str
    received_at: datetime
    acknowledged_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    breach: RequestBreach | None
    touchpoint_id: str | None
    answer_touch_id: str | None
    zone: str = ""


def request_rows(fetch: Fetch, where: str, values: Sequence[Any] = ()) -> list[RequestRow]:
    """Requests that fulfil a condition of our own words (`r` the request, `c` the client), oldest first."""
    return [_row(found) for found in fetch(f"{_ROWS} WHERE {where} ORDER BY r.received_at, r.id", values)]


def _row(found: Sequence[Any]) -> RequestRow:
    received, acknowledged, answered, closed = found[10:14]
    return RequestRow(
        request_id=found[0],
        client_id=found[1],
        client=found[2],
        colour=found[3],
        tier_id=found[4],
        contact_id=found[5],
        contact=found[6] or "",
        urgency=_URGENCY_OF[found[7]],
        channel=found[8],
        text=found[9],
        received_at=instant_of(received),
        acknowledged_at=_instant(acknowledged),
        answered_at=_instant(answered),
        closed_at=_instant(closed),
        breach=None if found[14] is None else _BREACH_OF[found[14]],
        touchpoint_id=found[15],
        answer_touch_id=found[16],
        zone=found[17] or "",
    )


def _instant(at: str | None) -> datetime | None:
    return None if at is None else instant_of(at)


@dataclass(frozen=True, slots=True)
class AnswerMoment:
    """An open request and when to speak of it, UTC.

    Attributes:
        warn_at: say that the answer is due soon; of an emergency its arrival, when its way is open.
        due_at: the answer is promised by then; afterwards it is late.
        text: what they asked; may be empty.
        is_acknowledged: they were told that it arrived and by when an answer comes.
    """

    request_id: str
    client_id: str
    client: str
    urgency: Urgency
    received_at: datetime
    warn_at: datetime
    due_at: datetime
    text: str = ""
    is_acknowledged: bool = False


def answer_moments(fetch: Fetch, now: datetime, zone: ZoneInfo, calendar: WorkCalendar) -> list[AnswerMoment]:
    """Open requests of clients who are not archived, the earliest due first.

    Left out: those whose promise cannot be counted (no working hours), and those that a clock set back makes
    arrive later than now.
    """
    rows = request_rows(fetch, f"{OPEN} AND c.archived_at IS NULL")
    if not rows:
        return []
    promises = Promises(fetch, zone, calendar)
    found = [moment for row in rows if (moment := _moment(row, promises, now)) is not None]
    return sorted(found, key=lambda moment: (moment.due_at, moment.received_at, moment.request_id))


def _moment(row: RequestRow, promises: Promises, now: datetime) -> AnswerMoment | None:
    clock = promises.clock(row)
    if clock is None or clock.due_at is None or row.received_at > now:
        return None
    warn_at = clock.starts_at if row.urgency is Urgency.EMERGENCY else clock.warn_at()
    return AnswerMoment(
        row.request_id,
        row.client_id,
        row.client,
        row.urgency,
        row.received_at,
        warn_at or clock.due_at,
        clock.due_at,
        row.text,
        row.acknowledged_at is not None,
    )


_URGENCY_OF = {urgency.value: urgency for urgency in Urgency}
_BREACH_OF = {breach.value: breach for breach in RequestBreach}


class Promises:
    """What was promised to whom on which day, from one reading of the policies."""

    def __init__(self, fetch: Fetch, zone: ZoneInfo, calendar: WorkCalendar) -> None:
        self._zone = zone
        self._calendar = calendar
        self._history: dict[str, list[tuple[date, dict[str, Any]]]] = {}
        self._calendars: dict[tuple[Any, ...], WorkCalendar] = {}
        rows = fetch(
            "SELECT layer, tier_id, client_id, in_force_from, rules FROM boundary_policy"
            " ORDER BY in_force_from, id",
            (),
        )
        for layer, tier_id, client_id, since, rules in rows:
            owner = "" if layer == "default" else tier_id or client_id or ""
            self._history.setdefault(owner, []).append((date.fromisoformat(since), _read(rules)))

    def clock(self, row: RequestRow) -> AnswerClock | None:
        """The promise running since a request arrived; None where nothing is promised."""
        day = self.day_of(row)
        rules, has_own_hours = self.rules(row.client_id, row.tier_id, day)
        promise = promise_of(rules, row.urgency)
        if promise is None:
            return None
        calendar = self._calendar_of(rules, day, is_own=has_own_hours)
        return clock_of(row.received_at, promise, calendar, self.zone_of(row))

    def day_of(self, row: RequestRow) -> date:
        """The local day on which a request arrived, where the practice was then."""
        return row.received_at.astimezone(self.zone_of(row)).date()

    def zone_of(self, row: RequestRow) -> ZoneInfo:
        """The zone in which the promise was given: a practice that moves on doesn't move it."""
        return (find_zone(row.zone) if row.zone else None) or self._zone

    def rules(self, client_id: str, tier_id: str | None, day: date) -> tuple[dict[str, Any], bool]:
        """The rules in force on a day, and whether tier or client has working hours of its own."""
        found = SHIPPED | self._of("", day, from_the_start=True)
        own = self._of(tier_id, day) | self._of(client_id, day)
        return found | own, "working_hours" in own

    def _of(self, owner: str | None, day: date, *, from_the_start: bool = False) -> dict[str, Any]:
        history = self._history.get(owner, []) if owner is not None else []
        place = bisect_right(history, day, key=lambda entry: entry[0])
        if place == 0:
            return history[0][1] if history and from_the_start else {}
        return history[place - 1][1]

    def _calendar_of(self, rules: dict[str, Any], day: date, *, is_own: bool) -> WorkCalendar:
        known = self._calendars.get((day,))
        if known is None:
            known = self._calendars[day,] = as_promised(self._calendar, day)
        if not is_own:
            return known
        key = (day, json.dumps(rules["working_hours"], sort_keys=True))
        own = self._calendars.get(key)
        if own is None:
            spans = {
                int(weekday): tuple((span["start"], span["end"]) for span in spans)
                for weekday, spans in rules["working_hours"].items()
            }
            hours = PolicyHours(spans, rules.get("public_holidays") is not False)
            own = self._calendars[key] = WorkCalendar(((date.min, hours),), known.holidays, known.time_off)
        return own


@lru_cache(maxsize=512)
def _read(rules: str) -> dict[str, Any]:
    """The fields that matter here, of one layer's rules as stored; shared, never changed."""
    read = json.loads(rules)
    return {name: read[name] for name in _FIELDS if read.get(name) is not None}
