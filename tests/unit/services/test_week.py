"""The week: placing, moving, capacity, clock changes and the agenda."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.boundary_rules import BoundaryRules, QuietHours
from clientdesk.models.enums import BlockKind, CalendarSource, Layer, TouchKind
from clientdesk.models.errors import InvalidInput, NotFound
from clientdesk.models.guard import Rule
from clientdesk.models.schedule import Load
from clientdesk.models.tables import Block, Calendar, CalendarEvent, WorkStep
from clientdesk.models.views.week import BlockSource, BlockView, DayView, WeekView, default_minutes
from clientdesk.services.week import WeekService
from clientdesk.services.week_days import iso_week, quiet_spans
from clientdesk.services.workspace import Workspace
from tests.helpers.fakes import FixedClock

pytestmark = pytest.mark.usefixtures("set_up")

Make = Callable[..., str]
TUESDAY = date(2026, 10, 13)


def at(text: str) -> datetime:
    """A wall-clock time of the practice: "13 09:30" is that day of October 2026."""
    day, _, clock = text.partition(" ")
    hour, minute = clock.split(":")
    return datetime(2026, 10, int(day), int(hour), int(minute))


def _paris(text: str) -> datetime:
    return at(text).replace(tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def set_up(workspace: Workspace) -> None:
    """A practice in Paris, Monday to Friday, nine to five, French holidays."""
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR", holiday_region="FR")


@pytest.fixture
def week(workspace: Workspace) -> WeekService:
    return workspace.week


@pytest.fixture
def slides(workspace, week: WeekService, make_client: Make) -> str:
    """Two hours of work for a client."""
    return workspace.work.add({"title": "Slides", "client_id": make_client("Acme"), "estimate_minutes": 120})


def day_of(view: WeekView, day: date) -> DayView:
    return next(shown for shown in view.days if shown.date == day)


def only(view: WeekView) -> BlockView:
    assert len(view.blocks) == 1
    return view.blocks[0]


def titles_to_place(week: WeekService) -> list[str]:
    return [item.title for group in week.to_place() for item in group.items]


def test_new_work_waits_to_be_placed(week: WeekService, slides: str) -> None:
    group = week.to_place()[0]
    assert (group.client_name, group.items[0].work_item_id) == ("Acme", slides)
    assert group.items[0].estimate_minutes == 120


def test_placed_work_stands_on_the_grid_for_its_estimate(week: WeekService, slides: str) -> None:
    block_id = week.place(slides, at("13 09:00"))
    block = only(week.week())
    assert (block.block_id, block.day, block.start_minute, block.end_minute) == (block_id, TUESDAY, 540, 660)
    assert (block.title, block.client_name, block.minutes) == ("Slides", "Acme", 120)
    assert titles_to_place(week) == []


@pytest.mark.parametrize(("given", "snapped"), [(7, 0), (8, 15), (22, 15), (23, 30)])
def test_a_start_snaps_to_a_quarter_of_an_hour(
    week: WeekService, slides: str, given: int, snapped: int
) -> None:
    week.place(slides, at(f"13 09:{given:02d}"), 60)
    assert only(week.week()).start_minute == 540 + snapped


def test_a_finer_step_snaps_to_five_minutes(week: WeekService, slides: str) -> None:
    week.place(slides, at("13 09:07"), 60, step=5)
    assert only(week.week()).start_minute == 545


def test_an_aware_start_is_read_as_the_instant_it_is(week: WeekService, slides: str) -> None:
    week.place(slides, datetime(2026, 10, 13, 7, 0, tzinfo=UTC), 60)
    assert only(week.week()).start_minute == 540


def test_moving_keeps_the_length(week: WeekService, slides: str) -> None:
    block_id = week.place(slides, at("13 09:00"))
    week.move(block_id, at("15 14:10"))
    block = only(week.week())
    assert (block.day, block.start_minute, block.minutes) == (date(2026, 10, 15), 855, 120)


def test_either_edge_can_be_moved(week: WeekService, slides: str) -> None:
    block_id = week.place(slides, at("13 09:00"))
    week.resize(block_id, ends_at=at("13 12:00"))
    week.resize(block_id, starts_at=at("13 08:30"))
    block = only(week.week())
    assert (block.start_minute, block.end_minute) == (510, 720)


def test_an_end_before_the_start_is_refused_and_changes_nothing(week: WeekService, slides: str) -> None:
    block_id = week.place(slides, at("13 09:00"))
    with pytest.raises(InvalidInput) as refused:
        week.resize(block_id, ends_at=at("13 08:00"))
    assert [(p.field, p.code) for p in refused.value.problems] == [("ends_at", "end_before_start")]
    assert only(week.week()).end_minute == 660


@pytest.mark.parametrize(
    ("minutes", "code"), [(0, "end_before_start"), (-30, "end_before_start"), (1500, "too_long")]
)
def test_no_block_without_a_sensible_length(week: WeekService, slides: str, minutes: int, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        week.place(slides, at("13 09:00"), minutes)
    assert refused.value.problems[0].code == code
    assert titles_to_place(week) == ["Slides"]


def test_removed_work_goes_back_to_place(week: WeekService, slides: str) -> None:
    week.remove(week.place(slides, at("13 09:00")))
    assert week.week().blocks == ()
    assert titles_to_place(week) == ["Slides"]


def test_undo_puts_a_removed_block_back(workspace: Workspace, week: WeekService, slides: str) -> None:
    block_id = week.place(slides, at("13 09:00"))
    week.remove(block_id)
    assert workspace.store.undo() == "Remove block"
    assert only(week.week()).block_id == block_id


def test_work_placed_only_in_an_earlier_week_is_asked_about_first(
    workspace: Workspace, week: WeekService, slides: str, clock: FixedClock
) -> None:
    week.place(slides, at("16 09:00"))
    clock.advance(days=7)
    assert titles_to_place(week) == []
    workspace.plan.carry_back([slides])
    assert titles_to_place(week) == ["Slides"]


def test_work_placed_earlier_this_week_does_not_wait(
    week: WeekService, slides: str, clock: FixedClock
) -> None:
    week.place(slides, at("12 09:00"))
    clock.advance(days=3)
    assert titles_to_place(week) == []


def test_done_work_neither_waits_nor_leaves_the_grid(week: WeekService, slides: str) -> None:
    block_id = week.place(slides, at("13 09:00"))
    week.mark_done(block_id)
    assert only(week.week()).is_done
    week.remove(block_id)
    assert titles_to_place(week) == []


def test_done_can_be_taken_back(week: WeekService, slides: str) -> None:
    block_id = week.place(slides, at("13 09:00"))
    week.mark_done(block_id)
    week.mark_done(block_id, done=False)
    assert not only(week.week()).is_done


def test_a_work_block_without_an_item_gets_one_when_done(
    workspace: Workspace, week: WeekService, clock: FixedClock
) -> None:
    start = datetime(2026, 10, 13, 7, 0, tzinfo=UTC)
    with workspace.store.writing("Import") as session:
        row = Block(
            title="Reading",
            starts_at=start,
            ends_at=start + timedelta(hours=1),
            zone="Europe/Paris",
            created_at=clock.now(),
        )
        session.add(row)
    week.mark_done(row.id)
    block = only(week.week())
    assert (block.title, block.is_done, block.work_item_id is not None) == ("Reading", True, True)


def test_private_time_is_never_done(week: WeekService) -> None:
    block_id = week.add_block({"title": "Dentist", "kind": BlockKind.PRIVATE}, at("13 09:00"), 60)
    with pytest.raises(InvalidInput):
        week.mark_done(block_id)


def test_new_work_on_the_grid_is_a_work_item(week: WeekService) -> None:
    block_id = week.add_block({"title": "Call notes"}, at("13 09:00"), 30)
    item = week.get_block(block_id).item
    assert item is not None
    assert (item.title, item.estimate_minutes) == ("Call notes", None)


@pytest.mark.parametrize("kind", list(BlockKind))
@pytest.mark.parametrize("title", ["", "   "])
def test_nothing_without_a_name_comes_onto_the_grid(week: WeekService, kind: BlockKind, title: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        week.add_block({"title": title, "kind": kind}, at("13 09:00"), 30)
    assert [(p.field, p.code) for p in refused.value.problems] == [("title", "blank")]
    assert week.week().blocks == ()


def test_a_block_form_changes_the_work_and_its_time(
    week: WeekService, slides: str, make_client: Make
) -> None:
    block_id = week.place(slides, at("13 09:00"))
    birch = make_client("Birch")
    week.change_block(
        block_id,
        {"title": "Deck", "client_id": birch, "estimate_minutes": 90, "ends_at": at("13 10:30")},
    )
    details = week.get_block(block_id)
    assert details.item is not None
    assert (details.title, details.client_name, details.item.estimate_minutes) == ("Deck", "Birch", 90)
    assert details.ends_local.hour * 60 + details.ends_local.minute == 630


def test_a_block_form_changes_a_meeting(week: WeekService) -> None:
    block_id = week.add_block({"title": "Accountant", "kind": BlockKind.MEETING}, at("13 09:00"), 60)
    week.change_block(block_id, {"title": "Bank", "starts_at": at("13 11:00"), "ends_at": at("13 12:00")})
    block = only(week.week())
    assert (block.title, block.start_minute, block.is_fixed) == ("Bank", 660, True)


def test_an_unknown_field_of_a_block_is_refused(week: WeekService, slides: str) -> None:
    block_id = week.place(slides, at("13 09:00"))
    with pytest.raises(InvalidInput) as refused:
        week.change_block(block_id, {"colour": 3})
    assert refused.value.problems[0].code == "unknown_field"


def test_blocks_follow_when_work_changes_its_client(
    workspace: Workspace, week: WeekService, slides: str, make_client: Make
) -> None:
    block_id = week.place(slides, at("13 09:00"))
    birch = make_client("Birch")
    workspace.work.change(slides, {"client_id": birch})
    assert only(week.week()).client_id == birch
    with workspace.store.reading() as session:
        row = session.get(Block, block_id)
        assert row is not None
        assert row.client_id == birch


def test_deleted_work_takes_its_blocks_with_it_and_comes_back(
    workspace: Workspace, week: WeekService, slides: str
) -> None:
    week.place(slides, at("13 09:00"))
    week.delete_work_item(slides)
    assert week.week().blocks == ()
    workspace.store.undo()
    assert only(week.week()).title == "Slides"


def test_completed_work_leaves_the_list(week: WeekService, slides: str) -> None:
    week.complete(slides)
    assert titles_to_place(week) == []
    week.complete(slides, done=False)
    assert titles_to_place(week) == ["Slides"]


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"title": "x" * 201}, "title", "too_long"),
        ({"title": " "}, "title", "blank"),
        ({"title": "A", "estimate_minutes": 0}, "estimate_minutes", "too_small"),
        ({"title": "A", "estimate_minutes": -5}, "estimate_minutes", "too_small"),
        ({"title": "A", "size": 3}, "size", "unknown_field"),
    ],
)
def test_work_that_cannot_be_kept_is_refused(
    workspace, week: WeekService, values: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        workspace.work.add(values)
    assert [(p.field, p.code) for p in refused.value.problems] == [(field, code)]


def test_work_for_an_unknown_client_is_refused(workspace, week: WeekService) -> None:
    with pytest.raises(NotFound):
        workspace.work.add({"title": "A", "client_id": "nobody"})
    assert titles_to_place(week) == []


@pytest.mark.parametrize("name", ["delete_work_item", "complete", "get_block", "remove", "mark_done"])
def test_what_is_not_there_is_named(week: WeekService, name: str) -> None:
    with pytest.raises(NotFound):
        getattr(week, name)("nothing")


def test_work_to_place_is_grouped_by_client_and_sorted_by_due_date(
    workspace, week: WeekService, make_client: Make
) -> None:
    zebra, acme = make_client("Zebra"), make_client("Ácme")
    workspace.work.add({"title": "No date", "client_id": acme})
    workspace.work.add({"title": "Later", "client_id": acme, "due_on": date(2026, 10, 30)})
    workspace.work.add({"title": "Sooner", "client_id": acme, "due_on": date(2026, 10, 14)})
    workspace.work.add({"title": "Own books"})
    workspace.work.add({"title": "Plan", "client_id": zebra})
    groups = [(group.client_name, [item.title for item in group.items]) for group in week.to_place()]
    assert groups == [("Ácme", ["Sooner", "Later", "No date"]), ("Zebra", ["Plan"]), ("", ["Own books"])]


def test_work_of_archived_clients_does_not_wait(workspace: Workspace, week: WeekService, slides: str) -> None:
    workspace.clients.archive([workspace.work.get(slides).client_id or ""])
    assert titles_to_place(week) == []


def test_hours_left_are_those_promised_less_those_placed(
    workspace, week: WeekService, slides: str, make_engagement: Make
) -> None:
    client_id = workspace.work.get(slides).client_id or ""
    make_engagement(client_id, "Retainer", minutes_a_week=240)
    make_engagement(
        client_id, "Ended", starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1), minutes_a_week=600
    )
    other = workspace.work.add({"title": "Notes", "client_id": client_id, "estimate_minutes": 60})
    week.place(other, at("13 09:00"))
    group = week.to_place()[0]
    assert (group.promised_minutes, group.placed_minutes, group.left_minutes) == (240, 60, 180)


def test_nothing_is_left_of_what_was_never_promised(week: WeekService, slides: str) -> None:
    assert slides
    assert week.to_place()[0].left_minutes is None


def test_capacity_is_working_hours_less_the_buffer(week: WeekService) -> None:
    days = week.week().days
    assert [day.capacity_minutes for day in days] == [384] * 5 + [0, 0]
    assert week.week().capacity_minutes == 5 * 384


def test_a_meeting_takes_capacity_once_and_only_within_working_hours(
    workspace: Workspace, week: WeekService, make_client: Make
) -> None:
    acme = make_client("Acme")
    workspace.touchpoints.plan(acme, TouchKind.CALL, _paris("13 10:00"), duration_minutes=60)
    workspace.touchpoints.plan(acme, TouchKind.VIDEO, _paris("13 10:30"), duration_minutes=60)
    workspace.touchpoints.plan(acme, TouchKind.MEETING, _paris("13 16:30"), duration_minutes=90)
    day = day_of(week.week(), TUESDAY)
    assert day.fixed_minutes == 120
    assert day.capacity_minutes == (480 - 120) * 80 // 100
    assert {block.source for block in day.blocks} == {BlockSource.TOUCHPOINT}
    assert all(block.is_fixed and block.kind is BlockKind.MEETING for block in day.blocks)


def test_a_meeting_without_a_length_takes_the_usual_one(
    workspace: Workspace, week: WeekService, make_client: Make
) -> None:
    workspace.touchpoints.plan(make_client(), TouchKind.CALL, _paris("13 10:00"))
    usual = workspace.boundaries.resolved().meeting_minutes
    assert only(week.week()).minutes == usual


def test_a_held_meeting_still_took_its_time_and_a_cancelled_one_did_not(
    workspace: Workspace, week: WeekService, make_client: Make
) -> None:
    acme = make_client("Acme")
    held = workspace.touchpoints.plan(acme, TouchKind.CALL, _paris("12 09:00"), duration_minutes=30)
    gone = workspace.touchpoints.plan(acme, TouchKind.CALL, _paris("14 09:00"), duration_minutes=30)
    workspace.touchpoints.confirm_held(held)
    workspace.touchpoints.cancel(gone)
    block = only(week.week())
    assert (block.block_id, block.is_done) == (held, True)


def test_private_time_takes_capacity_and_is_not_planned_work(week: WeekService) -> None:
    week.add_block({"title": "Dentist", "kind": BlockKind.PRIVATE}, at("13 09:00"), 120)
    day = day_of(week.week(), TUESDAY)
    assert (day.capacity_minutes, day.planned_minutes) == (360 * 80 // 100, 0)


@pytest.mark.parametrize(
    ("minutes", "load"), [(326, Load.STEADY), (330, Load.WATCH), (384, Load.WATCH), (390, Load.OVER)]
)
def test_the_word_for_a_day_follows_its_plan(
    week: WeekService, slides: str, minutes: int, load: Load
) -> None:
    week.place(slides, at("13 09:00"), minutes)
    day = day_of(week.week(), TUESDAY)
    assert (day.planned_minutes, day.load, day.spare_minutes) == (minutes, load, 384 - minutes)


def test_time_off_leaves_no_capacity_and_says_why(workspace: Workspace, week: WeekService) -> None:
    workspace.boundaries.add_time_off(TUESDAY, TUESDAY, "Away")
    day = day_of(week.week(), TUESDAY)
    assert (day.time_off, day.time_off_note, day.capacity_minutes, day.hours) == (True, "Away", 0, ())


def test_a_public_holiday_is_named(week: WeekService) -> None:
    day = day_of(week.week("2026-W46"), date(2026, 11, 11))
    assert day.capacity_minutes == 0
    assert day.holiday == "Armistice Day"
    assert day_of(week.week("2026-W46"), date(2026, 11, 12)).holiday == ""


def test_quiet_hours_are_shown_within_each_day(week: WeekService) -> None:
    days = week.week().days
    assert days[0].quiet[-1][1] == 1440
    assert days[5].quiet == ((0, 1440),)


def test_a_block_over_midnight_has_a_part_in_each_day(week: WeekService, slides: str) -> None:
    week.place(slides, at("13 23:00"))
    first, second = week.week().blocks
    assert (first.start_minute, first.end_minute, first.minutes, first.is_head) == (1380, 1440, 60, True)
    assert (second.start_minute, second.end_minute, second.minutes, second.is_head) == (0, 60, 60, False)


def test_a_block_begun_before_the_week_is_shown_from_its_midnight(week: WeekService, slides: str) -> None:
    week.place(slides, at("11 23:00"))
    assert only(week.week()).day == date(2026, 10, 12)


def test_wall_clock_stays_the_same_across_a_clock_change(week: WeekService, slides: str) -> None:
    """Clocks go back on Sunday 25 October 2026: nine o'clock is nine o'clock on both sides."""
    block_id = week.place(slides, at("23 09:00"))
    week.move(block_id, at("26 09:00"))
    block = only(week.week("2026-W44"))
    assert (block.start_minute, block.end_minute, block.starts_at.hour) == (540, 660, 8)


def test_a_block_over_the_repeated_hour_counts_its_real_minutes(week: WeekService, slides: str) -> None:
    """It is drawn through the whole of that hour and says what the clock reads at its end."""
    week.place(slides, at("25 01:30"), 120)
    block = only(week.week("2026-W43"))
    assert (block.start_minute, block.end_minute, block.minutes) == (90, 180, 120)
    assert (block.end_reading, block.starts_again, block.ends_again) == (150, False, True)


def test_a_block_within_the_repeated_hour_can_still_be_seen(week: WeekService, slides: str) -> None:
    week.place(slides, at("25 02:30"), 60)
    block = only(week.week("2026-W43"))
    assert (block.start_minute, block.end_minute, block.end_reading, block.minutes) == (150, 180, 150, 60)


def test_the_second_pass_of_the_repeated_hour_is_told_from_the_first(week: WeekService, slides: str) -> None:
    week.place(slides, at("25 02:15").replace(fold=1), 30)
    block = only(week.week("2026-W43"))
    assert (block.start_minute, block.end_minute, block.minutes) == (135, 165, 30)
    assert (block.starts_again, block.ends_again) == (True, True)
    week.move(block.block_id, at("25 02:15"))
    assert not only(week.week("2026-W43")).starts_again


def test_the_days_of_a_clock_change_say_so(week: WeekService) -> None:
    autumn, spring = week.week("2026-W43").days[6], week.week("2026-W13").days[6]
    assert (autumn.clock.twice, autumn.clock.length) == ((120, 180), 1500)
    assert (spring.clock.missing, spring.clock.length) == ((120, 180), 1380)


def test_a_block_over_the_missing_hour_counts_its_real_minutes(week: WeekService, slides: str) -> None:
    week.place(slides, datetime(2027, 3, 28, 1, 30), 60)
    block = only(week.week("2027-W12"))
    assert (block.start_minute, block.end_minute, block.minutes) == (90, 210, 60)


@pytest.mark.parametrize(
    ("text", "monday"),
    [("2026-W42", date(2026, 10, 12)), ("2026-W53", date(2026, 12, 28)), ("2026-w01", date(2025, 12, 29))],
)
def test_iso_weeks_begin_on_their_monday(week: WeekService, text: str, monday: date) -> None:
    view = week.week(text)
    assert (view.days[0].date, len(view.days), view.week) == (monday, 7, text.upper())


@pytest.mark.parametrize(
    "text", ["", "42", "2026-42", "2026-W54", "2026-W00", "2025-W53", "26-W10", "2026-Wxx"]
)
def test_what_names_no_week_is_refused(week: WeekService, text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        week.week(text)
    assert refused.value.problems[0].code == "not_a_week"


def test_a_week_may_begin_on_any_day(week: WeekService) -> None:
    view = week.week(date(2026, 10, 11))
    assert (view.days[0].date, view.week, view.today, view.now_minute) == (
        date(2026, 10, 11),
        "2026-W42",
        date(2026, 10, 12),
        600,
    )


def test_iso_week_of_a_day() -> None:
    assert iso_week(date(2027, 1, 1)) == "2026-W53"


@pytest.mark.parametrize(("estimate", "minutes"), [(None, 60), (1, 15), (50, 60), (90, 90), (3000, 480)])
def test_a_block_without_a_length_takes_the_estimate(estimate: int | None, minutes: int) -> None:
    assert default_minutes(estimate) == minutes


def test_the_agenda_has_exactly_its_fields(workspace, week: WeekService, slides: str) -> None:
    block_id = week.place(slides, at("13 09:00"))
    document = week.agenda("2026-W42")
    assert list(document) == ["week", "days", "check_ins", "at_risk"]
    assert [day["date"] for day in document["days"]] == [f"2026-10-{day}" for day in range(12, 19)]
    assert document["days"][1] == {
        "date": "2026-10-13",
        "capacity_minutes": 384,
        "planned_minutes": 120,
        "blocks": [
            {
                "id": block_id,
                "source": "block",
                "kind": "work",
                "title": "Slides",
                "client_id": workspace.work.get(slides).client_id,
                "client": "Acme",
                "work_item_id": slides,
                "starts_at": "2026-10-13T09:00:00+02:00",
                "ends_at": "2026-10-13T11:00:00+02:00",
                "minutes": 120,
                "is_done": False,
            }
        ],
    }
    assert [client["client"] for client in document["check_ins"]] == ["Acme"]


def test_the_agenda_is_of_the_week_of_now(week: WeekService) -> None:
    assert week.agenda()["week"] == "2026-W42"
    assert week.agenda(now=datetime(2026, 10, 18, 22, 30, tzinfo=UTC))["week"] == "2026-W43"


def test_at_risk_is_late_against_what_they_expect_or_past_it(
    workspace: Workspace, week: WeekService, make_client: Make, make_engagement: Make, make_milestone: Make
) -> None:
    engagement = make_engagement(make_client("Acme"))
    late = make_milestone(engagement, "Late", date(2026, 10, 16), date(2026, 10, 20))
    past = make_milestone(engagement, "Past", date(2026, 10, 9), None)
    make_milestone(engagement, "Today", date(2026, 10, 12), date(2026, 10, 12))
    make_milestone(engagement, "Early", date(2026, 10, 16), date(2026, 10, 14))
    done = make_milestone(engagement, "Done", date(2026, 10, 1), date(2026, 10, 5))
    workspace.engagements.mark_done(done)
    assert week.agenda()["at_risk"] == [
        {
            "milestone_id": late,
            "expected_on": "2026-10-16",
            "planned_on": "2026-10-20",
            "likely_on": None,
            "gap_days": 4,
        },
        {
            "milestone_id": past,
            "expected_on": "2026-10-09",
            "planned_on": None,
            "likely_on": None,
            "gap_days": None,
        },
    ]


def test_what_becomes_late_is_at_risk_from_the_day_after(
    week: WeekService, make_client: Make, make_engagement: Make, make_milestone: Make, clock: FixedClock
) -> None:
    make_milestone(make_engagement(make_client()), "Report", date(2026, 10, 12))
    assert week.at_risk() == []
    clock.advance(days=1)
    assert len(week.at_risk()) == 1


def test_promises_to_archived_clients_are_not_at_risk(
    workspace: Workspace, week: WeekService, make_client: Make, make_engagement: Make, make_milestone: Make
) -> None:
    client_id = make_client()
    make_milestone(make_engagement(client_id), "Report", date(2026, 10, 1))
    workspace.clients.archive([client_id])
    assert week.at_risk() == []


@pytest.mark.parametrize(
    ("quiet", "spans"),
    [
        (None, ()),
        (QuietHours(start=600, end=600, weekends=False), ()),
        (QuietHours(start=720, end=780, weekends=False), ((720, 780),)),
        (QuietHours(start=1140, end=480, weekends=False), ((0, 480), (1140, 1440))),
        (QuietHours(start=1140, end=0, weekends=True), ((1140, 1440),)),
    ],
)
def test_quiet_hours_within_a_working_day(
    quiet: QuietHours | None, spans: tuple[tuple[int, int], ...]
) -> None:
    assert quiet_spans(TUESDAY, BoundaryRules(quiet_hours=quiet)) == spans


def test_a_holiday_that_is_worked_is_not_named(workspace: Workspace, week: WeekService) -> None:
    workspace.boundaries.set_field(Layer.DEFAULT, None, "public_holidays", value=False)
    day = day_of(week.week("2026-W46"), date(2026, 11, 11))
    assert (day.holiday, day.capacity_minutes) == ("", 384)


def test_changing_nothing_about_the_time_keeps_it(
    workspace: Workspace, week: WeekService, slides: str
) -> None:
    block_id = week.place(slides, at("13 09:00"))
    week.change_block(block_id, {"title": "Deck"})
    block = only(week.week())
    assert (block.title, block.start_minute, block.end_minute) == ("Deck", 540, 660)
    assert workspace.store.undo() == "Change block"
    assert only(week.week()).title == "Slides"


def test_a_meeting_with_a_client_is_put_on_the_grid(week: WeekService, make_client: Make) -> None:
    values = {"title": "Kick-off", "kind": BlockKind.MEETING, "client_id": make_client("Acme")}
    week.add_block(values, at("13 09:00"), 60)
    assert (only(week.week()).client_name, only(week.week()).source) == ("Acme", BlockSource.BLOCK)


def test_the_practices_wall_clock(week: WeekService) -> None:
    now = week.local_now()
    assert (now.hour, now.date()) == (10, date(2026, 10, 12))


def test_at_a_weekend_the_coming_week_is_planned(workspace, clock) -> None:
    for advance, planned in ((0, 12), (4, 16), (1, 19), (1, 19)):
        clock.advance(days=advance)
        assert workspace.week.planning_day() == date(2026, 10, planned)
    workspace.boundaries.add_time_off(date(2026, 10, 19), date(2026, 10, 30))
    assert workspace.week.planning_day() == clock.today()


def test_work_goes_into_the_first_free_time_of_a_day(workspace, week: WeekService, slides: str) -> None:
    notes = workspace.work.add({"title": "Notes", "estimate_minutes": 60})
    week.add_block({"title": "Call", "kind": BlockKind.MEETING}, at("13 09:45"), 60)
    week.place(slides, at("13 11:00"))
    block_id = week.place_on(notes, TUESDAY)
    placed = next(block for block in week.week().blocks if block.block_id == block_id)
    assert (placed.day, placed.start_minute, placed.end_minute) == (TUESDAY, 780, 840)


def test_today_only_what_is_left_of_it_is_free(week: WeekService, slides: str) -> None:
    week.place_on(slides, date(2026, 10, 12))
    assert only(week.week()).start_minute == 600


@pytest.mark.parametrize("day", [date(2026, 10, 11), date(2026, 10, 17)])
def test_without_a_free_stretch_work_is_meant_for_the_day(week: WeekService, slides: str, day: date) -> None:
    assert week.place_on(slides, day) is None
    shown = week.week(day)
    assert [item.title for item in day_of(shown, day).day_items] == ["Slides"]
    assert shown.blocks == ()


def test_work_meant_for_a_day_counts_against_it(workspace, week: WeekService, slides: str) -> None:
    unknown = workspace.work.add({"title": "Notes"})
    for item in (slides, unknown):
        week.plan_on(item, TUESDAY)
    day = day_of(week.week(), TUESDAY)
    assert (day.planned_minutes, day.spare_minutes, day.without_estimate) == (120, 264, 1)
    week.plan_on(slides, None)
    assert day_of(week.week(), TUESDAY).planned_minutes == 0


def test_work_that_gets_a_time_is_no_longer_without_one(workspace: Workspace, slides: str) -> None:
    workspace.week.plan_on(slides, TUESDAY)
    workspace.week.place(slides, at("14 09:00"))
    assert all(not day.day_items for day in workspace.week.week().days)
    workspace.store.undo()
    assert len(day_of(workspace.week.week(), TUESDAY).day_items) == 1


def test_work_done_on_its_day_stays_there_and_earlier_leaves(
    workspace, week: WeekService, slides: str, clock: FixedClock
) -> None:
    notes = workspace.work.add({"title": "Notes", "estimate_minutes": 30})
    week.plan_on(notes, date(2026, 10, 12))
    week.plan_on(slides, TUESDAY)
    week.complete(notes)
    week.complete(slides)
    assert [item.is_done for item in day_of(week.week(), date(2026, 10, 12)).day_items] == [True]
    assert day_of(week.week(), TUESDAY).day_items == ()


def rules_broken(week: WeekService, shown: str | None = None) -> list[list[Rule]]:
    return [[breach.rule for breach in block.breaches] for block in week.week(shown).blocks]


@pytest.mark.parametrize(
    ("start", "rule"),
    [
        ("13 17:00", Rule.AFTER_HOURS),
        ("13 08:00", Rule.BEFORE_HOURS),
        ("13 19:30", Rule.QUIET),
        ("17 10:00", Rule.NO_HOURS),
        ("15 10:00", Rule.TIME_OFF),
    ],
)
def test_the_guard_names_the_rule_a_block_breaks(
    workspace: Workspace, slides: str, start: str, rule: Rule
) -> None:
    workspace.boundaries.add_time_off(date(2026, 10, 15), date(2026, 10, 15), "Wedding")
    workspace.week.place(slides, at(start), 60)
    assert rules_broken(workspace.week) == [[rule]]


def test_the_guard_knows_public_holidays(week: WeekService, slides: str) -> None:
    week.place(slides, datetime(2026, 11, 11, 10), 60)
    breach = only(week.week("2026-W46")).breaches[0]
    assert (breach.rule, breach.name) == (Rule.HOLIDAY, "Armistice Day")


def test_the_third_late_evening_of_a_week_is_counted(
    week: WeekService, workspace: Workspace, make_client: Make
) -> None:
    """A call in the evening counts too, private time does not."""
    workspace.touchpoints.plan(make_client("Birch"), TouchKind.CALL, _paris("12 18:30"), duration_minutes=30)
    week.add_block({"title": "Choir", "kind": BlockKind.PRIVATE}, at("13 18:30"), 60)
    week.add_block({"title": "Draft"}, at("14 17:30"), 60)
    assert rules_broken(week) == [[], [], [Rule.AFTER_HOURS]]
    week.add_block({"title": "Draft"}, at("15 17:30"), 60)
    late = week.week().days[3].blocks[0].breaches
    assert [(breach.rule, breach.count) for breach in late][-1] == (Rule.LATE_AGAIN, 3)


def test_work_within_its_hours_breaks_nothing(week: WeekService, slides: str) -> None:
    week.place(slides, at("13 15:00"))
    assert rules_broken(week) == [[]]


def test_a_step_is_named_and_done_by_itself(workspace: Workspace, slides: str) -> None:
    with workspace.store.writing("Add step") as session:
        step = WorkStep(
            title="Outline", work_item_id=slides, estimate_minutes=30, created_at=workspace.clock.now()
        )
        session.add(step)
        session.flush()
        key = f"step:{step.id}"
    block_id = workspace.week.place(key, at("13 09:00"))
    block = only(workspace.week.week())
    assert (block.title, block.minutes, block.work_item_id) == ("Slides: Outline", 30, slides)
    workspace.week.mark_done(block_id)
    assert only(workspace.week.week()).is_done
    assert not workspace.work.get(slides).is_done


def test_all_day_events_of_other_calendars_stand_on_each_of_their_days(workspace: Workspace) -> None:
    with workspace.store.writing("Add calendar") as session:
        now = workspace.clock.now()
        calendar = Calendar(name="Family", source=CalendarSource.IMPORT, created_at=now)
        session.add(calendar)
        session.flush()
        session.add(
            CalendarEvent(
                calendar_id=calendar.id,
                title="School holidays",
                is_all_day=True,
                starts_on=date(2026, 10, 10),
                ends_on=TUESDAY,
                starts_at=_paris("10 00:00"),
                ends_at=_paris("14 00:00"),
                created_at=now,
            )
        )
    shown = workspace.week.week()
    assert [[event.title for event in day.all_day] for day in shown.days[:3]] == [
        ["School holidays"],
        ["School holidays"],
        [],
    ]


def test_a_block_that_gives_its_time_back_leaves_work_for_the_day(workspace: Workspace) -> None:
    block_id = workspace.week.add_block({"title": "Draft"}, at("13 09:00"), 60)
    workspace.week.take_time(block_id, date(2026, 10, 14))
    shown = workspace.week.week()
    assert shown.blocks == ()
    assert [item.title for item in day_of(shown, date(2026, 10, 14)).day_items] == ["Draft"]
    private = workspace.week.add_block({"title": "Dentist", "kind": BlockKind.PRIVATE}, at("13 09:00"), 60)
    with pytest.raises(InvalidInput):
        workspace.week.take_time(private, TUESDAY)
