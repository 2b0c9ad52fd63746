"""Gestures on the open workspace: refused in words, or done, said in a toast, and with a way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from clientdesk.ui.messages import Messages

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace


class Deeds(QObject):
    """Carries out what a page's buttons are for; before the workspace is open nothing.

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

    def do(self, deed: Callable[[Workspace], str]) -> None:
        """Carry out a gesture and say what it says happened, with its undo."""
        if self._workspace is None:
            return
        workspace = self._workspace
        with self._messages.reporting(self._page) as outcome:
            said = deed(workspace)
        if outcome.is_ok:
            self._messages.toast(said, self.undo)

    def undo(self) -> None:
        """Take the last step back."""
        if self._workspace is not None:
            with self._messages.reporting(self._page):
                self._workspace.store.undo()
