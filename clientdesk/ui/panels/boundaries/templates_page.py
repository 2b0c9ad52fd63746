"""Templates and clauses that papers begin from: seen, edited, put back as they ship."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from clientdesk.ui.itemmodels.templates import TemplateTableModel
from clientdesk.ui.panels.boundaries.clauses_page import ClausesPage
from clientdesk.ui.panels.boundaries.plain_editors import line_edit, show_line
from clientdesk.ui.panels.boundaries.template_editor import TemplateEditor
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from clientdesk.ui.widgets.buttons import SegmentedControl, button
from clientdesk.ui.widgets.fields import ChoiceField
from clientdesk.ui.widgets.labels import ElidedLabel, label
from clientdesk.ui.widgets.table import RowTable

if TYPE_CHECKING:
    from clientdesk.models.views.agreements import TemplateView
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.messages import Messages

LANGUAGES = (("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("es", "Español"))
LIST_WIDTH, _NARROW_LIST, _NARROW = 430, 236, 940


class TemplatesPage(QWidget):
    """The tab: templates or clauses, in one language."""

    def __init__(self, workspace: Workspace, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._messages = messages
        self._is_built = False

    def refresh(self) -> None:
        """Read what is shown again; the chosen one stays."""
        if not self._is_built:
            self._build()
            self._is_built = True
        language = self.language.value()
        if self.what.current() == "templates":
            self.stack.setCurrentWidget(self.templates_part)
            self.templates_part.refresh(language)
        else:
            self.stack.setCurrentWidget(self.clauses_part)
            self.clauses_part.refresh(language)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_3, 0, 0)
        column.setSpacing(SPACE_3)
        column.addLayout(self._build_head())
        self.stack = QStackedWidget()
        self.templates_part = TemplatesPart(self._workspace, self._messages)
        self.clauses_part = ClausesPage(self._workspace, self._messages)
        self.stack.addWidget(self.templates_part)
        self.stack.addWidget(self.clauses_part)
        column.addWidget(self.stack, 1)

    def _build_head(self) -> QHBoxLayout:
        self.what = SegmentedControl([("templates", self.tr("Templates")), ("clauses", self.tr("Clauses"))])
        self.what.setObjectName("what")
        self.what.chosen.connect(self._on_chosen)
        self.language = ChoiceField(LANGUAGES)
        self.language.setObjectName("language")
        self.language.setAccessibleName(self.tr("Language"))
        practice = self._workspace.practice.get()
        self.language.set_value((practice.paper_language if practice else "") or "en")
        self.language.activated.connect(self._on_chosen)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(self.what)
        words = self.tr(
            "Not reviewed by a lawyer. A paper copies what it begins from: an edit here never touches one."
        )
        row.addWidget(ElidedLabel(words, "caption"), 1)
        row.addWidget(self.language)
        return row

    def _on_chosen(self) -> None:
        self.refresh()


class TemplatesPart(QWidget):
    """The list of templates, and the chosen one."""

    def __init__(self, workspace: Workspace, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._templates = workspace.templates
        self._store = workspace.store
        self._messages = messages
        self._language = "en"
        self._view: TemplateView | None = None
        self._build()
        self._wire()

    def refresh(self, language: str) -> None:
        """Read the templates of a language."""
        self._language = language
        views = self._templates.list(None, language)
        self.table.set_rows(views)
        if views and not self.table.current_id():
            self.table.select_id(views[0].key)
        self._show_current()

    def current(self) -> TemplateView | None:
        """The chosen template."""
        return self.model.row_at(self.model.index_of(self.table.current_id()))

    def _build(self) -> None:
        self.model = TemplateTableModel(self)
        self.table = RowTable(self.model, self.tr("Templates"))
        self.table.setObjectName("templates_table")
        self.table.set_widths({"kind": 130, "origin": 104}, stretch="name")
        self._fit_list()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_4)
        row.addWidget(self.table)
        row.addWidget(self._build_editor(), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_list()

    def _fit_list(self) -> None:
        """In a narrow window the list is names alone, so that nothing of the editor is cut off."""
        is_narrow = self.width() < icon_px(_NARROW)
        self.table.setFixedWidth(icon_px(_NARROW_LIST if is_narrow else LIST_WIDTH))
        for key in ("kind", "origin"):
            self.table.setColumnHidden(self.model.column_number(key), is_narrow)

    def _build_editor(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, SPACE_2, SPACE_6)
        column.setSpacing(SPACE_4)
        column.addWidget(self._build_name_card())
        self.editor = TemplateEditor()
        column.addWidget(self.editor)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        return scroll

    def _build_name_card(self) -> QWidget:
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_2)
        self.name = line_edit(self.tr("Name"), "name")
        self.about = line_edit(self.tr("When to use it"), "about")
        self.reset_button = button(self.tr("Reset"), icon_name="rotate-ccw")
        self.reset_button.setObjectName("reset_button")
        self.delete_button = button(self.tr("Delete template"), "quiet", icon_name="trash-2")
        self.delete_button.setObjectName("delete_button")
        for entry in (self.name, self.about):
            column.addWidget(label(entry.accessibleName(), "caption"))
            column.addWidget(entry)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_2)
        hint = self.tr(
            "{me}, {decider}, {contact} and {project} become names; without a name the sentence is left out."
        )
        foot.addWidget(label(hint, "caption", wrap=True), 1)
        foot.addWidget(self.reset_button)
        foot.addWidget(self.delete_button)
        column.addLayout(foot)
        return card

    def _wire(self) -> None:
        self.table.current_changed.connect(self._on_current)
        self.name.editingFinished.connect(self._keep)
        self.about.editingFinished.connect(self._keep)
        self.editor.changed.connect(self._keep)
        self.reset_button.clicked.connect(self._on_reset)
        self.delete_button.clicked.connect(self._on_delete)

    def _on_current(self) -> None:
        self._show_current()

    def _show_current(self) -> None:
        self._view = view = self.current()
        if view is None:
            return
        show_line(self.name, view.name)
        show_line(self.about, view.about)
        self.reset_button.setVisible(view.is_shipped)
        self.reset_button.setEnabled(view.is_changed)
        self.delete_button.setVisible(not view.is_shipped)
        self.editor.show_document(view.kind, self._templates.document(view.key, view.language))

    def _keep(self) -> None:
        view = self._view
        if view is None:
            return
        document: dict[str, Any] = self.editor.document()
        name, about = self.name.text().strip(), self.about.text().strip()
        before = self._templates.document(view.key, view.language)
        if (name, about) == (view.name, view.about) and document == before:
            return
        with self._messages.reporting(self):
            self._templates.change(view.key, view.language, name, about, document)

    def _on_reset(self) -> None:
        if self._view is not None:
            with self._messages.reporting(self):
                self._templates.reset(self._view.key, self._view.language)

    def _on_delete(self) -> None:
        view = self._view
        if view is None:
            return
        with self._messages.reporting(self) as outcome:
            self._templates.delete(view.key)
        if outcome.is_ok:
            self._messages.toast(self.tr("“{name}” is deleted.").format(name=view.name), self._store.undo)
