"""A name and Enter: the whole of adding a client."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clientdesk.models.errors import Problem
from clientdesk.ui.panels.clients.wording import problem_words
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label, set_flag


class NewClientBar(QFrame):
    """A strip above the list; what was typed stays until it is kept or given up.

    Signals:
        submitted: the name as typed.
        given_up: Esc or Cancel.
    """

    submitted = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("new_client_bar")
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        column.setSpacing(SPACE_1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.name_field = QLineEdit()
        self.name_field.setObjectName("name_field")
        self.name_field.setAccessibleName(self.tr("Name of the new client"))
        self.name_field.setPlaceholderText(self.tr("Name of the new client"))
        self.name_field.returnPressed.connect(self._on_submit)
        self.add_button = button(self.tr("Add client"), "primary")
        self.add_button.setObjectName("add_button")
        self.add_button.clicked.connect(self._on_submit)
        self.cancel_button = button(self.tr("Cancel"))
        self.cancel_button.setObjectName("cancel_button")
        self.cancel_button.clicked.connect(self.given_up)
        row.addWidget(self.name_field, 1)
        row.addWidget(self.add_button)
        row.addWidget(self.cancel_button)
        column.addLayout(row)
        self.hint = label(self.tr("A name is enough. Everything else comes from the tier."), "caption")
        self.problem = label("", "problem", wrap=True)
        self.problem.setObjectName("name_problem")
        column.addWidget(self.hint)
        column.addWidget(self.problem)
        self.reset()

    def reset(self) -> None:
        """Empty, with nothing to complain about."""
        self.name_field.clear()
        self._show("")

    def take_focus(self) -> None:
        self.name_field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Say beside the field why it cannot be kept."""
        self._show(" ".join(problem_words(problem) for problem in problems))
        self.take_focus()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def _on_submit(self) -> None:
        self.submitted.emit(self.name_field.text())

    def _show(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.hint.setVisible(not problem)
        self.name_field.setAccessibleDescription(problem)
        set_flag(self.name_field, "invalid", on=bool(problem))
