"""The embedded fonts: those shipped, found beside their packages, and behind them those of the system.

Text is split into stretches of one font by what the fonts cover; a text that the main font covers, which is nearly
every text, costs one sum.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from clientdesk.services.papers import fallback
from clientdesk.services.papers.fallback import SystemFont

SANS = "PaperSans"
STRONG = "PaperSansSemibold"
SERIF = "PaperSerifSemibold"
_FILES = {
    SANS: ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    STRONG: ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
    SERIF: ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
}
MISSING = "?"
"""Stands for a character that cannot be set."""

BOLD = "Bold"
_lock = threading.RLock()

Piece = tuple[str, str]
"""Name of a font and the text to set in it."""


class PaperFont(TTFont):
    """A TrueType font whose text can be copied.

    reportlab maps unused codes to U+0000 and cuts characters above U+FFFF; the map written here does neither.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for place, subset in enumerate(subsets):
            base = (b"".join((SUBSETN(place), b"+", self.face.name, self.face.subfontNameX))).decode("pdfdoc")
            stream = doc.idToObject[f"toUnicodeCMap:{base}"]
            stream.content = _to_unicode(base, subset)


def _to_unicode(name: str, subset: list[int]) -> str:
    pairs = [
        (code, chr(value).encode("utf-16-be").hex().upper()) for code, value in enumerate(subset) if value
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(pairs), 100):
        part = pairs[start : start + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines += [f"<{code:02X}> <{value}>" for code, value in part]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def font_file(name: str) -> Path:
    """Where a shipped font's file is; found without importing its package."""
    package, file = _FILES[name]
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(package)
    return Path(spec.origin).parent / "files" / file


def register() -> None:
    """Make the shipped fonts known to reportlab; cheap after the first call, safe from any thread.

    What a user's reportlab settings could change in the bytes is fixed here and in `sheet`.
    """
    with _lock:
        rl_config.useA85 = 0
        for name in _FILES:
            _load(name, font_file(name), is_main=True)


def _load(name: str, path: Path, *, is_main: bool) -> None:
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(PaperFont(name, str(path), asciiReadable=is_main, shapable=False))


@lru_cache(maxsize=16)
def widths(name: str) -> dict[str, float]:
    """Width of each character that the font can draw, in thousandths of its size; loads the font."""
    with _lock:
        if name in _FILES:
            register()
        else:
            font = next(font for font in fallback.CHAIN if name.removesuffix(BOLD) == font.name)
            path = fallback.file_of(font, bold=name.endswith(BOLD))
            if path is None:
                raise FileNotFoundError(font.file)
            _load(name, path, is_main=False)
        face: Any = pdfmetrics.getFont(name).face  # type: ignore[attr-defined]
        known = {chr(code): float(face.getCharWidth(code)) for code in face.charToGlyph}
        known["\u00a0"] = known.get(" ", 0.0)
        return known


@lru_cache(maxsize=16)
def coverage(name: str) -> frozenset[int]:
    """Every code point that a shipped font can draw."""
    return frozenset(map(ord, widths(name)))


def covering(char: str, font: str) -> str | None:
    """The first font of the chain behind `font` that draws a character; None when none does."""
    return _covering(char, font)


@lru_cache(maxsize=4_096)
def _covering(char: str, font: str) -> str | None:
    mains = (SERIF, STRONG) if font == SERIF else (font,)
    for main in mains:
        if char in widths(main):
            return main
    system = fallback.font_of(ord(char))
    if system is None or ord(char) not in available(system):
        return None
    if font != SANS and ord(char) in available(system, bold=True):
        return system.name + BOLD
    return system.name


def available(system: SystemFont, *, bold: bool = False) -> frozenset[int]:
    """The code points of a system font; none when it is absent."""
    path = fallback.file_of(system, bold=bold)
    return fallback.code_points(path) if path is not None else frozenset()


def split(text: str, font: str) -> list[Piece]:
    """Stretches of one font each; what no font has is a question mark, which only a draft ever shows."""
    known = widths(font)
    if all(map(known.__contains__, text)):
        return [(font, text)]
    made: list[list[str]] = []
    for char in text:
        own = font if char in known else _covering(char, font)
        if char in " \u00a0" and made:
            own = made[-1][0]
        shown = char if own is not None else MISSING
        own = own or font
        if made and made[-1][0] == own:
            made[-1][1] += shown
        else:
            made.append([own, shown])
    return [(own, part) for own, part in made]


def units(text: str, font: str) -> float:
    """Width of a text that this font covers, in thousandths of its size."""
    known = widths(font)
    try:
        return sum(map(known.__getitem__, text))
    except KeyError:
        return sum(known.get(char, 500.0) for char in text)


def width(text: str, font: str, size: float) -> float:
    """Width of a text in points, other fonts included where this one lacks a character."""
    return sum(units(part, own) for own, part in split(text, font)) * size / 1_000
