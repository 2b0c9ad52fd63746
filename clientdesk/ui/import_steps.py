"""What dialogs that take in a file share: answers that may come late, stopping, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

import shiboken6
from PySide6.QtCore import QCoreApplication

from clientdesk.ui.translations import translate

if TYPE_CHECKING:
    from clientdesk.services.calendars.ports import Cancel
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.messages import Messages


class Asker(Protocol):
    """A dialog that asks one question after another and hears only the answer to its last one."""

    def is_current(self, number: int) -> bool: ...

    def on_failed(self, error: Exception) -> None: ...


class Answer:
    """Brings an answer to its dialog, unless that is gone or has asked something else since.

    Args:
        number: of the question.
        taken: the dialog's method for an answer that is good.
    """

    def __init__(self, dialog: Asker, number: int, taken: Callable[[Any], None]) -> None:
        self._dialog = dialog
        self._number = number
        self._taken = taken

    def done(self, result: Any) -> None:
        """The work is done."""
        if self._is_wanted():
            self._taken(result)

    def failed(self, error: Exception) -> None:
        """The work came to nothing."""
        if self._is_wanted():
            self._dialog.on_failed(error)

    def _is_wanted(self) -> bool:
        return shiboken6.isValid(self._dialog) and self._dialog.is_current(self._number)


def new_cancel() -> Cancel:
    """What stops the reading of a file."""
    from clientdesk.services.calendars.ports import Cancel

    return Cancel()


def is_cancelled(error: Exception) -> bool:
    """Whether it ended because it was stopped."""
    from clientdesk.services.calendars.ports import Cancelled

    return isinstance(error, Cancelled)


def take_back(workspace: Workspace, messages: Messages, label: str) -> None:
    """Undo what was taken in as `label`, as long as nothing was done after it."""
    if workspace.store.undo_label == label:
        with messages.reporting():
            workspace.store.undo()
    else:
        messages.toast(
            QCoreApplication.translate("ImportSteps", "You did something after it. Undo that first, in Edit.")
        )


def service_words(text: str) -> str:
    """Words of the services in the window's language."""
    return translate("Services", text)
