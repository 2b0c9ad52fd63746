"""What the tray says about quiet hours: never a time that is taken for another day."""

from __future__ import annotations

from datetime import datetime

import pytest

from clientdesk.models.announcements import QuietHours
from clientdesk.ui.tray_words import pause_words, quiet_words
from tests.helpers.story import PARIS

NIGHTS = QuietHours(19 * 60, 8 * 60, has_quiet_weekends=True)


@pytest.mark.parametrize(
    ("day", "hour", "words"),
    [
        (8, 12, "Quiet hours: from 19:00"),
        (8, 20, "Quiet hours: on till 08:00"),
        (9, 6, "Quiet hours: on till 08:00"),
        (9, 20, "Quiet hours: on till Mon 08:00"),
        (10, 12, "Quiet hours: on till Mon 08:00"),
        (11, 12, "Quiet hours: on till 08:00"),
        (12, 8, "Quiet hours: from 19:00"),
    ],
)
def test_the_end_names_its_day_where_it_is_not_the_next_morning(day: int, hour: int, words: str) -> None:
    """8 October 2026 is a Thursday."""
    now = datetime(2026, 10, day, hour, tzinfo=PARIS)
    assert quiet_words(NIGHTS.start_minute, NIGHTS.end_minute, NIGHTS.end_after(now), now) == words


def test_without_quiet_hours_nothing_is_said() -> None:
    now = datetime(2026, 10, 8, 20, tzinfo=PARIS)
    assert QuietHours(0, 0).end_after(now) is None
    assert quiet_words(0, 0, None, now) == ""


def test_a_pause_names_day_and_time() -> None:
    assert pause_words(None) == ""
    assert pause_words(datetime(2026, 10, 12, tzinfo=PARIS)) == "Mon 00:00"
