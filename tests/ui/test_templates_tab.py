"""The tab of templates and clauses: seen, edited as you go, put back; and the language of papers in Settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import AgreementKind
from clientdesk.services import template_files
from clientdesk.services.wording import words_for
from clientdesk.services.workspace import Workspace
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.boundaries import BoundariesPanel
from clientdesk.ui.panels.boundaries.clauses_page import ClausesPage, section_words
from clientdesk.ui.panels.boundaries.template_editor import TemplateEditor
from clientdesk.ui.panels.boundaries.templates_page import TemplatesPart
from clientdesk.ui.panels.settings.documents import DocumentsSection
from clientdesk.ui.theme import Theme


@pytest.fixture
def started(workspace: Workspace) -> Workspace:
    workspace.practice.set_up("Lindqvist", zone="Europe/Paris", currency="EUR")
    return workspace


@pytest.fixture
def messages() -> Messages:
    return Messages(words_for)


@pytest.fixture
def panel(qtbot: QtBot, started: Workspace, messages: Messages, tmp_path: Path) -> Iterator[BoundariesPanel]:
    panel = BoundariesPanel(started, messages, Theme(tmp_path))
    started.store.subscribe(panel.on_changed)
    qtbot.addWidget(panel)
    panel.resize(1_200, 800)
    panel.show()
    panel.refresh()
    panel.tabs.setCurrentWidget(panel.templates_page)
    yield panel
    panel.hide()


@pytest.fixture
def templates(panel: BoundariesPanel) -> TemplatesPart:
    return panel.templates_page.templates_part


@pytest.fixture
def clauses(qtbot: QtBot, panel: BoundariesPanel) -> ClausesPage:
    page = panel.templates_page
    qtbot.mouseClick(page.what.buttons["clauses"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.clauses_part)
    return page.clauses_part


def type_into(qtbot: QtBot, field: QLineEdit | QPlainTextEdit, text: str) -> None:
    """As a user does: all of it replaced, then on to the next field."""
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Tab)


def test_every_shipped_template_is_listed_and_shown(templates: TemplatesPart) -> None:
    assert templates.model.rowCount() == len(template_files.TEMPLATES)
    for key in template_files.TEMPLATES:
        templates.table.select_id(key)
        view = templates.current()
        assert view is not None and templates.name.text() == view.name
        assert filled(templates.editor.document()) == filled(template_files.template(key, "en").document)


def filled(value: object) -> object:
    if isinstance(value, dict):
        return {key: filled(inner) for key, inner in value.items() if inner not in (None, "", [], {})}
    return [filled(inner) for inner in value] if isinstance(value, list) else value


def test_nothing_is_cut_off_in_a_narrow_window(panel: BoundariesPanel, templates: TemplatesPart) -> None:
    panel.resize(816, 700)
    QApplication.processEvents()
    (scroll,) = [area for area in templates.findChildren(QScrollArea) if area.isAncestorOf(templates.editor)]
    over = scroll.widget().width() - scroll.viewport().width()
    assert over <= 0 or scroll.horizontalScrollBar().isVisible()
    assert over < 40
    panel.resize(1_200, 800)
    QApplication.processEvents()
    kind = templates.model.column_number("kind")
    assert not templates.table.isColumnHidden(kind)
    assert templates.model.index_of("welcome_letter", kind).data() == "Welcome letter"


def test_an_edit_is_kept_when_the_field_is_left(
    qtbot: QtBot, started: Workspace, templates: TemplatesPart
) -> None:
    templates.table.select_id("audit")
    type_into(qtbot, templates.name, "Check-up")
    field = templates.editor.fields["not_included"].editor
    assert isinstance(field, QPlainTextEdit)
    field.setFocus()
    field.setPlainText("Magic\n\n  Miracles ")
    templates.name.setFocus()
    assert started.templates.document("audit")["not_included"] == ["Magic", "Miracles"]
    view = started.templates.get("audit")
    assert (view.name, view.is_changed) == ("Check-up", True)
    assert templates.reset_button.isEnabled() and templates.table.current_id() == "audit"
    qtbot.mouseClick(templates.reset_button, Qt.MouseButton.LeftButton)
    assert started.templates.document("audit") == template_files.template("audit", "en").document
    assert templates.name.text() == "Audit" and not templates.reset_button.isEnabled()


def test_leaving_a_field_as_it_was_changes_nothing(
    qtbot: QtBot, started: Workspace, templates: TemplatesPart
) -> None:
    for field in templates.editor.findChildren(QLineEdit)[:6]:
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert started.store.undo_label is None
    assert not any(view.is_changed for view in started.templates.list())


def test_rows_come_and_go(qtbot: QtBot, started: Workspace, templates: TemplatesPart) -> None:
    rows = templates.editor.rows["deliverables"]
    qtbot.waitUntil(lambda: rows.add_button.height() > 0)
    qtbot.mouseClick(rows.add_button, Qt.MouseButton.LeftButton)
    title = rows.block_field(3, "title").editor
    assert isinstance(title, QLineEdit)
    type_into(qtbot, title, "Poster")
    days = rows.block_field(3, "due_in").editor
    assert isinstance(days, QSpinBox) and days.text() == "–"
    days.setValue(30)
    days.editingFinished.emit()
    kept = started.templates.document("fixed_fee_project")["deliverables"]
    assert [row["title"] for row in kept][-1] == "Poster" and kept[-1]["due_in"] == 30
    remove = rows.findChildren(QAbstractButton, "remove_button")[0]
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    kept = started.templates.document("fixed_fee_project")["deliverables"]
    assert len(kept) == 3 and kept[0]["title"] == "Options and recommendation"


def test_what_can_not_be_kept_is_said_and_stays(
    qtbot: QtBot, started: Workspace, templates: TemplatesPart, messages: Messages
) -> None:
    said: list[str] = []
    messages.spoken.connect(lambda kind, _text: said.append(kind))
    type_into(qtbot, templates.name, " ")
    assert said == ["error"]
    assert started.templates.get("fixed_fee_project").name == "Fixed-fee project"


def test_a_template_of_ones_own_can_be_deleted_and_comes_back(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel, templates: TemplatesPart
) -> None:
    engagement = started.engagements.add(started.clients.add("Birch"), "Stock")
    key = started.templates.save_from(started.agreements.create(engagement), "Mine")
    templates.table.select_id(key)
    assert templates.name.text() == "Mine" and templates.reset_button.isHidden()
    qtbot.mouseClick(templates.delete_button, Qt.MouseButton.LeftButton)
    assert key not in {view.key for view in started.templates.list()}
    started.store.undo()
    assert templates.model.index_of(key).isValid()
    assert panel.templates_page.stack.currentWidget() is templates


def test_another_language_shows_its_own_texts(panel: BoundariesPanel, templates: TemplatesPart) -> None:
    page = panel.templates_page
    page.language.set_value("de")
    page.language.activated.emit(1)
    assert templates.name.text() == "Festpreisprojekt"
    assert templates.editor.document()["not_included"][0].startswith("Einführung in weiteren")


def test_letters_have_paragraphs(qtbot: QtBot) -> None:
    editor = TemplateEditor()
    qtbot.addWidget(editor)
    letter = template_files.template("welcome_letter", "en").document
    editor.show_document(AgreementKind.WELCOME_LETTER, letter)
    assert filled(editor.document()) == filled(letter)
    editor.show_document(AgreementKind.STATEMENT_OF_WORK, {"roles": [{"side": "client", "who": "Ada"}]})
    side = editor.rows["roles"].block_field(0, "side").editor
    assert isinstance(side, QComboBox) and side.currentData() == "client"


def test_every_field_of_the_editor_has_a_name(templates: TemplatesPart) -> None:
    fields = [*templates.editor.findChildren(QLineEdit), *templates.editor.findChildren(QPlainTextEdit)]
    named = [field for field in fields if field.objectName() != "qt_spinbox_lineedit"]
    assert named and all(field.accessibleName() and field.objectName() for field in named)


# Clauses


def test_a_clause_is_changed_reset_and_put_away(
    qtbot: QtBot, started: Workspace, clauses: ClausesPage
) -> None:
    clauses.table.select_id("no_legal")
    type_into(qtbot, clauses.body, "Advice on law")
    assert clause(started, "no_legal") == "Advice on law"
    qtbot.mouseClick(clauses.reset_button, Qt.MouseButton.LeftButton)
    assert clauses.body.toPlainText() == "Legal, tax and employment advice"
    qtbot.mouseClick(clauses.hide_button, Qt.MouseButton.LeftButton)
    assert clause(started, "no_legal") is None and clauses.hidden_button.isVisible()
    qtbot.mouseClick(clauses.hidden_button, Qt.MouseButton.LeftButton)
    assert clause(started, "no_legal") and clauses.hidden_button.isHidden()


def test_a_clause_of_ones_own_is_added(qtbot: QtBot, started: Workspace, clauses: ClausesPage) -> None:
    qtbot.mouseClick(clauses.add_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(clauses.save_button, Qt.MouseButton.LeftButton)
    assert clauses.save_button.isVisible()
    clauses.section.set_value("closing")
    type_into(qtbot, clauses.title, "Cake")
    type_into(qtbot, clauses.body, "Cake for everyone")
    qtbot.mouseClick(clauses.save_button, Qt.MouseButton.LeftButton)
    made = started.clauses.for_section("closing")[-1]
    assert (made.title, made.body, made.is_shipped) == ("Cake", "Cake for everyone", False)
    assert clauses.table.current_id() == made.key and clauses.save_button.isHidden()
    assert clauses.hide_button.text() == "Delete clause"
    qtbot.mouseClick(clauses.hide_button, Qt.MouseButton.LeftButton)
    assert made.key not in {view.key for view in started.clauses.all()}


def test_every_section_of_the_library_has_words() -> None:
    assert {clause.section for clause in template_files.clauses("en")} == set(section_words())


def clause(workspace: Workspace, key: str) -> str | None:
    return next((view.body for view in workspace.clauses.all() if view.key == key), None)


# Settings


def test_the_language_of_papers_is_chosen_and_says_that_no_lawyer_read_it(
    qtbot: QtBot, started: Workspace, messages: Messages
) -> None:
    section = DocumentsSection(started.practice, messages)
    qtbot.addWidget(section)
    section.refresh()
    field = section.fields["paper_language"]
    assert isinstance(field, QComboBox)
    assert [field.itemText(place) for place in range(field.count())] == [
        "English",
        "Deutsch (not reviewed by a lawyer)",
        "Français (not reviewed by a lawyer)",
        "Español (not reviewed by a lawyer)",
    ]
    assert field.currentText() == "English"
    field.setCurrentIndex(2)
    field.activated.emit(2)
    view = started.practice.get()
    assert view is not None and view.paper_language == "fr"
