"""The capture line's small language: a leading mark says what kind of touch a line is."""

from __future__ import annotations

from clientdesk.models.enums import TouchKind

MARKS: dict[str, TouchKind] = {
    ">": TouchKind.UPDATE,
    "<": TouchKind.MESSAGE_RECEIVED,
    "=": TouchKind.MEETING,
}
"""``>`` told them, ``<`` heard from them, ``=`` met; anything else is a note."""


def parse_capture(line: str) -> tuple[TouchKind, str]:
    """The kind of a captured line and its text without the mark."""
    text = line.strip()
    kind = MARKS.get(text[:1])
    if kind is None:
        return TouchKind.NOTE, text
    return kind, text[1:].strip()
