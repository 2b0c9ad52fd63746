"""Makes the main window when it is first needed; a start in the tray does without it and its style sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from clientdesk import files
from clientdesk.ui.messages import Messages

if TYPE_CHECKING:
    from clientdesk.services.preferences import Preferences
    from clientdesk.ui.background import Background
    from clientdesk.ui.main_window import MainWindow
    from clientdesk.ui.notifiers.banner import BannerArea
    from clientdesk.ui.theme import Theme


class WindowKeeper(QObject):
    """Owns the window, what it says, and its look.

    Signals:
        made: a `MainWindow` that nobody has filled yet.
        shown_changed: whether it is on a screen now.
        close_asked, quit_asked, demo_asked, own_asked, backup_asked, restore_asked, test_notice_asked: the
            window's own.
    """

    made = Signal(object)
    shown_changed = Signal(bool)
    close_asked = Signal()
    quit_asked = Signal()
    demo_asked = Signal()
    own_asked = Signal()
    backup_asked = Signal()
    restore_asked = Signal(object)
    test_notice_asked = Signal()

    def __init__(
        self,
        app: QApplication,
        preferences: Preferences,
        theme: Theme,
        background: Background,
        calendar_background: Background,
        words: Callable[[Exception], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._preferences = preferences
        self._theme = theme
        self._background = background
        self._calendar_background = calendar_background
        self._words = words
        self._has_look = False
        self._window: MainWindow | None = None
        self._shelf: QWidget | None = None
        self._notices: BannerArea | None = None
        self.messages = Messages(words, self)
        preferences.subscribe(self._on_preference)

    # The window.

    def built(self) -> MainWindow | None:
        """The window, if it was ever needed."""
        return self._window

    def window(self) -> MainWindow:
        """The window, made now if it is the first time."""
        if self._window is None:
            self._window = self._make()
            self.made.emit(self._window)
        return self._window

    def is_shown(self) -> bool:
        return self._window is not None and self._window.isVisible()

    def bring_forward(self) -> None:
        """Show the window in front of everything."""
        window = self.window()
        if window.isMinimized():
            window.showNormal()
        window.show()
        window.raise_()
        window.activateWindow()

    def hide(self) -> None:
        if self._window is not None:
            self._window.hide()

    def put_away(self) -> None:
        """The program ends: remember size and place, and let the window be closed."""
        _end_dialogs()
        if self._window is not None:
            self._window.may_close = True
            self._window.save_geometry()
            self._window.hide()

    def set_may_close(self, is_allowed: bool) -> None:
        """Whether a closed window is really closed, or asks first."""
        if self._window is not None:
            self._window.may_close = is_allowed

    def replace(self) -> None:
        """Another window in place of this one, with nothing of what it showed."""
        old, self._window = self._window, None
        self._notices = None
        self.messages.deleteLater()
        self.messages = Messages(self._words, self)
        if old is None:
            return
        old.save_geometry()
        self.window().show()
        old.may_close = True
        old.close()
        old.deleteLater()

    def notices(self) -> BannerArea:
        """Where notices stand in the window; kept on a shelf that is never shown until there is one."""
        if self._notices is None:
            from clientdesk.ui.notifiers.banner import BannerArea

            self._shelf = QWidget()
            self._notices = BannerArea(self._shelf)
        return self._notices

    def _make(self) -> MainWindow:
        from clientdesk.ui.main_window import MainWindow

        self.prepare_look()
        settings = QSettings(str(files.config_folder() / "window.ini"), QSettings.Format.IniFormat)
        window = MainWindow(
            self.messages,
            self._theme,
            self._preferences,
            self._background,
            settings,
            self._calendar_background,
            self.notices(),
        )
        self._shelf = None
        for name in _FORWARDED:
            getattr(window, name).connect(getattr(self, name))
        return window

    # The look.

    def prepare_look(self) -> None:
        """Give the application its style sheet; to be called before anything of ours is shown."""
        if not self._has_look:
            self._has_look = True
            self._apply_theme()

    def _on_preference(self, name: str) -> None:
        if name in ("theme", "density", "text_size") and self._has_look:
            self._apply_theme()

    def _apply_theme(self) -> None:
        get = self._preferences.get
        self._theme.apply(self._app, get("theme"), get("density"), get("text_size"))


def _end_dialogs() -> None:
    """Close every dialog, the newest first. One that refuses (it is storing something) is only hidden: the program
    asks each window on the screen before it ends, and stays if one of them says no."""
    for window in reversed(QApplication.topLevelWidgets()):
        if isinstance(window, QDialog) and window.isVisible() and not window.close():
            window.hide()


_FORWARDED = (
    "shown_changed",
    "close_asked",
    "quit_asked",
    "demo_asked",
    "own_asked",
    "backup_asked",
    "restore_asked",
    "test_notice_asked",
)
