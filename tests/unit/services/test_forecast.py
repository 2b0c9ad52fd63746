"""Hours that can be booked, likely dates and six weeks ahead, from a real store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import CalendarSource, Layer, TouchKind
from clientdesk.models.tables import Block, Calendar, CalendarEvent, TimeEntry, WorkItem, WorkStep
from clientdesk.services.today import today_view
from clientdesk.services.workspace import Workspace
from clientdesk.store.first_reads import reading
from tests.helpers.fakes import FixedClock

pytestmark = pytest.mark.usefixtures("practice")

Make = Callable[..., str]
PARIS = ZoneInfo("Europe/Paris")
MONDAY = date(2026, 10, 12)
WHOLE_DAY = 480 * 80 // 100


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def at(offset: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, 12, hour, minute, tzinfo=PARIS) + timedelta(days=offset)


def add(workspace: Workspace, row: Any) -> str:
    with workspace.store.writing("Row") as session:
        session.add(row)
        session.flush()
        return str(row.id)


@pytest.fixture
def acme(make_client: Make) -> str:
    return make_client("Acme")


@pytest.fixture
def advice(acme: str, make_engagement: Make) -> str:
    return make_engagement(acme, "Advice", starts_on=date(2026, 9, 1))


@pytest.fixture
def work(workspace: Workspace, acme: str) -> Callable[..., str]:
    def make(milestone_id: str | None = None, minutes: int | None = 60, **more: Any) -> str:
        values = {
            "title": "Work",
            "client_id": acme,
            "milestone_id": milestone_id,
            "estimate_minutes": minutes,
        }
        return workspace.work.add(values | more)

    return make


@pytest.fixture
def calendar_id(workspace: Workspace) -> str:
    return add(
        workspace, Calendar(name="Club", source=CalendarSource.IMPORT, created_at=workspace.clock.now())
    )


def event(workspace: Workspace, calendar_id: str, starts: datetime, ends: datetime, **more: Any) -> str:
    values = {
        "calendar_id": calendar_id,
        "starts_at": starts.astimezone(UTC),
        "ends_at": ends.astimezone(UTC),
    }
    return add(workspace, CalendarEvent(**(values | more), created_at=workspace.clock.now()))


def free(workspace: Workspace, offset: int) -> int:
    return workspace.forecast.bookable(day(offset), 1)[0].free_minutes


# Hours that can be booked.


def test_of_today_only_what_is_left_of_it_counts(workspace: Workspace, clock: FixedClock) -> None:
    """It is ten; nine to five."""
    today, tomorrow = workspace.forecast.bookable(MONDAY, 2)
    assert (today.capacity_minutes, tomorrow.capacity_minutes) == (420 * 80 // 100, WHOLE_DAY)
    clock.advance(hours=8)
    assert free(workspace, 0) == 0
    assert workspace.forecast.bookable(day(-1), 1)[0].capacity_minutes == 0


def test_meetings_private_time_and_the_buffer_come_off(workspace: Workspace, acme: str) -> None:
    workspace.week.add_block({"title": "Dentist", "kind": "private"}, at(1, 9), 60)
    workspace.week.add_block({"title": "Board", "kind": "meeting"}, at(1, 9, 30), 60)
    workspace.touchpoints.plan(acme, TouchKind.CALL, at(1, 14))
    workspace.touchpoints.plan(acme, TouchKind.CALL, at(1, 19), duration_minutes=60)
    assert free(workspace, 1) == (480 - 90 - 30) * 80 // 100


def test_days_agree_with_the_week(workspace: Workspace, acme: str, work: Callable[..., str]) -> None:
    workspace.week.place(work(minutes=90), at(2, 9), 90)
    workspace.week.add_block({"title": "Over night", "kind": "private"}, at(2, 16), 20 * 60)
    workspace.touchpoints.plan(acme, TouchKind.MEETING, at(3, 13), duration_minutes=45)
    shown = workspace.week.week("2026-W42").days[1:]
    ahead = workspace.forecast.bookable(day(1), 6)
    assert [one.capacity_minutes for one in ahead] == [one.capacity_minutes for one in shown]
    assert [one.placed_minutes for one in ahead] == [one.planned_minutes for one in shown]


@pytest.mark.parametrize("month", [3, 10])
def test_a_day_with_23_or_25_hours_has_its_working_hours(
    workspace: Workspace, clock: FixedClock, calendar_id: str, month: int
) -> None:
    """An event from nine to ten local time, on the Monday after the clocks changed, takes an hour."""
    monday = {3: date(2027, 3, 29), 10: date(2026, 10, 26)}[month]
    workspace.boundaries.set_field(Layer.DEFAULT, None, "public_holidays", False)
    clock.set(datetime.combine(monday - timedelta(days=4), datetime.min.time(), PARIS))
    nine = datetime(monday.year, monday.month, monday.day, 9, tzinfo=PARIS)
    event(workspace, calendar_id, nine, nine + timedelta(hours=1))
    over_night = datetime.combine(monday - timedelta(days=1), datetime.min.time(), PARIS)
    event(workspace, calendar_id, over_night, over_night + timedelta(hours=4))
    found = workspace.forecast.bookable(monday - timedelta(days=1), 2)
    assert [one.capacity_minutes for one in found] == [0, 420 * 80 // 100]


def test_busy_events_of_calendars_that_count_are_taken(workspace: Workspace, calendar_id: str) -> None:
    event(workspace, calendar_id, at(1, 9), at(1, 11))
    event(workspace, calendar_id, at(1, 12), at(1, 13), is_busy=False)
    event(workspace, calendar_id, at(1, 14), at(1, 14))
    assert free(workspace, 1) == 360 * 80 // 100
    for name in ("is_on", "is_busy"):
        with workspace.store.writing("Calendar", undoable=False) as session:
            setattr(session.get(Calendar, calendar_id), name, False)
        assert free(workspace, 1) == WHOLE_DAY, name
        with workspace.store.writing("Calendar", undoable=False) as session:
            setattr(session.get(Calendar, calendar_id), name, True)


def test_a_busy_day_takes_the_whole_working_day(workspace: Workspace, calendar_id: str) -> None:
    """It began last week; its instants were kept in another zone and don't matter."""
    event(
        workspace,
        calendar_id,
        at(-5, 2),
        at(3, 2),
        is_all_day=True,
        starts_on=day(-5),
        ends_on=day(2),
    )
    found = workspace.forecast.bookable(MONDAY, 4)
    assert [one.capacity_minutes for one in found] == [0, 0, 0, WHOLE_DAY]


