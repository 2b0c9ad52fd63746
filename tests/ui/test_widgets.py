"""The small widgets: what they say, what they announce, how they are reached."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from clientdesk.models.enums import TouchKind
from clientdesk.ui.icons import icon, icon_names
from clientdesk.ui.itemmodels.base import CLIENT_COLOUR_ROLE, MONOGRAM_ROLE, STATUS_ROLE
from clientdesk.ui.theme import current_tokens
from clientdesk.ui.tokens import SIDEBAR_NARROW, SIDEBAR_WIDE, Status
from clientdesk.ui.widgets.buttons import SegmentedControl, button, icon_button
from clientdesk.ui.widgets.capture_line import CaptureLine
from clientdesk.ui.widgets.chips import Monogram, SourceChip, StatusChip
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.widgets.delegates import MonogramDelegate, ShapeDelegate
from clientdesk.ui.widgets.drawer import Drawer, DrawerHost
from clientdesk.ui.widgets.empty_state import EmptyState
from clientdesk.ui.widgets.fields import ChoiceField, NumberField
from clientdesk.ui.widgets.flow_layout import FlowLayout
from clientdesk.ui.widgets.key_values import KeyValueGrid
from clientdesk.ui.widgets.labels import ElidedLabel, as_tooltip, label
from clientdesk.ui.widgets.search_field import SearchField
from clientdesk.ui.widgets.sidebar import ClientEntry, Place, Sidebar

TODAY = date(2026, 10, 14)
MARKUP = "<b>Acme</b> & <img src='x'>"


# Icons.


def test_every_icon_draws_something(qapp):
    names = icon_names()
    assert len(names) >= 40
    for name in names:
        picture = icon(name).pixmap(16, 16).toImage()
        assert any(picture.pixelColor(x, y).alpha() for x in range(16) for y in range(16)), name


def test_icons_take_the_colour_they_are_asked_for(qapp):
    picture = icon("minus", "at_risk").pixmap(64, 64).toImage()
    assert picture.pixelColor(32, 32).name().upper() == current_tokens().at_risk


def test_icons_survive_being_copied_and_collected(qapp):
    from PySide6.QtGui import QIcon

    kept = [QIcon(icon("check")) for _ in range(200)]
    assert not kept[199].pixmap(16, 16).isNull()


# Words.


def test_user_text_is_never_markup(qtbot):
    for made in (label(MARKUP), ElidedLabel(MARKUP), SourceChip(MARKUP)):
        qtbot.addWidget(made)
        assert made.textFormat() == Qt.TextFormat.PlainText
    assert "<b>" not in as_tooltip(MARKUP)
    assert as_tooltip("plain & simple") == "plain & simple"
    empty = EmptyState(MARKUP, MARKUP)
    qtbot.addWidget(empty)
    assert all(
        found.textFormat() == Qt.TextFormat.PlainText for found in empty.findChildren(QLabel) if found.text()
    )


def test_ampersands_in_names_are_shown(qtbot):
    made = button("Birch & Co")
    qtbot.addWidget(made)
    assert made.text() == "Birch && Co"
    assert made.accessibleName() == "Birch & Co"


def test_long_words_are_cut_and_kept_in_the_tooltip(qtbot):
    made = ElidedLabel("A name that is much too long for its room")
    qtbot.addWidget(made)
    made.resize(80, 20)
    made.show()
    assert made.text().endswith("…")
    assert made.toolTip() == made.accessibleName() == made.full_text()
    made.resize(600, 20)
    assert made.text() == made.full_text()
    assert made.toolTip() == ""


def test_icon_buttons_have_a_name_and_a_tooltip(qtbot):
    made = icon_button("x", "Close")
    qtbot.addWidget(made)
    assert (made.accessibleName(), made.toolTip()) == ("Close", "Close")
    assert made.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_a_status_is_said_in_words_and_drawn_as_its_own_shape(qtbot):
    pictures = []
    for status in Status:
        made = StatusChip(status, "Word")
        qtbot.addWidget(made)
        assert made.accessibleName() == "Word"
        pictures.append(_shape_of(made))
    assert len({frozenset(picture) for picture in pictures}) == 4


def _shape_of(made: QWidget) -> set[tuple[int, int]]:
    """Pixels inked clearly darker or lighter than the chip's ground, colour left out."""
    made.resize(made.sizeHint())
    picture = made.grab().toImage()
    ground = QColor(picture.pixel(4, 4)).lightness()
    return {
        (x, y)
        for x in range(6, 22)
        for y in range(picture.height())
        if abs(QColor(picture.pixel(x, y)).lightness() - ground) > 60
    }


