"""The client's page: what waits for an answer, how the last ones went, figures of both sides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from clientdesk.models.changes import ChangeSet
from clientdesk.models.enums import RequestBreach, TouchKind, Urgency
from clientdesk.services.wording import words_for
from clientdesk.services.workspace import Workspace
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.clients.client_page import ClientPage
from clientdesk.ui.panels.clients.panel import ClientsPanel
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
def page(qtbot: QtBot, workspace: Workspace, birch: str, tmp_path: Path) -> Iterator[ClientPage]:
    panel = ClientsPanel(workspace, Messages(words_for), Theme(tmp_path))

    def relay(change: ChangeSet) -> None:
        panel.on_changed(change)

    workspace.store.subscribe(relay)
    qtbot.addWidget(panel)
    panel.resize(1_100, 800)
    panel.show()
    panel.open_client(birch)
    yield panel.client_page
    panel.hide()


def words(page: ClientPage) -> list[str]:
    QApplication.processEvents()
    card = page.now.requests_card
    return [found.text() for found in card.findChildren(QLabel) if found.text() and found.isVisible()]


def press(page: ClientPage, name: str) -> None:
    QApplication.processEvents()
    found = page.now.requests_card.findChild(QPushButton, name)
    assert found is not None
    found.click()


def test_an_empty_card_says_how_to_begin(page: ClientPage) -> None:
    assert "Nothing waits for an answer. When they ask something, begin a line above with ?" in words(page)


def test_a_question_in_the_line_is_answered_on_the_card(
    page: ClientPage, workspace: Workspace, clock: FixedClock, qtbot: QtBot
) -> None:
    page.capture.entry.setText("?! Which format?")
    qtbot.keyClick(page.capture.entry, Qt.Key.Key_Return)
    assert page.capture.entry.text() == ""
    (request,) = workspace.requests.open()
    assert request.urgency is Urgency.URGENT
    assert "Answer by tomorrow 10:00, 8 h of working time left." in words(page)
    clock.advance(minutes=30)
    page._on_minute()
    assert "Answer by tomorrow 10:00, 7 h 30 of working time left." in words(page)
    press(page, f"got_it_{request.request_id}")
    assert any(text.endswith("they know it arrived.") for text in words(page))
    press(page, f"answered_{request.request_id}")
    assert "Tue 13 Oct · answered after 30 min, in time" in words(page)
    more = page.now.requests_card.findChild(QToolButton, f"more_{request.request_id}")
    assert more is not None
    more.menu().actions()[0].trigger()
    assert workspace.requests.get(request.request_id).is_open
    press(page, f"no_answer_{request.request_id}")
    assert workspace.requests.get(request.request_id).closed_at is not None


def test_figures_name_both_sides(
    page: ClientPage, workspace: Workspace, birch: str, clock: FixedClock
) -> None:
    for number in range(4):
        clock.set(paris(13, 10 + number))
        request = workspace.requests.receive(birch, f"Question {number}")
        workspace.requests.set_breach(request, RequestBreach.SHORT_NOTICE)
        clock.advance(minutes=20)
        workspace.requests.answer(request)
    (figures,) = [text for text in words(page) if "in time since" in text]
    assert figures.splitlines() == [
        "4 of 4 answered in time since Wed 15 Jul.",
        "Half of the answers took up to 20 min, the longest 20 min, in the hours promised.",
        "Their side: less notice than agreed (4).",
        "That is the third time or more: talk about the boundaries when you next speak.",
    ]


def test_an_entry_of_the_record_can_ask_for_an_answer(
    page: ClientPage, workspace: Workspace, birch: str, clock: FixedClock
) -> None:
    workspace.touchpoints.log(birch, TouchKind.NOTE, "Likes short mails", at=paris(12, 9))
    heard = workspace.touchpoints.log(birch, TouchKind.MAIL_RECEIVED, "Which format?", at=paris(13, 9, 30))
    page.tabs.setCurrentIndex(2)
    view = page.record.view
    offered = [
        [action.objectName() for action in view.menu_of(view.model().index(place, 0)).actions()]
        for place in (0, 1)
    ]
    assert ["wants_answer" in names for names in offered] == [True, False]
    page.record.answer_wanted.emit(heard)
    (request,) = workspace.requests.open()
    assert (request.received_at, request.touchpoint_id) == (paris(13, 9, 30), heard)
