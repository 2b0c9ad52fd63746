"""Every recurring work with its rule and next days: opened, paused, deleted, or a new one begun."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.views.recurring import RecurringWorkView
from clientdesk.ui.panels.week.words import length_text
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_4
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import ElidedLabel, hairline, label


class RecurringList(QWidget):
    """What comes again.

    Signals:
        new_wanted: another one is to be made.
        opened, deleted: id.
        paused: id, and whether it rests from now on.
    """

    new_wanted = Signal()
    opened = Signal(str)
    paused = Signal(str, bool)
    deleted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_4, 0, 0)
        column.setSpacing(SPACE_4)
        self.empty_label = label(
            self.tr(
                "Work that comes again waits in To place by itself: the books on Mondays, a report each month."
            ),
            "secondary",
            wrap=True,
        )
        self.new_button = button(self.tr("New recurring work"), "primary")
        self.new_button.setObjectName("new_button")
        self.new_button.clicked.connect(self.new_wanted)
        column.addWidget(self.new_button)
        column.addWidget(self.empty_label)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_4)
        column.addLayout(self._rows)
        column.addStretch(1)
        self.rows: dict[str, RecurringRow] = {}

    def show_all(self, found: Sequence[RecurringWorkView]) -> None:
        """Show these."""
        for row in self.rows.values():
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {}
        for view in found:
            row = RecurringRow(view)
            row.opened.connect(self.opened)
            row.paused.connect(self.paused)
            row.deleted.connect(self.deleted)
            self._rows.addWidget(row)
            self.rows[view.recurring_id] = row
        self.empty_label.setVisible(not found)


class RecurringRow(QWidget):
    """One of them."""

    opened = Signal(str)
    paused = Signal(str, bool)
    deleted = Signal(str)

    def __init__(self, view: RecurringWorkView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        column.addWidget(hairline())
        column.addWidget(ElidedLabel(view.title, "strong"))
        facts = [view.client_name or self.tr("Own practice")]
        facts += [length_text(view.estimate_minutes)] if view.estimate_minutes else [self.tr("no estimate")]
        column.addWidget(ElidedLabel(" · ".join(facts), "secondary"))
        column.addWidget(label(view.rule_words, "secondary", wrap=True))
        resting = self.tr("Paused: nothing of it waits in To place.")
        self.next_label = label(resting if view.is_paused else view.next_words, "caption", wrap=True)
        column.addWidget(self.next_label)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.edit_button = button(self.tr("Edit"))
        self.pause_button = button(self.tr("Resume") if view.is_paused else self.tr("Pause"))
        self.delete_button = button(self.tr("Delete"))
        for name, slot in (
            ("edit_button", self._on_edit),
            ("pause_button", self._on_pause),
            ("delete_button", self._on_delete),
        ):
            made = getattr(self, name)
            made.setObjectName(name)
            made.setAccessibleName(f"{made.text()}: {view.title}")
            made.clicked.connect(slot)
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)

    def _on_edit(self) -> None:
        self.opened.emit(self._view.recurring_id)

    def _on_pause(self) -> None:
        self.paused.emit(self._view.recurring_id, not self._view.is_paused)

    def _on_delete(self) -> None:
        self.deleted.emit(self._view.recurring_id)
