"""What to say about a date that slips, as text to copy; and what they expect after you said it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from clientdesk.models.views.today import PromiseView
from clientdesk.services.risk_words import talking_points
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.today.gap_line import GapLine
from clientdesk.ui.tokens import SPACE_3, SPACE_4
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.widgets.labels import hairline, label

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace


class GapDialog(QDialog):
    """Talking points for one promise, and *Record: they now expect*."""

    def __init__(
        self, promise: PromiseView, workspace: Workspace, messages: Messages, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._promise = promise
        self._workspace = workspace
        self._messages = messages
        self.setObjectName("gap_dialog")
        self.setWindowTitle(self.tr("{client}: {title}").format(client=promise.client, title=promise.title))
        self.setMinimumWidth(580)
        self._build()
        self._wire()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addWidget(label(f"{self._promise.client} · {self._promise.title}", "section"))
        line = GapLine()
        line.show_promise(self._promise)
        column.addWidget(line)
        column.addWidget(label(self.tr("What to say"), "strong"))
        self.points_text = QPlainTextEdit(talking_points(self._promise, self._next_word()))
        self.points_text.setObjectName("points_text")
        self.points_text.setAccessibleName(self.tr("What to say"))
        self.points_text.setMinimumHeight(210)
        self.points_text.setTabChangesFocus(True)
        column.addWidget(self.points_text, 1)
        row = QHBoxLayout()
        self.copy_button = button(self.tr("Copy"), icon_name="copy")
        self.copy_button.setObjectName("copy_button")
        self.told_button = button(self.tr("I told them"))
        self.told_button.setObjectName("told_button")
        row.addWidget(self.copy_button)
        row.addWidget(self.told_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(hairline())
        column.addWidget(label(self.tr("Record: they now expect…"), "strong"))
        self.expected_field = DateField(self._workspace.practice.today)
        self.expected_field.setObjectName("expected_field")
        self.expected_field.setAccessibleName(self.tr("They now expect"))
        self.expected_field.set_date(self._promise.likely_on or self._promise.planned_on)
        self.source_field = QLineEdit()
        self.source_field.setObjectName("source_field")
        self.source_field.setAccessibleName(self.tr("How you know"))
        self.source_field.setPlaceholderText(self.tr("How you know: a call, a mail"))
        self.record_button = button(self.tr("Record"), "primary")
        self.record_button.setObjectName("record_button")
        entry = QHBoxLayout()
        entry.addWidget(self.expected_field, 2)
        entry.addWidget(self.source_field, 3)
        entry.addWidget(self.record_button)
        column.addLayout(entry)

    def _wire(self) -> None:
        self.copy_button.clicked.connect(self._on_copy)
        self.told_button.clicked.connect(self._on_told)
        self.record_button.clicked.connect(self._on_record)
        self.source_field.returnPressed.connect(self._on_record)

    def _next_word(self) -> date:
        calendar = self._workspace.boundaries.calendar()
        return calendar.add_working_days(calendar.next_working_day(self._workspace.practice.today()), 1)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.points_text.toPlainText())
        self._messages.toast(self.tr("Copied."))

    def _on_told(self) -> None:
        """They were told, but haven't confirmed: the gap stays, half closed."""
        with self._messages.reporting(self) as outcome:
            self._workspace.engagements.mark_told(self._promise.milestone_id)
        if outcome.is_ok:
            self._messages.toast(
                self.tr("Told, not confirmed. Record what they expect when they answer."), self._undo
            )
            self.accept()

    def _on_record(self) -> None:
        day = self.expected_field.date()
        if day is None:
            self.expected_field.setFocus()
            return
        source = self.source_field.text().strip() or self.tr("told today")
        with self._messages.reporting(self) as outcome:
            self._workspace.engagements.record_expected(self._promise.milestone_id, day, source)
        if outcome.is_ok:
            self._messages.toast(
                self.tr("{client} now expects {title} then.").format(
                    client=self._promise.client, title=self._promise.title
                ),
                self._undo,
            )
            self.accept()

    def _undo(self) -> None:
        with self._messages.reporting(self):
            self._workspace.store.undo()
