"""A foreign file looked at: its kind by content, size, hash, pages, content IDs, and what is unusual about it.

Nothing in it is run, followed or changed; what cannot be read is named and stays opaque bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import stat
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePath
from typing import Any

from clientdesk.models.errors import FileUnreadable, InvalidInput, Problem
from clientdesk.models.frozen_paper import content_id, fingerprint
from clientdesk.models.tables.paper_file import FILE_LIMIT
from clientdesk.models.text import clean_line
from clientdesk.models.views.signing import FileFacts, Verdict
from clientdesk.services.verification import verify

OPAQUE = "application/octet-stream"
PDF = "application/pdf"
SUFFIXES = {
    PDF: (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg", ".jpe"),
    "image/tiff": (".tif", ".tiff"),
    "image/heic": (".heic", ".heif"),
    "image/webp": (".webp",),
}
"""What can be shown by the system, by content; the first suffix is used when a file is saved again."""

_HEIC = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevm", b"mif1", b"msf1"})
_HEAD = 1024
_MOST_OBJECTS = 50_000
_MOST_PAGES = 200
_INFLATED = 64 * 1024 * 1024
_PRINTED_ID = re.compile(r"(?<![0-9A-F-])[0-9A-F]{4}(?:-[0-9A-F]{4}){3}(?![0-9A-F-])")
_ATTACHED = "agreement.json"
_RUNS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition"})


def read_file(path: Path) -> bytes:
    """The bytes of a file, if it is one and not too large.

    Raises:
        FileUnreadable: it isn't there, is no plain file, or may not be read.
        InvalidInput: it is empty, or over the limit.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # before opening: a pipe would wait for its other end
            raise FileUnreadable(path, "it is no ordinary file")
        with path.open("rb") as file:
            data = file.read(FILE_LIMIT + 1)
    except OSError as error:
        raise FileUnreadable(path, error.strerror or "the system refused") from error
    if not data:
        raise InvalidInput([Problem("file", "file_empty")])
    if len(data) > FILE_LIMIT:
        raise InvalidInput([Problem("file", "file_too_heavy", {"megabytes": FILE_LIMIT // 1024 // 1024})])
    return data


def look_into(name: str, data: bytes, expected: int | None = None) -> FileFacts:
    """Everything that can be told of a file by itself.

    Args:
        name: as it is called, with or without its folder.
        expected: how many electronic signatures there should be.
    """
    shown = shown_name(name)
    kind = media_type(data)
    problems: list[str] = []
    if kind == OPAQUE:
        problems.append("not_a_scan")
    elif PurePath(shown).suffix.lower() not in SUFFIXES[kind]:
        problems.append("wrong_suffix")
    inside = _Inside()
    verdict = Verdict(expected=expected)
    if kind == PDF:
        inside = _look_inside(data)
        problems.extend(inside.problems)
        verdict = verify(data, expected)
    return FileFacts(
        name=shown,
        media_type=kind,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
        pages=inside.pages,
        content_ids=tuple(inside.content_ids),
        is_attached=inside.is_attached,
        problems=tuple(problems),
        verdict=verdict,
    )


def shown_name(name: str) -> str:
    """A file's own name without folders, on one line, with nothing that could disguise it."""
    plain = clean_line(PurePath(name.replace("\\", "/")).name)
    return plain if len(plain) <= 255 else f"{plain[:200]}…{plain[-50:]}"


def media_type(data: bytes) -> str:
    """What a file is by its first bytes, whatever it is called."""
    if b"%PDF-" in data[:_HEAD]:
        return PDF
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] in (b"II*\x00", b"MM\x00*"):
        return "image/tiff"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        return "image/heic"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return OPAQUE


class _Inside:
    """What was found in a PDF."""

    def __init__(self) -> None:
        self.pages: int | None = None
        self.content_ids: list[str] = []
        self.is_attached = False
        self.problems: list[str] = []

    def add_id(self, found: str) -> None:
        if found not in self.content_ids:
            self.content_ids.append(found)


def _look_inside(data: bytes) -> _Inside:
    import pikepdf
    from pikepdf import settings

    settings.set_qpdf_limits(flate_max_memory=_INFLATED, run_length_max_memory=_INFLATED)
    inside = _Inside()
    try:
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                inside.problems.append("protected")
            _read_pages(pdf, inside)
            inside.problems.extend(_contents(pdf))
    except pikepdf.PasswordError:
        inside.problems.append("encrypted")
    except Exception:  # noqa: BLE001 - a foreign file may be broken in any way; it is kept as it is
        inside.problems.append("damaged")
    return inside


def _read_pages(pdf: Any, inside: _Inside) -> None:
    inside.pages = len(pdf.pages)
    attached = _attached_id(pdf)
    if attached:
        inside.add_id(attached)
    printed: list[str] = []
    for page in list(pdf.pages)[:_MOST_PAGES]:
        printed.extend(found for found in page_ids(page) if found not in printed)
    for found in printed:
        inside.add_id(found)
    inside.is_attached = bool(attached) and len(inside.content_ids) == 1
    if attached and printed and attached not in printed:
        inside.problems.append("ids_disagree")


def _attached_id(pdf: Any) -> str:
    """Content ID of the attached record, computed from its bytes; empty without one."""
    for name, spec in pdf.attachments.items():
        if PurePath(name).name != _ATTACHED:
            continue
        content = bytes(spec.get_file().read_bytes())
        try:
            is_paper = "paper_version" in json.loads(content)
        except (ValueError, TypeError, RecursionError):
            return ""
        return content_id(fingerprint(content)) if is_paper else ""
    return ""


def _contents(pdf: Any) -> list[str]:
    """Codes of what a paper for signing has no need of."""
    found: set[str] = set()
    for number, entry in enumerate(pdf.objects):
        if number >= _MOST_OBJECTS:
            break
        for kind in _actions(entry, 0):
            found.add("javascript" if kind == "/JavaScript" else "actions")
    extra = [name for name in pdf.attachments if PurePath(name).name != _ATTACHED]
    if extra:
        found.add("attachments")
    return sorted(found)


def _actions(entry: Any, depth: int) -> Iterator[str]:
    """Kinds of actions in an object and what it holds directly."""
    import pikepdf

    if depth > 8:
        return
    if isinstance(entry, (pikepdf.Dictionary, pikepdf.Stream)):
        if str(entry.get("/S", "")) in _RUNS:
            yield str(entry["/S"])
        elif "/JS" in entry:
            yield "/JavaScript"
        values = [value for _, value in entry.items()]
    elif isinstance(entry, pikepdf.Array):
        values = list(entry)
    else:
        return
    for value in values:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _actions(value, depth + 1)


def page_ids(page: Any) -> list[str]:
    """Content IDs in the text of a page, as a reader would find them."""
    found: list[str] = []
    for text in _texts(page):
        for each in _PRINTED_ID.findall(text.upper().replace("\u2010", "-").replace("\u2011", "-")):
            if each not in found:
                found.append(each)
    return found


def _texts(page: Any) -> Iterator[str]:
    """The strings that a page draws, runs of one line joined."""
    import pikepdf

    fonts = {name: _Decoder(font) for name, font in (page.resources.get("/Font") or {}).items()}
    decoder: _Decoder | None = None
    line: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        if not isinstance(instruction, pikepdf.ContentStreamInstruction):
            continue
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "Tf":
            decoder = fonts.get(str(operands[0]))
        elif operator in ("Tj", "'", '"') and decoder is not None:
            line.append(decoder.text(bytes(operands[-1])))
        elif operator == "TJ" and decoder is not None:
            parts = [bytes(part) for part in operands[0] if isinstance(part, pikepdf.String)]
            line.append("".join(decoder.text(part) for part in parts))
        elif operator in ("ET", "T*", "Td", "TD", "Tm"):
            yield "".join(line)
            line = []
    yield "".join(line)


class _Decoder:
    """Codes of one font to characters, by its ToUnicode map; without one, as Latin letters."""

    def __init__(self, font: Any) -> None:
        self._width = 2 if str(font.get("/Subtype", "")) == "/Type0" else 1
        self._map: dict[int, str] = {}
        stream = font.get("/ToUnicode")
        if stream is not None:
            self._map = _unicode_map(bytes(stream.read_bytes()))

    def text(self, codes: bytes) -> str:
        step = self._width
        numbers = [int.from_bytes(codes[at : at + step], "big") for at in range(0, len(codes), step)]
        if not self._map:
            return "".join(chr(number) for number in numbers) if step == 1 else ""
        return "".join(self._map.get(number, "\ufffd") for number in numbers)


_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]+>|\[[^\]]*\])")
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")


def _unicode_map(stream: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in _CHARS.findall(stream):
        for code, text in _CHAR.findall(block):
            found[int(code, 16)] = _utf16(text)
    for block in _RANGES.findall(stream):
        for first, last, target in _RANGE.findall(block):
            start, end = int(first, 16), min(int(last, 16), int(first, 16) + 0xFFFF)
            if target.startswith(b"["):
                for place, text in enumerate(_HEX.findall(target)):
                    found[start + place] = _utf16(text)
                continue
            head = _utf16(target[1:-1])
            for code in range(start, end + 1):
                found[code] = head[:-1] + chr(min(ord(head[-1]) + code - start, 0x10FFFF)) if head else ""
    return found


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode().zfill(4)).decode("utf-16-be", "replace")
