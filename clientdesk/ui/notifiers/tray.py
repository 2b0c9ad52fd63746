"""Notifications as messages of the tray icon: no buttons; a click opens Today."""

from __future__ import annotations

import sys
from typing import Protocol

from PySide6.QtWidgets import QSystemTrayIcon

from clientdesk.services.ports import Notice
from clientdesk.ui.notifiers.base import NotifierBase

SHOWN_FOR_MS = 15_000


class TrayLike(Protocol):
    """The part of the tray that this notifier needs."""

    def is_available(self) -> bool: ...

    def icon_item(self) -> QSystemTrayIcon | None: ...


class TrayNotifier(NotifierBase):
    """Shows notices as tray messages.

    On Linux a tray item of the newer kind passes messages on to the notification daemon, and they are lost
    without a word when there is none; only an icon embedded in the panel draws them itself. The first has
    no rectangle on the screen, which tells them apart.
    """

    def __init__(self, tray: TrayLike) -> None:
        super().__init__()
        self._tray = tray
        self._last_id: str | None = None
        self._listening_to: QSystemTrayIcon | None = None

    def name(self) -> str:
        return "tray"

    def is_available(self) -> bool:
        item = self._tray.icon_item()
        if item is None or not self._tray.is_available() or not item.isVisible():
            return False
        if sys.platform.startswith("linux") and item.geometry().isEmpty():
            return False
        return QSystemTrayIcon.supportsMessages()

    def show(self, notice: Notice) -> bool:
        item = self._tray.icon_item()
        if item is None or not self.is_available():
            return False
        if self._listening_to is not item:
            item.messageClicked.connect(self._on_clicked)
            self._listening_to = item
        kind = QSystemTrayIcon.MessageIcon.Warning if notice.urgent else QSystemTrayIcon.MessageIcon.NoIcon
        # Only the newest message is on screen, so a click is always about this one.
        self._last_id = notice.notice_id
        item.showMessage(notice.title, notice.body, kind, SHOWN_FOR_MS)
        self._tell_shown(notice.notice_id, self.name(), was_shown=True)
        return True

    def withdraw(self, notice_id: str) -> None:
        """A tray message cannot be taken back; a click on it is ignored from now on."""
        if self._last_id == notice_id:
            self._last_id = None

    def _on_clicked(self) -> None:
        notice_id, self._last_id = self._last_id, None
        if notice_id is not None:
            self._tell_action(notice_id, "default")
