"""Paragraphs: text runs broken into lines once for a width, drawn as tagged content.

The text is never parsed: tags and entities print as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from clientdesk.services.papers import fonts
from clientdesk.services.papers.breaking import Line, Word, broken, joined, words_of
from clientdesk.services.papers.density import density
from clientdesk.services.papers.fonts import STRONG, Piece
from clientdesk.services.papers.setting import colour, show
from clientdesk.services.papers.styles import ROLES
from clientdesk.services.papers.tagging import Slot, Tagging, tagging_of
from clientdesk.services.papers.wording import Run

_EDGE = 1e-6


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
        self._leading = style.leading * density().lines
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

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: ARG002, N803
        if self._width != availWidth:
            if self._words is None:
                self._words = words_of(self._parts)
            style = self.style
            room = availWidth - style.leftIndent - style.rightIndent
            self._lines = broken(self._words, style.fontSize, room)
            self._width = availWidth
            self.width, self.height = availWidth, len(self._lines) * self._leading
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Any]:  # noqa: N803
        self.wrap(availWidth, availHeight)
        style, count = self.style, len(self._lines)
        fits = int((availHeight + _EDGE) / self._leading)
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
        part._lines, part._width, part._leading = lines, self._width, self._leading
        part.width, part.height = self._width, len(lines) * self._leading
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
        at, ink = x + style.bulletIndent, style.bulletColor
        shown = show(canvas, pieces, style.bulletFontSize, ink)
        canvas._code.append(f"BT {colour(ink)} {at:.2f} {base:.2f} Td {shown} ET")

    def _draw_text(self, canvas: Any, x: float, y: float) -> None:
        if not self._lines:
            return
        style, size = self.style, self.style.fontSize
        left, leading = x + style.leftIndent, self._leading
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
            shown = show(canvas, joined(words, has_more), size, style.textColor, state)
            code.append(f"{line_x - at_x:.2f} {base - at_y:.2f} Td {shown}")
            # Positions are rounded on paper; the next step starts where this one came to stand.
            at_x += round(line_x - at_x, 2)
            at_y += round(base - at_y, 2)
            base -= leading
        code.append("ET")
        canvas._code.append(" ".join(code))


def runs(parts: Iterable[Run], style: ParagraphStyle, bullet: str | None = None) -> TextRuns:
    """A paragraph of runs, strong ones in semibold."""
    own: Any = style
    return TextRuns(
        None, style, bullet, [(STRONG if part.strong else own.fontName, part.text) for part in parts]
    )
