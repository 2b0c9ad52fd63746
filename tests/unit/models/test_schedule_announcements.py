"""When a client is announced: moments, quiet hours, time off, hold, snooze, meetings, and never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clientdesk.models.enums import RhythmKind, RhythmUnit, TouchKind
from clientdesk.models.schedule import (
    LIMIT,
    AnnouncingRules,
    BookedTouch,
    ClientFacts,
    Occasion,
    PolicyHours,
    QuietHours,
    RhythmRule,
    Step,
    TimeOffSpan,
    WorkCalendar,
    announce,
    client_status,
)

PARIS = ZoneInfo("Europe/Paris")
WEEKDAYS = PolicyHours(dict.fromkeys(range(5), ((540, 1020),)))
FRIDAY = RhythmRule("friday", RhythmKind.UPDATE, RhythmUnit.WEEKLY, 1, 4, None, date(2026, 10, 2))
CALL = RhythmRule("call", RhythmKind.CALL, RhythmUnit.WEEKLY, 2, 1, None, date(2026, 10, 2))
NIGHT = QuietHours(19 * 60, 8 * 60)


def october(day: int) -> date:
    return date(2026, 10, day)


def at(day: int, clock: str = "09:00", month: int = 10) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, month, day, int(hour), int(minute), tzinfo=PARIS).astimezone(UTC)


def rules(
    *time_off: TimeOffSpan, quiet: QuietHours | None = None, hours: PolicyHours = WEEKDAYS
) -> AnnouncingRules:
    return AnnouncingRules(WorkCalendar(((date(2020, 1, 1), hours),), time_off=time_off), PARIS, quiet)


CEDAR = ClientFacts("cedar", date(2026, 9, 28), rhythms=(FRIDAY,), last_held={RhythmKind.UPDATE: october(2)})
ELM = ClientFacts("elm", october(5), own_limit_days=10)
AWAY = TimeOffSpan(october(8), october(14), date(2026, 9, 1))


def keys(facts: ClientFacts, now: datetime, given_rules: AnnouncingRules | None = None) -> list[str]:
    return [occasion.key for occasion in announce(facts, now, given_rules or rules()).ripe]


def test_due_day_is_announced_at_the_start_of_working_hours() -> None:
    early = announce(CEDAR, at(9, "08:59"), rules())
    assert (early.ripe, early.next_at) == ((), at(9))
    found = announce(CEDAR, at(9), rules())
    assert found.ripe == (
        Occasion("cedar/friday/2026-10-09/first", "cedar", "friday", Step.FIRST, october(9), at(9)),
    )
    assert found.next_at == at(12)


def test_missed_occurrence_is_announced_once_more_on_the_next_working_day() -> None:
    assert keys(CEDAR, at(10)) == ["cedar/friday/2026-10-09/first"]
    assert keys(CEDAR, at(11)) == ["cedar/friday/2026-10-09/first"]
    assert keys(CEDAR, at(12, "08:59")) == [], "not twice in one morning"
    assert keys(CEDAR, at(12)) == ["cedar/friday/2026-10-09/second"]
    assert announce(CEDAR, at(12), rules()).next_at == at(16)
    assert keys(CEDAR, at(16)) == ["cedar/friday/2026-10-16/first"]


def test_after_a_long_sleep_only_the_newest_occasion_is_left() -> None:
    assert keys(CEDAR, at(28)) == ["cedar/friday/2026-10-23/second"]


def test_kept_promise_is_not_announced() -> None:
    kept = replace(CEDAR, last_held={RhythmKind.UPDATE: october(8)})
    found = announce(kept, at(9), rules())
    assert (found.ripe, found.next_at) == ((), at(16))


def test_limit_is_announced_on_its_day_and_on_the_next_working_day() -> None:
    assert keys(ELM, at(15)) == [f"elm/{LIMIT}/2026-10-15/first"]
    assert keys(ELM, at(16)) == [f"elm/{LIMIT}/2026-10-15/second"]
    assert announce(ELM, at(16), rules()).next_at is None
    assert announce(ELM, at(7), rules()).next_at == at(15)


def test_rhythm_and_limit_are_announced_each_on_its_own() -> None:
    both = replace(CEDAR, own_limit_days=7, last_meaningful_on=october(2))
    assert keys(both, at(9)) == ["cedar/friday/2026-10-09/first", "cedar/limit/2026-10-09/first"]


@pytest.mark.parametrize("is_limit", [False, True])
def test_covered_day_is_not_announced(is_limit: bool) -> None:
    booked = (BookedTouch(october(20), TouchKind.CALL),)
    facts = replace(CEDAR, rhythms=(CALL,), last_held={RhythmKind.CALL: october(6)}, booked=booked)
    if is_limit:
        facts = replace(facts, rhythms=(), own_limit_days=14, last_meaningful_on=october(6))
    found = announce(facts, at(20, "12:00"), rules())
    assert (found.ripe, found.next_at) == ((), at(21))
    assert len(announce(replace(facts, booked=()), at(20, "12:00"), rules()).ripe) == 1


def test_not_listed_and_held_until_released_are_never_announced() -> None:
    for facts in (replace(CEDAR, is_archived=True), replace(CEDAR, is_held_until_released=True)):
        found = announce(facts, at(12), rules())
        assert (found.ripe, found.next_at) == ((), None)


def test_snooze_silences_and_ends_in_one_summary() -> None:
    snoozed = replace(CEDAR, own_limit_days=7, last_meaningful_on=october(2), snoozed_until=october(17))
    during = announce(snoozed, at(16, "12:00"), rules())
    assert (during.ripe, during.next_at) == ((), at(19))
    assert keys(snoozed, at(18)) == []
    found = announce(snoozed, at(19), rules())
    assert [(one.key, one.step, one.source) for one in found.ripe] == [
        ("cedar/2026-10-19/summary", Step.SUMMARY, "")
    ]
    assert found.next_at == at(23)
    assert keys(snoozed, at(23)) == ["cedar/friday/2026-10-23/first", "cedar/2026-10-19/summary"]


def test_nothing_is_summed_up_when_nothing_is_due() -> None:
    snoozed = replace(CEDAR, snoozed_until=october(7))
    found = announce(snoozed, at(7), rules())
    assert (found.ripe, found.next_at) == ((), at(9))


def test_hold_ends_like_a_snooze() -> None:
    held = replace(CEDAR, hold_until=october(13))
    assert keys(held, at(12)) == []
    assert keys(held, at(13)) == ["cedar/2026-10-13/summary"]


def test_occurrence_on_the_day_a_snooze_ends_is_part_of_the_summary() -> None:
    assert keys(replace(CEDAR, snoozed_until=october(9)), at(9)) == ["cedar/2026-10-09/summary"]
    assert keys(replace(CEDAR, snoozed_until=october(9)), at(12)) == ["cedar/friday/2026-10-09/second"]


def test_time_off_is_silent_and_ends_in_one_summary() -> None:
    practice = rules(AWAY)
    assert keys(CEDAR, at(7), practice) == ["cedar/friday/2026-10-07/first"]
    for day in range(8, 15):
        assert announce(CEDAR, at(day), practice).ripe == ()
    assert announce(CEDAR, at(10), practice).next_at == at(15)
    assert keys(CEDAR, at(15), practice) == ["cedar/2026-10-15/summary"]
    assert keys(CEDAR, at(16), practice) == ["cedar/friday/2026-10-16/first"]


def test_longest_of_several_silences_decides() -> None:
    snoozed = replace(CEDAR, snoozed_until=october(12), hold_until=october(9))
    assert keys(snoozed, at(12), rules(AWAY)) == []
    assert keys(snoozed, at(15), rules(AWAY)) == ["cedar/2026-10-15/summary"]


def test_hold_for_years_and_time_off_to_the_end_of_the_calendar_do_not_fail() -> None:
    assert announce(replace(CEDAR, hold_until=date.max), at(12), rules()).next_at is None
    forever = TimeOffSpan(october(8), date.max, october(1))
    assert announce(CEDAR, at(12), rules(forever)).ripe == ()
    far = replace(CEDAR, rhythms=(replace(FRIDAY, starts_on=date(9999, 12, 31)),), own_limit_days=10_000)
    assert announce(far, at(12), rules()).next_at is None


@pytest.mark.parametrize(
    ("quiet", "moment"),
    [
        pytest.param(None, at(9), id="none"),
        pytest.param(NIGHT, at(9), id="a night that is over"),
        pytest.param(QuietHours(19 * 60, 10 * 60), at(9, "10:00"), id="a night that lasts into the morning"),
        pytest.param(QuietHours(8 * 60, 11 * 60 + 30), at(9, "11:30"), id="a quiet morning"),
        pytest.param(QuietHours(540, 1440), at(10, "00:00"), id="quiet until midnight"),
        pytest.param(QuietHours(0, 1440), at(9), id="always quiet means never"),
        pytest.param(QuietHours(540, 540), at(9), id="empty"),
        pytest.param(QuietHours(0, 600, has_quiet_weekends=True), at(9, "10:00"), id="weekends"),
    ],
)
def test_moments_move_out_of_quiet_hours(quiet: QuietHours | None, moment: datetime) -> None:
    assert rules(quiet=quiet).moment_on(october(9)) == moment


def test_late_worker_is_told_the_next_morning() -> None:
    late = rules(quiet=NIGHT, hours=PolicyHours({4: ((20 * 60, 23 * 60),)}))
    assert late.moment_on(october(9)) == at(10, "08:00")


def test_quiet_weekend_is_left_on_monday_at_the_start_of_work() -> None:
    hours = PolicyHours({0: ((540, 1020),), 5: ((600, 720),)})
    saturday = rules(quiet=QuietHours(0, 0, has_quiet_weekends=True), hours=hours)
    assert saturday.moment_on(october(10)) == at(12)
    with_night = rules(quiet=QuietHours(19 * 60, 10 * 60, has_quiet_weekends=True), hours=hours)
    assert with_night.moment_on(october(10)) == at(12, "10:00")


def test_nothing_leaks_into_quiet_hours_after_a_late_start() -> None:
    quiet = rules(quiet=QuietHours(19 * 60, 8 * 60, has_quiet_weekends=True))
    for clock in ("19:00", "23:59"):
        found = announce(CEDAR, at(9, clock), quiet)
        assert (found.ripe, found.next_at) == ((), at(12, "08:00"))
    assert keys(CEDAR, at(9, "18:59"), quiet) == ["cedar/friday/2026-10-09/first"]
    assert keys(CEDAR, at(12, "08:00"), quiet) == []
    assert keys(CEDAR, at(12), quiet) == ["cedar/friday/2026-10-09/second"]


def test_nothing_is_announced_while_a_meeting_with_the_client_runs() -> None:
    busy = [(at(9, "10:00"), at(9, "10:30")), (at(9, "08:30"), at(9, "10:00"))]
    found = announce(CEDAR, at(9), rules(), busy)
    assert (found.ripe, found.next_at) == ((), at(9, "10:30"))
    assert len(announce(CEDAR, at(9, "10:30"), rules(), busy).ripe) == 1


def test_meeting_that_ends_in_quiet_hours_waits_for_their_end() -> None:
    busy = [(at(9, "18:00"), at(9, "20:00"))]
    found = announce(CEDAR, at(9, "18:30"), rules(quiet=NIGHT), busy)
    assert found.next_at == at(10, "08:00")


def test_status_known_already_is_used() -> None:
    status = client_status(CEDAR, october(9), rules().calendar)
    assert announce(CEDAR, at(9), rules(), status=status) == announce(CEDAR, at(9), rules())


def test_day_without_any_hours_is_announced_at_nine() -> None:
    assert keys(CEDAR, at(9), rules(hours=PolicyHours({}))) == ["cedar/friday/2026-10-09/first"]
    assert keys(CEDAR, at(9, "08:59"), rules(hours=PolicyHours({}))) == []


def test_minutes_skipped_by_the_clocks_come_an_hour_later() -> None:
    spring = rules().instant(date(2026, 3, 29), 150)
    assert spring == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert spring.astimezone(PARIS).hour == 3


def test_minutes_that_come_twice_are_told_apart() -> None:
    assert rules().instant(october(25), 150) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert rules().instant(october(25), 150, fold=1) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_quiet_hours_that_end_in_the_hour_that_comes_twice_end_for_good() -> None:
    quiet = rules(quiet=QuietHours(19 * 60, 150))
    second_two_ten = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    assert quiet.open_from(second_two_ten) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_start_of_work_keeps_its_local_hour_over_the_change_of_clocks() -> None:
    assert rules().moment_on(october(23)) == datetime(2026, 10, 23, 7, 0, tzinfo=UTC)
    assert rules().moment_on(october(26)) == datetime(2026, 10, 26, 8, 0, tzinfo=UTC)


@st.composite
def practices(draw: st.DrawFn) -> tuple[ClientFacts, AnnouncingRules, list[tuple[datetime, datetime]]]:
    def day() -> date:
        return october(1) + timedelta(days=draw(st.integers(0, 40)))

    def perhaps_day() -> date | None:
        return day() if draw(st.integers(0, 3)) == 0 else None

    time_off = []
    for _ in range(draw(st.integers(0, 2))):
        first = day()
        time_off.append(TimeOffSpan(first, first + timedelta(days=draw(st.integers(0, 9))), date(2026, 9, 1)))
    weekend = draw(st.booleans())
    quiet = draw(st.sampled_from([None, NIGHT, QuietHours(600, 720), QuietHours(1200, 600)]))
    if quiet is not None and weekend:
        quiet = replace(quiet, has_quiet_weekends=True)
    hours = draw(st.sampled_from([WEEKDAYS, PolicyHours({1: ((600, 900),), 5: ((420, 700),)})]))
    busy = []
    for _ in range(draw(st.integers(0, 3))):
        start = datetime(2026, 10, 1, 6, tzinfo=UTC) + timedelta(hours=draw(st.integers(0, 900)))
        busy.append((start, start + timedelta(hours=draw(st.integers(1, 5)))))
    facts = replace(
        CEDAR,
        rhythms=(FRIDAY, CALL)[: draw(st.integers(0, 2))],
        last_held={RhythmKind.UPDATE: day()} if draw(st.booleans()) else {},
        own_limit_days=draw(st.sampled_from([None, 5, 20])),
        snoozed_until=perhaps_day(),
        hold_until=perhaps_day(),
    )
    return facts, rules(*time_off, quiet=quiet, hours=hours), busy


@pytest.mark.no_cover
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(practices())
def test_sleeping_until_the_next_moment_misses_nothing_and_repeats_nothing(
    practice: tuple[ClientFacts, AnnouncingRules, list[tuple[datetime, datetime]]],
) -> None:
    """Waking only at `next_at` announces the same, at the same hour, as looking all the time."""
    facts, given_rules, busy = practice
    start, end = at(1, "00:00"), at(12, "00:00", month=11)
    watching: dict[str, datetime] = {}
    now = start
    while now < end:
        for occasion in announce(facts, now, given_rules, busy).ripe:
            watching.setdefault(occasion.key, now)
        now += timedelta(hours=1)
    sleeping: dict[str, datetime] = {}
    now = start
    wakes = 0
    while now < end:
        found = announce(facts, now, given_rules, busy)
        for occasion in found.ripe:
            sleeping.setdefault(occasion.key, now)
        if found.next_at is None:
            break
        assert found.next_at > now
        now = found.next_at
        wakes += 1
    assert sleeping == watching
    assert wakes < 120
    away = given_rules.calendar.time_off
    for moment in watching.values():
        local = moment.astimezone(PARIS).date()
        assert not any(span.starts_on <= local <= span.ends_on for span in away)
        assert given_rules.open_from(moment, busy) == moment
