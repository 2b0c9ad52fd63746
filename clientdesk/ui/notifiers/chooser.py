"""Tries the notifiers in order and falls through when one fails, at once or later."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from clientdesk.services.ports import Notice, Notifier

_log = logging.getLogger(__name__)


class NotifierChooser(QObject):
    """A `Notifier` over others, best first; the last one should be able to show anything."""

    def __init__(self, notifiers: Sequence[Notifier], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notifiers = tuple(notifiers)
        for position, notifier in enumerate(self._notifiers):
            failed = getattr(notifier, "failed", None)
            if failed is not None:
                failed.connect(partial(self._on_failed, position))

    def name(self) -> str:
        """The name of the notifier that would be used now; empty when none is available."""
        return next((notifier.name() for notifier in self._notifiers if notifier.is_available()), "")

    def is_available(self) -> bool:
        return any(notifier.is_available() for notifier in self._notifiers)

    def show(self, notice: Notice) -> bool:
        return self._show_from(0, notice)

    def withdraw(self, notice_id: str) -> None:
        for notifier in self._notifiers:
            notifier.withdraw(notice_id)

    def on_action(self, callback: Callable[[str, str], None]) -> None:
        for notifier in self._notifiers:
            notifier.on_action(callback)

    def _show_from(self, position: int, notice: Notice) -> bool:
        return any(
            notifier.is_available() and notifier.show(notice) for notifier in self._notifiers[position:]
        )

    def _on_failed(self, position: int, notice: Notice) -> None:
        if not self._show_from(position + 1, notice):
            _log.warning("no notifier could show a notice; it stays in Today")
