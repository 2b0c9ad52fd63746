"""States of clients, rhythms and limits beyond the worked cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clientdesk.models.enums import CheckInState, RhythmKind, RhythmState, RhythmUnit, TouchKind
from clientdesk.models.schedule import (
    BookedTouch,
    ClientFacts,
    PolicyHours,
    RhythmRule,
    TimeOffSpan,
    WorkCalendar,
    client_status,
    is_meaningful,
    keeps,
    known_since,
)

WEEKDAYS = PolicyHours(dict.fromkeys(range(5), ((540, 1020),)))
CALENDAR = WorkCalendar(((date(2020, 1, 1), WEEKDAYS),))
FRIDAY = RhythmRule("friday", RhythmKind.UPDATE, RhythmUnit.WEEKLY, 1, 4, None, date(2026, 10, 2))
FORTNIGHT_CALL = RhythmRule("call", RhythmKind.CALL, RhythmUnit.WEEKLY, 2, 1, None, date(2026, 10, 2))


def october(day: int) -> date:
    return date(2026, 10, day)


CEDAR = ClientFacts("cedar", date(2026, 9, 28))
ENDED = replace(CEDAR, engagement_spans=((date(2026, 1, 5), date(2026, 9, 30)),))


def monthly(nth: int, weekday: int, every: int = 1, starts_on: date = date(2026, 1, 1)) -> RhythmRule:
    return RhythmRule("monthly", RhythmKind.CALL, RhythmUnit.MONTHLY, every, weekday, nth, starts_on)


@pytest.mark.parametrize("kind", list(TouchKind))
@pytest.mark.parametrize("is_review", [False, True])
def test_what_keeps_which_rhythm(kind: TouchKind, is_review: bool) -> None:
    expected = set()
    if kind in ("update", "report"):
        expected.add("update")
    if kind in ("call", "video", "meeting"):
        expected.add("call")
    if is_review and kind in ("video", "meeting"):
        expected.add("review")
    if kind in ("personal", "call", "video", "meeting", "mail_sent", "message_sent"):
        expected |= {"personal", "win_back"}
    if kind == "personal":
        expected.add("key_date")
    if kind == "satisfaction":
        expected.add("satisfaction")
    assert keeps(kind, is_review) == expected
    assert is_meaningful(kind) == (kind not in ("note", "mail_received", "message_received"))
    assert is_meaningful(kind, override=True)
    assert not is_meaningful(kind, override=False)


@pytest.mark.parametrize(
    ("rule", "dates", "before"),
    [
        pytest.param(
            FRIDAY, [october(2), october(9)], date(2026, 9, 25), id="weekly from the start's own weekday"
        ),
        pytest.param(FORTNIGHT_CALL, [october(6)], date(2026, 9, 22), id="k is ignored for the first date"),
        pytest.param(
            monthly(1, 2, starts_on=date(2026, 8, 6)),
            [date(2026, 9, 2), october(7)],
            date(2026, 8, 5),
            id="first Wednesday already over in the first month",
        ),
        pytest.param(
            monthly(-1, 4, starts_on=date(2026, 7, 31)),
            [date(2026, 7, 31), date(2026, 8, 28), date(2026, 9, 25)],
            date(2026, 6, 26),
            id="last Friday, in months with four and with five",
        ),
        pytest.param(
            monthly(4, 0, every=3, starts_on=date(2025, 11, 25)),
            [date(2025, 12, 22), date(2026, 3, 23), date(2026, 6, 22), date(2026, 9, 28)],
            date(2025, 9, 22),
            id="fourth Monday, every three months over the year's end",
        ),
        pytest.param(
            monthly(-1, 3, every=12, starts_on=date(2024, 2, 29)),
            [date(2024, 2, 29), date(2025, 2, 27), date(2026, 2, 26)],
            date(2023, 2, 23),
            id="29 February",
        ),
        pytest.param(
            monthly(2, 1, every=1, starts_on=date(2026, 10, 13)),
            [october(13)],
            date(2026, 9, 8),
            id="second Tuesday on the start itself",
        ),
    ],
)
def test_dates_of_a_rule(rule: RhythmRule, dates: list[date], before: date) -> None:
    until = october(12) if rule.starts_on < october(12) else october(31)
    assert list(rule.dates(until))[: len(dates)] == dates
    assert date.fromordinal(rule.ordinals.at(-1)) == before


def test_monthly_rule_without_its_number_means_the_first() -> None:
    assert replace(monthly(1, 2), nth=None).dates(date(2026, 1, 31)) == (date(2026, 1, 7),)


def test_first_occurrence_is_kept_early_by_the_middle_to_the_date_before_the_start() -> None:
    facts = replace(CEDAR, rhythms=(FORTNIGHT_CALL,))
    kept = client_status(replace(facts, last_held={RhythmKind.CALL: date(2026, 9, 29)}), october(1), CALENDAR)
    assert kept.due_on == october(20)
    not_kept = client_status(
        replace(facts, last_held={RhythmKind.CALL: date(2026, 9, 28)}), october(1), CALENDAR
    )
    assert not_kept.due_on == october(6)


def test_date_before_the_start_that_lands_on_the_first_occurrence_is_part_of_it() -> None:
    away = TimeOffSpan(october(1), october(9), date(2026, 9, 1))
    calendar = WorkCalendar(CALENDAR.hours, time_off=(away,))
    facts = replace(
        CEDAR,
        rhythms=(replace(FRIDAY, starts_on=october(5)),),
        last_held={RhythmKind.UPDATE: date(2026, 9, 29)},
    )
    assert client_status(facts, date(2026, 9, 30), calendar).due_on == october(16)


def test_occurrence_that_moves_before_the_client_was_known_is_dropped() -> None:
    away = TimeOffSpan(october(8), october(9), date(2026, 9, 1))
    calendar = WorkCalendar(CALENDAR.hours, time_off=(away,))
    late = replace(CEDAR, rhythms=(FRIDAY,), added_on=october(8))
    assert client_status(late, october(12), calendar).due_on == october(16)
    in_time = replace(late, added_on=october(7))
    assert client_status(in_time, october(12), calendar).missed == (october(7),)


def test_promises_that_fall_into_sick_days_become_one_on_the_return() -> None:
    """Entered too late to be told before: 9, 16 and 23 wait for Monday 26, the middle to the 2nd is the 14th."""
    sick = TimeOffSpan(october(8), october(23), october(9))
    calendar = WorkCalendar(CALENDAR.hours, time_off=(sick,))
    facts = replace(CEDAR, rhythms=(FRIDAY,), last_held={RhythmKind.UPDATE: october(13)})
    back = client_status(facts, october(26), calendar)
    assert (back.state, back.due_on, back.missed) == (CheckInState.DUE, october(26), ())
    told = replace(facts, last_held={RhythmKind.UPDATE: october(20)})
    assert client_status(told, october(26), calendar).due_on == october(30)


def test_known_since_never_shifts_the_count_of_weeks() -> None:
    late = replace(CEDAR, rhythms=(FORTNIGHT_CALL,), added_on=october(7))
    assert client_status(late, october(8), CALENDAR).due_on == october(20)


@pytest.mark.parametrize(
    ("spans", "since"),
    [
        pytest.param((), october(5), id="no engagement"),
        pytest.param(((october(1), None),), october(5), id="added later than the engagement began"),
        pytest.param(((october(12), None),), october(12), id="one yet to start counts"),
        pytest.param(((october(12), None), (october(9), None)), october(9), id="the earliest of them"),
        pytest.param(
            ((october(6), october(7)), (october(12), None)), october(6), id="the end date is active"
        ),
        pytest.param(((october(6), october(6)), (october(12), None)), october(12), id="ended yesterday"),
        pytest.param(((october(6), october(6)),), october(5), id="all ended"),
    ],
)
def test_known_since(spans: tuple[tuple[date, date | None], ...], since: date) -> None:
    facts = replace(CEDAR, added_on=october(5), engagement_spans=spans)
    assert known_since(facts, october(7)) == since


def test_archived_client_is_not_listed_and_has_no_dates() -> None:
    found = client_status(replace(CEDAR, rhythms=(FRIDAY,), is_archived=True), october(12), CALENDAR)
    assert found.state is CheckInState.NOT_LISTED
    assert (found.due_on, found.limit_on, found.rhythms, found.missed) == (None, None, (), ())
    assert not found.is_waiting


def test_client_whose_engagements_have_ended_leaves_the_list() -> None:
    facts = replace(ENDED, tier_limit_days=10, default_limit_days=18)
    assert client_status(facts, october(1), CALENDAR).state is CheckInState.NOT_LISTED
    last_day = client_status(facts, date(2026, 9, 30), CALENDAR)
    assert (last_day.state, last_day.limit_days) == (CheckInState.NOT_YET, 10)


def test_held_client_whose_engagements_have_ended_is_not_listed() -> None:
    facts = replace(ENDED, is_held_until_released=True)
    assert client_status(facts, october(1), CALENDAR).state is CheckInState.NOT_LISTED


def test_after_tier_keeps_an_ended_client_in_the_list_with_its_limit() -> None:
    facts = replace(ENDED, has_after_tier=True, tier_limit_days=120, default_limit_days=18)
    found = client_status(facts, october(1), CALENDAR)
    assert (found.state, found.limit_days) == (CheckInState.NOT_YET, 120)
    assert found.limit_on == date(2027, 1, 26)


def test_after_tier_without_limit_takes_no_default() -> None:
    facts = replace(ENDED, has_after_tier=True, default_limit_days=18)
    found = client_status(facts, october(1), CALENDAR)
    assert (found.state, found.due_on, found.limit_on) == (CheckInState.NOT_YET, None, None)


def test_own_limit_or_rhythm_keeps_an_ended_client_in_the_list_without_its_tier() -> None:
    by_limit = client_status(replace(ENDED, own_limit_days=5, tier_limit_days=1), october(1), CALENDAR)
    assert (by_limit.state, by_limit.limit_on) == (CheckInState.DUE_SOON, october(5))
    by_rhythm = client_status(replace(ENDED, rhythms=(FRIDAY,), tier_limit_days=1), october(1), CALENDAR)
    assert (by_rhythm.state, by_rhythm.due_on, by_rhythm.limit_on) == (
        CheckInState.DUE_SOON,
        october(2),
        None,
    )


def test_client_without_engagement_is_listed_with_tier_and_default() -> None:
    assert client_status(replace(CEDAR, default_limit_days=18), october(1), CALENDAR).limit_days == 18
    both = replace(CEDAR, default_limit_days=18, tier_limit_days=35)
    assert client_status(both, october(1), CALENDAR).limit_days == 35


def test_client_with_neither_rhythm_nor_limit_has_no_date() -> None:
    found = client_status(CEDAR, october(12), CALENDAR)
    assert (found.state, found.due_on, found.quiet_days) == (CheckInState.NOT_YET, None, None)


def test_client_not_known_yet_has_not_been_quiet() -> None:
    facts = replace(CEDAR, own_limit_days=10, engagement_spans=((october(12), None),))
    found = client_status(facts, october(7), CALENDAR)
    assert (found.quiet_days, found.limit_on) == (0, october(22))


@pytest.mark.parametrize(
    ("change", "state"),
    [
        pytest.param({"hold_until": october(13)}, CheckInState.ON_HOLD, id="held until tomorrow"),
        pytest.param({"hold_until": october(12)}, CheckInState.OVERDUE, id="the hold ends on its date"),
        pytest.param({"is_held_until_released": True}, CheckInState.ON_HOLD, id="held until released"),
        pytest.param({"snoozed_until": october(13)}, CheckInState.SNOOZED, id="snoozed until tomorrow"),
        pytest.param({"snoozed_until": october(12)}, CheckInState.OVERDUE, id="the snooze ends on its date"),
        pytest.param(
            {"snoozed_until": october(20), "hold_until": october(13)},
            CheckInState.ON_HOLD,
            id="hold goes first",
        ),
    ],
)
def test_hold_and_snooze(change: dict[str, object], state: CheckInState) -> None:
    facts = replace(CEDAR, rhythms=(FRIDAY,), last_held={RhythmKind.UPDATE: october(2)})
    found = client_status(replace(facts, **change), october(12), CALENDAR)
    assert (found.state, found.due_on, found.missed) == (state, october(9), (october(9),))
    assert found.is_waiting


@pytest.mark.parametrize(
    ("days", "touched", "limit_on", "state"),
    [
        pytest.param(0, october(7), october(7), CheckInState.DUE, id="none at all: due on the same day"),
        pytest.param(0, october(10), october(12), CheckInState.DUE, id="none at all, from a Saturday"),
        pytest.param(10_000, october(7), date(2054, 2, 23), CheckInState.NOT_YET, id="ten thousand"),
        pytest.param(7, october(7), october(14), CheckInState.DUE_SOON, id="in seven days is soon"),
        pytest.param(8, october(7), october(15), CheckInState.NOT_YET, id="in eight days is not yet"),
    ],
)
def test_limits_of_any_length(days: int, touched: date, limit_on: date, state: CheckInState) -> None:
    facts = replace(CEDAR, own_limit_days=days, last_meaningful_on=touched)
    today = max(touched, limit_on if state is CheckInState.DUE else touched)
    found = client_status(facts, today, CALENDAR)
    assert (found.limit_on, found.state) == (limit_on, state)


def test_limit_at_the_end_of_the_calendar_does_not_fail() -> None:
    facts = replace(CEDAR, added_on=date(9999, 12, 30), own_limit_days=10_000)
    assert client_status(facts, date(9999, 12, 31), CALENDAR).limit_on == date.max


def test_rhythm_at_the_end_of_the_calendar_has_no_date() -> None:
    facts = replace(CEDAR, rhythms=(replace(monthly(1, 0), starts_on=date(9999, 12, 31)),))
    found = client_status(facts, october(7), CALENDAR)
    assert (found.state, found.due_on, found.rhythms[0].next_on) == (CheckInState.NOT_YET, None, None)


def test_states_of_a_rhythm_by_day() -> None:
    facts = replace(CEDAR, rhythms=(FORTNIGHT_CALL,), last_held={RhythmKind.CALL: october(6)})
    expected = {12: "not_yet", 13: "due_soon", 19: "due_soon", 20: "due", 21: "overdue"}
    assert {day: client_status(facts, october(day), CALENDAR).state for day in expected} == expected


def test_overdue_rhythm_names_what_comes_next() -> None:
    facts = replace(CEDAR, rhythms=(FRIDAY,), last_held={RhythmKind.UPDATE: october(2)})
    rhythm = client_status(facts, october(16), CALENDAR).rhythms[0]
    assert (rhythm.due_on, rhythm.missed, rhythm.next_on) == (october(9), (october(9),), october(16))


REVIEW = replace(FORTNIGHT_CALL, rhythm_id="review", kind=RhythmKind.REVIEW)


@pytest.mark.parametrize(
    ("rule", "booked", "state"),
    [
        pytest.param(
            FORTNIGHT_CALL, BookedTouch(october(13), TouchKind.CALL), RhythmState.COVERED, id="the middle"
        ),
        pytest.param(
            FORTNIGHT_CALL, BookedTouch(october(12), TouchKind.CALL), RhythmState.DUE_SOON, id="too early"
        ),
        pytest.param(
            FORTNIGHT_CALL, BookedTouch(october(20), TouchKind.VIDEO), RhythmState.COVERED, id="on the day"
        ),
        pytest.param(
            FORTNIGHT_CALL, BookedTouch(october(21), TouchKind.CALL), RhythmState.DUE_SOON, id="too late"
        ),
        pytest.param(
            FORTNIGHT_CALL,
            BookedTouch(october(19), TouchKind.MEETING, is_review=True),
            RhythmState.COVERED,
            id="a review keeps a call",
        ),
        pytest.param(
            REVIEW,
            BookedTouch(october(19), TouchKind.MEETING),
            RhythmState.DUE_SOON,
            id="not marked as review",
        ),
        pytest.param(
            REVIEW,
            BookedTouch(october(19), TouchKind.MEETING, is_review=True),
            RhythmState.COVERED,
            id="marked as review",
        ),
        pytest.param(
            REVIEW,
            BookedTouch(october(19), TouchKind.CALL, is_review=True),
            RhythmState.DUE_SOON,
            id="a call is no review",
        ),
        pytest.param(
            replace(FORTNIGHT_CALL, kind=RhythmKind.UPDATE),
            BookedTouch(october(19), TouchKind.UPDATE),
            RhythmState.DUE_SOON,
            id="never an update",
        ),
    ],
)
def test_booked_touch_covers_a_rhythm(rule: RhythmRule, booked: BookedTouch, state: RhythmState) -> None:
    facts = replace(CEDAR, rhythms=(rule,), last_held={rule.kind: october(6)}, booked=(booked,))
    found = client_status(facts, max(october(12), min(booked.on, october(13))), CALENDAR).rhythms[0]
    assert (found.state, found.due_on) == (
        state if booked.on != october(12) else RhythmState.NOT_YET,
        october(20),
    )


@pytest.mark.parametrize(("day", "state"), [(26, RhythmState.NOT_YET), (27, RhythmState.COVERED)])
def test_after_an_early_keep_the_middle_counts_from_the_kept_occurrence(day: int, state: RhythmState) -> None:
    booked = (BookedTouch(october(day), TouchKind.CALL),)
    facts = replace(CEDAR, rhythms=(FORTNIGHT_CALL,), last_held={RhythmKind.CALL: october(13)}, booked=booked)
    found = client_status(facts, october(15), CALENDAR).rhythms[0]
    assert (found.state, found.due_on) == (state, date(2026, 11, 3))


def test_booking_of_yesterday_covers_nothing() -> None:
    facts = replace(
        CEDAR,
        rhythms=(FORTNIGHT_CALL,),
        last_held={RhythmKind.CALL: october(6)},
        booked=(BookedTouch(october(19), TouchKind.CALL),),
        own_limit_days=20,
        last_meaningful_on=october(6),
    )
    found = client_status(facts, october(20), CALENDAR)
    assert (found.rhythms[0].state, found.limit_state) == (RhythmState.DUE, CheckInState.DUE_SOON)


def test_overdue_rhythm_is_not_covered() -> None:
    facts = replace(CEDAR, rhythms=(FORTNIGHT_CALL,), booked=(BookedTouch(october(20), TouchKind.CALL),))
    assert client_status(facts, october(7), CALENDAR).state is CheckInState.OVERDUE


@pytest.mark.parametrize(
    ("booked", "today", "state"),
    [
        (BookedTouch(october(16), TouchKind.CALL), october(12), CheckInState.COVERED),
        (BookedTouch(october(19), TouchKind.CALL), october(12), CheckInState.DUE_SOON),
        (BookedTouch(october(16), TouchKind.CALL, is_meaningful=False), october(12), CheckInState.DUE_SOON),
        (BookedTouch(october(16), TouchKind.MAIL_SENT), october(12), CheckInState.DUE_SOON),
        (BookedTouch(october(19), TouchKind.CALL), october(17), CheckInState.QUIET),
    ],
)
def test_booked_touch_covers_the_limit(booked: BookedTouch, today: date, state: CheckInState) -> None:
    facts = replace(CEDAR, own_limit_days=10, last_meaningful_on=october(6), booked=(booked,))
    found = client_status(facts, today, CALENDAR)
    assert (found.limit_on, found.state) == (october(16), state)


def test_earliest_date_of_the_winning_state_is_the_due_date() -> None:
    other = replace(FRIDAY, rhythm_id="thursday", weekday=3)
    facts = replace(CEDAR, rhythms=(FRIDAY, other), own_limit_days=1, last_meaningful_on=october(14))
    found = client_status(replace(facts, last_held={RhythmKind.UPDATE: october(14)}), october(14), CALENDAR)
    assert found.state is CheckInState.DUE_SOON
    assert found.due_on == october(15)


def test_quiet_goes_before_due_and_after_overdue() -> None:
    quiet = replace(CEDAR, own_limit_days=1, rhythms=(FRIDAY,), last_meaningful_on=october(5))
    quiet = replace(quiet, last_held={RhythmKind.UPDATE: october(2)})
    assert client_status(quiet, october(9), CALENDAR).state is CheckInState.QUIET
    late = client_status(quiet, october(10), CALENDAR)
    assert (late.state, late.due_on, late.limit_state) == (
        CheckInState.OVERDUE,
        october(9),
        CheckInState.QUIET,
    )


def test_promise_that_has_no_working_day_within_five_years_stays_on_its_date() -> None:
    never = WorkCalendar(((date(2020, 1, 1), PolicyHours({})),))
    facts = replace(CEDAR, rhythms=(FRIDAY,), last_held={RhythmKind.UPDATE: october(2)}, own_limit_days=1)
    found = client_status(facts, october(9), never)
    assert (found.rhythms[0].state, found.rhythms[0].due_on) == (RhythmState.DUE, october(9))
    assert found.limit_on == date(2026, 9, 29)


def test_long_neglect_lists_every_missed_occurrence() -> None:
    facts = replace(CEDAR, rhythms=(FRIDAY,))
    found = client_status(facts, date(2036, 10, 3), CALENDAR)
    assert len(found.missed) == 522
    assert found.missed[-1] - found.missed[0] == timedelta(days=7 * 521)
