"""The papers panel in the real window: list, issued papers, signing, files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from clientdesk.models.enums import AgreementState, Side
from clientdesk.models.tables import Agreement
from clientdesk.services.workspace import Workspace
from clientdesk.store.unit_of_work import fetch
from clientdesk.ui.itemmodels.papers import PaperGroup, PaperTableModel
from clientdesk.ui.main_window import MainWindow
from clientdesk.ui.panels.papers import PapersPanel
from clientdesk.ui.panels.papers.dialogs import SignDialog
from tests.helpers.fakes import FixedClock
from tests.helpers.papers_window import click, dialog

TODAY = date(2026, 10, 12)

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
