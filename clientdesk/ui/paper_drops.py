"""A signed paper's file dropped on a page that can file it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from clientdesk.ui.calendar_drops import is_calendar
from clientdesk.ui.file_drops import FileDrops


class PaperDrops(FileDrops):
    """Watches a page for one dropped file; calendars and mail are left to the window."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page, _may_be_paper)


def _may_be_paper(path: Path) -> bool:
    from clientdesk.services.mail.mail_files import holds_mail

    return path.is_file() and not is_calendar(path) and not holds_mail(path)
