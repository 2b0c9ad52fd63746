"""Planning a week: answers to carry-over, check-ins placed, the red day, the week as set, intentions, the wrap-up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from clientdesk.models.enums import (
    BlockKind,
    EntrySource,
    Layer,
    RhythmKind,
    RhythmUnit,
    TouchKind,
    TouchState,
)
from clientdesk.models.errors import InvalidInput, NotFound
from clientdesk.models.tables import TimeEntry, Touchpoint, WorkItem
from clientdesk.models.views.plan import CheckInDueView, PlanView
from clientdesk.services.plan import PlanService
from clientdesk.services.workspace import Workspace
from clientdesk.store.unit_of_work import fetch
from tests.helpers.fakes import FixedClock

pytestmark = pytest.mark.usefixtures("practice")

Make = Callable[..., str]
MONDAY = date(2026, 10, 12)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=days) for days in range(1, 5))
LAST_THURSDAY = datetime(2026, 10, 8, 14, 0)
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def plan(workspace: Workspace) -> PlanService:
    return workspace.plan


@pytest.fixture
def left(workspace: Workspace, make_client: Make) -> str:
    """An hour of work that was left last week."""
    values = {"title": "Slides", "client_id": make_client("Acme"), "estimate_minutes": 60}
    work = workspace.work.add(values)
    workspace.week.place(work, LAST_THURSDAY)
    return work


def add(
    workspace: Workspace, title: str, at: datetime | None = None, minutes: int = 60, **more: object
) -> str:
    work = workspace.work.add({"title": title, "estimate_minutes": minutes} | more)
    if at is not None:
        workspace.week.place(work, at)
    return work


def item(workspace: Workspace, work: str) -> WorkItem:
    with workspace.store.reading() as session:
        return fetch(session, WorkItem, work)


def blocks(workspace: Workspace, first: date = MONDAY) -> list[tuple[str, int, int, int]]:
    """Title, day of the month, start and end of everything on the grid."""
    return [(b.title, b.day.day, b.start_minute, b.end_minute) for b in workspace.week.week(first).blocks]


def waiting(workspace: Workspace) -> list[str]:
    return [view.title for group in workspace.week.to_place() for view in group.items]


def update_on(
    workspace: Workspace, client_id: str, weekday: int, kind: RhythmKind = RhythmKind.UPDATE
) -> str:
    return workspace.rhythms.add(
        Layer.CLIENT,
        client_id,
        kind=kind,
        unit=RhythmUnit.WEEKLY,
        every=1,
        weekday=weekday,
        starts_on=date(2026, 9, 1),
    )


# Answers to carry-over.


def test_a_day_takes_the_first_free_time(workspace: Workspace, plan: PlanService, left: str) -> None:
    add(workspace, "In the way", datetime(2026, 10, 13, 9, 0), 90)
    placed = plan.carry_to_day(left, TUESDAY)
    assert (placed.title, placed.day, placed.minute, placed.minutes) == ("Slides", TUESDAY, 10 * 60 + 30, 60)
    assert ("Slides", 13, 630, 690) in blocks(workspace)
    assert (item(workspace, left).carries, item(workspace, left).carried_on) == (1, MONDAY)
    assert plan.carry_over() == []


def test_an_answer_is_one_undo(workspace: Workspace, plan: PlanService, left: str) -> None:
    plan.carry_to_day(left, TUESDAY)
    workspace.store.undo()
    assert [view.work_item_id for view in plan.carry_over()] == [left]
    assert (item(workspace, left).carries, blocks(workspace)) == (0, [])


def test_today_is_placed_from_now_on(workspace: Workspace, plan: PlanService, left: str) -> None:
    assert plan.carry_to_day(left, MONDAY).minute == 10 * 60


def test_a_full_day_takes_it_without_a_time(workspace: Workspace, plan: PlanService, left: str) -> None:
    add(workspace, "All day", datetime(2026, 10, 13, 9, 0), 480)
    assert plan.carry_to_day(left, TUESDAY).minute is None
    assert item(workspace, left).planned_on == TUESDAY
    assert plan.carry_over() == []


def test_a_day_that_has_passed_takes_nothing(plan: PlanService, left: str) -> None:
    with pytest.raises(InvalidInput):
        plan.carry_to_day(left, date(2026, 10, 9))
    assert len(plan.carry_over()) == 1


def test_later_waits_until_next_week(workspace: Workspace, plan: PlanService, left: str) -> None:
    assert plan.carry_later(left) == MONDAY + timedelta(weeks=1)
    assert (plan.carry_over(), item(workspace, left).not_before) == ([], date(2026, 10, 19))


def test_back_to_to_place_alone_or_all_in_one_undo(
    workspace: Workspace, plan: PlanService, left: str
) -> None:
    other = add(workspace, "Notes", datetime(2026, 10, 7, 9, 0))
    assert plan.carry_back([left, other]) == 2
    assert plan.carry_over() == []
    assert {"Slides", "Notes"} <= set(waiting(workspace))
    workspace.store.undo()
    assert [view.title for view in plan.carry_over()] == ["Notes", "Slides"]


def test_done_and_dropped_leave_without_a_carry(workspace: Workspace, plan: PlanService, left: str) -> None:
    other = add(workspace, "Notes", datetime(2026, 10, 7, 9, 0))
    plan.carry_done(left)
    plan.carry_drop(other)
    assert plan.carry_over() == []
    assert [(item(workspace, work).carries) for work in (left, other)] == [0, 0]
    assert item(workspace, left).done_at is not None
    assert item(workspace, other).dropped_at is not None


def test_an_answer_about_nothing_changes_nothing(plan: PlanService) -> None:
    with pytest.raises(NotFound):
        plan.carry_to_day("gone", TUESDAY)


def test_at_a_weekend_the_week_just_over_is_carried(
    workspace: Workspace, plan: PlanService, clock: FixedClock
) -> None:
    add(workspace, "Left on Friday", datetime(2026, 10, 16, 9, 0))
    assert plan.carry_over() == []
    clock.set(datetime(2026, 10, 17, 10, 0, tzinfo=PARIS))
    assert plan.monday() == date(2026, 10, 19)
    add(workspace, "For Sunday", datetime(2026, 10, 18, 15, 0))
    assert [view.title for view in plan.carry_over()] == ["Left on Friday"]
    assert waiting(workspace) == []
    plan.carry_back([plan.carry_over()[0].work_item_id])
    assert waiting(workspace) == ["Left on Friday"]


def test_another_week_shows_no_carry_over(plan: PlanService, left: str) -> None:
    assert len(plan.view(MONDAY).carry_over) == 1
    assert plan.view(MONDAY + timedelta(weeks=1)).carry_over == ()


# Check-ins.


def test_words_due_this_week_have_their_day(
    workspace: Workspace, plan: PlanService, make_client: Make
) -> None:
    acme, birch = make_client("Acme"), make_client("Birch")
    update_on(workspace, acme, 4)
    update_on(workspace, birch, 2, RhythmKind.CALL)
    due = plan.view().check_ins
    assert [(view.client_name, view.kind, view.day, view.is_placed) for view in due] == [
        ("Birch", RhythmKind.CALL, WEDNESDAY, False),
        ("Acme", RhythmKind.UPDATE, FRIDAY, False),
    ]
    assert plan.view().now.check_ins == 2


def test_placing_books_calls_and_gives_updates_their_minutes(
    workspace: Workspace, plan: PlanService, make_client: Make
) -> None:
    acme, birch = make_client("Acme"), make_client("Birch")
    update_on(workspace, acme, 4)
    update_on(workspace, birch, 2, RhythmKind.CALL)
    placed = plan.place_check_ins(plan.view().check_ins)
    assert [(found.day, found.minute) for found in placed] == [(WEDNESDAY, 540), (FRIDAY, 540)]
    with workspace.store.reading() as session:
        (booked,) = session.exec(select(Touchpoint)).all()
    assert (booked.client_id, booked.kind, booked.state) == (birch, TouchKind.CALL, TouchState.PLANNED)
    assert booked.at == datetime(2026, 10, 14, 9, 0, tzinfo=PARIS)
    assert [(day, start, end) for _, day, start, end in blocks(workspace)] == [
        (14, 540, 570),
        (14, 570, 585),
        (16, 540, 560),
    ]
    assert all(view.is_placed for view in plan.view().check_ins)
    assert plan.view().now.check_ins == 2
    workspace.store.undo()
    assert blocks(workspace) == []
    assert not any(view.is_placed for view in plan.view().check_ins)


def test_each_can_be_placed_by_itself_and_only_once(
    workspace: Workspace, plan: PlanService, make_client: Make
) -> None:
    update_on(workspace, make_client("Acme"), 4)
    update_on(workspace, make_client("Birch"), 4)
    first = plan.view().check_ins[:1]
    assert len(plan.place_check_ins(first)) == 1
    assert [view.is_placed for view in plan.view().check_ins] == [True, False]
    assert plan.place_check_ins(plan.view().check_ins[:1]) == []


def test_a_booked_meeting_already_has_its_place(
    workspace: Workspace, plan: PlanService, make_client: Make
) -> None:
    acme = make_client("Acme")
    update_on(workspace, acme, 3, RhythmKind.CALL)
    workspace.touchpoints.plan(acme, TouchKind.VIDEO, datetime(2026, 10, 15, 11, 0, tzinfo=PARIS))
    (view,) = plan.view().check_ins
    assert (view.placed_on, view.placed_minute) == (THURSDAY, 11 * 60)


def test_what_is_overdue_goes_to_today(
    workspace: Workspace, plan: PlanService, make_client: Make, clock: FixedClock
) -> None:
    clock.set(datetime(2026, 10, 5, 9, 0, tzinfo=PARIS))
    update_on(workspace, make_client("Acme"), 4)
    clock.set(datetime(2026, 10, 14, 10, 0, tzinfo=PARIS))
    assert [(view.is_overdue, view.due_on, view.day) for view in plan.view(MONDAY).check_ins] == [
        (True, date(2026, 10, 9), WEDNESDAY),
        (False, FRIDAY, FRIDAY),
    ]


def test_the_week_after_has_its_own_date(workspace: Workspace, plan: PlanService, make_client: Make) -> None:
    update_on(workspace, make_client("Acme"), 4)
    (view,) = plan.view(MONDAY + timedelta(weeks=1)).check_ins
    assert (view.due_on, view.is_overdue) == (date(2026, 10, 23), False)


def test_a_client_on_hold_and_a_dropped_word_are_left_out(
    workspace: Workspace, plan: PlanService, make_client: Make
) -> None:
    held, acme = make_client("Held"), make_client("Acme")
    update_on(workspace, held, 4)
    update_on(workspace, acme, 4)
    workspace.check_ins.hold(held, None)
    assert [view.client_name for view in plan.view().check_ins] == ["Acme"]
    plan.place_check_ins(plan.view().check_ins)
    with workspace.store.writing("Drop") as session:
        session.exec(select(WorkItem)).one().dropped_at = datetime(2026, 10, 12, 9, tzinfo=UTC)
    assert plan.view().check_ins == ()


def test_a_week_that_is_over_asks_for_no_words(
    workspace: Workspace, plan: PlanService, make_client: Make
) -> None:
    update_on(workspace, make_client("Acme"), 4)
    view = plan.view(MONDAY - timedelta(weeks=1))
    assert (view.is_over, view.check_ins) == (True, ())


# The red day.


def fill_tuesday(workspace: Workspace) -> list[str]:
    """Six and a half hours of the 6 h 24 a Tuesday has, in three blocks, and half an hour on top."""
    return [
        add(workspace, "Long", datetime(2026, 10, 13, 9, 0), 240),
        add(workspace, "Middle", datetime(2026, 10, 13, 13, 0), 120),
        add(workspace, "Short", datetime(2026, 10, 13, 15, 0), 60),
    ]


def test_the_smallest_block_that_mends_the_day_is_offered_to_the_lightest(
    workspace: Workspace, plan: PlanService
) -> None:
    fill_tuesday(workspace)
    for day in (12, 14):
        add(workspace, "Busy", datetime(2026, 10, day, 9, 0), 120)
    red = plan.view(MONDAY).red_day
    assert red is not None
    assert red.offer is not None
    assert (red.day, red.others, red.lightest) == (TUESDAY, 0, THURSDAY)
    assert (red.offer.title, red.offer.day, red.offer.minute) == ("Short", THURSDAY, 540)
    plan.take_offer(red.offer)
    assert ("Short", 15, 540, 600) in blocks(workspace)
    assert plan.view(MONDAY).red_day is None


def test_work_due_before_the_lightest_day_stays(workspace: Workspace, plan: PlanService) -> None:
    *_, short = fill_tuesday(workspace)
    workspace.work.change(short, {"due_on": TUESDAY})
    add(workspace, "Busy", datetime(2026, 10, 12, 9, 0), 120)
    red = plan.view(MONDAY).red_day
    assert red is not None
    assert red.offer is not None
    assert red.offer.title == "Middle"


def test_no_room_anywhere_offers_nothing(workspace: Workspace, plan: PlanService) -> None:
    for day in (12, 13, 14, 15, 16):
        add(workspace, f"Day {day}", datetime(2026, 10, day, 9, 0), 480)
    red = plan.view(MONDAY).red_day
    assert red is not None
    assert (red.others, red.lightest, red.offer) == (4, None, None)


def test_meetings_stay_where_they_are(workspace: Workspace, plan: PlanService) -> None:
    values = {"title": "Board", "kind": BlockKind.MEETING}
    workspace.week.add_block(values, datetime(2026, 10, 13, 9, 0), 360)
    add(workspace, "Done", datetime(2026, 10, 13, 15, 0), 120)
    workspace.week.mark_done(workspace.week.week(MONDAY).blocks[-1].block_id)
    red = plan.view(MONDAY).red_day
    assert red is not None
    assert red.offer is None
    assert red.lightest is not None


# The week as set.


def test_the_week_is_set_with_its_figures_as_they_stood(
    workspace: Workspace, plan: PlanService, make_client: Make, make_engagement: Make, make_milestone: Make
) -> None:
    acme = make_client("Acme")
    update_on(workspace, acme, 4)
    make_milestone(make_engagement(acme), expected_on=WEDNESDAY, planned_on=FRIDAY)
    work = add(workspace, "Slides", datetime(2026, 10, 13, 9, 0), 120)
    figures = plan.set_week()
    assert (figures.planned_minutes, figures.check_ins, figures.gaps) == (120, 1, 1)
    workspace.week.place(work, datetime(2026, 10, 14, 9, 0), 60)
    view = plan.view()
    assert view.then == figures
    assert (view.set_on, view.now.planned_minutes) == (MONDAY, 180)
    assert view.now.capacity_minutes == figures.capacity_minutes


def test_setting_again_replaces_the_figures_and_undo_takes_it_back(
    workspace: Workspace, plan: PlanService
) -> None:
    plan.set_week()
    add(workspace, "Slides", datetime(2026, 10, 13, 9, 0))
    plan.set_week()
    assert _then(plan.view()) == 60
    workspace.store.undo()
    assert _then(plan.view()) == 0


def _then(view: PlanView) -> int | None:
    return view.then.planned_minutes if view.then else None


def test_a_week_never_set_says_so(plan: PlanService) -> None:
    view = plan.view()
    assert (view.set_on, view.then, view.intentions, view.is_wrapped_up) == (None, None, (), False)


# Intentions.


def test_three_sentences_and_no_more(plan: PlanService) -> None:
    for text in ("Report out by Thursday", "Say no to Birch", "Home by six"):
        plan.add_intention(MONDAY, text)
    with pytest.raises(InvalidInput) as refused:
        plan.add_intention(MONDAY, "One more")
    assert refused.value.problems[0].code == "too_many"
    assert [found.text for found in plan.view().intentions][2] == "Home by six"


def test_an_intention_is_ticked_changed_and_taken_away(workspace: Workspace, plan: PlanService) -> None:
    plan.add_intention(MONDAY, "Report out")
    plan.add_intention(MONDAY, "Home by six")
    plan.tick_intention(MONDAY, 0, done=True)
    plan.change_intention(MONDAY, 0, "Report out by Thursday")
    plan.change_intention(MONDAY, 1, " ")
    assert [(found.text, found.is_done) for found in plan.view().intentions] == [
        ("Report out by Thursday", True)
    ]
    for _ in range(2):
        workspace.store.undo()
    assert [(found.text, found.is_done) for found in plan.view().intentions] == [
        ("Report out", True),
        ("Home by six", False),
    ]


def test_an_intention_without_words_is_refused(plan: PlanService) -> None:
    with pytest.raises(InvalidInput):
        plan.add_intention(MONDAY, "  ")
    assert plan.view().intentions == ()


# The wrap-up.


def test_planned_stands_beside_worked_by_client(
    workspace: Workspace, plan: PlanService, make_client: Make, clock: FixedClock
) -> None:
    acme = make_client("Acme")
    work = add(workspace, "Slides", datetime(2026, 10, 13, 9, 0), 120, client_id=acme)
    add(workspace, "Books", datetime(2026, 10, 13, 15, 0), 30)
    start = datetime(2026, 10, 13, 9, 0, tzinfo=PARIS)
    with workspace.store.writing("Worked") as session:
        session.add(
            TimeEntry(
                client_id=acme,
                work_item_id=work,
                source=EntrySource.TYPED,
                starts_at=start,
                ends_at=start + timedelta(minutes=150),
                zone="Europe/Paris",
                created_at=clock.now(),
            )
        )
    view = plan.wrap_up_view(MONDAY)
    assert [(row.client_name, row.planned_minutes, row.worked_minutes) for row in view.hours] == [
        ("Acme", 120, 150),
        ("", 30, 0),
    ]
    assert (view.planned_minutes, view.worked_minutes) == (150, 150)


def test_a_milestone_that_passed_or_moved_is_named(
    workspace: Workspace,
    plan: PlanService,
    make_client: Make,
    make_engagement: Make,
    make_milestone: Make,
    clock: FixedClock,
) -> None:
    work = make_engagement(make_client("Acme"))
    make_milestone(work, "Passed", expected_on=TUESDAY, planned_on=TUESDAY)
    moved = make_milestone(work, "Moved", expected_on=date(2026, 11, 2), planned_on=date(2026, 11, 2))
    make_milestone(work, "As it was", expected_on=date(2026, 11, 9), planned_on=date(2026, 11, 9))
    clock.set(datetime(2026, 10, 16, 16, 0, tzinfo=PARIS))
    workspace.engagements.update_milestone(moved, planned_on=date(2026, 11, 5))
    view = plan.wrap_up_view()
    assert [(row.title, row.has_passed, row.gap_days) for row in view.milestones] == [
        ("Passed", True, 0),
        ("Moved", False, 3),
    ]


def test_what_was_left_carried_and_done(
    workspace: Workspace, plan: PlanService, left: str, clock: FixedClock
) -> None:
    plan.carry_to_day(left, TUESDAY)
    done = add(workspace, "Done", datetime(2026, 10, 12, 15, 0))
    clock.set(datetime(2026, 10, 16, 16, 0, tzinfo=PARIS))
    workspace.week.complete(done)
    add(workspace, "Next week", datetime(2026, 10, 19, 9, 0))
    view = plan.wrap_up_view()
    assert [found.title for found in view.left] == ["Slides"]
    assert (view.carried, view.done) == (1, 1)


def test_whom_to_tell_begins_with_promises_they_do_not_know_of(
    workspace: Workspace, plan: PlanService, make_client: Make, make_engagement: Make, make_milestone: Make
) -> None:
    acme, birch = make_client("Acme"), make_client("Birch")
    update_on(workspace, acme, 0)
    milestone = make_milestone(make_engagement(birch), expected_on=WEDNESDAY, planned_on=FRIDAY)
    owed = plan.wrap_up_view().owed
    assert [(found.client_id, found.milestone_id) for found in owed] == [(birch, milestone), (acme, None)]
    assert "Report" in owed[0].words


def test_words_of_the_wrap_up_are_kept_and_it_can_be_opened_again(
    workspace: Workspace, plan: PlanService
) -> None:
    plan.add_intention(MONDAY, "Report out")
    plan.save_wrap_up(MONDAY, {"lessons": "Estimate twice"})
    plan.wrap_up(MONDAY)
    view = plan.wrap_up_view()
    assert (view.lessons, view.moved, view.wrapped_on) == ("Estimate twice", "", MONDAY)
    assert [found.text for found in view.intentions] == ["Report out"]
    plan.wrap_up(MONDAY, done=False)
    assert plan.wrap_up_view().wrapped_on is None
    with pytest.raises(InvalidInput):
        plan.save_wrap_up(MONDAY, {"lessons": "x" * 20_001})


@pytest.mark.parametrize(
    ("at", "wraps_up"),
    [
        ("2026-10-15T16:30", None),
        ("2026-10-16T15:59", None),
        ("2026-10-16T16:00", MONDAY),
        ("2026-10-17T10:00", MONDAY),
        ("2026-10-18T23:00", MONDAY),
        ("2026-10-19T09:00", None),
    ],
)
def test_the_wrap_up_is_offered_as_the_last_working_day_ends(
    plan: PlanService, clock: FixedClock, at: str, wraps_up: date | None
) -> None:
    clock.set(datetime.fromisoformat(at).replace(tzinfo=PARIS))
    assert plan.view().wraps_up == wraps_up


def test_a_week_wrapped_up_is_not_offered_again(plan: PlanService, clock: FixedClock) -> None:
    clock.set(datetime(2026, 10, 16, 16, 30, tzinfo=PARIS))
    plan.wrap_up(MONDAY)
    assert (plan.view().wraps_up, plan.view().is_wrapped_up) == (None, True)
    assert plan.view(MONDAY - timedelta(weeks=2)).wraps_up is None


def test_check_ins_are_judged_by_the_keys_they_are_placed_by(
    workspace: Workspace, plan: PlanService, make_client: Make
) -> None:
    rhythm = update_on(workspace, make_client("Acme"), 4)
    view: CheckInDueView = plan.view().check_ins[0]
    assert view.key == f"rhythm:{rhythm}:2026-10-16"
