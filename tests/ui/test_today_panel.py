"""Today's page: told, later, hold, release; what to say; the first read shows before the workspace is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QScrollArea, QToolButton
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import CheckInState, Layer, RhythmKind, TouchKind, WorkOrigin
from clientdesk.models.views.today import LeftOut
from clientdesk.services.first_page import first_page
from clientdesk.services.workspace import Workspace
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.today import TodayPanel
from clientdesk.ui.panels.today.add_part import AddPart
from clientdesk.ui.panels.today.asked_rows import HeldRow
from clientdesk.ui.panels.today.check_in_row import CheckInRow
from clientdesk.ui.panels.today.day_rows import BlockRow, ItemRow, SumRow
from clientdesk.ui.panels.today.gap_dialog import GapDialog
from clientdesk.ui.panels.today.length_dialog import LengthDialog
from clientdesk.ui.panels.today.meeting_row import MeetingRow
from clientdesk.ui.panels.today.now_line import NowRow
from clientdesk.ui.panels.today.rows import PromiseRow, Row
from clientdesk.ui.panels.today.worked_dialog import WorkedDialog
from clientdesk.ui.panels.today.wrap_up_row import WrapUpRow
from clientdesk.ui.theme import Theme
from tests.helpers.fakes import FakeNotifier, FixedClock

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def practice(workspace: Workspace) -> Workspace:
    workspace.practice.set_up("Mara", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    return workspace


@pytest.fixture
def late(practice: Workspace, clock: FixedClock) -> str:
    """A client whose Friday update is a day late."""
    client = practice.clients.add("Birch & Co")
    practice.rhythms.add(Layer.CLIENT, client, kind=RhythmKind.UPDATE, weekday=4, starts_on=clock.today())
    clock.advance(days=5)
    return client


@pytest.fixture
def messages(qtbot: QtBot) -> Messages:
    return Messages(str)


@pytest.fixture
def panel(qtbot: QtBot, practice: Workspace, messages: Messages, tmp_path) -> TodayPanel:
    made = TodayPanel(messages, Theme(tmp_path))
    qtbot.addWidget(made)
    relay = ChangeRelay(made)
    practice.store.subscribe(relay.publish)
    relay.changed.connect(made.on_changed)
    made.resize(1000, 700)
    made.show()
    return made


def visible(panel: TodayPanel, kind: type[Row]) -> list[Any]:
    """Rows on screen; a layout shows what was put into it when the event loop is free."""
    QApplication.processEvents()
    return [row for row in panel.findChildren(kind) if row.isVisible()]


def rows(panel: TodayPanel) -> dict[str, CheckInRow]:
    shown = visible(panel, CheckInRow)
    return {row.accessibleName().split(":")[0]: row for row in shown}


def click(panel: TodayPanel, client: str, name: str) -> None:
    button = rows(panel)[client].findChild(QPushButton, name)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def state(workspace: Workspace, client: str) -> CheckInState:
    found = workspace.check_ins.status_of(client)
    assert found is not None
    return found.state


def test_without_a_day_to_show_there_are_no_empty_frames(panel: TodayPanel) -> None:
    cards = [card for card in panel.findChildren(QFrame) if card.property("role") == "card"]
    assert cards
    assert not [card for card in cards if card.isVisible()]


def test_the_first_read_is_shown_before_the_workspace_is_open(
    practice: Workspace, late: str, panel: TodayPanel
) -> None:
    view = practice.today()
    assert view is not None
    panel.show_view(view)
    assert panel.sentence_label.text() == "Your client is owed a word."
    click(panel, "Birch & Co", "told_button")
    assert practice.touchpoints.stream(late) == [], "nothing can be done before it is open"


def test_i_told_them_logs_the_update_and_offers_undo(
    practice: Workspace, late: str, panel: TodayPanel, messages: Messages, qtbot: QtBot
) -> None:
    panel.attach(practice)
    with qtbot.waitSignal(messages.spoken) as said:
        click(panel, "Birch & Co", "told_button")
    assert said.args == ["toast", "Logged: Birch & Co was told."]
    assert practice.touchpoints.stream(late)[0].kind is TouchKind.UPDATE
    assert "Birch & Co" not in {name for name, row in rows(panel).items() if "late" in row.accessibleName()}
    practice.store.undo()
    assert "late" in rows(panel)["Birch & Co"].accessibleName()


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_Z, CheckInState.SNOOZED),
        (Qt.Key.Key_H, CheckInState.ON_HOLD),
        (Qt.Key.Key_T, CheckInState.DUE_SOON),
    ],
)
def test_single_keys_do_the_same(
    practice: Workspace, late: str, panel: TodayPanel, key: Qt.Key, expected: CheckInState
) -> None:
    panel.attach(practice)
    row = rows(panel)["Birch & Co"]
    row.setFocus()
    QTest.keyClick(row, key)
    assert state(practice, late) is expected


def test_release_brings_a_client_back(practice: Workspace, late: str, panel: TodayPanel) -> None:
    practice.check_ins.hold(late, None, "on leave")
    panel.attach(practice)
    assert "on leave" in rows(panel)["Birch & Co"].accessibleName()
    click(panel, "Birch & Co", "release_button")
    assert state(practice, late) is CheckInState.OVERDUE


def test_enter_opens_the_client(practice: Workspace, late: str, panel: TodayPanel, qtbot: QtBot) -> None:
    panel.attach(practice)
    row = rows(panel)["Birch & Co"]
    with qtbot.waitSignal(panel.client_opened) as opened:
        QTest.keyClick(row, Qt.Key.Key_Return)
    assert opened.args == [late]


def test_user_text_is_shown_as_text(practice: Workspace, panel: TodayPanel, clock: FixedClock) -> None:
    practice.clients.add("<b>Bold</b> & <img src=x>", limit_days=1)
    clock.advance(days=9)
    panel.attach(practice)
    labels = [label for label in panel.findChildren(QLabel) if "Bold" in label.text()]
    assert labels
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)


def test_more_than_fits_is_counted(practice: Workspace, panel: TodayPanel, clock: FixedClock) -> None:
    for number in range(40):
        practice.clients.add(f"Client {number}", limit_days=1)
    clock.advance(days=9)
    panel.attach(practice)
    assert len(rows(panel)) == 25
    assert any(label.text() == "and 15 more, in Clients" for label in panel.findChildren(QLabel))


def gap(workspace: Workspace, clock: FixedClock) -> str:
    client = workspace.clients.add("Cedar")
    engagement = workspace.engagements.add(client, "Report")
    return workspace.engagements.add_milestone(
        engagement,
        "Draft",
        expected_on=clock.today() + timedelta(days=3),
        planned_on=clock.today() + timedelta(days=7),
    )


def open_gap(panel: TodayPanel) -> GapDialog:
    row = visible(panel, PromiseRow)[0]
    QTest.mouseClick(row.talk_button, Qt.MouseButton.LeftButton)
    dialogs = panel.window().findChildren(GapDialog)
    return dialogs[-1]


def test_a_promise_says_likely_where_that_is_why_it_is_at_risk(
    practice: Workspace, panel: TodayPanel, clock: FixedClock
) -> None:
    client = practice.clients.add("Cedar")
    engagement = practice.engagements.add(client, "Advice")
    day = clock.today() + timedelta(days=1)
    practice.engagements.add_milestone(
        engagement, "Report", expected_on=day, planned_on=day, estimate_minutes=20 * 60
    )
    panel.attach(practice)
    row = visible(panel, PromiseRow)[0]
    said = "they expect Tue 13 Oct, likely Thu 15 Oct: 20 h left, 12 h free"
    assert row.accessibleName() == f"Cedar, Report: {said}"
    dialog = open_gap(panel)
    assert "As things stand it will be Thu 15 Oct" in dialog.points_text.toPlainText()
    assert dialog.expected_field.date() == date(2026, 10, 15)
    QTest.mouseClick(dialog.told_button, Qt.MouseButton.LeftButton)
    assert practice.engagements.list_for_client(client)[0].milestones[0].told_on == clock.today()


def test_the_worst_gap_is_drawn_and_said(practice: Workspace, panel: TodayPanel, clock: FixedClock) -> None:
    gap(practice, clock)
    panel.attach(practice)
    dialog = open_gap(panel)
    assert "We both want Draft right." in dialog.points_text.toPlainText()
    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == dialog.points_text.toPlainText()
    dialog.close()


def test_recording_what_they_now_expect_closes_the_gap(
    practice: Workspace, panel: TodayPanel, clock: FixedClock
) -> None:
    milestone = gap(practice, clock)
    panel.attach(practice)
    dialog = open_gap(panel)
    dialog.source_field.setText("call with Dele")
    QTest.mouseClick(dialog.record_button, Qt.MouseButton.LeftButton)
    found = practice.engagements.get_milestone(milestone)
    assert (found.expected_on, found.expected_source) == (clock.today() + timedelta(days=7), "call with Dele")
    assert not visible(panel, PromiseRow)


def test_told_but_not_confirmed_leaves_the_gap_half_closed(
    practice: Workspace, panel: TodayPanel, clock: FixedClock
) -> None:
    milestone = gap(practice, clock)
    panel.attach(practice)
    QTest.mouseClick(open_gap(panel).told_button, Qt.MouseButton.LeftButton)
    assert practice.engagements.get_milestone(milestone).told_on == clock.today()
    assert panel.sentence_label.text() == "Your client knows where they stand."
    assert visible(panel, PromiseRow)


def test_a_block_of_today_is_done_by_one_click(
    practice: Workspace, panel: TodayPanel, clock: FixedClock
) -> None:
    practice.clients.add("Delta")
    item = practice.work.add({"title": "Slides", "estimate_minutes": 60})
    practice.week.place(item, clock.now(), minutes=60)
    panel.attach(practice)
    (row,) = visible(panel, BlockRow)
    QTest.mouseClick(row.done_button, Qt.MouseButton.LeftButton)
    assert practice.work.get(item).is_done


def test_a_hidden_page_reads_once_when_shown(practice: Workspace, panel: TodayPanel) -> None:
    panel.attach(practice)
    panel.hide()
    practice.clients.add("New one")
    assert panel.is_stale
    panel.show()
    assert not panel.is_stale
    assert panel.sentence_label.text() == "Your client knows where they stand."


def test_every_button_has_a_name(
    practice: Workspace, late: str, panel: TodayPanel, clock: FixedClock
) -> None:
    gap(practice, clock)
    panel.attach(practice)
    unnamed = [
        b.objectName() for b in panel.findChildren(QPushButton) if b.isVisible() and not b.accessibleName()
    ]
    assert unnamed == []
    assert date(2026, 10, 17) == clock.today()


def test_rows_that_say_the_same_stay_and_tab_walks_in_order(
    practice: Workspace, panel: TodayPanel, clock: FixedClock
) -> None:
    clients = [practice.clients.add(f"Client {number}", limit_days=2) for number in range(1, 5)]
    clock.advance(days=9)
    panel.attach(practice)
    before = rows(panel)
    practice.check_ins.snooze(clients[1], clock.today() + timedelta(days=2))
    practice.clients.update(clients[2], name="Client 3 and more")
    after = rows(panel)
    assert after["Client 1"] is before["Client 1"]
    assert after["Client 4"] is before["Client 4"]
    stops = []
    widget = after["Client 1"]
    while widget is not after["Client 4"]:
        stops.append(widget)
        widget = widget.nextInFocusChain()
        assert len(stops) < 200, "Client 4 comes after Client 1"
    assert after["Client 3 and more"] in stops
    buttons = [stop.text() for stop in stops if isinstance(stop, QPushButton) and stop.isVisible()]
    assert buttons == ["I told them", "Write…", "Later"] * 2


def test_the_first_look_shows_what_fits_and_then_the_rest(
    practice: Workspace, panel: TodayPanel, clock: FixedClock, qtbot: QtBot
) -> None:
    for number in range(23):
        practice.clients.add(f"Client {number}", limit_days=2)
    clock.advance(days=9)
    view = practice.today()
    assert view is not None
    panel.show_first(view)
    first = rows(panel)
    assert 5 < len(first) < 23
    assert "23" in page_words(panel), "the head counts everybody"
    last = list(first.values())[-1]
    qtbot.waitUntil(lambda: len(rows(panel)) == 23)
    foot = last.mapTo(panel, last.rect().bottomLeft()).y()
    assert foot >= panel.height(), "no gap at the foot of the window"
    assert [rows(panel)[name] for name in first] == list(first.values()), "they stay as they are"


def test_many_new_lines_lay_the_page_out_once(
    practice: Workspace, panel: TodayPanel, clock: FixedClock, qtbot: QtBot
) -> None:
    """Each that came onto a shown card by itself squeezed all the others, a dozen times over."""
    for number in range(23):
        practice.clients.add(f"Client {number}", limit_days=2)
    clock.advance(days=9)
    view = practice.today()
    assert view is not None
    panel.show_first(view)
    resized = _Resizes()
    for row in rows(panel).values():
        row.installEventFilter(resized)
    before = len(rows(panel))
    qtbot.waitUntil(lambda: len(rows(panel)) == 23)
    for _ in range(5):
        QApplication.processEvents()
    assert resized.count <= 4 * before
    assert all(row.height() >= row.heightForWidth(row.width()) for row in rows(panel).values())


def test_the_short_view_of_a_start_shows_the_same_page(
    practice: Workspace, panel: TodayPanel, clock: FixedClock
) -> None:
    for number in range(30):
        practice.clients.add(f"Client {number}", limit_days=2)
    for number in range(27):
        practice.check_ins.hold(practice.clients.add(f"Paused {number}", limit_days=2), None)
    clock.advance(days=9)
    notifier = FakeNotifier()
    assert practice.reminders.announce(notifier) == 1
    view = practice.today()
    assert view is not None
    assert (len(view.owed), len(view.paused), len(view.unanswered)) == (30, 27, 30)
    short = first_page(view)
    assert (len(short.owed), len(short.paused), len(short.unanswered)) == (25, 25, 25)
    panel.show_view(short)
    words, lines = page_words(panel), panel.findChildren(Row)
    assert "and 5 more, in Clients" in words
    assert "and 2 more, in Clients" in words
    assert {"30", "27"} <= set(words), "the heads count everybody"
    panel.show_view(view)
    assert page_words(panel) == words
    assert panel.findChildren(Row) == lines, "and nothing is made anew for it"
    assert first_page(short) == replace(short, left_out=LeftOut())


def page_words(panel: TodayPanel) -> list[str]:
    return [made.text() for made in panel.findChildren(QLabel) if made.isVisibleTo(panel)]


class _Resizes(QObject):
    """Counts how often what it watches is resized."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Resize
        return False


