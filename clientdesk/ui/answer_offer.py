"""Logged by hand while they wait for an answer: asks whether that was it, and never decides by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clientdesk.models.changes import ChangeSet
from clientdesk.models.enums import Kind
from clientdesk.ui.messages import Messages

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace

KEY = "answer_offer"
_BY_HAND = frozenset({"Log update", "Meeting held"})
"""Steps that log one word to a client."""


class AnswerOffer(QObject):
    """Give it every change; the question stands in a banner until it is answered, closed or moot."""

    def __init__(self, workspace: Workspace, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._messages = messages
        self._touch_id = ""
        self._request_id = ""

    def on_changed(self, change: ChangeSet) -> None:
        """Something was stored: perhaps a word to a client who waits for one."""
        if not change.kinds & {Kind.TOUCHPOINT, Kind.CLIENT_REQUEST}:
            return
        touches = [record_id for kind, record_id in change.touched if kind is Kind.TOUCHPOINT]
        if change.label in _BY_HAND and len(touches) == 1:
            self._ask(touches[0])
        elif self._touch_id:
            self._ask(self._touch_id)

    def _ask(self, touch_id: str) -> None:
        request = self._workspace.requests.offer_for(touch_id)
        if request is None:
            if self._touch_id == touch_id:
                self._forget()
            return
        if (touch_id, request.request_id) == (self._touch_id, self._request_id):
            return
        self._touch_id, self._request_id = touch_id, request.request_id
        words = self.tr("{client} waits for an answer to “{asked}”. Was that it?").format(
            client=request.client, asked=request.title
        )
        self._messages.banner(words, [(self.tr("It was the answer"), self._on_yes)], key=KEY)

    def _forget(self) -> None:
        self._touch_id = self._request_id = ""
        self._messages.clear_banner(KEY)

    def _on_yes(self) -> None:
        request_id, touch_id = self._request_id, self._touch_id
        with self._messages.reporting() as outcome:
            self._workspace.requests.answer_with(request_id, touch_id)
            view = self._workspace.requests.get(request_id)
        if outcome.is_ok:
            words = self.tr("{client}: {outcome}.").format(client=view.client, outcome=view.words)
            self._messages.toast(words, self._undo)

    def _undo(self) -> None:
        with self._messages.reporting():
            self._workspace.store.undo()
