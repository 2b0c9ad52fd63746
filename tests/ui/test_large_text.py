"""Large text in a narrow window: nothing is cut, and what matters stays readable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QTabBar, QToolButton
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import Layer, RhythmKind, TouchKind, Urgency
from clientdesk.services.workspace import Workspace
from clientdesk.ui.main_window import MainWindow
from clientdesk.ui.panels.boundaries.rules_page import RulesPage
from clientdesk.ui.panels.clients import ClientsPanel
from clientdesk.ui.panels.clients.name_line import NameLine
from clientdesk.ui.panels.today.answer_row import AnswerRow
from clientdesk.ui.panels.today.gap_line import GapLine
from clientdesk.ui.theme import Density, Theme, ThemeChoice, role_font
from clientdesk.ui.tokens import Status
from clientdesk.ui.widgets.chips import StatusShape
from clientdesk.ui.widgets.labels import ElidedLabel, label
from tests.helpers.clipping import clipped
from tests.helpers.fakes import FixedClock

FEDERATION = (
    "International Federation of Independent Harbour and Inland Waterway Operators of the Baltic Region"
)
OFFICE = "株式会社東京都市開発研究所デザインコンサルティンググループ"
QUESTION = "May the handover slip by two weeks?"


@pytest.fixture
def larger(qapp: QApplication, tmp_path: Path) -> Iterator[Theme]:
    before = qapp.font(), qapp.palette(), qapp.styleSheet()
    yield Theme(tmp_path / "cache")
    qapp.setStyleSheet(before[2])
    qapp.setPalette(before[1])
    qapp.setFont(before[0])


@pytest.fixture
def clients(workspace: Workspace, window: MainWindow, clock: FixedClock) -> tuple[str, str]:
    """Two with long names, owed a word, waiting for an answer, with a meeting that is over."""
    made = (workspace.clients.add(FEDERATION, zone="Asia/Tokyo"), workspace.clients.add(OFFICE))
    now = clock.now()
    for client_id in made:
        workspace.rhythms.add(Layer.CLIENT, client_id, kind=RhythmKind.UPDATE, weekday=0)
        workspace.touchpoints.plan(
            client_id, TouchKind.MEETING, now + timedelta(minutes=5), duration_minutes=30, text="Review"
        )
    clock.set(now + timedelta(days=15, hours=2))
    for client_id, urgency in zip(made, (Urgency.URGENT, Urgency.EMERGENCY), strict=True):
        workspace.requests.receive(client_id, QUESTION, urgency=urgency, at=clock.now())
    workspace.touchpoints.log_told(made[0], None, asks_text=True)
    return made


def enlarge(theme: Theme, window: MainWindow, percent: int) -> None:
    window.resize(1024, 768)
    theme.apply(QApplication.instance(), ThemeChoice.LIGHT, Density.COMPACT, percent)  # type: ignore[arg-type]
    settle()


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents()


def tabs_of(window: MainWindow, place: str) -> list[QTabBar]:
    return [tabs for tabs in window.panel(place).findChildren(QTabBar) if tabs.isVisible()]


@pytest.mark.parametrize("percent", [100, 200])
def test_today_cuts_nothing(
    window: MainWindow, clients: tuple[str, str], larger: Theme, percent: int
) -> None:
    enlarge(larger, window, percent)
    window.show_place("today")
    settle()
    rows = [row for row in window.panel("today").findChildren(AnswerRow) if row.isVisible()]
    assert len(rows) == 2
    for row in rows:
        is_below = row.deeds.y() > row.words_label.y()
        assert is_below is (percent > 100), "large text leaves the whole line to what they asked"
    assert clipped(window.panel("today")) == []


@pytest.mark.parametrize(("place", "percent"), [("settings", 185), ("boundaries", 165)])
def test_every_section_cuts_nothing(window: MainWindow, larger: Theme, place: str, percent: int) -> None:
    enlarge(larger, window, percent)
    window.show_place(place)
    settle()
    (tabs, *_) = tabs_of(window, place)
    for number in range(tabs.count()):
        tabs.setCurrentIndex(number)
        settle()
        assert clipped(window.panel(place)) == [], tabs.tabText(number)


def test_boundaries_is_never_seen_squeezed_while_it_is_built(window: MainWindow) -> None:
    window.show_place("boundaries")
    (rules,) = window.panel("boundaries").findChildren(RulesPage)
    rules._later.stop()
    settle()
    while len(rules.form.sections) < len(rules.form.titles):
        rules._on_later()
        for section in rules.form.sections:
            assert section.isVisible()
            assert section.height() >= section.heightForWidth(section.width()), section.title


def test_the_clients_page_cuts_nothing(window: MainWindow, clients: tuple[str, str], larger: Theme) -> None:
    enlarge(larger, window, 165)
    window.open_client(clients[0])
    settle()
    (tabs,) = tabs_of(window, "clients")
    for number in range(tabs.count()):
        tabs.setCurrentIndex(number)
        settle()
        assert clipped(window.panel("clients")) == [], tabs.tabText(number)


def test_tabs_without_room_are_reached_by_two_arrows(window: MainWindow, larger: Theme) -> None:
    enlarge(larger, window, 200)
    window.show_place("settings")
    settle()
    (tabs,) = tabs_of(window, "settings")
    arrows = [arrow for arrow in tabs.findChildren(QToolButton) if arrow.isVisible()]
    assert len(arrows) == 2
    for arrow in arrows:
        assert tabs.rect().contains(arrow.geometry()), "both lie inside the window"
        picture = arrow.grab().toImage()
        colours = {
            picture.pixel(x, y) for x in range(1, picture.width() - 1) for y in range(1, picture.height() - 1)
        }
        assert len(colours) > 2, "an arrow is drawn"


def test_a_long_name_never_hides_what_they_asked(qtbot: QtBot) -> None:
    shown = ElidedLabel(f"{FEDERATION} · {QUESTION}", "strong", lead=FEDERATION)
    qtbot.addWidget(shown)
    metrics = QFontMetrics(shown.font())
    shown.resize(metrics.horizontalAdvance(QUESTION) * 2, 30)
    shown.show()
    assert shown.text().endswith(f"… · {QUESTION}")
    assert shown.text().startswith("International")
    shown.resize(metrics.horizontalAdvance(f"{FEDERATION} · {QUESTION}") + 8, 30)
    assert shown.text() == f"{FEDERATION} · {QUESTION}"
    shown.resize(metrics.horizontalAdvance(QUESTION), 30)
    name, _, asked = shown.text().partition(" · ")
    assert name.endswith("…"), "the name keeps two fifths"
    assert asked.startswith("May")
    assert shown.full_text() == shown.accessibleName() == f"{FEDERATION} · {QUESTION}"


def test_an_emergency_never_looks_calm(window: MainWindow, clients: tuple[str, str]) -> None:
    window.show_place("today")
    settle()
    rows = {row.view.client: row for row in window.panel("today").findChildren(AnswerRow)}
    marks = {name: row.findChildren(StatusShape)[0]._status for name, row in rows.items()}
    assert marks[OFFICE] is Status.WATCH
    assert marks[FEDERATION] is Status.STEADY
    assert "emergency" in [one.text() for one in rows[OFFICE].findChildren(QLabel)], "the word says it too"


@pytest.mark.parametrize("percent", [100, 200])
def test_the_gap_keeps_its_descenders(qapp: QApplication, qtbot: QtBot, larger: Theme, percent: int) -> None:
    larger.apply(qapp, ThemeChoice.LIGHT, Density.COMPACT, percent)
    line = GapLine()
    qtbot.addWidget(line)
    above = QFontMetrics(role_font("strong")).height()
    below = QFontMetrics(role_font("caption")).height()
    assert line._middle() - 1 >= above, "the line lies below the words"
    assert line.sizeHint().height() >= line._middle() + below


def test_the_name_keeps_its_room(qtbot: QtBot) -> None:
    fact = label("their time 09:00", "secondary")
    line = NameLine(fact)
    qtbot.addWidget(line)
    line.name_label.set_full_text("Birch & Co")
    line.resize(600, 40)
    line.show()
    settle()
    assert line.is_beside()
    line.resize(fact.sizeHint().width() + 20, 60)
    settle()
    assert not line.is_beside()
    assert line.name_label.text() == "Birch & Co"
    assert fact.mapTo(line, fact.rect().topLeft()).y() >= line.name_label.geometry().bottom()


def test_after_hold_the_keyboard_is_on_release(window: MainWindow, clients: tuple[str, str]) -> None:
    window.open_client(clients[0])
    settle()
    panel = window.panel("clients")
    assert isinstance(panel, ClientsPanel)
    card = panel.client_page.now.word
    card.hold_button.setFocus()
    card.hold.emit("reply")
    settle()
    assert card.release_button.hasFocus()
    card.release_button.click()
    settle()
    assert card.later_button.hasFocus()
