"""My clients in ten minutes: a table filled by single keys."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QAbstractItemModel, QMimeData, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMenu

from clientdesk.models.intake import LastSpoke
from clientdesk.ui.first_run import IntakePage
from tests.helpers.pages import Heard

KEY = Qt.Key


@pytest.fixture
def desk(workspace):
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR")
    return workspace


@pytest.fixture
def page(qtbot, desk):
    heard = Heard()
    made = IntakePage(desk, heard.messages)
    qtbot.addWidget(made)
    made.heard = heard
    desk.store.subscribe(made.on_changed)
    made.resize(1000, 640)
    made.show()
    made.activateWindow()
    qtbot.waitActive(made)
    return made


def paste(page, text):
    data = QMimeData()
    data.setText(text)
    page.names_field.insertFromMimeData(data)


class Hand:
    """Presses keys where the focus is, and counts those that are no words."""

    def __init__(self):
        self.keys = 0

    def press(self, *keys):
        for key in keys:
            QTest.keyClick(QApplication.focusWidget(), key)
            self.keys += 1

    def write(self, text):
        QTest.keyClicks(QApplication.focusWidget(), text)


@pytest.fixture
def hand():
    return Hand()


def line_of(page, name):
    return next(line for line in page.model.rows if line.name == name)


def test_a_pasted_column_becomes_clients_at_once(page, desk):
    paste(page, "Birch & Co\nCedar\nDelta\n")
    assert [row.name for row in desk.intake.rows()] == ["Birch & Co", "Cedar", "Delta"]
    assert page.names_field.toPlainText() == ""
    assert [line.name for line in page.model.rows] == ["Birch & Co", "Cedar", "Delta"]
    assert page.table.hasFocus()
    assert page.table.current_id() == page.model.rows[0].client_id


def test_a_typed_name_is_added_by_enter(page, desk, hand):
    page.names_field.setFocus()
    hand.write("Birch")
    hand.press(KEY.Key_Return)
    assert [row.name for row in desk.intake.rows()] == ["Birch"]
    assert page.names_field.hasFocus()


def test_a_name_that_is_too_long_stays_with_its_reason(page, desk):
    paste(page, "Birch\n" + "x" * 201 + "\n")
    assert "longer than 200 characters" in page.names_problem.text()
    assert page.names_field.names()[1] == "x" * 201
    assert desk.clients.count_active() == 0


def test_names_that_are_here_already_are_said(page):
    paste(page, "Birch\nCedar\n")
    paste(page, "birch\nDelta\n")
    assert "One of these names is here already" in page.heard.text
    assert len(page.model.rows) == 3


def test_a_whole_line_takes_at_most_seven_keys_besides_the_words(page, desk, hand):
    paste(page, "Birch\nCedar\n")
    birch = page.model.rows[0].client_id
    hand.press(KEY.Key_1, KEY.Key_L, KEY.Key_A, KEY.Key_E)
    hand.write("Draft report")
    hand.press(KEY.Key_Tab)
    hand.write("thu 22")
    hand.press(KEY.Key_Return)
    assert hand.keys <= 7
    client = desk.clients.get(birch)
    assert (client.tier, client.needs_intake) == ("Close", False)
    assert client.last_told.on == date(2026, 10, 5)
    assert desk.rhythms.of_client(birch) == []
    work = desk.engagements.list_for_client(birch)[0]
    milestone = desk.engagements.get(work.engagement_id).milestones[0]
    assert (work.title, milestone.title, milestone.expected_on) == (
        "Current work",
        "Draft report",
        date(2026, 10, 22),
    )
    assert page.table.current_id() == line_of(page, "Cedar").client_id
    assert page.table.hasFocus()
    assert page.progress_label.text() == "1 of 2 done"


def test_the_next_line_goes_on_with_its_own_keys(page, desk, hand):
    paste(page, "Birch\nCedar\n")
    ids = [line.client_id for line in page.model.rows]
    hand.press(KEY.Key_T, KEY.Key_Return, KEY.Key_3, KEY.Key_M, KEY.Key_Return)
    assert [desk.clients.get(found).tier for found in ids] == ["Steady", "Light"]
    assert [desk.clients.get(found).last_told.on for found in ids] == [date(2026, 10, 12), date(2026, 10, 1)]
    assert len(desk.rhythms.of_client(ids[1])) == 2
    assert page.done_button.text() == "Go to my clients"
    assert page.done_button.hasFocus()


@pytest.mark.parametrize(
    ("key", "spoke"),
    [
        (KEY.Key_T, LastSpoke.TODAY),
        (KEY.Key_Y, LastSpoke.YESTERDAY),
        (KEY.Key_W, LastSpoke.THIS_WEEK),
        (KEY.Key_L, LastSpoke.LAST_WEEK),
        (KEY.Key_M, LastSpoke.THIS_MONTH),
    ],
)
def test_each_letter_says_when_they_last_spoke(page, hand, key, spoke):
    paste(page, "Birch\nCedar\n")
    hand.press(key)
    assert page.model.rows[0].spoke is spoke


def test_single_letters_can_be_switched_off(qtbot, page, hand):
    paste(page, "Birch\nCedar\n")
    page.table.uses_single_keys = False
    hand.press(KEY.Key_T, KEY.Key_1, KEY.Key_A)
    line = page.model.rows[0]
    assert (line.spoke, line.tier, bool(line.rhythms)) == (None, "Steady", True)


def test_letters_never_search_the_list(page, hand):
    paste(page, "Birch\nXenia\n")
    hand.press(KEY.Key_X)
    assert page.table.current_id() == page.model.rows[0].client_id


def test_undo_brings_the_line_back(page, desk, hand):
    paste(page, "Birch\nCedar\n")
    hand.press(KEY.Key_T, KEY.Key_Return)
    assert line_of(page, "Birch").is_done
    desk.store.undo()
    assert not line_of(page, "Birch").is_done
    assert page.progress_label.text() == "0 of 2 done"


def test_a_finished_line_takes_no_more_keys(page, desk, hand):
    paste(page, "Birch\nCedar\n")
    birch = page.model.rows[0].client_id
    hand.press(KEY.Key_T, KEY.Key_Return)
    page.table.select_id(birch)
    hand.press(KEY.Key_1, KEY.Key_E)
    assert line_of(page, "Birch").tier == "Steady"
    assert desk.clients.get(birch).tier == "Steady"
    assert "Done" in page.hint_label.text()


def test_the_page_goes_on_where_it_was_left(qtbot, page, desk, hand):
    paste(page, "Birch\nCedar\nDelta\n")
    hand.press(KEY.Key_T, KEY.Key_Return)
    again = IntakePage(desk, page.heard.messages)
    qtbot.addWidget(again)
    again.show()
    assert [line.name for line in again.model.rows] == ["Cedar", "Delta"]


def test_a_date_that_cannot_be_read_keeps_the_line_open(page, desk, hand):
    paste(page, "Birch\nCedar\n")
    hand.press(KEY.Key_E)
    hand.write("Report")
    hand.press(KEY.Key_Tab)
    hand.write("soonish")
    assert "No date in this" in page.hint_label.text()
    hand.press(KEY.Key_Return)
    assert "“soonish” can't be read as a date" in page.hint_label.text()
    assert desk.intake.count_open() == 2
    assert page.model.rows[0].by_text == "soonish"


def test_a_date_without_words_keeps_the_line_open(page, desk, hand):
    paste(page, "Birch\nCedar\n")
    hand.press(KEY.Key_E, KEY.Key_Tab)
    hand.write("+3d")
    hand.press(KEY.Key_Return)
    assert "What they expect: this needs some text." in page.hint_label.text()
    assert desk.intake.count_open() == 2


def test_the_date_is_shown_as_it_is_read(page, hand):
    paste(page, "Birch\nCedar\n")
    hand.press(KEY.Key_E, KEY.Key_Tab)
    hand.write("+3d")
    assert page.hint_label.text() == "Read as Thu 15 Oct 2026."


def test_escape_leaves_the_words_as_they_were(page, hand):
    paste(page, "Birch\nCedar\n")
    hand.press(KEY.Key_E)
    hand.write("Rep")
    hand.press(KEY.Key_Escape)
    assert page.model.rows[0].expects == ""
    assert page.table.hasFocus()


def test_clicks_do_the_same_as_keys(qtbot, page):
    paste(page, "Birch\nCedar\n")
    model, table = page.model, page.table
    for key, words in (("tier", "3  Light"), ("spoke", "L  last week")):
        table.clicked.emit(model.index(0, model.column_number(key)))
        menu = page.findChild(QMenu, f"{key}_menu")
        next(action for action in menu.actions() if action.text() == words).trigger()
        menu.close()
        qtbot.waitUntil(lambda key=key: page.findChild(QMenu, f"{key}_menu") is None)
    table.clicked.emit(model.index(0, model.column_number("rhythms")))
    line = page.model.rows[0]
    assert (line.tier, line.spoke, line.rhythms) == ("Light", LastSpoke.LAST_WEEK, "")


def test_the_hint_says_what_will_be_stored(page, hand):
    paste(page, "Birch\nCedar\n")
    hand.press(KEY.Key_3, KEY.Key_L)
    assert "Last spoke is kept as Mon 5 Oct." in page.hint_label.text()
    assert "Promised from today: update on the last Friday of the month" in page.hint_label.text()


def test_the_tier_decides_which_rhythms_are_offered(page, hand):
    paste(page, "Birch\nCedar\n")
    assert page.model.rows[0].rhythms == "Update, call, review"
    hand.press(KEY.Key_3)
    assert page.model.rows[0].rhythms == "Update, call"


def test_done_for_now_leaves(qtbot, page):
    with qtbot.waitSignal(page.finished):
        page.done_button.click()


def test_the_model_keeps_the_rules_of_models(qtbot, page):
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert isinstance(tester.model(), QAbstractItemModel)
    paste(page, "Birch\nCedar\n")
    assert page.model.rowCount() == 2


def test_markup_in_a_name_stays_text(page):
    paste(page, "<b>Acme</b> & <img src=x>\nCedar\n")
    assert page.model.index(0, 0).data() == "<b>Acme</b> & <img src=x>"


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Return])
def test_down_or_enter_leaves_the_names_for_the_lines(page, desk, hand, key):
    paste(page, "Birch & Co\nCedar\n")
    page.names_field.setFocus()
    hand.press(key)
    assert page.table.hasFocus()
    assert [row.name for row in desk.intake.rows()] == ["Birch & Co", "Cedar"]
