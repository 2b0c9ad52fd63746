"""A start in the tray: nothing but the tray until something is needed, then exactly that."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clientdesk import cli
from clientdesk.models.enums import Layer, RhythmKind
from clientdesk.models.errors import StoreForeign, StoreFull
from clientdesk.services.door import WorkspaceDoor
from clientdesk.services.preferences import Preferences
from clientdesk.services.reminders import ReminderService
from clientdesk.services.workspace import Workspace, open_workspace
from clientdesk.ui import desk as desk_module
from clientdesk.ui import sleep_watch
from clientdesk.ui.capture_window import CaptureWindow
from clientdesk.ui.close_sheet import CloseSheet
from clientdesk.ui.desk import Desk
from clientdesk.ui.global_shortcut import GlobalShortcut
from clientdesk.ui.hidden_watch import EVERY_MS, HiddenWatch
from clientdesk.ui.single_instance import ask_to_capture
from clientdesk.ui.theme import Theme
from clientdesk.ui.tray import TrayController
from clientdesk.ui.tray_icon import TrayLook
from clientdesk.ui.window_keeper import WindowKeeper
from tests.helpers.fakes import FakeNotifier, FixedClock
from tests.helpers.private_bus import LoginManager, private_bus

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 10, 12, 10, 0, tzinfo=PARIS)
FRIDAY_NINE = datetime(2026, 10, 16, 9, 0, tzinfo=PARIS)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Birch is promised a word every Friday, and it is Monday; Acme has been owed one since Friday, and was told of."""
    root = tmp_path_factory.mktemp("made") / "workspace"
    clock = FixedClock(datetime(2026, 9, 28, 10, 0, tzinfo=PARIS))
    workspace = open_workspace(root, clock, Preferences(root / "unused.json"))
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    for name, since in (("Birch & Co", date(2026, 10, 16)), ("Acme", date(2026, 10, 9))):
        client = workspace.clients.add(name)
        for rhythm in workspace.rhythms.of_client(client):
            workspace.rhythms.remove(rhythm.rhythm_id)
        workspace.rhythms.add(Layer.CLIENT, client, kind=RhythmKind.UPDATE, weekday=4, starts_on=since)
    clock.set(MONDAY)
    announce_what_is_due(workspace)
    workspace.close(back_up=False)
    return root


@pytest.fixture
def door(tmp_path: Path, clock: FixedClock, made_once: Path) -> Iterator[WorkspaceDoor]:
    shutil.copytree(made_once, tmp_path / "workspace")
    made = WorkspaceDoor(tmp_path / "workspace", clock, Preferences(tmp_path / "preferences.json"))
    made.acquire()
    yield made
    made.release()


def announce_what_is_due(workspace: Workspace) -> None:
    """As a run before this one did."""
    notifier = FakeNotifier()
    notifier.on_shown(workspace.reminders.settle)
    workspace.reminders.announce(notifier)


@pytest.fixture
def tray(qtbot: QtBot) -> Iterator[TrayController]:
    made = TrayController()
    yield made
    made.stop()


@pytest.fixture
def watch(door: WorkspaceDoor, tray: TrayController) -> Iterator[HiddenWatch]:
    made = HiddenWatch(door, tray)
    yield made
    made.stop()


def test_the_tray_says_who_is_due(watch: HiddenWatch, tray: TrayController) -> None:
    watch.start()
    assert tray.tooltip() == "ClientDesk: 1 client is owed a word"
    assert [action.text() for action in tray.due_menu.actions()] == ["Acme"]
    assert tray.quiet_action.text() == "Quiet hours: from 19:00"
    assert watch.wait_ms() > EVERY_MS - 2_000


def test_the_workspace_is_wanted_a_minute_before_something_falls_due(
    watch: HiddenWatch, clock: FixedClock, qtbot: QtBot
) -> None:
    clock.set(FRIDAY_NINE - timedelta(minutes=3))
    with qtbot.assertNotEmitted(watch.workspace_wanted):
        watch.start()
    assert 119_000 < watch.wait_ms() < 122_000
    clock.set(FRIDAY_NINE - timedelta(seconds=59))
    with qtbot.waitSignal(watch.workspace_wanted):
        watch.look()
    assert watch.wait_ms() == -1


