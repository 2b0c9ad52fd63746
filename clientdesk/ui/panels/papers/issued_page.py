"""The page of an issued paper: its frozen pages, how it stands, what it comes to, its record, and the steps left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from clientdesk.models.enums import AgreementState, PaperOrigin
from clientdesk.models.errors import ClientDeskError, NotFound
from clientdesk.ui.itemmodels.papers import days_text, number_text, state_text, status_of
from clientdesk.ui.panels.papers.money_part import MoneyPart
from clientdesk.ui.panels.papers.paper_deeds import PaperDeeds
from clientdesk.ui.panels.papers.paper_steps import steps_of
from clientdesk.ui.panels.papers.preview import PdfPreview
from clientdesk.ui.panels.papers.record_part import RecordPart
from clientdesk.ui.panels.papers.standing_part import StandingPart, step_texts
from clientdesk.ui.panels.papers.words import translate
from clientdesk.ui.paper_drops import PaperDrops
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import PAGE_MARGIN, SPACE_2, SPACE_3, SPACE_4
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.chips import Monogram, StatusChip
from clientdesk.ui.widgets.labels import ElidedLabel, hairline

if TYPE_CHECKING:
    from clientdesk.models.views.agreements import AgreementView, PaymentView
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.background import Background
    from clientdesk.ui.messages import Messages
    from clientdesk.ui.panels.papers.output import PaperOutput

_FACTS_WIDTH = 348
STANDING, MONEY, RECORD = range(3)


class IssuedPage(QWidget):
    """One issued version; nothing here changes what it says.

    Signals:
        left: back to the list.
        opened: id of another paper.
        gone: the paper is not there.
        compare_asked: id of the version to compare with another one.
        client_opened: id of the client.
    """

    left = Signal()
    opened = Signal(str)
    gone = Signal()
    compare_asked = Signal(str)
    client_opened = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        messages: Messages,
        background: Callable[[], Background],
        output: PaperOutput,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._agreements = workspace.agreements
        self._today = workspace.practice.today
        self._messages = messages
        self._background = background
        self._output = output
        self._view: AgreementView | None = None
        self._has_pages = True
        self.deeds = PaperDeeds(workspace, messages, background, self)
        self._build()
        self._wire()

    @property
    def agreement_id(self) -> str:
        """Which paper is open; empty for none."""
        return self._view.row.agreement_id if self._view is not None else ""

    def show_paper(self, view: AgreementView) -> None:
        """Open an issued paper."""
        before = self._view
        is_new = before is None or view.row.agreement_id != before.row.agreement_id
        is_other = is_new or (before is not None and view.is_intact != before.is_intact)
        self._view = view
        self._has_pages = self._has_pages or is_other
        today = self._today()
        self._show_head(view)
        self._show_menu(view)
        self.standing.show_paper(view, today)
        self._show_money(view, today)
        self.record.show_paper(view, today)
        if is_new:
            self.tabs.setCurrentIndex(STANDING)
        if is_other:
            self.preview.clear()
            if view.is_intact:
                self._load(view.row.agreement_id)
            else:
                self.preview.show_message(
                    translate("Papers", "The pages aren't shown: the paper was changed outside ClientDesk.")
                )

    def refresh(self) -> None:
        """Read its state again."""
        if self._view is None:
            return
        try:
            self.show_paper(self._agreements.get(self.agreement_id))
        except NotFound:
            self._view = None
            self.gone.emit()

    def take_focus(self) -> None:
        """Begin with what usually comes next."""
        wanted = steps_of(self._view).next if self._view is not None else ""
        first = self.standing.step_buttons.get(wanted)
        is_printable = self.print_button.isEnabled()
        fallback = self.print_button if is_printable else self.back_button
        prints_first = self._view is not None and self._view.row.state is AgreementState.ISSUED
        chosen = fallback if first is None or prints_first else first
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_paper(self) -> None:
        """Print for signing: two copies unless chosen otherwise."""
        if self._view is not None and self.print_button.isEnabled():
            row = self._view.row
            is_for_signing = self._is_for_signing(self._view)
            title = translate("Papers", "{number} version {version}").format(
                number=row.number, version=row.version
            )
            done = partial(self._on_printed, row.agreement_id) if is_for_signing else None
            self._output.print_paper(row.agreement_id, title, 2 if is_for_signing else 1, done)

    def export_paper(self) -> None:
        """Write the PDF."""
        if self._view is not None and self.export_button.isEnabled():
            self._output.export(self.agreement_id)

    def do(self, step: str) -> None:
        """Take a step by its name (see `paper_steps`)."""
        if self._view is None:
            return
        if step == "compare":
            self.compare_asked.emit(self.agreement_id)
        else:
            self.deeds.do(step, self._view)

    def file_signed(self, path: Path) -> None:
        """Look at a file that came back, and file it with this paper."""
        if self._view is not None:
            self.deeds.sign(self._view, path)

    def toggle_facts(self) -> None:
        """Show or hide what is known of the paper (Ctrl+I)."""
        self.facts_area.setVisible(self.facts_area.isHidden())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        column.addWidget(hairline())
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.preview = PdfPreview(translate("Papers", "The issued paper"))
        row.addWidget(self.preview, 1)
        row.addWidget(self._build_facts())
        column.addLayout(row, 1)

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
        self.state_chip = StatusChip()
        self.print_button = button(
            translate("Papers", "Print…"), icon_name="printer", tooltip=translate("Papers", "Ctrl+P")
        )
        self.export_button = button(
            translate("Papers", "PDF…"), icon_name="download", tooltip=translate("Papers", "Ctrl+E")
        )
        self.more_button = icon_button("ellipsis", translate("Papers", "More for this paper"))
        self.more_button.setProperty("role", "dots")
        self.menu = QMenu(self.more_button)
        self.more_button.setMenu(self.menu)
        self.more_button.setPopupMode(self.more_button.ToolButtonPopupMode.InstantPopup)
        row.addWidget(self.back_button)
        row.addWidget(self.monogram)
        row.addWidget(self.title_label, 1)
        row.addWidget(self.state_chip)
        row.addSpacing(SPACE_2)
        for name in ("back", "print", "export", "more"):
            getattr(self, f"{name}_button").setObjectName(f"{name}_button")
        for made in (self.print_button, self.export_button, self.more_button):
            row.addWidget(made)
        return row

    def _build_facts(self) -> QWidget:
        self.facts_area = QFrame()
        self.facts_area.setProperty("role", "drawer")
        self.facts_area.setFixedWidth(icon_px(_FACTS_WIDTH))
        column = QVBoxLayout(self.facts_area)
        column.setContentsMargins(0, SPACE_2, 0, 0)
        column.setSpacing(0)
        self.tabs = QTabBar()
        self.tabs.setObjectName("tabs")
        self.tabs.setAccessibleName(translate("Papers", "About this paper"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for text in (
            translate("Papers", "Standing"),
            translate("Papers", "Money"),
            translate("Papers", "Record"),
        ):
            self.tabs.addTab(text)
        head = QHBoxLayout()
        head.setContentsMargins(SPACE_2, 0, SPACE_2, 0)
        head.addWidget(self.tabs)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(hairline())
        self.standing = StandingPart()
        self.money = MoneyPart()
        self.record = RecordPart(self._workspace.signing)
        self.parts = QStackedWidget()
        for part in (self.standing, self.money, self.record):
            self.parts.addWidget(_scrolling(part))
        column.addWidget(self.parts, 1)
        return self.facts_area

    def _wire(self) -> None:
        self.back_button.clicked.connect(self.left)
        self.print_button.clicked.connect(self.print_paper)
        self.export_button.clicked.connect(self.export_paper)
        self.tabs.currentChanged.connect(self.parts.setCurrentIndex)
        self.standing.step_asked.connect(self.do)
        self.standing.opened.connect(self.opened)
        self.money.client_opened.connect(self.client_opened)
        self.money.invoiced.connect(self.deeds.mark_invoiced)
        self.money.paid.connect(self.deeds.mark_paid)
        self.record.files.save_asked.connect(self.deeds.save_file)
        self.record.files.open_asked.connect(self.deeds.open_file)
        self.record.log.export_asked.connect(self._on_export_log)
        self.deeds.opened.connect(self.opened)
        self.deeds.changed.connect(self.refresh)
        PaperDrops(self).dropped.connect(self.file_signed)

    def _show_head(self, view: AgreementView) -> None:
        row = view.row
        self.monogram.set_client(row.client, row.colour)
        self.title_label.set_full_text(
            translate("Papers", "{title} · {client}").format(title=row.title, client=row.client)
        )
        self.title_label.setAccessibleDescription(number_text(row))
        words, days = state_text(row), days_text(row)
        if days:
            words = translate("Papers", "{state}, {days}").format(state=words, days=days)
        self.state_chip.set_status(status_of(row, self._today()), words)
        text = translate("Papers", "Print…")
        if self._is_for_signing(view):
            text = translate("Papers", "Print for signing…")
        self.print_button.setText(text)
        self.print_button.setAccessibleName(text)
        for made in (self.print_button, self.export_button):
            made.setEnabled(view.is_intact and self._has_pages)

    def _show_menu(self, view: AgreementView) -> None:
        self.menu.clear()
        texts = step_texts()
        for name in steps_of(view).more:
            if name in ("decline", "withdraw") and not self.menu.isEmpty():
                self.menu.addSeparator() if name == "decline" else None
            action = self.menu.addAction(texts[name], partial(self.do, name))
            action.setObjectName(f"{name}_action")
        self.more_button.setVisible(not self.menu.isEmpty())

    def _show_money(self, view: AgreementView, today: date) -> None:
        engagement = retainer = None
        if view.row.executed_on is not None and view.row.engagement_id:
            try:
                engagement = self._workspace.engagements.get(view.row.engagement_id)
                retainer = self._agreements.retainer(view.row.engagement_id, today)
            except NotFound:
                engagement = None
        self.money.show_paper(view, self._payments(view), engagement, retainer, today)
        self.tabs.setTabVisible(MONEY, view.value is not None or view.row.executed_on is not None)

    def _payments(self, view: AgreementView) -> tuple[PaymentView, ...]:
        """Its own instalments, and those that executed change orders have added."""
        changes = [row.agreement_id for row in view.amendments if row.executed_on is not None]
        added = [payment for each in changes for payment in self._agreements.get(each).payments]
        return (*view.payments, *added)

    def _is_for_signing(self, view: AgreementView) -> bool:
        return view.row.waiting_days is not None and view.row.origin is PaperOrigin.OWN

    def _load(self, agreement_id: str) -> None:
        self._background().run(
            partial(self._agreements.pdf, agreement_id),
            partial(self._on_loaded, agreement_id),
            partial(self._on_not_loaded, agreement_id),
        )

    def _on_loaded(self, agreement_id: str, pdf: bytes) -> None:
        if agreement_id != self.agreement_id:
            return
        self.preview.show_pdf(pdf)
        if self.preview.page_count() == 0:
            self.preview.clear()
            self._show_no_pages(
                translate("Papers", "This file can't be shown as pages. It is kept as it came.")
            )

    def _on_not_loaded(self, agreement_id: str, error: Exception) -> None:
        if not isinstance(error, ClientDeskError):
            raise error
        if agreement_id != self.agreement_id:
            return
        if self._view is not None and self._view.row.origin is PaperOrigin.OWN:
            self.preview.show_message(translate("Papers", "The pages can't be shown now."))
            self._messages.error(error)
        else:
            words = translate("Papers", "The kept file isn't a PDF. It stands under Record, as it came.")
            self._show_no_pages(words)

    def _show_no_pages(self, words: str) -> None:
        """A file from elsewhere that is no paper to print; the record hands out its bytes."""
        self._has_pages = False
        self.preview.show_message(words)
        for made in (self.print_button, self.export_button):
            made.setEnabled(False)

    def _on_printed(self, agreement_id: str) -> None:
        """On its way to paper: from now on Today waits for the signature, once it is marked as sent."""
        if self._view is None or self.agreement_id != agreement_id:
            return
        if self._view.row.state is not AgreementState.ISSUED:
            return
        self._messages.banner(
            translate("Papers", "Printed for signing. When it goes to {client}, mark it as sent.").format(
                client=self._view.row.client
            ),
            [(translate("Papers", "Mark as sent"), partial(self._sent_after_printing, agreement_id))],
            key="printed",
        )

    def _sent_after_printing(self, agreement_id: str) -> None:
        if self.agreement_id == agreement_id:
            self.do("sent")

    def _on_export_log(self) -> None:
        if self._view is not None:
            self.deeds.export_log(self._view)


def _scrolling(part: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
    column.addWidget(part)
    area.setWidget(inner)
    return area
