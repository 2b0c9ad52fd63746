"""Planning where two parts meet: confirmed time, clients that change or leave, weekends, calls called off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.bookable import BookableDay
from clientdesk.models.enums import Layer, RhythmKind, RhythmUnit, TouchKind
from clientdesk.services.bookable import bookable_days
from clientdesk.services.suggest import room_of
from clientdesk.services.workspace import Workspace
from clientdesk.store.first_reads import fetch_of
from tests.helpers.fakes import FixedClock

pytestmark = pytest.mark.usefixtures("practice")

Make = Callable[..., str]
PARIS = ZoneInfo("Europe/Paris")
MONDAY, WEDNESDAY = date(2026, 10, 12), date(2026, 10, 14)


def test_taking_the_time_off_a_confirmed_block_keeps_what_was_worked(workspace: Workspace) -> None:
    work = workspace.work.add({"title": "Slides", "estimate_minutes": 60})
    block = workspace.week.place(work, datetime(2026, 10, 12, 9, 0))
    entry = workspace.time.confirm(block)
    workspace.week.take_time(block, WEDNESDAY)
    kept = workspace.time.get(entry)
    assert (kept.block_id, kept.work_item_id, kept.minutes) == (None, work, 60)
    workspace.store.undo()
    assert workspace.time.get(entry).block_id == block


def test_a_block_given_to_another_client_leaves_the_first_one_s_promises(
    workspace: Workspace, make_client: Make, make_engagement: Make, make_milestone: Make
) -> None:
    engagement = make_engagement(make_client("Acme"), starts_on=date(2026, 1, 5))
    milestone = make_milestone(engagement, "Report", date(2026, 10, 15))
    block = workspace.week.place(f"milestone:{milestone}", datetime(2026, 10, 13, 9, 0))
    other = make_client("Birch")
    workspace.week.change_block(block, {"client_id": other})
    item = workspace.week.get_block(block).item
    assert item is not None
    assert (item.client_id, item.engagement_id, item.milestone_id) == (other, None, None)


def test_time_still_to_come_at_a_weekend_is_not_carried_over_by_more_of_it(
    workspace: Workspace, clock: FixedClock
) -> None:
    clock.set(datetime(2026, 10, 17, 10, 0, tzinfo=PARIS))
    sunday = workspace.work.add({"title": "Sunday", "estimate_minutes": 120})
    today = workspace.work.add({"title": "Saturday", "estimate_minutes": 120})
    workspace.week.place(sunday, datetime(2026, 10, 18, 10, 0), 60)
    workspace.week.plan_on(today, date(2026, 10, 17))
    for work in (sunday, today):
        workspace.week.place(work, datetime(2026, 10, 19, 10, 0), 60)
        assert workspace.work.get(work).carries == 0


def test_a_day_meant_for_work_of_an_archived_client_is_free(workspace: Workspace, make_client: Make) -> None:
    client = make_client("Acme")
    values = {"title": "Slides", "estimate_minutes": 120, "client_id": client}
    workspace.week.plan_on(workspace.work.add(values), WEDNESDAY)
    assert _placed(workspace) == 120
    workspace.clients.archive([client])
    assert _placed(workspace) == 0
    assert workspace.forecast.forecast().days[2].placed_minutes == 0


def test_a_step_meant_for_a_full_day_waits_while_another_has_its_time(workspace: Workspace) -> None:
    work = workspace.work.add({"title": "Report", "estimate_minutes": 120})
    workspace.work.add_steps(work, "Draft\nProofread", 60)
    draft, proofread = (f"step:{step.step_id}" for step in workspace.work.steps(work))
    workspace.week.place(draft, datetime(2026, 10, 14, 9, 0))
    workspace.week.plan_on(proofread, WEDNESDAY)
    assert [item.title for group in workspace.work.to_place() for item in group.items] == ["Proofread"]
    workspace.week.place(proofread, datetime(2026, 10, 14, 10, 0))
    assert workspace.work.to_place() == []


def _meeting(lines: str) -> str:
    """A calendar file with one event on Wednesday."""
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Fair\r\n"
    return f"{head}{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


NINE_TO_TWELVE = "DTSTART:20261014T070000Z\r\nDTEND:20261014T100000Z"
WHOLE_DAY = "DTSTART;VALUE=DATE:20261014\r\nDTEND;VALUE=DATE:20261015\r\nTRANSP:OPAQUE"


@pytest.mark.parametrize(
    ("lines", "minute"),
    [
        (NINE_TO_TWELVE, 12 * 60),
        (f"{NINE_TO_TWELVE}\r\nTRANSP:TRANSPARENT", 9 * 60),
        (WHOLE_DAY, None),
    ],
)
def test_the_first_free_time_heeds_a_foreign_calendar_where_it_takes_time(
    workspace: Workspace, tmp_path: Path, lines: str, minute: int | None
) -> None:
    path = tmp_path / "fair.ics"
    path.write_bytes(_meeting(lines).encode())
    workspace.calendars.import_file(path)
    carried = workspace.work.add({"title": "Slides", "estimate_minutes": 60})
    assert workspace.plan.carry_to_day(carried, WEDNESDAY).minute == minute
    workspace.store.undo()
    block = workspace.week.place_on(carried, WEDNESDAY)
    if minute is None:
        assert block is None
        return
    placed = next(entry for entry in workspace.week.week().blocks if entry.block_id == block)
    assert placed.start_minute == minute
    workspace.store.undo()
    room = room_of(workspace.week.week().days[2], _days(workspace)[2], workspace.week.week(), PARIS)
    assert room is not None
    assert room.free[0][0] == minute


@pytest.fixture
def called(workspace: Workspace, make_client: Make) -> str:
    """A client with a call every Friday, the last one held; the next is booked for Wednesday, notes after it."""
    client = make_client("Acme")
    rhythm = workspace.rhythms.add(
        Layer.CLIENT,
        client,
        kind=RhythmKind.CALL,
        unit=RhythmUnit.WEEKLY,
        every=1,
        weekday=4,
        starts_on=date(2026, 3, 2),
    )
    workspace.touchpoints.log(client, TouchKind.CALL, "Told", at=datetime(2026, 10, 9, 9, 0, tzinfo=PARIS))
    workspace.week.place(f"rhythm:{rhythm}:2026-10-16", datetime(2026, 10, 14, 10, 0))
    return client


@pytest.mark.parametrize("how", ["cancel", "miss", "delete"])
def test_a_call_called_off_waits_to_be_booked_again(workspace: Workspace, called: str, how: str) -> None:
    (booked,) = workspace.touchpoints.booked(called)
    getattr(workspace.touchpoints, how)(booked.touchpoint_id)
    (item,) = [item for group in workspace.work.to_place() for item in group.items]
    assert (item.title, item.estimate_minutes) == ("Call and notes", 45)
    assert [word.placed_on for word in workspace.plan.view().check_ins] == [None]
    assert workspace.week.week().days[2].blocks == ()
    workspace.week.place(item.work_item_id, datetime(2026, 10, 15, 10, 0))
    assert [touch.at for touch in workspace.touchpoints.booked(called)] == [
        datetime(2026, 10, 15, 10, 0, tzinfo=PARIS)
    ]
    workspace.store.undo()
    workspace.store.undo()
    assert [block.title for block in workspace.week.week().days[2].blocks] == ["call", "Notes of the call"]


def test_notes_stay_where_another_call_was_booked(workspace: Workspace, called: str) -> None:
    (booked,) = workspace.touchpoints.booked(called)
    workspace.touchpoints.plan(called, TouchKind.CALL, datetime(2026, 10, 15, 9, 0, tzinfo=PARIS))
    workspace.touchpoints.cancel(booked.touchpoint_id)
    assert [block.title for block in workspace.week.week().days[2].blocks] == ["Notes of the call"]


def test_notes_go_along_with_a_call_that_moves(workspace: Workspace, called: str) -> None:
    (booked,) = workspace.touchpoints.booked(called)
    workspace.touchpoints.update(booked.touchpoint_id, at=datetime(2026, 10, 15, 14, 0, tzinfo=PARIS))
    blocks = workspace.week.week().days[3].blocks
    assert [(block.title, block.start_minute) for block in blocks] == [
        ("call", 14 * 60),
        ("Notes of the call", 14 * 60 + 30),
    ]
    workspace.store.undo()
    assert len(workspace.week.week().days[2].blocks) == 2


def _placed(workspace: Workspace) -> int:
    return _days(workspace)[2].placed_minutes


def _days(workspace: Workspace) -> tuple[BookableDay, ...]:
    calendar = workspace.boundaries.calendar()
    with workspace.store.reading() as session:
        return bookable_days(fetch_of(session), workspace.clock.now(), PARIS, calendar, MONDAY, 7)


def test_work_put_off_then_placed_waits_again_once_its_time_is_gone(workspace: Workspace) -> None:
    work = workspace.work.add({"title": "Slides", "estimate_minutes": 60})
    workspace.work.later(work)
    block = workspace.week.place(work, datetime(2026, 10, 13, 9, 0))
    workspace.week.remove(block)
    waiting = {item.work_item_id for group in workspace.week.to_place(MONDAY) for item in group.items}
    assert work in waiting


def test_work_of_a_milestone_that_is_done_says_so(
    workspace: Workspace, make_client: Make, make_engagement: Make, make_milestone: Make
) -> None:
    client = make_client("Acme")
    engagement = make_engagement(client, starts_on=date(2026, 1, 5))
    milestone = make_milestone(engagement, "Report", date(2026, 10, 15))
    values = {"title": "Charts", "client_id": client, "engagement_id": engagement, "milestone_id": milestone}
    work = workspace.work.add(values)
    assert workspace.work.get(work).source_words == "milestone, expected Thu 15 Oct"
    workspace.engagements.mark_done(milestone)
    assert workspace.work.get(work).source_words == "its milestone is done"