def test_a_monogram_is_named_after_its_client(qtbot):
    made = Monogram("Birch & Co", 1)
    qtbot.addWidget(made)
    assert made.accessibleName() == "Birch & Co"


# Sidebar.


@pytest.fixture
def sidebar(qtbot):
    made = Sidebar(
        [Place("today", "Today", "sun", "Ctrl+1"), Place("clients", "Clients", "users", "Ctrl+4")],
        [Place("settings", "Settings", "settings")],
    )
    qtbot.addWidget(made)
    made.select("today")
    made.resize(SIDEBAR_WIDE, 500)
    made.show()
    return made


def test_a_click_or_key_on_a_place_chooses_it(sidebar, qtbot):
    with qtbot.waitSignal(sidebar.place_chosen) as told:
        sidebar.button("clients").click()
    assert told.args == ["clients"]
    assert sidebar.current() == "clients"
    sidebar.activateWindow()
    sidebar.take_focus()
    qtbot.waitUntil(sidebar.button("clients").hasFocus)
    qtbot.keyClick(sidebar.button("clients"), Qt.Key.Key_Down)
    assert sidebar.button("settings").hasFocus()
    with qtbot.waitSignal(sidebar.place_chosen) as told:
        qtbot.keyClick(sidebar.button("settings"), Qt.Key.Key_Space)
    assert told.args == ["settings"]


def test_selecting_a_place_from_outside_is_not_announced(sidebar, qtbot):
    with qtbot.assertNotEmitted(sidebar.place_chosen):
        sidebar.select("clients")
    assert sidebar.current() == "clients"


def test_collapsing_keeps_names_for_screen_readers(sidebar, qtbot):
    with qtbot.waitSignal(sidebar.collapsed_changed) as told:
        sidebar.toggle_collapsed()
    assert told.args == [True]
    assert sidebar.width() == SIDEBAR_NARROW
    made = sidebar.button("clients")
    assert made.text() == ""
    assert made.accessibleName() == "Clients"
    assert made.toolTip() == "Clients (Ctrl+4)"
    sidebar.toggle_collapsed()
    assert made.text() == "Clients"


def test_a_badge_says_what_it_counts(sidebar):
    sidebar.set_badge("clients", 3, "3 are owed a word")
    assert sidebar.button("clients").accessibleDescription() == "3 are owed a word"
    with_badge = sidebar.button("clients").grab().toImage()
    sidebar.set_badge("clients", 0, "")
    assert with_badge != sidebar.button("clients").grab().toImage()
    assert sidebar.button("clients").accessibleDescription() == ""


def test_clients_at_the_foot_can_be_chosen_and_are_at_most_twenty(sidebar, qtbot):
    sidebar.set_clients([ClientEntry(str(n), f"Client {n}", n, Status.WATCH, "due today") for n in range(25)])
    made = [child for child in sidebar.findChildren(QPushButton) if child.objectName().startswith("client_")]
    assert len([child for child in made if not child.isHidden()]) == 20
    assert made[0].accessibleName() == "Client 0"
    with qtbot.waitSignal(sidebar.client_chosen) as told:
        made[3].click()
    assert told.args == ["3"]
    sidebar.set_clients([])
    assert sidebar.findChild(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly).isHidden()


# The capture line.


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("> budget is late", TouchKind.UPDATE, "budget is late"),
        ("<logo will follow", TouchKind.MESSAGE_RECEIVED, "logo will follow"),
        ("= agreed on slides", TouchKind.MEETING, "agreed on slides"),
        ("likes short mails", TouchKind.NOTE, "likes short mails"),
    ],
)
def test_a_line_is_handed_over_without_its_sign(qtbot, line, kind, text):
    made = CaptureLine()
    qtbot.addWidget(made)
    made.entry.setText(line)
    with qtbot.waitSignal(made.submitted) as told:
        qtbot.keyClick(made.entry, Qt.Key.Key_Return)
    assert told.args == [text, kind]
    assert made.entry.text() == line


