"""Living in the tray, with real processes: hidden starts, trays that come and go, other starts, the end of a session."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.helpers.desktop import Desktop, Process, wait_until
from tests.helpers.desktop_programs import one_tray_item, press_tray_menu, start_panel, stop_panel, tray_menu
from tests.helpers.story import NINE, WINDOW, assert_let_go, close_by_keys

THURSDAY = NINE - timedelta(days=1)
CAPTURE = "^Log update$"
HEAVY = ("pydantic_core", "sqlalchemy")
Start = Callable[..., Process]


@pytest.fixture
def start(desktop: Desktop, data: Path) -> Iterator[Start]:
    """Starts ClientDesk on Thursday morning, with preferences of its own."""
    started: list[Process] = []

    def _start(*arguments: str) -> Process:
        env = {"XDG_CONFIG_HOME": str(data.parent / "config")}
        started.append(desktop.app(data, *arguments, at=THURSDAY, env=env))
        return started[-1]

    yield _start
    for process in started:
        desktop.stop(process)


@pytest.fixture
def trayer(desktop: Desktop) -> Iterator[Callable[[], Process]]:
    """Starts a tray that embeds icons and knows nothing of D-Bus."""
    started: list[Process] = []

    def _start() -> Process:
        started.append(
            desktop.start("trayer", "trayer", "--edge", "top", "--align", "right", "--height", "24")
        )
        return started[-1]

    yield _start
    for process in started:
        desktop.stop(process)


def is_light(process: Process) -> bool:
    """Whether nothing of the data layer was loaded."""
    maps = Path(f"/proc/{process.pid}/maps").read_text()
    return not any(name in maps for name in HEAVY)


def seen(desktop: Desktop) -> list[str]:
    """Ids of every window of ours that is on the screen, icons in an embedding tray among them."""
    return desktop.search("--class", "clientdesk")


def test_hidden_it_is_the_tray_and_nothing_else(desktop: Desktop, tray_host: Process, start: Start) -> None:
    process = start("--hidden")
    one_tray_item(desktop)
    assert tray_menu(desktop)[:2] == ["Open ClientDesk", "Log update…"]
    assert "Quiet hours: from 19:00" in tray_menu(desktop)
    assert is_light(process)
    assert not desktop.windows(WINDOW)
    press_tray_menu(desktop, "Open ClientDesk")
    wait_until(lambda: desktop.windows(WINDOW), "the window", 30)
    wait_until(lambda: not is_light(process), "the workspace", 30)


def test_a_second_start_raises_the_window_of_a_hidden_one(
    desktop: Desktop, tray_host: Process, start: Start
) -> None:
    first = start("--hidden")
    one_tray_item(desktop)
    second = start()
    assert second.wait(15) == 0, second.output()
    wait_until(lambda: desktop.windows(WINDOW), "the window", 30)
    assert first.is_alive()


def test_capture_opens_the_small_window_alone_in_the_program_that_runs(
    desktop: Desktop, tray_host: Process, start: Start
) -> None:
    first = start("--hidden")
    one_tray_item(desktop)
    second = start("capture", "birch & co")
    assert second.wait(15) == 0, second.output()
    wait_until(lambda: desktop.windows(CAPTURE), "the capture window", 30)
    assert len(desktop.windows("ClientDesk|Log update")) == 1
    desktop.screenshot("capture-from-the-shell.png")
    assert first.is_alive()


def test_capture_starts_the_program_where_none_runs(
    desktop: Desktop, tray_host: Process, start: Start
) -> None:
    process = start("capture")
    wait_until(lambda: desktop.windows(CAPTURE), "the capture window", 30)
    assert len(desktop.windows("ClientDesk|Log update")) == 1
    one_tray_item(desktop)
    press_tray_menu(desktop, "Quit")
    assert process.wait(15) == 0, process.output()


def test_without_a_tray_hidden_is_not_kept_and_a_tray_that_comes_later_gets_the_icon(
    desktop: Desktop, start: Start
) -> None:
    process = start("--hidden")
    wait_until(lambda: desktop.windows(WINDOW), "the window", 30)
    panel = start_panel(desktop)
    one_tray_item(desktop)
    stop_panel(desktop, panel)
    assert process.is_alive()


def test_a_tray_that_starts_after_the_program_keeps_it_hidden(desktop: Desktop, start: Start) -> None:
    process = start("--hidden")
    panel = start_panel(desktop)
    try:
        one_tray_item(desktop)
        wait_until(lambda: "Quiet hours: from 19:00" in tray_menu(desktop), "the look")
        assert not desktop.windows(WINDOW)
        assert is_light(process)
    finally:
        stop_panel(desktop, panel)


def test_an_embedding_tray_that_dies_brings_the_window_back_and_its_successor_the_icon(
    desktop: Desktop, trayer: Callable[[], Process], data: Path, start: Start
) -> None:
    preferences = data.parent / "config" / "clientdesk" / "preferences.json"
    preferences.parent.mkdir(parents=True)
    preferences.write_text('{"close_to_tray": "keep"}')
    first = trayer()
    process = start("--hidden")
    wait_until(lambda: seen(desktop), "the icon in the tray", 30)
    assert not desktop.windows(WINDOW)
    desktop.stop(first, signal.SIGKILL)
    wait_until(lambda: desktop.windows(WINDOW), "the window", 30)
    trayer()
    wait_until(lambda: len(seen(desktop)) == 2, "window and icon", 30)
    close_by_keys(desktop, lambda: not desktop.windows(WINDOW), "the window to be closed to the new tray")
    assert process.is_alive()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda one: one.name)
def test_a_hidden_program_ends_cleanly_when_told(
    desktop: Desktop, tray_host: Process, data: Path, start: Start, number: signal.Signals
) -> None:
    process = start("--hidden")
    one_tray_item(desktop)
    process.send(number)
    assert process.wait(10) == 0, process.output()
    assert_let_go(data)


def test_a_program_with_its_window_open_ends_cleanly_when_told(
    desktop: Desktop, data: Path, start: Start
) -> None:
    process = start()
    wait_until(lambda: desktop.windows(WINDOW), "the window", 30)
    wait_until(lambda: not is_light(process), "the workspace", 30)
    process.send(signal.SIGTERM)
    assert process.wait(15) == 0, process.output()
    assert_let_go(data)
    assert (data.parent / "config" / "clientdesk" / "window.ini").is_file(), "size and place are kept"
