"""Tries the notifiers in order and falls through when one fails, at once or later."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject

from clientdesk.services.ports import Notice, Notifier
from clientdesk.ui.notifiers.base import NotifierBase

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Open:
    """A notice that one of the notifiers was given and has not said anything about yet.

    Attributes:
        position: of the notifier that has it.
        tried: those that were given it: each gets it once, for nobody knows what a failed one had on the screen.
    """

    notice: Notice
    position: int
    tried: set[int] = field(default_factory=set)


class NotifierChooser(NotifierBase):
    """A `Notifier` over others, best first; the last one should be able to show anything.

    What came on the screen is said once a notice: by the one that showed it, or by the last that could not.
    """

    def __init__(self, notifiers: Sequence[Notifier], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notifiers = tuple(notifiers)
        self._open: dict[str, _Open] = {}
        self._expiring: dict[str, datetime] = {}
        for position, notifier in enumerate(self._notifiers):
            notifier.on_shown(partial(self._on_shown, position))
            notifier.on_action(self._on_action)
            came = getattr(notifier, "came", None)
            if came is not None:
                came.connect(partial(self._on_came, position))

    def name(self) -> str:
        """The name of the notifier that would be used now; empty when none is available."""
        return next((notifier.name() for notifier in self._notifiers if notifier.is_available()), "")

    def is_available(self) -> bool:
        return any(notifier.is_available() for notifier in self._notifiers)

    def show(self, notice: Notice) -> bool:
        if notice.expires_at is not None:
            self._expiring[notice.notice_id] = notice.expires_at
        return self._show_from(0, notice)

    def withdraw(self, notice_id: str) -> None:
        """Take a notice off every screen; one that is still on its way counts as not shown."""
        self._expiring.pop(notice_id, None)
        waiting = self._open.pop(notice_id, None)
        for notifier in self._notifiers:
            notifier.withdraw(notice_id)
        if waiting is not None:
            self._tell_shown(notice_id, self._notifiers[waiting.position].name(), was_shown=False)

    def next_expiry(self) -> datetime | None:
        """When the next notice on the screen stops being true."""
        return min(self._expiring.values(), default=None)

    def expire(self, now: datetime) -> None:
        """Withdraw what is no longer true."""
        for notice_id in [notice_id for notice_id, at in self._expiring.items() if at <= now]:
            self.withdraw(notice_id)

    def look_again(self) -> None:
        """Whoever is awake anyway calls it: a way that says nothing of its coming (a bus, a tray) may be there now."""
        for position, notifier in enumerate(self._notifiers):
            if self._unseen_behind(position) and notifier.is_available():
                self._on_came(position)

    def _show_from(self, position: int, notice: Notice) -> bool:
        before = self._open.get(notice.notice_id)
        tried = set() if before is None else before.tried
        for at in range(position, len(self._notifiers)):
            notifier = self._notifiers[at]
            if not notifier.is_available():
                continue
            # Before the call: some know at once that it is on the screen.
            self._open[notice.notice_id] = _Open(notice, at, tried)
            if notifier.show(notice):
                tried.add(at)
                return True
        self._open.pop(notice.notice_id, None)
        return False

    def _on_came(self, position: int) -> None:
        """A better way is there now: what waits unseen in a later one (a hidden window) takes it.

        Not what it was given before: a service that crashed over a notice may have shown it.
        """
        for waiting in self._unseen_behind(position):
            self._notifiers[waiting.position].withdraw(waiting.notice.notice_id)
            self._show_from(position, waiting.notice)

    def _unseen_behind(self, position: int) -> list[_Open]:
        return [
            waiting
            for waiting in self._open.values()
            if waiting.position > position and position not in waiting.tried
        ]

    def _on_shown(self, position: int, notice_id: str, channel: str, was_shown: bool) -> None:
        waiting = self._open.get(notice_id)
        if waiting is None or waiting.position != position:
            return
        if not was_shown and self._show_from(position + 1, waiting.notice):
            return
        self._open.pop(notice_id, None)
        if not was_shown:
            self._expiring.pop(notice_id, None)
            _log.warning("no notifier could show a notice; it stays in Today")
        self._tell_shown(notice_id, channel, was_shown=was_shown)

    def _on_action(self, notice_id: str, key: str) -> None:
        self._expiring.pop(notice_id, None)
        self._tell_action(notice_id, key)
