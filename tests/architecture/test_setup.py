"""Setting up a second time: nothing to install, nothing to ask the network, at once."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

SETUP = ROOT / "packaging" / "setup.sh"
LISTS = ["packaging/apt-run.txt", "packaging/apt-test.txt"]


@pytest.fixture
def without_installers(tmp_path: Path) -> dict[str, str]:
    """Surroundings in which every program that could install something notes its call and fails."""
    shims = tmp_path / "bin"
    shims.mkdir()
    for name in ("apt-get", "pip", "uv", "sudo", "curl"):
        shim = shims / name
        shim.write_text(f'#!/bin/sh\necho "{name} $*" >> "{tmp_path}/calls"\nexit 9\n', encoding="utf-8")
        shim.chmod(0o755)
    nowhere = "http://127.0.0.1:9"
    return os.environ | {
        "PATH": f"{shims}:{os.environ['PATH']}",
        "http_proxy": nowhere,
        "https_proxy": nowhere,
    }


@pytest.mark.parametrize("mode", ["run", "test"])
def test_a_second_setup_installs_nothing(
    mode: str, without_installers: dict[str, str], tmp_path: Path
) -> None:
    stamp = ROOT / ".venv" / "clientdesk-setup.stamp"
    before = stamp.stat().st_mtime_ns
    done = subprocess.run(
        [SETUP, mode], env=without_installers, check=False, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert stamp.stat().st_mtime_ns == before
    assert not (tmp_path / "calls").exists()


def test_an_unknown_mode_is_refused() -> None:
    done = subprocess.run([SETUP, "fly"], check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "usage" in done.stderr


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_system_packages_names_each_once(name: str) -> None:
    lines = [line.split("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]
    packages = [line for line in lines if line]
    assert packages
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", package) for package in packages)
    assert len(set(packages)) == len(packages)


@pytest.mark.parametrize("script", sorted((ROOT / "packaging").glob("*.sh")), ids=lambda path: path.name)
def test_a_script_can_be_started_and_reads_as_bash(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", script], check=False, capture_output=True, timeout=30).stderr == b""
