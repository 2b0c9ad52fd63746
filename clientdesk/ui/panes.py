"""F6 walks through the parts of the window, Shift+F6 back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.base import Panel, first_stop
from clientdesk.ui.widgets.drawer import Drawer
from clientdesk.ui.widgets.sidebar import Sidebar
from clientdesk.ui.widgets.toast import ToastOverlay


class PaneCycle:
    """Sidebar, notices, banners, page, its drawers, a toast, and round again; what can't take the keyboard is passed.

    Args:
        window: whose panes these are.
        sidebar: the first of them.
        strips: what may stand above the page.
        stack: holds the page.
        messages: knows how to enter a toast.
    """

    def __init__(
        self,
        window: QWidget,
        sidebar: Sidebar,
        strips: tuple[QWidget, ...],
        stack: QStackedWidget,
        messages: Messages,
    ) -> None:
        self._window = window
        self._sidebar = sidebar
        self._strips = strips
        self._stack = stack
        self._messages = messages

    def step(self, step: int) -> None:
        """Go to the next pane (1) or the one before (-1)."""
        panes = self._panes()
        here = _in_use(panes)
        start = panes.index(here) if here is not None else (-1 if step > 0 else 0)
        for offset in range(1, len(panes) + 1):
            if self._enter(panes[(start + step * offset) % len(panes)]):
                return

    def _panes(self) -> list[QWidget]:
        found: list[QWidget] = [self._sidebar] if self._sidebar.isEnabled() else []
        found += [strip for strip in self._strips if first_stop(strip)]
        page = self._stack.currentWidget()
        if page is not None:
            found += [page, *_drawers(page)]
        found += [toast for toast in self._window.findChildren(ToastOverlay) if toast.isVisible()]
        return found

    def _enter(self, pane: QWidget) -> bool:
        if pane is self._sidebar:
            self._sidebar.take_focus()
            return True
        if isinstance(pane, ToastOverlay):
            return self._messages.focus_toast()
        if isinstance(pane, Panel):
            pane.take_focus(outside=_drawers(pane))
            return True
        content = pane.content() if isinstance(pane, Drawer) else pane
        stop = (first_stop(content) if content is not None else None) or first_stop(pane)
        if stop is not None:
            stop.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return stop is not None


def _in_use(panes: list[QWidget]) -> QWidget | None:
    """The innermost pane with the keyboard."""
    focused = QApplication.focusWidget()
    inner = [pane for pane in panes if focused is not None and pane.isAncestorOf(focused)]
    return inner[-1] if inner else None


def _drawers(page: QWidget) -> list[QWidget]:
    return [drawer for drawer in page.findChildren(Drawer) if drawer.isVisible()]
