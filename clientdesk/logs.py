# SPDX-License-Identifier: MIT
"""The log of a workspace: small rotating files for its owner's eyes, without a word of what the clients' records say.

What a log line may hold is decided here and not by its writer: numbers, dates, ids, names of errors, and
texts marked with `plain`. Every other text becomes its length.
"""

from __future__ import annotations

import errno
import logging
import os
import re
import traceback
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import CodeType, TracebackType

LOG_NAME = "clientdesk.log"
_OWN = "clientdesk"
_BYTES = 512 * 1024
_KEPT = 3
_PACKAGE = Path(__file__).resolve().parent.parent
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SYSTEM_TEXTS = frozenset(os.strerror(code) for code in errno.errorcode)


class Plain(str):
    """A text that holds nothing of a client: a name of ours, of a program, of a setting."""

    __slots__ = ()


def plain(text: str) -> Plain:
    """Mark a text as fit for the log."""
    return Plain(text)


def start(folder: Path) -> Path | None:
    """Log into a folder (made if missing) from now on, and nowhere else.

    Returns:
        The file, or None where it cannot be written; ClientDesk then goes on without a log.
    """
    stop()
    own = logging.getLogger(_OWN)
    own.setLevel(logging.INFO)
    path = folder / LOG_NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _PrivateFile(path, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(RedactingFormatter())
    own.addHandler(handler)
    foreign = logging.getLogger()
    foreign.addHandler(handler)
    own.propagate = False
    return path


def stop() -> None:
    """Close the log; called before another workspace opens, and at the end."""
    for logger in (logging.getLogger(_OWN), logging.getLogger()):
        for handler in [each for each in logger.handlers if isinstance(each, _PrivateFile)]:
            logger.removeHandler(handler)
            handler.close()
    logging.getLogger(_OWN).propagate = True


class RedactingFormatter(logging.Formatter):
    """One line a record; arguments and errors pass through `redacted`, other programs' texts don't pass at all."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        line = f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z {record.levelname} {record.name}: "
        line += self._message(record)
        if record.exc_info and record.exc_info[1] is not None:
            line += "\n" + describe_error(record.exc_info[1])
        return line

    @staticmethod
    def _message(record: logging.LogRecord) -> str:
        if record.name != _OWN and not record.name.startswith(f"{_OWN}."):
            return f"(text left out) at {record.module}:{record.lineno}"
        args = record.args
        if not args:
            return str(record.msg)
        if isinstance(args, Mapping):
            return str(record.msg) % {key: redacted(value) for key, value in args.items()}
        return str(record.msg) % tuple(redacted(value) for value in args)


def redacted(value: object) -> object:
    """The value if it can't tell anything about a client, else how long its text is."""
    if value is None or isinstance(value, (bool, int, float, date, time, timedelta, Plain, Enum)):
        return value
    if isinstance(value, BaseException):
        return _name_of(value)
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, Path):
        return f"<path{value.suffix}>" if len(value.suffix) <= 8 else "<path>"
    text = str(value)
    if isinstance(value, str) and (_ID.fullmatch(text) or text in _SYSTEM_TEXTS or text in _error_names()):
        return text
    return f"<{len(text)} characters>"


def describe_error(error: BaseException) -> str:
    """An error as its class and the places it came through; never its message, which may quote a record."""
    lines: list[str] = []
    seen: set[int] = set()
    step: BaseException | None = error
    while step is not None and id(step) not in seen:
        seen.add(id(step))
        lines.append(("caused by " if len(seen) > 1 else "") + _name_of(step))
        lines.extend(f"  {place}" for place in _places(step.__traceback__))
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return "\n".join(lines)


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{_short(frame.f_code)}:{line}" for frame, line in traceback.walk_tb(trace)]


def _short(code: CodeType) -> str:
    path = Path(code.co_filename)
    if path.is_relative_to(_PACKAGE):
        return f"{path.relative_to(_PACKAGE)} {code.co_qualname}"
    return f"{'/'.join(path.parts[-2:])} {code.co_qualname}"


def _name_of(error: BaseException) -> str:
    name = type(error).__name__
    if isinstance(error, OSError) and error.errno is not None:
        return f"{name} ({errno.errorcode.get(error.errno, str(error.errno))})"
    driver = getattr(error, "orig", error)
    code = getattr(driver, "sqlite_errorname", None)
    return f"{name} ({code})" if isinstance(code, str) else name


def _error_names() -> set[str]:
    names: set[str] = set()
    open_ends: list[type[BaseException]] = [BaseException]
    while open_ends:
        kind = open_ends.pop()
        if kind.__name__ not in names:
            names.add(kind.__name__)
            open_ends.extend(kind.__subclasses__())
    return names


class _PrivateFile(RotatingFileHandler):
    """A rotating file that only its owner can read, from its first byte."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        Path(self.baseFilename).chmod(0o600)
        return TextIOWrapper(os.fdopen(descriptor, "ab"), self.encoding, self.errors, write_through=True)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (the standard library's name)
        """A log that can't be written (full disk) must not stop or litter anything."""
