"""The composer in the real window: fields, rows, live pages, checks, issuing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import AgreementKind, AgreementState
from clientdesk.models.paper_kinds import KINDS
from clientdesk.services.workspace import Workspace
from clientdesk.ui.main_window import MainWindow
from clientdesk.ui.panels.papers import PapersPanel
from clientdesk.ui.panels.papers.draft_work import without
from clientdesk.ui.panels.papers.issue_dialog import IssueDialog
from clientdesk.ui.panels.papers.new_paper import NewPaperDialog
from clientdesk.ui.panels.papers.sections import sections_for
from clientdesk.ui.panels.papers.specs import (
    AMOUNT,
    FieldSpec,
    LinesSpec,
    RowsSpec,
    SectionSpec,
    value_at,
)
from clientdesk.ui.panels.papers.words import grouped, money_text, percent_points, percent_text, read_amount
from clientdesk.ui.promise_dialog import PromiseDialog
from tests.helpers.factories import make_client, make_engagement
from tests.helpers.papers_window import click, dialog, field, rows, stored, write
from tests.helpers.sample_agreement import CONTENT

TODAY = date(2026, 10, 12)


def test_new_paper_asks_for_the_engagement(
    qtbot: QtBot, workspace: Workspace, window: MainWindow, panel: PapersPanel, engagement: str
) -> None:
    make_engagement(workspace, make_client(workspace, "Zoe Ltd"), "Talks", starts_on=TODAY)
    panel.list_page.new_asked.emit()
    asked = dialog(window, NewPaperDialog)
    assert [row.client for row in asked.model.rows] == ["Birch & Co", "Zoe Ltd"]
    qtbot.keyClicks(asked.filter_field, "zoe")
    qtbot.keyClick(asked.filter_field, Qt.Key.Key_Return)
    assert panel.stack.currentWidget() is panel.composer
    assert panel.composer.document["project_title"] == "Talks"


def test_new_paper_without_any_client_says_what_comes_first(panel: PapersPanel, said: list[str]) -> None:
    panel.new_paper()
    assert "Add one first" in said[-1]


def test_a_second_new_paper_opens_the_draft_that_is_there(
    workspace: Workspace, window: MainWindow, panel: PapersPanel, engagement: str, draft: str
) -> None:
    window.show_place("today")
    window.new_agreement(engagement)
    assert panel.composer.agreement_id == draft
    assert len(workspace.agreements.list_all()) == 1


# The composer


_COMPUTED = frozenset(
    {
        "schema_version",
        "milestones.key",
        "milestones.committed_on",
        "milestones.slip_days",
        "deliverables.key",
        "moves.key",
        "removed_keys",
    }
)
_UNUSED_IN = {
    AgreementKind.STATEMENT_OF_WORK: {"approach", "options"},
    AgreementKind.PROPOSAL: {"form"},
    AgreementKind.CHANGE_ORDER: {"payments.percent"},
    AgreementKind.ADDENDUM: {
        "deliverables",
        "milestones",
        "moves",
        "fee_lines",
        "payments",
        "tax_name",
        "tax_rate",
        "tax_note",
        "due_days",
        "days_added",
        "hours_a_month",
    },
}
WRITTEN = [kind for kind in AgreementKind if kind is not AgreementKind.MASTER_AGREEMENT]


@pytest.mark.parametrize("kind", WRITTEN)
def test_every_field_of_the_document_has_its_place(kind: AgreementKind) -> None:
    """No part of a paper can be forgotten when its document grows."""
    placed = set()
    for section in sections_for(kind):
        for part in section.fields():
            if isinstance(part, RowsSpec):
                placed |= {f"{part.path}.{each.path}" for each in part.fields}
            else:
                placed.add(part.path)
    unused = set(_UNUSED_IN.get(kind, set()))
    computed = _COMPUTED - ({"milestones.committed_on"} if kind is AgreementKind.STATUS_REPORT else set())
    if not KINDS[kind].is_signed and kind is not AgreementKind.PROPOSAL:
        unused |= {"open_until", "client.signatory", "client.capacity"}
        unused |= {"consultant.signatory", "consultant.capacity"}
    wanted = {
        path
        for path in _fields(KINDS[kind].document)
        if path not in computed and not path.startswith("amends.") and path.split(".")[0] not in unused
    }
    assert placed == wanted - unused


def _fields(model: type[BaseModel], path: str = "") -> Iterator[str]:
    """Dotted paths of everything a document holds, rows entered."""
    for name, info in model.model_fields.items():
        inner = _model_in(info.annotation)
        here = f"{path}.{name}" if path else name
        if inner is None:
            yield here
        else:
            yield from _fields(inner, here)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = [_model_in(each) for each in get_args(annotation)]
    return next((each for each in found if each is not None), None)


def _full_document() -> dict[str, Any]:
    from clientdesk.models.agreement_document import AgreementDocument

    return AgreementDocument.parse(CONTENT).model_dump(mode="json")


def test_showing_a_paper_changes_nothing_in_it(
    workspace: Workspace, panel: PapersPanel, draft: str, settle: Callable[[], None]
) -> None:
    workspace.agreements.save_draft(draft, _full_document())
    settle()
    before = stored(workspace, draft)
    steps = workspace.store.undo_label
    for section in sections_for():
        page = panel.composer.page(section.key)
        for path, box in page.boxes.items():
            assert box.value() == value_at(before, path), path
        for path, lines in page.lines.items():
            assert lines.value() == [" ".join(each.split()) for each in value_at(before, path)], path
        for path, editor in page.rows.items():
            assert editor.value() == value_at(before, path), path
    panel.show_list()
    assert stored(workspace, draft) == before
    assert workspace.store.undo_label == steps


def test_typing_is_kept_by_itself_and_can_be_taken_back(
    qtbot: QtBot, workspace: Workspace, window: MainWindow, panel: PapersPanel, draft: str
) -> None:
    write(qtbot, field(panel, "paper", "project_title"), "Audit of offers")
    qtbot.waitUntil(lambda: stored(workspace, draft)["project_title"] == "Audit of offers", timeout=5_000)
    assert panel.composer.head.saved_label.text() == "Saved"
    assert panel.composer.head.title_label.full_text() == "Audit of offers · Birch & Co"
    window.undo()
    assert stored(workspace, draft)["project_title"] == "Advice"
    assert field(panel, "paper", "project_title").value() == "Advice"


def test_own_saving_leaves_the_cursor_alone(
    qtbot: QtBot, workspace: Workspace, panel: PapersPanel, draft: str, settle: Callable[[], None]
) -> None:
    box = field(panel, "paper", "project_title")
    write(qtbot, box, "Audit ")
    entry = box.entry
    assert isinstance(entry, QLineEdit)
    settle()
    assert stored(workspace, draft)["project_title"] == "Audit"
    assert entry.text() == "Audit "
    assert entry.cursorPosition() == 6


def test_leaving_the_page_keeps_what_was_typed(
    qtbot: QtBot, workspace: Workspace, window: MainWindow, panel: PapersPanel, draft: str
) -> None:
    write(qtbot, field(panel, "purpose", "purpose"), "Why now")
    window.show_place("today")
    assert stored(workspace, draft)["purpose"] == "Why now"


def test_the_live_pages_follow_the_fields(
    qtbot: QtBot, panel: PapersPanel, draft: str, settle: Callable[[], None]
) -> None:
    assert panel.composer.preview.page_count() >= 1
    write(qtbot, field(panel, "purpose", "purpose"), "Offers wait too long.")
    settle()
    assert "Offers wait too long." in panel.composer.preview.text()
    assert "DRAFT" in panel.composer.preview.text()


def test_the_readers_place_stays_when_pages_are_set_again(
    qtbot: QtBot, panel: PapersPanel, draft: str, settle: Callable[[], None]
) -> None:
    bar = panel.composer.preview._pdf_view().verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 200)
    bar.setValue(180)
    write(qtbot, field(panel, "paper", "project_title"), "Audit")
    settle()
    assert "Audit" in panel.composer.preview.text()
    assert bar.value() == 180


def test_the_newest_wish_wins(
    qtbot: QtBot, panel: PapersPanel, draft: str, settle: Callable[[], None]
) -> None:
    composer = panel.composer
    found: list[Any] = []
    composer.work.pages_ready.connect(found.append)
    for title in ("One", "Two", "Three"):
        composer.work.request(
            AgreementKind.STATEMENT_OF_WORK,
            {**composer.document, "project_title": title},
            composer.document,
            sections_for(),
        )
    settle()
    assert [pages.wish.document["project_title"] for pages in found] == ["Three"]
    assert "Three" in composer.preview.text()


def test_pages_can_be_read_as_text(qtbot: QtBot, panel: PapersPanel, draft: str) -> None:
    preview = panel.composer.preview
    click(qtbot, preview.text_button)
    assert preview.stack.currentWidget() is preview.words
    assert "Advice" in preview.words.toPlainText()
    assert preview.words.accessibleName() == "The paper as text"
    assert preview.words.isReadOnly()
    click(qtbot, preview.text_button)
    assert preview.stack.currentWidget() is preview._view


def test_pages_zoom_and_fit_again(qtbot: QtBot, panel: PapersPanel, draft: str) -> None:
    preview = panel.composer.preview
    view = preview._pdf_view()
    click(qtbot, preview.in_button)
    assert view.zoomMode() == view.ZoomMode.Custom
    larger = view.zoomFactor()
    click(qtbot, preview.out_button)
    assert view.zoomFactor() < larger
    click(qtbot, preview.fit_button)
    assert view.zoomMode() == view.ZoomMode.FitToWidth


def test_an_entry_that_cannot_be_kept_stays_with_the_reason_beside_it(
    qtbot: QtBot, workspace: Workspace, panel: PapersPanel, draft: str, settle: Callable[[], None]
) -> None:
    box = field(panel, "paper", "ends_on")
    write(qtbot, box, "31 february")
    write(qtbot, field(panel, "paper", "printed_title"), "Offer")
    settle()
    assert stored(workspace, draft)["ends_on"] == "2026-12-18"
    assert stored(workspace, draft)["printed_title"] == "Offer", "the rest is kept"
    assert panel.composer.head.saved_label.text() == "Saved but for 1 entry"
    assert box.value() == "31 february"
    assert "isn't a date" in box.note_text()
    panel.show_list()
    panel.open_agreement(draft)
    assert field(panel, "paper", "ends_on").value() == "31 february"
    write(qtbot, field(panel, "paper", "ends_on"), "18 dec 2026")
    settle()
    assert field(panel, "paper", "ends_on").note_text() == ""
    assert panel.composer.head.saved_label.text() == "Saved"


@pytest.mark.parametrize(
    ("section", "path", "words"),
    [
        ("paper", "project_title", "x" * 301),
        ("fees", "fees.discount", "12,3,4"),
        ("deliverables", "acceptance.review_days", "many"),
        ("fees", "fees.tax_rate", "a fifth"),
        ("exhibit", "exhibit.zone", "Mars/Olympus"),
        ("fees", "fees.currency", "EURO"),
    ],
)
def test_bad_entries_are_named_and_kept_in_their_fields(
    qtbot: QtBot,
    workspace: Workspace,
    panel: PapersPanel,
    draft: str,
    settle: Callable[[], None],
    section: str,
    path: str,
    words: str,
) -> None:
    before = value_at(stored(workspace, draft), path)
    box = field(panel, section, path)
    write(qtbot, box, words)
    settle()
    panel.composer.rail.setFocus()
    assert value_at(stored(workspace, draft), path) == before
    assert box.value() == words
    assert box.note_text()
    assert panel.composer.rail.state_text(section).endswith("1 thing in the way")


def test_hostile_text_stays_text(
    qtbot: QtBot, workspace: Workspace, panel: PapersPanel, draft: str, settle: Callable[[], None]
) -> None:
    hostile = "<b>A</b> & ]]> <img src=x>"
    write(qtbot, field(panel, "paper", "project_title"), hostile)
    settle()
    assert stored(workspace, draft)["project_title"] == hostile
    assert hostile in panel.composer.preview.text().replace("\n", " ")
    assert panel.composer.head.title_label.textFormat() == Qt.TextFormat.PlainText


def test_words_beside_a_field_wait_until_it_is_left(
    qtbot: QtBot, panel: PapersPanel, draft: str, settle: Callable[[], None]
) -> None:
    box = field(panel, "parties", "client.legal_name")
    write(qtbot, box, "")
    settle()
    assert box.note_text() == ""
    panel.composer.rail.setFocus()
    assert box.note_text() == "This is needed."


def test_checks_count_and_lead_to_their_fields(
    qtbot: QtBot, panel: PapersPanel, draft: str, settle: Callable[[], None]
) -> None:
    write(qtbot, field(panel, "signatures", "client.signatory"), "")
    settle()
    checks = panel.composer.checks
    assert checks.summary.text().startswith("1 in the way, ")
    click(qtbot, checks.toggle_button)
    assert checks.lines()[0] == "◆  Client, for the client: This is needed."
    panel.composer.page("fees")
    item = checks.list.item(0)
    qtbot.mouseClick(
        checks.list.viewport(), Qt.MouseButton.LeftButton, pos=checks.list.visualItemRect(item).center()
    )
    assert panel.composer.rail.current_key() == "signatures"
    assert panel.composer.focusWidget() is field(panel, "signatures", "client.signatory").entry


def test_the_rail_says_how_far_each_section_is(
    qtbot: QtBot, panel: PapersPanel, draft: str, settle: Callable[[], None]
) -> None:
    rail = panel.composer.rail
    assert rail.state_text("deliverables") == "Deliverables, complete"
    write(qtbot, field(panel, "deliverables", "acceptance.accepted_by"), "")
    settle()
    assert rail.state_text("deliverables") == "Deliverables, partly filled"
    assert rail.state_text("scope") == "Scope, empty"


def test_lists_are_written_as_lines(
    qtbot: QtBot, workspace: Workspace, panel: PapersPanel, draft: str, settle: Callable[[], None]
) -> None:
    lines = panel.composer.page("scope").lines["not_included"]
    lines.entry.setFocus()
    qtbot.keyClicks(lines.entry, "Software")
    qtbot.keyClick(lines.entry, Qt.Key.Key_Return)
    qtbot.keyClick(lines.entry, Qt.Key.Key_Return)
    qtbot.keyClicks(lines.entry, "Training")
    settle()
    assert stored(workspace, draft)["not_included"] == ["Software", "Training"]
    assert lines.entry.toPlainText() == "Software\n\nTraining", "nothing moves while it is written"


# Tables of rows


def test_rows_are_added_moved_and_removed(
    qtbot: QtBot, workspace: Workspace, panel: PapersPanel, draft: str, settle: Callable[[], None]
) -> None:
    editor = rows(panel, "deliverables", "deliverables")
    click(qtbot, editor.add_button)
    qtbot.keyClicks(panel.composer.focusWidget(), "Workshop")
    settle()
    assert [row["title"] for row in stored(workspace, draft)["deliverables"]] == ["Audit report", "Workshop"]
    qtbot.keyClick(editor.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle()
    assert [row["title"] for row in stored(workspace, draft)["deliverables"]] == ["Workshop", "Audit report"]
    assert not editor.up_button.isEnabled()
    qtbot.keyClick(editor.table, Qt.Key.Key_Delete)
    settle()
    assert [row["title"] for row in stored(workspace, draft)["deliverables"]] == ["Audit report"]


def test_rows_come_from_a_spreadsheet(
    qtbot: QtBot, workspace: Workspace, panel: PapersPanel, draft: str, settle: Callable[[], None]
) -> None:
    editor = rows(panel, "deliverables", "deliverables")
    QGuiApplication.clipboard().setText(
        "Deliverable\tForm and file type\tAccepted when\tDue\n"
        'Plan\t"PDF\n2 pages"\tRead by Ada\t2026-11-25\n'
        "Talk\t\t\tsoon\n"
    )
    qtbot.keyClick(editor.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle()
    added = panel.composer.document["deliverables"][1:]
    assert [row["title"] for row in added] == ["Plan", "Talk"]
    assert (added[0]["form"], added[0]["due_on"]) == ("PDF\n2 pages", "2026-11-25")
    assert added[1]["due_on"] == "soon"
    assert stored(workspace, draft)["deliverables"][2]["due_on"] is None, "what is no date is not kept"
    assert "isn't a date" in "\n".join(panel.composer.checks.lines())
    QGuiApplication.clipboard().clear()


def test_fee_lines_from_a_spreadsheet_are_summed(
    qtbot: QtBot, workspace: Workspace, panel: PapersPanel, draft: str, settle: Callable[[], None]
) -> None:
    editor = rows(panel, "fees", "fees.lines")
    assert editor.add_text_rows("Workshop\t2\tday\t1,250.50") == 1
    settle()
    assert stored(workspace, draft)["fees"]["lines"][1] == {
        "text": "Workshop",
        "quantity": "2",
        "unit": "day",
        "unit_price": "1250.50",
        "tax_rate": None,
    }
    totals = panel.composer.page("fees").computed["fees"]
    assert totals.value("total") == money_text(Decimal("9701.00"), "EUR")


def test_committed_dates_are_computed_in_the_table(
    qtbot: QtBot, panel: PapersPanel, draft: str, settle: Callable[[], None]
) -> None:
    editor = rows(panel, "timeline", "milestones")
    write(qtbot, editor.boxes["buffer_days"], "5")
    settle()
    shown = editor.model.index(0, editor.model.column_number("committed_on")).data()
    assert shown == "Fri 20 Nov"


def test_what_can_be_promised_is_asked_beside_the_milestones(
    window: MainWindow, panel: PapersPanel, draft: str, workspace: Workspace
) -> None:
    panel.composer.page("timeline")
    panel.composer.promise_button.click()
    dialog = window.findChild(PromiseDialog)
    assert dialog is not None
    assert dialog.client_field.value() == workspace.agreements.get(draft).row.client_id
    assert dialog.answer is None and not dialog.answer_card.isVisible()


def test_a_payment_hangs_on_a_deliverable_by_its_key_not_its_place(
    qtbot: QtBot, workspace: Workspace, panel: PapersPanel, draft: str, settle: Callable[[], None]
) -> None:
    deliverables = rows(panel, "deliverables", "deliverables")
    deliverables.add_text_rows("Workshop\t1\t2026-12-01\tOn site\tHeld")
    settle()
    payments = rows(panel, "fees", "fees.payments")
    payments.add_row()
    choice = payments.boxes["tied_to"].entry
    assert isinstance(choice, QComboBox)
    choice.setCurrentIndex(choice.findText("D2 Workshop"))
    settle()
    deliverables = rows(panel, "deliverables", "deliverables")
    deliverables.table.select_id(deliverables._rows[1][0])
    deliverables.move_up()
    settle()
    shown = rows(panel, "fees", "fees.payments")
    assert shown.model.index(len(shown.value()) - 1, 1).data() == "D1 Workshop"


def test_a_problem_marks_its_row_and_stands_beside_its_field(
    qtbot: QtBot, panel: PapersPanel, draft: str, settle: Callable[[], None]
) -> None:
    editor = rows(panel, "deliverables", "deliverables")
    editor.add_text_rows("Workshop\t\t2026-12-01")
    settle()
    assert editor.table.model().index(1, 0).data(_status_role()) == "at_risk"
    panel.composer.go_to("deliverables.1.acceptance")
    panel.composer.rail.setFocus()
    assert editor.boxes["acceptance"].note_text().startswith("D2 has no acceptance criterion")
    editor.table.select_id(editor._rows[0][0])
    assert editor.boxes["acceptance"].note_text() == ""


def _status_role() -> int:
    from clientdesk.ui.itemmodels.base import STATUS_ROLE

    return STATUS_ROLE


# Drafts as a whole


def test_fill_again_takes_the_record_and_is_undoable(
    workspace: Workspace, window: MainWindow, panel: PapersPanel, engagement: str, draft: str
) -> None:
    workspace.engagements.update(engagement, title="Advice on stock")
    panel.composer.menu.refill()
    assert field(panel, "paper", "project_title").value() == "Advice on stock"
    window.undo()
    assert field(panel, "paper", "project_title").value() == "Advice"


def test_deleting_the_open_draft_leads_back_to_the_list(
    workspace: Workspace, window: MainWindow, panel: PapersPanel, draft: str
) -> None:
    panel.composer.delete()
    assert panel.stack.currentWidget() is panel.list_page
    assert workspace.agreements.list_all() == []
    window.undo()
    assert [row.agreement_id for row in panel.list_page.model.rows] == [draft]


def test_a_draft_taken_back_elsewhere_closes_the_composer(
    workspace: Workspace, window: MainWindow, panel: PapersPanel, draft: str
) -> None:
    assert workspace.store.undo_label == "New paper"
    window.undo()
    assert panel.stack.currentWidget() is panel.list_page


def test_escape_leads_back_to_the_list(qtbot: QtBot, panel: PapersPanel, draft: str) -> None:
    qtbot.keyClick(panel.composer.rail, Qt.Key.Key_Escape)
    assert panel.stack.currentWidget() is panel.list_page
    assert panel.list_page.table.selected_ids() == [draft]


SPEC = SectionSpec(
    "section",
    "Section",
    "",
    (
        FieldSpec("title", "Title"),
        RowsSpec("lines", "Lines", (FieldSpec("price", "Price", AMOUNT),), ("price",), "Add"),
        LinesSpec("list", "List"),
    ),
)


def test_entries_that_cannot_be_kept_fall_back_to_what_is_stored() -> None:
    from clientdesk.models.errors import Problem

    old = {"title": "Old", "lines": [{"price": "1"}], "list": ["a"]}
    new = {"title": "x" * 400, "lines": [{"price": "?"}, {"price": "!"}], "list": ["a", "\u202e"]}
    found = without(
        new,
        old,
        [
            Problem("title", "a"),
            Problem("lines.0.price", "b"),
            Problem("lines.1.price", "c"),
            Problem("list.1", "d"),
        ],
        (SPEC,),
    )
    assert found == {"title": "Old", "lines": [{"price": "1"}, {"price": None}], "list": ["a", ""]}
    assert new["title"] != "Old"


# Issuing


def test_issuing_asks_once_and_freezes_the_paper(
    qtbot: QtBot,
    workspace: Workspace,
    window: MainWindow,
    panel: PapersPanel,
    draft: str,
    settle: Callable[[], None],
    said: list[str],
) -> None:
    click(qtbot, panel.composer.head.issue_button)
    asked = dialog(window, IssueDialog)
    assert asked.what_changed is None
    click(qtbot, asked.verb_button)
    settle()
    assert workspace.agreements.get(draft).row.state is AgreementState.ISSUED
    assert panel.stack.currentWidget() is panel.issued_page
    assert "SOW-2026-001 version 1 is issued." in said
    assert workspace.agreements.get(draft).content_id in panel.issued_page.preview.text()
    copy = workspace.folder.documents / "SOW-2026-001-v1.pdf"
    assert copy.read_bytes() == workspace.agreements.pdf(draft)
    assert workspace.store.undo_label is None


def test_keeping_things_as_they_are_issues_nothing(
    qtbot: QtBot, workspace: Workspace, window: MainWindow, panel: PapersPanel, draft: str
) -> None:
    panel.composer.issue()
    click(qtbot, dialog(window, IssueDialog).keep_button)
    assert workspace.agreements.get(draft).row.state is AgreementState.DRAFT


def test_a_refused_issue_lists_what_is_in_the_way(
    qtbot: QtBot,
    workspace: Workspace,
    window: MainWindow,
    panel: PapersPanel,
    draft: str,
    settle: Callable[[], None],
) -> None:
    write(qtbot, field(panel, "signatures", "client.signatory"), "")
    write(qtbot, field(panel, "purpose", "purpose"), "Better \U0001f9ff")
    click(qtbot, panel.composer.head.issue_button)
    settle()
    assert not [each for each in window.findChildren(IssueDialog) if each.isVisible()]
    checks = panel.composer.checks
    assert checks.list.isVisible()
    assert checks.lines()[0].startswith("◆  Purpose: Emoji can't be printed: \U0001f9ff")
    assert checks.lines()[1] == "◆  Client, for the client: This is needed."
    assert workspace.agreements.get(draft).row.state is AgreementState.DRAFT


def test_an_entry_that_is_not_kept_stands_in_the_way_of_issuing(
    qtbot: QtBot, workspace: Workspace, panel: PapersPanel, draft: str, settle: Callable[[], None]
) -> None:
    write(qtbot, field(panel, "paper", "ends_on"), "whenever")
    panel.composer.issue()
    settle()
    assert workspace.agreements.get(draft).row.state is AgreementState.DRAFT
    assert panel.composer.checks.list.isVisible()


def test_the_next_version_says_what_changed(
    qtbot: QtBot,
    workspace: Workspace,
    window: MainWindow,
    panel: PapersPanel,
    issued: str,
    settle: Callable[[], None],
) -> None:
    panel.open_agreement(workspace.agreements.new_version(issued))
    settle()
    second = panel.composer.agreement_id
    assert panel.composer.head.state_chip.text() == "Draft of version 2"
    panel.composer.issue()
    asked = dialog(window, IssueDialog)
    asked.what_changed.setPlainText("Price \U0001f9ff")
    click(qtbot, asked.verb_button)
    settle()
    assert asked.isVisible()
    assert "Emoji" in asked.form.problem_text("what_changed")
    asked.what_changed.setPlainText("Price")
    click(qtbot, asked.verb_button)
    settle()
    assert workspace.agreements.get(second).row.state is AgreementState.ISSUED
    assert workspace.agreements.get(issued).row.state is AgreementState.SUPERSEDED


# Everyone


def test_everything_that_can_be_used_has_a_name(panel: PapersPanel, draft: str) -> None:
    unnamed = []
    for section in sections_for():
        panel.composer.page(section.key)
        unnamed += [
            f"{section.key}: {type(widget).__name__} {widget.objectName()}"
            for kind in (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
            for widget in panel.findChildren(kind)
            if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not _name(widget)
        ]
    assert unnamed == []


def _name(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def test_tab_walks_the_composer_and_comes_back(qtbot: QtBot, panel: PapersPanel, draft: str) -> None:
    start = panel.composer.rail
    start.setFocus()
    seen: list[QWidget | None] = []
    for _ in range(200):
        qtbot.keyClick(panel.window().focusWidget(), Qt.Key.Key_Tab)
        now = panel.window().focusWidget()
        if now is start:
            break
        assert now not in seen, "a trap"
        seen.append(now)
    assert panel.window().focusWidget() is start
    assert field(panel, "paper", "project_title").entry in seen


@pytest.mark.parametrize("size", [(1024, 640), (1440, 900)])
def test_nothing_is_cut_off_at_the_side(
    qtbot: QtBot, window: MainWindow, panel: PapersPanel, draft: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    for section in sections_for():
        page = panel.composer.page(section.key)
        qtbot.waitUntil(lambda page=page: page.isVisible() and page.viewport().width() > 0)
        assert page.widget().minimumSizeHint().width() <= page.viewport().width(), section.key


def test_details_key_hides_and_shows_the_pages(window: MainWindow, panel: PapersPanel, draft: str) -> None:
    window.toggle_drawer()
    assert panel.composer.preview.isHidden()
    window.toggle_drawer()
    assert not panel.composer.preview.isHidden()


# Words


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1250.50", "1250.50"),
        ("1,250.50", "1250.50"),
        ("1,250", "1250"),
        ("12,5", "12.5"),
        ("1 250", "1250"),
        ("18\u202f600", "18600"),
        ("", ""),
        ("free", "free"),
        ("1,2,3", "1,2,3"),
        ("-5", "-5"),
    ],
)
def test_amounts_are_read_as_they_are_written(typed: str, read: str) -> None:
    assert read_amount(typed) == read


@pytest.mark.parametrize(
    ("typed", "points", "shown"), [("50", 5000, "50"), ("33.33 %", 3333, "33.33"), ("25.5", 2550, "25.5")]
)
def test_percentages_are_basis_points(typed: str, points: int, shown: str) -> None:
    assert percent_points(typed) == points
    assert percent_text(points) == shown


def test_a_percentage_finer_than_a_hundredth_is_not_rounded_away() -> None:
    assert percent_points("33.333") == "33.333"
    assert percent_points("half") == "half"
    assert percent_points("") is None


@pytest.fixture
def british() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def german() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    yield
    QLocale.setDefault(before)


def test_money_is_grouped(british: None) -> None:
    assert money_text(Decimal("9701.00"), "EUR") == "€9,701.00"
    assert grouped("7200.00") == "7,200.00"
    assert grouped("about 7") == "about 7"


def test_amounts_of_a_locale_with_a_decimal_comma(german: None) -> None:
    assert read_amount("18.600,50") == "18600.50"
    assert read_amount("18.600") == "18600"
    assert read_amount("18600.5") == "18600.5"
    assert percent_text(2550) == "25,5"
    assert percent_points("25,5") == 2550


def test_specs_name_each_path_once() -> None:
    paths = [
        part.path
        for section in sections_for()
        for part in section.fields()
        if isinstance(part, FieldSpec | LinesSpec | RowsSpec)
    ]
    assert len(paths) == len(set(paths))
