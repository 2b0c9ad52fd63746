"""To place by its own gestures: keys, menu, switches, the checklist and recurring work in the drawer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from PySide6.QtCore import QEvent, QLocale, QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QDropEvent, QImage, QKeyEvent, QPainter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu, QStyleOptionViewItem

from clientdesk.models.enums import (
    EngagementKind,
    Impact,
    Layer,
    RhythmKind,
    RhythmUnit,
    WorkKind,
    WorkOrigin,
)
from clientdesk.models.errors import Problem
from clientdesk.models.views.recurring import RecurringWorkView
from clientdesk.models.views.week import WorkItemView
from clientdesk.models.work_keys import Switch
from clientdesk.services.workspace import Workspace
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.forms.recurring_work import RecurringWorkForm
from clientdesk.ui.forms.repeat_field import OWN, RepeatField
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.week import WeekPanel
from clientdesk.ui.panels.week.grid import Errand, to_mime
from clientdesk.ui.panels.week.place_words import detail_text, hours_text, spoken_work
from clientdesk.ui.panels.week.to_place import errand_of
from clientdesk.ui.theme import Theme
from tests.helpers.fakes import FixedClock

Make = Callable[..., str]
NONE = Qt.KeyboardModifier.NoModifier
FRIDAY = date(2026, 10, 16)


@pytest.fixture(autouse=True)
def british() -> object:
    """Weeks begin on Monday, times have 24 hours."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield None
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def set_up(workspace: Workspace) -> None:
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR", holiday_region="FR")


@pytest.fixture
def acme(workspace: Workspace, make_client: Make) -> str:
    client_id = make_client("Acme")
    for rhythm in workspace.rhythms.of_client(client_id):
        workspace.rhythms.remove(rhythm.rhythm_id)
    return client_id


@pytest.fixture
def slides(workspace: Workspace, acme: str) -> str:
    """Two hours of work for a client, waiting."""
    return workspace.work.add({"title": "Slides", "client_id": acme, "estimate_minutes": 120})


@pytest.fixture
def report(workspace: Workspace, acme: str, make_engagement: Make, make_milestone: Make) -> str:
    """A milestone of Friday that offers itself; its key."""
    engagement_id = make_engagement(acme, starts_on=date(2026, 1, 5))
    return f"milestone:{make_milestone(engagement_id, 'Report', FRIDAY, estimate_minutes=180)}"


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def panel(qtbot, workspace: Workspace, said: list[str]) -> WeekPanel:
    """The panel, shown and wired to the store's announcements."""
    messages = Messages(str)
    messages.spoken.connect(lambda _, text: said.append(text))
    made = WeekPanel(workspace, messages, Theme())
    relay = ChangeRelay(made)
    relay.changed.connect(made.on_changed)
    workspace.store.subscribe(relay.publish)
    qtbot.addWidget(made)
    made.resize(1300, 900)
    made.show()
    qtbot.waitExposed(made)
    made.side.list.setFocus()
    return made


def key(panel: WeekPanel, code: Qt.Key, text: str = "") -> QKeyEvent:
    panel.side.select_first()
    event = QKeyEvent(QEvent.Type.KeyPress, code, NONE, text)
    QApplication.sendEvent(panel.side.list, event)
    return event


def titles(panel: WeekPanel) -> list[str]:
    return [item.title for item in panel.side.list.items.items()]


def entry(panel: WeekPanel, words: str):
    """An entry of the menu of the work selected."""
    panel.side.select_first()
    panel.menu = QMenu(panel)
    panel.side.list.menu_wanted.emit(panel.side.list.selected(), panel.menu)
    return next(action for action in panel.menu.actions() if action.text().startswith(words))


def blocks(panel: WeekPanel) -> list[tuple[str, int, int]]:
    return [(block.title, block.day.day, block.start_minute) for block in panel.grid.blocks.blocks]


# Keys.


@pytest.mark.parametrize(("code", "day"), [(Qt.Key.Key_2, 13), (Qt.Key.Key_5, 16)])
def test_a_digit_puts_the_work_on_that_day(panel: WeekPanel, slides: str, code: Qt.Key, day: int) -> None:
    assert slides
    key(panel, code, code.name[-1:])
    assert blocks(panel) == [("Slides", day, 540)]
    assert titles(panel) == []


def test_a_digit_puts_what_is_only_offered_there_and_one_undo_takes_it_back(
    panel: WeekPanel, workspace: Workspace, report: str
) -> None:
    key(panel, Qt.Key.Key_3, "3")
    assert blocks(panel) == [("Report", 14, 540)]
    workspace.store.undo()
    assert blocks(panel) == []
    assert [item.work_item_id for item in panel.side.list.items.items()] == [report]