def test_a_line_with_only_a_sign_is_not_handed_over(qtbot):
    made = CaptureLine()
    qtbot.addWidget(made)
    for line in ("", "  ", ">", "<  "):
        made.entry.setText(line)
        with qtbot.assertNotEmitted(made.submitted):
            made.submit()


def test_the_chip_shows_the_guess(qtbot):
    made = CaptureLine()
    qtbot.addWidget(made)
    assert made.chip.text() == "Note"
    made.entry.setText("> x")
    assert made.chip.text() == "Told them"


# The filter field.


def test_the_filter_is_told_after_a_pause_and_cleared_by_escape(qtbot):
    made = SearchField()
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.search_changed) as told:
        made.setText("bir")
    assert told.args == ["bir"]
    with qtbot.waitSignal(made.search_changed) as told:
        qtbot.keyClick(made, Qt.Key.Key_Escape)
    assert told.args == [""]


# The date field.


@pytest.fixture
def field(qtbot):
    made = DateField(lambda: TODAY)
    qtbot.addWidget(made)
    made.show()
    return made


def write(made: DateField, text: str) -> None:
    made.entry.setText(text)
    made.entry.textEdited.emit(text)


def test_the_reading_is_shown_while_typing_and_written_out_on_leaving(field, qtbot):
    with qtbot.waitSignal(field.date_changed) as told:
        write(field, "fri 16")
    assert told.args == [date(2026, 10, 16)]
    assert field.reading.text() == "Fri 16 Oct"
    assert field.reading.isVisible()
    qtbot.keyClick(field.entry, Qt.Key.Key_Return)
    assert field.text() == "Fri 16 Oct"
    assert not field.reading.isVisible()
    write(field, field.text())
    assert field.date() == date(2026, 10, 16)


def test_words_that_are_no_date_stay_and_are_marked_only_on_leaving(field):
    write(field, "soonish")
    assert not field.entry.property("invalid")
    field.entry.left.emit()
    assert field.entry.property("invalid")
    assert field.text() == "soonish"
    assert not field.is_readable()
    assert field.date() is None


def test_emptying_the_field_gives_no_date(field, qtbot):
    field.set_date(TODAY)
    with qtbot.waitSignal(field.date_changed) as told:
        write(field, "")
    assert told.args == [None]
    assert field.is_readable()


