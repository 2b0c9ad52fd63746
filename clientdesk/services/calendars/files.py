"""Reads a calendar's file, and says whether it has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clientdesk.models.errors import CalendarUnread, FileUnreadable
from clientdesk.services.calendars.ports import Cancel, Fetched, KnownVersion

MOST_FILE_BYTES = 64 * 1024 * 1024


def read_file(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        FileUnreadable: it can't be opened, or is larger than 64 MB.
    """
    try:
        if path.stat().st_size > MOST_FILE_BYTES:
            raise FileUnreadable(path, "larger than 64 MB")
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error


def version_of(path: Path) -> KnownVersion:
    """When and how large the file is.

    Raises:
        FileUnreadable: it isn't there, or can't be looked at.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error
    return KnownVersion(last_modified=f"{found.st_mtime_ns}:{found.st_size}")


@dataclass(frozen=True, slots=True)
class FileReader:
    """Reads a watched file (a `CalendarReader`)."""

    def read(self, where: str, known: KnownVersion, cancel: Cancel) -> Fetched:
        """The file's text, unless its time and size are as they were.

        Raises:
            CalendarUnread: it isn't there, or can't be read.
        """
        cancel.check()
        path = Path(where)
        try:
            now = path.stat()
        except FileNotFoundError as error:
            raise CalendarUnread("no_file") from error
        except OSError as error:
            raise CalendarUnread("file_unreadable") from error
        version = f"{now.st_mtime_ns}:{now.st_size}"
        if version == known.last_modified:
            return Fetched(None, last_modified=version)
        try:
            return Fetched(read_file(path), last_modified=version)
        except FileUnreadable as error:
            large = now.st_size > MOST_FILE_BYTES
            raise CalendarUnread("too_large:64" if large else "file_unreadable") from error
