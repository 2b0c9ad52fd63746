"""The clause library: the list, and the chosen clause with its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.ui.itemmodels.templates import ClauseTableModel
from clientdesk.ui.panels.boundaries.plain_editors import line_edit, show_line
from clientdesk.ui.panels.boundaries.template_fields import TextArea
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from clientdesk.ui.translations import translate
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.fields import ChoiceField
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.widgets.table import RowTable

if TYPE_CHECKING:
    from clientdesk.models.views.agreements import ClauseView
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.messages import Messages

LIST_WIDTH, _NARROW_LIST, _NARROW = 560, 420, 1000


def section_words() -> dict[str, str]:
    """Where clauses belong, in words, in the order of the paper."""
    return {
        "included": translate("Templates", "Included"),
        "not_included": translate("Templates", "Not included"),
        "assumptions": translate("Templates", "Assumptions"),
        "deliverables.acceptance": translate("Templates", "Accepted when"),
        "acceptance.round_is": translate("Templates", "Revision rounds"),
        "decisions": translate("Templates", "Decisions"),
        "deciding.escalation": translate("Templates", "The step up"),
        "onboarding": translate("Templates", "Onboarding"),
        "closing": translate("Templates", "Closing"),
        "fees.late_terms": translate("Templates", "Late payment"),
        "governing_terms": translate("Templates", "Governing terms"),
        "exhibits": translate("Templates", "Exhibits"),
    }


class ClausesPage(QWidget):
    """Sentences kept for use in papers."""

    def __init__(self, workspace: Workspace, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clauses = workspace.clauses
        self._store = workspace.store
        self._messages = messages
        self._language = "en"
        self._view: ClauseView | None = None
        self._is_new = False
        self._build()
        self._wire()

    def refresh(self, language: str) -> None:
        """Read the clauses of a language."""
        self._language = language
        views = self._clauses.all(language)
        self.table.set_rows(views)
        self.hidden_button.setVisible(bool(self._clauses.hidden(language)))
        if self._is_new:
            return
        if views and not self.table.current_id():
            self.table.select_id(views[0].key)
        self._show_current()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_4)
        row.addWidget(self._build_list())
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, SPACE_2, SPACE_6)
        right.addWidget(self._build_card())
        right.addStretch(1)
        row.addLayout(right, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_list()

    def _fit_list(self) -> None:
        is_narrow = self.width() < icon_px(_NARROW)
        self._list.setFixedWidth(icon_px(_NARROW_LIST if is_narrow else LIST_WIDTH))
        self.table.setColumnHidden(self.model.column_number("origin"), is_narrow)

    def _build_list(self) -> QWidget:
        self._list = holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, SPACE_3)
        column.setSpacing(SPACE_2)
        self.model = ClauseTableModel(section_words(), self)
        self.table = RowTable(self.model, self.tr("Clauses"))
        self.table.setObjectName("clauses_table")
        self.table.set_widths({"section": 150, "origin": 112}, stretch="title")
        self._fit_list()
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        self.add_button = button(self.tr("New clause"), icon_name="plus")
        self.add_button.setObjectName("add_button")
        self.hidden_button = button(self.tr("Bring back those put away"), "quiet", icon_name="eye")
        self.hidden_button.setObjectName("hidden_button")
        foot.addWidget(self.add_button)
        foot.addWidget(self.hidden_button)
        foot.addStretch(1)
        column.addLayout(foot)
        return holder

    def _build_card(self) -> QWidget:
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_2)
        self.section = ChoiceField(list(section_words().items()))
        self.section.setObjectName("section")
        self.section.setAccessibleName(self.tr("Belongs in"))
        self.section.setMaximumWidth(260)
        self.title = line_edit(self.tr("Name of the clause"), "title")
        self.body = TextArea()
        self.body.setObjectName("body")
        self.body.setAccessibleName(self.tr("What it says"))
        for field in (self.section, self.title, self.body):
            column.addWidget(label(field.accessibleName(), "caption"))
            column.addWidget(field)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_2)
        self.save_button = button(self.tr("Keep clause"), "primary")
        self.save_button.setObjectName("save_button")
        self.reset_button = button(self.tr("Reset"), icon_name="rotate-ccw")
        self.reset_button.setObjectName("reset_button")
        self.hide_button = button(self.tr("Put away"), "quiet", icon_name="trash-2")
        self.hide_button.setObjectName("hide_button")
        foot.addStretch(1)
        for made in (self.save_button, self.reset_button, self.hide_button):
            foot.addWidget(made)
        column.addLayout(foot)
        return card

    def _wire(self) -> None:
        self.table.current_changed.connect(self._on_current)
        self.add_button.clicked.connect(self._on_new)
        self.hidden_button.clicked.connect(self._on_bring_back)
        self.title.editingFinished.connect(self._keep)
        self.body.left.connect(self._keep)
        self.save_button.clicked.connect(self._on_save)
        self.reset_button.clicked.connect(self._on_reset)
        self.hide_button.clicked.connect(self._on_hide)

    def _on_current(self) -> None:
        if self.table.current_id():
            self._is_new = False
        self._show_current()

    def _show_current(self) -> None:
        if self._is_new:
            return
        self._view = view = self.model.row_at(self.model.index_of(self.table.current_id()))
        self.save_button.hide()
        self.section.setEnabled(False)
        if view is None:
            return
        self.section.set_value(view.section)
        show_line(self.title, view.title)
        if self.body.toPlainText() != view.body:
            self.body.setPlainText(view.body)
        self.reset_button.setVisible(view.is_shipped)
        self.reset_button.setEnabled(view.is_changed)
        self.hide_button.setText(self.tr("Put away") if view.is_shipped else self.tr("Delete clause"))
        self.hide_button.setAccessibleName(self.hide_button.text())
        self.hide_button.show()

    def _on_new(self) -> None:
        self._is_new, self._view = True, None
        self.table.clearSelection()
        self.section.setEnabled(True)
        self.section.set_value("not_included")
        self.title.clear()
        self.body.clear()
        self.reset_button.hide()
        self.hide_button.hide()
        self.save_button.show()
        self.title.setFocus()

    def _keep(self) -> None:
        view = self._view
        if view is None or self._is_new:
            return
        title, body = self.title.text().strip(), self.body.toPlainText().strip()
        if (title, body) == (view.title, view.body):
            return
        with self._messages.reporting(self):
            self._clauses.change(view.key, view.language, title, body)

    def _on_save(self) -> None:
        section, title, body = self.section.value(), self.title.text(), self.body.toPlainText()
        with self._messages.reporting(self) as outcome:
            key = self._clauses.add(section, title, body, self._language)
        if outcome.is_ok:
            self._is_new = False
            self.table.select_id(key)
            self._show_current()

    def _on_reset(self) -> None:
        if self._view is not None:
            with self._messages.reporting(self):
                self._clauses.reset(self._view.key, self._view.language)

    def _on_hide(self) -> None:
        view = self._view
        if view is None:
            return
        with self._messages.reporting(self) as outcome:
            self._clauses.hide(view.key, view.language)
        if outcome.is_ok:
            words = self.tr("“{title}” is put away.") if view.is_shipped else self.tr("“{title}” is deleted.")
            self._messages.toast(words.format(title=view.title), self._store.undo)

    def _on_bring_back(self) -> None:
        with self._messages.reporting(self):
            for view in self._clauses.hidden(self._language):
                self._clauses.reset(view.key, view.language)
