"""Boundaries: edits are kept as you go, show where they come from, and what is refused stays in its field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from clientdesk.models.changes import ChangeSet
from clientdesk.models.enums import Layer, RhythmUnit
from clientdesk.services.wording import words_for
from clientdesk.services.workspace import Workspace
from clientdesk.ui.forms.hours_text import read_spans, write_spans
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.boundaries import BoundariesPanel
from clientdesk.ui.panels.boundaries.rhythm_line import RhythmLine
from clientdesk.ui.panels.boundaries.rule_row import RuleRow
from clientdesk.ui.theme import Theme


@pytest.fixture
def started(workspace: Workspace) -> Workspace:
    workspace.practice.set_up("Lindqvist", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    return workspace


@pytest.fixture
def birch(started: Workspace) -> str:
    return started.clients.add("Birch & Co")


@pytest.fixture
def panel(qtbot: QtBot, started: Workspace, birch: str, tmp_path: Path) -> Iterator[BoundariesPanel]:
    messages = Messages(words_for)
    panel = BoundariesPanel(started, messages, Theme(tmp_path))

    def relay(change: ChangeSet) -> None:
        panel.on_changed(change)

    started.store.subscribe(relay)
    qtbot.addWidget(panel)
    panel.resize(1_200, 800)
    panel.show()
    panel.edit_default()
    yield panel
    panel.hide()


@pytest.fixture
def row(panel: BoundariesPanel) -> Callable[[str], RuleRow]:
    return lambda field: panel.rules_page.form.rows[field]


def _spin(row: RuleRow) -> QSpinBox:
    return row.editor.findChild(QSpinBox)


def _set(qtbot: QtBot, row: RuleRow, number: int) -> None:
    spin = _spin(row)
    spin.setFocus()
    spin.setValue(number)
    qtbot.keyClick(spin, Qt.Key.Key_Return)


def _type(qtbot: QtBot, entry: QLineEdit, text: str) -> None:
    entry.setFocus()
    entry.selectAll()
    qtbot.keyClick(entry, Qt.Key.Key_Delete)
    qtbot.keyClicks(entry, text)
    qtbot.keyClick(entry, Qt.Key.Key_Return)


def test_a_number_is_kept_when_entered_and_can_be_undone(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel, row: Callable[[str], RuleRow]
) -> None:
    _set(qtbot, row("notice_days"), 6)
    assert started.boundaries.resolved().notice_days == 6
    assert "six working days" in panel.rules_page.preview.text()
    started.store.undo()
    assert _spin(row("notice_days")).value() == 3
    assert "three working days" in panel.rules_page.preview.text()


def test_what_is_typed_shows_in_the_preview_before_it_is_kept(
    started: Workspace, panel: BoundariesPanel, row: Callable[[str], RuleRow]
) -> None:
    _spin(row("revision_rounds")).setValue(5)
    assert "Five revision rounds" in panel.rules_page.preview.text()
    assert started.boundaries.resolved().revision_rounds == 2


def test_what_is_typed_is_kept_when_the_panel_is_left(
    started: Workspace, panel: BoundariesPanel, row: Callable[[str], RuleRow]
) -> None:
    entry = row("urgent_means").editor.findChild(QPlainTextEdit)
    entry.setFocus()
    entry.setPlainText("The board waits")
    panel.hide()
    assert started.boundaries.resolved().urgent_means == "The board waits"


def test_a_tier_shows_where_each_rule_comes_from(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel, row: Callable[[str], RuleRow]
) -> None:
    close = started.tiers.list_all()[0].tier_id
    panel.edit_tier(close)
    assert row("response_urgent").source_chip.text() == "set here"
    assert row("notice_days").source_chip.text() == "from Default"
    _set(qtbot, row("notice_days"), 1)
    assert row("notice_days").source_chip.text() == "set here"
    qtbot.mouseClick(row("notice_days").reset_button, Qt.MouseButton.LeftButton)
    assert row("notice_days").source_chip.text() == "from Default"
    assert _spin(row("notice_days")).value() == 3


def test_a_client_shows_what_comes_from_its_tier(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel, birch: str, row: Callable[[str], RuleRow]
) -> None:
    panel.edit_client(birch)
    assert row("response_urgent").source_chip.text() == "from Steady"
    assert row("limit_days").source_chip.text() == "from Steady"
    _set(qtbot, row("limit_days"), 5)
    assert started.boundaries.limit(birch) == (5, Layer.CLIENT)
    assert row("limit_days").source_chip.text() == "set here"
    assert started.boundaries.limit(tier_id=started.clients.get(birch).tier_id) == (18, Layer.TIER)


def test_the_default_marks_only_what_was_changed(
    qtbot: QtBot, panel: BoundariesPanel, row: Callable[[str], RuleRow]
) -> None:
    assert not row("notice_days").source_chip.isVisible()
    _set(qtbot, row("notice_days"), 9)
    assert row("notice_days").reset_button.isVisible()
    qtbot.mouseClick(row("notice_days").reset_button, Qt.MouseButton.LeftButton)
    assert _spin(row("notice_days")).value() == 3
    assert not row("notice_days").reset_button.isVisible()


def test_the_practices_own_rules_are_only_under_default(
    panel: BoundariesPanel, birch: str, row: Callable[[str], RuleRow]
) -> None:
    assert row("quiet_hours").isVisibleTo(panel)
    panel.edit_client(birch)
    for field in ("quiet_hours", "buffer_percent", "public_holidays"):
        assert not row(field).isVisibleTo(panel)
    assert row("working_hours").isVisibleTo(panel)


def test_several_spans_a_day_are_read_as_people_type_them(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel, row: Callable[[str], RuleRow]
) -> None:
    friday = row("working_hours").editor.findChild(QLineEdit, "day_4")
    _type(qtbot, friday, "9-12:30, 13.30 to 15")
    hours = started.boundaries.resolved().working_hours
    assert hours is not None
    assert [(span.start, span.end) for span in hours[4]] == [(540, 750), (810, 900)]
    assert friday.text() == "09:00–12:30, 13:30–15:00"
    assert "Friday 09:00–12:30 and 13:30–15:00" in panel.rules_page.preview.text()


@pytest.mark.parametrize(
    ("typed", "said"),
    [("nine to five", "can't be read"), ("17-9", "before the start"), ("9-12, 11-15", "overlap")],
)
def test_hours_that_cannot_be_are_told_beside_them_and_stay(
    qtbot: QtBot,
    started: Workspace,
    panel: BoundariesPanel,
    row: Callable[[str], RuleRow],
    typed: str,
    said: str,
) -> None:
    before = started.boundaries.resolved()
    monday = row("working_hours").editor.findChild(QLineEdit, "day_0")
    _type(qtbot, monday, typed)
    assert said in row("working_hours").problem_text()
    started.boundaries.set_field(Layer.DEFAULT, None, "notice_days", 8)
    assert monday.text() == typed
    assert started.boundaries.resolved().working_hours == before.working_hours
    _type(qtbot, monday, "10-14")
    assert row("working_hours").problem_text() == ""
    assert started.boundaries.resolved().working_hours[0][0].start == 600  # type: ignore[index]


def test_mondays_hours_are_copied_until_friday(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel, row: Callable[[str], RuleRow]
) -> None:
    editor = row("working_hours").editor
    _type(qtbot, editor.findChild(QLineEdit, "day_0"), "8-12")
    qtbot.mouseClick(editor.findChild(QAbstractButton, "same_button"), Qt.MouseButton.LeftButton)
    hours = started.boundaries.resolved().working_hours
    assert hours is not None
    assert {day: spans[0].end for day, spans in hours.items()} == dict.fromkeys(range(5), 720)


def test_a_contradiction_stands_beside_its_rule(
    started: Workspace, panel: BoundariesPanel, row: Callable[[str], RuleRow]
) -> None:
    assert panel.rules_page.preview.checks.text() == "Nothing here contradicts itself."
    unit = row("response_urgent").editor.findChild(QComboBox, "unit")
    unit.setCurrentIndex(unit.findData("hours"))
    assert "by the clock" in row("response_urgent").check_text()
    assert "by the clock" in panel.rules_page.preview.checks.text()


def test_a_channel_is_added_named_and_removed(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel, row: Callable[[str], RuleRow]
) -> None:
    editor = row("channels").editor
    qtbot.mouseClick(editor.findChild(QAbstractButton, "add_button"), Qt.MouseButton.LeftButton)
    assert len(started.boundaries.resolved().channels or ()) == 2
    _type(qtbot, editor.rows[2].name, "<b>Signal</b>")
    assert [channel.name for channel in started.boundaries.resolved().channels or ()][2] == "<b>Signal</b>"
    qtbot.mouseClick(editor.rows[0].remove_button, Qt.MouseButton.LeftButton)
    names = [channel.name for channel in started.boundaries.resolved().channels or ()]
    assert names == ["Phone", "<b>Signal</b>"]
    assert "<b>Signal</b>" in panel.rules_page.preview.text()


def test_a_channel_with_too_long_a_name_is_refused_and_stays(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel, row: Callable[[str], RuleRow]
) -> None:
    name = row("channels").editor.rows[0].name
    _type(qtbot, name, "x" * 81)
    assert "80 characters" in row("channels").problem_text()
    assert name.text() == "x" * 81
    assert started.boundaries.resolved().channels[0].name == "Email"  # type: ignore[index]


def test_no_emergency_way_is_told_and_taken_out_of_the_agreement(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel, row: Callable[[str], RuleRow]
) -> None:
    editor = row("emergency").editor
    editor.offered.setChecked(False)
    assert started.boundaries.resolved().emergency.how == ""  # type: ignore[union-attr]
    assert "In an emergency" not in panel.rules_page.preview.text()
    started.store.undo()
    assert editor.offered.isChecked()
    assert editor.how.text().startswith("Call me")


def test_time_off_is_added_changed_and_removed(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel
) -> None:
    editor = panel.rules_page.form.time_off
    assert editor is not None
    _type(qtbot, editor.first.entry, "2026-11-02")
    _type(qtbot, editor.last.entry, "2026-11-06")
    qtbot.keyClicks(editor.note, "Autumn")
    qtbot.keyClick(editor.note, Qt.Key.Key_Return)
    (away,) = started.boundaries.time_off()
    assert (away.starts_on, away.ends_on, away.note) == (date(2026, 11, 2), date(2026, 11, 6), "Autumn")
    assert editor.first.text() == ""
    qtbot.mouseClick(editor.findChild(QAbstractButton, "edit_button"), Qt.MouseButton.LeftButton)
    _type(qtbot, editor.last.entry, "2026-11-05")
    qtbot.mouseClick(editor.add_button, Qt.MouseButton.LeftButton)
    assert started.boundaries.time_off()[0].ends_on == date(2026, 11, 5)
    qtbot.mouseClick(_shown(panel, "remove_button", "Remove Mon 2 Nov"), Qt.MouseButton.LeftButton)
    assert started.boundaries.time_off() == []


def _shown(panel: BoundariesPanel, object_name: str, starts: str) -> QAbstractButton:
    QCoreApplication.processEvents()
    found = panel.findChildren(QAbstractButton, object_name)
    return next(
        made for made in found if made.isVisibleTo(panel) and made.accessibleName().startswith(starts)
    )


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-11-06", "2026-11-02", "before the start"),
        ("", "2026-11-02", "is needed"),
        ("no day", "", "date"),
        ("2026-12-01", "", "time off already"),
    ],
)
def test_wrong_time_off_is_told_and_the_entry_stays(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel, first: str, last: str, said: str
) -> None:
    started.boundaries.add_time_off(date(2026, 12, 1))
    editor = panel.rules_page.form.time_off
    assert editor is not None
    qtbot.keyClicks(editor.first.entry, first)
    qtbot.keyClicks(editor.last.entry, last)
    qtbot.mouseClick(editor.add_button, Qt.MouseButton.LeftButton)
    assert said in editor.problem_label.text()
    assert editor.problem_label.isVisibleTo(panel)
    assert len(started.boundaries.time_off()) == 1
    assert editor.first.text() != "" or first == ""


def test_the_region_gives_the_next_holidays(started: Workspace, panel: BoundariesPanel) -> None:
    region = panel.rules_page.form.region
    assert region is not None
    assert "Armistice Day" in region.next_label.text()
    region.country.setFocus()
    region.country.showPopup()
    region.country.hidePopup()
    region.country.setCurrentIndex(region.country.findData("GB"))
    region.part.setCurrentIndex(region.part.findData("GB-ENG"))
    assert started.practice.get().holiday_region == "GB-ENG"  # type: ignore[union-attr]
    assert "Boxing Day" in region.next_label.text()
    region.country.setCurrentIndex(0)
    assert region.next_label.text() == ""


def test_a_rhythm_is_added_changed_and_removed(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel, birch: str
) -> None:
    panel.edit_client(birch)
    editor = panel.rules_page.form.rhythms
    assert editor is not None
    qtbot.mouseClick(editor.add_button, Qt.MouseButton.LeftButton)
    (rhythm,) = started.rhythms.of_client(birch)
    line = editor.line(rhythm.rhythm_id)
    assert line.edit_button.isChecked()
    line.fields.unit.setCurrentIndex(line.fields.unit.findData("monthly"))
    line.fields.nth.setCurrentIndex(line.fields.nth.findData(-1))
    line.fields.kind.setCurrentIndex(line.fields.kind.findData("call"))
    assert line.words.text() == "Call on the last Friday of the month"
    assert "Last Friday of the month" in panel.rules_page.preview.text()
    _type(qtbot, line.fields.content, "x" * 501)
    assert "500 characters" in line.fields.problem_label.text()
    assert line.fields.content.text() == "x" * 501
    qtbot.mouseClick(line.remove_button, Qt.MouseButton.LeftButton)
    assert started.rhythms.of_client(birch) == []


def test_adopting_promises_what_the_tier_proposes(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel, birch: str
) -> None:
    panel.edit_client(birch)
    form = panel.rules_page.form
    assert form.adopt_button is not None
    assert "Steady proposes: Update every second Friday" in form.rhythms_note.text()
    qtbot.mouseClick(form.adopt_button, Qt.MouseButton.LeftButton)
    assert len(started.rhythms.of_client(birch)) == 3
    assert not form.adopt_button.isVisibleTo(panel)
    started.store.undo()
    assert form.adopt_button.isVisibleTo(panel)


def test_an_owner_that_is_gone_gives_way_to_the_default(
    started: Workspace, panel: BoundariesPanel, birch: str
) -> None:
    panel.edit_client(birch)
    started.clients.archive([birch])
    assert panel.rules_page.owner().layer is Layer.DEFAULT


def test_choosing_tier_and_client_by_hand(qtbot: QtBot, panel: BoundariesPanel, birch: str) -> None:
    bar = panel.rules_page.owner_bar
    qtbot.mouseClick(bar.layers.buttons["tier"], Qt.MouseButton.LeftButton)
    bar.tier.setCurrentIndex(bar.tier.findText("Light"))
    assert bar.name() == "Light"
    qtbot.mouseClick(bar.layers.buttons["client"], Qt.MouseButton.LeftButton)
    assert panel.rules_page.owner().client_id == birch
    assert bar.note.full_text() == "Everything comes from Steady."


def test_a_section_is_brought_into_view(qtbot: QtBot, panel: BoundariesPanel) -> None:
    nav, scroll = panel.rules_page.nav, panel.rules_page.form_scroll
    qtbot.mouseClick(nav.buttons["work"], Qt.MouseButton.LeftButton)
    assert scroll.verticalScrollBar().value() > 0
    assert nav.buttons["work"].isChecked()
    scroll.verticalScrollBar().setValue(0)
    assert nav.buttons["hours"].isChecked()


def test_sections_come_one_after_another_without_waiting(
    qtbot: QtBot, started: Workspace, tmp_path: Path
) -> None:
    panel = BoundariesPanel(started, Messages(words_for), Theme(tmp_path))
    qtbot.addWidget(panel)
    panel.show()
    form = panel.rules_page.form
    assert len(form.sections) < len(form.titles)
    qtbot.waitUntil(lambda: len(form.sections) == len(form.titles))
    assert _spin(form.rows["notice_days"]).value() == 3
    assert "three working days" in panel.rules_page.preview.text()


def test_a_tier_is_added_changed_and_ordered(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel
) -> None:
    panel.tabs.setCurrentWidget(panel.tiers_page)
    page = panel.tiers_page
    qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    _type(qtbot, page.form.name, "Board seats")
    page.form.limit_days.setValue(25)
    qtbot.keyClick(page.form.limit_days, Qt.Key.Key_Return)
    tier = started.tiers.list_all()[-1]
    assert (tier.name, tier.limit_days) == ("Board seats", 25)
    qtbot.mouseClick(page.up_button, Qt.MouseButton.LeftButton)
    assert [row.name for row in started.tiers.list_all()][3] == "Board seats"
    assert page.current().name == "Board seats"  # type: ignore[union-attr]


def test_a_tiers_refused_name_stays_in_its_field(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel
) -> None:
    panel.tabs.setCurrentWidget(panel.tiers_page)
    form = panel.tiers_page.form
    _type(qtbot, form.name, "x" * 201)
    assert "200 characters" in form.problem_text("name")
    started.boundaries.set_field(Layer.DEFAULT, None, "notice_days", 8)
    assert form.name.text() == "x" * 201
    _type(qtbot, form.name, "Nearest")
    assert form.problem_text("name") == ""
    assert started.tiers.list_all()[0].name == "Nearest"


def test_a_tier_in_use_is_removed_only_with_a_new_home(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel, birch: str
) -> None:
    light = next(tier.tier_id for tier in started.tiers.list_all() if tier.name == "Light")
    started.clients.update(birch, tier_id=light)
    panel.tabs.setCurrentWidget(panel.tiers_page)
    page = panel.tiers_page
    page.table.select_id(light)
    qtbot.mouseClick(page.remove_button, Qt.MouseButton.LeftButton)
    assert page.move_label.text() == "1 client has Light. It gets:"
    page.move_to.setCurrentIndex(page.move_to.findText("Close"))
    qtbot.mouseClick(page.move_button, Qt.MouseButton.LeftButton)
    assert "Light" not in [tier.name for tier in started.tiers.list_all()]
    assert started.tiers.get(started.clients.get(birch).tier_id or "").name == "Close"


def test_a_tiers_rhythms_are_changed_in_place(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel
) -> None:
    panel.tabs.setCurrentWidget(panel.tiers_page)
    page = panel.tiers_page
    page.table.select_id(next(tier.tier_id for tier in started.tiers.list_all() if tier.name == "After"))
    (rhythm,) = page.current().rhythms  # type: ignore[union-attr]
    line = page.rhythms.line(rhythm.rhythm_id)
    qtbot.mouseClick(line.edit_button, Qt.MouseButton.LeftButton)
    line.fields.every.setValue(6)
    assert "Call every 6 months, on the first Tuesday" in page.model.index(3, 1).data()
    qtbot.mouseClick(line.edit_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.rhythms.add_button, Qt.MouseButton.LeftButton)
    assert len(page.current().rhythms) == 2  # type: ignore[union-attr]
    qtbot.mouseClick(page.rhythms.line(rhythm.rhythm_id).remove_button, Qt.MouseButton.LeftButton)
    assert [row.every for row in page.current().rhythms] == [1]  # type: ignore[union-attr]


def test_the_default_tier_is_not_removed_and_says_why(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel
) -> None:
    panel.tabs.setCurrentWidget(panel.tiers_page)
    page = panel.tiers_page
    steady = started.tiers.default_tier()
    assert steady is not None
    page.table.select_id(steady.tier_id)
    said: list[str] = []
    page._messages.spoken.connect(lambda _kind, text: said.append(text))
    qtbot.mouseClick(page.remove_button, Qt.MouseButton.LeftButton)
    assert "another one the default" in said[0]
    page.form.is_default.setChecked(False)
    assert page.form.is_default.isChecked()
    assert started.tiers.default_tier() == steady


def test_a_client_rhythms_start_can_be_moved_but_not_to_nonsense(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel, birch: str
) -> None:
    started.rhythms.adopt(birch)
    panel.edit_client(birch)
    QCoreApplication.processEvents()
    editor = panel.rules_page.form.rhythms
    assert editor is not None
    line = editor.line(started.rhythms.of_client(birch)[0].rhythm_id)
    qtbot.mouseClick(line.edit_button, Qt.MouseButton.LeftButton)
    _type(qtbot, line.fields.starts_on.entry, "some day")
    assert line.fields.problem_label.isVisibleTo(panel)
    assert line.fields.starts_on.text() == "some day"
    _type(qtbot, line.fields.starts_on.entry, "2026-11-02")
    assert started.rhythms.of_client(birch)[0].starts_on == date(2026, 11, 2)


def test_quiet_hours_are_kept(
    started: Workspace, panel: BoundariesPanel, row: Callable[[str], RuleRow]
) -> None:
    editor = row("quiet_hours").editor
    editor.weekends.setChecked(False)
    editor.start.set_minutes(20 * 60 + 30)
    editor.commit()
    quiet = started.boundaries.quiet_hours()
    assert (quiet.start, quiet.weekends) == (1_230, False)
    assert "between 20:30 and 08:00." in panel.rules_page.preview.text()


def test_an_emergency_way_around_the_clock(
    started: Workspace, panel: BoundariesPanel, row: Callable[[str], RuleRow]
) -> None:
    editor = row("emergency").editor
    editor.around.setChecked(True)
    assert started.boundaries.resolved().emergency.hours is None  # type: ignore[union-attr]
    assert not editor.start.isEnabled()
    editor.around.setChecked(False)
    editor.end.set_minutes(7 * 60)
    editor.commit()
    assert "before the start" in row("emergency").problem_text()
    assert editor.end.minutes() == 420


def test_the_rules_of_a_tier_are_one_click_away(qtbot: QtBot, panel: BoundariesPanel) -> None:
    panel.tabs.setCurrentWidget(panel.tiers_page)
    qtbot.mouseClick(panel.tiers_page.rules_button, Qt.MouseButton.LeftButton)
    assert panel.tabs.currentWidget() is panel.rules_page
    assert panel.rules_page.owner_bar.name() == "Close"


def _walk(panel: BoundariesPanel) -> list[QWidget]:
    """What Tab visits from the first button of the owner bar on, until it leaves the page."""
    QCoreApplication.processEvents()
    start = panel.rules_page.owner_bar.layers.buttons["default"]
    start.setFocus()
    visited: list[QWidget] = [start]
    for _ in range(200):
        panel.focusNextChild()
        reached = panel.window().focusWidget()
        if reached is None or reached in visited or not panel.rules_page.isAncestorOf(reached):
            break
        visited.append(reached)
    return visited


def test_tab_walks_in_reading_order_through_fields_made_later(
    qtbot: QtBot, panel: BoundariesPanel, row: Callable[[str], RuleRow]
) -> None:
    channels = row("channels").editor
    qtbot.mouseClick(channels.findChild(QAbstractButton, "add_button"), Qt.MouseButton.LeftButton)
    panel.rules_page.nav.go_to("work")
    visited = _walk(panel)
    stops = [
        panel.rules_page.nav.buttons["work"],
        row("working_hours").editor.findChild(QLineEdit, "day_0"),
        panel.rules_page.form.time_off.first.entry,  # type: ignore[union-attr]
        _spin(row("response_normal")),
        channels.rows[0].name,
        channels.rows[2].name,
        channels.add_button,
        _spin(row("notice_days")),
        _spin(row("limit_days")),
        panel.rules_page.preview.page,
    ]
    places = [visited.index(stop) for stop in stops]
    assert places == sorted(places)
    assert len(visited) == len(set(visited))


def test_every_interactive_widget_has_a_name(panel: BoundariesPanel) -> None:
    panel.tabs.setCurrentWidget(panel.tiers_page)
    kinds = (QAbstractButton, QLineEdit, QComboBox, QSpinBox, QPlainTextEdit)
    nameless = [
        widget
        for kind in kinds
        for widget in panel.findChildren(kind)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
        and not widget.objectName().startswith("qt_")
    ]
    assert nameless == []


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("9-17", ((540, 1020),)),
        ("9:00–12:30; 13h30-17", ((540, 750), (810, 1020))),
        ("9am-5pm", ((540, 1020),)),
        ("12am to 12pm", ((0, 720),)),
        ("20-24", ((1200, 1440),)),
        ("", ()),
        ("off", ()),
        ("9", None),
        ("9-25", None),
        ("9:75-10", None),
        ("13pm-14", None),
        ("9-17 x", None),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, spans: tuple[tuple[int, int], ...] | None) -> None:
    assert read_spans(text) == spans


def test_hours_are_written_so_that_they_can_be_read() -> None:
    spans = ((0, 45), (540, 750), (810, 1440))
    assert read_spans(write_spans(spans)) == spans


@pytest.fixture
def opened(qtbot: QtBot, started: Workspace, panel: BoundariesPanel, birch: str) -> RhythmLine:
    """The line of a rhythm just added to Birch, open."""
    panel.edit_client(birch)
    QCoreApplication.processEvents()
    editor = panel.rules_page.form.rhythms
    assert editor is not None
    qtbot.mouseClick(editor.add_button, Qt.MouseButton.LeftButton)
    (rhythm,) = started.rhythms.of_client(birch)
    return editor.line(rhythm.rhythm_id)


def _choose(qtbot: QtBot, box: QComboBox, words: str) -> None:
    """By the keyboard, as one types the beginning of a choice."""
    box.setFocus()
    qtbot.keyClicks(box, words)
    assert box.currentText() == words


@pytest.mark.parametrize(
    ("kind", "begins", "rule"),
    [
        ("Call", "Call every Friday", (RhythmUnit.WEEKLY, 1, None)),
        ("Review", "Review every Friday", (RhythmUnit.WEEKLY, 1, None)),
        (
            "Satisfaction question",
            "Satisfaction question 3 days after each milestone",
            (RhythmUnit.MILESTONE, 1, 3),
        ),
        ("Key date", "Key date every year on 12 October", (RhythmUnit.YEARLY, 1, None)),
        ("Personal word", "Personal word 3 months after the end", (RhythmUnit.AFTER_END, 3, None)),
        ("Win back", "Win back on 10 January 2027", (RhythmUnit.ONCE, 1, None)),
    ],
)
def test_another_kind_begins_with_what_is_usual_for_it(
    qtbot: QtBot, started: Workspace, birch: str, opened: RhythmLine, kind: str, begins: str, rule: object
) -> None:
    _choose(qtbot, opened.fields.kind, kind)
    assert opened.words.text() == begins
    (rhythm,) = started.rhythms.of_client(birch)
    assert (rhythm.unit, rhythm.every, rhythm.offset_days) == rule
    started.store.undo()
    assert opened.words.text() == "Update every Friday"
    assert opened.fields.kind.currentText() == "Update"


@pytest.mark.parametrize(
    ("kind", "unit", "numbers", "words"),
    [
        ("Update", RhythmUnit.MONTHLY, {}, "Update on the first Friday of the month"),
        ("Update", RhythmUnit.WEEKLY, {"every": 3}, "Update every third Friday"),
        ("Update", RhythmUnit.MILESTONE, {"offset": 2}, "Update 2 days after each milestone"),
        ("Review", RhythmUnit.YEARLY, {"every": 2}, "Review every second year on 12 October"),
        (
            "Satisfaction question",
            RhythmUnit.AFTER_END,
            {"every": 2},
            "Satisfaction question 2 months after the end",
        ),
        ("Key date", RhythmUnit.ONCE, {}, "Key date on 12 October 2026"),
        ("Personal word", RhythmUnit.YEARLY, {}, "Personal word every year on 12 October"),
    ],
)
def test_every_rule_is_made_of_its_choices(
    qtbot: QtBot, opened: RhythmLine, kind: str, unit: RhythmUnit, numbers: dict[str, int], words: str
) -> None:
    fields = opened.fields
    if kind != "Update":
        _choose(qtbot, fields.kind, kind)
    fields.unit.setCurrentIndex(fields.unit.findData(unit))
    for name, number in numbers.items():
        spin = getattr(fields, name)
        spin.setFocus()
        spin.selectAll()
        qtbot.keyClicks(spin, str(number))
        qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert opened.words.text() == words
    shown = {
        name
        for name in ("every", "offset", "side", "nth", "weekday")
        if getattr(fields, name).isVisibleTo(fields)
    }
    assert shown == {
        RhythmUnit.WEEKLY: {"every", "weekday"},
        RhythmUnit.MONTHLY: {"every", "nth", "weekday"},
        RhythmUnit.MILESTONE: {"offset", "side"},
        RhythmUnit.ONCE: set(),
    }.get(unit, {"every"})


def test_days_before_a_milestone(qtbot: QtBot, opened: RhythmLine) -> None:
    fields = opened.fields
    fields.unit.setCurrentIndex(fields.unit.findText("each milestone"))
    fields.offset.setValue(4)
    _choose(qtbot, fields.side, "days before")
    assert opened.words.text() == "Update 4 days before each milestone"


def test_a_rule_changed_in_the_middle_keeps_its_line_open_and_the_cursor_in_it(
    qtbot: QtBot, started: Workspace, panel: BoundariesPanel, birch: str, opened: RhythmLine
) -> None:
    started.clock.set(datetime(2026, 11, 3, 10, tzinfo=ZoneInfo("Europe/Paris")))  # type: ignore[attr-defined]
    before = started.rhythms.of_client(birch)[0].rhythm_id
    spin = opened.fields.every
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, "2")
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    (rhythm,) = started.rhythms.of_client(birch)
    assert (rhythm.every, rhythm.starts_on) == (2, date(2026, 11, 3))
    assert rhythm.rhythm_id != before
    assert [row.ends_on for row in started.rhythms.past(birch)] == [date(2026, 11, 2)]
    editor = panel.rules_page.form.rhythms
    assert editor is not None
    assert editor.line(rhythm.rhythm_id) is opened
    assert list(editor.lines) == [rhythm.rhythm_id]
    assert opened.fields.isVisibleTo(panel)
    assert panel.window().focusWidget() is spin
    _type(qtbot, opened.fields.channel, "Video")
    assert started.rhythms.of_client(birch)[0].channel == "Video"
    started.store.undo()
    started.store.undo()
    assert [row.rhythm_id for row in started.rhythms.of_client(birch)] == [before]
    assert editor.line(before) is opened


def test_a_birthday_of_years_ago_is_kept_as_it_comes_next(
    qtbot: QtBot, started: Workspace, birch: str, opened: RhythmLine
) -> None:
    _choose(qtbot, opened.fields.kind, "Key date")
    _type(qtbot, opened.fields.content, "Birthday of Ada")
    _type(qtbot, opened.fields.starts_on.entry, "1980-03-14")
    (rhythm,) = started.rhythms.of_client(birch)
    assert (rhythm.content, rhythm.starts_on) == ("Birthday of Ada", date(2027, 3, 14))
    assert opened.fields.content.accessibleName() == "Name"
    assert opened.fields.starts_on.entry.accessibleName() == "The day"


def test_a_tier_proposes_no_days_of_its_own(qtbot: QtBot, started: Workspace, panel: BoundariesPanel) -> None:
    panel.tabs.setCurrentWidget(panel.tiers_page)
    page = panel.tiers_page
    page.table.select_id(started.tiers.list_all()[0].tier_id)
    qtbot.mouseClick(page.rhythms.add_button, Qt.MouseButton.LeftButton)
    line = next(line for line in page.rhythms.lines.values() if line.edit_button.isChecked())
    kinds = [line.fields.kind.itemText(number) for number in range(line.fields.kind.count())]
    assert kinds == ["Update", "Call", "Review", "Satisfaction question", "Personal word", "Win back"]
    _choose(qtbot, line.fields.kind, "Satisfaction question")
    assert [line.fields.unit.itemText(number) for number in range(3)] == [
        "each milestone",
        "month",
        "month after the end",
    ]
    assert not line.fields.starts_on.isVisibleTo(panel)
    assert "Satisfaction question 3 days after each milestone" in [
        row.words.text() for row in page.rhythms.lines.values()
    ]


def test_the_longest_rule_is_not_cut(qtbot: QtBot, opened: RhythmLine) -> None:
    _choose(qtbot, opened.fields.kind, "Satisfaction question")
    fields = opened.fields
    fields.unit.setCurrentIndex(fields.unit.findData(RhythmUnit.AFTER_END))
    QCoreApplication.processEvents()
    assert (fields.kind.shown_text(), fields.unit.shown_text()) == (
        "Satisfaction question",
        "months after the end",
    )
