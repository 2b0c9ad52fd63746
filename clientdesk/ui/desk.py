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
from clientdesk.models.errors import ClientDeskError, FileNotWritten
from clientdesk.services.wording import words_for
from clientdesk.ui.after_paint import AfterPaint
from clientdesk.ui.background import Background
from clientdesk.ui.desk_tools import DeskTools
from clientdesk.ui.hidden_watch import HiddenWatch
from clientdesk.ui.letter_guard import LetterGuard
from clientdesk.ui.memory import GarbageKeeper
from clientdesk.ui.session_end import SessionEnd
from clientdesk.ui.single_instance import StartListener
from clientdesk.ui.start_pages import StartPages
from clientdesk.ui.translations import translate
from clientdesk.ui.tray import TrayController
from clientdesk.ui.window_closing import WindowClosing
from clientdesk.ui.window_keeper import WindowKeeper
from clientdesk.ui.workspace_holder import WorkspaceHolder

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


LONGEST_FIRST_PAINT_MS = 500
"""A window that is never painted (minimised, covered) holds nothing up for longer."""
TRAY_PATIENCE_MS = 5_000
"""A start in the tray waits so long for one: at login the panel may start later than this program."""
TRAY_GONE_MS = 1_500
"""A tray that is only started anew is back by then; after that the window comes back."""


