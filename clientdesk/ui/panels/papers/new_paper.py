"""Beginning a paper: for which client and engagement, of which kind, from which template, in which language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.enums import AgreementKind
from clientdesk.models.views.agreements import PaperChoice
from clientdesk.ui.itemmodels.papers import ChoiceTableModel
from clientdesk.ui.panels.papers.sections import languages
from clientdesk.ui.panels.papers.words import translate
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_6
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.delegates import CellDelegate, MonogramDelegate
from clientdesk.ui.widgets.fields import ChoiceField
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.widgets.search_field import SearchField
from clientdesk.ui.widgets.table import RowTable
from clientdesk.ui.words import paper_kind_word

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.messages import Messages

WRITTEN_KINDS = (
    AgreementKind.STATEMENT_OF_WORK,
    AgreementKind.PROPOSAL,
    AgreementKind.STATUS_REPORT,
    AgreementKind.MEETING_SUMMARY,
    AgreementKind.RELATIONSHIP_AUDIT,
    AgreementKind.WELCOME_LETTER,
    AgreementKind.OFFBOARDING_LETTER,
)
"""Kinds that begin here; a change order or an addendum begins at the paper that it changes."""

CLIENT = "client:"
"""Begins the id of a choice that is a client as a whole."""

_NEEDS_ENGAGEMENT = (
    AgreementKind.STATEMENT_OF_WORK,
    AgreementKind.PROPOSAL,
    AgreementKind.STATUS_REPORT,
)


class NewPaperDialog(QDialog):
    """Engagements, those without a paper first; then the clients as such, for papers that need no engagement.

    Signals:
        chosen: id of the engagement, of a statement of work with nothing else said (its open draft is opened).
        made: id of the draft that was begun.
    """

    chosen = Signal(str)
    made = Signal(str)

    def __init__(
        self,
        choices: list[PaperChoice],
        workspace: Workspace,
        messages: Messages,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._messages = messages
        self._choices = choices
        title = translate("Papers", "New paper")
        self.setObjectName("new_paper_dialog")
        self.setWindowTitle(title)
        self.resize(720, 600)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_6)
        column.setSpacing(SPACE_3)
        column.addWidget(label(title, "section"))
        words = translate(
            "Papers",
            "Parties, deliverables, dates, fees, working rules and what the client said in discovery are taken"
            " from the record; the template fills the rest. You add what only the paper says.",
        )
        column.addWidget(label(words, "secondary", wrap=True))
        column.addLayout(self._build_choices())
        self._build_table(column)
        self.about_label = label("", "secondary", wrap=True)
        column.addWidget(self.about_label)
        column.addLayout(self._build_buttons())
        self._wire()
        self._on_kind()
        self.filter_field.setFocus(Qt.FocusReason.OtherFocusReason)

    def kind(self) -> AgreementKind:
        """Which kind of paper is to be written."""
        return AgreementKind(self.kind_choice.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_vertical = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if is_vertical and self.focusWidget() is self.filter_field and self.model.rows:
            ids = [self.model.row_id(row) for row in self.model.rows]
            current = self.table.current_id()
            place = ids.index(current) if current in ids else 0
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.table.select_id(ids[max(0, min(len(ids) - 1, place + step))])
        else:
            super().keyPressEvent(event)

    def _build_choices(self) -> QGridLayout:
        self.kind_choice = ChoiceField([(kind, paper_kind_word(kind)) for kind in WRITTEN_KINDS])
        self.template_choice = ChoiceField()
        self.language_choice = ChoiceField(languages())
        practice = self._workspace.practice.get()
        self.language_choice.set_value(getattr(practice, "paper_language", "") or "en")
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_1)
        for place, (name, words) in enumerate(
            (
                ("kind_choice", translate("Papers", "Kind")),
                ("template_choice", translate("Papers", "Template")),
                ("language_choice", translate("Papers", "Printed language")),
            )
        ):
            field: ChoiceField = getattr(self, name)
            field.setObjectName(name)
            field.setAccessibleName(words)
            field.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setMinimumContentsLength(12)
            caption = label(words, "caption")
            caption.setBuddy(field)
            grid.addWidget(caption, 0, place)
            grid.addWidget(field, 1, place)
            grid.setColumnStretch(place, 4 + place)
        return grid

    def _build_table(self, column: QVBoxLayout) -> None:
        self.filter_field = SearchField(translate("Papers", "Filter clients and engagements"))
        self.filter_field.setObjectName("filter_field")
        column.addWidget(self.filter_field)
        self.model = ChoiceTableModel(self)
        self.table = RowTable(self.model, translate("Papers", "What the paper is for"))
        self.table.setObjectName("choices_table")
        self.table.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        self._delegates = [MonogramDelegate(self.table), CellDelegate(self.table)]
        self.table.setItemDelegateForColumn(0, self._delegates[0])
        self.table.setItemDelegateForColumn(1, self._delegates[1])
        self.table.set_widths({"client": 230, "has": 130}, stretch="title")
        column.addWidget(self.table, 1)

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addStretch(1)
        self.cancel_button = button(translate("Papers", "Not now"))
        self.cancel_button.setObjectName("cancel_button")
        self.write_button = button(translate("Papers", "Write it"), "primary")
        self.write_button.setObjectName("write_button")
        row.addWidget(self.cancel_button)
        row.addWidget(self.write_button)
        return row

    def _wire(self) -> None:
        self.filter_field.search_changed.connect(self._on_filter)
        self.filter_field.returnPressed.connect(self._on_write)
        self.table.opened.connect(self._on_write)
        self.table.current_changed.connect(self._on_current)
        self.kind_choice.currentIndexChanged.connect(self._on_kind)
        self.template_choice.currentIndexChanged.connect(self._show_about)
        self.language_choice.currentIndexChanged.connect(self._on_language)
        self.cancel_button.clicked.connect(self.reject)
        self.write_button.clicked.connect(self._on_write)

    def _on_kind(self) -> None:
        """What a paper of this kind can be for, and the templates for it."""
        rows = list(self._choices)
        if self.kind() not in _NEEDS_ENGAGEMENT:
            rows = [*self._clients(), *rows]
        kept = self.table.current_id()
        self.table.set_rows(rows)
        if kept not in {row.engagement_id for row in rows}:
            kept = rows[0].engagement_id if rows else ""
        if kept:
            self.table.select_id(kept)
        self._on_language()
        self._on_current()

    def _clients(self) -> list[PaperChoice]:
        """Each active client as a whole."""
        whole = translate("Papers", "the client as a whole")
        return [
            PaperChoice(f"{CLIENT}{row.client_id}", whole, row.name, row.colour, "", "", row.client_id)
            for row in self._workspace.clients.list_active()
        ]

    def _on_language(self) -> None:
        """Templates in the language chosen."""
        found = self._workspace.templates.list(self.kind(), str(self.language_choice.value()))
        self._about = {view.key: view.about for view in found}
        self.template_choice.set_choices(
            [("", translate("Papers", "None, the record alone")), *((view.key, view.name) for view in found)]
        )
        self.template_choice.setEnabled(bool(found))
        self._show_about()

    def _show_about(self) -> None:
        self.about_label.setText(self._about.get(str(self.template_choice.value()), ""))

    def _on_filter(self, text: str) -> None:
        self.table.set_filter(text)
        if self.model.rows and not self.table.selected_ids():
            self.table.select_id(self.model.rows[0].engagement_id)
        self._on_current()

    def _on_current(self) -> None:
        self.write_button.setEnabled(bool(self.table.current_id()))

    def _on_write(self) -> None:
        chosen = self.table.current_id()
        if not chosen:
            return
        template, language = str(self.template_choice.value() or ""), str(self.language_choice.value())
        row = next(each for each in self.model.all_rows if each.engagement_id == chosen)
        is_plain = self.kind() is AgreementKind.STATEMENT_OF_WORK and not template
        if is_plain and row.draft_id:
            self.accept()
            self.chosen.emit(chosen)
            return
        agreements, made = self._workspace.agreements, ""
        engagement_id = None if chosen.startswith(CLIENT) else chosen
        with self._messages.reporting(self) as outcome:
            made = agreements.create_for_client(
                row.client_id,
                self.kind(),
                engagement_id=engagement_id,
                template_key=template,
                language=language,
            )
        if outcome.is_ok:
            self.accept()
            self.made.emit(made)
