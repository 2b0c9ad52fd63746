"""Tables of the composer and a spreadsheet: pasted, copied out again, refused with words, one step of undo."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from clientdesk.services.workspace import Workspace
from clientdesk.ui.main_window import MainWindow
from clientdesk.ui.panels.papers import PapersPanel
from clientdesk.ui.panels.papers.row_cells import PasteRefused, copied_text, pasted_rows
from clientdesk.ui.panels.papers.sections import sections_for
from clientdesk.ui.panels.papers.specs import RowsSpec
from tests.helpers.papers_window import click, field, rows, stored

TODAY = date(2026, 10, 12)
MILLION = "word " * 200_000


def spec(path: str) -> RowsSpec:
    found = [part for section in sections_for() for part in section.fields() if part.path == path]
    assert isinstance(found[0], RowsSpec)
    return found[0]


def read(path: str, text: str, already: int = 0) -> list[dict[str, Any]]:
    return pasted_rows(spec(path), text, already, lambda: TODAY)


@pytest.fixture
def locale(request: pytest.FixtureRequest) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def clipboard() -> Iterator[Callable[[str], None]]:
    yield QGuiApplication.clipboard().setText
    QGuiApplication.clipboard().clear()


# Reading


@pytest.mark.parametrize(
    ("locale", "cell", "day"),
    [
        ("en_GB", "5/12/2026", "2026-12-05"),
        ("en_US", "12/5/2026", "2026-12-05"),
        ("de_DE", "5.12.2026", "2026-12-05"),
        ("de_DE", "5. Dezember 2026", "2026-12-05"),
        ("en_GB", "2026-12-05", "2026-12-05"),
        ("en_GB", "31/2/2027", "31/2/2027"),
    ],
    indirect=["locale"],
)
def test_days_are_read_as_this_computer_writes_them(locale: None, cell: str, day: str) -> None:
    (row,) = read("deliverables", f"Plan\t1\t{cell}")
    assert row["due_on"] == day


@pytest.mark.parametrize(
    ("locale", "cell", "amount"),
    [
        ("en_GB", "1,250.50", "1250.50"),
        ("en_GB", "€1,250.50", "1250.50"),
        ("en_GB", "EUR 1,250", "1250"),
        ("en_GB", "(300.00)", "-300.00"),
        ("en_GB", "\u2212300", "-300"),
        ("de_DE", "1.250,50 €", "1250.50"),
        ("fr_FR", "1\u202f250,50", "1250.50"),
        ("de_CH", "1\u2019250.50", "1250.50"),
        ("en_GB", "on request", "on request"),
        ("en_GB", "NaN", "NaN"),
        ("en_GB", "1e9", "1e9"),
    ],
    indirect=["locale"],
)
def test_amounts_are_read_as_this_computer_writes_them(locale: None, cell: str, amount: str) -> None:
    (row,) = read("fees.lines", f"Work\t1\titem\t{cell}")
    assert row["unit_price"] == amount


@pytest.mark.parametrize("typed", ["inf", "nan", "1e999999", "--5", "5-", "९e"])
def test_what_is_no_percentage_stays_as_it_was_typed(typed: str) -> None:
    (row,) = read("fees.payments", f"its own words\tHalf\t{typed}")
    assert row["percent"] == typed


def test_cells_in_quotes_hold_tabs_lines_and_quotes() -> None:
    (row,) = read("deliverables", 'Plan\t"2\t3"\t\t"PDF\nand ""Word"""\tRead')
    assert (row["quantity"], row["form"], row["acceptance"]) == ("2\t3", 'PDF\nand "Word"', "Read")


def test_headings_say_which_column_is_which() -> None:
    (row,) = read("deliverables", "Due\tNumber\tDELIVERABLE\n2026-12-05\t7\tPlan")
    assert (row["title"], row["due_on"], row["quantity"]) == ("Plan", "2026-12-05", "")


@pytest.mark.parametrize("separator", [";", ","])
def test_a_list_with_commas_or_semicolons_is_a_table_too(separator: str) -> None:
    found = read("deliverables", f'Plan{separator}1\n"Talk{separator} long"{separator}2')
    assert [(row["title"], row["quantity"]) for row in found] == [
        ("Plan", "1"),
        (f"Talk{separator} long", "2"),
    ]


def test_a_sentence_with_a_comma_is_one_cell() -> None:
    (row,) = read("deliverables", "Report, bound and printed")
    assert row["title"] == "Report, bound and printed"


def test_choices_are_read_by_their_words_and_wrong_ones_stay() -> None:
    first, second = read("fees.lines", "A\t1\tDAY\t5\nB\t1\tfortnight\t5")
    assert (first["unit"], second["unit"]) == ("day", "fortnight")


