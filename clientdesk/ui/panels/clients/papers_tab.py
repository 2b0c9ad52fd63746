"""Papers of one client: drafts, out for signature, in force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from clientdesk.models.enums import AgreementState
from clientdesk.models.views.agreements import AgreementRowView
from clientdesk.ui.dates import day_text
from clientdesk.ui.itemmodels.base import CHIP_ROLE, Column, RowTableModel
from clientdesk.ui.panels.clients.page_data import PageData
from clientdesk.ui.tokens import SPACE_2, SPACE_3, Status
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.delegates import CellDelegate, ChipDelegate
from clientdesk.ui.widgets.empty_state import EmptyState
from clientdesk.ui.widgets.labels import as_tooltip
from clientdesk.ui.widgets.table import RowTable
from clientdesk.ui.words import translate


class PapersTab(QWidget):
    """The client's papers.

    Signals:
        agreement_opened: id of a paper.
        paper_asked: id of the engagement for a new one.
        engagement_added: there is no engagement yet, so that comes first.
    """

    agreement_opened = Signal(str)
    paper_asked = Signal(str)
    engagement_added = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_3, 0, SPACE_2)
        column.setSpacing(SPACE_3)
        head = QHBoxLayout()
        self.new_button = button(self.tr("New statement of work"), icon_name="plus")
        self.new_button.setObjectName("new_paper_button")
        self.menu = QMenu(self.new_button)
        head.addStretch(1)
        head.addWidget(self.new_button)
        column.addLayout(head)
        self.model = PaperTableModel(today, self)
        self.table = RowTable(self.model, self.tr("Papers"))
        self.table.setObjectName("papers_table")
        for number, shown in enumerate(self.model.columns):
            kind = ChipDelegate if shown.key == "state" else CellDelegate
            self.table.setItemDelegateForColumn(number, kind(self.table))
        self.table.set_widths(
            {"number": 120, "state": 150, "issued_on": 120, "ends_on": 120}, stretch="title"
        )
        self.empty = EmptyState(
            self.tr("No paper yet"),
            self.tr("It takes its content from an engagement and your boundaries."),
            icon_name="file-text",
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        column.addWidget(self.stack, 1)
        column.setSpacing(SPACE_2)
        self.table.opened.connect(self.agreement_opened)
        self.new_button.clicked.connect(self._on_new)

    def show_data(self, data: PageData) -> None:
        """Fill the table."""
        self.table.set_rows(data.papers)
        self.stack.setCurrentWidget(self.table if data.papers else self.empty)
        self._engagements = [(one.engagement_id, one.title) for one in data.engagements if not one.has_ended]

    def _on_new(self) -> None:
        if not self._engagements:
            self.engagement_added.emit()
        elif len(self._engagements) == 1:
            self.paper_asked.emit(self._engagements[0][0])
        else:
            self.menu.clear()
            for engagement_id, title in self._engagements:
                action = self.menu.addAction(title.replace("&", "&&"))
                action.setData(engagement_id)
                action.triggered.connect(self._on_chosen)
            self.menu.popup(self.new_button.mapToGlobal(self.new_button.rect().bottomLeft()))

    def _on_chosen(self) -> None:
        action = self.sender()
        self.paper_asked.emit(action.data())  # type: ignore[attr-defined]


class PaperTableModel(RowTableModel[AgreementRowView]):
    id_key = "agreement_id"

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        def day(value: date | None) -> str:
            return day_text(value, today()) if value else "–"

        super().__init__(
            (
                Column("title", translate("PapersTab", "Paper"), tooltip=lambda row: as_tooltip(row.title)),
                Column("number", translate("PapersTab", "Number"), text=_number),
                Column(
                    "state",
                    translate("PapersTab", "State"),
                    text=state_word,
                    roles={CHIP_ROLE: lambda row: Status.WATCH if row.waiting_days is not None else None},
                ),
                Column("issued_on", translate("PapersTab", "Issued"), text=lambda row: day(row.issued_on)),
                Column("ends_on", translate("PapersTab", "Ends"), text=lambda row: day(row.ends_on)),
            ),
            parent,
        )


def _number(row: AgreementRowView) -> str:
    if not row.number:
        return "–"
    return row.number if row.version == 1 else f"{row.number} v{row.version}"


def state_word(row: AgreementRowView) -> str:
    """The state as the papers panel groups it."""
    if row.waiting_days is not None:
        return translate("PapersTab", "out for {count} days").format(count=row.waiting_days)
    if row.is_in_force:
        return translate("PapersTab", "in force")
    return {
        AgreementState.DRAFT: translate("PapersTab", "draft"),
        AgreementState.ISSUED: translate("PapersTab", "issued"),
        AgreementState.SENT: translate("PapersTab", "sent"),
        AgreementState.SIGNED: translate("PapersTab", "signed by one side"),
        AgreementState.EXECUTED: translate("PapersTab", "ended"),
        AgreementState.SUPERSEDED: translate("PapersTab", "superseded"),
        AgreementState.DECLINED: translate("PapersTab", "declined"),
        AgreementState.WITHDRAWN: translate("PapersTab", "withdrawn"),
        AgreementState.EXPIRED: translate("PapersTab", "expired"),
    }[row.state]
