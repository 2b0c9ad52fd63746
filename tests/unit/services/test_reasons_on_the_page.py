"""The sentences of docs/check-ins.md, read from the page: each word that is owed is judged and put into words."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clientdesk.models.enums import RhythmKind, RhythmUnit, TouchKind
from clientdesk.models.schedule import (
    BookedTouch,
    ClientFacts,
    MilestoneDates,
    PolicyHours,
    RhythmRule,
    WorkCalendar,
    after_end_dates,
    client_status,
    milestone_dates,
)
from clientdesk.services.check_in_words import reason
from clientdesk.services.rhythm_names import RowNames
from clientdesk.store.first_reads import CheckInRow

PAGE = Path(__file__).resolve().parents[3] / "docs" / "check-ins.md"
CALENDAR = WorkCalendar(((date(2026, 1, 1), PolicyHours(dict.fromkeys(range(5), ((540, 1020),)))),))
MILESTONES = (
    ("Draft report", MilestoneDates(date(2026, 10, 23), None)),
    ("Slides", MilestoneDates(date(2026, 10, 30), None)),
)
ENDED = (date(2026, 3, 2), date(2026, 9, 16))
UPDATE, CALL, KEY_DATE, WIN_BACK = (
    RhythmKind.UPDATE,
    RhythmKind.CALL,
    RhythmKind.KEY_DATE,
    RhythmKind.WIN_BACK,
)
SIXTEENTH = date(2026, 10, 16)
OWED: dict[str, tuple[RhythmKind, RhythmUnit, dict[str, Any], str]] = {
    "update every Friday from 16 October": (UPDATE, RhythmUnit.WEEKLY, {"weekday": 4}, ""),
    "update once on 16 October": (UPDATE, RhythmUnit.ONCE, {}, ""),
    "update 3 days before each milestone": (UPDATE, RhythmUnit.MILESTONE, {"offset_days": -3}, ""),
    "call on the day of each milestone": (CALL, RhythmUnit.MILESTONE, {"offset_days": 0}, ""),
    "satisfaction question 2 days before each milestone": (
        RhythmKind.SATISFACTION,
        RhythmUnit.MILESTONE,
        {"offset_days": -2},
        "",
    ),
    "key date “Founding day” every year on 17 October": (
        KEY_DATE,
        RhythmUnit.YEARLY,
        {"starts_on": date(2026, 10, 17)},
        "Founding day",
    ),
    "key date every year on 16 October": (KEY_DATE, RhythmUnit.YEARLY, {}, ""),
    "win-back “the second phase” once on 16 October": (WIN_BACK, RhythmUnit.ONCE, {}, "the second phase"),
    "win-back once on 16 October": (WIN_BACK, RhythmUnit.ONCE, {}, ""),
    "personal word 1 month after the end": (RhythmKind.PERSONAL, RhythmUnit.AFTER_END, {}, ""),
}


def rows() -> list[tuple[str, str, str]]:
    table = PAGE.read_text("utf-8").partition("## In words")[2].partition("\n## ")[0]
    cells = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    return [(owed, now, said) for owed, now, said in cells[2:]]


def day_of(words: str) -> date:
    found = re.fullmatch(r"(\w+) (\d+) Oct(?: (\d+))?", words)
    assert found is not None
    day = date(int(found[3] or 2026), 10, int(found[2]))
    assert f"{day:%a}" == found[1]
    return day


def row_of(owed: str, today: date) -> CheckInRow:
    kind, unit, values, content = OWED[owed.removesuffix(", booked")]
    listed: tuple[date, ...] = ()
    if unit is RhythmUnit.MILESTONE:
        listed = milestone_dates([dates for _, dates in MILESTONES], values["offset_days"], today)
    elif unit is RhythmUnit.AFTER_END:
        listed = after_end_dates([ENDED], 1)
    rule = RhythmRule(
        "r",
        kind,
        unit,
        **{"every": 1, "weekday": 0, "nth": None, "starts_on": SIXTEENTH, "listed": listed} | values,
    )
    booked = (BookedTouch(SIXTEENTH if unit is RhythmUnit.ONCE else date(2026, 10, 23), TouchKind.CALL),)
    facts = ClientFacts(
        "c",
        date(2026, 1, 5),
        (ENDED,) if unit is RhythmUnit.AFTER_END else (),
        (rule,),
        booked=booked if owed.endswith(", booked") else (),
    )
    contents = {"r": content} if content else {}
    return CheckInRow(facts, "Birch", 0, "", None, "execution", None, "", "", None, contents, MILESTONES)


@pytest.mark.parametrize(("owed", "now", "said"), rows())
def test_each_sentence_of_the_page(owed: str, now: str, said: str) -> None:
    today = day_of(now)
    row = row_of(owed, today)
    status = client_status(row.facts, today, CALENDAR)
    assert reason(status, today, str, RowNames(row, today, CALENDAR)) == said
    assert ":" not in said, "the client's name has one"


def test_the_page_shows_every_one() -> None:
    assert {owed.removesuffix(", booked") for owed, _, _ in rows()} == set(OWED)
