"""The form of the discovery session: shipped questions and one's own, each with room for the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from clientdesk.models.errors import Problem
from clientdesk.models.views.agreements import DiscoveryView
from clientdesk.ui.forms.base import Form
from clientdesk.ui.widgets.date_field import DateField

OWN = "own_question"
DAY = "asked_on"


class DiscoveryForm(Form):
    """Answers by the key of their question; at its end a line for a question of one's own."""

    def __init__(
        self,
        word: Callable[[Problem], str],
        questions: Sequence[DiscoveryView],
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(word, parent)
        self.questions = tuple(questions)
        for one in questions:
            self.add_field(one.key, one.question, QPlainTextEdit(), one.hint)
        self.add_field(DAY, _tr("Asked on"), DateField(today, prefer_past=True))
        self.add_field(
            OWN,
            _tr("A question of your own"),
            QLineEdit(),
            _tr("It is added to this client's questions; the answer comes next."),
        )
        for caption in self.findChildren(QLabel):
            caption.setWordWrap(True)  # questions are long, the drawer is narrow
        self.fill({one.key: one.answer for one in questions} | {DAY: today()})


def _tr(text: str) -> str:
    return QCoreApplication.translate("DiscoveryForm", text)
