"""What is done about requests, from Today and from the client's page: done, said, and with a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from clientdesk.models.enums import RequestBreach, Urgency
from clientdesk.ui.deeds import Deeds

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace


class RequestDeeds(Deeds):
    """Every deed is one step of undo, and a toast says it."""

    def answer(self, request_id: str) -> None:
        """It was answered just now."""

        def answered(workspace: Workspace) -> str:
            workspace.requests.answer(request_id)
            view = workspace.requests.get(request_id)
            return self.tr("{client}: {outcome}.").format(client=view.client, outcome=view.words)

        self.do(answered)

    def acknowledge(self, request_id: str) -> None:
        """They are told that it arrived; the words are ready to be pasted where they are sent."""

        def acknowledged(workspace: Workspace) -> str:
            said = workspace.requests.acknowledge(request_id)
            QGuiApplication.clipboard().setText(said)
            return self.tr("Logged, and copied for your message: “{text}”").format(text=said)

        self.do(acknowledged)

    def close(self, request_id: str) -> None:
        """No answer is needed."""

        def closed(workspace: Workspace) -> str:
            workspace.requests.close(request_id)
            return self.tr("No answer needed.")

        self.do(closed)

    def reopen(self, request_id: str) -> None:
        """It waits for an answer after all."""

        def reopened(workspace: Workspace) -> str:
            workspace.requests.reopen(request_id)
            return self.tr("It waits for an answer again.")

        self.do(reopened)

    def set_urgency(self, request_id: str, urgency: Urgency) -> None:
        """How pressing it is."""

        def changed(workspace: Workspace) -> str:
            workspace.requests.set_urgency(request_id, urgency)
            view = workspace.requests.get(request_id)
            return self.tr("{client}: {standing}.").format(client=view.client, standing=view.words)

        self.do(changed)

    def set_breach(self, request_id: str, breach: RequestBreach | None) -> None:
        """How it went against the rules; None for not at all."""

        def changed(workspace: Workspace) -> str:
            workspace.requests.set_breach(request_id, breach)
            view = workspace.requests.get(request_id)
            if breach is None:
                return self.tr("{client}: within the rules.").format(client=view.client)
            return self.tr("{client}: {breach}.").format(client=view.client, breach=view.breach_words)

        self.do(changed)
