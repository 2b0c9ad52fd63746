"""The tray's menu, words and pictures; the rule of the close button."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMenu, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from clientdesk.ui.tray import DueClient, TrayController
from clientdesk.ui.tray_icon import ICON_SIZES, TrayLook, draw_icon
from clientdesk.ui.window_closing import CloseChoice, CloseDecision, CloseStep


@pytest.fixture
def tray(qtbot: QtBot) -> TrayController:
    return TrayController()


def texts(menu: QMenu) -> list[str]:
    return ["—" if action.isSeparator() else action.text() for action in menu.actions() if action.isVisible()]


def test_menu_says_everything_in_order(tray: TrayController) -> None:
    tray.set_due([DueClient("b", "Birch"), DueClient("c", "R & D")])
    tray.set_quiet("Quiet hours: on till 08:00")
    assert texts(tray.menu()) == [
        "Open ClientDesk",
        "Log update…",
        "Due: Birch, R && D (2)",
        "Plan week",
        "—",
        "Pause reminders",
        "Quiet hours: on till 08:00",
        "—",
        "Settings",
        "Quit",
    ]


def test_lines_without_content_are_left_out(tray: TrayController) -> None:
    assert "Quiet" not in " ".join(texts(tray.menu()))
    assert "Due" not in " ".join(texts(tray.menu()))
    assert not tray.due_menu.menuAction().isVisible()
    assert "Resume now" not in texts(tray.pause_menu)
    tray.set_paused("15:00")
    assert "Resume now" in texts(tray.pause_menu)


def test_many_due_clients_are_counted_and_all_listed_below(tray: TrayController) -> None:
    tray.set_due([DueClient(name, name) for name in ("Ash", "Birch", "Cedar", "Elm", "%1 (%2)")])
    assert tray.due_menu.title() == "Due: Ash, Birch, Cedar, … (5)"
    assert texts(tray.due_menu) == ["Ash", "Birch", "Cedar", "Elm", "%1 (%2)"]


def test_a_minute_of_the_timer_leaves_the_list_of_the_due_alone(tray: TrayController) -> None:
    tray.set_due([DueClient("b", "Birch"), DueClient("c", "Cedar")])
    listed = tray.due_menu.actions()
    tray.set_quiet("Quiet hours: on till 08:00")
    tray.set_timer("Acme · slides, 0:42")
    assert tray.due_menu.actions() == listed
    tray.set_due([])
    assert not tray.due_menu.menuAction().isVisible()


def test_client_in_the_menu_asks_for_that_client(qtbot: QtBot, tray: TrayController) -> None:
    tray.set_due([DueClient("b", "Birch"), DueClient("c", "Cedar")])
    with qtbot.waitSignal(tray.client_requested) as asked:
        tray.due_menu.actions()[1].trigger()
    assert asked.args == ["c"]


@pytest.mark.parametrize(
    "name", ["open", "log_update", "plan_week", "settings", "quit", "resume"], ids=lambda name: name
)
def test_each_entry_has_its_signal(qtbot: QtBot, tray: TrayController, name: str) -> None:
    tray.set_paused("15:00")
    with qtbot.waitSignal(getattr(tray, f"{name}_requested")):
        getattr(tray, f"{name}_action").trigger()


@pytest.mark.parametrize(("position", "pause"), [(0, "hour"), (1, "today"), (2, "monday")])
def test_pauses(qtbot: QtBot, tray: TrayController, position: int, pause: str) -> None:
    with qtbot.waitSignal(tray.pause_requested) as asked:
        tray.pause_menu.actions()[position].trigger()
    assert asked.args == [pause]


@pytest.mark.parametrize(
    ("due", "paused", "look", "words"),
    [
        ([], "", TrayLook.PLAIN, "ClientDesk: nobody is owed a word"),
        (["Birch"], "", TrayLook.DUE, "ClientDesk: 1 client is owed a word"),
        (["Birch", "Elm"], "", TrayLook.DUE, "ClientDesk: 2 clients are owed a word"),
        (["Birch"], "Monday", TrayLook.PAUSED, "ClientDesk: reminders paused until Monday"),
    ],
)
def test_look_and_words(
    tray: TrayController, due: list[str], paused: str, look: TrayLook, words: str
) -> None:
    tray.set_due([DueClient(name, name) for name in due])
    tray.set_paused(paused)
    assert tray.look_shown() is look
    assert tray.tooltip() == words


def test_the_timer_has_its_lines_and_words(qtbot: QtBot, tray: TrayController) -> None:
    assert "imer" not in " ".join(texts(tray.menu()))
    tray.set_due([DueClient("b", "Birch")])
    tray.set_timer("R & D · slides, 0:42", "Acme · audit")
    assert texts(tray.menu())[4:6] == ["Stop timer (R && D · slides, 0:42)", "Start timer for Acme · audit"]
    assert tray.tooltip() == "ClientDesk: 1 client is owed a word\nTimer: R & D · slides, 0:42"
    with qtbot.waitSignal(tray.timer_stop_requested):
        tray.timer_stop_action.trigger()
    with qtbot.waitSignal(tray.timer_start_requested):
        tray.timer_start_action.trigger()
    tray.set_timer("", "%1 · slides")
    assert texts(tray.menu())[4] == "Start timer for %1 · slides"
    assert tray.tooltip() == "ClientDesk: 1 client is owed a word"


def picture(look: TrayLook, size: int, is_timing: bool = False) -> QImage:
    return (
        draw_icon(look, is_timing)
        .pixmap(QSize(size, size))
        .toImage()
        .convertToFormat(QImage.Format.Format_ARGB32)
    )


@pytest.mark.parametrize("size", ICON_SIZES)
def test_looks_differ_by_shape_at_every_size(qtbot: QtBot, size: int) -> None:
    """Also without colour: enough pixels differ in lightness."""
    greys = {look: picture(look, size).convertToFormat(QImage.Format.Format_Grayscale8) for look in TrayLook}
    for one, other in (
        (TrayLook.PLAIN, TrayLook.DUE),
        (TrayLook.PLAIN, TrayLook.PAUSED),
        (TrayLook.DUE, TrayLook.PAUSED),
    ):
        differing = sum(
            abs((greys[one].pixel(x, y) & 255) - (greys[other].pixel(x, y) & 255)) > 40
            for x in range(size)
            for y in range(size)
        )
        assert differing >= size * size * 0.05


@pytest.mark.parametrize("size", ICON_SIZES)
@pytest.mark.parametrize("look", list(TrayLook))
def test_a_running_timer_is_seen_without_colour(qtbot: QtBot, look: TrayLook, size: int) -> None:
    plain, timing = (
        picture(look, size, is_timing).convertToFormat(QImage.Format.Format_Grayscale8)
        for is_timing in (False, True)
    )
    differing = sum(
        abs((plain.pixel(x, y) & 255) - (timing.pixel(x, y) & 255)) > 40
        for x in range(size)
        for y in range(size)
    )
    assert differing >= size * size * 0.05


def test_without_a_tray_nothing_is_shown(qtbot: QtBot, tray: TrayController) -> None:
    """The off-screen platform has none."""
    with qtbot.assertNotEmitted(tray.availability_changed, wait=50):
        tray.start()
    assert not tray.is_available()
    assert tray.icon_item() is None
    tray.stop()


class FakeHost:
    """A desktop whose tray comes and goes."""

    there = False


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> FakeHost:
    host = FakeHost()
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: host.there))
    return host


def test_a_tray_that_comes_and_goes_is_told(qtbot: QtBot, tray: TrayController, host: FakeHost) -> None:
    heard: list[bool] = []
    tray.availability_changed.connect(heard.append)
    tray.look()
    host.there = True
    tray.look()
    tray.look()
    assert tray.is_available()
    host.there = False
    assert not tray.is_available()
    tray.look()
    assert heard == [True, False]
    tray.stop()


@pytest.mark.parametrize(
    ("choice", "told", "has_tray", "step"),
    [
        (CloseChoice.ASK, False, True, CloseStep.ASK),
        (CloseChoice.KEEP, False, True, CloseStep.HIDE),
        (CloseChoice.QUIT, False, True, CloseStep.QUIT),
        (CloseChoice.KEEP, False, False, CloseStep.QUIT_WITH_NOTE),
        (CloseChoice.ASK, False, False, CloseStep.QUIT_WITH_NOTE),
        (CloseChoice.KEEP, True, False, CloseStep.QUIT),
        (CloseChoice.QUIT, False, False, CloseStep.QUIT),
    ],
)
def test_close_button(choice: CloseChoice, told: bool, has_tray: bool, step: CloseStep) -> None:
    assert CloseDecision(choice, told).step(has_tray=has_tray) is step


def test_the_panel_is_told_only_of_what_has_changed(
    qtbot: QtBot, tray: TrayController, host: FakeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each icon and tooltip goes over the bus to the panel, and wakes both."""
    host.there = True
    tray.look()
    told: list[str] = []
    for name in ("setIcon", "setToolTip"):
        monkeypatch.setattr(QSystemTrayIcon, name, lambda *_, name=name: told.append(name))
    tray.set_due([])
    tray.set_quiet("Quiet hours: from 19:00")
    tray.set_timer("")
    assert told == []
    tray.set_due([DueClient("b", "Birch")])
    assert told == ["setIcon", "setToolTip"]
    tray.stop()
