"""Carry-over: which work is asked about, and when an answer settles it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from clientdesk.models.tables import Block, WorkItem, WorkStep
from clientdesk.models.views.plan import CarryOverView
from clientdesk.services.carry_over import answer, answer_if_carried, carried_over, carried_over_ids
from clientdesk.services.workspace import Workspace
from clientdesk.store.unit_of_work import fetch
from tests.helpers.fakes import FixedClock

pytestmark = pytest.mark.usefixtures("practice")

Make = Callable[..., str]
MONDAY = date(2026, 10, 12)
LAST_THURSDAY = datetime(2026, 10, 8, 14, 0)


def add(
    workspace: Workspace, title: str = "Slides", at: datetime | None = LAST_THURSDAY, **values: Any
) -> str:
    work = workspace.work.add({"title": title, "estimate_minutes": 60} | values)
    if at is not None:
        workspace.week.place(work, at)
    return work


def asked(workspace: Workspace, monday: date = MONDAY) -> list[CarryOverView]:
    with workspace.store.reading() as session:
        return carried_over(session, monday, workspace.practice.zone())


def titles(workspace: Workspace, monday: date = MONDAY) -> list[str]:
    return [view.title for view in asked(workspace, monday)]


def test_open_work_of_last_week_says_where_it_was(workspace: Workspace, make_client: Make) -> None:
    acme = make_client("Acme")
    work = add(workspace, client_id=acme)
    (view,) = asked(workspace)
    assert (view.work_item_id, view.client_id, view.client_name) == (work, acme, "Acme")
    assert (view.was_on, view.was_minute, view.estimate_minutes) == (date(2026, 10, 8), 14 * 60, 60)
    assert (view.times, view.is_often, view.is_old(MONDAY)) == (1, False, False)
    with workspace.store.reading() as session:
        assert carried_over_ids(session, MONDAY, workspace.practice.zone()) == {work}


def test_work_never_placed_is_no_carry_over(workspace: Workspace) -> None:
    add(workspace, at=None)
    assert asked(workspace) == []


def test_a_day_without_a_time_counts(workspace: Workspace) -> None:
    add(workspace, "Last week", None, planned_on=date(2026, 10, 9))
    add(workspace, "This week", None, planned_on=MONDAY)
    (view,) = asked(workspace)
    assert (view.title, view.was_on, view.was_minute) == ("Last week", date(2026, 10, 9), None)


def test_the_last_time_it_was_meant_for_counts(workspace: Workspace, clock: FixedClock) -> None:
    clock.advance(days=-12)
    twice = add(workspace, "Twice", datetime(2026, 10, 1, 9, 0))
    moved = add(workspace, "Then a day", datetime(2026, 10, 1, 11, 0))
    again = add(workspace, "This week too", datetime(2026, 10, 1, 13, 0))
    workspace.week.place(twice, datetime(2026, 10, 7, 9, 0))
    workspace.week.plan_on(moved, date(2026, 10, 9))
    workspace.week.place(again, datetime(2026, 10, 12, 9, 0))
    assert [(view.work_item_id, view.was_on.day) for view in asked(workspace)] == [(twice, 7), (moved, 9)]


def test_a_block_up_to_midnight_belongs_to_the_day_before(workspace: Workspace) -> None:
    add(workspace, at=datetime(2026, 10, 11, 23, 0))
    add(workspace, "Into Monday", datetime(2026, 10, 11, 23, 30))
    (view,) = asked(workspace)
    assert (view.title, view.was_on, view.was_minute) == ("Slides", date(2026, 10, 11), 23 * 60)


def test_a_block_over_an_earlier_midnight_was_on_the_day_it_ended(workspace: Workspace) -> None:
    add(workspace, at=datetime(2026, 10, 7, 23, 30))
    (view,) = asked(workspace)
    assert (view.was_on, view.was_minute) == (date(2026, 10, 8), 0)


def test_the_order_is_as_planned(workspace: Workspace) -> None:
    add(workspace, "Third", datetime(2026, 10, 9, 9, 0))
    add(workspace, "Second", datetime(2026, 10, 8, 15, 0))
    add(workspace, "First", datetime(2026, 9, 21, 15, 0))
    add(workspace, "Last", None, planned_on=date(2026, 10, 9))
    assert titles(workspace) == ["First", "Second", "Third", "Last"]


def test_done_dropped_put_off_and_archived_work_is_not_asked_about(
    workspace: Workspace, make_client: Make
) -> None:
    gone = make_client("Gone")
    add(workspace, "Of an archived client", client_id=gone)
    workspace.clients.archive([gone])
    workspace.week.complete(add(workspace, "Done"))
    dropped = add(workspace, "Dropped")
    with workspace.store.writing("Drop") as session:
        fetch(session, WorkItem, dropped).dropped_at = datetime(2026, 10, 9, tzinfo=UTC)
    put_off = add(workspace, "Next week")
    workspace.work.change(put_off, {"not_before": date(2026, 10, 19)})
    assert asked(workspace) == []


def test_an_answer_settles_it_until_it_is_left_again(workspace: Workspace, clock: FixedClock) -> None:
    work = add(workspace)
    with workspace.store.writing("Carry over") as session:
        answer(fetch(session, WorkItem, work), MONDAY)
    assert asked(workspace) == []
    assert asked(workspace, MONDAY + timedelta(weeks=1)) == []
    workspace.week.place(work, datetime(2026, 10, 14, 9, 0))
    (view,) = asked(workspace, MONDAY + timedelta(weeks=1))
    assert (view.was_on, view.times) == (date(2026, 10, 14), 2)


def test_answered_and_placed_on_one_day_is_asked_about_next_week(workspace: Workspace) -> None:
    work = add(workspace)
    with workspace.store.writing("Carry over") as session:
        answer(fetch(session, WorkItem, work), MONDAY)
    workspace.week.place(work, datetime(2026, 10, 12, 15, 0))
    assert titles(workspace, MONDAY + timedelta(weeks=1)) == ["Slides"]


def test_only_a_carry_over_is_answered_by_new_time(workspace: Workspace) -> None:
    left, fresh = add(workspace), add(workspace, "Fresh", None)
    zone = workspace.practice.zone()
    with workspace.store.writing("Place") as session:
        rows = [fetch(session, WorkItem, work) for work in (left, fresh)]
        said = [answer_if_carried(session, row, MONDAY, MONDAY, zone) for row in rows]
    assert said == [True, False]
    assert [(row.carries, row.carried_on) for row in rows] == [(1, MONDAY), (0, None)]


def test_the_third_carry_is_said(workspace: Workspace) -> None:
    work = add(workspace, at=datetime(2026, 9, 21, 9, 0))
    with workspace.store.writing("Carry over") as session:
        fetch(session, WorkItem, work).carries = 2
    (view,) = asked(workspace)
    assert (view.times, view.is_often) == (3, True)


@pytest.mark.parametrize(("day", "is_old"), [(date(2026, 9, 28), False), (date(2026, 9, 27), True)])
def test_older_than_two_weeks(workspace: Workspace, day: date, is_old: bool) -> None:
    add(workspace, at=datetime(day.year, day.month, day.day, 9, 0))
    assert asked(workspace)[0].is_old(MONDAY) is is_old


def test_a_block_for_a_step_that_is_done_asks_for_nothing(workspace: Workspace, clock: FixedClock) -> None:
    work = add(workspace)
    with workspace.store.writing("Steps") as session:
        step = WorkStep(work_item_id=work, title="Outline", created_at=clock.now(), done_at=clock.now())
        session.add(step)
        session.flush()
        session.exec(select(Block).where(Block.work_item_id == work)).one().step_id = step.id
    assert asked(workspace) == []
