"""Closing to the tray, and what brings the window back. What falls due meanwhile: `test_reminder_matrix.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.desktop import Desktop, Process, wait_until
from tests.helpers.desktop_programs import one_tray_item
from tests.helpers.story import (
    APP,
    WINDOW,
    close_by_keys,
    is_found,
    start,
    window_of,
)


@pytest.fixture
def app(desktop: Desktop, accessibility: None, data: Path) -> Iterator[Process]:
    """ClientDesk just before nine on Friday, with its window open."""
    process = start(desktop, data)
    window_of(desktop)
    yield process
    desktop.stop(process)


def close_to_tray(desktop: Desktop) -> None:
    keep = {"role": "push button", "name": "Keep running in tray", **APP}
    close_by_keys(desktop, lambda: is_found(desktop, **keep), "the question")
    desktop.accessible({"do": "press", **keep})
    wait_until(lambda: not desktop.windows(WINDOW), "the window to close")


def test_second_start_raises_the_window_from_the_tray(
    desktop: Desktop, tray_host: Process, data: Path, app: Process
) -> None:
    one_tray_item(desktop)
    close_to_tray(desktop)
    second = start(desktop, data)
    assert second.wait(10) == 0, second.output()
    wait_until(lambda: desktop.windows(WINDOW), "the window to come back")
    assert app.is_alive()


def test_window_comes_back_when_the_tray_dies(
    desktop: Desktop, tray_host: Process, data: Path, app: Process
) -> None:
    one_tray_item(desktop)
    close_to_tray(desktop)
    desktop.stop(tray_host)
    wait_until(lambda: desktop.windows(WINDOW), "the window to come back")


def test_without_a_tray_the_window_is_never_hidden(desktop: Desktop, data: Path, app: Process) -> None:
    note = {"starts": "This desktop has no tray", **APP}
    close_by_keys(desktop, lambda: is_found(desktop, **note), "the note")
    assert desktop.windows(WINDOW)
    close_by_keys(desktop, lambda: not app.is_alive(), "the program to end")
    assert app.wait(15) == 0, app.output()
