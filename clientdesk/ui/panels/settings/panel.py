"""The Settings panel: a list of sections at the left, one section at the right. Everything applies at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from clientdesk.models.enums import Kind
from clientdesk.ui.panels.base import Panel
from clientdesk.ui.panels.settings.computer import AppearanceSection, RemindersSection, TraySection
from clientdesk.ui.panels.settings.data import DataSection
from clientdesk.ui.panels.settings.documents import DocumentsSection
from clientdesk.ui.panels.settings.parts import Section
from clientdesk.ui.theme import body_px
from clientdesk.ui.tokens import SPACE_3, SPACE_4
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.main_window import MainWindow
    from clientdesk.ui.messages import Messages
    from clientdesk.ui.theme import Theme


class SettingsPanel(Panel):
    """Five sections; the one that is seen is read when it is shown."""

    panel_id = "settings"
    watches = frozenset({Kind.PRACTICE})

    def __init__(
        self, workspace: Workspace, messages: Messages, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        del theme
        preferences = workspace.preferences
        self.appearance = AppearanceSection(preferences, messages)
        self.reminders = RemindersSection(preferences, messages)
        self.tray = TraySection(preferences, messages)
        self.documents = DocumentsSection(workspace.practice, messages)
        self.data = DataSection(workspace, messages)
        self._build()
        preferences.subscribe(self._on_preference)

    def title(self) -> str:
        return self.tr("Settings")

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_4, SPACE_4, 0, 0)
        column.setSpacing(SPACE_3)
        column.addWidget(label(self.title(), "title"))
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        self.section_list = QListWidget()
        self.section_list.setObjectName("section_list")
        self.section_list.setAccessibleName(self.tr("Sections"))
        self.section_list.setFixedWidth(round(body_px() * 11.5))
        self.section_list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stack = QStackedWidget()
        for key in ("appearance", "reminders", "tray", "documents", "data"):
            section: Section = getattr(self, key)
            section.setObjectName(f"{key}_section")
            self.stack.addWidget(section)
            item = QListWidgetItem(section.accessibleName())
            item.setData(Qt.ItemDataRole.UserRole, key)
            self.section_list.addItem(item)
        height = self.section_list.sizeHintForRow(0) * self.section_list.count() + 2 * SPACE_3
        self.section_list.setFixedHeight(max(height, 190))
        row.addWidget(self.section_list, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.stack, 1)
        column.addLayout(row, 1)
        self.section_list.currentRowChanged.connect(self._on_section)
        self.section_list.setCurrentRow(0)

    def use_window(self, window: MainWindow) -> None:
        """What only the window can do is asked of it."""
        self.data.use_background(window.background)
        self.data.restore_asked.connect(window.restore_asked)
        self.data.import_asked.connect(window.open_import)
        self.data.demo_asked.connect(window.demo_asked)
        self.data.own_asked.connect(window.own_asked)
        self.reminders.test_asked.connect(window.test_notice_asked)

    def open_section(self, key: str) -> None:
        """Show a section: appearance, reminders, tray, documents or data."""
        for number in range(self.section_list.count()):
            if self.section_list.item(number).data(Qt.ItemDataRole.UserRole) == key:
                self.section_list.setCurrentRow(number)

    def export_everything(self) -> None:
        """File, Export everything."""
        self.open_section("data")
        self.data.export_everything()

    def refresh(self) -> None:
        """Read the section that is seen."""
        section = self.stack.currentWidget()
        if isinstance(section, Section):
            section.refresh()

    def _on_section(self, number: int) -> None:
        self.stack.setCurrentIndex(number)
        if not self.is_stale:
            self.refresh()

    def _on_preference(self, _name: str) -> None:
        if self.isVisible():
            self.refresh()
