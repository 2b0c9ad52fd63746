"""Opens the wrap-up over the week and closes it again; the page is made on its first visit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from clientdesk.ui.messages import Messages

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.panels.week.panel import WeekPanel
    from clientdesk.ui.panels.week.wrap_up_page import WrapUpPage


class WrapUps(QObject):
    """One page, over the week's own."""

    def __init__(self, workspace: Workspace, messages: Messages, panel: WeekPanel) -> None:
        super().__init__(panel)
        self._workspace = workspace
        self._messages = messages
        self._panel = panel
        self._page: WrapUpPage | None = None
        self._under: QWidget | None = None
        self._room: QVBoxLayout | None = None

    @property
    def page(self) -> WrapUpPage | None:
        """The page, once it was opened."""
        return self._page

    def stand_over(self, under: QWidget, room: QVBoxLayout) -> None:
        """Say what the page takes the place of."""
        self._under, self._room = under, room

    def add_to(self, menu: QMenu) -> None:
        """The entries of the week's menu."""
        wrap_up = menu.addAction(self.tr("Wrap up the week"), self._on_wrap_up)
        wrap_up.setObjectName("wrap_up_action")
        intention = menu.addAction(self.tr("Add an intention"), self._panel.plan_bar.write_intention)
        intention.setObjectName("intention_action")

    def open_week(self, monday: date | None) -> None:
        """Look back on a week; on the one of today when left out."""
        page = self._page or self._made()
        if self._under is not None:
            self._under.hide()
        page.show()
        page.open_week(monday)

    def refresh(self) -> None:
        """Read it again, if it is in sight."""
        if self._page is not None and not self._page.isHidden():
            self._page.refresh()

    def close(self) -> None:
        """Back to the week; nothing happens when it is in sight already."""
        if self._page is None or self._page.isHidden() or self._under is None:
            return
        self._page.hide()
        self._under.show()
        self._panel.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self) -> WrapUpPage:
        from clientdesk.ui.panels.week.wrap_up_page import WrapUpPage

        made = WrapUpPage(self._workspace, self._messages)
        made.closed.connect(self.close)
        made.client_opened.connect(self._panel.client_opened)
        made.log_update_requested.connect(self._panel.log_update_requested)
        if self._room is not None:
            self._room.addWidget(made)
        self._page = made
        return made

    def _on_wrap_up(self) -> None:
        """Of the week shown, when it has begun; else of the one of today."""
        view = self._panel.plan_bar.view
        has_begun = view is not None and view.monday <= self._workspace.week.today()
        self.open_week(view.monday if view is not None and has_begun else None)
