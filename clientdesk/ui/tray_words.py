"""The tray's lines about quiet hours and pauses, the same with the workspace open and before."""

from __future__ import annotations

from datetime import datetime, timedelta

from clientdesk.ui.translations import translate


def quiet_words(start_minute: int, end_minute: int, until: datetime | None, now: datetime) -> str:
    """Such as "Quiet hours: on till 08:00", with the day where it isn't the next morning; empty without any.

    Args:
        until: local end of the quiet that holds now; None when it isn't quiet.
    """
    if until is not None:
        is_near = until.date() - now.astimezone(until.tzinfo).date() <= timedelta(days=1)
        time = f"{until:%H:%M}" if is_near else f"{until:%a %H:%M}"
        return translate("Tray", "Quiet hours: on till {time}").format(time=time)
    if start_minute == end_minute:
        return ""
    return translate("Tray", "Quiet hours: from {time}").format(time=_clock(start_minute))


def pause_words(until: datetime | None) -> str:
    """The local end of a pause, such as "Mon 00:00"; empty without one."""
    return "" if until is None else f"{until:%a %H:%M}"


def held_words(*, knows_zone: bool, is_clock_doubted: bool) -> str:
    """Why nothing is announced; empty where it is."""
    if knows_zone and is_clock_doubted:
        return translate("Tray", "Nothing is announced until this computer's clock is right")
    if knows_zone:
        return ""
    return translate("Tray", "Nothing is announced until you choose a time zone in Settings")


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
