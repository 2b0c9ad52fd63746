"""Connects reminders with notifiers, tray and window: announces, and carries out the answers."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clientdesk import files
from clientdesk.models.changes import ChangeSet
from clientdesk.models.enums import Kind
from clientdesk.ui.messages import Messages
from clientdesk.ui.notifiers.banner import BannerArea, BannerNotifier
from clientdesk.ui.notifiers.chooser import NotifierChooser
from clientdesk.ui.notifiers.dbus import DBusNotifier
from clientdesk.ui.notifiers.tray import TrayNotifier
from clientdesk.ui.reminder_timer import ReminderTimer
from clientdesk.ui.tray import DueClient, Pause, TrayController

if TYPE_CHECKING:
    from clientdesk.models.views.reminders import Answer
    from clientdesk.services.ports import Notifier
    from clientdesk.services.workspace import Workspace


class RemindersDesk(QObject):
    """Owns the notifiers and the timer while a workspace is open.

    Signals:
        client_wanted: id of a client to show.
        list_wanted: the user wants the list of who is owed a word.
    """

    client_wanted = Signal(str)
    list_wanted = Signal()

    def __init__(
        self,
        workspace: Workspace,
        notices: BannerArea,
        tray: TrayController,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tray = tray
        self._messages = messages
        self._dbus = DBusNotifier("ClientDesk", str(files.resource("app-icon.svg")))
        banner = BannerNotifier(notices)
        notifiers: list[Notifier] = [self._dbus, TrayNotifier(tray), banner]
        self._notifier = NotifierChooser(notifiers, self)
        self._notifier.on_action(self._on_action)
        self._timer = ReminderTimer(workspace.reminders, self._notifier, workspace.clock, self)

    def start(self) -> None:
        """Settle what a crash left open, announce what is due, wait for the next moment."""
        self._workspace.reminders.recover()
        self._workspace.agreements.expire()
        self._refresh_tray()
        if self._workspace.practice.get() is not None:
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self._dbus.close()

    def recompute(self) -> None:
        self._refresh_tray()
        self._timer.recompute()

    def on_changed(self, change: ChangeSet) -> None:
        """Anything but our own log may have moved a due moment."""
        if change.kinds == {Kind.NOTIFICATION_LOG}:
            return
        if Kind.PRACTICE in change.kinds and self._timer.wait_ms() < 0:
            self._timer.start()
        self.recompute()

    def show_test(self) -> None:
        """Show the test notification through whatever works here."""
        if self._notifier.show(self._workspace.reminders.test_notice()):
            self._messages.toast(self.tr("A test notification was sent."))
        else:
            self._messages.toast(
                self.tr("No notification could be shown. Today always lists who is owed a word.")
            )

    def pause(self, pause: str) -> None:
        """Announce nothing for a while."""
        self._workspace.reminders.pause(self._end_of(Pause(pause)))
        self.recompute()

    def resume(self) -> None:
        self._workspace.reminders.pause(None)
        self.recompute()

    def _end_of(self, pause: Pause) -> datetime:
        now = self._workspace.clock.now()
        if pause is Pause.HOUR:
            return now + timedelta(hours=1)
        zone = self._workspace.practice.zone()
        today = now.astimezone(zone).date()
        days = 1 if pause is Pause.TODAY else (7 - today.weekday()) or 7
        return datetime.combine(today + timedelta(days=days), time(), zone)

    def _on_action(self, notice_id: str, key: str) -> None:
        with self._messages.reporting():
            self._follow_up(self._workspace.reminders.act(notice_id, key))

    def _follow_up(self, answer: Answer) -> None:
        if answer.verb == "told":
            self._messages.toast(
                self.tr("Logged: {client} was told.").format(client=answer.client), self._undo
            )
        elif answer.verb == "tomorrow":
            self._messages.toast(self.tr("{client}: tomorrow.").format(client=answer.client), self._undo)
        elif answer.verb == "open":
            if len(answer.client_ids) == 1:
                self.client_wanted.emit(answer.client_ids[0])
            else:
                self.list_wanted.emit()

    def _undo(self) -> None:
        with self._messages.reporting():
            self._workspace.store.undo()

    def _refresh_tray(self) -> None:
        workspace = self._workspace
        if workspace.practice.get() is None:
            return
        from clientdesk.services.check_in_views import owed

        self._tray.set_due([DueClient(v.client_id, v.client) for v in owed(workspace.check_ins.statuses())])
        until = workspace.reminders.paused_until()
        local = None if until is None else until.astimezone(workspace.practice.zone())
        self._tray.set_paused("" if local is None else f"{local:%a %H:%M}")
        quiet = workspace.boundaries.quiet_hours()
        if workspace.boundaries.is_quiet(workspace.clock.now()):
            words = self.tr("Quiet hours: on till {time}").format(time=_clock(quiet.end))
        else:
            words = self.tr("Quiet hours: from {time}").format(time=_clock(quiet.start))
        self._tray.set_quiet(words)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
