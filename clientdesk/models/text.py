"""Cleaning of what people type or paste: user text is data, and stays printable."""

from __future__ import annotations

import re
import unicodedata

_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}
_ZERO_WIDTH = {0x200B, 0x2060, 0xFEFF, 0x00AD}

_WORDS = re.compile(r"[\n\t -~\u00a1-\u00ac\u00ae-\u0377\u2010-\u2027\u2030-\u205e\u20a0-\u20c0]*")
"""Text of which every character is kept: what nearly all text is, told in one look."""


def _is_dropped(char: str, keep: str) -> bool:
    code = ord(char)
    if char in keep:
        return False
    if code in _BIDI or code in _ZERO_WIDTH:
        return True
    return unicodedata.category(char) in {"Cc", "Cs"} or code & 0xFFFE == 0xFFFE


def clean_text(text: str) -> str:
    """Several lines: NFC, line ends as LF, no control, bidi, zero-width or surrogate characters."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    if not _WORDS.fullmatch(unified):
        unified = "".join(char for char in unified if not _is_dropped(char, "\n\t"))
    return unicodedata.normalize("NFC", unified).strip()


def clean_line(text: str) -> str:
    """One line: like `clean_text`, with every run of white space folded to one space."""
    return " ".join(clean_text(text).split())


# Letters that Unicode does not take apart into a letter and its mark.
_WHOLE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def fold(text: str) -> str:
    """A key for searching and comparing: no case, no accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_WHOLE))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
