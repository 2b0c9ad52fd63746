"""One rhythm: its sentence, and below it, when open, the choices that make it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.errors import Problem
from clientdesk.models.rhythm_units import OF_A_CLIENT
from clientdesk.ui.dates import day_text
from clientdesk.ui.panels.boundaries.plain_editors import column_of
from clientdesk.ui.panels.boundaries.rhythm_fields import RhythmFields
from clientdesk.ui.tokens import SPACE_1, SPACE_2
from clientdesk.ui.widgets.buttons import icon_button
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.models.views.rhythms import RhythmView

Word = Callable[[Problem], str]


class RhythmLine(QWidget):
    """A rhythm in words; its choices are made only once it was opened.

    Signals:
        toggled, removed: id.
        changed: (id, values).

    Attributes:
        fields: the choices, None until opened.
    """

    toggled = Signal(str)
    removed = Signal(str)
    changed = Signal(str, object)

    def __init__(self, row: RhythmView, today: Callable[[], date], word: Word) -> None:
        super().__init__()
        self._row = row
        self._today = today
        self._word = word
        self.fields: RhythmFields | None = None
        column = column_of(self, SPACE_1)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        self.words = label("", wrap=True)
        self.detail = label("", "caption", wrap=True)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self.words)
        text.addWidget(self.detail)
        self.edit_button = icon_button("pencil", self.tr("Change rhythm"))
        self.edit_button.setObjectName("edit_button")
        self.edit_button.setCheckable(True)
        self.remove_button = icon_button("trash-2", self.tr("Remove rhythm"))
        self.remove_button.setObjectName("remove_button")
        head.addLayout(text, 1)
        head.addWidget(self.edit_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self._column = column
        self.edit_button.clicked.connect(self._on_edit)
        self.remove_button.clicked.connect(self._on_remove)

    def show_rhythm(self, row: RhythmView, words: str) -> None:
        """Show this state of the rhythm."""
        self._row = row
        self.words.setText(words)
        about = [part for part in (row.channel, row.content) if part and part not in words]
        if row.starts_on is not None and row.unit not in OF_A_CLIENT:
            about.insert(0, self.tr("from {day}").format(day=day_text(row.starts_on, self._today())))
        self.detail.setText(" · ".join(about))
        self.detail.setVisible(bool(about))
        self.edit_button.setAccessibleName(self.tr("Change: {rhythm}").format(rhythm=words))
        self.edit_button.setToolTip(self.edit_button.accessibleName())
        self.remove_button.setAccessibleName(self.tr("Remove: {rhythm}").format(rhythm=words))
        self.remove_button.setToolTip(self.remove_button.accessibleName())
        self.setAccessibleName(words)
        if self.fields is not None and not self.fields.is_refused():
            self.fields.fill(row)

    def set_open(self, *, is_open: bool) -> None:
        """Show or hide the choices."""
        self.edit_button.setChecked(is_open)
        if self.fields is None:
            if not is_open:
                return
            self.fields = RhythmFields(self._row, self._today)
            self.fields.edited.connect(self._on_edited)
            self.fields.hide()
            self._column.addWidget(self.fields)
        was_open = self.fields.isVisibleTo(self)
        self.fields.setVisible(is_open)
        if is_open and not was_open:
            self.fields.say("")
            self.fields.fill(self._row)
            self.fields.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Show what is wrong below the choices, which stay."""
        if self.fields is None:
            return False
        self.fields.say(" ".join(self._word(problem) for problem in problems))
        return True

    def _on_edited(self) -> None:
        assert self.fields is not None  # noqa: S101 - they are what was edited
        if not self.fields.starts_on.is_readable():
            self.show_problems([Problem("starts_on", "unreadable_date")])
            return
        self.fields.say("")
        values = self.fields.values()
        if any(getattr(self._row, name) != value for name, value in values.items()):
            self.changed.emit(self._row.rhythm_id, values)

    def _on_edit(self) -> None:
        self.toggled.emit(self._row.rhythm_id)

    def _on_remove(self) -> None:
        self.removed.emit(self._row.rhythm_id)
