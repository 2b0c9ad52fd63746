"""How well a rhythm was kept, beyond the worked cases and the random histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clientdesk.models.enums import RhythmKind, RhythmUnit
from clientdesk.models.schedule import PolicyHours, RhythmRule, WorkCalendar, kept_record

CALENDAR = WorkCalendar(((date(2020, 1, 1), PolicyHours(dict.fromkeys(range(5), ((540, 1020),)))),))
FRIDAY = RhythmRule("friday", RhythmKind.UPDATE, RhythmUnit.WEEKLY, 1, 4, None, date(2026, 10, 2))
LONG_AGO = date(2000, 1, 1)


def october(*days: int) -> list[date]:
    return [date(2026, 10, day) for day in days]


def test_touches_in_any_order_and_those_after_today_do_not_change_the_past() -> None:
    [today] = october(20)
    orderly = kept_record(FRIDAY, october(2, 9, 19), LONG_AGO, today, CALENDAR)
    assert kept_record(FRIDAY, october(23, 9, 2, 19, 9, 21), LONG_AGO, today, CALENDAR) == orderly
    assert orderly.occurrences == tuple(zip(october(2, 9, 16), (True, True, False), strict=True))
    assert (orderly.on_time, orderly.counted) == (2, 3)


@pytest.mark.parametrize("count", [1, 3, 10])
def test_only_the_last_ones_count(count: int) -> None:
    today = date(2036, 10, 2)
    held = [today - timedelta(days=7 * number) for number in range(1, 3)]
    found = kept_record(FRIDAY, held, LONG_AGO, today - timedelta(days=1), CALENDAR, count)
    assert (found.counted, found.on_time) == (count, min(count, 1 + (count > 1)))


def test_occurrences_before_the_client_was_known_are_none_of_ours() -> None:
    [known, today] = october(10, 20)
    assert kept_record(FRIDAY, [], known, today, CALENDAR).occurrences == ((date(2026, 10, 16), False),)


def test_a_spent_rule_keeps_its_record() -> None:
    ended = replace(FRIDAY, ends_on=date(2026, 10, 13))
    found = kept_record(ended, october(2), LONG_AGO, date(2027, 10, 1), CALENDAR)
    assert found.occurrences == tuple(zip(october(2, 9), (True, False), strict=True))


def test_nothing_at_all_is_an_empty_record() -> None:
    nothing = replace(FRIDAY, unit=RhythmUnit.MILESTONE)
    assert kept_record(nothing, october(2), LONG_AGO, date(2026, 10, 20), CALENDAR).counted == 0


def test_the_last_days_of_the_calendar_do_not_fail() -> None:
    last = replace(FRIDAY, starts_on=date(9999, 12, 20))
    found = kept_record(last, [date(9999, 12, 24)], LONG_AGO, date.max, CALENDAR)
    assert found.occurrences == ((date(9999, 12, 24), True),)


def test_one_touch_today_keeps_todays_and_the_next_within_a_week() -> None:
    days = tuple(october(21, 23))
    milestones = replace(FRIDAY, unit=RhythmUnit.MILESTONE, listed=days)
    found = kept_record(milestones, october(21), LONG_AGO, days[0], CALENDAR)
    assert found.occurrences == tuple((day, True) for day in days)