def test_work_meant_for_a_day_takes_what_is_left_of_it(
    workspace: Workspace, clock: FixedClock, work: Callable[..., str]
) -> None:
    item = work(minutes=120, planned_on=day(1))
    work(minutes=None, planned_on=day(1))
    add(
        workspace,
        TimeEntry(
            work_item_id=item,
            starts_at=clock.now() - timedelta(minutes=45),
            ends_at=None,
            zone="Europe/Paris",
            created_at=clock.now(),
        ),
    )
    found = workspace.forecast.bookable(day(1), 1)[0]
    assert (found.placed_minutes, found.unestimated) == (75, 1)
    workspace.week.place(item, at(2, 9), 60)
    assert [one.placed_minutes for one in workspace.forecast.bookable(day(1), 2)] == [0, 60]


def test_work_that_is_done_or_dropped_takes_no_hours(
    workspace: Workspace, clock: FixedClock, work: Callable[..., str]
) -> None:
    done, dropped = work(), work()
    for item in (done, dropped):
        workspace.week.place(item, at(1, 9), 60)
    workspace.week.complete(done)
    with workspace.store.writing("Drop") as session:
        row = session.get(WorkItem, dropped)
        assert row is not None
        row.dropped_at = clock.now()
    assert free(workspace, 1) == WHOLE_DAY


def test_a_block_that_runs_now_counts_from_now_on(workspace: Workspace, work: Callable[..., str]) -> None:
    workspace.week.place(work(minutes=120), at(0, 9), 120)
    assert workspace.forecast.bookable(MONDAY, 1)[0].placed_minutes == 60


# Likely dates.


def test_nine_hours_left_and_four_free(
    workspace: Workspace, advice: str, make_milestone: Make, work: Callable[..., str]
) -> None:
    """Meetings leave one hour on each day up to Thursday: planned Thursday, likely Friday."""
    report = make_milestone(advice, "Report", day(3), day(3))
    work(report, 300)
    work(report, 240)
    for offset in range(4):
        workspace.week.add_block({"title": "Course", "kind": "meeting"}, at(offset, 9), 405)
    view = workspace.forecast.of(report, day(3), day(3))
    assert (view.likely_on, view.remaining_minutes, view.free_minutes) == (day(4), 540, 240)
    assert workspace.forecast.at_risk()[0].milestone_id == report
    assert view.words == "planned Thu 15 Oct, likely Fri 16 Oct: 9 h left, 4 h free"


