"""How a message now would be treated: the sentences, for every urgency, channel and hour."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import Layer, Urgency
from clientdesk.services.workspace import Workspace
from tests.helpers.fakes import FixedClock

PARIS = ZoneInfo("Europe/Paris")


def paris(day: int, hour: int, minute: int = 0, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


@pytest.fixture
def rules(workspace: Workspace, clock: FixedClock) -> Workspace:
    clock.set(paris(13, 10))
    workspace.practice.set_up("Mara", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    workspace.boundaries.set_field(
        Layer.DEFAULT, None, "response_urgent", {"amount": 2, "unit": "working_hours"}
    )
    return workspace


def told(
    workspace: Workspace, at: datetime, urgency: Urgency = Urgency.NORMAL, channel: str = ""
) -> tuple[str, list[str], list[str]]:
    """The summary, the plain sentences, and those about a conflict."""
    found = workspace.boundaries.message_now(urgency=urgency, channel=channel, at=at)
    plain = [sentence.text for sentence in found.sentences if not sentence.is_conflict]
    return found.summary, plain, [sentence.text for sentence in found.sentences if sentence.is_conflict]


def test_the_last_seconds_before_the_hours_are_outside_them(rules: Workspace) -> None:
    summary, plain, _conflicts = told(rules, paris(13, 8, 59).replace(second=40))
    assert "08:59, normal: outside working hours;" in summary
    assert "Out of hours, so it counts from 09:00." in plain
    summary, plain, _conflicts = told(rules, paris(13, 16, 59).replace(second=40))
    assert "within working hours" in summary
    assert not any("Out of hours" in sentence for sentence in plain)


def test_within_hours(rules: Workspace) -> None:
    assert told(rules, paris(13, 10), channel="Email") == (
        "Tue 13 Oct 10:00, normal, by Email: within working hours; answered by Wed 14 Oct 17:00.",
        ["Promised: 1 working day, to the end of that day's working hours."],
        [],
    )


def test_urgent_in_the_evening(rules: Workspace) -> None:
    summary, plain, conflicts = told(rules, paris(13, 19, 40), Urgency.URGENT, "Phone")
    assert (
        summary == "Tue 13 Oct 19:40, urgent, by Phone: outside working hours; answered by Wed 14 Oct 11:00."
    )
    assert plain == [
        "Promised: 2 working hours.",
        "Out of hours, so it counts from Wed 14 Oct 09:00.",
        "In your quiet hours: reminders wait until Wed 14 Oct 08:00.",
    ]
    assert conflicts == []


def test_an_emergency_in_the_evening(rules: Workspace) -> None:
    summary, plain, conflicts = told(rules, paris(13, 19, 40), Urgency.EMERGENCY, "Phone")
    assert summary == (
        "Tue 13 Oct 19:40, an emergency, by Phone: outside working hours;"
        " by the emergency protocol, answered by 21:40."
    )
    assert plain[0].startswith("What they do: Call me;")
    assert conflicts == ["The answer falls due in your quiet hours, when no reminder comes."]


def test_an_emergency_while_its_way_is_closed_and_you_are_away(rules: Workspace) -> None:
    rules.boundaries.add_time_off(date(2026, 10, 14), date(2026, 10, 16))
    summary, _, conflicts = told(rules, paris(14, 22), Urgency.EMERGENCY)
    assert (
        "in your time off until Fri 16 Oct; by the emergency protocol, answered by Thu 15 Oct 10:00"
        in summary
    )
    assert conflicts == [
        "The emergency way is closed until Thu 15 Oct 08:00; the time counts from then.",
        "You are away, and no stand-in is named for emergencies.",
    ]


def test_a_closed_channel_is_a_breach_of_theirs(rules: Workspace) -> None:
    _, plain, conflicts = told(rules, paris(13, 10), channel="phone")
    assert conflicts == ["phone isn't open for that: a breach of theirs, answered all the same."]
    assert plain[0] == "Open for it: Email."


def test_days_off_are_named(rules: Workspace) -> None:
    rules.boundaries.add_time_off(date(2026, 11, 12), date(2026, 11, 13))
    summary, plain, _ = told(rules, paris(10, 18, month=11))
    assert summary.endswith("outside working hours; answered by Tue 17 Nov 17:00.")
    assert "Thu 12 Nov to Fri 13 Nov is time off and doesn't count." in plain
    assert "Wed 11 Nov is a public holiday and doesn't count." in plain
    assert "on a public holiday" in told(rules, paris(11, 10, month=11))[0]
    assert "on a day off" in told(rules, paris(17, 10))[0]


def test_what_is_typed_counts_already_and_each_layer_speaks(rules: Workspace) -> None:
    boundaries = rules.boundaries
    client = rules.clients.add("Birch", zone="America/New_York")
    boundaries.set_field(Layer.CLIENT, client, "response_normal", {"amount": 4, "unit": "hours"})
    found = boundaries.message_now(client, at=paris(13, 18))
    assert found.due_at == paris(13, 22)
    words = [sentence.text for sentence in found.sentences]
    assert "Promised: 4 hours by the clock, nights and days off included." in words
    assert words[-1] == "For them that is Tue 13 Oct 16:00 (America/New_York)."
    typed = {
        "response_normal": {"amount": 1, "unit": "hours"},
        "working_hours": {1: [{"start": 0, "end": 60}]},
    }
    found = boundaries.message_now(client, pending=typed, at=paris(13, 18))
    assert found.due_at == paris(13, 19)
    nothing = boundaries.message_now(pending={"working_hours": {}}, at=paris(13, 18))
    assert nothing.due_at is None
    assert nothing.summary.endswith("on a day off; no answer time can be counted.")
    assert any(sentence.is_conflict for sentence in nothing.sentences)