@pytest.mark.parametrize(
    ("text", "already", "words"),
    [
        ("Plan\n" * 501, 0, "501 rows"),
        ("Plan\n" * 2, 499, "501 rows"),
        (MILLION, 0, "999,999 characters"),
        ("x\n" * 2_100_000, 0, "4,200,000 characters"),
    ],
)
def test_far_too_much_is_refused_with_words(text: str, already: int, words: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    try:
        with pytest.raises(PasteRefused, match=f"{words}.*Nothing was pasted"):
            read("deliverables", text, already)
    finally:
        QLocale.setDefault(before)


@pytest.mark.parametrize("path", ["deliverables", "milestones", "fees.lines", "roles", "exhibit.contacts"])
def test_what_is_copied_out_comes_back_the_same(path: str) -> None:
    text = {
        "deliverables": 'Plan\t2\t2026-12-05\t"PDF\nWord"\t"Read by ""Ada"""\nTalk\t\tsoon\t\t',
        "milestones": "Draft\t2026-12-05\t3\tfiles\twhy",
        "fees.lines": "Work\t1.5\tday\t1,250.50\t7.7",
        "roles": "Ada\tClient\tdecides",
        "exhibit.contacts": "Ada\tYou\tDirector\t+33\ta@b.example",
    }[path]
    first = read(path, text)
    assert read(path, copied_text(spec(path), first)) == first
    assert read(path, copied_text(spec(path), first, has_head=False)) == first


# In the window


def test_pasted_rows_are_one_step_of_undo(
    qtbot: QtBot,
    workspace: Workspace,
    window: MainWindow,
    panel: PapersPanel,
    draft: str,
    clipboard: Callable[[str], None],
) -> None:
    editor = rows(panel, "deliverables", "deliverables")
    editor.table.select_id(editor._rows[0][0])
    editor.boxes["title"].take_focus()
    qtbot.keyClick(panel.composer.focusWidget(), Qt.Key.Key_End)
    qtbot.keyClicks(panel.composer.focusWidget(), " and more")
    clipboard("Plan\t1\t2026-12-05\nTalk\t2\t2026-12-06")
    qtbot.keyClick(editor.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    titles = [row["title"] for row in stored(workspace, draft)["deliverables"]]
    assert titles == ["Audit report and more", "Plan", "Talk"], "kept at once"
    window.undo()
    titles = [row["title"] for row in stored(workspace, draft)["deliverables"]]
    assert titles == ["Audit report and more"]
    window.undo()
    assert [row["title"] for row in stored(workspace, draft)["deliverables"]] == ["Audit report"]


def test_a_refused_paste_says_why_and_changes_nothing(
    qtbot: QtBot,
    workspace: Workspace,
    panel: PapersPanel,
    draft: str,
    clipboard: Callable[[str], None],
) -> None:
    editor = rows(panel, "deliverables", "deliverables")
    label = workspace.store.undo_label
    clipboard("Plan\n" * 600)
    click(qtbot, editor.paste_button)
    assert "601 rows with those that are here" in editor.note_line.text()
    assert len(editor.value()) == 1
    clipboard("")
    click(qtbot, editor.paste_button)
    assert editor.note_line.text() == "There are no rows on the clipboard."
    assert workspace.store.undo_label == label
    click(qtbot, editor.add_button)
    assert editor.note_line.isHidden()


def test_rows_selected_are_copied_and_all_of_them_with_headings(
    qtbot: QtBot, panel: PapersPanel, draft: str, clipboard: Callable[[str], None]
) -> None:
    editor = rows(panel, "deliverables", "deliverables")
    editor.add_text_rows("Plan\nTalk")
    editor.table.select_id(editor._rows[1][0])
    qtbot.keyClick(editor.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().strip() == "Plan"
    click(qtbot, editor.copy_button)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("Deliverable\tQuantity\tDue\t")
    assert [line.partition("\t")[0] for line in lines[1:]] == ["Audit report", "Plan", "Talk"]


def test_several_rows_are_removed_at_once(
    qtbot: QtBot, workspace: Workspace, window: MainWindow, panel: PapersPanel, draft: str
) -> None:
    editor = rows(panel, "deliverables", "deliverables")
    editor.add_text_rows("Plan\nTalk")
    editor.table.selectAll()
    qtbot.keyClick(editor.table, Qt.Key.Key_Delete)
    assert stored(workspace, draft)["deliverables"] == []
    window.undo()
    assert len(stored(workspace, draft)["deliverables"]) == 3


@pytest.mark.parametrize(("section", "path"), [("purpose", "purpose"), ("paper", "project_title")])
def test_a_million_characters_in_one_field_answer_at_once(
    qtbot: QtBot,
    panel: PapersPanel,
    draft: str,
    clipboard: Callable[[str], None],
    section: str,
    path: str,
) -> None:
    box = field(panel, section, path)
    before = box.value()
    box.take_focus()
    clipboard(MILLION)
    started = time.thread_time()
    qtbot.keyClick(box.entry, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert time.thread_time() - started < 1
    assert "characters are too many for this field" in box.note_text()
    assert "Nothing was pasted" in box.entry.accessibleDescription()
    assert box.value() == before
    qtbot.keyClicks(box.entry, "a")
    assert box.note_text() == ""


def test_a_million_characters_in_a_list_of_lines_answer_at_once(
    qtbot: QtBot, panel: PapersPanel, draft: str, clipboard: Callable[[str], None]
) -> None:
    lines = panel.composer.page("scope").lines["included"]
    lines.take_focus()
    clipboard(MILLION.replace(" ", "\n"))
    started = time.thread_time()
    qtbot.keyClick(lines.entry, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert time.thread_time() - started < 1
    assert "characters are too many for this field" in lines.note_line.text()
    assert lines.value() == []


def test_a_full_table_takes_no_more_rows(panel: PapersPanel, draft: str) -> None:
    editor = rows(panel, "deliverables", "deliverables")
    assert editor.add_text_rows("Plan\n" * 499) == 499
    editor.add_row()
    assert len(editor.value()) == 500
    assert "takes 500 rows" in editor.note_line.text()
