"""Row tables: passive, sorted and filtered in place, selection kept by id."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView

from clientdesk.ui.itemmodels.base import (
    ID_ROLE,
    ROW_ROLE,
    SORT_ROLE,
    STATUS_ROLE,
    Column,
    RowTableModel,
    restore_selection,
    selected_ids,
)
from clientdesk.ui.theme import Theme
from clientdesk.ui.widgets.table import RowTable

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@dataclass(frozen=True)
class Row:
    id: str
    name: str
    due_on: date | None = None
    gap: int = 0


class RowModel(RowTableModel[Row]):
    columns = (
        Column("name", "Name", roles={STATUS_ROLE: lambda _: "watch"}, is_editable=True),
        Column("due_on", "Due", text=lambda row: row.due_on.isoformat() if row.due_on else ""),
        Column("gap", "Gap", text=lambda row: f"{row.gap:+d} d",
               spoken=lambda row: f"{row.gap} days late", is_numeric=True),
    )  # fmt: skip


ROWS = [
    Row("b", "birch", date(2026, 10, 20), 4),
    Row("a", "Acme", None, -2),
    Row("c", "Cedar", date(2026, 10, 16), 10),
]


@pytest.fixture
def model(qapp):
    made = RowModel()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.set_rows(ROWS)
    yield made
    tester.deleteLater()


def shown(model: RowTableModel) -> list[str]:
    return [row.id for row in model.rows]


def test_cells_show_text_roles_and_words_for_screen_readers(model):
    cell = model.index(0, 2)
    assert cell.data() == "+4 d"
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "4 days late"
    assert cell.data(SORT_ROLE) == 4
    assert Qt.AlignmentFlag(cell.data(Qt.ItemDataRole.TextAlignmentRole)) & Qt.AlignmentFlag.AlignRight
    assert model.index(0, 0).data(STATUS_ROLE) == "watch"
    assert model.index(0, 0).data(ID_ROLE) == "b"
    assert model.index(0, 0).data(ROW_ROLE) is ROWS[0]
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Due"


def test_sorting_puts_rows_without_a_value_last_both_ways(model):
    model.sort(1, UP)
    assert shown(model) == ["c", "b", "a"]
    model.sort(1, DOWN)
    assert shown(model) == ["b", "c", "a"]


def test_words_sort_without_regard_to_case_and_numbers_by_value(model):
    model.sort(0, UP)
    assert shown(model) == ["a", "b", "c"]
    model.sort(2, DOWN)
    assert shown(model) == ["c", "b", "a"]


def test_the_filter_wants_every_word_in_any_column(model):
    model.set_filter("CE 2026")
    assert shown(model) == ["c"]
    model.set_filter("nothing")
    assert shown(model) == []
    model.set_filter("")
    assert shown(model) == ["b", "a", "c"]


def test_a_filter_by_rule_joins_the_words(model):
    model.set_filter("", keep=lambda row: row.due_on is not None)
    assert shown(model) == ["b", "c"]


def test_filter_and_order_outlive_new_rows(model):
    model.sort(0, DOWN)
    model.set_filter("e")
    model.set_rows([*ROWS, Row("d", "Delta"), Row("x", "Fir", None, 1)])
    assert shown(model) == ["d", "c", "a"]


def test_selection_moves_with_its_row_when_sorted(model, qtbot):
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.selectRow(0)
    model.sort(0, DOWN)
    assert selected_ids(view)[0] == "b"


def test_selection_is_restored_by_id_after_a_reset(model, qtbot):
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.selectRow(2)
    ids = selected_ids(view)
    model.set_rows([Row("new", "New"), *ROWS])
    restore_selection(view, ids)
    assert selected_ids(view) == ["c"]
    assert view.currentIndex().row() == 3


def test_restoring_rows_that_are_gone_selects_nothing(model, qtbot):
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    restore_selection(view, ["gone"])
    assert selected_ids(view) == []


def test_an_edit_is_handed_on_and_changes_nothing_by_itself(model):
    told = []
    model.on_edited = lambda row, key, value: told.append((row.id, key, value)) is None
    assert model.setData(model.index(1, 0), "Acme Ltd")
    assert told == [("a", "name", "Acme Ltd")]
    assert model.index(1, 0).data() == "Acme"
    assert not model.flags(model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable


@pytest.fixture
def table(model, qtbot):
    made = RowTable(model, "Clients")
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    return made


def test_the_table_keeps_selection_over_new_rows(table):
    table.select_id("c")
    table.set_rows([Row("new", "New"), *[replace(row, gap=9) for row in ROWS]])
    assert table.selected_ids() == ["c"]
    assert table.current_id() == "c"


def test_the_table_tells_when_its_current_row_is_gone(table, qtbot):
    table.select_id("c")
    with qtbot.waitSignal(table.current_changed) as told:
        table.set_rows(ROWS[:2])
    assert told.args == [""]


def test_enter_and_double_click_open_a_row(table, qtbot):
    table.select_id("a")
    table.setFocus()
    with qtbot.waitSignal(table.opened) as told:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert told.args == ["a"]
    with qtbot.waitSignal(table.opened) as told:
        table.doubleClicked.emit(table.model().index(0, 0))
    assert told.args == ["b"]


def test_headers_sort(table):
    table.set_sortable("name")
    assert [row.id for row in table.model().rows] == ["a", "b", "c"]


def test_tab_leaves_the_table(table):
    assert not table.tabKeyNavigation()


def test_rows_follow_the_density_live(table, qapp, tmp_path):
    before = qapp.styleSheet(), qapp.palette(), qapp.font()
    theme = Theme(tmp_path)
    try:
        theme.apply(qapp, "light", "compact")
        low = table.rowHeight(0)
        theme.apply(qapp, "light", "comfortable")
        assert table.rowHeight(0) > low >= 24
    finally:
        qapp.setStyleSheet(before[0])
        qapp.setPalette(before[1])
        qapp.setFont(before[2])
        theme.deleteLater()
