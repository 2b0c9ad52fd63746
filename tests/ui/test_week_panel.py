"""The week panel by its own gestures: placing, moving, resizing by pointer, click and key, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, QLocale, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu

from clientdesk.models.enums import BlockKind, TouchKind
from clientdesk.models.views.week import BlockView
from clientdesk.services.workspace import Workspace
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.week import WeekPanel
from clientdesk.ui.panels.week.grid import Errand, Place, to_mime
from clientdesk.ui.panels.week.panel import first_of_week
from clientdesk.ui.panels.week.words import day_words, length_text, spare_text
from clientdesk.ui.theme import Theme
from clientdesk.ui.tokens import client_colour
from tests.helpers.fakes import FixedClock

Make = Callable[..., str]
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def british() -> object:
    """Weeks begin on Monday, times have 24 hours."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield None
    QLocale.setDefault(before)


@pytest.fixture
def slides(workspace: Workspace, make_client: Make) -> str:
    """Two hours of work for a client, waiting."""
    values = {"title": "Slides", "client_id": make_client("Acme"), "estimate_minutes": 120}
    return workspace.work.add(values)


@pytest.fixture
def panel(qtbot, workspace: Workspace) -> WeekPanel:
    """The panel, shown and wired to the store's announcements."""
    messages = Messages(str)
    made = WeekPanel(workspace, messages, Theme())
    relay = ChangeRelay(made)
    relay.changed.connect(made.on_changed)
    workspace.store.subscribe(relay.publish)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    qtbot.waitExposed(made)
    made.grid.setFocus()
    return made


@pytest.fixture(autouse=True)
def set_up(workspace: Workspace) -> None:
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR", holiday_region="FR")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute)


def block(panel: WeekPanel) -> BlockView:
    assert len(panel.grid.blocks.blocks) == 1
    return panel.grid.blocks.blocks[0]


def stands(panel: WeekPanel) -> tuple[int, int, int]:
    """Day of October, start and end of the only block."""
    shown = block(panel)
    return shown.day.day, shown.start_minute, shown.end_minute


def key(panel: WeekPanel, code: Qt.Key, text: str = "", modifiers: Qt.KeyboardModifier = NONE) -> None:
    QApplication.sendEvent(panel.grid, QKeyEvent(QEvent.Type.KeyPress, code, modifiers, text))


def mouse(panel: WeekPanel, kind: QEvent.Type, place: QPoint, *, held: bool = False) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    is_press = kind == QEvent.Type.MouseButtonPress
    button = none if kind == QEvent.Type.MouseMove else left
    port = panel.grid.viewport()
    where = QPointF(place)
    event = QMouseEvent(
        kind, where, port.mapToGlobal(where), button, left if is_press or held else none, NONE
    )
    QApplication.sendEvent(port, event)


def drag(panel: WeekPanel, start: QPoint, end: QPoint) -> None:
    mouse(panel, QEvent.Type.MouseButtonPress, start)
    mouse(panel, QEvent.Type.MouseMove, (start + end) / 2, held=True)
    mouse(panel, QEvent.Type.MouseMove, end, held=True)
    mouse(panel, QEvent.Type.MouseButtonRelease, end)


def click(panel: WeekPanel, place: QPoint) -> None:
    mouse(panel, QEvent.Type.MouseButtonPress, place)
    mouse(panel, QEvent.Type.MouseButtonRelease, place)


def point(panel: WeekPanel, day: int, minute: int) -> QPoint:
    """The middle of a day's column at a time, in the viewport."""
    rect = panel.grid.to_viewport(panel.grid._rect_of(Place(day, minute, minute + 15)))
    return QPoint(rect.center().x(), rect.top() + 1)


def take(panel: WeekPanel, workspace: Workspace, item: str, day: int = 13, hour: int = 9) -> str:
    """Place work and make it the current block."""
    block_id = workspace.week.place(item, at(day, hour))
    assert panel.grid.select(block_id)
    return block_id


def test_a_dragged_block_moves_and_keeps_its_length(
    panel: WeekPanel, workspace: Workspace, slides: str
) -> None:
    take(panel, workspace, slides)
    drag(panel, point(panel, 1, 570), point(panel, 3, 690))
    assert stands(panel) == (15, 660, 780)


