"""The session ends while a file dialog stands before the window; more such cases are in `tests/ui`."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.desktop.test_background import assert_let_go
from tests.helpers.desktop import Desktop, Process, wait_until
from tests.helpers.story import APP, NINE, birch_was_promised_fridays, start, window_of


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    birch_was_promised_fridays(folder)
    return folder


@pytest.fixture
def app(desktop: Desktop, accessibility: None, data: Path) -> Iterator[Process]:
    process = start(desktop, data, NINE - timedelta(days=4))
    window_of(desktop)
    yield process
    desktop.stop(process)


def middle_of(desktop: Desktop, **element: str) -> tuple[float, float]:
    """Of an entry of an open menu, which is a window without a title of its own."""
    box = desktop.accessible({"do": "where", **element, **APP})[0]
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_it_ends_with_a_file_dialog_open(desktop: Desktop, data: Path, app: Process) -> None:
    desktop.click_accessible(role="menu item", name="File", **APP)
    desktop.click(*middle_of(desktop, role="menu item", name="Take in mail…"))
    wait_until(lambda: desktop.windows("^Take in mail"), "the file dialog", 20)
    desktop.screenshot("ends-with-a-file-dialog.png")
    app.send(signal.SIGTERM)
    assert app.wait(15) == 0, app.output()
    assert "Traceback" not in app.output()
    assert_let_go(data)
