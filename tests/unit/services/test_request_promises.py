"""A promise stays where it was given, an answer taken off the record is none, and each is said once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import Layer, TouchKind, TouchState, Urgency
from clientdesk.models.views.requests import RequestView
from clientdesk.services.request_reads import AnswerMoment, answer_moments
from clientdesk.services.workspace import Workspace
from clientdesk.store.first_reads import fetch_of
from tests.helpers.fakes import FakeNotifier, FixedClock

PARIS = ZoneInfo("Europe/Paris")


def paris(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=PARIS)


@pytest.fixture
def birch(workspace: Workspace, clock: FixedClock) -> str:
    """A client of a practice in Paris, Tuesday 13 October 2026, 10:00; the shipped rules, without a tier."""
    clock.set(paris(1, 9))
    workspace.practice.set_up("Mara", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    clock.set(paris(13, 10))
    client = workspace.clients.add("Birch & Co")
    workspace.clients.update(client, tier_id=None)
    return client


@pytest.fixture
def notifier(workspace: Workspace) -> FakeNotifier:
    found = FakeNotifier()
    found.on_shown(workspace.reminders.settle)
    return found


def moment_of(workspace: Workspace) -> AnswerMoment:
    with workspace.store.reading() as session:
        zone = ZoneInfo(workspace.practice.get().zone)  # type: ignore[union-attr]
        (found,) = answer_moments(
            fetch_of(session), workspace.clock.now(), zone, workspace.boundaries.calendar()
        )
    return found


def answered(workspace: Workspace, birch: str, clock: FixedClock) -> tuple[RequestView, str]:
    """A request of Tuesday, answered two hours later; as it was while it waited, and the answer's entry."""
    request = workspace.requests.receive(birch, "Which format?")
    clock.set(paris(13, 12))
    waiting = workspace.requests.get(request)
    workspace.requests.answer(request, "PDF")
    entry = workspace.requests.get(request).answer_touch_id
    assert entry is not None
    return waiting, entry


def take_off(workspace: Workspace, entry: str) -> None:
    workspace.touchpoints.delete(entry)


def make_note(workspace: Workspace, entry: str) -> None:
    workspace.touchpoints.update(entry, kind=TouchKind.NOTE, text="Said nothing")


def make_heard(workspace: Workspace, entry: str) -> None:
    workspace.touchpoints.update(entry, kind=TouchKind.MAIL_RECEIVED)


def say_missed(workspace: Workspace, entry: str) -> None:
    workspace.touchpoints.update(entry, kind=TouchKind.CALL, state=TouchState.MISSED)


def press_missed(workspace: Workspace, entry: str) -> None:
    workspace.touchpoints.miss(entry)


@pytest.mark.parametrize("gesture", [take_off, make_note, make_heard, say_missed, press_missed])
def test_without_its_answer_a_request_waits_again(
    workspace: Workspace, birch: str, clock: FixedClock, gesture: Callable[[Workspace, str], None]
) -> None:
    waiting, entry = answered(workspace, birch, clock)
    settled = workspace.requests.get(waiting.request_id)
    gesture(workspace, entry)
    assert workspace.requests.get(waiting.request_id) == waiting
    assert workspace.requests.open() == (waiting,)
    workspace.store.undo()
    assert workspace.requests.get(waiting.request_id) == settled
    assert workspace.requests.open() == ()
    workspace.store.redo()
    assert workspace.requests.get(waiting.request_id) == waiting


def test_an_answer_given_to_another_client_is_none(
    workspace: Workspace, birch: str, clock: FixedClock
) -> None:
    waiting, entry = answered(workspace, birch, clock)
    elm = workspace.clients.add("Elm")
    workspace.touchpoints.update(entry, client_id=elm)
    assert workspace.requests.get(waiting.request_id) == waiting


