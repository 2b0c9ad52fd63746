"""Mail in files: one message (.eml) or a mailbox (mbox), read once from front to back, bodies skipped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from clientdesk.models.errors import FileUnreadable
from clientdesk.services.calendars.ports import Cancel
from clientdesk.services.mail.heads import read_head
from clientdesk.services.mail.ports import MailSource, MessageHead, Progress

MESSAGE_ENDINGS = frozenset({".eml"})
MAILBOX_ENDINGS = frozenset({".mbox", ".mbx"})

BLOCK = 1 << 20
MOST_HEAD = 256 * 1024
"""A head longer than this is cut: what stands further down is no head any more."""

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_DIVIDER = re.compile(rb"\nFrom [^\r\n]{0,300}?\d\d:\d\d[^\r\n]{0,100}\r?\n")
_FIRST_DIVIDER = re.compile(rb"From [^\r\n]{0,400}\r?\n")
_LINE_FROM = b"\nFrom "
_LONGEST_DIVIDER = 512


def is_mail(path: Path) -> bool:
    """Whether a file's name says that it holds mail."""
    return path.suffix.casefold() in MESSAGE_ENDINGS | MAILBOX_ENDINGS


def source_of(path: Path) -> MailSource:
    """The reader of a file, by its first bytes: a mailbox begins with a dividing line.

    Raises:
        FileUnreadable: it can't be opened.
    """
    with _opened(path) as file:
        start = file.read(5)
    return MailboxFile(path) if start == b"From " else MessageFile(path)


class MessageFile:
    """One message in a file of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def name(self) -> str:
        return self._path.name

    def heads(self, cancel: Cancel, progress: Progress) -> Iterator[MessageHead | None]:
        with _opened(self._path) as file:
            cancel.check()
            raw = _read(file, self._path, MOST_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
        end = _HEAD_END.search(raw)
        head = read_head(raw if end is None else raw[: end.start()], 1)
        if head is None:
            raise FileUnreadable(self._path, "this is no mail")
        progress(1, 1)
        yield head


class MailboxFile:
    """Many messages in one file, each after a dividing line; only one block of it is in memory."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def name(self) -> str:
        return self._path.name

    def heads(self, cancel: Cancel, progress: Progress) -> Iterator[MessageHead | None]:
        with _opened(self._path) as file:
            total = self._path.stat().st_size
            window = _Window(file, self._path, total, cancel, progress)
            place = 0
            while (divider := window.next_divider()) is not None:
                place += 1
                yield _head_after(window, divider, place)


def _head_after(window: _Window, divider: bytes, place: int) -> MessageHead | None:
    raw, is_whole = window.take_head()
    head = read_head(raw, place, _delivered(divider))
    # A mailbox cut in the middle of a head: the last line may be half an address.
    return head if is_whole else None


def _delivered(divider: bytes) -> str:
    """The date on a dividing line: ``From mara@lind.example Fri Oct  9 09:12:00 2026``."""
    words = divider.decode("ascii", "replace").split()
    if len(words) < 6:
        return ""
    _, month, day, clock, year, *rest = words[2:]
    zone = rest[0] if rest else ""
    if not year.isdigit() and rest and rest[0].isdigit():
        year, zone = rest[0], year
    return f"{day} {month} {year} {clock} {zone}".strip()


class _Window:
    """The part of a mailbox that is in memory, moved forward only."""

    def __init__(self, file: BinaryIO, path: Path, total: int, cancel: Cancel, progress: Progress) -> None:
        self._file = file
        self._path = path
        self._total = total
        self._cancel = cancel
        self._progress = progress
        self._held = b""
        self._at = 0
        self._read = 0
        self._is_first = True
        self._is_over = False

    def next_divider(self) -> bytes | None:
        """Skip to behind the next dividing line and give it; None at the end."""
        if self._is_first:
            self._is_first = False
            self._more()
            first = _FIRST_DIVIDER.match(self._held)
            if first is not None:
                self._at = first.end()
            return None if first is None else first.group()
        while True:
            newline = self._held.find(_LINE_FROM, self._at)
            if newline >= 0 and (self._is_over or newline + _LONGEST_DIVIDER <= len(self._held)):
                found = _DIVIDER.match(self._held, newline)
                if found is not None and self._stands_alone(newline):
                    self._at = found.end()
                    return found.group()
                self._at = newline + 1
                continue
            if self._is_over:
                return None
            self._at = newline if newline >= 0 else max(self._at, len(self._held) - len(_LINE_FROM))
            self._more()

    def _stands_alone(self, newline: int) -> bool:
        """Whether an empty line stands before it: a body may have a line that begins with "From" too."""
        return self._held[max(newline - 2, 0) : newline].endswith((b"\n", b"\n\r"))

    def take_head(self) -> tuple[bytes, bool]:
        """The lines up to the first empty one, and whether that came before the file's end."""
        while True:
            if self._held.startswith((b"\n", b"\r\n"), self._at):
                return b"", True
            found = _HEAD_END.search(self._held, self._at)
            if found is not None:
                raw = self._held[self._at : found.start()]
                # The empty line stays: it may be the one before the next divider.
                self._at = found.end() - 1
                return raw[:MOST_HEAD], True
            if len(self._held) - self._at >= MOST_HEAD:
                raw = self._held[self._at : self._at + MOST_HEAD]
                self._at += MOST_HEAD
                return raw, True
            if self._is_over:
                raw = self._held[self._at :]
                self._at = len(self._held)
                return raw, False
            self._more()

    def _more(self) -> None:
        """Read on; what lies before the place reached is let go, but for the two bytes in front of it."""
        self._cancel.check()
        block = _read(self._file, self._path, BLOCK)
        self._read += len(block)
        self._progress(self._read, max(self._total, self._read))
        kept = max(self._at - 2, 0)
        self._held = self._held[kept:] + block
        self._at -= kept
        self._is_over = not block


def _opened(path: Path) -> BinaryIO:
    try:
        if path.is_dir():
            raise FileUnreadable(path, "this is a folder")
        return path.open("rb")
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error


def _read(file: BinaryIO, path: Path, most: int) -> bytes:
    try:
        return file.read(most)
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error
