"""Quick add by its keys and clicks: chips while typing, corrections, Enter adds and stays, one undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from clientdesk.models.quick_add import Part
from clientdesk.services.workspace import Workspace
from clientdesk.ui.actions import ACTIONS
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.week import WeekPanel
from clientdesk.ui.theme import Theme
from clientdesk.ui.widgets.quick_add import QuickAdd

Make = Callable[..., str]
THURSDAY = date(2026, 10, 15)


@pytest.fixture(autouse=True)
def british() -> Iterator[None]:
    """Weeks begin on Monday, times have 24 hours. It is Monday 12 October 2026, 10:00 in Paris."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def acme(workspace: Workspace, make_client: Make) -> str:
    """Two clients whose names begin alike."""
    make_client("Acorn AB")
    return make_client("Acme Ltd")


@pytest.fixture
def said() -> list[str]:
    """What was said to the user."""
    return []


@pytest.fixture
def panel(qtbot: QtBot, workspace: Workspace, acme: str, said: list[str]) -> WeekPanel:
    """The week, with the line closed and the keyboard on the grid."""
    assert acme
    messages = Messages(str)
    messages.spoken.connect(lambda _kind, text: said.append(text))
    made = WeekPanel(workspace, messages, Theme())
    relay = ChangeRelay(made)
    relay.changed.connect(made.on_changed)
    workspace.store.subscribe(relay.publish)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.grid.setFocus()
    return made


@pytest.fixture
def line(panel: WeekPanel) -> QuickAdd:
    """The line, opened by N."""
    QTest.keyClick(panel.grid, Qt.Key.Key_N)
    return panel.quick_add.line


def type_in(line: QuickAdd, text: str) -> None:
    line.entry.clear()
    QTest.keyClicks(line.entry, text)


def chips(line: QuickAdd) -> dict[str, str]:
    """What stands on each chip in sight."""
    return {chip.part.value: chip.text().replace("&&", "&") for chip in line.chips.shown()}


def waiting(workspace: Workspace) -> list[str]:
    return [item.title for group in workspace.week.to_place() for item in group.items if not item.is_offered]


def blocks(workspace: Workspace) -> list[tuple[str, date, int, int]]:
    return [
        (block.title, block.day, block.start_minute, block.end_minute)
        for block in workspace.week.week(date(2026, 10, 12)).blocks
    ]


def choose(menu: QMenu, start: str) -> None:
    """Trigger the entry that begins so, in the menu or one below it."""
    for action in menu.actions():
        below = action.menu()
        if below is not None and isinstance(below, QMenu):
            choose(below, start)
        elif action.text().startswith(start):
            action.trigger()
            return


def test_n_opens_the_line_and_escape_closes_it(panel: WeekPanel) -> None:
    assert panel.quick_add.isHidden()
    QTest.keyClick(panel.grid, Qt.Key.Key_N)
    assert panel.quick_add.isVisible()
    assert panel.quick_add.line.entry.hasFocus()
    QTest.keyClick(panel.quick_add.line.entry, Qt.Key.Key_Escape)
    assert panel.quick_add.isHidden()
    assert panel.grid.hasFocus()


def test_n_works_in_to_place_and_by_a_click(panel: WeekPanel) -> None:
    QTest.keyClick(panel.side.list, Qt.Key.Key_N)
    assert panel.quick_add.isVisible()
    panel.quick_add.line.close_button.click()
    assert panel.quick_add.isHidden()
    panel.quick_add_button.click()
    assert panel.quick_add.isVisible()


def test_the_reading_is_shown_while_typing(line: QuickAdd) -> None:
    type_in(line, "acme slides 2h thu 10")
    assert chips(line) == {"client": "Acme Ltd", "estimate": "2 h", "day": "Thu 15 Oct", "time": "10:00"}
    assert line.chips.title_label.text() == "slides"
    type_in(line, "slides #wri ! by fri every monday 45m")
    assert chips(line) == {
        "estimate": "45 min",
        "rule": "every Monday",
        "due": "due Fri 16 Oct",
        "kind": "writing",
        "impact": "high impact",
    }


def test_enter_places_says_where_and_stays_open(
    line: QuickAdd, panel: WeekPanel, workspace: Workspace, said: list[str]
) -> None:
    type_in(line, "acme slides 2h thu 10")
    QTest.keyClick(line.entry, Qt.Key.Key_Return)
    assert blocks(workspace) == [("slides", THURSDAY, 600, 720)]
    assert said[-1] == "“slides” for Acme Ltd placed Thu 15 Oct, 10:00–12:00."
    assert (line.entry.text(), line.isVisible(), line.entry.hasFocus()) == ("", True, True)
    selected = panel.grid.selected()
    assert selected is not None
    assert selected.title == "slides"
    workspace.store.undo()
    assert blocks(workspace) == []
    assert waiting(workspace) == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("slides", "“slides” waits in To place."),
        ("acme slides thu", "“slides” for Acme Ltd is planned for Thu 15 Oct, without a time."),
        ("slides every monday", "“slides” repeats every Monday; To place offers it in time."),
    ],
)
def test_the_toast_says_what_became_of_it(line: QuickAdd, said: list[str], typed: str, words: str) -> None:
    type_in(line, typed)
    QTest.keyClick(line.entry, Qt.Key.Key_Return)
    assert said[-1] == words


