"""A signed paper's file dropped on a page that can file it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from clientdesk.models.mail_endings import is_mail
from clientdesk.ui.calendar_drops import is_calendar
from clientdesk.ui.file_drops import FileDrops


class PaperDrops(FileDrops):
    """Watches a page for one dropped file; calendars and mail are left to the window."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page, _may_be_paper)


def _may_be_paper(path: Path) -> bool:
    return path.is_file() and not is_calendar(path) and not is_mail(path)
