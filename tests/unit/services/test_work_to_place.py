"""To place: what waits, what offers itself, in which order, and the hours beside each client."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from clientdesk.models.enums import (
    EngagementKind,
    Impact,
    Layer,
    RhythmKind,
    RhythmState,
    RhythmUnit,
    TouchKind,
    TouchState,
    WorkKind,
    WorkOrigin,
)
from clientdesk.models.errors import InvalidInput, NotFound
from clientdesk.models.tables import RecurringWork, TimeEntry, Touchpoint, WorkItem
from clientdesk.models.views.week import WorkItemView
from clientdesk.models.work_keys import Switch
from clientdesk.services.workspace import Workspace
from tests.helpers.fakes import FixedClock

pytestmark = pytest.mark.usefixtures("set_up")

Make = Callable[..., str]
MONDAY, FRIDAY = date(2026, 10, 12), date(2026, 10, 16)
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def set_up(workspace: Workspace) -> None:
    """A practice in Paris, Monday to Friday, nine to five."""
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR", holiday_region="FR")


@pytest.fixture
def acme(workspace: Workspace, make_client: Make) -> str:
    """A client of long standing, to whom nothing is promised yet."""
    client_id = make_client("Acme")
    for rhythm in workspace.rhythms.of_client(client_id):
        workspace.rhythms.remove(rhythm.rhythm_id)
    return client_id


@pytest.fixture
def engagement(acme: str, make_engagement: Make) -> str:
    return make_engagement(acme, "Audit", starts_on=date(2026, 1, 5))


def items(workspace: Workspace, start: date | None = None) -> list[WorkItemView]:
    return [item for group in workspace.work.to_place(start) for item in group.items]


def titles(workspace: Workspace, start: date | None = None) -> list[str]:
    return [item.title for item in items(workspace, start)]


def only(workspace: Workspace) -> WorkItemView:
    found = items(workspace)
    assert len(found) == 1
    return found[0]


def add(workspace: Workspace, title: str = "Slides", **more: Any) -> str:
    return workspace.work.add({"title": title, **more})


def promise(workspace: Workspace, client_id: str, kind: RhythmKind, weekday: int = 4) -> str:
    """A weekly rhythm since spring."""
    return workspace.rhythms.add(
        Layer.CLIENT,
        client_id,
        kind=kind,
        unit=RhythmUnit.WEEKLY,
        every=1,
        weekday=weekday,
        starts_on=date(2026, 3, 2),
    )


def tell(workspace: Workspace, client_id: str, kind: TouchKind, day: date, **more: Any) -> str:
    when = datetime.combine(day, datetime.min.time(), PARIS) + timedelta(hours=9)
    return workspace.touchpoints.log(client_id, kind, "Told", at=when, **more)


# Milestones.


def test_a_milestone_due_within_three_weeks_offers_itself(
    workspace: Workspace, engagement: str, make_milestone: Make
) -> None:
    near = make_milestone(engagement, "Report", date(2026, 10, 15), estimate_minutes=600)
    make_milestone(engagement, "Far", date(2026, 11, 3))
    item = only(workspace)
    assert item.work_item_id == f"milestone:{near}"
    assert (item.title, item.client_name, item.estimate_minutes) == ("Report", "Acme", 600)
    assert item.source_words == "milestone, expected Thu 15 Oct"
    assert item.priority_words == "expected Thu 15 Oct"


def test_the_three_weeks_count_from_the_week_shown(
    workspace: Workspace, engagement: str, make_milestone: Make
) -> None:
    make_milestone(engagement, "Far", date(2026, 11, 8))
    assert titles(workspace) == []
    assert titles(workspace, MONDAY + timedelta(days=7)) == ["Far"]


def test_its_planned_date_decides_before_the_expected_and_the_agreed_one(
    workspace: Workspace, engagement: str, make_milestone: Make
) -> None:
    make_milestone(engagement, "Planned far", date(2026, 10, 15), date(2027, 1, 15))
    make_milestone(engagement, "Only agreed", agreed_on=date(2026, 10, 20))
    assert titles(workspace) == ["Only agreed"]
    assert only(workspace).source_words == "milestone, agreed Tue 20 Oct"


def test_a_milestone_with_open_work_or_reached_is_not_offered(
    workspace: Workspace, acme: str, engagement: str, make_milestone: Make
) -> None:
    carried = make_milestone(engagement, "Carried", FRIDAY)
    reached = make_milestone(engagement, "Reached", FRIDAY)
    workspace.engagements.mark_done(reached)
    add(workspace, "Write it", client_id=acme, milestone_id=carried)
    assert titles(workspace) == ["Write it"]
    assert only(workspace).expected_on == FRIDAY


# Rhythms.


def test_an_update_due_this_week_offers_twenty_minutes(workspace: Workspace, acme: str) -> None:
    rhythm = promise(workspace, acme, RhythmKind.UPDATE)
    tell(workspace, acme, TouchKind.UPDATE, date(2026, 10, 9))
    item = only(workspace)
    assert item.work_item_id == f"rhythm:{rhythm}:2026-10-16"
    assert (item.title, item.estimate_minutes, item.kind) == ("Write the update", 20, WorkKind.UPDATE)
    assert item.source_words == "Friday's update"


@pytest.mark.parametrize(
    ("kind", "minutes", "title"),
    [(RhythmKind.CALL, 45, "Call and notes"), (RhythmKind.REVIEW, 75, "Review and notes")],
)
def test_calls_and_reviews_come_with_their_notes(
    workspace: Workspace, acme: str, kind: RhythmKind, minutes: int, title: str
) -> None:
    promise(workspace, acme, kind)
    tell(workspace, acme, TouchKind.MEETING, date(2026, 10, 9), is_review=True)
    item = only(workspace)
    assert (item.title, item.estimate_minutes, item.kind) == (title, minutes, WorkKind.MEETING)


def test_what_was_told_today_is_not_offered(workspace: Workspace, acme: str) -> None:
    promise(workspace, acme, RhythmKind.UPDATE)
    tell(workspace, acme, TouchKind.UPDATE, date(2026, 10, 9))
    assert titles(workspace) != []
    tell(workspace, acme, TouchKind.UPDATE, MONDAY)
    workspace.rhythms.update(workspace.rhythms.of_client(acme)[0].rhythm_id, weekday=1)
    assert titles(workspace) == []


def test_only_the_last_of_several_missed_is_offered_and_says_so(
    workspace: Workspace, acme: str, clock: FixedClock
) -> None:
    promise(workspace, acme, RhythmKind.UPDATE)
    clock.advance(days=14)
    found = items(workspace)
    assert [item.source_words for item in found] == ["Friday's update, 3 days late", "Friday's update"]
    assert [item.due_on for item in found] == [date(2026, 10, 23), date(2026, 10, 30)]


def test_a_booked_call_covers_the_rhythm(workspace: Workspace, acme: str) -> None:
    promise(workspace, acme, RhythmKind.CALL)
    tell(workspace, acme, TouchKind.CALL, date(2026, 10, 9))
    assert titles(workspace) == ["Call and notes"]
    when = datetime(2026, 10, 15, 11, tzinfo=PARIS)
    booked = workspace.touchpoints.plan(acme, TouchKind.CALL, when, duration_minutes=30)
    assert titles(workspace) == []
    assert titles(workspace, MONDAY + timedelta(days=7)) == ["Call and notes"]
    workspace.touchpoints.cancel(booked)
    assert titles(workspace) == ["Call and notes"]


@pytest.mark.parametrize("pause", ["hold", "snooze"])
def test_a_client_on_hold_or_put_off_is_owed_nothing(workspace: Workspace, acme: str, pause: str) -> None:
    promise(workspace, acme, RhythmKind.UPDATE)
    assert titles(workspace) != []
    getattr(workspace.check_ins, pause)(acme, date(2026, 10, 20))
    assert titles(workspace) == []


def test_a_later_week_offers_what_comes_next_and_what_is_due_in_it(workspace: Workspace, acme: str) -> None:
    promise(workspace, acme, RhythmKind.UPDATE)
    tell(workspace, acme, TouchKind.UPDATE, date(2026, 10, 9))
    found = items(workspace, MONDAY + timedelta(days=21))
    assert [item.due_on for item in found] == [FRIDAY, date(2026, 11, 6)]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([RhythmKind.UPDATE, RhythmKind.CALL, RhythmKind.REVIEW]),
    st.integers(0, 4),
    st.lists(st.tuples(st.sampled_from(("tell", "book", "wait")), st.integers(1, 9)), max_size=6),
)
def test_rhythms_are_offered_just_as_the_check_ins_say(
    workspace: Workspace,
    clock: FixedClock,
    kind: RhythmKind,
    weekday: int,
    story: list[tuple[str, int]],
) -> None:
    """What is kept or covered is never offered; what is due or overdue always is."""
    before = clock.at
    client_id = workspace.clients.add("Acme")
    promise(workspace, client_id, kind, weekday)
    touch = {RhythmKind.UPDATE: TouchKind.UPDATE, RhythmKind.CALL: TouchKind.CALL}.get(
        kind, TouchKind.MEETING
    )
    is_review = kind is RhythmKind.REVIEW
    for what, days in story:
        if what == "tell":
            workspace.touchpoints.log(client_id, touch, "Told", is_review=is_review)
        elif what == "book" and touch is not TouchKind.UPDATE:
            at = clock.now() + timedelta(days=days)
            workspace.touchpoints.plan(client_id, touch, at, duration_minutes=30, is_review=is_review)
        else:
            clock.advance(days=days)
        view = workspace.check_ins.status_of(client_id)
        assert view is not None
        status = view.rhythms[0]
        assert status.due_on is not None
        end = workspace.week.today() - timedelta(days=workspace.week.today().weekday()) + timedelta(days=6)
        found = [
            item.due_on for item in items(workspace, end - timedelta(days=6)) if item.client_id == client_id
        ]
        assert all(day is not None and status.due_on <= day <= end for day in found)
        if status.state is RhythmState.COVERED:
            assert status.due_on not in found
        elif status.state is RhythmState.OVERDUE:
            assert status.missed[-1] in found
        else:
            assert (status.due_on in found) == (status.due_on <= end)
    workspace.clients.archive([client_id])
    clock.at = before


# Recurring work.


def recurring(workspace: Workspace, rule: str = "FREQ=WEEKLY;BYDAY=MO", **more: Any) -> str:
    values = {"title": "Books", "rule": rule, "starts_on": date(2026, 9, 7), "estimate_minutes": 45} | more
    return workspace.recurring.add(values)


def test_recurring_work_offers_its_days(workspace: Workspace) -> None:
    recurring_id = recurring(workspace, "FREQ=WEEKLY;BYDAY=WE")
    found = items(workspace)
    assert [item.due_on for item in found] == [date(2026, 10, 7), date(2026, 10, 14)]
    assert found[1].work_item_id == f"recurring:{recurring_id}:2026-10-14"
    assert (found[1].source_words, found[1].estimate_minutes) == ("every Wednesday", 45)


def test_paused_recurring_work_and_that_of_archived_clients_is_not_offered(
    workspace: Workspace, acme: str
) -> None:
    recurring_id = recurring(workspace)
    recurring(workspace, client_id=acme)
    workspace.recurring.pause(recurring_id)
    workspace.clients.archive([acme])
    assert titles(workspace) == []
    workspace.recurring.pause(recurring_id, is_paused=False)
    assert set(titles(workspace)) == {"Books"}


def test_recurring_work_ends_with_its_engagement(
    workspace: Workspace, acme: str, make_engagement: Make
) -> None:
    ended = make_engagement(acme, starts_on=date(2026, 1, 5), ends_on=date(2026, 10, 12))
    recurring(workspace, "FREQ=DAILY", client_id=acme, engagement_id=ended)
    assert [item.due_on for item in items(workspace)] == [date(2026, 10, 11), MONDAY]


def test_a_rule_no_form_would_take_offers_nothing_and_stops_nothing(workspace: Workspace) -> None:
    recurring_id = recurring(workspace)
    with workspace.store.writing("Elsewhere") as session:
        session.get(RecurringWork, recurring_id).rule = "FREQ=SECONDLY"
    add(workspace)
    assert titles(workspace) == ["Slides"]
    assert workspace.recurring.get(recurring_id).rule_words == "by a rule that can't be read"


# Taking up.


KINDS = ("milestone", "update", "call", "recurring")


def offer(workspace: Workspace, client_id: str, kind: str) -> str:
    """Something offered; its key."""
    if kind == "milestone":
        engagement_id = workspace.engagements.add(client_id, "Advice", starts_on=date(2026, 1, 5))
        return f"milestone:{workspace.engagements.add_milestone(engagement_id, 'Report', expected_on=FRIDAY)}"
    if kind == "recurring":
        return f"recurring:{recurring(workspace, 'FREQ=WEEKLY', client_id=client_id, starts_on=FRIDAY)}:2026-10-16"
    touch = TouchKind.UPDATE if kind == "update" else TouchKind.CALL
    tell(workspace, client_id, touch, date(2026, 10, 9))
    return f"rhythm:{promise(workspace, client_id, RhythmKind(kind))}:2026-10-16"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", ["complete", "drop", "place", "plan_on", "later"])
def test_what_was_answered_is_not_offered_again_and_undo_brings_it_back(
    workspace: Workspace, acme: str, kind: str, what: str
) -> None:
    key = offer(workspace, acme, kind)
    before = [item.work_item_id for item in items(workspace)]
    assert key in before
    actions = {
        "complete": lambda: workspace.work.complete(key),
        "drop": lambda: workspace.work.drop(key),
        "place": lambda: workspace.week.place(key, datetime(2026, 10, 14, 9)),
        "plan_on": lambda: workspace.week.plan_on(key, FRIDAY),
        "later": lambda: workspace.work.later(key),
    }
    actions[what]()
    assert items(workspace) == []
    workspace.store.undo()
    assert [item.work_item_id for item in items(workspace)] == before
    workspace.store.redo()
    assert items(workspace) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_is_taken_up_once(workspace: Workspace, acme: str, kind: str) -> None:
    key = offer(workspace, acme, kind)
    first = workspace.work.change(key, {"notes": "One"})
    assert workspace.work.change(key, {"notes": "Two"}) == first
    assert workspace.work.get(key).work_item_id == first
    item = only(workspace)
    assert (item.work_item_id, item.notes, item.is_offered) == (first, "Two", False)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_taken_up_still_says_where_it_comes_from(workspace: Workspace, acme: str, kind: str) -> None:
    key = offer(workspace, acme, kind)
    offered = workspace.work.get(key)
    workspace.work.change(key, {"notes": "Mine"})
    taken = only(workspace)
    assert (taken.source_words, taken.title) == (offered.source_words, offered.title)
    assert (taken.estimate_minutes, taken.due_on, taken.origin) == (
        offered.estimate_minutes,
        offered.due_on,
        offered.origin,
    )


def test_placing_a_call_books_it_with_its_notes_in_one_step(workspace: Workspace, acme: str) -> None:
    key = offer(workspace, acme, "call")
    workspace.week.place(key, datetime(2026, 10, 15, 11))
    booked = workspace.touchpoints.booked(acme)
    assert [(one.kind, one.duration_minutes, one.local_at.hour) for one in booked] == [
        (TouchKind.CALL, 30, 11)
    ]
    notes = [block for block in workspace.week.week().blocks if block.work_item_id]
    assert [(block.title, block.start_minute, block.minutes) for block in notes] == [
        ("Notes of the call", 690, 15)
    ]
    workspace.store.undo()
    assert workspace.touchpoints.booked(acme) == []
    assert [item.work_item_id for item in items(workspace)] == [key]


def test_a_call_meant_for_a_day_is_booked_when_it_gets_its_time(workspace: Workspace, acme: str) -> None:
    key = offer(workspace, acme, "call")
    workspace.week.plan_on(key, FRIDAY)
    item_id = workspace.work.get(key).work_item_id
    assert workspace.touchpoints.booked(acme) == []
    workspace.week.place(item_id, datetime(2026, 10, 15, 11))
    assert len(workspace.touchpoints.booked(acme)) == 1
    block = next(block for block in workspace.week.week().blocks if block.work_item_id)
    workspace.week.remove(block.block_id)
    workspace.week.place(item_id, datetime(2026, 10, 15, 15))
    assert len(workspace.touchpoints.booked(acme)) == 1


def test_a_booked_review_is_one(workspace: Workspace, acme: str) -> None:
    tell(workspace, acme, TouchKind.MEETING, date(2026, 10, 9), is_review=True)
    key = f"rhythm:{promise(workspace, acme, RhythmKind.REVIEW)}:2026-10-16"
    workspace.week.place(key, datetime(2026, 10, 15, 11))
    booked = workspace.touchpoints.booked(acme)
    assert [(one.kind, one.is_review, one.duration_minutes) for one in booked] == [
        (TouchKind.MEETING, True, 60)
    ]


@pytest.mark.parametrize(
    "key", ["milestone:gone", "rhythm:gone:2026-10-16", "step:gone", "x:y", "rhythm:a", ":"]
)
def test_a_key_of_nothing_is_not_found(workspace: Workspace, key: str) -> None:
    for asked in (workspace.work.get, workspace.work.complete, workspace.work.drop, workspace.work.later):
        with pytest.raises(NotFound):
            asked(key)


# Priority and order.


def test_clients_stand_by_what_presses_most_and_the_own_practice_last(
    workspace: Workspace, acme: str, make_client: Make
) -> None:
    birch = make_client("Birch")
    add(workspace, "Own", due_on=date(2026, 10, 1))
    add(workspace, "Calm", client_id=acme)
    add(workspace, "Soon", client_id=birch, due_on=date(2026, 10, 14))
    add(workspace, "Pressing", client_id=birch, due_on=date(2026, 10, 14), impact=Impact.HIGH)
    groups = workspace.work.to_place()
    assert [group.client_name for group in groups] == ["Birch", "Acme", ""]
    assert [item.title for item in groups[0].items] == ["Pressing", "Soon"]
    assert groups[0].items[0].priority_words == "due Wed 14 Oct, high impact"


# Steps.


@pytest.fixture
def report(workspace: Workspace, acme: str) -> str:
    """Work with three steps: an hour, two hours, and one nobody knows."""
    item_id = add(workspace, "Report", client_id=acme, estimate_minutes=300)
    workspace.work.add_steps(item_id, "Outline", 60)
    workspace.work.add_steps(item_id, "Draft", 120)
    workspace.work.add_steps(item_id, "Proofread")
    return item_id


def test_open_steps_stand_behind_their_work(workspace: Workspace, report: str) -> None:
    found = items(workspace)
    assert [item.title for item in found] == ["Report", "Outline", "Draft", "Proofread"]
    assert [item.parent_id for item in found] == [None, report, report, report]
    assert found[1].source_words == "step of Report"
    steps = workspace.work.steps(report)
    workspace.work.complete(f"step:{steps[0].step_id}")
    found = items(workspace)
    assert [item.title for item in found] == ["Report", "Draft", "Proofread"]
    assert (found[0].steps_done, found[0].steps_total, found[0].remaining_minutes) == (1, 3, 300)


def test_a_placed_step_leaves_the_others_waiting(workspace: Workspace, report: str) -> None:
    step = workspace.work.steps(report)[1]
    block_id = workspace.week.place(f"step:{step.step_id}", datetime(2026, 10, 14, 9))
    assert titles(workspace) == ["Outline", "Proofread"]
    block = workspace.week.get_block(block_id)
    assert block.ends_local - block.starts_local == timedelta(hours=2)
    assert block.item is not None
    assert block.item.work_item_id == report


def test_work_placed_as_a_whole_takes_its_steps_with_it(workspace: Workspace, report: str) -> None:
    workspace.week.place(report, datetime(2026, 10, 14, 9))
    assert titles(workspace) == []


def test_steps_are_edited_one_undo_each(workspace: Workspace, report: str) -> None:
    def shown() -> list[tuple[str, int | None, bool]]:
        return [(step.title, step.estimate_minutes, step.is_done) for step in workspace.work.steps(report)]

    whole = shown()
    steps = [step.step_id for step in workspace.work.steps(report)]
    changes = [
        (lambda: workspace.work.change_step(steps[0], {"title": "Plan", "estimate_minutes": 30}), 3),
        (lambda: workspace.work.complete_step(steps[0]), 3),
        (lambda: workspace.work.order_steps([steps[2], steps[0], steps[1]]), 3),
        (lambda: workspace.work.delete_step(steps[1]), 2),
        (lambda: workspace.work.add_steps(report, "- [ ] Cover\n\n 2. Send it \n• Call"), 6),
    ]
    for change, count in changes:
        change()
        assert shown() != whole
        assert len(shown()) == count
        workspace.store.undo()
        assert shown() == whole


def test_pasted_lines_become_steps_without_their_marks(workspace: Workspace, acme: str) -> None:
    item_id = add(workspace, "Onboarding", client_id=acme)
    workspace.work.add_steps(
        item_id, "- [ ] Contract signed\n* Kick-off\n3. Access to files\n\n  \nGo 2. level"
    )
    assert [step.title for step in workspace.work.steps(item_id)] == [
        "Contract signed",
        "Kick-off",
        "Access to files",
        "Go 2. level",
    ]


@pytest.mark.parametrize("lines", ["", "  \n - \n", "x" * 201, "\n".join(["step"] * 201)])
def test_no_steps_too_long_or_too_many_are_refused_whole(workspace: Workspace, acme: str, lines: str) -> None:
    item_id = add(workspace, "Onboarding", client_id=acme)
    with pytest.raises(InvalidInput):
        workspace.work.add_steps(item_id, lines)
    assert workspace.work.steps(item_id) == []


def test_a_step_added_to_what_is_only_offered_takes_it_up(workspace: Workspace, acme: str) -> None:
    key = offer(workspace, acme, "milestone")
    item_id = workspace.work.add_steps(key, "Outline")
    assert items(workspace)[0].work_item_id == item_id
    assert titles(workspace) == ["Report", "Outline"]


def test_a_dropped_step_is_gone_and_its_time_with_it(workspace: Workspace, report: str) -> None:
    step = workspace.work.steps(report)[0]
    workspace.week.place(f"step:{step.step_id}", datetime(2026, 10, 14, 9))
    workspace.work.drop(f"step:{step.step_id}")
    assert len(workspace.work.steps(report)) == 2
    assert workspace.week.week().blocks == ()
    workspace.store.undo()
    assert len(workspace.week.week().blocks) == 1


def test_later_puts_a_step_off_with_its_work(workspace: Workspace, report: str) -> None:
    step = workspace.work.steps(report)[0]
    assert workspace.work.later(f"step:{step.step_id}") == date(2026, 10, 19)
    assert titles(workspace) == []
    assert titles(workspace, date(2026, 10, 19))[0] == "Report"


# Estimates.


def test_what_is_left_of_work_is_what_a_block_of_it_holds(workspace: Workspace, acme: str) -> None:
    item_id = add(workspace, client_id=acme, estimate_minutes=120)
    worked(workspace, acme, datetime(2026, 10, 9, 9), 75, work_item_id=item_id)
    assert (only(workspace).estimate_minutes, only(workspace).length_minutes) == (120, 45)
    block_id = workspace.week.place(item_id, datetime(2026, 10, 14, 9))
    block = workspace.week.get_block(block_id)
    assert block.ends_local - block.starts_local == timedelta(minutes=45)


def test_nine_hundred_hours_are_said_to_be_more_than_weeks(workspace: Workspace) -> None:
    item_id = add(workspace, estimate_minutes=54_000)
    assert only(workspace).split_words == "900 h is more than 28 weeks of yours. Split it into steps."
    block_id = workspace.week.place(item_id, datetime(2026, 10, 14, 9))
    block = workspace.week.get_block(block_id)
    assert block.ends_local - block.starts_local == timedelta(hours=8)


def test_a_day_of_work_needs_no_splitting(workspace: Workspace) -> None:
    add(workspace, estimate_minutes=480)
    assert only(workspace).split_words == ""


# Actions and switches.


def test_work_becomes_an_action_and_own_work_again(workspace: Workspace, acme: str) -> None:
    item_id = add(workspace, client_id=acme)
    workspace.work.make_action(item_id)
    assert (only(workspace).origin, only(workspace).source_words) == (
        WorkOrigin.ACTION,
        "action for the client",
    )
    workspace.work.make_action(item_id, is_action=False)
    assert only(workspace).origin is WorkOrigin.OWN


def test_what_comes_from_a_milestone_stays_that(workspace: Workspace, acme: str) -> None:
    with pytest.raises(InvalidInput):
        workspace.work.make_action(offer(workspace, acme, "milestone"))


def test_a_kind_that_is_switched_off_is_counted_instead(workspace: Workspace, acme: str) -> None:
    offer(workspace, acme, "call")
    add(workspace, client_id=acme)
    workspace.work.show_kind(Switch.CALL, is_shown=False)
    listing = workspace.work.listing()
    assert [item.title for group in listing.groups for item in group.items] == ["Slides"]
    assert listing.hidden == {"call": 1}
    workspace.work.show_kind(Switch.CALL, is_shown=True)
    assert len(items(workspace)) == 2
    assert workspace.work.listing().hidden == {}


# Hours of a client.


def worked(workspace: Workspace, client_id: str, start: datetime, minutes: int, **more: Any) -> None:
    begins = start.replace(tzinfo=PARIS)
    with workspace.store.writing("Worked") as session:
        session.add(
            TimeEntry(
                client_id=client_id,
                starts_at=begins.astimezone(ZoneInfo("UTC")),
                ends_at=(begins + timedelta(minutes=minutes)).astimezone(ZoneInfo("UTC")),
                zone="Europe/Paris",
                created_at=workspace.clock.now(),
                **more,
            )
        )


def test_hours_promised_planned_worked_and_left(
    workspace: Workspace, acme: str, make_engagement: Make
) -> None:
    make_engagement(acme, starts_on=date(2026, 1, 5), minutes_a_week=480)
    item_id = add(workspace, client_id=acme, estimate_minutes=120)
    block_id = workspace.week.place(item_id, datetime(2026, 10, 12, 8))
    add(workspace, "More", client_id=acme)
    worked(workspace, acme, datetime(2026, 10, 12, 8), 100, block_id=block_id)
    worked(workspace, acme, datetime(2026, 10, 12, 14), 60)
    worked(workspace, acme, datetime(2026, 10, 5, 14), 60)
    group = workspace.work.to_place()[0]
    assert (group.promised_minutes, group.placed_minutes, group.done_minutes) == (480, 120, 160)
    assert group.left_minutes == 300


def test_a_retainer_says_the_balance_of_its_month(
    workspace: Workspace, acme: str, make_engagement: Make
) -> None:
    make_engagement(acme, kind=EngagementKind.RETAINER, starts_on=date(2026, 1, 5), minutes_a_month=1_200)
    add(workspace, client_id=acme)
    worked(workspace, acme, datetime(2026, 10, 1, 9), 300)
    worked(workspace, acme, datetime(2026, 9, 30, 9), 300)
    group = workspace.work.to_place()[0]
    assert (group.month_minutes, group.month_done_minutes, group.month_left_minutes) == (1_200, 300, 900)
    november = workspace.work.to_place(date(2026, 11, 2))[0]
    assert november.month_left_minutes == 1_200


def test_a_client_with_hours_left_and_no_work_is_still_there(
    workspace: Workspace, acme: str, make_engagement: Make
) -> None:
    make_engagement(acme, starts_on=date(2026, 1, 5), minutes_a_week=240)
    groups = workspace.work.to_place()
    assert [(group.client_name, group.items, group.left_minutes) for group in groups] == [("Acme", (), 240)]


def test_an_ended_engagement_promises_nothing(workspace: Workspace, acme: str, make_engagement: Make) -> None:
    make_engagement(acme, starts_on=date(2026, 1, 5), ends_on=date(2026, 10, 11), minutes_a_week=240)
    assert workspace.work.to_place() == []


# What is waiting, by the rule.


def test_carried_over_work_waits_elsewhere_until_it_is_answered(
    workspace: Workspace, acme: str, clock: FixedClock
) -> None:
    item_id = add(workspace, client_id=acme)
    workspace.week.plan_on(item_id, FRIDAY)
    assert titles(workspace) == []
    clock.advance(days=7)
    assert titles(workspace) == []
    workspace.plan.carry_back([item_id])
    assert titles(workspace) == ["Slides"]


def test_what_is_put_off_comes_back_in_its_week(workspace: Workspace, acme: str, clock: FixedClock) -> None:
    item_id = add(workspace, client_id=acme)
    assert workspace.work.later(item_id) == date(2026, 10, 19)
    assert titles(workspace) == []
    assert titles(workspace, date(2026, 10, 19)) == ["Slides"]
    assert workspace.work.later(item_id, date(2026, 10, 19)) == date(2026, 10, 26)
    clock.advance(days=14)
    assert titles(workspace) == ["Slides"]


def test_work_that_moves_to_another_client_leaves_its_promises_behind(
    workspace: Workspace, acme: str, engagement: str, make_client: Make, make_milestone: Make
) -> None:
    milestone = make_milestone(engagement, "Report", FRIDAY)
    item_id = add(workspace, client_id=acme, engagement_id=engagement, milestone_id=milestone)
    workspace.work.change(item_id, {"client_id": make_client("Birch")})
    moved = workspace.work.get(item_id)
    assert (moved.client_name, moved.engagement_id, moved.milestone_id) == ("Birch", None, None)


def test_another_client_s_milestone_is_refused(
    workspace: Workspace, engagement: str, make_client: Make, make_milestone: Make
) -> None:
    milestone = make_milestone(engagement, "Report", FRIDAY)
    birch = make_client("Birch")
    assert workspace.work.milestones(birch) == []
    with pytest.raises(InvalidInput) as refused:
        workspace.work.add({"title": "Slides", "client_id": birch, "milestone_id": milestone})
    assert [problem.field for problem in refused.value.problems] == ["milestone_id"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(("complete", "drop", "place")), st.integers(0, 30), st.integers(0, 4)))
)
def test_what_was_done_dropped_or_placed_never_comes_back(
    workspace: Workspace, clock: FixedClock, steps: list[tuple[str, int, int]]
) -> None:
    """Whatever order things are answered in and however many days go by, no source is offered twice."""
    before = clock.at
    client_id = workspace.clients.add("Acme")
    for kind in KINDS:
        offer(workspace, client_id, kind)
    answered: set[str] = set()
    for what, place, days in steps:
        found = items(workspace)
        assert not answered & {item.work_item_id for item in found}
        if not found:
            continue
        key = found[place % len(found)].work_item_id
        if what == "place":
            workspace.week.place(key, datetime.combine(workspace.week.today(), datetime.min.time()))
        else:
            getattr(workspace.work, what)(key)
        answered.add(key)
        clock.advance(days=days)
    assert not answered & {item.work_item_id for item in items(workspace)}
    with workspace.store.reading() as session:
        keys = list(session.execute(select(WorkItem.source_key).where(WorkItem.source_key != "")).scalars())
        held = session.execute(select(Touchpoint.state)).scalars().all()
    assert len(keys) == len(set(keys))
    assert set(held) <= {TouchState.PLANNED, TouchState.HELD}
    workspace.clients.archive([client_id])
    clock.at = before