def test_a_wrong_guess_is_taken_back_by_key(line: QuickAdd, workspace: Workspace) -> None:
    type_in(line, "acme sun protection 2h")
    QTest.keyClick(line.entry, Qt.Key.Key_Tab)
    assert line.chips.chips[Part.CLIENT].hasFocus()
    QTest.keyClick(line.chips.chips[Part.CLIENT], Qt.Key.Key_Right)
    QTest.keyClick(line.chips.chips[Part.ESTIMATE], Qt.Key.Key_Right)
    day = line.chips.chips[Part.DAY]
    assert day.hasFocus()
    QTest.keyClick(day, Qt.Key.Key_Backspace)
    assert chips(line) == {"client": "Acme Ltd", "estimate": "2 h"}
    assert line.entry.hasFocus()
    QTest.keyClick(line.entry, Qt.Key.Key_Return)
    assert waiting(workspace) == ["sun protection"]


def test_a_wrong_guess_is_changed_by_click(line: QuickAdd, workspace: Workspace) -> None:
    type_in(line, "acme slides 1:30 thu")
    menu = line.chips.chips[Part.ESTIMATE].menu_of_meanings()
    assert menu is not None
    choose(menu, "13:30")
    assert chips(line) == {"client": "Acme Ltd", "day": "Thu 15 Oct", "time": "13:30"}
    menu = line.chips.chips[Part.CLIENT].menu_of_meanings()
    assert menu is not None
    choose(menu, "Acorn AB")
    menu = line.chips.chips[Part.DAY].menu_of_meanings()
    assert menu is not None
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Thu 22 Oct",
        "due Thu 15 Oct",
        "Not a day: keep “thu” as text",
    ]
    QTest.keyClick(line.entry, Qt.Key.Key_Return)
    assert blocks(workspace) == [("slides", THURSDAY, 13 * 60 + 30, 14 * 60 + 30)]
    assert workspace.week.week(THURSDAY).blocks[0].client_name == "Acorn AB"


def test_two_clients_that_begin_alike_are_asked_about(line: QuickAdd, workspace: Workspace) -> None:
    type_in(line, "ac slides")
    chip = line.chips.chips[Part.CLIENT]
    assert chips(line) == {"client": "Which client?"}
    QTest.keyClick(line.entry, Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()][:2] == ["Acme Ltd", "Acorn AB"]
    assert waiting(workspace) == []
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert chips(line) == {"client": "Acme Ltd"}
    assert chip.guess is not None
    line.submit()
    assert waiting(workspace) == ["slides"]


def test_a_line_without_words_asks_for_one(line: QuickAdd, workspace: Workspace) -> None:
    type_in(line, "acme 2h")
    QTest.keyClick(line.entry, Qt.Key.Key_Return)
    assert line.hint_label.isVisible()
    assert line.hint_label.text().startswith("Add a word")
    assert waiting(workspace) == []
    QTest.keyClicks(line.entry, " x")
    assert not line.hint_label.isVisible()
    assert line.chips.isVisible()


def test_an_empty_line_adds_nothing(line: QuickAdd, workspace: Workspace, said: list[str]) -> None:
    QTest.keyClick(line.entry, Qt.Key.Key_Return)
    assert waiting(workspace) == []
    assert said == []


def test_what_was_corrected_is_forgotten_with_the_line(line: QuickAdd) -> None:
    type_in(line, "acme slides")
    line.chips.chips[Part.CLIENT].corrected.emit("acme", None)
    assert chips(line) == {}
    type_in(line, "acme notes")
    assert chips(line) == {"client": "Acme Ltd"}


def test_too_long_a_title_is_refused_and_the_line_kept(
    line: QuickAdd, workspace: Workspace, said: list[str]
) -> None:
    line.entry.setText("x" * 300)
    line.submit()
    assert said
    assert line.entry.text() == "x" * 300
    assert waiting(workspace) == []


def test_each_chip_is_named_by_what_is_seen(line: QuickAdd) -> None:
    type_in(line, "acme slides 2h thu 10")
    for chip in line.chips.shown():
        seen = QAccessible.queryAccessibleInterface(chip)
        assert seen.text(QAccessible.Text.Name) == chip.text().replace("&&", "&")
        assert chip.height() >= 24
    assert line.entry.accessibleDescription() == "slides, Acme Ltd, 2 h, Thu 15 Oct, 10:00"


def test_for_today_work_without_a_day_is_meant_for_today(
    qtbot: QtBot, workspace: Workspace, acme: str, said: list[str]
) -> None:
    assert acme
    messages = Messages(str)
    messages.spoken.connect(lambda _kind, text: said.append(text))
    line = QuickAdd(workspace, messages, is_for_today=True)
    qtbot.addWidget(line)
    line.begin()
    line.entry.setText("acme notes")
    line.submit()
    assert said == ["“notes” for Acme Ltd is planned for Mon 12 Oct, without a time."]


def test_a_name_of_the_locale_is_read(line: QuickAdd) -> None:
    QLocale.setDefault(QLocale("de_DE"))
    line.entry.setText("acme Folien 1,5h Donnerstag 14.30")
    assert set(chips(line)) == {"client", "estimate", "day", "time"}
    assert line.reading() is not None
    assert line.reading().day == THURSDAY  # type: ignore[union-attr]


def test_the_panel_opens_the_line_for_the_window(panel: WeekPanel) -> None:
    panel.add_work()
    assert panel.quick_add.line.entry.hasFocus()


def test_no_shortcut_hides_a_longer_one() -> None:
    sequences = [QKeySequence(spec.shortcut) for spec in ACTIONS if spec.shortcut]
    partial = QKeySequence.SequenceMatch.PartialMatch
    assert not [one.toString() for one in sequences for other in sequences if one.matches(other) == partial]
