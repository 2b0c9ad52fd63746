"""A year of one practice with 15 clients, lived through with an injected clock.

The user is a simple soul: each client has a habit, and everything happens at eleven, when Today is worked through.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clientdesk.models.enums import Layer, RhythmKind, RhythmUnit, TouchKind, Urgency
from clientdesk.services.check_in_views import OWED
from clientdesk.services.ports import Notice
from clientdesk.services.workspace import Workspace
from tests.helpers.factories import make_practice
from tests.helpers.fakes import FakeNotifier, FixedClock

PARIS = ZoneInfo("Europe/Paris")
BEGIN, END = date(2027, 1, 4), date(2027, 12, 31)
SUMMER = (date(2027, 8, 2), date(2027, 8, 20))
CHRISTMAS = (date(2027, 12, 27), date(2027, 12, 31))
HOLD = (date(2027, 3, 1), date(2027, 4, 12))
ASKED = datetime(2027, 3, 2, 10, tzinfo=PARIS)
DAY = timedelta(days=1)

AT_ONCE = (
    "Acer & Sons",
    "Cedar",
    "Delta",
    "Elm",
    "Gorse",
    "Hazel",
    "Juniper",
    "Kauri",
    "Larch",
    "Maple",
    "Nettle",
    "Oak",
)
"""Told at eleven on the day; Birch on the day it is said once more, Ivy when it comes back, Fir never."""

PROMISES: dict[str, dict[str, object]] = {
    "Acer & Sons": {"kind": RhythmKind.UPDATE, "weekday": 4},
    "Birch & Co": {"kind": RhythmKind.UPDATE, "weekday": 4},
    "Cedar": {"kind": RhythmKind.CALL, "every": 2, "weekday": 1, "starts_on": date(2027, 1, 5)},
    "Delta": {"kind": RhythmKind.REVIEW, "unit": RhythmUnit.MONTHLY, "weekday": 2, "nth": 1},
    "Elm": {},
    "Fir": {"kind": RhythmKind.UPDATE, "unit": RhythmUnit.MONTHLY, "weekday": 4, "nth": -1},
    "Gorse": {"kind": RhythmKind.KEY_DATE, "unit": RhythmUnit.YEARLY, "starts_on": date(2020, 7, 14)},
    "Hazel": {"kind": RhythmKind.UPDATE, "weekday": 0},
    "Ivy": {"kind": RhythmKind.UPDATE, "weekday": 4},
    "Juniper": {},
    "Kauri": {
        "kind": RhythmKind.SATISFACTION,
        "unit": RhythmUnit.ONCE,
        "starts_on": date(2027, 9, 15),
    },
    "Larch": {"kind": RhythmKind.KEY_DATE, "unit": RhythmUnit.YEARLY, "starts_on": date(2024, 2, 29)},
    "Maple": {"kind": RhythmKind.UPDATE, "weekday": 6},
    "Nettle": {"kind": RhythmKind.WIN_BACK, "unit": RhythmUnit.AFTER_END, "every": 3},
    "Oak": {"kind": RhythmKind.CALL, "every": 4, "weekday": 3, "starts_on": date(2027, 1, 7)},
}
LIMITS = {"Elm": 10, "Juniper": 30}


@dataclass(frozen=True)
class Line:
    """One row of the log as it was said. `pop_up` counts them; `on` and `step` are what the key says.

    Attributes:
        title, body: of the pop-up, as it was shown.
        sentence: why the client is owed a word, as Today's list says it at that moment; of others the title.
    """

    at: datetime
    pop_up: int
    title: str
    body: str
    client: str
    sentence: str
    topic: str
    source: str
    on: date | None
    step: str


@dataclass
class Year:
    """Lives the year; `lines` is everything that was announced."""

    workspace: Workspace
    clock: FixedClock
    lines: list[Line] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    plans: list[tuple[datetime, Callable[[], object]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.notifier = FakeNotifier()
        self.notifier.on_shown(self.workspace.reminders.settle)
        self.known: set[str] = set()
        self.looks = 0

    def live(self) -> None:
        self.clock.set(datetime.combine(BEGIN, time(8), PARIS))
        self.set_up()
        end = datetime.combine(END, time(23), PARIS)
        while True:
            moment = self.workspace.reminders.next_moment()
            self.plans.sort(key=lambda plan: plan[0])
            if self.plans and (moment is None or self.plans[0][0] < moment):
                at, doing = self.plans.pop(0)
                self.clock.set(at)
                doing()
            elif moment is None or moment > end:
                break
            else:
                self.clock.set(moment)
                self.announce()

    def set_up(self) -> None:
        workspace = self.workspace
        make_practice(workspace)
        for name, promise in PROMISES.items():
            self.ids[name] = workspace.clients.add(name, limit_days=LIMITS.get(name))
            if name == "Nettle":
                engagement = workspace.engagements.add(self.ids[name], "Audit", starts_on=date(2026, 9, 1))
                workspace.engagements.update(engagement, ends_on=date(2027, 3, 31))
            if promise:
                workspace.rhythms.add(Layer.CLIENT, self.ids[name], **({"starts_on": BEGIN} | promise))
        self.plan(datetime(2027, 6, 1, 12), lambda: workspace.boundaries.add_time_off(*SUMMER))
        self.plan(datetime(2027, 10, 1, 12), lambda: workspace.boundaries.add_time_off(*CHRISTMAS))
        self.plan(datetime(2027, 3, 1, 10), lambda: workspace.check_ins.hold(self.ids["Hazel"], HOLD[1]))
        self.plan(datetime(2027, 3, 2, 10), self.be_asked)
        for week in range(0, 24, 4):
            day = date(2027, 1, 7) + week * 7 * DAY
            workspace.touchpoints.plan(
                self.ids["Oak"], TouchKind.CALL, datetime.combine(day, time(14), PARIS), duration_minutes=30
            )

    def plan(self, at: datetime, doing: Callable[[], object]) -> None:
        self.plans.append((at.replace(tzinfo=PARIS), doing))

    def be_asked(self) -> None:
        request = self.workspace.requests.receive(self.ids["Maple"], "When?", urgency=Urgency.URGENT)
        self.plan(datetime(2027, 3, 4, 16), lambda: self.workspace.requests.close(request))

    def announce(self) -> None:
        before = len(self.notifier.shown)
        self.looks += 1
        assert self.looks < 2_000, "it looks again and again"
        if self.workspace.reminders.announce(self.notifier) == 0:
            return
        rows = [row for row in self.workspace.reminders.recent(40) if row.occasion not in self.known]
        local = self.clock.now().astimezone(PARIS)
        for notice in self.notifier.shown[before:]:
            self.titles.append(notice.title)
            for row in reversed([row for row in rows if row.notice_id == notice.notice_id]):
                self.known.add(row.occasion)
                self.lines.append(self.line(local, row.client, notice, row.topic.value, row.occasion))
            if [action.key for action in notice.actions][:1] == ["held"]:
                self.workspace.reminders.act(notice.notice_id, "held")
        at = datetime.combine(local.date(), time(11), PARIS)
        if at > local and at not in [plan[0] for plan in self.plans]:
            self.plan(at, self.work_through_today)

    def line(self, at: datetime, client: str, notice: Notice, topic: str, key: str) -> Line:
        said = len(self.titles), notice.title, notice.body, client
        if topic != "check_in":
            return Line(at, *said, notice.title, topic, "", None, key.rpartition(":")[2])
        *_, source, on, step = ["", *key.split("/")][-3:]
        view = self.workspace.check_ins.status_of(self.ids[client])
        assert view is not None
        return Line(at, *said, view.reason, topic, source, date.fromisoformat(on), step)

    def work_through_today(self) -> None:
        today = self.clock.now().astimezone(PARIS).date()
        said = {(line.client, line.step) for line in self.lines if line.at.date() == today and line.on}
        for view in self.workspace.check_ins.statuses():
            if view.state not in OWED:
                continue
            steps = [step for client, step in said if client == view.client]
            is_first = "first" in steps
            if view.client in AT_ONCE or (view.client in ("Birch & Co", "Ivy") and steps and not is_first):
                self.workspace.reminders.log_told(view.client_id)
            elif view.client == "Ivy" and is_first:
                self.workspace.check_ins.snooze(view.client_id, today + DAY)
