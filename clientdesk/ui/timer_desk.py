"""Connects the timer with the tray: says what runs and for how long, with the window closed too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from clientdesk.models.changes import ChangeSet
from clientdesk.models.enums import Kind
from clientdesk.ui.messages import Messages
from clientdesk.ui.timer_gestures import TimerGestures
from clientdesk.ui.tray import TrayController

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace

TICK_MS = 60_000
_SHOWN = frozenset({Kind.TIME_ENTRY, Kind.BLOCK, Kind.WORK_ITEM, Kind.WORK_STEP, Kind.CLIENT, Kind.PRACTICE})


class TimerDesk(QObject):
    """While a workspace is open: fills the tray's lines about the timer and does what they ask for.

    It ticks once a minute, and only while a timer runs.

    Args:
        window: gives the window, if there is one yet.

    Signals:
        window_wanted: something has to be asked in the window.
    """

    window_wanted = Signal()

    def __init__(
        self,
        workspace: Workspace,
        tray: TrayController,
        messages: Messages,
        window: Callable[[], QWidget | None],
    ) -> None:
        super().__init__()
        self._workspace = workspace
        self._tray = tray
        self._messages = messages
        self._window = window
        self._gestures: TimerGestures | None = None
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.refresh)
        tray.timer_start_requested.connect(self.start_now)
        tray.timer_stop_requested.connect(self._on_stop)
        tray.menu().aboutToShow.connect(self.refresh)

    def stop(self) -> None:
        """The workspace closes: a timer that runs goes on running, nobody shows it."""
        self._tick.stop()
        self._tray.timer_start_requested.disconnect(self.start_now)
        self._tray.timer_stop_requested.disconnect(self._on_stop)
        self._tray.menu().aboutToShow.disconnect(self.refresh)
        self._tray.set_timer("")

    def on_changed(self, change: ChangeSet) -> None:
        """Hear of a write."""
        if not _SHOWN.isdisjoint(change.kinds):
            self.refresh()

    def is_ticking(self) -> bool:
        return self._tick.isActive()

    def refresh(self) -> None:
        """Say what runs, and what it could be started for."""
        timer, current = self._workspace.time.running(), self._workspace.time.on_now()
        offer = ""
        if current is not None and (timer is None or timer.block_id != current.block_id):
            offer = current.name
        if timer is None:
            self._tick.stop()
            self._tray.set_timer("", offer)
            return
        if not self._tick.isActive():
            self._tick.start()
        hours, minutes = divmod(timer.minutes(self._workspace.clock.now()), 60)
        name = timer.name or self.tr("work without a name")
        words = self.tr("{name}, {length}").format(name=name, length=f"{hours}:{minutes:02d}")
        self._tray.set_timer(words, offer)

    def start_now(self) -> None:
        """Start it for the block that is on."""
        current = self._workspace.time.on_now()
        if current is None:
            self.refresh()
            return
        self._raise_to_ask()
        self._gestures_here().start_block(current.block_id)

    def _on_stop(self) -> None:
        self._raise_to_ask()
        self._gestures_here().stop()

    def _gestures_here(self) -> TimerGestures:
        """On the window, where there is one by now."""
        window = self._window()
        if self._gestures is None or self._gestures.parent() is not window:
            self._gestures = TimerGestures(self._workspace, self._messages, window)
        return self._gestures

    def _raise_to_ask(self) -> None:
        """A forgotten timer has to be asked about, which a closed window can't."""
        timer = self._workspace.time.running()
        if timer is not None and timer.needs_end(self._workspace.clock.now()):
            self.window_wanted.emit()