def test_a_day_without_blocks_says_so(practice: Workspace, late: str, panel: TodayPanel) -> None:
    view = practice.today()
    assert view is not None
    panel.show_first(view)
    panel.attach(practice)
    QApplication.processEvents()
    assert "Nothing is placed on today." in [
        made.text() for made in panel.findChildren(QLabel) if made.isVisible()
    ]


def test_arrows_walk_from_line_to_line_past_the_buttons(
    practice: Workspace, late: str, panel: TodayPanel, qtbot: QtBot
) -> None:
    practice.rhythms.add(
        Layer.CLIENT,
        practice.clients.add("Cedar"),
        kind=RhythmKind.UPDATE,
        weekday=4,
        starts_on=date(2026, 10, 12),
    )
    panel.attach(practice)
    with qtbot.waitActive(panel):
        panel.activateWindow()
    lines = sorted(visible(panel, Row), key=lambda row: row.mapTo(panel, row.rect().topLeft()).y())
    assert [type(line) for line in lines] == [NowRow, CheckInRow, CheckInRow]
    assert panel.main_stop(()) is lines[0]
    lines[0].setFocus()
    QTest.keyClick(lines[0], Qt.Key.Key_Down)
    assert QApplication.focusWidget() is lines[1]
    QTest.keyClick(lines[1], Qt.Key.Key_Down)
    QTest.keyClick(lines[2], Qt.Key.Key_Down)
    assert QApplication.focusWidget() is lines[2]
    QTest.keyClick(lines[2], Qt.Key.Key_Up)
    QTest.keyClick(lines[1], Qt.Key.Key_Up)
    assert QApplication.focusWidget() is lines[0]