def test_where_no_stretch_is_long_enough_the_day_is_kept_and_said(
    panel: WeekPanel, workspace: Workspace, acme: str, said: list[str]
) -> None:
    workspace.week.add_block({"title": "Away", "kind": "private"}, datetime(2026, 10, 13, 10), 420)
    workspace.work.add({"title": "Long", "client_id": acme, "estimate_minutes": 300})
    key(panel, Qt.Key.Key_2, "2")
    assert titles(panel) == []
    assert said[-1] == (
        "No stretch on Tue 13 Oct is long enough. “Long” is meant for that day, without a time."
    )


def test_later_puts_off_to_the_week_after_the_one_shown(
    panel: WeekPanel, slides: str, said: list[str]
) -> None:
    assert slides
    key(panel, Qt.Key.Key_L, "l")
    assert titles(panel) == []
    assert said[-1] == "Put off to the week of Mon 19 Oct."
    panel.turn(1)
    assert titles(panel) == ["Slides"]


@pytest.mark.parametrize(("code", "words"), [(Qt.Key.Key_X, "Dropped."), (Qt.Key.Key_D, "Done.")])
def test_dropped_and_done_stay_away_and_undo_brings_them_back(
    panel: WeekPanel, report: str, said: list[str], code: Qt.Key, words: str
) -> None:
    assert report
    key(panel, code)
    assert (titles(panel), said[-1]) == ([], words)
    panel.refresh()
    assert titles(panel) == []
    panel._undo()
    assert titles(panel) == ["Report"]


def test_delete_of_what_offers_itself_drops_it(panel: WeekPanel, workspace: Workspace, report: str) -> None:
    key(panel, Qt.Key.Key_Delete)
    assert titles(panel) == []
    assert workspace.work.get(report).is_offered is False


def test_a_done_update_says_that_it_isnt_told_yet(
    panel: WeekPanel, workspace: Workspace, acme: str, said: list[str]
) -> None:
    promise(workspace, acme, RhythmKind.UPDATE)
    key(panel, Qt.Key.Key_D, "d")
    assert said[-1] == "Done. Log what you told them with Ctrl+L, so that it counts as told."


@pytest.mark.parametrize("text", ["p", "n", "s", "9"])
def test_other_letters_go_on_to_the_panel(panel: WeekPanel, slides: str, text: str) -> None:
    assert slides
    panel.side.select_first()
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key(ord(text.upper())), NONE, text)
    panel.side.list.keyPressEvent(event)
    assert not event.isAccepted()


# Menu: everything by single clicks.


@pytest.mark.parametrize("words", ["Mark done", "Later", "Drop", "Delete"])
def test_each_key_is_in_the_menu_as_well(panel: WeekPanel, slides: str, words: str) -> None:
    assert slides
    entry(panel, words).trigger()
    assert titles(panel) == []


def test_the_menu_puts_work_on_a_day(panel: WeekPanel, slides: str) -> None:
    assert slides
    days = entry(panel, "Put on").menu()
    assert isinstance(days, QMenu)
    assert [action.text() for action in days.actions()][:2] == ["Mon 12 Oct\t1", "Tue 13 Oct\t2"]
    days.actions()[3].trigger()
    assert blocks(panel) == [("Slides", 15, 540)]


