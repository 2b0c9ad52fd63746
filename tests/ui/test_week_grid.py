"""The grid alone: clock changes, gestures that are disturbed, suggestions, weekends, and what is heard of it all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu

from clientdesk.models.enums import BlockKind, TouchKind
from clientdesk.services.workspace import Workspace
from clientdesk.ui.panels.week.day_header import DayHeader
from clientdesk.ui.panels.week.grid import Errand, GhostBlock, Place, WeekGrid, to_mime, wall_clock
from clientdesk.ui.panels.week.guard_words import guard_text
from clientdesk.ui.panels.week.relief_bar import ReliefBar
from tests.helpers.fakes import FixedClock

Make = Callable[..., str]
Wires = dict[str, list[tuple[Any, ...]]]
NONE, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
MONDAY, SPRING, AUTUMN = date(2026, 10, 12), date(2026, 3, 23), date(2026, 10, 19)
SUNDAY = 6


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
def grid(qtbot) -> WeekGrid:
    made = WeekGrid()
    made.resize(1100, 700)
    qtbot.addWidget(made)
    made.show()
    made.setFocus()
    return made


@pytest.fixture
def told(grid: WeekGrid) -> Wires:
    """What the grid asks for, by signal."""
    heard: Wires = {}
    for name in (
        "time_taken",
        "block_moved",
        "block_resized",
        "item_placed",
        "item_planned",
        "ghost_clicked",
        "week_turned",
    ):
        calls = heard[name] = []
        getattr(grid, name).connect(lambda *values, calls=calls: calls.append(values))
    return heard


def show(grid: WeekGrid, workspace: Workspace, monday: date = MONDAY) -> None:
    grid.show_week(workspace.week.week(monday))
    QApplication.processEvents()


def work(workspace: Workspace, at: datetime, minutes: int = 60) -> str:
    item = workspace.work.add({"title": "Slides"})
    return workspace.week.place(item, at, minutes)


def key(grid: WeekGrid, code: Qt.Key, text: str = "", modifiers: Qt.KeyboardModifier = NONE) -> None:
    QApplication.sendEvent(grid, QKeyEvent(QEvent.Type.KeyPress, code, modifiers, text))


def mouse(
    grid: WeekGrid,
    kind: QEvent.Type,
    place: QPoint,
    button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    modifiers: Qt.KeyboardModifier = NONE,
) -> None:
    is_move = kind == QEvent.Type.MouseMove
    is_up = kind == QEvent.Type.MouseButtonRelease
    pressed = Qt.MouseButton.NoButton if is_up else button
    where = QPointF(place)
    event = QMouseEvent(
        kind,
        where,
        grid.viewport().mapToGlobal(where),
        Qt.MouseButton.NoButton if is_move else button,
        pressed,
        modifiers,
    )
    QApplication.sendEvent(grid.viewport(), event)


def point(grid: WeekGrid, day: int, minute: int, share: float = 0.25) -> QPoint:
    """A place within a day's column, in the viewport."""
    rect = grid.to_viewport(grid._rect_of(Place(day, minute, minute + 15)))
    return QPoint(rect.left() + round(rect.width() * share), rect.top() + 1)


def press_and_hold(grid: WeekGrid, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    mouse(grid, QEvent.Type.MouseButtonPress, start)
    mouse(grid, QEvent.Type.MouseMove, (start + end) / 2, modifiers=modifiers)
    mouse(grid, QEvent.Type.MouseMove, end, modifiers=modifiers)


def ghost_words(grid: WeekGrid) -> str:
    assert grid._ghost is not None
    return grid._ghost[1]


# The hour that is missing.


def test_nothing_can_be_placed_into_the_missing_hour(
    grid: WeekGrid, workspace: Workspace, told: Wires
) -> None:
    show(grid, workspace, SPRING)
    grid.scroll_to_minute(0)
    mime = to_mime(Errand("w", 60, is_block=False))
    where = QPointF(point(grid, SUNDAY, 135))
    left = Qt.MouseButton.LeftButton
    grid.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, mime, left, NONE))
    assert told["item_placed"] == [("w", date(2026, 3, 29), 180, False, 0)]


