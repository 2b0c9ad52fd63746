"""The day Today shows: capacity, foreign events, meetings with what to know, what is meant for today, its end."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import BlockKind, CalendarSource, TouchKind, WorkOrigin
from clientdesk.models.tables import Calendar, CalendarEvent
from clientdesk.models.views.today_day import TodayDayView
from clientdesk.services.plain_views import plain, reader
from clientdesk.services.today import today_view
from clientdesk.services.workspace import Workspace
from clientdesk.store.first_reads import reading
from tests.helpers.fakes import FixedClock

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def desk(workspace: Workspace) -> Workspace:
    workspace.practice.set_up("Mara", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    return workspace


@pytest.fixture
def delta(desk: Workspace) -> str:
    return desk.clients.add("Delta")


def at(hour: int, minute: int = 0, day: int = 12) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=PARIS)


def day_of(desk: Workspace) -> TodayDayView:
    view = desk.today()
    assert view is not None
    return view.day


def work(desk: Workspace, client: str | None, title: str, start: datetime | None = None, **more: Any) -> str:
    item = desk.work.add({"title": title, "client_id": client} | more)
    if start is not None:
        desk.week.place(item, start, minutes=60)
    return item


def event(desk: Workspace, title: str, since: datetime, until: datetime, **more: Any) -> None:
    calendar = {"is_on": True, "is_busy": True} | more.pop("calendar", {})
    with desk.store.writing("Calendar", undoable=False) as session:
        row = Calendar(name="Big", source=CalendarSource.IMPORT, created_at=desk.clock.now(), **calendar)
        session.add(row)
        session.flush()
        session.add(
            CalendarEvent(
                calendar_id=row.id,
                title=title,
                starts_at=since.astimezone(UTC),
                ends_at=until.astimezone(UTC),
                created_at=desk.clock.now(),
                **more,
            )
        )


def test_capacity_is_that_of_the_week(desk: Workspace, delta: str) -> None:
    desk.week.add_block({"title": "Dentist", "kind": BlockKind.PRIVATE}, at(8, 30), 90)
    desk.week.add_block({"title": "Board", "kind": BlockKind.MEETING}, at(16, 30), 60)
    desk.touchpoints.plan(delta, TouchKind.CALL, at(14), duration_minutes=45)
    event(desk, "Overlaps the call", at(14, 15), at(15))
    event(desk, "Only a note", at(11), at(12), is_busy=False)
    event(desk, "Not counted here", at(11), at(12), calendar={"is_busy": False})
    event(desk, "Switched off", at(11), at(12), calendar={"is_on": False})
    day = day_of(desk)
    assert day.capacity_minutes == (480 - 60 - 30 - 60) * 80 // 100
    assert day.capacity_minutes == desk.week.week(date(2026, 10, 12)).days[0].capacity_minutes
    assert [m.block.title for m in day.meetings] == [
        "Only a note",
        "Not counted here",
        "Call",
        "Overlaps the call",
        "Board",
    ]
    assert [m.block.is_busy for m in day.meetings] == [False, False, True, True, True]


def test_an_all_day_event_takes_the_day(desk: Workspace, delta: str) -> None:
    whole = {"is_all_day": True, "starts_on": date(2026, 10, 12), "ends_on": date(2026, 10, 12)}
    event(desk, "Fair", at(0), at(0, day=13), **whole)
    day = day_of(desk)
    assert day.capacity_minutes == 0
    assert day.meetings[0].block.is_all_day
    assert day.current(at(10)) is None, "it isn't what one does now"


def test_planned_and_worked_stay_apart(desk: Workspace, delta: str) -> None:
    work(desk, delta, "Slides", at(8))
    work(desk, delta, "Audit", at(14))
    work(desk, delta, "Notes", planned_on=date(2026, 10, 12), estimate_minutes=30)
    work(desk, delta, "Unknown", planned_on=date(2026, 10, 12))
    desk.time.confirm_past()
    desk.time.add({"minutes": 15})
    desk.time.start(client_id=delta)
    day = day_of(desk)
    assert (day.planned_minutes, day.worked_minutes, day.unestimated) == (150, 75, 1)
    assert [block.worked_minutes for block in day.blocks] == [60, None]
    assert day.timer is not None


def test_work_meant_for_today_or_earlier_this_week(desk: Workspace, delta: str, clock: FixedClock) -> None:
    work(desk, delta, "today", planned_on=date(2026, 10, 14))
    work(desk, delta, "from Monday", planned_on=date(2026, 10, 12))
    work(desk, delta, "last week", planned_on=date(2026, 10, 9))
    work(desk, delta, "later", planned_on=date(2026, 10, 15))
    work(desk, delta, "has a time", at(15, day=14), planned_on=date(2026, 10, 14))
    desk.week.complete(work(desk, delta, "done", planned_on=date(2026, 10, 14)))
    clock.set(at(10, day=14))
    day = day_of(desk)
    assert [(item.title, item.meant_for.day) for item in day.items] == [("today", 14), ("from Monday", 12)]


def test_what_nobody_confirmed_goes_five_working_days_back(
    desk: Workspace, delta: str, clock: FixedClock
) -> None:
    for day in (5, 8, 9, 10, 12):
        work(desk, delta, f"of the {day}", at(9, day=day))
    known = desk.week.place(work(desk, delta, "known"), at(11, day=9), minutes=60)
    desk.week.add_block({"title": "Gym", "kind": BlockKind.PRIVATE}, at(7, day=9), 60)
    desk.time.confirm(known)
    clock.set(at(12, day=13))
    day = day_of(desk)
    assert [block.title for block in day.unconfirmed] == ["of the 12", "of the 10", "of the 9", "of the 8"]
    work(desk, delta, "early", at(9, day=13))
    assert [block.title for block in day_of(desk).past_unconfirmed(clock.now())] == ["early"]


def test_a_meeting_knows_the_last_words_actions_and_gaps(
    desk: Workspace, delta: str, clock: FixedClock
) -> None:
    desk.touchpoints.log(delta, TouchKind.UPDATE, "numbers\nfor September " + "x" * 200, at=at(9, day=8))
    desk.touchpoints.log(delta, TouchKind.NOTE, "not a word to anybody", at=at(9, day=9))
    desk.touchpoints.log(delta, TouchKind.MESSAGE_RECEIVED, "", at=at(9, day=7))
    for number in range(5):
        work(desk, delta, f"action {number}", origin=WorkOrigin.ACTION)
    desk.week.complete(work(desk, delta, "done", origin=WorkOrigin.ACTION))
    engagement = desk.engagements.add(delta, "Advice")
    desk.engagements.add_milestone(
        engagement, "Report", expected_on=date(2026, 10, 14), planned_on=date(2026, 10, 16)
    )
    desk.touchpoints.plan(
        delta, TouchKind.MEETING, at(14), duration_minutes=30, text="Review\nAgree on format"
    )
    (meeting,) = day_of(desk).meetings
    assert (meeting.block.title, meeting.objective) == ("Review", "Agree on format")
    assert meeting.told.startswith("Thu 8 Oct, update: numbers for September xxx")
    assert meeting.told.endswith("…")
    assert meeting.heard == "Wed 7 Oct, message"
    assert meeting.actions == ("action 0", "action 1", "action 2")
    assert meeting.more_actions == 2
    assert [gap.split(":")[0] for gap in meeting.gaps] == ["Report"]


def test_the_end_of_the_day_names_what_stayed_open_and_whom_to_tell(
    desk: Workspace, delta: str, clock: FixedClock
) -> None:
    for hour in (9, 11, 13, 14):
        work(desk, delta, f"at {hour}", at(hour))
    desk.week.complete(work(desk, delta, "finished", at(10)))
    clock.set(at(15, 59))
    assert day_of(desk).end is None
    clock.set(at(16))
    engagement = desk.engagements.add(delta, "Advice")
    desk.engagements.add_milestone(
        engagement, "Report", expected_on=date(2026, 10, 14), planned_on=date(2026, 10, 16)
    )
    end = day_of(desk).end
    assert end is not None
    assert end.moved == "Still open: at 9 · at 11 · at 13 and 1 more. Later than they expect: Report (Delta)."
    assert [entry.client for entry in end.tell] == ["Delta"]
    assert not end.is_week_end
    clock.set(at(16, 30, day=16))
    end = day_of(desk).end
    assert end is not None
    assert end.is_week_end


def test_of_what_is_on_at_once_the_open_and_later_counts(
    desk: Workspace, delta: str, clock: FixedClock
) -> None:
    work(desk, delta, "long", at(9, 15))
    work(desk, delta, "short", at(9, 30))
    day = day_of(desk)
    current, following = day.current(at(10)), day.next(at(9, 20))
    assert current is not None
    assert current.title == "short"
    assert following is not None
    assert following.title == "short"
    assert day.current(at(12)) is None


def test_the_day_crosses_to_another_process_and_is_read_alike(
    desk: Workspace, delta: str, clock: FixedClock
) -> None:
    work(desk, delta, "Slides", at(8))
    desk.touchpoints.plan(delta, TouchKind.CALL, at(14), duration_minutes=45)
    desk.time.confirm_past()
    desk.time.start(client_id=delta, note="x")
    clock.set(at(16, 30))
    view = desk.today()
    assert view is not None
    read = reader(TodayDayView)
    assert read is not None
    assert read(plain(view.day)) == view.day
    with reading(desk.store.path) as fetch:
        first = today_view(fetch, clock.now(), desk.boundaries.calendar().holidays)
    assert first == view