def test_a_doubted_clock_is_said_in_the_tray(
    watch: HiddenWatch, tray: TrayController, clock: FixedClock
) -> None:
    clock.set(FRIDAY_NINE - timedelta(days=400))
    watch.start()
    assert "until this computer's clock is right" in tray.tooltip()
    assert tray.look_shown() is TrayLook.PAUSED
    clock.set(FRIDAY_NINE - timedelta(hours=3))
    watch.look()
    assert tray.look_shown() is not TrayLook.PAUSED


def test_a_clock_set_forward_is_noticed_at_the_next_look(
    watch: HiddenWatch, clock: FixedClock, qtbot: QtBot
) -> None:
    watch.start()
    clock.set(FRIDAY_NINE + timedelta(hours=1))
    with qtbot.waitSignal(watch.workspace_wanted):
        watch.look()


def test_each_look_at_the_clock_finds_a_system_bus_that_came_late(
    watch: HiddenWatch, clock: FixedClock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sleep_watch, "RETRY_AFTER_MS", 0)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    watch.start()
    with private_bus() as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        watch.look()
        login = LoginManager(address)
        clock.set(FRIDAY_NINE)
        with qtbot.waitSignal(watch.workspace_wanted):
            login.say(is_going_to_sleep=False)
        login.close()


def test_a_store_that_cannot_be_read_is_left_to_the_opening(
    watch: HiddenWatch, door: WorkspaceDoor, qtbot: QtBot
) -> None:
    door.folder.store.write_bytes(b"somebody's letter, kept here by mistake" * 20)
    with qtbot.waitSignal(watch.workspace_wanted):
        watch.start()


def test_a_look_that_fails_is_followed_by_the_opening(
    watch: HiddenWatch, door: WorkspaceDoor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look() -> None:
        raise ZoneInfoNotFoundError("No time zone found with key Nowhere/Land")

    monkeypatch.setattr(door, "hidden_look", look)
    with qtbot.waitSignal(watch.workspace_wanted):
        watch.start()


def test_a_practice_that_is_not_set_up_needs_the_workspace(
    tmp_path: Path, clock: FixedClock, tray: TrayController, qtbot: QtBot
) -> None:
    empty = WorkspaceDoor(tmp_path / "empty", clock, Preferences(tmp_path / "preferences.json"))
    watch = HiddenWatch(empty, tray)
    with qtbot.waitSignal(watch.workspace_wanted):
        watch.start()
    assert watch.wait_ms() == -1


# The whole program.


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Each time the look is wanted; the sheet itself would cost seconds and stay with the tests that follow."""
    wanted: list[object] = []
    monkeypatch.setattr(WindowKeeper, "prepare_look", lambda keeper: wanted.append(keeper))
    return wanted


@pytest.fixture
def desk(
    qtbot: QtBot,
    qapp: QApplication,
    door: WorkspaceDoor,
    tmp_path: Path,
    looks: list[object],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:
    # A socket's path must be short.
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("r")))
    made = Desk(qapp, door, door.preferences, Theme(tmp_path / "cache"))
    yield made
    window = made._keeper.built()
    if window is not None:
        window.may_close = True
    made.shut_down()
    if window is not None:
        window.close()


@pytest.fixture
def hidden(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Started in a tray that works."""
    monkeypatch.setattr(desk.tray, "is_available", lambda: True)
    desk.start(hidden=True)
    return desk


def has_window(desk: Desk) -> bool:
    return desk._keeper.built() is not None


def is_open(desk: Desk) -> bool:
    return desk._holder.workspace is not None


def test_hidden_there_is_neither_window_nor_workspace(hidden: Desk, qtbot: QtBot) -> None:
    qtbot.wait(50)
    assert not has_window(hidden)
    assert not is_open(hidden)
    assert hidden.tray.tooltip() == "ClientDesk: 1 client is owed a word"


def test_a_click_on_the_icon_opens_the_window_with_today(hidden: Desk, qtbot: QtBot) -> None:
    hidden.tray.open_requested.emit()
    assert hidden.window.isVisible()
    qtbot.waitUntil(lambda: hidden.window.workspace is not None, timeout=15_000)
    assert "word" in hidden.window.today_panel.sentence_label.text()
    assert hidden._hidden is None


def test_a_client_of_the_menu_is_shown_as_soon_as_the_workspace_is_open(hidden: Desk, qtbot: QtBot) -> None:
    hidden.tray.due_menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: is_open(hidden) and hidden.window.current_place() == "clients", timeout=15_000)
    assert hidden.window.isVisible()


