"""Random lives of a practice and its reminders, each step compared with the slow rules (`slow_announcements`).

One number makes one life: clients with rhythms and limits, touches, bookings, holds, time off, requests; a clock that
runs, sleeps and jumps; a program that is killed around the call, started twice, and moved to other zones.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import HoldEvent, Layer, NoticeState, RhythmKind, RhythmUnit, TouchKind, Urgency
from clientdesk.models.tables import BoundaryPolicy
from clientdesk.services.holiday_calendar import holidays_of
from clientdesk.services.ports import Notice
from clientdesk.services.preferences import Preferences
from clientdesk.services.request_reads import answer_moments
from clientdesk.services.workspace import Workspace
from clientdesk.store.first_reads import fetch_of
from clientdesk.store.folder import STORE_NAME, WorkspaceFolder
from clientdesk.store.unit_of_work import Store
from tests.helpers.factories import make_practice
from tests.helpers.fakes import FixedClock
from tests.helpers.slow_announcements import SlowAnswer, SlowDesk, SlowMeeting, SlowPopUp, SlowQuiet
from tests.helpers.slow_check_ins import SlowClient, SlowHold, SlowTouch, slow_hold_end
from tests.helpers.slow_days import ONE, ZONES, SlowPractice
from tests.helpers.slow_rhythms import SlowRhythm

STARTS = (
    datetime(2026, 10, 5, 7, tzinfo=UTC),
    datetime(2026, 10, 22, 10, tzinfo=UTC),
    datetime(2026, 3, 26, 8, tzinfo=UTC),
    datetime(2026, 12, 21, 12, tzinfo=UTC),
    datetime(2028, 2, 26, 9, tzinfo=UTC),
)
_QUIETS = (
    None,
    None,
    (0, 0, False),
    (8 * 60, 9 * 60 + 30, False),
    (22 * 60, 6 * 60, False),
    (1140, 480, True),
)
_KINDS = (RhythmKind.UPDATE, RhythmKind.UPDATE, RhythmKind.CALL, RhythmKind.REVIEW)
_TOUCHES = (
    TouchKind.UPDATE,
    TouchKind.UPDATE,
    TouchKind.CALL,
    TouchKind.MAIL_SENT,
    TouchKind.NOTE,
    TouchKind.PERSONAL,
)
_ZONES = tuple(ZONES)
STEPS = 7
MOST_LOOKS = 80


class Killed(BaseException):
    """The program is gone at this very place."""


class LifeNotifier:
    """A desktop that works, works late, fails, or is where the program dies."""

    def __init__(self) -> None:
        self.mode = "works"
        self.shown: list[Notice] = []
        self.tell: Callable[[str, str, bool], None] | None = None

    def name(self) -> str:
        return "life"

    def is_available(self) -> bool:
        return True

    def show(self, notice: Notice) -> bool:
        if self.mode == "fails":
            return False
        if self.mode == "dies before":
            raise Killed
        self.shown.append(notice)
        if self.mode == "dies after":
            raise Killed
        if self.mode == "works" and self.tell is not None:
            self.tell(notice.notice_id, "life", True)
        return True

    def withdraw(self, notice_id: str) -> None:
        del notice_id

    def on_action(self, callback: Callable[[str, str], None]) -> None:
        del callback

    def on_shown(self, callback: Callable[[str, str, bool], None]) -> None:
        self.tell = callback


class Life:
    """One life; `run` raises AssertionError with its number and step where the two sides differ."""

    def __init__(self, number: int, root: Path, template: Path) -> None:
        self.number = number
        self.chance = random.Random(number)
        self.root = root
        root.mkdir(parents=True)
        shutil.copyfile(template, root / STORE_NAME)
        self.clock = FixedClock(self.chance.choice(STARTS))
        self.born = self.last_asked = self.clock.now()
        self.preferences = Preferences(root / "preferences.json")
        self.notifier = LifeNotifier()
        self.paused_until: datetime | None = None
        self.told_steps: list[str] = []
        self.open()
        self.set_up()

    def open(self) -> None:
        """A start of the program."""
        folder = WorkspaceFolder(self.root)
        self.workspace = Workspace(folder, Store(self.root / STORE_NAME), self.clock, self.preferences)
        self.notifier.on_shown(self.workspace.reminders.settle)
        self.workspace.reminders.recover()

    def set_up(self) -> None:
        zone, region = self.chance.choice(_ZONES), self.chance.choice(("FR", ""))
        make_practice(
            self.workspace, zone=zone, holiday_region=region, limit_days=self.chance.choice((None, 8))
        )
        quiet = self.chance.choice(_QUIETS)
        start, end, weekends = quiet or (1140, 480, True)
        if quiet is not None:
            with self.workspace.store.writing("Policy") as session:
                rules = {"quiet_hours": {"start": start, "end": end, "weekends": weekends}}
                session.add(
                    BoundaryPolicy(
                        created_at=self.clock.now(),
                        layer=Layer.DEFAULT,
                        in_force_from=date(2020, 1, 1),
                        rules=rules,
                    )
                )
        holidays = (
            {day for year in range(2025, 2041) for day in holidays_of(region, year)} if region else set()
        )
        practice = SlowPractice({date.min: ({0, 1, 2, 3, 4}, True)}, holidays, [])
        self.desk = SlowDesk(practice, ZONES[zone], SlowQuiet(start, end, weekends), {}, {})
        for name in ("Birch", "Cedar", "Elm")[: self.chance.randint(1, 3)]:
            self.add_client(name)

    def add_client(self, name: str) -> None:
        owner = self.workspace.practice.get()
        assert owner is not None
        own_limit = self.chance.choice((None, None, 3, 10))
        client_id = self.workspace.clients.add(name, limit_days=own_limit)
        today = self.today()
        rhythms, ids = [], []
        for _ in range(self.chance.randint(0 if own_limit or owner.limit_days else 1, 2)):
            kind, nth = self.chance.choice(_KINDS), self.chance.choice((None, None, None, 1, -1))
            unit = RhythmUnit.WEEKLY if nth is None else RhythmUnit.MONTHLY
            every, weekday = self.chance.choice((1, 1, 2)), self.chance.randint(0, 6)
            starts_on = today + self.chance.randint(-10, 5) * ONE
            ids.append(
                self.workspace.rhythms.add(
                    Layer.CLIENT,
                    client_id,
                    kind=kind,
                    unit=unit,
                    every=every,
                    weekday=weekday,
                    nth=nth,
                    starts_on=starts_on,
                )
            )
            rhythms.append((ids[-1], SlowRhythm(kind.value, unit.value, every, weekday, nth, starts_on)))
        self.desk.rhythm_ids[client_id] = [rhythm_id for rhythm_id, _ in rhythms]
        self.desk.clients[client_id] = SlowClient(
            today,
            [],
            [],
            [one for _, one in rhythms],
            [],
            [],
            own_limit,
            None,
            owner.limit_days,
            False,
            False,
            None,
            None,
        )

    # One step of a life

    def run(self) -> None:
        """The whole life, then the last look at what was kept."""
        try:
            for _ in range(STEPS):
                self.happen()
                self.pass_time()
            self.check_log()
        except AssertionError as error:
            raise AssertionError(f"life {self.number}, after {self.told_steps}: {error}") from error
        finally:
            self.workspace.store.close()

    def happen(self) -> None:
        doing = self.chance.choice(
            (
                self.touch,
                self.touch,
                self.book,
                self.book,
                self.hold,
                self.release,
                self.snooze,
                self.take_time_off,
                self.travel,
                self.be_asked,
                self.answer,
                self.answer,
                self.answer,
                self.pause,
                self.start_anew,
                self.start_twice,
                self.jump_back,
            )
        )
        self.told_steps.append(f"{doing.__name__} at {self.clock.now():%m-%d %H:%M}")
        doing()
        self.desk.states.clear()
        self.refresh_answers()

    def pass_time(self) -> None:
        if self.chance.random() < 0.01:
            self.sleep_until(self.clock.now() + timedelta(days=3653))
        elif self.chance.random() < 0.2:
            self.sleep_until(self.clock.now() + self.some_time())
        else:
            self.wait_until(self.clock.now() + self.some_time())

    def some_time(self) -> timedelta:
        return timedelta(
            minutes=self.chance.choice((7, 45, 60, 240, 1500, 3000, 7 * 1440)) * self.chance.uniform(0.3, 1.4)
        )

    def sleep_until(self, then: datetime) -> None:
        self.clock.set(then)
        self.look()

    def wait_until(self, then: datetime) -> None:
        """As the timer does: from one moment to the next; nothing may be due between them."""
        for _ in range(MOST_LOOKS):
            now = self.clock.now()
            moment = self.workspace.reminders.next_moment()
            if moment is not None and moment <= now:
                assert self.expected(now), "asked to look at once, but nothing is to be said"
                self.look()
                continue
            until = then if moment is None else min(moment, then)
            for part in (self.chance.random(), 0.999):
                between = now + (until - now) * part
                assert not self.expected(between), f"too late: {between} is before {moment}"
            self.clock.set(until)
            self.look()
            if until == then:
                return
        raise AssertionError(f"more than {MOST_LOOKS} looks until {then}")

    def expected(self, now: datetime) -> list[SlowPopUp]:
        if self.paused_until is not None and now < self.paused_until:
            return []
        return self.desk.pop_ups(now)

    def look(self) -> None:
        """One look of the program, compared; the desktop fails or the program dies now and then."""
        now = self.clock.now()
        expected = self.expected(now)
        chosen = ("works", "works", "works", "late", "fails", "dies early", "dies before", "dies after")
        self.notifier.mode = self.chance.choice(chosen) if expected else "works"
        before = self.keys_by_notice()
        dies = self.notifier.mode.startswith("dies")
        with suppress(Killed):
            self.announce()
        groups = {
            notice_id: keys for notice_id, keys in self.keys_by_notice().items() if notice_id not in before
        }
        wanted = [one.keys for one in expected]
        for keys in groups.values():
            assert keys in wanted, f"{self.notifier.mode} at {now}: {sorted(keys)}, expected {wanted}"
        assert dies or len(groups) == len(wanted), f"at {now}: {groups}, expected {wanted}"
        for one in expected:
            if one.keys in groups.values():
                self.desk.note(one, failed=self.notifier.mode == "fails")
        if dies:
            self.notifier.mode = "works"
            self.start_anew()
            self.look()

    def announce(self) -> None:
        reminders = self.workspace.reminders
        if self.notifier.mode != "dies early":
            reminders.announce(self.notifier)
            return

        def die(*_: object) -> bool:
            raise Killed

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reminders._log, "add", die)
            reminders.announce(self.notifier)

    def keys_by_notice(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        with self.workspace.store.reading() as session:
            rows = fetch_of(session)("SELECT notice_id, occasion FROM notification_log", ())
        for notice_id, occasion in rows:
            found.setdefault(notice_id, set()).add(occasion)
        return found

    def check_log(self) -> None:
        rows = self.workspace.reminders.recent(100_000)
        assert len({row.occasion for row in rows}) == len(rows), "a due moment has two rows"
        assert {row.occasion for row in rows} == self.desk.known
        shown = [notice.notice_id for notice in self.notifier.shown]
        assert len(set(shown)) == len(shown), "shown twice"
        assert set(shown) <= {row.notice_id for row in rows}, "shown without a row"
        silent = {row.notice_id for row in rows if row.state is NoticeState.FAILED}
        assert not silent & set(shown)

    # What can happen

    def today(self) -> date:
        return self.workspace.check_ins.today()

    def some_client(self) -> str:
        return self.chance.choice(list(self.desk.clients))

    def note_touch(
        self, client_id: str, kind: TouchKind, state: str = "held", *, is_review: bool = False
    ) -> SlowTouch:
        touch = SlowTouch(self.clock.now(), kind.value, state, is_review, None)
        self.desk.clients[client_id].touches.append(touch)
        return touch

    def touch(self) -> None:
        client_id, kind = self.some_client(), self.chance.choice(_TOUCHES)
        self.workspace.touchpoints.log(client_id, kind, "word")
        self.note_touch(client_id, kind)

    def book(self) -> None:
        client_id, kind = self.some_client(), self.chance.choice((TouchKind.CALL, TouchKind.MEETING))
        minutes = self.chance.choice((30, 60, 300))
        at = self.clock.now() + timedelta(minutes=self.chance.choice((3, 20, 90, 1000, 3000, 6000)))
        at = at.replace(second=0, microsecond=0)
        touch_id = self.workspace.touchpoints.plan(client_id, kind, at, duration_minutes=minutes)
        touch = self.note_touch(client_id, kind, "planned")
        touch.at = at
        meeting = SlowMeeting(touch_id, client_id, at, minutes)
        meeting.touch = touch  # type: ignore[attr-defined]
        self.desk.meetings.append(meeting)

    def hold(self) -> None:
        client_id, days = self.some_client(), self.chance.choice((None, 1, 3, 12))
        until = None if days is None else self.today() + days * ONE
        event = self.chance.choice((None, HoldEvent.REPLY)) if until is not None else HoldEvent.REPLY
        self.workspace.check_ins.hold(client_id, until, event=event)
        self.desk.clients[client_id].hold = SlowHold(until, event and event.value, self.clock.now())

    def release(self) -> None:
        client_id, today = self.some_client(), self.today()
        client = self.desk.clients[client_id]
        if client.hold is not None:
            end = slow_hold_end(client.hold, client, today, self.desk.zone)
            ended_on = today if end is None else min(end, today)
            client.hold = SlowHold(
                ended_on, None, client.hold.since and client.hold.since - timedelta(days=3)
            )
        self.workspace.check_ins.release(client_id)
        if client.snoozed_until is not None and client.snoozed_until > today:
            client.snoozed_until = today

    def snooze(self) -> None:
        client_id, until = self.some_client(), self.today() + self.chance.randint(1, 5) * ONE
        self.workspace.check_ins.snooze(client_id, until)
        self.desk.clients[client_id].snoozed_until = until

    def take_time_off(self) -> None:
        practice, today = self.desk.practice, self.today()
        first = today + self.chance.randint(0, 9) * ONE
        last = first + self.chance.randint(0, 12) * ONE
        if all(last < start or end < first for start, end, _ in practice.time_off):
            self.workspace.boundaries.add_time_off(first, last)
            spans = [*practice.time_off, (first, last, today)]
            self.desk.practice = SlowPractice(practice.hours, practice.holidays, spans)
            self.desk.moments.clear()

    def travel(self) -> None:
        zone = self.chance.choice(_ZONES)
        self.workspace.practice.update(zone=zone)
        self.desk.zone = ZONES[zone]

    def be_asked(self) -> None:
        urgency = self.chance.choice((Urgency.NORMAL, Urgency.URGENT, Urgency.EMERGENCY))
        client_id = self.some_client()
        self.workspace.requests.receive(client_id, "A question", urgency=urgency)
        self.last_asked = self.clock.now()
        self.note_touch(client_id, TouchKind.MESSAGE_RECEIVED)

    def refresh_answers(self) -> None:
        owner = self.workspace.practice.get()
        assert owner is not None
        with self.workspace.store.reading() as session:
            far = self.clock.now() + timedelta(days=4000)
            calendar = self.workspace.boundaries.calendar()
            moments = answer_moments(fetch_of(session), far, ZoneInfo(owner.zone), calendar)
        self.desk.answers = [
            SlowAnswer(
                one.request_id,
                one.client_id,
                one.urgency is Urgency.EMERGENCY,
                one.received_at,
                one.warn_at,
                one.due_at,
            )
            for one in moments
        ]

    def answer(self) -> None:
        """A button of one of the last pop-ups."""
        if not self.notifier.shown:
            return
        notice = self.chance.choice(self.notifier.shown[-3:])
        if not notice.actions:
            return
        key = self.chance.choice([*(action.key for action in notice.actions), "closed", "expired", "default"])
        found = self.workspace.reminders.act(notice.notice_id, key)
        if found.verb == "told":
            (last,) = self.workspace.touchpoints.stream(found.client_ids[0], limit=1)
            assert last.touchpoint_id == found.touch_id
            self.note_touch(found.client_ids[0], last.kind, is_review=last.is_review)
        elif found.verb == "tomorrow":
            self.desk.clients[found.client_ids[0]].snoozed_until = found.until
        elif found.verb in ("held", "missed"):
            (meeting,) = [one for one in self.desk.meetings if one.touch_id == found.touch_id]
            meeting.state = found.verb
            meeting.touch.state = found.verb  # type: ignore[attr-defined]

    def pause(self) -> None:
        self.paused_until = self.clock.now() + self.some_time()
        self.workspace.reminders.pause(self.paused_until)

    def start_anew(self) -> None:
        """Killed and started again: nothing is closed in order."""
        old = self.workspace
        self.open()
        old.store.close()

    def start_twice(self) -> None:
        """Two at the same moment look at the same record; together they say everything once."""
        expected = self.expected(self.clock.now())
        before = self.keys_by_notice()
        self.notifier.mode = "works"
        folder = WorkspaceFolder(self.root)
        other = Workspace(folder, Store(self.root / STORE_NAME), self.clock, self.preferences)
        other_notifier = LifeNotifier()
        other_notifier.on_shown(other.reminders.settle)
        found = [look.reminders._look(self.clock.now()) for look in (self.workspace, other)]
        for workspace, notifier, looked in (
            (self.workspace, self.notifier, found[0]),
            (other, other_notifier, found[1]),
        ):
            if self.paused_until is None or self.paused_until <= self.clock.now():
                for items in looked.pop_ups:
                    workspace.reminders._hand_over(notifier, items)
        other.store.close()
        assert not other_notifier.shown, "said by both"
        groups = {n: keys for n, keys in self.keys_by_notice().items() if n not in before}
        assert sorted(map(sorted, groups.values())) == sorted(sorted(one.keys) for one in expected)
        for one in expected:
            self.desk.note(one, failed=False)

    def jump_back(self) -> None:
        """An hour or so counts; a year is doubted, and nothing is said until it is right again."""
        now = self.clock.now()
        self.clock.set(self.born - timedelta(days=400))
        self.notifier.mode = "works"
        assert self.workspace.reminders.clock_doubt() is not None
        assert self.workspace.reminders.announce(self.notifier) == 0
        assert self.workspace.reminders.next_moment() is None
        self.clock.set(max(now - timedelta(minutes=self.chance.randint(0, 180)), self.last_asked))