def test_the_empty_page_begins_a_new_client(practice: Workspace, panel: TodayPanel, qtbot: QtBot) -> None:
    panel.attach(practice)
    button = next(made for made in panel.findChildren(QPushButton) if made.text() == "New client")
    with qtbot.waitSignal(panel.new_client_requested):
        button.click()


# The day itself.


@pytest.fixture
def day(practice: Workspace) -> str:
    """A client, so that the page is in use."""
    return practice.clients.add("Delta")


def place(
    practice: Workspace, client: str | None, hour: int, minutes: int = 60, title: str = "Slides"
) -> str:
    item = practice.work.add({"title": title, "client_id": client, "estimate_minutes": minutes})
    return practice.week.place(item, datetime(2026, 10, 12, hour, tzinfo=PARIS), minutes=minutes)


def now_row(panel: TodayPanel) -> NowRow:
    return next(row for row in visible(panel, NowRow) if row.objectName() == "now_row")


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_is_on_is_said_with_what_is_left(
    practice: Workspace, panel: TodayPanel, day: str, clock: FixedClock
) -> None:
    place(practice, day, 9, 90)
    place(practice, day, 14, title="Audit")
    panel.attach(practice)
    assert now_row(panel).accessibleName() == "Now, 09:00–10:30, Slides, Delta · 30 min left"
    clock.advance(hours=1)
    panel.mark_stale()
    row = now_row(panel)
    assert row.accessibleName() == "Next, 14:00, Audit, Delta · in 3 h"
    assert not row.done_button.isVisible()
    clock.advance(hours=5)
    panel.mark_stale()
    assert now_row(panel).accessibleName() == "Now, Nothing more has a time today."
    assert not now_row(panel).timer_button.isVisible()


