"""The record of an issued paper: kept files and the signing log."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clientdesk.ui.panels.papers.log_timeline import FilesCard, LogTimeline
from clientdesk.ui.tokens import SPACE_6

if TYPE_CHECKING:
    from clientdesk.models.views.agreements import AgreementView
    from clientdesk.services.signing import SigningService


class RecordPart(QWidget):
    """The third tab beside the pages."""

    def __init__(self, signing: SigningService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.files = FilesCard(signing.can_be_opened)
        self.log = LogTimeline(signing.remarks_of)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_6)
        column.addWidget(self.files)
        column.addWidget(self.log)
        column.addStretch(1)

    def show_paper(self, view: AgreementView, today: date) -> None:
        """Fill it."""
        self.files.show_files(view.files, today)
        self.log.show_events(view.events, today)
