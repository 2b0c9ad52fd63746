"""The papers panel: the list, the composer of a draft, or the page of an issued paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from clientdesk.models.enums import AgreementState, Kind
from clientdesk.ui.background import Background
from clientdesk.ui.panels.base import Panel
from clientdesk.ui.panels.papers.composer import ComposerPage
from clientdesk.ui.panels.papers.issued_page import IssuedPage
from clientdesk.ui.panels.papers.list_page import PaperListPage
from clientdesk.ui.panels.papers.new_paper import NewPaperDialog
from clientdesk.ui.panels.papers.output import PaperOutput
from clientdesk.ui.panels.papers.words import translate
from clientdesk.ui.theme import Theme

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.messages import Messages
    from clientdesk.ui.panels.papers.compare_page import ComparePage


class PapersPanel(Panel):
    """What is agreed in writing.

    Signals:
        place_requested: ``papers`` when the list is shown again, or ``clients`` when there is nothing to
            write a paper for.
        demo_requested: a button of the empty list.
        client_opened: the client's page is wanted.
    """

    panel_id: ClassVar[str] = "papers"
    watches: ClassVar[frozenset[Kind]] = frozenset(
        {
            Kind.AGREEMENT,
            Kind.CLIENT,
            Kind.PRACTICE,
            Kind.ENGAGEMENT,
            Kind.DELIVERABLE,
            Kind.MILESTONE,
            Kind.PAYMENT,
            Kind.PAPER_FILE,
            Kind.SIGNING_EVENT,
        }
    )

    place_requested = Signal(str)
    demo_requested = Signal()
    client_opened = Signal(str)

    def __init__(
        self, workspace: Workspace, messages: Messages, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._agreements = workspace.agreements
        self._store = workspace.store
        self._messages = messages
        self._given: Background | None = None
        self.compare_page: ComparePage | None = None
        self.output = PaperOutput(workspace.agreements, messages, self._background, self)
        self.list_page = PaperListPage(workspace, messages, self._take_back)
        self.composer = ComposerPage(workspace, messages, self._background, self.output, self._take_back)
        self.issued_page = IssuedPage(workspace, messages, self._background, self.output)
        self.stack = QStackedWidget()
        for page in (self.list_page, self.composer, self.issued_page):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self._wire(theme)

    def use_window(self, window: QWidget) -> None:
        """Share the window's worker."""
        self._given = getattr(window, "background", None)

    def title(self) -> str:
        return translate("Papers", "Papers")

    def refresh(self) -> None:
        """Read what is in view."""
        current = self.stack.currentWidget()
        if current is self.composer:
            self.composer.refresh()
        elif current is self.issued_page:
            self.issued_page.refresh()
        elif self.compare_page is not None and current is self.compare_page:
            self.compare_page.refresh()
        else:
            self._agreements.expire()
            self.list_page.refresh()

    def compare_versions(self, agreement_id: str) -> None:
        """Show what changed between this version of a paper and another one."""
        page = self._comparing()
        if self.composer.agreement_id == agreement_id:
            self.composer.flush()
        with self._messages.reporting(self) as outcome:
            page.show_paper(agreement_id)
        if outcome.is_ok:
            self.stack.setCurrentWidget(page)
            page.take_focus()

    def open_agreement(self, agreement_id: str) -> None:
        """Show a draft in the composer, an issued paper on its page."""
        with self._messages.reporting(self) as outcome:
            self._agreements.expire()
            view = self._agreements.get(agreement_id)
        if not outcome.is_ok:
            self.show_list()
            return
        self._leave_composer(unless=agreement_id)
        if view.row.state is AgreementState.DRAFT:
            self.composer.show_draft(view)
            self.stack.setCurrentWidget(self.composer)
        else:
            self.issued_page.show_paper(view)
            self.stack.setCurrentWidget(self.issued_page)
        self._take_focus()

    def new_agreement(self, engagement_id: str) -> None:
        """Write a paper for an engagement; its open draft if it has one."""
        with self._messages.reporting(self):
            found = self._agreements.open_draft(engagement_id)
            self.open_agreement(found or self._agreements.create(engagement_id))

    def new_paper(self, client_id: str = "") -> None:
        """Ask what a new paper is for; begin with one client's if one is named."""
        choices = self._agreements.choices()
        if not choices and not self._workspace.clients.list_active():
            self._messages.banner(
                translate("Papers", "A paper is written for a client or an engagement. Add one first."),
                [(translate("Papers", "Open clients"), self._on_clients)],
                key="papers",
            )
            return
        dialog = NewPaperDialog(choices, self._workspace, self._messages, self.window())
        dialog.chosen.connect(self.new_agreement)
        dialog.made.connect(self.open_agreement)
        if client_id:
            dialog.filter_field.setText(self._workspace.clients.get(client_id).name)
        dialog.open()

    def file_elsewhere(self, path: Path | None = None, client_id: str = "") -> None:
        """File a paper that was signed without ClientDesk."""
        if not self._workspace.clients.list_active():
            self._messages.banner(
                translate("Papers", "A paper is filed with a client. Add the client first."),
                [(translate("Papers", "Open clients"), self._on_clients)],
                key="papers",
            )
            return
        from clientdesk.ui.panels.papers.external_dialog import ExternalDialog

        dialog = ExternalDialog(
            self._workspace, self._messages, self._background, self.window(), path=path, client_id=client_id
        )
        dialog.filed.connect(self._on_filed)
        dialog.open()

    def show_list(self) -> None:
        """Show every paper."""
        left = self.composer.agreement_id or self.issued_page.agreement_id
        self._leave_composer()
        self.stack.setCurrentWidget(self.list_page)
        self._agreements.expire()
        self.list_page.refresh()
        if left:
            self.list_page.table.select_id(left)
        self._take_focus()

    def print_current(self) -> None:
        """Print the paper in view or selected (Ctrl+P)."""
        current = self.stack.currentWidget()
        if current is self.composer:
            self.composer.print_draft()
        elif current is self.issued_page:
            self.issued_page.print_paper()
        elif current is self.list_page and self._open_selected():
            self.print_current()

    def export_current(self) -> None:
        """Write the paper in view or selected as PDF (Ctrl+E)."""
        current = self.stack.currentWidget()
        if current is self.composer:
            self.composer.export_draft()
        elif current is self.issued_page:
            self.issued_page.export_paper()
        elif current is self.list_page:
            chosen = self.list_page.table.selected_ids()
            if len(chosen) == 1:
                self.output.export(chosen[0])

    def toggle_drawer(self) -> None:
        """Pages beside the fields, or facts beside the pages (Ctrl+I)."""
        current = self.stack.currentWidget()
        if current is self.composer:
            self.composer.toggle_preview()
        elif current is self.issued_page:
            self.issued_page.toggle_facts()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self._take_focus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.composer.flush()

    def _wire(self, theme: Theme) -> None:
        self.list_page.opened.connect(self.open_agreement)
        self.list_page.new_asked.connect(self.new_paper)
        self.list_page.elsewhere_asked.connect(self.file_elsewhere)
        self.list_page.demo_asked.connect(self.demo_requested)
        self.composer.left.connect(self._on_left)
        self.composer.issued.connect(self.open_agreement)
        self.composer.gone.connect(self._on_gone)
        self.composer.opened.connect(self.open_agreement)
        self.composer.compare_asked.connect(self.compare_versions)
        self.issued_page.left.connect(self._on_left)
        self.issued_page.gone.connect(self._on_left)
        self.issued_page.opened.connect(self.open_agreement)
        self.issued_page.compare_asked.connect(self.compare_versions)
        self.issued_page.client_opened.connect(self.client_opened)
        theme.changed.connect(self._on_theme)

    def _background(self) -> Background:
        if self._given is None:
            self._given = Background(self)
        return self._given

    def _comparing(self) -> ComparePage:
        """Made when it is first asked for."""
        if self.compare_page is None:
            from clientdesk.ui.panels.papers.compare_page import ComparePage

            self.compare_page = ComparePage(self._workspace, self._messages)
            self.compare_page.left.connect(self._on_gone)
            self.stack.addWidget(self.compare_page)
        return self.compare_page

    def _leave_composer(self, unless: str = "") -> None:
        if self.composer.agreement_id and self.composer.agreement_id != unless:
            self.composer.leave()

    def _open_selected(self) -> bool:
        chosen = self.list_page.table.selected_ids()
        if len(chosen) != 1:
            return False
        self.open_agreement(chosen[0])
        return self.stack.currentWidget() is not self.list_page

    def _take_focus(self) -> None:
        current = self.stack.currentWidget()
        if current is self.composer:
            self.composer.rail.setFocus()
        elif current is self.issued_page:
            self.issued_page.take_focus()
        elif current is self.list_page:
            self.list_page.take_focus()
        elif self.compare_page is not None:
            self.compare_page.take_focus()

    def _take_back(self) -> None:
        with self._messages.reporting(self):
            self._store.undo()

    def _on_left(self) -> None:
        self.show_list()
        self.place_requested.emit(self.panel_id)

    def _on_gone(self, agreement_id: str) -> None:
        if agreement_id:
            self.open_agreement(agreement_id)
        else:
            self.show_list()

    def _on_filed(self, agreement_id: str) -> None:
        words = translate(
            "Papers", "Filed and in force. Dates that it promises are now what the client expects."
        )
        self._messages.toast(words)
        self.open_agreement(agreement_id)

    def _on_clients(self) -> None:
        self.place_requested.emit("clients")

    def _on_theme(self) -> None:
        self.composer.preview.retint()
        self.issued_page.preview.retint()
