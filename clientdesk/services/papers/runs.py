"""Text on paper: runs measured word by word, broken into lines once for a width, drawn as tagged content.

The text is never parsed: tags and entities print as they are. Words are measured once for all papers of a process;
Chinese and Japanese may break between any two characters, except before closing and after opening marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from clientdesk.services.papers import fonts
from clientdesk.services.papers.fonts import STRONG, Piece
from clientdesk.services.papers.setting import colour, show
from clientdesk.services.papers.styles import ROLES
from clientdesk.services.papers.tagging import Slot, Tagging, tagging_of
from clientdesk.services.papers.wording import Run

_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_BLANK = " \t\n\r\f\v"
_WIDE_FROM = "\u2e80"
_HANGUL = ("\u1100", "\u11ff", "\uac00", "\ud7ff")
_CLOSING = frozenset(
    "、。，．・：；？！’”）〕］｝〉》」』】％‰ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々〻゛゜…‥,.:;?!)]}%"
)
_OPENING = frozenset("（〔［｛〈《「『【‘“([{￥＄￡")
_BREAK_AFTER = "/-@._?&="
_EDGE = 1e-6


class Word:
    """A stretch that no line break divides, with its width in thousandths of the size."""

    __slots__ = ("pieces", "spaced", "units")

    def __init__(self, pieces: tuple[Piece, ...], units: float, spaced: float) -> None:
        self.pieces, self.units, self.spaced = pieces, units, spaced


Line = tuple[list[Word], float]
"""The words of a line and its width in points."""


class TextRuns(Flowable):
    """A paragraph.

    Args:
        text: its text; None where `parts` are given.
        style: font, size, leading, colour, indents and alignment; its name gives the role, see `styles.ROLES`.
        bullet: set before the first line, in the indent.
        parts: (font, text) of several runs.
    """

    def __init__(
        self,
        text: str | None,
        style: ParagraphStyle,
        bullet: str | None = None,
        parts: Sequence[Piece] | None = None,
    ) -> None:
        super().__init__()
        self.style: Any = style
        self.bullet = bullet
        self._parts = parts if parts is not None else [(style.fontName, text or "")]
        self._words: list[Word] | None = None
        self._lines: list[Line] = []
        self._width = -1.0
        self._slot = Slot()
        self._is_cut = False

    def getSpaceBefore(self) -> float:  # noqa: N802
        return float(self.style.spaceBefore)

    def getSpaceAfter(self) -> float:  # noqa: N802
        return float(self.style.spaceAfter)

    @property
    def text(self) -> str:
        """What it says, without the bullet."""
        return "".join(text for _, text in self._parts)

    @property
    def parts(self) -> Sequence[Piece]:
        """Font and text of its runs."""
        return self._parts

    @property
    def role(self) -> str:
        return ROLES.get(self.style.name, "P")

    @property
    def line_count(self) -> int:
        """Lines at the width it was last wrapped to."""
        return len(self._lines)

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: ARG002, N803
        if self._width != availWidth:
            if self._words is None:
                self._words = _words(self._parts)
            style = self.style
            room = availWidth - style.leftIndent - style.rightIndent
            self._lines = _broken(self._words, style.fontSize, room)
            self._width = availWidth
            self.width, self.height = availWidth, len(self._lines) * style.leading
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Any]:  # noqa: N803
        self.wrap(availWidth, availHeight)
        style, count = self.style, len(self._lines)
        fits = int((availHeight + _EDGE) / style.leading)
        if fits >= count:
            return [self]
        if not style.allowWidows and count - fits == 1:
            fits -= 1
        if fits < 1 or (fits == 1 and not style.allowOrphans):
            return []
        return [self._part(self._lines[:fits], first=True), self._part(self._lines[fits:], first=False)]

    def _part(self, lines: list[Line], *, first: bool) -> TextRuns:
        part = TextRuns(None, self.style, self.bullet if first else None, ())
        part._words = [word for line, _ in lines for word in line]
        part._lines, part._width = lines, self._width
        part.width, part.height = self._width, len(lines) * self.style.leading
        part._slot, part._is_cut = self._slot, first or self._is_cut
        return part

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N803
        """Draw with the lower left corner at x, y; the canvas is not turned or moved for it."""
        tagging = tagging_of(canvas)
        if tagging is None or tagging.is_silent or not self._lines:
            self._draw_bullet(canvas, x, y)
            self._draw_text(canvas, x, y)
        elif self.style.leftIndent and self.role == "P":
            self._draw_item(tagging, canvas, x, y)
        else:
            element = tagging.leaf(self._slot, self.role)
            tagging.begin(canvas, element)
            self._draw_text(canvas, x, y)
            tagging.end(canvas)

    def _draw_item(self, tagging: Tagging, canvas: Any, x: float, y: float) -> None:
        """An item of a list; a further paragraph of an item goes into the same body."""
        body = tagging.last_body() if self.bullet is None and self._slot.element is None else None
        if body is not None:
            tagging.begin(canvas, body)
        else:
            item = tagging.list_item(self._slot)
            tagging.enter(item)
            if self.bullet is not None and not item.kids:
                tagging.begin(canvas, tagging.element(None, "Lbl"))
                self._draw_bullet(canvas, x, y)
                tagging.end(canvas)
            known = item.kids[-1] if item.kids and item.kids[-1].role == "LBody" else None
            tagging.begin(canvas, known or tagging.element(None, "LBody"))
            tagging.leave()
        self._draw_text(canvas, x, y)
        tagging.end(canvas)

    def _draw_bullet(self, canvas: Any, x: float, y: float) -> None:
        if self.bullet is None or not self._lines:
            return
        style = self.style
        base = y + self.height - style.bulletFontSize
        pieces = fonts.split(self.bullet, style.bulletFontName)
        at = x + style.bulletIndent
        canvas._code.append(
            f"BT {colour(style.bulletColor)} {at:.2f} {base:.2f} Td {show(canvas, pieces, style.bulletFontSize)} ET"
        )

    def _draw_text(self, canvas: Any, x: float, y: float) -> None:
        if not self._lines:
            return
        style, size = self.style, self.style.fontSize
        left, leading = x + style.leftIndent, style.leading
        base = y + self.height - size
        room = self._width - style.leftIndent - style.rightIndent
        code = [f"BT {colour(style.textColor)}"]
        at_x = at_y = 0.0
        state: list[Any] = [None]
        ends = [*(bool(line[0].spaced) for line, _ in self._lines[1:]), self._is_cut]
        for (words, wide), has_more in zip(self._lines, ends, strict=True):
            if style.alignment == 2:
                line_x = left + room - wide
            elif style.alignment == 1:
                line_x = left + (room - wide) / 2
            else:
                line_x = left
            code.append(
                f"{line_x - at_x:.2f} {base - at_y:.2f} Td {show(canvas, _joined(words, has_more), size, state)}"
            )
            # Positions are rounded on paper; the next step starts where this one came to stand.
            at_x += round(line_x - at_x, 2)
            at_y += round(base - at_y, 2)
            base -= leading
        code.append("ET")
        canvas._code.append(" ".join(code))


def _joined(words: Sequence[Word], has_more: bool) -> list[Piece]:
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


def _words(parts: Sequence[Piece]) -> list[Word]:
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


def _broken(words: Sequence[Word], size: float, room: float) -> list[Line]:
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


def runs(parts: Iterable[Run], style: ParagraphStyle, bullet: str | None = None) -> TextRuns:
    """A paragraph of runs, strong ones in semibold."""
    own: Any = style
    return TextRuns(
        None, style, bullet, [(STRONG if part.strong else own.fontName, part.text) for part in parts]
    )
