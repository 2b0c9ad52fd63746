"""The papers panel in the real window: list, composer, live pages, issuing, signing, files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from clientdesk.models.enums import AgreementState, ContactRole, Side
from clientdesk.models.tables import Agreement
from clientdesk.services.wording import words_for
from clientdesk.services.workspace import Workspace
from clientdesk.store.unit_of_work import fetch
from clientdesk.ui.background import Background
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.itemmodels.papers import PaperGroup, PaperTableModel
from clientdesk.ui.main_window import MainWindow
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.papers import PapersPanel
from clientdesk.ui.panels.papers.dialogs import IssueDialog, SignDialog
from clientdesk.ui.panels.papers.draft_work import without
from clientdesk.ui.panels.papers.field_box import FieldBox
from clientdesk.ui.panels.papers.new_paper import NewPaperDialog
from clientdesk.ui.panels.papers.rows_editor import RowsEditor
from clientdesk.ui.panels.papers.sections import sections
from clientdesk.ui.panels.papers.specs import FieldSpec, LinesSpec, RowsSpec, value_at
from clientdesk.ui.panels.papers.words import grouped, money_text, percent_points, percent_text, read_amount
from clientdesk.ui.promise_dialog import PromiseDialog
from clientdesk.ui.theme import Theme
from tests.helpers.factories import make_client, make_contact, make_engagement, make_milestone, make_practice
from tests.helpers.fakes import FixedClock
from tests.helpers.sample_agreement import CONTENT

TODAY = date(2026, 10, 12)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def window(qtbot: QtBot, workspace: Workspace, tmp_path: Path, said: list[str]) -> Iterator[MainWindow]:
    """The window on an own workspace, with Papers in view."""
    make_practice(workspace, person="Mara Lind", person_title="Owner", payment_days=14)
    background = Background()
    messages = Messages(words_for)  # type: ignore[arg-type]
    messages.spoken.connect(lambda _kind, words: said.append(words))
    made = MainWindow(messages, Theme(tmp_path / "cache"), workspace.preferences, background)
    qtbot.addWidget(made)
    relay = ChangeRelay(made)
    workspace.store.subscribe(relay.publish)
    relay.changed.connect(made.on_changed)
    made.attach(workspace)
    made.resize(1360, 860)
    made.show()
    made.show_place("papers")
    yield made
    for dialog in made.findChildren(QDialog):
        dialog.close()
    made.may_close = True
    background.shutdown()


@pytest.fixture
def panel(window: MainWindow) -> PapersPanel:
    found = window.panel("papers")
    assert isinstance(found, PapersPanel)
    return found


@pytest.fixture
def engagement(workspace: Workspace) -> str:
    """Advice for Birch, complete enough to be issued."""
    birch = make_client(workspace)
    make_contact(workspace, birch, "Ada Roe", title="Director", roles=(ContactRole.SIGNATORY,))
    engagement_id = make_engagement(
        workspace, birch, starts_on=date(2026, 10, 19), ends_on=date(2026, 12, 18), fee=Decimal("7200.00")
    )
    workspace.engagements.add_deliverable(
        engagement_id, "Audit report", form="PDF", acceptance="Walked through", due_on=date(2026, 11, 20)
    )
    make_milestone(workspace, engagement_id, "Draft report", planned_on=date(2026, 11, 13), buffer_days=2)
    return engagement_id


@pytest.fixture
def draft(panel: PapersPanel, engagement: str, settle: Callable[[], None]) -> str:
    """A draft, open in the composer."""
    panel.new_agreement(engagement)
    settle()
    return panel.composer.agreement_id


@pytest.fixture
def issued(workspace: Workspace, panel: PapersPanel, draft: str, settle: Callable[[], None]) -> str:
    """An issued paper, open on its page."""
    panel.composer.leave()
    workspace.agreements.issue(draft)
    panel.open_agreement(draft)
    settle()
    return draft


@pytest.fixture
def settle(qtbot: QtBot, window: MainWindow, panel: PapersPanel) -> Callable[[], None]:
    """Lets typing rest and work behind the window end."""

    def _settle() -> None:
        if panel.composer._look_timer.isActive():
            panel.composer._look_now()
        if panel.composer._save_timer.isActive():
            panel.composer.flush()
        qtbot.waitUntil(
            lambda: not window.background.is_busy and not panel.composer.work.is_busy, timeout=20_000
        )

    return _settle


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def field(panel: PapersPanel, section: str, path: str) -> FieldBox:
    return panel.composer.page(section).boxes[path]


def rows(panel: PapersPanel, section: str, path: str) -> RowsEditor:
    return panel.composer.page(section).rows[path]


def write(qtbot: QtBot, box: FieldBox, words: str) -> None:
    """Replace an entry by typing."""
    entry = box._focused()
    entry.setFocus()
    entry.selectAll()  # type: ignore[attr-defined]
    if isinstance(entry, QPlainTextEdit):
        entry.insertPlainText(words)
    elif words:
        qtbot.keyClicks(entry, words)
    else:
        qtbot.keyClick(entry, Qt.Key.Key_Delete)


def stored(workspace: Workspace, agreement_id: str) -> dict[str, Any]:
    return workspace.agreements.get(agreement_id).document


def dialog(window: MainWindow, kind: type[QDialog]) -> Any:
    found = [each for each in window.findChildren(kind) if each.isVisible()]
    assert len(found) == 1
    return found[0]


# The list


def test_an_empty_list_says_what_it_is_for(window: MainWindow, panel: PapersPanel) -> None:
    assert panel.list_page.stack.currentWidget() is panel.list_page.empty
    assert [made.text() for made in panel.list_page.empty.buttons] == ["New paper", "Look at the demo"]
    assert not panel.list_page.filter_field.isVisible()


def test_papers_are_divided_by_state(workspace: Workspace, panel: PapersPanel, engagement: str) -> None:
    agreements = workspace.agreements
    kept, out, forced, gone = (agreements.create(engagement) for _ in range(4))
    for paper in (out, forced, gone):
        agreements.issue(paper)
    for side in Side:
        agreements.mark_signed(forced, side, "Ada Roe")
    agreements.decline(gone)
    shown = {}
    for group in PaperGroup:
        panel.list_page.show_scope(group.value)
        shown[group] = [row.agreement_id for row in panel.list_page.model.rows]
    assert shown == {
        PaperGroup.DRAFTS: [kept],
        PaperGroup.OUT: [out],
        PaperGroup.IN_FORCE: [forced],
        PaperGroup.PAST: [gone],
    }
    assert panel.list_page.scope.buttons["all"].text() == "All 4"
    assert panel.list_page.scope.buttons["out"].accessibleName() == "Out for signature 1"


def test_the_list_says_how_long_a_paper_is_out(
    workspace: Workspace, panel: PapersPanel, issued: str, clock: FixedClock
) -> None:
    clock.advance(days=6)
    panel.show_list()
    model = panel.list_page.model
    assert model.index_of(issued, model.column_number("state")).data() == "Issued, out for 6 days"
    assert model.index_of(issued, model.column_number("until")).data() == "open until Mon 26 Oct"
    assert model.index_of(issued, model.column_number("number")).data() == "SOW-2026-001 · v1"


def test_papers_past_their_last_day_are_expired_when_looked_at(
    workspace: Workspace, panel: PapersPanel, issued: str, clock: FixedClock
) -> None:
    clock.advance(days=15)
    panel.show_list()
    assert workspace.agreements.get(issued).row.state is AgreementState.EXPIRED


def test_filter_and_keys_of_the_list(
    qtbot: QtBot, workspace: Workspace, window: MainWindow, panel: PapersPanel, draft: str, said: list[str]
) -> None:
    panel.show_list()
    table = panel.list_page.table
    qtbot.keyClick(table, Qt.Key.Key_Slash)
    assert panel.focusWidget() is panel.list_page.filter_field
    qtbot.keyClicks(panel.list_page.filter_field, "nobody")
    qtbot.keyClick(panel.list_page.filter_field, Qt.Key.Key_Return)
    assert panel.list_page.stack.currentWidget() is panel.list_page.none_here
    panel.list_page.none_here.buttons[0].click()
    assert [row.agreement_id for row in panel.list_page.model.rows] == [draft]
    table.select_id(draft)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert workspace.agreements.list_all() == []
    assert said[-1] == "Deleted the draft “Advice”."
    window.undo()
    assert [row.agreement_id for row in panel.list_page.model.rows] == [draft]


def test_an_issued_paper_is_not_deleted(
    qtbot: QtBot, panel: PapersPanel, issued: str, said: list[str]
) -> None:
    panel.show_list()
    panel.list_page.table.select_id(issued)
    qtbot.keyClick(panel.list_page.table, Qt.Key.Key_Delete)
    assert said[-1].startswith("Only drafts can be deleted")
    assert len(panel.list_page.model.rows) == 1


def test_the_item_model_is_sound(workspace: Workspace, panel: PapersPanel, issued: str) -> None:
    model = PaperTableModel(lambda: TODAY)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(workspace.agreements.list_all())
    model.sort(model.column_number("state"))
    assert model.rowCount() == 1


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


def test_new_paper_without_an_engagement_says_what_comes_first(panel: PapersPanel, said: list[str]) -> None:
    panel.new_paper()
    assert "Add one on a client's page first" in said[-1]


def test_a_second_new_paper_opens_the_draft_that_is_there(
    workspace: Workspace, window: MainWindow, panel: PapersPanel, engagement: str, draft: str
) -> None:
    window.show_place("today")
    window.new_agreement(engagement)
    assert panel.composer.agreement_id == draft
    assert len(workspace.agreements.list_all()) == 1


# The composer


def test_every_field_of_the_document_has_its_place() -> None:
    """No part of a paper can be forgotten when the document grows."""
    placed = set()
    for section in sections():
        for part in section.fields():
            if isinstance(part, RowsSpec):
                placed |= {f"{part.path}.{each.path}" for each in part.fields}
            else:
                placed.add(part.path)
    computed = {"schema_version", "milestones.key", "milestones.committed_on", "deliverables.key"}
    assert set(_leaves(_full_document())) - computed == placed


def _full_document() -> dict[str, Any]:
    from clientdesk.models.agreement_document import AgreementDocument

    return AgreementDocument.parse(CONTENT).model_dump(mode="json")


def _leaves(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield from _leaves(value[0], path)
    else:
        yield path


def test_showing_a_paper_changes_nothing_in_it(
    workspace: Workspace, panel: PapersPanel, draft: str, settle: Callable[[], None]
) -> None:
    workspace.agreements.save_draft(draft, _full_document())
    settle()
    before = stored(workspace, draft)
    steps = workspace.store.undo_label
    for section in sections():
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
    assert panel.composer.saved_label.text() == "Saved"
    assert panel.composer.title_label.full_text() == "Audit of offers · Birch & Co"
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
    found = []
    panel.composer.work.finished.connect(found.append)
    for title in ("One", "Two", "Three"):
        panel.composer.work.request(
            {**panel.composer.document, "project_title": title}, panel.composer.document
        )
    settle()
    assert len(found) == 1
    panel.composer.preview.show_pdf(found[0].pdf)
    assert "Three" in panel.composer.preview.text()


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
    write(qtbot, field(panel, "paper", "governed_by"), "CSA-1")
    settle()
    assert stored(workspace, draft)["ends_on"] == "2026-12-18"
    assert stored(workspace, draft)["governed_by"] == "CSA-1", "the rest is kept"
    assert panel.composer.saved_label.text() == "Saved but for 1 entry"
    assert box.value() == "31 february"
    assert "isn't a date" in box.note_text()
    panel.show_list()
    panel.open_agreement(draft)
    assert field(panel, "paper", "ends_on").value() == "31 february"
    write(qtbot, field(panel, "paper", "ends_on"), "18 dec 2026")
    settle()
    assert field(panel, "paper", "ends_on").note_text() == ""
    assert panel.composer.saved_label.text() == "Saved"


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
    assert panel.composer.title_label.textFormat() == Qt.TextFormat.PlainText


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
        "Deliverable\tForm and quantity\tAccepted when\tDue\n"
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
    }
    totals = panel.composer.page("fees").totals
    assert totals is not None
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
    deliverables.add_text_rows("Workshop\t\tHeld\t2026-12-01")
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
    editor.add_text_rows("Workshop\t\t\t2026-12-01")
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
    panel.composer._on_refill()
    assert field(panel, "paper", "project_title").value() == "Advice on stock"
    window.undo()
    assert field(panel, "paper", "project_title").value() == "Advice"


def test_deleting_the_open_draft_leads_back_to_the_list(
    workspace: Workspace, window: MainWindow, panel: PapersPanel, draft: str
) -> None:
    panel.composer._on_delete()
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
    click(qtbot, panel.composer.issue_button)
    asked = dialog(window, IssueDialog)
    assert asked.what_changed is None
    click(qtbot, asked.verb_button)
    settle()
    assert workspace.agreements.get(draft).row.state is AgreementState.ISSUED
    assert panel.stack.currentWidget() is panel.issued_page
    assert "SOW-2026-001 version 1 is issued." in said
    assert panel.issued_page.facts.value("content_id") in panel.issued_page.preview.text()
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
    write(qtbot, field(panel, "purpose", "purpose"), "Better \U0001f600")
    click(qtbot, panel.composer.issue_button)
    settle()
    assert not [each for each in window.findChildren(IssueDialog) if each.isVisible()]
    checks = panel.composer.checks
    assert checks.list.isVisible()
    assert checks.lines()[0].startswith("◆  Purpose: Emoji can't be printed: \U0001f600")
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
    click(qtbot, panel.issued_page.version_button)
    settle()
    second = panel.composer.agreement_id
    assert panel.composer.state_chip.text() == "Draft of version 2"
    panel.composer.issue()
    asked = dialog(window, IssueDialog)
    asked.what_changed.setPlainText("Price \U0001f600")
    click(qtbot, asked.verb_button)
    assert asked.isVisible()
    assert "Emoji" in asked.form.problem_text("what_changed")
    asked.what_changed.setPlainText("Price")
    click(qtbot, asked.verb_button)
    settle()
    assert workspace.agreements.get(second).row.state is AgreementState.ISSUED
    assert workspace.agreements.get(issued).row.state is AgreementState.SUPERSEDED
    panel.open_agreement(issued)
    assert not panel.issued_page.signed_button.isVisible()
    assert panel.issued_page.version_button.text() == "Open version 2"


# Issued papers


def test_an_issued_paper_shows_its_facts_and_no_fields(
    qtbot: QtBot, workspace: Workspace, panel: PapersPanel, issued: str
) -> None:
    page = panel.issued_page
    view = workspace.agreements.get(issued)
    assert page.facts.value("number") == "SOW-2026-001 · v1"
    assert page.facts.value("content_id") == view.content_id
    assert page.facts.value("fingerprint").replace(" ", "") == view.fingerprint
    assert page.preview.page_count() >= 2
    assert page.state_chip.text() == "Issued, out since today"
    editable = [w for w in page.findChildren(QLineEdit) if not w.isReadOnly()]
    assert editable == []


def test_sent_then_signed_by_both_is_in_force(
    qtbot: QtBot, workspace: Workspace, window: MainWindow, panel: PapersPanel, engagement: str, issued: str
) -> None:
    page = panel.issued_page
    click(qtbot, page.sent_button)
    assert workspace.agreements.get(issued).row.state is AgreementState.SENT
    assert not page.sent_button.isVisible()
    click(qtbot, page.signed_button)
    asked = dialog(window, SignDialog)
    assert asked.signer.text() == "Ada Roe"
    click(qtbot, asked.verb_button)
    assert page.signatures.value("client_signature") == "Ada Roe, Mon 12 Oct"
    click(qtbot, page.signed_button)
    asked = dialog(window, SignDialog)
    assert (asked.side.count(), asked.signer.text()) == (1, "Mara Lind")
    click(qtbot, asked.verb_button)
    assert page.state_chip.text() == "In force"
    (milestone,) = workspace.engagements.get(engagement).milestones
    assert milestone.expected_on == date(2026, 11, 17)
    for gone in (page.signed_button, page.version_button, page.more_button):
        assert not gone.isVisible()


def test_a_signature_that_cannot_be_keeps_its_dialog_open(
    qtbot: QtBot, workspace: Workspace, window: MainWindow, panel: PapersPanel, issued: str
) -> None:
    panel.issued_page.mark_signed()
    asked = dialog(window, SignDialog)
    asked.signer.clear()
    click(qtbot, asked.verb_button)
    assert asked.isVisible()
    assert asked.form.problem_text("name") == "This needs some text."
    asked.signer.setText("Ada Roe")
    asked.on.set_date(date(2026, 10, 11))
    click(qtbot, asked.verb_button)
    assert asked.form.problem_text("on") == "This is before the paper was issued."
    assert workspace.agreements.get(issued).signatures == ()


@pytest.mark.parametrize(
    ("action", "state"),
    [("withdraw_action", AgreementState.WITHDRAWN), ("decline_action", AgreementState.DECLINED)],
)
def test_withdrawn_and_declined_ask_first(
    workspace: Workspace,
    window: MainWindow,
    panel: PapersPanel,
    issued: str,
    action: str,
    state: AgreementState,
) -> None:
    asked = []
    window.messages.confirmer = lambda question: bool(asked.append(question.title))
    getattr(panel.issued_page, action).trigger()
    assert workspace.agreements.get(issued).row.state is AgreementState.ISSUED
    window.messages.confirmer = lambda _question: True
    getattr(panel.issued_page, action).trigger()
    assert workspace.agreements.get(issued).row.state is state
    assert len(asked) == 1


def test_a_changed_paper_is_shown_as_such_and_never_printed(
    workspace: Workspace, panel: PapersPanel, issued: str
) -> None:
    with workspace.store.writing("Tamper", undoable=False) as session:
        content = fetch(session, Agreement, issued).content
        assert content is not None
        changed = content.replace(b"7200.00", b"1200.00")
        session.execute(text("UPDATE agreement SET content = :c WHERE id = :i"), {"c": changed, "i": issued})
    panel.show_list()
    panel.open_agreement(issued)
    page = panel.issued_page
    assert "no longer has its fingerprint" in page.alarms.banners()[0].text()
    for made in (page.print_button, page.export_button):
        assert not made.isEnabled()
    assert not page.signed_button.isVisible()


# Files and printing


def test_export_writes_where_asked(
    workspace: Workspace,
    window: MainWindow,
    panel: PapersPanel,
    issued: str,
    tmp_path: Path,
    settle: Callable[[], None],
    said: list[str],
) -> None:
    proposed = []

    def choose(path: Path) -> Path:
        proposed.append(path.name)
        return tmp_path / "signed copy"

    panel.output.choose_file = choose
    window.export_current()
    settle()
    assert proposed == ["SOW-2026-001-v1.pdf"]
    assert (tmp_path / "signed copy.pdf").read_bytes() == workspace.agreements.pdf(issued)
    assert said[-1] == "Exported as signed copy.pdf."


def test_a_file_that_cannot_be_written_is_told_and_another_place_offered(
    window: MainWindow,
    panel: PapersPanel,
    draft: str,
    tmp_path: Path,
    settle: Callable[[], None],
    said: list[str],
) -> None:
    (tmp_path / "taken.pdf").mkdir()
    places = [tmp_path / "taken.pdf", tmp_path / "free.pdf"]
    panel.output.choose_file = lambda _path: places.pop(0)
    window.export_current()
    settle()
    assert "a folder has this name" in said[-1]
    (banner,) = window.banners.banners()
    again = [
        made for made in banner.findChildren(QAbstractButton) if made.text() == "Save under another name"
    ]
    again[0].click()
    settle()
    assert (tmp_path / "free.pdf").read_bytes().startswith(b"%PDF")
    assert window.banners.banners() == []


def test_not_choosing_a_place_writes_nothing(
    window: MainWindow,
    panel: PapersPanel,
    draft: str,
    tmp_path: Path,
    settle: Callable[[], None],
    said: list[str],
) -> None:
    panel.output.choose_file = lambda _path: None
    window.export_current()
    settle()
    assert said == []


def test_printing_without_a_printer_says_so(
    window: MainWindow, panel: PapersPanel, draft: str, monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    from PySide6.QtPrintSupport import QPrinterInfo

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    window.print_current()
    assert said[-1].startswith("No printer is set up on this computer.")


# Everyone


def test_everything_that_can_be_used_has_a_name(panel: PapersPanel, draft: str) -> None:
    unnamed = []
    for section in sections():
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
    for section in sections():
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
    assert money_text(Decimal("9701.00"), "EUR") == "9,701.00 EUR"
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
        for section in sections()
        for part in section.fields()
        if isinstance(part, FieldSpec | LinesSpec | RowsSpec)
    ]
    assert len(paths) == len(set(paths))
