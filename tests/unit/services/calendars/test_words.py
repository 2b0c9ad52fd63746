"""Every refusal and every problem of a calendar has words, calm and whole."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from clientdesk.services import wording
from clientdesk.services.calendars import words
from clientdesk.services.calendars.words import ago_words, status_words, unread_words

SOURCES = Path(words.__file__).parent
NOW = datetime(2026, 10, 12, 8, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


def text() -> str:
    return "".join(path.read_text() for path in SOURCES.glob("*.py") if path.name != "words.py")


def test_every_problem_has_words() -> None:
    used = set(re.findall(r'"(calendar_[a-z0-9_]+|not_a_calendar|address_[a-z_]+|file_watched)"', text()))
    used -= {"calendar_event", "calendar_id", "calendar_is_busy"}
    assert used >= {"calendar_no_start", "calendar_rule_never", "address_not_https"}
    assert used - set(wording._PROBLEMS) == set()


@pytest.mark.parametrize("code", sorted(words.PROBLEMS))
def test_problems_are_calm_sentences(code: str) -> None:
    sentence = words.PROBLEMS[code]
    assert sentence.endswith(".")
    assert "!" not in sentence


def test_every_reason_not_to_read_has_its_own_words() -> None:
    used = set(re.findall(r'CalendarUnread\(\s*"([a-z_]+)', text()))
    used |= set(re.findall(r'return "([a-z_]+)"', (SOURCES / "fetching.py").read_text()))
    fallback = unread_words("unreadable_answer", str)
    told = {why: unread_words(why, str) for why in used - {"status"}}
    assert len(told) >= 15
    assert [why for why, said in told.items() if said == fallback] == ["unreadable_answer"]
    assert all(said.endswith(".") and "!" not in said for said in told.values())


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 410, 418, 429, 500, 503])
def test_every_status_has_words(status: int) -> None:
    said = unread_words(f"status:{status}", str)
    assert said.endswith(".")


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(seconds=-30), "just now"),
        (timedelta(minutes=1), "a minute ago"),
        (timedelta(minutes=12), "12 minutes ago"),
        (timedelta(hours=3), "today at 07:00"),
        (timedelta(days=3), "on Fri 9 Oct"),
    ],
)
def test_how_long_ago(ago: timedelta, said: str) -> None:
    assert ago_words(NOW - ago, NOW, PARIS, str) == said


def test_how_a_calendar_stands() -> None:
    def said(**more: object) -> str:
        usual = {"is_on": True, "is_watched": True, "events": 214, "problem": "", "read_at": NOW}
        return status_words(**(usual | more), now=NOW + timedelta(minutes=12), zone=PARIS, tr=str)  # type: ignore[arg-type]

    assert said() == "Read 12 minutes ago · 214 events"
    assert said(events=1) == "Read 12 minutes ago · 1 event"
    assert said(is_on=False) == "Off · not shown, and not read"
    assert said(is_watched=False) == "Imported on Mon 12 Oct · 214 events"
    assert said(problem="timeout") == (
        "Couldn't be read since Mon 12 Oct: the server took too long. ClientDesk tries again by itself."
        " The 214 events read before stay."
    )
