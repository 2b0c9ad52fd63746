"""Which characters of a document cannot be set on paper, named by field."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from clientdesk.models.agreement_checks import texts
from clientdesk.models.agreement_document import PaperDocument
from clientdesk.models.errors import Problem
from clientdesk.services.papers import fallback

_SPACES = "\n \u00a0"
_IN_CAPITALS = ("printed_title",)
_EMOJI = ((0x1F000, 0x1FAFF), (0x2600, 0x27BF), (0x2B00, 0x2BFF), (0xFE00, 0xFE0F), (0x1F1E6, 0x1F1FF))
_SCRIPTS = {"han": "Chinese and Japanese", "hangul": "Korean", "symbols": "These symbols"}
_MOST = 10


def uncovered_text(document: PaperDocument) -> list[Problem]:
    """Characters that no font can set, emoji, and right-to-left text; each blocks issuing.

    Facts: `characters`, the first ten of them as text, `names`, what they are called, and `script`, what they belong
    to, where it is named; `package`, what to install for a font that is not on this computer.
    """
    return [problem for path, text in texts(document) for problem in uncovered(path, text)]


def uncovered(path: str, text: str) -> Iterator[Problem]:
    """The same for one field."""
    if text.isascii():
        return
    rest = sorted(char for char in set(text) if not char.isascii() and not _drawable(path, char))
    for code, belongs in _KINDS:
        found = [char for char in rest if belongs(char)]
        rest = [char for char in rest if char not in found]
        if code == "no_font":
            yield from _without_font(path, found)
        elif found:
            facts = {"script": ", ".join(sorted({_script(char) for char in found}))}
            yield Problem(path, code, {**_named(found), **(facts if code == "right_to_left" else {})})


def is_right_to_left(char: str) -> bool:
    """Whether a character runs, or makes text run, from right to left."""
    return unicodedata.bidirectional(char) in {"R", "AL", "AN", "RLE", "RLO", "RLI"}


def _is_emoji(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in _EMOJI)


def _lacks_font(char: str) -> bool:
    font = fallback.font_of(ord(char))
    return font is not None and fallback.file_of(font, bold=False) is None


_KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("right_to_left", is_right_to_left),
    ("no_font", _lacks_font),
    ("emoji", _is_emoji),
    ("no_glyph", lambda _char: True),
)


def _without_font(path: str, found: list[str]) -> Iterator[Problem]:
    for font in fallback.CHAIN:
        own = [char for char in found if fallback.font_of(ord(char)) is font]
        if own:
            facts = {"script": _SCRIPTS[font.script], "package": font.package}
            yield Problem(path, "no_font", {**_named(own), **facts})


def _named(found: list[str]) -> dict[str, object]:
    names = [unicodedata.name(char, f"U+{ord(char):04X}").lower() for char in found[:_MOST]]
    return {"characters": "".join(found[:_MOST]), "names": ", ".join(names)}


def _script(char: str) -> str:
    return unicodedata.name(char, "direction mark").split()[0].title()


def _drawable(path: str, char: str) -> bool:
    from clientdesk.services.papers.fonts import SANS, SERIF, STRONG, covering

    if char in _SPACES:
        return True
    if is_right_to_left(char):
        return False
    drawn = char + char.upper() if path in _IN_CAPITALS else char
    return all(covering(each, font) is not None for font in (SANS, STRONG, SERIF) for each in drawn)