def test_a_block_carried_over_the_missing_hour_keeps_its_real_length(
    grid: WeekGrid, workspace: Workspace, told: Wires
) -> None:
    block_id = work(workspace, datetime(2026, 3, 29, 0, 0), 120)
    show(grid, workspace, SPRING)
    grid.select(block_id)
    key(grid, Qt.Key.Key_M, "m")
    for _ in range(4):
        key(grid, Qt.Key.Key_Down)
    assert ghost_words(grid) == "Sun 29 Mar, 01:00–04:00, really 2 h"
    key(grid, Qt.Key.Key_Return)
    assert told["block_moved"] == [(block_id, date(2026, 3, 29), 60, False)]


def test_keys_step_over_the_missing_hour(grid: WeekGrid, workspace: Workspace) -> None:
    block_id = work(workspace, datetime(2026, 3, 29, 1, 45), 30)
    show(grid, workspace, SPRING)
    grid.select(block_id)
    key(grid, Qt.Key.Key_M, "m")
    key(grid, Qt.Key.Key_Down)
    assert ghost_words(grid) == "Sun 29 Mar, 03:00–03:30"


# The hour that comes twice.


def test_keys_go_through_the_repeated_hour_two_times(
    grid: WeekGrid, workspace: Workspace, told: Wires
) -> None:
    block_id = work(workspace, datetime(2026, 10, 25, 2, 45), 15)
    show(grid, workspace, AUTUMN)
    grid.select(block_id)
    key(grid, Qt.Key.Key_M, "m")
    key(grid, Qt.Key.Key_Down)
    assert ghost_words(grid) == "Sun 25 Oct, 02:00 (second time)–02:15 (second time)"
    key(grid, Qt.Key.Key_Return)
    assert told["block_moved"] == [(block_id, date(2026, 10, 25), 120, True)]


def test_the_pointer_means_the_second_time_in_the_right_half(
    grid: WeekGrid, workspace: Workspace, told: Wires
) -> None:
    show(grid, workspace, AUTUMN)
    grid.scroll_to_minute(0)
    grid.start_errand(Errand("w", 30, is_block=False), Place(0, 540, 570))
    mouse(grid, QEvent.Type.MouseButtonPress, point(grid, SUNDAY, 120, share=0.8))
    grid.start_errand(Errand("w", 30, is_block=False), Place(0, 540, 570))
    mouse(grid, QEvent.Type.MouseButtonPress, point(grid, SUNDAY, 120, share=0.2))
    assert [(call[2], call[3]) for call in told["item_placed"]] == [(120, True), (120, False)]


