"""A question mark in front: they asked, and the time to an answer runs, wherever a line is captured."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clientdesk.models.capture import parse_capture, parse_request
from clientdesk.models.enums import TouchKind, Urgency
from clientdesk.services.workspace import Workspace
from clientdesk.ui.widgets.capture_form import CaptureForm
from clientdesk.ui.widgets.capture_line import CaptureLine


@pytest.mark.parametrize(
    ("line", "urgency", "text", "chip"),
    [
        ("? which format", Urgency.NORMAL, "which format", "They asked"),
        ("?! today please", Urgency.URGENT, "today please", "They asked, urgent"),
        ("?!! all is down", Urgency.EMERGENCY, "all is down", "Emergency"),
    ],
)
def test_the_line_says_how_pressing_it_is(
    qtbot: QtBot, line: str, urgency: Urgency, text: str, chip: str
) -> None:
    made = CaptureLine()
    qtbot.addWidget(made)
    made.entry.setText(line)
    assert made.chip.text() == chip
    with qtbot.waitSignal(made.asked) as told, qtbot.assertNotEmitted(made.submitted):
        qtbot.keyClick(made.entry, Qt.Key.Key_Return)
    assert told.args == [text, urgency]
    assert parse_capture(line) == (TouchKind.MESSAGE_RECEIVED, text)
    assert parse_request(line) == (urgency, text)


def test_a_mark_alone_asks_nothing(qtbot: QtBot) -> None:
    made = CaptureLine()
    qtbot.addWidget(made)
    made.entry.setText("?! ")
    with qtbot.assertNotEmitted(made.asked), qtbot.assertNotEmitted(made.submitted):
        made.submit()
    assert parse_request("> told them") is None


@pytest.fixture
def form(qtbot: QtBot, workspace: Workspace) -> CaptureForm:
    workspace.practice.set_up("Mara", zone="Europe/Paris", currency="EUR")
    client = workspace.clients.add("Birch & Co")
    workspace.clients.update(client, tier_id=None)
    made = CaptureForm(workspace)
    qtbot.addWidget(made)
    made.start(client)
    return made


def test_the_small_window_starts_the_clock_too(form: CaptureForm, workspace: Workspace) -> None:
    form.text_edit.setPlainText("?! Which format?")
    assert form.kinds.is_asked()
    touch = workspace.touchpoints.get(form.log())
    assert (touch.kind, touch.text) == (TouchKind.MESSAGE_RECEIVED, "Which format?")
    (request,) = workspace.requests.open()
    assert (request.urgency, request.touchpoint_id) == (Urgency.URGENT, touch.touchpoint_id)
    assert form.said() == f"Birch & Co asked: {request.words}."
    workspace.store.undo()
    assert workspace.requests.open() == ()


def test_another_chip_takes_the_mark_away(form: CaptureForm, workspace: Workspace) -> None:
    form.text_edit.setPlainText("? Which format?")
    form.kinds.chips[TouchKind.MESSAGE_RECEIVED.value].click()
    assert form.text_edit.toPlainText() == "Which format?"
    form.log()
    assert workspace.requests.open() == ()
