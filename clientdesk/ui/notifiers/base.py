"""What all notifiers share: who listens to answers, and to whether a notice came on the screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject


class NotifierBase(QObject):
    """Keeps the callbacks of a `Notifier`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_action_callbacks: list[Callable[[str, str], None]] = []
        self._on_shown_callbacks: list[Callable[[str, str, bool], None]] = []

    def name(self) -> str:
        """How it shows things."""
        raise NotImplementedError

    def on_action(self, callback: Callable[[str, str], None]) -> None:
        self._on_action_callbacks.append(callback)

    def on_shown(self, callback: Callable[[str, str, bool], None]) -> None:
        self._on_shown_callbacks.append(callback)

    def _tell_action(self, notice_id: str, key: str) -> None:
        for callback in self._on_action_callbacks:
            callback(notice_id, key)

    def _tell_shown(self, notice_id: str, channel: str, *, was_shown: bool) -> None:
        for callback in self._on_shown_callbacks:
            callback(notice_id, channel, was_shown)