def test_a_date_can_be_picked_by_keys(field, qtbot):
    from PySide6.QtCore import QDate
    from PySide6.QtWidgets import QCalendarWidget

    qtbot.keyClick(field.entry, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = field.findChild(QCalendarWidget)
    assert calendar.selectedDate() == QDate(2026, 10, 14)
    with qtbot.waitSignal(field.date_changed) as told:
        calendar.activated.emit(QDate(2026, 10, 20))
    assert told.args == [date(2026, 10, 20)]


# Fields.


def test_the_wheel_changes_nothing_without_focus(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    number, choice, other = NumberField(0, 50), ChoiceField([(1, "One"), (2, "Two")]), QPushButton("Other")
    for made in (other, number, choice):
        column.addWidget(made)
    number.setValue(10)
    holder.show()
    other.setFocus()
    for made in (number, choice):
        place = made.rect().center()
        wheel = QWheelEvent(
            place, made.mapToGlobal(place), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(made, wheel)
    assert (number.value(), choice.value()) == (10, 1)


def test_new_choices_keep_what_was_chosen(qtbot):
    made = ChoiceField([(1, "One"), (2, "Two")])
    qtbot.addWidget(made)
    made.set_value(2)
    with qtbot.assertNotEmitted(made.currentIndexChanged):
        made.set_choices([(0, "None"), (2, "Two"), (3, "Three")])
    assert made.value() == 2
    made.set_choices([(5, "Five")])
    assert made.value() == 5


def test_enter_in_a_dialog_presses_the_button_with_the_focus(qtbot):
    dialog, pressed = QDialog(), []
    qtbot.addWidget(dialog)
    row = QHBoxLayout(dialog)
    for name in ("Keep as it is", "Mark as signed"):
        made = button(name)
        made.clicked.connect(partial(pressed.append, name))
        row.addWidget(made)
    keep, verb = dialog.findChildren(QPushButton)
    verb.setDefault(True)
    for each in (keep, verb):
        qtbot.keyClick(each, Qt.Key.Key_Return)
    qtbot.keyClick(keep, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert pressed == ["Keep as it is", "Mark as signed", "Keep as it is"]


def test_a_choice_without_room_ends_in_an_ellipsis(qtbot):
    made = ChoiceField([("de", "German, not reviewed by a lawyer")])
    made.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(4)
    qtbot.addWidget(made)
    made.resize(120, 32)
    made.show()
    assert made.shown_text().endswith("…")
    made.resize(480, 32)
    assert made.shown_text() == "German, not reviewed by a lawyer"


def test_segments_announce_only_the_users_choice(qtbot):
    made = SegmentedControl([("week", "Week"), ("month", "Month")])
    qtbot.addWidget(made)
    assert made.current() == "week"
    with qtbot.assertNotEmitted(made.chosen):
        made.set_current("month")
    with qtbot.waitSignal(made.chosen) as told:
        made.buttons["week"].click()
    assert told.args == ["week"]


# Layout.


def test_flowing_widgets_go_on_below_and_mirror(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder, spacing=10)
    made = []
    for _ in range(3):
        box = QWidget()
        box.setFixedSize(100, 20)
        flow.addWidget(box)
        made.append(box)
    holder.resize(230, 100)
    holder.show()
    assert [box.geometry() for box in made] == [
        QRect(0, 0, 100, 20),
        QRect(110, 0, 100, 20),
        QRect(0, 30, 100, 20),
    ]
    assert flow.heightForWidth(230) == 50
    assert flow.heightForWidth(400) == 20
    holder.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    flow.setGeometry(QRect(0, 0, 230, 100))
    assert made[0].geometry() == QRect(130, 0, 100, 20)


def test_facts_are_read_out_with_their_names(qtbot):
    made = KeyValueGrid()
    qtbot.addWidget(made)
    made.add("tier", "Tier", "Close")
    made.set_value("tier", "Steady")
    assert made.value("tier") == "Steady"
    assert made.findChild(QLabel, "tier").accessibleName() == "Tier: Steady"


@pytest.mark.parametrize(("width", "page_width"), [(1400, 1060), (1000, 1000)])
def test_the_drawer_stands_beside_a_wide_page_and_over_a_narrow_one(qtbot, width, page_width):
    page, drawer = QWidget(), Drawer()
    host = DrawerHost(page, drawer)
    qtbot.addWidget(host)
    host.resize(width, 700)
    host.show()
    assert page.width() == width
    drawer.show_widget("Acme", QLabel("x"))
    assert page.width() == page_width
    assert drawer.geometry() == QRect(width - 340, 0, 340, 700)
    with qtbot.waitSignal(drawer.closed):
        qtbot.keyClick(drawer, Qt.Key.Key_Escape)
    assert page.width() == width


def test_a_name_that_runs_the_other_way_stays_beside_its_mark(qtbot):
    made = ElidedLabel("\u0645\u0643\u062a\u0628", "title")
    qtbot.addWidget(made)
    made.resize(600, 40)
    made.show()
    ink = made.grab().toImage()
    ground = ink.pixelColor(ink.width() - 1, 0)
    inked = [x for x in range(ink.width()) for y in range(ink.height()) if ink.pixelColor(x, y) != ground]
    assert inked
    assert max(inked) < ink.width() // 2
    made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert made.alignment() & Qt.AlignmentFlag.AlignRight


def test_a_closed_drawer_gives_the_keyboard_back(qtbot):
    page, drawer = QWidget(), Drawer()
    first, second = QPushButton("First", page), QPushButton("Second", page)
    host = DrawerHost(page, drawer)
    qtbot.addWidget(host)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    second.setFocus()
    inside = QPushButton("Inside")
    drawer.show_widget("Acme", inside)
    inside.setFocus()
    drawer.close_drawer()
    assert QApplication.focusWidget() is second
    drawer.show_widget("Acme", inside)
    inside.setFocus()
    second.hide()
    drawer.close_drawer()
    assert QApplication.focusWidget() is first


def test_the_drawer_gives_up_what_it_held_before(qtbot):
    drawer = Drawer()
    qtbot.addWidget(drawer)
    first, second = QLabel("1"), QLabel("2")
    drawer.show_widget("First", first)
    with qtbot.waitSignal(first.destroyed):
        drawer.show_widget("Second", second)
    assert drawer.content() is second
    assert drawer.accessibleName() == "Second"


def test_an_empty_place_says_what_to_do(qtbot):
    done = []
    made = EmptyState(
        "No clients yet", "A name is enough.", [("New client", lambda: done.append(1)), ("Import", int)]
    )
    qtbot.addWidget(made)
    assert [child.property("role") for child in made.buttons] == ["primary", None]
    made.buttons[0].click()
    assert done == [1]


# Painted cells.


def test_painted_cells_show_shape_monogram_and_words(qtbot):
    model = QStandardItemModel()
    name, state = QStandardItem("Birch & Co"), QStandardItem("Overdue")
    name.setData("BI", MONOGRAM_ROLE)
    name.setData(1, CLIENT_COLOUR_ROLE)
    state.setData("at_risk", STATUS_ROLE)
    model.appendRow([name, state])
    table = QTableView()
    qtbot.addWidget(table)
    table.setModel(model)
    table.setItemDelegateForColumn(0, MonogramDelegate(table))
    table.setItemDelegateForColumn(1, ShapeDelegate(table))
    table.resize(400, 120)
    table.show()
    tokens = current_tokens()
    assert tokens.clients[1].lower() in _colours(table, model.index(0, 0))
    assert tokens.at_risk.lower() in _colours(table, model.index(0, 1))
    assert tokens.text.lower() in _colours(table, model.index(0, 1))


def _colours(table: QTableView, index) -> set[str]:
    rect = table.visualRect(index)
    picture = table.viewport().grab(rect).toImage()
    return {
        QColor(picture.pixel(x, y)).name() for x in range(picture.width()) for y in range(picture.height())
    }


def test_every_hit_target_is_large_enough(qtbot):
    drawer = Drawer()
    qtbot.addWidget(drawer)
    drawer.show_widget("Acme", QLabel("x"))
    for made in drawer.findChildren(QToolButton):
        assert made.width() >= 24
        assert made.height() >= 24


def test_keys_other_than_ours_pass_on(qtbot):
    made = SearchField()
    qtbot.addWidget(made)
    QApplication.sendEvent(made, QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, "é"))
    assert made.text() == "é"


def test_toggling_a_place_as_a_screen_reader_does_chooses_it_once(sidebar, qtbot):
    chosen = []
    sidebar.place_chosen.connect(chosen.append)
    sidebar.select("today")
    sidebar.button("clients").toggle()
    qtbot.waitUntil(lambda: chosen == ["clients"])
    sidebar.select("today")
    sidebar.button("clients").click()
    sidebar.button("clients").click()
    qtbot.wait(20)
    assert chosen == ["clients"] * 3


def test_the_collapsed_sidebar_still_draws_places_clients_and_badges(sidebar):
    sidebar.set_clients([ClientEntry("1", "Acme", 0, Status.WATCH, "due today")])
    sidebar.set_badge("clients", 120, "120 are owed a word")
    wide = sidebar.grab().toImage()
    sidebar.set_collapsed(True)
    narrow = sidebar.grab().toImage()
    assert narrow.width() < wide.width()
    accent = current_tokens().accent.lower()
    for picture in (wide, narrow):
        colours = {
            QColor(picture.pixel(x, y)).name()
            for x in range(picture.width())
            for y in range(0, picture.height(), 2)
        }
        assert accent in colours
        assert current_tokens().clients[0].lower() in colours


def test_a_mirrored_sidebar_draws_its_icons_at_the_right(sidebar):
    sidebar.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    made = sidebar.button("clients")
    picture = made.grab().toImage()
    ground = picture.pixel(made.width() // 2, made.height() // 2)
    right = sum(
        picture.pixel(x, y) != ground
        for x in range(made.width() - 30, made.width() - 8)
        for y in range(6, made.height() - 6)
    )
    assert right > 20
