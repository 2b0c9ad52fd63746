"""Today, "To answer": what clients asked, the time left in words and shape, one press for each deed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clientdesk.models.changes import ChangeSet
from clientdesk.models.enums import RequestBreach, Urgency
from clientdesk.services.wording import words_for
from clientdesk.services.workspace import Workspace
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.today import TodayPanel
from clientdesk.ui.panels.today.answer_row import AnswerRow
from clientdesk.ui.theme import Theme
from tests.helpers.fakes import FixedClock

PARIS = ZoneInfo("Europe/Paris")


def paris(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=PARIS)


@pytest.fixture
def birch(workspace: Workspace, clock: FixedClock) -> str:
    clock.set(paris(13, 10))
    workspace.practice.set_up("Mara", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    client = workspace.clients.add("Birch & Co")
    workspace.clients.update(client, tier_id=None)
    return client


@pytest.fixture
def panel(qtbot: QtBot, workspace: Workspace, birch: str, tmp_path: Path) -> Iterator[TodayPanel]:
    messages = Messages(words_for)
    panel = TodayPanel(messages, Theme(tmp_path))

    def relay(change: ChangeSet) -> None:
        panel.on_changed(change)

    workspace.store.subscribe(relay)
    qtbot.addWidget(panel)
    panel.resize(1_000, 800)
    panel.show()
    panel.attach(workspace)
    yield panel
    panel.hide()


def rows(panel: TodayPanel) -> list[AnswerRow]:
    QApplication.processEvents()
    return [row for row in panel.findChildren(AnswerRow) if row.isVisible()]


def test_it_is_hidden_while_nobody_waits(panel: TodayPanel) -> None:
    assert rows(panel) == []
    assert not panel._answers.section.isVisible()


def test_a_request_stands_with_its_time(panel: TodayPanel, workspace: Workspace, birch: str) -> None:
    workspace.requests.receive(birch, "Which format?", urgency=Urgency.URGENT)
    workspace.requests.receive(birch, "And the price?")
    first, second = rows(panel)
    assert first.accessibleName() == (
        "Birch & Co: Which format?, urgent, answer by tomorrow 10:00, 8 h of working time left"
    )
    assert second.words_label.text() == "Answer by tomorrow 17:00, 15 h of working time left"
    assert second.write_button.text() == "Write…", (
        "as in the rows of who is owed a word: it opens the same window"
    )


def test_each_deed_is_one_press_and_one_undo(
    panel: TodayPanel, workspace: Workspace, birch: str, clock: FixedClock, qtbot: QtBot
) -> None:
    request = workspace.requests.receive(birch, "Which format?")
    clock.advance(minutes=70)
    rows(panel)[0].got_it_button.click()
    said = QGuiApplication.clipboard().text()
    assert said == "Got it. You'll have an answer by Wed 14 Oct, 17:00."
    assert workspace.requests.get(request).acknowledged_at is not None
    assert not hasattr(rows(panel)[0], "got_it_button")
    qtbot.keyClick(rows(panel)[0], Qt.Key.Key_A)
    assert rows(panel) == []
    assert workspace.requests.get(request).words == "answered after 1 h 10, in time"
    workspace.store.undo()
    assert len(rows(panel)) == 1
    qtbot.keyClick(rows(panel)[0], Qt.Key.Key_X)
    assert rows(panel) == []
    workspace.store.undo()
    with qtbot.waitSignal(panel.write_requested) as asked:
        rows(panel)[0].write_button.click()
    assert asked.args == [birch]


def test_what_is_late_is_said_by_shape_word_and_sentence(
    panel: TodayPanel, workspace: Workspace, birch: str, clock: FixedClock
) -> None:
    workspace.requests.receive(birch, "Which format?")
    clock.set(paris(15, 10, 20))
    panel.mark_stale()
    (row,) = rows(panel)
    assert row.words_label.text() == "The answer is 1 h 20 of working time late"
    assert panel.sentence_label.text() == "Your client waits for an answer that is late."


def test_the_menu_judges_the_request_itself(panel: TodayPanel, workspace: Workspace, birch: str) -> None:
    request = workspace.requests.receive(birch, "The site is slow", urgency=Urgency.EMERGENCY)
    menu = rows(panel)[0].more_button.menu()
    actions = {
        action.objectName(): action for sub in menu.actions() if sub.menu() for action in sub.menu().actions()
    }
    assert actions["urgency_emergency"].isChecked()
    actions["breach_not_emergency"].trigger()
    assert workspace.requests.get(request).breach is RequestBreach.NOT_EMERGENCY
    assert "called an emergency, and it wasn't" in rows(panel)[0].accessibleName()
