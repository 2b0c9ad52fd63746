"""Starting and stopping the timer from anywhere, with the question a forgotten one needs; worked time in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from clientdesk.ui.messages import Messages
from clientdesk.ui.words import hours_words

if TYPE_CHECKING:
    from clientdesk.models.views.time import TimeEntryView
    from clientdesk.services.workspace import Workspace


class TimerGestures(QObject):
    """What the buttons, keys and tray entries of the timer do, on one workspace."""

    def __init__(self, workspace: Workspace, messages: Messages, window: QWidget | None = None) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._messages = messages
        self._window = window

    def start_block(self, block_id: str) -> None:
        """Start it for a planned block; what runs is stopped."""
        self._after_stop(lambda: self._workspace.time.start(block_id=block_id))

    def start_work(self, work_item_id: str) -> None:
        """Start it for a piece of work; what runs is stopped."""
        self._after_stop(lambda: self._workspace.time.start(work_item_id=work_item_id))

    def start_client(self, client_id: str | None, note: str = "") -> None:
        """Start it for a client, such as a meeting with one; what runs is stopped."""
        self._after_stop(lambda: self._workspace.time.start(client_id=client_id, note=note))

    def stop(self) -> None:
        """Stop it; asks when, where it was forgotten."""
        timer = self._workspace.time.running()
        if timer is None:
            return
        if timer.needs_end(self._workspace.clock.now()):
            self._ask_when(self._said_stopped)
            return
        self._said_stopped(None)

    def _said_stopped(self, at: datetime | None) -> bool:
        with self._messages.reporting(self._window) as outcome:
            entry = self._workspace.time.stop(at)
        if outcome.is_ok:
            if entry is None:
                self._messages.toast(self.tr("Less than a minute: nothing was logged."), self._undo)
            else:
                self._messages.toast(self.logged_words(entry), self._undo)
        return outcome.is_ok

    def logged_words(self, entry_id: str) -> str:
        """What was logged, and what else counts the same time."""
        entry = self._workspace.time.get(entry_id)
        said = self.tr("Logged: {length}.").format(length=hours_words(entry.minutes))
        if entry.name:
            said = self.tr("Logged: {length}, {name}.").format(
                length=hours_words(entry.minutes), name=entry.name
            )
        others = self._workspace.time.overlaps(entry_id)
        return f"{said} {self._also(others)}" if others else said

    def _also(self, others: list[TimeEntryView]) -> str:
        first = others[0]
        name = first.name or self.tr("another entry")
        if len(others) == 1:
            return self.tr("{name} counts some of the same time.").format(name=name)
        return self.tr("{name} and {count} more count some of the same time.").format(
            name=name, count=len(others) - 1
        )

    def _after_stop(self, start: Callable[[], str]) -> None:
        timer = self._workspace.time.running()
        if timer is not None and timer.needs_end(self._workspace.clock.now()):
            self._ask_when(lambda at: self._said_stopped(at) and self._begin(start))
            return
        self._begin(start)

    def _begin(self, start: Callable[[], str]) -> bool:
        with self._messages.reporting(self._window) as outcome:
            entry = self._workspace.time.get(start())
        if outcome.is_ok:
            name = entry.name or self.tr("work without a name")
            self._messages.toast(self.tr("The timer runs: {name}.").format(name=name), self._undo)
        return outcome.is_ok

    def _ask_when(self, then: Callable[[datetime | None], bool]) -> None:
        from clientdesk.ui.stopped_when import StoppedWhenDialog

        timer = self._workspace.time.running()
        if timer is None:
            return
        dialog = StoppedWhenDialog(
            timer, self._workspace.clock.now(), self._workspace.practice.zone(), self._window
        )

        def on_stopped(at: datetime) -> None:
            if then(at):
                dialog.accept()

        def on_discarded() -> None:
            with self._messages.reporting(self._window) as outcome:
                self._workspace.time.discard()
            if outcome.is_ok:
                self._messages.toast(self.tr("Nothing was logged."), self._undo)
                dialog.accept()

        dialog.stopped.connect(on_stopped)
        dialog.discarded.connect(on_discarded)
        dialog.open()

    def _undo(self) -> None:
        with self._messages.reporting(self._window):
            self._workspace.store.undo()
