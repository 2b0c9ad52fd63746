"""The look for reminders: light, the same for driver and session; answers, doubted clocks, and what stays open."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import Layer, NoticeState, NoticeTopic, RhythmKind, TouchKind, Urgency
from clientdesk.models.views.reminders import Mark
from clientdesk.services import paper_notices
from clientdesk.services.holiday_calendar import holidays_of
from clientdesk.services.notice_items import ReminderSettings
from clientdesk.services.paper_states import ANSWERED_KINDS
from clientdesk.services.reminder_survey import next_look
from clientdesk.services.workspace import Workspace, open_workspace
from clientdesk.store.first_reads import reading, work_calendar
from tests.helpers.factories import make_practice
from tests.helpers.fakes import FakeNotifier, FixedClock

PARIS = ZoneInfo("Europe/Paris")
ROOT = Path(__file__).resolve().parents[3]


def paris(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


@pytest.fixture
def notifier(workspace: Workspace) -> FakeNotifier:
    found = FakeNotifier()
    found.on_shown(workspace.reminders.settle)
    return found


@pytest.fixture
def birch(workspace: Workspace, clock: FixedClock) -> str:
    """A client promised a word every Friday, told on 30 September; the clock stands there."""
    clock.set(paris(9, 30))
    make_practice(workspace)
    client = workspace.clients.add("Birch")
    workspace.rhythms.add(
        Layer.CLIENT, client, kind=RhythmKind.UPDATE, weekday=4, starts_on=date(2026, 10, 2)
    )
    workspace.touchpoints.log(client, TouchKind.UPDATE, "budget draft")
    return client


def add_friday_client(workspace: Workspace, name: str) -> str:
    client = workspace.clients.add(name)
    workspace.rhythms.add(
        Layer.CLIENT, client, kind=RhythmKind.UPDATE, weekday=4, starts_on=date(2026, 10, 2)
    )
    workspace.touchpoints.log(client, TouchKind.UPDATE, "as agreed")
    return client


# The look


@pytest.mark.parametrize("module", ["reminder_survey", "unanswered"])
def test_the_look_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, clientdesk.services.{module}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    loaded = set(done.stdout.split())
    heavy = {"sqlmodel", "sqlalchemy", "pydantic", "holidays", "jeepney", "PySide6.QtCore"}
    assert f"clientdesk.services.{module}" in loaded
    assert not loaded & heavy


def test_the_driver_alone_finds_the_same_moment(workspace: Workspace, birch: str, clock: FixedClock) -> None:
    assert birch
    for at in (paris(9, 30), paris(10, 9, 8, 59), paris(10, 9, 9), paris(10, 10), paris(12, 24)):
        clock.set(at)
        with reading(workspace.folder.store) as fetch:
            calendar = work_calendar(fetch, lambda year: holidays_of("FR", year))
            found = next_look(fetch, clock.now(), ReminderSettings(), calendar)
        assert found == workspace.reminders.next_moment()


def test_off_or_paused_there_is_nothing_to_look_at(
    workspace: Workspace, birch: str, clock: FixedClock
) -> None:
    assert birch
    clock.set(paris(10, 9, 9))
    later = paris(10, 9, 11).astimezone(UTC)
    with reading(workspace.folder.store) as fetch:
        calendar = work_calendar(fetch, lambda year: holidays_of("FR", year))
        assert next_look(fetch, clock.now(), ReminderSettings(is_on=False), calendar) is None
        assert next_look(fetch, clock.now(), ReminderSettings(paused_until=later), calendar) == later
        assert next_look(fetch, later, ReminderSettings(paused_until=later), calendar) == later


def test_papers_with_a_last_day_are_those_that_are_answered() -> None:
    assert set(paper_notices.ANSWERED) == set(ANSWERED_KINDS)


# Delivery through the service


def test_what_ripens_within_the_hour_waits_for_its_end(
    workspace: Workspace, birch: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    assert birch
    cedar = add_friday_client(workspace, "Cedar")
    workspace.preferences.set("ask_held", value=False)
    workspace.touchpoints.plan(cedar, TouchKind.CALL, paris(10, 9, 8, 45), duration_minutes=45)
    clock.set(paris(10, 9, 9))
    assert workspace.reminders.announce(notifier) == 1
    assert workspace.reminders.next_moment() == paris(10, 9, 9, 30)
    clock.set(paris(10, 9, 9, 30))
    assert workspace.reminders.announce(notifier) == 0
    assert workspace.reminders.next_moment() == paris(10, 9, 10)
    clock.set(paris(10, 9, 10))
    assert workspace.reminders.announce(notifier) == 1
    assert [notice.title.partition(":")[0] for notice in notifier.shown] == ["Birch", "Cedar"]


def test_the_second_digest_waits_for_the_afternoon_and_a_third_for_tomorrow(
    workspace: Workspace, birch: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    assert birch
    add_friday_client(workspace, "Cedar")
    clock.set(paris(10, 9, 9))
    workspace.reminders.announce(notifier)
    clock.set(paris(10, 9, 11))
    for name in ("Elm", "Fir"):
        workspace.rhythms.add(
            Layer.CLIENT,
            workspace.clients.add(name),
            kind=RhythmKind.UPDATE,
            weekday=4,
            starts_on=date(2026, 10, 9),
        )
    clock.set(paris(10, 9, 15, 10))
    assert workspace.reminders.announce(notifier) == 0
    assert workspace.reminders.next_moment() == paris(10, 9, 15, 30)
    clock.set(paris(10, 9, 15, 30))
    assert workspace.reminders.announce(notifier) == 1
    assert notifier.shown[-1].body.endswith("Also waiting: Fir.")


def test_an_emergency_comes_within_the_hour(
    workspace: Workspace, birch: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    assert birch
    clock.set(paris(10, 9, 9))
    workspace.reminders.announce(notifier)
    clock.set(paris(10, 9, 9, 5))
    elm = workspace.clients.add("Elm")
    request = workspace.requests.receive(elm, "The site is down", urgency=Urgency.EMERGENCY)
    assert workspace.reminders.next_moment() == paris(10, 9, 9, 5)
    assert workspace.reminders.announce(notifier) == 1
    notice = notifier.shown[-1]
    assert notice.urgent
    assert notice.title == "Elm: your answer is due by 11:05"
    answer = workspace.reminders.act(notice.notice_id, "write")
    assert (answer.verb, answer.topic, answer.subject_id) == ("write", NoticeTopic.ANSWER, request)


def test_an_answer_is_announced_when_time_grows_short_and_when_it_is_over(
    workspace: Workspace, birch: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    workspace.requests.receive(birch, "When?", urgency=Urgency.URGENT)
    titles = []
    for _ in range(40):
        moment = workspace.reminders.next_moment()
        assert moment is not None
        if moment > paris(10, 1, 18):
            break
        clock.set(moment)
        workspace.reminders.announce(notifier)
    titles = [notice.title for notice in notifier.shown]
    assert len(titles) == 2
    assert titles[0].startswith("Birch: your answer is due by")
    assert titles[1].startswith("Birch: your answer was due at")


def test_two_things_about_one_client_are_one_pop_up(
    workspace: Workspace, birch: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    workspace.requests.receive(birch, "When?", urgency=Urgency.URGENT, at=paris(9, 30))
    clock.set(paris(10, 2, 10))
    workspace.touchpoints.log(birch, TouchKind.NOTE, "nothing yet")
    clock.set(paris(10, 9, 9))
    assert workspace.reminders.announce(notifier) == 1
    (notice,) = notifier.shown
    assert notice.body.endswith("Also: the update you promised is due today.")
    assert len(workspace.reminders.recent()) == 3


# A clock that is wrong


def test_a_clock_set_back_a_year_is_doubted_until_it_is_right(
    workspace: Workspace, birch: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    assert birch
    clock.set(paris(10, 9, 9))
    clock.set(paris(10, 9, 9) - timedelta(days=365))
    assert workspace.reminders.clock_doubt() == paris(9, 30)
    assert workspace.reminders.announce(notifier) == 0
    assert workspace.reminders.next_moment() is None
    clock.set(paris(9, 29, 11))
    assert workspace.reminders.clock_doubt() is None, "less than a day is no reason"
    clock.set(paris(10, 9, 9))
    assert workspace.reminders.clock_doubt() is None
    assert workspace.reminders.announce(notifier) == 1


def test_after_ten_years_forward_there_is_one_pop_up_and_back_again_the_clock_can_be_trusted(
    workspace: Workspace, birch: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    add_friday_client(workspace, "Cedar")
    clock.set(datetime(2036, 10, 10, 10, tzinfo=PARIS))
    assert workspace.reminders.next_moment() is not None
    clock.set(datetime(2036, 10, 13, 10, tzinfo=PARIS))
    assert workspace.reminders.announce(notifier) == 1
    assert len(workspace.reminders.recent()) == 2, "one row each: only the newest occasion"
    workspace.touchpoints.log(birch, TouchKind.UPDATE, "in a wrong year")
    clock.set(paris(10, 9, 9))
    assert workspace.reminders.clock_doubt() is not None
    workspace.reminders.trust_clock()
    assert workspace.reminders.clock_doubt() is None
    assert workspace.reminders.announce(notifier) == 1
    clock.set(paris(10, 7, 9))
    assert workspace.reminders.clock_doubt() == paris(10, 9, 9), "set back later it is doubted again"


# What stays open


def test_what_nobody_answered_is_listed_until_it_is_settled(
    workspace: Workspace, birch: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    assert workspace.reminders.unanswered() == []
    clock.set(paris(10, 9, 9))
    workspace.reminders.announce(notifier)
    (found,) = workspace.reminders.unanswered()
    assert (found.client, found.words, found.mark) == (
        "Birch",
        "the update you promised is due today",
        Mark.ANNOUNCED,
    )
    assert workspace.reminders.marks() == {birch: Mark.ANNOUNCED}
    clock.set(paris(10, 10))
    assert workspace.reminders.unanswered()[0].words == "Friday's update is 1 day late"
    workspace.touchpoints.log(birch, TouchKind.UPDATE, "told elsewhere")
    assert workspace.reminders.unanswered() == []
    clock.set(paris(10, 16, 8, 30))
    assert workspace.reminders.unanswered() == [], "due again, but that was not announced yet"


def test_after_a_crash_it_is_listed_as_perhaps_announced(
    workspace: Workspace, birch: str, clock: FixedClock
) -> None:
    clock.set(paris(10, 9, 9))
    slow = FakeNotifier(is_slow=True)
    assert workspace.reminders.announce(slow) == 1
    assert workspace.reminders.marks() == {birch: Mark.PERHAPS}
    workspace.store.close()
    again = open_workspace(workspace.folder.root, clock, workspace.preferences)
    assert again.reminders.recover() == 1
    assert again.reminders.marks() == {birch: Mark.PERHAPS}
    fresh = FakeNotifier()
    assert again.reminders.announce(fresh) == 0
    again.reminders.settle(slow.shown[0].notice_id, "dbus", was_shown=True)
    assert again.reminders.marks() == {birch: Mark.ANNOUNCED}
    again.store.close()


def test_what_no_channel_could_show_is_marked_so(workspace: Workspace, birch: str, clock: FixedClock) -> None:
    clock.set(paris(10, 9, 9))
    slow = FakeNotifier(is_slow=True)
    slow.on_shown(workspace.reminders.settle)
    workspace.reminders.announce(slow)
    slow.say_shown(slow.shown[0].notice_id, was_shown=False)
    assert workspace.reminders.recent()[0].state is NoticeState.FAILED
    assert workspace.reminders.marks() == {birch: Mark.FAILED}


def test_put_off_or_closed_it_is_open_no_more_and_comes_back_once(
    workspace: Workspace, birch: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    assert birch
    clock.set(paris(10, 9, 9))
    workspace.reminders.announce(notifier)
    workspace.reminders.act(notifier.shown[0].notice_id, "tomorrow")
    assert workspace.reminders.unanswered() == []
    clock.set(paris(10, 12, 9))
    assert workspace.reminders.announce(notifier) == 1
    assert [one.topic for one in workspace.reminders.unanswered()] == [NoticeTopic.CHECK_IN]
    workspace.reminders.act(notifier.shown[1].notice_id, "closed")
    assert workspace.reminders.unanswered() == []
    clock.set(paris(10, 13, 9))
    assert workspace.reminders.announce(notifier) == 0


def test_questions_answers_and_meetings_are_listed_with_their_words(
    workspace: Workspace, birch: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    elm = workspace.clients.add("Elm")
    workspace.touchpoints.plan(elm, TouchKind.CALL, paris(10, 1, 10), duration_minutes=30)
    workspace.touchpoints.plan(elm, TouchKind.CALL, paris(10, 1, 10, 45), duration_minutes=30)
    workspace.requests.receive(birch, "When?", urgency=Urgency.URGENT)
    clock.set(paris(10, 1, 10, 40))
    workspace.reminders.announce(notifier)
    words = {one.topic: one.words for one in workspace.reminders.unanswered()}
    assert words[NoticeTopic.HELD] == "was the meeting held?"
    assert words[NoticeTopic.MEETING] == "in 5 min"
    assert words[NoticeTopic.ANSWER].startswith("your answer")
    clock.set(paris(10, 1, 11))
    assert NoticeTopic.MEETING not in {one.topic for one in workspace.reminders.unanswered()}


def test_what_another_process_announced_at_the_same_moment_is_not_said_again(
    workspace: Workspace, birch: str, clock: FixedClock
) -> None:
    assert birch
    clock.set(paris(10, 9, 9))
    other = open_workspace(workspace.folder.root, clock, workspace.preferences)
    mine, theirs = FakeNotifier(), FakeNotifier()
    found = other.reminders._look(clock.now()).pop_ups
    assert workspace.reminders.announce(mine) == 1
    assert [other.reminders._hand_over(theirs, items) for items in found] == [False]
    assert (len(mine.shown), len(theirs.shown)) == (1, 0)
    assert len(workspace.reminders.recent()) == 1
    other.store.close()


def test_a_digest_that_hides_names_says_how_many(
    workspace: Workspace, birch: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    assert birch
    add_friday_client(workspace, "Cedar")
    workspace.preferences.set("reminder_names", value=False)
    clock.set(paris(10, 9, 9))
    workspace.reminders.announce(notifier)
    (notice,) = notifier.shown
    assert (notice.title, notice.body) == ("2 clients are waiting for a word.", "")
    assert [action.label for action in notice.actions] == ["Open list"]
    assert len(workspace.reminders.act(notice.notice_id, "default").client_ids) == 2