def test_first_and_second_time_stand_side_by_side_and_are_named(grid: WeekGrid, workspace: Workspace) -> None:
    work(workspace, datetime(2026, 10, 25, 2, 0), 45)
    work(workspace, datetime(2026, 10, 25, 2, 0, fold=1), 45)
    show(grid, workspace, AUTUMN)
    first, second = grid.item_rect(0), grid.item_rect(1)
    assert first.right() < second.left()
    spoken = [grid.blocks.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert spoken[0] == "Slides, Sun 25 Oct 02:00–02:45, planned, on a day without working hours"
    assert "02:00 (second time)–02:45 (second time)" in spoken[1]


def test_alone_the_second_time_stands_at_the_right(grid: WeekGrid, workspace: Workspace) -> None:
    work(workspace, datetime(2026, 10, 25, 2, 0, fold=1), 45)
    show(grid, workspace, AUTUMN)
    left, width = grid.column(SUNDAY)
    assert grid.item_rect(0).left() > left + width // 3


def test_a_resize_over_both_passes_keeps_the_instants(
    grid: WeekGrid, workspace: Workspace, told: Wires
) -> None:
    block_id = work(workspace, datetime(2026, 10, 25, 1, 30), 60)
    show(grid, workspace, AUTUMN)
    grid.select(block_id)
    key(grid, Qt.Key.Key_M, "m")
    for _ in range(4):
        key(grid, Qt.Key.Key_Down, "", SHIFT)
    key(grid, Qt.Key.Key_Return)
    _, start, end = told["block_resized"][0]
    workspace.week.resize(block_id, starts_at=start, ends_at=end, step=1)
    block = workspace.week.week(AUTUMN).blocks[0]
    assert (block.minutes, block.end_reading, block.ends_again) == (120, 150, True)


def test_moved_onto_an_ordinary_day_and_back_the_length_stays(
    grid: WeekGrid, workspace: Workspace, told: Wires
) -> None:
    """Two real hours that the clock shows as one."""
    block_id = work(workspace, datetime(2026, 10, 25, 1, 30), 120)
    show(grid, workspace, AUTUMN)
    grid.select(block_id)
    key(grid, Qt.Key.Key_M, "m")
    key(grid, Qt.Key.Key_Left)
    assert ghost_words(grid) == "Sat 24 Oct, 01:30–03:30"
    key(grid, Qt.Key.Key_Right)
    assert ghost_words(grid) == "Sun 25 Oct, 01:30–02:30 (second time), really 2 h"
    key(grid, Qt.Key.Key_Return)
    assert told["block_moved"] == told["block_resized"] == []


# Gestures that are disturbed.


def test_a_second_press_while_a_block_is_held_changes_nothing(
    grid: WeekGrid, workspace: Workspace, told: Wires
) -> None:
    """A second finger or button: the first one holds the block until it lets go."""
    block_id = work(workspace, datetime(2026, 10, 13, 9, 0))
    other = work(workspace, datetime(2026, 10, 15, 9, 0))
    show(grid, workspace)
    grid.scroll_to_minute(480)
    press_and_hold(grid, point(grid, 1, 555), point(grid, 2, 615))
    for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
        mouse(grid, QEvent.Type.MouseButtonPress, point(grid, 3, 555), button)
    assert grid.is_dragging
    mouse(grid, QEvent.Type.MouseButtonRelease, point(grid, 2, 615))
    assert told["block_moved"] == [(block_id, date(2026, 10, 14), 600, False)]
    assert other not in str(told)


def test_keys_take_nothing_while_the_pointer_holds_a_block(
    grid: WeekGrid, workspace: Workspace, told: Wires
) -> None:
    work(workspace, datetime(2026, 10, 13, 9, 0))
    show(grid, workspace)
    grid.scroll_to_minute(480)
    press_and_hold(grid, point(grid, 1, 555), point(grid, 2, 615))
    key(grid, Qt.Key.Key_M, "m")
    key(grid, Qt.Key.Key_Down)
    key(grid, Qt.Key.Key_Return)
    assert grid.is_dragging
    mouse(grid, QEvent.Type.MouseButtonRelease, point(grid, 2, 615))
    assert len(told["block_moved"]) == 1


def test_asking_for_a_slot_lets_go_of_a_held_block(grid: WeekGrid, workspace: Workspace, told: Wires) -> None:
    work(workspace, datetime(2026, 10, 13, 9, 0))
    show(grid, workspace)
    grid.scroll_to_minute(480)
    press_and_hold(grid, point(grid, 1, 555), point(grid, 2, 615))
    grid.start_errand(Errand("w", 60, is_block=False), Place(3, 600, 660))
    assert not grid.is_dragging
    key(grid, Qt.Key.Key_Return)
    assert (told["block_moved"], len(told["item_placed"])) == ([], 1)


def test_a_week_read_again_leaves_a_held_block_in_the_hand(
    grid: WeekGrid, workspace: Workspace, told: Wires
) -> None:
    """A calendar came in meanwhile: rows have shifted, the gesture goes on."""
    block_id = work(workspace, datetime(2026, 10, 13, 9, 0))
    show(grid, workspace)
    grid.scroll_to_minute(480)
    press_and_hold(grid, point(grid, 1, 555), point(grid, 2, 615))
    work(workspace, datetime(2026, 10, 12, 9, 0))
    show(grid, workspace)
    assert grid.is_dragging
    mouse(grid, QEvent.Type.MouseButtonRelease, point(grid, 2, 615))
    assert told["block_moved"] == [(block_id, date(2026, 10, 14), 600, False)]


def test_a_held_block_that_is_gone_ends_the_gesture(
    grid: WeekGrid, workspace: Workspace, told: Wires
) -> None:
    block_id = work(workspace, datetime(2026, 10, 13, 9, 0))
    show(grid, workspace)
    grid.scroll_to_minute(480)
    press_and_hold(grid, point(grid, 1, 555), point(grid, 2, 615))
    workspace.week.remove(block_id)
    show(grid, workspace)
    assert not grid.is_dragging
    assert grid.ghost_rect is None
    mouse(grid, QEvent.Type.MouseButtonRelease, point(grid, 2, 615))
    assert told["block_moved"] == []


@pytest.mark.parametrize("back", [timedelta(minutes=50), timedelta(days=2), timedelta(days=9)])
def test_a_clock_set_back_while_a_block_is_held_moves_only_the_block(
    grid: WeekGrid, workspace: Workspace, clock: FixedClock, told: Wires, back: timedelta
) -> None:
    block_id = work(workspace, datetime(2026, 10, 13, 9, 0))
    show(grid, workspace)
    grid.scroll_to_minute(480)
    press_and_hold(grid, point(grid, 1, 555), point(grid, 2, 615))
    clock.advance(seconds=-back.total_seconds())
    show(grid, workspace)
    mouse(grid, QEvent.Type.MouseButtonRelease, point(grid, 2, 615))
    moved = told["block_moved"][0]
    workspace.week.move(moved[0], wall_clock(moved[1], moved[2], again=moved[3]), step=1)
    block = workspace.week.week(MONDAY).blocks[0]
    assert (block.block_id, block.day, block.start_minute) == (block_id, date(2026, 10, 14), 600)


def test_alt_snaps_a_drag_to_five_minutes(grid: WeekGrid, workspace: Workspace, told: Wires) -> None:
    block_id = work(workspace, datetime(2026, 10, 13, 9, 0))
    show(grid, workspace)
    grid.scroll_to_minute(480)
    start = point(grid, 1, 555)
    end = start + QPoint(0, round(25 * 52 / 60))
    press_and_hold(grid, start, end, ALT)
    mouse(grid, QEvent.Type.MouseButtonRelease, end, modifiers=ALT)
    assert told["block_moved"] == [(block_id, date(2026, 10, 13), 565, False)]


def test_a_drop_with_alt_keeps_its_five_minutes(grid: WeekGrid, workspace: Workspace, told: Wires) -> None:
    show(grid, workspace)
    grid.scroll_to_minute(480)
    mime = to_mime(Errand("w", 60, is_block=False))
    where = QPointF(point(grid, 1, 565) + QPoint(0, 1))
    grid.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, ALT))
    assert told["item_placed"][0][2] == 565


