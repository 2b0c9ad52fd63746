"""Worked cases of the delivery: once an hour, two digests a day, quiet hours and time off."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.delivery import PopUpSent, may_come_at, opens_at
from clientdesk.models.schedule import AnnouncingRules, PolicyHours, QuietHours, TimeOffSpan, WorkCalendar

PARIS = ZoneInfo("Europe/Paris")
WEEKDAYS = PolicyHours(dict.fromkeys(range(5), ((540, 1020),)))
NIGHT = QuietHours(19 * 60, 8 * 60, has_quiet_weekends=True)
AWAY = TimeOffSpan(date(2026, 10, 8), date(2026, 10, 16), date(2026, 9, 1))
AFTERNOON = 15 * 60 + 30


def at(day: int, clock: str, month: int = 10) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, month, day, int(hour), int(minute), tzinfo=PARIS).astimezone(UTC)


def rules(*time_off: TimeOffSpan, quiet: QuietHours | None = NIGHT) -> AnnouncingRules:
    return AnnouncingRules(WorkCalendar(((date(2020, 1, 1), WEEKDAYS),), time_off=time_off), PARIS, quiet)


def sent(*pop_ups: tuple[int, str, int]) -> list[PopUpSent]:
    return [PopUpSent(at(day, clock), clients) for day, clock, clients in pop_ups]


CASES = [
    # pop-ups so far, now, clients, comes at
    ([], (9, "10:00"), 1, (9, "10:00")),
    ([(9, "09:30", 1)], (9, "10:00"), 1, (9, "10:30")),
    ([(9, "09:30", 1)], (9, "10:30"), 1, (9, "10:30")),
    ([(9, "18:30", 1)], (9, "18:40"), 1, (12, "08:00")),
    ([], (9, "08:20"), 1, (9, "08:20")),
    ([], (9, "08:20"), 2, (9, "09:00")),
    ([], (9, "09:00"), 3, (9, "09:00")),
    ([(9, "09:00", 3)], (9, "10:30"), 2, (9, "15:30")),
    ([(9, "09:00", 3)], (9, "10:30"), 1, (9, "10:30")),
    ([(9, "15:00", 3)], (9, "15:20"), 2, (9, "16:00")),
    ([(9, "09:00", 3), (9, "15:30", 2)], (9, "17:00"), 2, (12, "09:00")),
    ([(9, "09:00", 3), (9, "15:30", 2)], (9, "17:00"), 1, (9, "17:00")),
    ([(8, "09:00", 3), (8, "15:30", 2)], (9, "09:00"), 2, (9, "09:00")),
    ([(9, "12:00", 1)], (9, "10:00"), 1, (9, "10:00")),
    ([], (10, "12:00"), 1, (12, "08:00")),
]


@pytest.mark.parametrize(("before", "now", "clients", "comes"), CASES)
def test_a_pop_up_comes(
    before: list[tuple[int, str, int]], now: tuple[int, str], clients: int, comes: tuple[int, str]
) -> None:
    assert may_come_at(at(*now), clients, sent(*before), AFTERNOON, rules()) == at(*comes)


def test_time_off_lasts_until_work_begins_again() -> None:
    for now in (at(8, "00:00"), at(9, "10:00"), at(17, "12:00"), at(19, "08:30")):
        assert opens_at(now, rules(AWAY, quiet=None)) == at(19, "09:00")
    assert opens_at(at(7, "23:59"), rules(AWAY, quiet=None)) == at(7, "23:59")
    assert opens_at(at(19, "09:00"), rules(AWAY, quiet=None)) == at(19, "09:00")


def test_time_off_entered_right_after_another_is_one_absence() -> None:
    more = TimeOffSpan(date(2026, 10, 19), date(2026, 10, 20), date(2026, 10, 1))
    assert opens_at(at(9, "10:00"), rules(AWAY, more)) == at(21, "09:00")


def test_the_clients_own_meeting_holds_back() -> None:
    busy = [(at(9, "09:30"), at(9, "11:00"))]
    assert opens_at(at(9, "10:00"), rules(), busy) == at(9, "11:00")
    assert opens_at(at(9, "11:00"), rules(), busy) == at(9, "11:00")


def test_a_digest_keeps_its_local_time_across_the_change_of_clocks() -> None:
    before = [PopUpSent(at(26, "09:00"), 2)]
    assert may_come_at(at(26, "11:00"), 2, before, AFTERNOON, rules()) == at(26, "15:30")
    assert may_come_at(at(25, "02:30"), 2, [], AFTERNOON, rules(quiet=None)) == at(25, "09:00")


def test_without_any_working_day_something_still_comes() -> None:
    never = AnnouncingRules(WorkCalendar(((date(2020, 1, 1), PolicyHours({})),)), PARIS, None)
    assert may_come_at(at(9, "10:00"), 2, [], AFTERNOON, never) == at(9, "10:00")
