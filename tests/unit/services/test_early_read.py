"""The first read in a process of its own says what the same read says here."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest

from clientdesk.models.views.today import TodayView
from clientdesk.services.door import WorkspaceDoor
from clientdesk.services.early_read import EarlyRead
from clientdesk.services.plain_views import plain, reader
from clientdesk.services.workspace import Workspace
from tests.helpers.fakes import FixedClock


def test_a_view_comes_back_equal(demo: Workspace) -> None:
    view = demo.today()
    assert view is not None
    assert view.owed
    assert view.promises
    read = reader(TodayView)
    assert read is not None
    assert read(plain(view)) == view


def test_a_kind_without_a_plain_form_is_refused() -> None:
    @dataclass(frozen=True)
    class Odd:
        what: bytes

    with pytest.raises(TypeError):
        reader(Odd)


def test_the_door_takes_the_early_answer_once(demo: Workspace, clock: FixedClock) -> None:
    door = WorkspaceDoor(demo.folder.root, clock, demo.preferences)
    first = door.first_read()
    assert first is not None

    class Early(EarlyRead):
        def __init__(self) -> None:
            self.asked = 0

        def take(self) -> object:
            self.asked += 1
            return plain(first)

    early = Early()
    door.early = early
    assert door.first_read() == first
    assert door.first_read() == first
    assert early.asked == 1


def _run(body: str, *arguments: str) -> str:
    """Fork in a fresh interpreter: this one has threads and Qt."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(body), *arguments],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[3])},
    )
    return done.stdout.strip()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux forks early")
def test_a_child_reads_the_workspace(demo: Workspace) -> None:
    said = _run(
        """
        import sys
        from pathlib import Path
        from clientdesk.services.clock import SystemClock
        from clientdesk.services.door import WorkspaceDoor
        from clientdesk.services.preferences import Preferences
        door = WorkspaceDoor(Path(sys.argv[1]), SystemClock(), Preferences(Path(sys.argv[1]) / "p.json"))
        door.early = door.begin_first_read()
        assert door.early is not None
        assert "clientdesk.store.first_reads" not in sys.modules
        early, door.early = door.early, None
        from clientdesk.services.first_page import first_page
        from clientdesk.services.plain_views import plain
        assert early.take() == plain(first_page(door.first_read()))
        print("same")
        """,
        str(demo.folder.root),
    )
    assert said == "same"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux forks early")
def test_a_child_that_fails_says_nothing() -> None:
    said = _run(
        """
        from clientdesk.services.early_read import EarlyRead
        early = EarlyRead.begin(lambda: 1 / 0)
        print(early.take())
        early = EarlyRead.begin(lambda: ["a" * 300_000])
        print(len(early.take()[0]))
        """
    )
    assert said.split() == ["None", "300000"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux forks early")
def test_a_child_whose_parent_is_gone_ends() -> None:
    """More than a pipe holds, and nobody who takes it: returns as soon as the child, too, has let go of the output."""
    said = _run(
        """
        import os
        from clientdesk.services.early_read import EarlyRead
        assert EarlyRead.begin(lambda: ["a" * 300_000]) is not None
        print("gone", flush=True)
        os._exit(0)
        """
    )
    assert said == "gone"
