"""The fast rules against the slow ones, over random histories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clientdesk.models.enums import RhythmKind, RhythmUnit, TouchKind, TouchState
from clientdesk.models.schedule import (
    ClientFacts,
    PolicyHours,
    RhythmRule,
    TimeOffSpan,
    Touch,
    WorkCalendar,
    client_status,
    summarise_touches,
)
from tests.helpers.slow_check_ins import SlowClient, SlowPractice, SlowRhythm, SlowTouch, slow_status

TODAYS = st.sampled_from([date(2026, 10, 14), date(2024, 2, 29), date(2026, 1, 2), date(2026, 3, 29)])
ANY_KIND = st.sampled_from([kind.value for kind in TouchKind])
BOOKED_KINDS = st.sampled_from(["call", "video", "meeting", "meeting", "update"])
FULL = {0, 1, 2, 3, 4}
WEEKS = st.sampled_from([FULL] * 10 + [{0, 1, 2, 3}, {0, 1, 2, 3}, {1, 5}, {3}, set(range(7)), set()])


@dataclass
class History:
    """One random case, in the words of both sides."""

    today: date
    practice: SlowPractice
    client: SlowClient


@st.composite
def histories(draw: st.DrawFn) -> History:
    today = draw(TODAYS)

    def day(low: int, high: int) -> date:
        return today + timedelta(days=draw(st.integers(low, high)))

    def perhaps(low: int, high: int) -> date | None:
        return day(low, high) if draw(st.booleans()) else None

    def sometimes(one_in: int) -> bool:
        return draw(st.integers(1, one_in)) == one_in

    hours = {day(-400, -20): (draw(WEEKS), draw(st.booleans()))}
    if sometimes(3):
        hours[day(-60, 30)] = (draw(WEEKS), draw(st.booleans()))
    holidays = {day(-40, 40) for _ in range(draw(st.integers(0, 4)))}
    time_off = []
    for _ in range(draw(st.integers(0, 3))):
        first = day(-60, 40)
        last = first + timedelta(days=draw(st.integers(0, 25)))
        time_off.append((first, last, first + timedelta(days=draw(st.integers(-30, 6)))))
    rhythms = []
    for _ in range(draw(st.integers(0, 3))):
        unit = draw(st.sampled_from(["weekly", "weekly", "monthly"]))
        nth = draw(st.sampled_from([1, 2, 3, 4, -1])) if unit == "monthly" else None
        kind = draw(st.sampled_from(["update", "call", "review"]))
        every = draw(st.integers(1, 3))
        rhythms.append(SlowRhythm(kind, unit, every, draw(st.integers(0, 6)), nth, day(-120, 20)))
    touches = []
    for _ in range(draw(st.integers(0, 8))):
        state = draw(st.sampled_from(["held", "held", "held", "planned", "planned", "cancelled", "missed"]))
        on = day(-1, 18) if state == "planned" else day(-60, 2)
        kind = draw(BOOKED_KINDS if state == "planned" else ANY_KIND)
        meaningful = draw(st.sampled_from([None, None, None, True, False]))
        touches.append(SlowTouch(on, kind, state, draw(st.booleans()), meaningful))
    engagements = [(day(-150, 30), perhaps(-20, 8)) for _ in range(draw(st.integers(0, 2)))]
    limits = [draw(st.sampled_from([None, None, 0, 3, 10, 18, 120])) for _ in range(3)]
    client = SlowClient(
        added_on=day(-90, 0),
        engagements=engagements,
        rhythms=rhythms,
        touches=touches,
        own_limit=limits[0],
        tier_limit=limits[1],
        default_limit=limits[2],
        after_tier=sometimes(3),
        archived=sometimes(20),
        hold_until=day(-5, 5) if sometimes(6) else None,
        held_until_released=sometimes(15),
        snoozed_until=day(-5, 5) if sometimes(6) else None,
    )
    return History(today, SlowPractice(hours, holidays, time_off), client)


def facts_of(client: SlowClient, today: date) -> ClientFacts:
    touches = [
        Touch(touch.on, TouchKind(touch.kind), TouchState(touch.state), touch.is_review, touch.meaningful)
        for touch in client.touches
    ]
    summary = summarise_touches(touches, today)
    rhythms = tuple(
        RhythmRule(
            f"r{number}",
            RhythmKind(rhythm.kind),
            RhythmUnit(rhythm.unit),
            rhythm.every,
            rhythm.weekday,
            rhythm.nth,
            rhythm.starts_on,
        )
        for number, rhythm in enumerate(client.rhythms)
    )
    return ClientFacts(
        client_id="c",
        added_on=client.added_on,
        engagement_spans=tuple(client.engagements),
        rhythms=rhythms,
        own_limit_days=client.own_limit,
        tier_limit_days=client.tier_limit,
        default_limit_days=client.default_limit,
        has_after_tier=client.after_tier,
        last_held=summary.last_held,
        last_meaningful_on=summary.last_meaningful_on,
        booked=summary.booked,
        is_archived=client.archived,
        hold_until=client.hold_until,
        is_held_until_released=client.held_until_released,
        snoozed_until=client.snoozed_until,
    )


def calendar_of(practice: SlowPractice) -> WorkCalendar:
    hours = tuple(
        (since, PolicyHours(dict.fromkeys(weekdays, ((540, 1020),)), keeps_holidays))
        for since, (weekdays, keeps_holidays) in practice.hours.items()
    )
    time_off = tuple(TimeOffSpan(*span) for span in practice.time_off)
    return WorkCalendar(
        hours, lambda year: frozenset(d for d in practice.holidays if d.year == year), time_off
    )


drawn = settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.no_cover
@settings(drawn)
@given(histories())
def test_fast_rules_agree_with_the_slow_ones(history: History) -> None:
    agree(history)


@pytest.mark.soak
@settings(drawn, max_examples=5_000)
@given(histories())
def test_fast_rules_agree_with_the_slow_ones_in_thousands_of_histories(history: History) -> None:
    agree(history)


def agree(history: History) -> None:
    wanted = slow_status(history.client, history.today, history.practice)
    found = client_status(
        facts_of(history.client, history.today), history.today, calendar_of(history.practice)
    )
    limit = None
    if found.limit_state is not None:
        limit = {"state": found.limit_state, "on": found.limit_on, "quiet_for": found.quiet_days}
    rhythms = [
        {"state": one.state, "due_on": one.due_on, "missed": list(one.missed), "next_on": one.next_on}
        for one in found.rhythms
    ]
    assert {
        "state": found.state,
        "due_on": found.due_on,
        "known": found.known_since,
        "rhythms": rhythms,
        "limit": limit,
    } == wanted