def test_a_drag_snaps_to_quarters_of_an_hour(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    take(panel, workspace, slides)
    start = point(panel, 1, 570)
    drag(panel, start, start + QPoint(0, 17))
    assert stands(panel) == (13, 555, 675)


def test_the_lower_edge_resizes(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    take(panel, workspace, slides)
    rect = panel.grid.visualRect(panel.grid.currentIndex())
    start = QPoint(rect.center().x(), rect.bottom() - 2)
    drag(panel, start, point(panel, 1, 720))
    assert stands(panel) == (13, 540, 720)


def test_escape_gives_a_drag_up(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    take(panel, workspace, slides)
    mouse(panel, QEvent.Type.MouseButtonPress, point(panel, 1, 570))
    mouse(panel, QEvent.Type.MouseMove, point(panel, 3, 690), held=True)
    assert panel.grid.is_dragging
    key(panel, Qt.Key.Key_Escape)
    mouse(panel, QEvent.Type.MouseButtonRelease, point(panel, 3, 690))
    assert stands(panel) == (13, 540, 660)


def test_keys_move_resize_and_accept_in_one_step(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    take(panel, workspace, slides)
    key(panel, Qt.Key.Key_M, "m")
    for code, modifiers in (
        (Qt.Key.Key_Right, NONE),
        (Qt.Key.Key_Down, NONE),
        (Qt.Key.Key_Down, NONE),
        (Qt.Key.Key_Down, SHIFT),
    ):
        key(panel, code, "", modifiers)
    assert stands(panel) == (13, 540, 660)
    key(panel, Qt.Key.Key_Return)
    assert stands(panel) == (14, 570, 705)
    workspace.store.undo()
    assert stands(panel) == (13, 540, 660)


def test_escape_gives_a_move_by_keys_up(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    take(panel, workspace, slides)
    key(panel, Qt.Key.Key_M, "m")
    key(panel, Qt.Key.Key_Right)
    key(panel, Qt.Key.Key_Escape)
    assert stands(panel) == (13, 540, 660)


def test_the_ghost_says_where_it_would_go(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    take(panel, workspace, slides)
    key(panel, Qt.Key.Key_M, "m")
    key(panel, Qt.Key.Key_Right)
    assert panel.grid._ghost is not None
    assert panel.grid._ghost[1] == "Wed 14 Oct, 09:00–11:00"


def test_work_dropped_on_the_grid_is_placed(panel: WeekPanel, slides: str) -> None:
    mime = to_mime(Errand(slides, 120, is_block=False))
    where = QPointF(point(panel, 3, 600))
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    panel.grid.dropEvent(QDropEvent(where, copy, mime, left, NONE))
    assert stands(panel) == (15, 600, 720)
    assert panel.side.list.items.rowCount() == 0


def test_the_way_onto_the_grid_leads_over_the_hours(panel: WeekPanel, slides: str) -> None:
    """A drag that is refused where it comes in never hears of where it goes."""
    mime = to_mime(Errand(slides, 120, is_block=False))
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    over_hours = QPoint(5, point(panel, 3, 600).y())
    enter = QDragEnterEvent(over_hours, copy, mime, left, NONE)
    QApplication.sendEvent(panel.grid.viewport(), enter)
    assert enter.isAccepted()
    assert panel.grid.ghost_rect is None
    still = QDragMoveEvent(over_hours, copy, mime, left, NONE)
    QApplication.sendEvent(panel.grid.viewport(), still)
    assert not still.isAccepted()
    on_day = QDragMoveEvent(point(panel, 3, 600), copy, mime, left, NONE)
    QApplication.sendEvent(panel.grid.viewport(), on_day)
    assert on_day.isAccepted()
    assert panel.grid.ghost_rect is not None


def test_what_is_no_work_is_not_taken(panel: WeekPanel) -> None:
    mime = QMimeData()
    mime.setText("Slides")
    assert not panel.grid.drop_preview(mime, QPoint(400, 400), NONE)


def test_place_and_a_click_on_a_slot(panel: WeekPanel, slides: str) -> None:
    assert slides
    panel.side.select_first()
    panel.side.place_button.click()
    assert not panel.hint_label.isHidden()
    click(panel, point(panel, 2, 840))
    assert stands(panel) == (14, 840, 960)
    assert panel.hint_label.isHidden()


def test_place_and_the_arrows(panel: WeekPanel, slides: str) -> None:
    """It begins at the first working time from now on (Monday 10:00) that is long enough."""
    assert slides
    panel.side.select_first()
    panel.side.list.place_wanted.emit()
    key(panel, Qt.Key.Key_Down)
    key(panel, Qt.Key.Key_Return)
    assert stands(panel) == (12, 615, 735)


def test_escape_leaves_the_work_where_it_was(panel: WeekPanel, slides: str) -> None:
    assert slides
    panel.side.select_first()
    panel.side.place_button.click()
    key(panel, Qt.Key.Key_Escape)
    assert panel.grid.errand is None
    assert panel.grid.blocks.rowCount() == 0


def test_a_block_can_be_moved_by_single_clicks(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    take(panel, workspace, slides)
    entry(panel, "Move…").trigger()
    click(panel, point(panel, 4, 600))
    assert stands(panel) == (16, 600, 720)


def test_a_block_can_be_resized_from_its_menu(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    take(panel, workspace, slides)
    lengths = entry(panel, "Length").menu()
    assert isinstance(lengths, QMenu)
    next(action for action in lengths.actions() if action.text() == "45 min").trigger()
    assert stands(panel) == (13, 540, 585)


def entry(panel: WeekPanel, words: str):
    panel.menu = QMenu(panel)
    panel._on_menu_wanted(block(panel), panel.menu)
    return next(action for action in panel.menu.actions() if action.text().startswith(words))


def test_d_marks_done_and_open_again(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    take(panel, workspace, slides)
    key(panel, Qt.Key.Key_D, "d")
    assert block(panel).is_done
    key(panel, Qt.Key.Key_D, "d")
    assert not block(panel).is_done


def test_delete_removes_with_a_way_back(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    said: list[str] = []
    panel._messages.spoken.connect(lambda _, text: said.append(text))
    take(panel, workspace, slides)
    key(panel, Qt.Key.Key_Delete)
    assert panel.grid.blocks.rowCount() == 0
    assert said == ["Removed. The work waits in To place."]
    panel._undo()
    assert stands(panel) == (13, 540, 660)


def test_backspace_never_deletes(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    take(panel, workspace, slides)
    key(panel, Qt.Key.Key_Backspace)
    assert panel.grid.blocks.rowCount() == 1


def test_letters_can_be_switched_off(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    take(panel, workspace, slides)
    panel.grid.letters_enabled = False
    key(panel, Qt.Key.Key_D, "d")
    assert not block(panel).is_done


def test_meetings_stay_where_they_are(panel: WeekPanel, workspace: Workspace, make_client: Make) -> None:
    when = at(13, 11).replace(tzinfo=ZoneInfo("Europe/Paris"))
    workspace.touchpoints.plan(make_client("Acme"), TouchKind.CALL, when, duration_minutes=60)
    drag(panel, point(panel, 1, 690), point(panel, 3, 690))
    assert stands(panel) == (13, 660, 720)
    assert not panel.grid.is_movable(panel.grid.blocks.index(0))


def test_enter_on_a_meeting_opens_its_client(
    panel: WeekPanel, workspace: Workspace, make_client: Make, qtbot
) -> None:
    acme = make_client("Acme")
    when = at(13, 11).replace(tzinfo=ZoneInfo("Europe/Paris"))
    workspace.touchpoints.plan(acme, TouchKind.CALL, when, duration_minutes=60)
    panel.grid.setCurrentIndex(panel.grid.blocks.index(0))
    with qtbot.waitSignal(panel.client_opened) as opened:
        key(panel, Qt.Key.Key_Return)
    assert opened.args == [acme]


def test_enter_opens_the_drawer_and_edits_are_kept(
    panel: WeekPanel, workspace: Workspace, slides: str
) -> None:
    block_id = take(panel, workspace, slides)
    key(panel, Qt.Key.Key_Return)
    assert panel.drawer.isVisible()
    form = panel.inspector._form
    form.field("title").setText("Deck")
    form.field("ends_at").setText("1:15")
    panel.inspector.save_now()
    details = workspace.week.get_block(block_id)
    assert (details.title, details.ends_local.strftime("%H:%M")) == ("Deck", "10:15")


def test_a_length_that_is_none_is_said_beside_its_field(
    panel: WeekPanel, workspace: Workspace, slides: str
) -> None:
    take(panel, workspace, slides)
    key(panel, Qt.Key.Key_Return)
    form = panel.inspector._form
    form.field("ends_at").setText("soon")
    panel.inspector.save_now()
    assert "length of time" in form.problem_text("ends_at")
    assert form.field("ends_at").text() == "soon"
    assert stands(panel) == (13, 540, 660)


def test_shift_n_asks_what_and_puts_it_there(panel: WeekPanel) -> None:
    click(panel, point(panel, 2, 600))
    key(panel, Qt.Key.Key_N, "N", SHIFT)
    form = panel.inspector._form
    form.field("title").setText("Call notes")
    panel.inspector._add_block()
    assert stands(panel) == (14, 600, 660)
    assert block(panel).title == "Call notes"


def test_something_without_a_name_is_refused_beside_the_field(panel: WeekPanel) -> None:
    key(panel, Qt.Key.Key_N, "N", SHIFT)
    panel.inspector._add_block()
    assert panel.inspector._form.problem_text("title")
    assert panel.grid.blocks.rowCount() == 0


def test_new_work_comes_into_the_list(panel: WeekPanel) -> None:
    panel.side.new_button.click()
    panel.inspector._form.field("title").setText("Books")
    panel.inspector._form.field("estimate_minutes").setText("1:30")
    panel.inspector._add_work()
    item = panel.side.list.items.item_at(panel.side.list.items.index(1))
    assert item is not None
    assert (item.title, item.estimate_minutes) == ("Books", 90)


def test_the_filter_keeps_work_whose_client_or_title_matches(
    panel: WeekPanel, workspace: Workspace, slides: str, make_client: Make
) -> None:
    assert slides
    workspace.work.add({"title": "Audit", "client_id": make_client("Birch")})
    panel.side.list.items.set_filter("acm")
    titles = [panel.side.list.items.index(row).data() for row in range(panel.side.list.items.rowCount())]
    assert titles == ["Acme", "Slides"]


def test_a_screen_reader_hears_each_block(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    workspace.week.place(slides, at(13, 9))
    grid = QAccessible.queryAccessibleInterface(panel.grid)
    assert grid is not None
    assert grid.role() == QAccessible.Role.List
    assert grid.childCount() == 1
    child = grid.child(0)
    assert child.text(QAccessible.Text.Name) == "Acme, Slides, Tue 13 Oct 09:00–11:00, planned"
    port = panel.grid.viewport()
    assert child.rect().intersects(port.rect().translated(port.mapToGlobal(QPoint(0, 0))))


def test_work_to_place_is_named_with_client_and_length(panel: WeekPanel, slides: str) -> None:
    assert slides
    spoken = panel.side.list.items.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Acme, Slides, 2 h"


def test_each_day_says_how_full_it_is(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    workspace.week.place(slides, at(13, 9), 414)
    assert panel.header.heads[1].accessibleName() == (
        "Tuesday 13 October, 6 h 54 of 6 h 24 — half an hour too much"
    )


def test_blocks_that_overlap_stand_side_by_side(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    workspace.week.place(slides, at(13, 9))
    workspace.week.place(slides, at(13, 10))
    first, second = panel.grid.item_rect(0), panel.grid.item_rect(1)
    assert not first.intersects(second)
    assert first.right() < second.left()


def test_paging_turns_weeks_and_today_comes_back(panel: WeekPanel) -> None:
    key(panel, Qt.Key.Key_PageDown)
    assert (panel.title_label.text(), panel.days_label.text()) == ("Week 43", "19–25 Oct 2026")
    assert panel.today_button.isEnabled()
    panel.today_button.click()
    assert panel.title_label.text() == "Week 42"
    assert not panel.today_button.isEnabled()


def test_the_week_begins_where_the_locale_says() -> None:
    QLocale.setDefault(QLocale("en_US"))
    assert first_of_week(date(2026, 10, 14)) == date(2026, 10, 11)
    QLocale.setDefault(QLocale("de_DE"))
    assert first_of_week(date(2026, 10, 11)) == date(2026, 10, 5)


def test_the_models_keep_qts_rules(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    testers = [
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        for model in (panel.grid.blocks, panel.side.list.items)
    ]
    workspace.week.place(slides, at(13, 9))
    workspace.work.add({"title": "More"})
    panel.side.list.items.set_filter("more")
    assert len(testers) == 2


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (390, "6 h 30"), (65, "1 h 05")]
)
def test_lengths_in_words(minutes: int, words: str) -> None:
    assert length_text(minutes) == words


@pytest.mark.parametrize(
    ("spare", "words"),
    [(84, "1 h 24 free"), (0, "full"), (-15, "a quarter of an hour too much"), (-90, "1 h 30 too much")],
)
def test_what_is_left_in_words(spare: int, words: str) -> None:
    assert spare_text(spare) == words


def test_a_day_off_says_why(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    workspace.boundaries.add_time_off(date(2026, 10, 15), date(2026, 10, 15), "Wedding")
    view = panel.grid.view
    assert view is not None
    assert day_words(view.days[3]) == "Wedding"
    workspace.week.place(slides, at(15, 9))
    view = panel.grid.view
    assert view is not None
    assert day_words(view.days[3]) == "2 h planned — Wedding"


def test_private_time_and_meetings_have_no_done(panel: WeekPanel, workspace: Workspace) -> None:
    workspace.week.add_block({"title": "Dentist", "kind": BlockKind.PRIVATE}, at(13, 9), 60)
    panel.grid.setCurrentIndex(panel.grid.blocks.index(0))
    key(panel, Qt.Key.Key_D, "d")
    assert not block(panel).is_done
    with pytest.raises(StopIteration):
        entry(panel, "Mark done")


def test_the_now_line_moves_without_reading_the_week_again(
    panel: WeekPanel, workspace: Workspace, slides: str, clock: FixedClock
) -> None:
    take(panel, workspace, slides)
    shown = panel.grid.blocks.blocks
    clock.advance(minutes=5)
    panel._on_tick()
    assert panel.grid.view is not None
    assert panel.grid.view.now_minute == 605
    assert panel.grid.blocks.blocks is shown


def test_a_new_day_is_read_again(panel: WeekPanel, clock: FixedClock) -> None:
    clock.advance(days=1)
    panel._on_tick()
    assert panel.grid.view is not None
    assert panel.grid.view.today == date(2026, 10, 13)


def list_key(panel: WeekPanel, code: Qt.Key, text: str = "") -> None:
    QApplication.sendEvent(panel.side.list, QKeyEvent(QEvent.Type.KeyPress, code, NONE, text))


@pytest.mark.parametrize("code", [Qt.Key.Key_M, Qt.Key.Key_Return])
def test_m_and_enter_in_the_list_ask_for_a_slot(panel: WeekPanel, slides: str, code: Qt.Key) -> None:
    panel.side.select_first()
    list_key(panel, code)
    assert panel.grid.errand == Errand(slides, 120, is_block=False)


def test_d_in_the_list_completes_with_a_way_back(panel: WeekPanel, slides: str) -> None:
    assert slides
    panel.side.select_first()
    list_key(panel, Qt.Key.Key_D, "d")
    assert panel.side.list.items.rowCount() == 0
    panel._undo()
    assert panel.side.list.items.rowCount() == 2


def test_delete_in_the_list_takes_the_work_away(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    panel.side.select_first()
    list_key(panel, Qt.Key.Key_Delete)
    assert workspace.week.to_place() == []
    panel._undo()
    assert workspace.work.get(slides).title == "Slides"


def test_e_in_the_list_edits_the_work(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    panel.side.select_first()
    list_key(panel, Qt.Key.Key_E, "e")
    panel.inspector._form.field("title").setText("Deck")
    panel.inspector._form.field("estimate_minutes").setText("")
    panel.inspector.save_now()
    item = workspace.work.get(slides)
    assert (item.title, item.estimate_minutes) == ("Deck", None)
    assert panel.side.sum_label.text() == "1 without estimate"


def test_groups_cannot_be_selected(panel: WeekPanel, slides: str) -> None:
    assert slides
    flags = panel.side.list.items.index(0).flags()
    assert not flags & Qt.ItemFlag.ItemIsSelectable


def test_planning_begins_at_the_first_work(panel: WeekPanel, slides: str) -> None:
    panel.turn(-3)
    panel.plan()
    assert panel.title_label.text() == "Week 42"
    assert panel.side.list.selected() is not None
    assert panel.side.list.selected().work_item_id == slides


def test_the_drawer_shows_what_is_selected_and_goes_again(
    panel: WeekPanel, workspace: Workspace, slides: str
) -> None:
    take(panel, workspace, slides)
    panel.toggle_drawer()
    assert panel.drawer.isVisible()
    panel.toggle_drawer()
    assert not panel.drawer.isVisible()


def test_the_drawer_closes_when_its_block_is_gone(
    panel: WeekPanel, workspace: Workspace, slides: str
) -> None:
    block_id = take(panel, workspace, slides)
    panel.toggle_drawer()
    workspace.week.remove(block_id)
    assert not panel.drawer.isVisible()


def test_ctrl_z_shows_in_an_open_drawer(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    block_id = take(panel, workspace, slides)
    panel.toggle_drawer()
    panel.grid.setFocus()
    workspace.week.change_block(block_id, {"title": "Deck"})
    assert panel.inspector._form.field("title").text() == "Deck"


def test_an_edge_dragged_past_the_other_leaves_a_quarter_of_an_hour(
    panel: WeekPanel, workspace: Workspace, slides: str
) -> None:
    take(panel, workspace, slides)
    rect = panel.grid.visualRect(panel.grid.currentIndex())
    drag(panel, QPoint(rect.center().x(), rect.top() + 2), point(panel, 1, 780))
    assert stands(panel) == (13, 645, 660)


def test_an_empty_slot_offers_new_work_and_the_work_selected(panel: WeekPanel, slides: str) -> None:
    assert slides
    panel.side.select_first()
    panel.grid.clicked_empty(panel.grid.to_content(point(panel, 2, 600)))
    panel.menu = QMenu(panel)
    panel._on_menu_wanted(None, panel.menu)
    panel.menu.actions()[1].trigger()
    assert stands(panel) == (14, 600, 720)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [760, 1400])
def test_everything_is_drawn_in_both_themes_and_widths(
    panel: WeekPanel, workspace: Workspace, slides: str, make_client: Make, theme: str, width: int
) -> None:
    """Each block shows its client's colour: the band of what is drawn last is looked up in the picture."""
    look = Theme()
    look.apply(QApplication.instance(), theme)
    workspace.week.place(slides, at(13, 9), 500)
    workspace.week.add_block({"title": "Dentist", "kind": BlockKind.PRIVATE}, at(14, 9), 60)
    when = at(15, 11).replace(tzinfo=ZoneInfo("Europe/Paris"))
    workspace.touchpoints.plan(make_client("Birch"), TouchKind.CALL, when, duration_minutes=60)
    workspace.boundaries.add_time_off(date(2026, 10, 16), date(2026, 10, 16), "Away")
    panel.resize(width, 620)
    QApplication.processEvents()
    panel.grid.scroll_to_minute(480)
    picture = panel.grid.viewport().grab().toImage()
    colour = panel.grid.blocks.blocks[0].client_colour
    rect = panel.grid.visualRect(panel.grid.blocks.index(0))
    wanted = client_colour(colour or 0, dark=theme == "dark")
    assert picture.pixelColor(rect.left() + 2, rect.center().y()).name().upper() == wanted
    look.apply(QApplication.instance(), "light")


def test_a_drop_between_quarters_keeps_its_five_minutes(panel: WeekPanel, slides: str) -> None:
    """Alt was held: the grid has snapped already, nothing snaps once more."""
    panel.grid.item_placed.emit(slides, date(2026, 10, 13), 545, False, 0)
    assert stands(panel) == (13, 545, 665)


def test_the_guard_speaks_when_a_block_breaks_a_rule_and_undo_takes_it_back(
    panel: WeekPanel, workspace: Workspace, slides: str
) -> None:
    said: list[tuple[str, str]] = []
    panel._messages.spoken.connect(lambda *values: said.append(values))
    take(panel, workspace, slides)
    panel._on_moved(block(panel).block_id, date(2026, 10, 13), 1200)
    assert said == [("toast", "Moved to Tue 13 Oct, 20:00–22:00. That is in your quiet hours, 19:00–08:00.")]
    assert "in your quiet hours" in panel.grid.blocks.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    panel._undo()
    assert stands(panel) == (13, 540, 660)


def test_a_move_within_the_rules_says_nothing_aloud(
    panel: WeekPanel, workspace: Workspace, slides: str
) -> None:
    said: list[str] = []
    panel._messages.spoken.connect(lambda _, text: said.append(text))
    take(panel, workspace, slides)
    panel._on_moved(block(panel).block_id, date(2026, 10, 14), 600)
    assert said == []


def test_weekends_left_out_are_kept_and_what_lies_there_is_said(
    panel: WeekPanel, workspace: Workspace, slides: str
) -> None:
    workspace.week.place(slides, at(17, 9))
    panel.weekends.action.trigger()
    assert workspace.preferences.get("week_weekends") is False
    assert panel.weekends.weekend_button.text() == "1 on the weekend"
    assert not panel.weekends.weekend_button.isHidden()
    assert [head.isHidden() for head in panel.header.heads] == [False] * 5 + [True] * 2
    panel.weekends.weekend_button.click()
    assert workspace.preferences.get("week_weekends") is True
    assert panel.weekends.weekend_button.isHidden()


def test_a_chip_gets_a_time_and_goes_back(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    workspace.week.plan_on(slides, date(2026, 10, 14))
    panel.header.chip_wanted.emit("time", slides)
    assert stands(panel) == (14, 540, 660)
    workspace.store.undo()
    panel.header.chip_wanted.emit("back", slides)
    assert panel.header.chips[2] == []


def test_a_day_too_full_for_a_chip_says_so(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    said: list[str] = []
    panel._messages.spoken.connect(lambda _, text: said.append(text))
    workspace.week.plan_on(slides, date(2026, 10, 17))
    panel.header.chip_wanted.emit("time", slides)
    assert said == ["That day has no free time that is long enough. It stays as it is."]
    assert len(panel.header.chips[5]) == 1


def test_a_chip_takes_a_slot_by_keys(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    workspace.week.plan_on(slides, date(2026, 10, 14))
    panel.header.chip_wanted.emit("slot", slides)
    assert panel.grid.errand == Errand(slides, 120, is_block=False)
    key(panel, Qt.Key.Key_Return)
    assert stands(panel) == (12, 600, 720)


def test_the_week_says_what_it_does_not_count(panel: WeekPanel, workspace: Workspace, slides: str) -> None:
    workspace.week.plan_on(slides, date(2026, 10, 14))
    workspace.week.plan_on(workspace.work.add({"title": "Notes"}), date(2026, 10, 15))
    assert panel.total_label.full_text() == "2 h of 32 h planned · 1 without estimate"


def test_an_empty_day_takes_the_selected_work_without_a_time(
    panel: WeekPanel, workspace: Workspace, slides: str
) -> None:
    panel.side.select_first()
    panel.grid.clicked_empty(panel.grid.to_content(point(panel, 2, 600)))
    panel.menu = QMenu(panel)
    panel._on_menu_wanted(None, panel.menu)
    words = "Keep the selected work for this day, without a time"
    next(action for action in panel.menu.actions() if action.text() == words).trigger()
    chips = panel.header.chips[2]
    assert [chip.accessibleName() for chip in chips] == ["Acme, Slides, 2 h, Wed 14 Oct, no time"]


def test_the_lightest_day_takes_a_block_only_when_asked(
    panel: WeekPanel, workspace: Workspace, slides: str
) -> None:
    workspace.week.place(slides, at(13, 9), 420)
    assert stands(panel) == (13, 540, 960)
    assert panel.relief_bar.offer is None
    notes = workspace.work.add({"title": "Notes"})
    workspace.week.place(notes, at(13, 16), 60)
    assert panel.relief_bar.offer is not None
    panel.relief_bar.move_button.click()
    moved = next(shown for shown in panel.grid.blocks.blocks if shown.title == "Notes")
    assert (moved.day.day, moved.start_minute) == (12, 600)


def test_a_block_gives_its_time_back_and_stays_on_its_day(
    panel: WeekPanel, workspace: Workspace, slides: str
) -> None:
    take(panel, workspace, slides)
    entry(panel, "Keep for this day").trigger()
    assert panel.grid.blocks.rowCount() == 0
    assert len(panel.header.chips[1]) == 1
    workspace.store.undo()
    assert stands(panel) == (13, 540, 660)


def test_moves_are_announced(
    panel: WeekPanel, workspace: Workspace, slides: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("clientdesk.ui.widgets.canvas_view.announce", lambda _, text: said.append(text))
    take(panel, workspace, slides)
    for code, text in ((Qt.Key.Key_M, "m"), (Qt.Key.Key_Right, ""), (Qt.Key.Key_Return, "")):
        key(panel, code, text)
    assert said == ["Moved to Wed 14 Oct, 09:00–11:00"]
