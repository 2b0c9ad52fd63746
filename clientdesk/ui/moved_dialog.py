"""When a booked meeting is now, after it did not take place as planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.errors import Problem
from clientdesk.services.wording import words_for_problem
from clientdesk.ui.messages import Messages
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_4
from clientdesk.ui.translations import translate
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.widgets.fields import TimeField
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace

WIDTH = 500
"""Room for how the day is read, beside what is typed."""


class MovedDialog(QDialog):
    """A day and a time; stays until they can be kept. One undo puts the old ones back."""

    def __init__(
        self, workspace: Workspace, messages: Messages, touchpoint_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._messages = messages
        self._touch = workspace.touchpoints.get(touchpoint_id)
        self.setObjectName("moved_dialog")
        self.setWindowTitle(self.tr("When is it now?"))
        self.setMinimumWidth(icon_px(WIDTH))
        self._build(workspace.clients.get(self._touch.client_id).name)

    def _build(self, client: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_3)
        title = self._touch.text.split("\n", 1)[0].strip()
        column.addWidget(label(f"{client} · {title}" if title else client, "section", wrap=True))
        self.day_field = DateField(self._workspace.practice.today, prefer_past=False)
        self.time_field = TimeField()
        self.time_field.set_value(self._touch.local_at.time())
        self.move_button = button(self.tr("Move"), "primary")
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        for name, title, field in (
            ("day_field", self.tr("Day"), self.day_field),
            ("time_field", self.tr("Time"), self.time_field),
        ):
            field.setObjectName(name)
            field.setAccessibleName(title)
            caption = label(title, "secondary")
            caption.setBuddy(field)
            row.addWidget(caption)
            row.addWidget(field, 1)
        column.addLayout(row)
        self.problem_label = label("", "problem", wrap=True)
        self.problem_label.setObjectName("problem_label")
        self.problem_label.hide()
        column.addWidget(self.problem_label)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.cancel_button = button(self.tr("Close"))
        self.cancel_button.setObjectName("cancel_button")
        self.cancel_button.clicked.connect(self.reject)
        self.move_button.setObjectName("move_button")
        self.move_button.clicked.connect(self._on_move)
        self.move_button.setDefault(True)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.move_button)
        column.addLayout(foot)
        self.day_field.setFocus()

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Say below the fields why it can't be kept."""
        self._say(
            "\n".join(words_for_problem(problem, _translated, name_field=False) for problem in problems)
        )
        return True

    def _say(self, words: str) -> None:
        self.problem_label.setText(words)
        self.problem_label.setVisible(bool(words))

    def _on_move(self) -> None:
        day, time = self.day_field.date(), self.time_field.value()
        if day is None or time is None:
            self._say(self.tr("A day and a time, please."))
            return
        at = datetime.combine(day, time, self._workspace.practice.zone())
        if at <= self._workspace.clock.now():
            self._say(self.tr("That has passed already."))
            return
        with self._messages.reporting(self) as outcome:
            self._workspace.touchpoints.update(self._touch.touchpoint_id, at=at)
        if outcome.is_ok:
            self._messages.toast(self.tr("Moved."), self._undo)
            self.accept()

    def _undo(self) -> None:
        with self._messages.reporting():
            self._workspace.store.undo()


def _translated(text: str) -> str:
    return translate("Services", text)
