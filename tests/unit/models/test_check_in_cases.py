"""The worked cases of docs/check-ins.md, read from the page: each row is judged, and has to come out as it says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import pytest

from clientdesk.models.enums import CheckInState, HoldEvent, RhythmKind, RhythmUnit, TouchKind, TouchState
from clientdesk.models.schedule import (
    HEARD_FROM,
    ClientFacts,
    Hold,
    HoldFacts,
    MilestoneDates,
    PolicyHours,
    RhythmRule,
    TimeOffSpan,
    WorkCalendar,
    after_end_dates,
    client_status,
    client_zone,
    contact_window,
    hold_end,
    keeps,
    kept_record,
    milestone_dates,
)
from tests.helpers.touches import Touch, summarise_touches

PAGE = Path(__file__).resolve().parents[3] / "docs" / "check-ins.md"
PARIS = ZoneInfo("Europe/Paris")
NINE_TO_FIVE = PolicyHours(dict.fromkeys(range(5), ((540, 1020),)))
KNOWN_SINCE = date(2026, 9, 28)

FRIDAY = RhythmRule("friday", RhythmKind.UPDATE, RhythmUnit.WEEKLY, 1, 4, None, date(2026, 10, 2))
CHANGED = RhythmRule("tuesday", RhythmKind.CALL, RhythmUnit.WEEKLY, 2, 1, None, date(2026, 10, 14))
YEARLY = RhythmRule("yearly", RhythmKind.KEY_DATE, RhythmUnit.YEARLY, 1, 0, None, date(2021, 11, 12))
ONCE = replace(YEARLY, kind=RhythmKind.SATISFACTION, unit=RhythmUnit.ONCE, starts_on=date(2026, 11, 11))
AFTER = RhythmRule("after", RhythmKind.PERSONAL, RhythmUnit.AFTER_END, 3, 0, None, date(2026, 11, 2))
MILESTONE = replace(ONCE, unit=RhythmUnit.MILESTONE, starts_on=KNOWN_SINCE, offset_days=5)
HELD_AT = datetime(2026, 10, 5, 10, tzinfo=PARIS)

RULES = {
    "Key date every year on 12 November": [YEARLY],
    "Key date every year on 29 February": [replace(YEARLY, starts_on=date(2024, 2, 29))],
    "Key date every second year": [replace(YEARLY, every=2, starts_on=date(2023, 11, 12))],
    "Satisfaction question once": [ONCE],
    "Satisfaction question 5 days after": [MILESTONE],
    "Satisfaction question on the day": [replace(MILESTONE, offset_days=0)],
    "Personal word on the day": [replace(MILESTONE, kind=RhythmKind.PERSONAL, offset_days=0)],
    "Update 3 days before": [replace(MILESTONE, kind=RhythmKind.UPDATE, offset_days=-3)],
    "Personal word 3 months after the end": [AFTER],
    "Win-back 6 months after the end": [replace(AFTER, kind=RhythmKind.WIN_BACK, every=6)],
    "Update every Friday from 2 October, changed": [replace(FRIDAY, ends_on=date(2026, 10, 13)), CHANGED],
    "Update every Friday from 2 October, held": [FRIDAY],
    "The same, held": [FRIDAY],
    "How well it was kept": [FRIDAY],
    "When to reach them": [],
}
HOLDS = {
    "until a reply or": Hold(date(2026, 10, 12), HoldEvent.REPLY, HELD_AT),
    "until a reply": Hold(None, HoldEvent.REPLY, HELD_AT),
    "until a paper": Hold(None, HoldEvent.SIGNED, HELD_AT),
    "until an engagement": Hold(None, HoldEvent.START, HELD_AT),
    "until a milestone": Hold(None, HoldEvent.MILESTONE, HELD_AT),
}
TOUCHES = {
    "personal word": TouchKind.PERSONAL,
    "satisfaction asked": TouchKind.SATISFACTION,
    **{kind.replace("_", " "): kind for kind in TouchKind if kind not in ("personal", "satisfaction")},
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY = r"(?P<weekday>\w{3}) (?P<day>\d+) (?P<month>\w{3})(?: (?P<year>\d{4}))?"


@dataclass
class Record:
    """What the first column of a row says."""

    touches: list[tuple[datetime, TouchKind, TouchState]] = field(default_factory=list)
    milestones: list[MilestoneDates] = field(default_factory=list)
    engagements: list[tuple[date, date | None]] = field(default_factory=list)
    time_off: list[TimeOffSpan] = field(default_factory=list)
    signed: list[datetime] = field(default_factory=list)

    def read(self, item: str) -> None:
        """Take in one item of the record; anything unknown fails."""
        first, *others = item.split(" ")
        if first == "engagement":
            from_, _, to = item.partition(" to ")
            start = day_of(from_.removeprefix("engagement ").removeprefix("from "))
            self.engagements.append((start, day_of(to) if to else None))
        elif first in ("planned", "reached"):
            planned = re.match(f"planned {DAY}", item)
            reached = item.partition("reached ")[2]
            self.milestones.append(
                MilestoneDates(
                    day_of(planned[0].removeprefix("planned ")) if planned else None,
                    day_of(reached) if reached else None,
                )
            )
        elif item.startswith("time off "):
            start_words, _, end_words = item.removeprefix("time off ").partition(" to ")
            self.time_off.append(TimeOffSpan(day_of(start_words), day_of(end_words), date(2026, 9, 10)))
        elif first == "signed":
            self.signed.append(instant_of(" ".join(others)))
        elif item != "none":
            words = next(words for words in TOUCHES if item.startswith(f"{words} "))
            when = item.removeprefix(f"{words} ")
            state = TouchState.PLANNED if when.startswith("booked ") else TouchState.HELD
            self.touches.append((instant_of(when.removeprefix("booked ")), TOUCHES[words], state))


def day_of(words: str) -> date:
    found = re.fullmatch(DAY, words)
    assert found is not None, words
    day = date(int(found["year"] or 2026), MONTHS.index(found["month"]) + 1, int(found["day"]))
    assert f"{day:%a}" == found["weekday"], words
    return day


def instant_of(words: str) -> datetime:
    """`Tue 13 Oct 22:30 UTC`; local without a zone, noon without a time."""
    found = re.fullmatch(r"(.+?)(?: (\d\d):(\d\d))?( UTC)?", words)
    assert found is not None, words
    clock = (int(found[2]), int(found[3])) if found[2] else (12, 0)
    return datetime(*day_of(found[1]).timetuple()[:3], *clock, tzinfo=UTC if found[4] else PARIS)


def words_of(day: date) -> str:
    return f"{day:%a} {day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if day.year != 2026 else "")


def rows() -> list[tuple[str, str, str, str]]:
    """Heading, record, now and outcome of every row below the worked cases."""
    found = []
    heading = ""
    for line in PAGE.read_text("utf-8").partition("## Worked cases")[2].splitlines():
        if line.startswith("### "):
            heading = line.removeprefix("### ")
        elif line.startswith("| ") and not line.startswith(("| record |", "| --- |")):
            record, now, outcome = (cell.strip() for cell in line.split("|")[1:4])
            found.append((heading, record, now, outcome))
    return found


def french_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", years=year))


def beginning(table: dict[str, list[RhythmRule]], heading: str) -> list[RhythmRule]:
    return next(value for start, value in table.items() if heading.startswith(start))


def with_dates(rule: RhythmRule, record: Record, today: date) -> RhythmRule:
    if rule.offset_days is not None:
        return replace(rule, listed=milestone_dates(record.milestones, rule.offset_days, today))
    if rule.unit is RhythmUnit.AFTER_END:
        return replace(rule, listed=after_end_dates(record.engagements, rule.every))
    return rule


def end_of_hold(hold: Hold, record: Record, today: date) -> date | None:
    held = [(at, kind) for at, kind, state in record.touches if state is TouchState.HELD]
    facts = HoldFacts(
        tuple(at for at, kind in held if kind in HEARD_FROM),
        tuple(record.signed),
        tuple(start for start, _ in record.engagements),
        tuple(one.actual_on for one in record.milestones if one.actual_on is not None),
    )
    return hold_end(hold, facts, PARIS, today)


def state_of(heading: str, record: Record, now: datetime, calendar: WorkCalendar) -> str:
    today = now.astimezone(PARIS).date()
    touches = [Touch(at.astimezone(PARIS).date(), kind, state) for at, kind, state in record.touches]
    summary = summarise_touches(touches, today)
    hold = next((hold for words, hold in HOLDS.items() if words in heading), None)
    end = None if hold is None else end_of_hold(hold, record, today)
    facts = ClientFacts(
        "cedar",
        KNOWN_SINCE,
        tuple(record.engagements),
        tuple(with_dates(rule, record, today) for rule in beginning(RULES, heading)),
        last_held=summary.last_held,
        last_meaningful_on=summary.last_meaningful_on,
        booked=summary.booked,
        hold_until=end,
        is_held_until_released=hold is not None and end is None,
    )
    found = client_status(facts, today, calendar)
    if found.state is CheckInState.NOT_LISTED:
        return "not_listed"
    if found.state is CheckInState.OVERDUE and found.due_on is not None:
        return f"overdue since {words_of(found.due_on)}, missed {len(found.missed)}"
    return f"{found.state}, {words_of(found.due_on) if found.due_on else 'no date'}"


def kept(record: Record, now: datetime, calendar: WorkCalendar) -> str:
    held = [at.astimezone(PARIS).date() for at, kind, _ in record.touches if FRIDAY.kind in keeps(kind)]
    found = kept_record(FRIDAY, held, KNOWN_SINCE, now.date(), calendar)
    return f"{found.on_time} of {found.counted}"


def reach(zone_name: str, day: date, calendar: WorkCalendar) -> str:
    zone, is_known = client_zone(zone_name, PARIS)
    found = [
        " to ".join(f"{instant.astimezone(PARIS):%H:%M}" for instant in span)
        for span in contact_window(day, calendar, PARIS, zone)
    ]
    return (", ".join(found) or "none") + ("" if is_known else ", zone not known")


@pytest.mark.parametrize(("heading", "record_words", "now", "outcome"), rows())
def test_worked_case(heading: str, record_words: str, now: str, outcome: str) -> None:
    if heading.startswith("When to reach"):
        calendar = WorkCalendar(((date(2026, 1, 1), NINE_TO_FIVE),), french_holidays)
        assert reach(record_words, day_of(now), calendar) == outcome
        return
    record = Record()
    for item in record_words.split("; "):
        record.read(item)
    calendar = WorkCalendar(((date(2026, 1, 1), NINE_TO_FIVE),), french_holidays, tuple(record.time_off))
    if heading.startswith("How well"):
        assert kept(record, instant_of(now), calendar) == outcome
    else:
        assert state_of(heading, record, instant_of(now), calendar) == outcome


def test_every_table_of_the_page_was_read() -> None:
    headings = {heading for heading, *_ in rows()}
    assert all(any(heading.startswith(start) for heading in headings) for start in RULES)
    assert len(rows()) > 60
