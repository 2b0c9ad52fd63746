"""The timer in the tray: told of every change, ticking only while it runs, asked about when forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clientdesk.services.workspace import Workspace
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.messages import Messages
from clientdesk.ui.stopped_when import StoppedWhenDialog
from clientdesk.ui.timer_desk import TimerDesk
from clientdesk.ui.tray import TrayController
from tests.helpers.fakes import FixedClock

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def practice(workspace: Workspace) -> Workspace:
    workspace.practice.set_up("Mara", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    return workspace


@pytest.fixture
def tray(qtbot: QtBot) -> TrayController:
    return TrayController()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def said(qtbot: QtBot) -> list[str]:
    return []


@pytest.fixture
def desk(practice: Workspace, tray: TrayController, window: QWidget, said: list[str]) -> Iterator[TimerDesk]:
    messages = Messages(str, window)
    messages.spoken.connect(lambda _kind, text: said.append(text))
    made = TimerDesk(practice, tray, messages, lambda: window)
    relay = ChangeRelay(made)
    practice.store.subscribe(relay.publish)
    relay.changed.connect(made.on_changed)
    made.refresh()
    yield made
    made.stop()


def block(practice: Workspace, hour: int, minutes: int = 120, title: str = "Slides") -> str:
    client = (
        practice.clients.add("Acme")
        if not practice.clients.find("Acme")
        else practice.clients.find("Acme")[0]
    )
    item = practice.work.add({"title": title, "client_id": client})
    return practice.week.place(item, datetime(2026, 10, 12, hour, tzinfo=PARIS), minutes=minutes)


def test_what_is_on_is_offered_and_started(
    practice: Workspace, desk: TimerDesk, tray: TrayController, clock: FixedClock, said: list[str]
) -> None:
    assert not tray.timer_start_action.isVisible()
    placed = block(practice, 9)
    assert tray.timer_start_action.text() == "Start timer for Acme · Slides"
    assert not desk.is_ticking()
    tray.timer_start_action.trigger()
    timer = practice.time.running()
    assert timer is not None
    assert timer.block_id == placed
    assert said == ["The timer runs: Acme · Slides."]
    assert desk.is_ticking()
    assert not tray.timer_start_action.isVisible()
    clock.advance(minutes=42)
    desk.refresh()
    assert tray.timer_stop_action.text() == "Stop timer (Acme · Slides, 0:42)"
    assert "Timer: Acme · Slides, 0:42" in tray.tooltip()
    tray.timer_stop_action.trigger()
    assert said[-1] == "Logged: 0 h 42, Acme · Slides."
    assert practice.time.is_confirmed(placed)
    assert not desk.is_ticking()
    assert "Timer" not in tray.tooltip()


def test_the_menu_looks_again_when_it_opens(
    practice: Workspace, desk: TimerDesk, tray: TrayController, clock: FixedClock
) -> None:
    block(practice, 9, 90)
    clock.advance(hours=1)
    tray.menu().aboutToShow.emit()
    assert not tray.timer_start_action.isVisible()


def test_a_timer_found_at_the_start_is_shown(
    practice: Workspace, tray: TrayController, window: QWidget, clock: FixedClock
) -> None:
    practice.time.start(note="mail")
    clock.advance(minutes=5)
    made = TimerDesk(practice, tray, Messages(str, window), lambda: window)
    made.refresh()
    assert tray.timer_stop_action.text() == "Stop timer (mail, 0:05)"
    made.stop()
    assert not tray.timer_stop_action.isVisible()
    assert not made.is_ticking()


def dialog_of(window: QWidget) -> StoppedWhenDialog:
    return next(dialog for dialog in window.findChildren(StoppedWhenDialog) if dialog.isVisible())


def test_a_forgotten_timer_brings_the_window_and_asks(
    practice: Workspace,
    desk: TimerDesk,
    tray: TrayController,
    window: QWidget,
    clock: FixedClock,
    qtbot: QtBot,
) -> None:
    placed = block(practice, 9, 120)
    practice.time.start(block_id=placed)
    clock.advance(hours=20)
    with qtbot.waitSignal(desk.window_wanted):
        tray.timer_stop_action.trigger()
    assert practice.time.running() is not None
    dialog = dialog_of(window)
    assert dialog.guess_button.text() == "As planned, at 11:00 (1 h)"
    QTest.mouseClick(dialog.guess_button, Qt.MouseButton.LeftButton)
    assert practice.time.running() is None
    assert practice.time.worked_minutes() == 60
    assert not dialog.isVisible()


def test_it_can_be_said_that_nothing_was_worked(
    practice: Workspace,
    desk: TimerDesk,
    tray: TrayController,
    window: QWidget,
    clock: FixedClock,
    said: list[str],
) -> None:
    practice.time.start(note="mail")
    clock.advance(hours=11)
    tray.timer_stop_action.trigger()
    QTest.mouseClick(dialog_of(window).discard_button, Qt.MouseButton.LeftButton)
    assert practice.time.entries() == []
    assert said[-1] == "Nothing was logged."


def test_an_own_time_that_cannot_be_is_refused_and_the_question_stays(
    practice: Workspace, desk: TimerDesk, tray: TrayController, window: QWidget, clock: FixedClock
) -> None:
    practice.time.start(note="mail")
    clock.advance(hours=11)
    tray.timer_stop_action.trigger()
    dialog = dialog_of(window)
    dialog.time_field.setDateTime(dialog.time_field.dateTime().addDays(-1))
    QTest.mouseClick(dialog.stop_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    dialog.time_field.setDateTime(dialog.time_field.dateTime().addDays(1).addSecs(1800))
    QTest.mouseClick(dialog.stop_button, Qt.MouseButton.LeftButton)
    assert practice.time.worked_minutes() == 90


def test_starting_another_after_a_forgotten_one(
    practice: Workspace, desk: TimerDesk, tray: TrayController, window: QWidget, clock: FixedClock
) -> None:
    practice.time.start(note="mail")
    clock.advance(hours=23)
    placed = block(practice, 8, 60)
    practice.week.move(placed, datetime(2026, 10, 13, 8, 30, tzinfo=PARIS))
    tray.timer_start_action.trigger()
    QTest.mouseClick(dialog_of(window).guess_button, Qt.MouseButton.LeftButton)
    timer = practice.time.running()
    assert timer is not None
    assert timer.block_id == placed
    assert practice.time.worked_minutes(last=clock.today()) == 60


def test_a_clock_set_back_is_asked_about(
    practice: Workspace, desk: TimerDesk, tray: TrayController, window: QWidget, clock: FixedClock
) -> None:
    practice.time.start(note="mail")
    clock.set(datetime(2026, 10, 12, 9, 30, tzinfo=PARIS))
    desk.refresh()
    assert tray.timer_stop_action.text() == "Stop timer (mail, 0:00)"
    tray.timer_stop_action.trigger()
    QTest.mouseClick(dialog_of(window).guess_button, Qt.MouseButton.LeftButton)
    assert practice.time.running() is None
