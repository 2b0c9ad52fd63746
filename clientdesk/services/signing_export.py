"""Kept files and the signing log as files of their own: safe names, complete or not written at all."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import secrets
import stat
import unicodedata
from contextlib import suppress
from datetime import UTC
from pathlib import Path, PurePath
from typing import Any

from clientdesk.models.errors import FileNotWritten
from clientdesk.models.views.agreements import SigningEventView
from clientdesk.models.zones import find_zone
from clientdesk.services.file_look import SUFFIXES

_COLUMNS = (
    "at",
    "zone",
    "kind",
    "side",
    "signer",
    "capacity",
    "signed_on",
    "number",
    "version",
    "content_id",
    "file_sha256",
    "verdict",
    "reason",
    "entered_by",
    "note",
)
_LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'")
_NAME_BYTES = 120
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³")}


def safe_name(name: str, media_type: str) -> str:
    """A file name that every system accepts, with an ending of its kind; what is unknown ends in ``.bin``."""
    plain = unicodedata.normalize("NFC", PurePath(name.replace("\\", "/")).name)
    stem, dot, ending = plain.rpartition(".")
    endings = SUFFIXES.get(media_type, (".bin",))
    if not dot or f".{ending.lower()}" not in endings:
        stem, ending = plain if not dot or media_type not in SUFFIXES else (stem or ending), endings[0][1:]
    kept = "".join(char if char.isalnum() or char in "-_ .()" else "-" for char in stem)
    kept = re.sub(r"\.{2,}", ".", " ".join(kept.split())).strip("-_ .")
    while len(kept.encode()) > _NAME_BYTES:
        kept = kept[:-1].rstrip("-_ .")
    if not kept or kept.split(".")[0].lower() in _DEVICES:
        kept = f"file-{kept}".rstrip("-")
    return f"{kept}.{ending.lower()}"


def write_log(
    path: Path, number: str, version: int, fingerprint: str, events: tuple[SigningEventView, ...]
) -> int:
    """Write a log as CSV, or as JSON where the name ends so; returns the number of lines.

    Raises:
        FileNotWritten.
    """
    rows = [_plain(event) | {"number": number, "version": version} for event in events]
    if path.suffix.lower() == ".json":
        document = {"number": number, "version": version, "fingerprint": fingerprint, "events": rows}
        text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        write_bytes(path, text.encode())
    else:
        write_bytes(path, _csv(rows).encode("utf-8-sig"))
    return len(rows)


def write_bytes(path: Path, data: bytes) -> None:
    """Write beside the target, flush, move into place.

    Raises:
        FileNotWritten: an older file is untouched.
    """
    if path.is_dir():
        raise FileNotWritten(path, "a folder has this name")
    if path.exists() and not os.access(path, os.W_OK):
        raise FileNotWritten(path, "the file is read-only")
    part = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise FileNotWritten(path, error.strerror or "the system refused") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_copy(path: Path, data: bytes) -> None:
    """A copy for other programs to show: in a folder of its own, read-only.

    Raises:
        FileNotWritten.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists():
            path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    except OSError as error:
        raise FileNotWritten(path, error.strerror or "the system refused") from error
    write_bytes(path, data)
    with suppress(OSError):
        path.chmod(stat.S_IRUSR)


def _plain(event: SigningEventView) -> dict[str, Any]:
    return {
        "at": event.at.astimezone(find_zone(event.zone) or UTC).isoformat(),
        "zone": event.zone,
        "kind": event.kind.value,
        "side": event.side.value if event.side is not None else "",
        "signer": event.signer,
        "capacity": event.capacity,
        "signed_on": event.signed_on.isoformat() if event.signed_on is not None else "",
        "content_id": event.content_id,
        "file_sha256": event.file_hash,
        "verdict": event.verdict,
        "reason": event.reason,
        "entered_by": event.entered_by,
        "note": event.note,
    }


def _csv(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in _COLUMNS])
    return out.getvalue()


def _cell(value: Any) -> str | int:
    """What no spreadsheet takes for a formula; a number stays one."""
    if isinstance(value, int):
        return value
    text = json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict) else str(value)
    if text == "{}":
        return ""
    return f"'{text}" if text.startswith(_LIVE) else text
