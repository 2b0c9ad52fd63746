"""Today's page: told, later, hold, release; what to say; the first read shows before the workspace is open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import CheckInState, Layer, RhythmKind, TouchKind
from clientdesk.services.workspace import Workspace
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.today import TodayPanel
from clientdesk.ui.panels.today.day_rows import BlockRow
from clientdesk.ui.panels.today.gap_dialog import GapDialog
from clientdesk.ui.panels.today.now_line import NowRow
from clientdesk.ui.panels.today.panel import FIRST_ROWS
from clientdesk.ui.panels.today.rows import CheckInRow, PromiseRow, Row
from clientdesk.ui.theme import Theme
from tests.helpers.fakes import FixedClock


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
    item = practice.week.add_work_item({"title": "Slides", "estimate_minutes": 60})
    practice.week.place(item, clock.now(), minutes=60)
    panel.attach(practice)
    (row,) = visible(panel, BlockRow)
    QTest.mouseClick(row.done_button, Qt.MouseButton.LeftButton)
    assert practice.week.get_work_item(item).is_done


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
    assert buttons == ["I told them", "Later"] * 2


def test_the_first_look_shows_what_fits_and_then_the_rest(
    practice: Workspace, panel: TodayPanel, clock: FixedClock, qtbot: QtBot
) -> None:
    for number in range(FIRST_ROWS + 3):
        practice.clients.add(f"Client {number}", limit_days=2)
    clock.advance(days=9)
    view = practice.today()
    assert view is not None
    panel.show_first(view)
    assert len(rows(panel)) == FIRST_ROWS
    qtbot.waitUntil(lambda: len(rows(panel)) == FIRST_ROWS + 3)


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
