"""The capture line's small language: a leading mark says what kind of touch a line is."""

from __future__ import annotations

from clientdesk.models.enums import TouchKind, Urgency

ASKED = "?"
"""They asked: heard, and the time to an answer runs; ``?!`` is urgent, ``?!!`` an emergency."""

MARKS: dict[str, TouchKind] = {
    ">": TouchKind.UPDATE,
    "<": TouchKind.MESSAGE_RECEIVED,
    "=": TouchKind.MEETING,
    ASKED: TouchKind.MESSAGE_RECEIVED,
}
"""``>`` told them, ``<`` heard from them, ``=`` met, ``?`` they asked; anything else is a note."""

_PRESSING = {"!!": Urgency.EMERGENCY, "!": Urgency.URGENT}


def parse_capture(line: str) -> tuple[TouchKind, str]:
    """The kind of a captured line and its text without the mark."""
    text = line.strip()
    kind = MARKS.get(text[:1])
    if kind is None:
        return TouchKind.NOTE, text
    request = parse_request(text)
    return kind, text[1:].strip() if request is None else request[1]


def parse_request(line: str) -> tuple[Urgency, str] | None:
    """How pressing a request is, and what they asked; None for a line that asks nothing."""
    text = line.strip()
    if not text.startswith(ASKED):
        return None
    asked = text[1:].lstrip()
    for mark, urgency in _PRESSING.items():
        if asked.startswith(mark):
            return urgency, asked[len(mark) :].strip()
    return Urgency.NORMAL, asked