@pytest.mark.parametrize(("ask", "place"), [("plan_week", "week"), ("settings", "settings")])
def test_places_of_the_menu_open(hidden: Desk, qtbot: QtBot, ask: str, place: str) -> None:
    getattr(hidden.tray, f"{ask}_requested").emit()
    qtbot.waitUntil(lambda: is_open(hidden) and hidden.window.current_place() == place, timeout=15_000)


def capture_of(desk: Desk) -> CaptureWindow | None:
    return next(
        (w for w in QApplication.topLevelWidgets() if isinstance(w, CaptureWindow) and w.isVisible()), None
    )


def test_log_update_opens_the_small_window_alone(hidden: Desk, looks: list[object], qtbot: QtBot) -> None:
    assert not looks
    hidden.tray.log_update_requested.emit()
    qtbot.waitUntil(lambda: capture_of(hidden) is not None, timeout=15_000)
    assert not has_window(hidden)
    assert looks


@pytest.mark.parametrize("client", ["acme", "ACME"])
def test_another_start_asks_for_the_small_window_by_name(
    hidden: Desk, door: WorkspaceDoor, qtbot: QtBot, client: str
) -> None:
    import threading

    answers: list[bool] = []
    thread = threading.Thread(target=lambda: answers.append(ask_to_capture(door.folder.root, client)))
    thread.start()
    qtbot.waitUntil(lambda: capture_of(hidden) is not None, timeout=15_000)
    thread.join(5)
    assert answers == [True]
    window = capture_of(hidden)
    assert window is not None
    assert window.form.client_name() == "Acme"


def test_a_name_of_nobody_leaves_the_choice(hidden: Desk, qtbot: QtBot) -> None:
    hidden.open_capture("Nobody of that name")
    qtbot.waitUntil(lambda: capture_of(hidden) is not None, timeout=15_000)
    window = capture_of(hidden)
    assert window is not None
    assert window.form.client_id() == ""


def test_the_small_window_hears_what_is_done_after_its_entry(hidden: Desk, qtbot: QtBot) -> None:
    hidden.open_capture("Acme")
    qtbot.waitUntil(lambda: capture_of(hidden) is not None, timeout=15_000)
    window, workspace = capture_of(hidden), hidden._holder.workspace
    assert window is not None
    assert workspace is not None
    window.form.text_edit.setPlainText("sent the slides")
    window.log()
    assert window.undo_button.isVisible()
    workspace.clients.add("Another")
    assert not window.undo_button.isVisible()


def test_a_click_on_a_word_about_a_paper_opens_the_papers(hidden: Desk, qtbot: QtBot) -> None:
    hidden.open_capture("Acme")
    qtbot.waitUntil(lambda: is_open(hidden), timeout=15_000)
    reminders = hidden._tools._reminders
    assert reminders is not None
    reminders.paper_wanted.emit("one that is gone by now")
    assert hidden.window.isVisible()
    assert hidden.window.current_place() == "papers"


