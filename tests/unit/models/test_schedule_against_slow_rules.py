"""The fast rules, on what the store gathers for them, against the slow ones: over random histories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import CheckInState, HoldEvent, RhythmKind, RhythmUnit
from clientdesk.models.schedule import (
    ClientFacts,
    PolicyHours,
    RhythmRule,
    TimeOffSpan,
    WorkCalendar,
    client_status,
    kept_record,
)
from clientdesk.services.kept_views import held_days
from clientdesk.store.first_reads import CheckInRow, Fetch, check_in_rows
from tests.helpers.check_in_histories import A_GROUP, History, histories
from tests.helpers.slow_check_ins import slow_status
from tests.helpers.slow_days import ZONES, SlowPractice
from tests.helpers.slow_rhythms import SlowRhythm
from tests.helpers.stored_histories import HistoryStore

ALONE = 5
"""Every so many clients are read alone as well, as their page reads them."""


class FastSide:
    """Histories of one group through what is in use: rows of a store become facts, facts become a status."""

    def __init__(self, fetch: Fetch, zone: str, calendar: WorkCalendar) -> None:
        self._fetch = fetch
        self._calendar = calendar
        self._zone = ZoneInfo(zone)
        self._listed: dict[date, dict[str, CheckInRow]] = {}

    def judged(self, history: History) -> Iterator[dict[str, Any]]:
        """As the list of all says it; of some, and of who is in the archive, as their own page does."""
        today, key = history.now.astimezone(self._zone).date(), str(history.number)
        if today not in self._listed:
            rows = check_in_rows(self._fetch, today, self._zone)
            self._listed[today] = {row.facts.client_id: row for row in rows}
        assert (key in self._listed[today]) is not history.client.archived
        if not history.client.archived:
            yield self._status(self._listed[today][key].facts, today)
        if history.client.archived or history.number % ALONE == 0:
            (row,) = check_in_rows(self._fetch, today, self._zone, client_id=key)
            yield self._status(row.facts, today)

    def _status(self, facts: ClientFacts, today: date) -> dict[str, Any]:
        found = client_status(facts, today, self._calendar)
        limit = None
        if found.limit_state is not None:
            limit = {"state": found.limit_state, "on": found.limit_on, "quiet_for": found.quiet_days}
        rules = {rule.rhythm_id: rule for rule in facts.rhythms}
        held = held_days(self._fetch, facts.client_id, today, self._zone)
        return {
            "state": found.state,
            "due_on": found.due_on,
            "known": found.known_since,
            "limit": limit,
            "hold_end": facts.hold_until,
            "rhythms": [
                {
                    "state": one.state,
                    "due_on": one.due_on,
                    "missed": list(one.missed),
                    "next_on": one.next_on,
                    "kept": self._kept(rules[one.rhythm_id], held, found.known_since, today),
                }
                for one in sorted(found.rhythms, key=lambda one: one.rhythm_id)
            ],
        }

    def _kept(
        self, rule: RhythmRule, held: dict[RhythmKind, list[date]], known_since: date, today: date
    ) -> list[tuple[date, bool]]:
        days = held.get(rule.kind, ())
        return list(kept_record(rule, days, known_since, today, self._calendar).occurrences)


def calendar_of(practice: SlowPractice) -> WorkCalendar:
    hours = tuple(
        (since, PolicyHours(dict.fromkeys(weekdays, ((540, 1020),)), keeps_holidays))
        for since, (weekdays, keeps_holidays) in practice.hours.items()
    )
    time_off = tuple(TimeOffSpan(*span) for span in practice.time_off)
    return WorkCalendar(
        hours, lambda year: frozenset(d for d in practice.holidays if d.year == year), time_off
    )


def marks(history: History, wanted: dict[str, Any]) -> Iterator[str]:
    """What one history is an example of: a comparison that never meets a case cannot fail."""
    client, today = history.client, ZONES[history.zone].day(history.now)
    yield f"client {wanted['state']}"
    yield from {"dates today is not that of UTC"} if today != history.now.date() else ()
    if wanted["limit"] is not None:
        yield f"limit {wanted['limit']['state']}"
    if client.hold is not None and client.hold.event is not None:
        end = wanted["hold_end"]
        by = "not by" if end is None or end == client.hold.until else "by"
        yield f"hold ended {by} {client.hold.event}"
    if all(end is not None and end < today for _, end in client.engagements) and client.engagements:
        listed = "hidden" if wanted["state"] == "not_listed" else "listed"
        yield f"ended, {'a' if client.rhythms else 'no'} rhythm, {listed}"
    for rhythm, found in zip(client.rhythms, wanted["rhythms"], strict=False):
        yield from _marks_of(rhythm, found, today)
        if today - rhythm.starts_on < timedelta(days=60):
            dates = rhythm.dates(today, today)
            landings = {history.practice.land(day) for day in dates}
            yield from {"dates two on one day"} if len(landings) < len(dates) else ()


def _marks_of(rhythm: SlowRhythm, found: dict[str, Any], today: date) -> Iterator[str]:
    state = "spent" if found["due_on"] is None else found["state"]
    yield f"{rhythm.unit} {state}"
    yield f"{rhythm.kind} {state}"
    if rhythm.ends_on is not None:
        yield "dates rule changed or ended"
    if (rhythm.starts_on.month, rhythm.starts_on.day) == (2, 29) and rhythm.unit == "yearly":
        yield f"29 February {state}"
    if rhythm.offset is not None:
        yield f"milestone {'before' if rhythm.offset < 0 else 'from'} {state}"
    if found["kept"] and found["kept"][-1][0] > today:
        yield f"kept {rhythm.unit} ahead"
    if len({on_time for _, on_time in found["kept"]}) == 2:
        yield f"kept now and then: {rhythm.unit}"
    if len(found["kept"]) == 10:
        yield "kept ten told"
    if len(found["missed"]) > 50:
        yield "dates missed for years"


STATES = ("overdue", "due", "due_soon", "not_yet", "spent")
COVERABLE = (*STATES, "covered")
LEAST: dict[str, tuple[str, ...]] = {
    "client": tuple(CheckInState),
    "limit": ("quiet", "due", "due_soon", "covered", "not_yet"),
    **dict.fromkeys(["update", "satisfaction", "key_date", "29 February"], STATES),
    **dict.fromkeys(["call", "review", "personal", "win_back"], COVERABLE),
    **dict.fromkeys([*RhythmUnit, "milestone before", "milestone from"], COVERABLE),
    "hold ended": tuple(f"{by} {event}" for event in HoldEvent for by in ("by", "not by")),
    "ended,": ("no rhythm, listed", "no rhythm, hidden", "a rhythm, listed", "a rhythm, hidden"),
    "dates": ("two on one day", "missed for years", "rule changed or ended", "today is not that of UTC"),
    "kept": (*(f"{unit} ahead" for unit in RhythmUnit), "ten told"),
    "kept now and then:": ("weekly", "monthly", "yearly", "milestone"),
}
"""What ten thousand histories have to show, each at least so many times as `OFTEN` says."""

OFTEN = 5


def compare(first: int, count: int) -> Counter[str]:
    """Judge so many histories on both sides; returns what was met."""
    met: Counter[str] = Counter()
    store = HistoryStore()
    for number in range(first, first + count, A_GROUP):
        group = list(histories(number, min(A_GROUP, first + count - number)))
        with store.holding(group) as fetch:
            fast = FastSide(fetch, group[0].zone, calendar_of(group[0].practice))
            for history in group:
                wanted = slow_status(history.client, history.now, history.practice, ZONES[history.zone])
                for judged in fast.judged(history):
                    assert judged == wanted, history
                met.update(set(marks(history, wanted)))
    store.close()
    return met


@pytest.mark.no_cover
def test_ten_thousand_histories_are_judged_as_by_the_slow_rules() -> None:
    met = compare(0, 10_000)
    wanted = [f"{about} {case}" for about, cases in LEAST.items() for case in cases]
    assert {case: met[case] for case in wanted if met[case] < OFTEN} == {}


@pytest.mark.soak
@pytest.mark.no_cover
@pytest.mark.parametrize("first", range(10_000, 110_000, 10_000))
def test_many_more_histories_are_judged_alike(first: int) -> None:
    compare(first, 10_000)
