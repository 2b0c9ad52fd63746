"""From the due moment to the stored answer: the desk with a real workspace, a real bus and a small daemon."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import (
    CheckInState,
    Layer,
    NoticeState,
    NoticeTopic,
    RhythmKind,
    TouchKind,
    TouchState,
)
from clientdesk.models.errors import StoreFull
from clientdesk.models.views.reminders import Answer
from clientdesk.services.preferences import Preferences
from clientdesk.services.wording import words_for
from clientdesk.services.workspace import Workspace, open_workspace
from clientdesk.ui import sleep_watch
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.messages import Messages
from clientdesk.ui.notifiers.banner import BannerArea
from clientdesk.ui.reminders_desk import RemindersDesk
from clientdesk.ui.tray import TrayController
from clientdesk.ui.tray_icon import TrayLook
from tests.helpers.fakes import FixedClock
from tests.helpers.notification_daemon import NoticeDaemon
from tests.helpers.private_bus import LoginManager, private_bus
from tests.helpers.story import NINE, birch_was_promised_fridays

SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "workspace"
    birch_was_promised_fridays(folder)
    return folder


class Office:
    """The desk and everything around it that a test looks at."""

    def __init__(self, root: Path, at: datetime) -> None:
        self.clock = FixedClock(at)
        self.preferences = Preferences(root.parent / "preferences.json")
        self.workspace: Workspace = open_workspace(root, self.clock, self.preferences)
        self.messages = Messages(words_for)  # type: ignore[arg-type]
        self.said: list[tuple[str, str]] = []
        self.messages.spoken.connect(lambda kind, words: self.said.append((kind, words)))
        self.window = QWidget()
        self.area = BannerArea(self.window)
        self.tray = TrayController()
        self.desk = RemindersDesk(self.workspace, self.area, self.tray, self.messages)
        self.relay = ChangeRelay(self.desk)
        self.workspace.store.subscribe(self.relay.publish)
        self.relay.changed.connect(self.desk.on_changed)
        self.wanted: list[tuple[str, ...]] = []
        self.desk.client_wanted.connect(lambda client: self.wanted.append(("client", client)))
        self.desk.paper_wanted.connect(lambda paper: self.wanted.append(("paper", paper)))
        self.desk.list_wanted.connect(lambda: self.wanted.append(("list",)))
        self.desk.capture_wanted.connect(lambda client: self.wanted.append(("write", client)))
        self.desk.meeting_wanted.connect(lambda *ids: self.wanted.append(("meeting", *ids)))

    @property
    def birch(self) -> str:
        (view,) = self.workspace.check_ins.statuses()
        return view.client_id

    def states(self) -> list[tuple[NoticeState, str]]:
        return [(row.state, row.channel) for row in self.workspace.reminders.recent()]

    def toast(self) -> str:
        return [words for kind, words in self.said if kind == "toast"][-1]

    def end(self) -> None:
        self.desk.stop()
        self.workspace.close(back_up=False)
        self.window.deleteLater()


@pytest.fixture
def bus(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with private_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def office(bus: str, prepared: Path, tmp_path: Path) -> Iterator[Office]:
    """One second before nine, nothing announced yet; the timer runs."""
    root = tmp_path / "workspace"
    shutil.copytree(prepared, root)
    office = Office(root, NINE - SECOND)
    office.desk.start()
    yield office
    office.end()


@pytest.fixture
def daemon(bus: str) -> Iterator[NoticeDaemon]:
    with NoticeDaemon(bus) as daemon:
        yield daemon


def popped_up(qtbot: QtBot, office: Office, daemon: NoticeDaemon) -> int:
    """Nine strikes; the number of the notice on the screen, once the log says that it is there."""
    office.clock.advance(seconds=1)
    office.desk.recompute()
    qtbot.waitUntil(lambda: (NoticeState.ANNOUNCED, "dbus") in office.states(), timeout=3000)
    notice = daemon.expect("notify")
    assert "Birch & Co" in notice["title"]
    assert notice["actions"][2:] == ["told", "I told them", "write", "Write…", "tomorrow", "Tomorrow"]
    return int(notice["number"])


def test_told_from_the_screen_is_stored_and_taken_off(
    qtbot: QtBot, office: Office, daemon: NoticeDaemon
) -> None:
    number = popped_up(qtbot, office, daemon)
    daemon.press(number, "told")
    qtbot.waitUntil(lambda: bool(office.said), timeout=3000)
    assert office.toast() == "Logged: Birch & Co was told."
    told = office.workspace.touchpoints.last_told(office.birch)
    assert told is not None
    assert (told.kind, told.at) == (TouchKind.UPDATE, NINE)
    assert [touch.client_id for touch in office.workspace.touchpoints.untold()] == [office.birch]
    assert daemon.expect("closed")["number"] == number


def test_what_was_answered_with_the_window_closed_is_taken_back_in_the_tray(
    qtbot: QtBot, office: Office, daemon: NoticeDaemon
) -> None:
    undo = office.tray.undo_action
    number = popped_up(qtbot, office, daemon)
    assert not undo.isVisible()
    daemon.press(number, "told")
    qtbot.waitUntil(lambda: undo.isVisible(), timeout=3000)
    assert undo.text() == "Undo: Birch && Co was told"
    undo.trigger()
    assert not office.workspace.touchpoints.untold()
    assert [view.state for view in office.workspace.check_ins.statuses()] == [CheckInState.DUE]
    assert not undo.isVisible()


def test_the_tray_takes_back_nothing_but_the_answer(
    qtbot: QtBot, office: Office, daemon: NoticeDaemon
) -> None:
    number = popped_up(qtbot, office, daemon)
    daemon.press(number, "tomorrow")
    qtbot.waitUntil(lambda: office.tray.undo_action.isVisible(), timeout=3000)
    cedar = office.workspace.clients.add("Cedar")
    assert not office.tray.undo_action.isVisible()
    office.tray.undo_requested.emit()
    assert office.workspace.clients.get(cedar).name == "Cedar"


def test_tomorrow_can_be_taken_back(qtbot: QtBot, office: Office, daemon: NoticeDaemon) -> None:
    number = popped_up(qtbot, office, daemon)
    daemon.press(number, "tomorrow")
    qtbot.waitUntil(lambda: bool(office.said), timeout=3000)
    assert office.toast() == "Birch & Co: on Monday."
    (view,) = office.workspace.check_ins.statuses()
    assert view.state is CheckInState.SNOOZED
    office.desk._undo()
    (view,) = office.workspace.check_ins.statuses()
    assert view.state is CheckInState.DUE


@pytest.mark.parametrize(("key", "wanted"), [("write", "write"), ("default", "client")])
def test_write_and_a_click_lead_to_the_client(
    qtbot: QtBot, office: Office, daemon: NoticeDaemon, key: str, wanted: str
) -> None:
    daemon.press(popped_up(qtbot, office, daemon), key)
    qtbot.waitUntil(lambda: bool(office.wanted), timeout=3000)
    assert office.wanted == [(wanted, office.birch)]


def test_told_in_the_window_takes_the_notice_off_the_screen(
    qtbot: QtBot, office: Office, daemon: NoticeDaemon
) -> None:
    number = popped_up(qtbot, office, daemon)
    office.workspace.reminders.log_told(office.birch)
    qtbot.waitUntil(lambda: not daemon.is_silent(), timeout=3000)
    assert daemon.expect("closed")["number"] == number


def test_what_expires_unseen_stays_in_the_list(qtbot: QtBot, office: Office, daemon: NoticeDaemon) -> None:
    number = popped_up(qtbot, office, daemon)
    daemon.close_notice(number, 1)
    office.desk.show_test()
    qtbot.waitUntil(lambda: bool(office.said), timeout=3000)
    assert office.states() == [(NoticeState.ANNOUNCED, "dbus")]
    assert [view.client for view in office.workspace.reminders.unanswered()] == ["Birch & Co"]


def test_what_is_closed_counts_as_seen(qtbot: QtBot, office: Office, daemon: NoticeDaemon) -> None:
    daemon.close_notice(popped_up(qtbot, office, daemon), 2)
    qtbot.waitUntil(lambda: office.states() == [(NoticeState.DISMISSED, "dbus")], timeout=3000)
    assert office.workspace.reminders.unanswered() == []
    (view,) = office.workspace.check_ins.statuses()
    assert view.state is CheckInState.DUE, "Today still lists who is owed a word"


def test_after_a_restart_nothing_pops_up_again_but_the_list_has_it(
    qtbot: QtBot, office: Office, daemon: NoticeDaemon
) -> None:
    number = popped_up(qtbot, office, daemon)
    root = office.workspace.folder.root
    office.end()
    assert daemon.expect("closed")["number"] == number, "its buttons would be dead"
    again = Office(root, NINE + timedelta(minutes=5))
    again.desk.start()
    assert [view.client for view in again.workspace.reminders.unanswered()] == ["Birch & Co"]
    assert again.states() == [(NoticeState.ANNOUNCED, "dbus")]
    assert daemon.is_silent()
    again.end()
    office.workspace = again.workspace


def test_where_nothing_works_it_stands_in_the_window(qtbot: QtBot, office: Office) -> None:
    office.clock.advance(seconds=1)
    office.desk.recompute()
    qtbot.waitUntil(lambda: bool(office.area.notice_ids()), timeout=3000)
    assert office.states() == [(NoticeState.PENDING, "")], "nobody has seen it yet"
    office.window.show()
    assert office.states() == [(NoticeState.ANNOUNCED, "banner")]


def test_a_notification_service_that_comes_late_shows_what_nobody_has_seen(
    qtbot: QtBot, office: Office, bus: str
) -> None:
    office.clock.advance(seconds=1)
    office.desk.recompute()
    qtbot.waitUntil(lambda: bool(office.area.notice_ids()), timeout=3000)
    with NoticeDaemon(bus) as daemon:
        qtbot.waitUntil(lambda: office.states() == [(NoticeState.ANNOUNCED, "dbus")], timeout=5000)
        daemon.press(daemon.expect("notify")["number"], "told")
        qtbot.waitUntil(lambda: bool(office.said), timeout=3000)
    assert office.area.notice_ids() == []
    assert office.toast() == "Logged: Birch & Co was told."


def test_a_pause_holds_and_its_end_releases(qtbot: QtBot, office: Office, daemon: NoticeDaemon) -> None:
    office.desk.pause("hour")
    office.clock.advance(minutes=59)
    office.desk.recompute()
    qtbot.waitUntil(lambda: office.desk._timer.wait_ms() > 0)
    assert office.states() == []
    office.clock.advance(minutes=2)
    office.desk._timer.look()
    qtbot.waitUntil(lambda: (NoticeState.ANNOUNCED, "dbus") in office.states(), timeout=3000)
    assert "Birch & Co" in daemon.expect("notify")["title"]


def test_the_test_button_names_what_showed_it(qtbot: QtBot, office: Office, daemon: NoticeDaemon) -> None:
    office.desk.show_test()
    qtbot.waitUntil(lambda: bool(office.said), timeout=3000)
    assert office.toast() == "Shown by test daemon 7, with buttons."
    daemon.press(daemon.expect("notify")["number"], "open")
    qtbot.waitUntil(lambda: bool(office.wanted), timeout=3000)
    assert office.wanted == [("list",)]
    assert office.states() == []


def test_the_test_button_without_a_daemon(qtbot: QtBot, office: Office) -> None:
    office.window.show()
    office.desk.show_test()
    assert office.toast() == "No notification service answered, so the notice stands in this window."


def test_a_clock_before_the_last_entry_is_doubted_in_words(
    qtbot: QtBot, office: Office, daemon: NoticeDaemon
) -> None:
    office.clock.set(NINE - timedelta(days=365))
    office.desk._timer.look()
    kind, words = office.said[-1]
    assert kind == "warn"
    assert "9 Oct 2025, 09:00" in words
    assert "2 Oct 2026, 11:00" in words
    office.desk._timer.look()
    assert len(office.said) == 1, "said once"
    assert daemon.is_silent()
    assert "until this computer's clock is right" in office.tray.tooltip()
    office.clock.set(NINE)
    office.desk._timer.look()
    qtbot.waitUntil(lambda: (NoticeState.ANNOUNCED, "dbus") in office.states(), timeout=3000)
    assert office.tray.tooltip() == "ClientDesk: 1 client is owed a word"


def test_a_system_bus_that_comes_late_wakes_the_reminders(
    qtbot: QtBot,
    bus: str,
    daemon: NoticeDaemon,
    prepared: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sleep_watch, "RETRY_AFTER_MS", 0)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    shutil.copytree(prepared, tmp_path / "workspace")
    office = Office(tmp_path / "workspace", NINE - SECOND)
    office.desk.start()
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus)
    with qtbot.waitSignal(office.desk.ticked, timeout=3000):
        office.desk.recompute()
    login = LoginManager(bus)
    office.clock.advance(seconds=1)
    with qtbot.waitSignal(office.desk._sleep.woke, timeout=3000):
        login.say(is_going_to_sleep=False)
    qtbot.waitUntil(lambda: (NoticeState.ANNOUNCED, "dbus") in office.states(), timeout=3000)
    login.close()
    office.end()


def test_a_full_disk_and_a_locked_folder_are_said_when_nobody_looks(
    qtbot: QtBot, office: Office, daemon: NoticeDaemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreFull(office.workspace.folder.root)

    monkeypatch.setattr(office.workspace.reminders, "settle", full)
    office.clock.advance(seconds=1)
    office.desk.recompute()
    qtbot.waitUntil(lambda: bool(office.said), timeout=3000)
    daemon.expect("notify")
    preferences = office.preferences
    monkeypatch.setattr(preferences, "_path", office.workspace.folder.store / "preferences.json")
    office.desk.pause("hour")
    assert len(office.said) == 2
    assert "preferences.json" in office.said[1][1]
    assert office.tray.look_shown() is TrayLook.PAUSED, "it counts for this run"


def test_midnight_is_told(qtbot: QtBot, office: Office) -> None:
    days: list[int] = []
    office.desk.day_began.connect(lambda: days.append(1))
    office.clock.set(datetime(2026, 10, 9, 23, 59, 30, tzinfo=NINE.tzinfo))
    office.desk._timer.look()
    assert 0 < office.desk._timer.wait_ms() <= 31_000
    assert days == []
    office.clock.advance(seconds=31)
    office.desk._timer.look()
    assert days == [1]


def meeting_over(office: Office, daemon: NoticeDaemon, qtbot: QtBot) -> tuple[str, int]:
    """A meeting at ten is over; id of its touch and number of the notice that asks."""
    start = NINE + timedelta(hours=1)
    meeting = office.workspace.touchpoints.plan(office.birch, TouchKind.MEETING, start, duration_minutes=30)
    office.workspace.reminders.log_told(office.birch)
    office.clock.set(start + timedelta(minutes=45))
    office.desk.recompute()
    qtbot.waitUntil(lambda: (NoticeState.ANNOUNCED, "dbus") in office.states(), timeout=3000)
    notice = daemon.expect("notify")
    assert notice["actions"][2::2] == ["held", "missed", "moved"]
    return meeting, int(notice["number"])


@pytest.mark.parametrize(("key", "state"), [("held", TouchState.HELD), ("missed", TouchState.MISSED)])
def test_a_meeting_that_ended_is_asked_about_and_answered(
    qtbot: QtBot, office: Office, daemon: NoticeDaemon, key: str, state: TouchState
) -> None:
    meeting, number = meeting_over(office, daemon, qtbot)
    daemon.press(number, key)
    qtbot.waitUntil(lambda: bool(office.said), timeout=3000)
    assert "Birch & Co" in office.toast()
    assert office.workspace.touchpoints.get(meeting).state is state


def test_a_meeting_that_was_moved_asks_for_its_new_time(
    qtbot: QtBot, office: Office, daemon: NoticeDaemon
) -> None:
    meeting, number = meeting_over(office, daemon, qtbot)
    daemon.press(number, "moved")
    qtbot.waitUntil(lambda: bool(office.wanted), timeout=3000)
    assert office.wanted == [("meeting", meeting, office.birch)]


def test_a_digest_leaves_the_screen_with_the_client_its_buttons_are_about(
    qtbot: QtBot, office: Office, daemon: NoticeDaemon
) -> None:
    cedar = office.workspace.clients.add("Cedar")
    for rhythm in office.workspace.rhythms.of_client(cedar):
        office.workspace.rhythms.remove(rhythm.rhythm_id)
    office.workspace.rhythms.add(
        Layer.CLIENT, cedar, kind=RhythmKind.UPDATE, weekday=4, starts_on=date(2026, 10, 9)
    )
    number = popped_up(qtbot, office, daemon)
    birch = office.workspace.clients.find("Birch & Co")[0]
    office.workspace.reminders.log_told(birch)
    assert daemon.expect("closed")["number"] == number
    assert [view.client_id for view in office.workspace.reminders.unanswered()] == [cedar]
    (notice,) = {view.notice_id for view in office.workspace.reminders.unanswered()}
    office.desk._on_action(notice, "told")
    assert office.toast() == "Birch & Co: no word is owed any more, nothing was changed."


def test_a_moved_event_of_another_calendar_is_said_and_taken_back(office: Office) -> None:
    answer = Answer("moved", (office.birch,), "Birch & Co", topic=NoticeTopic.HELD, subject_id="event")
    office.desk._follow_up(answer)
    assert office.toast() == "Birch & Co: not asked again. The calendar says when the meeting is now."
    assert office.wanted == []


def test_a_click_on_a_word_about_a_paper_opens_the_paper(office: Office) -> None:
    office.desk._follow_up(Answer("open", (office.birch,), topic=NoticeTopic.PAPER, subject_id="paper"))
    assert office.wanted == [("paper", "paper")]


def test_digest_names_the_first_and_a_click_opens_the_list(
    qtbot: QtBot, office: Office, daemon: NoticeDaemon
) -> None:
    for name in ("Cedar", "Elm"):
        client = office.workspace.clients.add(name)
        for rhythm in office.workspace.rhythms.of_client(client):
            office.workspace.rhythms.remove(rhythm.rhythm_id)
        office.workspace.rhythms.add(
            Layer.CLIENT, client, kind=RhythmKind.UPDATE, weekday=4, starts_on=date(2026, 10, 9)
        )
    office.clock.advance(seconds=1)
    office.desk.recompute()
    qtbot.waitUntil(lambda: (NoticeState.ANNOUNCED, "dbus") in office.states(), timeout=3000)
    notice = daemon.expect("notify")
    words = f"{notice['title']} {notice['body']}"
    assert all(name in words for name in ("Birch", "Cedar", "Elm"))
    assert daemon.is_silent(), "one pop-up"
    daemon.press(notice["number"], "default")
    qtbot.waitUntil(lambda: bool(office.wanted), timeout=3000)
    assert office.wanted == [("list",)]
