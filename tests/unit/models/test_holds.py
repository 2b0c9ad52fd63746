"""When a hold ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import HoldEvent
from clientdesk.models.schedule import NOTHING_HAPPENED, Hold, HoldFacts, hold_end

PARIS = ZoneInfo("Europe/Paris")
SET = datetime(2026, 10, 5, 8, tzinfo=UTC)
TODAY = date(2026, 10, 20)


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 10, day, hour, tzinfo=UTC)


def test_a_hold_with_neither_date_nor_event_lasts_until_released() -> None:
    assert hold_end(Hold(), NOTHING_HAPPENED, PARIS, TODAY) is None
    assert hold_end(Hold(since=SET), HoldFacts(heard_at=(at(7),)), PARIS, TODAY) is None


def test_a_date_alone_ends_it() -> None:
    assert hold_end(Hold(date(2026, 10, 9)), NOTHING_HAPPENED, PARIS, TODAY) == date(2026, 10, 9)


@pytest.mark.parametrize("event", [HoldEvent.REPLY, HoldEvent.SIGNED])
def test_the_first_event_after_the_instant_of_the_hold_counts(event: HoldEvent) -> None:
    moments = (at(9), SET, at(7, 23), at(2))
    facts = HoldFacts(heard_at=moments) if event is HoldEvent.REPLY else HoldFacts(signed_at=moments)
    assert hold_end(Hold(None, event, SET), facts, PARIS, TODAY) == date(2026, 10, 8)
    moment_later = HoldFacts((SET + timedelta(seconds=1),), (SET + timedelta(seconds=1),))
    assert hold_end(Hold(None, event, SET), moment_later, PARIS, TODAY) == date(2026, 10, 5)


@pytest.mark.parametrize("event", list(HoldEvent))
def test_only_its_own_event_ends_a_hold(event: HoldEvent) -> None:
    facts = {
        HoldEvent.REPLY: HoldFacts(heard_at=(at(7),)),
        HoldEvent.SIGNED: HoldFacts(signed_at=(at(7),)),
        HoldEvent.START: HoldFacts(starts_on=(date(2026, 10, 7),)),
        HoldEvent.MILESTONE: HoldFacts(reached_on=(date(2026, 10, 7),)),
    }
    ends = {other: hold_end(Hold(None, event, SET), found, PARIS, TODAY) for other, found in facts.items()}
    assert ends == {other: date(2026, 10, 7) if other is event else None for other in HoldEvent}


def test_later_today_counts_and_tomorrow_does_not() -> None:
    hold = Hold(None, HoldEvent.REPLY, SET)
    assert hold_end(hold, HoldFacts(heard_at=(at(20, 21),)), PARIS, TODAY) == TODAY
    assert hold_end(hold, HoldFacts(heard_at=(at(20, 22),)), PARIS, TODAY) is None
    reached = HoldFacts(reached_on=(date(2026, 10, 21),))
    assert hold_end(Hold(None, HoldEvent.MILESTONE, SET), reached, PARIS, TODAY) is None


def test_an_engagement_begins_after_the_day_of_the_hold_and_is_known_ahead() -> None:
    facts = HoldFacts(starts_on=(date(2026, 3, 2), date(2026, 10, 5), date(2026, 12, 1), date(2026, 11, 2)))
    assert hold_end(Hold(None, HoldEvent.START, SET), facts, PARIS, TODAY) == date(2026, 11, 2)


def test_a_milestone_reached_on_the_day_of_the_hold_ends_it() -> None:
    facts = HoldFacts(reached_on=(date(2026, 10, 4), date(2026, 10, 5)))
    assert hold_end(Hold(None, HoldEvent.MILESTONE, SET), facts, PARIS, TODAY) == date(2026, 10, 5)


@pytest.mark.parametrize(("until", "end"), [(6, 6), (7, 7), (8, 7)])
def test_with_a_date_too_whichever_comes_first(until: int, end: int) -> None:
    hold = Hold(date(2026, 10, until), HoldEvent.REPLY, SET)
    assert hold_end(hold, HoldFacts(heard_at=(at(7),)), PARIS, TODAY) == date(2026, 10, end)


def test_without_the_instant_at_which_it_was_set_no_event_ends_it() -> None:
    facts = HoldFacts((at(7),), (at(7),), (date(2026, 10, 7),), (date(2026, 10, 7),))
    for event in HoldEvent:
        assert hold_end(Hold(None, event), facts, PARIS, TODAY) is None
