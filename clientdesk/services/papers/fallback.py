"""Fonts of the system for scripts that the shipped ones lack: looked up by their known file names, never guessed.

Chinese and Japanese come from Droid Sans Fallback, Korean from Nanum Gothic, symbols and rare letters of Greek,
Cyrillic, Armenian and Georgian from DejaVu Sans. A font that is absent leaves its script out; see `coverage`.
"""

from __future__ import annotations

import os
import struct
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SystemFont:
    """A font by its file.

    Attributes:
        name: as reportlab knows it.
        file, bold_file: known file names; the bold one may be the same.
        script: key of what it is for.
        package: of Debian, named when it is absent.
        ranges: code points taken from it, first and last.
    """

    name: str
    file: str
    bold_file: str
    script: str
    package: str
    ranges: tuple[tuple[int, int], ...]


HAN = SystemFont(
    "PaperHan",
    "DroidSansFallbackFull.ttf",
    "DroidSansFallbackFull.ttf",
    "han",
    "fonts-droid-fallback",
    (
        (0x2E80, 0x312F),
        (0x3190, 0x4DBF),
        (0x4E00, 0x9FFF),
        (0xF900, 0xFAFF),
        (0xFE30, 0xFE4F),
        (0xFF00, 0xFFEF),
    ),
)
HANGUL = SystemFont(
    "PaperHangul",
    "NanumGothic.ttf",
    "NanumGothicBold.ttf",
    "hangul",
    "fonts-nanum",
    ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF)),
)
SYMBOLS = SystemFont(
    "PaperSymbols",
    "DejaVuSans.ttf",
    "DejaVuSans-Bold.ttf",
    "symbols",
    "fonts-dejavu-core",
    (
        (0x00A0, 0x058F),
        (0x10A0, 0x10FF),
        (0x1D00, 0x1FFF),
        (0x2000, 0x200A),
        (0x2010, 0x2027),
        (0x2030, 0x205F),
        (0x2070, 0x27BF),
        (0x2900, 0x2BFF),
        (0x1F600, 0x1F64F),
    ),
)
CHAIN = (HAN, HANGUL, SYMBOLS)


def font_of(code: int) -> SystemFont | None:
    """The font that a code point belongs to, whether or not it is on this computer."""
    return next((font for font in CHAIN if any(low <= code <= high for low, high in font.ranges)), None)


def folders() -> list[Path]:
    """Where a system keeps its fonts; those of the user last."""
    home = Path.home()
    found = [Path(part) / "fonts" for part in os.environ.get("XDG_DATA_DIRS", "").split(os.pathsep) if part]
    found += [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    if sys.platform == "darwin":
        found += [Path("/Library/Fonts"), home / "Library" / "Fonts"]
    elif sys.platform == "win32":
        found += [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"]
    return [*found, home / ".local" / "share" / "fonts", home / ".fonts"]


@lru_cache(maxsize=1)
def installed() -> dict[str, Path]:
    """File names of the chain found in the font folders; looked for once."""
    wanted = {name for font in CHAIN for name in (font.file, font.bold_file)}
    found: dict[str, Path] = {}
    for folder in folders():
        for place, inner, names in os.walk(folder):
            inner.sort()
            for name in wanted.intersection(names):
                found.setdefault(name, Path(place) / name)
        if len(found) == len(wanted):
            break
    return found


def file_of(font: SystemFont, *, bold: bool) -> Path | None:
    """The font's file; the plain one where the bold one is absent."""
    found = installed()
    return (found.get(font.bold_file) if bold else None) or found.get(font.file)


@lru_cache(maxsize=8)
def code_points(path: Path) -> frozenset[int]:
    """What a font can draw, read from its character map alone: a tenth of the time of loading it."""
    data = path.read_bytes()
    count = struct.unpack_from(">H", data, 4)[0]
    tables = {
        data[at : at + 4]: struct.unpack_from(">I", data, at + 8)[0] for at in range(12, 12 + 16 * count, 16)
    }
    start = tables[b"cmap"]
    found: set[int] = set()
    for place in range(struct.unpack_from(">H", data, start + 2)[0]):
        platform, _, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * place)
        table = start + offset
        form = struct.unpack_from(">H", data, table)[0]
        if platform in (0, 3) and form == 4:
            found |= _segments(data, table)
        elif platform in (0, 3) and form == 12:
            found |= _groups(data, table)
    return frozenset(found)


def _segments(data: bytes, table: int) -> set[int]:
    count = struct.unpack_from(">H", data, table + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, table + 14)
    first = table + 16 + 2 * count
    starts = struct.unpack_from(f">{count}H", data, first)
    deltas = struct.unpack_from(f">{count}H", data, first + 2 * count)
    offsets = struct.unpack_from(f">{count}H", data, first + 4 * count)
    found: set[int] = set()
    for place, (low, high, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        if low == 0xFFFF:
            continue
        if not offset:
            found.update(code for code in range(low, high + 1) if (code + delta) & 0xFFFF)
            continue
        at = first + 4 * count + 2 * place + offset
        glyphs = struct.unpack_from(f">{high - low + 1}H", data, at)
        found.update(low + step for step, glyph in enumerate(glyphs) if glyph)
    return found


def _groups(data: bytes, table: int) -> set[int]:
    found: set[int] = set()
    for place in range(struct.unpack_from(">I", data, table + 12)[0]):
        low, high, _ = struct.unpack_from(">III", data, table + 16 + 12 * place)
        found.update(range(low, high + 1))
    return found
