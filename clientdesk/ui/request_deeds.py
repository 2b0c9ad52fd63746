"""What is done about requests, from Today and from the client's page: done, said, and with a way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from clientdesk.models.enums import RequestBreach, Urgency
from clientdesk.ui.messages import Messages

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace


class RequestDeeds(QObject):
    """Every deed is one step of undo, and a toast says it.

    Args:
        page: what refusals belong to.
    """

    def __init__(self, messages: Messages, page: QWidget) -> None:
        super().__init__(page)
        self._messages = messages
        self._page = page
        self._workspace: Workspace | None = None

    def attach(self, workspace: Workspace) -> None:
        """The workspace is open: deeds are done from now on."""
        self._workspace = workspace

    def answer(self, request_id: str) -> None:
        """It was answered just now."""

        def answered(workspace: Workspace) -> str:
            workspace.requests.answer(request_id)
            view = workspace.requests.get(request_id)
            return self.tr("{client}: {outcome}.").format(client=view.client, outcome=view.words)

        self._do(answered)

    def acknowledge(self, request_id: str) -> None:
        """They are told that it arrived; the words are ready to be pasted where they are sent."""

        def acknowledged(workspace: Workspace) -> str:
            said = workspace.requests.acknowledge(request_id)
            QGuiApplication.clipboard().setText(said)
            return self.tr("Logged, and copied for your message: “{text}”").format(text=said)

        self._do(acknowledged)

    def close(self, request_id: str) -> None:
        """No answer is needed."""

        def closed(workspace: Workspace) -> str:
            workspace.requests.close(request_id)
            return self.tr("No answer needed.")

        self._do(closed)

    def reopen(self, request_id: str) -> None:
        """It waits for an answer after all."""

        def reopened(workspace: Workspace) -> str:
            workspace.requests.reopen(request_id)
            return self.tr("It waits for an answer again.")

        self._do(reopened)

    def set_urgency(self, request_id: str, urgency: Urgency) -> None:
        """How pressing it is."""

        def changed(workspace: Workspace) -> str:
            workspace.requests.set_urgency(request_id, urgency)
            view = workspace.requests.get(request_id)
            return self.tr("{client}: {standing}.").format(client=view.client, standing=view.words)

        self._do(changed)

    def set_breach(self, request_id: str, breach: RequestBreach | None) -> None:
        """How it went against the rules; None for not at all."""

        def changed(workspace: Workspace) -> str:
            workspace.requests.set_breach(request_id, breach)
            view = workspace.requests.get(request_id)
            if breach is None:
                return self.tr("{client}: within the rules.").format(client=view.client)
            return self.tr("{client}: {breach}.").format(client=view.client, breach=view.breach_words)

        self._do(changed)

    def _do(self, deed: Callable[[Workspace], str]) -> None:
        if self._workspace is None:
            return
        workspace = self._workspace
        with self._messages.reporting(self._page) as outcome:
            said = deed(workspace)
        if outcome.is_ok:
            self._messages.toast(said, self._undo)

    def _undo(self) -> None:
        if self._workspace is not None:
            with self._messages.reporting(self._page):
                self._workspace.store.undo()
