"""Shown in place of the panels when a workspace cannot be opened: what happened, what is kept, what to do."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QMessageBox, QVBoxLayout, QWidget

from clientdesk.models.errors import ClientDeskError
from clientdesk.services.wording import words_for
from clientdesk.ui.tokens import SPACE_3, SPACE_4
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label


class StartScreen(QWidget):
    """Says why, and offers the newest backup where that helps.

    Signals:
        restore_asked: path of the backup to put in the store's place.
        demo_asked, quit_asked.
    """

    restore_asked = Signal(object)
    demo_asked = Signal()
    quit_asked = Signal()

    def __init__(self, words: str, newest_backup: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start_screen")
        self.setAccessibleName(self.tr("This workspace can't be opened"))
        self._backup = newest_backup
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_4 * 2, SPACE_4 * 2, SPACE_4 * 2, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addWidget(label(self.tr("This workspace can't be opened"), "title"))
        self.words_label = label(words, "body")
        self.words_label.setObjectName("words_label")
        self.words_label.setWordWrap(True)
        self.words_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.words_label)
        row = QHBoxLayout()
        if newest_backup is not None:
            self.restore_button = button(self.tr("Restore the newest backup"), role="primary")
            self.restore_button.setObjectName("restore_button")
            self.restore_button.clicked.connect(self._on_restore)
            row.addWidget(self.restore_button)
        self.other_button = button(self.tr("Restore another backup…"))
        self.other_button.setObjectName("other_button")
        self.other_button.clicked.connect(self._on_other)
        row.addWidget(self.other_button)
        self.demo_button = button(self.tr("Look at the demo"))
        self.demo_button.setObjectName("demo_button")
        self.demo_button.clicked.connect(self.demo_asked)
        row.addWidget(self.demo_button)
        self.quit_button = button(self.tr("Quit"))
        self.quit_button.setObjectName("quit_button")
        self.quit_button.clicked.connect(self.quit_asked)
        row.addWidget(self.quit_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)

    def _on_restore(self) -> None:
        self.restore_asked.emit(self._backup)

    def _on_other(self) -> None:
        start = str(self._backup.parent) if self._backup is not None else ""
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Restore another backup"), start, self.tr("Backups (*.sqlite3)")
        )
        if path:
            self.restore_asked.emit(Path(path))


def show_refusal(app: QApplication, error: Exception) -> int:
    """Say why ClientDesk could not start at all; returns the exit code."""
    from clientdesk.ui.translations import translate

    words = words_for(error) if isinstance(error, ClientDeskError) else type(error).__name__
    box = QMessageBox(QMessageBox.Icon.Warning, "ClientDesk", "")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(words)
    box.addButton(translate("StartScreen", "Close"), QMessageBox.ButtonRole.AcceptRole)
    box.exec()
    app.quit()
    return 1