def test_a_block_drawn_up_to_a_head_loses_its_time(grid: WeekGrid, workspace: Workspace, told: Wires) -> None:
    block_id = work(workspace, datetime(2026, 10, 13, 9, 0))
    show(grid, workspace)
    grid.scroll_to_minute(480)
    aimed: list[int] = []
    grid.head_aimed.connect(aimed.append)
    above = QPoint(point(grid, 3, 555).x(), -40)
    press_and_hold(grid, point(grid, 1, 555), above)
    mouse(grid, QEvent.Type.MouseButtonRelease, above)
    assert told["time_taken"] == [(block_id, date(2026, 10, 15))]
    assert told["block_moved"] == []
    assert aimed == [3, -1]


# Blocks of odd shapes.


def test_a_block_over_midnight_is_moved_whole(grid: WeekGrid, workspace: Workspace, told: Wires) -> None:
    block_id = work(workspace, datetime(2026, 10, 13, 23, 0), 180)
    show(grid, workspace)
    assert [grid.is_movable(grid.blocks.index(row)) for row in range(2)] == [True, False]
    grid.select(block_id)
    key(grid, Qt.Key.Key_M, "m")
    key(grid, Qt.Key.Key_Right)
    assert ghost_words(grid) == "Wed 14 Oct, 23:00–02:00 on Thu"
    key(grid, Qt.Key.Key_Return)
    assert told["block_moved"] == [(block_id, date(2026, 10, 14), 1380, False)]


def test_a_block_can_never_be_made_shorter_than_a_quarter_of_an_hour(
    grid: WeekGrid, workspace: Workspace, told: Wires
) -> None:
    block_id = work(workspace, datetime(2026, 10, 13, 9, 0), 30)
    show(grid, workspace)
    grid.select(block_id)
    key(grid, Qt.Key.Key_M, "m")
    for _ in range(5):
        key(grid, Qt.Key.Key_Up, "", SHIFT)
    key(grid, Qt.Key.Key_Return)
    _, start, end = told["block_resized"][0]
    assert end - start == timedelta(minutes=15)


