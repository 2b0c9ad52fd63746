"""The fast rules against the slow ones, over random histories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import CheckInState, HoldEvent, RhythmKind, RhythmUnit, TouchKind, TouchState
from clientdesk.models.schedule import (
    HEARD_FROM,
    ClientFacts,
    Hold,
    HoldFacts,
    MilestoneDates,
    PolicyHours,
    RhythmRule,
    TimeOffSpan,
    Touch,
    WorkCalendar,
    after_end_dates,
    client_status,
    hold_end,
    keeps,
    kept_record,
    milestone_dates,
    summarise_touches,
)
from clientdesk.store.first_reads import local_days, stored
from tests.helpers.check_in_histories import History, histories
from tests.helpers.slow_check_ins import slow_status
from tests.helpers.slow_days import ZONES, SlowPractice
from tests.helpers.slow_rhythms import SlowRhythm


class FastSide:
    """One history through the rules that are in use: texts of the store become dates, facts become a status."""

    def __init__(self, history: History, calendar: WorkCalendar) -> None:
        self._client = history.client
        self._calendar = calendar
        self._zone = ZoneInfo(history.zone)
        self._local = local_days(self._zone)
        self.today = history.now.astimezone(self._zone).date()

    def judged(self) -> dict[str, Any]:
        facts, end = self._facts()
        found = client_status(facts, self.today, self._calendar)
        limit = None
        if found.limit_state is not None:
            limit = {"state": found.limit_state, "on": found.limit_on, "quiet_for": found.quiet_days}
        rules = {rule.rhythm_id: rule for rule in facts.rhythms}
        return {
            "state": found.state,
            "due_on": found.due_on,
            "known": found.known_since,
            "limit": limit,
            "hold_end": end,
            "rhythms": [
                {
                    "state": one.state,
                    "due_on": one.due_on,
                    "missed": list(one.missed),
                    "next_on": one.next_on,
                    "kept": self._kept(rules[one.rhythm_id], found.known_since),
                }
                for one in found.rhythms
            ],
        }

    def _day(self, instant: datetime) -> date:
        return self._local.of(stored(instant))

    def _facts(self) -> tuple[ClientFacts, date | None]:
        client = self._client
        touches = [
            Touch(
                self._day(one.at), TouchKind(one.kind), TouchState(one.state), one.is_review, one.meaningful
            )
            for one in client.touches
        ]
        summary = summarise_touches(touches, self.today)
        end = self._hold_end()
        facts = ClientFacts(
            client_id="c",
            added_on=client.added_on,
            engagement_spans=tuple(client.engagements),
            rhythms=tuple(self._rule(number, one) for number, one in enumerate(client.rhythms)),
            own_limit_days=client.own_limit,
            tier_limit_days=client.tier_limit,
            default_limit_days=client.default_limit,
            has_after_tier=client.after_tier,
            last_held=summary.last_held,
            last_meaningful_on=summary.last_meaningful_on,
            booked=summary.booked,
            is_archived=client.archived,
            hold_until=end,
            is_held_until_released=client.hold is not None and end is None,
            snoozed_until=client.snoozed_until,
        )
        return facts, end

    def _rule(self, number: int, rhythm: SlowRhythm) -> RhythmRule:
        listed: tuple[date, ...] = ()
        if rhythm.offset is not None:
            milestones = [MilestoneDates(*one) for one in rhythm.milestones]
            listed = milestone_dates(milestones, rhythm.offset, self.today)
        elif rhythm.unit == "after_end":
            listed = after_end_dates(rhythm.engagements, rhythm.every)
        return RhythmRule(
            f"r{number}",
            RhythmKind(rhythm.kind),
            RhythmUnit(rhythm.unit),
            rhythm.every,
            rhythm.weekday,
            rhythm.nth,
            rhythm.starts_on,
            rhythm.ends_on,
            rhythm.offset,
            listed,
        )

    def _hold_end(self) -> date | None:
        hold = self._client.hold
        if hold is None:
            return None
        heard = [one.at for one in self._client.touches if one.state == "held" and one.kind in HEARD_FROM]
        happened = HoldFacts(
            tuple(heard),
            tuple(self._client.signed),
            tuple(start for start, _ in self._client.engagements),
            tuple(actual for _, actual in self._client.milestones if actual is not None),
        )
        event = None if hold.event is None else HoldEvent(hold.event)
        return hold_end(Hold(hold.until, event, hold.since), happened, self._zone, self.today)

    def _kept(self, rule: RhythmRule, known_since: date) -> list[tuple[date, bool]]:
        held = [
            self._day(one.at)
            for one in self._client.touches
            if one.state == "held" and rule.kind in keeps(TouchKind(one.kind), one.is_review)
        ]
        return list(kept_record(rule, held, known_since, self.today, self._calendar).occurrences)


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
    practice, calendar = None, WorkCalendar(())
    for history in histories(first, count):
        if history.practice is not practice:
            practice, calendar = history.practice, calendar_of(history.practice)
        wanted = slow_status(history.client, history.now, history.practice, ZONES[history.zone])
        assert FastSide(history, calendar).judged() == wanted, history
        met.update(set(marks(history, wanted)))
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
