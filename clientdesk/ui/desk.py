"""Runs the window process: opens the workspace behind the painted shell, owns tray, reminders and closing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication

from clientdesk import files
from clientdesk.models.errors import ClientDeskError, StoreDamaged
from clientdesk.services.wording import words_for
from clientdesk.ui.background import Background
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.letter_guard import LetterGuard
from clientdesk.ui.main_window import MainWindow
from clientdesk.ui.memory import GarbageKeeper
from clientdesk.ui.messages import Messages
from clientdesk.ui.single_instance import RaiseListener
from clientdesk.ui.theme import Theme
from clientdesk.ui.translations import translate
from clientdesk.ui.tray import CloseChoice, CloseDecision, CloseStep, TrayController

if TYPE_CHECKING:
    from clientdesk.models.changes import ChangeSet
    from clientdesk.models.views.today import TodayView
    from clientdesk.services.door import WorkspaceDoor
    from clientdesk.services.preferences import Preferences
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.calendar_refresher import CalendarRefresher
    from clientdesk.ui.reminders_desk import RemindersDesk
    from clientdesk.ui.timer_desk import TimerDesk

_log = logging.getLogger(__name__)


AFTER_PAINT_MS = 30
LONGEST_FIRST_PAINT_MS = 500
"""A window that is never painted (minimised, covered) holds nothing up for longer."""


def tr(text: str) -> str:
    """Translate a sentence of the services."""
    return translate("Services", text)


def _opened_warm(door: WorkspaceDoor) -> Callable[[], Workspace]:
    """Opens the workspace and reads Today once, so that the window finds everything worked out."""

    def opened() -> Workspace:
        workspace = door.open()
        workspace.today()
        return workspace

    return opened


class Desk(QObject):
    """One window on one workspace, from start to quit."""

    def __init__(
        self,
        app: QApplication,
        door: WorkspaceDoor,
        preferences: Preferences,
        theme: Theme,
    ) -> None:
        super().__init__()
        self._app = app
        self._door = door
        self._preferences = preferences
        self._theme = theme
        self._workspace: Workspace | None = None
        self._reminders: RemindersDesk | None = None
        self._timer_desk: TimerDesk | None = None
        self._calendars: CalendarRefresher | None = None
        self._is_ending = False
        self._is_quitting = False
        self._has_gone_on = False
        self._background = Background(self)
        self._calendar_background = Background(self)
        self._relay = ChangeRelay(self)
        self._garbage = GarbageKeeper(self)
        self._letters = LetterGuard(app, self)
        self._letters.set_on(not preferences.get("single_keys"))
        self._messages = Messages(self._words, self)
        self._settings = QSettings(str(files.config_folder() / "window.ini"), QSettings.Format.IniFormat)
        self.window = MainWindow(
            self._messages,
            theme,
            preferences,
            self._background,
            self._settings,
            self._calendar_background,
        )
        self.tray = TrayController(self)
        self._listener = RaiseListener(door.folder.root, self)
        self._wire()

    def _words(self, error: Exception) -> str:
        if isinstance(error, ClientDeskError):
            return words_for(error, tr)
        return self.tr("Something unexpected happened. Your data is saved; you can go on.")

    def _wire(self) -> None:
        self._relay.changed.connect(self._on_changed)
        self._listener.raise_requested.connect(self.raise_window)
        self.window.close_asked.connect(self._on_close_asked)
        self.window.quit_asked.connect(self.quit)
        self.window.demo_asked.connect(self.open_demo)
        self.window.own_asked.connect(self.open_own)
        self.window.backup_asked.connect(self._on_backup_asked)
        self.window.restore_asked.connect(self._on_restore_asked)
        self.window.test_notice_asked.connect(self._on_test_notice)
        self.tray.open_requested.connect(self.raise_window)
        self.tray.log_update_requested.connect(self._on_tray_log_update)
        self.tray.client_requested.connect(self._on_tray_client)
        self.tray.plan_week_requested.connect(self._on_tray_plan)
        self.tray.pause_requested.connect(self._on_pause)
        self.tray.resume_requested.connect(self._on_resume)
        self.tray.settings_requested.connect(self._on_tray_settings)
        self.tray.quit_requested.connect(self.quit)
        self.tray.availability_changed.connect(self._on_tray_changed)
        self._app.commitDataRequest.connect(self._on_session_ending)
        self._preferences.subscribe(self._on_preference)

    def start(self, *, hidden: bool = False) -> None:
        """Show the shell, then open the workspace behind it."""
        self._listener.listen()
        if hidden:
            self._start_tray()
        if hidden and self.tray.is_available():
            QTimer.singleShot(0, self, self._go_on)
            return
        self.window.shell_painted.connect(self._go_on)
        self.window.show()
        QTimer.singleShot(LONGEST_FIRST_PAINT_MS, self, self._go_on)

    def _start_tray(self) -> None:
        if self._preferences.get("tray_icon"):
            self.tray.start()

    def _go_on(self) -> None:
        """The shell is on the screen: read the workspace."""
        if self._has_gone_on:
            return
        self._has_gone_on = True
        self._open()
        QTimer.singleShot(0, self, self._start_tray)

    def _open(self) -> None:
        self._background.run(self._door.first_read, self._on_first_read, self._on_refused)

    def _on_first_read(self, view: TodayView | None) -> None:
        self.window.complete()
        self.window.today_panel.use_clock(self._door.clock)
        self.window.show_first(view)
        # Opening keeps the interpreter busy: let Today be painted first.
        QTimer.singleShot(AFTER_PAINT_MS, self, self._open_fully)

    def _open_fully(self) -> None:
        self._background.run(_opened_warm(self._door), self._on_opened, self._on_refused)

    def _on_opened(self, workspace: Workspace) -> None:
        if self._is_quitting:
            workspace.close(back_up=False)
            return
        self._workspace = workspace
        workspace.store.subscribe(self._relay.publish)
        self.window.attach(workspace)
        practice = workspace.practice.get()
        if practice is None:
            self._show_first_run()
        elif practice.is_demo:
            self._say_demo()
        self._start_reminders()
        self._start_timer_desk()
        self._start_calendars()
        self._garbage.start()

    def _start_reminders(self) -> None:
        from clientdesk.ui.reminders_desk import RemindersDesk

        assert self._workspace is not None  # noqa: S101 - called when it is open
        self._reminders = RemindersDesk(self._workspace, self.window.notices, self.tray, self._messages, self)
        self._reminders.client_wanted.connect(self._on_notice_client)
        self._reminders.list_wanted.connect(self._on_notice_list)
        self._reminders.start()

    def _start_calendars(self) -> None:
        from clientdesk.ui.calendar_refresher import CalendarRefresher

        assert self._workspace is not None  # noqa: S101 - called when it is open
        self._calendars = CalendarRefresher(self._workspace, self)
        self._calendars.start()

    def _start_timer_desk(self) -> None:
        from clientdesk.ui.timer_desk import TimerDesk

        assert self._workspace is not None  # noqa: S101 - called when it is open
        self._timer_desk = TimerDesk(self._workspace, self.tray, self._messages, self.window)
        self._timer_desk.window_wanted.connect(self.raise_window)
        self._timer_desk.refresh()

    def _on_refused(self, error: Exception) -> None:
        """The workspace can't be opened: say so, touch nothing, offer what helps."""
        self._garbage.start()
        if not isinstance(error, ClientDeskError):
            raise error
        from clientdesk.ui.start_screen import StartScreen

        newest = error.newest_backup if isinstance(error, StoreDamaged) else None
        screen = StartScreen(self._words(error), newest, self.window)
        screen.quit_asked.connect(self.quit)
        screen.restore_asked.connect(self._restore_closed)
        screen.demo_asked.connect(self.open_demo)
        self.window.show()
        self.window.show_page(screen)

    def _show_first_run(self) -> None:
        from clientdesk.ui.first_run import FirstRunPage

        assert self._workspace is not None  # noqa: S101 - called when it is open
        page = FirstRunPage(self._workspace, self._messages, self._background, self.window)
        page.demo_asked.connect(self.open_demo)
        page.finished.connect(self._on_set_up)
        self.window.show_welcome(page)

    def _on_set_up(self, place: str) -> None:
        self.window.end_welcome()
        if place == "intake":
            self.window.open_intake()
        else:
            self.window.show_place(place or "clients")

    def _say_demo(self) -> None:
        self._messages.banner(
            self.tr("This is demo data in its own folder. Nothing here is real."),
            [(self.tr("Start my own"), self.open_own)],
            key="demo",
        )

    def open_demo(self) -> None:
        """Switch to the demo workspace, made on the first visit, in its own folder."""
        self._background.run(self._make_demo, self._on_demo_made, self._messages.error)

    def _make_demo(self) -> Path:
        root = files.demo_folder()
        self._door.make_demo(root)
        return root

    def _on_demo_made(self, root: Path) -> None:
        self.switch_to(root)

    def open_own(self) -> None:
        """Leave the demo for the user's own workspace."""
        self.switch_to(files.data_folder())

    def switch_to(self, root: Path) -> None:
        """Close this workspace and open another one in a new window."""
        target = self._door.to(root)
        if target.folder.root == self._door.folder.root:
            return
        with self._messages.reporting(self.window) as outcome:
            target.acquire()
        if not outcome.is_ok:
            return
        self._close_workspace()
        self._listener.close()
        self._door.release()
        self._door = target
        self._listener = RaiseListener(target.folder.root, self)
        self._listener.raise_requested.connect(self.raise_window)
        self._listener.listen()
        self._replace_window()
        self._open()

    def _replace_window(self) -> None:
        old = self.window
        old.save_geometry()
        self._messages.deleteLater()
        self._messages = Messages(self._words, self)
        self.window = MainWindow(
            self._messages,
            self._theme,
            self._preferences,
            self._background,
            self._settings,
            self._calendar_background,
        )
        for signal, slot in (
            (self.window.close_asked, self._on_close_asked),
            (self.window.quit_asked, self.quit),
            (self.window.demo_asked, self.open_demo),
            (self.window.own_asked, self.open_own),
            (self.window.backup_asked, self._on_backup_asked),
            (self.window.restore_asked, self._on_restore_asked),
            (self.window.test_notice_asked, self._on_test_notice),
        ):
            signal.connect(slot)
        self.window.show()
        old.may_close = True
        old.close()
        old.deleteLater()

    def _on_backup_asked(self) -> None:
        if self._workspace is not None:
            self._background.run(self._workspace.back_up, self._on_backed_up, self._messages.error)

    def _on_backed_up(self, _backup: object) -> None:
        self._messages.toast(self.tr("Backed up and checked."))
        self.window.refresh_frame()

    def _on_restore_asked(self, backup: Path) -> None:
        """Settings: put a backup in the store's place; the present state is kept aside."""
        if self._workspace is None:
            return
        with self._messages.reporting(self.window) as outcome:
            self._workspace.back_up("before-restore")
        if outcome.is_ok:
            self._restore_closed(backup)

    def _restore_closed(self, backup: Path) -> None:
        self._close_workspace(back_up=False)
        with self._messages.reporting(self.window):
            self._door.restore(backup)
        self._replace_window()
        self._open()

    def _on_changed(self, change: ChangeSet) -> None:
        self.window.on_changed(change)
        if self._reminders is not None:
            self._reminders.on_changed(change)
        if self._timer_desk is not None:
            self._timer_desk.on_changed(change)
        if self._calendars is not None:
            self._calendars.on_changed(change)

    def _on_preference(self, name: str) -> None:
        if name in ("theme", "density", "text_size"):
            get = self._preferences.get
            self._theme.apply(self._app, get("theme"), get("density"), get("text_size"))
        elif name == "single_keys":
            self._letters.set_on(not self._preferences.get(name))
        elif name == "tray_icon":
            if self._preferences.get(name):
                self.tray.start()
            else:
                self.tray.stop()
        elif name in ("reminders", "paused_until") and self._reminders is not None:
            self._reminders.recompute()

    def raise_window(self) -> None:
        """Show the window in front of everything."""
        if self.window.isMinimized():
            self.window.showNormal()
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def _on_notice_client(self, client_id: str) -> None:
        self.raise_window()
        self.window.open_client(client_id)

    def _on_notice_list(self) -> None:
        self.raise_window()
        self.window.show_place("today")

    def _on_test_notice(self) -> None:
        if self._reminders is not None:
            self._reminders.show_test()

    def _on_tray_log_update(self) -> None:
        self.raise_window()
        self.window.log_update_for("")

    def _on_tray_client(self, client_id: str) -> None:
        self._on_notice_client(client_id)

    def _on_tray_plan(self) -> None:
        self.raise_window()
        self.window.plan_week()

    def _on_tray_settings(self) -> None:
        self.raise_window()
        self.window.open_settings()

    def _on_pause(self, pause: str) -> None:
        if self._reminders is not None:
            self._reminders.pause(pause)
            self.window.refresh_frame()

    def _on_resume(self) -> None:
        if self._reminders is not None:
            self._reminders.resume()
            self.window.refresh_frame()

    def _on_tray_changed(self, is_available: bool) -> None:
        if not is_available and not self.window.isVisible() and not self._is_quitting:
            self.window.show()

    def _on_close_asked(self) -> None:
        choice = CloseChoice(self._preferences.get("close_to_tray"))
        decision = CloseDecision(choice, has_been_told=self._preferences.get("told_no_tray"))
        step = decision.step(
            has_tray=self._preferences.get("tray_icon") and self.tray.is_available(),
            is_quitting=self._is_quitting,
            is_session_ending=self._is_ending,
        )
        if step is CloseStep.HIDE:
            self.window.hide()
        elif step is CloseStep.ASK:
            from clientdesk.ui.close_sheet import CloseSheet

            sheet = CloseSheet(self.window)
            sheet.kept.connect(self._on_keep)
            sheet.quit_chosen.connect(self._on_quit_chosen)
            sheet.show()
        elif step is CloseStep.QUIT_WITH_NOTE:
            self._preferences.set("told_no_tray", value=True)
            self._messages.banner(
                self.tr("This desktop has no tray, so reminders show only while ClientDesk is open."),
                [(self.tr("Quit"), self.quit)],
                kind="warn",
                key="no_tray",
            )
        else:
            self.quit()

    def _on_keep(self) -> None:
        self._preferences.set("close_to_tray", CloseChoice.KEEP.value)
        self.window.hide()

    def _on_quit_chosen(self) -> None:
        self._preferences.set("close_to_tray", CloseChoice.QUIT.value)
        self.quit()

    def _on_session_ending(self, _manager: QSessionManager) -> None:
        self._is_ending = True
        self.window.may_close = True

    def on_crash(self) -> None:
        """Something unexpected reached the top; say so and go on."""
        QTimer.singleShot(0, self, self._tell_crash)

    def _tell_crash(self) -> None:
        self._messages.banner(
            self.tr("Something unexpected happened. Your data is saved; you can go on."),
            kind="error",
            key="crash",
        )

    def quit(self) -> None:
        """Really quit: save geometry, back up, close."""
        self._is_quitting = True
        self.window.may_close = True
        self.window.save_geometry()
        self.window.hide()
        self._app.quit()

    def _close_workspace(self, *, back_up: bool = True) -> None:
        if self._reminders is not None:
            self._reminders.stop()
            self._reminders.deleteLater()
            self._reminders = None
        if self._calendars is not None:
            self._calendars.stop()
            self._calendars.deleteLater()
            self._calendars = None
        # It was told to stop just now; a store that is closed or put back is not to be written to.
        self._calendar_background.wait()
        if self._timer_desk is not None:
            self._timer_desk.stop()
            self._timer_desk.deleteLater()
            self._timer_desk = None
        if self._workspace is not None:
            workspace, self._workspace = self._workspace, None
            try:
                workspace.close(back_up=back_up)
            except ClientDeskError as error:
                _log.warning("backup on close failed: %s", type(error).__name__)
                self._messages.error(error)

    def shut_down(self) -> None:
        """After the event loop has ended."""
        self._is_quitting = True
        if self._calendars is not None:
            self._calendars.stop()
        self._background.shutdown()
        self._calendar_background.shutdown()
        self._close_workspace()
        self.tray.stop()
        self._listener.close()
        self._door.release()
