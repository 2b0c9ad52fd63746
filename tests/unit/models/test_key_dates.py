"""Days that are remembered: the next one, as the calendar has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clientdesk.models.enums import Layer, RhythmKind, RhythmUnit
from clientdesk.models.key_dates import (
    coming_anniversary,
    given_day,
    given_offset,
    last_end,
    next_day,
    shown_day,
)
from clientdesk.models.rhythm_choices import first_rule, keeps_its_rule
from clientdesk.models.rhythm_units import unit_problems
from clientdesk.models.views.rhythms import RhythmView

TODAY = date(2026, 10, 12)


def key_date(starts_on: date | None, unit: RhythmUnit = RhythmUnit.YEARLY, every: int = 1) -> RhythmView:
    return RhythmView("r", Layer.CLIENT, RhythmKind.KEY_DATE, unit, every, 0, None, starts_on=starts_on)


@pytest.mark.parametrize(
    ("starts_on", "unit", "every", "found"),
    [
        (date(2020, 10, 12), RhythmUnit.YEARLY, 1, TODAY),
        (date(2020, 10, 11), RhythmUnit.YEARLY, 1, date(2027, 10, 11)),
        (date(2020, 10, 11), RhythmUnit.YEARLY, 5, date(2030, 10, 11)),
        (date(2024, 2, 29), RhythmUnit.YEARLY, 1, date(2027, 2, 28)),
        (date(2030, 3, 14), RhythmUnit.YEARLY, 1, date(2030, 3, 14)),
        (date(9999, 12, 31), RhythmUnit.YEARLY, 1, date(9999, 12, 31)),
        (date(2026, 10, 12), RhythmUnit.ONCE, 1, TODAY),
        (date(2026, 10, 11), RhythmUnit.ONCE, 1, None),
        (None, RhythmUnit.YEARLY, 1, None),
    ],
)
def test_the_next_day(starts_on: date | None, unit: RhythmUnit, every: int, found: date | None) -> None:
    assert next_day(key_date(starts_on, unit, every), TODAY) == found


@pytest.mark.parametrize(
    ("day", "coming"),
    [
        (date(1980, 3, 14), date(2027, 3, 14)),
        (date(1980, 10, 12), TODAY),
        (date(1980, 10, 13), date(2026, 10, 13)),
        (date(1980, 2, 29), date(2027, 2, 28)),
        (date(2027, 1, 1), date(2027, 1, 1)),
    ],
)
def test_a_day_of_years_ago_comes_again(day: date, coming: date) -> None:
    assert coming_anniversary(day, TODAY) == coming
    assert given_day(RhythmUnit.YEARLY, day, TODAY) == coming
    assert given_day(RhythmUnit.ONCE, day, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "today", "kept", "offset"),
    [
        (date(1988, 2, 29), TODAY, date(2027, 2, 28), 1),
        (date(1988, 2, 28), TODAY, date(2027, 2, 28), None),
        (date(1988, 2, 29), date(2027, 3, 1), date(2028, 2, 29), None),
        (date(2028, 2, 29), TODAY, date(2028, 2, 29), None),
        (date(1988, 12, 29), TODAY, date(2026, 12, 29), None),
    ],
)
def test_a_leap_day_is_kept_as_one(typed: date, today: date, kept: date, offset: int | None) -> None:
    unit = RhythmUnit.YEARLY
    assert given_day(unit, typed, today) == kept
    assert given_offset(unit, typed, kept) == offset
    shown = shown_day(kept, offset)
    assert (shown.month, shown.day) == (typed.month, typed.day)
    assert (given_day(unit, shown, today), given_offset(unit, shown, kept)) == (kept, offset)
    assert given_offset(RhythmUnit.ONCE, typed, kept) is None


def test_a_leap_day_comes_back_in_leap_years() -> None:
    birthday = replace(key_date(date(2027, 2, 28)), offset_days=1)
    days = [next_day(birthday, date(year, 1, 1)) for year in (2026, 2027, 2028, 2029, 2100, 2104)]
    assert days == [
        date(2027, 2, 28),
        date(2027, 2, 28),
        date(2028, 2, 29),
        date(2029, 2, 28),
        date(2100, 2, 28),
        date(2104, 2, 29),
    ]
    assert shown_day(date(2101, 2, 28), 1) == date(2096, 2, 29)


def test_work_has_a_last_day_only_once_all_of_it_has_an_end() -> None:
    first, second = (date(2026, 1, 5), date(2026, 6, 30)), (date(2026, 2, 2), date(2026, 5, 29))
    assert last_end((first, second)) == date(2026, 6, 30)
    assert last_end((first, (date(2026, 7, 1), None))) is None
    assert last_end(()) is None


@pytest.mark.parametrize("kind", list(RhythmKind))
@pytest.mark.parametrize("is_client", [True, False])
def test_what_a_new_rhythm_begins_with_is_allowed(kind: RhythmKind, *, is_client: bool) -> None:
    if kind is RhythmKind.KEY_DATE and not is_client:
        return
    rule = first_rule(kind, TODAY, is_client=is_client)
    layer = Layer.CLIENT if is_client else Layer.TIER
    assert unit_problems(kind, rule["unit"], layer, rule["starts_on"]) == []


def test_only_kinds_of_one_sort_keep_their_rule() -> None:
    assert keeps_its_rule(RhythmKind.UPDATE, RhythmKind.CALL)
    assert not keeps_its_rule(RhythmKind.UPDATE, RhythmKind.SATISFACTION)
    assert keeps_its_rule(RhythmKind.KEY_DATE, RhythmKind.KEY_DATE)
