"""The embedded fonts, registered once; found beside their packages, never by searching the system."""

from __future__ import annotations

import threading
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

SANS = "PaperSans"
STRONG = "PaperSansSemibold"
SERIF = "PaperSerifSemibold"
_FILES = {
    SANS: ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    STRONG: ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
    SERIF: ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
}
_lock = threading.Lock()


class PaperFont(TTFont):
    """A TrueType font whose text can be copied: reportlab maps unused codes to U+0000, this map leaves them out."""

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
    """Where the font's file is; found without importing its package."""
    package, file = _FILES[name]
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(package)
    return Path(spec.origin).parent / "files" / file


def register() -> None:
    """Make the fonts known to reportlab; cheap after the first call, safe from any thread.

    What a user's reportlab settings could change in the bytes is fixed here and in `sheet`.
    """
    with _lock:
        rl_config.useA85 = 0
        registered = set(pdfmetrics.getRegisteredFontNames())
        for name in _FILES:
            if name not in registered:
                pdfmetrics.registerFont(
                    PaperFont(name, str(font_file(name)), asciiReadable=1, shapable=False)
                )


@lru_cache(maxsize=4)
def coverage(name: str) -> frozenset[int]:
    """Every code point that the font can draw."""
    register()
    font: Any = pdfmetrics.getFont(name)
    return frozenset(font.face.charToGlyph)
