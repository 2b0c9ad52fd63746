"""Dates as people type them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientdesk.ui.date_reading import names_from, read_date

WEDNESDAY = date(2026, 10, 14)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2026, 10, 14)),
        ("Tomorrow", date(2026, 10, 15)),
        ("yesterday", date(2026, 10, 13)),
        ("+3d", date(2026, 10, 17)),
        ("+ 2 w", date(2026, 10, 28)),
        ("-1d", date(2026, 10, 13)),
        ("in 3 days", date(2026, 10, 17)),
        ("+1m", date(2026, 11, 14)),
        ("1y", date(2027, 10, 14)),
        ("next week", date(2026, 10, 19)),
        ("end of month", date(2026, 10, 31)),
        ("next month", date(2026, 11, 1)),
        ("2026-10-16", date(2026, 10, 16)),
        ("16.10.", date(2026, 10, 16)),
        ("16.10", date(2026, 10, 16)),
        ("16.10.2027", date(2027, 10, 16)),
        ("16. 10.", date(2026, 10, 16)),
        ("16/10/26", date(2026, 10, 16)),
        ("1.2.", date(2027, 2, 1)),
        ("29.2.", date(2028, 2, 29)),
        ("thu", date(2026, 10, 15)),
        ("wed", date(2026, 10, 21)),
        ("Monday", date(2026, 10, 19)),
        ("next fri", date(2026, 10, 16)),
        ("thu 15", date(2026, 10, 15)),
        ("thu 10", date(2026, 12, 10)),
        ("tue 10", date(2026, 11, 10)),
        ("20", date(2026, 10, 20)),
        ("3.", date(2026, 11, 3)),
        ("16 oct", date(2026, 10, 16)),
        ("oct 16th", date(2026, 10, 16)),
        ("16 October 2027", date(2027, 10, 16)),
        ("Fri 16 Oct", date(2026, 10, 16)),
        ("Fri 16 Oct 2026", date(2026, 10, 16)),
        ("2 jan", date(2027, 1, 2)),
    ],
)
def test_what_is_meant(text, day):
    assert read_date(text, WEDNESDAY) == day


@pytest.mark.parametrize(
    "text",
    ["", "  ", "soon", "32", "31.2.", "2026-13-01", "mon 31.", "mon fri", "thu 16 oct", "+99999d",
     "10 20 30", "9999-99-99", "+9999y", "0"],
)  # fmt: skip
def test_what_is_no_date(text):
    assert read_date(text, WEDNESDAY) is None


def test_the_order_of_day_and_month_follows_the_locale():
    assert read_date("4/5/2026", WEDNESDAY, day_first=True) == date(2026, 5, 4)
    assert read_date("4/5/2026", WEDNESDAY, day_first=False) == date(2026, 4, 5)
    assert read_date("4.5.2026", WEDNESDAY, day_first=False) == date(2026, 5, 4)


def test_things_that_have_happened_are_read_backwards():
    assert read_date("mon", WEDNESDAY, prefer_past=True) == date(2026, 10, 12)
    assert read_date("wed", WEDNESDAY, prefer_past=True) == date(2026, 10, 7)
    assert read_date("thu", WEDNESDAY, prefer_past=True) == date(2026, 10, 8)
    assert read_date("16.10.", WEDNESDAY, prefer_past=True) == date(2025, 10, 16)
    assert read_date("9", WEDNESDAY, prefer_past=True) == date(2026, 10, 9)


def test_local_names_are_understood():
    names = names_from({4: ["Donnerstag", "Do."]}, {10: ["Oktober", "Okt."]})
    assert read_date("do", WEDNESDAY, names=names) == date(2026, 10, 15)
    assert read_date("16. okt.", WEDNESDAY, names=names) == date(2026, 10, 16)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_full_date_is_read_whatever_today_is(day, today):
    assert read_date(day.isoformat(), today) == day
    assert read_date(f"{day.day}.{day.month}.{day.year}", today) == day
    assert read_date(f"{day:%a} {day.day} {day:%b} {day.year}", today) == day


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text):
    found = read_date(text, WEDNESDAY)
    assert found is None or isinstance(found, date)


@given(st.integers(0, 6), st.dates(date(2000, 1, 1), date(2080, 1, 1)))
def test_a_weekday_is_the_next_one(weekday, today):
    name = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[weekday]
    found = read_date(name, today)
    assert found.weekday() == weekday
    assert timedelta(0) < found - today <= timedelta(7)
