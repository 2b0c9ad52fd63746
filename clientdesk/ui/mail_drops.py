"""Files of mail dropped on the window or on a client's page."""

from __future__ import annotations

from pathlib import Path

from clientdesk.models.mail_endings import is_mail
from clientdesk.ui.file_drops import Drops


class MailDrops(Drops):
    """Watches a page for dropped files of mail, one or many; a drop with any other file is left to others.

    What is dropped comes as a list of paths.
    """

    def taken(self, paths: list[Path]) -> list[Path] | None:
        return paths if all(is_mail(path) for path in paths) else None
