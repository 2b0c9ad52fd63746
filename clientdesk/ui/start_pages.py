"""What the window shows in place of its panels, or above them, when a workspace begins: first run, demo, refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clientdesk.models.errors import StoreDamaged

if TYPE_CHECKING:
    from clientdesk.models.errors import ClientDeskError
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.background import Background
    from clientdesk.ui.main_window import MainWindow
    from clientdesk.ui.window_keeper import WindowKeeper


class StartPages(QObject):
    """Fills the window for a workspace that was just opened, or could not be.

    Signals:
        demo_asked, own_asked, quit_asked: the buttons of these pages.
        restore_asked: path of the backup to put in the store's place.
    """

    demo_asked = Signal()
    own_asked = Signal()
    quit_asked = Signal()
    restore_asked = Signal(object)

    def __init__(self, keeper: WindowKeeper, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._background = background

    def furnish(self, window: MainWindow, workspace: Workspace) -> None:
        """Window and workspace have met, whichever was there first."""
        window.attach(workspace)
        practice = workspace.practice.get()
        if practice is None:
            self._show_first_run(window, workspace)
        elif practice.is_demo:
            self._say_demo()

    def refuse(self, error: ClientDeskError, words: str) -> None:
        """The workspace can't be opened: say so, touch nothing, offer what helps."""
        from clientdesk.ui.start_screen import StartScreen

        window = self._keeper.window()
        newest = error.newest_backup if isinstance(error, StoreDamaged) else None
        screen = StartScreen(words, newest, window)
        screen.quit_asked.connect(self.quit_asked)
        screen.restore_asked.connect(self.restore_asked)
        screen.demo_asked.connect(self.demo_asked)
        # A window that is only painted now would go on to Today.
        window.complete()
        window.show()
        window.show_page(screen)

    def _show_first_run(self, window: MainWindow, workspace: Workspace) -> None:
        from clientdesk.ui.first_run import FirstRunPage

        page = FirstRunPage(workspace, self._keeper.messages, self._background, window)
        page.demo_asked.connect(self.demo_asked)
        page.finished.connect(self._on_set_up)
        window.show_welcome(page)

    def _on_set_up(self, place: str) -> None:
        window = self._keeper.window()
        window.end_welcome()
        if place == "intake":
            window.open_intake()
        else:
            window.show_place(place or "clients")

    def _say_demo(self) -> None:
        self._keeper.messages.banner(
            self.tr("This is demo data in its own folder. Nothing here is real."),
            [(self.tr("Start my own"), self.own_asked.emit)],
            key="demo",
        )