def test_a_held_block_stays_within_its_day_and_week(grid: WeekGrid, workspace: Workspace) -> None:
    block_id = work(workspace, datetime(2026, 10, 18, 23, 0), 30)
    show(grid, workspace)
    grid.select(block_id)
    key(grid, Qt.Key.Key_M, "m")
    for code in (Qt.Key.Key_Right, *[Qt.Key.Key_Down] * 8):
        key(grid, code)
    assert ghost_words(grid) == "Sun 18 Oct, 23:45–00:15 on Mon"


def test_a_block_outside_the_week_is_not_shown(grid: WeekGrid, workspace: Workspace) -> None:
    block_id = work(workspace, datetime(2026, 10, 19, 9, 0))
    show(grid, workspace)
    assert grid.blocks.rowCount() == 0
    assert not grid.select(block_id)


def test_a_meeting_without_a_length_can_still_be_seen_and_heard(grid: WeekGrid, workspace: Workspace) -> None:
    from clientdesk.models.views.week import BlockSource
    from clientdesk.services.week_days import Entry, cut_into_days

    at = datetime(2026, 10, 13, 8, 0, tzinfo=UTC)
    entry = Entry("e", BlockSource.TOUCHPOINT, BlockKind.MEETING, "call", None, "", None, None, at, at, False)
    parts = cut_into_days(entry, workspace.practice.zone())
    assert [(part.start_minute, part.end_minute, part.minutes) for part in parts] == [(600, 600, 0)]
    show(grid, workspace)
    assert grid._rect_of(Place(1, 600, 600)).height() > 10


# By keys alone.


def test_shift_and_arrows_change_the_length_of_what_is_placed(
    grid: WeekGrid, workspace: Workspace, told: Wires
) -> None:
    show(grid, workspace)
    grid.start_errand(Errand("w", 60, is_block=False), Place(1, 540, 600))
    for _ in range(2):
        key(grid, Qt.Key.Key_Down, "", SHIFT)
    key(grid, Qt.Key.Key_Return)
    assert told["item_placed"] == [("w", date(2026, 10, 13), 540, False, 90)]


def test_shift_enter_keeps_work_for_the_day_without_a_time(
    grid: WeekGrid, workspace: Workspace, told: Wires
) -> None:
    show(grid, workspace)
    grid.start_errand(Errand("w", 60, is_block=False), Place(1, 540, 600))
    key(grid, Qt.Key.Key_Right)
    key(grid, Qt.Key.Key_Return, "", SHIFT)
    assert told["item_planned"] == [("w", date(2026, 10, 14))]
    assert grid.errand is None


def test_pages_turn_while_something_waits_for_its_slot(
    grid: WeekGrid, workspace: Workspace, told: Wires
) -> None:
    show(grid, workspace)
    grid.start_errand(Errand("w", 60, is_block=False), Place(1, 540, 600))
    key(grid, Qt.Key.Key_PageDown)
    assert told["week_turned"] == [(1,)]
    show(grid, workspace, MONDAY + timedelta(days=7))
    assert ghost_words(grid) == "Tue 20 Oct, 09:00–10:00"


# Weekends.


def test_weekends_can_be_left_out(grid: WeekGrid, workspace: Workspace) -> None:
    work(workspace, datetime(2026, 10, 17, 9, 0))
    friday = work(workspace, datetime(2026, 10, 16, 9, 0))
    show(grid, workspace)
    grid.show_weekends(shown=False)
    assert grid.days_shown == (0, 1, 2, 3, 4)
    assert [block.block_id for block in grid.blocks.blocks] == [friday]
    assert grid.column(5)[1] == 0
    left, width = grid.column(4)
    assert left + width == grid.viewport().width()


def test_without_weekends_a_block_stays_among_the_days_shown(grid: WeekGrid, workspace: Workspace) -> None:
    block_id = work(workspace, datetime(2026, 10, 16, 9, 0))
    show(grid, workspace)
    grid.show_weekends(shown=False)
    grid.select(block_id)
    key(grid, Qt.Key.Key_M, "m")
    key(grid, Qt.Key.Key_Right)
    assert ghost_words(grid) == "Fri 16 Oct, 09:00–10:00"


# Suggestions.


def ghost(key_: str = "one", day: date = date(2026, 10, 13), start: int = 540) -> GhostBlock:
    return GhostBlock(key_, "Slides", 0, day, start, start + 60, "due Thursday", "Acme")


