"""The clients panel: the list, or the page of one of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from clientdesk.models.enums import Kind
from clientdesk.ui.panels.base import Panel
from clientdesk.ui.panels.clients.list_page import ClientListPage
from clientdesk.ui.theme import Theme

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.messages import Messages
    from clientdesk.ui.panels.clients.client_page import ClientPage


class ClientsPanel(Panel):
    """Who is served.

    Signals:
        client_opened: a client was opened from the list.
        place_requested: ``clients``, when the list is shown again (for the window's history).
        log_update_requested: an update is to be logged, and no client is in view (empty id).
        new_agreement_requested: id of the engagement.
        agreement_opened: id of the paper.
        boundaries_requested: id of the client.
        paper_requested: id of the client that a new paper is for.
        elsewhere_requested: id of the client and the path of a paper signed elsewhere, or None.
        import_requested, demo_requested: buttons of the empty list.
    """

    panel_id: ClassVar[str] = "clients"
    watches: ClassVar[frozenset[Kind]] = frozenset(
        {
            Kind.PRACTICE,
            Kind.TIER,
            Kind.CLIENT,
            Kind.CONTACT,
            Kind.ENGAGEMENT,
            Kind.DELIVERABLE,
            Kind.MILESTONE,
            Kind.TOUCHPOINT,
            Kind.CLIENT_REQUEST,
            Kind.RHYTHM,
            Kind.BOUNDARY_POLICY,
            Kind.TIME_OFF,
            Kind.AGREEMENT,
            Kind.DISCOVERY_ANSWER,
            Kind.WORK_ITEM,
            Kind.WORK_STEP,
            Kind.BLOCK,
            Kind.TIME_ENTRY,
            Kind.CALENDAR,
            Kind.CALENDAR_EVENT,
        }
    )

    client_opened = Signal(str)
    place_requested = Signal(str)
    log_update_requested = Signal(str)
    new_agreement_requested = Signal(str)
    agreement_opened = Signal(str)
    boundaries_requested = Signal(str)
    paper_requested = Signal(str)
    elsewhere_requested = Signal(str, object)
    import_requested = Signal()
    demo_requested = Signal()

    def __init__(
        self, workspace: Workspace, messages: Messages, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        del theme  # everything here follows the palette by itself
        self._workspace = workspace
        self._store = workspace.store
        self._messages = messages
        self.list_page = ClientListPage(workspace, messages, self._take_back)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self._wire()

    @cached_property
    def client_page(self) -> ClientPage:
        """One client; made on the first visit."""
        from clientdesk.ui.panels.clients.client_page import ClientPage

        made = ClientPage(self._workspace, self._messages, self._take_back)
        made.left.connect(self._on_left)
        made.gone.connect(self._on_left)
        made.agreement_opened.connect(self.agreement_opened)
        made.new_agreement_requested.connect(self.new_agreement_requested)
        made.boundaries_requested.connect(self.boundaries_requested)
        made.paper_requested.connect(self.paper_requested)
        made.elsewhere_requested.connect(self.elsewhere_requested)
        self.stack.addWidget(made)
        return made

    def _is_on_page(self) -> bool:
        return self.stack.currentWidget() is not self.list_page

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self._take_focus()

    def title(self) -> str:
        return self.tr("Clients")

    def refresh(self) -> None:
        """Read what is in view."""
        if self._is_on_page():
            self.client_page.refresh()
        else:
            self.list_page.refresh()

    def open_client(self, client_id: str) -> None:
        """Show a client's page."""
        is_shown = self._is_on_page() and self.client_page.client_id == client_id
        if is_shown and not self.is_stale:
            return
        self.stack.setCurrentWidget(self.client_page)
        self.client_page.show_client(client_id)

    def show_list(self) -> None:
        """Show every client."""
        if self.stack.currentWidget() is self.list_page:
            return
        self.client_page.drawer.close_drawer()
        left = self.client_page.client_id
        self.stack.setCurrentWidget(self.list_page)
        self.list_page.refresh()
        if left:
            self.list_page.table.select_id(left)
        self._take_focus()

    def new_client(self) -> None:
        """Ask for the name of a new client (Ctrl+N, C)."""
        self.show_list()
        self.list_page.new_client()

    def log_update(self) -> None:
        """To the capture line of the client in view or selected (Ctrl+L)."""
        if not self._is_on_page():
            chosen = self.list_page.selected_ids()
            if len(chosen) != 1:
                self.log_update_requested.emit("")
                return
            self._on_opened(chosen[0])
        self.client_page.focus_capture()

    def begin_request(self) -> bool:
        """To the capture line of the client in view, ready for what they asked; False when none is."""
        if self._is_on_page():
            self.client_page.begin_request()
        return self._is_on_page()

    def toggle_drawer(self) -> None:
        """The client's own facts beside its page (Ctrl+I)."""
        if self._is_on_page():
            self.client_page.toggle_drawer()

    def _wire(self) -> None:
        self.list_page.client_opened.connect(self._on_opened)
        self.list_page.import_requested.connect(self.import_requested)
        self.list_page.demo_requested.connect(self.demo_requested)

    def _on_opened(self, client_id: str) -> None:
        self.open_client(client_id)
        self.client_opened.emit(client_id)

    def _on_left(self) -> None:
        self.show_list()
        self.place_requested.emit(self.panel_id)

    def _take_focus(self) -> None:
        if self._is_on_page():
            self.client_page.focus_capture()
        else:
            self.list_page.take_focus()

    def _take_back(self, steps: int) -> None:
        with self._messages.reporting(self):
            for _ in range(steps):
                self._store.undo()
