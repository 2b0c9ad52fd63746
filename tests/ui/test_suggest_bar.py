"""Suggested places by keys and clicks, and the dialog that answers what can be promised."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from clientdesk.models.views.promise import Verdict
from clientdesk.models.views.week import BlockView
from clientdesk.services.workspace import Workspace
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.week import WeekPanel
from clientdesk.ui.promise_dialog import PromiseDialog, Question, question_of_milestone
from clientdesk.ui.theme import Theme
from tests.helpers.fakes import FixedClock

Make = Callable[..., str]
MONDAY = date(2026, 10, 12)
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def british() -> object:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield None
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def set_up(workspace: Workspace) -> None:
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR", holiday_region="FR")


@pytest.fixture
def messages() -> Messages:
    return Messages(str)


@pytest.fixture
def panel(qtbot, workspace: Workspace, messages: Messages) -> WeekPanel:
    """The panel, shown and wired to the store's announcements, with three things that wait."""
    for title, minutes in (("Slides", 120), ("Notes", 60), ("Audit", 90)):
        workspace.work.add({"title": title, "estimate_minutes": minutes})
    made = WeekPanel(workspace, messages, Theme())
    relay = ChangeRelay(made)
    relay.changed.connect(made.on_changed)
    workspace.store.subscribe(relay.publish)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    qtbot.waitExposed(made)
    return made


def blocks(workspace: Workspace) -> tuple[BlockView, ...]:
    return workspace.week.week(MONDAY).blocks


def press(qtbot, panel: WeekPanel, key: Qt.Key) -> None:
    qtbot.keyClick(panel.grid, key)
    QApplication.processEvents()


def test_s_in_to_place_shows_ghosts_and_moves_nothing(qtbot, panel: WeekPanel, workspace: Workspace) -> None:
    panel.side.list.setFocus()
    qtbot.keyClick(panel.side.list, Qt.Key.Key_S)
    bar = panel.suggest_bar
    assert bar.isVisible()
    assert bar.count_label.text() == "3 places suggested"
    assert len(panel.grid.ghosts) == 3
    assert blocks(workspace) == ()


def test_the_button_under_to_place_suggests(qtbot, panel: WeekPanel) -> None:
    qtbot.mouseClick(panel.side.suggest_button, Qt.MouseButton.LeftButton)
    assert panel.suggest_bar.is_up


def test_enter_accepts_all_in_one_step(qtbot, panel: WeekPanel, workspace: Workspace) -> None:
    panel.suggest_places()
    press(qtbot, panel, Qt.Key.Key_Return)
    assert {block.title for block in blocks(workspace)} == {"Slides", "Notes", "Audit"}
    assert not panel.suggest_bar.is_up and panel.grid.ghosts == ()
    workspace.store.undo()
    assert blocks(workspace) == ()


def test_space_accepts_only_the_one_shown(qtbot, panel: WeekPanel, workspace: Workspace) -> None:
    panel.suggest_places()
    first = panel.suggest_bar.shown()
    assert first is not None
    press(qtbot, panel, Qt.Key.Key_Space)
    assert [block.title for block in blocks(workspace)] == [first.title]
    assert len(panel.grid.ghosts) == 2
    second = panel.suggest_bar.shown()
    assert second is not None and second.key != first.key
    workspace.store.undo()
    assert blocks(workspace) == ()


def test_x_leaves_one_out_and_it_stays_in_to_place(qtbot, panel: WeekPanel, workspace: Workspace) -> None:
    panel.suggest_places()
    left = panel.suggest_bar.shown()
    assert left is not None
    press(qtbot, panel, Qt.Key.Key_X)
    press(qtbot, panel, Qt.Key.Key_Return)
    assert left.title not in {block.title for block in blocks(workspace)}
    assert left.work_item_id in workspace.suggest.waiting(MONDAY)


def test_escape_leaves_the_week_as_it_is(qtbot, panel: WeekPanel, workspace: Workspace) -> None:
    panel.suggest_places()
    press(qtbot, panel, Qt.Key.Key_Escape)
    assert not panel.suggest_bar.is_up
    assert panel.grid.ghosts == () and blocks(workspace) == ()


def test_arrows_walk_the_ghosts_and_the_bar_says_why(qtbot, panel: WeekPanel) -> None:
    panel.suggest_places()
    bar = panel.suggest_bar
    before = bar.reason_label.text()
    first = bar.shown()
    assert first is not None and first.title in before
    press(qtbot, panel, Qt.Key.Key_Down)
    second = bar.shown()
    assert second is not None and second.key != first.key
    assert second.title in bar.reason_label.text()


