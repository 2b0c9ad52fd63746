"""What the response clock needs of the store: plain SQL and the rules' JSON, light enough for the hidden start.

The rules are laid over each other as `boundary_layers` does it: what ships, the default, the client's tier, the
client itself, each as in force on the local date of the message's arrival.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from clientdesk.models.calendar import PolicyHours, WorkCalendar
from clientdesk.models.enums import Urgency
from clientdesk.models.response import AnswerClock, as_promised, clock_of, promise_of
from clientdesk.store.first_reads import Fetch, instant_of

SHIPPED: dict[str, Any] = {
    "response_normal": {"amount": 1, "unit": "working_days"},
    "response_urgent": {"amount": 8, "unit": "working_hours"},
    "emergency": {"hours": {"start": 480, "end": 1200}, "answer": {"amount": 2, "unit": "hours"}},
}
"""What holds where no layer sets it; a test holds these against `services.starter`."""

_FIELDS = ("response_normal", "response_urgent", "emergency", "working_hours", "public_holidays")

_OPEN = (
    "SELECT r.id, r.client_id, c.name, c.tier_id, r.urgency, r.received_at, r.acknowledged_at, r.text"
    " FROM client_request r JOIN client c ON c.id = r.client_id"
    " WHERE r.answered_at IS NULL AND r.closed_at IS NULL AND c.archived_at IS NULL"
    " ORDER BY r.received_at, r.id"
)


@dataclass(frozen=True, slots=True)
class AnswerMoment:
    """An open request and when to speak of it, UTC.

    Attributes:
        warn_at: say that the answer is due soon.
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
    rows = fetch(_OPEN, ())
    if not rows:
        return []
    promises = Promises(fetch, zone, calendar)
    found = []
    for request_id, client_id, client, tier_id, urgency, received, acknowledged, text in rows:
        received_at = instant_of(received)
        clock = promises.clock(client_id, tier_id, _URGENCY_OF[urgency], received_at)
        if clock is None or clock.due_at is None or received_at > now:
            continue
        warning = clock.warn_at() or clock.due_at
        moment = AnswerMoment(
            request_id,
            client_id,
            client,
            _URGENCY_OF[urgency],
            received_at,
            warning,
            clock.due_at,
            text,
            acknowledged is not None,
        )
        found.append(moment)
    return sorted(found, key=lambda moment: (moment.due_at, moment.received_at, moment.request_id))


_URGENCY_OF = {urgency.value: urgency for urgency in Urgency}


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

    def clock(
        self, client_id: str, tier_id: str | None, urgency: Urgency, received_at: datetime
    ) -> AnswerClock | None:
        """The promise running since a message arrived; None where nothing is promised."""
        day = received_at.astimezone(self._zone).date()
        rules, has_own_hours = self.rules(client_id, tier_id, day)
        promise = promise_of(rules, urgency)
        if promise is None:
            return None
        return clock_of(received_at, promise, self._calendar_of(rules, day, is_own=has_own_hours), self._zone)

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
