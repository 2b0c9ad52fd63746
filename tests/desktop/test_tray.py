"""The tray icon in a real panel, which may come late, die and come back."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator

import pytest

from tests.helpers.desktop import Child, Desktop, Process, wait_until
from tests.helpers.desktop_programs import (
    TRAY_ITEM,
    one_tray_item,
    press_tray_menu,
    start_panel,
    stop_panel,
    tray_items,
    tray_menu,
    tray_property,
)


@pytest.fixture
def tray(desktop: Desktop) -> Iterator[Child]:
    with desktop.child("tray_app.py") as child:
        yield child


def test_icon_registers_with_its_menu_and_words(desktop: Desktop, tray_host: Process, tray: Child) -> None:
    tray.ask("start")
    tray.expect("available", value=True)
    tray.ask("set_due", names=["Birch & Co", "Cedar"])
    tray.ask("set_quiet", words="Quiet hours: on till 08:00")
    assert tray_menu(desktop) == [
        "Open ClientDesk",
        "Log update…",
        "Due: Birch & Co, Cedar (2)",
        "  Birch & Co",
        "  Cedar",
        "Plan week",
        "Pause reminders",
        "  For 1 hour",
        "  For today",
        "  Until Monday",
        "Quiet hours: on till 08:00",
        "Settings",
        "Quit",
    ]
    assert tray_property(desktop, "ToolTip")[2] == "ClientDesk: 2 clients are owed a word"
    desktop.screenshot("tray.png")


def test_every_entry_says_what_it_is_for(desktop: Desktop, tray_host: Process, tray: Child) -> None:
    tray.ask("start")
    tray.ask("set_due", names=["Birch"])
    for text, what in (
        ("Open ClientDesk", {"what": "open"}),
        ("Log update…", {"what": "log_update"}),
        ("  Birch", {"what": "client", "client_id": "id-Birch"}),
        ("Plan week", {"what": "plan_week"}),
        ("  For 1 hour", {"what": "pause", "pause": "hour"}),
        ("  Until Monday", {"what": "pause", "pause": "monday"}),
        ("Settings", {"what": "settings"}),
        ("Quit", {"what": "quit"}),
    ):
        press_tray_menu(desktop, text)
        tray.expect("requested", **what)


def test_click_on_the_icon_opens(desktop: Desktop, tray_host: Process, tray: Child) -> None:
    tray.ask("start")
    name, path = one_tray_item(desktop)
    desktop.call(path, name, "Activate", "ii", 0, 0, interface=TRAY_ITEM)
    tray.expect("requested", what="open")


def test_picture_changes_when_somebody_is_due_and_when_paused(
    desktop: Desktop, tray_host: Process, tray: Child
) -> None:
    tray.ask("start")
    plain = tray_property(desktop, "IconPixmap")
    tray.ask("set_due", names=["Birch"])
    due = tray_property(desktop, "IconPixmap")
    tray.ask("set_paused", until="15:00")
    paused = tray_property(desktop, "IconPixmap")
    assert plain != due != paused != plain
    assert "paused until 15:00" in tray_property(desktop, "ToolTip")[2]


def test_the_timer_is_seen_and_stopped_in_the_tray(desktop: Desktop, tray_host: Process, tray: Child) -> None:
    tray.ask("start")
    plain = tray_property(desktop, "IconPixmap")
    tray.ask("set_timer", running="Acme · slides, 0:42", offer="Birch · audit")
    assert tray_property(desktop, "IconPixmap") != plain
    assert tray_property(desktop, "ToolTip")[2].endswith("Timer: Acme · slides, 0:42")
    for text, what in (
        ("Stop timer (Acme · slides, 0:42)", "timer_stop"),
        ("Start timer for Birch · audit", "timer_start"),
    ):
        assert text in tray_menu(desktop)
        press_tray_menu(desktop, text)
        tray.expect("requested", what=what)
    tray.ask("set_timer", running="")
    assert not [line for line in tray_menu(desktop) if "timer" in line]
    assert tray_property(desktop, "IconPixmap") == plain


def test_without_a_tray_nothing_is_available(desktop: Desktop, tray: Child) -> None:
    tray.ask("start")
    assert tray.ask("is_available") is False
    assert tray.ask("notifier_is_available") is False


def test_tray_that_comes_late_dies_and_comes_back_is_noticed(desktop: Desktop, tray: Child) -> None:
    tray.ask("start")
    assert tray.ask("is_available") is False
    panel = start_panel(desktop)
    tray.expect("available", value=True)
    one_tray_item(desktop)
    stop_panel(desktop, panel, signal.SIGKILL)
    tray.expect("available", value=False)
    assert tray.ask("is_available") is False
    panel = start_panel(desktop)
    tray.expect("available", value=True)
    one_tray_item(desktop)
    stop_panel(desktop, panel)


def test_messages_are_not_left_to_a_tray_that_would_lose_them(
    desktop: Desktop, tray_host: Process, tray: Child
) -> None:
    """This kind of tray hands messages to the notification daemon, which is not there."""
    tray.ask("start")
    tray.expect("available", value=True)
    assert tray.ask("notifier_is_available") is False


def test_icon_goes_with_its_owner(desktop: Desktop, tray_host: Process) -> None:
    with desktop.child("tray_app.py") as child:
        child.ask("start")
        one_tray_item(desktop)
    wait_until(lambda: not tray_items(desktop), "the icon to go")


def test_embedded_icon_shows_messages_itself_and_a_click_means_default(desktop: Desktop, tray: Child) -> None:
    with desktop.running(
        "trayer", "trayer", "--edge", "top", "--align", "right", "--width", "20", "--height", "24"
    ):
        tray.ask("start")
        tray.expect("available", value=True)
        wait_until(lambda: tray.ask("geometry")[2] > 0, "the icon to be embedded")
        assert tray.ask("notifier_is_available") is True
        assert tray.ask("show_notice", notice_id="birch", title="Birch: Friday's update is due")
        x, y, width, height = wait_until(lambda: balloon(desktop), "the message")
        desktop.screenshot("tray-message.png")
        desktop.click(x + width / 2, y + height / 2)
        assert tray.expect("acted")["notice_id"] == "birch"


def balloon(desktop: Desktop) -> list[int]:
    """Place and size of Qt's own tray message: the one window of the program larger than an icon."""
    found = desktop.run("xwininfo", "-root", "-tree")
    for width, height, x, y in re.findall(r'"tray_app.py".*?(\d+)x(\d+)\S+ +\+(\d+)\+(\d+)', found):
        if int(width) > 80:
            return [int(x), int(y), int(width), int(height)]
    return []