def test_clicking_a_ghost_shows_it_and_does_not_accept_it(panel: WeekPanel, workspace: Workspace) -> None:
    panel.suggest_places()
    last = panel.suggest_bar.places[-1]
    panel.grid.ghost_clicked.emit(last.key)
    assert panel.suggest_bar.shown() == last
    assert blocks(workspace) == ()


@pytest.mark.parametrize(
    ("name", "placed"), [("accept_all_button", 3), ("accept_button", 1), ("skip_button", 0)]
)
def test_each_key_has_a_button(qtbot, panel: WeekPanel, workspace: Workspace, name: str, placed: int) -> None:
    panel.suggest_places()
    qtbot.mouseClick(getattr(panel.suggest_bar, name), Qt.MouseButton.LeftButton)
    assert len(blocks(workspace)) == placed


def test_what_does_not_fit_is_listed_with_why(qtbot, panel: WeekPanel, workspace: Workspace) -> None:
    workspace.work.add({"title": "Atlas", "estimate_minutes": 54_000})
    panel.suggest_places()
    bar = panel.suggest_bar
    assert bar.left_out_button.text() == "1 doesn't fit"
    assert not bar.left_out_area.isVisible()
    qtbot.mouseClick(bar.left_out_button, Qt.MouseButton.LeftButton)
    assert bar.left_out_area.isVisible()
    assert "Atlas: no room this week" in bar.left_out_label.text()


def test_a_ghost_gives_way_to_a_block_put_in_its_place(panel: WeekPanel, workspace: Workspace) -> None:
    panel.suggest_places()
    place = panel.suggest_bar.places[0]
    start = datetime(place.day.year, place.day.month, place.day.day, tzinfo=PARIS)
    workspace.week.add_block(
        {"title": "Dentist", "kind": "private"}, start + timedelta(minutes=place.start_minute), 30
    )
    assert place not in panel.suggest_bar.places
    assert len(panel.grid.ghosts) == 2


def test_work_done_meanwhile_is_suggested_no_longer(panel: WeekPanel, workspace: Workspace) -> None:
    panel.suggest_places()
    done = panel.suggest_bar.places[0]
    workspace.week.complete(done.work_item_id)
    assert done.work_item_id not in {place.work_item_id for place in panel.suggest_bar.places}


def test_the_pieces_left_stay_when_one_is_accepted(qtbot, panel: WeekPanel, workspace: Workspace) -> None:
    workspace.work.add({"title": "Book", "estimate_minutes": 420})
    panel.suggest_places()
    parts = [place for place in panel.suggest_bar.places if place.title == "Book"]
    assert len(parts) == 3
    panel.grid.select_ghost(parts[0].key)
    press(qtbot, panel, Qt.Key.Key_Space)
    assert [place for place in panel.suggest_bar.places if place.title == "Book"] == parts[1:]


def test_turning_to_another_week_takes_the_proposal_away(panel: WeekPanel) -> None:
    panel.suggest_places()
    panel.turn(1)
    assert not panel.suggest_bar.is_up and panel.grid.ghosts == ()


def test_with_nothing_to_place_it_says_so(panel: WeekPanel, workspace: Workspace, messages: Messages) -> None:
    for item in list(workspace.suggest.waiting(MONDAY)):
        workspace.week.complete(item)
    said: list[str] = []
    messages.spoken.connect(lambda _, text: said.append(text))
    panel.suggest_places()
    assert said == ["Nothing waits for a place."]
    assert not panel.suggest_bar.is_up


def test_everything_in_the_bar_has_a_name(panel: WeekPanel) -> None:
    panel.suggest_places()
    for made in panel.suggest_bar.findChildren(QPushButton):
        assert made.accessibleName() and made.objectName()


# The promise check.


@pytest.fixture
def dialog(qtbot, workspace: Workspace, messages: Messages, make_client: Make) -> PromiseDialog:
    client = make_client("Acme")
    made = PromiseDialog(workspace, messages, Question(client, 14 * 60, MONDAY + timedelta(2)))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_opens_with_an_answer_to_what_is_known(dialog: PromiseDialog) -> None:
    assert dialog.hours_field.text() == "14"
    assert dialog.client_field.currentText() == "Acme"
    assert dialog.headline_label.text() == "Perhaps: 14 h for Acme by Wed 14 Oct is likely, not safe."
    assert dialog.strip.isVisible()
    assert "of 100" in dialog.strip.accessibleDescription()


