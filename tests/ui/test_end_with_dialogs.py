"""Told to end while something stands open before the window: the program ends cleanly, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clientdesk.models.enums import TouchKind
from clientdesk.services.clock import SystemClock
from clientdesk.services.preferences import Preferences
from clientdesk.services.workspace import open_workspace
from clientdesk.store import driver
from clientdesk.store.instance_lock import WorkspaceLock

ROOT = Path(__file__).resolve().parents[2]
CASES = {
    "choose_file": ["QFileDialog", "None"],
    "ask_over_others": ["CaptureWindow ConfirmDialog MailDialog MovedDialog", "False"],
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("ends") / "workspace"
    workspace = open_workspace(root, SystemClock(), Preferences(root / "unused.json"))
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR")
    birch = workspace.clients.add("Birch & Co")
    workspace.touchpoints.plan(
        birch, TouchKind.MEETING, datetime.now(UTC) + timedelta(hours=1), text="Kick-off"
    )
    workspace.close(back_up=False)
    return root


@pytest.mark.parametrize("case", CASES)
def test_it_ends_cleanly(
    prepared: Path, tmp_path: Path, case: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(prepared, root)
    env = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_RUNTIME_DIR": str(tmp_path_factory.mktemp("r")),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/none",
        "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={tmp_path}/none",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "tests.ui.end_with_dialog", str(root), case]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == CASES[case]
    assert "Traceback" not in done.stderr
    assert not [path for path in root.iterdir() if path.name.endswith(("-wal", "-shm"))]
    lock = WorkspaceLock(root)
    lock.acquire()
    lock.release()
    connection = driver.connect(next(root.glob("*.sqlite*")))
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("SELECT text, state FROM touchpoint").fetchall() == [("Kick-off", "planned")]
    connection.close()
