"""Told to end while something stands open before the window: it ends cleanly all the same, and nothing is lost."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.desktop.test_background import assert_let_go
from tests.helpers.desktop import Desktop, Process, wait_until
from tests.helpers.story import APP, NINE, birch_was_promised_fridays, opened, start, window_of

MONDAY = NINE - timedelta(days=4)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    birch_was_promised_fridays(folder)
    return folder


@pytest.fixture
def app(desktop: Desktop, accessibility: None, data: Path) -> Iterator[Process]:
    process = start(desktop, data, MONDAY)
    window_of(desktop)
    yield process
    desktop.stop(process)


def ask_for_a_file(desktop: Desktop) -> str:
    """The file dialog of *Take in mail*; its title."""
    desktop.accessible(
        {"do": "press", "role": "menu", "name": "File", **APP},
        {"do": "press", "role": "menu item", "name": "Take in mail…", **APP},
    )
    return "mail"


def ask_to_delete(desktop: Desktop) -> str:
    """The question before a client is deleted for good; its title."""
    raise NotImplementedError


@pytest.mark.parametrize("ask", [ask_for_a_file, ask_to_delete], ids=["file dialog", "question"])
def test_it_ends_with_something_open(
    desktop: Desktop, data: Path, app: Process, ask: Callable[[Desktop], str]
) -> None:
    title = ask(desktop)
    wait_until(lambda: desktop.windows(title), "the dialog", 20)
    desktop.screenshot("ends-with-a-dialog.png")
    app.send(signal.SIGTERM)
    assert app.wait(15) == 0, app.output()
    assert_let_go(data)
    workspace = opened(data, MONDAY)
    try:
        assert [view.client for view in workspace.check_ins.statuses()] == ["Birch & Co"]
    finally:
        workspace.close(back_up=False)