def test_a_quarter_of_an_hour_more_says_what_it_runs_into(
    practice: Workspace, panel: TodayPanel, day: str, messages: Messages, qtbot: QtBot
) -> None:
    placed = place(practice, day, 9, 120)
    place(practice, day, 11, title="Audit")
    panel.attach(practice)
    row = now_row(panel)
    row.setFocus()
    with qtbot.waitSignal(messages.spoken) as said:
        QTest.keyClick(row, Qt.Key.Key_Plus)
    assert said.args[1] == "Until 11:15. It runs into 11:00 Delta · Audit."
    assert practice.week.get_block(placed).ends_local.minute == 15
    assert row.hasFocus(), "the line stays while it is filled again"


def test_the_current_block_is_done_by_one_key(practice: Workspace, panel: TodayPanel, day: str) -> None:
    placed = place(practice, day, 9, 120)
    panel.attach(practice)
    QTest.keyClick(now_row(panel), Qt.Key.Key_D)
    item = practice.week.get_block(placed).item
    assert item is not None
    assert item.is_done


def test_the_timer_runs_and_stops_from_the_line(
    practice: Workspace, panel: TodayPanel, day: str, clock: FixedClock
) -> None:
    placed = place(practice, day, 9, 120)
    panel.attach(practice)
    press(now_row(panel).timer_button)
    timer = practice.time.running()
    assert timer is not None
    assert timer.block_id == placed
    assert now_row(panel).timer_button.text() == "Stop timer"
    clock.advance(minutes=20)
    panel.mark_stale()
    assert now_row(panel).accessibleName().endswith("timer 0 h 20")
    QTest.keyClick(now_row(panel), Qt.Key.Key_R)
    assert practice.time.running() is None
    assert practice.time.is_confirmed(placed)


