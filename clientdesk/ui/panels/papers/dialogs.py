"""Steps that can't be taken back: a question with its consequences, entries, and two buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.ui.forms.base import Form
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.papers.words import problem_sentence, translate
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_6
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label


class StepDialog(QDialog):
    """A question, what follows from it, a form, and two buttons; stays open while something is in the way."""

    def __init__(
        self,
        title: str,
        text: str,
        verb: str,
        step: Callable[[], object],
        messages: Messages,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._step = step
        self._messages = messages
        self.setObjectName("step_dialog")
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_6)
        column.setSpacing(SPACE_3)
        column.addWidget(label(title, "section", wrap=True))
        column.addWidget(label(text, "secondary", wrap=True))
        self.form = Form(problem_sentence)
        column.addWidget(self.form)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addStretch(1)
        self.keep_button = button(translate("Papers", "Keep as it is"))
        self.keep_button.setObjectName("keep_button")
        self.keep_button.clicked.connect(self.reject)
        self.verb_button = button(verb, "primary")
        self.verb_button.setObjectName("verb_button")
        self.verb_button.clicked.connect(self._on_verb)
        row.addWidget(self.keep_button)
        row.addWidget(self.verb_button)
        column.addLayout(row)

    def _on_verb(self) -> None:
        with self._messages.reporting(self.form) as outcome:
            self._step()
        if outcome.is_ok:
            self.accept()