def tr(text: str) -> str:
    """Translate a sentence of the services."""
    return translate("Services", text)


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
        self._preferences = preferences
        self._hidden: HiddenWatch | None = None
        self._is_quitting = False
        self._has_gone_on = False
        self._background = Background(self)
        self._calendar_background = Background(self)
        self._holder = WorkspaceHolder(door, self._background, self)
        self._garbage = GarbageKeeper(self)
        self._letters = LetterGuard(app, self)
        self._letters.set_on(not preferences.get("single_keys"))
        self.tray = TrayController(self)
        self._keeper = WindowKeeper(
            app, preferences, theme, self._background, self._calendar_background, self._words, self
        )
        self._pages = StartPages(self._keeper, self._background, self)
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
        holder, keeper, pages, tray = self._holder, self._keeper, self._pages, self.tray
        for signal, slot in (
            (holder.first_read, self._on_first_read),
            (holder.opened, self._on_opened),
            (holder.refused, self._on_refused),
            (holder.changed, self._on_changed),
            (pages.demo_asked, self.open_demo),
            (pages.own_asked, self.open_own),
            (pages.quit_asked, self.quit),
            (pages.restore_asked, self._restore_closed),
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
            (self._tools.ticked, self._on_ticked),
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
        if self._hidden is None and self._keeper.built() is None and self._holder.is_closed():
            self._hidden = HiddenWatch(self._holder.door, self.tray, self)
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
        if not self._has_gone_on and self._holder.is_closed():
            self._has_gone_on = True
            self._open()
            QTimer.singleShot(0, self, self._start_tray)

    def _open(self) -> None:
        self._leave_hiding()
        self._holder.read_first()

    def _on_first_read(self, view: TodayView | None) -> None:
        self.window.complete()
        self.window.today_panel.use_clock(self._holder.door.clock)
        self.window.show_first(view)
        if view is None:
            self._open_fully()
            return
        # Opening keeps the interpreter busy: let Today be painted first.
        AfterPaint(self.window.today_panel.sentence_label, self._open_fully, LONGEST_FIRST_PAINT_MS)

    def _open_fully(self) -> None:
        self._leave_hiding()
        self._holder.open()

    def _leave_hiding(self) -> None:
        if self._hidden is not None:
            self._hidden.stop()
            self._hidden.deleteLater()
            self._hidden = None

    def _on_opened(self, workspace: Workspace) -> None:
        window = self._keeper.built()
        if window is not None:
            self._pages.furnish(window, workspace)
        self._tools.attach(workspace)
        self._garbage.start()
        self._background.run(_follow_autostart)

    def _on_window_made(self, window: MainWindow) -> None:
        window.shortcut = self._tools.shortcut
        if self._holder.workspace is not None:
            self._pages.furnish(window, self._holder.workspace)

    def _when_open(self, work: Callable[[], object]) -> None:
        """Do it with the workspace open: now, or as soon as it is."""
        self._holder.when_open(work)
        # With a window on its way, the workspace opens behind its first paint.
        if self._keeper.built() is None:
            self._open_fully()
        elif self._holder.is_closed():
            # Or it could not be opened, and the window says why.
            self._keeper.bring_forward()

    def _on_refused(self, error: Exception) -> None:
        self._garbage.start()
        if not isinstance(error, ClientDeskError):
            raise error
        self._pages.refuse(error, self._words(error))

    # The demo, other workspaces, backups.

    def open_demo(self) -> None:
        """Switch to the demo workspace, made on the first visit, in its own folder."""
        self._background.run(self._make_demo, self.switch_to, self._messages.error)

    def _make_demo(self) -> Path:
        root = files.demo_folder()
        self._holder.door.make_demo(root)
        return root

    def open_own(self) -> None:
        """Leave the demo for the user's own workspace."""
        self.switch_to(files.data_folder())

    def switch_to(self, root: Path) -> None:
        """Close this workspace and open another one in a new window."""
        target = self._holder.door.to(root)
        if target.folder.root == self._holder.door.folder.root:
            return
        with self._messages.reporting(self.window) as outcome:
            target.acquire()
        if not outcome.is_ok:
            return
        self._close_workspace()
        self._listener.close()
        self._holder.door.release()
        self._holder.door = target
        self._listener = StartListener(target.folder.root, self)
        self._wire_listener()
        self._listener.listen()
        self._keeper.replace()
        self._open()

    def _on_backup_asked(self) -> None:
        workspace = self._holder.workspace
        if workspace is not None:
            self._background.run(workspace.back_up, self._on_backed_up, self._messages.error)

    def _on_backed_up(self, _backup: object) -> None:
        self._messages.toast(self.tr("Backed up and checked."))
        self.window.refresh_frame()

    def _on_ticked(self) -> None:
        """A program that is never quit is backed up all the same."""
        workspace = self._holder.workspace
        if workspace is not None and workspace.store.has_changed:
            self._background.run(workspace.back_up_daily, None, self._on_not_backed_up)

    def _on_not_backed_up(self, error: Exception) -> None:
        self._messages.banner(self._words(error), [], key="backup")

    def _on_restore_asked(self, backup: Path) -> None:
        """Settings: put a backup in the store's place; the present state is kept aside."""
        workspace = self._holder.workspace
        if workspace is None:
            return
        with self._messages.reporting(self.window) as outcome:
            workspace.back_up("before-restore")
        if outcome.is_ok:
            self._restore_closed(backup)

    def _restore_closed(self, backup: Path) -> None:
        self._close_workspace(back_up=False)
        problem: ClientDeskError | None = None
        try:
            self._holder.door.restore(backup)
        except ClientDeskError as error:
            problem = error
        self._keeper.replace()
        if problem is not None:
            # In the new window: the one that was there goes, and its messages with it.
            self._messages.banner(self._words(problem), kind="error", key="restore")
        self._open()

    def _on_changed(self, change: ChangeSet) -> None:
        window = self._keeper.built()
        if window is not None:
            window.on_changed(change)
        self._tools.on_changed(change)

    # What tray, notifications and other starts ask for.

    def raise_window(self) -> None:
        """Show the window in front of everything; made now, if the program started in the tray."""
        if self._keeper.built() is None and self._holder.workspace is None:
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
        if self._holder.workspace is None:
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
        self._holder.end()
        self._keeper.put_away()
        self._app.quit()

    def _close_workspace(self, *, back_up: bool = True) -> None:
        self._tools.detach()
        # It was told to stop just now; a store that is closed or put back is not to be written to.
        self._calendar_background.wait()
        problem = self._holder.close(back_up=back_up)
        if problem is not None:
            self._messages.error(problem)

    def shut_down(self) -> None:
        """After the event loop has ended."""
        self._is_quitting = True
        self._holder.end()
        self._leave_hiding()
        self._tools.stop_calendars()
        self._background.shutdown()
        self._calendar_background.shutdown()
        self._close_workspace()
        self._tools.stop_shortcut()
        self.tray.stop()
        self._listener.close()
        self._holder.door.release()
        self._session.stop()
