"""A desktop's own fonts for labels and buttons never win over the text size chosen in Settings."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.helpers.desktop import ROOT, Desktop


def test_labels_and_buttons_follow_the_text_size(desktop: Desktop, tmp_path: Path) -> None:
    script = ROOT / "tests" / "desktop" / "apps" / "text_size.py"
    printed = desktop.run(sys.executable, str(script), str(tmp_path), env={"PYTHONPATH": str(ROOT)})
    usual, larger, largest = (json.loads(line) for line in printed.splitlines())
    for sizes in (usual, larger, largest):
        assert len(set(sizes)) == 1, sizes
    assert larger[0] == pytest.approx(1.5 * usual[0], abs=1)
    assert largest[0] == pytest.approx(2 * usual[0], abs=1)
