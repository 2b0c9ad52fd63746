"""What works beside the window while a workspace is open, shown or not: reminders, timer, calendars, capture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clientdesk.models.errors import NotFound

if TYPE_CHECKING:
    from clientdesk.models.changes import ChangeSet
    from clientdesk.services.preferences import Preferences
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.answer_offer import AnswerOffer
    from clientdesk.ui.calendar_refresher import CalendarRefresher
    from clientdesk.ui.capture_window import CaptureWindow
    from clientdesk.ui.global_shortcut import GlobalShortcut
    from clientdesk.ui.reminders_desk import RemindersDesk
    from clientdesk.ui.timer_desk import TimerDesk
    from clientdesk.ui.tray import TrayController
    from clientdesk.ui.window_keeper import WindowKeeper


class DeskTools(QObject):
    """Loaded when the workspace opens, so that a start in the tray does without.

    Signals:
        window_wanted: something has to be asked or shown in the window.
        client_wanted: id of a client to show.
        place_wanted: key of a place to show.
        capture_wanted: the global shortcut was pressed.
        ticked: the clock was looked at; work that comes along may be done now.
    """

    window_wanted = Signal()
    client_wanted = Signal(str)
    place_wanted = Signal(str)
    capture_wanted = Signal()
    ticked = Signal()

    def __init__(
        self,
        keeper: WindowKeeper,
        tray: TrayController,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._tray = tray
        self._preferences = preferences
        self._workspace: Workspace | None = None
        self._reminders: RemindersDesk | None = None
        self._timer: TimerDesk | None = None
        self._offer: AnswerOffer | None = None
        self._calendars: CalendarRefresher | None = None
        self._capture: CaptureWindow | None = None
        self._shortcut: GlobalShortcut | None = None
        self._is_from_keys = False
        preferences.subscribe(self._on_preference)
        keeper.shown_changed.connect(self._on_shown_changed)

    # The workspace.

    def attach(self, workspace: Workspace) -> None:
        """The workspace is open."""
        self._workspace = workspace
        self._start_reminders(workspace)
        self._start_timer(workspace)
        self._start_calendars(workspace)
        self._start_offer(workspace)

    def detach(self) -> None:
        """The workspace is about to be closed."""
        self._workspace = None
        for part in (self._reminders, self._calendars, self._timer):
            if part is not None:
                part.stop()
                part.deleteLater()
        self._reminders = self._calendars = self._timer = None
        if self._offer is not None:
            self._offer.deleteLater()
            self._offer = None
        if self._capture is not None:
            self._capture.close()
            self._capture.deleteLater()
            self._capture = None

    def stop_calendars(self) -> None:
        """Ask no server any more: the program ends."""
        if self._calendars is not None:
            self._calendars.stop()

    def on_changed(self, change: ChangeSet) -> None:
        """Hear of a write."""
        for part in (self._reminders, self._timer, self._calendars, self._offer):
            if part is not None:
                part.on_changed(change)
        if self._capture is not None:
            self._capture.on_changed()

    def _start_reminders(self, workspace: Workspace) -> None:
        from clientdesk.ui.reminders_desk import RemindersDesk

        keeper = self._keeper
        reminders = RemindersDesk(workspace, keeper.notices(), self._tray, keeper.messages, self)
        reminders.client_wanted.connect(self.client_wanted)
        reminders.paper_wanted.connect(self._on_paper_wanted)
        reminders.list_wanted.connect(self._on_list_wanted)
        reminders.settings_wanted.connect(self._on_settings_wanted)
        reminders.capture_wanted.connect(self.open_capture)
        reminders.meeting_wanted.connect(self._on_meeting_wanted)
        reminders.day_began.connect(self._on_day_began)
        reminders.ticked.connect(self.ticked)
        self._reminders = reminders
        reminders.start()

    def _start_timer(self, workspace: Workspace) -> None:
        from clientdesk.ui.timer_desk import TimerDesk

        self._timer = TimerDesk(workspace, self._tray, self._keeper.messages, self._keeper.built)
        self._timer.window_wanted.connect(self.window_wanted)
        self._timer.refresh()

    def _start_calendars(self, workspace: Workspace) -> None:
        from clientdesk.ui.calendar_refresher import CalendarRefresher

        self._calendars = CalendarRefresher(workspace, self)
        self._calendars.set_shown(is_shown=self._keeper.is_shown())
        self._calendars.start()
        if self._reminders is not None:
            self._reminders.ticked.connect(self._calendars.on_tick)

    def _start_offer(self, workspace: Workspace) -> None:
        """What is logged from a notification or the small window may be an answer too; the window asks later."""
        from clientdesk.ui.answer_offer import AnswerOffer

        self._offer = AnswerOffer(workspace, self._keeper.messages, self)

    def _on_shown_changed(self, is_shown: bool) -> None:
        if self._calendars is not None:
            self._calendars.set_shown(is_shown=is_shown)

    # Reminders.

    def pause(self, pause: str) -> None:
        """Announce nothing for a while."""
        if self._reminders is not None:
            self._reminders.pause(pause)
            self._refresh_frame()

    def resume(self) -> None:
        if self._reminders is not None:
            self._reminders.resume()
            self._refresh_frame()

    def show_test(self) -> None:
        if self._reminders is not None:
            self._reminders.show_test()

    def start_timer(self) -> None:
        """Start the timer for what is on now."""
        if self._timer is not None:
            self._timer.start_now()

    def _refresh_frame(self) -> None:
        window = self._keeper.built()
        if window is not None:
            window.refresh_frame()

    def _on_list_wanted(self) -> None:
        self.place_wanted.emit("today")

    def _on_paper_wanted(self, paper_id: str) -> None:
        """A notification about a paper was clicked."""
        self.window_wanted.emit()
        window = self._keeper.built()
        if window is not None:
            window.open_agreement(paper_id)

    def _on_settings_wanted(self) -> None:
        self.place_wanted.emit("settings")

    def _on_meeting_wanted(self, touchpoint_id: str, client_id: str) -> None:
        """*Moved*, from a notification: the client, and when the meeting is now."""
        self.client_wanted.emit(client_id)
        window = self._keeper.built()
        if self._workspace is not None and window is not None:
            from clientdesk.ui.moved_dialog import MovedDialog

            MovedDialog(self._workspace, self._keeper.messages, touchpoint_id, window).open()

    def _on_day_began(self) -> None:
        window = self._keeper.built()
        if window is not None:
            window.mark_stale()

    def _on_preference(self, name: str) -> None:
        if name == "capture_keys":
            self.start_shortcut()
        elif name in _OF_REMINDERS and self._reminders is not None:
            self._reminders.recompute()

    # Capture.

    def open_capture(self, client: str = "") -> None:
        """Open the small window, for a client by id or name where exactly one is meant."""
        if self._workspace is None:
            return
        self._keeper.prepare_look()
        if self._capture is None:
            from clientdesk.ui.capture_window import CaptureWindow

            self._capture = CaptureWindow(self._workspace, self._keeper.messages)
            self._capture.window_wanted.connect(self.window_wanted)
        self._capture.open_for(_client_meant(self._workspace, client))
        if self._is_from_keys and self._shortcut is not None:
            self._shortcut.bring_forward(self._capture)
        self._is_from_keys = False

    def start_shortcut(self) -> None:
        """Take the keys that open the capture window from anywhere, where some are set."""
        if self._shortcut is None and self._preferences.get("capture_keys"):
            self.shortcut().start()

    def stop_shortcut(self) -> None:
        if self._shortcut is not None:
            self._shortcut.stop()

    def shortcut(self) -> GlobalShortcut:
        """The shortcut, which follows its preference by itself; made when it is first needed."""
        if self._shortcut is None:
            from clientdesk.ui.global_shortcut import GlobalShortcut

            self._shortcut = GlobalShortcut(self._preferences, self)
            self._shortcut.activated.connect(self._on_keys)
        return self._shortcut

    def _on_keys(self) -> None:
        self._is_from_keys = True
        self.capture_wanted.emit()


_OF_REMINDERS = frozenset(
    {"reminders", "paused_until", "second_digest", "meeting_minutes", "ask_held", "trusted_clock"}
)


def _client_meant(workspace: Workspace, client: str) -> str:
    """The id of the client that an id or a name stands for; empty where that isn't clear."""
    if not client:
        return ""
    found = workspace.clients.find(client)
    if found:
        return found[0] if len(found) == 1 else ""
    try:
        return workspace.clients.get(client).client_id
    except NotFound:
        return ""
