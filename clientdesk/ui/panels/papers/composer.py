"""The composer: sections at the left, the fields of one in the middle, the live paper at the right."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from clientdesk.models.enums import AgreementKind
from clientdesk.models.errors import ClientDeskError, InvalidInput, IssueRefused, NotFound
from clientdesk.ui.panels.papers.checks import ChecksStrip, Finding, empty_findings, findings
from clientdesk.ui.panels.papers.composer_head import ComposerHead
from clientdesk.ui.panels.papers.draft_menu import DraftMenu
from clientdesk.ui.panels.papers.draft_work import Document, DraftPages, DraftResult, DraftWork, without
from clientdesk.ui.panels.papers.issue_dialog import IssueDialog
from clientdesk.ui.panels.papers.noted_box import STOP, Note
from clientdesk.ui.panels.papers.preview import PdfPreview
from clientdesk.ui.panels.papers.rail import SectionRail
from clientdesk.ui.panels.papers.rows_editor import RowsEditor
from clientdesk.ui.panels.papers.section_page import SectionPage
from clientdesk.ui.panels.papers.sections import sections_for
from clientdesk.ui.panels.papers.specs import (
    RowsSpec,
    SectionSpec,
    completeness,
    put,
    sample_words,
    translate,
)
from clientdesk.ui.promise_dialog import Question, ask_promise
from clientdesk.ui.theme import icon_px
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import hairline

if TYPE_CHECKING:
    from clientdesk.models.views.agreements import AgreementView
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.background import Background
    from clientdesk.ui.messages import Messages
    from clientdesk.ui.panels.papers.output import PaperOutput

LOOK_PAUSE_MS = 300
SAVE_PAUSE_MS = 900
_SHORTEST_PAUSE_MS = 100
_SUM_PAUSE_MS = 60
_SOON_ENOUGH_MS = 450
_RAIL_WIDTH = 188
_NARROW_RAIL = 158
_NARROW = 940


class ComposerPage(QWidget):
    """Edits one draft; every change is kept without being asked for.

    Signals:
        left: back to the list.
        issued: id of the paper that was issued from here.
        gone: the draft is no longer a draft, or not there.
        opened: id of another draft to go to (a duplicate).
        compare_asked: id of this draft, to be read beside the version before.
    """

    left = Signal()
    issued = Signal(str)
    gone = Signal(str)
    opened = Signal(str)
    compare_asked = Signal(str)

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
        self._background = background
        self._output = output
        self._take_back = take_back
        self._kind = AgreementKind.STATEMENT_OF_WORK
        self._sections = sections_for(self._kind)
        self._pages: dict[str, SectionPage] = {}
        self._view: AgreementView | None = None
        self._document: Document = {}
        self._stored: Document = {}
        self._typed: dict[str, Document] = {}
        self._notes: dict[str, list[Note]] = {}
        self._is_dirty = False
        self._is_saving = False
        self._field = ""
        self._visit = 0
        self.work = DraftWork(self._agreements, background, self)
        self._build()
        self._wire()

    @property
    def agreement_id(self) -> str:
        """Which draft is open; empty for none."""
        return self._view.row.agreement_id if self._view is not None else ""

    @property
    def view(self) -> AgreementView | None:
        """The draft that is open, as last kept."""
        return self._view

    @property
    def document(self) -> Document:
        """The draft as it stands in the fields."""
        return copy.deepcopy(self._document)

    @property
    def stored(self) -> Document:
        """The draft as the store has it."""
        return copy.deepcopy(self._stored)

    def show_draft(self, view: AgreementView) -> None:
        """Open a draft; entries that could not be kept before are still there."""
        is_new = view.row.agreement_id != self.agreement_id
        self._view = view
        self._stored = view.document
        typed = self._typed.get(view.row.agreement_id)
        self._document = copy.deepcopy(typed if typed is not None else view.document)
        self._is_dirty = False
        self._show_kind(view.row.kind)
        self._show_head()
        if is_new:
            self.preview.clear()
            self._notes = {}
            self.checks.show_findings([])
            self.rail.select(self._sections[0].key)
            self.head.tell_saved("")
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
        refused = self._agreements.check(self._stored, self._kind).refuse
        if not kept or refused:
            self._look_now()
            self._messages.toast(translate("Papers", "Something is still in the way; see the list."))
            self.checks.open_list()
            return
        view = self._agreements.get(self.agreement_id)
        warned = [one for one in self.checks.findings if one.level != STOP]
        dialog = IssueDialog(view, warned, self._today(), self._on_issue, self._messages, self.window())
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

    def current_section(self) -> SectionSpec:
        """The section in view."""
        key = self.rail.current_key()
        return next(section for section in self._sections if section.key == key)

    def row_editor(self, path: str) -> RowsEditor | None:
        """The table of rows at a path, its section shown; None where the paper has none."""
        for section in self._sections:
            if any(isinstance(part, RowsSpec) and part.path == path for part in section.fields()):
                return self.page(section.key).rows[path]
        return None

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "rail"):
            self._fit()

    def _fit(self) -> None:
        """A narrow page keeps room for the fields."""
        is_narrow = self.width() < icon_px(_NARROW)
        self.rail.setFixedWidth(_NARROW_RAIL if self.width() < _NARROW else min(icon_px(_RAIL_WIDTH), 240))
        self.head.set_narrow(is_narrow=is_narrow)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = ComposerHead()
        column.addWidget(self.head)
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
        self._sum_timer = _pause(self, _SUM_PAUSE_MS)

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
        self.head.back_button.clicked.connect(self.left)
        self.head.print_button.clicked.connect(self.print_draft)
        self.head.export_button.clicked.connect(self.export_draft)
        self.head.issue_button.clicked.connect(self.issue)
        self.menu = DraftMenu(self, self._workspace, self._messages, self._take_back)
        self.head.asked.connect(self.menu.do)
        self.rail.currentRowChanged.connect(self._on_section)
        self.checks.chosen.connect(self.go_to)
        self.work.pages_ready.connect(self._on_pages)
        self.work.finished.connect(self._on_looked)
        self.work.failed.connect(self._on_not_looked)
        self._save_timer.timeout.connect(self.flush)
        self._look_timer.timeout.connect(self._look_now)
        self._sum_timer.timeout.connect(self._on_sum)

    def _show_kind(self, kind: AgreementKind) -> None:
        """The sections of this kind of paper."""
        if kind is self._kind:
            return
        self._kind = kind
        self._sections = sections_for(kind)
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._pages = {}
        self.rail.show_sections(self._sections)

    def _show_head(self) -> None:
        assert self._view is not None  # noqa: S101 - called with a draft
        self.head.show_draft(self._view, has_template=self.menu.has_template(self._kind))
        self._fit()

    def _page(self, key: str) -> SectionPage:
        page = self._pages.get(key)
        if page is None:
            section = next(each for each in self._sections if each.key == key)
            page = SectionPage(section, self._today)
            page.edited.connect(self._on_edited)
            page.left.connect(self._on_field_left)
            page.step_begins.connect(self.begin_step)
            page.step_ended.connect(self.end_step)
            self._pages[key] = page
            if key == "timeline" and self._is_scope():
                page.rows["milestones"].add_below(self._build_promise_button())
            self.stack.addWidget(page)
            page.fill(self._document)
            page.show_notes(self._notes)
        return page

    def _is_scope(self) -> bool:
        return self._kind in (AgreementKind.STATEMENT_OF_WORK, AgreementKind.PROPOSAL)

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
        if page.section is self._sections[0]:
            self.preview.show_first()
        else:
            self.preview.show_words(sample_words(page.section, self._document))

    def _on_edited(self, path: str, value: object) -> None:
        if path == "language":
            self._translate_title(str(value))
        put(self._document, path, value)
        self._is_dirty = True
        self._field = path
        page = self._pages.get(self.rail.current_key())
        if page is not None and (page.computed or page.has_conditions):
            self._sum_timer.start()
        self._save_timer.start()
        self._look_timer.start(self._pause_ms())

    def _translate_title(self, language: str) -> None:
        """A title that ships follows the paper's language; one of one's own stays."""
        before = self._agreements.printed_title(self._kind, str(self._document["language"]))
        if self._document["printed_title"] == before:
            title = self._agreements.printed_title(self._kind, language)
            put(self._document, "printed_title", title)
            self._page("paper").boxes["printed_title"].fill(title)
        self._messages.toast(
            translate(
                "Papers",
                "The printed sentences are in another language now. Your texts stay as they are; “Fill again from"
                " the record” brings the working rules in it.",
            )
        )

    def _pause_ms(self) -> int:
        """Typing rests so long before the pages are set; long papers begin sooner to be there in time."""
        ahead = _SOON_ENOUGH_MS - round(self.work.seconds * 1_000)
        return max(_SHORTEST_PAUSE_MS, min(LOOK_PAUSE_MS, ahead))

    def _on_sum(self) -> None:
        page = self._pages.get(self.rail.current_key())
        if page is not None:
            page.show_computed(self._document)

    def _on_field_left(self) -> None:
        """What is typed in one stay in a field is one step of undo, however often it is kept meanwhile."""
        self._visit += 1
        if self._is_dirty and not self._save_timer.isActive():
            self._save_timer.start()

    def begin_step(self) -> None:
        """Something follows that is one step by itself (rows pasted, a clause): keep what came before."""
        self.flush()
        self._visit += 1

    def end_step(self) -> None:
        """Keep it at once, so that nothing typed later belongs to it."""
        self.flush()
        self._visit += 1

    def change(self, path: str, value: object) -> None:
        """Set a value as one step, shown in its field."""
        self.begin_step()
        put(self._document, path, value)
        self._is_dirty = True
        self._field = path
        self._show_section()
        self.end_step()
        self._look()

    def _save(self) -> bool:
        agreement_id = self.agreement_id
        unkept: list[Any] = []
        document = self._document
        joins = f"{agreement_id}:{self._field}:{self._visit}"
        try:
            try:
                self._agreements.save_draft(agreement_id, document, joins)
            except InvalidInput as refusal:
                unkept = list(refusal.problems)
                cleaned = without(document, self._stored, unkept, self._sections)
                self._agreements.save_draft(agreement_id, cleaned, joins)
        except ClientDeskError as error:
            self.head.tell_saved(translate("Papers", "Not saved"), is_bad=True)
            self._messages.error(error)
            return False
        self._is_dirty = False
        self._view = self._agreements.get(agreement_id)
        self._stored = self._view.document
        self.head.show_title(self._view)
        self._take_computed()
        if unkept:
            self._typed[agreement_id] = copy.deepcopy(document)
            self.head.tell_saved(_unkept_text(len(unkept)), is_bad=True)
        else:
            self._typed.pop(agreement_id, None)
            self.head.tell_saved(translate("Papers", "Saved"))
        return not unkept

    def _take_computed(self) -> None:
        """The dates that the store computed stand in the table too."""
        page = self._pages.get(self.rail.current_key())
        editor = page.rows.get("milestones") if page is not None else None
        if editor is None or "committed_on" not in editor.spec.blank:
            return
        for typed, kept in zip(self._document["milestones"], self._stored["milestones"], strict=False):
            typed["committed_on"] = kept["committed_on"]
        editor.take_computed("committed_on", self._document["milestones"])

    def _look(self) -> None:
        self._look_timer.stop()
        self.work.request(self._kind, self._document, self._stored, self._sections)

    def _look_now(self) -> None:
        if self._view is not None:
            self._look()

    def _on_pages(self, pages: DraftPages) -> None:
        if self._view is not None:
            self.preview.show_pdf(pages.pdf)

    def _on_looked(self, result: DraftResult) -> None:
        if self._view is None:
            return
        found = findings(self._sections, result.unkept, is_unkept=True)
        known = {one.path for one in found}
        for one in findings(self._sections, result.checks.refuse, result.checks.warn):
            if one.path not in known:
                found.append(one)
        known |= {one.path for one in found}
        found += [one for one in empty_findings(self._sections, self._document) if one.path not in known]
        self._show_findings(found)

    def _on_not_looked(self, error: Exception) -> None:
        self._messages.failed(error)
        self.preview.show_message(translate("Papers", "The pages can't be shown now. The draft is saved."))

    def _show_findings(self, found: list[Finding]) -> None:
        self._notes = {}
        for one in found:
            if not one.is_empty:
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

    def _on_issue(self, what_changed: str, done: Callable[[Exception | None], object]) -> None:
        """Issue behind the window: the pages are set once, for good."""
        agreement_id = self.agreement_id
        self._is_saving = True
        self._background().run(
            partial(self._agreements.issue, agreement_id, what_changed),
            partial(self._on_issued, done),
            partial(self._on_not_issued, done),
        )

    def _on_issued(self, done: Callable[[Exception | None], object], view: AgreementView) -> None:
        self._is_saving = False
        agreement_id = view.row.agreement_id
        self._typed.pop(agreement_id, None)
        self._output.keep_copy(agreement_id, self._documents)
        self._forget()
        done(None)
        self._messages.toast(
            translate("Papers", "{number} version {version} is issued.").format(
                number=view.row.number, version=view.row.version
            )
        )
        self.issued.emit(agreement_id)

    def _on_not_issued(self, done: Callable[[Exception | None], object], error: Exception) -> None:
        self._is_saving = False
        own = []
        if isinstance(error, IssueRefused):
            own = [problem for problem in error.problems if problem.field == "what_changed"]
        done(InvalidInput(own) if own else error)

    def delete(self) -> None:
        """Delete the draft; it can be taken back."""
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
