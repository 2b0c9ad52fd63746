"""In Week, too, a planned block is confirmed as worked: by key, from its menu, and taken back."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from clientdesk.services.workspace import Workspace
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.week import WeekPanel
from clientdesk.ui.theme import Theme


@pytest.fixture
def said(qtbot: QtBot) -> list[tuple[str, str]]:
    return []


@pytest.fixture
def panel(qtbot: QtBot, workspace: Workspace, said: list[tuple[str, str]]) -> WeekPanel:
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    messages = Messages(str)
    messages.spoken.connect(lambda kind, text: said.append((kind, text)))
    made = WeekPanel(workspace, messages, Theme())
    relay = ChangeRelay(made)
    relay.changed.connect(made.on_changed)
    workspace.store.subscribe(relay.publish)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    qtbot.waitExposed(made)
    return made


def place(workspace: Workspace, panel: WeekPanel, hour: int) -> str:
    item = workspace.work.add({"title": "Slides", "estimate_minutes": 60})
    block_id = workspace.week.place(item, datetime(2026, 10, 12, hour))
    assert panel.grid.select(block_id)
    return block_id


def confirmed(panel: WeekPanel) -> bool:
    return panel.grid.blocks.blocks[0].is_confirmed


def test_v_confirms_and_takes_back(
    panel: WeekPanel, workspace: Workspace, said: list[tuple[str, str]]
) -> None:
    place(workspace, panel, 8)
    QTest.keyClick(panel.grid, Qt.Key.Key_V)
    assert confirmed(panel)
    assert said == [("toast", "Worked as planned.")]
    QTest.keyClick(panel.grid, Qt.Key.Key_V)
    assert not confirmed(panel)
    workspace.store.undo()
    assert confirmed(panel)


def test_a_block_to_come_is_refused(
    panel: WeekPanel, workspace: Workspace, said: list[tuple[str, str]]
) -> None:
    place(workspace, panel, 15)
    QTest.keyClick(panel.grid, Qt.Key.Key_V)
    assert not confirmed(panel)
    assert [kind for kind, _ in said] == ["error"]


def test_the_menu_does_the_same(panel: WeekPanel, workspace: Workspace) -> None:
    place(workspace, panel, 8)
    for words in ("Worked as planned", "Not worked after all"):
        menu = QMenu(panel)
        panel.grid.menu_wanted.emit(panel.grid.blocks.blocks[0], menu)
        next(action for action in menu.actions() if action.text().startswith(words)).trigger()
    assert not confirmed(panel)
    assert len(workspace.time.entries()) == 0
