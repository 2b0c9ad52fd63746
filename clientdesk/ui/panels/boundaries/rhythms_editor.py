"""The rhythms of one layer: a line each, opened in place; what is proposed can be adopted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.ui.panels.boundaries.plain_editors import column_of
from clientdesk.ui.panels.boundaries.rhythm_line import RhythmLine, Word
from clientdesk.ui.tokens import SPACE_2
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.models.views.rhythms import RhythmView

Describe = Callable[["RhythmView"], str]


class RhythmsEditor(QWidget):
    """Rhythms as sentences; one at a time is open for changes.

    Signals:
        added: the user wants one more.
        changed: (id, values) of the open one.
        removed: id.
        reshaped: a line was opened or came.
    """

    added = Signal()
    changed = Signal(str, object)
    removed = Signal(str)
    reshaped = Signal()

    def __init__(
        self,
        describe: Describe,
        today: Callable[[], date],
        word: Word,
        *,
        empty_words: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._describe = describe
        self._today = today
        self._word = word
        self._open = ""
        self._seen: set[str] = set()
        self._expects_new = False
        self.lines: dict[str, RhythmLine] = {}
        column = column_of(self, SPACE_2)
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE_2)
        column.addLayout(self._list)
        self.empty_label = label(empty_words, "secondary", wrap=True)
        column.addWidget(self.empty_label)
        self.add_button = button(self.tr("Add rhythm"), "quiet", icon_name="plus")
        self.add_button.setObjectName("add_rhythm_button")
        self.add_button.clicked.connect(self._on_add)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch(1)
        column.addLayout(row)

    def set_rows(self, rows: Sequence[RhythmView]) -> None:
        """Show these rhythms; the open one stays open."""
        self._follow_changed(rows)
        gone = set(self.lines) - {row.rhythm_id for row in rows}
        for rhythm_id in gone:
            line = self.lines.pop(rhythm_id)
            line.hide()
            line.deleteLater()
        for place, row in enumerate(rows):
            line = self.lines.get(row.rhythm_id) or self._add_line(row)
            line.show_rhythm(row, self._describe(row))
            if self._list.indexOf(line) != place:
                self._list.removeWidget(line)
                self._list.insertWidget(place, line)
        fresh = [row.rhythm_id for row in rows if row.rhythm_id not in self._seen]
        self._seen = {row.rhythm_id for row in rows}
        if self._expects_new and fresh:
            self._open_line(fresh[0])
        self._expects_new = False
        self.empty_label.setVisible(not rows)
        self.reshaped.emit()

    def _follow_changed(self, rows: Sequence[RhythmView]) -> None:
        """A rule changed after its start goes on as a new rhythm: the open line, and the cursor in it, stay."""
        shown = {row.rhythm_id for row in rows}
        fresh = shown - self._seen
        if not self._open or self._open in shown or self._expects_new or len(fresh) != 1:
            return
        (rhythm_id,) = fresh
        self.lines[rhythm_id] = self.lines.pop(self._open)
        self._seen = self._seen - {self._open} | fresh
        self._open = rhythm_id

    def forget(self) -> None:
        """Close the open line: another owner is shown."""
        self._open_line("")
        self._seen = set()

    def line(self, rhythm_id: str) -> RhythmLine:
        """The line of a rhythm."""
        return self.lines[rhythm_id]

    def _add_line(self, row: RhythmView) -> RhythmLine:
        line = RhythmLine(row, self._today, self._word)
        line.toggled.connect(self._on_toggled)
        line.changed.connect(self.changed)
        line.removed.connect(self.removed)
        self.lines[row.rhythm_id] = line
        return line

    def _on_add(self) -> None:
        self._expects_new = True
        self.added.emit()

    def _on_toggled(self, rhythm_id: str) -> None:
        self._open_line("" if rhythm_id == self._open else rhythm_id)

    def _open_line(self, rhythm_id: str) -> None:
        self._open = rhythm_id
        for other, line in self.lines.items():
            line.set_open(is_open=other == rhythm_id)
        self.reshaped.emit()
