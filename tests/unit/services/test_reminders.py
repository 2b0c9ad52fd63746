"""Each due moment is announced once; answers are carried out; nothing due is ever missing from Today."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import CheckInState, Layer, NoticeState, RhythmKind, TouchKind
from clientdesk.models.errors import NotFound
from clientdesk.models.tables import NotificationLog
from clientdesk.services.workspace import Workspace, open_workspace
from tests.helpers.fakes import FakeNotifier, FixedClock

PARIS = ZoneInfo("Europe/Paris")


def paris(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


@pytest.fixture
def practice(workspace: Workspace, clock: FixedClock) -> Workspace:
    """Set up on 28 September; no client yet."""
    clock.set(paris(9, 28))
    workspace.practice.set_up(
        "Mara", zone="Europe/Paris", currency="EUR", holiday_region="FR", limit_days=None
    )
    workspace.preferences.set("reminders", value=True)
    return workspace


def friday_client(workspace: Workspace, name: str = "Cedar", kind: RhythmKind = RhythmKind.UPDATE) -> str:
    """A client promised a word every Friday from 2 October, told on the first one."""
    tier = workspace.tiers.add(f"Plain {name}")
    client = workspace.clients.add(name, tier_id=tier)
    workspace.rhythms.add(Layer.CLIENT, client, kind=kind, weekday=4, starts_on=date(2026, 10, 2))
    touch = {RhythmKind.UPDATE: TouchKind.UPDATE, RhythmKind.CALL: TouchKind.CALL}[kind]
    assert isinstance(workspace.clock, FixedClock)
    workspace.clock.set(paris(9, 30))
    workspace.touchpoints.log(client, touch, "budget draft")
    return client


def test_a_due_moment_is_announced_once(practice: Workspace, clock: FixedClock) -> None:
    friday_client(practice)
    notifier = FakeNotifier()
    clock.set(paris(10, 9, 8, 59))
    assert practice.reminders.announce(notifier) == 0
    assert practice.reminders.next_moment() == paris(10, 9, 9).astimezone(UTC)
    clock.set(paris(10, 9, 9))
    assert practice.reminders.announce(notifier) == 1
    assert practice.reminders.announce(notifier) == 0
    (notice,) = notifier.shown
    assert notice.title == "Cedar: the update you promised is due today"
    assert [action.key for action in notice.actions] == ["told", "write", "tomorrow"]


def test_a_restart_does_not_repeat_it(practice: Workspace, clock: FixedClock) -> None:
    friday_client(practice)
    clock.set(paris(10, 9, 9))
    practice.reminders.announce(FakeNotifier())
    practice.store.close()
    again = open_workspace(practice.folder.root, clock, practice.preferences)
    notifier = FakeNotifier()
    again.reminders.recover()
    assert again.reminders.announce(notifier) == 0
    assert [view.client for view in again.today().owed] == ["Cedar"]  # type: ignore[union-attr]
    again.store.close()


def test_it_is_said_once_more_when_it_was_missed(practice: Workspace, clock: FixedClock) -> None:
    friday_client(practice)
    notifier = FakeNotifier()
    clock.set(paris(10, 9, 9))
    practice.reminders.announce(notifier)
    clock.set(paris(10, 12, 9))
    assert practice.reminders.announce(notifier) == 1
    assert "3 days late" in notifier.shown[-1].title
    clock.set(paris(10, 14, 9))
    assert practice.reminders.announce(notifier) == 0


def test_i_told_them_logs_what_fell_due_and_the_next_date_moves_on(
    practice: Workspace, clock: FixedClock
) -> None:
    client = friday_client(practice)
    notifier = FakeNotifier()
    clock.set(paris(10, 9, 9))
    practice.reminders.announce(notifier)
    answer = practice.reminders.act(notifier.shown[0].notice_id, "told")
    assert (answer.verb, answer.client, answer.client_ids) == ("told", "Cedar", (client,))
    newest = practice.touchpoints.stream(client, limit=1)[0]
    assert (newest.kind, newest.touchpoint_id) == (TouchKind.UPDATE, answer.touch_id)
    status = practice.check_ins.status_of(client)
    assert status is not None
    assert (status.state, status.due_on) == (CheckInState.DUE_SOON, date(2026, 10, 16))
    assert practice.store.undo() == "Log update"


@pytest.mark.parametrize("key", ["told", "tomorrow"])
def test_a_button_about_a_word_that_was_given_meanwhile_changes_nothing(
    practice: Workspace, clock: FixedClock, key: str
) -> None:
    birch, cedar = friday_client(practice, "Birch"), friday_client(practice, "Cedar")
    notifier = FakeNotifier()
    clock.set(paris(10, 9, 9))
    practice.reminders.announce(notifier)
    notice_id = notifier.shown[0].notice_id
    assert practice.reminders.leads_on(notice_id)
    practice.reminders.log_told(birch)
    assert not practice.reminders.leads_on(notice_id)
    before = len(practice.touchpoints.stream(birch))
    clock.set(paris(10, 9, 11))
    answer = practice.reminders.act(notice_id, key)
    assert (answer.verb, answer.client) == ("settled", "Birch")
    assert len(practice.touchpoints.stream(birch)) == before
    status = practice.check_ins.status_of(birch)
    assert status is not None
    assert status.state is CheckInState.DUE_SOON
    assert practice.store.undo_label == "Log update"
    assert [view.client_id for view in practice.reminders.unanswered()] == [cedar]


def test_a_word_that_was_put_off_meanwhile_can_still_be_given(practice: Workspace, clock: FixedClock) -> None:
    client = friday_client(practice)
    notifier = FakeNotifier()
    clock.set(paris(10, 9, 9))
    practice.reminders.announce(notifier)
    notice_id = notifier.shown[0].notice_id
    practice.check_ins.snooze(client, date(2026, 10, 14), "busy")
    assert not practice.reminders.leads_on(notice_id)
    assert practice.reminders.act(notice_id, "told").verb == "told"


def test_a_call_that_fell_due_is_logged_as_a_call(practice: Workspace, clock: FixedClock) -> None:
    client = friday_client(practice, kind=RhythmKind.CALL)
    notifier = FakeNotifier()
    clock.set(paris(10, 9, 9))
    practice.reminders.announce(notifier)
    practice.reminders.act(notifier.shown[0].notice_id, "told")
    assert practice.touchpoints.stream(client, limit=1)[0].kind is TouchKind.CALL


def test_the_limit_is_kept_by_an_update(practice: Workspace, clock: FixedClock) -> None:
    client = practice.clients.add("Quiet", tier_id=practice.tiers.add("None"), limit_days=10)
    notifier = FakeNotifier()
    clock.set(paris(10, 8, 9))
    assert practice.reminders.announce(notifier) == 1
    practice.reminders.act(notifier.shown[0].notice_id, "told")
    assert practice.touchpoints.stream(client, limit=1)[0].kind is TouchKind.UPDATE


def test_tomorrow_puts_the_client_off_and_it_comes_back_once(practice: Workspace, clock: FixedClock) -> None:
    client = friday_client(practice)
    notifier = FakeNotifier()
    clock.set(paris(10, 9, 9))
    practice.reminders.announce(notifier)
    answer = practice.reminders.act(notifier.shown[0].notice_id, "tomorrow")
    assert (answer.verb, answer.until) == ("tomorrow", date(2026, 10, 12)), "Friday: the next working day"
    practice.store.undo()
    assert practice.check_ins.later(client) == answer.until, "by the rule of Today's own button"
    status = practice.check_ins.status_of(client)
    assert status is not None
    assert status.state is CheckInState.SNOOZED
    clock.set(paris(10, 12, 9))
    assert practice.reminders.announce(notifier) == 1
    assert practice.reminders.announce(notifier) == 0


def test_a_name_written_from_right_to_left_does_not_turn_the_sentence_round(
    practice: Workspace, clock: FixedClock
) -> None:
    for name in ("شركة الأفق", "קבוצת אלון", "Birch"):
        friday_client(practice, name)
    notifier = FakeNotifier()
    clock.set(paris(10, 9, 9))
    assert practice.reminders.announce(notifier) == 1
    (notice,) = notifier.shown
    said = notice.title + notice.body
    for name in ("شركة الأفق", "קבוצת אלון"):
        assert f"\u2068{name}\u2069" in said
    assert "\u2068Birch" not in said, "others stay as they are"


def test_several_clients_come_as_one_digest_that_names_the_latest_first(
    practice: Workspace, clock: FixedClock
) -> None:
    birch, *others = [friday_client(practice, name) for name in ("Birch", "Cedar", "Elm", "Fir", "Gorse")]
    notifier = FakeNotifier()
    notifier.on_shown(practice.reminders.settle)
    clock.set(paris(10, 9, 9))
    assert practice.reminders.announce(notifier) == 1
    (notice,) = notifier.shown
    assert notice.title == "Birch: the update you promised is due today"
    assert notice.body.endswith("Also waiting: Cedar, Elm, Fir and 1 more.")
    assert [action.key for action in notice.actions] == ["told", "write", "tomorrow"]
    answer = practice.reminders.act(notice.notice_id, "told")
    assert (answer.verb, answer.client, answer.client_ids) == ("told", "Birch", (birch, *others))
    assert practice.touchpoints.stream(others[0], limit=1)[0].text == "budget draft"
    states = {row.client: row.state for row in practice.reminders.recent()}
    assert states.pop("Birch") is NoticeState.ACTED
    assert set(states.values()) == {NoticeState.ANNOUNCED}
    assert practice.reminders.act(notice.notice_id, "told").verb == "none", "it was carried out once"
    assert practice.reminders.act(notice.notice_id, "open").verb == "open"


def test_quiet_hours_hold_it_back(practice: Workspace, clock: FixedClock) -> None:
    friday_client(practice)
    notifier = FakeNotifier()
    clock.set(paris(10, 9, 20))
    assert practice.reminders.announce(notifier) == 0
    assert practice.reminders.next_moment() == paris(10, 12, 8).astimezone(UTC)


def test_nothing_is_said_while_a_meeting_with_that_client_runs(
    practice: Workspace, clock: FixedClock
) -> None:
    client = friday_client(practice)
    practice.touchpoints.plan(client, TouchKind.CALL, paris(10, 9, 9), duration_minutes=60)
    practice.preferences.set("ask_held", value=False)
    notifier = FakeNotifier()
    clock.set(paris(10, 9, 9, 30))
    assert practice.reminders.announce(notifier) == 0
    assert practice.reminders.next_moment() == paris(10, 9, 10)
    clock.set(paris(10, 9, 10))
    assert practice.reminders.announce(notifier) == 1


def test_a_pause_holds_everything_until_its_end(practice: Workspace, clock: FixedClock) -> None:
    friday_client(practice)
    notifier = FakeNotifier()
    clock.set(paris(10, 9, 9))
    practice.reminders.pause(paris(10, 9, 11))
    assert practice.reminders.announce(notifier) == 0
    assert practice.reminders.next_moment() == paris(10, 9, 11)
    clock.set(paris(10, 9, 11))
    assert practice.reminders.announce(notifier) == 1


def test_switched_off_nothing_is_said(practice: Workspace, clock: FixedClock) -> None:
    friday_client(practice)
    practice.preferences.set("reminders", value=False)
    clock.set(paris(10, 9, 9))
    assert practice.reminders.announce(FakeNotifier()) == 0
    assert practice.reminders.next_moment() is None


def test_names_stay_off_the_lock_screen_when_wanted(practice: Workspace, clock: FixedClock) -> None:
    friday_client(practice)
    practice.preferences.set("reminder_names", value=False)
    notifier = FakeNotifier()
    clock.set(paris(10, 9, 9))
    practice.reminders.announce(notifier)
    (notice,) = notifier.shown
    assert (notice.title, notice.body) == ("A client is waiting for an update.", "")
    assert [action.key for action in notice.actions] == ["open"], "nobody could know whom it would log"


def test_it_is_logged_before_and_settled_after(practice: Workspace, clock: FixedClock) -> None:
    friday_client(practice)
    clock.set(paris(10, 9, 9))
    seen: list[NoticeState] = []

    class Watching(FakeNotifier):
        def show(self, notice: object) -> bool:
            seen.append(practice.reminders.recent()[0].state)
            return True

    notifier = Watching()
    notifier.on_shown(practice.reminders.settle)
    practice.reminders.announce(notifier)
    (row,) = practice.reminders.recent()
    assert seen == [NoticeState.PENDING]
    assert row.state is NoticeState.PENDING, "nobody said yet whether it is on the screen"
    notifier.say_shown(row.notice_id)
    (row,) = practice.reminders.recent()
    assert (row.state, row.channel, row.client) == (NoticeState.ANNOUNCED, "fake", "Cedar")


def test_a_kill_between_call_and_answer_gives_no_second_notification(
    practice: Workspace, clock: FixedClock
) -> None:
    friday_client(practice)
    clock.set(paris(10, 9, 9))

    class Killed(FakeNotifier):
        def show(self, notice: object) -> bool:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        practice.reminders.announce(Killed())
    assert practice.reminders.recover() == 1
    assert practice.reminders.recent()[0].state is NoticeState.PERHAPS
    assert practice.reminders.announce(FakeNotifier()) == 0


def test_what_no_notifier_could_show_is_marked_and_stays_in_today(
    practice: Workspace, clock: FixedClock
) -> None:
    friday_client(practice)
    clock.set(paris(10, 9, 9))
    assert practice.reminders.announce(FakeNotifier(available=False)) == 0
    assert practice.reminders.recent()[0].state is NoticeState.FAILED
    assert [view.client for view in practice.today().owed] == ["Cedar"]  # type: ignore[union-attr]


def test_closing_a_notification_settles_it(practice: Workspace, clock: FixedClock) -> None:
    friday_client(practice)
    notifier = FakeNotifier()
    notifier.on_shown(practice.reminders.settle)
    clock.set(paris(10, 9, 9))
    practice.reminders.announce(notifier)
    assert practice.reminders.act(notifier.shown[0].notice_id, "expired").verb == "none"
    assert practice.reminders.recent()[0].state is NoticeState.ANNOUNCED, (
        "the desktop took it off, nobody did"
    )
    assert practice.reminders.act(notifier.shown[0].notice_id, "closed").verb == "none"
    assert practice.reminders.recent()[0].state is NoticeState.DISMISSED
    assert practice.reminders.act("unknown", "told").verb == "none"


def test_log_told_from_a_list_logs_what_is_owed(practice: Workspace, clock: FixedClock) -> None:
    client = friday_client(practice, kind=RhythmKind.CALL)
    clock.set(paris(10, 10, 9))
    practice.reminders.log_told(client)
    assert practice.touchpoints.stream(client, limit=1)[0].kind is TouchKind.CALL
    with pytest.raises(NotFound):
        practice.reminders.preview("nope")


def test_announcing_never_touches_the_undo_stack(practice: Workspace, clock: FixedClock) -> None:
    friday_client(practice)
    label = practice.store.undo_label
    clock.set(paris(10, 9, 9))
    practice.reminders.announce(FakeNotifier())
    assert practice.store.undo_label == label


def test_the_next_moment_is_never_in_the_past(practice: Workspace, clock: FixedClock) -> None:
    friday_client(practice)
    clock.set(paris(10, 5))
    for _ in range(60):
        moment = practice.reminders.next_moment()
        assert moment is not None
        assert moment >= clock.now()
        practice.reminders.announce(FakeNotifier())
        clock.set(clock.now() + timedelta(hours=7))


def test_the_buttons_of_a_digest_never_pass_to_the_next_client(
    practice: Workspace, clock: FixedClock
) -> None:
    birch = friday_client(practice, "Birch")
    clock.set(paris(9, 28))
    cedar = friday_client(practice, "Cedar")
    notifier = FakeNotifier()
    clock.set(paris(10, 9, 9))
    practice.reminders.announce(notifier)
    (notice,) = notifier.shown
    assert notice.title.startswith("Birch")
    practice.clients.delete(birch)
    for key in ("told", "tomorrow", "write"):
        assert practice.reminders.act(notice.notice_id, key).verb == "none"
    assert len(practice.touchpoints.stream(cedar)) == 1
    state = practice.check_ins.status_of(cedar)
    assert state is not None and state.state is CheckInState.DUE
    assert practice.store.undo() == "Delete client"
    assert practice.reminders.act(notice.notice_id, "told").client == "Birch"


def test_what_comes_now_is_what_is_said_and_logged(practice: Workspace, clock: FixedClock) -> None:
    birch = friday_client(practice, "Birch")
    practice.rhythms.add(Layer.CLIENT, birch, kind=RhythmKind.CALL, weekday=2, starts_on=date(2026, 10, 14))
    notifier = FakeNotifier()
    for day in (9, 12, 14):
        clock.set(paris(10, day, 9))
        assert practice.reminders.announce(notifier) == 1
    assert notifier.shown[-1].title == "Birch: the call you promised is due today"
    assert notifier.shown[-1].body.startswith("Also: Friday's update is 5 days late. Last told: ")
    practice.reminders.act(notifier.shown[-1].notice_id, "told")
    assert practice.touchpoints.stream(birch)[0].kind is TouchKind.CALL


def test_a_client_added_and_announced_can_be_undone_and_comes_back_unannounced(
    practice: Workspace, clock: FixedClock
) -> None:
    friday_client(practice, "Birch")
    notifier = FakeNotifier()
    clock.set(paris(10, 9, 9))
    assert practice.reminders.announce(notifier) == 1
    assert [practice.store.undo() for _ in range(3)] == ["Log update", "Add rhythm", "Add client"]
    assert practice.reminders.unanswered() == []
    assert [practice.store.redo() for _ in range(3)] == ["Add client", "Add rhythm", "Log update"]
    assert practice.reminders.announce(notifier) == 0


@pytest.mark.parametrize(
    "occasion", ["hello", "paper:7:3:2026-10-12", "a/b/first", "{client}/limit/2026-13-45/first"]
)
def test_a_row_of_the_log_that_is_none_of_ours_is_passed_over(
    practice: Workspace, clock: FixedClock, occasion: str
) -> None:
    client = friday_client(practice)
    clock.set(paris(10, 9, 9))
    with practice.store.writing("Import") as session:
        row = NotificationLog(
            created_at=clock.now(),
            occasion=occasion.format(client=client),
            client_id=client,
            rhythm_kind="unheard-of",
            due_at=clock.now(),
            state=NoticeState.ANNOUNCED,
        )
        row.notice_id = row.id
        session.add(row)
        notice_id = row.id
    assert practice.reminders.unanswered() == []
    assert practice.reminders.act(notice_id, "told").verb == "settled"