def test_a_timer_for_something_else_has_its_own_line(
    practice: Workspace, panel: TodayPanel, day: str, clock: FixedClock
) -> None:
    place(practice, day, 9, 120)
    practice.time.start(client_id=day, note="call")
    clock.advance(minutes=5)
    panel.attach(practice)
    timer_row = next(row for row in visible(panel, NowRow) if row.objectName() == "timer_row")
    assert timer_row.accessibleName() == "Timer, 0 h 05, call, Delta · since 10:00"
    press(timer_row.timer_button)
    assert practice.time.running() is None
    assert len(visible(panel, NowRow)) == 1


@pytest.mark.parametrize("by_key", [True, False])
def test_a_past_block_is_confirmed_in_one_key_or_click_and_again_takes_it_back(
    practice: Workspace, panel: TodayPanel, day: str, by_key: bool
) -> None:
    placed = place(practice, day, 8)
    panel.attach(practice)

    def confirm() -> None:
        (row,) = visible(panel, BlockRow)
        if by_key:
            QTest.keyClick(row, Qt.Key.Key_V)
        else:
            press(row.worked_button)

    confirm()
    assert practice.time.is_confirmed(placed)
    assert panel.capacity_label.text() == "1 h of 6 h 24 · 1 h worked"
    assert visible(panel, BlockRow)[0].worked_button.text() == "worked 1 h"
    confirm()
    assert not practice.time.is_confirmed(placed)


def test_a_block_to_come_is_refused_in_words(
    practice: Workspace, panel: TodayPanel, day: str, messages: Messages, qtbot: QtBot
) -> None:
    place(practice, day, 14)
    panel.attach(practice)
    (row,) = visible(panel, BlockRow)
    assert not hasattr(row, "worked_button")
    with qtbot.waitSignal(messages.spoken) as said:
        QTest.keyClick(row, Qt.Key.Key_V)
    assert said.args[0] == "error"
    assert practice.time.entries() == []


def test_every_past_block_of_the_day_at_once(practice: Workspace, panel: TodayPanel, day: str) -> None:
    for hour in (7, 8, 9, 15):
        place(practice, day, hour)
    panel.attach(practice)
    button = panel.findChild(QPushButton, "confirm_all_button")
    assert button.text() == "All 3 worked as planned"
    press(button)
    assert practice.time.worked_minutes() == 180
    QApplication.processEvents()
    assert not button.isVisible()