def test_suggestions_are_named_items_with_their_reason(grid: WeekGrid, workspace: Workspace) -> None:
    work(workspace, datetime(2026, 10, 12, 9, 0))
    show(grid, workspace)
    grid.show_ghosts([ghost(), ghost("later", date(2026, 10, 20))])
    face = QAccessible.queryAccessibleInterface(grid)
    assert face is not None
    names = [face.child(number).text(QAccessible.Text.Name) for number in range(face.childCount())]
    assert names == [
        "Slides, Mon 12 Oct 09:00–10:00, planned",
        "Suggested, Acme, Slides, Tue 13 Oct 09:00–10:00, due Thursday",
    ]


def test_a_click_or_enter_on_a_suggestion_tells_its_key(
    grid: WeekGrid, workspace: Workspace, told: Wires
) -> None:
    show(grid, workspace)
    grid.scroll_to_minute(480)
    grid.show_ghosts([ghost()])
    place = grid.visualRect(grid.blocks.index(0)).center()
    mouse(grid, QEvent.Type.MouseButtonPress, place)
    mouse(grid, QEvent.Type.MouseButtonRelease, place)
    assert grid.select_ghost("one")
    key(grid, Qt.Key.Key_Return)
    assert told["ghost_clicked"] == [("one",), ("one",)]


def test_a_suggestion_cannot_be_moved_and_blocks_still_can(
    grid: WeekGrid, workspace: Workspace, told: Wires
) -> None:
    block_id = work(workspace, datetime(2026, 10, 12, 9, 0))
    show(grid, workspace)
    grid.show_ghosts([ghost()])
    assert not grid.is_movable(grid.blocks.index(1))
    grid.select(block_id)
    key(grid, Qt.Key.Key_M, "m")
    key(grid, Qt.Key.Key_Right)
    key(grid, Qt.Key.Key_Return)
    assert told["block_moved"] == [(block_id, date(2026, 10, 13), 540, False)]


def test_suggestions_stay_when_the_week_is_read_again_and_go_when_asked(
    grid: WeekGrid, workspace: Workspace
) -> None:
    tester = QAbstractItemModelTester(grid.blocks, QAbstractItemModelTester.FailureReportingMode.Fatal)
    show(grid, workspace)
    grid.show_ghosts([ghost()])
    show(grid, workspace)
    assert grid.blocks.rowCount() == 1
    grid.show_ghosts([])
    assert grid.blocks.rowCount() == 0
    assert tester.model() is grid.blocks


# Heads, chips, and the lightest day.


@pytest.fixture
def header(grid: WeekGrid, qtbot) -> DayHeader:
    made = DayHeader(grid.column)
    qtbot.addWidget(made)
    made.resize(1100, 120)
    made.show()
    return made


def test_work_dropped_on_a_head_is_for_that_day(
    grid: WeekGrid, header: DayHeader, workspace: Workspace
) -> None:
    show(grid, workspace)
    header.show_week(workspace.week.week(MONDAY))
    dropped: list[tuple[str, date]] = []
    header.dropped.connect(lambda item, day: dropped.append((item, day)))
    left, width = grid.column(3)
    where = QPointF(left + width / 2, 20)
    mime = to_mime(Errand("w", 60, is_block=False))
    header.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, NONE))
    assert dropped == [("w", date(2026, 10, 15))]


def test_work_of_a_day_is_a_named_chip_with_its_keys(
    grid: WeekGrid, header: DayHeader, workspace: Workspace, make_client: Make
) -> None:
    item = workspace.work.add({"title": "Invoice", "client_id": make_client("Acme"), "estimate_minutes": 30})
    workspace.week.plan_on(item, date(2026, 10, 15))
    show(grid, workspace)
    header.show_week(workspace.week.week(MONDAY))
    chip = header.chips[3][0]
    assert chip.accessibleName() == "Acme, Invoice, 30 min, Thu 15 Oct, no time"
    wanted: list[tuple[str, str]] = []
    header.chip_wanted.connect(lambda what, which: wanted.append((what, which)))
    for code in (Qt.Key.Key_Return, Qt.Key.Key_M, Qt.Key.Key_D, Qt.Key.Key_Delete):
        QApplication.sendEvent(chip, QKeyEvent(QEvent.Type.KeyPress, code, NONE))
    assert [what for what, _ in wanted] == ["open", "slot", "done", "back"]


