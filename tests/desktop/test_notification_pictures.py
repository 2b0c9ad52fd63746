"""How notices look on the screen: the words of the services, shown by real daemons, kept as pictures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from clientdesk.models.enums import Layer, RhythmKind, TouchKind
from clientdesk.services.ports import Notice
from clientdesk.services.workspace import Workspace
from tests.helpers import bus_traffic
from tests.helpers.desktop import Desktop
from tests.helpers.fakes import FakeNotifier, FixedClock
from tests.helpers.reminder_stage import DAEMONS, daemon_running
from tests.helpers.story import NINE, birch_was_promised_fridays, opened

NAMES = ("Cedar Law", "Elm", "Hollerbach & Söhne Wirtschaftsprüfung und Steuerberatung")


@pytest.fixture(scope="module")
def notices(tmp_path_factory: pytest.TempPathFactory) -> list[Notice]:
    """One client, several, one that is late, a meeting soon, a meeting that is over, and one for a locked screen."""
    data = tmp_path_factory.mktemp("pictures") / "workspace"
    birch = birch_was_promised_fridays(data)
    workspace = opened(data, NINE)
    found = announced(workspace, NINE)
    friends(workspace)
    found += announced(workspace, NINE + timedelta(minutes=61))
    found.append(workspace.reminders.preview(birch))
    meeting = NINE + timedelta(hours=3)
    workspace.touchpoints.plan(
        birch, TouchKind.MEETING, meeting, text="confirm the format", duration_minutes=30
    )
    found += announced(workspace, meeting - timedelta(minutes=10))
    found += announced(workspace, meeting + timedelta(minutes=45))
    workspace.preferences.set("reminder_names", False)
    found.append(workspace.reminders.preview(birch))
    workspace.close(back_up=False)
    return found


def announced(workspace: Workspace, at: datetime) -> list[Notice]:
    clock, notifier = workspace.clock, FakeNotifier()
    assert isinstance(clock, FixedClock)
    clock.set(at)
    notifier.on_shown(workspace.reminders.settle)
    workspace.reminders.announce(notifier)
    return notifier.shown


def friends(workspace: Workspace) -> None:
    for name in NAMES:
        client = workspace.clients.add(name)
        for rhythm in workspace.rhythms.of_client(client):
            workspace.rhythms.remove(rhythm.rhythm_id)
        workspace.rhythms.add(
            Layer.CLIENT, client, kind=RhythmKind.UPDATE, weekday=4, starts_on=date(2026, 10, 9)
        )


@pytest.fixture(params=DAEMONS)
def daemon(desktop: Desktop, accessibility: None, request: pytest.FixtureRequest) -> Iterator[str]:
    with daemon_running(desktop, request.param):
        yield request.param


def test_every_sort_of_notice_in_words(desktop: Desktop, daemon: str, notices: list[Notice]) -> None:
    assert [len(notice.actions) for notice in notices] == [3, 3, 3, 1, 3, 1]
    with (
        desktop.traffic(f"pictures-{daemon}.txt", *bus_traffic.RULES) as log,
        desktop.child("notifier_app.py") as child,
    ):
        for notice in notices:
            actions = [[action.key, action.label] for action in notice.actions]
            facts = {"title": notice.title, "body": notice.body, "actions": actions}
            assert child.ask("show", notice_id=notice.notice_id, **facts)["shown"]
            child.expect("fate", notice_id=notice.notice_id, channel="dbus", was_shown=True)
        desktop.screenshot(f"notifications-{daemon}.png")
        calls = bus_traffic.answered(log, len(notices))
        assert "Birch" not in "".join(calls[-1].values[3:5]), "nothing of a client"
        assert "CloseNotification" not in log.read_text(), "nothing was taken off"


def test_the_words_themselves(notices: list[Notice]) -> None:
    one, several, again, soon, over, locked = notices
    assert (one.title, one.body) == (again.title, again.body)
    assert one.title == "Birch & Co: the update you promised is due today"
    assert one.body == "Last told: Sent the budget draft on 2 Oct."
    assert several.title == "Cedar Law: the update you promised is due today"
    assert several.body == f"Also waiting: Elm, {NAMES[2]}."
    assert (soon.title, soon.body) == ("Birch & Co in 10 min", "confirm the format")
    assert over.title == "Birch & Co: was the meeting held?"
    assert "Birch" not in locked.title + locked.body
