"""The test notification: shows one through whatever works here, and says what that was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clientdesk.services.ports import Notice, Notifier
from clientdesk.ui.messages import Messages

if TYPE_CHECKING:
    from clientdesk.ui.notifiers.dbus import Daemon, DBusNotifier
    from clientdesk.ui.notifiers.native import NativeNotifier


class TrialNotice(QObject):
    """One test at a time; the log of announcements never hears of it."""

    def __init__(
        self,
        notifier: Notifier,
        system: DBusNotifier | NativeNotifier,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._notifier = notifier
        self._system = system
        self._messages = messages
        self._notice_id = ""

    def show(self, notice: Notice) -> None:
        self._notice_id = notice.notice_id
        if not self._notifier.show(notice):
            self._say_nothing_works()

    def is_about(self, notice_id: str) -> bool:
        return bool(notice_id) and notice_id == self._notice_id

    def on_shown(self, channel: str, *, was_shown: bool) -> None:
        """Say which way it took."""
        if not was_shown:
            self._say_nothing_works()
        elif channel == "dbus":
            self._ask_who_shows_it()
        elif channel == "native":
            self._messages.toast(self.tr("Shown by the notification centre of this system."))
        elif channel == "tray":
            self._messages.toast(
                self.tr("Shown by the icon in the tray. It has no buttons: a click opens ClientDesk.")
            )
        else:
            self._messages.toast(
                self.tr("No notification service answered, so the notice stands in this window.")
            )

    def _ask_who_shows_it(self) -> None:
        from clientdesk.ui.notifiers.dbus import DBusNotifier

        if not isinstance(self._system, DBusNotifier) or not self._system.describe(self._on_described):
            self._on_described(None)

    def _on_described(self, daemon: Daemon | None) -> None:
        if daemon is None:
            self._messages.toast(self.tr("Shown by this desktop's notification service."))
            return
        name = f"{daemon.name} {daemon.version}".strip()
        if "actions" in daemon.abilities:
            words = self.tr("Shown by {daemon}, with buttons.")
        else:
            words = self.tr("Shown by {daemon}. It offers no buttons: answer in Today.")
        self._messages.toast(words.format(daemon=name))

    def _say_nothing_works(self) -> None:
        self._messages.toast(
            self.tr("No notification could be shown. Today always lists who is owed a word.")
        )
