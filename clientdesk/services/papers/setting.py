"""Setting one line of text on a canvas: the operators, in whatever fonts the text needs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from reportlab.pdfbase import pdfmetrics

from clientdesk.services.papers import fallback, fonts
from clientdesk.services.papers.fonts import Piece

_HAN_BOLD = f"{fallback.HAN.name}{fonts.BOLD}"
_OUTLINE = 0.022
"""Width of the outline that stands for semibold, as a share of the size."""
_ESCAPES = {code: f"\\{code:03o}" for code in (*range(32), *range(127, 256))} | {
    ord("("): "\\(",
    ord(")"): "\\)",
    ord("\\"): "\\\\",
}


@lru_cache(maxsize=64)
def colour(ink: Any) -> str:
    """The operator that fills with a colour."""
    return f"{ink.red:.4f} {ink.green:.4f} {ink.blue:.4f} rg"


def show(canvas: Any, pieces: Sequence[Piece], size: float, ink: Any, state: list[Any] | None = None) -> str:
    """Operators that set stretches of text where the text cursor stands.

    Args:
        ink: of the text, for outlines that make a font bold which has no bold one.
        state: what the last call chose as its font, so that it is named once.
    """
    document = canvas._doc
    names: dict[str, tuple[Any, str]] = document.__dict__.setdefault("paper_fonts", {})
    state = state if state is not None else [None]
    code = []
    for font, text in pieces:
        known = names.get(font)
        if known is None:
            made: Any = pdfmetrics.getFont(font)
            known = names[font] = (
                made,
                made.getSubsetInternalName(0, document) if made._asciiReadable else "",
            )
            if made._asciiReadable:
                made.splitString(" ", document)
        if known[1] and text.isascii():
            if state[0] != known[1]:
                state[0] = known[1]
                code.append(f"{known[1]} {size:g} Tf")
            code.append(f"({text.translate(_ESCAPES)}) Tj")
            continue
        is_outlined = font == _HAN_BOLD
        if is_outlined:
            code.append(f"{colour(ink).upper()} {size * _OUTLINE:.3f} w 2 Tr")
        for subset, codes in known[0].splitString(text, document):
            name = known[0].getSubsetInternalName(subset, document)
            if state[0] != name:
                state[0] = name
                code.append(f"{name} {size:g} Tf")
            code.append(f"({codes.decode('latin-1').translate(_ESCAPES)}) Tj")
        if is_outlined:
            code.append("0 Tr")
    return " ".join(code)


def draw_line(canvas: Any, x: float, y: float, text: str, font: str, size: float, ink: Any) -> None:
    """One line of text with its base at x, y."""
    if text:
        pieces = fonts.split(text, font)
        canvas._code.append(f"BT {colour(ink)} {x:.2f} {y:.2f} Td {show(canvas, pieces, size, ink)} ET")


def draw_line_right(canvas: Any, right: float, y: float, text: str, font: str, size: float, ink: Any) -> None:
    """One line of text that ends at `right`."""
    draw_line(canvas, right - fonts.width(text, font, size), y, text, font, size, ink)


def shortened(text: str, font: str, size: float, room: float) -> str:
    """The text, cut with an ellipsis where it would exceed the room."""
    if fonts.width(text, font, size) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if fonts.width(text[:middle].rstrip() + "…", font, size) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"
