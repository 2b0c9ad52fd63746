"""Each due moment is announced once: whatever becomes of the rule, of the zone and of the client meanwhile."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import HoldEvent, Layer, RhythmKind, RhythmUnit, TouchKind
from clientdesk.models.views.reminders import Mark
from clientdesk.services.workspace import Workspace
from tests.helpers.factories import make_practice
from tests.helpers.fakes import FakeNotifier, FixedClock

PARIS, TOKYO = ZoneInfo("Europe/Paris"), ZoneInfo("Asia/Tokyo")


def paris(day: int, hour: int = 9, minute: int = 0, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


@pytest.fixture
def notifier(workspace: Workspace) -> FakeNotifier:
    found = FakeNotifier()
    found.on_shown(workspace.reminders.settle)
    return found


@pytest.fixture
def birch(workspace: Workspace, clock: FixedClock) -> str:
    """Told on Wednesday 30 September, where the clock stands: early for 2 October by any rule, for the 9th by none."""
    clock.set(paris(30, 12, month=9))
    make_practice(workspace)
    client = workspace.clients.add("Birch")
    workspace.touchpoints.log(client, TouchKind.UPDATE, "budget draft")
    return client


@pytest.fixture
def friday(workspace: Workspace, birch: str) -> str:
    return workspace.rhythms.add(
        Layer.CLIENT, birch, kind=RhythmKind.UPDATE, weekday=4, starts_on=date(2026, 10, 2)
    )


def hours_of(
    workspace: Workspace, clock: FixedClock, notifier: FakeNotifier, until: datetime
) -> list[tuple[datetime, str]]:
    """Lives on from hour to hour; what came and when."""
    came = []
    while clock.now() < until:
        before = len(notifier.shown)
        workspace.reminders.announce(notifier)
        came += [(clock.now().astimezone(PARIS), notice.title) for notice in notifier.shown[before:]]
        clock.advance(hours=1)
    return came


def test_a_rule_changed_on_the_day_of_its_word_says_it_no_second_time(
    workspace: Workspace, birch: str, friday: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    clock.set(paris(9))
    assert workspace.reminders.announce(notifier) == 1
    clock.set(paris(9, 10))
    changed = workspace.rhythms.update(friday, every=2)
    assert changed != friday
    assert workspace.reminders.announce(notifier) == 0
    (standing,) = workspace.reminders.unanswered()
    assert (standing.client_id, standing.mark) == (birch, Mark.ANNOUNCED)
    for step in (workspace.store.undo, workspace.store.redo, workspace.store.undo):
        step()
        clock.advance(minutes=90)
        assert workspace.reminders.announce(notifier) == 0
        assert len(workspace.reminders.unanswered()) == 1
    workspace.store.redo()
    clock.set(paris(12))
    assert workspace.reminders.announce(notifier) == 1  # and once more on the first working day after
    workspace.store.undo()
    clock.advance(minutes=90)
    assert workspace.reminders.announce(notifier) == 0
    clock.set(paris(13))
    assert workspace.reminders.announce(notifier) == 0


def test_said_by_the_changed_rule_it_stays_said_when_the_change_is_undone(
    workspace: Workspace, friday: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    clock.set(paris(9, 7))
    workspace.rhythms.update(friday, every=2)
    clock.set(paris(9))
    assert workspace.reminders.announce(notifier) == 1
    workspace.store.undo()
    clock.set(paris(9, 10, 5))
    assert workspace.reminders.announce(notifier) == 0
    assert len(workspace.reminders.unanswered()) == 1


def test_taken_away_and_promised_again_on_its_day_is_one_moment(
    workspace: Workspace, birch: str, friday: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    clock.set(paris(9))
    workspace.reminders.announce(notifier)
    workspace.rhythms.remove(friday)
    workspace.rhythms.add(Layer.CLIENT, birch, kind=RhythmKind.UPDATE, weekday=4)
    clock.set(paris(9, 11))
    assert workspace.reminders.announce(notifier) == 0


def test_a_second_birthday_entered_on_the_day_of_the_first_is_said(
    workspace: Workspace, birch: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    def add(name: str) -> None:
        day = date(2026, 10, 9)
        values = {"kind": RhythmKind.KEY_DATE, "unit": RhythmUnit.YEARLY, "starts_on": day, "content": name}
        workspace.rhythms.add(Layer.CLIENT, birch, **values)

    add("Birthday of Ada")
    clock.set(paris(9))
    assert workspace.reminders.announce(notifier) == 1
    add("Birthday of Bob")
    clock.set(paris(9, 10))
    assert workspace.reminders.announce(notifier) == 1
    assert "Birthday of Bob" in notifier.shown[-1].title


def test_changed_to_another_kind_it_is_another_word(
    workspace: Workspace, friday: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    clock.set(paris(9))
    workspace.reminders.announce(notifier)
    workspace.rhythms.update(friday, kind=RhythmKind.CALL)
    clock.set(paris(9, 10, 5))
    assert workspace.reminders.announce(notifier) == 1
    assert "call" in notifier.shown[-1].title.lower()


def test_of_two_promises_of_one_day_each_keeps_its_own_kind(
    workspace: Workspace, birch: str, friday: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    """What is written down of the second one must not take the kind of the first."""
    call = workspace.rhythms.add(
        Layer.CLIENT, birch, kind=RhythmKind.CALL, weekday=4, starts_on=date(2026, 10, 3)
    )
    clock.set(paris(9))
    assert workspace.reminders.announce(notifier) == 1
    for rhythm in (friday, call):
        workspace.rhythms.update(rhythm, every=3)
    clock.set(paris(9, 11))
    assert workspace.reminders.announce(notifier) == 0


def test_snoozed_and_changed_it_returns_once(
    workspace: Workspace, friday: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    clock.set(paris(9))
    workspace.reminders.announce(notifier)
    workspace.reminders.act(notifier.shown[-1].notice_id, "tomorrow")
    changed = workspace.rhythms.update(friday, every=2)
    came = hours_of(workspace, clock, notifier, paris(13, 23))
    assert [at for at, _ in came] == [paris(12)]
    workspace.rhythms.update(changed, unit=RhythmUnit.WEEKLY, every=1, weekday=0)
    assert hours_of(workspace, clock, notifier, paris(15)) == []


@pytest.mark.parametrize(
    ("other", "seconds"), [("America/New_York", 1), ("Pacific/Honolulu", 1), ("Pacific/Auckland", 0)]
)
def test_a_limit_is_due_once_in_whichever_zone_its_day_begins_again(
    workspace: Workspace, birch: str, clock: FixedClock, notifier: FakeNotifier, other: str, seconds: int
) -> None:
    """Told at 07:00 in Tokyo, on the 5th by American clocks: the limit is announced on the 9th, and the 8th dawns."""
    workspace.practice.update(zone="Asia/Tokyo")
    clock.set(datetime(2026, 10, 6, 7, tzinfo=TOKYO))
    workspace.touchpoints.log(birch, TouchKind.MAIL_SENT, "hello")
    workspace.clients.update(birch, limit_days=3)
    hours = {"working_hours": {day: [{"start": 360, "end": 1020}] for day in range(5)}}
    workspace.boundaries.set_fields(Layer.DEFAULT, None, hours | {"quiet_hours": {"start": 0, "end": 0}})
    clock.set(datetime(2026, 10, 9, 6, tzinfo=TOKYO))
    assert workspace.reminders.announce(notifier) == 1
    workspace.practice.update(zone=other)
    came = hours_of(workspace, clock, notifier, datetime(2026, 10, 10, tzinfo=ZoneInfo(other)))
    assert [title.split(" ")[1] for _, title in came] == ["quiet"] * seconds
    steps = [row.occasion.rpartition("/")[2] for row in workspace.reminders.recent()]
    assert sorted(steps) == ["first", "second"][: 1 + seconds]


def test_a_rhythm_is_due_once_when_its_day_begins_again(
    workspace: Workspace, friday: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    assert friday
    clock.set(paris(5, 13))
    workspace.practice.update(zone="Asia/Tokyo")
    clock.set(datetime(2026, 10, 9, 9, tzinfo=TOKYO))
    assert workspace.reminders.announce(notifier) == 1
    workspace.practice.update(zone="Pacific/Honolulu")
    clock.advance(hours=1)
    honolulu = ZoneInfo("Pacific/Honolulu")
    came = hours_of(workspace, clock, notifier, datetime(2026, 10, 12, 23, tzinfo=honolulu))
    assert [at for at, _ in came] == [datetime(2026, 10, 12, 9, tzinfo=honolulu)]


def test_an_absence_ends_once_wherever_one_is(
    workspace: Workspace, birch: str, friday: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    assert friday
    clock.set(paris(2, 13))
    workspace.practice.update(zone="Asia/Tokyo")
    workspace.boundaries.set_field(Layer.DEFAULT, None, "quiet_hours", {"start": 0, "end": 0})
    workspace.check_ins.hold(birch, None, event=HoldEvent.REPLY)
    clock.set(datetime(2026, 10, 13, 8, tzinfo=TOKYO))
    workspace.touchpoints.log(birch, TouchKind.MESSAGE_RECEIVED, "Back again")
    clock.set(datetime(2026, 10, 13, 9, tzinfo=TOKYO))
    assert workspace.reminders.announce(notifier) == 1
    workspace.practice.update(
        zone="America/New_York"
    )  # where the reply came on the 12th, and it is still that day
    clock.advance(hours=1, minutes=1)
    assert workspace.reminders.announce(notifier) == 0


def test_a_snooze_returns_after_a_short_evening_too(
    workspace: Workspace, birch: str, clock: FixedClock, notifier: FakeNotifier
) -> None:
    """Thursdays from two, Fridays from seven: the word put off on Thursday afternoon is 17 hours away."""
    week = {day: [{"start": 840 if day == 3 else 420, "end": 1020}] for day in range(5)}
    values = {"working_hours": week, "quiet_hours": {"start": 0, "end": 0}}
    workspace.boundaries.set_fields(Layer.DEFAULT, None, values)
    workspace.rhythms.add(Layer.CLIENT, birch, kind=RhythmKind.UPDATE, weekday=2, starts_on=date(2026, 10, 1))
    workspace.check_ins.snooze(birch, date(2026, 10, 8))
    clock.set(paris(8, 14))
    assert workspace.reminders.announce(notifier) == 1
    workspace.reminders.act(notifier.shown[-1].notice_id, "tomorrow")
    came = hours_of(workspace, clock, notifier, paris(9, 20))
    assert [at for at, _ in came] == [paris(9, 7)]
