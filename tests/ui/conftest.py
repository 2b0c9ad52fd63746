"""Fixtures of the papers' tests: the real window on an own workspace, a draft, an issued paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import ContactRole
from clientdesk.services.wording import words_for
from clientdesk.services.workspace import Workspace
from clientdesk.ui.background import Background
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.main_window import MainWindow
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.papers import PapersPanel
from clientdesk.ui.theme import Theme
from tests.helpers.factories import make_client, make_contact, make_engagement, make_milestone, make_practice


@pytest.fixture(autouse=True)
def nothing_left_on_the_screen() -> Iterator[None]:
    """What a test closed goes before the next: no loop runs here that would see to it, and every window left
    behind is styled anew with the next theme.
    """
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def window(qtbot: QtBot, workspace: Workspace, tmp_path: Path, said: list[str]) -> Iterator[MainWindow]:
    """The window on an own workspace, with Papers in view."""
    make_practice(workspace, person="Mara Lind", person_title="Owner", payment_days=14)
    background = Background()
    messages = Messages(words_for)  # type: ignore[arg-type]
    messages.spoken.connect(lambda _kind, words: said.append(words))
    made = MainWindow(messages, Theme(tmp_path / "cache"), workspace.preferences, background)
    qtbot.addWidget(made)
    relay = ChangeRelay(made)
    workspace.store.subscribe(relay.publish)
    relay.changed.connect(made.on_changed)
    made.attach(workspace)
    made.resize(1360, 860)
    made.show()
    made.show_place("papers")
    yield made
    for dialog in made.findChildren(QDialog):
        dialog.close()
    made.may_close = True
    background.shutdown()


@pytest.fixture
def panel(window: MainWindow) -> PapersPanel:
    found = window.panel("papers")
    assert isinstance(found, PapersPanel)
    return found


@pytest.fixture
def engagement(workspace: Workspace) -> str:
    """Advice for Birch, complete enough to be issued."""
    birch = make_client(workspace)
    make_contact(workspace, birch, "Ada Roe", title="Director", roles=(ContactRole.SIGNATORY,))
    engagement_id = make_engagement(
        workspace, birch, starts_on=date(2026, 10, 19), ends_on=date(2026, 12, 18), fee=Decimal("7200.00")
    )
    workspace.engagements.add_deliverable(
        engagement_id, "Audit report", form="PDF", acceptance="Walked through", due_on=date(2026, 11, 20)
    )
    make_milestone(workspace, engagement_id, "Draft report", planned_on=date(2026, 11, 13), buffer_days=2)
    return engagement_id


@pytest.fixture
def draft(panel: PapersPanel, engagement: str, settle: Callable[[], None]) -> str:
    """A draft, open in the composer."""
    panel.new_agreement(engagement)
    settle()
    return panel.composer.agreement_id


@pytest.fixture
def issued(workspace: Workspace, panel: PapersPanel, draft: str, settle: Callable[[], None]) -> str:
    """An issued paper, open on its page."""
    panel.composer.leave()
    workspace.agreements.issue(draft)
    panel.open_agreement(draft)
    settle()
    return draft


@pytest.fixture
def settle(qtbot: QtBot, window: MainWindow, panel: PapersPanel) -> Callable[[], None]:
    """Lets typing rest and work behind the window end."""

    def _settle() -> None:
        if panel.composer._look_timer.isActive():
            panel.composer._look_now()
        if panel.composer._save_timer.isActive():
            panel.composer.flush()
        qtbot.waitUntil(
            lambda: not window.background.is_busy and not panel.composer.work.is_busy, timeout=20_000
        )

    return _settle
