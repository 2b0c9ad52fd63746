"""Planning a week of eight clients on the demo, through the real window: by keys alone, and by clicks alone, counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clientdesk.models.lightest import free_start
from clientdesk.models.views.plan import PlanView
from clientdesk.models.views.week import WorkItemView
from clientdesk.services.demo import make_demo
from clientdesk.services.workspace import Workspace
from clientdesk.ui.background import Background
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.main_window import MainWindow
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.week import WeekPanel
from clientdesk.ui.panels.week.grid_places import Place
from clientdesk.ui.panels.week.plan_steps import Step
from clientdesk.ui.theme import Theme
from tests.helpers.fakes import FixedClock

MOST_KEYS, MOST_CLICKS = 45, 30
MONDAY, SUNDAY = date(2026, 10, 12), date(2026, 10, 18)
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot: QtBot, workspace: Workspace, tmp_path: Path, clock: FixedClock) -> Iterator[MainWindow]:
    """The window on the demo, Monday morning, Today in sight."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    clock.set(datetime(2026, 10, 12, 8, 30, tzinfo=ZoneInfo("Europe/Stockholm")))
    make_demo(workspace)
    background = Background()
    made = MainWindow(Messages(str), Theme(tmp_path / "cache"), workspace.preferences, background)
    qtbot.addWidget(made)
    relay = ChangeRelay(made)
    workspace.store.subscribe(relay.publish)
    relay.changed.connect(made.on_changed)
    made.attach(workspace)
    made.resize(1360, 860)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    yield made
    made.may_close = True
    background.shutdown()
    QLocale.setDefault(before)


