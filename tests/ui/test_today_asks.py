"""Today remembers: who was reminded, what was told by one press, which meeting nobody confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import Layer, NoticeState, NoticeTopic, RhythmKind, TouchKind, TouchState
from clientdesk.models.ids import new_id
from clientdesk.models.tables import NotificationLog
from clientdesk.services.door import WorkspaceDoor
from clientdesk.services.workspace import Workspace
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.messages import Messages
from clientdesk.ui.moved_dialog import MovedDialog
from clientdesk.ui.panels.today import TodayPanel
from clientdesk.ui.panels.today.asked_rows import HeldRow, UntoldRow
from clientdesk.ui.panels.today.check_in_row import CheckInRow
from clientdesk.ui.panels.today.rows import Row
from clientdesk.ui.theme import Theme
from tests.helpers.fakes import FakeNotifier, FixedClock

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 10, 12, 9, 0, tzinfo=PARIS)


@pytest.fixture
def practice(workspace: Workspace, clock: FixedClock) -> Workspace:
    clock.set(datetime(2026, 10, 1, 8, 0, tzinfo=PARIS))
    workspace.practice.set_up("Mara", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    return workspace


@pytest.fixture
def birch(practice: Workspace, clock: FixedClock) -> str:
    """Told on 5 October, and owed a word since Friday, 9 October."""
    birch = practice.clients.add("Birch & Co", zone="America/New_York")
    friday = clock.today() + timedelta(days=8)
    practice.rhythms.add(Layer.CLIENT, birch, kind=RhythmKind.UPDATE, weekday=4, starts_on=friday)
    clock.set(datetime(2026, 10, 5, 10, 0, tzinfo=PARIS))
    practice.touchpoints.log(birch, TouchKind.MAIL_SENT, "budget draft")
    clock.set(MONDAY)
    return birch


@pytest.fixture
def messages(qtbot: QtBot) -> Messages:
    return Messages(str)


@pytest.fixture
def panel(qtbot: QtBot, practice: Workspace, birch: str, messages: Messages, tmp_path: Path) -> TodayPanel:
    made = TodayPanel(messages, Theme(tmp_path))
    qtbot.addWidget(made)
    relay = ChangeRelay(made)
    practice.store.subscribe(relay.publish)
    relay.changed.connect(made.on_changed)
    made.resize(820, 700)
    made.show()
    return made


def visible(panel: TodayPanel, kind: type[Row]) -> list[Any]:
    QApplication.processEvents()
    return [row for row in panel.findChildren(kind) if row.isVisible()]


def words(row: Row) -> str:
    return " | ".join(label.text() for label in row.findChildren(QLabel) if label.isVisible())


def test_an_owed_word_says_why_and_what_was_told_and_when_to_reach_them(
    practice: Workspace, panel: TodayPanel
) -> None:
    panel.attach(practice)
    (row,) = visible(panel, CheckInRow)
    assert (
        row.words_label.text() == "Friday's update is 3 days late; last told: budget draft by email on 5 Oct"
    )
    assert row.reach_label.text().startswith("Their time 03:00; reach them 14:00")
    assert row.words_label.height() >= row.words_label.heightForWidth(row.words_label.width()), (
        "nothing is cut"
    )
    assert row.reach_label.text()[1:] in row.accessibleName()


def test_without_room_the_buttons_go_below_the_words(practice: Workspace, panel: TodayPanel) -> None:
    panel.attach(practice)
    (row,) = visible(panel, CheckInRow)
    assert row.deeds.x() > row.words_label.x() + row.words_label.width() - 1
    panel.resize(470, 700)
    QApplication.processEvents()
    assert row.deeds.y() > row.words_label.y()
    assert row.words_label.width() > 250
    assert row.height() >= row.deeds.y() + row.deeds.height()
    panel.resize(820, 700)
    QApplication.processEvents()
    assert row.deeds.x() > row.words_label.x() + row.words_label.width() - 1


def test_the_clock_moves_on_without_another_row(
    practice: Workspace, panel: TodayPanel, clock: FixedClock
) -> None:
    panel.attach(practice)
    (row,) = visible(panel, CheckInRow)
    row.later_button.setFocus()
    clock.advance(minutes=25)
    panel.mark_stale()
    (same,) = visible(panel, CheckInRow)
    assert same is row
    assert row.reach_label.text().startswith("Their time 03:25")


@pytest.mark.parametrize(
    ("settled", "mark"),
    [(True, "reminded 09:00"), (False, "no reminder shown"), (None, "perhaps reminded 09:00")],
    ids=["shown", "failed", "killed"],
)
def test_what_became_of_the_reminder_stands_beside_the_name(
    practice: Workspace, panel: TodayPanel, birch: str, settled: bool | None, mark: str
) -> None:
    notice_id = new_id()
    state = {True: NoticeState.ANNOUNCED, False: NoticeState.FAILED, None: NoticeState.PERHAPS}[settled]
    view = practice.check_ins.status_of(birch)
    assert view is not None
    (rhythm,) = view.rhythms
    panel.attach(practice)
    with practice.store.writing("Announce", undoable=False) as session:
        session.add(
            NotificationLog(
                created_at=practice.clock.now(),
                occasion=f"{birch}/{rhythm.rhythm_id}/2026-10-09/day",
                topic=NoticeTopic.CHECK_IN,
                client_id=birch,
                due_at=practice.clock.now(),
                notice_id=notice_id,
                state=state,
            )
        )
    (row,) = visible(panel, CheckInRow)
    assert row.findChild(QLabel, "mark_label").text() == mark
    assert mark in row.accessibleName()


def test_a_reminder_really_announced_is_marked(practice: Workspace, panel: TodayPanel, birch: str) -> None:
    notifier = FakeNotifier()
    practice.reminders.announce(notifier)
    panel.attach(practice)
    (row,) = visible(panel, CheckInRow)
    assert "reminded" in row.findChild(QLabel, "mark_label").text()


def test_write_opens_the_small_window_for_the_client(
    practice: Workspace, panel: TodayPanel, birch: str, qtbot: QtBot
) -> None:
    panel.attach(practice)
    (row,) = visible(panel, CheckInRow)
    with qtbot.waitSignal(panel.write_requested) as asked:
        row.write_button.click()
    assert asked.args == [birch]
    with qtbot.waitSignal(panel.write_requested):
        QTest.keyClick(row, Qt.Key.Key_W)


def test_hover_adds_how_well_it_was_kept(practice: Workspace, panel: TodayPanel, birch: str) -> None:
    panel.attach(practice)
    (row,) = visible(panel, CheckInRow)
    QApplication.sendEvent(row, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), QPoint(5, 5)))
    (kept,) = practice.check_ins.kept(birch)
    assert kept.words in row.toolTip()


def test_what_was_told_is_asked_once_and_saved(
    practice: Workspace, panel: TodayPanel, birch: str, messages: Messages, qtbot: QtBot
) -> None:
    panel.attach(practice)
    touch = practice.touchpoints.log_told(birch, RhythmKind.UPDATE, asks_text=True)
    (row,) = visible(panel, UntoldRow)
    assert row.question_label.text() == "You told Birch & Co at 09:00. What was it?"
    assert not row.save_button.isEnabled()
    QTest.keyClicks(row.text_field, "the budget, and the list of open questions")
    practice.clients.update(birch, name="Birch")  # something else changes meanwhile
    (row,) = visible(panel, UntoldRow)
    QTest.keyClicks(row.text_field, "the budget") if not row.text_field.text() else None
    with qtbot.assertNotEmitted(panel.client_opened), qtbot.waitSignal(messages.spoken) as said:
        QTest.keyClick(row.text_field, Qt.Key.Key_Return)
    assert said.args[0] == "toast"
    assert practice.touchpoints.get(touch).text.startswith("the budget")
    assert not visible(panel, UntoldRow)
    practice.store.undo()
    assert visible(panel, UntoldRow)


def test_the_question_can_be_skipped(practice: Workspace, panel: TodayPanel, birch: str) -> None:
    practice.touchpoints.log_told(birch, RhythmKind.CALL, asks_text=True)
    panel.attach(practice)
    (row,) = visible(panel, UntoldRow)
    assert row.question_label.text() == "You spoke with Birch & Co at 09:00. What was said?"
    row.skip_button.click()
    assert not visible(panel, UntoldRow)


@pytest.fixture
def call(practice: Workspace, birch: str) -> str:
    """A call of half an hour that was to begin at eight."""
    return practice.touchpoints.plan(
        birch, TouchKind.CALL, MONDAY - timedelta(hours=1), duration_minutes=30, text="Check-in\nPhase two"
    )


@pytest.mark.parametrize(
    ("button", "state"), [("held_button", TouchState.HELD), ("missed_button", TouchState.MISSED)]
)
def test_a_meeting_that_is_over_is_asked_about(
    practice: Workspace, panel: TodayPanel, call: str, button: str, state: TouchState
) -> None:
    panel.attach(practice)
    (row,) = visible(panel, HeldRow)
    assert "Check-in, today 08:00–08:30: was it held?" in words(row)
    getattr(row, button).click()
    assert practice.touchpoints.get(call).state is state
    assert not visible(panel, HeldRow)
    practice.store.undo()
    assert practice.touchpoints.get(call).state is TouchState.PLANNED
    assert visible(panel, HeldRow)


def test_a_moved_meeting_gets_its_new_time(
    practice: Workspace, panel: TodayPanel, call: str, qtbot: QtBot
) -> None:
    panel.attach(practice)
    (row,) = visible(panel, HeldRow)
    row.moved_button.click()
    dialog = panel.window().findChild(MovedDialog)
    dialog.move_button.click()
    assert dialog.problem_label.text() == "A day and a time, please."
    dialog.day_field.set_date(MONDAY.date())
    dialog.move_button.click()
    assert dialog.problem_label.text() == "That has passed already."
    dialog.day_field.set_date(MONDAY.date() + timedelta(days=2))
    dialog.move_button.click()
    assert practice.touchpoints.get(call).local_at == MONDAY + timedelta(days=2, hours=-1)
    assert not visible(panel, HeldRow)
    practice.store.undo()
    assert visible(panel, HeldRow)


def test_the_first_read_shows_the_same_as_the_open_workspace(
    practice: Workspace, birch: str, call: str, clock: FixedClock
) -> None:
    practice.clients.add("Cedar", limit_days=5)
    practice.touchpoints.log_told(birch, RhythmKind.REVIEW, asks_text=True)
    practice.store.undo()
    practice.reminders.announce(FakeNotifier())
    other = practice.clients.add("Elm", zone="Asia/Tokyo")
    practice.touchpoints.log_told(other, asks_text=True)
    opened = practice.today()
    assert opened is not None
    assert opened.owed
    assert opened.untold
    assert opened.held
    assert opened.unanswered
    door = WorkspaceDoor(practice.folder.root, clock, practice.preferences, str)
    assert door.first_read() == opened
