"""Fifteen clients and the days that go by: the same steps for the real program and for the services alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from clientdesk.models.enums import Layer, RhythmKind, RhythmUnit, TouchKind
from clientdesk.services.ports import Notice
from clientdesk.services.preferences import Preferences
from clientdesk.services.workspace import Workspace, open_workspace
from tests.helpers.fakes import FakeNotifier, FixedClock
from tests.helpers.story import PARIS

# When the computer is looked at or wakes, on every day. More than an hour apart and away from every full
# quarter, so that it never matters whether a second is counted or not.
HOURS = (
    time(7, 20),
    time(9, 3),
    time(10, 9),
    time(11, 17),
    time(13, 2),
    time(15, 33),
    time(16, 41),
    time(20, 4),
)

UPDATE, CALL, REVIEW = RhythmKind.UPDATE, RhythmKind.CALL, RhythmKind.REVIEW
RHYTHMS: dict[str, tuple[dict[str, object], ...]] = {
    "Ash Audit": ({"kind": UPDATE, "weekday": 4},),
    "Birch & Co": ({"kind": UPDATE, "weekday": 4}, {"kind": CALL, "weekday": 1, "every": 2}),
    "Cedar Law": ({"kind": UPDATE, "weekday": 0},),
    "Dogwood": ({"kind": REVIEW, "unit": RhythmUnit.MONTHLY, "weekday": 1, "nth": 1},),
    "Elm": ({"kind": CALL, "unit": RhythmUnit.MONTHLY, "weekday": 4, "nth": -1},),
    "Fir Tax": ({"kind": UPDATE, "weekday": 2, "every": 2},),
    "Ginkgo": ({"kind": RhythmKind.KEY_DATE, "unit": RhythmUnit.YEARLY, "starts_on": date(2027, 3, 29)},),
    "Hazel": (
        {"kind": RhythmKind.SATISFACTION, "unit": RhythmUnit.MONTHLY, "weekday": 3, "nth": 2, "every": 3},
    ),
    "Ivy": ({"kind": RhythmKind.PERSONAL, "unit": RhythmUnit.ONCE, "starts_on": date(2027, 3, 31)},),
    "Juniper": ({"kind": CALL, "weekday": 3},),
    "Koa": (),
    "Larch": ({"kind": UPDATE, "weekday": 4, "every": 4},),
    "Maple": (),
    "Nutmeg": ({"kind": UPDATE, "weekday": 1},),
    "Oak": ({"kind": REVIEW, "unit": RhythmUnit.MONTHLY, "weekday": 2, "nth": 3, "every": 3},),
}
LIMITS = {"Koa": 10, "Maple": 21, "Elm": 30}


@dataclass(frozen=True, slots=True)
class Said:
    """One pop-up: when, what, and what was answered."""

    at: datetime
    title: str
    body: str
    keys: tuple[str, ...]
    answer: str

    def line(self) -> str:
        words = f"{self.title} | {self.body}" if self.body else self.title
        return f"{self.at:%a %Y-%m-%d %H:%M}  {words}  [{' '.join(self.keys)}] -> {self.answer or 'nothing'}"


def fifteen_clients(data: Path, since: date) -> None:
    """A practice with time off and public holidays, whose clients were all told something on the day before."""
    day_before = datetime.combine(since - timedelta(days=1), time(11, 0), PARIS)
    workspace = opened(data, day_before - timedelta(hours=1))
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    for first, last in ((date(2027, 8, 2), date(2027, 8, 20)), (date(2027, 12, 24), date(2027, 12, 31))):
        workspace.boundaries.add_time_off(first, last)
    for name, rules in RHYTHMS.items():
        client = workspace.clients.add(name)
        for rhythm in workspace.rhythms.of_client(client):
            workspace.rhythms.remove(rhythm.rhythm_id)
        workspace.boundaries.set_limit(Layer.CLIENT, client, LIMITS.get(name, 120))
        for rule in rules:
            workspace.rhythms.add(Layer.CLIENT, client, **{"starts_on": since} | rule)
    workspace.close(back_up=False)
    workspace = opened(data, day_before)
    for view in workspace.check_ins.statuses():
        workspace.touchpoints.log(view.client_id, TouchKind.UPDATE, "sent the plan")
    workspace.close(back_up=False)


def opened(data: Path, at: datetime) -> Workspace:
    return open_workspace(data, FixedClock(at), Preferences(data.parent / "quiet" / "preferences.json"))


def steps(first: date, days: int, asleep: Sequence[tuple[datetime, datetime]] = ()) -> Iterator[datetime]:
    """Every moment at which the program is awake and looks, in order."""
    for number in range(days):
        for hour in HOURS:
            at = datetime.combine(first + timedelta(days=number), hour, PARIS)
            if not any(start < at < end for start, end in asleep):
                yield at


def answer_to(number: int, keys: Sequence[str]) -> str:
    """What is pressed at the n-th pop-up: told, put off, left alone, in turn."""
    wanted = ("told", "tomorrow", "", "told")[number % 4]
    return wanted if wanted in keys else ""


def expected(data: Path, moments: Sequence[datetime]) -> list[Said]:
    """What the services alone say to these moments, on their own copy of the store."""
    notifier = FakeNotifier(name="dbus")
    workspace = opened(data, moments[0])
    clock = workspace.clock
    assert isinstance(clock, FixedClock)
    reminders = workspace.reminders
    notifier.on_shown(reminders.settle)
    reminders.recover()
    found: list[Said] = []
    for moment in moments:
        clock.set(moment)
        notifier.shown.clear()
        while reminders.announce(notifier):
            pass
        for notice in notifier.shown:
            found.append(_answered(workspace, notice, moment, len(found)))
    workspace.close(back_up=False)
    return found


def _answered(workspace: Workspace, notice: Notice, moment: datetime, number: int) -> Said:
    keys = tuple(action.key for action in notice.actions)
    answer = answer_to(number, keys)
    if answer:
        workspace.reminders.act(notice.notice_id, answer)
    return Said(moment, notice.title, notice.body, keys, answer)


def log_of(data: Path, at: datetime) -> list[tuple[str, str, str, str]]:
    """Every row of the log of announcements, in order of what it is about."""
    workspace = opened(data, at)
    try:
        rows = workspace.reminders.recent(100_000)
        return sorted((row.occasion, row.client, str(row.state), row.answer) for row in rows)
    finally:
        workspace.close(back_up=False)
