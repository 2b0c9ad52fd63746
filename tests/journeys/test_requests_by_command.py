"""`clientdesk requests`: what waits for an answer, for people and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clientdesk.cli import run
from clientdesk.models.enums import Urgency
from clientdesk.services.workspace import Workspace
from tests.helpers.fakes import FixedClock

NOW = "2026-10-13T10:30+02:00"


@pytest.fixture
def root(workspace: Workspace, clock: FixedClock) -> Path:
    workspace.practice.set_up("Mara", zone="Europe/Paris", currency="EUR")
    client = workspace.clients.add("Birch & Co")
    workspace.clients.update(client, tier_id=None)
    clock.advance(days=1)
    workspace.requests.receive(client, "Which format?", urgency=Urgency.URGENT)
    workspace.store.close()
    return workspace.folder.root


def test_the_list_is_given_out(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["requests", "--data", str(root), "--now", NOW, "--json"]) == 0
    (request,) = json.loads(capsys.readouterr().out)["requests"]
    assert request["words"] == "answer by tomorrow 10:00, 7 h 30 of working time left"
    wanted = {
        "urgency": "urgent",
        "minutes_left": 450,
        "is_late": False,
        "due_at": "2026-10-14T08:00:00+00:00",
    }
    assert {name: request[name] for name in wanted} == wanted
    assert run(["requests", "--data", str(root), "--now", NOW]) == 0
    assert "Birch & Co: Which format?: answer by" in capsys.readouterr().out
