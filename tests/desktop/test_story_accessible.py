"""A person with a screen reader, knowing only what the window says: adds a client, tells, puts off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from clientdesk.models.enums import CheckInState, TouchKind
from tests.helpers.desktop import Desktop, Process, wait_until
from tests.helpers.story import APP, NINE, opened, press_keys, start, window_of

PLACES = ("Today", "Week", "Timeline", "Clients", "Papers", "Boundaries", "Settings")


@pytest.fixture
def app(desktop: Desktop, accessibility: None, data: Path) -> Iterator[Process]:
    """ClientDesk on Friday at ten, open and ready."""
    process = start(desktop, data, at=NINE + timedelta(hours=1))
    try:
        window_of(desktop)
        desktop.accessible({"do": "find", "role": "push button", "name": "Birch & Co", "patience": 40, **APP})
        yield process
    finally:
        desktop.stop(process)


def press(name: str) -> dict[str, str]:
    return {"do": "press", "name": name, **APP}


def test_adds_a_client_logs_an_update_and_puts_a_check_in_off(
    desktop: Desktop, data: Path, app: Process
) -> None:
    desktop.accessible(
        press("Clients"),
        press("New client"),
        {"do": "write", "name": "Name of the new client", "text": "Cedar Ltd", **APP},
        press("Add client"),
        {"do": "find", "role": "table cell", "name": "Cedar Ltd", **APP},
        {"do": "press", "role": "push button", "name": "Cedar Ltd", **APP},
        {"do": "focus", "role": "text", "name": "What happened?", **APP},
        {"do": "write", "name": "What happened?", "text": "> Sent the draft plan", **APP},
    )
    press_keys(desktop, "Return")
    wait_until(lambda: last_told(data, "Cedar Ltd") == "Sent the draft plan", "the update in the store")
    desktop.screenshot("accessible-story.png")
    desktop.accessible(
        press("Today"), press("Later: Birch & Co"), {"do": "find", "name": "Release: Birch & Co", **APP}
    )
    workspace = opened(data, NINE + timedelta(hours=2))
    try:
        states = {view.client: view for view in workspace.check_ins.statuses()}
        assert states["Birch & Co"].state is CheckInState.SNOOZED
        assert states["Birch & Co"].paused_until == date(2026, 10, 12)
        assert states["Cedar Ltd"].state is CheckInState.NOT_YET
    finally:
        workspace.close(back_up=False)


def test_everything_to_use_has_a_name(desktop: Desktop, app: Process) -> None:
    nameless = {}
    for place in PLACES:
        nameless[place] = desktop.accessible(
            press(place),
            {"do": "find", "role": "frame", "starts": place, **APP},
            {"do": "nameless", **APP},
        )[-1]
    assert nameless == {place: [] for place in PLACES}


def last_told(data: Path, name: str) -> str:
    workspace = opened(data, NINE + timedelta(hours=2))
    try:
        touch = workspace.touchpoints.last_told(workspace.clients.find(name)[0])
        if touch is None:
            return ""
        assert touch.kind is TouchKind.UPDATE
        return touch.text
    finally:
        workspace.close(back_up=False)
