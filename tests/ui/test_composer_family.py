"""Papers of every kind in the composer: sections, pages, a change order, clauses, templates, undo, new papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import AgreementKind, AgreementState, Side
from clientdesk.services.workspace import Workspace
from clientdesk.ui.main_window import MainWindow
from clientdesk.ui.panels.papers import PapersPanel
from clientdesk.ui.panels.papers.clause_menu import ClauseDialog, clause_places
from clientdesk.ui.panels.papers.new_paper import CLIENT, WRITTEN_KINDS, NewPaperDialog
from clientdesk.ui.panels.papers.sections import sections_for
from clientdesk.ui.panels.papers.specs import value_at
from clientdesk.ui.panels.papers.template_dialogs import SaveTemplateDialog
from clientdesk.ui.panels.papers.words import money_text
from tests.helpers.papers_window import click, dialog, field, rows, stored, write

Settle = Callable[[], None]


@pytest.fixture
def order(workspace: Workspace, panel: PapersPanel, draft: str, settle: Settle) -> str:
    """A change order to an executed paper, open in the composer."""
    panel.composer.leave()
    workspace.agreements.issue(draft)
    for side in Side:
        workspace.agreements.mark_signed(draft, side, "Ada Roe")
    made = workspace.agreements.create_amendment(draft)
    panel.open_agreement(made)
    settle()
    return made


@pytest.mark.parametrize("kind", WRITTEN_KINDS)
def test_every_kind_is_written_and_shown(
    workspace: Workspace, panel: PapersPanel, engagement: str, settle: Settle, kind: AgreementKind
) -> None:
    made = workspace.agreements.create(engagement, kind=kind)
    panel.open_agreement(made)
    settle()
    composer = panel.composer
    assert composer.preview.page_count() >= 1
    assert [
        composer.rail.item(n).data(int(Qt.ItemDataRole.UserRole) + 3) for n in range(composer.rail.count())
    ] == [section.key for section in sections_for(kind)]
    before = stored(workspace, made)
    for section in sections_for(kind):
        page = composer.page(section.key)
        for path, box in page.boxes.items():
            assert box.value() == value_at(before, path), path
        for path, editor in page.rows.items():
            assert editor.value() == value_at(before, path), path
    panel.show_list()
    assert stored(workspace, made) == before


def test_the_sections_follow_the_kind_of_the_paper_opened(
    workspace: Workspace, panel: PapersPanel, engagement: str, draft: str, settle: Settle
) -> None:
    panel.composer.page("exhibit")
    letter = workspace.agreements.create(engagement, kind=AgreementKind.WELCOME_LETTER)
    panel.open_agreement(letter)
    settle()
    assert panel.composer.rail.count() == 3
    assert panel.composer.head.kind_chip.text() == "Welcome letter"
    panel.open_agreement(draft)
    settle()
    assert panel.composer.rail.count() == len(sections_for())
    assert field(panel, "paper", "project_title").value() == "Advice"


# A change order


def test_a_change_order_names_what_it_changes_and_sums_up(
    qtbot: QtBot, workspace: Workspace, panel: PapersPanel, order: str, settle: Settle
) -> None:
    composer = panel.composer
    amended = composer.page("paper").computed["amended"]
    assert amended.value("paper").startswith("SOW-2026-001 · v1 · Advice")
    editor = rows(panel, "changes", "changes")
    editor.add_row()
    reference = editor.boxes["ref"].entry
    reference.setFocus()
    reference.setCurrentIndex(reference.findData("D1"))
    assert editor.value()[-1]["ref"] == "D1"
    assert editor.value()[-1]["title"] == "Audit report"
    money = rows(panel, "money", "fee_lines")
    money.add_text_rows("Second audit\t1,200.50\nPlan dropped\t(200.50)")
    settle()
    assert [line["amount"] for line in stored(workspace, order)["fee_lines"]] == ["1200.50", "-200.50"]
    change = composer.page("money").computed["change"]
    assert (change.value("added"), change.value("net")) == tuple(
        money_text(amount, "EUR") for amount in _decimals("1000.00", "8200.00")
    )
    write(qtbot, field(panel, "new", "days_added"), "14")
    settle()
    assert stored(workspace, order)["days_added"] == 14
    composer.page("paper")
    assert "1 Jan" in amended.value("new_end")


def _decimals(*texts: str) -> list[Any]:
    from decimal import Decimal

    return [Decimal(text) for text in texts]


def test_new_rows_of_a_change_order_go_on_counting(panel: PapersPanel, order: str) -> None:
    editor = rows(panel, "new", "deliverables")
    editor.add_text_rows("Second report")
    assert editor.model.index(0, 0).data() == "D2"
    payments = rows(panel, "money", "payments")
    payments.add_row()
    choice = payments.boxes["tied_to"].entry
    assert choice.findText("D2 Second report") > 0


def test_moves_know_the_date_before(workspace: Workspace, panel: PapersPanel, order: str) -> None:
    editor = rows(panel, "new", "moves")
    editor.add_row()
    reference = editor.boxes["ref"].entry
    reference.setCurrentIndex(reference.findData("M1"))
    (row,) = editor.value()[-1:]
    assert (row["ref"], row["title"], row["before_on"]) == ("M1", "Draft report", "2026-11-17")
    assert "G1" not in [reference.itemData(n) for n in range(reference.count())]


# Letters have lists within their rows


def test_a_list_within_a_row_is_written_as_lines(
    qtbot: QtBot, workspace: Workspace, panel: PapersPanel, engagement: str, settle: Settle
) -> None:
    made = workspace.agreements.create(engagement, kind=AgreementKind.OFFBOARDING_LETTER)
    panel.open_agreement(made)
    editor = rows(panel, "body", "parts")
    editor.add_row()
    place = len(editor.value()) - 1
    items = editor.boxes["items"].entry
    assert isinstance(items, QPlainTextEdit)
    items.setFocus()
    qtbot.keyClicks(items, "Keys")
    qtbot.keyClick(items, Qt.Key.Key_Return)
    qtbot.keyClicks(items, "Files")
    settle()
    assert stored(workspace, made)["parts"][place]["items"] == ["Keys", "Files"]


# Undo


def test_one_stay_in_a_field_is_one_step_however_often_it_is_kept(
    qtbot: QtBot, workspace: Workspace, window: MainWindow, panel: PapersPanel, draft: str
) -> None:
    box = field(panel, "paper", "project_title")
    box.take_focus()
    entry = box.entry
    assert isinstance(entry, QLineEdit)
    entry.end(False)
    for words in (" now", " and", " then"):
        qtbot.keyClicks(entry, words)
        panel.composer.flush()
    assert stored(workspace, draft)["project_title"] == "Advice now and then"
    other = field(panel, "paper", "printed_title")
    other.take_focus()
    qtbot.keyClicks(other.entry, "!")
    panel.composer.flush()
    window.undo()
    assert stored(workspace, draft)["project_title"] == "Advice now and then"
    window.undo()
    assert stored(workspace, draft)["project_title"] == "Advice"


def test_undo_in_a_text_field_is_its_own(
    qtbot: QtBot, workspace: Workspace, panel: PapersPanel, draft: str
) -> None:
    box = field(panel, "purpose", "purpose")
    box.take_focus()
    entry = box.entry
    assert isinstance(entry, QPlainTextEdit)
    qtbot.keyClicks(entry, "Why now")
    panel.composer.flush()
    label = workspace.store.undo_label
    qtbot.keyClick(entry, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert entry.toPlainText() == ""
    assert workspace.store.undo_label == label


# The menu


def test_a_duplicate_is_another_draft_and_open(
    workspace: Workspace, window: MainWindow, panel: PapersPanel, draft: str, settle: Settle, said: list[str]
) -> None:
    panel.composer.menu.do("duplicate")
    settle()
    copy = panel.composer.agreement_id
    assert copy != draft
    assert len(workspace.agreements.list_all()) == 2
    assert stored(workspace, copy)["project_title"] == "Advice"
    assert stored(workspace, copy)["starts_on"] is None
    assert said[-1].startswith("A copy is open")
    window.undo()
    assert [row.agreement_id for row in workspace.agreements.list_all()] == [draft]


def test_a_later_version_is_compared_with_the_one_before(
    workspace: Workspace, panel: PapersPanel, issued: str, settle: Settle
) -> None:
    panel.open_agreement(workspace.agreements.new_version(issued))
    settle()
    composer = panel.composer
    assert composer.head.actions_by_key["compare"].isVisible()
    composer.menu.do("compare")
    assert panel.compare_page is not None
    assert panel.stack.currentWidget() is panel.compare_page


def test_a_first_version_has_nothing_to_be_compared_with(panel: PapersPanel, draft: str) -> None:
    assert not panel.composer.head.actions_by_key["compare"].isVisible()


def test_a_paper_becomes_a_template_by_name(
    qtbot: QtBot, workspace: Workspace, window: MainWindow, panel: PapersPanel, draft: str
) -> None:
    panel.composer.menu.do("template")
    asked = dialog(window, SaveTemplateDialog)
    asked.name_field.clear()
    click(qtbot, asked.verb_button)
    assert asked.isVisible()
    assert asked.form.problem_text("name")
    qtbot.keyClicks(asked.name_field, "Short audits")
    click(qtbot, asked.verb_button)
    own = [view for view in workspace.templates.list() if not view.is_shipped]
    assert [view.name for view in own] == ["Short audits"]


def test_a_clause_is_found_and_inserted_as_one_step(
    qtbot: QtBot,
    workspace: Workspace,
    window: MainWindow,
    panel: PapersPanel,
    draft: str,
    settle: Settle,
) -> None:
    panel.composer.page("scope")
    panel.composer.menu.do("clauses")
    asked = dialog(window, ClauseDialog)
    assert asked.place_choice.currentText() == "This section: Scope"
    shown = {view.section for view in asked._known.values()}
    assert shown == {"included", "not_included", "assumptions"}
    qtbot.keyClicks(asked.filter_field, "software")
    qtbot.waitUntil(lambda: asked.list.count() == 1)
    body = asked.text_label.text()
    qtbot.keyClick(asked.filter_field, Qt.Key.Key_Return)
    settle()
    assert not asked.isVisible()
    assert stored(workspace, draft)["not_included"] == [body]
    assert panel.composer.page("scope").lines["not_included"].value() == [body]
    window.undo()
    assert stored(workspace, draft)["not_included"] == []


def test_words_selected_are_kept_as_a_clause(
    qtbot: QtBot, workspace: Workspace, window: MainWindow, panel: PapersPanel, draft: str
) -> None:
    box = field(panel, "terms", "governing_terms")
    write(qtbot, box, "Ravens are fed by the client.")
    box.entry.selectAll()  # type: ignore[attr-defined]
    panel.composer.menu.do("clauses")
    asked = dialog(window, ClauseDialog)
    assert asked.own.isVisible()
    assert asked.own_body.toPlainText() == "Ravens are fed by the client."
    assert asked.own_section.value() == "governing_terms"
    qtbot.keyClicks(asked.own_title, "Ravens")
    click(qtbot, asked.own_button)
    (kept,) = [view for view in workspace.clauses.for_section("governing_terms") if not view.is_shipped]
    assert (kept.title, kept.body) == ("Ravens", "Ravens are fed by the client.")
    assert asked.current_key() == kept.key
    click(qtbot, asked.away_button)
    assert kept.key not in [view.key for view in workspace.clauses.all()]


def test_every_place_of_the_library_is_a_field_of_the_paper() -> None:
    from clientdesk.services.clauses import SECTIONS

    assert [path for path, _ in clause_places()] == list(SECTIONS)
    for path in SECTIONS:
        assert any(section.part_of(path) is not None for section in sections_for()), path


def test_a_clause_for_a_row_goes_into_the_row_chosen(
    panel: PapersPanel, workspace: Workspace, draft: str
) -> None:
    panel.composer.menu.insert("deliverables.acceptance", "Walked", "Walked through in a call.")
    assert stored(workspace, draft)["deliverables"][0]["acceptance"] == (
        "Walked through\nWalked through in a call."
    )
    panel.composer.menu.insert("exhibits", "Rate card", "One day costs 1,000.")
    assert stored(workspace, draft)["exhibits"] == [{"title": "Rate card", "text": "One day costs 1,000."}]


# Beginning a paper


def test_a_paper_begins_with_kind_template_and_language_by_keyboard(
    qtbot: QtBot,
    workspace: Workspace,
    window: MainWindow,
    panel: PapersPanel,
    engagement: str,
    settle: Settle,
) -> None:
    panel.new_paper()
    asked = dialog(window, NewPaperDialog)
    assert asked.focusWidget() is asked.filter_field
    asked.template_choice.setFocus()
    qtbot.keyClick(asked.template_choice, Qt.Key.Key_Down)
    template = asked.template_choice.value()
    assert template
    assert asked.about_label.text()
    asked.language_choice.setFocus()
    asked.language_choice.set_value("de")
    asked.template_choice.set_value(template)
    asked.filter_field.setFocus()
    qtbot.keyClick(asked.filter_field, Qt.Key.Key_Return)
    settle()
    (row,) = workspace.agreements.list_all()
    assert workspace.agreements.get(row.agreement_id).template_key == template
    assert stored(workspace, row.agreement_id)["language"] == "de"
    assert panel.composer.agreement_id == row.agreement_id


def test_letters_and_audits_can_be_for_the_client_as_a_whole(
    qtbot: QtBot,
    workspace: Workspace,
    window: MainWindow,
    panel: PapersPanel,
    engagement: str,
    settle: Settle,
) -> None:
    panel.new_paper()
    asked = dialog(window, NewPaperDialog)
    asked.kind_choice.set_value(AgreementKind.RELATIONSHIP_AUDIT)
    assert asked.model.rows[0].engagement_id.startswith(CLIENT)
    qtbot.keyClick(asked.filter_field, Qt.Key.Key_Up)
    qtbot.keyClick(asked.filter_field, Qt.Key.Key_Return)
    settle()
    (row,) = workspace.agreements.list_all()
    assert (row.kind, row.engagement_id) == (AgreementKind.RELATIONSHIP_AUDIT, "")
    assert panel.composer.head.kind_chip.text() == "Relationship audit"


def test_other_languages_say_that_no_lawyer_has_read_them(
    window: MainWindow, panel: PapersPanel, engagement: str
) -> None:
    panel.new_paper()
    asked = dialog(window, NewPaperDialog)
    assert asked.language_choice.currentText() == "English"
    texts = [asked.language_choice.itemText(n) for n in range(asked.language_choice.count())]
    assert all("not reviewed by a lawyer" in text for text in texts[1:])


def test_a_title_that_ships_follows_the_language_of_the_paper(
    workspace: Workspace, panel: PapersPanel, draft: str, settle: Settle, said: list[str]
) -> None:
    language = field(panel, "paper", "language").entry
    language.set_value("de")  # type: ignore[attr-defined]
    settle()
    title = stored(workspace, draft)["printed_title"]
    assert title not in ("", "Statement of Work")
    assert title == workspace.agreements.printed_title(AgreementKind.STATEMENT_OF_WORK, "de")
    assert field(panel, "paper", "printed_title").value() == title
    assert "Fill again from the record" in said[-1]
    write_title = field(panel, "paper", "printed_title")
    write_title.fill("Offer")
    panel.composer._on_edited("printed_title", "Offer")
    language.set_value("en")  # type: ignore[attr-defined]
    settle()
    assert stored(workspace, draft)["printed_title"] == "Offer"


# Checks


def test_empty_fields_are_counted_and_lead_to_their_place(
    qtbot: QtBot, panel: PapersPanel, draft: str, settle: Settle
) -> None:
    checks = panel.composer.checks
    found = [one for one in checks.findings if one.is_empty]
    assert f"{len(found)} fields empty." in checks.summary.text()
    assert checks.lines()[-1].startswith("○  ")
    panel.composer.go_to(found[0].path)
    assert panel.composer.rail.current_key() == found[0].section
    assert field(panel, "purpose", "purpose").note_text() == ""


def test_words_are_judged_while_they_are_typed_and_problems_wait(
    qtbot: QtBot, panel: PapersPanel, draft: str, settle: Settle
) -> None:
    box = field(panel, "purpose", "purpose")
    box.take_focus()
    qtbot.keyClicks(box.entry, "We support them as needed")
    settle()
    assert box.note_text()
    assert box.entry.property("invalid") is not True
    assert all(one.is_style for one in panel.composer.checks.findings if one.path == "purpose")
    name = field(panel, "parties", "client.legal_name")
    write(qtbot, name, "")
    settle()
    assert name.note_text() == "", "what is missing waits until the field is left"


def test_the_preview_follows_the_section_in_view(
    qtbot: QtBot, panel: PapersPanel, draft: str, settle: Settle
) -> None:
    settle()
    view = panel.composer.preview._pdf_view()
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 200)
    panel.composer.page("exhibit")
    qtbot.waitUntil(lambda: view.pageNavigator().currentPage() > 0)
    panel.composer.page("purpose")


def test_the_issue_dialog_lists_what_deserves_a_look(
    qtbot: QtBot, workspace: Workspace, window: MainWindow, panel: PapersPanel, draft: str, settle: Settle
) -> None:
    from clientdesk.ui.panels.papers.issue_dialog import IssueDialog

    settle()
    panel.composer.issue()
    asked = dialog(window, IssueDialog)
    assert asked.until_label.text() == "It can be signed until Mon 26 Oct."
    assert "▲  Not included: " in asked.warned_label.text()
    assert "○  Empty: " in asked.warned_label.text()
    asked.keep_button.click()
    assert workspace.agreements.get(draft).row.state is AgreementState.DRAFT


def test_an_addendum_shows_no_price_and_no_end(
    workspace: Workspace, panel: PapersPanel, draft: str, settle: Settle
) -> None:
    panel.composer.leave()
    workspace.agreements.issue(draft)
    for side in Side:
        workspace.agreements.mark_signed(draft, side, "Ada Roe")
    panel.open_agreement(workspace.agreements.create_amendment(draft, AgreementKind.ADDENDUM))
    settle()
    amended = panel.composer.page("paper").computed["amended_terms"]
    assert amended.value("paper").startswith("SOW-2026-001 · v1 · Advice")
    assert [amended.findChild(QLabel, key) is None for key in ("dated", "price", "end", "new_end")] == [
        False, True, True, True,
    ]  # fmt: skip
