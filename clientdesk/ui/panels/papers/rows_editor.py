"""A table of rows with the selected one's fields below it: add, remove, move, paste from a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.ids import new_id
from clientdesk.ui.date_reading import read_date
from clientdesk.ui.dates import day_text, is_day_first, local_names
from clientdesk.ui.itemmodels.base import STATUS_ROLE, Column, RowTableModel
from clientdesk.ui.panels.papers.field_box import STOP, FieldBox, Note, NoteLine
from clientdesk.ui.panels.papers.specs import (
    AMOUNT,
    CHOICE,
    DAY,
    NUMBER,
    PERCENT,
    TIE,
    FieldSpec,
    RowsSpec,
    translate,
)
from clientdesk.ui.panels.papers.words import grouped, percent_points, percent_text, read_amount
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3, Status
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.delegates import CellDelegate, ShapeDelegate
from clientdesk.ui.widgets.flow_layout import FlowLayout
from clientdesk.ui.widgets.labels import as_tooltip, label
from clientdesk.ui.widgets.table import RowTable

Row = dict[str, Any]
Choices = Sequence[tuple[str, str]]
_MOST_SHOWN = 7
_NARROW = 380


@dataclass(frozen=True, slots=True)
class Line:
    """One row as the table shows it."""

    row_id: str
    ref: str
    cells: tuple[str, ...]
    status: Status | None


class _Table(RowTable):
    """Adds the keys of a row editor.

    Signals:
        key_pressed: ``remove``, ``add``, ``up``, ``down`` or ``paste``.
    """

    key_pressed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Paste):
            self.key_pressed.emit("paste")
        elif key == Qt.Key.Key_Delete:
            self.key_pressed.emit("remove")
        elif key == Qt.Key.Key_Insert:
            self.key_pressed.emit("add")
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.key_pressed.emit("up" if key == Qt.Key.Key_Up else "down")
        else:
            super().keyPressEvent(event)


class RowsEditor(QWidget):
    """Edits a list of rows of one kind.

    Signals:
        edited: path of the list and its new value.
        left: a field lost the keyboard.
    """

    edited = Signal(str, object)
    left = Signal()

    def __init__(self, spec: RowsSpec, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self._today = today
        self._rows: list[tuple[str, Row]] = []
        self._made = 0
        self._notes: dict[str, list[Note]] = {}
        self._ties: Choices = ()
        self.setObjectName(f"{spec.path.replace('.', '_')}_rows")
        self._build()
        self._wire()

    def fill(self, rows: Sequence[Row] | None) -> None:
        """Show these rows; the place of the selection stays."""
        place = self._place()
        kept = [row_id for row_id, _ in self._rows]
        self._rows = []
        for number, row in enumerate(rows or []):
            row_id = kept[number] if number < len(kept) else self._new_row_id()
            self._rows.append((row_id, dict(row)))
        self._show_rows(max(place, 0))

    def value(self) -> list[Row]:
        """The rows as values of the document."""
        return [dict(row) for _, row in self._rows]

    def set_ties(self, choices: Choices) -> None:
        """What a payment can hang on."""
        self._ties = choices
        for box in self.boxes.values():
            if box.spec.kind == TIE:
                box.set_choices(choices)
        self._show_rows(max(self._place(), 0))

    def show_notes(self, notes: Mapping[str, Sequence[Note]]) -> None:
        """Say these; keys are paths relative to the list: empty, ``2`` or ``2.title``."""
        self._notes = {path: list(found) for path, found in notes.items()}
        self.note_line.show_notes(self._notes.get("", []))
        self._refresh_table()
        self._show_detail_notes()

    def take_computed(self, path: str, rows: Sequence[Row]) -> None:
        """Take over one computed column; nothing that is being typed is touched."""
        for (_, row), fresh in zip(self._rows, rows, strict=False):
            row[path] = fresh.get(path)
        self._refresh_table()

    def show_place(self, place: int, field: str = "") -> None:
        """Select a row and put the cursor into one of its fields."""
        if 0 <= place < len(self._rows):
            self.table.select_id(self._rows[place][0])
            self._show_detail()
        box = self.boxes.get(field) or next(iter(self.boxes.values()))
        if self.detail.isVisibleTo(self):
            box.take_focus()
        else:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_row(self) -> None:
        """Add an empty row at the end and begin to write it."""
        self._rows.append((self._new_row_id(), self._blank()))
        self._show_rows(len(self._rows) - 1)
        self._tell()
        next(iter(self.boxes.values())).take_focus()

    def remove_row(self) -> None:
        """Take the selected row out (undoable)."""
        place = self._place()
        if place < 0:
            return
        del self._rows[place]
        self._show_rows(min(place, len(self._rows) - 1))
        self._tell()

    def move_up(self) -> None:
        """Move the selected row before the one above it."""
        self._move(-1)

    def move_down(self) -> None:
        """Move the selected row after the one below it."""
        self._move(1)

    def paste_rows(self) -> None:
        """Add the rows of the clipboard: one a line, cells separated by tabs."""
        self.add_text_rows(QGuiApplication.clipboard().text())

    def add_text_rows(self, text: str) -> int:
        """Add rows from tab-separated text; returns how many. A first line of headings is left out."""
        lines = [cells for cells in csv.reader(text.splitlines(keepends=True), delimiter="\t") if any(cells)]
        heads = {spec.title.casefold() for spec in self.spec.fields}
        if lines and lines[0][0].strip().casefold() in heads:
            lines = lines[1:]
        for cells in lines:
            row = self._blank()
            for spec, cell in zip(self.spec.fields, cells, strict=False):
                row[spec.path] = self._read(spec, cell.strip())
            self._rows.append((self._new_row_id(), row))
        if lines:
            self._show_rows(len(self._rows) - len(lines))
            self._tell()
        return len(lines)

    def add_below(self, widget: QWidget) -> None:
        """Put a button beside the one that adds a row."""
        self._foot.addWidget(widget)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addLayout(self._build_head())
        if self.spec.hint:
            column.addWidget(label(self.spec.hint, "caption", wrap=True))
        self.note_line = NoteLine()
        column.addWidget(self.note_line)
        self.box = QFrame()
        self.box.setProperty("role", "card")
        inner = QVBoxLayout(self.box)
        inner.setContentsMargins(1, 1, 1, SPACE_3)
        inner.setSpacing(SPACE_2)
        self.table = self._build_table()
        inner.addWidget(self.table)
        inner.addWidget(self._build_detail())
        column.addWidget(self.box)
        self._foot = FlowLayout()
        self._foot.addWidget(self.add_button)
        column.addLayout(self._foot)

    def _build_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(SPACE_1)
        head.addWidget(label(self.spec.title, "strong", wrap=True), 1)
        self.add_button = button(
            self.spec.add_text, "quiet", icon_name="plus", tooltip=translate("Papers", "Insert")
        )
        self.up_button = icon_button(
            "chevron-up", translate("Papers", "Move up"), tooltip=translate("Papers", "Move up (Alt+↑)")
        )
        self.down_button = icon_button(
            "chevron-down", translate("Papers", "Move down"), tooltip=translate("Papers", "Move down (Alt+↓)")
        )
        self.paste_button = icon_button(
            "copy",
            translate("Papers", "Paste rows"),
            tooltip=translate("Papers", "Paste rows from a spreadsheet (Ctrl+V in the table)"),
        )
        self.remove_button = icon_button(
            "trash-2", translate("Papers", "Remove row"), tooltip=translate("Papers", "Remove row (Delete)")
        )
        for name in ("paste", "up", "down", "remove"):
            head.addWidget(getattr(self, f"{name}_button"))
        for name in ("add", "paste", "up", "down", "remove"):
            getattr(self, f"{name}_button").setObjectName(f"{name}_button")
        return head

    def _build_table(self) -> _Table:
        by_path = {spec.path: spec for spec in self.spec.fields}
        columns = [
            Column[Line]("ref", "", text=lambda line: line.ref, roles={STATUS_ROLE: lambda line: line.status})
        ]
        for number, path in enumerate(self.spec.shown):
            title = by_path[path].title if path in by_path else translate("Papers", "Committed")
            columns.append(_column(path, title, number, is_numeric=_is_number(by_path.get(path))))
        self.model = RowTableModel[Line](columns, self)
        self.model.id_key = "row_id"
        table = _Table(self.model, self.spec.title)
        table.setObjectName(f"{self.spec.path.replace('.', '_')}_table")
        table.setProperty("role", "inset")
        table.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        table.setItemDelegateForColumn(0, ShapeDelegate(table))
        for number in range(1, len(columns)):
            table.setItemDelegateForColumn(number, CellDelegate(table))
        widths = {path: _width(by_path.get(path)) for path in self.spec.shown[1:]}
        table.horizontalHeader().setMinimumSectionSize(24)
        table.set_widths({"ref": 56 if self.spec.letter else 28, **widths}, stretch=self.spec.shown[0])
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return table

    def _build_detail(self) -> QWidget:
        self.detail = QWidget()
        grid = QGridLayout(self.detail)
        grid.setContentsMargins(SPACE_3, SPACE_1, SPACE_3, 0)
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_2)
        self.boxes: dict[str, FieldBox] = {}
        for spec in self.spec.fields:
            self.boxes[spec.path] = FieldBox(spec, self._today)
        place_boxes(grid, list(self.boxes.values()))
        return self.detail

    def _wire(self) -> None:
        self.add_button.clicked.connect(self.add_row)
        self.remove_button.clicked.connect(self.remove_row)
        self.up_button.clicked.connect(self.move_up)
        self.down_button.clicked.connect(self.move_down)
        self.paste_button.clicked.connect(self.paste_rows)
        self.table.key_pressed.connect(self._on_key)
        self.table.current_changed.connect(self._show_detail)
        self.table.opened.connect(self._on_opened)
        for box in self.boxes.values():
            box.edited.connect(self._on_edited)
            box.left.connect(self.left)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < icon_px(_NARROW)
        kept = self.spec.kept or self.spec.shown[-1]
        for path in self.spec.shown[1:]:
            number = self.model.column_number(path)
            self.table.setColumnHidden(number, is_narrow and path != kept)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and hasattr(self, "table"):
            self._fit_table()

    def _on_key(self, meant: str) -> None:
        {
            "remove": self.remove_row,
            "add": self.add_row,
            "up": self.move_up,
            "down": self.move_down,
            "paste": self.paste_rows,
        }[meant]()

    def _on_opened(self) -> None:
        next(iter(self.boxes.values())).take_focus()

    def _on_edited(self, path: str, value: object) -> None:
        place = self._place()
        if place < 0:
            return
        self._rows[place][1][path] = value
        self._refresh_table()
        self._tell()

    def _tell(self) -> None:
        self.edited.emit(self.spec.path, self.value())

    def _move(self, step: int) -> None:
        place = self._place()
        target = place + step
        if place < 0 or not 0 <= target < len(self._rows):
            return
        self._rows[place], self._rows[target] = self._rows[target], self._rows[place]
        self._show_rows(target)
        self._tell()

    def _place(self) -> int:
        current = self.table.current_id()
        return next((n for n, (row_id, _) in enumerate(self._rows) if row_id == current), -1)

    def _new_row_id(self) -> str:
        self._made += 1
        return str(self._made)

    def _blank(self) -> Row:
        row: Row = {spec.path: None if spec.kind == DAY else "" for spec in self.spec.fields}
        row.update(self.spec.blank)
        if self.spec.is_keyed:
            row["key"] = new_id()
        return row

    def _show_rows(self, place: int) -> None:
        self._refresh_table()
        has_rows = bool(self._rows)
        self.box.setVisible(has_rows)
        if has_rows:
            self.table.select_id(self._rows[min(max(place, 0), len(self._rows) - 1)][0])
        self._fit_table()
        self._show_detail()

    def _refresh_table(self) -> None:
        self.table.set_rows([self._line(n, row_id, row) for n, (row_id, row) in enumerate(self._rows)])
        self._refresh_buttons()

    def _refresh_buttons(self) -> None:
        place = self._place()
        self.remove_button.setEnabled(place >= 0)
        self.up_button.setEnabled(place > 0)
        self.down_button.setEnabled(0 <= place < len(self._rows) - 1)

    def _fit_table(self) -> None:
        shown = min(len(self._rows), _MOST_SHOWN)
        height = self.table.verticalHeader().defaultSectionSize() * shown
        self.table.setFixedHeight(height + self.table.horizontalHeader().sizeHint().height() + 2)

    def _show_detail(self) -> None:
        place = self._place()
        self.detail.setVisible(place >= 0)
        self._refresh_buttons()
        if place < 0:
            return
        row = self._rows[place][1]
        for path, box in self.boxes.items():
            box.fill(row.get(path))
        self._show_detail_notes()

    def _show_detail_notes(self) -> None:
        place = self._place()
        boxes = list(self.boxes)
        for path, box in self.boxes.items():
            notes = list(self._notes.get(f"{place}.{path}", []))
            if path == boxes[0]:
                notes += self._notes.get(str(place), [])
                known = {f"{place}.{each}" for each in boxes}
                for other, more in self._notes.items():
                    if other.startswith(f"{place}.") and other not in known:
                        notes += more
            box.show_notes(notes)

    def _line(self, place: int, row_id: str, row: Row) -> Line:
        by_path = {spec.path: spec for spec in self.spec.fields}
        cells = tuple(self._cell(by_path.get(path), row.get(path)) for path in self.spec.shown)
        ref = f"{self.spec.letter}{place + 1}" if self.spec.letter else ""
        found = [
            level
            for path, notes in self._notes.items()
            if path == str(place) or path.startswith(f"{place}.")
            for level, _ in notes
        ]
        status = None if not found else Status.AT_RISK if STOP in found else Status.WATCH
        return Line(row_id, ref, cells, status)

    def _cell(self, spec: FieldSpec | None, value: Any) -> str:
        if value in (None, ""):
            return ""
        if spec is None or spec.kind == DAY:
            try:
                return day_text(date.fromisoformat(str(value)), self._today())
            except ValueError:
                return str(value)
        if spec.kind == PERCENT:
            return f"{percent_text(value)} %"
        if spec.kind in (AMOUNT, NUMBER):
            return grouped(value)
        if spec.kind in (CHOICE, TIE):
            choices = self._ties if spec.kind == TIE else spec.choices
            return next((words for key, words in choices if key == value), str(value))
        return " ".join(str(value).split())

    def _read(self, spec: FieldSpec, cell: str) -> Any:
        if spec.kind == DAY:
            found = (
                read_date(cell, self._today(), day_first=is_day_first(), names=local_names())
                if cell
                else None
            )
            return found.isoformat() if found else (cell or None)
        if spec.kind == PERCENT:
            return percent_points(cell)
        if spec.kind == AMOUNT:
            return read_amount(cell) or self.spec.blank.get(spec.path)
        if spec.kind == NUMBER:
            return (
                int(cell) if cell.isascii() and cell.isdigit() else (cell or self.spec.blank.get(spec.path))
            )
        if spec.kind in (CHOICE, TIE):
            choices = self._ties if spec.kind == TIE else spec.choices
            fold = cell.casefold()
            named = (key for key, words in choices if fold and fold in (key.casefold(), words.casefold()))
            return next(named, self.spec.blank.get(spec.path, "") if spec.kind == CHOICE else cell)
        return cell


def _is_number(spec: FieldSpec | None) -> bool:
    return spec is not None and spec.kind in (AMOUNT, NUMBER, PERCENT)


def _width(spec: FieldSpec | None) -> int:
    if spec is None or spec.kind == DAY:
        return 96
    return {PERCENT: 88, NUMBER: 84, AMOUNT: 96}.get(spec.kind, 124)


def _column(path: str, title: str, number: int, *, is_numeric: bool) -> Column[Line]:
    def text(line: Line) -> str:
        return line.cells[number]

    def tooltip(line: Line) -> str:
        return as_tooltip(line.cells[number])

    return Column(path, title, text=text, tooltip=tooltip, is_numeric=is_numeric)


def place_boxes(grid: QGridLayout, boxes: Sequence[FieldBox]) -> None:
    """Fields below each other, two short ones side by side."""
    line, is_half = grid.rowCount(), False
    for box in boxes:
        if is_half and box.spec.is_short:
            grid.addWidget(box, line, 1)
            line, is_half = line + 1, False
            continue
        if is_half:
            line, is_half = line + 1, False
        if box.spec.is_short:
            grid.addWidget(box, line, 0)
            is_half = True
        else:
            grid.addWidget(box, line, 0, 1, 2)
            line += 1
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
