"""The Settings panel: one tab a section. Everything applies at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from clientdesk.models.enums import Kind
from clientdesk.ui.panels.base import Panel
from clientdesk.ui.panels.settings.calendars import CalendarsSection
from clientdesk.ui.panels.settings.computer import AppearanceSection
from clientdesk.ui.panels.settings.data import DataSection
from clientdesk.ui.panels.settings.documents import DocumentsSection
from clientdesk.ui.panels.settings.parts import Section
from clientdesk.ui.panels.settings.reminders import RemindersSection
from clientdesk.ui.panels.settings.tray import TraySection
from clientdesk.ui.tokens import PAGE_MARGIN, SPACE_2
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.main_window import MainWindow
    from clientdesk.ui.messages import Messages
    from clientdesk.ui.theme import Theme


_SECTIONS = ("appearance", "reminders", "tray", "documents", "calendars", "data")


class SettingsPanel(Panel):
    """Six sections; the one that is seen is read when it is shown. An import of anything also makes a backup."""

    panel_id = "settings"
    watches = frozenset(Kind)

    def __init__(
        self, workspace: Workspace, messages: Messages, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        del theme
        preferences = workspace.preferences
        self.appearance = AppearanceSection(preferences, messages)
        self.reminders = RemindersSection(preferences, messages)
        self.tray = TraySection(preferences, messages, workspace.folder.root)
        self.documents = DocumentsSection(workspace.practice, messages)
        self.calendars = CalendarsSection(workspace, messages)
        self.data = DataSection(workspace, messages)
        self._build()
        preferences.subscribe(self._on_preference)

    def title(self) -> str:
        return self.tr("Settings")

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(label(self.title(), "title"))
        self.tabs = QTabWidget()
        self.tabs.setObjectName("tabs")
        self.tabs.setAccessibleName(self.tr("Sections"))
        self.tabs.setDocumentMode(True)
        for key in _SECTIONS:
            section: Section = getattr(self, key)
            section.setObjectName(f"{key}_section")
            self.tabs.addTab(section, section.accessibleName())
        column.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(self._on_section)

    def use_window(self, window: MainWindow) -> None:
        """What only the window can do is asked of it."""
        self.data.use_background(window.background)
        self.calendars.use_background(window.calendar_background)
        self.calendars.import_asked.connect(window.import_calendar)
        self.data.restore_asked.connect(window.restore_asked)
        self.data.import_asked.connect(window.open_import)
        self.data.demo_asked.connect(window.demo_asked)
        self.data.own_asked.connect(window.own_asked)
        self.reminders.test_asked.connect(window.test_notice_asked)
        if window.shortcut is not None:
            self.reminders.use_shortcut(window.shortcut())

    def open_section(self, key: str) -> None:
        """Show a section: appearance, reminders, tray, documents, calendars or data."""
        self.tabs.setCurrentIndex(_SECTIONS.index(key))

    def export_everything(self) -> None:
        """File, Export everything."""
        self.open_section("data")
        self.data.export_everything()

    def refresh(self) -> None:
        """Read the section that is seen."""
        section = self.tabs.currentWidget()
        if isinstance(section, Section):
            section.refresh()

    def _on_section(self) -> None:
        if not self.is_stale:
            self.refresh()

    def _on_preference(self, _name: str) -> None:
        if self.isVisible():
            self.refresh()
