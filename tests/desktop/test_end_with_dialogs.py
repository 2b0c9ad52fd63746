"""The session ends while a file dialog stands before the window; more such cases are in `tests/ui`."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from tests.helpers.desktop import Desktop, Process, wait_until
from tests.helpers.story import APP, NINE, assert_let_go, is_found, start, window_of


@pytest.fixture
def app(desktop: Desktop, accessibility: None, data: Path) -> Iterator[Process]:
    process = start(desktop, data, NINE - timedelta(days=4))
    window_of(desktop)
    yield process
    desktop.stop(process)


FILE = {"role": "menu item", "name": "File", **APP}
TAKE_IN = {"role": "menu item", "name": "Take in mail…", **APP}
DIALOG = "^Take in mail"


def ask_for_a_file(desktop: Desktop) -> None:
    """By the menu, again where a click on it came before it listened."""
    for _ in range(4):
        if not is_found(desktop, **TAKE_IN):
            desktop.click_accessible(**FILE)
        with suppress(AssertionError):
            box = desktop.accessible({"do": "where", **TAKE_IN})[0]
            desktop.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            wait_until(lambda: desktop.windows(DIALOG), "the file dialog", 6)
            return
    raise AssertionError("the menu was pressed four times in vain")


def test_it_ends_with_a_file_dialog_open(desktop: Desktop, data: Path, app: Process) -> None:
    ask_for_a_file(desktop)
    desktop.screenshot("ends-with-a-file-dialog.png")
    app.send(signal.SIGTERM)
    assert app.wait(15) == 0, app.output()
    assert "Traceback" not in app.output()
    assert_let_go(data)
