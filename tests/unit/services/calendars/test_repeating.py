"""Repetitions: laid out as the standard says, and never for longer than a file deserves."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.services.calendars.conftest import Laid, calendar, event, laid, paris

START = "DTSTART;TZID=Europe/Paris:20261012T090000"
HOUR = "DURATION:PT1H"


def series(*lines: str, start: str = START) -> Laid:
    return laid(calendar(event(start, HOUR, *lines)))


def starts(found: Laid, count: int = 4) -> list[str]:
    return [start for start, _ in found.local()[:count]]


def test_every_week_at_the_same_time_of_day_through_the_change_of_clocks() -> None:
    found = series("RRULE:FREQ=WEEKLY;COUNT=4")
    assert starts(found) == ["2026-10-12 09:00", "2026-10-19 09:00", "2026-10-26 09:00", "2026-11-02 09:00"]
    assert found.found[1].starts_at.hour == 7
    assert found.found[2].starts_at.hour == 8


def test_a_rule_without_an_end_is_laid_out_to_two_years_from_now() -> None:
    found = series("RRULE:FREQ=WEEKLY")
    assert found.found[-1].starts_at.date() == date(2028, 10, 9)
    assert found.codes == []


def test_what_began_long_ago_is_laid_out_from_a_year_back() -> None:
    found = series("RRULE:FREQ=DAILY", start="DTSTART;TZID=Europe/Paris:20010101T090000")
    assert found.found[0].starts_at == paris(2025, 10, 12, 9)
    assert len(found.found) == 365 + 730 + 1


def test_exceptions_are_left_out_by_time_and_by_day() -> None:
    found = series(
        "RRULE:FREQ=DAILY;COUNT=5", "EXDATE;TZID=Europe/Paris:20261013T090000", "EXDATE;VALUE=DATE:20261015"
    )
    assert starts(found) == ["2026-10-12 09:00", "2026-10-14 09:00", "2026-10-16 09:00"]


def test_several_exceptions_stand_on_one_line_and_in_another_zone() -> None:
    found = series("RRULE:FREQ=DAILY;COUNT=4", "EXDATE:20261013T070000Z,20261014T070000Z")
    assert starts(found) == ["2026-10-12 09:00", "2026-10-15 09:00"]


def test_an_exception_that_takes_nothing_away_is_listed_with_its_line() -> None:
    found = series("RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=Europe/Paris:20261020T090000")
    assert len(found.found) == 3
    assert found.problems == [("line 9", "calendar_exception_unused")]


def test_further_dates_are_added() -> None:
    found = series("RRULE:FREQ=WEEKLY;COUNT=2", "RDATE;TZID=Europe/Paris:20261014T150000")
    assert starts(found) == ["2026-10-12 09:00", "2026-10-14 15:00", "2026-10-19 09:00"]


def test_a_further_date_may_bring_its_own_length() -> None:
    found = series("RDATE;VALUE=PERIOD:20261014T130000Z/PT3H")
    assert found.local() == [
        ("2026-10-12 09:00", "2026-10-12 10:00"),
        ("2026-10-14 15:00", "2026-10-14 18:00"),
    ]


def test_one_occurrence_was_moved_and_renamed() -> None:
    found = laid(
        calendar(
            event(START, HOUR, "RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:Stand-up"),
            event(
                "RECURRENCE-ID;TZID=Europe/Paris:20261019T090000",
                "DTSTART;TZID=Europe/Paris:20261020T140000",
                HOUR,
                "SUMMARY:Stand-up, late",
            ),
        )
    )
    assert [(o.title, start) for o, (start, _) in zip(found.found, found.local(), strict=True)] == [
        ("Stand-up", "2026-10-12 09:00"),
        ("Stand-up, late", "2026-10-20 14:00"),
        ("Stand-up", "2026-10-26 09:00"),
    ]


def test_an_occurrence_is_the_same_one_whether_it_was_changed_or_not() -> None:
    plain = event(START, HOUR, "RRULE:FREQ=WEEKLY;COUNT=3")
    change = event("RECURRENCE-ID:20261019T070000Z", "DTSTART;TZID=Europe/Paris:20261020T140000", HOUR)
    before = {o.recurrence for o in laid(calendar(plain)).found}
    assert {o.recurrence for o in laid(calendar(plain, change)).found} == before


def test_one_occurrence_was_cancelled() -> None:
    found = laid(
        calendar(
            event(START, HOUR, "RRULE:FREQ=WEEKLY;COUNT=3"),
            event("RECURRENCE-ID;TZID=Europe/Paris:20261019T090000", START, "STATUS:CANCELLED"),
        )
    )
    assert starts(found) == ["2026-10-12 09:00", "2026-10-26 09:00"]


def test_from_one_occurrence_on_all_moved() -> None:
    found = laid(
        calendar(
            event(START, HOUR, "RRULE:FREQ=WEEKLY;COUNT=4"),
            event(
                "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Paris:20261026T090000",
                "DTSTART;TZID=Europe/Paris:20261026T110000",
                HOUR,
            ),
        )
    )
    assert starts(found) == ["2026-10-12 09:00", "2026-10-19 09:00", "2026-10-26 11:00", "2026-11-02 11:00"]


def test_whole_days_repeat_as_days() -> None:
    found = laid(calendar(event("DTSTART;VALUE=DATE:20261012", "RRULE:FREQ=YEARLY", "SUMMARY:Birthday")))
    assert [(o.starts_on, o.ends_on) for o in found.found] == [
        (date(2026, 10, 12), date(2026, 10, 12)),
        (date(2027, 10, 12), date(2027, 10, 12)),
    ]


def test_times_without_a_zone_repeat_by_the_practices_clock() -> None:
    data = calendar(event("DTSTART:20261023T090000", HOUR, "RRULE:FREQ=WEEKLY;COUNT=3"))
    new_york = ZoneInfo("America/New_York")
    assert [s for s, _ in laid(data, new_york).local(new_york)] == [
        "2026-10-23 09:00",
        "2026-10-30 09:00",
        "2026-11-06 09:00",
    ]


def test_a_calendar_that_writes_utc_and_names_its_zone_means_that_wall_clock() -> None:
    data = calendar(
        event("DTSTART:20261019T070000Z", HOUR, "RRULE:FREQ=WEEKLY;COUNT=2"),
        head="X-WR-TIMEZONE:Europe/Paris",
    )
    assert starts(laid(data)) == ["2026-10-19 09:00", "2026-10-26 09:00"]


@pytest.mark.parametrize(
    "until", ["20261026", "20261026T090000", "20261026T080000Z", "2026-10-26", "20261026T235959Z"]
)
def test_the_last_day_is_among_them_however_it_is_written(until: str) -> None:
    assert len(series(f"RRULE:FREQ=WEEKLY;UNTIL={until}").found) == 3


def test_an_end_in_the_year_9999_is_no_end() -> None:
    found = series("RRULE:FREQ=MONTHLY;UNTIL=99991231T235959Z")
    assert (len(found.found), found.codes) == (24, [])


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("FREQ=SECONDLY", "calendar_rule_too_fast"),
        ("FREQ=MINUTELY;INTERVAL=1", "calendar_rule_too_fast"),
        ("FREQ=HOURLY", "calendar_rule_too_fast"),
        ("FREQ=DAILY;BYHOUR=0,1,2,3,4,5;BYMINUTE=0,10,20,30,40,50", "calendar_rule_too_fast"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "calendar_rule_never"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "calendar_rule_never"),
        ("FREQ=DAILY;BYMONTHDAY=31;BYMONTH=4,6,9,11", "calendar_rule_never"),
        ("FREQ=DAILY;BYSETPOS=5", "calendar_rule_never"),
        ("FREQ=DAILY;BYYEARDAY=366;BYMONTH=1", "calendar_rule_never"),
        ("FREQ=DAILY;INTERVAL=1000000000", "calendar_rule_never"),
        ("FREQ=FORTNIGHTLY", "calendar_rule_unreadable"),
        ("FREQ=WEEKLY;BYDAY=XX", "calendar_rule_unreadable"),
        ("FREQ=WEEKLY;INTERVAL=0", "calendar_rule_unreadable"),
        ("FREQ=WEEKLY;COUNT=1E9", "calendar_rule_unreadable"),
        ("FREQ=YEARLY;BYMONTH=13", "calendar_rule_unreadable"),
        ("RSCALE=HEBREW;FREQ=YEARLY", "calendar_rule_unreadable"),
        ("", "calendar_rule_unreadable"),
        ("FREQ=WEEKLY;UNTIL=someday", "calendar_rule_unreadable"),
    ],
)
def test_rules_made_to_keep_a_computer_busy_leave_the_first_occurrence(rule: str, code: str) -> None:
    began = time.process_time()
    found = series(f"RRULE:{rule}")
    assert found.local() == [("2026-10-12 09:00", "2026-10-12 10:00")]
    assert found.problems == [("line 8", code)]
    assert time.process_time() - began < 10


def test_a_thousand_million_times_ends_at_the_horizon() -> None:
    found = series("RRULE:FREQ=DAILY;COUNT=1000000000")
    assert (len(found.found), found.codes) == (731, [])


def test_a_negative_count_is_no_count() -> None:
    assert len(series("RRULE:FREQ=WEEKLY;COUNT=-1").found) == 105


def test_a_rule_whose_steps_never_meet_ends() -> None:
    found = series("RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=TU")
    assert len(found.found) <= 1


def test_a_rule_that_cannot_be_read_does_not_take_the_others_along() -> None:
    found = laid(
        calendar(
            event(START, HOUR, "RRULE:FREQ=NEVER"), event(START, HOUR, "RRULE:FREQ=WEEKLY;COUNT=2", uid="two")
        )
    )
    assert len(found.found) == 3


def test_changed_occurrences_without_their_series_are_kept() -> None:
    found = laid(calendar(event("RECURRENCE-ID:20261019T070000Z", "DTSTART:20261019T090000Z", HOUR)))
    assert starts(found) == ["2026-10-19 11:00"]


def test_a_cancelled_series_is_gone_with_all_of_it() -> None:
    found = laid(
        calendar(
            event(START, HOUR, "RRULE:FREQ=WEEKLY;COUNT=3", "STATUS:CANCELLED"),
            event("RECURRENCE-ID:20261019T070000Z", "DTSTART:20261019T090000Z", HOUR),
        )
    )
    assert found.found == []


_RULES = st.builds(
    lambda freq, interval, days, count: (
        f"FREQ={freq};INTERVAL={interval}" + (f";BYDAY={','.join(sorted(days))}" if days else "") + count
    ),
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 4),
    st.sets(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), max_size=3),
    st.sampled_from(["", ";COUNT=3", ";COUNT=40", ";UNTIL=20271101T090000Z"]),
)


@given(_RULES, st.sampled_from(["Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]))
@pytest.mark.no_cover
@settings(max_examples=40, deadline=None)
def test_it_agrees_with_the_library_on_the_whole_calendar(rule: str, zone: str) -> None:
    """The library reads and lays out the same text by itself."""
    import recurring_ical_events
    from icalendar import Calendar

    data = calendar(event(f"DTSTART;TZID={zone}:20261012T093000", HOUR, f"RRULE:{rule}"))
    theirs = {
        found["DTSTART"].dt.astimezone(UTC)
        for found in recurring_ical_events.of(Calendar.from_ical(data)).between(
            date(2025, 10, 12), date(2028, 10, 12)
        )
    }
    ours = {found.starts_at for found in laid(data).found}
    assert {at for at in ours if at < datetime(2028, 10, 11, tzinfo=UTC)} == {
        at for at in theirs if at < datetime(2028, 10, 11, tzinfo=UTC)
    }


def test_single_events_agree_with_the_library() -> None:
    """The quick way for plain events says the same as the library does."""
    from icalendar import Calendar

    texts = [
        ("DTSTART;TZID=Europe/Paris:20261025T023000", "DURATION:PT2H"),
        ("DTSTART;TZID=America/New_York:20261101T013000", "DTEND;TZID=America/New_York:20261101T013000"),
        ("DTSTART:20261012T090000Z", "DTEND:20261012T103000Z"),
        ("DTSTART;TZID=Asia/Kathmandu:20261012T090000", "DURATION:PT45M"),
        ("DTSTART;VALUE=DATE:20261012", "DTEND;VALUE=DATE:20261015"),
    ]
    for lines in texts:
        data = calendar(event(*lines))
        theirs = Calendar.from_ical(data).walk("VEVENT")[0]
        ours = laid(data).one
        if isinstance(theirs.start, datetime):
            assert (ours.starts_at, ours.ends_at - ours.starts_at) == (
                theirs.start.astimezone(UTC),
                theirs.end.astimezone(UTC) - theirs.start.astimezone(UTC)
                if "DTEND" in theirs
                else theirs["DURATION"].dt,
            )
        else:
            assert (ours.starts_on, ours.ends_on) == (theirs.start, theirs.end - timedelta(days=1))


def test_an_occurrence_named_by_its_day_alone_is_moved_not_doubled() -> None:
    series = event(
        "DTSTART;TZID=Europe/Paris:20261005T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2", "SUMMARY:A"
    )
    moved = event(
        "RECURRENCE-ID;VALUE=DATE:20261012", "DTSTART;TZID=Europe/Paris:20261013T150000", "SUMMARY:B"
    )
    found = laid(calendar(series, moved))
    assert found.local() == [
        ("2026-10-05 09:00", "2026-10-05 10:00"),
        ("2026-10-13 15:00", "2026-10-13 15:00"),
    ]


def test_a_whole_day_named_by_a_time_is_moved_not_doubled() -> None:
    series = event("DTSTART;VALUE=DATE:20261005", "RRULE:FREQ=WEEKLY;COUNT=2", "SUMMARY:A")
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Paris:20261012T000000", "DTSTART;VALUE=DATE:20261014", "SUMMARY:B"
    )
    found = laid(calendar(series, moved))
    assert [occurrence.starts_on for occurrence in found.found] == [date(2026, 10, 5), date(2026, 10, 14)]
