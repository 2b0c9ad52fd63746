"""Small rules of the house that no linter knows."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, calls, place, sources, tree

CLOCK_HOMES = {PACKAGE / "services" / "clock.py", PACKAGE / "logs.py"}
STYLE_HOME = PACKAGE / "ui" / "theme.py"


def found(calls_of: str, *, outside: set[Path] = frozenset(), folder: str = "") -> list[str]:
    """Places that call something by this dotted ending."""
    return [
        place(path, node)
        for path in sources(folder)
        if path not in outside
        for name, node in calls(path)
        if name == calls_of or name.endswith(f".{calls_of}")
    ]


@pytest.mark.parametrize(
    "reading", ["datetime.now", "datetime.utcnow", "date.today", "time.time", "datetime.today"]
)
def test_time_comes_from_the_clock_alone(reading: str) -> None:
    assert found(reading, outside=CLOCK_HOMES) == []


@pytest.mark.parametrize("reading", ["QDate.currentDate", "QDateTime.currentDateTime", "QTime.currentTime"])
def test_the_window_asks_the_clock_as_well(reading: str) -> None:
    assert found(reading) == []


def test_nothing_sleeps_in_the_window() -> None:
    # A second start waits for the first one's window, and never has one of its own.
    before_any_window = {PACKAGE / "ui" / "single_instance.py"}
    assert found("time.sleep", folder="ui", outside=before_any_window) + found("QThread.msleep") == []


def test_only_the_theme_sets_style_sheets() -> None:
    assert found("setStyleSheet", outside={STYLE_HOME}) == []


def test_the_theme_never_lets_qt_material_write_into_the_home() -> None:
    assert found("apply_stylesheet") == []


@pytest.mark.parametrize("static", ["information", "warning", "critical", "question", "about"])
def test_no_message_box_speaks_by_itself(static: str) -> None:
    assert found(f"QMessageBox.{static}") == []


def test_no_program_text_is_evaluated() -> None:
    assert [
        name for name in ("eval", "exec") if any(path for path in sources() if _calls_bare(path, name))
    ] == []


def _calls_bare(path: Path, name: str) -> bool:
    return any(called == name for called, _ in calls(path))


def test_slots_are_methods_and_not_lambdas_that_do_work() -> None:
    """A lambda may drop an argument: its body is one call without arguments of its own."""
    working = []
    for path in sources("ui"):
        for name, node in calls(path):
            if not name.endswith(".connect") or not node.args or not isinstance(node.args[0], ast.Lambda):
                continue
            body = node.args[0].body
            if not isinstance(body, ast.Call) or any(isinstance(arg, ast.Call) for arg in body.args):
                working.append(place(path, node))
    assert working == []


def test_every_module_says_what_it_owns() -> None:
    silent = [
        str(path.relative_to(PACKAGE))
        for path in sources()
        if path.stat().st_size and not ast.get_docstring(tree(path))
    ]
    assert silent == []


def test_no_text_for_the_user_shouts() -> None:
    loud = [
        place(path, node)
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.rstrip("”\"'").endswith("!")
        and " " in node.value
    ]
    assert loud == []
