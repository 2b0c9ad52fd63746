"""Same record, same bytes: whatever the machine's hash seed, zone, locale, folder or build clock."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from clientdesk.services.papers import render
from tests.helpers.sample_agreement import sample_paper

pytestmark = pytest.mark.no_cover  # the same lines are covered by quicker tests

ROOT = Path(__file__).parents[4]
_CHILD = """
import sys, hashlib
sys.path.insert(0, sys.argv[1])
from clientdesk.services.papers import render
from tests.helpers.sample_agreement import sample_paper
print(hashlib.sha256(render(sample_paper())).hexdigest())
"""
SURROUNDINGS = [
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LANG": "C", "SOURCE_DATE_EPOCH": "1"},
    {"PYTHONHASHSEED": "77", "TZ": "America/Denver", "LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8"},
    {"PYTHONHASHSEED": "4000", "TZ": "UTC", "LANG": "ja_JP.UTF-8", "SOURCE_DATE_EPOCH": "1700000000"},
    {"PYTHONHASHSEED": "0", "TZ": "Pacific/Kiritimati", "PYTHONUTF8": "1"},
]


def test_same_content_gives_the_same_bytes_on_any_machine(tmp_path: Path) -> None:
    kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    children = []
    for place, surrounding in enumerate(SURROUNDINGS):
        folder = tmp_path / f"elsewhere {place}"
        folder.mkdir()
        command = [sys.executable, "-c", _CHILD, str(ROOT)]
        environment = {**kept, **surrounding}
        children.append(
            subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)
        )
    digests = {child.communicate(timeout=120)[0].strip() for child in children}
    assert all(child.returncode == 0 for child in children)
    assert len(digests) == 1
    assert len(digests.pop()) == 64


def test_one_process_makes_the_same_bytes_again() -> None:
    assert render(sample_paper()) == render(sample_paper())


def test_another_date_of_issue_makes_other_bytes() -> None:
    assert render(sample_paper()) != render(sample_paper(issued_on="2026-11-24"))