def test_another_length_is_asked_for_and_refused_where_it_cannot_be(
    practice: Workspace, panel: TodayPanel, day: str
) -> None:
    placed = place(practice, day, 8)
    panel.attach(practice)
    (row,) = visible(panel, BlockRow)
    row.other_time.emit(row.block)
    dialog = panel.window().findChildren(LengthDialog)[-1]
    assert dialog.length_field.text() == "1:00"
    for typed, refusal in (
        ("soon", "1:30 or 45"),
        ("", "needed"),
        ("0", "more than zero"),
        ("25h", "24 hours"),
    ):
        dialog.length_field.setText(typed)
        press(dialog.keep_button)
        assert refusal in dialog.problem_label.text(), typed
        assert dialog.isVisible()
    dialog.length_field.setText("0:20")
    QTest.keyClick(dialog.length_field, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert practice.time.is_confirmed(placed)
    assert practice.time.worked_minutes() == 20


def test_blocks_of_earlier_days_are_summed_up_then_shown_one_by_one(
    practice: Workspace, panel: TodayPanel, day: str, clock: FixedClock
) -> None:
    for hour in (9, 10, 11, 14):
        place(practice, day, hour)
    clock.advance(days=1)
    panel.attach(practice)
    (total,) = visible(panel, SumRow)
    assert total.accessibleName() == "4 blocks of Mon 12 Oct, 4 h"
    press(total.show_button)
    rows = visible(panel, BlockRow)
    assert len(rows) == 4
    QTest.keyClick(rows[0], Qt.Key.Key_V)
    assert practice.time.worked_minutes(last=clock.today()) == 60
    clock.advance(days=20)
    panel.mark_stale()
    assert not visible(panel, BlockRow), "nobody is asked about blocks of long ago"


def test_all_of_them_were_worked_as_planned(
    practice: Workspace, panel: TodayPanel, day: str, clock: FixedClock
) -> None:
    for hour in (9, 10, 11, 14):
        place(practice, day, hour)
    clock.advance(days=1)
    panel.attach(practice)
    press(visible(panel, SumRow)[0].all_button)
    assert practice.time.worked_minutes(last=clock.today()) == 240
    assert not visible(panel, SumRow)
    practice.store.undo()
    assert visible(panel, SumRow)


def test_work_is_added_for_today_and_done(
    practice: Workspace, panel: TodayPanel, day: str, qtbot: QtBot
) -> None:
    panel.attach(practice)
    with qtbot.waitActive(panel):
        panel.activateWindow()
    row = now_row(panel)
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_N)
    part = panel.findChild(AddPart)
    assert part.line is not None
    assert part.line.entry.hasFocus()
    QTest.keyClicks(part.line.entry, "Invoice notes")
    QTest.keyClick(part.line.entry, Qt.Key.Key_Return)
    (shown,) = visible(panel, ItemRow)
    assert shown.accessibleName() == "Invoice notes, any time, no estimate"
    assert "1 without estimate" in panel.capacity_label.text()
    assert part.line.entry.text() == ""
    assert part.line.entry.hasFocus()
    QTest.keyClick(part.line.entry, Qt.Key.Key_Escape)
    assert row.hasFocus()
    assert part.add_button.isVisible()
    QTest.keyClick(shown, Qt.Key.Key_D)
    assert not visible(panel, ItemRow)


def test_work_without_a_time_is_logged_with_a_length(
    practice: Workspace, panel: TodayPanel, day: str
) -> None:
    item = practice.work.add(
        {"title": "Notes", "client_id": day, "estimate_minutes": 30, "planned_on": date(2026, 10, 12)}
    )
    panel.attach(practice)
    QTest.keyClick(visible(panel, ItemRow)[0], Qt.Key.Key_V)
    dialog = panel.window().findChildren(LengthDialog)[-1]
    QTest.keyClick(dialog.length_field, Qt.Key.Key_Return)
    assert practice.time.worked_minutes(work_item_id=item) == 30


