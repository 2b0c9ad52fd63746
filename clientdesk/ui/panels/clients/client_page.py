"""One client's page: who they are, where they stand, what was said and promised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTime, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from clientdesk.models.enums import Stage, TouchKind, Urgency
from clientdesk.models.errors import NotFound
from clientdesk.models.views.touchpoints import TouchpointView
from clientdesk.models.zones import find_zone
from clientdesk.ui.panels.clients.about_tab import AboutTab
from clientdesk.ui.panels.clients.editing import Editing
from clientdesk.ui.panels.clients.name_line import NameLine
from clientdesk.ui.panels.clients.now_tab import NowTab
from clientdesk.ui.panels.clients.page_data import PageData, read_page
from clientdesk.ui.panels.clients.papers_tab import PapersTab
from clientdesk.ui.panels.clients.promises_tab import PromisesTab
from clientdesk.ui.panels.clients.record_tab import KINDS, RecordTab
from clientdesk.ui.panels.clients.stepper import StageStepper
from clientdesk.ui.panels.clients.word_deeds import WordDeeds
from clientdesk.ui.request_deeds import RequestDeeds
from clientdesk.ui.tokens import PAGE_MARGIN, SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.capture_line import CaptureLine
from clientdesk.ui.widgets.chips import Monogram
from clientdesk.ui.widgets.drawer import Drawer, DrawerHost
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.words import stage_word, touch_word

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.messages import Messages

TABS = ("now", "promises", "record", "papers", "about")
_PER_PAGE = 50


class ClientPage(QWidget):
    """The page of one client, with its drawer.

    Signals:
        left: back to the list.
        gone: the client is no longer there.
        agreement_opened, new_agreement_requested, boundaries_requested: ids for other panels.
        paper_requested: id of the client that a new paper is for.
        elsewhere_requested: id of the client and the path of a paper signed elsewhere, or None.
    """

    left = Signal()
    gone = Signal()
    agreement_opened = Signal(str)
    new_agreement_requested = Signal(str)
    boundaries_requested = Signal(str)
    paper_requested = Signal(str)
    elsewhere_requested = Signal(str, object)

    def __init__(
        self,
        workspace: Workspace,
        messages: Messages,
        take_back: Callable[[int], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._messages = messages
        self._take_back = take_back
        self._client_id = ""
        self._data: PageData | None = None
        self._stream: list[TouchpointView] = []
        self._wanted = _PER_PAGE
        self._deeds = RequestDeeds(messages, self)
        self._deeds.attach(workspace)
        self._build()
        self._wire()

    @property
    def client_id(self) -> str:
        """Whose page it is."""
        return self._client_id

    def show_client(self, client_id: str) -> None:
        """Show this client; a new one begins at its first tab."""
        if client_id != self._client_id:
            self._client_id = client_id
            self._wanted = _PER_PAGE
            self.capture.clear()
            self.drawer.close_drawer()
            self.record.chips.set_current("all")
            self.tabs.setCurrentIndex(0)
            self.focus_capture()
        self.refresh()

    def refresh(self) -> None:
        """Read the client again."""
        try:
            data = read_page(self._workspace, self._client_id)
        except NotFound:
            self._client_id, self._data = "", None
            self.gone.emit()
            return
        self._data = data
        self._show_head(data)
        self.stepper.set_stage(data.client.stage)
        self._show_tab()

    def focus_capture(self) -> None:
        """Put the cursor into the capture line (Ctrl+L)."""
        self.capture.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def begin_request(self) -> None:
        """The capture line, with the mark of what they asked (Ctrl+N, Q)."""
        self.capture.entry.setText("? ")
        self.focus_capture()

    def toggle_drawer(self) -> None:
        """Close the drawer, or open it on the client's own facts (Ctrl+I)."""
        if self.drawer.isVisible():
            self.drawer.close_drawer()
        elif self._data is not None:
            self._editing.edit_client(self._data)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.drawer.isVisible():
            self.drawer.close_drawer()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._minute.stop()

    def _build(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(PAGE_MARGIN, SPACE_3, PAGE_MARGIN, 0)
        column.setSpacing(SPACE_2)
        column.addLayout(self._build_head())
        self.stepper = StageStepper()
        column.addWidget(self.stepper)
        self.capture = CaptureLine()
        self.capture.setObjectName("capture")
        column.addWidget(self.capture)
        self.tabs = QTabBar()
        self.tabs.setObjectName("tabs")
        self.tabs.setAccessibleName(self.tr("Parts of this page"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for text in (
            self.tr("Now"),
            self.tr("Promises"),
            self.tr("Record"),
            self.tr("Papers"),
            self.tr("About"),
        ):
            self.tabs.addTab(text)
        column.addWidget(self.tabs)
        today = self._workspace.practice.today
        self.now = NowTab(self._workspace.rhythms.describe)
        self.promises = PromisesTab(today)
        self.record = RecordTab(today)
        self.papers = PapersTab(today)
        self.about = AboutTab()
        self.stack = QStackedWidget()
        for name in TABS:
            self.stack.addWidget(getattr(self, name))
        column.addWidget(self.stack, 1)
        self.drawer = Drawer()
        self.host = DrawerHost(page, self.drawer)
        self._editing = Editing(self._workspace, self._messages, self.drawer)
        self._word_deeds = WordDeeds(
            self._workspace, self._messages, self._editing, lambda: self._data, self._toast, self
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.host)
        self._minute = QTimer(self)
        self._minute.setInterval(20_000)

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.back_button = icon_button("arrow-left", self.tr("Back to all clients"))
        self.monogram = Monogram(side=32)
        self.tier_chip = label("", "chip")
        self.kind_label = label("", "secondary")
        self.time_label = label("", "secondary")
        name_line = NameLine(self.tier_chip, self.kind_label, self.time_label)
        self.name_label = name_line.name_label
        self.log_button = button(self.tr("Log update"), "primary", tooltip=self.tr("Ctrl+L"))
        self.new_button = button(self.tr("New"))
        self.more_button = icon_button("ellipsis", self.tr("More"))
        for name in ("back", "log", "new", "more"):
            getattr(self, f"{name}_button").setObjectName(f"{name}_button")
        self._build_menus()
        row.addWidget(self.back_button)
        row.addWidget(self.monogram)
        row.addWidget(name_line, 1)
        row.addSpacing(SPACE_2)
        for made in (self.log_button, self.new_button, self.more_button):
            row.addWidget(made)
        return row

    def _build_menus(self) -> None:
        self.new_menu = QMenu(self.new_button)
        self.new_button.setProperty("hasMenu", True)
        self.new_button.setMenu(self.new_menu)
        self.new_menu.addAction(self.tr("Engagement"), self._on_new_engagement)
        self.new_menu.addAction(self.tr("Person"), self._on_new_contact)
        self.new_menu.addAction(self.tr("Entry in the record"), self._on_new_entry)
        self.new_menu.addAction(self.tr("Meeting"), self._on_book)
        self.new_menu.addAction(self.tr("Key date"), self._on_new_key_date)
        self.more_menu = QMenu(self.more_button)
        self.more_menu.addAction(self.tr("Edit client"), self._on_edit_client)
        self.more_menu.addAction(self.tr("Their boundaries and rhythms"), self._on_boundaries)
        self.more_menu.addSeparator()
        self.archive_action = self.more_menu.addAction(self.tr("Archive"), self._on_archive)
        self.delete_action = self.more_menu.addAction(self.tr("Delete for good…"), self._on_delete)

    def _wire(self) -> None:
        self._minute.timeout.connect(self._on_minute)
        self.back_button.clicked.connect(self.left)
        self.log_button.clicked.connect(self._on_log)
        self.more_button.clicked.connect(self._on_more)
        self.stepper.chosen.connect(self._on_stage)
        self.capture.submitted.connect(self._on_captured)
        self.capture.asked.connect(self._on_asked)
        self.tabs.currentChanged.connect(self._on_tab)
        card, deeds = self.now.requests_card, self._deeds
        card.answered.connect(deeds.answer)
        card.acknowledged.connect(deeds.acknowledge)
        card.closed.connect(deeds.close)
        card.reopened.connect(deeds.reopen)
        card.urgency_chosen.connect(deeds.set_urgency)
        card.breach_chosen.connect(deeds.set_breach)
        self.now.word.told.connect(self._on_told)
        self._word_deeds.hear(self.now.word, self.about)
        self.now.book.connect(self._on_book)
        self.now.booked_done.connect(self._on_booked_done)
        self.now.booked_opened.connect(self._on_booked_opened)
        self.now.milestone_opened.connect(self._on_milestone)
        self.promises.engagement_added.connect(self._on_new_engagement)
        self.promises.engagement_edited.connect(self._on_engagement)
        self.promises.milestone_added.connect(self._on_new_milestone)
        self.promises.deliverable_added.connect(self._on_new_deliverable)
        self.promises.milestone_opened.connect(self._on_milestone)
        self.promises.deliverable_opened.connect(self._on_deliverable)
        self.promises.paper_asked.connect(self.new_agreement_requested)
        self.record.narrowed.connect(self._on_narrowed)
        self.record.more_asked.connect(self._on_more_asked)
        self.record.opened.connect(self._on_entry)
        self.record.deleted.connect(self._on_entry_deleted)
        self.record.answer_wanted.connect(self._on_answer_wanted)
        self.record.entry_added.connect(self._on_new_entry)
        self.papers.agreement_opened.connect(self.agreement_opened)
        self.papers.paper_asked.connect(self._on_new_paper)
        self.papers.elsewhere_asked.connect(self._on_elsewhere)
        self.about.contact_added.connect(self._on_new_contact)
        self.about.contact_opened.connect(self._on_contact)
        self.about.edited.connect(self._on_edit_client)
        self.about.discovery_asked.connect(self._on_discovery)

    def _show_head(self, data: PageData) -> None:
        client = data.client
        self.monogram.set_client(client.name, client.colour)
        self.name_label.set_full_text(client.name)
        self.tier_chip.setText(client.tier)
        self.tier_chip.setVisible(bool(client.tier))
        self.kind_label.setText(self.tr("archived") if client.is_archived else "")
        self.kind_label.setVisible(client.is_archived)
        self.archive_action.setText(self.tr("Bring back") if client.is_archived else self.tr("Archive"))
        self.delete_action.setVisible(client.is_archived)
        self._show_time()

    def _on_minute(self) -> None:
        """Their time goes on, and so does the time left to an answer."""
        self._show_time()
        card = self.now.requests_card
        if self._data is not None and card.isVisible() and not card.is_attended():
            requests = self._workspace.requests.of_client(self._client_id)
            self._data = replace(self._data, requests=requests, now=self._workspace.clock.now())
            card.show_data(self._data)

    def _show_time(self) -> None:
        zone = self._data.client.zone if self._data else None
        there = find_zone(zone) if zone else None
        self.time_label.setVisible(there is not None)
        if zone and there is not None:
            local = self._workspace.clock.now().astimezone(there)
            shown = QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)
            self.time_label.setText(self.tr("their time {time}").format(time=shown))
            self.time_label.setToolTip(zone)

    def _show_tab(self) -> None:
        if self._data is None:
            return
        name = TABS[self.tabs.currentIndex()]
        if name == "record":
            self._show_stream()
        else:
            getattr(self, name).show_data(self._data)
        if name == "about":
            questions = self._workspace.discovery.questions(self._client_id)
            self.about.show_questions(questions, self._data.today)

    def _show_stream(self) -> None:
        kinds = KINDS[self.record.chips.current()]
        stream: list[TouchpointView] = []
        while len(stream) < self._wanted:
            before = stream[-1] if stream else None
            page = self._workspace.touchpoints.stream(self._client_id, _PER_PAGE + 1, before, kinds)
            stream += page[:_PER_PAGE]
            if len(page) <= _PER_PAGE:
                break
        has_more = bool(stream) and len(page) > _PER_PAGE
        self._stream = stream
        self.record.show_stream(stream, has_more=has_more)

    def _on_discovery(self) -> None:
        if self._data is not None:
            self._editing.edit_discovery(self._data)

    def _on_new_paper(self) -> None:
        self.paper_requested.emit(self._client_id)

    def _on_elsewhere(self, path: object) -> None:
        self.elsewhere_requested.emit(self._client_id, path)

    def _on_tab(self, number: int) -> None:
        self.stack.setCurrentIndex(number)
        self._show_tab()

    def _on_log(self) -> None:
        self.capture.entry.setText("> ")
        self.focus_capture()

    def _on_more(self) -> None:
        self.more_menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def _on_captured(self, text: str, kind: TouchKind) -> None:
        with self._messages.reporting(self) as outcome:
            self._workspace.touchpoints.log(self._client_id, kind, text)
        if outcome.is_ok:
            self.capture.clear()
            self._toast(self.tr("Kept: {kind}.").format(kind=touch_word(kind).lower()))

    def _on_asked(self, text: str, urgency: Urgency) -> None:
        requests = self._workspace.requests
        with self._messages.reporting(self) as outcome:
            request = requests.get(requests.receive(self._client_id, text, urgency=urgency))
            words = self.tr("They asked: {standing}.").format(standing=request.words)
        if outcome.is_ok:
            self.capture.clear()
            self._toast(words)

    def _on_answer_wanted(self, touch_id: str) -> None:
        """An entry of the record asks for an answer: the time runs from when it came."""
        requests = self._workspace.requests
        with self._messages.reporting(self) as outcome:
            request = requests.get(requests.start(touch_id))
            words = self.tr("To answer: {standing}.").format(standing=request.words)
        if outcome.is_ok:
            self._toast(words)

    def _on_stage(self, stage: Stage) -> None:
        if self._data is None:
            return
        if stage is not self._data.client.stage:
            with self._messages.reporting(self) as outcome:
                self._workspace.clients.set_stage([self._client_id], stage)
            if outcome.is_ok:
                self._toast(self.tr("Stage: {stage}.").format(stage=stage_word(stage)))
        self.stepper.set_stage(self._workspace.clients.get(self._client_id).stage)

    def _on_told(self) -> None:
        view = self._data.check_in if self._data else None
        with self._messages.reporting(self) as outcome:
            touch_id = self._workspace.touchpoints.log_told(self._client_id, view.owed_kind if view else None)
        if outcome.is_ok:
            kind = self._workspace.touchpoints.get(touch_id).kind
            self._toast(self.tr("Told them: {kind}, just now.").format(kind=touch_word(kind).lower()))

    def _on_booked_done(self, touch_id: str, what: str) -> None:
        touchpoints = self._workspace.touchpoints
        steps = {"held": touchpoints.confirm_held, "missed": touchpoints.miss, "cancel": touchpoints.cancel}
        words = {
            "held": self.tr("Kept as held."),
            "missed": self.tr("Kept as missed."),
            "cancel": self.tr("Called off."),
        }
        with self._messages.reporting(self) as outcome:
            steps[what](touch_id)
        if outcome.is_ok:
            self._toast(words[what])

    def _on_archive(self) -> None:
        if self._data is None:
            return
        is_archived = self._data.client.is_archived
        with self._messages.reporting(self) as outcome:
            if is_archived:
                self._workspace.clients.unarchive([self._client_id])
            else:
                self._workspace.clients.archive([self._client_id])
        if outcome.is_ok:
            words = self.tr("{name} is back.") if is_archived else self.tr("Archived {name}.")
            self._toast(words.format(name=self._data.client.name))

    def _on_delete(self) -> None:
        if self._data is None:
            return
        name = self._data.client.name
        if self._messages.confirm(
            self.tr("Delete for good?"),
            self.tr("{name}: the record, promises and papers go with it.").format(name=name),
            self.tr("Delete for good"),
            is_dangerous=True,
        ):
            with self._messages.reporting(self) as outcome:
                self._workspace.clients.delete(self._client_id)
            if outcome.is_ok:
                self._toast(self.tr("Deleted {name}.").format(name=name))

    def _on_boundaries(self) -> None:
        self.boundaries_requested.emit(self._client_id)

    def _on_edit_client(self) -> None:
        if self._data is not None:
            self._editing.edit_client(self._data)

    def _on_new_contact(self) -> None:
        self._on_contact("")

    def _on_contact(self, contact_id: str) -> None:
        if self._data is not None:
            self._editing.edit_contact(self._data, contact_id)

    def _on_new_key_date(self) -> None:
        self._word_deeds.new_key_date()

    def _on_new_engagement(self) -> None:
        self._on_engagement("")

    def _on_engagement(self, engagement_id: str) -> None:
        if self._data is not None:
            self._editing.edit_engagement(self._data, engagement_id)

    def _on_new_milestone(self, engagement_id: str) -> None:
        if self._data is not None:
            self._editing.edit_milestone(self._data, engagement_id)

    def _on_milestone(self, milestone_id: str) -> None:
        if self._data is not None:
            self._editing.edit_milestone(self._data, "", milestone_id)

    def _on_new_deliverable(self, engagement_id: str) -> None:
        if self._data is not None:
            self._editing.edit_deliverable(self._data, engagement_id)

    def _on_deliverable(self, deliverable_id: str) -> None:
        if self._data is not None:
            self._editing.edit_deliverable(self._data, "", deliverable_id)

    def _on_book(self) -> None:
        if self._data is not None:
            self._editing.edit_booking(self._data)

    def _on_booked_opened(self, touch_id: str) -> None:
        if self._data is not None:
            found = next((one for one in self._data.booked if one.touchpoint_id == touch_id), None)
            self._editing.edit_booking(self._data, found)

    def _on_new_entry(self) -> None:
        if self._data is not None:
            self._editing.edit_touch(self._data)

    def _on_entry(self, touch_id: str) -> None:
        found = next((one for one in self._stream if one.touchpoint_id == touch_id), None)
        if self._data is not None and found is not None:
            self._editing.edit_touch(self._data, found)

    def _on_entry_deleted(self, touch_id: str) -> None:
        with self._messages.reporting(self) as outcome:
            self._workspace.touchpoints.delete(touch_id)
        if outcome.is_ok:
            self._toast(self.tr("Entry deleted."))

    def _on_narrowed(self) -> None:
        self._wanted = _PER_PAGE
        self._show_stream()

    def _on_more_asked(self) -> None:
        self._wanted += _PER_PAGE
        self._show_stream()

    def _toast(self, text: str) -> None:
        self._messages.toast(text, self._undo)

    def _undo(self) -> None:
        self._take_back(1)
