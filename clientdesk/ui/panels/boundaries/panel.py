"""The Boundaries panel: working rules, tiers, and the templates and clauses of papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from clientdesk.models.enums import Kind, Layer
from clientdesk.models.errors import Problem
from clientdesk.services.wording import words_for_problem
from clientdesk.ui.panels.base import Panel
from clientdesk.ui.panels.boundaries.owner_bar import Owner
from clientdesk.ui.panels.boundaries.rules_page import RulesPage
from clientdesk.ui.panels.boundaries.templates_page import TemplatesPage
from clientdesk.ui.panels.boundaries.tiers_page import TiersPage
from clientdesk.ui.tokens import PAGE_MARGIN, SPACE_2
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.messages import Messages
    from clientdesk.ui.theme import Theme


class BoundariesPanel(Panel):
    """How you work: for everyone, for a tier, for one client."""

    panel_id = "boundaries"
    watches = frozenset(
        {
            Kind.BOUNDARY_POLICY,
            Kind.TIME_OFF,
            Kind.PRACTICE,
            Kind.TIER,
            Kind.CLIENT,
            Kind.RHYTHM,
            Kind.PAPER_TEMPLATE,
            Kind.CLAUSE,
        }
    )

    def __init__(
        self, workspace: Workspace, messages: Messages, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._stale: set[QWidget] = set()
        self._build(workspace, messages, theme)
        self.tabs.currentChanged.connect(self._on_tab)
        self.tiers_page.rules_wanted.connect(self.edit_tier)

    def title(self) -> str:
        return self.tr("Boundaries")

    def refresh(self) -> None:
        """Read the tab that is seen; the others are read when they are opened."""
        shown = self.tabs.currentWidget()
        for page in (self.rules_page, self.tiers_page, self.templates_page):
            if page is shown:
                page.refresh()
                self._stale.discard(page)
            else:
                self._stale.add(page)

    def _on_tab(self) -> None:
        page = self.tabs.currentWidget()
        if page in self._stale and not self.is_stale:
            self.refresh()

    def edit_client(self, client_id: str) -> None:
        """Show the rules of one client."""
        self._edit(Owner(Layer.CLIENT, client_id))

    def edit_tier(self, tier_id: str) -> None:
        """Show the rules of one tier."""
        self._edit(Owner(Layer.TIER, tier_id))

    def edit_default(self) -> None:
        """Show the rules that hold for everyone."""
        self._edit(Owner())

    def _edit(self, owner: Owner) -> None:
        self.tabs.setCurrentWidget(self.rules_page)
        self.rules_page.edit(owner)

    def _build(self, workspace: Workspace, messages: Messages, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(label(self.title(), "title"))
        self.tabs = QTabWidget()
        self.tabs.setObjectName("tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName(self.title())
        self.rules_page = RulesPage(workspace, messages, self._word)
        self.tiers_page = TiersPage(workspace, messages, theme, self._word)
        self.tabs.addTab(self.rules_page, self.tr("Working rules"))
        self.templates_page = TemplatesPage(workspace, messages)
        self.tabs.addTab(self.tiers_page, self.tr("Tiers"))
        self.tabs.addTab(self.templates_page, self.tr("Templates"))
        column.addWidget(self.tabs, 1)

    def _word(self, problem: Problem) -> str:
        return words_for_problem(problem, self.tr, name_field=False)