def test_a_meeting_shows_what_to_know_before_it(
    practice: Workspace, panel: TodayPanel, day: str, clock: FixedClock
) -> None:
    practice.touchpoints.log(day, TouchKind.MAIL_SENT, "the budget draft", at=clock.now() - timedelta(days=3))
    practice.touchpoints.log(day, TouchKind.MAIL_RECEIVED, "looks fine", at=clock.now() - timedelta(days=2))
    practice.work.add({"title": "Send the list", "client_id": day, "origin": WorkOrigin.ACTION})
    practice.touchpoints.plan(
        day,
        TouchKind.VIDEO,
        datetime(2026, 10, 12, 14, tzinfo=PARIS),
        duration_minutes=30,
        text="Check-in\nAgree on phase two",
    )
    panel.attach(practice)
    (row,) = visible(panel, MeetingRow)
    assert row.accessibleName() == "14:00–14:30, Delta · Check-in, Agree on phase two · 1 open action"
    said = " | ".join(label.text() for label in row.notes.findChildren(QLabel))
    assert "Fri 9 Oct, mail: the budget draft" in said
    assert "Sat 10 Oct, mail: looks fine" in said
    assert "Send the list" in said
    assert row.notes.isVisible(), "the next meeting's notes are open"
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert not row.notes.isVisible()
    clock.advance(hours=5)
    panel.mark_stale()
    (row,) = visible(panel, MeetingRow)
    assert not row.notes.isVisible(), "as the user left it"
    (asked,) = visible(panel, HeldRow)
    press(asked.held_button)
    assert practice.touchpoints.booked(day) == []
    assert not visible(panel, HeldRow)


def test_the_day_ends_with_whom_to_tell(
    practice: Workspace, panel: TodayPanel, late: str, clock: FixedClock, qtbot: QtBot
) -> None:
    panel.attach(practice)
    assert not visible(panel, WrapUpRow), "Saturday is a day off"
    clock.set(datetime(2026, 10, 19, 15, 30, tzinfo=PARIS))
    item = practice.work.add({"title": "Slides", "client_id": late})
    practice.week.place(item, datetime(2026, 10, 19, 14, tzinfo=PARIS), minutes=60)
    panel.mark_stale()
    assert not visible(panel, WrapUpRow)
    clock.advance(minutes=40)
    panel.mark_stale()
    (row,) = visible(panel, WrapUpRow)
    assert row.accessibleName() == "17:00, Still open: Slides. To tell: Birch & Co"
    assert not hasattr(row, "wrap_up_button")
    with qtbot.waitSignal(panel.write_requested) as asked:
        press(row.write_button)
    assert asked.args == [late]


def test_on_the_last_working_day_the_week_is_wrapped_up(
    practice: Workspace, panel: TodayPanel, day: str, clock: FixedClock, qtbot: QtBot
) -> None:
    clock.set(datetime(2026, 10, 16, 16, 30, tzinfo=PARIS))
    panel.attach(practice)
    (row,) = visible(panel, WrapUpRow)
    with qtbot.waitSignal(panel.wrap_up_requested):
        press(row.wrap_up_button)


def test_p_plans(practice: Workspace, panel: TodayPanel, day: str, qtbot: QtBot) -> None:
    panel.attach(practice)
    with qtbot.waitSignal(panel.plan_requested):
        QTest.keyClick(now_row(panel), Qt.Key.Key_P)


def test_the_keyboard_stays_in_its_place_when_the_line_goes(
    practice: Workspace, panel: TodayPanel, day: str, qtbot: QtBot
) -> None:
    for title in ("one", "two", "three"):
        practice.work.add({"title": title, "planned_on": date(2026, 10, 12)})
    panel.attach(practice)
    with qtbot.waitActive(panel):
        panel.activateWindow()
    rows = visible(panel, ItemRow)
    rows[1].setFocus()
    QTest.keyClick(rows[1], Qt.Key.Key_D)
    left = visible(panel, ItemRow)
    assert [row.item.title for row in left] == ["one", "three"]
    assert left[1].hasFocus()
    assert left == [rows[0], rows[2]], "rows that say the same stay"


def test_tab_walks_the_page_as_it_is_read(
    practice: Workspace, late: str, panel: TodayPanel, clock: FixedClock
) -> None:
    gap(practice, clock)
    clock.set(datetime(2026, 10, 19, 16, 30, tzinfo=PARIS))
    item = practice.work.add({"title": "Slides"})
    practice.week.place(item, datetime(2026, 10, 19, 16, tzinfo=PARIS), minutes=60)
    practice.touchpoints.plan(late, TouchKind.CALL, datetime(2026, 10, 19, 17, tzinfo=PARIS))
    practice.work.add({"title": "Notes", "planned_on": date(2026, 10, 19)})
    panel.attach(practice)
    QApplication.processEvents()
    stops, widget = [], panel.plan_button
    while True:
        widget = widget.nextInFocusChain()
        if widget is panel.plan_button:
            break
        if (
            widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and panel.isAncestorOf(widget)
        ):
            stops.append(widget)
    tops = [stop.mapTo(panel, stop.rect().center()).y() for stop in stops if isinstance(stop, Row)]
    assert len(tops) >= 6
    assert tops == sorted(tops)


