"""Start at login, as the files and the registry that each system reads."""

from __future__ import annotations

import configparser
import plistlib
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clientdesk import files
from clientdesk.models.errors import FileNotWritten
from clientdesk.services.autostart import Autostart, this_program
from clientdesk.services.login_entries import LaunchAgent, WindowsRun, XdgAutostart

PROGRAM = ("/opt/my programs/client$desk/100%/clientdesk",)


class FakeRegistry:
    """HKEY_CURRENT_USER as a dictionary."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str | bytes] = {}

    def get(self, key: str, name: str) -> str | bytes | None:
        return self.values.get((key, name))

    def set_text(self, key: str, name: str, value: str) -> None:
        self.values[key, name] = value

    def remove(self, key: str, name: str) -> None:
        self.values.pop((key, name), None)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path / "home"), "XDG_CONFIG_DIRS": str(tmp_path / "etc")}


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    return tmp_path / "home" / ".config" / "autostart" / "clientdesk.desktop"


@pytest.fixture
def switch(environment: dict[str, str]) -> Autostart:
    return Autostart(XdgAutostart(environment), PROGRAM)


@pytest.mark.parametrize("system", ["linux", "windows", "macos"])
def test_off_until_switched_on_and_off_again(
    system: str, environment: dict[str, str], tmp_path: Path
) -> None:
    entries = {
        "linux": XdgAutostart(environment),
        "windows": WindowsRun(FakeRegistry()),
        "macos": LaunchAgent(tmp_path),
    }[system]
    switch = Autostart(entries, PROGRAM)
    assert not switch.is_on()
    switch.set(True)
    assert switch.is_on()
    assert entries.command() == (*PROGRAM, "--hidden")
    switch.set(True)
    switch.set(False)
    assert not switch.is_on()
    switch.set(False)
    assert not switch.is_on()


def test_the_entry_is_read_by_others_as_it_was_meant(switch: Autostart, entry: Path) -> None:
    """Told by hand from the Desktop Entry Specification: quoted, dollar and backslash escaped twice, % doubled."""
    switch.set(True)
    keys = configparser.ConfigParser(interpolation=None, strict=True)
    keys.optionxform = str  # type: ignore[assignment,method-assign]
    keys.read(entry, "utf-8")
    assert keys.sections() == ["Desktop Entry"]
    found = dict(keys["Desktop Entry"])
    assert found["Type"] == "Application"
    assert found["Exec"] == '"/opt/my programs/client\\\\$desk/100%%/clientdesk" --hidden'
    assert found["TryExec"] == PROGRAM[0]
    assert found["Terminal"] == "false"
    assert "Hidden" not in found


words = st.text(
    st.characters(exclude_categories=("Cs", "Cc")),
    min_size=1,
    max_size=12,
)


@pytest.mark.no_cover
@settings(max_examples=60, deadline=None)
@given(program=st.lists(words, min_size=1, max_size=3).map(tuple))
@example(program=('a "b" `c` $d \\e', "%f", "~"))
@example(program=("C:\\Program Files\\x\\", 'y"z'))
def test_any_program_comes_back_as_it_was(
    program: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("login")
    for entries in (
        XdgAutostart({"HOME": str(folder), "XDG_CONFIG_DIRS": str(folder / "etc")}),
        LaunchAgent(folder),
        WindowsRun(FakeRegistry()),
    ):
        entries.put((*program, "--hidden"))
        assert entries.command() == (*program, "--hidden")


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_switched_off_by_the_session_counts_as_off(switch: Autostart, entry: Path, line: str) -> None:
    switch.set(True)
    kept = [old for old in entry.read_text("utf-8").splitlines() if not old.startswith("X-GNOME")]
    entry.write_text("\n".join([*kept, line]), "utf-8")
    assert not switch.is_on()
    switch.set(True)
    assert switch.is_on()


def test_one_for_everybody_is_overruled_for_this_user(switch: Autostart, entry: Path, tmp_path: Path) -> None:
    shared = tmp_path / "etc" / "autostart" / "clientdesk.desktop"
    shared.parent.mkdir(parents=True)
    shared.write_text(
        "[Desktop Entry]\nType=Application\nName=ClientDesk\nExec=clientdesk --hidden %U\n", "utf-8"
    )
    assert switch.is_on()
    switch.set(False)
    assert not switch.is_on()
    assert "Hidden=true" in entry.read_text("utf-8")
    assert shared.is_file()
    switch.set(True)
    assert switch.is_on()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[Other]\nExec=x\n", b"[Desktop Entry]\nName=x\n"])
def test_a_damaged_entry_starts_nothing(switch: Autostart, entry: Path, content: bytes) -> None:
    entry.parent.mkdir(parents=True)
    entry.write_bytes(content)
    assert not switch.is_on()
    switch.set(True)
    assert switch.is_on()


def test_a_program_that_moved_is_found_again(environment: dict[str, str], tmp_path: Path) -> None:
    entries = XdgAutostart(environment)
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("#!/bin/sh\n")
    old.chmod(0o755)
    Autostart(entries, (str(old),)).set(True)
    moved = Autostart(entries, (str(new),))
    assert not moved.follow()
    assert entries.command() == (str(old), "--hidden")
    old.rename(new)
    assert moved.follow()
    assert entries.command() == (str(new), "--hidden")


def test_what_is_off_stays_off_after_a_move(switch: Autostart) -> None:
    assert not switch.follow()
    assert not switch.is_on()


def test_a_folder_that_cannot_be_written_is_said(environment: dict[str, str], entry: Path) -> None:
    entry.parent.parent.mkdir(parents=True)
    entry.parent.write_text("a file in the folder's place")
    with pytest.raises(FileNotWritten):
        Autostart(XdgAutostart(environment), PROGRAM).set(True)


def test_task_manager_switches_it_off_and_the_switch_takes_that_back() -> None:
    registry = FakeRegistry()
    switch = Autostart(WindowsRun(registry), ("C:\\Program Files\\ClientDesk\\clientdesk.exe",))
    switch.set(True)
    assert (
        registry.get(WindowsRun.RUN, "ClientDesk")
        == '"C:\\Program Files\\ClientDesk\\clientdesk.exe" --hidden'
    )
    registry.values[WindowsRun.APPROVED, "ClientDesk"] = bytes([3]) + bytes(11)
    assert not switch.is_on()
    registry.values[WindowsRun.APPROVED, "ClientDesk"] = bytes([2]) + bytes(11)
    assert switch.is_on()
    registry.values[WindowsRun.APPROVED, "ClientDesk"] = bytes([3]) + bytes(11)
    switch.set(True)
    assert switch.is_on()


def test_the_launch_agent_runs_at_login_only(tmp_path: Path) -> None:
    Autostart(LaunchAgent(tmp_path), PROGRAM).set(True)
    (path,) = (tmp_path / "Library" / "LaunchAgents").iterdir()
    found = plistlib.loads(path.read_bytes())
    assert found["ProgramArguments"] == [*PROGRAM, "--hidden"]
    assert found["RunAtLoad"] is True
    assert "KeepAlive" not in found
    found["Disabled"] = True
    path.write_bytes(plistlib.dumps(found))
    assert not Autostart(LaunchAgent(tmp_path), PROGRAM).is_on()


def test_this_program_can_be_started_from_anywhere(tmp_path: Path) -> None:
    done = subprocess.run(
        [*this_program(), "--version"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, shlex.join([sys.executable, done.stderr])
    assert done.stdout.startswith("clientdesk ")


def test_the_workspace_one_works_in_is_the_one_that_is_started(
    environment: dict[str, str], tmp_path: Path
) -> None:
    entries, clients = XdgAutostart(environment), tmp_path / "my clients"
    usual, own = Autostart(entries, PROGRAM), Autostart(entries, PROGRAM, clients)
    own.set(True)
    assert entries.command() == (*PROGRAM, "--data", str(clients), "--hidden")
    assert own.is_on()
    assert not usual.is_on(), "the switch there says what would be started"
    moved = Autostart(XdgAutostart(environment), ("/usr/bin/env",))
    assert moved.follow()
    assert entries.command() == ("/usr/bin/env", "--data", str(clients), "--hidden"), "the same workspace"
    usual.set(True)
    assert entries.command() == (*PROGRAM, "--hidden")
    assert not own.is_on()


def test_the_usual_workspace_is_not_named_and_the_demo_never(environment: dict[str, str]) -> None:
    for folder in (files.data_folder(), files.demo_folder()):
        entries = XdgAutostart(environment)
        Autostart(entries, PROGRAM, folder.resolve()).set(True)
        assert entries.command() == (*PROGRAM, "--hidden")
