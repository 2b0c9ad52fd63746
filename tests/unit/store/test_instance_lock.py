"""One writer per workspace, whatever happens to the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from clientdesk.models.errors import StoreReadOnly, WorkspaceInUse
from clientdesk.store.instance_lock import LOCK_NAME, WorkspaceLock

ROOT = Path(__file__).resolve().parents[3]

HOLDER = """
import sys
from pathlib import Path
from clientdesk.models.errors import WorkspaceInUse
from clientdesk.store.instance_lock import WorkspaceLock
sys.stdin.readline()
lock = WorkspaceLock(Path(sys.argv[1]))
try:
    lock.acquire()
except WorkspaceInUse as problem:
    print("refused", problem.pid, flush=True)
else:
    print("won", flush=True)
    sys.stdin.readline()
"""


def start_holder(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def say(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    return process.stdout.readline().split()


def finish(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_four_starters_at_once_have_exactly_one_winner(tmp_path: Path) -> None:
    for turn in range(5):
        folder = tmp_path / f"workspace {turn}"
        starters = [start_holder(folder) for _ in range(4)]
        try:
            for starter in starters:
                say(starter)
            answers = [hear(starter) for starter in starters]
            winner = next(s for s, answer in zip(starters, answers, strict=True) if answer == ["won"])
            assert sorted(answer[0] for answer in answers) == ["refused", "refused", "refused", "won"]
            with pytest.raises(WorkspaceInUse) as refused:
                WorkspaceLock(folder).acquire()
            assert refused.value.pid == winner.pid
        finally:
            for starter in starters:
                finish(starter)


def test_killed_holder_leaves_the_workspace_free(tmp_path: Path) -> None:
    holder = start_holder(tmp_path)
    say(holder)
    assert hear(holder) == ["won"]
    lock = WorkspaceLock(tmp_path)
    assert lock.holder_pid() == holder.pid
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    assert lock.holder_pid() is None
    lock.acquire()
    assert lock.is_held
    lock.release()


def test_second_lock_object_of_the_same_process_is_refused(tmp_path: Path) -> None:
    with WorkspaceLock(tmp_path), pytest.raises(WorkspaceInUse) as refused:
        WorkspaceLock(tmp_path).acquire()
    assert refused.value.pid == os.getpid()


def test_reading_the_lock_file_does_not_drop_the_lock(tmp_path: Path) -> None:
    """Classic locks of a process are lost as soon as any of its code closes the file."""
    with WorkspaceLock(tmp_path):
        (tmp_path / LOCK_NAME).read_text()
        assert WorkspaceLock(tmp_path).holder_pid() == os.getpid()
        with pytest.raises(WorkspaceInUse):
            WorkspaceLock(tmp_path).acquire()


def test_children_do_not_inherit_the_lock(tmp_path: Path) -> None:
    lock = WorkspaceLock(tmp_path)
    lock.acquire()
    with subprocess.Popen(["sleep", "30"]) as child:
        lock.release()
        again = WorkspaceLock(tmp_path)
        again.acquire()
        again.release()
        child.kill()


def test_release_may_come_twice_and_acquire_again(tmp_path: Path) -> None:
    lock = WorkspaceLock(tmp_path)
    for _ in range(2):
        lock.acquire()
        lock.acquire()
        lock.release()
        lock.release()
        assert lock.holder_pid() is None


def test_missing_folder_is_made_private(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "workspace"
    with WorkspaceLock(folder):
        assert folder.stat().st_mode & 0o777 == 0o700
        assert (folder / LOCK_NAME).stat().st_mode & 0o777 == 0o600


def test_link_in_place_of_the_lock_file_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / LOCK_NAME).symlink_to(victim)
    with pytest.raises(OSError, match="symbolic links"):
        WorkspaceLock(tmp_path / "w").acquire()
    assert victim.read_text() == "precious"


def test_unwritable_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def _refuse(*_arguments: object, **_options: object) -> int:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "open", _refuse)
    with pytest.raises(StoreReadOnly) as refused:
        WorkspaceLock(tmp_path).acquire()
    assert refused.value.path == tmp_path / LOCK_NAME
