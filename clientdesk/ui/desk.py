"""Runs the program: starts in the window or in the tray, opens the workspace behind it, closes it at the end."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from clientdesk import files
from clientdesk.models.errors import ClientDeskError, FileNotWritten, StoreDamaged
from clientdesk.services.wording import words_for
from clientdesk.ui.background import Background
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.desk_tools import DeskTools
from clientdesk.ui.hidden_watch import HiddenWatch
from clientdesk.ui.letter_guard import LetterGuard
from clientdesk.ui.memory import GarbageKeeper
from clientdesk.ui.session_end import SessionEnd
from clientdesk.ui.single_instance import StartListener
from clientdesk.ui.translations import translate
from clientdesk.ui.tray import TrayController
from clientdesk.ui.window_closing import WindowClosing
from clientdesk.ui.window_keeper import WindowKeeper

if TYPE_CHECKING:
    from clientdesk.models.changes import ChangeSet
    from clientdesk.models.views.today import TodayView
    from clientdesk.services.door import WorkspaceDoor
    from clientdesk.services.preferences import Preferences
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.main_window import MainWindow
    from clientdesk.ui.messages import Messages
    from clientdesk.ui.theme import Theme

_log = logging.getLogger(__name__)


AFTER_PAINT_MS = 30
LONGEST_FIRST_PAINT_MS = 500
"""A window that is never painted (minimised, covered) holds nothing up for longer."""
TRAY_PATIENCE_MS = 5_000
"""A start in the tray waits so long for one: at login the panel may start later than this program."""
TRAY_GONE_MS = 1_500
"""A tray that is only started anew is back by then; after that the window comes back."""


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


def _follow_autostart() -> None:
    """What starts at login is found again where the program was moved to."""
    from clientdesk.services.autostart import Autostart

    try:
        Autostart().follow()
    except FileNotWritten as problem:
        _log.warning("start at login not kept up: %s", type(problem).__name__)


class Desk(QObject):
    """One process on one workspace, from start to quit.

    What is asked for while the workspace is not open yet (a client from the tray, the capture window) is done as
    soon as it is.
    """

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
        self._workspace: Workspace | None = None
        self._hidden: HiddenWatch | None = None
        self._waiting: list[Callable[[], object]] = []
        self._is_opening = False
        self._is_quitting = False
        self._has_gone_on = False
        self._background = Background(self)
        self._calendar_background = Background(self)
        self._relay = ChangeRelay(self)
        self._garbage = GarbageKeeper(self)
        self._letters = LetterGuard(app, self)
        self._letters.set_on(not preferences.get("single_keys"))
        self.tray = TrayController(self)
        self._keeper = WindowKeeper(
            app, preferences, theme, self._background, self._calendar_background, self._words, self
        )
        self._tools = DeskTools(self._keeper, self.tray, preferences, self)
        self._session = SessionEnd(app, self)
        self._closing = WindowClosing(self._keeper, self.tray, preferences, self)
        self._listener = StartListener(door.folder.root, self)
        self._wire()

    def _words(self, error: Exception) -> str:
        if isinstance(error, ClientDeskError):
            return words_for(error, tr)
        return self.tr("Something unexpected happened. Your data is saved; you can go on.")

    def _wire(self) -> None:
        keeper, tray = self._keeper, self.tray
        for signal, slot in (
            (self._relay.changed, self._on_changed),
            (keeper.made, self._on_window_made),
            (keeper.close_asked, self._closing.on_close_asked),
            (keeper.quit_asked, self.quit),
            (keeper.demo_asked, self.open_demo),
            (keeper.own_asked, self.open_own),
            (keeper.backup_asked, self._on_backup_asked),
            (keeper.restore_asked, self._on_restore_asked),
            (keeper.test_notice_asked, self._tools.show_test),
            (tray.open_requested, self.raise_window),
            (tray.log_update_requested, self._on_tray_log_update),
            (tray.client_requested, self.show_client),
            (tray.plan_week_requested, self._on_tray_plan),
            (tray.settings_requested, self._on_tray_settings),
            (tray.pause_requested, self._on_pause),
            (tray.resume_requested, self._on_resume),
            (tray.timer_start_requested, self._on_timer_start),
            (tray.quit_requested, self.quit),
            (tray.availability_changed, self._on_tray_changed),
            (self._tools.window_wanted, self.raise_window),
            (self._tools.client_wanted, self.show_client),
            (self._tools.place_wanted, self._on_place_wanted),
            (self._tools.capture_wanted, self._on_tray_log_update),
            (self._session.ending_changed, keeper.set_may_close),
            (self._session.quit_wanted, self.quit),
            (self._closing.quit_wanted, self.quit),
        ):
            signal.connect(slot)
        self._wire_listener()
        self._preferences.subscribe(self._on_preference)

    def _wire_listener(self) -> None:
        self._listener.raise_requested.connect(self.raise_window)
        self._listener.capture_requested.connect(self.open_capture)

    @property
    def window(self) -> MainWindow:
        """The main window, made when it is first asked for."""
        return self._keeper.window()

    @property
    def _messages(self) -> Messages:
        return self._keeper.messages

    # Starting.

    def start(self, *, hidden: bool = False, capture: str | None = None) -> None:
        """Show the shell, then open the workspace behind it; or stay in the tray, where there is one.

        Args:
            capture: open the capture window too, for this client; empty for one to be chosen there.
        """
        self._listener.listen()
        self._session.watch_signals()
        self._tools.start_shortcut()
        if hidden and self._preferences.get("tray_icon"):
            self._start_tray()
            if self.tray.is_available():
                self._stay_hidden()
            else:
                QTimer.singleShot(TRAY_PATIENCE_MS, self, self._end_patience)
        else:
            self._show_shell()
        if capture is not None:
            self.open_capture(capture)

    def _stay_hidden(self) -> None:
        """Only the tray, until something needs more."""
        if self._hidden is not None or self._keeper.built() is not None or self._is_opening:
            return
        if self._workspace is None:
            self._hidden = HiddenWatch(self._door, self.tray, self)
            self._hidden.workspace_wanted.connect(self._open_fully)
            self._hidden.start()
        self._garbage.start()

    def _end_patience(self) -> None:
        if not self.tray.is_available() and not self._is_quitting:
            self.raise_window()

    def _show_shell(self) -> None:
        self.window.shell_painted.connect(self._go_on)
        self.window.show()
        QTimer.singleShot(LONGEST_FIRST_PAINT_MS, self, self._go_on)

    def _start_tray(self) -> None:
        if self._preferences.get("tray_icon"):
            self.tray.start()

    def _go_on(self) -> None:
        """The shell is on the screen: read the workspace."""
        if self._has_gone_on or self._is_opening or self._workspace is not None:
            return
        self._has_gone_on = True
        self._open()
        QTimer.singleShot(0, self, self._start_tray)

    def _open(self) -> None:
        self._leave_hiding()
        self._background.run(self._door.first_read, self._on_first_read, self._on_refused)

    def _on_first_read(self, view: TodayView | None) -> None:
        if self._workspace is None:
            self.window.complete()
            self.window.today_panel.use_clock(self._door.clock)
            self.window.show_first(view)
            # Opening keeps the interpreter busy: let Today be painted first.
            QTimer.singleShot(AFTER_PAINT_MS, self, self._open_fully)

    def _open_fully(self) -> None:
        if self._is_opening or self._workspace is not None:
            return
        self._is_opening = True
        self._leave_hiding()
        self._background.run(_opened_warm(self._door), self._on_opened, self._on_refused)

    def _leave_hiding(self) -> None:
        if self._hidden is not None:
            self._hidden.stop()
            self._hidden.deleteLater()
            self._hidden = None

    def _on_opened(self, workspace: Workspace) -> None:
        self._is_opening = False
        if self._is_quitting:
            workspace.close(back_up=False)
            return
        self._workspace = workspace
        workspace.store.subscribe(self._relay.publish)
        window = self._keeper.built()
        if window is not None:
            self._furnish(window)
        self._tools.attach(workspace)
        self._garbage.start()
        self._background.run(_follow_autostart)
        waiting, self._waiting = self._waiting, []
        for work in waiting:
            work()

    def _on_window_made(self, window: MainWindow) -> None:
        window.shortcut = self._tools.shortcut
        self._furnish(window)

    def _furnish(self, window: MainWindow) -> None:
        """Window and workspace have met, whichever was there first."""
        workspace = self._workspace
        if workspace is None:
            return
        window.attach(workspace)
        practice = workspace.practice.get()
        if practice is None:
            self._show_first_run(workspace)
        elif practice.is_demo:
            self._say_demo()

    def _when_open(self, work: Callable[[], object]) -> None:
        """Do it with the workspace open: now, or as soon as it is."""
        if self._workspace is not None:
            work()
            return
        self._waiting.append(work)
        # With a window on its way, the workspace opens behind its first paint.
        if self._keeper.built() is None:
            self._open_fully()

    def _on_refused(self, error: Exception) -> None:
        """The workspace can't be opened: say so, touch nothing, offer what helps."""
        self._is_opening = False
        self._waiting.clear()
        self._garbage.start()
        if not isinstance(error, ClientDeskError):
            raise error
        from clientdesk.ui.start_screen import StartScreen

        newest = error.newest_backup if isinstance(error, StoreDamaged) else None
        screen = StartScreen(self._words(error), newest, self.window)
        screen.quit_asked.connect(self.quit)
        screen.restore_asked.connect(self._restore_closed)
        screen.demo_asked.connect(self.open_demo)
        # A window that is only painted now would go on to Today.
        self.window.complete()
        self.window.show()
        self.window.show_page(screen)

    # The first run, the demo, other workspaces.

    def _show_first_run(self, workspace: Workspace) -> None:
        from clientdesk.ui.first_run import FirstRunPage

        page = FirstRunPage(workspace, self._messages, self._background, self.window)
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
        self._background.run(self._make_demo, self.switch_to, self._messages.error)

    def _make_demo(self) -> Path:
        root = files.demo_folder()
        self._door.make_demo(root)
        return root

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
        self._listener = StartListener(target.folder.root, self)
        self._wire_listener()
        self._listener.listen()
        self._keeper.replace()
        self._open()

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
        self._keeper.replace()
        self._open()

    def _on_changed(self, change: ChangeSet) -> None:
        window = self._keeper.built()
        if window is not None:
            window.on_changed(change)
        self._tools.on_changed(change)

    # What tray, notifications and other starts ask for.

    def raise_window(self) -> None:
        """Show the window in front of everything; made now, if the program started in the tray."""
        if self._keeper.built() is None and self._workspace is None:
            self._show_shell()
        self._keeper.bring_forward()

    def open_capture(self, client: str = "") -> None:
        """Open the small window for *Log update*, without the main one.

        Args:
            client: id or name of a client; empty for one to be chosen there.
        """
        self._when_open(partial(self._tools.open_capture, client))

    def show_client(self, client_id: str) -> None:
        """Show a client's page in the window."""
        self.raise_window()
        self._when_open(lambda: self.window.open_client(client_id))

    def _on_place_wanted(self, place: str) -> None:
        self.raise_window()
        self._when_open(lambda: self.window.show_place(place))

    def _on_tray_log_update(self) -> None:
        self.open_capture()

    def _on_tray_plan(self) -> None:
        self.raise_window()
        self._when_open(lambda: self.window.plan_week())

    def _on_tray_settings(self) -> None:
        self._on_place_wanted("settings")

    def _on_pause(self, pause: str) -> None:
        self._when_open(partial(self._tools.pause, pause))

    def _on_resume(self) -> None:
        self._when_open(self._tools.resume)

    def _on_timer_start(self) -> None:
        # With the workspace open the timer's own desk has heard of it.
        if self._workspace is None:
            self._when_open(self._tools.start_timer)

    def _on_preference(self, name: str) -> None:
        if name == "single_keys":
            self._letters.set_on(not self._preferences.get(name))
        elif name == "tray_icon":
            if self._preferences.get(name):
                self.tray.start()
            else:
                self.tray.stop()

    # The end.

    def _on_tray_changed(self, is_available: bool) -> None:
        if is_available:
            self._stay_hidden()
        else:
            QTimer.singleShot(TRAY_GONE_MS, self, self._come_back)

    def _come_back(self) -> None:
        """The tray is gone for good, not only started anew: the window is the one way left."""
        if not self._keeper.is_shown() and not self.tray.is_available() and not self._is_quitting:
            self.raise_window()

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
        self._keeper.put_away()
        self._app.quit()

    def _close_workspace(self, *, back_up: bool = True) -> None:
        self._waiting.clear()
        self._tools.detach()
        # It was told to stop just now; a store that is closed or put back is not to be written to.
        self._calendar_background.wait()
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
        self._leave_hiding()
        self._tools.stop_calendars()
        self._background.shutdown()
        self._calendar_background.shutdown()
        self._close_workspace()
        self._tools.stop_shortcut()
        self.tray.stop()
        self._listener.close()
        self._door.release()
        self._session.stop()
