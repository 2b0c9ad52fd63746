"""Files of mail are dragged from another program onto the window with a real pointer, and taken into the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from clientdesk.models.enums import TouchKind
from tests.helpers.desktop import Desktop, Process, wait_until
from tests.helpers.story import APP, NINE, birch_was_promised_fridays, opened, start, window_of
from tests.unit.services.mail.test_mail_files import mailbox, message


@pytest.fixture
def birch(tmp_path: Path) -> str:
    """A client with one person, whose mail is known; and the user's own address."""
    client_id = birch_was_promised_fridays(tmp_path / "workspace")
    workspace = opened(tmp_path / "workspace", NINE - timedelta(hours=3))
    workspace.practice.update(email="mara@lind.example")
    workspace.clients.add_contact(client_id, "Bo Birch", email="bo@birch.example")
    workspace.close(back_up=False)
    return client_id


@pytest.fixture
def app(desktop: Desktop, accessibility: None, birch: str, tmp_path: Path) -> Iterator[Process]:
    process = start(desktop, tmp_path / "workspace", at=NINE - timedelta(hours=2))
    try:
        window = window_of(desktop)
        desktop.accessible({"do": "find", "role": "push button", "name": "Birch & Co", "patience": 60, **APP})
        desktop.xdotool("windowsize", "--sync", window, 1200, 800)
        desktop.xdotool("windowmove", "--sync", window, 100, 60)
        yield process
    finally:
        desktop.stop(process)


def test_mail_dragged_onto_the_window_is_in_the_record(
    desktop: Desktop, birch: str, tmp_path: Path, app: Process
) -> None:
    sent = tmp_path / "sent.eml"
    sent.write_bytes(message(1, Subject="The budget draft", Date="Thu, 08 Oct 2026 16:20:00 +0200"))
    box = mailbox(
        tmp_path / "inbox.mbox",
        message(2, From="Bo <bo@birch.example>", To="mara@lind.example", Subject="Thank you"),
    )
    with desktop.child("file_source.py", str(sent), str(box)) as source:
        source.expect("shown")
        desktop.xdotool("mousemove", "--sync", 40, 20, "mousedown", 1)
        source.expect("pressed")
        desktop.xdotool("mousemove", 60, 30)
        source.expect("dragging")
        for step in range(1, 12):
            desktop.xdotool("mousemove", "--sync", 40 + 70 * step, 20 + 45 * step, "sleep", 0.05)
        desktop.xdotool("sleep", 0.3, "mouseup", 1)
        assert source.expect("dropped")["taken"]
        # The program that was dragged from has to live until the files are taken over.
        desktop.accessible({"do": "find", "starts": "2 messages with Birch & Co.", **APP})
    desktop.screenshot("mail-dropped.png")
    desktop.click_accessible(role="push button", name="Take in 2", **APP)
    desktop.accessible({"do": "gone", "role": "push button", "name": "Take in 2", **APP})
    desktop.stop(app)
    workspace = opened(tmp_path / "workspace", NINE)
    try:
        newest, older = wait_until(
            lambda: [one for one in workspace.touchpoints.stream(birch) if one.channel == "Email"], "the mail"
        )
        assert {newest.text, older.text} == {"The budget draft", "Thank you"}
        assert {newest.kind, older.kind} == {TouchKind.MAIL_SENT, TouchKind.MAIL_RECEIVED}
    finally:
        workspace.close(back_up=False)
