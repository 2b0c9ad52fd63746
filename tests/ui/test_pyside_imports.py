"""PySide's look into the source of each imported module is off, and its names stay as they are."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

import clientdesk.ui  # noqa: F401 - switches it off


def test_a_module_is_imported_without_its_source_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feature = importlib.import_module("shibokensupport.feature")
    (tmp_path / "imported_after_qt.py").write_text(
        "from PySide6.QtCore import QObject\nmade = QObject()\n", "utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr("inspect.getsource", lambda _: pytest.fail("the source was read"))
    space: dict[str, object] = {"__name__": "somewhere"}
    exec("import imported_after_qt", space)  # noqa: S102 - an import statement goes through PySide's hook
    assert "imported_after_qt" in feature.pyside_feature_dict
    made = sys.modules.pop("imported_after_qt").made
    made.setObjectName("as ever")
    assert made.objectName() == "as ever"
    assert isinstance(made, QObject)


def test_a_start_keeps_no_sources_in_memory() -> None:
    """Nor reads any: what the program imports before this package is switched over stays unread too."""
    script = "import linecache, clientdesk.app; print(sorted(linecache.cache))"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
