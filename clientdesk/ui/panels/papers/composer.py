"""The composer: sections at the left, the fields of one in the middle, the live paper at the right."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from clientdesk.models.errors import ClientDeskError, InvalidInput, IssueRefused, NotFound
from clientdesk.ui.panels.papers.checks import ChecksStrip, Finding, findings
from clientdesk.ui.panels.papers.dialogs import IssueDialog
from clientdesk.ui.panels.papers.draft_work import Document, DraftResult, DraftWork, without
from clientdesk.ui.panels.papers.field_box import STOP, Note
from clientdesk.ui.panels.papers.preview import PdfPreview
from clientdesk.ui.panels.papers.rail import SectionRail
from clientdesk.ui.panels.papers.section_page import SectionPage
from clientdesk.ui.panels.papers.sections import sections
from clientdesk.ui.panels.papers.specs import completeness, put, translate
from clientdesk.ui.promise_dialog import Question, ask_promise
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import PAGE_MARGIN, SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.chips import Monogram
from clientdesk.ui.widgets.labels import ElidedLabel, hairline, label, set_role

if TYPE_CHECKING:
    from clientdesk.models.views.agreements import AgreementView
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.background import Background
    from clientdesk.ui.messages import Messages
    from clientdesk.ui.panels.papers.output import PaperOutput

LOOK_PAUSE_MS = 300
SAVE_PAUSE_MS = 900
_RAIL_WIDTH = 188
_NARROW_RAIL = 158
_NARROW = 940


class ComposerPage(QWidget):
    """Edits one draft; every change is kept without being asked for.

    Signals:
        left: back to the list.
        issued: id of the paper that was issued from here.
        gone: the draft is no longer a draft, or not there.
    """

    left = Signal()
    issued = Signal(str)
    gone = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        messages: Messages,
        background: Callable[[], Background],
        output: PaperOutput,
        take_back: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._agreements = workspace.agreements
        self._today = workspace.practice.today
        self._documents = workspace.folder.documents
        self._messages = messages
        self._output = output
        self._take_back = take_back
        self._sections = sections()
        self._pages: dict[str, SectionPage] = {}
        self._view: AgreementView | None = None
        self._document: Document = {}
        self._stored: Document = {}
        self._typed: dict[str, Document] = {}
        self._notes: dict[str, list[Note]] = {}
        self._is_dirty = False
        self._is_saving = False
        self.work = DraftWork(self._agreements, background, self)
        self._build()
        self._wire()

    @property
    def agreement_id(self) -> str:
        """Which draft is open; empty for none."""
        return self._view.row.agreement_id if self._view is not None else ""

    @property
    def document(self) -> Document:
        """The draft as it stands in the fields."""
        return copy.deepcopy(self._document)

    def show_draft(self, view: AgreementView) -> None:
        """Open a draft; entries that could not be kept before are still there."""
        is_new = view.row.agreement_id != self.agreement_id
        self._view = view
        self._stored = view.document
        typed = self._typed.get(view.row.agreement_id)
        self._document = copy.deepcopy(typed if typed is not None else view.document)
        self._is_dirty = False
        self._show_head()
        if is_new:
            self.preview.clear()
            self._notes = {}
            self.checks.show_findings([])
            self.rail.select(self._sections[0].key)
            self._tell_saved("")
        self._show_section()
        self._show_rail([])
        self._look()

    def refresh(self) -> None:
        """Take over what changed in the store (undo, another place); own writes change nothing here."""
        if self._is_saving or self._view is None:
            return
        try:
            view = self._agreements.get(self.agreement_id)
        except NotFound:
            self._forget()
            self.gone.emit("")
            return
        if view.content_id:
            self._forget()
            self.gone.emit(view.row.agreement_id)
            return
        if view.document != self._stored:
            self._typed.pop(view.row.agreement_id, None)
            self._save_timer.stop()
            self.show_draft(view)

    def flush(self) -> bool:
        """Keep what was typed; False when some entry can't be kept (the rest is)."""
        self._save_timer.stop()
        if self._view is None or not self._is_dirty:
            return self._view is None or self.agreement_id not in self._typed
        self._is_saving = True
        try:
            return self._save()
        finally:
            self._is_saving = False

    def leave(self) -> None:
        """Keep everything and forget the draft."""
        self.flush()
        self._forget()

    def issue(self) -> None:
        """Issue the draft, after one question; what is in the way is listed instead."""
        if self._view is None:
            return
        kept = self.flush()
        refused = self._agreements.check(self._stored).refuse
        if not kept or refused:
            self._look_now()
            self._messages.toast(translate("Papers", "Something is still in the way; see the list."))
            self.checks.open_list()
            return
        view = self._agreements.get(self.agreement_id)
        dialog = IssueDialog(view, self._on_issue, self._messages, self.window())
        dialog.open()

    def print_draft(self) -> None:
        """Print the draft as it is; it says that it is not for signature."""
        if self._view is not None:
            self.flush()
            self._output.print_paper(self.agreement_id, self._view.row.title)

    def export_draft(self) -> None:
        """Write the draft as PDF."""
        if self._view is not None:
            self.flush()
            self._output.export(self.agreement_id)

    def toggle_preview(self) -> None:
        """Show or hide the pages (Ctrl+I)."""
        self.preview.setVisible(self.preview.isHidden())

    def go_to(self, path: str) -> None:
        """Show the field of a dotted path."""
        for section in self._sections:
            if section.part_of(path) is not None:
                self.rail.select(section.key)
                self._page(section.key).go_to(path)
                return

    def page(self, key: str) -> SectionPage:
        """The page of a section, shown."""
        self.rail.select(key)
        return self._page(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.flush()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < icon_px(_NARROW)
        self.rail.setFixedWidth(_NARROW_RAIL if self.width() < _NARROW else min(icon_px(_RAIL_WIDTH), 240))
        self.saved_label.setVisible(not is_narrow)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        column.addWidget(hairline())
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._build_left())
        self.preview = PdfPreview(translate("Papers", "The paper"))
        self.preview.setMinimumWidth(260)
        self.splitter.addWidget(self.preview)
        self.splitter.setStretchFactor(0, 11)
        self.splitter.setStretchFactor(1, 9)
        self.splitter.setSizes([5500, 4500])
        column.addWidget(self.splitter, 1)
        self._save_timer = _pause(self, SAVE_PAUSE_MS)
        self._look_timer = _pause(self, LOOK_PAUSE_MS)

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(PAGE_MARGIN, SPACE_3, PAGE_MARGIN, SPACE_2)
        row.setSpacing(SPACE_2)
        self.back_button = icon_button(
            "arrow-left",
            translate("Papers", "Back to all papers"),
            tooltip=translate("Papers", "Back to all papers (Esc)"),
        )
        self.monogram = Monogram(side=28)
        self.title_label = ElidedLabel("", "title")
        self.state_chip = label("", "chip")
        self.saved_label = label("", "caption")
        self.print_button = button(
            translate("Papers", "Print…"), icon_name="printer", tooltip=translate("Papers", "Ctrl+P")
        )
        self.export_button = button(
            translate("Papers", "PDF…"), icon_name="download", tooltip=translate("Papers", "Ctrl+E")
        )
        self.issue_button = button(translate("Papers", "Issue…"), "primary")
        self.more_button = icon_button("ellipsis", translate("Papers", "More"))
        self.more_menu = QMenu(self.more_button)
        self.more_menu.addAction(translate("Papers", "Fill again from the record"), self._on_refill)
        self.preview_action = self.more_menu.addAction(
            translate("Papers", "Show or hide the pages"), self.toggle_preview
        )
        self.more_menu.addSeparator()
        self.more_menu.addAction(translate("Papers", "Delete draft"), self._on_delete)
        row.addWidget(self.back_button)
        row.addWidget(self.monogram)
        row.addWidget(self.title_label, 1)
        row.addWidget(self.state_chip)
        row.addWidget(self.saved_label)
        row.addSpacing(SPACE_2)
        for name in ("print", "export", "issue", "more", "back"):
            getattr(self, f"{name}_button").setObjectName(f"{name}_button")
        for made in (self.print_button, self.export_button, self.issue_button, self.more_button):
            row.addWidget(made)
        return row

    def _build_left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = SectionRail(self._sections)
        self.stack = QStackedWidget()
        row.addWidget(self.rail)
        row.addWidget(self.stack, 1)
        column.addLayout(row, 1)
        self.checks = ChecksStrip()
        column.addWidget(self.checks)
        left.setMinimumWidth(470)
        return left

    def _wire(self) -> None:
        self.back_button.clicked.connect(self.left)
        self.more_button.clicked.connect(self._on_more)
        self.print_button.clicked.connect(self.print_draft)
        self.export_button.clicked.connect(self.export_draft)
        self.issue_button.clicked.connect(self.issue)
        self.rail.currentRowChanged.connect(self._on_section)
        self.checks.chosen.connect(self.go_to)
        self.work.finished.connect(self._on_looked)
        self.work.failed.connect(self._on_not_looked)
        self._save_timer.timeout.connect(self.flush)
        self._look_timer.timeout.connect(self._look_now)

    def _show_head(self) -> None:
        assert self._view is not None  # noqa: S101 - called with a draft
        row = self._view.row
        self.monogram.set_client(row.client, row.colour)
        self.title_label.set_full_text(
            translate("Papers", "{title} · {client}").format(title=row.title, client=row.client)
        )
        text = translate("Papers", "Draft")
        if row.version > 1:
            text = translate("Papers", "Draft of version {version}").format(version=row.version)
        self.state_chip.setText(text)

    def _page(self, key: str) -> SectionPage:
        page = self._pages.get(key)
        if page is None:
            section = next(each for each in self._sections if each.key == key)
            page = SectionPage(section, self._today)
            page.edited.connect(self._on_edited)
            page.left.connect(self._on_field_left)
            self._pages[key] = page
            if "milestones" in page.rows:
                page.rows["milestones"].add_below(self._build_promise_button())
            self.stack.addWidget(page)
            page.fill(self._document)
            page.show_notes(self._notes)
        return page

    def _build_promise_button(self) -> QWidget:
        self.promise_button = button(
            translate("Papers", "Can I promise this?"), "quiet", icon_name="calendar-days"
        )
        self.promise_button.setObjectName("promise_button")
        self.promise_button.clicked.connect(self._on_promise)
        return self.promise_button

    def _on_promise(self) -> None:
        """What can be promised to the client of this paper, before its dates are written."""
        if self._view is not None:
            question = Question(client_id=self._view.row.client_id)
            ask_promise(self._workspace, self._messages, question, self)

    def _show_section(self) -> None:
        for page in self._pages.values():
            page.fill(self._document)
            page.show_notes(self._notes)
        self.stack.setCurrentWidget(self._page(self.rail.current_key()))

    def _on_section(self) -> None:
        if self._view is None:
            return
        page = self._page(self.rail.current_key())
        page.fill(self._document)
        page.show_notes(self._notes)
        self.stack.setCurrentWidget(page)

    def _on_edited(self, path: str, value: object) -> None:
        put(self._document, path, value)
        self._is_dirty = True
        if path.startswith("fees."):
            self._page("fees").show_totals(self._document)
        self._save_timer.start()
        self._look_timer.start()

    def _on_field_left(self) -> None:
        """Typing in one field is one step of undo: it is kept when the field is left or typing rests."""
        if self._is_dirty and not self._save_timer.isActive():
            self._save_timer.start()

    def _save(self) -> bool:
        agreement_id = self.agreement_id
        unkept: list[Any] = []
        document = self._document
        try:
            try:
                self._agreements.save_draft(agreement_id, document)
            except InvalidInput as refusal:
                unkept = list(refusal.problems)
                self._agreements.save_draft(agreement_id, without(document, self._stored, unkept))
        except ClientDeskError as error:
            self._tell_saved(translate("Papers", "Not saved"), is_bad=True)
            self._messages.error(error)
            return False
        self._is_dirty = False
        self._view = self._agreements.get(agreement_id)
        self._stored = self._view.document
        self._show_head()
        self._take_computed()
        if unkept:
            self._typed[agreement_id] = copy.deepcopy(document)
            self._tell_saved(_unkept_text(len(unkept)), is_bad=True)
        else:
            self._typed.pop(agreement_id, None)
            self._tell_saved(translate("Papers", "Saved"))
        return not unkept

    def _take_computed(self) -> None:
        """The dates that the store computed stand in the table too."""
        for typed, kept in zip(self._document["milestones"], self._stored["milestones"], strict=False):
            typed["committed_on"] = kept["committed_on"]
        page = self._pages.get("timeline")
        if page is not None:
            page.rows["milestones"].take_computed("committed_on", self._document["milestones"])

    def _tell_saved(self, text: str, *, is_bad: bool = False) -> None:
        self.saved_label.setText(text)
        set_role(self.saved_label, "problem" if is_bad else "caption")

    def _look(self) -> None:
        self._look_timer.stop()
        self.work.request(self._document, self._stored)

    def _look_now(self) -> None:
        if self._view is not None:
            self._look()

    def _on_looked(self, result: DraftResult) -> None:
        if self._view is None:
            return
        found = findings(self._sections, result.unkept, is_unkept=True)
        known = {one.path for one in found}
        found += [
            one
            for one in findings(self._sections, result.checks.refuse, result.checks.warn)
            if one.path not in known
        ]
        self._show_findings(found)
        self.preview.show_pdf(result.pdf)

    def _on_not_looked(self, error: Exception) -> None:
        if not isinstance(error, ClientDeskError):
            raise error
        self.preview.show_message(translate("Papers", "The pages can't be shown now. The draft is saved."))
        self._messages.error(error)

    def _show_findings(self, found: list[Finding]) -> None:
        found.sort(key=lambda one: one.level != STOP)
        self._notes = {}
        for one in found:
            self._notes.setdefault(one.path, []).append(one.note())
        self.checks.show_findings(found)
        self._show_rail(found)
        page = self._pages.get(self.rail.current_key())
        if page is not None:
            page.show_notes(self._notes)

    def _show_rail(self, found: list[Finding]) -> None:
        for section in self._sections:
            stops = sum(1 for one in found if one.level == STOP and one.section == section.key)
            self.rail.set_state(section.key, completeness(section, self._document), stops)

    def _on_issue(self, what_changed: str) -> None:
        agreement_id = self.agreement_id
        self._is_saving = True
        try:
            view = self._agreements.issue(agreement_id, what_changed)
        except IssueRefused as refusal:
            own = [problem for problem in refusal.problems if problem.field == "what_changed"]
            if own:
                raise InvalidInput(own) from refusal
            raise
        finally:
            self._is_saving = False
        self._typed.pop(agreement_id, None)
        self._output.keep_copy(agreement_id, self._documents)
        self._forget()
        self._messages.toast(
            translate("Papers", "{number} version {version} is issued.").format(
                number=view.row.number, version=view.row.version
            )
        )
        self.issued.emit(agreement_id)

    def _on_more(self) -> None:
        self.more_menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def _on_refill(self) -> None:
        self.flush()
        agreement_id = self.agreement_id
        with self._messages.reporting(self) as outcome:
            self._agreements.refill(agreement_id)
        if outcome.is_ok:
            self.refresh()
            self._messages.toast(translate("Papers", "Filled again from the record."), self._take_back)

    def _on_delete(self) -> None:
        agreement_id = self.agreement_id
        self._save_timer.stop()
        self._is_dirty = False
        title = self._view.row.title if self._view is not None else ""
        self._forget()
        with self._messages.reporting(self) as outcome:
            self._agreements.delete_draft(agreement_id)
        self.left.emit()
        if outcome.is_ok:
            self._messages.toast(
                translate("Papers", "Deleted the draft “{title}”.").format(title=title), self._take_back
            )

    def _forget(self) -> None:
        self._save_timer.stop()
        self._look_timer.stop()
        self.work.forget()
        self._view = None
        self._is_dirty = False


def _pause(owner: ComposerPage, milliseconds: int) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    return timer


def _unkept_text(count: int) -> str:
    if count == 1:
        return translate("Papers", "Saved but for 1 entry")
    return translate("Papers", "Saved but for {count} entries").format(count=count)
