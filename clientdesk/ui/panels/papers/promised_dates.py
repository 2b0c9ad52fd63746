"""Dates that a paper promises: one row a milestone, and rows of one's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.views.engagements import MilestoneView
from clientdesk.ui.panels.papers.words import translate
from clientdesk.ui.tokens import SPACE_1, SPACE_2
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.widgets.labels import ElidedLabel


class PromisedDates(QWidget):
    """Milestones that have no date here are left as they are.

    Signals:
        edited: something was typed.
    """

    edited = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE_1)
        column.addLayout(self._lines)
        self.add_button = button(translate("Papers", "Add a date"), "quiet", icon_name="plus")
        self.add_button.setObjectName("add_date_button")
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch(1)
        column.addLayout(row)
        self.rows: list[PromiseRow] = []
        self.add_button.clicked.connect(self._on_add)

    def show_milestones(self, milestones: Sequence[MilestoneView]) -> None:
        """Offer these; rows of one's own stay."""
        own = [row for row in self.rows if not row.key]
        for row in self.rows:
            self._lines.removeWidget(row)
            if row.key:
                row.hide()
                row.deleteLater()
        self.rows = []
        for milestone in milestones:
            self._add(PromiseRow(self._today, milestone.milestone_id, milestone.title))
        for row in own:
            self._add(row)

    def value(self) -> list[dict[str, Any]]:
        """Rows with a date or a title.

        Raises:
            InvalidInput: a date can't be read.
        """
        if any(not row.on.is_readable() for row in self.rows):
            raise InvalidInput([Problem("promised", "unreadable_date")])
        found = [row.value() for row in self.rows]
        return [row for row in found if row["on"] or (row["title"] and not row["key"])]

    def set_value(self, value: object) -> None:
        """Nothing is filled in from a view."""

    def _on_add(self) -> None:
        row = PromiseRow(self._today)
        self._add(row)
        row.title.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _add(self, row: PromiseRow) -> None:
        row.setObjectName(f"promise_{len(self.rows)}")
        self.rows.append(row)
        self._lines.addWidget(row)
        row.show()


class PromiseRow(QWidget):
    """One date: of a milestone that is there (`key`), or of a new one with a title."""

    def __init__(self, today: Callable[[], date], key: str = "", title: str = "") -> None:
        super().__init__()
        self.key = key
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        self.title = QLineEdit(title)
        self.title.setObjectName("title")
        self.title.setAccessibleName(translate("Papers", "What is promised"))
        self.title.setPlaceholderText(translate("Papers", "What is promised"))
        self.on = DateField(today)
        self.on.setObjectName("on")
        named = title or translate("Papers", "What is promised")
        self.on.setAccessibleName(translate("Papers", "Promised for: {title}").format(title=named))
        if key:
            self.title.hide()
            row.addWidget(ElidedLabel(title), 3)
        else:
            row.addWidget(self.title, 3)
        row.addWidget(self.on, 2)

    def value(self) -> dict[str, Any]:
        """As `models.family_documents.PromisedDate`."""
        on = self.on.date()
        return {"key": self.key, "title": self.title.text().strip(), "on": on.isoformat() if on else None}
