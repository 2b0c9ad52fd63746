"""What is committed: locks without addresses, nothing of one machine, nothing generated."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest

from clientdesk import __version__
from tests.architecture.source import ROOT, committed_files

LOCKS = ["requirements.lock", "requirements-dev.lock", "packaging/requirements-setup.lock"]
# Written in pieces: this file is committed too.
HOSTS = [
    "pypi" + ".org", "python" + "hosted.org", "deb.debian" + ".org", "security.debian" + ".org",
    "snapshot.debian" + ".org", "npmjs" + ".org", "npmjs" + ".com", "test" + "pypi",
]  # fmt: skip
MACHINE_PATH = re.compile(r"(?<![\w./$~}-])/(work|root|tmp|home)/[\w.-]")


def texts() -> list[tuple[Path, str]]:
    pairs = []
    for path in committed_files():
        if path.is_file() and not path.is_symlink():
            try:
                pairs.append((path.relative_to(ROOT), path.read_text(encoding="utf-8")))
            except UnicodeDecodeError:
                continue
    return pairs


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_versions_and_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    pins = re.findall(r"^[a-z0-9][\w.-]*==", text, re.MULTILINE)
    assert pins
    assert text.count("--hash=sha256:") >= len(pins)


def test_the_locks_agree_with_each_other() -> None:
    run, dev = (
        dict(re.findall(r"^([\w.-]+)==([\w.+-]+)", (ROOT / lock).read_text(), re.M)) for lock in LOCKS[:2]
    )
    assert {name: dev.get(name) for name in run} == run


def test_every_dependency_asked_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / LOCKS[1]).read_text(), re.MULTILINE))
    asked = project["dependencies"] + project["optional-dependencies"]["dev"]
    names = {re.split(r"[<>=;\[ ]", each, maxsplit=1)[0].lower() for each in asked}
    assert names - locked == set()


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    explained = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    asked = project["dependencies"] + project["optional-dependencies"]["dev"]
    names = {re.split(r"[<>=;\[ ]", each, maxsplit=1)[0].lower() for each in asked}
    assert {name for name in names if f"| {name} |" not in explained} == set()


def test_no_committed_file_names_a_registry() -> None:
    named = [f"{path}: {host}" for path, text in texts() for host in HOSTS if host in text]
    assert named == []


def test_no_committed_file_holds_a_path_of_one_machine() -> None:
    named = [f"{path}: {hit.group()}" for path, text in texts() if (hit := MACHINE_PATH.search(text))]
    assert named == []


def test_nothing_generated_is_committed() -> None:
    generated = {".pyc", ".pyo", ".so", ".whl", ".deb", ".sqlite3", ".db", ".zip", ".gz", ".xz", ".zst"}
    found = [
        str(path.relative_to(ROOT))
        for path in committed_files()
        if path.suffix in generated or "__pycache__" in path.parts
    ]
    assert found == []


def test_pictures_are_small() -> None:
    large = [
        f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KB"
        for path in committed_files()
        if path.suffix in {".png", ".jpg", ".pdf"} and path.is_file() and path.stat().st_size > 200 * 1024
    ]
    assert large == []


def test_the_version_is_said_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert project["version"] == __version__
    assert f"## {__version__}" in changelog


def test_qt_stays_on_the_release_that_keeps_its_references() -> None:
    (version,) = {each.version for each in distributions(name="PySide6")}
    assert version.startswith("6.11.")


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/guide.md", "docs/dependencies.md"]
)
def test_every_link_of_a_page_leads_somewhere(page: str) -> None:
    path = ROOT / page
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    kept = set(committed_files())
    assert [link for link in local if (path.parent / link).resolve() not in kept] == []
