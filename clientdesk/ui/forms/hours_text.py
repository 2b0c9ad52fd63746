"""Working hours of one day as people type them: "9-12:30, 13:30-17"."""

from __future__ import annotations

import re

Spans = tuple[tuple[int, int], ...]

_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?\s*([ap]m?)?"
_SPAN = re.compile(rf"{_TIME}\s*(?:-|–|—|to|until)\s*{_TIME}", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;&+]*(?:and)?[\s,;&+]*", re.IGNORECASE)
_NOTHING = {"", "-", "–", "off", "none", "no"}


def read_spans(text: str) -> Spans | None:
    """Spans in minutes after midnight, empty for a day off; None when the text can't be read."""
    rest = text.strip().casefold()
    if rest in _NOTHING:
        return ()
    spans = []
    while rest:
        found = _SPAN.match(rest)
        if found is None:
            return None
        start = _minutes(*found.groups()[:3])
        end = _minutes(*found.groups()[3:])
        if start is None or end is None:
            return None
        spans.append((start, end))
        rest = rest[found.end() :]
        between = _BETWEEN.match(rest)
        rest = rest[between.end() :] if between else rest
    return tuple(spans)


def write_spans(spans: Spans) -> str:
    """ "09:00–12:30, 13:30–17:00"; empty for a day off."""
    return ", ".join(f"{clock(start)}–{clock(end)}" for start, end in spans)


def clock(minutes: int) -> str:
    """Minutes after midnight as "09:30"; the end of the day is 24:00."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _minutes(hours: str, minutes: str | None, half: str | None) -> int | None:
    hour = int(hours)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    found = hour * 60 + int(minutes or 0)
    return found if int(minutes or 0) < 60 and found <= 1_440 else None
