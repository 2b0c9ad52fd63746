"""The one timer: to the next due moment, never longer than five minutes, awake to clock jumps."""

from __future__ import annotations

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
    ("ahead", "low", "high"),
    [
        (timedelta(seconds=90), 89_000, 90_001),
        (timedelta(hours=3), LONGEST_WAIT_MS - 1000, LONGEST_WAIT_MS),
        (timedelta(microseconds=10), 1, 50),
    ],
)
def test_waits_to_the_next_moment_but_not_over_five_minutes(
    qtbot: QtBot, at_nine: FixedClock, ahead: timedelta, low: int, high: int
) -> None:
    timer = timer_for(Plan(at_nine, NINE + ahead))
    timer.start()
    assert low <= timer.wait_ms() <= high
    timer.stop()
    assert timer.wait_ms() == -1


def test_the_moment_itself_is_announced(qtbot: QtBot, at_nine: FixedClock) -> None:
    timer = timer_for(Plan(at_nine, NINE + timedelta(milliseconds=120)))
    with qtbot.waitSignal(timer.announced, timeout=3000) as told:
        timer.start()
        at_nine.advance(milliseconds=121)
    assert told.args == [1]
    timer.stop()


def test_a_change_is_looked_at_at_once(qtbot: QtBot, at_nine: FixedClock) -> None:
    plan = Plan(at_nine)
    timer = timer_for(plan)
    timer.start()
    plan.moments = [NINE]
    with qtbot.waitSignal(timer.announced, timeout=1000):
        timer.recompute()
    timer.stop()


def test_coming_back_to_the_window_is_a_reason_to_look(qtbot: QtBot, at_nine: FixedClock) -> None:
    plan = Plan(at_nine)
    timer = timer_for(plan)
    timer.start()
    plan.moments = [NINE]
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    with qtbot.waitSignal(timer.announced, timeout=1000):
        app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
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
    assert 0 < timer.wait_ms() <= RETRY_MS
    plan.busy = False
    with qtbot.waitSignal(timer.announced, timeout=1000):
        timer.recompute()
    timer.stop()
