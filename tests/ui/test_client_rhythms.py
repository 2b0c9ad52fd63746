"""A client's page: how each rhythm stands and was kept, holds until something happens, days to remember."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import CheckInState, HoldEvent, Layer, RhythmKind, RhythmUnit, TouchKind
from clientdesk.services.wording import words_for
from clientdesk.services.workspace import Workspace
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.clients import ClientsPanel
from clientdesk.ui.panels.clients.editor import Editor
from clientdesk.ui.theme import Theme
from clientdesk.ui.widgets.kept_meter import KeptMeter

Make = Callable[..., str]
PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 10, 12)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def panel(workspace: Workspace, said: list[str], qtbot: QtBot, tmp_path: Path) -> ClientsPanel:
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    messages = Messages(words_for)
    messages.spoken.connect(lambda _kind, text: said.append(text))
    made = ClientsPanel(workspace, messages, Theme(tmp_path))
    relay = ChangeRelay(made)
    relay.changed.connect(made.on_changed)
    workspace.store.subscribe(relay.publish)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def birch(panel: ClientsPanel, workspace: Workspace) -> str:
    client_id = workspace.clients.add("Birch")
    panel.open_client(client_id)
    return client_id


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def known_since(workspace: Workspace, day: date) -> str:
    """A client added on a day of before; the clock is back at today afterwards."""
    clock = workspace.clock
    clock.set(datetime.combine(day, time(10), PARIS))  # type: ignore[attr-defined]
    client_id = workspace.clients.add("Birch")
    clock.set(datetime.combine(TODAY, time(10), PARIS))  # type: ignore[attr-defined]
    return client_id


def words_in(widget: QWidget) -> str:
    QCoreApplication.processEvents()  # what was just put into a layout is shown by then
    shown = [label for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    return " | ".join(getattr(label, "full_text", label.text)() for label in shown)


def hold(panel: ClientsPanel, key: str) -> None:
    menu = panel.client_page.now.word.hold_button.menu()
    next(action for action in menu.actions() if action.objectName() == key).trigger()


def editor_of(panel: ClientsPanel) -> Editor:
    shown = panel.client_page.drawer.content()
    assert isinstance(shown, Editor)
    assert panel.client_page.drawer.isVisible()
    return shown


def enter(qtbot: QtBot, editor: Editor, name: str, text: str) -> None:
    entry = editor.form.field(name)
    entry = entry if isinstance(entry, QLineEdit) else entry.entry  # type: ignore[attr-defined]
    entry.setFocus()
    entry.selectAll()
    qtbot.keyClick(entry, Qt.Key.Key_Delete)
    qtbot.keyClicks(entry, text)


def about(panel: ClientsPanel) -> QWidget:
    panel.client_page.tabs.setCurrentIndex(4)
    return panel.client_page.about


@pytest.fixture
def kept_eight_of_ten(workspace: Workspace, panel: ClientsPanel, make_touch: Make) -> str:
    client_id = known_since(workspace, date(2026, 7, 1))
    workspace.rhythms.add(
        Layer.CLIENT,
        client_id,
        kind=RhythmKind.UPDATE,
        weekday=4,
        starts_on=date(2026, 7, 31),
        channel="Email",
    )
    for week in range(11):
        day = datetime(2026, 7, 31, 10, tzinfo=PARIS) + timedelta(weeks=week)
        make_touch(client_id, at=day + timedelta(days=3 if week in (4, 7) else 0))
    panel.open_client(client_id)
    return client_id


def test_how_well_a_rhythm_was_kept_is_said_and_shown(panel: ClientsPanel, kept_eight_of_ten: str) -> None:
    card = panel.client_page.now.word
    assert "8 of the last 10 on time · Email" in words_in(card)
    assert [meter.marks() for meter in card.findChildren(KeptMeter)] == [(8, 10)]


def test_a_young_rhythm_says_that_it_is_too_early(
    panel: ClientsPanel, workspace: Workspace, birch: str
) -> None:
    workspace.rhythms.add(Layer.CLIENT, birch, kind=RhythmKind.UPDATE, weekday=4)
    card = panel.client_page.now.word
    assert "Update every Friday | due Fri 16 Oct | too early to say" in words_in(card)
    assert card.findChildren(KeptMeter) == []


def test_what_was_told_last_stands_with_the_reason(
    panel: ClientsPanel, workspace: Workspace, make_touch: Make
) -> None:
    birch = known_since(workspace, date(2026, 9, 1))
    starts_on = date(2026, 10, 5)
    workspace.rhythms.add(Layer.CLIENT, birch, kind=RhythmKind.UPDATE, weekday=4, starts_on=starts_on)
    panel.open_client(birch)
    make_touch(birch, TouchKind.MAIL_SENT, datetime(2026, 10, 5, 9, tzinfo=PARIS), "Budget draft")
    reason = panel.client_page.now.word.reason_label.text()
    assert reason == "Friday's update is 3 days late. Last told: Budget draft by email on 5 Oct."


def test_when_to_reach_somebody_elsewhere(panel: ClientsPanel, workspace: Workspace) -> None:
    client_id = workspace.clients.add("Birch", zone="America/New_York")
    workspace.rhythms.add(Layer.CLIENT, client_id, kind=RhythmKind.UPDATE, weekday=4)
    panel.open_client(client_id)
    label = panel.client_page.now.word.reach_label
    assert label.text() == "Their time 04:00; reach them 14:00–17:00 your time."
    workspace.clients.update(client_id, zone=None)
    assert not label.isVisible()


def test_rules_that_wait_say_for_what(panel: ClientsPanel, workspace: Workspace, birch: str) -> None:
    for kind, rule in (
        (RhythmKind.SATISFACTION, {"unit": RhythmUnit.MILESTONE, "offset_days": 3}),
        (RhythmKind.PERSONAL, {"unit": RhythmUnit.AFTER_END, "every": 3}),
    ):
        workspace.rhythms.add(Layer.CLIENT, birch, kind=kind, **rule)
    said = words_in(panel.client_page.now.word)
    assert "Satisfaction question 3 days after each milestone | no milestone ahead" in said
    assert "Personal word 3 months after the end | once all work has an end" in said


@pytest.mark.parametrize(
    ("event", "said_then"),
    [
        (HoldEvent.REPLY, "On hold until they answer"),
        (HoldEvent.SIGNED, "On hold until a paper is signed"),
        (HoldEvent.START, "On hold until the work starts"),
        (HoldEvent.MILESTONE, "On hold until the next milestone"),
    ],
)
def test_a_hold_says_what_it_waits_for(
    panel: ClientsPanel, workspace: Workspace, birch: str, said: list[str], event: HoldEvent, said_then: str
) -> None:
    hold(panel, event.value)
    assert panel.client_page.now.word.word_label.text() == said_then
    assert said[-1] == f"{said_then}."
    status = workspace.check_ins.status_of(birch)
    assert status is not None
    assert (status.state, status.hold_event) == (CheckInState.ON_HOLD, event)
    workspace.store.undo()
    assert panel.client_page.now.word.hold_button.isVisible()


def test_a_hold_until_they_answer_ends_when_they_do(
    panel: ClientsPanel, workspace: Workspace, birch: str, make_touch: Make
) -> None:
    hold(panel, HoldEvent.REPLY.value)
    workspace.clock.set(datetime(2026, 10, 12, 15, tzinfo=PARIS))  # type: ignore[attr-defined]
    make_touch(birch, TouchKind.MAIL_RECEIVED, text="Yes, go on")
    word = panel.client_page.now.word
    assert not word.word_label.text().startswith("On hold")
    assert word.hold_button.isVisible()


def test_a_day_and_an_event_end_a_hold_whichever_comes_first(
    panel: ClientsPanel, workspace: Workspace, birch: str, qtbot: QtBot
) -> None:
    hold(panel, "pick")
    editor = editor_of(panel)
    enter(qtbot, editor, "until", "2026-11-02")
    enter(qtbot, editor, "why", "They are moving house")
    box = editor.form.field("event")
    box.setCurrentIndex(box.findText("They answer"))  # type: ignore[attr-defined]
    click(qtbot, editor.save_button)
    word = panel.client_page.now.word
    assert word.word_label.text() == "On hold until they answer, or until Mon 2 Nov"
    assert word.reason_label.text().startswith("They are moving house.")
    status = workspace.check_ins.status_of(birch)
    assert status is not None
    assert status.paused_until == date(2026, 11, 2)


def test_i_told_them_logs_what_is_owed(
    panel: ClientsPanel, workspace: Workspace, birch: str, qtbot: QtBot
) -> None:
    rule = {"kind": RhythmKind.KEY_DATE, "unit": RhythmUnit.YEARLY, "content": "Founding day"}
    workspace.rhythms.add(Layer.CLIENT, birch, starts_on=TODAY, **rule)
    word = panel.client_page.now.word
    assert word.word_label.text() == "Due today"
    assert word.reason_label.text().startswith("Founding day is today")
    click(qtbot, word.told_button)
    assert [touch.kind for touch in workspace.touchpoints.stream(birch)] == [TouchKind.PERSONAL]
    assert word.word_label.text() != "Due today"


def test_a_key_date_is_added_changed_and_taken_away(
    panel: ClientsPanel, workspace: Workspace, birch: str, qtbot: QtBot
) -> None:
    card = about(panel).key_dates  # type: ignore[attr-defined]
    click(qtbot, card.add_button)
    editor = editor_of(panel)
    enter(qtbot, editor, "content", "Birthday of Ada")
    enter(qtbot, editor, "starts_on", "1980-03-14")
    click(qtbot, editor.save_button)
    (rhythm,) = workspace.rhythms.of_client(birch)
    assert (rhythm.kind, rhythm.unit, rhythm.starts_on) == (
        RhythmKind.KEY_DATE,
        RhythmUnit.YEARLY,
        date(2027, 3, 14),
    )
    words = words_in(card)
    assert "Birthday of Ada | Sun 14 Mar 2027, in 5 months · every year" in words
    assert "your word falls on Fri 12 Mar" in words
    click(qtbot, card.findChild(QAbstractButton, f"open_{rhythm.rhythm_id}"))
    enter(qtbot, editor_of(panel), "content", "Birthday of Ada Byron")
    click(qtbot, editor_of(panel).save_button)
    assert "Birthday of Ada Byron" in words_in(card)
    click(qtbot, card.findChild(QAbstractButton, f"open_{rhythm.rhythm_id}"))
    click(qtbot, editor_of(panel).findChild(QAbstractButton, "delete_button"))
    assert workspace.rhythms.of_client(birch) == []
    workspace.store.undo()
    assert "Birthday of Ada Byron" in words_in(card)
    workspace.store.undo()
    workspace.store.undo()
    assert workspace.rhythms.of_client(birch) == []


def test_a_birthday_on_a_leap_day_stays_one(
    panel: ClientsPanel, workspace: Workspace, birch: str, qtbot: QtBot
) -> None:
    """Whoever opens it again sees 29 February, and saving without a change changes nothing."""
    card = about(panel).key_dates  # type: ignore[attr-defined]
    click(qtbot, card.add_button)
    enter(qtbot, editor_of(panel), "content", "Birthday of Ada")
    enter(qtbot, editor_of(panel), "starts_on", "1988-02-29")
    click(qtbot, editor_of(panel).save_button)
    (rhythm,) = workspace.rhythms.of_client(birch)
    assert (rhythm.starts_on, rhythm.offset_days) == (date(2027, 2, 28), 1)
    assert "Sun 28 Feb 2027, in 4 months · every year, in leap years on 29 February" in words_in(card)
    click(qtbot, card.findChild(QAbstractButton, f"open_{rhythm.rhythm_id}"))
    assert editor_of(panel).form.field("starts_on").date() == date(2024, 2, 29)  # type: ignore[attr-defined]
    enter(qtbot, editor_of(panel), "content", "Birthday of Ada Byron")
    click(qtbot, editor_of(panel).save_button)
    (again,) = workspace.rhythms.of_client(birch)
    assert again == replace(rhythm, content="Birthday of Ada Byron")
    click(qtbot, card.findChild(QAbstractButton, f"open_{rhythm.rhythm_id}"))
    enter(qtbot, editor_of(panel), "starts_on", "2027-02-28")
    click(qtbot, editor_of(panel).save_button)
    (again,) = workspace.rhythms.of_client(birch)
    assert (again.starts_on, again.offset_days) == (date(2027, 2, 28), None)


def test_a_key_date_needs_a_name_and_a_day_to_come(
    panel: ClientsPanel, workspace: Workspace, birch: str, qtbot: QtBot
) -> None:
    click(qtbot, about(panel).key_dates.add_button)  # type: ignore[attr-defined]
    editor = editor_of(panel)
    click(qtbot, editor.save_button)
    assert editor.form.problem_text("content") == "This needs some text."
    assert editor.form.problem_text("starts_on") == "This is needed."
    enter(qtbot, editor, "content", "Renewal")
    enter(qtbot, editor, "starts_on", "2026-10-09")
    unit = editor.form.field("unit")
    unit.setCurrentIndex(unit.findText("Once"))  # type: ignore[attr-defined]
    click(qtbot, editor.save_button)
    assert editor.form.problem_text("starts_on") == "This day is over. Choose today or a later one."
    assert workspace.rhythms.of_client(birch) == []


def test_what_is_kept_for_after_the_end_shows_only_near_it(
    panel: ClientsPanel, workspace: Workspace, birch: str, make_engagement: Make, qtbot: QtBot
) -> None:
    card = about(panel).after_end  # type: ignore[attr-defined]
    assert not card.isVisible()
    engagement = make_engagement(birch, starts_on=date(2026, 3, 2))
    assert not card.isVisible()
    workspace.engagements.update(engagement, ends_on=date(2026, 10, 30))
    assert card.isVisible()
    click(qtbot, card.personal_button)
    (rhythm,) = workspace.rhythms.of_client(birch)
    assert (rhythm.kind, rhythm.unit, rhythm.every) == (RhythmKind.PERSONAL, RhythmUnit.AFTER_END, 3)
    assert "Personal word 3 months after the end | Fri 29 Jan 2027, in 3 months" in words_in(card)
    assert not card.personal_button.isVisible()
    workspace.store.undo()
    assert card.personal_button.isVisible()


def test_a_client_that_has_left_is_asked_again_on_a_day(
    panel: ClientsPanel, workspace: Workspace, birch: str, make_engagement: Make, qtbot: QtBot
) -> None:
    make_engagement(birch, starts_on=date(2025, 3, 3), ends_on=date(2026, 4, 30))
    status = workspace.check_ins.status_of(birch)
    assert status is not None
    assert status.state is CheckInState.NOT_LISTED
    card = about(panel).after_end  # type: ignore[attr-defined]
    assert not card.personal_button.isVisible()
    click(qtbot, card.win_back_button)
    editor = editor_of(panel)
    assert editor.form.values()["starts_on"] == TODAY + timedelta(days=90)
    enter(qtbot, editor, "starts_on", "2026-11-02")
    enter(qtbot, editor, "content", "Their new budget")
    click(qtbot, editor.save_button)
    assert "Win back: Their new budget | Mon 2 Nov, in 3 weeks" in words_in(card)
    assert not card.win_back_button.isVisible()
    status = workspace.check_ins.status_of(birch)
    assert status is not None
    assert (status.state, status.due_on) == (CheckInState.NOT_YET, date(2026, 11, 2))


def test_what_was_missed_by_a_rule_of_before_is_still_owed(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    birch = known_since(workspace, date(2026, 9, 1))
    starts_on = date(2026, 10, 5)
    rhythm = workspace.rhythms.add(
        Layer.CLIENT, birch, kind=RhythmKind.UPDATE, weekday=4, starts_on=starts_on
    )
    workspace.rhythms.update(rhythm, every=2)
    panel.open_client(birch)
    word = panel.client_page.now.word
    words = words_in(word)
    assert "Update every Friday | overdue since Fri 9 Oct" in words
    assert "Update every second Friday | due Fri 16 Oct" in words
    click(qtbot, word.told_button)
    words = words_in(word)
    assert "Update every Friday |" not in words
    assert "Update every second Friday | next Fri 30 Oct" in words  # the 16th is kept early


@pytest.mark.parametrize(
    ("days", "now", "words"),
    [
        (10, date(2026, 10, 12), "Your limit, 10 days | in touch today, until Thu 22 Oct"),
        (10, date(2026, 10, 15), "Your limit, 10 days | quiet for 3 days, until Thu 22 Oct"),
        (10, date(2026, 10, 24), "Your limit, 10 days | quiet for 12 days, ended Thu 22 Oct"),
        (1, date(2026, 10, 13), "Your limit, 1 day | quiet for 1 day, until Tue 13 Oct"),
    ],
)
def test_a_limit_that_has_passed_says_that_it_ended(
    panel: ClientsPanel, workspace: Workspace, birch: str, days: int, now: date, words: str
) -> None:
    workspace.clients.update(birch, limit_days=days)
    workspace.touchpoints.log(birch, TouchKind.CALL, "Talked")
    workspace.clock.set(datetime.combine(now, time(10), PARIS))  # type: ignore[attr-defined]
    panel.mark_stale()
    assert words in words_in(panel.client_page.now.word)


def test_a_birthday_on_a_sunday_is_remembered_on_the_friday_before_and_comes_again(
    panel: ClientsPanel, workspace: Workspace, birch: str, qtbot: QtBot
) -> None:
    rule = {"kind": RhythmKind.KEY_DATE, "unit": RhythmUnit.YEARLY, "content": "Birthday of Ada"}
    workspace.rhythms.add(Layer.CLIENT, birch, starts_on=date(2027, 3, 14), **rule)
    workspace.clock.set(datetime(2027, 3, 12, 10, tzinfo=PARIS))  # type: ignore[attr-defined]
    panel.mark_stale()
    card, word = about(panel).key_dates, panel.client_page.now.word  # type: ignore[attr-defined]
    assert "a word is due today · Sun 14 Mar, in 2 days · every year" in words_in(card)
    panel.client_page.tabs.setCurrentIndex(0)
    assert "Birthday of Ada | due today" in words_in(word)
    click(qtbot, word.told_button)
    about(panel)
    assert "Sun 14 Mar, in 2 days · every year" in words_in(card)
    workspace.clock.set(datetime(2027, 3, 15, 10, tzinfo=PARIS))  # type: ignore[attr-defined]
    panel.mark_stale()
    assert "Birthday of Ada | Tue 14 Mar 2028, in 11 months · every year" in words_in(card)


def test_a_personal_word_is_taken_away_by_one_click(
    panel: ClientsPanel,
    workspace: Workspace,
    birch: str,
    make_engagement: Make,
    qtbot: QtBot,
    said: list[str],
) -> None:
    make_engagement(birch, starts_on=date(2026, 3, 2), ends_on=date(2026, 10, 30))
    for kind in (RhythmKind.PERSONAL, RhythmKind.WIN_BACK):
        workspace.rhythms.add(Layer.CLIENT, birch, kind=kind, unit=RhythmUnit.AFTER_END, every=1)
    card = about(panel).after_end  # type: ignore[attr-defined]
    words = words_in(card)
    assert "Personal word 1 month after the end | Mon 30 Nov, in 7 weeks" in words
    assert "Win back 1 month after the end | Mon 30 Nov, in 7 weeks" in words
    personal = workspace.rhythms.of_client(birch)[0].rhythm_id
    click(qtbot, card.findChild(QAbstractButton, f"open_{personal}"))
    assert said[-1] == "Taken away."
    assert [row.kind for row in workspace.rhythms.of_client(birch)] == [RhythmKind.WIN_BACK]
    assert card.personal_button.isVisible()


def test_a_win_back_day_is_moved(
    panel: ClientsPanel, workspace: Workspace, birch: str, make_engagement: Make, qtbot: QtBot
) -> None:
    make_engagement(birch, starts_on=date(2026, 3, 2), ends_on=date(2026, 10, 30))
    rule = {"kind": RhythmKind.WIN_BACK, "unit": RhythmUnit.ONCE, "content": "Budget"}
    rhythm = workspace.rhythms.add(Layer.CLIENT, birch, starts_on=date(2026, 11, 2), **rule)
    card = about(panel).after_end  # type: ignore[attr-defined]
    click(qtbot, card.findChild(QAbstractButton, f"open_{rhythm}"))
    enter(qtbot, editor_of(panel), "starts_on", "2026-12-01")
    click(qtbot, editor_of(panel).save_button)
    assert "Win back: Budget | Tue 1 Dec, in 7 weeks" in words_in(card)
    assert [row.rhythm_id for row in workspace.rhythms.of_client(birch)] == [rhythm]


def test_the_list_says_in_full_what_a_hold_waits_for(panel: ClientsPanel, workspace: Workspace) -> None:
    client_id = workspace.clients.add("Birch")
    workspace.check_ins.hold(client_id, date(2026, 11, 2), "They are moving house", HoldEvent.REPLY)
    model = panel.list_page.model
    index = model.index_of(client_id, model.column_number("next_word"))
    assert index.data() == "on hold until they answer, or until Mon 2 Nov"
    tip = str(index.data(Qt.ItemDataRole.ToolTipRole))
    assert "On hold until they answer, or until Mon 2 Nov" in tip
    assert "They are moving house" in tip
