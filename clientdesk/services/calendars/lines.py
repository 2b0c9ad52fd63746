"""From bytes to content lines with the number of their line in the file; mends what can be mended."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from clientdesk.models.errors import Problem

MOST_LINE_BYTES = 200_000
"""Longer lines hold pictures and the like; they are cut, as nothing of theirs is kept."""

_SHAPE = re.compile(rb"[A-Za-z0-9-]{1,80}[;:]")
_BLANK = (0x20, 0x09)

Line = tuple[int, str]


@dataclass(slots=True)
class Problems:
    """What was wrong with a file: every kind at every line, up to a limit.

    Attributes:
        found: in the order in which they were noticed.
        left_out: how many more there were.
    """

    found: list[Problem] = field(default_factory=list)
    left_out: int = 0

    def add(self, line: int, code: str, **facts: object) -> None:
        """Note a problem at a line of the file; 0 for the file as a whole."""
        if len(self.found) >= MOST_PROBLEMS:
            self.left_out += 1
            return
        self.found.append(Problem(f"line {line}" if line else "", code, facts))

    def in_order(self) -> tuple[Problem, ...]:
        """By line; what holds for the whole file comes first."""
        ordered = sorted(self.found, key=lambda p: int(p.field.removeprefix("line ") or 0))
        if self.left_out:
            ordered.append(Problem("", "calendar_more_problems", {"count": self.left_out}))
        return tuple(ordered)


MOST_PROBLEMS = 500


def content_lines(data: bytes, problems: Problems) -> list[Line]:
    """Unfolded lines of a file, each with the number of its first line there.

    Reads CRLF, LF, CR alone and doubled line ends; UTF-8, UTF-16 with its mark, and else Western Europe
    (Windows). Folding is undone on bytes, since it may part the bytes of one character.
    """
    raw = _plain_bytes(data, problems)
    found: list[Line] = []
    parts: list[bytes] = []
    size = 0
    start = 0
    told = _Told()
    for number, physical in enumerate(raw.split(b"\n"), start=1):
        if not physical:
            continue
        if physical[0] in _BLANK and start:
            size += len(physical)
            if size <= MOST_LINE_BYTES:
                parts.append(physical[1:])
            continue
        if _SHAPE.match(physical) is None:
            if not physical.strip():
                continue
            if start:
                told.fold(number, problems)
                size += len(physical)
                if size <= MOST_LINE_BYTES:
                    parts.append(physical)
                continue
        if start:
            found.append((start, _text_of(parts, start, told, problems)))
        start, size = number, len(physical)
        parts = [physical[:MOST_LINE_BYTES]]
    if start:
        found.append((start, _text_of(parts, start, told, problems)))
    return found


class _Told:
    """What is told once a file, not at every line."""

    def __init__(self) -> None:
        self._fold = False
        self._encoding = False

    def fold(self, line: int, problems: Problems) -> None:
        if not self._fold:
            problems.add(line, "calendar_broken_fold")
            self._fold = True

    def encoding(self, line: int, problems: Problems) -> None:
        if not self._encoding:
            problems.add(line, "calendar_not_utf8")
            self._encoding = True


def _plain_bytes(data: bytes, problems: Problems) -> bytes:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", errors="replace").encode()
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        first = data.index(b"\0")
        problems.add(data.count(b"\n", 0, first) + 1, "calendar_nul")
        data = data.replace(b"\0", b"")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data


def _text_of(parts: list[bytes], number: int, told: _Told, problems: Problems) -> str:
    whole = parts[0] if len(parts) == 1 else b"".join(parts)
    try:
        return whole.decode()
    except UnicodeDecodeError as error:
        if len(whole) >= MOST_LINE_BYTES - 4 and error.end >= len(whole) - 4:
            return whole.decode(errors="ignore")
        told.encoding(number, problems)
        return whole.decode("cp1252", errors="replace")


def split_line(line: str) -> tuple[str, str, str] | None:
    """Name (upper case), parameters as written and value of a content line; None when it has no value."""
    colon = line.find(":")
    if colon < 0:
        return None
    head = line[:colon]
    if '"' in head:
        colon = _colon_outside_quotes(line)
        if colon < 0:
            return None
        head = line[:colon]
    name, _, parameters = head.partition(";")
    return name.upper(), parameters, line[colon + 1 :]


def _colon_outside_quotes(line: str) -> int:
    is_quoted = False
    for index, char in enumerate(line):
        if char == '"':
            is_quoted = not is_quoted
        elif char == ":" and not is_quoted:
            return index
    # A quotation mark that is never closed: take the first colon after all.
    return line.find(":")


def parameter(parameters: str, name: str) -> str:
    """Value of one parameter; empty when it isn't there."""
    if not parameters or name not in parameters.upper():
        return ""
    for part in re.findall(r'(?:[^;"]|"[^"]*")+', parameters):
        key, _, value = part.partition("=")
        if key.strip().upper() == name:
            return str(value).strip().strip('"')
    return ""


_ESCAPES = {"n": "\n", "N": "\n", "\\": "\\", ";": ";", ",": ",", ":": ":", '"': '"'}


def unescaped(value: str) -> str:
    """TEXT as it is meant: a backslash before n, a comma, a semicolon or itself is taken away."""
    if "\\" not in value:
        return value
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[0]), value)
