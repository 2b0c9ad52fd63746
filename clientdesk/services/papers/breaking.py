"""Words and lines: text measured word by word, once for all papers of a process, and broken to a width.

Chinese and Japanese may break between any two characters, except before closing and after opening marks; other
text breaks at spaces, and inside a word only where a word is wider than a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from clientdesk.services.papers import fonts
from clientdesk.services.papers.fonts import Piece

_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_BLANK = " \t\n\r\f\v"
_WIDE_FROM = "\u2e80"
_HANGUL = ("\u1100", "\u11ff", "\uac00", "\ud7ff")
_CLOSING = frozenset(
    "、。，．・：；？！’”）〕］｝〉》」』】％‰ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々〻゛゜…‥,.:;?!)]}%"
)
_OPENING = frozenset("（〔［｛〈《「『【‘“([{￥＄￡")
_BREAK_AFTER = "/-@._?&="


class Word:
    """A stretch that no line break divides, with its width in thousandths of the size."""

    __slots__ = ("pieces", "spaced", "units")

    def __init__(self, pieces: tuple[Piece, ...], units: float, spaced: float) -> None:
        self.pieces, self.units, self.spaced = pieces, units, spaced


Line = tuple[list[Word], float]
"""The words of a line and its width in points."""


def joined(words: Sequence[Word], has_more: bool) -> list[Piece]:
    """The words of a line as stretches of one font, spaces between them.

    A line that another follows ends with a space, which readers of the text hear and copy.
    """
    font, texts = words[0].pieces[0][0], []
    made: list[Piece] = []
    for place, word in enumerate(words):
        if place and word.spaced:
            texts.append(" ")
        for own, text in word.pieces:
            if own != font:
                made.append((font, "".join(texts)))
                font, texts = own, []
            texts.append(text)
    if has_more:
        texts.append(" ")
    made.append((font, "".join(texts)))
    return made


def words_of(parts: Sequence[Piece]) -> list[Word]:
    """The words of all runs; a run that begins without a space continues the last word."""
    made: list[Word] = []
    is_open = False
    for font, text in parts:
        if not text:
            continue
        found = text.split() if text.isascii() else [part for part in _SPACE.split(text) if part]
        if is_open and found and text[0] not in _BLANK:
            atoms = _measured(found[0], font)
            last = made[-1]
            made[-1] = Word((*last.pieces, *atoms[0].pieces), last.units + atoms[0].units, last.spaced)
            made += atoms[1:]
            found = found[1:]
            is_open = True
        else:
            is_open = bool(found)
        for part in found:
            made += _measured(part, font)
        is_open = is_open and text[-1] not in _BLANK
    return made


@lru_cache(maxsize=20_000)
def _measured(text: str, font: str) -> tuple[Word, ...]:
    """A word as one or, where it may break, several atoms; a space stands before the first."""
    known = fonts.widths(font)
    gap = known[" "]
    try:
        return (Word(((font, text),), sum(map(known.__getitem__, text)), gap),)
    except KeyError:
        atoms = [tuple(fonts.split(atom, font)) for atom in _atoms(text)]
        return tuple(
            Word(pieces, sum(fonts.units(part, own) for own, part in pieces), 0.0 if at else gap)
            for at, pieces in enumerate(atoms)
        )


def _atoms(text: str) -> list[str]:
    """The parts between which Chinese and Japanese text may break; other text stays whole."""
    made: list[str] = []
    breakable = True
    for char in text:
        is_wide = char >= _WIDE_FROM and not _is_hangul(char)
        if made and (not breakable or char in _CLOSING or (not is_wide and not _is_wide(made[-1][-1]))):
            made[-1] += char
        else:
            made.append(char)
        breakable = char not in _OPENING
    return made


def _is_wide(char: str) -> bool:
    return char >= _WIDE_FROM and not _is_hangul(char)


def _is_hangul(char: str) -> bool:
    return _HANGUL[0] <= char <= _HANGUL[1] or _HANGUL[2] <= char <= _HANGUL[3]


def broken(words: Sequence[Word], size: float, room: float) -> list[Line]:
    """Lines no wider than the room; a word wider than a line is divided."""
    scale = size / 1_000
    limit = (room + 1e-4) / scale
    lines: list[Line] = []
    line: list[Word] = []
    filled = 0.0
    for word in words:
        wide = filled + word.spaced + word.units if line else word.units
        if wide <= limit:
            line.append(word)
            filled = wide
            continue
        if word.units > limit:
            parts = _divided(word, limit)
            if line:
                lines.append((line, filled * scale))
            lines += [([part], part.units * scale) for part in parts[:-1]]
            line, filled = [parts[-1]], parts[-1].units
            continue
        lines.append((line, filled * scale))
        line, filled = [word], word.units
    if line:
        lines.append((line, filled * scale))
    return lines


def _divided(word: Word, limit: float) -> list[Word]:
    """A word cut to the width of a line: after a mark such as a slash where there is one near the end."""
    chars = [(own, char, fonts.units(char, own)) for own, text in word.pieces for char in text]
    made: list[Word] = []
    start = 0
    while start < len(chars):
        end, filled = start, 0.0
        while end < len(chars) and (end == start or filled + chars[end][2] <= limit):
            filled += chars[end][2]
            end += 1
        if end < len(chars):
            marks = (
                at for at in range(end, start + (end - start) // 2, -1) if chars[at - 1][1] in _BREAK_AFTER
            )
            end = next(marks, end)
        made.append(_from_chars(chars[start:end], word.spaced if not made else 0.0))
        start = end
    return made


def _from_chars(chars: Sequence[tuple[str, str, float]], spaced: float) -> Word:
    pieces: list[Piece] = []
    for own, char, _ in chars:
        if pieces and pieces[-1][0] == own:
            pieces[-1] = (own, pieces[-1][1] + char)
        else:
            pieces.append((own, char))
    return Word(tuple(pieces), sum(units for _, _, units in chars), spaced)
