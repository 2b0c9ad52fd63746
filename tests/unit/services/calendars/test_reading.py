"""Calendars as programs really write them, whole and damaged: read as far as it makes sense, the rest listed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientdesk.services.calendars.lines import split_line, unescaped
from clientdesk.services.calendars.reading import read_calendar
from clientdesk.services.calendars.values import duration
from clientdesk.services.wording import words_for_problem
from tests.unit.services.calendars.conftest import PARIS, calendar, event, laid, paris

NINE = "DTSTART;TZID=Europe/Paris:20261012T090000"
TEN = "DTEND;TZID=Europe/Paris:20261012T100000"

CUSTOM_ZONE = """BEGIN:VTIMEZONE
TZID:Our Office
BEGIN:DAYLIGHT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
DTSTART:19700308T020000
RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
DTSTART:19701101T020000
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
END:STANDARD
END:VTIMEZONE"""


def test_an_event_is_read_with_all_that_is_shown_of_it() -> None:
    found = laid(
        calendar(
            event(
                NINE,
                TEN,
                "SUMMARY:Board\\, with lunch\\; bring notes",
                "LOCATION:Room 4\\nsecond floor",
                'ATTENDEE;CN="Ann: the boss";PARTSTAT=ACCEPTED:mailto:Ann@Cedar.example',
                "ORGANIZER:MAILTO:me@example.org",
            )
        )
    ).one
    assert (found.title, found.location) == ("Board, with lunch; bring notes", "Room 4\nsecond floor")
    assert (found.starts_at, found.ends_at) == (paris(2026, 10, 12, 9), paris(2026, 10, 12, 10))
    assert found.attendees == "ann@cedar.example\nme@example.org"
    assert found.is_busy


def test_times_without_a_zone_are_the_practices_own() -> None:
    data = calendar(event("DTSTART:20261012T090000", "DTEND:20261012T100000"))
    for name in ("Europe/Paris", "America/New_York", "Pacific/Kiritimati"):
        zone = ZoneInfo(name)
        assert laid(data, zone).local(zone) == [("2026-10-12 09:00", "2026-10-12 10:00")]


def test_times_without_a_zone_follow_the_zone_a_calendar_gives_itself() -> None:
    data = calendar(event("DTSTART:20261012T090000"), head="X-WR-TIMEZONE:America/New_York")
    assert laid(data).local() == [("2026-10-12 15:00", "2026-10-12 15:00")]


def test_an_all_day_event_ends_the_day_before_its_end_and_fills_local_days() -> None:
    found = laid(calendar(event("DTSTART;VALUE=DATE:20261012", "DTEND;VALUE=DATE:20261014"))).one
    assert (found.starts_on, found.ends_on) == (date(2026, 10, 12), date(2026, 10, 13))
    assert (found.starts_at, found.ends_at) == (paris(2026, 10, 12), paris(2026, 10, 14))


def test_all_day_in_the_week_the_clocks_change_has_twenty_five_hours() -> None:
    found = laid(calendar(event("DTSTART;VALUE=DATE:20261025"))).one
    assert found.ends_at - found.starts_at == timedelta(hours=25)


@pytest.mark.parametrize(
    ("lines", "minutes"),
    [([NINE], 0), ([NINE, "DURATION:PT1H30M"], 90), ([NINE, "DURATION:P1DT1H"], 1500), ([NINE, TEN], 60)],
)
def test_a_missing_end_is_a_length_or_nothing(lines: list[str], minutes: int) -> None:
    found = laid(calendar(event(*lines)))
    assert found.one.ends_at - found.one.starts_at == timedelta(minutes=minutes)
    assert found.codes == []


def test_a_day_without_an_end_is_that_day() -> None:
    found = laid(calendar(event("DTSTART;VALUE=DATE:20261012"))).one
    assert (found.starts_on, found.ends_on) == (date(2026, 10, 12), date(2026, 10, 12))


@pytest.mark.parametrize(
    ("line", "value"),
    [("TRANSP:TRANSPARENT", False), ("TRANSP:OPAQUE", True), ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", False)],
)
def test_free_time_is_not_busy(line: str, value: bool) -> None:
    assert laid(calendar(event(NINE, line))).one.is_busy is value


def test_a_cancelled_event_is_not_there() -> None:
    assert laid(calendar(event(NINE, "STATUS:CANCELLED"))).found == []


def test_a_windows_name_of_a_zone_is_understood() -> None:
    found = laid(calendar(event("DTSTART;TZID=W. Europe Standard Time:20261012T090000")))
    assert (found.one.starts_at, found.codes) == (paris(2026, 10, 12, 9), [])


def test_a_zone_defined_in_the_file_is_used_on_both_sides_of_its_changes() -> None:
    found = laid(
        calendar(
            CUSTOM_ZONE,
            event("DTSTART;TZID=Our Office:20261012T090000"),
            event("DTSTART;TZID=Our Office:20261212T090000", uid="two"),
        )
    )
    assert [o.starts_at.hour for o in found.found] == [13, 14]
    assert found.codes == []


def test_a_definition_that_repeats_by_the_second_is_not_worked_out() -> None:
    hostile = CUSTOM_ZONE.replace("FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "FREQ=SECONDLY")
    found = laid(calendar(hostile, event("DTSTART;TZID=Our Office:20261012T090000")))
    assert found.codes == ["calendar_unknown_zone"]


def test_an_unknown_zone_is_the_practices_own_and_is_listed_once_by_name() -> None:
    found = laid(
        calendar(
            event("DTSTART;TZID=Mars/Crater:20261012T090000"),
            event("DTSTART;TZID=Mars/Crater:20261013T090000", uid="two"),
        )
    )
    assert found.local()[0][0] == "2026-10-12 09:00"
    assert found.problems == [("line 6", "calendar_unknown_zone")]
    assert "Mars/Crater" in words_for_problem(found.read.listed[0])


def test_a_vendors_long_name_of_a_zone_ends_in_a_known_one() -> None:
    found = laid(calendar(event("DTSTART;TZID=/softwarestudio.org/Olson_2011/Europe/Paris:20261012T090000")))
    assert (found.one.starts_at, found.codes) == (paris(2026, 10, 12, 9), [])


@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r", "\r\r\n"])
def test_every_kind_of_line_end_is_read(ends: str) -> None:
    found = laid(calendar(event(NINE, TEN, "SUMMARY:Board"), ends=ends))
    assert (found.one.title, found.codes) == ("Board", [])


def test_folded_lines_are_put_together_even_within_a_character() -> None:
    data = calendar(event(NINE, "SUMMARY:Café au lait 😀")).replace("é".encode(), b"\xc3\r\n \xa9")
    data = data.replace("😀".encode(), b"\xf0\x9f\r\n\t\x98\x80")
    found = laid(data)
    assert (found.one.title, found.codes) == ("Café au lait 😀", [])


def test_a_line_broken_without_its_blank_is_put_together_and_listed() -> None:
    found = laid(calendar(event(NINE, "SUMMARY:A long title that\n was folded and\nthen broken by hand")))
    assert found.one.title == "A long title thatwas folded andthen broken by hand"
    assert found.problems == [("line 9", "calendar_broken_fold")]


def test_an_event_without_an_end_line_is_kept() -> None:
    broken = event(NINE, "SUMMARY:First").replace("\nEND:VEVENT", "")
    found = laid(calendar(broken, event(NINE, "SUMMARY:Second", uid="two")))
    assert [o.title for o in found.found] == ["First", "Second"]
    assert found.problems == [("line 8", "calendar_no_end")]


def test_a_file_cut_off_is_read_up_to_there() -> None:
    data = calendar(event(NINE, "SUMMARY:First"), event(NINE, "SUMMARY:Second", uid="two"))
    found = laid(data[: data.index(b"SUMMARY:Second") + 11])
    assert [o.title for o in found.found] == ["First", "Sec"]
    assert found.codes == ["calendar_cut_off"]
    assert not found.read.is_whole


def test_zero_bytes_are_taken_out_and_listed() -> None:
    found = laid(calendar(event(NINE, "SUMMARY:Bo\0ard")))
    assert (found.one.title, found.problems) == ("Board", [("line 7", "calendar_nul")])


def test_text_that_is_not_utf_8_is_read_as_western_european() -> None:
    data = calendar(event(NINE, "SUMMARY:Café")).replace("é".encode(), b"\xe9")
    found = laid(data)
    assert (found.one.title, found.problems) == ("Café", [("line 7", "calendar_not_utf8")])


def test_utf_16_with_its_mark_is_read() -> None:
    data = calendar(event(NINE, "SUMMARY:Café")).decode().encode("utf-16")
    assert laid(data).one.title == "Café"


def test_the_same_event_twice_is_kept_once_and_listed() -> None:
    found = laid(calendar(event(NINE, TEN), event(NINE, TEN)))
    assert len(found.found) == 1
    assert found.codes == ["calendar_duplicate_uid"]


def test_different_events_under_one_identifier_are_all_kept() -> None:
    found = laid(calendar(event(NINE, "SUMMARY:A"), event("DTSTART:20261013T090000Z", "SUMMARY:B")))
    assert [o.title for o in found.found] == ["A", "B"]
    assert len({(o.uid, o.recurrence) for o in found.found}) == 2


def test_of_two_versions_the_newer_one_counts() -> None:
    found = laid(
        calendar(event(NINE, "SUMMARY:New", "SEQUENCE:2"), event("DTSTART:20261013T090000Z", "SEQUENCE:1"))
    )
    assert found.one.title == "New"


def test_an_end_before_the_start_leaves_the_start() -> None:
    found = laid(calendar(event(NINE, "DTEND;TZID=Europe/Paris:20261012T080000")))
    assert found.one.starts_at == found.one.ends_at == paris(2026, 10, 12, 9)
    assert found.problems == [("line 7", "calendar_end_before_start")]


def test_an_end_that_only_looks_earlier_in_its_own_zone_is_right() -> None:
    found = laid(calendar(event(NINE, "DTEND;TZID=America/New_York:20261012T040000")))
    assert (found.one.ends_at, found.codes) == (paris(2026, 10, 12, 10), [])


@pytest.mark.parametrize("year", ["9999", "0001", "1899", "2201"])
def test_years_that_cannot_be_kept_are_left_out_and_listed(year: str) -> None:
    found = laid(calendar(event(f"DTSTART:{year}0112T090000Z"), event(NINE, uid="two")))
    assert len(found.found) == 1
    assert found.codes == ["calendar_out_of_range"]


def test_an_end_in_the_year_9999_leaves_the_start() -> None:
    found = laid(calendar(event(NINE, "DTEND:99991231T235959Z")))
    assert (found.one.starts_at, found.codes) == (paris(2026, 10, 12, 9), ["calendar_out_of_range"])


@pytest.mark.parametrize("value", ["", "tomorrow", "2026-13-40", "20261312", "20261012T250000"])
def test_a_start_that_cannot_be_read_leaves_the_event_out(value: str) -> None:
    found = laid(calendar(event(f"DTSTART:{value}"), event(NINE, uid="two")))
    assert len(found.found) == 1
    assert found.codes == ["calendar_start_unreadable"]


def test_an_event_without_a_start_is_listed_at_its_line() -> None:
    assert laid(calendar(event("SUMMARY:When?"))).problems == [("line 4", "calendar_no_start")]


def test_a_huge_line_is_cut_and_nothing_waits() -> None:
    picture = "ATTACH;ENCODING=BASE64:" + "A" * 3_000_000
    found = laid(calendar(event(NINE, picture, "SUMMARY:" + "x" * 2_000)))
    assert len(found.one.title) == 500
    assert found.codes == ["calendar_text_cut"]


def test_what_stands_inside_an_alarm_is_not_the_events() -> None:
    alarm = "BEGIN:VALARM\nTRIGGER:-PT15M\nDURATION:PT5M\nSUMMARY:Beep\nEND:VALARM"
    found = laid(calendar(event(NINE, TEN, "SUMMARY:Board", alarm)))
    assert found.one.title == "Board"
    assert found.one.ends_at == paris(2026, 10, 12, 10)


def test_tasks_are_left_out_and_said() -> None:
    found = laid(calendar("BEGIN:VTODO\nUID:t\nSUMMARY:Buy\nEND:VTODO", event(NINE)))
    assert (len(found.found), found.codes) == (1, ["calendar_other_entries"])


@pytest.mark.parametrize("data", [b"", b"<html>Sign in</html>", b"\x89PNG\r\n\x1a\n\0\0", b"name,email\n"])
def test_something_else_is_no_calendar(data: bytes) -> None:
    assert not read_calendar(data, PARIS).is_calendar


def test_a_month_long_meeting_is_shown_as_days() -> None:
    found = laid(calendar(event("DTSTART:20261001T080000Z", "DTEND:20261130T100000Z")))
    assert (found.one.is_all_day, found.codes) == (True, ["calendar_long_shown_as_days"])
    assert (found.one.starts_on, found.one.ends_on) == (date(2026, 10, 1), date(2026, 11, 30))


@given(st.binary(max_size=2_000))
@pytest.mark.no_cover
@settings(max_examples=150, deadline=None)
def test_no_bytes_bring_it_down(data: bytes) -> None:
    whole = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261012T090000\n" + data + b"\nEND:VEVENT\n" + data
    for text in (data, whole):
        laid(text)


@given(st.text(max_size=60).filter(lambda text: "\0" not in text))
@pytest.mark.no_cover
@settings(max_examples=200, deadline=None)
def test_titles_are_read_as_the_library_reads_them(title: str) -> None:
    from icalendar import Calendar, Event

    made, one = Calendar(), Event()
    one.add("UID", "one")
    one.add("DTSTART", datetime(2026, 10, 12, 9, tzinfo=UTC))
    one.add("SUMMARY", title)
    made.add_component(one)
    theirs = str(Calendar.from_ical(made.to_ical()).walk("VEVENT")[0]["SUMMARY"]).strip()
    ours = laid(made.to_ical()).one.title
    assert ours == theirs


def test_a_quoted_colon_does_not_end_the_parameters() -> None:
    assert split_line('ATTENDEE;CN="a:b;c";X=1:mailto:x@y.example') == (
        "ATTENDEE",
        'CN="a:b;c";X=1',
        "mailto:x@y.example",
    )


def test_escapes_are_undone_once() -> None:
    assert unescaped(r"a\\nb\nc\,d\;e\N") == "a\\nb\nc,d;e\n"


@pytest.mark.parametrize("value", ["P", "PT", "1H", "PT1X", "P-1D", ""])
def test_a_length_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        duration(value)
