"""The window: places, menus, undo with its label, back and forward, sidebar, the desk that opens and closes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import NoticeTopic, TouchKind
from clientdesk.services.demo import make_demo
from clientdesk.services.door import WorkspaceDoor
from clientdesk.services.notice_items import Item
from clientdesk.services.notice_log import NoticeLog
from clientdesk.services.preferences import Preferences
from clientdesk.services.workspace import Workspace
from clientdesk.ui.actions import ACTIONS, FOOT, PLACES
from clientdesk.ui.background import Background
from clientdesk.ui.capture_window import CaptureWindow
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.close_sheet import CloseSheet
from clientdesk.ui.desk import Desk
from clientdesk.ui.main_window import MainWindow, first_size
from clientdesk.ui.messages import Messages
from clientdesk.ui.start_screen import StartScreen
from clientdesk.ui.theme import Theme
from clientdesk.ui.widgets.toast import ToastOverlay
from clientdesk.ui.window_keeper import WindowKeeper
from tests.helpers.fakes import FixedClock


@pytest.fixture
def window(qtbot: QtBot, demo: Workspace, tmp_path: Path) -> Iterator[MainWindow]:
    """A window on the demo."""
    background = Background()
    made = MainWindow(Messages(str), Theme(tmp_path / "cache"), demo.preferences, background)
    qtbot.addWidget(made)
    relay = ChangeRelay(made)
    demo.store.subscribe(relay.publish)
    relay.changed.connect(made.on_changed)
    made.attach(demo)
    made.show()
    yield made
    made.may_close = True
    background.shutdown()


def action(window: MainWindow, key: str) -> QAction:
    found = window.findChild(QAction, f"action_{key}")
    assert found is not None, key
    return found


@pytest.mark.parametrize("key", [place[0] for place in (*PLACES, *FOOT)])
def test_every_place_opens_and_is_titled(window: MainWindow, key: str) -> None:
    window.show_place(key)
    assert window.current_place() == key
    assert window.sidebar.current() == key
    assert window.windowTitle().endswith("– ClientDesk")


@pytest.mark.parametrize("key", [place[0] for place in (*PLACES, *FOOT)])
def test_everything_that_can_be_used_has_a_name(window: MainWindow, key: str) -> None:
    window.show_place(key)
    page = window.stack.currentWidget()
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
    unnamed = [
        f"{type(widget).__name__} {widget.objectName()}"
        for kind in kinds
        for widget in page.findChildren(kind)
        if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not _name(widget)
    ]
    assert unnamed == []


def _name(widget: object) -> str:
    text = getattr(widget, "text", None)
    own = widget.accessibleName()  # type: ignore[attr-defined]
    return own or (text() if isinstance(widget, QAbstractButton) and text is not None else "")


def test_every_action_has_a_slot(window: MainWindow) -> None:
    for spec in ACTIONS:
        assert not spec.slot or callable(getattr(window, spec.slot)), spec.key


def test_undo_carries_the_steps_label(window: MainWindow, demo: Workspace) -> None:
    assert not action(window, "undo").isEnabled()
    client = demo.clients.add("New one")
    assert action(window, "undo").text() == f"Undo: {demo.store.undo_label}"
    action(window, "undo").trigger()
    assert client not in {view.client_id for view in demo.check_ins.statuses()}
    assert action(window, "redo").isEnabled()
    action(window, "redo").trigger()
    assert client in {view.client_id for view in demo.check_ins.statuses()}


def test_back_and_forward_walk_places_and_clients(window: MainWindow, demo: Workspace) -> None:
    client = demo.clients.find("Birch & Co")[0]
    window.show_place("week")
    window.open_client(client)
    window.show_place("timeline")
    window.go_back()
    assert window.current_place() == "clients"
    window.go_back()
    assert window.current_place() == "week"
    window.go_forward()
    assert window.current_place() == "clients"


@pytest.mark.parametrize("key", [place[0] for place in (*PLACES, *FOOT)])
def test_the_keyboard_goes_with_the_place(window: MainWindow, key: str, qtbot: QtBot) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    window.sidebar.take_focus()
    action(window, f"place_{key}" if key != "settings" else "settings_place").trigger()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert window.stack.currentWidget().isAncestorOf(focused), focused


def test_f6_walks_sidebar_page_and_toast_both_ways(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    window.show_place("week")
    window.messages.toast("Saved", undo=lambda: None)

    def pane() -> str:
        focused = QApplication.focusWidget()
        if window.sidebar.isAncestorOf(focused):
            return "sidebar"
        return "page" if window.stack.isAncestorOf(focused) else "toast"

    seen = [pane()]
    for _ in range(3):
        action(window, "next_pane").trigger()
        seen.append(pane())
    assert seen == ["page", "toast", "sidebar", "page"]
    window.previous_pane()
    assert pane() == "sidebar"


def test_a_toast_takes_back_its_own_step_or_nothing(window: MainWindow, demo: Workspace) -> None:
    messages, store = window.messages, demo.store
    toast = window.findChild(ToastOverlay)

    def add(name: str) -> str:
        added = demo.clients.add(name)
        messages.toast(f"Added {name}.", store.undo)
        return added

    add("Alder")
    alone = demo.clients.add("Birch")
    assert toast.text() == "Added Alder."
    assert not toast.undo_button.isVisible(), "it would take Birch away"
    last = add("Cedar")
    item = Item(NoticeTopic.CHECK_IN, last, "Cedar", (("an occasion", demo.clock.now()),), "Due")
    notices = NoticeLog(store, demo.clock)
    assert notices.add("notice", [item])
    assert toast.undo_button.isVisible(), "what stands beside undo doesn't matter"
    toast.undo_button.click()
    names = {line.client_id for line in demo.clients.list_active()}
    assert alone in names
    assert last not in names
    add("Elm")
    store.undo()
    assert not toast.undo_button.isVisible(), "taken back already"


def test_what_a_page_cannot_do_is_grey(window: MainWindow) -> None:
    window.show_place("today")
    assert not any(action(window, key).isEnabled() for key in ("print", "export_pdf", "drawer", "find"))
    window.show_place("papers")
    assert all(action(window, key).isEnabled() for key in ("print", "export_pdf", "drawer", "find"))
    assert action(window, "back").isEnabled()
    assert not action(window, "forward").isEnabled()
    window.go_back()
    assert action(window, "forward").isEnabled()


def test_the_sidebar_lists_clients_and_counts_what_waits(window: MainWindow) -> None:
    assert window.sidebar.button("timeline").accessibleDescription() == "dates at risk"
    assert window.findChild(QAbstractButton, "sidebar") is None
    names = [b.accessibleName() for b in window.sidebar.findChildren(QAbstractButton) if b.isVisible()]
    assert "Harbor & Pine Coffee Roasters" in names


def test_log_update_from_anywhere(window: MainWindow, demo: Workspace, qtbot: QtBot) -> None:
    client = demo.clients.find("Birch & Co")[0]
    before = len(demo.touchpoints.stream(client))
    window.show_place("week")
    window.log_update()
    dialog = window.findChild(CaptureWindow)
    assert dialog is not None
    dialog.form.client_combo.setEditText("Birch")
    dialog.form.text_edit.setPlainText("> Draft is on its way")
    QTest.mouseClick(dialog.log_button, Qt.MouseButton.LeftButton)
    stream = demo.touchpoints.stream(client)
    assert len(stream) == before + 1
    assert stream[0].text == "Draft is on its way"


def test_three_letters_and_tab_log_an_update_without_a_sign(
    window: MainWindow, demo: Workspace, qtbot: QtBot
) -> None:
    client = demo.clients.find("Birch & Co")[0]
    window.log_update()
    dialog = window.findChild(CaptureWindow)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    QTest.keyClicks(dialog.form.client_combo, "irc")
    dialog.form.client_combo.lineEdit().editingFinished.emit()
    assert dialog.form.client_combo.currentText() == "Birch & Co"
    assert dialog.form.kinds.kind() is TouchKind.UPDATE
    QTest.keyClicks(dialog.form.text_edit, "The draft is late")
    QTest.keyClick(dialog.form.text_edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    newest = demo.touchpoints.stream(client)[0]
    assert (newest.kind, newest.text) == (TouchKind.UPDATE, "The draft is late")
    assert not dialog.isVisible()


def test_log_update_says_that_no_client_was_chosen(window: MainWindow, demo: Workspace) -> None:
    step = demo.store.undo_label
    window.log_update()
    dialog = window.findChild(CaptureWindow)
    dialog.form.text_edit.setPlainText("Something")
    dialog.log_button.click()
    assert "Which client?" in dialog.form.client_problem.text()
    dialog.form.client_combo.setEditText("o")
    assert dialog.form.client_problem.isHidden()
    dialog.log_button.click()
    assert "more than one" in dialog.form.client_problem.text()
    assert dialog.isVisible()
    assert demo.store.undo_label == step


def test_the_sidebar_folds_and_remembers(window: MainWindow, demo: Workspace) -> None:
    window.toggle_sidebar()
    assert window.sidebar.is_collapsed()
    assert demo.preferences.get("sidebar_folded") is True


def test_help_opens(window: MainWindow) -> None:
    for key in ("guide", "keys", "about"):
        action(window, key).trigger()
        top = QApplication.activeModalWidget() or window.findChildren(type(window))
        assert top is not None
    for dialog in window.findChildren(QApplication.activeModalWidget().__class__):
        dialog.close()


@pytest.fixture
def door(tmp_path: Path, clock: FixedClock) -> WorkspaceDoor:
    preferences = Preferences(tmp_path / "preferences.json")
    made = WorkspaceDoor(tmp_path / "workspace", clock, preferences)
    made.acquire()
    return made


@pytest.fixture
def desk(
    qtbot: QtBot, qapp: QApplication, door: WorkspaceDoor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    # The style sheet of the whole application costs seconds and would stay with the tests that follow.
    monkeypatch.setattr(WindowKeeper, "prepare_look", lambda _: None)
    made = Desk(qapp, door, door.preferences, Theme(tmp_path / "cache"))
    yield made
    made.window.may_close = True
    made.shut_down()
    made.window.close()


def test_a_new_workspace_begins_with_the_first_run(desk: Desk, qtbot: QtBot) -> None:
    desk.start()
    qtbot.waitUntil(
        lambda: type(desk.window.stack.currentWidget()).__name__ == "FirstRunPage", timeout=15_000
    )
    window = desk.window
    assert not window.sidebar.isEnabled()
    assert window.sidebar.current() == ""
    assert window.windowTitle() == "Welcome – ClientDesk"
    welcome = window.stack.currentWidget()
    for key in ("new_client", "import", "log_update", "place_week", "settings_place", "undo"):
        assert not action(window, key).isEnabled(), key
    window.new_client()
    window.open_settings()
    assert window.stack.currentWidget() is welcome
    assert action(window, "demo").isEnabled()


def test_after_the_first_run_every_place_opens(desk: Desk, qtbot: QtBot) -> None:
    desk.start()
    window = desk.window
    qtbot.waitUntil(lambda: type(window.stack.currentWidget()).__name__ == "FirstRunPage", timeout=15_000)
    assert window.workspace is not None
    window.workspace.practice.set_up(name="Ada", zone="Europe/Paris", currency="EUR")
    window.stack.currentWidget().finished.emit("intake")
    assert window.windowTitle() == "My clients in ten minutes – ClientDesk"
    assert window.sidebar.isEnabled()
    action(window, "place_week").trigger()
    assert window.current_place() == "week"
    window.go_back()
    assert window.current_place() == "intake"


def test_the_demo_workspace_says_what_it_is(desk: Desk, door: WorkspaceDoor, qtbot: QtBot) -> None:
    workspace = door.open()
    make_demo(workspace)
    workspace.close(back_up=False)
    desk.start()
    qtbot.waitUntil(lambda: bool(desk.window.banners.banners()), timeout=15_000)
    assert "demo data" in desk.window.banners.banners()[0].text()
    assert "clients know where they stand" in desk.window.today_panel.sentence_label.text()


def test_a_look_at_the_clock_makes_the_backup_of_the_day(
    desk: Desk, door: WorkspaceDoor, qtbot: QtBot
) -> None:
    workspace = door.open()
    make_demo(workspace)
    workspace.close(back_up=False)
    desk.start()
    qtbot.waitUntil(lambda: desk.window.workspace is not None, timeout=15_000)
    opened = desk.window.workspace
    assert opened is not None
    opened.clients.add("Larch Ltd")
    desk._tools.ticked.emit()
    qtbot.waitUntil(lambda: len(opened.list_backups()) == 1, timeout=15_000)
    opened.clients.add("Maple Ltd")
    desk._tools.ticked.emit()
    qtbot.waitUntil(lambda: not desk._background.is_busy, timeout=15_000)
    assert len(opened.list_backups()) == 1
    assert opened.list_backups()[0].reason == "daily"


def test_a_foreign_file_is_said_and_untouched(desk: Desk, door: WorkspaceDoor, qtbot: QtBot) -> None:
    door.folder.store.write_bytes(b"somebody's letter, kept here by mistake" * 20)
    before = door.folder.store.read_bytes()
    desk.start()
    qtbot.waitUntil(lambda: isinstance(desk.window.stack.currentWidget(), StartScreen), timeout=15_000)
    screen = desk.window.stack.currentWidget()
    assert "isn't a ClientDesk store" in screen.words_label.text()
    assert door.folder.store.read_bytes() == before


def test_a_damaged_store_offers_its_newest_backup_and_restores_it(
    desk: Desk, door: WorkspaceDoor, qtbot: QtBot
) -> None:
    workspace = door.open()
    make_demo(workspace)
    workspace.back_up()
    workspace.close(back_up=False)
    data = bytearray(door.folder.store.read_bytes())
    data[4096 : 4096 * 8] = b"\xa5" * (4096 * 7)
    door.folder.store.write_bytes(bytes(data))
    desk.start()
    qtbot.waitUntil(lambda: isinstance(desk.window.stack.currentWidget(), StartScreen), timeout=15_000)
    screen = desk.window.stack.currentWidget()
    QTest.mouseClick(screen.restore_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.window.workspace is not None, timeout=15_000)
    assert len(desk.window.workspace.check_ins.statuses()) == 8


def test_closing_without_a_tray_says_so_once_then_quits(
    desk: Desk, door: WorkspaceDoor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    quits: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda *_: quits.append(True))
    desk.start()
    desk.window.close()
    assert desk.window.isVisible(), "never hidden without a way back"
    assert any("no tray" in banner.text() for banner in desk.window.banners.banners())
    desk.window.close()
    assert quits == [True]


def test_closing_with_a_tray_asks_once_and_keeps_the_answer(
    desk: Desk, door: WorkspaceDoor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.tray, "is_available", lambda: True)
    desk.start()
    desk.window.close()
    sheet = desk.window.findChild(CloseSheet)
    assert sheet is not None
    QTest.mouseClick(sheet.keep_button, Qt.MouseButton.LeftButton)
    assert not desk.window.isVisible()
    assert door.preferences.get("close_to_tray") == "keep"
    desk.raise_window()
    desk.window.close()
    assert not desk.window.isVisible()


def test_the_window_comes_back_when_the_tray_dies(
    desk: Desk, door: WorkspaceDoor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.tray, "is_available", lambda: True)
    door.preferences.set("close_to_tray", "keep")
    desk.start()
    desk.window.close()
    assert not desk.window.isVisible()
    monkeypatch.setattr("clientdesk.ui.desk.TRAY_GONE_MS", 50)
    desk.tray.availability_changed.emit(False)
    with qtbot.assertNotEmitted(desk.window.shown_changed, wait=150):
        pass  # a panel that was only started anew is back by now
    monkeypatch.setattr(desk.tray, "is_available", lambda: False)
    desk.tray.availability_changed.emit(False)
    qtbot.waitUntil(desk.window.isVisible)


def test_size_and_place_are_remembered(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    background = Background()
    first = MainWindow(Messages(str), Theme(tmp_path), workspace.preferences, background, settings)
    qtbot.addWidget(first)
    first.resize(1024, 700)
    first.show()
    first.save_geometry()
    first.may_close = True
    first.close()
    second = MainWindow(Messages(str), Theme(tmp_path), workspace.preferences, background, settings)
    qtbot.addWidget(second)
    assert (second.width(), second.height()) == (1024, 700)
    second.may_close = True
    background.shutdown()


@pytest.mark.parametrize(
    ("screen", "size"),
    [
        ((1920, 1080), (1360, 860)),
        ((1280, 800), (1272, 760)),
        ((1440, 868), (1360, 828)),
        ((800, 600), (1360, 860)),
    ],
)
def test_the_first_window_stays_on_its_screen(screen: tuple[int, int], size: tuple[int, int]) -> None:
    assert first_size(QSize(*screen)).toTuple() == size
