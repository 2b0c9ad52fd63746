"""Finished PDFs on disk: safe names, and files that are either complete or untouched."""

from __future__ import annotations

import errno
import io
import os
import re
import secrets
import unicodedata
from contextlib import suppress
from pathlib import Path

from clientdesk.models.errors import FileNotWritten

NAME_LIMIT = 80
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
_FULL = "the disk is full"
_READ_ONLY = "the file or its folder is read-only"
_IS_FOLDER = "a folder has this name"
_NO_FOLDER = "there is no such folder"
_EXISTS = "a file of this name is already there"
_REASONS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.EROFS: _READ_ONLY,
    errno.EISDIR: _IS_FOLDER,
    errno.ENOENT: _NO_FOLDER,
    errno.ENOTDIR: _NO_FOLDER,
    errno.ENAMETOOLONG: "the name is too long",
}


def safe_file_name(number: str, version: int | None = None) -> str:
    """A file name from number and version that every system accepts, such as ``SOW-2026-014-v2.pdf``.

    Also takes a title for drafts; path separators, control and reserved characters become hyphens.
    """
    plain = unicodedata.normalize("NFC", number)
    kept = "".join(char if char.isalnum() or char in "-_ " else "-" for char in plain)
    kept = re.sub(r"[-\s]*-[-\s]*", "-", " ".join(kept.split())).strip("-_ ")
    while len(kept.encode()) > NAME_LIMIT:
        kept = kept[:-1].rstrip("-_ ")
    if not kept or kept.lower() in _RESERVED:
        kept = f"paper-{kept}".rstrip("-")
    return f"{kept}.pdf" if version is None else f"{kept}-v{version}.pdf"


def count_pages(pdf: bytes) -> int:
    """Pages of a PDF; 0 when it is damaged or none at all. Nothing is guessed or repaired."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as file:
            return len(file.pages)
    except (pikepdf.PdfError, RuntimeError):
        return 0


def write_pdf(path: Path, pdf: bytes, *, replace: bool = True) -> int:
    """Write a finished PDF: beside the target, flushed, read back, then moved into place.

    Args:
        replace: whether an older file may be replaced; an issued paper's file never is, unless equal.

    Returns:
        The number of pages.

    Raises:
        FileNotWritten: with the reason in words. An older file is untouched.
    """
    if path.is_dir():
        raise FileNotWritten(path, _IS_FOLDER)
    if not replace and path.exists():
        if path.read_bytes() == pdf:
            return count_pages(pdf)
        raise FileNotWritten(path, _EXISTS)
    part = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        _write_through(part, pdf)
        _verify(path, part, pdf)
        _move(part, path, replace=replace)
    except OSError as error:
        raise FileNotWritten(
            path, _REASONS.get(error.errno or 0, error.strerror or "the system refused")
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return count_pages(pdf)


def _write_through(part: Path, pdf: bytes) -> None:
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pdf)
        file.flush()
        os.fsync(file.fileno())


def _verify(path: Path, part: Path, pdf: bytes) -> None:
    written = part.read_bytes()
    if written != pdf or not written.rstrip().endswith(b"%%EOF") or count_pages(written) == 0:
        raise FileNotWritten(path, "the written file came out incomplete")


def _move(part: Path, path: Path, *, replace: bool) -> None:
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "read-only file")
    if replace:
        part.replace(path)
    else:
        try:
            os.link(part, path)
        except FileExistsError as error:
            raise FileNotWritten(path, _EXISTS) from error
    with suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
