"""What Today says: the sentence, who is owed a word, promises at risk, what is on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import Layer, RhythmKind, TouchKind
from clientdesk.models.errors import DateInThePast
from clientdesk.services import today as today_module
from clientdesk.services.check_in_views import owed
from clientdesk.services.risk_words import gap_words, talking_points
from clientdesk.services.starter import shipped_rules
from clientdesk.services.workspace import Workspace
from clientdesk.store import first_reads
from clientdesk.store.first_reads import PolicyFacts, reading
from tests.helpers.fakes import FixedClock

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def practice(workspace: Workspace) -> Workspace:
    workspace.practice.set_up("Mara", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    return workspace


def sentence(workspace: Workspace) -> str:
    view = workspace.today()
    assert view is not None
    return view.sentence


def promise(workspace: Workspace, client: str, expected: date, planned: date | None) -> str:
    engagement = workspace.engagements.add(client, "Work")
    return workspace.engagements.add_milestone(engagement, "Report", expected_on=expected, planned_on=planned)


def test_before_set_up_there_is_no_today(workspace: Workspace) -> None:
    assert workspace.today() is None


def test_the_sentence_counts_who_knows_where_they_stand(practice: Workspace, clock: FixedClock) -> None:
    assert sentence(practice) == "No clients yet. Add the first one; a name is enough."
    first = practice.clients.add("Birch")
    assert sentence(practice) == "Your client knows where they stand."
    practice.clients.add("Cedar")
    assert sentence(practice) == "All 2 clients know where they stand."
    promise(practice, first, clock.today() + timedelta(days=2), clock.today() + timedelta(days=6))
    assert sentence(practice) == "1 of 2 clients knows where they stand, 1 expects more than the plan."
    clock.advance(days=40)
    assert sentence(practice).startswith("None of your 2 clients knows where they stand, 2 are owed a word")


def test_a_late_answer_to_a_former_client_is_not_said_of_another(
    practice: Workspace, clock: FixedClock
) -> None:
    former = practice.clients.add("Birch")
    engagement = practice.engagements.add(former, "Work")
    practice.engagements.update(
        engagement, starts_on=clock.today() - timedelta(days=60), ends_on=clock.today() - timedelta(days=9)
    )
    practice.requests.receive(former, "Where is the invoice?")
    clock.advance(days=5)
    assert sentence(practice) == "A client waits for an answer that is late."
    practice.clients.add("Cedar")
    assert sentence(practice) == "A client waits for an answer that is late."
    practice.clients.add("Elm")
    assert sentence(practice) == "2 of 2 clients know where they stand, 1 waits for a late answer."


def test_a_gap_that_was_told_no_longer_counts(practice: Workspace, clock: FixedClock) -> None:
    client = practice.clients.add("Birch")
    milestone = promise(
        practice, client, clock.today() + timedelta(days=2), clock.today() + timedelta(days=6)
    )
    assert sentence(practice) == "Your client expects more than the plan."
    practice.engagements.mark_told(milestone)
    assert sentence(practice) == "Your client knows where they stand."


def test_promises_at_risk_are_late_plans_and_passed_days(practice: Workspace, clock: FixedClock) -> None:
    today = clock.today()
    client = practice.clients.add("Birch")
    late = promise(practice, client, today + timedelta(days=2), today + timedelta(days=6))
    passed = promise(practice, client, today - timedelta(days=1), None)
    promise(practice, client, today + timedelta(days=5), today + timedelta(days=5))
    done = promise(practice, client, today - timedelta(days=3), today)
    practice.engagements.mark_done(done)
    view = practice.today()
    assert view is not None
    assert [(p.milestone_id, p.gap_days) for p in view.promises] == [(passed, None), (late, 4)]
    assert view.worst is not None
    assert view.worst.milestone_id == late


def test_talking_points_hold_the_dates(practice: Workspace, clock: FixedClock) -> None:
    client = practice.clients.add("Birch")
    promise(practice, client, date(2026, 10, 15), date(2026, 10, 19))
    view = practice.today()
    assert view is not None
    text = talking_points(view.promises[0], date(2026, 10, 14))
    for part in ("Birch: Report", "Thu 15 Oct", "Mon 19 Oct", "I suggest (a)", "Wed 14 Oct"):
        assert part in text


def test_a_passed_day_without_a_plan_has_its_own_words(practice: Workspace, clock: FixedClock) -> None:
    client = practice.clients.add("Birch")
    promise(practice, client, date(2026, 10, 9), None)
    view = practice.today()
    assert view is not None
    assert view.promises[0].words == "they expected Fri 9 Oct, no plan yet"
    assert "has passed" in talking_points(view.promises[0], date(2026, 10, 14))


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, "no plan yet"),
        (0, "on the day"),
        (1, "+1 day"),
        (4, "+4 days"),
        (-1, "1 day early"),
        (-2, "2 days early"),
    ],
)
def test_a_gap_is_never_a_bare_minus(days: int | None, words: str) -> None:
    assert gap_words(days, str) == words


def test_blocks_and_meetings_of_the_day_in_order(practice: Workspace, clock: FixedClock) -> None:
    client = practice.clients.add("Delta")
    item = practice.work.add({"title": "Slides", "client_id": client, "estimate_minutes": 120})
    practice.week.place(item, datetime(2026, 10, 12, 15, tzinfo=PARIS), minutes=120)
    practice.touchpoints.plan(
        client,
        TouchKind.VIDEO,
        datetime(2026, 10, 12, 14, tzinfo=PARIS),
        duration_minutes=45,
        text="Check-in",
    )
    practice.touchpoints.plan(
        client, TouchKind.CALL, datetime(2026, 10, 13, 9, tzinfo=PARIS), duration_minutes=30
    )
    view = practice.today()
    assert view is not None
    assert [(block.title, block.is_meeting) for block in view.day.on] == [
        ("Check-in", True),
        ("Slides", False),
    ]
    assert view.day.planned_minutes == 120
    assert view.day.capacity_minutes == (480 - 45) * 80 // 100


def test_the_first_read_shows_what_the_open_workspace_shows(practice: Workspace, clock: FixedClock) -> None:
    for name in ("Birch", "Cedar"):
        client = practice.clients.add(name)
        practice.rhythms.add(
            Layer.CLIENT, client, kind=RhythmKind.UPDATE, weekday=4, starts_on=date(2026, 10, 2)
        )
        promise(practice, client, clock.today() + timedelta(days=1), clock.today() + timedelta(days=3))
    clock.advance(days=5)
    holidays = practice.boundaries.calendar().holidays
    with reading(practice.store.path) as fetch:
        first = today_module.today_view(fetch, clock.now(), holidays)
    assert first == practice.today()


def test_where_nothing_is_set_first_reads_know_what_ships() -> None:
    shipped = shipped_rules()
    assert shipped.working_hours is not None
    assert shipped.quiet_hours is not None
    hours = {day: tuple((s.start, s.end) for s in spans) for day, spans in shipped.working_hours.items()}
    assert hours == first_reads.SHIPPED_HOURS
    assert (shipped.quiet_hours.start, shipped.quiet_hours.end, shipped.quiet_hours.weekends) == (
        first_reads.SHIPPED_QUIET.start_minute,
        first_reads.SHIPPED_QUIET.end_minute,
        first_reads.SHIPPED_QUIET.has_quiet_weekends,
    )
    assert shipped.buffer_percent == first_reads.SHIPPED_BUFFER


def test_first_reads_and_working_rules_agree_after_changes(practice: Workspace, clock: FixedClock) -> None:
    practice.boundaries.set_field(Layer.DEFAULT, None, "buffer_percent", 10)
    practice.boundaries.set_field(
        Layer.DEFAULT,
        None,
        "working_hours",
        {0: [{"start": 600, "end": 720}], 2: [{"start": 480, "end": 960}]},
    )
    clock.advance(days=3)
    practice.boundaries.set_field(Layer.DEFAULT, None, "public_holidays", False)
    with reading(practice.store.path) as fetch:
        facts: PolicyFacts = first_reads.default_policies(fetch)
        own = first_reads.work_calendar(fetch, practice.boundaries.calendar().holidays)
    assert facts.buffer_on(clock.today()) == 10
    for days in range(-20, 120):
        day = clock.today() + timedelta(days=days)
        assert own.hours_on(day) == practice.boundaries.calendar().hours_on(day), day


def test_put_off_hold_and_release(practice: Workspace, clock: FixedClock) -> None:
    client = practice.clients.add("Birch")
    clock.advance(days=30)
    assert [view.client for view in owed(practice.check_ins.statuses())] == ["Birch"]
    until = practice.check_ins.later(client)
    assert until == practice.boundaries.calendar().next_working_day(clock.today() + timedelta(days=1))
    assert owed(practice.check_ins.statuses()) == []
    practice.check_ins.release(client)
    assert [view.client for view in owed(practice.check_ins.statuses())] == ["Birch"]
    practice.check_ins.hold(client, None, "on parental leave")
    held = practice.check_ins.status_of(client)
    assert held is not None
    assert (held.state.value, held.paused_until, held.pause_reason) == ("on_hold", None, "on parental leave")
    practice.check_ins.release(client)
    practice.check_ins.hold(client, clock.today() + timedelta(days=3))
    clock.advance(days=3)
    assert [view.client for view in owed(practice.check_ins.statuses())] == ["Birch"]


def test_a_day_that_is_not_after_today_is_refused(practice: Workspace, clock: FixedClock) -> None:
    client = practice.clients.add("Birch")
    with pytest.raises(DateInThePast):
        practice.check_ins.snooze(client, clock.today())
    with pytest.raises(DateInThePast):
        practice.check_ins.hold(client, clock.today() - timedelta(days=1))
    assert practice.check_ins.status_of("nope") is None


def test_the_users_word_about_one_touch_counts_for_the_limit_only(
    practice: Workspace, clock: FixedClock
) -> None:
    client = practice.clients.add("Birch", limit_days=10)
    clock.advance(days=8)
    note = practice.touchpoints.log(client, TouchKind.NOTE, "met in the street, talked for an hour")
    before = practice.check_ins.status_of(client)
    practice.touchpoints.set_meaningful(note, is_meaningful=True)
    after = practice.check_ins.status_of(client)
    assert before is not None
    assert after is not None
    assert (before.quiet_days, after.quiet_days) == (8, 0)
