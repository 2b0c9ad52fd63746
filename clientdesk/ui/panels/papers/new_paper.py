"""Choosing what a new paper is for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.views.agreements import PaperChoice
from clientdesk.ui.itemmodels.papers import ChoiceTableModel
from clientdesk.ui.panels.papers.words import translate
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_6
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.delegates import CellDelegate, MonogramDelegate
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.widgets.search_field import SearchField
from clientdesk.ui.widgets.table import RowTable


class NewPaperDialog(QDialog):
    """Engagements, those without a paper first.

    Signals:
        chosen: id of the engagement.
    """

    chosen = Signal(str)

    def __init__(self, choices: list[PaperChoice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = translate("Papers", "New statement of work")
        self.setObjectName("new_paper_dialog")
        self.setWindowTitle(title)
        self.resize(640, 440)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_6)
        column.setSpacing(SPACE_3)
        column.addWidget(label(title, "section"))
        column.addWidget(
            label(
                translate(
                    "Papers",
                    "Parties, deliverables, dates, fees and working rules are taken from the record; you add"
                    " what only the paper says.",
                ),
                "secondary",
                wrap=True,
            )
        )
        self.filter_field = SearchField(translate("Papers", "Filter engagements"))
        self.filter_field.setObjectName("filter_field")
        column.addWidget(self.filter_field)
        self.model = ChoiceTableModel(self)
        self.table = RowTable(self.model, translate("Papers", "Engagements"))
        self.table.setObjectName("choices_table")
        self.table.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        self._delegates = [MonogramDelegate(self.table), CellDelegate(self.table)]
        self.table.setItemDelegateForColumn(0, self._delegates[0])
        self.table.setItemDelegateForColumn(1, self._delegates[1])
        self.table.set_widths({"client": 210, "has": 130}, stretch="title")
        self.table.set_rows(choices)
        if choices:
            self.table.select_id(choices[0].engagement_id)
        column.addWidget(self.table, 1)
        column.addLayout(self._build_buttons())
        self._wire()
        self.filter_field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addStretch(1)
        self.cancel_button = button(translate("Papers", "Not now"))
        self.cancel_button.setObjectName("cancel_button")
        self.write_button = button(translate("Papers", "Write it"), "primary")
        self.write_button.setObjectName("write_button")
        self.write_button.setEnabled(bool(self.table.current_id()))
        row.addWidget(self.cancel_button)
        row.addWidget(self.write_button)
        return row

    def _wire(self) -> None:
        self.filter_field.search_changed.connect(self._on_filter)
        self.filter_field.returnPressed.connect(self._on_write)
        self.table.opened.connect(self._on_write)
        self.table.current_changed.connect(self._on_current)
        self.cancel_button.clicked.connect(self.reject)
        self.write_button.clicked.connect(self._on_write)

    def _on_filter(self, text: str) -> None:
        self.table.set_filter(text)
        if self.model.rows and not self.table.selected_ids():
            self.table.select_id(self.model.rows[0].engagement_id)
        self._on_current()

    def _on_current(self) -> None:
        self.write_button.setEnabled(bool(self.table.current_id()))

    def _on_write(self) -> None:
        engagement_id = self.table.current_id()
        if engagement_id:
            self.accept()
            self.chosen.emit(engagement_id)