def test_the_menu_makes_an_action_of_work(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    entry(panel, "The client waits for it").trigger()
    assert workspace.work.get(slides).origin is WorkOrigin.ACTION
    assert detail_text(panel.side.list.items.items()[0]) == "action for the client"


def test_what_offers_itself_can_be_dropped_but_not_deleted(panel: WeekPanel, report: str) -> None:
    assert report
    with pytest.raises(StopIteration):
        entry(panel, "Delete")
    with pytest.raises(StopIteration):
        entry(panel, "The client waits for it")


def test_a_key_of_an_offer_can_be_dragged_to_a_slot(
    panel: WeekPanel, workspace: Workspace, report: str
) -> None:
    from clientdesk.ui.panels.week.grid import Place

    mime: QMimeData = to_mime(errand_of(panel.side.list.items.items()[0]))
    rect = panel.grid.to_viewport(panel.grid._rect_of(Place(3, 600, 615)))
    where = QPointF(QPoint(rect.center().x(), rect.top() + 1))
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    panel.grid.dropEvent(QDropEvent(where, copy, mime, left, NONE))
    assert blocks(panel) == [("Report", 15, 600)]
    assert workspace.work.get(report).milestone_id is not None


# Switches.


def test_a_switch_leaves_a_kind_out_and_says_so(
    panel: WeekPanel, workspace: Workspace, slides: str, report: str, acme: str
) -> None:
    assert slides
    assert report
    promise(workspace, acme, RhythmKind.CALL)
    assert set(titles(panel)) == {"Report", "Slides", "Call and notes"}
    panel.side.kind_actions[Switch.CALL].trigger()
    panel.side.kind_actions[Switch.MILESTONE].trigger()
    assert titles(panel) == ["Slides"]
    assert panel.side.sum_label.text().startswith("2 h · ")
    assert {"1 call or other word hidden", "1 milestone hidden"} <= set(
        panel.side.sum_label.text().split(" · ")
    )
    panel.side.kind_actions[Switch.CALL].trigger()
    assert set(titles(panel)) == {"Slides", "Call and notes"}


def test_several_hidden_are_counted(
    panel: WeekPanel, workspace: Workspace, acme: str, make_client: Make
) -> None:
    promise(workspace, acme, RhythmKind.CALL)
    promise(workspace, make_client("Birch"), RhythmKind.CALL)
    panel.side.kind_actions[Switch.CALL].trigger()
    assert panel.side.sum_label.text() == "2 calls and other words hidden"


# Words.


def test_hours_of_a_client_are_said_under_its_name(
    panel: WeekPanel, workspace: Workspace, acme: str, slides: str, make_engagement: Make
) -> None:
    make_engagement(acme, starts_on=date(2026, 1, 5), minutes_a_week=480)
    workspace.week.place(slides, datetime(2026, 10, 14, 9))
    group = workspace.work.to_place()[0]
    assert hours_text(group) == "6 h left of 8 h · 2 h planned"
    assert panel.side.list.items.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Acme, 6 h left of 8 h · 2 h planned"
    )
    make_engagement(acme, kind=EngagementKind.RETAINER, starts_on=date(2026, 1, 5), minutes_a_month=1_200)
    assert "20 h left of 20 h this month" in hours_text(workspace.work.to_place()[0])


def test_work_says_its_source_its_steps_and_why_it_presses(
    workspace: Workspace, acme: str, report: str
) -> None:
    item_id = workspace.work.add_steps(report, "Outline\nDraft")
    workspace.work.change(item_id, {"impact": Impact.HIGH})
    workspace.work.complete_step(workspace.work.steps(item_id)[0].step_id)
    item = workspace.work.get(item_id)
    assert detail_text(item) == "1 of 2 done · milestone, expected Fri 16 Oct · high impact"
    assert spoken_work(item).startswith("Acme, Report, 3 h, 1 of 2 done")


def test_nine_hundred_hours_are_said_where_they_are_edited(
    panel: WeekPanel, workspace: Workspace, slides: str
) -> None:
    workspace.work.change(slides, {"estimate_minutes": 54_000})
    panel.inspector.edit_work(slides)
    form = panel.inspector._form
    assert form.split_label.text() == "900 h is more than 28 weeks of yours. Split it into steps."
    assert errand_of(panel.side.list.items.items()[0]) == Errand(slides, 480, is_block=False)