def test_other_words_leave_the_answer_an_answer(workspace: Workspace, birch: str, clock: FixedClock) -> None:
    waiting, entry = answered(workspace, birch, clock)
    workspace.touchpoints.update(entry, kind=TouchKind.CALL, text="By phone")
    assert workspace.requests.get(waiting.request_id).answer_touch_id == entry
    assert not workspace.requests.get(waiting.request_id).is_open


def test_a_practice_that_moves_on_takes_no_promise_along(
    workspace: Workspace, birch: str, clock: FixedClock
) -> None:
    urgent = workspace.requests.receive(birch, "Which format?", urgency=Urgency.URGENT)
    before, moment = workspace.requests.get(urgent), moment_of(workspace)
    assert before.due_at == paris(14, 10)
    workspace.practice.update(zone="America/New_York")
    after = workspace.requests.get(urgent)
    assert (after.due_at, after.warn_at, after.left_minutes) == (
        before.due_at,
        before.warn_at,
        before.left_minutes,
    )
    assert moment_of(workspace) == moment
    clock.advance(minutes=1)
    later = workspace.requests.receive(birch, "And this?", urgency=Urgency.URGENT)
    assert workspace.requests.get(later).due_at == paris(
        13, 23
    )  # 17:00 in New York, where hours are kept now


def test_an_emergency_counts_in_the_hours_of_its_place(
    workspace: Workspace, birch: str, clock: FixedClock
) -> None:
    clock.set(paris(13, 22))
    call = workspace.requests.receive(birch, "It is down", urgency=Urgency.EMERGENCY, kind=TouchKind.CALL)
    assert moment_of(workspace).warn_at == paris(14, 8)
    workspace.practice.update(zone="America/New_York")  # where it is 16:00, and the way would be open
    view = workspace.requests.get(call)
    assert view.due_at == paris(14, 10)
    assert view.breach_words == "perhaps by a channel not open for it"


def test_raised_to_an_emergency_it_is_said_once_more(
    workspace: Workspace, birch: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    request = workspace.requests.receive(birch, "Which format?")
    clock.set(paris(14, 13, 15))
    assert workspace.reminders.announce(notifier) == 1
    assert notifier.shown[-1].title == "Birch & Co: your answer is due by 17:00"
    clock.set(paris(14, 13, 20))
    workspace.requests.set_urgency(request, Urgency.URGENT)
    assert workspace.reminders.announce(notifier) == 0
    workspace.requests.set_urgency(request, Urgency.NORMAL)
    emergency = workspace.requests.receive(birch, "And this?", urgency=Urgency.NORMAL)
    workspace.requests.set_urgency(emergency, Urgency.EMERGENCY)
    assert workspace.reminders.announce(notifier) == 1
    assert notifier.shown[-1].title == "Birch & Co: your answer is due by 15:20"
    assert notifier.shown[-1].urgent
    for urgency in (Urgency.NORMAL, Urgency.EMERGENCY, Urgency.URGENT, Urgency.EMERGENCY):
        workspace.requests.set_urgency(emergency, urgency)
        assert workspace.reminders.announce(notifier) == 0


def test_what_was_warned_of_and_became_an_emergency_is_said_as_one(
    workspace: Workspace, birch: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    request = workspace.requests.receive(birch, "Which format?", urgency=Urgency.URGENT)
    workspace.boundaries.set_field(
        Layer.DEFAULT, None, "emergency", {"how": "", "answer": {"amount": 30, "unit": "hours"}}
    )
    clock.set(paris(14, 9))
    assert workspace.reminders.announce(notifier) == 1
    workspace.requests.set_urgency(request, Urgency.EMERGENCY)
    assert workspace.reminders.announce(notifier) == 1
    assert notifier.shown[-1].urgent
    clock.set(paris(14, 16))
    assert workspace.reminders.announce(notifier) == 1
    assert "was due at" in notifier.shown[-1].title
    workspace.requests.set_urgency(request, Urgency.NORMAL)
    workspace.requests.set_urgency(request, Urgency.EMERGENCY)
    clock.set(paris(15, 10))
    assert workspace.reminders.announce(notifier) == 0
