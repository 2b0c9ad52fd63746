"""The tray's lines about quiet hours and pauses, the same with the workspace open and before."""

from __future__ import annotations

from datetime import datetime

from clientdesk.ui.translations import translate


def quiet_words(start_minute: int, end_minute: int, *, is_quiet: bool) -> str:
    """Such as "Quiet hours: on till 08:00"; empty where there are none."""
    if start_minute == end_minute:
        return ""
    if is_quiet:
        return translate("Tray", "Quiet hours: on till {time}").format(time=clock_words(end_minute))
    return translate("Tray", "Quiet hours: from {time}").format(time=clock_words(start_minute))


def pause_words(until: datetime | None) -> str:
    """The local end of a pause, such as "Mon 00:00"; empty without one."""
    return "" if until is None else f"{until:%a %H:%M}"


def clock_words(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
