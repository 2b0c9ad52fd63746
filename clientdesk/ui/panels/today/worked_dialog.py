"""What was worked on a day, entry by entry: changed, taken away, or typed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from clientdesk.models.enums import EntrySource
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.views.time import TimeEntryView
from clientdesk.services.wording import words_for_problem
from clientdesk.ui.dates import day_text
from clientdesk.ui.forms.work_item import LengthField, client_choice, length_of
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.today.day_rows import time_width
from clientdesk.ui.panels.today.length_dialog import LengthDialog, translated
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.chips import Monogram
from clientdesk.ui.widgets.labels import ElidedLabel, hairline, label, set_flag
from clientdesk.ui.words import hours_words

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace


class WorkedDialog(QDialog):
    """One day's entries with their sum, and a line for time that neither a block nor the timer knows of."""

    def __init__(self, workspace: Workspace, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._messages = messages
        self._day = workspace.practice.today()
        self.setObjectName("worked_dialog")
        self.setWindowTitle(self.tr("Worked time"))
        self.setMinimumSize(620, 420)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addLayout(self._build_head())
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE_1)
        room = QWidget()
        room.setLayout(self._list)
        scroll = QScrollArea()
        scroll.setObjectName("scroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(room)
        column.addWidget(scroll, 1)
        column.addWidget(hairline())
        column.addLayout(self._build_entry())
        self.problem_label = label("", "problem", wrap=True)
        self.problem_label.setObjectName("problem_label")
        self.problem_label.hide()
        column.addWidget(self.problem_label)
        self._fill()
        self.note_field.setFocus()

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.earlier_button = icon_button("chevron-left", self.tr("The day before"))
        self.earlier_button.setObjectName("earlier_button")
        self.day_label = label("", "section")
        self.later_button = icon_button("chevron-right", self.tr("The day after"))
        self.later_button.setObjectName("later_button")
        self.sum_label = label("", "secondary")
        self.sum_label.setObjectName("sum_label")
        row.addWidget(self.earlier_button)
        row.addWidget(self.day_label)
        row.addWidget(self.later_button)
        row.addStretch(1)
        row.addWidget(self.sum_label)
        self.earlier_button.clicked.connect(partial(self._turn, -1))
        self.later_button.clicked.connect(partial(self._turn, 1))
        return row

    def _build_entry(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        names = [(client.client_id, client.name) for client in self._workspace.clients.list_active()]
        self.client_field = client_choice(names)
        self.client_field.setObjectName("client_field")
        self.client_field.setAccessibleName(self.tr("Client"))
        self.note_field = QLineEdit()
        self.note_field.setObjectName("note_field")
        self.note_field.setAccessibleName(self.tr("What was done"))
        self.note_field.setPlaceholderText(self.tr("What was done"))
        self.note_field.setMaxLength(500)
        self.length_field = LengthField(self.tr("Like 1:30 or 45"))
        self.length_field.setObjectName("length_field")
        self.length_field.setAccessibleName(self.tr("Worked"))
        self.log_button = button(self.tr("Log it"), "primary")
        self.log_button.setObjectName("log_button")
        row.addWidget(self.client_field, 2)
        row.addWidget(self.note_field, 3)
        row.addWidget(self.length_field, 2)
        row.addWidget(self.log_button)
        self.log_button.clicked.connect(self._on_log)
        for field in (self.note_field, self.length_field):
            field.returnPressed.connect(self._on_log)
        return row

    def _fill(self) -> None:
        today = self._workspace.practice.today()
        self.day_label.setText(day_text(self._day, today))
        self.later_button.setEnabled(self._day < today)
        worked = self._workspace.time.worked_minutes(self._day, self._day)
        self.sum_label.setText(self.tr("{length} worked").format(length=hours_words(worked)))
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        entries = self._workspace.time.entries(self._day)
        for entry in entries:
            self._list.addWidget(self._row(entry))
        if not entries:
            self._list.addWidget(label(self.tr("Nothing was logged on this day."), "secondary"))
        self._list.addStretch(1)

    def _row(self, entry: TimeEntryView) -> QWidget:
        zone = self._workspace.practice.zone()
        starts = entry.starts_at.astimezone(zone)
        ends = "…" if entry.ends_at is None else f"{entry.ends_at.astimezone(zone):%H:%M}"
        name = entry.name or self.tr("work without a name")
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        times = label(f"{starts:%H:%M}–{ends}", "secondary")
        times.setFixedWidth(time_width())
        row.addWidget(times)
        if entry.client:
            row.addWidget(Monogram(entry.client, entry.colour))
        shown = f"{entry.title} · {entry.client}" if entry.title and entry.client else name
        row.addWidget(ElidedLabel(shown), 1)
        row.addWidget(label(self._source(entry), "chip"))
        row.addWidget(label(hours_words(entry.minutes), "strong"))
        if entry.ends_at is not None:
            change = button(self.tr("Change…"), "quiet")
            change.setObjectName("change_button")
            change.setAccessibleName(self.tr("Change: {title}").format(title=name))
            change.clicked.connect(partial(self._on_change, entry))
            row.addWidget(change)
        delete = icon_button("trash-2", self.tr("Delete: {title}").format(title=name))
        delete.setObjectName("delete_button")
        delete.clicked.connect(partial(self._on_delete, entry.entry_id))
        row.addWidget(delete)
        return made

    def _source(self, entry: TimeEntryView) -> str:
        if entry.ends_at is None:
            return self.tr("timer runs")
        return {
            EntrySource.BLOCK: self.tr("planned block"),
            EntrySource.TIMER: self.tr("timer"),
            EntrySource.TYPED: self.tr("typed"),
        }[entry.source]

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Say below the line why it can't be kept."""
        words = [words_for_problem(problem, translated, name_field=False) for problem in problems]
        self.problem_label.setText("\n".join(words))
        self.problem_label.show()
        set_flag(self.length_field, "invalid", on=True)
        return True

    def _on_log(self) -> None:
        try:
            minutes = length_of(self.length_field, "minutes")
        except InvalidInput as error:
            self.show_problems(error.problems)
            return
        if minutes is None:
            self.show_problems([Problem("minutes", "missing")])
            self.length_field.setFocus()
            return
        values = {
            "client_id": self.client_field.currentData(),
            "note": self.note_field.text().strip(),
            "minutes": minutes,
            "day": self._day,
        }
        with self._messages.reporting(self) as outcome:
            self._workspace.time.add(values)
        if outcome.is_ok:
            self.problem_label.hide()
            set_flag(self.length_field, "invalid", on=False)
            self.note_field.clear()
            self.length_field.clear()
            self.note_field.setFocus()
            self._fill()

    def _on_change(self, entry: TimeEntryView) -> None:
        dialog = LengthDialog(entry.name or self.tr("work without a name"), entry.minutes, self)

        def on_given(minutes: int) -> None:
            with self._messages.reporting(dialog) as outcome:
                self._workspace.time.change(entry.entry_id, {"minutes": minutes})
            if outcome.is_ok:
                dialog.accept()
                self._fill()

        dialog.given.connect(on_given)
        dialog.open()

    def _on_delete(self, entry_id: str) -> None:
        with self._messages.reporting(self) as outcome:
            self._workspace.time.delete(entry_id)
        if outcome.is_ok:
            self._messages.toast(self.tr("Worked time deleted."), self._undo)
            self._fill()

    def _undo(self) -> None:
        with self._messages.reporting(self):
            self._workspace.store.undo()
        self._fill()

    def _turn(self, days: int) -> None:
        self._day = min(self._day + timedelta(days=days), self._workspace.practice.today())
        self._fill()

    def day(self) -> date:
        """The day shown."""
        return self._day
