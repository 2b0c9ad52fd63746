"""Boundaries: how a message now would be treated, live with what is typed; and moments as people type them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QScrollArea, QSpinBox
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import Urgency
from clientdesk.services.wording import words_for
from clientdesk.services.workspace import Workspace
from clientdesk.ui.messages import Messages
from clientdesk.ui.moment_reading import read_moment
from clientdesk.ui.panels.boundaries import BoundariesPanel
from clientdesk.ui.panels.boundaries.message_preview import MessagePreview
from clientdesk.ui.panels.boundaries.preview import AgreementPreview
from clientdesk.ui.theme import Theme
from tests.helpers.fakes import FixedClock

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 10, 13, 19, 40, tzinfo=PARIS)


@pytest.fixture
def panel(qtbot: QtBot, workspace: Workspace, clock: FixedClock, tmp_path: Path) -> Iterator[BoundariesPanel]:
    clock.set(NOW)
    workspace.practice.set_up("Lindqvist", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    panel = BoundariesPanel(workspace, Messages(words_for), Theme(tmp_path))
    qtbot.addWidget(panel)
    panel.resize(1_200, 800)
    panel.show()
    panel.edit_default()
    panel.rules_page.preview.views.buttons["message"].click()
    yield panel
    panel.hide()


@pytest.fixture
def message(panel: BoundariesPanel) -> MessagePreview:
    return panel.rules_page.preview.message


def test_it_answers_every_choice_at_once(message: MessagePreview) -> None:
    assert message.text().startswith("Tue 13 Oct 19:40, normal: outside working hours;")
    message.channel_field.set_value("Phone")
    assert "Phone isn't open for that" in message.text()
    message.urgency_field.set_value(Urgency.EMERGENCY.value)
    assert "by the emergency protocol, answered by 21:40" in message.text()
    message.moment_entry.setText("wed 10:00")
    assert message.text().startswith("Wed 14 Oct 10:00, an emergency, by Phone: within working hours")
    message.moment_entry.setText("sometime")
    assert message.text() == "This time can't be read. Write it like tue 19:40, or 16.10. 8:00."


def test_it_follows_the_rules_being_typed(panel: BoundariesPanel, message: MessagePreview) -> None:
    field = panel.rules_page.form.rows["response_normal"].editor.findChild(QSpinBox)
    field.setValue(3)
    assert "answered by Mon 19 Oct 17:00" in message.text()


def test_the_agreement_is_a_click_away(panel: BoundariesPanel) -> None:
    preview = panel.rules_page.preview
    preview.views.buttons["agreement"].click()
    assert preview.page.isVisible()
    assert not preview.message.isVisible()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", NOW),
        ("now", NOW),
        ("8:00", NOW.replace(hour=8, minute=0)),
        ("tue 20:15", NOW.replace(hour=20, minute=15)),
        ("tue 8:00", NOW.replace(day=20, hour=8, minute=0)),
        ("wed 19", NOW.replace(day=14, hour=19, minute=0)),
        ("16.10. 8:30", NOW.replace(day=16, hour=8, minute=30)),
        ("+3d 9pm", NOW.replace(day=16, hour=21, minute=0)),
        ("tomorrow", NOW.replace(day=14)),
        ("25:00", None),
        ("13 pm", None),
        ("sometime 9:00", None),
    ],
)
def test_moments_as_people_type_them(text: str, meant: datetime | None) -> None:
    assert read_moment(text, NOW) == meant


@pytest.mark.parametrize("width", [150, 400])
def test_the_names_of_both_views_are_never_cut(qtbot: QtBot, width: int) -> None:
    preview = AgreementPreview()
    qtbot.addWidget(preview)
    preview.setFixedWidth(width)
    preview.resize(width, 400)
    preview.show()
    names = list(preview.views.buttons.values())
    qtbot.waitUntil(lambda: all(name.width() >= name.sizeHint().width() for name in names))
    assert all(name.mapTo(preview, name.rect().bottomRight()).x() < width for name in names)
    is_below = names[1].y() > names[0].y()
    assert is_below == (width < preview.views_width())


def test_in_a_low_window_it_scrolls_and_nothing_is_squeezed(message: MessagePreview, qtbot: QtBot) -> None:
    message.setParent(None)
    message.resize(220, 120)
    message.show()
    qtbot.waitExposed(message)
    fields = (message.urgency_field, message.channel_field, message.moment_entry)
    assert all(field.height() >= field.minimumSizeHint().height() for field in fields)
    scroll = message.findChild(QScrollArea)
    assert scroll.widget().width() == scroll.viewport().width()
    assert scroll.verticalScrollBar().maximum() > 0
    message.deleteLater()
