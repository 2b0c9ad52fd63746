"""What is remembered of check-ins: after every change the same as worked out anew, and only where it is needed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clientdesk.models.enums import HoldEvent, Layer, RhythmKind, RhythmUnit, TouchKind
from clientdesk.models.tables import TimeOff
from clientdesk.services.check_ins import CheckInService
from clientdesk.services.workspace import Workspace
from clientdesk.store import check_in_reads
from tests.helpers.fakes import FixedClock

pytestmark = pytest.mark.usefixtures("practice")

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 10, 12)


def anew(workspace: Workspace) -> list[Any]:
    """From a service that has never been asked before."""
    fresh = CheckInService(workspace.store, workspace.clock, workspace.practice, workspace.boundaries)
    return fresh.statuses()


def promise(workspace: Workspace, client_id: str, **more: Any) -> str:
    values = {"kind": RhythmKind.UPDATE, "weekday": 4, "starts_on": date(2026, 9, 28)} | more
    return workspace.rhythms.add(Layer.CLIENT, client_id, **values)


class Story:
    """Clients with rhythms of every rule, and the gestures that change what they are owed."""

    def __init__(self, workspace: Workspace, clock: FixedClock) -> None:
        self.workspace = workspace
        self.clock = clock
        clock.set(datetime(2026, 9, 28, 10, tzinfo=PARIS))
        self.clients = [workspace.clients.add(name) for name in ("Birch", "Cedar", "Elm")]
        self.engagements = [
            workspace.engagements.add(one, "Audit", starts_on=date(2026, 9, 1)) for one in self.clients
        ]
        self.milestones = [
            workspace.engagements.add_milestone(one, "Report", planned_on=date(2026, 10, 9))
            for one in self.engagements
        ]
        self.rhythms = [promise(workspace, one) for one in self.clients]
        question = {"kind": RhythmKind.SATISFACTION, "unit": RhythmUnit.MILESTONE, "offset_days": 0}
        promise(workspace, self.clients[0], **question)
        clock.set(datetime(2026, 10, 12, 10, tzinfo=PARIS))

    def do(self, gesture: str, which: int) -> None:
        self.clock.advance(minutes=3)
        getattr(self, gesture)(self.clients[which], which)

    def tell(self, client: str, _which: int) -> None:
        self.workspace.touchpoints.log_told(client, RhythmKind.UPDATE)

    def hear(self, client: str, _which: int) -> None:
        self.workspace.touchpoints.log(client, TouchKind.MAIL_RECEIVED, "Hello")

    def hold(self, client: str, which: int) -> None:
        self.workspace.check_ins.hold(client, None, event=list(HoldEvent)[which])

    def release(self, client: str, _which: int) -> None:
        self.workspace.check_ins.release(client)

    def change(self, client: str, _which: int) -> None:
        rhythm = self.workspace.rhythms.of_client(client)[0]
        self.workspace.rhythms.update(rhythm.rhythm_id, weekday=(rhythm.weekday + 1) % 7)

    def reach(self, _client: str, which: int) -> None:
        self.workspace.engagements.mark_done(self.milestones[which], self.clock.today())

    def end(self, _client: str, which: int) -> None:
        self.workspace.engagements.update(self.engagements[which], ends_on=date(2026, 10, 11))

    def move(self, client: str, which: int) -> None:
        """The last entry turns out to be another client's."""
        for touch in self.workspace.touchpoints.stream(client, 1):
            self.workspace.touchpoints.update(touch.touchpoint_id, client_id=self.clients[which - 1])

    def archive(self, client: str, _which: int) -> None:
        self.workspace.clients.archive([client])

    def off(self, _client: str, which: int) -> None:
        day = self.clock.today() + timedelta(days=which)
        with self.workspace.store.writing("Time off") as session:
            session.add(TimeOff(starts_on=day, ends_on=day, entered_on=day, created_at=self.clock.now()))

    def undo(self, _client: str, _which: int) -> None:
        self.workspace.store.undo()

    def redo(self, _client: str, _which: int) -> None:
        self.workspace.store.redo()

    def wait(self, _client: str, _which: int) -> None:
        self.clock.advance(days=1)


GESTURES = "tell hear hold release change reach end move archive off undo undo redo wait".split()


@pytest.mark.no_cover
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(GESTURES), st.integers(0, 2)), min_size=3, max_size=12))
def test_after_every_gesture_it_is_as_worked_out_anew(
    workspace: Workspace, clock: FixedClock, gestures: list[tuple[str, int]]
) -> None:
    workspace.store.forget_history()
    story = Story(workspace, clock)
    workspace.store.forget_history()
    for gesture, which in gestures:
        story.do(gesture, which)
        assert workspace.check_ins.statuses() == anew(workspace)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """For whom facts were read: an id, or None for everybody."""
    found: list[str | None] = []
    read = check_in_reads.check_in_rows

    def noted(*values: Any, client_id: str | None = None, **more: Any) -> Any:
        found.append(client_id)
        return read(*values, client_id=client_id, **more)

    monkeypatch.setattr("clientdesk.services.check_ins.check_in_rows", noted)
    return found


def test_only_the_client_that_was_told_is_judged_anew(
    workspace: Workspace, clock: FixedClock, asked: list[str | None]
) -> None:
    story = Story(workspace, clock)
    workspace.check_ins.statuses()
    workspace.check_ins.statuses()
    assert asked == [None]
    story.do("tell", 1)
    workspace.check_ins.statuses()
    workspace.store.undo()
    workspace.check_ins.statuses()
    assert asked == [None, story.clients[1], story.clients[1]]


def test_a_milestone_concerns_only_those_whose_rules_go_by_them(
    workspace: Workspace, clock: FixedClock, asked: list[str | None]
) -> None:
    story = Story(workspace, clock)
    workspace.check_ins.statuses()
    story.do("reach", 2)
    workspace.check_ins.statuses()
    assert asked == [None, story.clients[0]]


def test_what_concerns_everybody_is_worked_out_for_all(
    workspace: Workspace, clock: FixedClock, asked: list[str | None]
) -> None:
    story = Story(workspace, clock)
    workspace.check_ins.statuses()
    story.do("off", 1)
    workspace.check_ins.statuses()
    clock.advance(days=1)
    workspace.check_ins.statuses()
    assert asked == [None, None, None]


def test_what_concerns_nobody_asks_nothing(
    workspace: Workspace, clock: FixedClock, asked: list[str | None]
) -> None:
    Story(workspace, clock)
    workspace.check_ins.statuses()
    workspace.work.add({"title": "Slides"})
    workspace.rhythms.add(Layer.DEFAULT, kind=RhythmKind.UPDATE, weekday=4)
    workspace.check_ins.statuses()
    assert asked == [None]


def test_a_reading_that_fails_is_asked_again(workspace: Workspace, clock: FixedClock) -> None:
    story = Story(workspace, clock)
    workspace.check_ins.statuses()
    story.do("tell", 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("clientdesk.services.check_ins.judge", _fail)
        with pytest.raises(OSError, match="gone"):
            workspace.check_ins.statuses()
    assert workspace.check_ins.statuses() == anew(workspace)


def _fail(*_values: object) -> None:
    raise OSError("gone")