def test_tab_goes_from_chip_to_chip_in_the_order_of_the_days(
    grid: WeekGrid, header: DayHeader, workspace: Workspace
) -> None:
    for day in (16, 13):
        item = workspace.work.add({"title": f"Note {day}"})
        workspace.week.plan_on(item, date(2026, 10, day))
    show(grid, workspace)
    header.show_week(workspace.week.week(MONDAY))
    header.chips[1][0].setFocus()
    header.focusNextPrevChild(True)
    assert header.chips[4][0].hasFocus()


def test_chips_without_room_stand_in_a_menu(grid: WeekGrid, header: DayHeader, workspace: Workspace) -> None:
    for number in range(5):
        item = workspace.work.add({"title": f"Note {number}"})
        workspace.week.plan_on(item, date(2026, 10, 15))
    show(grid, workspace)
    header.show_week(workspace.week.week(MONDAY))
    chips = header.chips[3]
    assert [chip.accessibleName() for chip in chips[2:]] == ["3 more"]
    menu = QMenu(header)
    chips[2].fill_menu(menu)
    assert len(menu.actions()) == 3
    assert "5 without estimate" in header.heads[3].accessibleName()


def test_a_day_with_too_much_offers_the_lightest_and_moves_nothing_by_itself(
    grid: WeekGrid, workspace: Workspace, qtbot
) -> None:
    long_one = work(workspace, datetime(2026, 10, 13, 9, 0), 360)
    short = work(workspace, datetime(2026, 10, 13, 15, 30), 60)
    bar = ReliefBar()
    qtbot.addWidget(bar)
    moved: list[tuple[str, date, int]] = []
    bar.move_wanted.connect(lambda *values: moved.append(values))
    view = workspace.week.week(MONDAY)
    bar.show_week(view)
    assert bar.words_label.full_text() == "◆ Tue has 36 min too much. Mon has 6 h 24 free."
    assert bar.move_button.text() == "Move “Slides” to Mon 10:00"
    assert moved == []
    bar.move_button.click()
    assert moved == [(short, date(2026, 10, 12), 600)]
    assert long_one
    bar.close_button.click()
    bar.show_week(view)
    assert bar.isHidden()


def test_of_today_only_what_is_left_is_free(workspace: Workspace, clock: FixedClock, qtbot) -> None:
    clock.advance(hours=4)
    work(workspace, datetime(2026, 10, 13, 9, 0), 360)
    work(workspace, datetime(2026, 10, 13, 15, 30), 60)
    bar = ReliefBar()
    qtbot.addWidget(bar)
    bar.show_week(workspace.week.week(MONDAY))
    assert bar.move_button.text() == "Move “Slides” to Wed 09:00"


def test_a_day_within_its_capacity_offers_nothing(workspace: Workspace, qtbot) -> None:
    work(workspace, datetime(2026, 10, 13, 9, 0), 360)
    bar = ReliefBar()
    qtbot.addWidget(bar)
    bar.show_week(workspace.week.week(MONDAY))
    assert bar.offer is None


# The guard's words.


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 10, 13, 17, 0), "That is after your working hours; they end at 17:00."),
        (datetime(2026, 10, 13, 20, 0), "That is in your quiet hours, 19:00–08:00."),
        (datetime(2026, 10, 17, 10, 0), "Saturday has no working hours."),
        (datetime(2026, 10, 13, 10, 0), ""),
    ],
)
def test_the_guard_speaks_in_calm_sentences(workspace: Workspace, at: datetime, words: str) -> None:
    work(workspace, at)
    assert guard_text(workspace.week.week(MONDAY).blocks) == words


def test_the_third_late_evening_is_said(workspace: Workspace, make_client: Make) -> None:
    for day in (13, 14):
        work(workspace, datetime(2026, 10, day, 17, 30))
    block_id = work(workspace, datetime(2026, 10, 15, 17, 30))
    parts = [block for block in workspace.week.week(MONDAY).blocks if block.block_id == block_id]
    assert guard_text(parts).endswith("It makes the third late evening this week.")


def test_a_fixed_meeting_does_not_move(grid: WeekGrid, workspace: Workspace, make_client: Make) -> None:
    at = datetime(2026, 10, 13, 9, 0, tzinfo=UTC)
    workspace.touchpoints.plan(make_client("Acme"), TouchKind.CALL, at, duration_minutes=60)
    show(grid, workspace)
    assert not grid.is_movable(grid.blocks.index(0))
