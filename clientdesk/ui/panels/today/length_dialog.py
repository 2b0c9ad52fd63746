"""How long something really took, where that differs from the plan."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.services.wording import words_for_problem
from clientdesk.ui.forms.work_item import LengthField, length_of
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_4
from clientdesk.ui.translations import translate
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label, set_flag


class LengthDialog(QDialog):
    """Asks for a length of worked time; stays until it can be kept.

    Signals:
        given: minutes.
    """

    given = Signal(int)

    def __init__(self, title: str, minutes: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("length_dialog")
        self.setWindowTitle(self.tr("How long did it take?"))
        self.setMinimumWidth(380)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addWidget(label(title, "section", wrap=True))
        self.length_field = LengthField(self.tr("Like 1:30 or 45"))
        self.length_field.setObjectName("length_field")
        self.length_field.setAccessibleName(self.tr("Worked"))
        self.length_field.set_minutes(minutes)
        self.length_field.selectAll()
        self.keep_button = button(self.tr("Log it"), "primary")
        self.keep_button.setObjectName("keep_button")
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(label(self.tr("Worked")))
        row.addWidget(self.length_field, 1)
        row.addWidget(self.keep_button)
        column.addLayout(row)
        self.problem_label = label("", "problem", wrap=True)
        self.problem_label.setObjectName("problem_label")
        self.problem_label.hide()
        column.addWidget(self.problem_label)
        self.keep_button.clicked.connect(self._on_keep)
        self.length_field.returnPressed.connect(self._on_keep)

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Say below the field why it can't be kept."""
        words = [words_for_problem(problem, translated, name_field=False) for problem in problems]
        self.problem_label.setText("\n".join(words))
        self.problem_label.show()
        set_flag(self.length_field, "invalid", on=True)
        self.length_field.setFocus()
        return True

    def _on_keep(self) -> None:
        try:
            minutes = length_of(self.length_field, "minutes")
        except InvalidInput as error:
            self.show_problems(error.problems)
            return
        if minutes is None:
            self.show_problems([Problem("minutes", "missing")])
            return
        self.given.emit(minutes)


def translated(text: str) -> str:
    """A sentence of the services in the user's language."""
    return translate("Services", text)
