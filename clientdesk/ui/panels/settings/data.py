"""The section about the data: where it is, backups, restoring, everything out and in, the demo."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from clientdesk.ui.file_choice import Ask, ask_save
from clientdesk.ui.itemmodels.backups import BackupLine, BackupModel
from clientdesk.ui.panels.settings.parts import Card, Section
from clientdesk.ui.theme import current_row_height
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.widgets.table import RowTable

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.background import Background
    from clientdesk.ui.messages import Messages


class DataSection(Section):
    """What can be done with the workspace as a whole.

    Signals:
        restore_asked: put this backup in the store's place.
        import_asked: open the import.
        demo_asked: go to the demo.
        own_asked: leave the demo.

    Attributes:
        ask_file: how a file to write is asked for.
    """

    restore_asked = Signal(object)
    import_asked = Signal()
    demo_asked = Signal()
    own_asked = Signal()

    def __init__(self, workspace: Workspace, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Data"))
        self._workspace = workspace
        self._messages = messages
        self._background: Background | None = None
        self.ask_file: Ask = ask_save
        self._build_place()
        self._build_backups()
        self._build_exchange()
        self._build_demo()
        self._wire()

    def use_background(self, background: Background) -> None:
        """Long work runs there."""
        self._background = background

    def _build_place(self) -> None:
        card = Card(
            self.tr("Where your data is"),
            self.tr(
                "Everything is in this folder: clients, papers, backups. Nothing leaves this computer by itself."
            ),
        )
        self.folder_label = label(str(self._workspace.folder.root), wrap=True)
        self.folder_label.setObjectName("folder_label")
        self.folder_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card.column.addWidget(self.folder_label)
        self.folder_button = button(self.tr("Open folder"), icon_name="folder")
        self.folder_button.setObjectName("folder_button")
        card.add_buttons(self.folder_button)
        self.add_card(card)

    def _build_backups(self) -> None:
        card = Card(
            self.tr("Backups"),
            self.tr(
                "Made and checked when you close ClientDesk after changes, and before imports. The newest 14 are kept."
            ),
        )
        self.backup_model = BackupModel(self)
        self.backup_table = RowTable(self.backup_model, self.tr("Backups"))
        self.backup_table.setObjectName("backup_table")
        self.backup_table.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        self.backup_table.set_widths({"made": 190, "size": 90}, "why")
        card.column.addWidget(self.backup_table)
        self.no_backup_label = label(self.tr("There is no backup yet."), "secondary")
        self.no_backup_label.setObjectName("no_backup_label")
        card.column.addWidget(self.no_backup_label)
        self.backup_button = button(self.tr("Back up now"))
        self.backup_button.setObjectName("backup_button")
        self.restore_button = button(self.tr("Restore…"), icon_name="rotate-ccw")
        self.restore_button.setObjectName("restore_button")
        card.add_buttons(self.backup_button, self.restore_button)
        self.add_card(card)

    def _build_exchange(self) -> None:
        card = Card(
            self.tr("Export and import"),
            self.tr("The export is one readable file (JSON) with everything in it, papers included."),
        )
        self.export_button = button(self.tr("Export everything…"), icon_name="download")
        self.export_button.setObjectName("export_button")
        self.import_button = button(self.tr("Import…"), icon_name="upload")
        self.import_button.setObjectName("import_button")
        card.add_buttons(self.export_button, self.import_button)
        self.add_card(card)

    def _build_demo(self) -> None:
        self.demo_card = Card(
            self.tr("Demo"),
            self.tr("A made-up practice in a folder of its own. Your data is not touched by it."),
        )
        self.demo_button = button(self.tr("Look at the demo"), icon_name="eye")
        self.demo_button.setObjectName("demo_button")
        self.own_button = button(self.tr("Leave the demo"), "primary")
        self.own_button.setObjectName("own_button")
        self.demo_card.add_buttons(self.demo_button, self.own_button)
        self.add_card(self.demo_card)

    def _wire(self) -> None:
        self.folder_button.clicked.connect(self._on_folder)
        self.backup_button.clicked.connect(self.back_up)
        self.restore_button.clicked.connect(self._on_restore)
        self.backup_table.current_changed.connect(self._show_restore)
        self.export_button.clicked.connect(self.export_everything)
        self.import_button.clicked.connect(self.import_asked)
        self.demo_button.clicked.connect(self.demo_asked)
        self.own_button.clicked.connect(self.own_asked)

    def refresh(self) -> None:
        """Read the backups again; whether this is the demo."""
        zone = self._workspace.practice.zone()
        lines = [
            BackupLine(str(b.path), b.made_at.astimezone(zone), b.size, b.reason)
            for b in self._workspace.list_backups()
        ]
        self.backup_table.set_rows(lines)
        self.backup_table.setVisible(bool(lines))
        self.no_backup_label.setVisible(not lines)
        shown = min(max(len(lines), 1), 6)
        header = self.backup_table.horizontalHeader().sizeHint().height()
        self.backup_table.setFixedHeight(header + shown * current_row_height() + 4)
        practice = self._workspace.practice.get()
        is_demo = practice is not None and practice.is_demo
        self.own_button.setVisible(is_demo)
        self.demo_button.setVisible(not is_demo)
        self._show_restore()

    def back_up(self) -> None:
        """Make a backup now, checked before it counts."""
        if self._background is not None:
            self.backup_button.setEnabled(False)
            self._background.run(self._workspace.back_up, self._on_backed_up, self._on_failed)

    def export_everything(self) -> None:
        """Ask for a place and write everything there."""
        today = self._workspace.practice.today()
        name = str(Path.home() / f"clientdesk-{today.isoformat()}.json")
        chosen = self.ask_file(self, self.tr("Export everything"), name)
        if chosen is not None and self._background is not None:
            self.export_button.setEnabled(False)
            work = partial(self._workspace.interchange.export_to, chosen)
            self._background.run(work, partial(self._on_exported, chosen), self._on_failed)

    def _on_backed_up(self, _backup: object) -> None:
        self.backup_button.setEnabled(True)
        self._messages.toast(self.tr("Backed up and checked."))
        self.refresh()

    def _on_exported(self, path: Path, counts: dict[str, int]) -> None:
        self.export_button.setEnabled(True)
        text = self.tr("{count} records written to {name}.")
        self._messages.toast(text.format(count=QLocale().toString(sum(counts.values())), name=path.name))

    def _on_failed(self, error: Exception) -> None:
        self.backup_button.setEnabled(True)
        self.export_button.setEnabled(True)
        self._messages.error(error)

    def _on_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._workspace.folder.root)))

    def _show_restore(self) -> None:
        self.restore_button.setEnabled(bool(self.backup_table.current_id()))
        self.restore_button.setToolTip(
            "" if self.restore_button.isEnabled() else self.tr("Choose a backup in the list first.")
        )

    def _on_restore(self) -> None:
        line = self.backup_model.row_at(self.backup_table.currentIndex())
        if line is None:
            return
        agreed = self._messages.confirm(
            self.tr("Restore the backup of {when}?").format(when=self.backup_model.when(line)),
            self.tr(
                "Everything goes back to that moment. What you have now is backed up first and kept in the"
                " backups folder."
            ),
            self.tr("Restore"),
            is_dangerous=True,
        )
        if agreed:
            self.restore_asked.emit(Path(line.path))
