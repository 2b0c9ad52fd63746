"""The second start raises the first one's window."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clientdesk.ui import single_instance
from clientdesk.ui.single_instance import StartListener, ask_to_raise, runtime_folder, socket_path

ROOT = Path(__file__).resolve().parents[2]

STARTER = """
import sys, time
from pathlib import Path
from clientdesk.models.errors import WorkspaceInUse
from clientdesk.store.instance_lock import WorkspaceLock
from PySide6.QtCore import QCoreApplication, QTimer
from clientdesk.ui.single_instance import StartListener, ask_to_raise
workspace = Path(sys.argv[1])
sys.stdin.readline()
lock = WorkspaceLock(workspace)
try:
    lock.acquire()
except WorkspaceInUse:
    began = time.monotonic()
    print("raised" if ask_to_raise(workspace) else "nobody", time.monotonic() - began, flush=True)
    sys.exit(0)
app = QCoreApplication(sys.argv)
listener = StartListener(workspace)
assert listener.listen()
count = [0]
def up():
    count[0] += 1
    if count[0] == 3:
        print("won", count[0], flush=True)
        listener.close()
        app.quit()
listener.raise_requested.connect(up)
QTimer.singleShot(20_000, app.quit)
app.exec()
lock.release()
"""


@pytest.fixture(autouse=True)
def private_runtime(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    # Not below tmp_path: with the test's name in it, the socket's path can outgrow what the kernel takes.
    folder = tmp_path_factory.mktemp("r")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


@pytest.fixture
def listener(qtbot: QtBot, tmp_path: Path) -> Iterator[StartListener]:
    listener = StartListener(tmp_path / "workspace")
    assert listener.listen()
    yield listener
    listener.close()


def in_thread(workspace: Path, answers: list[bool]) -> threading.Thread:
    thread = threading.Thread(target=lambda: answers.append(ask_to_raise(workspace)))
    thread.start()
    return thread


def test_a_knock_raises_the_window(qtbot: QtBot, listener: StartListener, tmp_path: Path) -> None:
    answers: list[bool] = []
    with qtbot.waitSignal(listener.raise_requested, timeout=2000):
        thread = in_thread(tmp_path / "x" / ".." / "workspace", answers)
    thread.join(2)
    assert answers == [True]


def test_any_other_word_is_ignored(qtbot: QtBot, listener: StartListener, tmp_path: Path) -> None:
    path = socket_path(tmp_path / "workspace")
    for word in (b"delete\n", b"raise\nraise\n", b"raise", b"R" * 10_000):
        with socket.socket(socket.AF_UNIX) as guest:
            guest.connect(str(path))
            guest.sendall(word)
            guest.shutdown(socket.SHUT_WR)
            with qtbot.assertNotEmitted(listener.raise_requested, wait=100):
                pass


def test_somebody_silent_does_not_hold_the_window(
    qtbot: QtBot, listener: StartListener, tmp_path: Path
) -> None:
    answers: list[bool] = []
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(socket_path(tmp_path / "workspace")))
        with qtbot.waitSignal(listener.raise_requested, timeout=2000):
            thread = in_thread(tmp_path / "workspace", answers)
        thread.join(2)
    assert answers == [True]


def test_knocks_of_another_user_are_ignored(
    qtbot: QtBot, listener: StartListener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = socket_path(tmp_path / "workspace")
    monkeypatch.setattr(single_instance.os, "getuid", lambda: 4_000_000)
    with socket.socket(socket.AF_UNIX) as guest:
        guest.connect(str(path))
        guest.sendall(b"raise\n")
        with qtbot.assertNotEmitted(listener.raise_requested, wait=100):
            pass


def test_where_the_system_names_no_peer_the_private_folder_has_to_do(
    qtbot: QtBot, listener: StartListener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(socket, "SO_PEERCRED")
    answers: list[bool] = []
    with qtbot.waitSignal(listener.raise_requested, timeout=2000):
        thread = in_thread(tmp_path / "workspace", answers)
    thread.join(2)
    assert answers == [True]


@pytest.mark.parametrize(("module", "name"), [(os, "getuid"), (socket, "AF_UNIX")], ids=["uid", "socket"])
def test_a_system_without_such_sockets_goes_without(
    module: object, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(module, name)
    assert not StartListener(tmp_path).listen()
    assert not ask_to_raise(tmp_path, 0)


def test_nobody_there_is_said_in_time(tmp_path: Path) -> None:
    began = time.monotonic()
    assert ask_to_raise(tmp_path / "workspace", wait_s=0.1) is False
    assert time.monotonic() - began < 1.0


def test_socket_left_by_a_killed_process_is_replaced(qtbot: QtBot, tmp_path: Path) -> None:
    path = socket_path(tmp_path / "workspace")
    assert path is not None
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))
    listener = StartListener(tmp_path / "workspace")
    assert listener.listen()
    answers: list[bool] = []
    with qtbot.waitSignal(listener.raise_requested, timeout=2000):
        thread = in_thread(tmp_path / "workspace", answers)
    thread.join(2)
    assert answers == [True]
    listener.close()
    assert not path.exists()


def test_socket_is_private_and_short(private_runtime: Path, listener: StartListener, tmp_path: Path) -> None:
    path = socket_path(tmp_path / "workspace")
    assert path is not None
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600
    assert path == socket_path(tmp_path / "." / "workspace")
    assert path != socket_path(tmp_path / "other")
    assert len(os.fsencode(path)) <= 107


def test_folder_of_somebody_else_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr(single_instance.tempfile, "gettempdir", lambda: str(tmp_path))
    trap = tmp_path / "trap"
    trap.mkdir()
    (tmp_path / f"clientdesk-{os.getuid()}").symlink_to(trap)
    assert runtime_folder() is None
    assert StartListener(tmp_path / "workspace").listen() is False
    assert ask_to_raise(tmp_path / "workspace") is False


def test_of_four_starts_one_opens_and_three_raise_it_at_once(tmp_path: Path) -> None:
    for turn in range(5):
        starters = [
            subprocess.Popen(
                [sys.executable, "-c", STARTER, str(tmp_path / f"w{turn}")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
            )
            for _ in range(4)
        ]
        for starter in starters:
            assert starter.stdin is not None
            starter.stdin.write("\n")
            starter.stdin.flush()
        answers = [starter.communicate(timeout=30)[0].split() for starter in starters]
        assert sorted(answer[0] for answer in answers) == ["raised", "raised", "raised", "won"]
        assert all(float(answer[1]) < 1.0 for answer in answers if answer[0] == "raised")
        assert all(starter.returncode == 0 for starter in starters)
