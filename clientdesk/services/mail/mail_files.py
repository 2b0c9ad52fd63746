"""Mail in files: one message (.eml) or a mailbox (mbox), read once from front to back, bodies skipped."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from clientdesk.models.errors import FileUnreadable
from clientdesk.models.mail_endings import is_mail
from clientdesk.services.calendars.ports import Cancel
from clientdesk.services.mail.heads import read_head
from clientdesk.services.mail.ports import MailSource, MessageHead, Progress

BLOCK = 1 << 20
MOST_HEAD = 256 * 1024
"""A head longer than this is cut: what stands further down is no head any more."""

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_DIVIDER = re.compile(
    # The line itself: with a time, or bare as Thunderbird writes it.
    rb"\nFrom (?:[^\r\n]{0,300}?\d\d:\d\d[^\r\n]{0,100}|-?)[ \t]{0,8}\r?\n"
    # A head follows; a body's line that looks the same is followed by more words.
    rb"(?=[!-9;-~]{1,76}[ \t]?:|>From |[!-9;-~]{0,76}\Z)"
)
_FIRST_DIVIDER = re.compile(rb"From [^\r\n]{0,400}\r?\n")
_DELIVERED = re.compile(
    r"\b([A-Z][a-z]{2}) +(\d{1,2}) +(\d\d?:\d\d(?::\d\d)?)(?: +([A-Z]{1,5}|[+-]\d{4}))? +(\d{4})\b(?: +([+-]\d{4}))?"
)
_FROM = b"From "
_LINE_FROM = b"\nFrom "
_OF_THUNDERBIRD = b"\nFrom - "
_BLANK = b"\r\n"
_BOM = b"\xef\xbb\xbf"
_OTHERS = {
    b"\x1f\x8b": "this is no mail but a compressed file; unpack it first",
    b"PK\x03\x04": "this is no mail but a compressed file; unpack it first",
    b"BZh": "this is no mail but a compressed file; unpack it first",
    b"\xfd7zXZ": "this is no mail but a compressed file; unpack it first",
    b"\xff\xfe": "this is no mail as programs write it: its letters are UTF-16; save it as UTF-8",
    b"\xfe\xff": "this is no mail as programs write it: its letters are UTF-16; save it as UTF-8",
}
_LONGEST_DIVIDER = 512


def source_of(path: Path) -> MailSource:
    """The reader of a file, by its first bytes: a mailbox begins with a dividing line.

    A mailbox as Apple Mail exports it is a folder with a file ``mbox`` in it.

    Raises:
        FileUnreadable: it can't be opened, or is no mail.
    """
    inner = path / "mbox"
    if path.is_dir() and inner.is_file():
        path = inner
    with _opened(path) as file:
        start = _read(file, path, 4096)
    for mark, reason in _OTHERS.items():
        if start.startswith(mark):
            raise FileUnreadable(path, reason)
    is_mailbox = start.removeprefix(_BOM).lstrip(_BLANK).startswith(_FROM)
    return MailboxFile(path) if is_mailbox else MessageFile(path)


def holds_mail(path: Path) -> bool:
    """Whether a file is mail by its name, or a mailbox by its first bytes: Thunderbird's have no ending."""
    if is_mail(path):
        return True
    try:
        with _opened(path) as file:
            return _read(file, path, len(_FROM)) == _FROM
    except FileUnreadable:
        return False


class MessageFile:
    """One message in a file of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def name(self) -> str:
        return self._path.name

    def heads(self, cancel: Cancel, progress: Progress) -> Iterator[MessageHead | None]:
        with _opened(self._path) as file:
            cancel.check()
            raw = _read(file, self._path, MOST_HEAD).removeprefix(_BOM).lstrip(_BLANK)
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
            if not place and window.read > _LONGEST_DIVIDER:
                raise FileUnreadable(self._path, "this is no mail")
            if os.fstat(file.fileno()).st_size < window.read:
                raise FileUnreadable(self._path, "it became shorter while it was read; try again")


def _head_after(window: _Window, divider: bytes, place: int) -> MessageHead | None:
    raw, is_whole = window.take_head()
    head = read_head(raw, place, _delivered(divider))
    # A mailbox cut in the middle of a head: the last line may be half an address.
    return head if is_whole else None


def _delivered(divider: bytes) -> str:
    """The date on a dividing line: ``From mara@lind.example Fri Oct  9 09:12:00 2026``."""
    found = _DELIVERED.search(divider.decode("ascii", "replace"))
    if found is None:
        return ""
    month, day, clock, before, year, after = found.groups(default="")
    return f"{day} {month} {year} {clock} {before or after}".strip()


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
        self.read = 0
        self._is_first = True
        self._is_over = False

    def next_divider(self) -> bytes | None:
        """Skip to behind the next dividing line and give it; None at the end."""
        if self._is_first:
            self._is_first = False
            self._more()
            before = len(self._held) - len(self._held.removeprefix(_BOM).lstrip(_BLANK))
            first = _FIRST_DIVIDER.match(self._held, before)
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
        before = self._held[max(newline - 2, 0) : newline]
        # Older Thunderbirds leave the empty line out; nobody else writes a line like theirs.
        return before.endswith((b"\n", b"\n\r")) or self._held.startswith(_OF_THUNDERBIRD, newline)

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
        self.read += len(block)
        self._progress(self.read, max(self._total, self.read))
        kept = max(self._at - 2, 0)
        self._held = self._held[kept:] + block
        self._at -= kept
        self._is_over = not block


def _opened(path: Path) -> BinaryIO:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise FileUnreadable(path, "this is a folder without a mailbox in it")
        if not stat.S_ISREG(mode):
            # A pipe would be waited for, a device would never end.
            raise FileUnreadable(path, "this is no file")
        return path.open("rb")
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error


def _read(file: BinaryIO, path: Path, most: int) -> bytes:
    try:
        return file.read(most)
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error
