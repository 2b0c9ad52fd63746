"""A year of 15 clients: every announcement listed in `build/evidence/year.txt`, each judged by rules done by hand.

The rules here know nothing of the program's: the holidays of 2027 are written out, and dates are counted on fingers.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from clientdesk.services.preferences import Preferences
from clientdesk.services.workspace import open_workspace
from clientdesk.store.folder import STORE_NAME
from tests.helpers.fakes import FixedClock
from tests.helpers.reminder_year import ASKED, BEGIN, CHRISTMAS, END, HOLD, PARIS, SUMMER, Line, Year

EVIDENCE = Path(__file__).resolve().parents[3] / "build" / "evidence"
DAY = timedelta(days=1)
HOLIDAYS = {
    date(2027, 1, 1): "New Year",
    date(2027, 3, 29): "Easter Monday",
    date(2027, 5, 6): "Ascension",
    date(2027, 5, 17): "Whit Monday",
    date(2027, 7, 14): "National Day",
    date(2027, 11, 1): "All Saints",
    date(2027, 11, 11): "Armistice",
    date(2028, 1, 1): "New Year",
}
"""Of France, those that fall on a weekday (and New Year 2028)."""


def is_worked(day: date) -> bool:
    away = any(first <= day <= last for first, last in (SUMMER, CHRISTMAS))
    return day.weekday() < 5 and day not in HOLIDAYS and not away


def moved(day: date) -> date:
    """The last working day up to a day: all time off was entered long before."""
    while not is_worked(day):
        day -= DAY
    return day


def worked_from(day: date) -> date:
    while not is_worked(day):
        day += DAY
    return day


def days_of_year() -> Iterator[date]:
    return (BEGIN + number * DAY for number in range((END - BEGIN).days + 1))


def every(weekday: int, first: date = BEGIN, weeks: int = 1) -> list[date]:
    """The moved dates of a rule that comes every so many weeks, each once, as far as they lie in the year."""
    start = next(day for day in days_of_year() if day >= first and day.weekday() == weekday)
    dates = [day for day in days_of_year() if day >= start and (day - start).days % (7 * weeks) == 0]
    return sorted({moved(day) for day in dates} - {date(2026, 12, 31)})


def monthly(weekday: int, *, last: bool) -> list[date]:
    found = []
    for month in range(1, 13):
        days = [day for day in days_of_year() if day.month == month and day.weekday() == weekday]
        found.append(moved(days[-1] if last else days[0]))
    return found


@pytest.fixture(scope="module")
def year(migrated_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    root = tmp_path_factory.mktemp("year")
    shutil.copyfile(migrated_store, root / STORE_NAME)
    clock = FixedClock(datetime(2027, 1, 4, 8, tzinfo=PARIS))
    workspace = open_workspace(root, clock, Preferences(root / "preferences.json"))
    lived = Year(workspace, clock)
    lived.live()
    write_down(lived.lines)
    yield lived
    workspace.close(back_up=False)


def write_down(lines: list[Line]) -> None:
    EVIDENCE.mkdir(parents=True, exist_ok=True)
    head = (
        "A simulated year of 15 clients: every announcement, what was said, and the rule that makes it right.\n"
        "Practice in Europe/Paris, Mon-Fri 09-17, French holidays; away 2-20 Aug and 27-31 Dec 2027.\n"
        "Lines with the same number came as one pop-up; the first of them leads it.\n\n"
    )
    written = [
        f"{line.at:%a %d %b %H:%M}  {line.pop_up:>4}  {line.client:<12} {said_of(line):<58} {why(line)}"
        for line in lines
    ]
    (EVIDENCE / "year.txt").write_text(head + "\n".join(written) + "\n", "utf-8")


def said_of(line: Line) -> str:
    """What the title says of who leads a pop-up; of the others it gives the name, and Today the sentence."""
    lead, _, words = line.title.partition(": ")
    return f"(named) {line.sentence}" if words and lead != line.client else words or line.title


def why(line: Line) -> str:
    """The rule, in words."""
    if line.topic == "meeting":
        return "10 minutes before a booked call"
    if line.topic == "held":
        return "the booked call has ended"
    if line.topic == "answer":
        return "answer promised within 8 working hours of Tue 2 Mar 10:00"
    assert line.on is not None
    if line.step == "summary":
        return f"the first working day after {absence(line)}"
    of = "limit" if line.source == "limit" else "promise"
    day = f"{line.on:%a} {line.on.day} {line.on:%b}"
    return f"{of} of {day}: " + ("due today" if line.step == "first" else "first working day after it")


def absence(line: Line) -> str:
    if line.on == worked_from(SUMMER[1] + DAY):
        return "time off 2-20 Aug"
    if line.client == "Hazel" and line.on == HOLD[1]:
        return "the hold until 12 Apr"
    assert line.client == "Ivy", line
    return "it was put off on its day"


def said(year: Year, client: str, step: str = "first") -> list[date]:
    return [line.at.date() for line in year.lines if line.client == client and line.step == step]


def steps_of(year: Year, client: str) -> set[str]:
    return {line.step for line in year.lines if line.client == client and line.topic == "check_in"}


pytestmark = pytest.mark.no_cover


def test_every_check_in_comes_at_nine_on_a_working_day_whatever_the_clocks_did(year: Year) -> None:
    lines = [line for line in year.lines if line.topic == "check_in"]
    assert {(line.at.hour, line.at.minute) for line in lines} == {(9, 0)}
    assert all(is_worked(line.at.date()) for line in lines)
    weeks = {line.at.isocalendar().week for line in lines}
    assert {12, 13, 43, 44} <= weeks, "the weeks around both changes of the clocks"


def test_each_line_is_right_by_its_own_date(year: Year) -> None:
    for line in year.lines:
        if line.on is None:
            continue
        day = line.at.date()
        if line.step == "first":
            assert day == line.on == moved(line.on), line
        elif line.step == "second":
            assert day == worked_from(line.on + DAY), line
        else:
            assert day == line.on, line
            assert absence(line)


def test_each_pop_up_says_what_stands_in_today_and_names_the_others(year: Year) -> None:
    shown: dict[int, list[Line]] = {}
    for line in year.lines:
        shown.setdefault(line.pop_up, []).append(line)
    for first, *others in shown.values():
        if first.topic == "check_in":
            is_all = first.title == f"{first.client}: {first.sentence}"
            assert is_all or f"Also: {first.sentence}." in first.body, first
            assert first.title.startswith(f"{first.client}: "), first
        named = first.body.partition("Also waiting: ")[2].rstrip(".").partition(" and ")[0].split(", ")
        names = list(dict.fromkeys(line.client for line in others if line.client != first.client))
        assert named[: len(names)] == names[:3] or (not names and named == [""]), first
    assert max(len(lines) for lines in shown.values()) > 3, "some digest names more than it has room for"


def test_nothing_is_said_twice_and_a_pop_up_comes_once_an_hour(year: Year) -> None:
    rows = year.workspace.reminders.recent(100_000)
    assert len(rows) == len(year.lines) == len({row.occasion for row in rows})
    ordinary = sorted({(line.pop_up, line.at) for line in year.lines if line.topic in ("check_in", "answer")})
    for (_, before), (_, after) in pairwise(ordinary):
        assert after - before >= timedelta(hours=1)
    per_day: dict[date, int] = {}
    for number, at in ordinary:
        if len({line.client for line in year.lines if line.pop_up == number}) > 1:
            per_day[at.date()] = per_day.get(at.date(), 0) + 1
    assert max(per_day.values()) <= 2


def test_who_is_told_at_once_is_said_on_each_promised_day_and_never_else(year: Year) -> None:
    expected = {
        "Acer & Sons": every(4),
        "Cedar": every(1, date(2027, 1, 5), 2),
        "Delta": monthly(2, last=False),
        "Gorse": [date(2027, 7, 13)],
        "Kauri": [date(2027, 9, 15)],
        "Larch": [date(2027, 2, 26)],
        "Maple": every(6),
        "Nettle": [date(2027, 6, 30)],
    }
    for client, days in expected.items():
        assert said(year, client) == days, client
        assert steps_of(year, client) == {"first"}, client
    assert len(expected["Acer & Sons"]) == 48, (
        "52 Fridays; three in August and the last of the year moved together"
    )


def told_late(dates: list[date]) -> tuple[list[date], list[date]]:
    """The dates that are said, and the days on which the word comes, when it always comes a working day late.

    A word that comes no nearer to the date before it than to the next one has kept the next one as well.
    """
    firsts: list[date] = []
    words: list[date] = []
    for before, on in pairwise([dates[0] - 7 * DAY, *dates]):
        if words and words[-1] - before >= on - words[-1]:
            continue
        firsts.append(on)
        words.append(worked_from(on + DAY))
    return firsts, words


def test_who_is_told_late_is_said_once_more_on_the_next_working_day(year: Year) -> None:
    firsts, words = told_late(every(4))
    assert date(2027, 4, 2) not in firsts, "after Easter the word came on Tuesday, past the middle"
    assert said(year, "Birch & Co") == firsts
    after_summer = date(2027, 8, 23)
    assert said(year, "Birch & Co", "second") == [day for day in words if day != after_summer and day <= END]
    assert said(year, "Birch & Co", "summary") == [after_summer]


def test_who_is_put_off_comes_back_once(year: Year) -> None:
    firsts, words = told_late(every(4))
    assert said(year, "Ivy") == firsts
    assert said(year, "Ivy", "summary") == [day for day in words if day <= END]
    assert steps_of(year, "Ivy") == {"first", "summary"}


def test_who_is_never_told_is_said_twice_for_each_date_and_once_after_the_summer(year: Year) -> None:
    fridays = monthly(4, last=True)
    assert said(year, "Fir") == fridays
    seconds = [worked_from(day + DAY) for day in fridays]
    assert said(year, "Fir", "second") == [day for day in seconds if day != date(2027, 8, 23) and day <= END]
    assert said(year, "Fir", "summary") == [date(2027, 8, 23)]


def test_a_hold_ends_with_one_word(year: Year) -> None:
    back = date(2027, 8, 23)
    mondays = [day for day in every(0) if not HOLD[0] < day <= HOLD[1]]
    assert said(year, "Hazel") == [day for day in mondays if day != back]
    assert said(year, "Hazel", "summary") == [HOLD[1], back], (
        "what is due on the day of return is in the summary"
    )


@pytest.mark.parametrize(("client", "days"), [("Elm", 10), ("Juniper", 30)])
def test_a_limit_is_counted_from_the_day_of_the_last_word(year: Year, client: str, days: int) -> None:
    expected = []
    day = worked_from(BEGIN + days * DAY)
    while day <= END:
        expected.append(day)
        day = worked_from(day + days * DAY)
    firsts = [day for day in expected if day != date(2027, 8, 23)]
    assert said(year, client) == firsts
    assert sorted(said(year, client) + said(year, client, "summary")) == expected


def test_a_booked_call_stands_for_the_promise_and_is_asked_about(year: Year) -> None:
    booked = [date(2027, 1, 7) + number * 28 * DAY for number in range(6)]
    calls = [line for line in year.lines if line.client == "Oak" and line.topic in ("meeting", "held")]
    assert [(line.topic, line.at.replace(tzinfo=None)) for line in calls] == [
        (topic, datetime(day.year, day.month, day.day, *at))
        for day in booked
        for topic, at in (("meeting", (13, 50)), ("held", (14, 30)))
    ]
    assert said(year, "Oak") == [day for day in every(3, date(2027, 1, 7), 4) if day not in booked]


def test_an_answer_is_said_when_short_and_when_over(year: Year) -> None:
    lines = [line for line in year.lines if line.topic == "answer"]
    assert [line.step for line in lines] == ["warn", "due"]
    assert ASKED < lines[0].at < lines[1].at == datetime(2027, 3, 3, 10, tzinfo=PARIS)


def test_the_list_is_kept_for_reading(year: Year) -> None:
    text = (EVIDENCE / "year.txt").read_text("utf-8").splitlines()
    assert len(text) == 4 + len(year.lines)
    assert any("Acer & Sons" in line and "due today" in line for line in text)
