"""Killed at every step between due and settled: no pop-up twice, no row lost, nobody missing from Today."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import Layer, NoticeState, RhythmKind
from clientdesk.models.views.reminders import Mark
from clientdesk.services.workspace import Workspace, open_workspace
from clientdesk.store.folder import STORE_NAME
from tests.helpers.factories import make_practice
from tests.helpers.fakes import FakeNotifier, FixedClock
from tests.helpers.killed_reminders import SEEN, STEPS

ROOT = Path(__file__).resolve().parents[3]
FRIDAY = datetime(2026, 10, 9, 9, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture(scope="module")
def killed(migrated_store: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """By step, the folder of a workspace whose process was killed there."""
    folder = tmp_path_factory.mktemp("killed")
    first = folder / STEPS[0]
    first.mkdir()
    shutil.copyfile(migrated_store, first / STORE_NAME)
    workspace = open_workspace(first, FixedClock(datetime(2026, 9, 28, 10, tzinfo=FRIDAY.tzinfo)))
    make_practice(workspace)
    client = workspace.clients.add("Birch")
    workspace.rhythms.add(
        Layer.CLIENT, client, kind=RhythmKind.UPDATE, weekday=4, starts_on=date(2026, 10, 9)
    )
    workspace.close(back_up=False)
    for step in STEPS[1:]:
        shutil.copytree(first, folder / step)
    done = subprocess.run(
        [sys.executable, "-m", "tests.helpers.killed_reminders", str(folder), FRIDAY.isoformat()],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=120,
    )
    assert done.stdout.splitlines() == [f"{step}: {-signal.SIGKILL}" for step in STEPS], done.stderr
    return {step: folder / step for step in STEPS}


@pytest.fixture
def started(killed: dict[str, Path], request: pytest.FixtureRequest) -> Iterator[Workspace]:
    opened = open_workspace(killed[request.param], FixedClock(FRIDAY))
    opened.reminders.recover()
    yield opened
    opened.close(back_up=False)


@pytest.mark.parametrize(("started", "step"), [(step, step) for step in STEPS], indirect=["started"])
def test_after_a_kill_the_next_start_says_it_once_or_lists_it(started: Workspace, step: str) -> None:
    screen = started.folder.root / "screen"
    seen = screen.read_text("utf-8").splitlines() if screen.exists() else []
    assert len(seen) == (step in SEEN)
    notifier = FakeNotifier()
    notifier.on_shown(started.reminders.settle)
    started.reminders.announce(notifier)
    has_row = step not in ("before the row", "before the commit")
    assert len(notifier.shown) == (0 if has_row else 1)
    assert len(seen) + len(notifier.shown) <= 1
    (row,) = started.reminders.recent()
    is_settled = step == "after the settling" or not has_row
    assert row.state is (NoticeState.ANNOUNCED if is_settled else NoticeState.PERHAPS)
    (mark,) = started.reminders.marks().values()
    assert mark is (Mark.ANNOUNCED if is_settled else Mark.PERHAPS)
    today = started.today()
    assert today is not None
    assert [view.client for view in today.owed] == ["Birch"]