def test_keys_that_work_anywhere_are_taken_once_and_open_the_small_window(
    desk: Desk, door: WorkspaceDoor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[GlobalShortcut] = []
    forward: list[object] = []
    monkeypatch.setattr(GlobalShortcut, "start", lambda keys: started.append(keys))
    monkeypatch.setattr(GlobalShortcut, "bring_forward", lambda _, window: forward.append(window))
    monkeypatch.setattr(desk.tray, "is_available", lambda: True)
    door.preferences.set("capture_keys", "Ctrl+Alt+L")
    desk.start(hidden=True)
    (shortcut,) = started
    shortcut.activated.emit()
    qtbot.waitUntil(lambda: capture_of(desk) is not None, timeout=15_000)
    assert forward == [capture_of(desk)]
    assert not has_window(desk)


def test_a_window_that_was_made_late_asks_once_when_it_is_closed(
    hidden: Desk, door: WorkspaceDoor, qtbot: QtBot
) -> None:
    hidden.raise_window()
    hidden.window.close()
    sheet = hidden.window.findChild(CloseSheet)
    assert hidden.window.isVisible()
    sheet.keep_button.click()
    assert not hidden.window.isVisible()
    assert door.preferences.get("close_to_tray") == "keep"
    qtbot.waitUntil(lambda: is_open(hidden), timeout=15_000)


def test_pausing_needs_no_window(hidden: Desk, qtbot: QtBot) -> None:
    hidden.tray.pause_requested.emit("hour")
    qtbot.waitUntil(lambda: "paused until" in hidden.tray.tooltip(), timeout=15_000)
    assert not has_window(hidden)


def test_shortly_before_the_moment_reminders_take_over_without_a_window(
    hidden: Desk, clock: FixedClock, qtbot: QtBot
) -> None:
    assert hidden._hidden is not None
    clock.set(FRIDAY_NINE - timedelta(seconds=30))
    hidden._hidden.look()
    qtbot.waitUntil(lambda: is_open(hidden), timeout=15_000)
    assert not has_window(hidden)
    clock.set(FRIDAY_NINE + timedelta(seconds=1))
    assert hidden._tools._reminders is not None
    hidden._tools._reminders.recompute()
    qtbot.waitUntil(lambda: "2 clients" in hidden.tray.tooltip(), timeout=15_000)
    assert not has_window(hidden)
    hidden.raise_window()
    assert hidden.window.workspace is not None
    assert hidden.window.isVisible()


def test_a_window_made_late_shows_what_waited_for_it(hidden: Desk, clock: FixedClock, qtbot: QtBot) -> None:
    """Off-screen no notification service works: the notice is kept for the window."""
    assert hidden._hidden is not None
    clock.set(FRIDAY_NINE + timedelta(seconds=1))
    hidden._hidden.look()
    qtbot.waitUntil(lambda: bool(hidden._keeper.notices().notice_ids()), timeout=15_000)
    assert not has_window(hidden)
    assert not any(widget.isVisible() for widget in QApplication.topLevelWidgets())
    hidden.raise_window()
    (banner,) = hidden.window.notices.banners()
    assert "Birch" in banner.title_label.text() + banner.body_label.text()
    assert banner.isVisible()


def test_without_a_tray_the_window_shows_after_a_while(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "TRAY_PATIENCE_MS", 50)
    desk.start(hidden=True)
    assert not has_window(desk)
    qtbot.waitUntil(lambda: has_window(desk) and desk.window.isVisible())
    qtbot.waitUntil(lambda: desk.window.workspace is not None, timeout=15_000)


def test_a_tray_that_comes_in_time_keeps_it_hidden(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "TRAY_PATIENCE_MS", 80)
    desk.start(hidden=True)
    monkeypatch.setattr(desk.tray, "is_available", lambda: True)
    desk.tray.availability_changed.emit(True)
    assert desk.tray.tooltip() == "ClientDesk: 1 client is owed a word"
    qtbot.wait(150)
    assert not has_window(desk)


def test_without_a_tray_icon_hidden_means_shown(desk: Desk, door: WorkspaceDoor, qtbot: QtBot) -> None:
    door.preferences.set("tray_icon", value=False)
    desk.start(hidden=True)
    assert desk.window.isVisible()


def test_a_store_that_cannot_be_opened_is_said_in_the_window(
    desk: Desk, door: WorkspaceDoor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.folder.store.write_bytes(b"somebody's letter, kept here by mistake" * 20)
    monkeypatch.setattr(desk.tray, "is_available", lambda: True)
    desk.start(hidden=True)
    qtbot.waitUntil(lambda: has_window(desk) and desk.window.isVisible(), timeout=15_000)
    assert type(desk.window.stack.currentWidget()).__name__ == "StartScreen"


def test_a_window_that_says_why_comes_back_when_something_is_asked_for(
    desk: Desk, door: WorkspaceDoor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.folder.store.write_bytes(b"somebody's letter, kept here by mistake" * 20)
    monkeypatch.setattr(desk.tray, "is_available", lambda: True)
    desk.start(hidden=True)
    qtbot.waitUntil(lambda: has_window(desk) and desk.window.isVisible(), timeout=15_000)
    desk._keeper.hide()
    desk.open_capture("Birch & Co")
    assert desk.window.isVisible()


def test_a_backup_that_cannot_be_restored_is_said_in_the_window_that_stays(
    hidden: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    hidden.raise_window()
    qtbot.waitUntil(lambda: is_open(hidden), timeout=15_000)
    backup = tmp_path / "backup.sqlite3"
    backup.write_bytes(b"somebody's letter, kept here by mistake" * 20)
    hidden._restore_closed(backup)
    qtbot.waitUntil(lambda: is_open(hidden), timeout=15_000)
    (banner,) = hidden.window.banners.banners()
    assert banner.text() == hidden._words(StoreForeign(backup))


def test_a_workspace_left_while_it_was_opening_is_not_taken_for_the_next_one(
    hidden: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    hidden._open_fully()
    own = hidden._holder.door.folder.root
    hidden.switch_to(tmp_path / "other")
    hidden.switch_to(own)
    qtbot.waitUntil(lambda: is_open(hidden) and not hidden._background.is_busy, timeout=15_000)
    assert hidden._holder.workspace is not None
    assert hidden._holder.workspace.folder.root == own


def test_a_full_disk_at_the_start_is_said_and_reminders_go_on(
    hidden: Desk, door: WorkspaceDoor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def recover(_: object) -> int:
        raise StoreFull(door.folder.store)

    monkeypatch.setattr(ReminderService, "recover", recover)
    hidden.raise_window()
    qtbot.waitUntil(lambda: is_open(hidden), timeout=15_000)
    assert hidden._tools._reminders is not None
    assert hidden._tools._reminders._timer.wait_ms() >= 0
    assert hidden._tools._calendars is not None
    (banner,) = hidden.window.banners.banners()
    assert banner.text() == hidden._words(StoreFull(door.folder.store))


# Nothing wakes up for nothing.


def active_timers(desk: Desk) -> list[str]:
    """What will wake the process by itself, by its owner."""
    roots = [desk, QApplication.instance(), *QApplication.topLevelWidgets()]
    timers = {timer for root in roots for timer in root.findChildren(QTimer) if timer.isActive()}
    return sorted(type(timer.parent()).__name__ for timer in timers)


def test_hidden_only_the_look_every_five_minutes_has_a_timer(hidden: Desk, qtbot: QtBot) -> None:
    assert active_timers(hidden) == ["HiddenWatch"]


def test_closed_to_the_tray_only_the_reminders_have_a_timer(
    hidden: Desk, door: WorkspaceDoor, qtbot: QtBot
) -> None:
    door.preferences.set("close_to_tray", "keep")
    hidden.raise_window()
    qtbot.waitUntil(lambda: hidden.window.workspace is not None, timeout=15_000)
    for place in ("week", "timeline", "clients", "papers", "boundaries", "settings", "today"):
        hidden.window.show_place(place)
    birch = hidden._holder.workspace.clients.find("Birch & Co")[0]  # type: ignore[union-attr]
    hidden.window.open_client(birch)
    qtbot.waitUntil(lambda: not hidden._background.is_busy)
    hidden.window.close()
    assert not hidden.window.isVisible()
    qtbot.waitUntil(lambda: active_timers(hidden) == ["ReminderTimer"], timeout=15_000)


# The end.


def test_a_signal_ends_the_event_loop(hidden: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    quits: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda *_: quits.append(True))
    signal.raise_signal(signal.SIGTERM)
    qtbot.waitUntil(lambda: quits == [True])


def test_ctrl_c_before_the_event_loop_ends_the_process_and_one_that_is_ignored_stays_so() -> None:
    before = signal.getsignal(signal.SIGINT)
    try:
        for found, left in (
            (signal.default_int_handler, signal.SIG_DFL),
            (signal.SIG_IGN, signal.SIG_IGN),
        ):
            signal.signal(signal.SIGINT, found)
            cli._end_at_once_by_keys()
            assert signal.getsignal(signal.SIGINT) is left
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_session_that_ends_closes_without_a_question_and_one_that_stays_asks_again(
    hidden: Desk,
) -> None:
    assert not hidden.window.may_close
    hidden._session.ending_changed.emit(True)
    assert hidden.window.may_close
    hidden._session.ending_changed.emit(False)
    assert not hidden.window.may_close


def test_what_is_said_before_there_is_a_window_stands_in_it(hidden: Desk, qtbot: QtBot) -> None:
    hidden._messages.banner("The disk is full.", kind="error", key="error")
    hidden._messages.banner("Gone again.", key="gone")
    hidden._messages.clear_banner("gone")
    hidden.raise_window()
    assert [banner.text() for banner in hidden.window.banners.banners()] == ["The disk is full."]


def banners_of(desk: Desk) -> list[str]:
    return [banner.text() for banner in desk.window.banners.banners()]


def test_failures_without_a_window_stand_in_the_next_one_whatever_worked_since(
    hidden: Desk, door: WorkspaceDoor, qtbot: QtBot
) -> None:
    full, gone = StoreFull(door.folder.store), StoreForeign(door.folder.store)
    said = []
    for problem in (full, gone, full):
        hidden._messages.error(problem)
        said.append(f"While the window was closed: {hidden._messages.words(problem)}")
    with hidden._messages.reporting():
        pass
    hidden.raise_window()
    assert banners_of(hidden) == said[:2]
    # The same with a window that was closed to the tray.
    for banner in hidden.window.banners.banners():
        banner.close_button.click()
    hidden._keeper.hide()
    hidden._messages.error(gone)
    with hidden._messages.reporting():
        pass
    hidden.raise_window()
    assert banners_of(hidden) == [said[1]]
    # What is said in a window that is seen goes when the next thing works, as ever.
    hidden._messages.error(full)
    with hidden._messages.reporting():
        pass
    assert banners_of(hidden) == [said[1]]


def test_a_word_logged_in_the_tray_is_asked_about_in_the_next_window(
    hidden: Desk, clock: FixedClock, qtbot: QtBot
) -> None:
    hidden._open_fully()
    qtbot.waitUntil(lambda: is_open(hidden), timeout=15_000)
    workspace = hidden._holder.workspace
    assert workspace is not None
    (acme,) = workspace.clients.find("Acme")
    workspace.requests.receive(acme, "Which format?")
    clock.advance(minutes=30)
    (notice,) = [view for view in workspace.reminders.unanswered() if view.client == "Acme"]
    assert hidden._tools._reminders is not None
    hidden._tools._reminders._on_action(notice.notice_id, "told")
    assert not has_window(hidden)
    hidden.raise_window()
    asked = "Acme waits for an answer to “Which format?”. Was that it?"
    qtbot.waitUntil(lambda: asked in banners_of(hidden), timeout=5_000)
