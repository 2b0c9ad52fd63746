"""The one timer: to the next due moment, never longer than five minutes, awake to clock jumps."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from clientdesk.models.errors import StoreBusy
from clientdesk.services.ports import Notifier
from clientdesk.ui.reminder_timer import LONGEST_WAIT_MS, RETRY_MS, ReminderTimer
from tests.helpers.fakes import FakeNotifier, FixedClock

NINE = datetime(2026, 10, 9, 9, 0, tzinfo=UTC)


class Plan:
    """Due moments, announced when their time has come."""

    def __init__(self, clock: FixedClock, *moments: datetime) -> None:
        self.clock = clock
        self.moments = sorted(moments)
        self.looks = 0
        self.busy = False

    def announce(self, notifier: Notifier) -> int:
        self.looks += 1
        if self.busy:
            raise StoreBusy(Path("store"))
        due = [moment for moment in self.moments if moment <= self.clock.now()]
        self.moments = self.moments[len(due) :]
        return len(due)

    def next_moment(self) -> datetime | None:
        return self.moments[0] if self.moments else None


@pytest.fixture
def at_nine() -> FixedClock:
    return FixedClock(NINE)


def timer_for(plan: Plan) -> ReminderTimer:
    return ReminderTimer(plan, FakeNotifier(), plan.clock)


def test_what_is_due_already_is_announced_at_start(qtbot: QtBot, at_nine: FixedClock) -> None:
    timer = timer_for(Plan(at_nine, NINE, NINE - timedelta(days=2)))
    with qtbot.waitSignal(timer.announced) as told:
        timer.start()
    assert told.args == [2]
    timer.stop()


def test_nothing_due_says_nothing(qtbot: QtBot, at_nine: FixedClock) -> None:
    timer = timer_for(Plan(at_nine))
    with qtbot.assertNotEmitted(timer.announced):
        timer.start()
    timer.stop()


@pytest.mark.parametrize(
    ("ahead", "low", "high", "is_exact"),
    [
        (timedelta(seconds=50), 49_000, 50_001, True),
        (timedelta(seconds=90), 58_000, 61_000, False),
        (timedelta(hours=3), LONGEST_WAIT_MS - 2000, LONGEST_WAIT_MS + 1000, False),
        (timedelta(microseconds=10), 1, 50, True),
    ],
)
def test_waits_to_the_next_moment_but_not_over_five_minutes(
    qtbot: QtBot, at_nine: FixedClock, ahead: timedelta, low: int, high: int, is_exact: bool
) -> None:
    timer = timer_for(Plan(at_nine, NINE + ahead))
    timer.start()
    assert low <= timer.wait_ms() <= high
    assert timer.is_exact() is is_exact
    timer.stop()
    assert timer.wait_ms() == -1


def test_the_moment_itself_is_announced(qtbot: QtBot, at_nine: FixedClock) -> None:
    timer = timer_for(Plan(at_nine, NINE + timedelta(milliseconds=120)))
    with qtbot.waitSignal(timer.announced, timeout=3000) as told:
        timer.start()
        at_nine.advance(milliseconds=121)
    assert told.args == [1]
    timer.stop()


def test_what_nobody_expected_does_not_stop_reminders_for_good(
    qtbot: QtBot, at_nine: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Plan(at_nine, NINE)
    timer = timer_for(plan)
    with monkeypatch.context() as patch, pytest.raises(KeyError):
        patch.setattr(plan, "announce", {}.__getitem__)
        timer.start()
    assert 0 < timer.wait_ms() <= LONGEST_WAIT_MS + 1000
    with qtbot.waitSignal(timer.announced):
        timer.look()
    timer.stop()


def test_a_change_is_looked_at_at_once(qtbot: QtBot, at_nine: FixedClock) -> None:
    plan = Plan(at_nine)
    timer = timer_for(plan)
    timer.start()
    plan.moments = [NINE]
    with qtbot.waitSignal(timer.announced, timeout=1000):
        timer.recompute()
    timer.stop()


def woken_by_focus() -> None:
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)


def test_coming_back_after_a_sleep_is_a_reason_to_look(qtbot: QtBot, at_nine: FixedClock) -> None:
    timer = timer_for(Plan(at_nine, NINE + timedelta(hours=3)))
    timer.start()
    at_nine.set(NINE + timedelta(hours=8))
    with qtbot.waitSignal(timer.announced, timeout=1000):
        woken_by_focus()
    timer.stop()


def test_between_due_moments_only_the_clock_is_looked_at(qtbot: QtBot, at_nine: FixedClock) -> None:
    plan = Plan(at_nine, NINE + timedelta(hours=3))
    timer = timer_for(plan)
    timer.start()
    for _ in range(3):
        at_nine.advance(minutes=5)
        woken_by_focus()
        qtbot.waitUntil(lambda: timer.wait_ms() > 1000)
    assert plan.looks == 1
    timer.stop()


def test_a_year_of_looks_never_waits_longer_than_five_minutes(qtbot: QtBot, at_nine: FixedClock) -> None:
    """And never comes late: each moment is announced at the look that was meant for it."""
    moments = [NINE + timedelta(days=day, minutes=37 * day) for day in range(1, 366)]
    plan = Plan(at_nine, *moments)
    timer = timer_for(plan)
    shown: list[datetime] = []
    timer.announced.connect(lambda _count: shown.append(at_nine.now()))
    timer.start()
    looks = 0
    while plan.moments:
        wait = timer.wait_ms() + 1
        assert 0 < wait <= LONGEST_WAIT_MS + 1000
        # Nothing happens in the hours between: one look stands for them.
        skip = plan.moments[0] - at_nine.now() - timedelta(minutes=20)
        at_nine.advance(seconds=max(wait / 1000, skip.total_seconds()))
        timer.look()
        looks += 1
    late = [(at - moment).total_seconds() for at, moment in zip(shown, moments, strict=True)]
    assert max(late) < 0.5
    timer.stop()


class Screen:
    """One notice, true until ten past nine."""

    def __init__(self) -> None:
        self.until: datetime | None = NINE + timedelta(minutes=10)
        self.taken_at: datetime | None = None

    def next_expiry(self) -> datetime | None:
        return self.until

    def expire(self, now: datetime) -> None:
        if self.until is not None and self.until <= now:
            self.until, self.taken_at = None, now


def test_the_same_timer_takes_off_what_is_no_longer_true(qtbot: QtBot, at_nine: FixedClock) -> None:
    screen, plan = Screen(), Plan(at_nine, NINE + timedelta(hours=3))
    timer = ReminderTimer(plan, FakeNotifier(), plan.clock, expiring=screen)
    timer.start()
    while screen.until is not None:
        at_nine.advance(milliseconds=timer.wait_ms() + 1)
        timer.look()
    assert screen.taken_at is not None
    assert screen.taken_at - NINE < timedelta(minutes=10, seconds=1)
    assert plan.looks == 1
    timer.stop()


def test_travelling_to_another_zone_moves_nothing(qtbot: QtBot, at_nine: FixedClock) -> None:
    """Instants are UTC and the zone is the practice's: the computer's own zone is never asked."""
    timer = timer_for(Plan(at_nine, NINE + timedelta(hours=3)))
    timer.start()
    before = timer.wait_ms()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Pacific/Auckland")
        time.tzset()
        with qtbot.assertNotEmitted(timer.clock_jumped):
            timer.look()
        assert abs(timer.wait_ms() - before) < 2000
    time.tzset()
    timer.stop()


def test_looks_are_told_also_when_nothing_was_due(qtbot: QtBot, at_nine: FixedClock) -> None:
    timer = timer_for(Plan(at_nine))
    with qtbot.waitSignal(timer.looked):
        timer.start()
    timer.stop()


def test_stopped_timer_does_not_wake_up_for_a_change(qtbot: QtBot, at_nine: FixedClock) -> None:
    plan = Plan(at_nine)
    timer = timer_for(plan)
    timer.recompute()
    assert timer.wait_ms() == -1


@pytest.mark.parametrize("jump", [timedelta(hours=8), timedelta(hours=-1)])
def test_a_jump_of_the_clock_is_noticed(qtbot: QtBot, at_nine: FixedClock, jump: timedelta) -> None:
    """Sleep looks like a jump ahead: steady time stands still in it."""
    timer = timer_for(Plan(at_nine))
    timer.start()
    at_nine.advance(minutes=5)
    at_nine.set(at_nine.now() + jump)
    with qtbot.waitSignal(timer.clock_jumped, timeout=1000) as told:
        timer.recompute()
    assert told.args == [pytest.approx(jump.total_seconds())]
    timer.stop()


def test_waiting_is_no_jump(qtbot: QtBot, at_nine: FixedClock) -> None:
    plan = Plan(at_nine)
    timer = timer_for(plan)
    timer.start()
    at_nine.advance(minutes=5)
    with qtbot.assertNotEmitted(timer.clock_jumped):
        timer.recompute()
        qtbot.waitUntil(lambda: plan.looks == 2)
    timer.stop()


def test_a_busy_store_is_tried_again_soon(qtbot: QtBot, at_nine: FixedClock) -> None:
    plan = Plan(at_nine, NINE)
    plan.busy = True
    timer = timer_for(plan)
    timer.start()
    assert 0 < timer.wait_ms() <= RETRY_MS + 1000, "to the second"
    plan.busy = False
    with qtbot.waitSignal(timer.announced, timeout=1000):
        timer.recompute()
    timer.stop()
