"""The D-Bus notifier against real notification daemons."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.desktop import Child, Desktop, Process, wait_until
from tests.helpers.desktop_programs import NOTIFICATIONS, shown_in_dunst, start_dunst

BUTTONS = [["told", "I told them"], ["tomorrow", "Tomorrow"]]


@pytest.fixture
def notifier(desktop: Desktop) -> Iterator[Child]:
    with desktop.child("notifier_app.py") as child:
        yield child


def test_pressing_a_button_of_the_second_notice_answers_for_the_second(
    desktop: Desktop, buttons_daemon: Process, notifier: Child
) -> None:
    with desktop.traffic("two-notices.txt") as log:
        for notice_id, title in (("birch", "Birch: Friday's update is due"), ("elm", "Elm: a call is due")):
            assert notifier.ask("show", notice_id=notice_id, title=title, body="", actions=BUTTONS)["shown"]
            wait_until(lambda text=title: text in log.read_text(), f"{title} on the bus")
        second = {"app": "notifyd", "role": "push button", "name": "Tomorrow", "index": 1}
        first = desktop.accessible({"do": "where", **second, "index": 0}, {"do": "where", **second})
        assert first[0] != first[1]
        desktop.screenshot("two-notices.png")
        # The daemon stacks downwards: the lower button belongs to the later notice.
        lower = max(first, key=lambda box: box["y"])
        desktop.click(lower["x"] + lower["width"] / 2, lower["y"] + lower["height"] / 2)
        answer = notifier.expect("acted")
        wait_until(lambda: "ActionInvoked" in log.read_text(), "the press on the bus")
    assert (answer["notice_id"], answer["key"]) == ("elm", "tomorrow")


def test_closing_a_notice_is_told(desktop: Desktop, notification_daemon: Process, notifier: Child) -> None:
    notifier.ask("show", notice_id="birch", title="Birch", body="", actions=BUTTONS)
    wait_until(lambda: shown_in_dunst(desktop) == 1, "the notice in dunst")
    desktop.run("dunstctl", "close")
    assert notifier.expect("acted")["key"] == "closed"


def test_a_click_on_the_notice_itself_means_default(
    desktop: Desktop, notification_daemon: Process, notifier: Child
) -> None:
    notifier.ask("show", notice_id="birch", title="Birch", body="", actions=BUTTONS)
    wait_until(lambda: shown_in_dunst(desktop) == 1, "the notice in dunst")
    desktop.run("dunstctl", "action", "0")
    answer = notifier.expect("acted")
    assert (answer["notice_id"], answer["key"]) == ("birch", "default")


def test_markup_in_a_body_is_shown_as_text(
    desktop: Desktop, notification_daemon: Process, notifier: Child
) -> None:
    with desktop.traffic("markup.txt") as log:
        notifier.ask("show", notice_id="birch", title="A & <b>", body="<b>5 < 6</b> & <img src='x'>")
        wait_until(lambda: shown_in_dunst(desktop) == 1, "the notice in dunst")
        desktop.screenshot("markup.png")
        body = "&lt;b&gt;5 &lt; 6&lt;/b&gt; &amp; &lt;img src='x'&gt;"
        wait_until(lambda: body in log.read_text(), "the body on the bus")
        assert 'string "A & <b>"' in log.read_text()


def test_withdrawn_notice_leaves_the_screen(
    desktop: Desktop, notification_daemon: Process, notifier: Child
) -> None:
    notifier.ask("show", notice_id="birch", title="Birch")
    wait_until(lambda: shown_in_dunst(desktop) == 1, "the notice in dunst")
    notifier.ask("withdraw", notice_id="birch")
    wait_until(lambda: shown_in_dunst(desktop) == 0, "the notice to go")
    assert not [seen for seen in notifier.seen() if seen["event"] == "acted"]


def test_daemon_killed_and_started_again(
    desktop: Desktop, notification_daemon: Process, notifier: Child
) -> None:
    notifier.ask("show", notice_id="birch", title="Birch")
    wait_until(lambda: shown_in_dunst(desktop) == 1, "the notice in dunst")
    desktop.stop(notification_daemon, signal.SIGKILL)
    assert notifier.expect("acted") == {"event": "acted", "notice_id": "birch", "key": "expired"}
    assert notifier.ask("is_available") is False
    assert notifier.ask("name") == "banner"
    start_dunst(desktop)
    wait_until(lambda: notifier.ask("name") == "dbus", "the new daemon to be noticed")
    # The new daemon counts from one again: its first notice must not be taken for the old one.
    notifier.ask("show", notice_id="elm", title="Elm")
    wait_until(lambda: shown_in_dunst(desktop) == 1, "the second notice in dunst")
    desktop.run("dunstctl", "action", "0")
    assert notifier.expect("acted")["notice_id"] == "elm"


def test_without_a_daemon_the_notice_stands_in_the_window(desktop: Desktop, notifier: Child) -> None:
    assert notifier.ask("is_available") is False
    assert notifier.ask("show", notice_id="birch", title="Birch")["shown"]
    assert notifier.ask("banners") == ["birch"]


def test_a_hanging_daemon_never_holds_the_window_and_the_notice_falls_through(
    desktop: Desktop, notification_daemon: Process, notifier: Child
) -> None:
    notifier.ask("longest_gap")
    notification_daemon.send(signal.SIGSTOP)
    try:
        answer = notifier.ask("show", notice_id="birch", title="Birch")
        assert answer["shown"]
        assert answer["took"] < 0.25
        notifier.expect("fate", notice_id="birch", channel="banner", was_shown=True)
        assert notifier.ask("banners") == ["birch"]
        assert notifier.ask("longest_gap") < 500
    finally:
        notification_daemon.send(signal.SIGCONT)


def test_a_daemon_that_the_bus_can_start_is_started(desktop: Desktop, notifier: Child) -> None:
    desktop.allow_activation("org.knopwob.dunst")
    try:
        assert notifier.ask("is_available") is True
        assert not desktop.has_name(NOTIFICATIONS)
        notifier.ask("show", notice_id="birch", title="Birch")
        wait_until(lambda: shown_in_dunst(desktop) == 1, "the notice in dunst")
        notifier.expect("fate", notice_id="birch", channel="dbus", was_shown=True)
        assert notifier.ask("banners") == []
    finally:
        desktop.forbid_activation("org.knopwob.dunst")
        kill_owner(desktop, NOTIFICATIONS)


def test_without_a_bus_nothing_is_available(desktop: Desktop, tmp_path: Path) -> None:
    nowhere = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/none"}
    with desktop.child("notifier_app.py", env=nowhere) as child:
        assert child.ask("is_available") is False
        assert child.ask("name") == "banner"
        assert child.ask("show", notice_id="birch", title="Birch")["shown"]


def kill_owner(desktop: Desktop, name: str) -> None:
    """End the process behind a name that the bus has started."""
    pid = desktop.call(
        "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetConnectionUnixProcessID", "s", name
    )
    subprocess.run(["kill", str(pid)], check=True)
    desktop.wait_for_name(name, present=False)
