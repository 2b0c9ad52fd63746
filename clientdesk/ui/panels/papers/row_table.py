"""The table of a list of rows: one line a row, and the keys that change rows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from clientdesk.ui.itemmodels.base import Column, RowTableModel
from clientdesk.ui.panels.papers.specs import AMOUNT, CHOICE, DAY, FLAG, NUMBER, PERCENT, REF, FieldSpec
from clientdesk.ui.tokens import Status
from clientdesk.ui.widgets.labels import as_tooltip
from clientdesk.ui.widgets.table import RowTable


@dataclass(frozen=True, slots=True)
class Line:
    """One row as the table shows it."""

    row_id: str
    ref: str
    cells: tuple[str, ...]
    status: Status | None


class LinesModel(RowTableModel[Line]):
    """The rows as lines; one that is typed into is drawn again alone."""

    id_key = "row_id"

    def replace(self, place: int, line: Line) -> None:
        """Show one line anew."""
        self._all[place] = self._rows[place] = line
        self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))


class LinesTable(RowTable):
    """Adds the keys of a row editor.

    Signals:
        key_pressed: ``remove``, ``add``, ``up``, ``down``, ``copy`` or ``paste``.
    """

    key_pressed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Paste):
            self.key_pressed.emit("paste")
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.key_pressed.emit("copy")
        elif key == Qt.Key.Key_Delete:
            self.key_pressed.emit("remove")
        elif key == Qt.Key.Key_Insert:
            self.key_pressed.emit("add")
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.key_pressed.emit("up" if key == Qt.Key.Key_Up else "down")
        else:
            super().keyPressEvent(event)


def is_number(spec: FieldSpec | None) -> bool:
    return spec is not None and spec.kind in (AMOUNT, NUMBER, PERCENT)


def width_of(spec: FieldSpec | None) -> int:
    if spec is None or spec.kind == DAY:
        return 122
    return {PERCENT: 88, NUMBER: 84, AMOUNT: 96, REF: 84, CHOICE: 104, FLAG: 84}.get(spec.kind, 124)


def column_of(path: str, title: str, number: int, *, is_numeric: bool) -> Column[Line]:
    def text(line: Line) -> str:
        return line.cells[number]

    def tooltip(line: Line) -> str:
        return as_tooltip(line.cells[number])

    return Column(path, title, text=text, tooltip=tooltip, is_numeric=is_numeric)