def test_steps_are_not_counted_twice(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    workspace.work.add_steps(slides, "Outline", 45)
    workspace.work.add_steps(slides, "Draft", 60)
    assert panel.side.sum_label.text() == "1 h 45"
    assert panel.side.head.count_label.text() == "3"


# The drawer.


def test_editing_what_is_only_offered_takes_it_up(
    panel: WeekPanel, workspace: Workspace, report: str
) -> None:
    key(panel, Qt.Key.Key_E, "e")
    panel.inspector._form.field("title").setText("Report, first part")
    panel.inspector.save_now()
    item = workspace.work.get(report)
    assert (item.title, item.is_offered) == ("Report, first part", False)
    assert titles(panel) == ["Report, first part"]
    panel.inspector._form.field("estimate_minutes").setText("2:00")
    panel.inspector.save_now()
    assert workspace.work.get(report).estimate_minutes == 120


def test_work_is_made_for_a_milestone_of_its_client(
    panel: WeekPanel, workspace: Workspace, report: str, acme: str, make_client: Make
) -> None:
    make_client("Birch")
    panel.side.select_first()
    panel.side.new_button.click()
    form = panel.inspector._form
    assert form.client_choice.currentData() == acme
    words = [form.milestone_choice.itemText(place) for place in range(form.milestone_choice.count())]
    assert words == ["None", "Report, expected Fri 16 Oct"]
    form.milestone_choice.setCurrentIndex(1)
    form.field("title").setText("Interview")
    panel.inspector._add_work()
    assert titles(panel) == ["Interview"]
    item = panel.side.list.items.items()[0]
    assert (f"milestone:{item.milestone_id}", item.expected_on) == (report, FRIDAY)
    panel.inspector.edit_work(item.work_item_id)
    form = panel.inspector._form
    assert form.values()["milestone_id"] == item.milestone_id
    form.client_choice.setCurrentIndex(form.client_choice.findText("Birch"))
    panel.inspector.save_now()
    assert workspace.work.get(item.work_item_id).milestone_id is None
    assert not form.milestone_choice.isEnabled()


def test_steps_are_made_done_renamed_moved_and_deleted_in_the_drawer(
    panel: WeekPanel, workspace: Workspace, slides: str
) -> None:
    def shown() -> list[str]:
        return [step.title for step in workspace.work.steps(slides)]

    panel.inspector.edit_work(slides)
    checklist = panel.inspector._checklist
    checklist.new_entry.setPlainText("- [ ] Outline\n- [ ] Draft\n- [ ] Proofread")
    enter = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, NONE)
    QApplication.sendEvent(checklist.new_entry, enter)
    assert shown() == ["Outline", "Draft", "Proofread"]
    first, second, third = (checklist.lines[step_id] for step_id in checklist.order())
    first.done_tick.click()
    assert checklist.count_label.text() == "Steps: 1 of 3 done"
    second.title_entry.setText("First draft")
    second.title_entry.editingFinished.emit()
    second.length_entry.setText("1:30")
    second.length_entry.editingFinished.emit()
    assert workspace.work.steps(slides)[1].estimate_minutes == 90
    up = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QApplication.sendEvent(third.title_entry, up)
    assert shown() == ["Outline", "Proofread", "First draft"]
    assert not first.up_action.isEnabled()
    third.delete_action.trigger()
    assert shown() == ["Outline", "First draft"]
    workspace.store.undo()
    assert shown() == ["Outline", "Proofread", "First draft"]


def test_a_block_shows_the_checklist_of_its_work(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    workspace.work.add_steps(slides, "Outline\nDraft")
    block_id = workspace.week.place(slides, datetime(2026, 10, 14, 9))
    panel.inspector.edit_block(block_id)
    checklist = panel.inspector._checklist
    checklist.lines[checklist.order()[0]].done_tick.click()
    assert checklist.count_label.text() == "Steps: 1 of 2 done"
    workspace.store.undo()
    assert checklist.count_label.text() == "Steps: 0 of 2 done"


def test_a_step_s_length_that_is_none_stays_to_be_mended(
    panel: WeekPanel, workspace: Workspace, slides: str
) -> None:
    workspace.work.add_steps(slides, "Outline")
    panel.inspector.edit_work(slides)
    line = next(iter(panel.inspector._checklist.lines.values()))
    line.length_entry.setText("soon")
    line.length_entry.editingFinished.emit()
    assert line.length_entry.property("invalid")
    assert workspace.work.steps(slides)[0].estimate_minutes is None


def test_a_step_gets_its_slot_from_the_drawer(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    workspace.work.add_steps(slides, "Outline", 45)
    panel.inspector.edit_work(slides)
    line = next(iter(panel.inspector._checklist.lines.values()))
    line.place_action.trigger()
    assert panel.grid.errand == Errand(f"step:{line.step_id}", 45, is_block=False)


def test_recurring_work_is_made_changed_paused_and_deleted(
    panel: WeekPanel, workspace: Workspace, said: list[str]
) -> None:
    panel.side.recurring_action.trigger()
    page = panel.drawer.content()
    page.new_button.click()
    form = panel.inspector._form
    form.field("title").setText("Books")
    form.field("estimate_minutes").setText("45")
    assert form.preview_label.text() == "Every Monday: Mon 12 Oct, Mon 19 Oct, Mon 26 Oct"
    panel.inspector._add_recurring()
    assert titles(panel) == ["Books"]
    row = next(iter(panel.drawer.content().rows.values()))
    assert row.next_label.text() == "Mon 12 Oct, Mon 19 Oct, Mon 26 Oct"
    row.pause_button.click()
    assert titles(panel) == []
    row = next(iter(panel.drawer.content().rows.values()))
    row.pause_button.click()
    row = next(iter(panel.drawer.content().rows.values()))
    row.edit_button.click()
    panel.inspector._form.field("title").setText("Books and receipts")
    panel.inspector.save_now()
    assert titles(panel) == ["Books and receipts"]
    panel.inspector.show_recurring()
    next(iter(panel.drawer.content().rows.values())).delete_button.click()
    assert said[-1] == "Deleted. What was taken up of it stays."
    assert workspace.recurring.list_all() == []
    assert titles(panel) == []


def view_of(rule: str) -> RecurringWorkView:
    return RecurringWorkView(
        recurring_id="r",
        title="Books",
        client_id=None,
        client_name="",
        client_colour=None,
        engagement_id=None,
        kind=WorkKind.ADMIN,
        impact=Impact.NORMAL,
        estimate_minutes=None,
        rule=rule,
        starts_on=date(2026, 10, 12),
        notes="",
        is_paused=False,
        rule_words="",
        next_on=(),
        next_words="",
    )


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "FREQ=WEEKLY;BYDAY=TU,TH",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=FR",
        "FREQ=MONTHLY;BYMONTHDAY=15",
        "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYDAY=2TU",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=DAILY;INTERVAL=10",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1",
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3",
        "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=12",
    ],
)
def test_the_form_keeps_a_rule_as_it_is(qtbot, workspace: Workspace, rule: str) -> None:
    form = RecurringWorkForm(
        lambda problem: problem.code, workspace.week.today, [], workspace.recurring.preview
    )
    qtbot.addWidget(form)
    form.fill(view_of(rule))
    assert form.values()["rule"] == rule


