"""The proposal for a real week: what it reads, what it says, and that accepting is one step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import BlockKind, Layer, RhythmKind, RhythmUnit
from clientdesk.models.errors import NotFound
from clientdesk.models.views.suggest import SuggestedPlace
from clientdesk.services.suggest import free_spans
from clientdesk.services.workspace import Workspace
from tests.helpers.fakes import FixedClock

Make = Callable[..., str]
MONDAY = date(2026, 10, 12)
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def set_up(workspace: Workspace) -> None:
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR", holiday_region="FR")


def add(workspace: Workspace, title: str, minutes: int | None = 60, **more: object) -> str:
    return workspace.work.add({"title": title, "estimate_minutes": minutes, **more})


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=PARIS)


def place_of(workspace: Workspace, title: str) -> SuggestedPlace:
    found = workspace.suggest.propose(MONDAY)
    return next(place for place in found.places if place.title == title)


def own(workspace: Workspace, places: tuple[SuggestedPlace, ...]) -> list[SuggestedPlace]:
    """Without what the shipped rhythms offer."""
    return [place for place in places if not place.work_item_id.startswith("rhythm:")]


def test_free_spans_are_what_is_left_of_the_hours() -> None:
    hours = ((540, 720), (780, 1_020))
    assert free_spans(hours, ((500, 560), (700, 800), (900, 930))) == ((560, 700), (800, 900), (930, 1_020))
    assert free_spans(hours, (), since=800) == ((800, 1_020),)
    assert free_spans(hours, ((0, 1_440),)) == ()
    assert free_spans((), ((540, 600),)) == ()


def test_places_lie_in_working_hours_from_now_on_and_clear_of_what_is_there(
    workspace: Workspace, make_client: Make
) -> None:
    acme = make_client("Acme")
    workspace.week.add_block({"title": "Dentist", "kind": BlockKind.PRIVATE}, at(13, 9), 120)
    workspace.week.add_block({"title": "Old work", "client_id": acme}, at(14, 9), 90)
    for number in range(12):
        add(workspace, f"Piece {number}", 90, client_id=acme if number % 2 else None)
    found = workspace.suggest.propose(MONDAY)
    view = workspace.week.week(MONDAY)
    assert found.places
    for place in found.places:
        day = next(one for one in view.days if one.date == place.day)
        assert any(start <= place.start_minute and place.end_minute <= end for start, end in day.hours)
        for block in day.blocks:
            assert place.end_minute <= block.start_minute or block.end_minute <= place.start_minute
        assert place.day > MONDAY or place.start_minute >= 600
        assert place.reason
    for day in view.days:
        on_day = sum(place.minutes for place in found.places if place.day == day.date)
        assert on_day <= max(day.spare_minutes, 0)


def test_nothing_moves_until_it_is_accepted(workspace: Workspace) -> None:
    add(workspace, "Slides", 120)
    workspace.suggest.propose(MONDAY)
    assert workspace.week.week(MONDAY).planned_minutes == 0


def test_accepting_all_is_one_step_and_undone_by_one(workspace: Workspace) -> None:
    titles = {"Slides", "Notes", "Audit"}
    for title in titles:
        add(workspace, title, 90)
    found = workspace.suggest.propose(MONDAY)
    workspace.suggest.accept(found.places)
    placed = workspace.week.week(MONDAY).blocks
    assert {block.title for block in placed} == titles
    assert {(block.day, block.start_minute, block.end_minute) for block in placed} == {
        (place.day, place.start_minute, place.end_minute) for place in found.places
    }
    workspace.store.undo()
    assert workspace.week.week(MONDAY).blocks == ()
    assert len(own(workspace, workspace.suggest.propose(MONDAY).places)) == 3


def test_long_work_is_accepted_piece_by_piece(workspace: Workspace) -> None:
    add(workspace, "Report", 420)
    found = workspace.suggest.propose(MONDAY)
    assert len(found.places) == 3
    assert "part 1 of 3" in found.places[0].reason
    for place in found.places:
        workspace.suggest.accept([place])
    assert workspace.week.week(MONDAY).planned_minutes == 420
    assert len({block.work_item_id for block in workspace.week.week(MONDAY).blocks}) == 1


def test_a_milestone_is_taken_up_once_for_all_its_pieces(
    workspace: Workspace, make_client: Make, make_engagement: Make, make_milestone: Make
) -> None:
    engagement = make_engagement(make_client("Cedar"), starts_on=date(2026, 9, 1))
    make_milestone(engagement, "Report", expected_on=date(2026, 10, 16), estimate_minutes=300)
    places = [one for one in workspace.suggest.propose(MONDAY).places if one.title == "Report"]
    assert len(places) == 2
    assert all(place.day <= date(2026, 10, 16) for place in places)
    assert "before Friday, when Cedar expects it" in places[0].reason
    workspace.suggest.accept(places)
    blocks = [block for block in workspace.week.week(MONDAY).blocks if block.title == "Report"]
    assert len(blocks) == 2 and len({block.work_item_id for block in blocks}) == 1
    assert workspace.store.undo() == "Accept suggested places"
    assert workspace.week.week(MONDAY).blocks == ()


def test_a_promised_call_is_booked_with_its_notes(workspace: Workspace, make_client: Make) -> None:
    client = make_client("Birch")
    values = {"kind": RhythmKind.CALL, "unit": RhythmUnit.WEEKLY, "every": 1, "weekday": 2}
    workspace.rhythms.add(Layer.CLIENT, client, **values, starts_on=date(2026, 10, 12))
    places = [one for one in workspace.suggest.propose(MONDAY).places if one.title == "Call and notes"]
    due = [place for place in places if place.day == date(2026, 10, 14)]
    assert len(due) == 1
    assert due[0].reason.startswith("the day the talk is promised")
    workspace.suggest.accept(due)
    kinds = [block.kind for block in workspace.week.week(MONDAY).blocks]
    assert kinds == [BlockKind.MEETING, BlockKind.WORK]


def test_work_without_an_estimate_takes_an_hour_and_says_so(workspace: Workspace) -> None:
    add(workspace, "Letter", None)
    found = workspace.suggest.propose(MONDAY)
    assert found.places[0].minutes == 60
    assert "no estimate, an hour assumed" in found.places[0].reason
    assert found.note == "1 thing has no estimate: an hour is assumed."
    add(workspace, "Mail", None)
    assert workspace.suggest.propose(MONDAY).note == "2 things have no estimate: an hour each is assumed."


def test_what_does_not_fit_says_why(workspace: Workspace) -> None:
    add(workspace, "Atlas", 54_000)
    add(workspace, "Pack", 1_200, due_on=date(2026, 10, 12))
    found = workspace.suggest.propose(MONDAY)
    why = {left.title: left.why for left in found.left_out}
    assert "needs 900 h" in why["Atlas"] and "no room this week" in why["Atlas"]
    assert "Pack" not in why or why["Pack"].startswith("no room up to Mon 12 Oct")


def test_a_day_off_gets_nothing(workspace: Workspace) -> None:
    workspace.boundaries.add_time_off(date(2026, 10, 13), date(2026, 10, 16), "Away")
    add(workspace, "Slides", 60)
    assert place_of(workspace, "Slides").day == MONDAY


def test_a_week_that_has_passed_gets_nothing(workspace: Workspace, clock: FixedClock) -> None:
    add(workspace, "Slides", 60)
    clock.set(at(19, 10))
    found = workspace.suggest.propose(MONDAY)
    assert found.places == ()


def test_the_clock_change_in_working_hours_is_kept_free(workspace: Workspace, clock: FixedClock) -> None:
    hours = {6: [{"start": 0, "end": 300}]}
    workspace.boundaries.set_field(Layer.DEFAULT, None, "working_hours", hours)
    clock.set(at(24, 10))
    for number in range(4):
        add(workspace, f"Night {number}", 60)
    found = workspace.suggest.propose(date(2026, 10, 19))
    assert found.places
    assert all(place.end_minute <= 120 or place.start_minute >= 180 for place in found.places)


def test_steps_of_work_that_waits_are_not_suggested_twice(workspace: Workspace) -> None:
    report = add(workspace, "Report", 120)
    workspace.work.add_steps(report, "Outline", 30)
    assert [place.title for place in own(workspace, workspace.suggest.propose(MONDAY).places)] == ["Report"]


def test_work_that_is_gone_stops_the_whole_step(workspace: Workspace) -> None:
    first, second = add(workspace, "Slides"), add(workspace, "Notes")
    found = workspace.suggest.propose(MONDAY)
    workspace.week.delete_work_item(second)
    with pytest.raises(NotFound):
        workspace.suggest.accept(found.places)
    assert workspace.week.week(MONDAY).blocks == ()
    assert first in {one.work_item_id for one in workspace.suggest.propose(MONDAY).places}


def test_what_waits_is_named(workspace: Workspace) -> None:
    slides = add(workspace, "Slides")
    assert slides in workspace.suggest.waiting(MONDAY)


def reasons(workspace: Workspace) -> dict[str, str]:
    return {place.title: place.reason for place in workspace.suggest.propose(MONDAY).places}


def test_reasons_are_said_in_words(workspace: Workspace, make_client: Make, make_engagement: Make) -> None:
    acme = make_client("Acme")
    make_engagement(acme, starts_on=date(2026, 9, 1), hours_a_week=4)
    workspace.week.add_block({"title": "Talk", "client_id": acme}, at(13, 9), 60)
    add(workspace, "Old", 30, due_on=date(2026, 10, 8))
    add(workspace, "Due", 30, due_on=date(2026, 10, 22))
    add(workspace, "High", 30, impact="high")
    add(workspace, "Reserved", 30, client_id=acme)
    add(workspace, "Plain", 30)
    found = reasons(workspace)
    assert found["Old"] == "due Thu 8 Oct already, the first room for it"
    assert found["Due"] == "in time for Thu 22 Oct"
    assert found["High"] == "much depends on it"
    assert found["Reserved"] == "within the hours Acme has this week; next to other work for Acme"
    assert found["Plain"] == "free time"


def test_what_comes_late_says_that_there_was_no_room(workspace: Workspace) -> None:
    workspace.week.add_block({"title": "Away", "kind": BlockKind.PRIVATE}, at(12, 10), 420)
    add(workspace, "Slides", 60, due_on=MONDAY)
    assert reasons(workspace)["Slides"].startswith("after Mon 12 Oct, when it is due: no room before")


def test_a_promised_update_is_written_on_its_day(workspace: Workspace, make_client: Make) -> None:
    client = make_client("Birch")
    values = {"kind": RhythmKind.UPDATE, "unit": RhythmUnit.WEEKLY, "every": 1, "weekday": 3}
    workspace.rhythms.add(Layer.CLIENT, client, **values, starts_on=MONDAY)
    place = place_of(workspace, "Write the update")
    assert (place.day, place.minutes) == (date(2026, 10, 15), 30)
    assert place.reason.startswith("the day the update is promised")


def test_why_something_does_not_fit(workspace: Workspace) -> None:
    workspace.boundaries.add_time_off(date(2026, 10, 13), date(2026, 10, 16), "Away")
    workspace.week.add_block({"title": "Day", "kind": BlockKind.PRIVATE}, at(12, 10), 300)
    add(workspace, "Pack", 300, due_on=MONDAY)
    add(workspace, "Atlas", 600)
    why = {left.title: left.why for left in workspace.suggest.propose(MONDAY).left_out}
    assert why["Pack"] == "no room up to Mon 12 Oct: 1 h 30 left, needs 5 h"
    assert why["Atlas"] == "no room this week: 1 h 30 left, needs 10 h"
    workspace.week.add_block({"title": "Rest", "kind": BlockKind.PRIVATE}, at(12, 15), 120)
    why = {left.title: left.why for left in workspace.suggest.propose(MONDAY).left_out}
    assert why["Pack"] == "no room up to Mon 12 Oct, needs 5 h"
    assert why["Atlas"] == "no room left this week, needs 10 h"


def test_time_left_in_scraps_is_said_to_be_in_scraps(workspace: Workspace) -> None:
    workspace.boundaries.add_time_off(date(2026, 10, 13), date(2026, 10, 16), "Away")
    for hour, minute, minutes in ((10, 0, 60), (11, 30, 210), (15, 30, 90)):
        workspace.week.add_block({"title": "Day", "kind": BlockKind.PRIVATE}, at(12, hour, minute), minutes)
    add(workspace, "Call them", 45)
    (left,) = workspace.suggest.propose(MONDAY).left_out
    assert left.why == "what is left is in pieces too short, it needs 45 min"


def test_at_a_weekend_the_week_just_over_counts_as_carried_when_its_work_is_placed(
    workspace: Workspace, clock: FixedClock
) -> None:
    report = add(workspace, "Report")
    workspace.week.place(report, at(14, 9))
    place = SuggestedPlace("one", report, "Report", "", None, date(2026, 10, 19), 540, 600, "")
    clock.set(at(18, 11))
    workspace.suggest.accept([place])
    assert workspace.work.get(report).carries == 1
