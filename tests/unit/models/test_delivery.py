"""Worked cases of the delivery: once an hour, two digests a day, quiet hours and time off."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.delivery import PopUpSent, may_come_at, opens_at
from clientdesk.models.schedule import AnnouncingRules, PolicyHours, QuietHours, TimeOffSpan, WorkCalendar

PARIS = ZoneInfo("Europe/Paris")
WEEKDAYS = PolicyHours(dict.fromkeys(range(5), ((540, 1020),)))
NIGHT = QuietHours(19 * 60, 8 * 60, has_quiet_weekends=True)
AWAY = TimeOffSpan(date(2026, 10, 8), date(2026, 10, 16), date(2026, 9, 1))
AFTERNOON = 15 * 60 + 30
PAGE = Path(__file__).resolve().parents[3] / "docs" / "check-ins.md"


def at(day: int, clock: str, month: int = 10) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, month, day, int(hour), int(minute), tzinfo=PARIS).astimezone(UTC)


def rules(*time_off: TimeOffSpan, quiet: QuietHours | None = NIGHT) -> AnnouncingRules:
    return AnnouncingRules(WorkCalendar(((date(2020, 1, 1), WEEKDAYS),), time_off=time_off), PARIS, quiet)


def instant(text: str) -> datetime:
    """ "Fri 9 Oct 10:00" of the page, which also has to know its weekdays."""
    found = datetime.strptime(f"2026 {text}", "%Y %a %d %b %H:%M").replace(tzinfo=PARIS)
    assert f"{found:%a}" == text[:3], text
    return found.astimezone(UTC)


def cases() -> list[tuple[str, str, str, str]]:
    """The rows of the page: pop-ups so far, when something is ripe, of how many clients, when it comes."""
    table = PAGE.read_text("utf-8").partition("### Delivery, case by case")[2].partition("\n## ")[0]
    rows = [line.split("|")[1:5] for line in table.splitlines() if line.startswith("| ")]
    return [(a.strip(), b.strip(), c.strip(), d.strip()) for a, b, c, d in rows[2:]]


@pytest.mark.parametrize(("before", "ripe", "clients", "comes"), cases())
def test_a_pop_up_comes_as_the_page_says(before: str, ripe: str, clients: str, comes: str) -> None:
    pop_ups = [] if before == "none" else [one.split(" of ") for one in before.split(", ")]
    sent = [PopUpSent(instant(at), int(of)) for at, of in pop_ups]
    assert may_come_at(instant(ripe), int(clients), sent, AFTERNOON, rules()) == instant(comes)


def test_the_page_has_all_the_cases() -> None:
    assert len(cases()) == 16


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
