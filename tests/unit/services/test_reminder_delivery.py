"""Which pop-up comes when, through the open workspace: digests, answers, failures, and times taken by the client."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import Layer, NoticeState, RhythmKind, TouchKind, Urgency
from clientdesk.services.workspace import Workspace
from tests.helpers.factories import make_practice
from tests.helpers.fakes import FakeNotifier, FixedClock
from tests.unit.services.test_meeting_notices import add_event

PARIS = ZoneInfo("Europe/Paris")


def friday(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, 9, hour, minute, tzinfo=PARIS)


@pytest.fixture
def notifier(workspace: Workspace, clock: FixedClock) -> FakeNotifier:
    """The practice is set up; it is Monday."""
    clock.set(datetime(2026, 10, 5, 10, tzinfo=PARIS))
    make_practice(workspace)
    made = FakeNotifier()
    made.on_shown(workspace.reminders.settle)
    return made


def promised(workspace: Workspace, name: str) -> str:
    """A client whose update is due on Friday."""
    client = workspace.clients.add(name)
    for rhythm in workspace.rhythms.of_client(client):
        workspace.rhythms.remove(rhythm.rhythm_id)
    workspace.rhythms.add(
        Layer.CLIENT, client, kind=RhythmKind.UPDATE, weekday=4, starts_on=date(2026, 10, 9)
    )
    return client


def run(workspace: Workspace, clock: FixedClock, notifier: FakeNotifier, until: datetime) -> list[str]:
    """What pops up from now on, looking only when the program says that it would: time and title."""
    said = []
    while (moment := workspace.reminders.next_moment()) is not None and moment <= until:
        clock.set(max(moment, clock.now()))
        before = len(notifier.shown)
        workspace.reminders.announce(notifier)
        said += [f"{clock.now().astimezone(PARIS):%H:%M} {one.title}" for one in notifier.shown[before:]]
    return said


def test_a_promised_answer_waits_for_no_digest(
    workspace: Workspace, clock: FixedClock, notifier: FakeNotifier
) -> None:
    """Two digests would be said late in the day; Delta was promised an answer by noon."""
    for name in ("Acer", "Birch", "Cedar", "Elm"):
        promised(workspace, name)
    delta = workspace.clients.add("Delta")
    for name in ("Cedar", "Elm"):
        client = workspace.clients.find(name)[0]
        workspace.touchpoints.plan(client, TouchKind.CALL, friday(8, 30), duration_minutes=75)
    clock.set(datetime(2026, 10, 8, 12, tzinfo=PARIS))
    request = workspace.requests.get(
        workspace.requests.receive(delta, "Is the line down?", urgency=Urgency.URGENT)
    )
    assert (request.warn_at, request.due_at) == (friday(10), friday(12))
    workspace.preferences.set("ask_held", value=False)
    assert run(workspace, clock, notifier, friday(17)) == [
        "08:20 Cedar in 10 min",
        "08:20 Elm in 10 min",
        "09:00 Acer: the update you promised is due today",
        "10:00 Delta: your answer is due by 12:00",
        "12:00 Delta: your answer was due at 12:00",
        "15:30 Cedar: the update you promised is due today",
    ]
    assert "Elm" in notifier.shown[-1].body


@pytest.mark.parametrize(
    ("more", "is_held"), [({}, True), ({"is_all_day": True}, False), ({"is_busy": False}, False)]
)
def test_only_a_meeting_holds_back_what_is_about_its_client(
    workspace: Workspace, clock: FixedClock, notifier: FakeNotifier, more: dict[str, bool], is_held: bool
) -> None:
    birch = promised(workspace, "Birch")
    add_event(workspace, birch, friday(8, 50), **more)
    clock.set(friday(9))
    assert workspace.reminders.announce(notifier) == (0 if is_held else 1)


def test_a_pop_up_nobody_could_show_costs_the_next_one_nothing(
    workspace: Workspace, clock: FixedClock, notifier: FakeNotifier
) -> None:
    promised(workspace, "Birch")
    clock.set(friday(9))
    notifier.available = False
    assert workspace.reminders.announce(notifier) == 0
    assert [row.state for row in workspace.reminders.recent()] == [NoticeState.FAILED]
    notifier.available = True
    promised(workspace, "Cedar")
    clock.set(friday(9, 5))
    assert workspace.reminders.announce(notifier) == 1


def test_time_taken_after_a_look_is_seen_by_the_next_one(
    workspace: Workspace, clock: FixedClock, notifier: FakeNotifier
) -> None:
    birch = promised(workspace, "Birch")
    clock.set(friday(8, 55))
    assert workspace.reminders.next_moment() == friday(9)
    values = {"title": "Slides", "kind": "work", "client_id": birch}
    workspace.week.add_block(values, friday(9), 60)
    assert workspace.reminders.next_moment() == friday(10)
    clock.set(friday(9))
    assert workspace.reminders.announce(notifier) == 0
    workspace.store.undo()
    assert workspace.reminders.announce(notifier) == 1


def test_a_late_word_of_the_desktop_leaves_an_answered_row_answered(
    workspace: Workspace, clock: FixedClock, notifier: FakeNotifier
) -> None:
    promised(workspace, "Birch")
    clock.set(friday(9))
    workspace.reminders.announce(notifier)
    notice_id = notifier.shown[0].notice_id
    workspace.reminders.act(notice_id, "told")
    workspace.reminders.settle(notice_id, "dbus", was_shown=True)
    assert [row.state for row in workspace.reminders.recent()] == [NoticeState.ACTED]


def test_two_kinds_that_fall_due_together_log_the_one_that_is_said(
    workspace: Workspace, clock: FixedClock, notifier: FakeNotifier
) -> None:
    birch = promised(workspace, "Birch")
    workspace.rhythms.add(Layer.CLIENT, birch, kind=RhythmKind.CALL, weekday=2, starts_on=date(2026, 10, 7))
    clock.set(friday(9) + timedelta(minutes=1))
    workspace.reminders.announce(notifier)
    said = notifier.shown[-1].title
    workspace.reminders.act(notifier.shown[-1].notice_id, "told")
    kind = workspace.touchpoints.stream(birch)[0].kind
    assert (kind is TouchKind.CALL) == ("call" in said), said
