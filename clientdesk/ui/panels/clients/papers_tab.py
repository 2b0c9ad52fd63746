"""Papers of one client, of every kind: drafts, out for signature, in force, letters, what became of the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clientdesk.models.views.agreements import AgreementRowView
from clientdesk.ui.itemmodels.papers import PaperTableModel, turn_text
from clientdesk.ui.panels.clients.page_data import PageData
from clientdesk.ui.paper_drops import PaperDrops
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.delegates import CellDelegate, ShapeDelegate
from clientdesk.ui.widgets.empty_state import EmptyState
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.widgets.table import RowTable

_NARROW = 900
_WIDTHS = {"kind": 136, "number": 160, "state": 230, "issued_on": 104, "until": 150}
_NARROW_WIDTHS = {"kind": 0, "number": 156, "state": 196, "issued_on": 0, "until": 156}


class PapersTab(QWidget):
    """The client's papers.

    Signals:
        agreement_opened: id of a paper.
        paper_asked: a new paper for this client.
        elsewhere_asked: a paper signed elsewhere is to be filed; the path of a dropped file, or None.
    """

    agreement_opened = Signal(str)
    paper_asked = Signal()
    elsewhere_asked = Signal(object)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_3, 0, SPACE_2)
        column.setSpacing(SPACE_2)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        self.waiting_label = label("", "secondary", wrap=True)
        self.waiting_label.setObjectName("waiting_label")
        self.elsewhere_button = button(self.tr("Signed elsewhere…"), icon_name="upload")
        self.elsewhere_button.setObjectName("elsewhere_button")
        self.new_button = button(self.tr("New paper"), icon_name="plus")
        self.new_button.setObjectName("new_paper_button")
        head.addWidget(self.waiting_label, 1)
        head.addWidget(self.elsewhere_button)
        head.addWidget(self.new_button)
        column.addLayout(head)
        self.model = PaperTableModel(today, has_client=False, parent=self)
        self.table = RowTable(self.model, self.tr("Papers"))
        self.table.setObjectName("papers_table")
        for number, shown in enumerate(self.model.columns):
            kind = ShapeDelegate if shown.key == "state" else CellDelegate
            self.table.setItemDelegateForColumn(number, kind(self.table))
        self.table.set_sortable("state")
        self.empty = EmptyState(
            self.tr("No paper yet"),
            self.tr(
                "A paper takes its content from an engagement and your boundaries. One that was signed elsewhere can"
                " be dropped here."
            ),
            icon_name="file-text",
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        column.addWidget(self.stack, 1)
        self.table.opened.connect(self.agreement_opened)
        self.new_button.clicked.connect(self.paper_asked)
        self.elsewhere_button.clicked.connect(self._on_elsewhere)
        PaperDrops(self).dropped.connect(self.elsewhere_asked)
        self._fit_columns()

    def show_data(self, data: PageData) -> None:
        """Fill the table."""
        self.table.set_rows(data.papers)
        self.stack.setCurrentWidget(self.table if data.papers else self.empty)
        self.waiting_label.setText(self._waiting(data.papers))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        is_narrow = self.width() < icon_px(_NARROW)
        self.table.set_widths(_NARROW_WIDTHS if is_narrow else _WIDTHS, stretch="title")
        for key in ("kind", "issued_on"):
            self.table.setColumnHidden(self.model.column_number(key), is_narrow)
        self.model.is_narrow = is_narrow

    def _waiting(self, papers: tuple[AgreementRowView, ...]) -> str:
        """What is out and whose turn it is; empty where nothing is."""
        out = [row for row in papers if row.waiting_days is not None]
        if not out:
            return ""
        if len(out) == 1:
            return self.tr("{title}: {turn}.").format(title=out[0].title, turn=turn_text(out[0]))
        return self.tr("{count} papers are out for signature.").format(count=len(out))

    def _on_elsewhere(self) -> None:
        self.elsewhere_asked.emit(None)
