"""The papers panel in the real window: the list, files and printing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import AgreementKind, AgreementState, Side
from clientdesk.services.paper_states import SIGNED_KINDS
from clientdesk.services.workspace import Workspace
from clientdesk.ui.itemmodels.papers import UNSIGNED, PaperGroup, PaperTableModel, until_text
from clientdesk.ui.main_window import MainWindow
from clientdesk.ui.panels.papers import PapersPanel
from clientdesk.ui.panels.papers.external_dialog import ExternalDialog
from tests.helpers.fakes import FixedClock
from tests.helpers.papers_window import click, dialog, drop

TODAY = date(2026, 10, 12)

# The list


def test_an_empty_list_says_what_it_is_for(window: MainWindow, panel: PapersPanel) -> None:
    assert panel.list_page.stack.currentWidget() is panel.list_page.empty
    assert [made.text() for made in panel.list_page.empty.buttons] == [
        "New paper",
        "File a paper signed elsewhere…",
        "Look at the demo",
    ]
    assert not panel.list_page.filter_field.isVisible()


def test_papers_are_divided_by_state(workspace: Workspace, panel: PapersPanel, engagement: str) -> None:
    agreements = workspace.agreements
    kept, out, forced, gone = (agreements.create(engagement) for _ in range(4))
    for paper in (out, forced, gone):
        agreements.issue(paper)
    for side in Side:
        agreements.mark_signed(forced, side, "Ada Roe")
    agreements.decline(gone)
    letter = agreements.create(engagement, kind=AgreementKind.STATUS_REPORT)
    report = agreements.get(out).document
    agreements.save_draft(
        letter,
        agreements.get(letter).document
        | {key: report[key] for key in ("consultant", "client", "project_title")}
        | {
            "period_start": "2026-10-05",
            "period_end": "2026-10-12",
            "summary": "All is well.",
            "done": ["Begun"],
        },
    )
    agreements.issue(letter)
    shown = {}
    for group in PaperGroup:
        panel.list_page.show_scope(group.value)
        shown[group] = [row.agreement_id for row in panel.list_page.model.rows]
    assert shown == {
        PaperGroup.DRAFTS: [kept],
        PaperGroup.OUT: [out],
        PaperGroup.IN_FORCE: [forced],
        PaperGroup.LETTERS: [letter],
        PaperGroup.PAST: [gone],
    }
    assert panel.list_page.scope.buttons["all"].text() == "All 5"
    assert panel.list_page.scope.buttons["out"].accessibleName() == "Out for signature 1"


def test_the_list_says_how_long_a_paper_is_out(
    workspace: Workspace, window: MainWindow, panel: PapersPanel, issued: str, clock: FixedClock
) -> None:
    clock.advance(days=6)
    window.resize(1560, 860)
    panel.show_list()
    model = panel.list_page.model
    assert model.index_of(issued, model.column_number("state")).data() == "Issued, not sent yet, 6 days"
    assert model.index_of(issued, model.column_number("until")).data() == "open until Mon 26 Oct"
    assert model.index_of(issued, model.column_number("number")).data() == "SOW-2026-001"
    workspace.agreements.mark_sent(issued)
    workspace.agreements.mark_signed(issued, Side.CONSULTANT, "Mara Lind")
    panel.show_list()
    assert model.index_of(issued, model.column_number("state")).data() == "Waits for Birch & Co, since today"


def test_change_orders_stand_below_their_paper_whatever_the_order(
    workspace: Workspace, panel: PapersPanel, issued: str, engagement: str
) -> None:
    agreements = workspace.agreements
    for side in Side:
        agreements.mark_signed(issued, side, "Ada Roe")
    other = agreements.create(engagement)
    change = agreements.create_amendment(issued)
    panel.show_list()
    model, table = panel.list_page.model, panel.list_page.table
    assert [row.agreement_id for row in model.rows] == [other, issued, change]
    table.sortByColumn(model.column_number("state"), Qt.SortOrder.DescendingOrder)
    assert [row.agreement_id for row in model.rows] == [issued, change, other]
    assert model.index_of(change, model.column_number("title")).data().startswith("↳ ")
    panel.list_page.show_scope(PaperGroup.DRAFTS.value)
    assert {row.agreement_id for row in model.rows} == {other, change}


@pytest.mark.parametrize("width", [1024, 1280, 1360, 1480, 1560])
def test_titles_have_room_in_the_list(
    workspace: Workspace, window: MainWindow, panel: PapersPanel, issued: str, width: int
) -> None:
    for side in Side:
        workspace.agreements.mark_signed(issued, side, "Ada Roe")
    change = workspace.agreements.create_amendment(issued)
    panel.show_list()
    window.resize(width, 760)
    QApplication.processEvents()
    page = panel.list_page
    number = page.model.column_number("number")
    assert page.model.index_of(change, number).data() == ("–" if width >= 1480 else "Change order")
    numbered = {issued: "SOW-2026-001", change: "SOW-2026-001-CO-01"}
    page.table.set_rows([replace(row, number=numbered[row.agreement_id]) for row in page.model.rows])
    assert page.table.columnWidth(page.model.column_number("title")) >= 160
    assert [page.model.index_of(each, number).data()[-5:] for each in numbered] == ["6-001", "CO-01"]
    page.table.set_filter("sow-2026-001-co-01")
    assert [row.agreement_id for row in page.model.rows] == [change]


def test_the_list_is_narrowed_by_kind(
    qtbot: QtBot, workspace: Workspace, panel: PapersPanel, engagement: str
) -> None:
    page = panel.list_page
    workspace.agreements.create(engagement)
    page.refresh()
    assert not page.kind_field.isVisible()
    report = workspace.agreements.create(engagement, kind=AgreementKind.STATUS_REPORT)
    page.refresh()
    assert page.kind_field.isVisible()
    QApplication.processEvents()
    assert page.kind_field.shown_text() == "All kinds"
    page.kind_field.set_value(AgreementKind.STATUS_REPORT)
    assert page.kind_field.shown_text() == "Status report"
    assert [row.agreement_id for row in page.model.rows] == [report]
    qtbot.keyClicks(page.filter_field, "nobody")
    qtbot.keyClick(page.filter_field, Qt.Key.Key_Return)
    click(qtbot, page.none_here.buttons[0])
    assert len(page.model.rows) == 2


def test_the_end_of_a_paper_in_force_is_counted(
    workspace: Workspace, panel: PapersPanel, issued: str, clock: FixedClock
) -> None:
    for side in Side:
        workspace.agreements.mark_signed(issued, side, "Ada Roe")
    said = []
    for days in (0, 20, 46, 1, 1):
        clock.advance(days=days)
        said.append(until_text(workspace.agreements.get(issued).row, workspace.practice.today()))
    assert said == ["until Fri 18 Dec", "ends in 47 days", "ends tomorrow", "ends today", "ended Fri 18 Dec"]


def test_a_file_dropped_on_the_list_is_filed_as_signed_elsewhere(
    window: MainWindow, panel: PapersPanel, engagement: str, tmp_path: Path, settle: Callable[[], None]
) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    panel.show_list()
    drop(panel.list_page, path)
    settle()
    asked = dialog(window, ExternalDialog)
    assert asked.drop_area.file_label.full_text() == "signed.pdf"


def test_a_calendar_dropped_on_the_list_is_no_paper(
    window: MainWindow, panel: PapersPanel, engagement: str, tmp_path: Path
) -> None:
    path = tmp_path / "leave.ics"
    path.write_text("BEGIN:VCALENDAR")
    drop(panel.list_page, path)
    drop(panel.list_page, tmp_path)
    assert [each for each in window.findChildren(ExternalDialog) if each.isVisible()] == []


def test_every_kind_is_signed_or_not() -> None:
    """The window's list of kinds follows the services'."""
    assert frozenset(set(AgreementKind) - set(SIGNED_KINDS)) == UNSIGNED


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
