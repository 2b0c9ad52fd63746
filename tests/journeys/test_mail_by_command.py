"""`clientdesk import` of mail: what becomes an entry, what is left out and why, once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clientdesk.cli import run
from clientdesk.models.views import mail as mail_views
from clientdesk.services.workspace import Workspace
from tests.helpers.factories import make_client, make_contact, make_practice
from tests.unit.services.mail.test_mail_files import mailbox, message

OWN = "mara@lind.example"
LONG_AGO = "Fri, 09 Oct 2020 09:12:00 +0200"


@pytest.fixture
def root(workspace: Workspace) -> Path:
    make_practice(workspace, email=OWN)
    make_contact(workspace, make_client(workspace), "Bo Birch", email="bo@birch.example")
    workspace.store.close()
    return workspace.folder.root


def box(folder: Path) -> Path:
    """As Apple Mail exports it: a folder with the mailbox in it."""
    inner = folder / "Birch.mbox"
    inner.mkdir()
    mailbox(
        inner / "mbox",
        message(1, Date=LONG_AGO),
        message(2, Date=LONG_AGO, From="bo@birch.example", To=OWN),
        b"X-Unsent: 1\n" + message(3, Date=LONG_AGO),
        message(4, Date=LONG_AGO, To="x@y.example"),
        message(5, Date="soon", **{"Message-ID": "<5@x>"}).replace(
            b"Date: soon\n", b"Date: 9 Oct 2199 09:12\n"
        ),
    )
    return inner


def imported(capsys: pytest.CaptureFixture[str], root: Path, path: Path, *more: str) -> tuple[Any, str]:
    assert run(["import", str(path), "--data", str(root), "--json", *more]) == 0
    told = capsys.readouterr()
    return json.loads(told.out), told.err


def test_it_is_taken_in_once(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = box(tmp_path)
    facts, words = imported(capsys, root, path, "--dry-run")
    assert facts["added"] == {"touchpoints": 2}
    assert facts["skipped"] == ["strangers", "aside", "ahead"]
    assert "2 of 5 messages would be taken in; 0 were here already." in words
    assert (
        "Left out: 1 with nobody you know; 1 drafts, automatic answers or junk; 1 with a date after today."
        in words
    )
    assert imported(capsys, root, path)[0]["added"] == {"touchpoints": 2}
    again, _ = imported(capsys, root, path)
    assert (again["added"], again["known"]) == ({}, 2)


def test_more_than_go_at_once_are_taken_in_parts(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_views, "MOST_AT_ONCE", 2)
    monkeypatch.setattr("clientdesk.services.mail.service.MOST_AT_ONCE", 2)
    path = mailbox(tmp_path / "in.mbox", *(message(number, Date=LONG_AGO) for number in range(5)))
    assert imported(capsys, root, path)[0]["added"] == {"touchpoints": 5}
    assert imported(capsys, root, path)[0]["known"] == 5
