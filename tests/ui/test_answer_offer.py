"""A word logged by hand may have been the answer: asked once, never taken for granted."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import TouchKind
from clientdesk.services.wording import words_for
from clientdesk.services.workspace import Workspace
from clientdesk.ui.answer_offer import AnswerOffer
from clientdesk.ui.messages import Messages
from clientdesk.ui.widgets.banner import Banner, BannerArea
from tests.helpers.fakes import FixedClock


@dataclass
class Shown:
    """The window's banners."""

    area: BannerArea
    offers: list[AnswerOffer] = field(default_factory=list)

    def banners(self) -> list[Banner]:
        return [banner for banner in self.area.findChildren(Banner) if not banner.isHidden()]


@pytest.fixture
def birch(workspace: Workspace) -> str:
    workspace.practice.set_up("Mara", zone="Europe/Paris", currency="EUR")
    return workspace.clients.add("Birch & Co")


@pytest.fixture
def shown(qtbot: QtBot, workspace: Workspace) -> Shown:
    window = QWidget()
    qtbot.addWidget(window)
    area = BannerArea(window)
    messages = Messages(words_for)
    messages.attach(window, area)
    offer = AnswerOffer(workspace, messages, window)
    workspace.store.subscribe(offer.on_changed)
    return Shown(area, [offer])


def test_it_asks_and_counts_on_yes(shown: Shown, workspace: Workspace, birch: str, clock: FixedClock) -> None:
    request = workspace.requests.receive(birch, "Which format?")
    clock.advance(minutes=30)
    assert shown.banners() == []
    touch = workspace.touchpoints.log(birch, TouchKind.MAIL_SENT, "PDF")
    (banner,) = shown.banners()
    assert banner.text() == "Birch & Co waits for an answer to “Which format?”. Was that it?"
    assert workspace.requests.get(request).is_open
    shown.offers[0]._on_yes()
    view = workspace.requests.get(request)
    assert (view.is_open, view.answer_touch_id) == (False, touch)
    assert shown.banners() == []
    workspace.store.undo()
    assert workspace.requests.get(request).is_open


def test_what_is_taken_back_or_answered_otherwise_is_not_asked_any_more(
    shown: Shown, workspace: Workspace, birch: str, clock: FixedClock
) -> None:
    request = workspace.requests.receive(birch, "Which format?")
    clock.advance(minutes=30)
    workspace.touchpoints.log(birch, TouchKind.CALL, "")
    assert len(shown.banners()) == 1
    workspace.store.undo()
    assert shown.banners() == []
    workspace.touchpoints.log(birch, TouchKind.UPDATE, "All well")
    assert len(shown.banners()) == 1
    workspace.requests.answer(request, "PDF")
    assert shown.banners() == []


def test_notes_and_several_requests_ask_nothing(
    shown: Shown, workspace: Workspace, birch: str, clock: FixedClock
) -> None:
    workspace.requests.receive(birch, "Which format?")
    clock.advance(minutes=30)
    workspace.touchpoints.log(birch, TouchKind.NOTE, "Likes short mails")
    workspace.requests.receive(birch, "And when?")
    workspace.touchpoints.log(birch, TouchKind.UPDATE, "All well")
    assert shown.banners() == []