class Hands:
    """Presses keys where the keyboard is, clicks what is in sight, and counts."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.keys: list[str] = []
        self.clicks: list[str] = []

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        self.keys.append({NONE: "", CTRL: "Ctrl+"}.get(modifier, "Shift+") + key.name.removeprefix("Key_"))
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def click(self, target: QWidget) -> None:
        assert target.isVisible(), target.objectName()
        assert target.isEnabled(), target.objectName()
        named = target.objectName() or type(target).__name__
        self.clicks.append(named)
        QTest.mouseClick(target, Qt.MouseButton.LeftButton)

    def click_at(self, target: QWidget, place: QPoint, name: str) -> None:
        self.clicks.append(name)
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, NONE, place)


def week_of(window: MainWindow) -> WeekPanel:
    panel = window.panel("week")
    assert isinstance(panel, WeekPanel)
    return panel


def plan_of(panel: WeekPanel) -> PlanView:
    assert panel.plan_bar.view is not None
    return panel.plan_bar.view


def still_waiting(workspace: Workspace) -> list[WorkItemView]:
    """What still has no time this week."""
    return [item for group in workspace.week.to_place(MONDAY) for item in group.items]


def lightest(panel: WeekPanel, until: date | None, minutes: int) -> int:
    """The number of the day with most room on or before a date, as the heads of the days say it; 1 is Monday."""
    view = panel.grid.view
    assert view is not None
    last = min(until or view.days[-1].date, view.days[-1].date)
    fitting = [n for n, day in enumerate(view.days) if day.hours and day.date <= max(last, view.today)]
    number = max(fitting, key=lambda n: (view.days[n].spare_minutes >= minutes, view.days[n].spare_minutes))
    return number + 1


def digit(number: int) -> Qt.Key:
    return Qt.Key(Qt.Key.Key_0 + number)


def test_by_keys_alone(window: MainWindow, workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    hands = Hands(window)
    hands.key(Qt.Key.Key_2, CTRL)
    panel = week_of(window)
    hands.key(Qt.Key.Key_P)
    assert panel.plan_bar.step is Step.CARRY_OVER
    assert len(plan_of(panel).carry_over) == 6

    # Carry-over: one key each; what was carried three times is given up, the next one was done already.
    hands.key(Qt.Key.Key_X)
    hands.key(Qt.Key.Key_D)
    for _ in range(4):
        item = plan_of(panel).carry_over[0]
        hands.key(digit(lightest(panel, None, item.estimate_minutes or 60)))
    assert plan_of(panel).carry_over == ()
    assert panel.plan_bar.step is Step.PLACING

    # The check-ins on their days, then the one red day while there is room, and back to what waits.
    hands.key(Qt.Key.Key_P)
    assert panel.plan_bar.step is Step.CHECK_INS
    hands.key(Qt.Key.Key_Return)
    assert panel.plan_bar.step is Step.HOURS
    hands.key(Qt.Key.Key_Return)
    assert plan_of(panel).red_day is None
    hands.key(Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    assert panel.plan_bar.step is Step.PLACING

    # The first dozen by hand, each on the lightest day before it is due, or next week.
    for _ in range(12):
        work = panel.side.list.selected()
        assert work is not None
        if work.due_on is not None and work.due_on > SUNDAY:
            hands.key(Qt.Key.Key_L)
        else:
            hands.key(digit(lightest(panel, work.due_on, work.estimate_minutes or 60)))

    # Places suggested for the rest, accepted at once; what nobody has estimated can wait; the week is set.
    hands.key(Qt.Key.Key_S)
    hands.key(Qt.Key.Key_Return)
    hands.key(Qt.Key.Key_P)
    hands.key(Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    while panel.side.list.selected() is not None:
        hands.key(Qt.Key.Key_L)
    hands.key(Qt.Key.Key_Return, CTRL)

    with capsys.disabled():
        print(f"\nA week of eight clients by keys: {len(hands.keys)} ({' '.join(hands.keys)})")
        print(panel.plan_bar.state_label.full_text())
    assert_planned(panel, workspace)
    assert len(hands.keys) <= MOST_KEYS


def assert_planned(panel: WeekPanel, workspace: Workspace) -> None:
    """Everything has its place, no day is over, and the week is set and says so."""
    view = plan_of(panel)
    assert still_waiting(workspace) == []
    assert (view.carry_over, view.unplaced_check_ins) == ((), ())
    assert view.red_day is None
    assert (view.set_on, view.then) == (MONDAY, view.now)
    assert panel.plan_bar.state_label.full_text().startswith("Week set: ")


def test_by_clicks_alone(
    window: MainWindow, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    hands = Hands(window)
    hands.click(window.sidebar.button("week"))
    panel = week_of(window)
    bar = panel.plan_bar
    hands.click(bar.plan_button)

    # Carry-over: one click each.
    hands.click(bar.carry_over.drop_button)
    hands.click(bar.carry_over.done_button)
    for _ in range(4):
        item = plan_of(panel).carry_over[0]
        hands.click(bar.carry_over.day_buttons[lightest(panel, None, item.estimate_minutes or 60) - 1])
    assert plan_of(panel).carry_over == ()

    # The check-ins, then the red day while there is room.
    hands.click(bar.step_line.buttons[Step.CHECK_INS])
    hands.click(bar.check_ins.all_button)
    assert bar.step is Step.HOURS
    hands.click(bar.hours.offer_button)
    assert plan_of(panel).red_day is None

    # Three things by hand: the work, Place, a slot.
    hands.click(bar.step_line.buttons[Step.PLACING])
    for _ in range(3):
        place_by_clicks(hands, panel)

    # Places suggested for the rest, accepted at once.
    hands.click(panel.side.suggest_button)
    hands.click(panel.suggest_bar.accept_all_button)
    hands.click(bar.step_line.set_button)

    with capsys.disabled():
        print(f"\nA week of eight clients by clicks: {len(hands.clicks)} ({', '.join(hands.clicks)})")
        print(bar.state_label.full_text())
    view = plan_of(panel)
    assert (view.carry_over, view.unplaced_check_ins, view.red_day) == ((), (), None)
    assert (view.set_on, view.then) == (MONDAY, view.now)
    # What nobody has estimated is never given a place unasked; neither is what is due later and finds no room.
    assert all(item.estimate_minutes is None or item.due_on > SUNDAY for item in still_waiting(workspace))
    assert len(hands.clicks) <= MOST_CLICKS


def place_by_clicks(hands: Hands, panel: WeekPanel) -> None:
    """The first work that waits goes to the first free slot of its lightest day."""
    side, grid = panel.side, panel.grid
    row = side.list.items.first_item_from(0)
    index = side.list.items.index(row)
    work = side.list.items.item_at(index)
    assert work is not None
    minutes = work.estimate_minutes or 60
    hands.click_at(side.list.viewport(), side.list.visualRect(index).center(), "work")
    hands.click(side.place_button)
    day = lightest(panel, work.due_on, minutes) - 1
    view = grid.view
    assert view is not None
    start = free_start(view.days[day], view.today, view.now_minute, minutes)
    assert start is not None
    slot = grid.to_viewport(grid._rect_of(Place(day, start, start + 15)))
    hands.click_at(grid.viewport(), slot.center(), "slot")


def test_three_weeks_away_cost_one_click_more(
    window: MainWindow, workspace: Workspace, clock: FixedClock
) -> None:
    clock.advance(days=28)
    hands = Hands(window)
    hands.click(window.sidebar.button("week"))
    bar = week_of(window).plan_bar
    old = sum(item.is_old(clock.today()) for item in plan_of(week_of(window)).carry_over)
    assert old > 10
    assert bar.left_label.text() == f"{old} things are older than two weeks"
    hands.click(bar.back_button)
    assert not any(item.is_old(clock.today()) for item in plan_of(week_of(window)).carry_over)
    assert old <= len(still_waiting(workspace))
    hands.click(bar.plan_button)
    assert bar.step is Step.PLACING
    assert len(hands.clicks) == 3
    workspace.store.undo()
    assert len(plan_of(week_of(window)).carry_over) == old
