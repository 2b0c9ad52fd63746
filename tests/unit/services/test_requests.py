"""Requests: the clock starts on arrival, is told of, stops with the answer, and every gesture is one undo."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.boundary_rules import BoundaryRules
from clientdesk.models.enums import Layer, RequestBreach, TouchKind, Urgency
from clientdesk.models.errors import InvalidInput, NotFound
from clientdesk.services.boundary_layers import as_stored
from clientdesk.services.request_reads import SHIPPED, AnswerMoment, answer_moments
from clientdesk.services.starter import shipped_rules
from clientdesk.services.workspace import Workspace
from clientdesk.store.first_reads import fetch_of
from tests.helpers.factories import make_contact
from tests.helpers.fakes import FixedClock

PARIS = ZoneInfo("Europe/Paris")


def paris(day: int, hour: int, minute: int = 0, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


@pytest.fixture
def birch(workspace: Workspace, clock: FixedClock) -> str:
    """A client of a practice in Paris, Tuesday 13 October 2026, 10:00; the shipped rules, without a tier."""
    clock.set(paris(1, 9))
    workspace.practice.set_up("Mara", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    clock.set(paris(13, 10))
    client = workspace.clients.add("Birch & Co")
    workspace.clients.update(client, tier_id=None)
    return client


def moments(workspace: Workspace) -> list[AnswerMoment]:
    with workspace.store.reading() as session:
        return answer_moments(
            fetch_of(session), workspace.clock.now(), PARIS, workspace.boundaries.calendar()
        )


def record(workspace: Workspace, client: str) -> list[tuple[TouchKind, str]]:
    return [(touch.kind, touch.text) for touch in workspace.touchpoints.stream(client)]


def test_what_ships_is_what_the_light_reading_takes_for_shipped() -> None:
    rules = as_stored(shipped_rules())
    assert rules["response_normal"] == SHIPPED["response_normal"]
    assert rules["response_urgent"] == SHIPPED["response_urgent"]
    assert rules["channels"] == SHIPPED["channels"]
    emergency = {name: rules["emergency"][name] for name in ("hours", "answer")}
    assert emergency == SHIPPED["emergency"]


def test_a_request_starts_the_clock(workspace: Workspace, birch: str) -> None:
    request = workspace.requests.receive(birch, "Can you send the figures?")
    (view,) = workspace.requests.open()
    assert (view.request_id, view.client, view.title) == (request, "Birch & Co", "Can you send the figures?")
    assert view.due_at == paris(14, 17)
    assert view.words == "answer by tomorrow 17:00, 15 h of working time left"
    assert record(workspace, birch) == [(TouchKind.MESSAGE_RECEIVED, "Can you send the figures?")]
    (moment,) = moments(workspace)
    assert (moment.due_at, moment.warn_at) == (paris(14, 17), paris(14, 13, 15))
    workspace.store.undo()
    assert workspace.requests.open() == ()
    assert record(workspace, birch) == []


def test_got_it_says_by_when(workspace: Workspace, birch: str, clock: FixedClock) -> None:
    workspace.clients.update(birch, zone="America/New_York")
    request = workspace.requests.receive(birch, "Which format?", urgency=Urgency.URGENT)
    clock.advance(minutes=5)
    said = workspace.requests.acknowledge(request)
    assert said == "Got it. You'll have an answer by Wed 14 Oct, 10:00 (Europe/Paris)."
    assert record(workspace, birch)[0] == (TouchKind.MESSAGE_SENT, said)
    view = workspace.requests.get(request)
    assert view.is_open
    assert view.words.endswith("; they know it arrived")
    assert moments(workspace)[0].is_acknowledged
    workspace.store.undo()
    assert workspace.requests.get(request).acknowledged_at is None
    assert len(record(workspace, birch)) == 1


def test_an_answer_stops_it(workspace: Workspace, birch: str, clock: FixedClock) -> None:
    request = workspace.requests.receive(birch, "Which format?")
    clock.set(paris(13, 12, 10))
    workspace.requests.answer(request, "PDF, by mail")
    view = workspace.requests.get(request)
    assert not view.is_open
    assert view.words == "answered after 2 h 10, in time"
    assert record(workspace, birch)[0] == (TouchKind.MESSAGE_SENT, "PDF, by mail")  # in kind
    assert (workspace.requests.open(), moments(workspace)) == ((), [])
    workspace.store.undo()
    assert workspace.requests.get(request).is_open
    workspace.store.redo()
    workspace.requests.reopen(request)
    assert workspace.requests.get(request).is_open
    workspace.requests.close(request)
    assert workspace.requests.get(request).words == "no answer needed"


def test_a_late_answer_is_late_in_the_hours_promised(
    workspace: Workspace, birch: str, clock: FixedClock
) -> None:
    request = workspace.requests.receive(birch, "Which format?")
    clock.set(paris(14, 22))
    assert workspace.requests.get(request).words == "the answer was promised by today 17:00"
    clock.set(paris(15, 10, 20))
    view = workspace.requests.get(request)
    assert view.is_late
    assert view.words == "the answer is 1 h 20 of working time late"
    workspace.requests.answer(request)
    assert workspace.requests.get(request).words == "answered after 16 h 20, later than promised"
    assert record(workspace, birch)[0][1] == "Answer to: Which format?"


def test_an_emergency_runs_by_the_clock_from_when_its_way_opens(
    workspace: Workspace, birch: str, clock: FixedClock
) -> None:
    clock.set(paris(13, 22))
    request = workspace.requests.receive(
        birch, "The site is down", urgency=Urgency.EMERGENCY, channel="Phone", kind=TouchKind.CALL
    )
    view = workspace.requests.get(request)
    assert view.due_at == paris(14, 10)
    assert view.words == "answer by tomorrow 10:00, 12 h left"
    assert (view.suggested, view.breach_words) == (
        RequestBreach.CHANNEL,
        "perhaps by a channel not open for it",
    )
    workspace.requests.set_urgency(request, Urgency.NORMAL)
    assert workspace.requests.get(request).due_at == paris(15, 17)
    workspace.requests.set_breach(request, RequestBreach.NOT_EMERGENCY)
    view = workspace.requests.get(request)
    assert (view.suggested, view.breach_words) == (None, "called an emergency, and it wasn't")


def test_layers_hours_and_history_decide_the_promise(
    workspace: Workspace, birch: str, clock: FixedClock
) -> None:
    boundaries = workspace.boundaries
    tier = workspace.tiers.list_all()[0].tier_id
    boundaries.set_field(Layer.TIER, tier, "response_normal", {"amount": 3, "unit": "working_days"})
    request = workspace.requests.receive(birch, "First")
    assert workspace.requests.get(request).due_at == paris(14, 17)
    workspace.clients.update(birch, tier_id=tier)
    assert workspace.requests.get(request).due_at == paris(16, 17)
    boundaries.set_field(Layer.CLIENT, birch, "response_normal", {"amount": 2, "unit": "working_hours"})
    assert workspace.requests.get(request).due_at == paris(13, 12)
    short = {weekday: [{"start": 600, "end": 660}] for weekday in range(5)}
    boundaries.set_field(Layer.CLIENT, birch, "working_hours", short)
    assert workspace.requests.get(request).due_at == paris(14, 11)
    clock.set(paris(14, 9))
    boundaries.set_field(Layer.CLIENT, birch, "response_normal", {"amount": 1, "unit": "hours"})
    boundaries.add_time_off(date(2026, 10, 14), date(2026, 10, 20))
    assert workspace.requests.get(request).due_at == paris(14, 11)  # judged by what held when it came
    second = workspace.requests.receive(birch, "Second")
    assert workspace.requests.get(second).due_at == paris(14, 10)


def test_the_light_rules_are_the_resolved_ones(workspace: Workspace, birch: str) -> None:
    """One definition: the JSON laid over each other by hand and the model of the panel agree."""
    from clientdesk.services.request_reads import Promises

    tier = workspace.tiers.list_all()[-1].tier_id
    workspace.clients.update(birch, tier_id=tier)
    workspace.boundaries.set_field(Layer.CLIENT, birch, "channels", [{"name": "Chat", "use": "no"}])
    resolved = as_stored(workspace.boundaries.resolved(birch))
    with workspace.store.reading() as session:
        promises = Promises(fetch_of(session), PARIS, workspace.boundaries.calendar())
        light, has_own_hours = promises.rules(birch, tier, date(2026, 10, 13))
    assert light == {name: resolved[name] for name in light}
    assert not has_own_hours
    assert set(light) <= set(BoundaryRules.model_fields)


def test_without_working_hours_no_time_is_promised(workspace: Workspace, birch: str) -> None:
    workspace.boundaries.set_field(Layer.DEFAULT, None, "working_hours", {})
    request = workspace.requests.receive(birch, "Hello")
    view = workspace.requests.get(request)
    assert (view.due_at, view.is_late) == (None, False)
    assert view.words == "no answer time can be counted: there are no working hours"
    assert moments(workspace) == []
    assert workspace.requests.acknowledge(request).startswith("Got it.")


def test_an_entry_by_hand_is_offered_as_the_answer_never_taken(
    workspace: Workspace, birch: str, clock: FixedClock
) -> None:
    requests, touches = workspace.requests, workspace.touchpoints
    before = touches.log(birch, TouchKind.UPDATE, "Before")
    clock.advance(minutes=1)
    request = requests.receive(birch, "Which format?")
    clock.advance(minutes=1)
    assert requests.offer_for(before) is None
    assert requests.offer_for(touches.log(birch, TouchKind.NOTE, "A note")) is None
    sent = touches.log(birch, TouchKind.MAIL_SENT, "PDF")
    offered = requests.offer_for(sent)
    assert offered is not None
    assert offered.request_id == request
    assert requests.get(request).is_open
    requests.answer_with(request, sent)
    view = requests.get(request)
    assert (view.answer_touch_id, view.is_open) == (sent, False)
    assert requests.offer_for(sent) is None
    workspace.store.undo()
    requests.receive(birch, "And another")
    assert requests.offer_for(sent) is None
    with pytest.raises(InvalidInput):
        requests.answer_with(request, before)
    with pytest.raises(InvalidInput):
        requests.answer(request, "x", TouchKind.NOTE)


def test_an_entry_that_came_by_mail_starts_one_clock(workspace: Workspace, birch: str) -> None:
    requests = workspace.requests
    values: dict[str, Any] = {"kind": TouchKind.MAIL_RECEIVED, "source_key": "mail:<a@b>"}
    first = requests.receive(birch, "Which format?", **values)
    assert requests.receive(birch, "Which format?", **values) == first
    assert len(record(workspace, birch)) == 1
    touch = workspace.touchpoints.log(birch, TouchKind.MAIL_RECEIVED, "Later", at=paris(12, 9))
    other = requests.start(touch, Urgency.URGENT)
    assert requests.start(touch) == other
    assert requests.get(other).received_at == paris(12, 9).astimezone(UTC)


def test_what_cannot_be_is_refused(workspace: Workspace, birch: str, clock: FixedClock) -> None:
    requests = workspace.requests
    elm = workspace.clients.add("Elm")
    theirs = make_contact(workspace, elm)
    with pytest.raises(InvalidInput):
        requests.receive(birch, "Hello", contact_id=theirs)
    with pytest.raises(InvalidInput):
        requests.receive(birch, "Hello", kind=TouchKind.UPDATE)
    with pytest.raises(InvalidInput):
        requests.receive(birch, "Hello", at=paris(14, 10))
    with pytest.raises(NotFound):
        requests.receive("nobody", "Hello")
    request = requests.receive(birch, "Hello")
    clock.set(paris(12, 10))
    with pytest.raises(InvalidInput) as refused:
        requests.answer(request)
    assert [problem.code for problem in refused.value.problems] == ["before_request"]
    assert moments(workspace) == []  # the clock was set back: it has not come yet
    with pytest.raises(NotFound):
        requests.get("nothing")


def test_figures_wait_for_four_answers(workspace: Workspace, birch: str, clock: FixedClock) -> None:
    requests = workspace.requests
    for minutes in (30, 60, 130):
        clock.set(paris(13, 10))
        request = requests.receive(birch, f"In {minutes}")
        clock.advance(minutes=minutes)
        requests.answer(request)
    figures = requests.figures(birch, date(2026, 10, 1))
    assert figures.sentences == ("Too early to say: 3 answered since Thu 1 Oct.",)
    assert (figures.judged, figures.median_minutes) == (3, None)
    clock.set(paris(13, 10))
    late = requests.receive(birch, "Late")
    requests.set_breach(late, RequestBreach.NOT_URGENT)
    clock.set(paris(15, 10))
    requests.answer(late)
    waiting = requests.receive(birch, "Waits")
    requests.close(requests.receive(birch, "Thanks"))
    figures = requests.figures(birch, date(2026, 10, 1))
    assert (figures.judged, figures.in_time, figures.ours) == (4, 3, 1)
    assert (figures.median_minutes, figures.longest_minutes) == (95, 16 * 60)
    assert figures.sentences == (
        "3 of 4 answered in time since Thu 1 Oct.",
        "Half of the answers took up to 1 h 35, the longest 16 h, in the hours promised.",
        "Your side: 1 later than promised.",
        "Their side: called urgent, and it wasn't (1).",
    )
    assert requests.figures(None, date(2026, 10, 14)).judged == 0
    assert requests.of_client(birch)[0].request_id == waiting
    clock.set(paris(20, 10))
    assert requests.figures(None, date(2026, 10, 14)).ours == 1  # still open, and late


def test_the_third_breach_offers_the_talk(workspace: Workspace, birch: str) -> None:
    for number in range(3):
        request = workspace.requests.receive(birch, f"Call {number}", channel="phone", kind=TouchKind.CALL)
        assert workspace.requests.get(request).suggested is RequestBreach.CHANNEL
        workspace.requests.set_breach(request, RequestBreach.CHANNEL)
    figures = workspace.requests.figures(birch, date(2026, 10, 1))
    assert figures.theirs == ((RequestBreach.CHANNEL, 3),)
    assert figures.sentences[-1].startswith("That is the third time")


def test_the_clock_is_worked_out_for_many(workspace: Workspace, birch: str, clock: FixedClock) -> None:
    """The most pressing first; a client who is archived asks nothing any more."""
    requests = workspace.requests
    slow = requests.receive(birch, "Normal")
    fast = requests.receive(birch, "Now", urgency=Urgency.EMERGENCY)
    assert [view.request_id for view in requests.open()] == [fast, slow]
    assert [moment.request_id for moment in moments(workspace)] == [fast, slow]
    workspace.clients.archive([birch])
    assert (requests.open(), moments(workspace)) == ((), [])


def test_a_clock_ten_years_ahead_names_the_date(workspace: Workspace, birch: str, clock: FixedClock) -> None:
    request = workspace.requests.receive(birch, "Which format?")
    clock.set(datetime(2036, 10, 13, 10, tzinfo=PARIS))
    view = workspace.requests.get(request)
    assert view.is_late
    assert view.words == "the answer was promised by Wed 14 Oct 2026 17:00"


def test_only_the_last_settled_are_read(workspace: Workspace, birch: str, clock: FixedClock) -> None:
    for number in range(53):
        clock.advance(minutes=1)
        workspace.requests.close(workspace.requests.receive(birch, f"Question {number}"))
    waiting = workspace.requests.receive(birch, "And this?")
    found = workspace.requests.of_client(birch)
    assert [found[0].request_id, found[1].title, len(found)] == [waiting, "Question 52", 51]


def test_an_entry_corrected_in_the_record_moves_the_clock(
    workspace: Workspace, birch: str, clock: FixedClock
) -> None:
    """Typed today, asked yesterday: the promise runs from yesterday, and the answer's own time is followed too."""
    requests, touches = workspace.requests, workspace.touchpoints
    request = requests.receive(birch, "Can we talk")
    asked = requests.get(request).touchpoint_id
    assert asked is not None
    touches.update(asked, at=paris(12, 10), text="Can we talk?")
    view = requests.get(request)
    assert (view.received_at, view.due_at, view.text) == (paris(12, 10), paris(13, 17), "Can we talk?")
    workspace.store.undo()
    assert requests.get(request).due_at == paris(14, 17)
    clock.set(paris(15, 10))
    requests.answer(request)
    assert requests.get(request).is_late
    answer = requests.get(request).answer_touch_id
    assert answer is not None
    touches.update(answer, at=paris(14, 16))
    assert not requests.get(request).is_late
    with pytest.raises(InvalidInput) as refused:
        touches.update(answer, at=paris(12, 16))
    assert [problem.code for problem in refused.value.problems] == ["before_request"]
    assert requests.get(request).answered_at == paris(14, 16)


def test_what_is_settled_stays_as_it_was(workspace: Workspace, birch: str, clock: FixedClock) -> None:
    """A second press, from a list that is behind, adds no word and makes no answer late or in time."""
    requests = workspace.requests
    request = requests.receive(birch, "Can we talk?")
    requests.acknowledge(request)
    requests.acknowledge(request)
    clock.set(paris(15, 10))
    requests.answer(request)
    told = record(workspace, birch)
    assert len(told) == 3
    before = requests.get(request)
    clock.advance(days=3)
    requests.answer(request)
    requests.close(request)
    requests.acknowledge(request)
    assert requests.get(request) == before
    assert record(workspace, birch) == told
    assert workspace.store.undo_label == "Answer request"
    assert before.is_late


def test_an_open_one_that_is_late_is_not_called_answered(
    workspace: Workspace, birch: str, clock: FixedClock
) -> None:
    workspace.requests.receive(birch, "Waits")
    clock.set(paris(20, 10))
    figures = workspace.requests.figures(birch, date(2026, 10, 1))
    assert figures.sentences == (
        "Too early to say: 0 answered since Thu 1 Oct.",
        "Your side: 1 later than promised.",
    )
