"""Worked time: blocks confirmed, the timer, typed entries, sums; planned hours never count as worked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import BlockKind, EntrySource, WorkKind
from clientdesk.models.errors import InvalidInput, NotFound
from clientdesk.services.wording import words_for
from clientdesk.services.workspace import Workspace, open_workspace
from tests.helpers.fakes import FixedClock

PARIS = ZoneInfo("Europe/Paris")
MONDAY = date(2026, 10, 12)


@pytest.fixture
def desk(workspace: Workspace) -> Workspace:
    workspace.practice.set_up("Mara", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    return workspace


@pytest.fixture
def acme(desk: Workspace) -> str:
    return desk.clients.add("Acme")


def at(hour: int, minute: int = 0, day: int = 12) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=PARIS)


def block(
    desk: Workspace, client: str | None, start: datetime, minutes: int = 60, title: str = "Slides"
) -> str:
    item = desk.work.add({"title": title, "client_id": client, "estimate_minutes": minutes})
    return desk.week.place(item, start, minutes=minutes)


def code(refusal: pytest.ExceptionInfo[InvalidInput]) -> str:
    return refusal.value.problems[0].code


def test_a_past_block_is_confirmed_with_its_times(desk: Workspace, acme: str) -> None:
    placed = block(desk, acme, at(8), 90)
    entry = desk.time.get(desk.time.confirm(placed))
    assert (entry.starts_at, entry.ends_at) == (at(8), at(9, 30))
    assert (entry.minutes, entry.name, entry.source) == (90, "Acme · Slides", EntrySource.BLOCK)
    assert desk.time.is_confirmed(placed)
    assert desk.time.confirm(placed) == entry.entry_id, "one entry a block"
    assert desk.time.worked_minutes(MONDAY, MONDAY) == 90
    week = desk.week.week(MONDAY)
    assert [shown.is_confirmed for shown in week.blocks] == [True]
    assert week.planned_minutes == 90


def test_again_takes_it_back_and_each_is_one_undo(desk: Workspace, acme: str) -> None:
    placed = block(desk, acme, at(8))
    assert desk.time.toggle(placed)
    assert not desk.time.toggle(placed)
    assert desk.time.entries(MONDAY) == []
    desk.store.undo()
    assert desk.time.is_confirmed(placed)
    desk.store.undo()
    assert not desk.time.is_confirmed(placed)


def test_an_entry_knows_engagement_and_kind_of_its_work(desk: Workspace, acme: str) -> None:
    engagement = desk.engagements.add(acme, "Advice")
    milestone = desk.engagements.add_milestone(engagement, "Report")
    item = desk.work.add(
        {"title": "Draft", "client_id": acme, "milestone_id": milestone, "kind": WorkKind.WRITING}
    )
    entry = desk.time.get(desk.time.confirm(desk.week.place(item, at(8), minutes=60)))
    assert (entry.engagement_id, entry.work_item_id) == (engagement, item)
    assert desk.time.worked_minutes(engagement_id=engagement) == 60
    assert desk.time.worked_minutes(work_item_id=item) == 60
    assert desk.time.worked_minutes(client_id=acme) == 60
    assert desk.time.worked_by("engagement_id", MONDAY, MONDAY) == {engagement: 60}


def test_confirming_with_another_length(desk: Workspace, acme: str) -> None:
    placed = block(desk, acme, at(8), 60)
    entry = desk.time.confirm(placed, 20)
    assert desk.time.get(entry).minutes == 20
    assert desk.time.confirm(placed, 150) == entry
    assert desk.time.get(entry).minutes == 150
    assert desk.time.get(entry).ends_at == at(10), "never into the future"


@pytest.mark.parametrize(
    ("minutes", "expected"), [(0, "not_positive"), (-5, "not_positive"), (1500, "longer_than_a_day")]
)
def test_lengths_that_cannot_be(desk: Workspace, acme: str, minutes: int, expected: str) -> None:
    placed = block(desk, acme, at(8))
    with pytest.raises(InvalidInput) as refused:
        desk.time.confirm(placed, minutes)
    assert code(refused) == expected
    with pytest.raises(InvalidInput) as typed:
        desk.time.add({"minutes": minutes})
    assert code(typed) == expected
    assert desk.time.entries(MONDAY) == []


def test_a_future_block_is_refused_with_its_time(desk: Workspace, acme: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        desk.time.confirm(block(desk, acme, at(14)))
    assert words_for(refused.value) == (
        "This block starts at 14:00. Confirm it afterwards, or change its time."
    )
    with pytest.raises(InvalidInput) as refused:
        desk.time.confirm(block(desk, acme, at(9, day=13)))
    assert "Tue 13 Oct, 09:00" in words_for(refused.value)


def test_a_block_that_still_runs_is_logged_up_to_now(desk: Workspace, acme: str, clock: FixedClock) -> None:
    placed = block(desk, acme, at(9), 120)
    entry = desk.time.get(desk.time.confirm(placed))
    assert (entry.minutes, entry.ends_at) == (60, clock.now())


def test_private_time_is_not_worked(desk: Workspace) -> None:
    placed = desk.week.add_block({"title": "Dentist", "kind": BlockKind.PRIVATE}, at(8), 60)
    with pytest.raises(InvalidInput) as refused:
        desk.time.confirm(placed)
    assert code(refused) == "not_worked"


def test_all_past_blocks_of_today_in_one_undo(desk: Workspace, acme: str) -> None:
    early = block(desk, acme, at(7), 60)
    known = block(desk, acme, at(8), 60)
    desk.time.confirm(known, 30)
    block(desk, acme, at(9, 30), 60)
    block(desk, acme, at(15), 60)
    desk.week.add_block({"title": "Gym", "kind": BlockKind.PRIVATE}, at(6), 60)
    assert desk.time.confirm_past() == 1
    assert desk.time.is_confirmed(early)
    assert desk.time.worked_minutes(MONDAY, MONDAY) == 90
    desk.store.undo()
    assert not desk.time.is_confirmed(early)


def test_one_bad_block_of_many_logs_none(desk: Workspace, acme: str) -> None:
    past, future = block(desk, acme, at(8)), block(desk, acme, at(15))
    with pytest.raises(InvalidInput):
        desk.time.confirm_all([past, future])
    assert not desk.time.is_confirmed(past)
    with pytest.raises(NotFound):
        desk.time.confirm("no such block")


def test_the_timer_runs_and_stops(desk: Workspace, acme: str, clock: FixedClock) -> None:
    desk.time.start(client_id=acme, note="call with Dele")
    timer = desk.time.running()
    assert timer is not None
    assert timer.name == "Acme · call with Dele"
    clock.advance(minutes=42, seconds=30)
    assert timer.minutes(clock.now()) == 42
    assert desk.time.worked_minutes(MONDAY, MONDAY) == 42
    stopped = desk.time.stop()
    assert stopped is not None
    assert desk.time.get(stopped).minutes == 42
    assert desk.time.running() is None
    assert desk.time.stop() is None


def test_starting_another_stops_the_first_in_the_same_undo(
    desk: Workspace, acme: str, clock: FixedClock
) -> None:
    first = desk.time.start(client_id=acme)
    clock.advance(minutes=10)
    second = desk.time.start(note="mail")
    running = [entry.entry_id for entry in desk.time.entries(MONDAY) if entry.ends_at is None]
    assert running == [second]
    assert desk.time.get(first).minutes == 10
    desk.store.undo()
    timer = desk.time.running()
    assert timer is not None
    assert timer.entry_id == first


def test_a_timer_for_a_block_confirms_it(desk: Workspace, acme: str, clock: FixedClock) -> None:
    placed = block(desk, acme, at(10), 60)
    desk.time.start(block_id=placed)
    assert not desk.time.is_confirmed(placed)
    clock.advance(minutes=25)
    with pytest.raises(InvalidInput) as refused:
        desk.time.confirm(placed)
    assert code(refused) == "timer_running"
    with pytest.raises(InvalidInput):
        desk.time.take_back(placed)
    desk.time.stop()
    assert desk.time.is_confirmed(placed)
    desk.time.start(block_id=placed)
    clock.advance(minutes=5)
    desk.time.stop()
    assert desk.time.worked_minutes(MONDAY, MONDAY, client_id=acme) == 30


def test_less_than_a_minute_is_not_kept(desk: Workspace, clock: FixedClock) -> None:
    desk.time.start(note="by chance")
    clock.advance(seconds=20)
    assert desk.time.stop() is None
    assert desk.time.entries(MONDAY) == []


def test_a_timer_survives_the_end_of_the_program(desk: Workspace, acme: str, clock: FixedClock) -> None:
    desk.time.start(client_id=acme)
    desk.store.close()
    again = open_workspace(desk.folder.root, clock, desk.preferences)
    try:
        timer = again.time.running()
        assert timer is not None
        assert timer.starts_at == at(10).astimezone(UTC)
    finally:
        again.close(back_up=False)


@pytest.mark.parametrize("hours", [11, 20])
def test_a_forgotten_timer_is_asked_about(desk: Workspace, acme: str, clock: FixedClock, hours: int) -> None:
    desk.time.start(client_id=acme)
    clock.advance(hours=hours)
    timer = desk.time.running()
    assert timer is not None
    assert timer.needs_end(clock.now())
    for deed in (desk.time.stop, lambda: desk.time.start(note="next")):
        with pytest.raises(InvalidInput) as refused:
            deed()
        assert "since Mon 12 Oct 10:00" in words_for(refused.value)
    with pytest.raises(InvalidInput) as refused:
        desk.time.stop(at(9))
    assert code(refused) == "end_before_start"
    with pytest.raises(InvalidInput) as refused:
        desk.time.stop(clock.now() + timedelta(hours=1))
    assert code(refused) == "not_worked_yet"
    stopped = desk.time.stop(datetime(2026, 10, 12, 12, 30))
    assert stopped is not None
    assert desk.time.get(stopped).minutes == 150


def test_a_clock_set_back_while_the_timer_runs(desk: Workspace, acme: str, clock: FixedClock) -> None:
    desk.time.start(client_id=acme)
    clock.set(at(9, 30))
    timer = desk.time.running()
    assert timer is not None
    assert timer.minutes(clock.now()) == 0
    assert timer.needs_end(clock.now())
    assert desk.time.worked_minutes(MONDAY, MONDAY) == 0
    stopped = desk.time.stop(at(10, 20))
    assert stopped is not None
    assert desk.time.get(stopped).minutes == 20


def test_a_timer_can_be_discarded(desk: Workspace, clock: FixedClock) -> None:
    desk.time.start(note="x")
    clock.advance(hours=30)
    desk.time.discard()
    assert desk.time.running() is None
    desk.store.undo()
    assert desk.time.running() is not None


def test_typed_entries_are_added_changed_and_deleted(desk: Workspace, acme: str) -> None:
    entry = desk.time.add({"minutes": 45, "client_id": acme, "note": "calls"})
    view = desk.time.get(entry)
    assert (view.minutes, view.ends_at, view.source) == (45, at(10), EntrySource.TYPED)
    desk.time.change(entry, {"minutes": 30, "note": "two calls"})
    assert (desk.time.get(entry).minutes, desk.time.get(entry).title) == (30, "two calls")
    desk.time.change(entry, {"minutes": 50})
    assert (desk.time.get(entry).minutes, desk.time.get(entry).ends_at) == (50, at(10)), "never ahead"
    older = desk.time.add({"day": date(2026, 10, 9), "minutes": 60})
    assert desk.time.get(older).starts_at == at(9, day=9)
    exact = desk.time.add({"starts_at": datetime(2026, 10, 12, 7), "ends_at": datetime(2026, 10, 12, 8)})
    assert [shown.entry_id for shown in desk.time.entries()] == [exact, entry]
    assert len(desk.time.entries(date(2026, 10, 9), 7)) == 3
    desk.time.delete(entry)
    with pytest.raises(NotFound):
        desk.time.get(entry)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "missing"),
        ({"starts_at": at(9)}, "missing"),
        ({"starts_at": at(9), "ends_at": at(9)}, "end_before_start"),
        ({"starts_at": at(9), "ends_at": at(8)}, "end_before_start"),
        ({"starts_at": at(8, day=10), "ends_at": at(9, day=11)}, "longer_than_a_day"),
        ({"starts_at": at(9), "ends_at": at(11)}, "not_worked_yet"),
        ({"starts_at": at(9, day=20), "minutes": 5}, "not_worked_yet"),
        ({"minutes": "45"}, "not_a_length"),
        ({"minutes": 45, "colour": 3}, "unknown_field"),
        ({"minutes": 45, "note": "x" * 600}, "too_long"),
    ],
)
def test_entries_that_cannot_be_kept(desk: Workspace, values: dict[str, object], expected: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        desk.time.add(values)
    assert code(refused) == expected
    assert words_for(refused.value)


def test_an_entry_of_somebody_unknown(desk: Workspace) -> None:
    with pytest.raises(NotFound):
        desk.time.add({"minutes": 5, "client_id": "nobody"})


def test_changes_that_cannot_be_kept(desk: Workspace, acme: str) -> None:
    entry = desk.time.add({"minutes": 45})
    for changes, expected in (
        ({"ends_at": None}, "missing"),
        ({"block_id": "b"}, "unknown_field"),
        ({"minutes": 0}, "not_positive"),
        ({"starts_at": at(11)}, "not_worked_yet"),
        ({"ends_at": at(9)}, "end_before_start"),
    ):
        with pytest.raises(InvalidInput) as refused:
            desk.time.change(entry, changes)
        assert code(refused) == expected
    desk.time.change(entry, {"client_id": acme})
    assert desk.time.worked_minutes(client_id=acme) == 45


def test_overlaps_are_allowed_and_told(desk: Workspace, acme: str) -> None:
    first = desk.time.confirm(block(desk, acme, at(8), 90))
    second = desk.time.add({"starts_at": at(9), "ends_at": at(10), "note": "mail"})
    third = desk.time.add({"starts_at": at(6), "ends_at": at(8)})
    assert [shown.entry_id for shown in desk.time.overlaps(second)] == [first]
    assert [shown.entry_id for shown in desk.time.overlaps(first)] == [second]
    assert desk.time.overlaps(third) == []
    assert desk.time.worked_minutes(MONDAY, MONDAY) == 270


def test_an_entry_over_midnight_counts_on_both_days(desk: Workspace, clock: FixedClock) -> None:
    clock.set(at(12, day=13))
    desk.time.add({"starts_at": at(23), "ends_at": at(1, day=13)})
    assert desk.time.worked_by_day(MONDAY, 2) == {MONDAY: 60, date(2026, 10, 13): 60}
    assert desk.time.worked_minutes(date(2026, 10, 13), date(2026, 10, 13)) == 60
    assert len(desk.time.entries(date(2026, 10, 13))) == 1


def test_the_hour_that_comes_twice_is_worked_twice(desk: Workspace, clock: FixedClock) -> None:
    clock.set(datetime(2026, 10, 26, 12, tzinfo=PARIS))
    sunday = date(2026, 10, 25)
    desk.time.add(
        {
            "starts_at": datetime(2026, 10, 25, 1, tzinfo=PARIS),
            "ends_at": datetime(2026, 10, 25, 4, tzinfo=PARIS),
        }
    )
    assert desk.time.worked_minutes(sunday, sunday) == 240


def test_a_block_that_goes_leaves_its_worked_time(desk: Workspace, acme: str) -> None:
    placed = block(desk, acme, at(8), 60)
    entry = desk.time.confirm(placed)
    desk.week.remove(placed)
    kept = desk.time.get(entry)
    assert (kept.block_id, kept.minutes, kept.name) == (None, 60, "Acme · Slides")
    desk.store.undo()
    assert desk.time.is_confirmed(placed)
    item = desk.week.get_block(placed).item
    assert item is not None
    desk.week.delete_work_item(item.work_item_id)
    assert desk.time.get(entry).name == "Acme · Slides"
    assert desk.time.worked_minutes(client_id=acme) == 60
    desk.store.undo()
    assert desk.time.is_confirmed(placed)


def test_a_client_deleted_for_good_takes_its_time_along(desk: Workspace, acme: str) -> None:
    desk.time.confirm(block(desk, acme, at(8), 60))
    desk.clients.delete(acme)
    assert desk.time.entries(MONDAY) == []
    desk.store.undo()
    assert desk.time.worked_minutes(client_id=acme) == 60
