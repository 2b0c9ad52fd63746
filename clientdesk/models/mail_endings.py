"""Which files hold mail, by their names."""

from __future__ import annotations

from pathlib import Path

MAIL_ENDINGS = (".eml", ".mbox", ".mbx")
"""A single message, then mailboxes."""


def is_mail(path: Path) -> bool:
    """Whether a file's name says that it holds mail."""
    return path.suffix.casefold() in MAIL_ENDINGS