def test_a_refused_rule_is_said_where_the_dates_would_stand(qtbot, workspace: Workspace) -> None:
    def word(problem: Problem) -> str:
        return problem.code

    form = RecurringWorkForm(word, workspace.week.today, [], workspace.recurring.preview)
    qtbot.addWidget(form)
    form.fill(view_of("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"))
    assert form.preview_label.text() == "rule_never"
    assert form.repeat.kind_choice.currentData() == OWN
    form.repeat.rule_entry.setText("FREQ=SECONDLY")
    form.repeat.rule_entry.textEdited.emit("FREQ=SECONDLY")
    assert form.preview_label.text() == "rule_too_fine"


@pytest.mark.parametrize(("day", "weekday"), [(15, "TH"), (17, "MO"), (18, "MO")])
def test_a_new_rule_begins_on_the_weekday_of_its_first_day(qtbot, day: int, weekday: str) -> None:
    field = RepeatField()
    qtbot.addWidget(field)
    field.begin(date(2026, 10, day))
    assert field.value() == f"FREQ=WEEKLY;BYDAY={weekday}"


# Drawing.


def test_the_model_keeps_qts_rules(panel: WeekPanel, workspace: Workspace, report: str, slides: str) -> None:
    tester = QAbstractItemModelTester(
        panel.side.list.items, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    workspace.work.add_steps(slides, "Outline")
    workspace.work.complete(report)
    panel.side.list.items.set_filter("out")
    assert tester is not None


def test_a_client_without_work_but_with_hours_left_is_shown(
    panel: WeekPanel, acme: str, make_engagement: Make
) -> None:
    make_engagement(acme, starts_on=date(2026, 1, 5), minutes_a_week=240)
    assert panel.side.list.items.rowCount() == 1
    assert panel.side.list.items.index(0).data() == "Acme"
    assert panel.side.pages.currentWidget() is panel.side.list


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_only_offered_is_drawn_otherwise_than_what_was_taken_up(
    panel: WeekPanel, workspace: Workspace, report: str, theme: str
) -> None:
    look = Theme()
    look.apply(QApplication.instance(), theme)
    offered = picture(panel)
    workspace.work.change(report, {"notes": "Taken up"})
    assert picture(panel) != offered
    look.apply(QApplication.instance(), "light")


def picture(panel: WeekPanel) -> QImage:
    """The first piece of work as it is drawn, without selection or focus."""
    rows = panel.side.list
    index = rows.items.index(rows.items.first_item_from(0))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 220, 40)
    image = QImage(220, 40, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    rows.itemDelegate().paint(painter, option, index)
    painter.end()
    return image


def promise(workspace: Workspace, client_id: str, kind: RhythmKind) -> str:
    for rhythm in workspace.rhythms.of_client(client_id):
        workspace.rhythms.remove(rhythm.rhythm_id)
    values = {"kind": kind, "unit": RhythmUnit.WEEKLY, "every": 1, "weekday": 4}
    return workspace.rhythms.add(Layer.CLIENT, client_id, starts_on=date(2026, 3, 2), **values)


def test_the_shown_work_is_that_of_the_service(
    panel: WeekPanel, workspace: Workspace, report: str, slides: str, clock: FixedClock
) -> None:
    clock.advance(days=1)
    panel.refresh()
    wanted: list[WorkItemView] = [item for group in workspace.work.to_place() for item in group.items]
    assert panel.side.list.items.items() == wanted
    assert {item.work_item_id for item in wanted} == {report, slides}
