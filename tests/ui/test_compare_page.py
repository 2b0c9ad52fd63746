"""Two versions of a paper beside each other, in the real window: in words, by section, by the keyboard."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.enums import AgreementKind
from clientdesk.models.family_documents import ChangeOrderDocument
from clientdesk.models.paper_compare import compare
from clientdesk.services.workspace import Workspace
from clientdesk.ui.main_window import MainWindow
from clientdesk.ui.panels.papers import PapersPanel
from clientdesk.ui.panels.papers.compare_page import MOST_ROWS, ComparePage
from clientdesk.ui.panels.papers.compare_words import CompareWords
from clientdesk.ui.panels.papers.marked_text import MarkedText
from tests.helpers.papers_window import click
from tests.helpers.sample_agreement import CONTENT
from tests.helpers.sample_family import family_paper

WRITTEN = sorted(
    set(AgreementKind)
    - {AgreementKind.MASTER_AGREEMENT, AgreementKind.ADDENDUM, AgreementKind.OFFBOARDING_LETTER}
)


@pytest.fixture(autouse=True)
def british() -> Any:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def second(workspace: Workspace, panel: PapersPanel, draft: str) -> str:
    """Draft of a second version: a date moved, a line added, a text reworded, a row moved."""
    panel.composer.leave()
    document = {**copy.deepcopy(CONTENT), "starts_on": "2026-10-19", "open_until": "2026-10-30"}
    workspace.agreements.save_draft(draft, document)
    workspace.agreements.issue(draft)
    made = workspace.agreements.new_version(draft)
    document = workspace.agreements.get(made).document
    document["deliverables"][1]["due_on"] = "2027-01-22"
    document["not_included"].append("Interior decoration")
    document["purpose"] = document["purpose"].replace("spring", "summer")
    document["deliverables"].insert(0, document["deliverables"].pop(3))
    document["fees"]["lines"][0]["unit_price"] = "20000"
    workspace.agreements.save_draft(made, document)
    return made


@pytest.fixture
def page(panel: PapersPanel, second: str) -> ComparePage:
    panel.compare_versions(second)
    assert panel.compare_page is not None
    assert panel.stack.currentWidget() is panel.compare_page
    return panel.compare_page


def sentences(page: ComparePage) -> list[str]:
    return [row.change.sentence for row in page.rows()]


def test_changes_stand_in_words_by_section(page: ComparePage) -> None:
    assert [group.title for group in page.groups][:3] == ["Purpose and objectives", "Scope", "Deliverables"]
    said = sentences(page)
    assert "Added to “Not included”: Interior decoration" in said
    assert "D1 Go-live on site: moved, before D4" in said
    assert "D3 Target layout and pick routes (before D2): due 15 Jan 2027 → 22 Jan 2027" in said
    assert "Fee lines: price of one €18,600.00 → €20,000.00" in said
    assert page.before_field.currentText() == "Version 1, issued Mon 12 Oct"
    assert page.after_field.currentText() == "Version 2, draft"


def test_long_texts_stand_side_by_side_with_their_changed_words(page: ComparePage) -> None:
    (row,) = [row for row in page.rows() if row.change.sentence == "Purpose: reworded"]
    before, after = row.findChildren(MarkedText)
    assert "before the spring season" in before.accessibleName()
    assert "before the summer season" in after.accessibleName()
    marked = [[text for text, is_marked in side._pieces if is_marked] for side in (before, after)]
    assert marked == [["spring"], ["summer"]]
    assert before.heightForWidth(200) > before.heightForWidth(800)


def test_the_other_way_round_what_was_added_is_taken_out(page: ComparePage) -> None:
    first, second = page.before_field.currentData(), page.after_field.currentData()
    page.before_field.set_value(second)
    page.after_field.set_value(first)
    assert "Taken out of “Not included”: Interior decoration" in sentences(page)
    page.before_field.set_value(first)
    assert page.same.isVisible()
    assert not page.copy_button.isEnabled()


def test_the_keyboard_walks_changes_and_sections(qtbot: QtBot, page: ComparePage) -> None:
    rows = page.rows()
    assert page.focusWidget() is rows[0]
    qtbot.keyClick(rows[0], Qt.Key.Key_Down)
    assert page.focusWidget() is rows[1]
    qtbot.keyClick(rows[1], Qt.Key.Key_K)
    assert page.focusWidget() is rows[0]
    qtbot.keyClick(rows[0], Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    third = sum(len(group.changes) for group in page.groups[:2])
    assert page.focusWidget() is rows[third]
    qtbot.keyClick(rows[third], Qt.Key.Key_End)
    assert page.focusWidget() is rows[-1]
    qtbot.keyClick(rows[-1], Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Home)
    assert page.focusWidget() is rows[0]


def test_changes_are_copied(qtbot: QtBot, page: ComparePage, said: list[str]) -> None:
    click(qtbot, page.copy_button)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("What changed · Inventory and fulfilment improvement\n")
    assert all(sentence in copied for sentence in sentences(page))
    assert "  before: Harbor & Pine ships" in copied
    row = page.rows()[1]
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().split("\n")[0] == row.change.sentence
    assert said[-1] == "Copied."


def test_escape_goes_back_to_the_paper(
    qtbot: QtBot, panel: PapersPanel, page: ComparePage, second: str
) -> None:
    qtbot.keyClick(page.rows()[0], Qt.Key.Key_Escape)
    assert panel.stack.currentWidget() is panel.composer
    assert panel.composer.agreement_id == second


def test_it_follows_the_draft(
    workspace: Workspace, panel: PapersPanel, page: ComparePage, second: str
) -> None:
    document = workspace.agreements.get(second).document
    document["project_title"] = "Another name"
    workspace.agreements.save_draft(second, document)
    panel.refresh()
    assert "Project: Inventory and fulfilment improvement → Another name" in sentences(page)
    workspace.agreements.delete_draft(second)
    panel.refresh()
    assert panel.stack.currentWidget() is panel.list_page


def test_an_issued_version_is_compared_from_its_page(
    workspace: Workspace, panel: PapersPanel, second: str
) -> None:
    workspace.agreements.issue(second, "Later")
    panel.open_agreement(second)
    next(each for each in panel.issued_page.menu.actions() if each.objectName() == "compare_action").trigger()
    assert panel.compare_page is not None
    assert panel.compare_page.summary_label.text().endswith("Price without tax: €18,600.00 → €20,000.00.")
    panel.print_current()
    panel.export_current()
    assert panel.stack.currentWidget() is panel.compare_page


def test_hostile_text_stays_text_and_many_changes_are_counted(
    workspace: Workspace, panel: PapersPanel, second: str
) -> None:
    document = workspace.agreements.get(second).document
    document["included"] = [f"<img src=x onerror={number}>" for number in range(400)]
    workspace.agreements.save_draft(second, document)
    panel.compare_versions(second)
    page = panel.compare_page
    assert page is not None
    assert len(page.rows()) == MOST_ROWS
    assert any(row.change.sentence == "Added to “Included”: <img src=x onerror=7>" for row in page.rows())


def test_every_row_has_a_name_and_fits(window: MainWindow, page: ComparePage, qtbot: QtBot) -> None:
    window.resize(1000, 700)
    qtbot.wait(20)
    area = page._area
    assert area.widget().width() <= area.viewport().width()
    for row in page.rows():
        assert row.accessibleName()
        assert row.objectName()
    for named in (page.before_field, page.after_field, page.copy_button, page.back_button):
        assert isinstance(named, QWidget)
        assert named.accessibleName()
        assert named.objectName()


def words(kind: AgreementKind, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    document = ChangeOrderDocument if kind is AgreementKind.CHANGE_ORDER else AgreementDocument
    plain = [document.parse(each).model_dump(mode="json") for each in (before, after)]
    groups = CompareWords(kind, ("EUR", "EUR")).groups(compare(*plain))
    return [change.sentence for group in groups for change in group.changes]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"ends_on": "2027-02-26"}, {}, "End: left empty, before 26 Feb 2027"),
        ({}, {"ends_on": "2027-02-26"}, "End: 26 Feb 2027, empty before"),
        ({"client": {"legal_name": "A"}}, {"client": {"legal_name": "B"}}, "The client: legal name A → B"),
        (
            {"fees": {"tax_rate": 2000}},
            {"fees": {"tax_rate": 2050}},
            "Tax rate (%): 20 % → 20.5 %",
        ),
        (
            {
                "deliverables": [{"title": "Map"}],
                "fees": {"payments": [{"tied_to": "signature", "percent": 10}]},
            },
            {"deliverables": [{"title": "Map"}], "fees": {"payments": [{"tied_to": "D1", "percent": 10}]}},
            "P1: falls due with signature → D1 Map",
        ),
    ],
)
def test_fields_of_all_sorts_are_worded(before: dict[str, Any], after: dict[str, Any], said: str) -> None:
    assert words(AgreementKind.STATEMENT_OF_WORK, before, after) == [said]


def test_a_credit_of_a_change_order_keeps_its_sign() -> None:
    before = {"fee_lines": [{"text": "Less work", "amount": "-100"}]}
    after = {"fee_lines": [{"text": "Less work", "amount": "-250.50"}]}
    (said,) = words(AgreementKind.CHANGE_ORDER, before, after)
    assert said.endswith("−€100.00 → −€250.50")


@pytest.mark.parametrize("kind", WRITTEN)
def test_every_field_of_every_kind_has_a_title(kind: AgreementKind) -> None:
    """No field is worded by its path, and none stands apart from its section."""
    is_agreement = kind in (AgreementKind.STATEMENT_OF_WORK, AgreementKind.PROPOSAL)
    document = AgreementDocument.parse(CONTENT) if is_agreement else family_paper(kind).document
    known = CompareWords(kind, ("", ""))
    elsewhere = {"form", "approach", "options", "open_until"}
    told_by_tail = {"committed_on", "slip_days", "percent", "signatory", "capacity"}
    for path in _paths(document.model_dump(mode="json")):
        if path.partition(".")[0] in ("amends", "removed_keys") or path in elsewhere:
            continue
        place = known._place(path)
        assert place.section != "Other", path
        assert place.part is not None or path.rpartition(".")[2] in told_by_tail, path


def _paths(value: Any, path: str = "") -> list[str]:
    if isinstance(value, dict):
        return [
            each
            for key, inner in value.items()
            if key not in ("schema_version", "key")
            for each in _paths(inner, f"{path}.{key}" if path else key)
        ]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return _paths(value[0], path)
    return [path]