def test_today_timeline_agenda_and_page_say_the_same(
    workspace: Workspace, advice: str, acme: str, make_milestone: Make, work: Callable[..., str]
) -> None:
    report = make_milestone(advice, "Report", day(1), day(1))
    item = work(report, 3_000)
    today = workspace.today()
    assert today is not None
    promise = today.promises[0]
    likely = workspace.forecast.likely()[report].likely_on
    assert likely is not None
    assert (promise.milestone_id, promise.likely_on) == (report, likely)
    assert promise.words.startswith("they expect Tue 13 Oct, likely Wed 21 Oct: 50 h left, 12 h free")
    assert promise.gap_days == (likely - day(1)).days
    lane = workspace.timeline.lanes(day(-30), day(60)).lanes[0]
    assert (lane.at_risk, lane.cant_tell, lane.milestones[0].likely_on) == (1, 0, likely)
    risk = workspace.week.agenda()["at_risk"][0]
    assert (risk["likely_on"], risk["gap_days"]) == (likely.isoformat(), promise.gap_days)
    shown = workspace.engagements.get_milestone(report)
    assert (shown.is_at_risk, shown.likely_on, shown.gap_days) == (True, likely, promise.gap_days)
    gap = workspace.clients.get(acme).gap
    assert gap is not None
    assert gap.days == promise.gap_days
    workspace.week.complete(item)
    assert workspace.forecast.at_risk() == []
    assert workspace.engagements.get_milestone(report).likely_words.endswith("no work left")


def test_the_first_paint_says_what_the_services_say(
    workspace: Workspace, clock: FixedClock, advice: str, make_milestone: Make, work: Callable[..., str]
) -> None:
    make_milestone(advice, "Late", day(2), day(6))
    make_milestone(advice, "Likely late", day(3), day(3), estimate_minutes=4_000)
    make_milestone(advice, "Never", day(5), day(5), estimate_minutes=600_000)
    work(make_milestone(advice, "Vague", day(3), day(3)), None)
    make_milestone(advice, "In time", day(9), day(9), estimate_minutes=60)
    holidays = workspace.boundaries.calendar().holidays
    with reading(workspace.store.path) as fetch:
        first = today_view(fetch, clock.now(), holidays)
    assert first == workspace.today()
    assert first is not None
    assert [promise.title for promise in first.promises] == ["Late", "Likely late", "Never", "In time"]
    assert {promise.milestone_id for promise in first.promises} == {
        risk.milestone_id for risk in workspace.week.at_risk()
    }
    assert "not within a year" in first.promises[2].words


def test_without_estimates_nothing_is_said_and_nothing_counts_as_safe(
    workspace: Workspace, advice: str, make_milestone: Make, work: Callable[..., str]
) -> None:
    vague = make_milestone(advice, "Vague", day(3), day(3))
    bare = make_milestone(advice, "Bare", day(3), day(3))
    work(vague, None)
    work(vague, None)
    assert workspace.forecast.of(vague).words == "can't tell: 2 pieces of work without estimate"
    assert workspace.forecast.of(bare).words == "can't tell: no estimate"
    lane = workspace.timeline.lanes(day(-30), day(60)).lanes[0]
    assert (lane.at_risk, lane.cant_tell) == (0, 2)


def test_work_of_the_milestone_stands_in_for_its_own_estimate(
    workspace: Workspace, clock: FixedClock, advice: str, make_milestone: Make, work: Callable[..., str]
) -> None:
    report = make_milestone(advice, "Report", day(9), day(9), estimate_minutes=600)
    assert workspace.forecast.of(report).remaining_minutes == 600
    item = work(report, 120)
    assert workspace.forecast.of(report).remaining_minutes == 120
    for number, (minutes, done_at) in enumerate(((30, None), (40, clock.now()), (20, None))):
        row = WorkStep(
            work_item_id=item,
            title=str(number),
            estimate_minutes=minutes,
            done_at=done_at,
            created_at=clock.now(),
        )
        add(workspace, row)
    assert workspace.forecast.of(report).remaining_minutes == 50
    with workspace.store.writing("Drop") as session:
        row = session.get(WorkItem, item)
        assert row is not None
        row.dropped_at = clock.now()
        session.add(
            TimeEntry(
                work_item_id=item,
                starts_at=clock.now() - timedelta(hours=2),
                ends_at=clock.now() - timedelta(hours=1),
                zone="Europe/Paris",
                created_at=clock.now(),
            )
        )
    assert workspace.forecast.of(report).remaining_minutes == 540


def test_time_that_is_placed_late_says_so(
    workspace: Workspace, advice: str, make_milestone: Make, work: Callable[..., str]
) -> None:
    report = make_milestone(advice, "Report", day(1), day(1))
    workspace.week.place(work(report, 60), at(7, 9), 60)
    found = workspace.forecast.of(report, day(1), day(1))
    assert found.likely_on == day(7)
    assert found.work == "1 h left, placed until Mon 19 Oct"


