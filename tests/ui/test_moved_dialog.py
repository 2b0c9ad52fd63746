"""The question for a meeting's new time: answered by the keyboard alone, and nothing in it covers anything."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import TouchKind
from clientdesk.services.wording import words_for
from clientdesk.services.workspace import Workspace
from clientdesk.ui.messages import Messages
from clientdesk.ui.moved_dialog import MovedDialog


@pytest.fixture
def dialog(qtbot: QtBot, workspace: Workspace) -> MovedDialog:
    """A call booked in an hour."""
    workspace.practice.set_up("Mara", zone="Europe/Paris", currency="EUR")
    birch = workspace.clients.add("Birch & Co")
    soon = workspace.clock.now() + timedelta(hours=1)
    touch = workspace.touchpoints.plan(birch, TouchKind.CALL, soon, text="Kick-off")
    made = MovedDialog(workspace, Messages(words_for), touch)
    qtbot.addWidget(made)
    made.open()
    return made


def test_a_day_and_enter_move_it(dialog: MovedDialog, workspace: Workspace, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.day_field.entry, "24 Dec 2026")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.day_field.entry, Qt.Key.Key_Return)
    (status,) = workspace.check_ins.statuses()
    (booked,) = workspace.touchpoints.booked(status.client_id)
    zone = workspace.practice.zone()
    assert booked.at == datetime.combine(date(2026, 12, 24), booked.local_at.time(), zone)


def test_there_is_room_for_how_the_day_is_read(dialog: MovedDialog, qtbot: QtBot) -> None:
    width = dialog.width()
    qtbot.keyClicks(dialog.day_field.entry, "24 Dec 2027")
    assert dialog.day_field.reading.text() == "Fri 24 Dec 2027"
    assert dialog.minimumSizeHint().width() <= width
