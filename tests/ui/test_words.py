"""Every word of a closed vocabulary is there, and the two families of words are never mixed."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

import pytest

from clientdesk.models.enums import (
    CheckInState,
    ContactRole,
    EngagementKind,
    HoldEvent,
    RhythmKind,
    RhythmState,
    Stage,
    TouchKind,
    TouchState,
)
from clientdesk.models.views.check_ins import ClientCheckInView, RhythmStatusView
from clientdesk.ui import words
from clientdesk.ui.dates import ahead_text, on_text

TODAY = date(2026, 10, 12)


@pytest.mark.parametrize(
    ("vocabulary", "word"),
    [
        (Stage, words.stage_word),
        (ContactRole, words.role_word),
        (EngagementKind, words.engagement_kind_word),
        (TouchKind, words.touch_word),
        (TouchState, words.touch_state_word),
        (RhythmKind, words.rhythm_kind_word),
    ],
)
def test_each_entry_has_a_word_of_its_own(vocabulary: type[StrEnum], word: object) -> None:
    said = [word(entry) for entry in vocabulary]  # type: ignore[operator]
    assert all(said)
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (None, ""),
        (0, "on the day"),
        (1, "+1 day"),
        (4, "+4 days"),
        (-1, "1 day early"),
        (-2, "2 days early"),
    ],
)
def test_gaps_never_show_a_bare_minus(days: int | None, said: str) -> None:
    assert words.gap_words(days) == said


def check_in(state: CheckInState, **more: object) -> ClientCheckInView:
    values: dict[str, object] = {
        "client_id": "c",
        "client": "Birch",
        "colour": 0,
        "tier": "Steady",
        "state": state,
        "due_on": date(2026, 10, 16),
        "limit_on": None,
        "limit_days": None,
        "quiet_days": None,
        "rhythms": (),
        "reason": "",
        "owed_kind": None,
        "paused_until": None,
        "pause_reason": "",
        "last_touch_at": None,
        "zone": None,
        "underlying": state,
    }
    return ClientCheckInView(**(values | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "more", "said"),
    [
        (CheckInState.NOT_LISTED, {}, "not listed"),
        (CheckInState.ON_HOLD, {}, "on hold until released"),
        (CheckInState.ON_HOLD, {"paused_until": date(2026, 10, 20)}, "on hold until Tue 20 Oct"),
        (CheckInState.SNOOZED, {"paused_until": date(2026, 10, 13)}, "put off until Tue 13 Oct"),
        (CheckInState.OVERDUE, {"due_on": date(2026, 10, 9)}, "overdue since Fri 9 Oct"),
        (
            CheckInState.OVERDUE,
            {"due_on": date(2026, 10, 9), "owed_kind": RhythmKind.KEY_DATE},
            "due since Fri 9 Oct",
        ),
        (CheckInState.ON_HOLD, {"hold_event": HoldEvent.REPLY}, "on hold until they answer"),
        (
            CheckInState.ON_HOLD,
            {"hold_event": HoldEvent.START, "paused_until": date(2026, 10, 20)},
            "on hold until the work starts, or until Tue 20 Oct",
        ),
        (CheckInState.QUIET, {"quiet_days": 1}, "quiet for 1 day"),
        (CheckInState.QUIET, {"quiet_days": 11}, "quiet for 11 days"),
        (CheckInState.DUE, {"due_on": TODAY}, "due today"),
        (CheckInState.DUE_SOON, {}, "due Fri 16 Oct"),
        (CheckInState.COVERED, {}, "covered, Fri 16 Oct"),
        (CheckInState.NOT_YET, {}, "next Fri 16 Oct"),
        (CheckInState.NOT_YET, {"due_on": None}, "nothing due"),
    ],
)
def test_the_next_word_in_a_cell(state: CheckInState, more: dict[str, object], said: str) -> None:
    assert words.next_word(check_in(state, **more), TODAY) == said


def test_a_client_without_a_state_is_not_listed() -> None:
    assert words.next_word(None, TODAY) == "not listed"


@pytest.mark.parametrize(
    ("state", "due_on", "missed", "said"),
    [
        (RhythmState.OVERDUE, TODAY - timedelta(days=3), 1, "overdue since Fri 9 Oct"),
        (RhythmState.OVERDUE, TODAY - timedelta(days=3), 2, "overdue since Fri 9 Oct, 2 missed"),
        (RhythmState.DUE, TODAY, 0, "due today"),
        (RhythmState.DUE_SOON, TODAY + timedelta(days=4), 0, "due Fri 16 Oct"),
        (RhythmState.COVERED, TODAY + timedelta(days=4), 0, "covered by a meeting, due Fri 16 Oct"),
        (RhythmState.NOT_YET, TODAY + timedelta(days=18), 0, "next Fri 30 Oct"),
        (RhythmState.NOT_YET, None, 0, "nothing due"),
    ],
)
def test_how_one_rhythm_stands(state: RhythmState, due_on: date | None, missed: int, said: str) -> None:
    dates = tuple(TODAY - timedelta(days=3 + number) for number in range(missed))
    view = RhythmStatusView("r", RhythmKind.UPDATE, state, due_on, dates)
    assert words.rhythm_state_words(view, TODAY) == said


def test_only_what_was_promised_to_the_client_is_overdue() -> None:
    dates = (TODAY - timedelta(days=3), TODAY - timedelta(days=2))
    view = RhythmStatusView("r", RhythmKind.SATISFACTION, RhythmState.OVERDUE, dates[0], dates)
    assert words.rhythm_state_words(view, TODAY) == "due since Fri 9 Oct"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 10, 13), "tomorrow"),
        (date(2026, 10, 14), "on Wednesday"),
        (date(2026, 10, 18), "on Sunday"),
        (date(2026, 10, 19), "on Mon 19 Oct"),
        (date(2027, 1, 4), "on Mon 4 Jan 2027"),
    ],
)
def test_when_something_comes_back_in_words(day: date, said: str) -> None:
    assert on_text(day, TODAY) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 10, 12), "today"),
        (date(2026, 10, 13), "tomorrow"),
        (date(2026, 10, 25), "in 13 days"),
        (date(2026, 10, 26), "in 2 weeks"),
        (date(2026, 12, 11), "in 9 weeks"),
        (date(2026, 12, 12), "in 2 months"),
        (date(2027, 10, 11), "in 11 months"),
        (date(2028, 10, 11), "in 23 months"),
        (date(2028, 10, 12), "in 2 years"),
    ],
)
def test_how_far_away_a_day_is(day: date, said: str) -> None:
    assert ahead_text(day, TODAY) == said
