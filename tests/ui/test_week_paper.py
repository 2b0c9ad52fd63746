"""The week on paper from its menu: saved where the user says, and said so; a refusal keeps what was there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from clientdesk.models.errors import NoPrinter
from clientdesk.services.papers.saving import count_pages
from clientdesk.services.workspace import Workspace
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.week import WeekPanel
from clientdesk.ui.theme import Theme

Said = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def british() -> Iterator[None]:
    """Weeks begin on Monday. It is Monday 12 October 2026."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def said() -> Said:
    """What was said to the user: kind and text."""
    return []


@pytest.fixture
def panel(qtbot: QtBot, workspace: Workspace, make_client: Callable[..., str], said: Said) -> WeekPanel:
    """The week with one block."""
    client_id = make_client("Acme")
    item = workspace.work.add({"title": "Slides", "client_id": client_id, "estimate_minutes": 120})
    workspace.week.place_on(item, workspace.week.planning_day())
    messages = Messages(lambda error: type(error).__name__)
    messages.spoken.connect(lambda kind, text: said.append((kind, text)))
    made = WeekPanel(workspace, messages, Theme())
    qtbot.addWidget(made)
    made.refresh()
    return made


def choose(panel: WeekPanel, text: str) -> None:
    """Trigger an entry of the menu."""
    next(action for action in panel.more_menu.actions() if action.text() == text).trigger()


def test_the_week_shown_is_saved_as_a_pdf(panel: WeekPanel, qtbot: QtBot, tmp_path: Path, said: Said) -> None:
    proposed: list[str] = []

    def where(path: Path) -> Path:
        proposed.append(path.name)
        return tmp_path / "mine"

    panel.paper.choose_file = where
    choose(panel, "Save as PDF…")
    qtbot.waitUntil(lambda: bool(said))
    assert said == [("toast", "Saved as mine.pdf.")]
    assert proposed == ["Week 2026-W42.pdf"]
    assert count_pages((tmp_path / "mine.pdf").read_bytes()) == 1


def test_whoever_gives_no_name_saves_nothing(panel: WeekPanel, tmp_path: Path, said: Said) -> None:
    panel.paper.choose_file = lambda _proposed: None
    choose(panel, "Save as PDF…")
    assert said == []
    assert list(tmp_path.glob("*.pdf")) == []


def test_where_nothing_can_be_written_another_name_is_offered(
    panel: WeekPanel, qtbot: QtBot, tmp_path: Path, said: Said
) -> None:
    panel.paper.choose_file = lambda _proposed: tmp_path / "nowhere" / "week.pdf"
    choose(panel, "Save as PDF…")
    qtbot.waitUntil(lambda: bool(said))
    assert said[0][0] == "error"
    assert "there is no such folder" in said[0][1]


def test_without_a_printer_it_says_so(panel: WeekPanel, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise NoPrinter

    monkeypatch.setattr(panel.paper.run.desk, "ask", none)
    choose(panel, "Print week…")
    assert said == [("error", "NoPrinter")]
