"""Files of mail dropped on the window or on a client's page."""

from __future__ import annotations

from pathlib import Path

from clientdesk.ui.file_drops import Drops


class MailDrops(Drops):
    """Watches a page for dropped files of mail, one or many; a drop with any other file is left to others.

    What is dropped comes as a list of paths.
    """

    def taken(self, paths: list[Path]) -> list[Path] | None:
        from clientdesk.services.mail.mail_files import holds_mail

        return paths if all(holds_mail(path) for path in paths) else None