def test_without_clients_the_own_day_is_still_shown(practice: Workspace, panel: TodayPanel) -> None:
    panel.attach(practice)
    assert not visible(panel, NowRow)
    place(practice, None, 9, 120, "Own books")
    assert now_row(panel).accessibleName().startswith("Now, 09:00–11:00, Own books")
    assert visible(panel, BlockRow)


def test_the_first_look_shows_the_day_where_the_time_is_known(
    practice: Workspace, panel: TodayPanel, day: str, clock: FixedClock
) -> None:
    place(practice, day, 9, 120)
    view = practice.today()
    assert view is not None
    panel.use_clock(clock)
    panel.show_first(view)
    assert now_row(panel).accessibleName().startswith("Now, 09:00–11:00, Slides")
    press(now_row(panel).timer_button)
    QTest.keyClick(visible(panel, BlockRow)[0], Qt.Key.Key_V)
    assert practice.time.entries() == [], "nothing can be done before it is open"


def worked_dialog(panel: TodayPanel) -> WorkedDialog:
    press(panel.findChild(QPushButton, "worked_time_button"))
    return panel.window().findChildren(WorkedDialog)[-1]


def test_worked_time_is_typed_changed_and_deleted(practice: Workspace, panel: TodayPanel, day: str) -> None:
    practice.time.confirm(place(practice, day, 8))
    panel.attach(practice)
    dialog = worked_dialog(panel)
    assert dialog.sum_label.text() == "1 h worked"
    dialog.client_field.setCurrentIndex(dialog.client_field.findData(day))
    dialog.note_field.setText("call with Dele")
    for typed in ("", "soon", "25h"):
        dialog.length_field.setText(typed)
        press(dialog.log_button)
        assert dialog.problem_label.isVisible()
    dialog.length_field.setText("0:20")
    QTest.keyClick(dialog.length_field, Qt.Key.Key_Return)
    assert not dialog.problem_label.isVisible()
    assert dialog.sum_label.text() == "1 h 20 worked"
    assert practice.time.worked_minutes(client_id=day) == 80
    QApplication.processEvents()
    shown = [made for made in dialog.findChildren(QPushButton, "change_button") if made.isVisible()]
    press(next(made for made in shown if "call" in made.accessibleName()))
    length = dialog.findChildren(LengthDialog)[-1]
    length.length_field.setText("45")
    press(length.keep_button)
    assert dialog.sum_label.text() == "1 h 45 worked"
    QApplication.processEvents()
    for made in dialog.findChildren(QToolButton, "delete_button"):
        if made.isVisible() and "call" in made.accessibleName():
            QTest.mouseClick(made, Qt.MouseButton.LeftButton)
            break
    assert dialog.sum_label.text() == "1 h worked"


def test_worked_time_of_another_day(practice: Workspace, panel: TodayPanel, day: str) -> None:
    panel.attach(practice)
    dialog = worked_dialog(panel)
    assert not dialog.later_button.isEnabled()
    QTest.mouseClick(dialog.earlier_button, Qt.MouseButton.LeftButton)
    assert dialog.day() == date(2026, 10, 11)
    dialog.length_field.setText("45")
    press(dialog.log_button)
    assert practice.time.worked_minutes(date(2026, 10, 11), date(2026, 10, 11)) == 45
    QTest.mouseClick(dialog.later_button, Qt.MouseButton.LeftButton)
    assert dialog.sum_label.text() == "0 h worked"


def test_the_page_stays_where_it_is_and_undo_gives_the_line_its_keyboard_back(
    practice: Workspace, late: str, panel: TodayPanel, qtbot: QtBot, clock: FixedClock
) -> None:
    for name in ("Cedar", "Elm", "Fir", "Hazel", "Juniper", "Larch"):
        other = practice.clients.add(name)
        practice.rhythms.add(
            Layer.CLIENT,
            other,
            kind=RhythmKind.UPDATE,
            weekday=4,
            starts_on=clock.today() + timedelta(days=1),
        )
    panel.resize(1000, 420)
    panel.attach(practice)
    with qtbot.waitActive(panel):
        panel.activateWindow()
    bar = panel.findChild(QScrollArea, "scroll").verticalScrollBar()
    assert visible(panel, Row) and bar.maximum() > 100
    row = rows(panel)["Birch & Co"]
    row.setFocus()
    click(panel, "Birch & Co", "told_button")
    QApplication.processEvents()
    assert bar.value() == 0
    practice.store.undo()
    QApplication.processEvents()
    assert bar.value() == 0
    focus = QApplication.focusWidget()
    assert isinstance(focus, CheckInRow) and focus.accessibleName().startswith("Birch & Co")
