"""The wheel that `pipx install .` builds: whole, and working away from the checkout."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, committed_files


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, check=False, capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the back end that the lock holds, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
        "--wheel-dir", folder, ROOT, cwd=folder,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of its own with the wheel in it; the libraries are those of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    site = Path(
        run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    )
    # A folder named in a .pth file is searched, but its own .pth files are not: the checkout stays out.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    run(
        sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel,
        cwd=folder,
    )  # fmt: skip
    return folder


def test_the_wheel_holds_every_resource_and_migration(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    kept = [path.relative_to(ROOT) for path in committed_files() if path.is_file()]
    wanted = {
        f"clientdesk/_resources/{path.relative_to('resources')}"
        for path in kept
        if path.parts[0] == "resources"
    }
    wanted |= {str(path) for path in kept if path.parts[0] == "clientdesk"}
    wanted.add("clientdesk/_resources/guide.md")
    assert any("migrations/versions/v0001" in name for name in wanted)
    assert wanted - held == set()


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if not name.startswith(("clientdesk/", "clientdesk-"))] == []


def test_the_installed_program_is_the_one_of_the_wheel(installed: Path) -> None:
    where = run(
        installed / "bin" / "python", "-c", "import clientdesk; print(clientdesk.__file__)", cwd=installed
    )
    assert Path(where.strip()).is_relative_to(installed)


def test_the_installed_command_explains_itself(installed: Path) -> None:
    words = run(installed / "bin" / "clientdesk", "--help", cwd=installed)
    assert all(name in words for name in ("--data", "demo", "tour", "check-ins", "agreement", "doctor"))


def test_the_installed_command_makes_a_demo_and_writes_its_paper(installed: Path, tmp_path: Path) -> None:
    clientdesk = installed / "bin" / "clientdesk"
    run(clientdesk, "demo", "--data", tmp_path / "demo", cwd=tmp_path)
    run(clientdesk, "export", "--data", tmp_path / "demo", "--out", tmp_path / "all.json", cwd=tmp_path)
    assert '"engagements"' in (tmp_path / "all.json").read_text(encoding="utf-8")