def test_work_meant_for_a_day_is_not_asked_for_twice(
    workspace: Workspace, advice: str, make_milestone: Make, work: Callable[..., str]
) -> None:
    report = make_milestone(advice, "Report", day(4), day(4))
    work(report, WHOLE_DAY, planned_on=day(1))
    other = make_milestone(advice, "Other", day(6), day(6), estimate_minutes=420 * 80 // 100)
    assert workspace.forecast.of(report).likely_on == day(1)
    assert workspace.forecast.of(other).likely_on == MONDAY


def test_clients_put_away_take_no_hours(
    workspace: Workspace, make_client: Make, make_engagement: Make, make_milestone: Make, advice: str
) -> None:
    gone = make_client("Gone")
    old = make_milestone(make_engagement(gone), "Old", day(1), day(1), estimate_minutes=9_000)
    new = make_milestone(advice, "New", day(3), day(3), estimate_minutes=60)
    assert workspace.forecast.of(new).likely_on != MONDAY
    workspace.clients.archive([gone])
    assert workspace.forecast.of(new).likely_on == MONDAY
    assert old not in workspace.forecast.likely()


def test_a_minute_later_it_is_worked_out_anew(
    workspace: Workspace, clock: FixedClock, advice: str, make_milestone: Make
) -> None:
    report = make_milestone(advice, "Report", day(3), day(3), estimate_minutes=60)
    first = workspace.forecast.forecast()
    assert workspace.forecast.forecast() is first
    clock.advance(hours=9)
    assert workspace.forecast.of(report).likely_on == day(1)


def test_told_of_a_likely_date_stays_told_while_the_dates_stay(
    workspace: Workspace, advice: str, make_milestone: Make
) -> None:
    report = make_milestone(advice, "Report", day(3), day(3), estimate_minutes=9_000)
    workspace.engagements.mark_told(report)
    workspace.engagements.update_milestone(report, title="The report")
    assert workspace.engagements.get_milestone(report).told_on == MONDAY
    workspace.engagements.record_expected(report, day(9), "on the phone")
    assert workspace.engagements.get_milestone(report).told_on is None


# Six weeks ahead.


def test_six_weeks_of_hours_beside_what_is_needed(
    workspace: Workspace, acme: str, advice: str, make_milestone: Make, work: Callable[..., str]
) -> None:
    workspace.engagements.update(advice, hours_a_week=10)
    workspace.week.place(work(minutes=240), at(1, 9), 240)
    make_milestone(advice, "Report", day(9), day(9), estimate_minutes=1_200)
    make_milestone(advice, "Overdue", day(-9), day(-9), estimate_minutes=120)
    make_milestone(advice, "Vague", day(15), day(15))
    weeks = workspace.forecast.weeks_ahead()
    assert [week.starts_on for week in weeks] == [day(7 * number) for number in range(6)]
    first, second, third = weeks[:3]
    assert first.bookable_minutes == 420 * 80 // 100 + 4 * WHOLE_DAY
    assert (first.placed_minutes, first.promised_minutes, first.committed_minutes) == (240, 120, 240)
    assert (second.promised_minutes, second.committed_minutes, second.unknown) == (1_200, 0, 0)
    assert (third.promised_minutes, third.committed_minutes, third.unknown) == (0, 600, 1)
    assert second.spare_before_minutes == first.spare_minutes == first.bookable_minutes - 600


def test_a_week_that_is_too_full_is_short(workspace: Workspace, advice: str, make_milestone: Make) -> None:
    make_milestone(advice, "Report", day(9), day(9), estimate_minutes=5 * WHOLE_DAY + 360)
    week = workspace.forecast.weeks_ahead()[1]
    assert (week.short_minutes, week.spare_minutes) == (360, 0)


def test_hours_a_month_count_with_their_share_and_what_is_placed_already_is_taken_off(
    workspace: Workspace, clock: FixedClock, acme: str, make_engagement: Make
) -> None:
    make_engagement(acme, "Retainer", starts_on=day(-40), ends_on=day(20), hours_a_month=52)
    clock.advance(days=2)
    block = Block(
        title="Desk work",
        client_id=acme,
        starts_at=at(0, 9).astimezone(UTC),
        ends_at=at(0, 11).astimezone(UTC),
        zone="Europe/Paris",
        created_at=clock.now(),
    )
    add(workspace, block)
    weeks = workspace.forecast.weeks_ahead()
    assert [week.committed_minutes for week in weeks] == [600, 720, 720, 0, 0, 0]


def test_at_a_weekend_the_weeks_begin_with_the_next_one(
    workspace: Workspace, advice: str, clock: FixedClock, work: Callable[..., str]
) -> None:
    workspace.engagements.update(advice, hours_a_week=10)
    workspace.week.place(work(minutes=60), at(6, 15), 60)
    clock.set(at(6, 11))
    weeks = workspace.forecast.weeks_ahead()
    assert [week.starts_on for week in weeks] == [day(7 * number) for number in range(1, 7)]
    assert (weeks[0].placed_minutes, weeks[0].committed_minutes) == (0, 600)
    assert weeks[-1].bookable_minutes == 5 * WHOLE_DAY
    clock.set(at(8, 11))
    assert workspace.forecast.weeks_ahead()[0].starts_on == day(7)
