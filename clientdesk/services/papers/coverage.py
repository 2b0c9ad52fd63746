"""Which characters of a document cannot be set on paper, named by field."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from clientdesk.models.agreement_checks import texts
from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.errors import Problem

_SPACES = "\n \u00a0"
_IN_SERIF = ("project_title", "consultant.legal_name")
_IN_CAPITALS = ("printed_title",)
_EMOJI = ((0x1F000, 0x1FAFF), (0x2600, 0x27BF), (0x2B00, 0x2BFF), (0xFE00, 0xFE0F), (0x1F1E6, 0x1F1FF))


def uncovered_text(document: AgreementDocument) -> list[Problem]:
    """Characters that no embedded font covers, emoji, and right-to-left text; each blocks issuing.

    Facts: `characters`, the first ten of them as text, and `names`, what they are called.
    """
    return [problem for path, text in texts(document) for problem in uncovered(path, text)]


def uncovered(path: str, text: str) -> Iterator[Problem]:
    """The same for one field."""
    if text.isascii():
        return
    rest = sorted({char for char in text if not _drawable(path, char)})
    for code, belongs in _KINDS:
        found = [char for char in rest if belongs(char)]
        rest = [char for char in rest if char not in found]
        if found:
            names = [unicodedata.name(char, f"U+{ord(char):04X}").lower() for char in found[:10]]
            yield Problem(path, code, {"characters": "".join(found[:10]), "names": ", ".join(names)})


def is_right_to_left(char: str) -> bool:
    """Whether a character runs, or makes text run, from right to left."""
    return unicodedata.bidirectional(char) in {"R", "AL", "AN", "RLE", "RLO", "RLI"}


def _is_emoji(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in _EMOJI)


_KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("right_to_left", is_right_to_left),
    ("emoji", _is_emoji),
    ("no_glyph", lambda _char: True),
)


def _drawable(path: str, char: str) -> bool:
    from clientdesk.services.papers.fonts import SANS, SERIF, STRONG, coverage

    if char in _SPACES:
        return True
    if is_right_to_left(char):
        return False
    fonts = (SANS, STRONG, SERIF) if path in _IN_SERIF else (SANS, STRONG)
    drawn = char + char.upper() if path in _IN_CAPITALS else char
    return all(ord(each) in coverage(font) for font in fonts for each in drawn)
