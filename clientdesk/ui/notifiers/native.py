"""Notifications of Windows and macOS, through desktop-notifier. Nobody has tried this on either system yet.

The library speaks asyncio, so a thread of its own runs its loop; nothing waits for it. On macOS it shows
notices only for a signed application bundle; without one it says that it can do nothing, and so does this.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal

from clientdesk.services.ports import Notice
from clientdesk.ui.notifiers.base import NotifierBase

if TYPE_CHECKING:
    from desktop_notifier import DesktopNotifier

_log = logging.getLogger(__name__)

ENDING_S = 1.0
"""How long the end waits for notices to be taken off the screen."""


class NativeNotifier(NotifierBase):
    """Shows notices through the notification centre of the system.

    A notice's id is also the id it has there, and an action's key that of its button: what was answered is
    known without a list of one's own.

    Signals:
        acted: notice id and key; comes from another thread.
        settled: notice id, and whether it was taken; comes from another thread.
    """

    acted = Signal(str, str)
    settled = Signal(str, bool)

    def __init__(self, app_name: str, icon: Path | None = None) -> None:
        super().__init__()
        self._app_name = app_name
        self._icon = icon
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._library: Any = None
        self._centre: DesktopNotifier | None = None
        self._is_useless = False
        self._withdrawn: set[str] = set()
        self.acted.connect(self._on_acted, Qt.ConnectionType.QueuedConnection)
        self.settled.connect(self._on_settled, Qt.ConnectionType.QueuedConnection)

    def name(self) -> str:
        return "native"

    def is_available(self) -> bool:
        """Whether nothing speaks against trying; only showing a notice tells."""
        return not self._is_useless

    def show(self, notice: Notice) -> bool:
        if self._is_useless or not self._start():
            return False
        self._withdrawn.discard(notice.notice_id)
        self._run(lambda: self._send(notice))
        return True

    def withdraw(self, notice_id: str) -> None:
        if self._loop is not None:
            self._withdrawn.add(notice_id)
            self._run(lambda: self._clear(notice_id))

    def close(self) -> None:
        """Take everything off the screen and end the thread."""
        loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            return
        self._run(self._end)
        thread.join(ENDING_S)
        self._loop = self._thread = None

    # In the thread of the window.

    def _start(self) -> bool:
        if self._loop is not None:
            return True
        try:
            import desktop_notifier
        except (ImportError, OSError, RuntimeError) as problem:
            _log.info("no notification centre: %s", type(problem).__name__)
            self._is_useless = True
            return False
        self._library = desktop_notifier
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._live, args=(self._loop,), name="notices", daemon=True)
        self._thread.start()
        return True

    def _run(self, job: Callable[[], Any]) -> None:
        """Let the other thread make and run a coroutine; a loop that has ended takes nothing any more."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(lambda: loop.create_task(job()))

    def _on_acted(self, notice_id: str, key: str) -> None:
        if notice_id not in self._withdrawn:
            self._tell_action(notice_id, key)

    def _on_settled(self, notice_id: str, was_shown: bool) -> None:
        if notice_id not in self._withdrawn:
            self._tell_shown(notice_id, self.name(), was_shown=was_shown)

    # In the thread of the loop.

    @staticmethod
    def _live(loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        loop.run_forever()
        loop.close()

    async def _send(self, notice: Notice) -> None:
        try:
            was_taken = await self._try_to_send(notice)
        except (OSError, RuntimeError, ValueError, AttributeError) as problem:
            _log.warning("the notification centre failed: %s", type(problem).__name__)
            was_taken = False
        self.settled.emit(notice.notice_id, was_taken)

    async def _try_to_send(self, notice: Notice) -> bool:
        centre = await self._centre_of_system()
        if centre is None or not await centre.has_authorisation():
            return False
        taken: list[str] = []
        centre.on_dispatched = taken.append
        if notice.notice_id not in self._withdrawn:
            await centre.send_notification(self._notification(notice))
        return notice.notice_id in taken

    async def _centre_of_system(self) -> DesktopNotifier | None:
        """Made in the loop that is to run its callbacks; None where the system shows nothing of ours."""
        if self._centre is None and not self._is_useless:
            icon = None if self._icon is None else self._library.Icon(path=self._icon)
            centre = self._library.DesktopNotifier(self._app_name, icon)
            if self._library.Capability.TITLE not in await centre.get_capabilities():
                self._is_useless = True
                return None
            await centre.request_authorisation()
            centre.on_clicked = self._tell_clicked
            centre.on_dismissed = self._tell_dismissed
            centre.on_button_pressed = self.acted.emit
            self._centre = centre
        return self._centre

    def _notification(self, notice: Notice) -> Any:
        library = self._library
        return library.Notification(
            title=notice.title,
            message=notice.body,
            urgency=library.Urgency.Critical if notice.urgent else library.Urgency.Normal,
            buttons=tuple(
                library.Button(title=action.label, identifier=action.key) for action in notice.actions
            ),
            sound=library.DEFAULT_SOUND if notice.sound else None,
            identifier=notice.notice_id,
        )

    def _tell_clicked(self, notice_id: str) -> None:
        self.acted.emit(notice_id, "default")

    def _tell_dismissed(self, notice_id: str) -> None:
        self.acted.emit(notice_id, "closed")

    async def _clear(self, notice_id: str) -> None:
        if self._centre is not None:
            await self._centre.clear(notice_id)

    async def _end(self) -> None:
        try:
            if self._centre is not None:
                await self._centre.clear_all()
        finally:
            asyncio.get_running_loop().stop()
