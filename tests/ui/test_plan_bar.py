"""The strip over the week by its own keys and buttons, and the wrap-up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from clientdesk.models.enums import Layer, RhythmKind, RhythmUnit
from clientdesk.models.tables import WorkItem
from clientdesk.services.workspace import Workspace
from clientdesk.store.unit_of_work import fetch
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.week import WeekPanel
from clientdesk.ui.panels.week.intentions import IntentionMark
from clientdesk.ui.panels.week.plan_bar import PlanBar
from clientdesk.ui.panels.week.plan_steps import Step
from clientdesk.ui.panels.week.wrap_up_page import WrapUpPage
from clientdesk.ui.theme import Theme
from tests.helpers.fakes import FixedClock

Make = Callable[..., str]
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
MONDAY = date(2026, 10, 12)
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def british() -> object:
    """Weeks begin on Monday, times have 24 hours."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield None
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def set_up(workspace: Workspace) -> None:
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR", holiday_region="FR")


class Desk(QWidget):
    """The strip over a place for To place; reads itself again after every write, as the panel has it do."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._week = workspace.week
        self.said: list[str] = []
        messages = Messages(str, self)
        messages.spoken.connect(self._on_spoken)
        self.bar = PlanBar(workspace, messages, self)
        self.to_place = QPushButton("To place", self)
        self.bar.to_place_wanted.connect(self.to_place.setFocus)
        relay = ChangeRelay(self)
        relay.changed.connect(self.refresh)
        workspace.store.subscribe(relay.publish)
        self.first = MONDAY
        self.refresh()

    def refresh(self) -> None:
        waiting = sum(len(group.items) for group in self._week.to_place(self.first))
        self.bar.show_week(self._week.week(self.first), waiting)

    def _on_spoken(self, kind: str, text: str) -> None:
        self.said.append(text)


@pytest.fixture
def desk(qtbot, workspace: Workspace, left: list[str]) -> Desk:
    made = Desk(workspace)
    qtbot.addWidget(made)
    made.resize(1100, 400)
    made.bar.resize(1100, 300)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


@pytest.fixture
def left(workspace: Workspace, make_client: Make) -> list[str]:
    """Three things left last week, the last one for the third time."""
    acme = make_client("Acme")
    made = []
    for title, day in (("Slides", 6), ("Notes", 7), ("Audit", 8)):
        values = {"title": title, "client_id": acme, "estimate_minutes": 60}
        made.append(workspace.work.add(values))
        workspace.week.place(made[-1], datetime(2026, 10, day, 9, 0))
    with workspace.store.writing("Carried") as session:
        fetch(session, WorkItem, made[2]).carries = 2
    return made


def press(
    widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(widget, key, modifier)


def lines(desk: Desk) -> list[str]:
    return [row.title for row in desk.bar.carry_over.list.items.rows]


def current(desk: Desk) -> str:
    return str(desk.bar.carry_over.list.currentIndex().data(Qt.ItemDataRole.DisplayRole))


def blocks(workspace: Workspace) -> list[tuple[str, int, int]]:
    return [(b.title, b.day.day, b.start_minute) for b in workspace.week.week(MONDAY).blocks]


def promise(workspace: Workspace, client_id: str, weekday: int, kind: RhythmKind = RhythmKind.UPDATE) -> None:
    workspace.rhythms.add(
        Layer.CLIENT,
        client_id,
        kind=kind,
        unit=RhythmUnit.WEEKLY,
        every=1,
        weekday=weekday,
        starts_on=date(2026, 9, 1),
    )


# What was left.


def test_what_was_left_is_said_in_one_line_before_planning_begins(desk: Desk) -> None:
    assert desk.bar.left_label.text() == "3 carried over"
    assert desk.bar.left_label.isVisible()
    assert not desk.bar.carry_over.isVisible()
    assert desk.bar.sizeHint().height() < 60


def test_planning_begins_with_what_was_left(desk: Desk) -> None:
    desk.bar.begin()
    assert (desk.bar.step, lines(desk)) == (Step.CARRY_OVER, ["Slides", "Notes", "Audit"])
    assert desk.bar.carry_over.list.hasFocus()
    assert current(desk) == "Slides"


def test_each_line_says_client_length_place_and_how_often(desk: Desk) -> None:
    QAbstractItemModelTester(
        desk.bar.carry_over.list.items, QAbstractItemModelTester.FailureReportingMode.Fatal, desk
    )
    spoken = [row.spoken for row in desk.bar.carry_over.list.items.rows]
    assert spoken[0] == "Acme, Slides, 1 h · was Tue 6 Oct, 09:00"
    assert spoken[2].endswith("carried 3 times — split, delegate or drop?")


def test_one_key_each_and_the_next_line_is_current(desk: Desk, workspace: Workspace) -> None:
    desk.bar.begin()
    press(desk.bar.carry_over.list, Key.Key_2)
    assert blocks(workspace) == [("Slides", 13, 540)]
    assert (lines(desk), current(desk)) == (["Notes", "Audit"], "Notes")
    press(desk.bar.carry_over.list, Key.Key_L)
    assert lines(desk) == ["Audit"]
    assert desk.said[-1] == "Left for next week."
    press(desk.bar.carry_over.list, Key.Key_T)
    assert lines(desk) == []
    assert desk.bar.step is Step.PLACING
    assert desk.to_place.hasFocus()


@pytest.mark.parametrize(
    ("key", "said"), [(Key.Key_D, "Done."), (Key.Key_X, "Dropped."), (Key.Key_B, "Back in To place.")]
)
def test_done_dropped_and_back(desk: Desk, workspace: Workspace, key: Qt.Key, said: str) -> None:
    desk.bar.begin()
    press(desk.bar.carry_over.list, key)
    assert (lines(desk), desk.said[-1]) == (["Notes", "Audit"], said)
    workspace.store.undo()
    assert lines(desk) == ["Slides", "Notes", "Audit"]


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("day_button_3", 2),
        ("later_button", 2),
        ("back_button", 2),
        ("done_button", 2),
        ("drop_button", 2),
    ],
)
def test_every_answer_has_a_button(desk: Desk, name: str, rest: int) -> None:
    desk.bar.begin()
    made = desk.bar.carry_over.findChild(QPushButton, name)
    assert made is not None
    QTest.mouseClick(made, Qt.MouseButton.LeftButton)
    assert len(lines(desk)) == rest


def test_a_day_that_has_passed_is_refused_in_words(desk: Desk, clock: FixedClock) -> None:
    clock.set(datetime(2026, 10, 14, 9, 0, tzinfo=PARIS))
    desk.refresh()
    desk.bar.begin()
    assert not desk.bar.carry_over.day_buttons[0].isEnabled()
    press(desk.bar.carry_over.list, Key.Key_1)
    assert (len(lines(desk)), desk.said[-1]) == (3, "Mon 12 Oct has passed.")


def test_a_weekend_left_out_is_not_offered(desk: Desk) -> None:
    desk.bar.begin()
    desk.bar.show_days(range(5))
    assert [made.isVisible() for made in desk.bar.carry_over.day_buttons] == [True] * 5 + [False] * 2
    press(desk.bar.carry_over.list, Key.Key_6)
    assert len(lines(desk)) == 3


def test_shift_p_goes_back_to_what_is_still_open(desk: Desk) -> None:
    desk.bar.begin()
    desk.bar._on_step_chosen("hours")
    press(desk.bar.step_line.set_button, Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    assert desk.bar.step is Step.CARRY_OVER


def test_all_go_back_in_one_click_and_one_undo(desk: Desk, workspace: Workspace) -> None:
    QTest.mouseClick(desk.bar.back_button, Qt.MouseButton.LeftButton)
    assert (lines(desk), desk.said[-1]) == ([], "3 are back in To place.")
    assert not desk.bar.left_label.isVisible()
    workspace.store.undo()
    assert len(lines(desk)) == 3


def test_after_three_weeks_away_one_click_clears_what_is_old(
    desk: Desk, workspace: Workspace, clock: FixedClock
) -> None:
    clock.set(datetime(2026, 9, 21, 8, 0, tzinfo=PARIS))
    for number in range(21):
        work = workspace.work.add({"title": f"Old {number}", "estimate_minutes": 30})
        workspace.week.place(work, datetime(2026, 9, 21 + number % 4, 9 + number % 8, 0))
    clock.set(datetime(2026, 10, 12, 10, 0, tzinfo=PARIS))
    desk.refresh()
    assert desk.bar.left_label.text() == "21 things are older than two weeks"
    QTest.mouseClick(desk.bar.back_button, Qt.MouseButton.LeftButton)
    assert desk.said[-1] == "21 are back in To place."
    assert lines(desk) == ["Slides", "Notes", "Audit"]
    assert desk.bar.left_label.text() == "3 carried over"


def test_enter_opens_the_work(desk: Desk, left: list[str]) -> None:
    opened: list[str] = []
    desk.bar.work_opened.connect(opened.append)
    desk.bar.begin()
    press(desk.bar.carry_over.list, Key.Key_Return)
    assert opened == [left[0]]


# The steps.


def test_p_goes_on_and_leaving_is_remembered(desk: Desk) -> None:
    desk.bar.listen_to(desk.to_place)
    desk.bar.begin()
    press(desk.bar.carry_over.list, Key.Key_P)
    assert desk.bar.step is Step.PLACING
    QTest.mouseClick(desk.bar.step_line.leave_button, Qt.MouseButton.LeftButton)
    assert not desk.bar.is_planning
    assert desk.bar.plan_button.text() == "Go on planning"
    desk.bar.begin()
    assert desk.bar.step is Step.PLACING


def test_any_step_can_be_chosen(desk: Desk) -> None:
    desk.bar.begin()
    for step, made in desk.bar.step_line.buttons.items():
        QTest.mouseClick(made, Qt.MouseButton.LeftButton)
        assert desk.bar.step is step
        assert desk.bar.bodies[step].isVisible()


def test_escape_leaves_planning(desk: Desk) -> None:
    desk.bar.begin()
    press(desk.bar.carry_over.list, Key.Key_Escape)
    assert not desk.bar.is_planning


def test_a_week_that_is_over_cannot_be_planned(desk: Desk) -> None:
    desk.first = MONDAY - timedelta(weeks=1)
    desk.refresh()
    desk.bar.begin()
    assert not desk.bar.is_planning
    assert not desk.bar.isVisible()


def test_where_planning_goes_on_follows_what_is_open(
    desk: Desk, workspace: Workspace, make_client: Make
) -> None:
    promise(workspace, make_client("Birch"), 4)
    workspace.plan.carry_back([view.work_item_id for view in workspace.plan.carry_over()])
    desk.bar.begin()
    assert desk.bar.step is Step.PLACING


# Check-ins and hours.


def test_enter_places_every_check_in_and_goes_on(desk: Desk, workspace: Workspace, make_client: Make) -> None:
    promise(workspace, make_client("Birch"), 4)
    promise(workspace, make_client("Cedar"), 2, RhythmKind.CALL)
    desk.bar.begin()
    desk.bar._on_step_chosen("check_ins")
    assert [row.title for row in desk.bar.check_ins.list.items.rows] == ["Call", "Update"]
    press(desk.bar.check_ins.list, Key.Key_Return)
    assert [(day, start) for _, day, start in blocks(workspace)] == [(14, 540), (14, 570), (16, 540)]
    assert desk.said[-1] == "2 check-ins have their place."
    assert desk.bar.step is Step.HOURS


def test_space_places_one(desk: Desk, workspace: Workspace, make_client: Make) -> None:
    promise(workspace, make_client("Birch"), 4)
    promise(workspace, make_client("Cedar"), 2)
    desk.bar.begin()
    desk.bar._on_step_chosen("check_ins")
    press(desk.bar.check_ins.list, Key.Key_Space)
    assert len(blocks(workspace)) == 1
    assert desk.bar.check_ins.list.currentIndex().row() == 1
    press(desk.bar.check_ins.list, Key.Key_Space)
    assert len(blocks(workspace)) == 2


def test_the_red_day_is_mended_by_one_key(desk: Desk, workspace: Workspace, left: list[str]) -> None:
    workspace.plan.carry_back(left)
    work = workspace.work.add({"title": "Long", "estimate_minutes": 480})
    workspace.week.place(work, datetime(2026, 10, 13, 8, 0))
    today = workspace.work.add({"title": "Today", "estimate_minutes": 120})
    workspace.week.place(today, datetime(2026, 10, 12, 13, 0))
    short = workspace.work.add({"title": "Short", "estimate_minutes": 120})
    workspace.week.place(short, datetime(2026, 10, 13, 16, 0))
    desk.bar.begin()
    desk.bar._on_step_chosen("hours")
    assert desk.bar.hours.offer_button.text() == "Move “Short” (2 h) to Wed 14 Oct"
    assert desk.bar.hours.offer_button.hasFocus()
    press(desk.bar.hours.offer_button, Key.Key_Return)
    assert ("Short", 14, 540) in blocks(workspace)
    assert desk.said[-1] == "Short moved to Wed 14 Oct, 09:00."


# The week as set.


def test_ctrl_enter_sets_the_week_and_says_so(desk: Desk, workspace: Workspace, make_client: Make) -> None:
    promise(workspace, make_client("Birch"), 4)
    desk.bar.begin()
    press(desk.bar.carry_over.list, Key.Key_2)
    press(desk.bar.carry_over.list, Key.Key_Return, CTRL)
    assert not desk.bar.is_planning
    assert desk.said[-1] == "Week set: 1 of 32 h, 1 check-in"
    assert desk.bar.state_label.full_text() == desk.said[-1]


def test_changing_afterwards_is_free_and_said(desk: Desk, workspace: Workspace, left: list[str]) -> None:
    workspace.plan.set_week(MONDAY)
    workspace.plan.carry_to_day(left[0], date(2026, 10, 13))
    assert desk.bar.state_label.full_text() == "Set on Mon 12 Oct: 0 of 32 h; now 1"


# Intentions.


def test_an_intention_is_written_ticked_and_changed(desk: Desk, workspace: Workspace) -> None:
    QTest.mouseClick(desk.bar.intention_button, Qt.MouseButton.LeftButton)
    field = desk.bar.intentions.field
    assert field.hasFocus()
    QTest.keyClicks(field, "Report out by Thursday")
    press(field, Key.Key_Return)
    mark = desk.bar.intentions.marks[0]
    assert (mark.words.full_text(), field.isVisible()) == ("Report out by Thursday", False)
    mark.box.click()
    assert workspace.plan.view().intentions[0].is_done
    press(mark.box, Key.Key_F2)
    field.clear()
    press(field, Key.Key_Return)
    assert workspace.plan.view().intentions == ()
    assert not desk.bar.intentions.isVisible()


def test_escape_leaves_an_intention_unwritten(desk: Desk, workspace: Workspace) -> None:
    desk.bar.write_intention()
    QTest.keyClicks(desk.bar.intentions.field, "Nothing")
    press(desk.bar.intentions.field, Key.Key_Escape)
    assert workspace.plan.view().intentions == ()
    assert desk.bar.intention_button.isVisible()


def test_a_fourth_intention_is_not_offered(desk: Desk, workspace: Workspace) -> None:
    for text in ("One", "Two", "Three"):
        workspace.plan.add_intention(MONDAY, text)
    assert not desk.bar.intention_button.isVisible()
    assert [mark.isVisible() for mark in desk.bar.intentions.marks] == [True, True, True]


# The wrap-up.


@pytest.fixture
def page(qtbot, workspace: Workspace, left: list[str], clock: FixedClock) -> WrapUpPage:
    """The wrap-up on Friday afternoon, one thing carried and left again."""
    workspace.plan.add_intention(MONDAY, "Report out")
    workspace.plan.carry_to_day(left[0], date(2026, 10, 13))
    clock.set(datetime(2026, 10, 16, 16, 30, tzinfo=PARIS))
    made = WrapUpPage(workspace, Messages(str))
    qtbot.addWidget(made)
    made.resize(900, 900)
    made.show()
    made.open_week(None)
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def texts(page: WrapUpPage) -> list[str]:
    return [found.text() for found in page.findChildren(QLabel) if not found.isHidden()]


def test_the_wrap_up_says_what_moved(page: WrapUpPage) -> None:
    shown = texts(page)
    assert "Wrap-up of week 42" in shown
    assert "1 h planned, 0 min worked. 1 carried into it." in shown
    assert "1 piece of work is left for next week:" in shown
    assert "Report out" in shown


def test_words_are_kept_when_the_page_is_left(page: WrapUpPage, workspace: Workspace) -> None:
    QTest.keyClicks(page.lessons_field, "Estimate twice")
    press(page.lessons_field, Key.Key_Escape)
    assert workspace.plan.wrap_up_view(MONDAY).lessons == "Estimate twice"
    page.open_week(MONDAY)
    assert page.lessons_field.toPlainText() == "Estimate twice"


def test_wrapping_up_ends_it_and_it_can_be_opened_again(page: WrapUpPage, workspace: Workspace) -> None:
    closed: list[bool] = []
    page.closed.connect(lambda: closed.append(True))
    QTest.mouseClick(page.finish_button, Qt.MouseButton.LeftButton)
    assert (closed, workspace.plan.wrap_up_view(MONDAY).wrapped_on) == ([True], date(2026, 10, 16))
    page.open_week(MONDAY)
    assert page.finish_button.text() == "Open again"
    QTest.mouseClick(page.finish_button, Qt.MouseButton.LeftButton)
    assert workspace.plan.wrap_up_view(MONDAY).wrapped_on is None


def test_whom_to_tell_has_the_ways_to_do_it(
    page: WrapUpPage, workspace: Workspace, make_client: Make
) -> None:
    birch = make_client("Birch")
    promise(workspace, birch, 4)
    page.refresh()
    asked: list[str] = []
    page.log_update_requested.connect(asked.append)
    page.client_opened.connect(asked.append)
    for name in ("write_button", "client_button"):
        found = [made for made in page.findChildren(QPushButton, name) if not made.isHidden()]
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
    assert asked == [birch, birch]


def test_an_intention_is_ticked_in_the_wrap_up(page: WrapUpPage, workspace: Workspace) -> None:
    page.findChildren(IntentionMark)[0].box.click()
    assert workspace.plan.wrap_up_view(MONDAY).intentions[0].is_done


# Within the week.


@pytest.fixture
def panel(qtbot, workspace: Workspace, left: list[str]) -> WeekPanel:
    made = WeekPanel(workspace, Messages(str), Theme())
    relay = ChangeRelay(made)
    relay.changed.connect(made.on_changed)
    workspace.store.subscribe(relay.publish)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    made.grid.setFocus()
    return made


def test_p_in_the_grid_begins_and_esc_gives_the_grid_back(panel: WeekPanel) -> None:
    press(panel.grid, Key.Key_P)
    assert panel.plan_bar.step is Step.CARRY_OVER
    assert panel.plan_bar.carry_over.list.hasFocus()
    press(panel.plan_bar.carry_over.list, Key.Key_Escape)
    assert panel.grid.hasFocus()


def test_p_and_ctrl_enter_work_from_to_place(panel: WeekPanel, workspace: Workspace, left: list[str]) -> None:
    workspace.plan.carry_back(left)
    press(panel.grid, Key.Key_P)
    assert panel.side.list.hasFocus()
    press(panel.side.list, Key.Key_P)
    assert panel.plan_bar.step is Step.HOURS
    panel.side.list.setFocus()
    press(panel.side.list, Key.Key_Return, CTRL)
    assert workspace.plan.view().set_on == MONDAY


def test_a_week_ahead_is_planned_and_one_behind_is_left(panel: WeekPanel) -> None:
    panel.show_week_of(MONDAY + timedelta(weeks=1))
    panel.plan()
    assert panel.plan_bar.view is not None
    assert panel.plan_bar.view.monday == MONDAY + timedelta(weeks=1)
    panel.show_week_of(MONDAY - timedelta(weeks=1))
    assert not panel.plan_bar.is_planning
    panel.plan()
    assert panel.plan_bar.view.monday == MONDAY


def test_the_wrap_up_stands_over_the_week_and_gives_it_back(panel: WeekPanel, workspace: Workspace) -> None:
    panel.findChild(QAction, "wrap_up_action").trigger()
    page = panel.findChild(WrapUpPage)
    assert page is not None
    assert page.isVisible()
    assert not panel.grid.isVisible()
    workspace.plan.add_intention(MONDAY, "Report out")
    assert "Report out" in texts(page)
    press(page.moved_field, Key.Key_Escape)
    assert panel.grid.isVisible()
    assert panel.grid.hasFocus()


def test_the_wrap_up_is_offered_in_the_strip_on_friday_afternoon(panel: WeekPanel, clock: FixedClock) -> None:
    assert not panel.plan_bar.wrap_button.isVisible()
    clock.set(datetime(2026, 10, 16, 16, 30, tzinfo=PARIS))
    panel.refresh()
    QTest.mouseClick(panel.plan_bar.wrap_button, Qt.MouseButton.LeftButton)
    page = panel.findChild(WrapUpPage)
    assert page is not None
    assert page.monday == MONDAY


def test_every_step_is_drawn_and_stays_low(panel: WeekPanel, make_client: Make, workspace: Workspace) -> None:
    promise(workspace, make_client("Birch"), 4)
    for width in (760, 1400):
        panel.resize(width, 620)
        for step in Step:
            panel.plan_bar._on_step_chosen(step.value)
            panel.plan_bar.begin()
            assert not panel.grab().isNull()
            assert panel.plan_bar.height() < 220
