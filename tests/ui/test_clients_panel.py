"""The clients panel driven as a user would; claims are made on the services and item models."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import CheckInState, Side, Stage, TouchKind, TouchState
from clientdesk.services.wording import words_for
from clientdesk.services.workspace import Workspace
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.itemmodels.client_parts import MilestoneTableModel, milestone_status, milestone_word
from clientdesk.ui.itemmodels.clients import ClientTableModel
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.clients import ClientsPanel
from clientdesk.ui.panels.clients.editor import Editor
from clientdesk.ui.promise_dialog import PromiseDialog
from clientdesk.ui.theme import Theme
from clientdesk.ui.tokens import Status
from tests.helpers.papers_window import drop
from tests.helpers.sample_agreement import CONTENT

Make = Callable[..., str]
PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 10, 12)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def messages(said: list[str], qapp: object) -> Messages:
    made = Messages(words_for)  # type: ignore[arg-type]
    made.spoken.connect(lambda _kind, text: said.append(text))
    return made


@pytest.fixture
def panel(workspace: Workspace, messages: Messages, qtbot: QtBot, tmp_path: Path) -> ClientsPanel:
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    made = ClientsPanel(workspace, messages, Theme(tmp_path))
    relay = ChangeRelay(made)
    relay.changed.connect(made.on_changed)
    workspace.store.subscribe(relay.publish)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    qtbot.waitExposed(made)
    return made


def names(panel: ClientsPanel) -> list[str]:
    return [line.client.name for line in panel.list_page.model.rows]


def cell(panel: ClientsPanel, client_id: str, key: str) -> str:
    model = panel.list_page.model
    return str(model.index_of(client_id, model.column_number(key)).data())


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key) -> None:
    qtbot.keyClick(widget, key)


def editor_of(panel: ClientsPanel) -> Editor:
    shown = panel.client_page.drawer.content()
    assert isinstance(shown, Editor)
    assert panel.client_page.drawer.isVisible()
    return shown


def test_an_empty_list_says_what_it_is_for(panel: ClientsPanel, qtbot: QtBot) -> None:
    page = panel.list_page
    assert page.stack.currentWidget() is page.empty
    said = f"{page.empty.title_label.text()} {page.empty.text_label.text()}"
    assert said == "Add the first client. A name is enough — everything else comes from the tier."
    assert [button.text() for button in page.empty.buttons] == [
        "New client",
        "Import CSV or vCard",
        "Look at the demo",
    ]
    with qtbot.waitSignal(panel.import_requested):
        click(qtbot, page.empty.buttons[1])
    with qtbot.waitSignal(panel.demo_requested):
        click(qtbot, page.empty.buttons[2])


def test_a_name_and_enter_add_a_client(panel: ClientsPanel, workspace: Workspace, qtbot: QtBot) -> None:
    panel.new_client()
    bar = panel.list_page.new_bar
    qtbot.keyClicks(bar.name_field, "Birch & Co")
    press(qtbot, bar.name_field, Qt.Key.Key_Return)
    added = workspace.clients.list_active()
    assert [(row.name, row.tier) for row in added] == [("Birch & Co", "Steady")]
    assert panel.list_page.table.current_id() == added[0].client_id
    assert not bar.isVisible()


@pytest.mark.parametrize(("typed", "why"), [("   ", "This needs some text."), ("x" * 201, "200 characters")])
def test_a_refused_name_stays_with_its_problem_beside_it(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot, typed: str, why: str
) -> None:
    panel.new_client()
    bar = panel.list_page.new_bar
    bar.name_field.setText(typed)
    press(qtbot, bar.name_field, Qt.Key.Key_Return)
    assert bar.name_field.text() == typed
    assert why in bar.problem.text()
    assert bar.isVisible()
    assert workspace.clients.list_active() == []


def test_the_filter_finds_by_every_word_without_case_or_accents(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    for name in ("Łukasz Söhne", "Birch & Co", "Sohn Partners"):
        workspace.clients.add(name)
    page = panel.list_page
    page.filter_field.setText("SOHN steady")
    press(qtbot, page.filter_field, Qt.Key.Key_Return)
    assert names(panel) == ["Łukasz Söhne", "Sohn Partners"]
    page.filter_field.setText("lukasz")
    press(qtbot, page.filter_field, Qt.Key.Key_Return)
    assert names(panel) == ["Łukasz Söhne"]
    page.filter_field.clear()
    assert len(names(panel)) == 3


def test_slash_goes_to_the_filter_and_esc_clears_it(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    workspace.clients.add("Birch")
    page = panel.list_page
    page.table.setFocus()
    press(qtbot, page.table, Qt.Key.Key_Slash)
    assert page.filter_field.hasFocus()
    qtbot.keyClicks(page.filter_field, "zzz")
    press(qtbot, page.filter_field, Qt.Key.Key_Return)
    assert names(panel) == []
    press(qtbot, page.filter_field, Qt.Key.Key_Escape)
    assert names(panel) == ["Birch"]


def test_a_name_is_edited_in_place(panel: ClientsPanel, workspace: Workspace, qtbot: QtBot) -> None:
    client_id = workspace.clients.add("Birch")
    table = panel.list_page.table
    table.select_id(client_id)
    table.setFocus()
    press(qtbot, table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    assert editor is not None
    editor.setText("Birch & Sons")
    press(qtbot, editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workspace.clients.get(client_id).name == "Birch & Sons")
    assert names(panel) == ["Birch & Sons"]


def test_a_refused_edit_leaves_the_name_and_says_why(
    panel: ClientsPanel, workspace: Workspace, said: list[str]
) -> None:
    client_id = workspace.clients.add("Birch")
    model = panel.list_page.model
    assert not model.setData(model.index_of(client_id), "   ")
    assert workspace.clients.get(client_id).name == "Birch"
    assert said == ["Name: this needs some text."]


@pytest.mark.parametrize("key", ["tier", "stage"])
def test_tier_and_stage_are_chosen_in_place(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot, key: str
) -> None:
    client_id = workspace.clients.add("Birch")
    table, model = panel.list_page.table, panel.list_page.model
    table.setCurrentIndex(model.index_of(client_id, model.column_number(key)))
    table.setFocus()
    press(qtbot, table, Qt.Key.Key_F2)
    box = table.findChild(QComboBox, "choice_editor")
    assert box is not None
    wanted = {"tier": "Close", "stage": "Review"}[key]
    box.setCurrentText(wanted)
    box.activated.emit(box.currentIndex())
    assert cell(panel, client_id, key) == wanted


def test_many_move_together_and_come_back_together(panel: ClientsPanel, workspace: Workspace) -> None:
    for name in ("A", "B", "C"):
        workspace.clients.add(name)
    page = panel.list_page
    page.table.selectAll()
    review = next(action for action in page.stage_menu.actions() if action.text() == "Review")
    review.trigger()
    assert {row.stage for row in workspace.clients.list_active()} == {Stage.REVIEW}
    assert len(page.selected_ids()) == 3
    workspace.store.undo()
    assert {row.stage for row in workspace.clients.list_active()} == {Stage.DISCOVERY}


def test_delete_archives_and_undo_brings_back(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot, messages: Messages
) -> None:
    messages.attach(panel)
    workspace.clients.add("Birch")
    client_id = workspace.clients.add("Elm")
    table = panel.list_page.table
    table.select_id(client_id)
    press(qtbot, table, Qt.Key.Key_Delete)
    assert names(panel) == ["Birch"]
    toast = panel.findChild(QWidget, "toast")
    assert toast is not None
    undo = toast.findChild(QAbstractButton, "undo_button")
    assert undo is not None
    click(qtbot, undo)
    assert names(panel) == ["Birch", "Elm"]


def test_archived_ones_are_deleted_only_after_a_question(
    panel: ClientsPanel, workspace: Workspace, messages: Messages
) -> None:
    client_id = workspace.clients.add("Birch")
    workspace.clients.archive([client_id])
    page = panel.list_page
    page.scope.set_current("archived")
    page.refresh()
    page.table.select_id(client_id)
    messages.confirmer = lambda _question: False
    page.archive()
    assert [row.name for row in workspace.clients.list_archived()] == ["Birch"]
    messages.confirmer = lambda question: question.is_dangerous
    page.archive()
    assert workspace.clients.list_archived() == []


def test_t_logs_that_they_were_told_what_fell_due(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot, clock: object, said: list[str]
) -> None:
    client_id = workspace.clients.add("Birch", tier_id=close_tier(workspace))
    workspace.rhythms.adopt(client_id)
    workspace.clock.set(datetime(2026, 10, 13, 10, tzinfo=PARIS))  # type: ignore[attr-defined]
    panel.mark_stale()
    table = panel.list_page.table
    table.select_id(client_id)
    owed = workspace.check_ins.status_of(client_id)
    assert owed is not None
    assert owed.state is CheckInState.DUE
    press(qtbot, table, Qt.Key.Key_T)
    assert [touch.kind for touch in workspace.touchpoints.stream(client_id)] == [TouchKind.CALL]
    assert said[-1] == "Told Birch."
    after = workspace.check_ins.status_of(client_id)
    assert after is not None
    assert after.state is not CheckInState.DUE


def close_tier(workspace: Workspace) -> str:
    return next(tier.tier_id for tier in workspace.tiers.list_all() if tier.name == "Close")


def test_z_puts_off_to_the_next_working_day(panel: ClientsPanel, workspace: Workspace, qtbot: QtBot) -> None:
    client_id = workspace.clients.add("Birch")
    panel.list_page.table.select_id(client_id)
    press(qtbot, panel.list_page.table, Qt.Key.Key_Z)
    status = workspace.check_ins.status_of(client_id)
    assert status is not None
    assert (status.state, status.paused_until) == (CheckInState.SNOOZED, TODAY + timedelta(days=1))
    assert cell(panel, client_id, "next_word") == "put off until Tue 13 Oct"


def test_the_row_says_gap_next_word_and_last_told(
    panel: ClientsPanel, workspace: Workspace, make_engagement: Make, make_milestone: Make, make_touch: Make
) -> None:
    client_id = workspace.clients.add("Birch")
    make_milestone(make_engagement(client_id), "Report", TODAY, TODAY + timedelta(days=4))
    make_touch(client_id, TouchKind.CALL, datetime(2026, 10, 9, 9, tzinfo=PARIS))
    assert cell(panel, client_id, "gap") == "+4 days"
    assert cell(panel, client_id, "last_told") == "Fri 9 Oct · call"
    assert cell(panel, client_id, "next_word") == "next Fri 30 Oct"


def test_sorting_by_gap_puts_rows_without_one_last(
    panel: ClientsPanel, workspace: Workspace, make_engagement: Make, make_milestone: Make
) -> None:
    for name, days in (("A", None), ("B", 2), ("C", 9)):
        engagement = make_engagement(workspace.clients.add(name))
        if days is not None:
            make_milestone(engagement, "Report", TODAY, TODAY + timedelta(days=days))
    table, number = panel.list_page.table, panel.list_page.model.column_number("gap")
    table.sortByColumn(number, Qt.SortOrder.DescendingOrder)
    assert names(panel) == ["C", "B", "A"]


def test_the_list_follows_every_write(panel: ClientsPanel, workspace: Workspace) -> None:
    client_id = workspace.clients.add("Birch")
    assert names(panel) == ["Birch"]
    workspace.clients.update(client_id, name="Ash")
    assert names(panel) == ["Ash"]


def opened(panel: ClientsPanel, workspace: Workspace, name: str = "Birch", **more: object) -> str:
    client_id = workspace.clients.add(name, **more)
    panel.open_client(client_id)
    return client_id


def test_enter_opens_the_page_and_back_returns_to_the_row(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    workspace.clients.add("Ash")
    client_id = workspace.clients.add("Birch")
    table = panel.list_page.table
    table.select_id(client_id)
    with qtbot.waitSignal(panel.client_opened) as told:
        press(qtbot, table, Qt.Key.Key_Return)
    assert told.args == [client_id]
    assert panel.client_page.name_label.full_text() == "Birch"
    click(qtbot, panel.client_page.back_button)
    assert panel.stack.currentWidget() is panel.list_page
    assert table.current_id() == client_id


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("ask about the budget", TouchKind.NOTE),
        ("> draft sent", TouchKind.UPDATE),
        ("< they like it", TouchKind.MESSAGE_RECEIVED),
        ("= kick-off", TouchKind.MEETING),
    ],
)
def test_the_capture_line_keeps_what_happened(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot, typed: str, kind: TouchKind
) -> None:
    client_id = opened(panel, workspace)
    panel.log_update()
    entry = panel.client_page.capture.entry
    assert entry.hasFocus()
    qtbot.keyClicks(entry, typed)
    press(qtbot, entry, Qt.Key.Key_Return)
    assert [touch.kind for touch in workspace.touchpoints.stream(client_id)] == [kind]
    assert entry.text() == ""


def test_ctrl_l_from_the_list_goes_to_the_selected_client(panel: ClientsPanel, workspace: Workspace) -> None:
    client_id = workspace.clients.add("Birch")
    panel.list_page.table.select_id(client_id)
    panel.log_update()
    assert panel.client_page.client_id == client_id
    assert panel.client_page.capture.entry.hasFocus()


def test_ctrl_l_without_a_client_asks_the_window(panel: ClientsPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.log_update_requested) as asked:
        panel.log_update()
    assert asked.args == [""]


def test_a_click_on_a_stage_moves_the_client(panel: ClientsPanel, workspace: Workspace, qtbot: QtBot) -> None:
    client_id = opened(panel, workspace)
    stepper = panel.client_page.stepper
    click(qtbot, stepper.buttons[Stage.EXECUTION])
    assert workspace.clients.get(client_id).stage is Stage.EXECUTION
    click(qtbot, stepper.buttons[Stage.EXECUTION])
    assert stepper.buttons[Stage.EXECUTION].isChecked()
    workspace.store.undo()
    assert stepper.buttons[Stage.DISCOVERY].isChecked()


def test_their_time_is_shown_in_their_zone(panel: ClientsPanel, workspace: Workspace) -> None:
    opened(panel, workspace, zone="America/New_York")
    label = panel.client_page.time_label
    assert label.isVisible()
    assert label.text().startswith("their time 04:00") or label.text().startswith("their time 4:00")


def test_hold_and_release_on_the_page(panel: ClientsPanel, workspace: Workspace, qtbot: QtBot) -> None:
    client_id = opened(panel, workspace)
    now = panel.client_page.now
    next(
        action for action in now.word.hold_button.menu().actions() if action.objectName() == "open"
    ).trigger()
    assert now.word.word_label.text() == "On hold until released"
    assert now.word.release_button.isVisible()
    click(qtbot, now.word.release_button)
    status = workspace.check_ins.status_of(client_id)
    assert status is not None
    assert status.state is CheckInState.NOT_YET


def test_later_on_a_chosen_day_refuses_a_day_that_is_over(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot, said: list[str]
) -> None:
    client_id = opened(panel, workspace)
    now = panel.client_page.now
    next(
        action for action in now.word.later_button.menu().actions() if action.objectName() == "pick"
    ).trigger()
    editor = editor_of(panel)
    editor.form.fill({"until": TODAY})
    click(qtbot, editor.save_button)
    assert "after today" in said[-1]
    assert panel.client_page.drawer.isVisible()
    editor.form.fill({"until": TODAY + timedelta(days=3)})
    click(qtbot, editor.save_button)
    status = workspace.check_ins.status_of(client_id)
    assert status is not None
    assert status.paused_until == TODAY + timedelta(days=3)
    assert not panel.client_page.drawer.isVisible()


def test_one_click_adopts_what_the_tier_proposes(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    client_id = opened(panel, workspace)
    assert workspace.rhythms.of_client(client_id) == []
    click(qtbot, panel.client_page.now.word.adopt_button)
    assert len(workspace.rhythms.of_client(client_id)) == 3
    assert not panel.client_page.now.word.adopt_button.isVisible()


def test_a_booked_meeting_is_confirmed_on_the_page(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    client_id = opened(panel, workspace)
    booked = workspace.touchpoints.plan(client_id, TouchKind.VIDEO, datetime(2026, 10, 12, 9, tzinfo=PARIS))
    held = panel.client_page.findChild(QAbstractButton, f"held_{booked}")
    assert held is not None
    click(qtbot, held)
    assert workspace.touchpoints.get(booked).state is TouchState.HELD
    assert workspace.touchpoints.booked(client_id) == []


def test_a_meeting_of_tomorrow_can_only_be_called_off(panel: ClientsPanel, workspace: Workspace) -> None:
    client_id = opened(panel, workspace)
    booked = workspace.touchpoints.plan(client_id, TouchKind.VIDEO, datetime(2026, 10, 13, 9, tzinfo=PARIS))
    assert panel.client_page.findChild(QAbstractButton, f"held_{booked}") is None
    assert panel.client_page.findChild(QAbstractButton, f"cancel_{booked}") is not None


def show_tab(panel: ClientsPanel, name: str) -> None:
    panel.client_page.tabs.setCurrentIndex(["now", "promises", "record", "papers", "about"].index(name))


def test_an_engagement_is_added_in_the_drawer(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    client_id = opened(panel, workspace)
    show_tab(panel, "promises")
    click(qtbot, panel.client_page.promises.empty.buttons[0])
    editor = editor_of(panel)
    title = editor.form.field("title")
    assert title.hasFocus()
    qtbot.keyClicks(title, "Advice")
    qtbot.keyClicks(editor.form.field("fee"), "12500,50")
    press(qtbot, title, Qt.Key.Key_Return)
    added = workspace.engagements.list_for_client(client_id)
    assert [(one.title, str(one.fee.amount) if one.fee else "") for one in added] == [("Advice", "12500.50")]
    assert not panel.client_page.drawer.isVisible()


def test_what_is_refused_stays_beside_its_field(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    client_id = opened(panel, workspace)
    panel.client_page.new_menu.actions()[0].trigger()
    editor = editor_of(panel)
    editor.form.fill(
        {"title": "Advice", "starts_on": TODAY, "ends_on": TODAY - timedelta(days=1), "currency": "EUR"}
    )
    hours = editor.form.field("hours_a_month")
    qtbot.keyClicks(hours, "0")
    click(qtbot, editor.save_button)
    assert editor.form.problem_text("hours_a_month") == "This must be more than zero."
    assert isinstance(hours, QLineEdit)
    hours.clear()
    click(qtbot, editor.save_button)
    assert editor.form.problem_text("ends_on") == "The end is before the start."
    assert workspace.engagements.list_for_client(client_id) == []
    assert isinstance(editor.form.field("title"), QLineEdit)
    assert editor.form.values()["title"] == "Advice"


def test_a_milestone_is_done_and_its_expectation_recorded(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot, make_engagement: Make, make_milestone: Make
) -> None:
    client_id = opened(panel, workspace)
    made = make_milestone(make_engagement(client_id), "Report", TODAY, TODAY + timedelta(days=4))
    panel.client_page.now.milestone_opened.emit(made)
    move = editor_of(panel).findChild(QAbstractButton, "move_0")
    assert move is not None
    first = editor_of(panel)
    click(qtbot, move)
    qtbot.waitUntil(lambda: panel.client_page.drawer.content() is not first)
    editor = editor_of(panel)
    qtbot.keyClicks(editor.form.field("expected_source"), "Agreed on the phone")
    click(qtbot, editor.save_button)
    view = workspace.engagements.get_milestone(made)
    assert (view.expected_on, view.expected_source, view.gap_days) == (
        TODAY + timedelta(days=4),
        "Agreed on the phone",
        0,
    )
    panel.client_page.now.milestone_opened.emit(made)
    done = editor_of(panel).findChild(QAbstractButton, "step_0")
    assert done is not None
    click(qtbot, done)
    assert milestone_word(workspace.engagements.get_milestone(made)) == "done"


def test_a_person_with_roles_is_added_and_changed(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    client_id = opened(panel, workspace)
    show_tab(panel, "about")
    click(qtbot, panel.client_page.about.add_button)
    editor = editor_of(panel)
    qtbot.keyClicks(editor.form.field("name"), "Ada Roe")
    tick = editor.form.findChild(QAbstractButton, "tick_signatory")
    assert tick is not None
    tick.click()
    click(qtbot, editor.save_button)
    people = workspace.clients.list_contacts(client_id)
    assert [(one.name, [role.value for role in one.roles]) for one in people] == [("Ada Roe", ["signatory"])]
    panel.client_page.about.table.opened.emit(people[0].contact_id)
    qtbot.keyClicks(editor_of(panel).form.field("title"), "Director")
    click(qtbot, editor_of(panel).save_button)
    assert workspace.clients.list_contacts(client_id)[0].title == "Director"


def test_the_record_narrows_pages_and_deletes(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot, make_touch: Make
) -> None:
    client_id = opened(panel, workspace)
    for number in range(60):
        kind = TouchKind.CALL if number % 10 == 0 else TouchKind.NOTE
        make_touch(client_id, kind, datetime(2026, 9, 1, tzinfo=PARIS) + timedelta(hours=number), str(number))
    show_tab(panel, "record")
    record = panel.client_page.record
    assert (record.model.rowCount(), record.more_button.isVisible()) == (50, True)
    click(qtbot, record.more_button)
    assert (record.model.rowCount(), record.more_button.isVisible()) == (60, False)
    click(qtbot, record.chips.buttons["met"])
    assert record.model.rowCount() == 6
    record.view.setCurrentIndex(record.model.index(0, 0))
    press(qtbot, record.view, Qt.Key.Key_Delete)
    assert record.model.rowCount() == 5


def test_an_entry_opens_in_the_drawer_and_is_changed(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot, make_touch: Make
) -> None:
    client_id = opened(panel, workspace)
    made = make_touch(client_id, at=datetime(2026, 10, 9, 14, 30, tzinfo=PARIS))
    show_tab(panel, "record")
    panel.client_page.record.view.setCurrentIndex(panel.client_page.record.model.index(0, 0))
    press(qtbot, panel.client_page.record.view, Qt.Key.Key_Return)
    editor = editor_of(panel)
    qtbot.keyClicks(editor.form.field("channel"), "mail")
    click(qtbot, editor.save_button)
    touch = workspace.touchpoints.get(made)
    assert (touch.channel, touch.local_at) == ("mail", datetime(2026, 10, 9, 14, 30, tzinfo=PARIS))


def test_papers_open_and_begin_from_the_page(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot, make_engagement: Make
) -> None:
    client_id = opened(panel, workspace)
    engagement = make_engagement(client_id)
    show_tab(panel, "papers")
    with qtbot.waitSignal(panel.paper_requested) as asked:
        click(qtbot, panel.client_page.papers.new_button)
    assert asked.args == [client_id]
    with qtbot.waitSignal(panel.elsewhere_requested) as filed:
        click(qtbot, panel.client_page.papers.elsewhere_button)
    assert filed.args == [client_id, None]
    paper = workspace.agreements.create(engagement)
    with qtbot.waitSignal(panel.agreement_opened) as open_asked:
        panel.client_page.papers.table.opened.emit(panel.client_page.papers.model.rows[0].agreement_id)
    assert open_asked.args == [paper]


def test_undoing_the_client_in_view_goes_back_to_the_list(panel: ClientsPanel, workspace: Workspace) -> None:
    opened(panel, workspace)
    workspace.store.undo()
    assert panel.stack.currentWidget() is panel.list_page


def test_escape_closes_the_drawer(panel: ClientsPanel, workspace: Workspace, qtbot: QtBot) -> None:
    opened(panel, workspace)
    panel.toggle_drawer()
    press(qtbot, editor_of(panel).form.field("name"), Qt.Key.Key_Escape)
    assert not panel.client_page.drawer.isVisible()


@pytest.mark.parametrize("tab", ["now", "promises", "record", "papers", "about"])
def test_everything_interactive_has_a_name(
    panel: ClientsPanel, workspace: Workspace, make_engagement: Make, make_milestone: Make, tab: str
) -> None:
    client_id = opened(panel, workspace, "<b>Bold</b> & Co", zone="Asia/Tokyo")
    make_milestone(make_engagement(client_id), "Report", TODAY, TODAY + timedelta(days=4))
    show_tab(panel, tab)
    panel.toggle_drawer()
    unnamed = [
        (type(widget).__name__, widget.objectName())
        for widget in panel.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and not (widget.accessibleName() or getattr(widget, "text", lambda: "")())
        and not widget.objectName().startswith("qt_")
    ]
    assert unnamed == []


def test_markup_in_a_name_is_shown_as_typed(panel: ClientsPanel, workspace: Workspace) -> None:
    client_id = opened(panel, workspace, "<img src=x> & Co")
    assert panel.client_page.name_label.textFormat() == Qt.TextFormat.PlainText
    assert panel.client_page.name_label.full_text() == "<img src=x> & Co"
    model = panel.list_page.model
    panel.show_list()
    assert "<img" not in str(model.index_of(client_id).data(Qt.ItemDataRole.ToolTipRole))


def test_the_item_model_keeps_qts_rules(
    panel: ClientsPanel, workspace: Workspace, qtmodeltester: object
) -> None:
    workspace.clients.add("Birch")
    model = panel.list_page.model
    assert isinstance(model, ClientTableModel)
    qtmodeltester.check(model, force_py=True)  # type: ignore[attr-defined]


def choose(menu_owner: QAbstractButton, key: str) -> None:
    next(action for action in menu_owner.menu().actions() if action.objectName() == key).trigger()  # type: ignore[attr-defined]


@pytest.mark.parametrize(("how", "days"), [("next", 1), ("week", 7), ("meeting", 4)])
def test_later_means_the_day_it_says(panel: ClientsPanel, workspace: Workspace, how: str, days: int) -> None:
    client_id = opened(panel, workspace)
    workspace.touchpoints.plan(client_id, TouchKind.CALL, datetime(2026, 10, 15, 9, tzinfo=PARIS))
    choose(panel.client_page.now.word.later_button, how)
    status = workspace.check_ins.status_of(client_id)
    assert status is not None
    assert status.paused_until == TODAY + timedelta(days=days)


def test_a_meeting_is_booked_and_changed_in_the_drawer(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    client_id = opened(panel, workspace)
    click(qtbot, panel.client_page.now.book_button)
    editor = editor_of(panel)
    editor.form.fill({"kind": TouchKind.VIDEO, "on": TODAY + timedelta(days=2), "duration_minutes": 30})
    qtbot.keyClicks(editor.form.field("text"), "Confirm the format")
    click(qtbot, editor.save_button)
    booked = workspace.touchpoints.booked(client_id)
    assert [(touch.kind, touch.on, touch.text) for touch in booked] == [
        (TouchKind.VIDEO, TODAY + timedelta(days=2), "Confirm the format")
    ]
    change = panel.client_page.findChild(QAbstractButton, f"change_{booked[0].touchpoint_id}")
    assert change is not None
    click(qtbot, change)
    qtbot.keyClicks(editor_of(panel).form.field("channel"), "their link")
    click(qtbot, editor_of(panel).save_button)
    assert workspace.touchpoints.booked(client_id)[0].channel == "their link"


def test_an_entry_of_tomorrow_is_refused_beside_its_day(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    client_id = opened(panel, workspace)
    panel.client_page.new_menu.actions()[2].trigger()
    editor = editor_of(panel)
    editor.form.fill({"kind": TouchKind.CALL, "on": TODAY + timedelta(days=1), "text": "what was said"})
    click(qtbot, editor.save_button)
    assert editor.form.problem_text("on").startswith("This lies after today")
    assert workspace.touchpoints.stream(client_id) == []
    editor.form.fill({"kind": TouchKind.CALL, "on": TODAY, "text": "what was said", "is_meaningful": False})
    click(qtbot, editor.save_button)
    assert [touch.is_meaningful for touch in workspace.touchpoints.stream(client_id)] == [False]


def test_deliverables_are_added_accepted_and_deleted(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot, make_engagement: Make
) -> None:
    client_id = opened(panel, workspace)
    engagement = make_engagement(client_id)
    panel.client_page.promises.deliverable_added.emit(engagement)
    qtbot.keyClicks(editor_of(panel).form.field("title"), "Report")
    click(qtbot, editor_of(panel).save_button)
    made = workspace.engagements.get(engagement).deliverables[0].deliverable_id
    show_tab(panel, "promises")
    panel.client_page.promises.tables[-1].opened.emit(made)
    accept = editor_of(panel).findChild(QAbstractButton, "step_0")
    assert accept is not None
    click(qtbot, accept)
    assert workspace.engagements.get(engagement).deliverables[0].accepted_on == TODAY
    panel.client_page.promises.deliverable_opened.emit(made)
    delete = editor_of(panel).findChild(QAbstractButton, "delete_button")
    assert delete is not None
    click(qtbot, delete)
    assert workspace.engagements.get(engagement).deliverables == ()


def test_an_engagement_ends_from_its_form(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot, make_engagement: Make
) -> None:
    client_id = opened(panel, workspace)
    engagement = make_engagement(client_id, starts_on=TODAY - timedelta(days=9))
    show_tab(panel, "promises")
    panel.client_page.promises.engagement_edited.emit(engagement)
    end = editor_of(panel).findChild(QAbstractButton, "step_0")
    assert end is not None
    click(qtbot, end)
    assert workspace.engagements.get(engagement).ends_on == TODAY


def test_a_milestone_is_added_to_its_engagement(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot, make_engagement: Make
) -> None:
    engagement = make_engagement(opened(panel, workspace))
    panel.client_page.promises.milestone_added.emit(engagement)
    editor = editor_of(panel)
    editor.form.fill({"title": "Draft", "expected_on": TODAY, "planned_on": TODAY + timedelta(days=2)})
    click(qtbot, editor.save_button)
    assert [one.gap_days for one in workspace.engagements.get(engagement).milestones] == [2]


def test_a_late_milestone_is_told_from_its_form(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot, make_engagement: Make, make_milestone: Make
) -> None:
    engagement = make_engagement(opened(panel, workspace))
    made = make_milestone(engagement, "Draft", TODAY, TODAY + timedelta(days=2))
    panel.client_page.promises.milestone_opened.emit(made)
    told = editor_of(panel).findChild(QAbstractButton, "step_1")
    assert told is not None
    click(qtbot, told)
    assert workspace.engagements.get_milestone(made).told_on == TODAY


def test_what_can_be_promised_is_asked_from_a_milestones_form(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot, make_engagement: Make, make_milestone: Make
) -> None:
    client_id = opened(panel, workspace)
    made = make_milestone(
        make_engagement(client_id), "Report", TODAY + timedelta(days=9), estimate_minutes=600
    )
    panel.client_page.promises.milestone_opened.emit(made)
    ask = editor_of(panel).findChild(QAbstractButton, "move_1")
    assert ask is not None and ask.text() == "Can I promise this?"
    click(qtbot, ask)
    qtbot.waitUntil(lambda: panel.window().findChild(PromiseDialog) is not None)
    dialog = panel.window().findChild(PromiseDialog)
    assert (dialog.hours_field.text(), dialog.client_field.value()) == ("10", client_id)
    assert dialog.by_field.date() == TODAY + timedelta(days=9)
    dialog.close()


def test_archive_and_delete_for_good_from_the_page(
    panel: ClientsPanel, workspace: Workspace, messages: Messages
) -> None:
    client_id = opened(panel, workspace)
    page = panel.client_page
    assert not page.delete_action.isVisible()
    page.archive_action.trigger()
    assert workspace.clients.count_archived() == 1
    page.archive_action.trigger()
    assert workspace.clients.count_archived() == 0
    workspace.clients.archive([client_id])
    messages.confirmer = lambda question: question.is_dangerous
    page.delete_action.trigger()
    assert (workspace.clients.count_active(), workspace.clients.count_archived()) == (0, 0)
    assert panel.stack.currentWidget() is panel.list_page


def test_the_clients_own_facts_are_edited_beside_the_page(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    client_id = opened(panel, workspace)
    show_tab(panel, "about")
    click(qtbot, panel.client_page.about.edit_button)
    editor = editor_of(panel)
    zone, limit = editor.form.field("zone"), editor.form.field("limit_days")
    qtbot.keyClicks(zone, "Mars/Olympus")
    qtbot.keyClicks(limit, "12")
    click(qtbot, editor.save_button)
    assert "time zone isn't known" in editor.form.problem_text("zone")
    assert isinstance(zone, QLineEdit)
    zone.setText("Asia/Tokyo")
    click(qtbot, editor.save_button)
    client = workspace.clients.get(client_id)
    assert (client.zone, client.limit_days) == ("Asia/Tokyo", 12)


def test_told_on_the_page_moves_the_next_date(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    client_id = opened(panel, workspace, tier_id=close_tier(workspace))
    workspace.rhythms.adopt(client_id)
    workspace.clock.set(datetime(2026, 10, 13, 10, tzinfo=PARIS))  # type: ignore[attr-defined]
    panel.mark_stale()
    now = panel.client_page.now
    assert now.word.word_label.text() == "Due today"
    click(qtbot, now.word.told_button)
    assert now.word.word_label.text() == "Due Fri 16 Oct"
    assert [touch.kind for touch in workspace.touchpoints.stream(client_id)] == [TouchKind.CALL]


def test_their_boundaries_open_in_their_place(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    client_id = opened(panel, workspace)
    with qtbot.waitSignal(panel.boundaries_requested) as asked:
        panel.client_page.more_menu.actions()[1].trigger()
    assert asked.args == [client_id]


def test_many_get_a_tier_together(panel: ClientsPanel, workspace: Workspace) -> None:
    for name in ("A", "B"):
        workspace.clients.add(name)
    page = panel.list_page
    page.table.selectAll()
    page.tier_menu.aboutToShow.emit()
    next(action for action in page.tier_menu.actions() if action.text() == "Close").trigger()
    assert [row.tier for row in workspace.clients.list_active()] == ["Close", "Close"]


def test_archived_ones_come_back_from_their_list(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    client_id = workspace.clients.add("Birch")
    workspace.clients.archive([client_id])
    page = panel.list_page
    click(qtbot, page.scope.buttons["archived"])
    page.table.select_id(client_id)
    click(qtbot, page.back_button)
    assert workspace.clients.count_active() == 1


def test_what_cant_be_told_is_not_on_course(workspace: Workspace) -> None:
    client_id = workspace.clients.add("Cedar")
    engagement = workspace.engagements.add(client_id, "Advice")
    day = TODAY + timedelta(days=1)

    def state(**values: object) -> tuple[str, Status]:
        given = {"expected_on": day, "planned_on": day} | values
        made = workspace.engagements.add_milestone(engagement, "Report", **given)
        view = workspace.engagements.get_milestone(made)
        workspace.engagements.delete_milestone(made)
        return milestone_word(view), milestone_status(view)

    assert state() == ("can't tell", Status.RESTING)
    assert state(estimate_minutes=60) == ("on course", Status.STEADY)
    assert state(estimate_minutes=6_000) == ("at risk", Status.AT_RISK)
    assert state(estimate_minutes=600_000) == ("at risk", Status.AT_RISK)
    assert state(expected_on=None) == ("on course", Status.STEADY)


@pytest.mark.usefixtures("qtbot")
def test_the_table_of_milestones_says_what_cant_be_told(workspace: Workspace) -> None:
    engagement = workspace.engagements.add(workspace.clients.add("Cedar"), "Advice")
    for number, minutes in enumerate((None, 60, 600_000)):
        workspace.engagements.add_milestone(
            engagement, str(number), expected_on=TODAY + timedelta(days=2), estimate_minutes=minutes
        )
    model = MilestoneTableModel(lambda: TODAY)
    model.set_rows(workspace.engagements.get(engagement).milestones)
    column = next(n for n, one in enumerate(model.columns) if one.key == "likely_on")
    said = [model.index(row, column).data() for row in range(model.rowCount())]
    assert said == ["can't tell", "Mon 12 Oct", "over a year"]


def test_the_list_names_a_likely_date_that_is_later_than_the_plan(workspace: Workspace) -> None:
    client_id = workspace.clients.add("Cedar")
    engagement = workspace.engagements.add(client_id, "Advice")
    day = TODAY + timedelta(days=1)
    workspace.engagements.add_milestone(
        engagement, "Report", expected_on=day, planned_on=day, estimate_minutes=20 * 60
    )
    gap = next(row.gap for row in workspace.clients.list_active() if row.client_id == client_id)
    assert gap is not None
    assert (gap.days, gap.planned_on, gap.is_likely) == (2, day + timedelta(days=2), True)


def test_the_discovery_session_is_noted_and_begins_a_paper(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot, make_engagement: Make
) -> None:
    client_id = opened(panel, workspace)
    show_tab(panel, "about")
    card = panel.client_page.about.discovery
    click(qtbot, card.open_button)
    editor = editor_of(panel)
    why, *_ = workspace.discovery.questions(client_id)
    qtbot.keyClicks(editor.form.field(why.key), "Orders leave late")
    qtbot.keyClicks(editor.form.field("own_question"), "Who loses something?")
    click(qtbot, editor.save_button)
    answered = {one.question: one.answer for one in workspace.discovery.questions(client_id)}
    assert answered[why.question] == "Orders leave late"
    assert answered["Who loses something?"] == ""
    assert any("1 of" in shown.text() for shown in card.findChildren(QLabel))
    qtbot.waitUntil(lambda: panel.client_page.drawer.isVisible())
    again = editor_of(panel)
    assert again.form.field(why.key).toPlainText() == "Orders leave late"
    own = workspace.discovery.questions(client_id)[-1]
    qtbot.keyClicks(again.form.field(own.key), "The warehouse lead")
    click(qtbot, again.save_button)
    assert workspace.discovery.answers(client_id)[own.key] == "The warehouse lead"
    paper = workspace.agreements.create(make_engagement(client_id))
    assert "Orders leave late" in workspace.agreements.get(paper).document["purpose"]


def test_the_papers_tab_says_what_waits_and_takes_a_file(
    panel: ClientsPanel, workspace: Workspace, qtbot: QtBot, make_engagement: Make, tmp_path: Path
) -> None:
    client_id = opened(panel, workspace)
    first = workspace.agreements.create(make_engagement(client_id))
    document = {**CONTENT, "starts_on": "2026-10-19", "open_until": "2026-10-30"}
    workspace.agreements.save_draft(first, document)
    workspace.agreements.issue(first)
    show_tab(panel, "papers")
    tab = panel.client_page.papers
    assert tab.waiting_label.text() == "Inventory and fulfilment improvement: not sent yet."
    for side in Side:
        workspace.agreements.mark_signed(first, side, "Ada Roe")
    change = workspace.agreements.create_amendment(first)
    panel.refresh()
    assert [row.agreement_id for row in tab.model.rows] == [first, change]
    assert tab.waiting_label.text() == ""
    path = tmp_path / "old.pdf"
    path.write_bytes(b"%PDF-1.4")
    with qtbot.waitSignal(panel.elsewhere_requested) as asked:
        drop(tab, path)
    assert asked.args == [client_id, path]


def test_hours_left_of_a_retainer_stand_at_its_engagement(
    panel: ClientsPanel, workspace: Workspace, make_engagement: Make
) -> None:
    client_id = opened(panel, workspace)
    engagement = make_engagement(client_id, hours_a_month=Decimal(12))
    workspace.time.add({"engagement_id": engagement, "minutes": 90})
    show_tab(panel, "promises")
    shown = panel.client_page.promises.findChild(QLabel, f"retainer_{engagement}")
    assert isinstance(shown, QLabel)
    assert shown.text() == "10 h 30 left of 12 h this month"
