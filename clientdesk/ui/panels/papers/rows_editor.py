"""A table of rows with the selected one's fields below it: add, remove, move, paste from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.ids import new_id
from clientdesk.ui.itemmodels.base import STATUS_ROLE, Column
from clientdesk.ui.panels.papers.field_box import (
    Choices,
    FieldBox,
    last_number,
    ref_choices,
    tie_choices,
)
from clientdesk.ui.panels.papers.noted_box import STOP, Note, NoteLine
from clientdesk.ui.panels.papers.row_cells import (
    MOST_ROWS,
    PasteRefused,
    Row,
    cell_text,
    changed_by_ref,
    copied_text,
    pasted_rows,
)
from clientdesk.ui.panels.papers.row_table import (
    Line,
    LinesModel,
    LinesTable,
    column_of,
    is_number,
    width_of,
)
from clientdesk.ui.panels.papers.specs import (
    REF,
    TIE,
    FieldSpec,
    RowsSpec,
    translate,
)
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3, Status
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.delegates import CellDelegate, ShapeDelegate
from clientdesk.ui.widgets.flow_layout import FlowLayout
from clientdesk.ui.widgets.labels import label

_MOST_SHOWN = 7
_NARROW = 380


class RowsEditor(QWidget):
    """Edits a list of rows of one kind.

    Signals:
        edited: path of the list and its new value.
        left: a field lost the keyboard.
        step_begins, step_ended: around what is one step by itself (add, remove, move, paste).
    """

    edited = Signal(str, object)
    left = Signal()
    step_begins = Signal()
    step_ended = Signal()

    def __init__(self, spec: RowsSpec, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self._today = today
        self._rows: list[tuple[str, Row]] = []
        self._made = 0
        self._notes: dict[str, list[Note]] = {}
        self._levels: dict[str, set[str]] = {}
        self._ties: Choices = ()
        self._items: Sequence[Mapping[str, Any]] = ()
        self._first = 1
        self._refusal: list[Note] = []
        self.setObjectName(f"{spec.path.replace('.', '_')}_rows")
        self._build()
        self._wire()

    def fill(self, rows: Sequence[Row] | None, document: Mapping[str, Any] | None = None) -> None:
        """Show these rows; the place of the selection stays.

        Args:
            document: what payments can hang on, and the paper that is amended.
        """
        place = self._place()
        kept = [row_id for row_id, _ in self._rows]
        if document is not None:
            self._take_choices(document)
        self._rows = []
        for number, row in enumerate(rows or []):
            row_id = kept[number] if number < len(kept) else self._new_row_id()
            self._rows.append((row_id, dict(row)))
        self._show_rows(max(place, 0))

    def _take_choices(self, document: Mapping[str, Any]) -> None:
        self._items = document.get("amends", {}).get("items", [])
        self._first = last_number(self._items, self.spec.letter) + 1 if self.spec.letter else 1
        self._ties = tie_choices(document)
        for box in self.boxes.values():
            if box.spec.kind == TIE:
                box.set_choices(self._ties)
            elif box.spec.kind == REF:
                box.set_choices(ref_choices(document, self.spec.refs))

    def value(self) -> list[Row]:
        """The rows as values of the document."""
        return [dict(row) for _, row in self._rows]

    def show_notes(self, notes: Mapping[str, Sequence[Note]]) -> None:
        """Say these; keys are paths relative to the list: empty, ``2`` or ``2.title``."""
        self._notes = {path: list(found) for path, found in notes.items()}
        self._levels = {}
        for path, found in self._notes.items():
            self._levels.setdefault(path.partition(".")[0], set()).update(level for level, _ in found)
        self._show_own_notes()
        self._refresh_lines()
        self._show_detail_notes()

    def _show_own_notes(self) -> None:
        self.note_line.show_notes([*self._refusal, *self._notes.get("", [])])

    def take_computed(self, path: str, rows: Sequence[Row]) -> None:
        """Take over one computed column; nothing that is being typed is touched."""
        for (_, row), fresh in zip(self._rows, rows, strict=False):
            row[path] = fresh.get(path)
        self._refresh_lines()

    def show_place(self, place: int, field: str = "") -> None:
        """Select a row and put the cursor into one of its fields."""
        if 0 <= place < len(self._rows):
            self.table.select_id(self._rows[place][0])
            self._show_detail()
        box = self.boxes.get(field.partition(".")[0]) or next(iter(self.boxes.values()))
        if self.detail.isVisibleTo(self):
            box.take_focus()
        else:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_row(self) -> None:
        """Add an empty row at the end and begin to write it."""
        if len(self._rows) >= MOST_ROWS:
            self._refuse(translate("Papers", "A table of a paper takes {most} rows.").format(most=MOST_ROWS))
            return
        self.step_begins.emit()
        self._rows.append((self._new_row_id(), self._blank()))
        self._show_rows(len(self._rows) - 1)
        self._tell()
        self.step_ended.emit()
        next(iter(self.boxes.values())).take_focus()

    def remove_row(self) -> None:
        """Take the selected rows out (undoable)."""
        chosen = set(self.table.selected_ids())
        places = [n for n, (row_id, _) in enumerate(self._rows) if row_id in chosen]
        if not places:
            return
        self.step_begins.emit()
        self._rows = [pair for pair in self._rows if pair[0] not in chosen]
        self._show_rows(min(places[0], len(self._rows) - 1))
        self._tell()
        self.step_ended.emit()

    def move_up(self) -> None:
        """Move the selected row before the one above it."""
        self._move(-1)

    def move_down(self) -> None:
        """Move the selected row after the one below it."""
        self._move(1)

    def paste_rows(self) -> None:
        """Add the rows of the clipboard: one a line, cells separated by tabs (or a list with commas)."""
        self.add_text_rows(QGuiApplication.clipboard().text())

    def add_text_rows(self, text: str) -> int:
        """Add rows from a spreadsheet's text; returns how many. What can't be taken is said."""
        try:
            found = pasted_rows(self.spec, text, len(self._rows), self._today, self._ties)
        except PasteRefused as refusal:
            self._refuse(str(refusal))
            return 0
        if not found:
            self._refuse(translate("Papers", "There are no rows on the clipboard."))
            return 0
        self.step_begins.emit()
        for row in found:
            if self.spec.is_keyed:
                row["key"] = new_id()
            self._rows.append((self._new_row_id(), row))
        self._show_rows(len(self._rows) - len(found))
        self._tell()
        self.step_ended.emit()
        return len(found)

    def copy_rows(self) -> None:
        """Put the selected rows, or all of them, on the clipboard for a spreadsheet."""
        chosen = set(self.table.selected_ids())
        is_whole = len(chosen) in (0, len(self._rows))
        rows = [row for row_id, row in self._rows if is_whole or row_id in chosen]
        text = copied_text(self.spec, rows, self._ties, has_head=is_whole)
        QGuiApplication.clipboard().setText(text)

    def copy_all(self) -> None:
        """Put the whole table on the clipboard, with its headings."""
        rows = [row for _, row in self._rows]
        QGuiApplication.clipboard().setText(copied_text(self.spec, rows, self._ties))

    def _refuse(self, sentence: str) -> None:
        self._refusal = [(STOP, sentence)]
        self._show_own_notes()

    def put_into_current(self, path: str, text: str) -> None:
        """Add words to a field of the selected row, or of a new one."""
        if self._place() < 0:
            self.add_row()
        self.step_begins.emit()
        row = self._rows[self._place()][1]
        row[path] = f"{row[path]}\n{text}" if row.get(path) else text
        self._show_rows(self._place())
        self._tell()
        self.step_ended.emit()

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
        self._foot.addWidget(self.paste_button)
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
        self.paste_button = button(
            translate("Papers", "Paste rows"),
            "quiet",
            icon_name="clipboard-paste",
            tooltip=translate("Papers", "Paste rows from a spreadsheet (Ctrl+V in the table)"),
        )
        self.copy_button = icon_button(
            "copy",
            translate("Papers", "Copy rows"),
            tooltip=translate("Papers", "Copy all rows for a spreadsheet (Ctrl+C copies those selected)"),
        )
        self.remove_button = icon_button(
            "trash-2", translate("Papers", "Remove row"), tooltip=translate("Papers", "Remove row (Delete)")
        )
        for name in ("copy", "up", "down", "remove"):
            head.addWidget(getattr(self, f"{name}_button"))
        for name in ("add", "paste", "copy", "up", "down", "remove"):
            getattr(self, f"{name}_button").setObjectName(f"{name}_button")
        return head

    def _build_table(self) -> LinesTable:
        by_path = {spec.path: spec for spec in self.spec.fields}
        columns = [
            Column[Line]("ref", "", text=lambda line: line.ref, roles={STATUS_ROLE: lambda line: line.status})
        ]
        for number, path in enumerate(self.spec.shown):
            title = by_path[path].title if path in by_path else translate("Papers", "Committed")
            columns.append(column_of(path, title, number, is_numeric=is_number(by_path.get(path))))
        self.model = LinesModel(columns, self)
        table = LinesTable(self.model, self.spec.title)
        table.setObjectName(f"{self.spec.path.replace('.', '_')}_table")
        table.setProperty("role", "inset")
        table.setItemDelegateForColumn(0, ShapeDelegate(table))
        for number in range(1, len(columns)):
            table.setItemDelegateForColumn(number, CellDelegate(table))
        widths = {path: width_of(by_path.get(path)) for path in self.spec.shown[1:]}
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
        self.copy_button.clicked.connect(self.copy_all)
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
            "copy": self.copy_rows,
        }[meant]()

    def _on_opened(self) -> None:
        next(iter(self.boxes.values())).take_focus()

    def _on_edited(self, path: str, value: object) -> None:
        place = self._place()
        if place < 0:
            return
        row_id, row = self._rows[place]
        row[path] = value
        if self.boxes[path].spec.kind == REF:
            for name, known in changed_by_ref(self.spec, self._items, str(value)).items():
                row[name] = known
                self.boxes[name].fill(known)
        self.model.replace(place, self._line(place, row_id, row))
        self._tell()

    def _tell(self) -> None:
        if self._refusal:
            self._refusal = []
            self._show_own_notes()
        self.edited.emit(self.spec.path, self.value())

    def _move(self, step: int) -> None:
        place = self._place()
        target = place + step
        if place < 0 or not 0 <= target < len(self._rows):
            return
        self.step_begins.emit()
        self._rows[place], self._rows[target] = self._rows[target], self._rows[place]
        self._show_rows(target)
        self._tell()
        self.step_ended.emit()

    def _place(self) -> int:
        current = self.table.current_id()
        return next((n for n, (row_id, _) in enumerate(self._rows) if row_id == current), -1)

    def _new_row_id(self) -> str:
        self._made += 1
        return str(self._made)

    def _blank(self) -> Row:
        row = self.spec.blank_row()
        if self.spec.is_keyed:
            row["key"] = new_id()
        return row

    def _show_rows(self, place: int) -> None:
        self._refresh_table()
        has_rows = bool(self._rows)
        self.box.setVisible(has_rows)
        for made in (self.copy_button, self.up_button, self.down_button, self.remove_button):
            made.setVisible(has_rows)
        if has_rows:
            self.table.select_id(self._rows[min(max(place, 0), len(self._rows) - 1)][0])
        self._fit_table()
        self._show_detail()

    def _refresh_table(self) -> None:
        self.table.set_rows([self._line(n, row_id, row) for n, (row_id, row) in enumerate(self._rows)])
        self._refresh_buttons()

    def _refresh_lines(self) -> None:
        """Draw the lines again that look different; the table stays as it is."""
        for place, (row_id, row) in enumerate(self._rows):
            line = self._line(place, row_id, row)
            if self.model.rows[place] != line:
                self.model.replace(place, line)

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
        own: dict[str, list[Note]] = {path: [] for path in self.boxes}
        first = next(iter(self.boxes))
        for path, notes in self._notes.items():
            number, _, field = path.partition(".")
            if number == str(place):
                own[field.partition(".")[0] if field.partition(".")[0] in own else first] += notes
        for path, box in self.boxes.items():
            box.show_notes(own[path])

    def _line(self, place: int, row_id: str, row: Row) -> Line:
        today = self._today()
        cells = tuple(
            cell_text(self._field(path), row.get(path), today, self._ties) for path in self.spec.shown
        )
        ref = f"{self.spec.letter}{place + self._first}" if self.spec.letter else ""
        found = self._levels.get(str(place))
        status = None if not found else Status.AT_RISK if STOP in found else Status.WATCH
        return Line(row_id, ref, cells, status)

    def _field(self, path: str) -> FieldSpec | None:
        return self.boxes[path].spec if path in self.boxes else None


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
