"""Meetings: said shortly before, asked about once afterwards, logged once; each answer one step of undo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import CalendarSource, NoticeState, NoticeTopic, TouchKind, TouchState
from clientdesk.models.errors import NotFound
from clientdesk.models.tables import Calendar, CalendarEvent
from clientdesk.services.meeting_notices import meetings_between
from clientdesk.services.workspace import Workspace
from clientdesk.store.first_reads import fetch_of
from tests.helpers.factories import make_practice
from tests.helpers.fakes import FakeNotifier, FixedClock

PARIS = ZoneInfo("Europe/Paris")


def paris(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=PARIS)


@pytest.fixture
def notifier() -> FakeNotifier:
    return FakeNotifier()


@pytest.fixture
def delta(workspace: Workspace, clock: FixedClock, notifier: FakeNotifier) -> str:
    """A client with nothing due; it is Monday 12 October, eight in the morning."""
    clock.set(paris(12, 8))
    make_practice(workspace)
    notifier.on_shown(workspace.reminders.settle)
    return workspace.clients.add("Delta")


def add_event(workspace: Workspace, client_id: str | None, start: datetime, **more: Any) -> str:
    values: dict[str, Any] = {
        "uid": "kick-off@example",
        "title": "Kick-off",
        "starts_at": start.astimezone(UTC),
        "ends_at": start.astimezone(UTC) + timedelta(minutes=45),
        "client_id": client_id,
    } | more
    with workspace.store.writing("Calendar") as session:
        calendar = Calendar(name="Work", source=CalendarSource.FILE, created_at=workspace.clock.now())
        session.add(calendar)
        session.flush()
        event = CalendarEvent(calendar_id=calendar.id, created_at=workspace.clock.now(), **values)
        session.add(event)
    return event.id


def book(workspace: Workspace, client_id: str, start: datetime, text: str = "") -> str:
    return workspace.touchpoints.plan(client_id, TouchKind.MEETING, start, duration_minutes=30, text=text)


def test_a_booked_meeting_is_said_ten_minutes_before(
    workspace: Workspace, delta: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    book(workspace, delta, paris(12, 10), "Objective: confirm format.\nbring the sample")
    assert workspace.reminders.next_moment() == paris(12, 9, 50)
    clock.set(paris(12, 9, 50))
    assert workspace.reminders.announce(notifier) == 1
    assert workspace.reminders.announce(notifier) == 0
    (notice,) = notifier.shown
    assert (notice.title, notice.body) == ("Delta in 10 min", "Objective: confirm format.")
    assert notice.expires_at == paris(12, 10, 5)
    assert [action.key for action in notice.actions] == ["open"]
    answer = workspace.reminders.act(notice.notice_id, "open")
    assert (answer.verb, answer.topic, answer.client) == ("open", NoticeTopic.MEETING, "Delta")


def test_a_meeting_that_was_moved_is_said_again_and_none_before_it_is_near(
    workspace: Workspace, delta: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    touch = book(workspace, delta, paris(12, 10))
    clock.set(paris(12, 9, 55))
    workspace.reminders.announce(notifier)
    assert notifier.shown[0].title == "Delta in 5 min"
    workspace.touchpoints.update(touch, at=paris(12, 11))
    assert workspace.reminders.announce(notifier) == 0
    clock.set(paris(12, 10, 50))
    assert workspace.reminders.announce(notifier) == 1


@pytest.mark.parametrize(("minutes", "said_at"), [(30, paris(12, 9, 30)), (5, paris(12, 9, 55))])
def test_how_long_before_is_a_preference(
    workspace: Workspace, delta: str, minutes: int, said_at: datetime
) -> None:
    book(workspace, delta, paris(12, 10))
    workspace.preferences.set("meeting_minutes", minutes)
    assert workspace.reminders.next_moment() == said_at
    workspace.preferences.set("meeting_minutes", 0)
    assert workspace.reminders.next_moment() == paris(12, 10, 30)


def test_a_meeting_whose_start_passes_in_quiet_hours_is_dropped(
    workspace: Workspace, delta: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    book(workspace, delta, paris(13, 8))
    clock.set(paris(13, 7, 50))
    assert workspace.reminders.announce(notifier) == 0
    assert workspace.reminders.next_moment() == paris(13, 8, 30), "then only the question is left"
    workspace.touchpoints.plan(delta, TouchKind.CALL, paris(14, 8, 5), duration_minutes=20)
    clock.set(paris(14, 7, 56))
    assert workspace.reminders.announce(notifier) == 0
    clock.set(paris(14, 8))
    workspace.reminders.announce(notifier)
    assert "Delta in 5 min" in [notice.title for notice in notifier.shown]


def test_nothing_of_the_client_stands_on_a_locked_screen(
    workspace: Workspace, delta: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    workspace.preferences.set("reminder_names", value=False)
    workspace.preferences.set("reminder_sound", value=True)
    book(workspace, delta, paris(12, 10), "secret plan")
    clock.set(paris(12, 9, 50))
    workspace.reminders.announce(notifier)
    clock.set(paris(12, 10, 30))
    workspace.reminders.announce(notifier)
    assert [(notice.title, notice.body) for notice in notifier.shown] == [
        ("A meeting begins in 10 min.", ""),
        ("A meeting has ended. Was it held?", ""),
    ]
    assert all(notice.sound for notice in notifier.shown)


def test_a_booked_meeting_is_asked_about_when_it_ends(
    workspace: Workspace, delta: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    touch = book(workspace, delta, paris(12, 10))
    clock.set(paris(12, 10, 30))
    assert workspace.reminders.announce(notifier) == 1
    (notice,) = notifier.shown
    assert notice.title == "Delta: was the meeting held?"
    assert [(action.key, action.label) for action in notice.actions] == [
        ("held", "Held"),
        ("missed", "They missed it"),
        ("moved", "Moved"),
    ]
    assert [question.subject_id for question in workspace.held_meetings.unconfirmed()] == [touch]
    answer = workspace.reminders.act(notice.notice_id, "held")
    assert (answer.verb, answer.touch_id) == ("held", touch)
    assert workspace.touchpoints.get(touch).state is TouchState.HELD
    assert workspace.held_meetings.unconfirmed() == []
    assert workspace.store.undo() == "Meeting held"
    assert workspace.touchpoints.get(touch).state is TouchState.PLANNED
    assert workspace.reminders.announce(notifier) == 0, "in Today again, but never a second pop-up"
    assert len(workspace.held_meetings.unconfirmed()) == 1


def test_a_booked_meeting_that_was_moved_waits_for_its_new_time(
    workspace: Workspace, delta: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    touch = book(workspace, delta, paris(12, 10))
    clock.set(paris(12, 10, 30))
    workspace.reminders.announce(notifier)
    answer = workspace.reminders.act(notifier.shown[0].notice_id, "moved")
    assert (answer.verb, answer.touch_id) == ("moved", touch)
    assert workspace.reminders.recent()[0].state is NoticeState.ACTED
    assert len(workspace.held_meetings.unconfirmed()) == 1


@pytest.mark.parametrize(
    ("place", "kind"), [("Room 4", TouchKind.MEETING), ("https://meet.example/x", TouchKind.VIDEO)]
)
def test_held_logs_a_calendars_meeting_once(
    workspace: Workspace,
    delta: str,
    clock: FixedClock,
    notifier: FakeNotifier,
    place: str,
    kind: TouchKind,
) -> None:
    add_event(workspace, delta, paris(12, 10), location=place)
    clock.set(paris(12, 9, 50))
    assert workspace.reminders.announce(notifier) == 1
    assert (notifier.shown[0].title, notifier.shown[0].body) == ("Delta in 10 min", "Kick-off")
    clock.set(paris(12, 10, 45))
    assert workspace.reminders.announce(notifier) == 1
    answer = workspace.reminders.act(notifier.shown[1].notice_id, "held")
    (touch,) = workspace.touchpoints.stream(delta)
    assert (touch.touchpoint_id, touch.kind, touch.state) == (answer.touch_id, kind, TouchState.HELD)
    assert (touch.at, touch.duration_minutes, touch.text) == (paris(12, 10), 45, "Kick-off")
    assert workspace.reminders.act(notifier.shown[1].notice_id, "held").verb == "none"
    assert workspace.held_meetings.unconfirmed() == []
    assert len(workspace.touchpoints.stream(delta)) == 1


def test_the_same_event_in_two_calendars_is_one_meeting(
    workspace: Workspace, delta: str, clock: FixedClock
) -> None:
    first = add_event(workspace, delta, paris(12, 10))
    add_event(workspace, delta, paris(12, 10))
    clock.set(paris(12, 11))
    assert len(workspace.held_meetings.unconfirmed()) == 1
    (question,) = workspace.held_meetings.unconfirmed()
    workspace.held_meetings.missed(question.subject_id)
    (touch,) = workspace.touchpoints.stream(delta)
    assert touch.state is TouchState.MISSED
    with pytest.raises(NotFound):
        workspace.held_meetings.held(first)


def test_an_event_that_was_moved_is_settled_and_can_be_undone(
    workspace: Workspace, delta: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    event = add_event(workspace, delta, paris(12, 10))
    clock.set(paris(12, 11))
    workspace.reminders.announce(notifier)
    assert workspace.held_meetings.moved(event) is None
    assert workspace.held_meetings.unconfirmed() == []
    assert workspace.touchpoints.stream(delta) == []
    assert workspace.store.undo() == "Meeting moved"
    assert [question.subject_id for question in workspace.held_meetings.unconfirmed()] == [event]
    assert workspace.reminders.announce(notifier) == 0


def test_an_event_is_not_asked_about_when_the_talk_is_on_the_record(
    workspace: Workspace, delta: str, clock: FixedClock
) -> None:
    add_event(workspace, delta, paris(12, 10))
    clock.set(paris(12, 10, 50))
    workspace.touchpoints.log(delta, TouchKind.MEETING, "talked")
    assert workspace.held_meetings.unconfirmed() == []


def test_what_was_logged_is_read_only_beside_events(
    workspace: Workspace, delta: str, clock: FixedClock
) -> None:
    """Years of talks would be read at each look."""
    clock.set(paris(12, 10, 50))
    workspace.touchpoints.log(delta, TouchKind.MEETING, "talked")
    book(workspace, delta, paris(12, 12))
    with workspace.store.reading() as session:
        ask, read = fetch_of(session), []

        def asked(sql: str, values: Sequence[object]) -> Any:
            read.extend(found := ask(sql, values))
            return found

        found = meetings_between(asked, paris(12, 8), paris(12, 18), 30)
    assert [one.starts_at for one in found] == [paris(12, 12)]
    assert [row for row in read if "held" in row] == []


@pytest.mark.parametrize(
    "event",
    [
        {"is_all_day": True, "starts_on": paris(12, 0).date(), "ends_on": paris(12, 0).date()},
        {"is_busy": False},
        {"client_id": None},
    ],
    ids=["all day", "free", "nobody's"],
)
def test_whole_days_free_events_and_those_of_nobody_are_left_alone(
    workspace: Workspace, delta: str, clock: FixedClock, notifier: FakeNotifier, event: dict[str, Any]
) -> None:
    more = dict(event)
    add_event(workspace, more.pop("client_id", delta), paris(12, 10), **more)
    clock.set(paris(12, 9, 50))
    assert workspace.reminders.announce(notifier) == 0
    clock.set(paris(12, 11))
    assert workspace.reminders.announce(notifier) == 0
    assert workspace.held_meetings.unconfirmed() == []


def test_what_ended_days_ago_or_before_its_calendar_came_stands_only_in_the_list(
    workspace: Workspace, delta: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    add_event(workspace, delta, paris(9, 10))
    assert workspace.reminders.announce(notifier) == 0, "its calendar came on Monday"
    assert len(workspace.held_meetings.unconfirmed()) == 1
    book(workspace, delta, paris(12, 10))
    clock.set(paris(16, 9))
    assert workspace.reminders.announce(notifier) == 0
    assert len(workspace.held_meetings.unconfirmed()) == 2
    clock.set(paris(30, 9))
    assert workspace.held_meetings.unconfirmed() == []


def test_several_meetings_that_ended_meanwhile_are_asked_about_at_once(
    workspace: Workspace, delta: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    other = workspace.clients.add("Elm")
    book(workspace, delta, paris(12, 10))
    book(workspace, other, paris(12, 14))
    clock.set(paris(12, 16))
    assert workspace.reminders.announce(notifier) == 1
    (notice,) = notifier.shown
    assert (notice.title, notice.body) == ("2 meetings have ended: were they held?", "Elm, Delta")
    assert [action.key for action in notice.actions] == ["open"]
    workspace.preferences.set("ask_held", value=False)
    book(workspace, delta, paris(13, 10))
    clock.set(paris(13, 16))
    assert workspace.reminders.announce(notifier) == 0


def test_a_weekly_meeting_is_a_new_question_each_week(
    workspace: Workspace, delta: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    for day in (13, 20):
        add_event(workspace, delta, paris(day, 10), recurrence=f"202610{day}T080000Z")
        clock.set(paris(day, 11))
        assert workspace.reminders.announce(notifier) == 1
        assert workspace.reminders.act(notifier.shown[-1].notice_id, "held").verb == "held"
    assert len(workspace.touchpoints.stream(delta)) == 2


def test_a_booked_meeting_they_missed_is_logged_so(
    workspace: Workspace, delta: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    touch = book(workspace, delta, paris(12, 10))
    clock.set(paris(12, 10, 30))
    workspace.reminders.announce(notifier)
    answer = workspace.reminders.act(notifier.shown[0].notice_id, "missed")
    assert (answer.verb, answer.touch_id) == ("missed", touch)
    assert workspace.touchpoints.get(touch).state is TouchState.MISSED


def test_a_button_for_what_was_answered_in_the_window_does_nothing(
    workspace: Workspace, delta: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    touch = book(workspace, delta, paris(12, 10))
    clock.set(paris(12, 10, 30))
    workspace.reminders.announce(notifier)
    workspace.held_meetings.held(touch)
    assert workspace.reminders.act(notifier.shown[0].notice_id, "missed").verb == "none"
    assert workspace.touchpoints.get(touch).state is TouchState.HELD


def test_an_event_said_to_be_moved_before_any_pop_up_is_never_asked_about(
    workspace: Workspace, delta: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    event = add_event(workspace, delta, paris(12, 10))
    clock.set(paris(12, 10, 50))
    workspace.held_meetings.moved(event)
    assert workspace.reminders.announce(notifier) == 0


def test_one_of_a_series_that_was_moved_is_asked_about_at_its_new_time(
    workspace: Workspace, delta: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    event = add_event(workspace, delta, paris(12, 10), recurrence="20261012T080000Z")
    clock.set(paris(12, 11))
    workspace.reminders.announce(notifier)
    assert workspace.reminders.act(notifier.shown[0].notice_id, "moved").verb == "moved"
    with workspace.store.writing("Calendar", undoable=False) as session:
        row = session.get(CalendarEvent, event)
        assert row is not None
        row.starts_at, row.ends_at = paris(14, 10).astimezone(UTC), paris(14, 11).astimezone(UTC)
    clock.set(paris(14, 9, 50))
    assert workspace.reminders.announce(notifier) == 1
    clock.set(paris(14, 11))
    assert workspace.reminders.announce(notifier) == 1
    assert workspace.reminders.act(notifier.shown[-1].notice_id, "held").verb == "held"


def test_a_copy_of_an_event_under_another_name_is_the_same_meeting(
    workspace: Workspace, delta: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    add_event(workspace, delta, paris(12, 10))
    add_event(workspace, delta, paris(12, 10), uid="copy@example")
    clock.set(paris(12, 9, 50))
    assert workspace.reminders.announce(notifier) == 1
    clock.set(paris(12, 10, 45))
    assert workspace.reminders.announce(notifier) == 1
    assert notifier.shown[-1].title == "Delta: was the meeting held?"
    workspace.reminders.act(notifier.shown[-1].notice_id, "held")
    assert workspace.held_meetings.unconfirmed() == []


def test_an_event_put_right_after_it_was_held_is_not_asked_about_again(
    workspace: Workspace, delta: str, clock: FixedClock
) -> None:
    event = add_event(workspace, delta, paris(12, 10))
    add_event(workspace, delta, paris(12, 10, 45), uid="the-next@example")
    clock.set(paris(12, 12))
    workspace.held_meetings.held(event)
    with workspace.store.writing("Calendar", undoable=False) as session:
        row = session.get(CalendarEvent, event)
        assert row is not None
        row.starts_at = paris(12, 10, 5).astimezone(UTC)
    assert [question.starts_at for question in workspace.held_meetings.unconfirmed()] == [paris(12, 10, 45)]


def test_moved_by_the_button_can_be_undone(
    workspace: Workspace,
    delta: str,
    clock: FixedClock,
    notifier: FakeNotifier,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    event = add_event(workspace, delta, paris(12, 10))
    clock.set(paris(12, 11))
    workspace.reminders.announce(notifier)
    ticks = iter(range(1_000))
    monkeypatch.setattr(clock, "now", lambda: paris(12, 11, 1) + timedelta(milliseconds=next(ticks)))
    assert workspace.reminders.act(notifier.shown[0].notice_id, "moved").verb == "moved"
    assert workspace.store.undo() == "Meeting moved"
    assert [question.subject_id for question in workspace.held_meetings.unconfirmed()] == [event]
