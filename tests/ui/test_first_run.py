"""The first run: look around, start empty, import; three questions and no more."""

from __future__ import annotations

import json
import shutil
from datetime import time

import pytest
from PySide6.QtCore import Qt

from clientdesk.services.demo import make_demo
from clientdesk.services.workspace import open_workspace
from clientdesk.ui.first_run import FirstRunPage
from clientdesk.ui.import_dialog import ImportDialog
from tests.helpers.pages import Heard, background


@pytest.fixture
def worker(qtbot):
    with background(qtbot) as made:
        yield made


@pytest.fixture
def page(qtbot, workspace, worker, monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Paris")
    heard = Heard()
    made = FirstRunPage(workspace, heard.messages, worker)
    qtbot.addWidget(made)
    made.heard = heard
    made.resize(1024, 640)
    made.show()
    qtbot.waitExposed(made)
    return made


def press(qtbot, widget, key):
    qtbot.keyClick(widget, key)


def test_look_around_is_one_click(qtbot, page):
    with qtbot.waitSignal(page.demo_asked):
        qtbot.mouseClick(page.look_card, Qt.MouseButton.LeftButton)


def test_look_around_is_one_key(qtbot, page):
    page.look_card.setFocus()
    with qtbot.waitSignal(page.demo_asked):
        press(qtbot, page.look_card, Qt.Key.Key_Return)


def test_the_page_says_where_the_data_is(page, workspace):
    assert page.folder_label.text() == str(workspace.folder.root)


def test_a_name_and_enter_set_the_practice_up(qtbot, page, workspace):
    page.empty_card.click()
    qtbot.keyClicks(page.questions.name_field, "Mara Lind")
    with qtbot.waitSignal(page.finished) as finished:
        press(qtbot, page.questions.name_field, Qt.Key.Key_Return)
    assert finished.args == ["intake"]
    practice = workspace.practice.get()
    assert (practice.name, practice.zone, practice.currency) == ("Mara Lind", "Europe/Paris", "EUR")
    assert practice.holiday_region == "FR"
    assert [tier.name for tier in workspace.tiers.list_all()] == ["Close", "Steady", "Light", "After"]


def test_working_hours_are_kept_as_entered(qtbot, page, workspace):
    page.empty_card.click()
    questions = page.questions
    questions.name_field.setText("Mara")
    questions.day_ticks[4].setChecked(False)
    questions.from_field.set_value(time(8, 30))
    questions.to_field.set_value(time(16, 0))
    questions.continue_button.click()
    hours = workspace.boundaries.resolved().working_hours
    assert sorted(day for day, spans in hours.items() if spans) == [0, 1, 2, 3]
    assert [(span.start, span.end) for span in hours[0]] == [(510, 960)]


def test_currency_and_what_is_under_more_can_be_changed(page, workspace):
    page.empty_card.click()
    questions = page.questions
    assert not questions.zone_field.isVisible()
    questions.more_button.click()
    assert questions.zone_field.isVisible()
    questions.name_field.setText("Mara")
    questions.currency_field.set_value("CHF")
    questions.zone_field.set_value("Europe/Zurich")
    questions.country_field.set_value("CH")
    questions.locale_field.set_value("de_CH")
    questions.continue_button.click()
    practice = workspace.practice.get()
    assert (practice.currency, practice.zone, practice.holiday_region, practice.locale) == (
        "CHF",
        "Europe/Zurich",
        "CH",
        "de_CH",
    )


def test_a_blank_name_is_said_beside_its_field_and_nothing_is_made(page, workspace):
    page.empty_card.click()
    page.questions.name_field.setText("   ")
    page.questions.continue_button.click()
    assert page.questions.problem_labels["name"].text() == "This needs some text."
    assert page.questions.problem_labels["name"].isVisible()
    assert workspace.practice.get() is None


def test_an_end_before_the_start_is_said_and_the_entries_stay(page, workspace):
    page.empty_card.click()
    questions = page.questions
    questions.name_field.setText("Mara")
    questions.from_field.set_value(time(17, 0))
    questions.to_field.set_value(time(9, 0))
    questions.continue_button.click()
    assert questions.problem_labels["working_hours"].isVisible()
    assert questions.from_field.value() == time(17, 0)
    assert workspace.practice.get() is None


def test_escape_goes_back_to_the_choices(qtbot, page):
    page.empty_card.click()
    assert page.stack.currentIndex() == 1
    press(qtbot, page, Qt.Key.Key_Escape)
    assert page.stack.currentIndex() == 0


def test_an_address_book_asks_the_questions_then_shows_what_it_found(qtbot, page, workspace, tmp_path):
    book = tmp_path / "people.csv"
    book.write_text("Company,Name\nBirch & Co,Ada Roe\n")
    page.ask_file = lambda *_: book
    page.import_card.click()
    qtbot.waitUntil(lambda: page.stack.currentIndex() == 1)
    page.questions.name_field.setText("Mara")
    page.questions.continue_button.click()
    dialog = page.findChild(ImportDialog)
    qtbot.waitUntil(dialog.import_button.isEnabled)
    with qtbot.waitSignal(page.finished) as finished:
        dialog.import_button.click()
    assert finished.args == ["intake"]
    assert [row.name for row in workspace.intake.rows()] == ["Birch & Co"]


def test_a_whole_workspace_needs_no_questions(qtbot, page, workspace, tmp_path, migrated_store, clock):
    root = tmp_path / "other"
    root.mkdir()
    shutil.copyfile(migrated_store, root / workspace.folder.store.name)
    other = open_workspace(root, clock)
    make_demo(other)
    out = tmp_path / "all.json"
    other.interchange.export_to(out)
    other.close(back_up=False)
    page.ask_file = lambda *_: out
    page.import_card.click()
    qtbot.waitUntil(lambda: page.findChild(ImportDialog) is not None)
    dialog = page.findChild(ImportDialog)
    qtbot.waitUntil(dialog.import_button.isEnabled)
    with qtbot.waitSignal(page.finished, timeout=10_000) as finished:
        dialog.import_button.click()
    assert finished.args == ["clients"]
    practices = json.loads(out.read_text())["practices"]
    assert workspace.practice.get().name == practices[0]["name"]


def test_a_file_that_cannot_be_read_is_said_and_the_choices_stay(qtbot, page, tmp_path):
    page.ask_file = lambda *_: tmp_path / "gone.json"
    page.import_card.click()
    qtbot.waitUntil(lambda: bool(page.heard.said))
    assert "gone.json can't be read" in page.heard.text
    assert page.stack.currentIndex() == 0


def test_giving_the_file_dialog_up_changes_nothing(page):
    page.ask_file = lambda *_: None
    page.import_card.click()
    assert page.stack.currentIndex() == 0


def test_giving_the_import_up_after_the_questions_goes_on_to_the_clients(qtbot, page, tmp_path):
    book = tmp_path / "people.csv"
    book.write_text("Name\nAda Roe\n")
    page.ask_file = lambda *_: book
    page.import_card.click()
    qtbot.waitUntil(lambda: page.stack.currentIndex() == 1)
    page.questions.name_field.setText("Mara")
    page.questions.continue_button.click()
    dialog = page.findChild(ImportDialog)
    qtbot.waitUntil(dialog.import_button.isEnabled)
    with qtbot.waitSignal(page.finished) as finished:
        dialog.cancel_button.click()
    assert finished.args == ["intake"]


def test_everything_that_can_be_used_has_a_name(page):
    page.empty_card.click()
    questions = page.questions
    questions.more_button.click()
    fields = (questions.name_field, questions.from_field, questions.currency_field, questions.zone_field)
    for widget in (page.look_card, page.empty_card, page.import_card, *fields, *questions.day_ticks):
        assert widget.accessibleName(), widget.objectName()
        assert widget.objectName()
