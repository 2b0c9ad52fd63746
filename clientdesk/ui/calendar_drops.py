"""A calendar's file dropped anywhere on the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from clientdesk.ui.file_drops import FileDrops

_ENDINGS = frozenset({".ics", ".ical", ".icalendar", ".ifb"})


class CalendarDrops(FileDrops):
    """Watches a window for one dropped calendar file."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, is_calendar)


def is_calendar(path: Path) -> bool:
    """Whether a file's name says that it is a calendar."""
    return path.suffix.casefold() in _ENDINGS