def test_typing_changes_the_answer(qtbot, dialog: PromiseDialog) -> None:
    dialog.hours_field.clear()
    qtbot.keyClicks(dialog.hours_field, "6")
    qtbot.waitUntil(lambda: dialog.answer is not None and dialog.answer.verdict is Verdict.YES)
    assert dialog.headline_label.text().startswith("Yes: 6 h for Acme")
    dialog.by_field.entry.clear()
    qtbot.keyClicks(dialog.by_field.entry, "+0d")
    qtbot.waitUntil(lambda: dialog.answer is not None and dialog.answer.verdict is not Verdict.YES)


def test_half_hours_are_read_as_the_locale_writes_them(dialog: PromiseDialog) -> None:
    QLocale.setDefault(QLocale("de_DE"))
    dialog.hours_field.setText("1,5")
    dialog.answer_now()
    assert dialog.headline_label.text().startswith("Yes: 1 h 30")


@pytest.mark.parametrize("typed", ["abc", "0", "-3", "99999999", "nan"])
def test_hours_that_make_no_sense_are_told_beside_the_field(dialog: PromiseDialog, typed: str) -> None:
    dialog.hours_field.setText(typed)
    dialog.answer_now()
    assert dialog.answer is None
    assert dialog.problem_label.isVisible()
    assert not dialog.answer_card.isVisible() and not dialog.copy_button.isEnabled()


def test_without_hours_nothing_is_said(dialog: PromiseDialog) -> None:
    dialog.hours_field.clear()
    dialog.answer_now()
    assert not dialog.problem_label.isVisible() and not dialog.answer_card.isVisible()


def test_the_copied_answer_is_a_sentence_to_the_client(qtbot, dialog: PromiseDialog) -> None:
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("I can have this done by ") and copied.endswith("October.")
    assert "14 h" not in copied and "likely" not in copied


def test_from_a_milestone_it_knows_client_hours_and_day(
    qtbot,
    workspace: Workspace,
    messages: Messages,
    make_client: Make,
    make_engagement: Make,
    make_milestone: Make,
) -> None:
    engagement = make_engagement(make_client("Cedar"), starts_on=date(2026, 9, 1))
    report = make_milestone(engagement, "Report", expected_on=MONDAY + timedelta(9), estimate_minutes=630)
    made = PromiseDialog(workspace, messages, question_of_milestone(workspace, report))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    assert made.hours_field.text() == "10.5"
    assert made.client_field.currentText() == "Cedar"
    assert made.by_field.date() == MONDAY + timedelta(9)
    assert made.answer is not None and made.answer.verdict is Verdict.YES


def test_c_in_the_week_asks_for_the_client_of_what_is_selected(
    qtbot, panel: WeekPanel, workspace: Workspace, make_client: Make, clock: FixedClock
) -> None:
    client = make_client("Birch")
    block = workspace.week.add_block(
        {"title": "Talk", "client_id": client}, clock.now() + timedelta(hours=1), 60
    )
    panel.grid.select(block)
    panel.grid.setFocus()
    press(qtbot, panel, Qt.Key.Key_C)
    opened = panel.window().findChild(PromiseDialog)
    assert opened is not None
    assert opened.client_field.value() == client
    opened.close()


def test_arrows_stay_among_the_suggestions_and_sideways_changes_the_day(
    qtbot, panel: WeekPanel, workspace: Workspace
) -> None:
    for number in range(4):
        workspace.work.add({"title": f"Chapter {number}", "estimate_minutes": 150})
    panel.suggest_places()
    bar = panel.suggest_bar
    seen = []
    for _ in range(len(bar.places) + 3):
        shown = bar.shown()
        assert shown is not None
        seen.append((shown.day, shown.start_minute))
        press(qtbot, panel, Qt.Key.Key_Down)
    assert seen == sorted(seen)
    assert len(set(seen)) == len(bar.places)
    last = bar.shown()
    press(qtbot, panel, Qt.Key.Key_Left)
    assert last is not None
    assert bar.shown() is not None
    assert bar.shown().day < last.day


def test_while_places_are_suggested_no_other_offer_is_made(
    qtbot, panel: WeekPanel, workspace: Workspace
) -> None:
    for hour in (9, 13):
        workspace.week.add_block({"title": "Long work"}, datetime(2026, 10, 14, hour, 0), 240)
    panel.refresh()
    assert panel.relief_bar.isVisible()
    panel.suggest_places()
    assert not panel.relief_bar.isVisible()
    panel.refresh()
    assert not panel.relief_bar.isVisible()
    press(qtbot, panel, Qt.Key.Key_Escape)
    assert panel.relief_bar.isVisible()
