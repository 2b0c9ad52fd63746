"""What closing the window means: stay in the tray, quit, or ask once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from clientdesk.services.preferences import Preferences
    from clientdesk.ui.tray import TrayController
    from clientdesk.ui.window_keeper import WindowKeeper


class CloseChoice(StrEnum):
    """What closing the window is to do; `ASK` until the user has said."""

    ASK = "ask"
    KEEP = "keep"
    QUIT = "quit"


class CloseStep(StrEnum):
    """What the window has to do about being closed now."""

    ASK = "ask"
    HIDE = "hide"
    QUIT = "quit"
    QUIT_WITH_NOTE = "quit_with_note"


@dataclass(frozen=True, slots=True)
class CloseDecision:
    """The rule of the close button: never hidden without a tray, asked once.

    Attributes:
        choice: what the user answered once.
        has_been_told: whether the note that reminders need an open window was shown before.
    """

    choice: CloseChoice = CloseChoice.ASK
    has_been_told: bool = False

    def step(self, *, has_tray: bool) -> CloseStep:
        """What to do when the window is closed."""
        if self.choice is CloseChoice.QUIT:
            return CloseStep.QUIT
        if not has_tray:
            return CloseStep.QUIT if self.has_been_told else CloseStep.QUIT_WITH_NOTE
        return CloseStep.HIDE if self.choice is CloseChoice.KEEP else CloseStep.ASK


class WindowClosing(QObject):
    """Decides each time the window is closed, and carries it out.

    Signals:
        quit_wanted: the program is to end.
    """

    quit_wanted = Signal()

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

    def on_close_asked(self) -> None:
        choice = CloseChoice(self._preferences.get("close_to_tray"))
        decision = CloseDecision(choice, has_been_told=self._preferences.get("told_no_tray"))
        step = decision.step(has_tray=self._preferences.get("tray_icon") and self._tray.is_available())
        if step is CloseStep.HIDE:
            self._keeper.hide()
        elif step is CloseStep.ASK:
            self._ask()
        elif step is CloseStep.QUIT_WITH_NOTE:
            self._note()
        else:
            self.quit_wanted.emit()

    def _ask(self) -> None:
        from clientdesk.ui.close_sheet import CloseSheet

        sheet = CloseSheet(self._keeper.window())
        sheet.kept.connect(self._on_kept)
        sheet.quit_chosen.connect(self._on_quit_chosen)
        sheet.show()

    def _note(self) -> None:
        self._preferences.set("told_no_tray", value=True)
        messages = self._keeper.messages
        messages.banner(
            self.tr("This desktop has no tray, so reminders show only while ClientDesk is open."),
            [(self.tr("Quit"), self.quit_wanted.emit)],
            kind="warn",
            key="no_tray",
        )

    def _on_kept(self) -> None:
        self._preferences.set("close_to_tray", CloseChoice.KEEP.value)
        # The tray may have gone while the question stood there.
        if self._tray.is_available():
            self._keeper.hide()

    def _on_quit_chosen(self) -> None:
        self._preferences.set("close_to_tray", CloseChoice.QUIT.value)
        self.quit_wanted.emit()
