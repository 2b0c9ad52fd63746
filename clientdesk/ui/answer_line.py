"""Beside a word just logged in the small window: was it the answer they wait for? One line, never decided by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clientdesk.ui.messages import Messages
from clientdesk.ui.tokens import SPACE_2
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace


class AnswerLine(QWidget):
    """Stands there only while one request of the client is open that the word may have answered.

    Signals:
        answered: it was the answer; what came of it in words.
    """

    answered = Signal(str)

    def __init__(self, workspace: Workspace, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._messages = messages
        self._touch_id = self._request_id = ""
        self.is_answered = False
        self.asked_label = label("", "caption", wrap=True)
        self.asked_label.setObjectName("asked_label")
        self.answer_button = button(self.tr("It was the answer"))
        self.answer_button.setObjectName("answer_button")
        self.answer_button.clicked.connect(self._on_answer)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(self.asked_label, 1)
        row.addWidget(self.answer_button)
        self.hide()

    def ask_about(self, touch_id: str) -> None:
        """Ask about this entry of the record, where there is something to ask."""
        request = self._workspace.requests.offer_for(touch_id)
        self.is_answered = False
        self._touch_id, self._request_id = touch_id, "" if request is None else request.request_id
        if request is not None:
            words = self.tr("They wait for an answer to “{asked}”. Was that it?")
            self.asked_label.setText(words.format(asked=request.title))
        self.setVisible(request is not None)

    def ask_again(self) -> None:
        """Something was written elsewhere: is there still something to ask?"""
        if not self.isHidden():
            self.ask_about(self._touch_id)

    def take_back(self) -> None:
        """It was not the answer after all: the request waits again, and the question stands again."""
        with self._messages.reporting():
            self._workspace.store.undo()
        self.ask_about(self._touch_id)

    def _on_answer(self) -> None:
        request_id = self._request_id  # Forgotten as soon as the answer is written.
        with self._messages.reporting(self) as outcome:
            self._workspace.requests.answer_with(request_id, self._touch_id)
            view = self._workspace.requests.get(request_id)
        if outcome.is_ok:
            self.is_answered = True
            self.hide()
            self.answered.emit(self.tr("{client}: {outcome}.").format(client=view.client, outcome=view.words))
