"""The canvas base: geometry, painting only what is seen, keys, gestures, drops, and what a screen reader gets."""

from __future__ import annotations

import pytest
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QMenu

from clientdesk.ui.widgets.canvas import Canvas, Handle, ItemState

NONE = Qt.KeyboardModifier.NoModifier


class Blocks(QAbstractListModel):
    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.names = names

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.names)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.names[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"Acme, {self.names[index.row()]}, Monday, 10:00 to 11:00"
        return None

    def rename(self, row: int, name: str) -> None:
        self.names[row] = name
        self.dataChanged.emit(self.index(row), self.index(row))


class Grid(Canvas):
    """Blocks of 80 x 40 in columns 100 wide; row n stands in column n % 3, at line n // 3."""

    resize_edges = Qt.Orientation.Vertical
    accepted_mime = "application/x-test-item"
    zoom_range = (0.5, 4.0)

    def __init__(self, count: int = 6) -> None:
        super().__init__()
        self.painted: list[int] = []
        self.done: list[tuple[int, Handle, QRect]] = []
        self.dropped: list[QPoint] = []
        self.empty_clicks: list[QPoint] = []
        self.cancelled = 0
        self.setModel(Blocks([f"block {n}" for n in range(count)]))

    def content_size(self) -> QSize:
        lines = -(-self.model().rowCount() // 3) if self.model() else 0
        return QSize(round(300 * self.zoom), round((lines * 60 + 200) * self.zoom))

    def item_rect(self, row: int) -> QRect:
        left, top = row % 3 * 100 + 10, row // 3 * 60 + 10
        z = self.zoom
        return QRect(round(left * z), round(top * z), round(80 * z), round(40 * z))

    def paint_item(self, painter: QPainter, index: QModelIndex, rect: QRect, state: ItemState) -> None:
        self.painted.append(index.row())
        painter.fillRect(rect, QColor("#00687A" if state.is_selected else "#88AABB"))

    def is_movable(self, index: QModelIndex) -> bool:
        return index.row() != 5

    def drag_to(self, point: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        moved = self.item_rect(self.dragged_index.row()).translated(point - self.drag_start)
        self.set_ghost(moved, "10:00")

    def nudge(self, dx: int, dy: int, *, is_resize: bool) -> None:
        rect = self.ghost_rect
        self.set_ghost(rect.adjusted(0, 0, 0, 10 * dy) if is_resize else rect.translated(100 * dx, 10 * dy))

    def finish_drag(self) -> None:
        self.done.append((self.dragged_index.row(), self.drag_handle, self.ghost_rect))

    def cancel_drag(self) -> None:
        self.cancelled += 1

    def clicked_empty(self, point: QPoint) -> None:
        self.empty_clicks.append(point)

    def drop_preview(self, mime: QMimeData, point: QPoint, modifiers: Qt.KeyboardModifier) -> bool:
        self.set_ghost(QRect(point, QSize(80, 40)))
        return True

    def finish_drop(self, mime: QMimeData, point: QPoint, modifiers: Qt.KeyboardModifier) -> bool:
        self.dropped.append(point)
        return True


@pytest.fixture
def grid(qtbot):
    made = Grid()
    qtbot.addWidget(made)
    made.resize(320, 200)
    made.show()
    qtbot.waitExposed(made)
    return made


def mouse(grid: Grid, kind: QEvent.Type, x: int, y: int, *, held: bool = False) -> None:
    left = Qt.MouseButton.LeftButton
    buttons = left if kind == QEvent.Type.MouseButtonPress or held else Qt.MouseButton.NoButton
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else left
    place = QPointF(x, y)
    event = QMouseEvent(kind, place, grid.viewport().mapToGlobal(place), button, buttons, NONE)
    QApplication.sendEvent(grid.viewport(), event)


def press(grid: Grid, x: int, y: int) -> None:
    mouse(grid, QEvent.Type.MouseButtonPress, x, y)


def move(grid: Grid, x: int, y: int) -> None:
    mouse(grid, QEvent.Type.MouseMove, x, y, held=True)


def release(grid: Grid, x: int, y: int) -> None:
    mouse(grid, QEvent.Type.MouseButtonRelease, x, y)


def key(grid: Grid, code: Qt.Key, text: str = "", modifiers: Qt.KeyboardModifier = NONE) -> None:
    QApplication.sendEvent(grid, QKeyEvent(QEvent.Type.KeyPress, code, modifiers, text))


def current(grid: Grid, row: int) -> None:
    flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
    grid.selectionModel().setCurrentIndex(grid.model().index(row), flag)


def test_items_lie_where_the_subclass_says(grid):
    assert grid.visualRect(grid.model().index(4)) == QRect(110, 70, 80, 40)
    grid.verticalScrollBar().setValue(50)
    assert grid.visualRect(grid.model().index(4)) == QRect(110, 20, 80, 40)
    assert grid.indexAt(QPoint(120, 30)).row() == 4
    assert not grid.indexAt(QPoint(95, 30)).isValid()


def test_only_items_in_the_visible_part_are_painted(qtbot):
    tall = Grid(3000)
    qtbot.addWidget(tall)
    tall.resize(320, 200)
    tall.show()
    qtbot.waitExposed(tall)
    tall.painted.clear()
    tall.viewport().grab()
    assert tall.painted
    assert max(tall.painted) < 15
    tall.verticalScrollBar().setValue(600 * 60)
    tall.painted.clear()
    tall.viewport().grab()
    assert min(tall.painted) > 1780
    assert max(tall.painted) < 1830


def test_screen_reader_gets_one_named_list_item_a_block_with_its_rectangle(grid):
    interface = QAccessible.queryAccessibleInterface(grid)
    assert interface.role() == QAccessible.Role.List
    assert interface.childCount() == 6
    for row in range(6):
        child = interface.child(row)
        assert child.role() == QAccessible.Role.ListItem
        assert child.text(QAccessible.Text.Name) == f"Acme, block {row}, Monday, 10:00 to 11:00"
        place = grid.viewport().mapToGlobal(QPoint(0, 0))
        assert child.rect() == grid.visualRect(grid.model().index(row)).translated(place)


def test_screen_reader_hears_of_changed_data(grid):
    grid.model().rename(0, "slides")
    child = QAccessible.queryAccessibleInterface(grid).child(0)
    assert child.text(QAccessible.Text.Name).startswith("Acme, slides")


@pytest.mark.parametrize(
    ("start", "code", "end"),
    [
        (0, Qt.Key.Key_Right, 1),
        (1, Qt.Key.Key_Left, 0),
        (1, Qt.Key.Key_Down, 4),
        (4, Qt.Key.Key_Up, 1),
        (0, Qt.Key.Key_Left, 0),
        (4, Qt.Key.Key_Home, 0),
        (0, Qt.Key.Key_End, 5),
    ],
)
def test_arrows_move_in_two_dimensions(grid, start, code, end):
    current(grid, start)
    key(grid, code)
    assert grid.currentIndex().row() == end
    assert [index.row() for index in grid.selectedIndexes()] == [end]


def test_keys_scroll_to_the_item_but_selecting_by_mouse_does_not(qtbot):
    tall = Grid(60)
    qtbot.addWidget(tall)
    tall.resize(320, 200)
    tall.show()
    qtbot.waitExposed(tall)
    current(tall, 0)
    assert tall.verticalOffset() == 0
    key(tall, Qt.Key.Key_End)
    assert tall.viewport().rect().contains(tall.visualRect(tall.currentIndex()))
    offset = tall.verticalOffset()
    partly = (
        tall.indexAt(QPoint(150, 199)) if tall.indexAt(QPoint(150, 199)).isValid() else tall.currentIndex()
    )
    rect = tall.visualRect(partly)
    press(tall, rect.center().x(), min(rect.center().y(), 198))
    assert tall.verticalOffset() == offset


def test_dragging_shows_a_ghost_and_finishes_on_release(grid):
    press(grid, 50, 30)
    move(grid, 60, 60)
    assert grid.is_dragging
    assert grid.ghost_rect == QRect(20, 40, 80, 40)
    release(grid, 60, 60)
    assert grid.done == [(0, Handle.MOVE, QRect(20, 40, 80, 40))]
    assert grid.ghost_rect is None


def test_edges_take_the_start_or_the_end(grid):
    for y, handle in ((12, Handle.START), (47, Handle.END)):
        press(grid, 50, y)
        move(grid, 50, y + 20)
        release(grid, 50, y + 20)
        assert grid.done[-1][1] is handle


def test_escape_gives_a_drag_up(grid):
    press(grid, 50, 30)
    move(grid, 90, 90)
    key(grid, Qt.Key.Key_Escape)
    release(grid, 90, 90)
    assert grid.done == []
    assert grid.cancelled == 1
    assert not grid.is_dragging


def test_fixed_items_do_not_move(grid):
    press(grid, 250, 90)
    move(grid, 250, 150)
    release(grid, 250, 150)
    assert grid.done == []
    current(grid, 5)
    key(grid, Qt.Key.Key_M, "m")
    assert not grid.is_dragging


def test_m_arrows_and_enter_move_by_keys(grid):
    current(grid, 0)
    key(grid, Qt.Key.Key_M, "m")
    key(grid, Qt.Key.Key_Right)
    key(grid, Qt.Key.Key_Down)
    key(grid, Qt.Key.Key_Down, modifiers=Qt.KeyboardModifier.ShiftModifier)
    key(grid, Qt.Key.Key_Return)
    assert grid.done == [(0, Handle.MOVE, QRect(110, 20, 80, 50))]


def test_single_letters_can_be_switched_off(grid):
    grid.letters_enabled = False
    current(grid, 0)
    key(grid, Qt.Key.Key_M, "m")
    assert not grid.is_dragging


def test_a_click_beside_items_is_told_and_clears_the_selection(grid):
    current(grid, 0)
    press(grid, 5, 5)
    assert grid.empty_clicks == [QPoint(5, 5)]
    assert not grid.selectedIndexes()


def test_enter_and_double_click_activate(grid, qtbot):
    current(grid, 2)
    with qtbot.waitSignal(grid.activated) as by_key:
        key(grid, Qt.Key.Key_Return)
    with qtbot.waitSignal(grid.activated) as by_mouse:
        mouse(grid, QEvent.Type.MouseButtonDblClick, 50, 30)
    assert by_key.args[0].row() == 2
    assert by_mouse.args[0].row() == 0


def test_zoom_keeps_what_is_under_the_pointer(qtbot):
    tall = Grid(120)
    qtbot.addWidget(tall)
    tall.resize(320, 200)
    tall.show()
    qtbot.waitExposed(tall)
    tall.verticalScrollBar().setValue(700)
    place = QPoint(150, 100)
    row = tall.indexAt(place).row()
    offset = place.y() - tall.visualRect(tall.model().index(row)).top()
    control = Qt.KeyboardModifier.ControlModifier
    wheel = QWheelEvent(
        QPointF(place), QPointF(tall.viewport().mapToGlobal(place)), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, control, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(tall.viewport(), wheel)
    assert tall.zoom == pytest.approx(1.25)
    top = tall.visualRect(tall.model().index(row)).top()
    assert place.y() - top == pytest.approx(offset * 1.25, abs=2)
    key(tall, Qt.Key.Key_0, "0", control)
    assert tall.zoom == pytest.approx(1.0)


def test_what_other_lists_drag_over_is_previewed_and_dropped(grid):
    mime = QMimeData()
    mime.setData("application/x-test-item", b"1")
    place = QPointF(20, 120)
    copy = Qt.DropAction.MoveAction
    enter = QDragEnterEvent(place.toPoint(), copy, mime, Qt.MouseButton.LeftButton, NONE)
    QApplication.sendEvent(grid.viewport(), enter)
    assert enter.isAccepted()
    assert grid.ghost_rect == QRect(20, 120, 80, 40)
    drop = QDropEvent(place, copy, mime, Qt.MouseButton.LeftButton, NONE)
    QApplication.sendEvent(grid.viewport(), drop)
    assert grid.dropped == [QPoint(20, 120)]
    assert grid.ghost_rect is None


def test_foreign_drops_are_refused(grid):
    mime = QMimeData()
    mime.setText("words")
    enter = QDragEnterEvent(QPoint(20, 120), Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton, NONE)
    QApplication.sendEvent(grid.viewport(), enter)
    assert not enter.isAccepted()


def test_a_rectangle_selects_what_it_meets(grid):
    grid.setSelectionMode(Canvas.SelectionMode.ExtendedSelection)
    grid.setSelection(QRect(0, 0, 200, 60), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert sorted(index.row() for index in grid.selectedIndexes()) == [0, 1]


def test_focus_is_shown_by_a_ring_of_two_pixels(grid, qtbot):
    current(grid, 0)
    grid.clearFocus()
    without = grid.viewport().grab().toImage()
    grid.setFocus()
    qtbot.waitUntil(grid.hasFocus)
    with_ring = grid.viewport().grab().toImage()
    assert _differing_in_column(without, with_ring, 50) >= 4


def _differing_in_column(one: QImage, other: QImage, x: int) -> int:
    return sum(one.pixel(x, y) != other.pixel(x, y) for y in range(one.height()))


def test_rows_that_go_away_leave_no_places_behind(grid):
    grid.model().beginResetModel()
    grid.model().names = ["only"]
    grid.model().endResetModel()
    assert QAccessible.queryAccessibleInterface(grid).childCount() == 1
    grid.viewport().grab()
    assert grid.visualRect(grid.model().index(0)) == QRect(10, 10, 80, 40)
    assert not grid.indexAt(QPoint(150, 30)).isValid()


@pytest.fixture
def tall(qtbot):
    made = Grid(60)
    qtbot.addWidget(made)
    made.resize(320, 200)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_nudge_beyond_the_edge_scrolls_there(tall):
    current(tall, 0)
    tall.take_by_keys()
    for _ in range(30):
        key(tall, Qt.Key.Key_Down)
    assert tall.viewport().rect().contains(tall.to_viewport(tall.ghost_rect))
    assert tall.verticalOffset() > 0
    for _ in range(30):
        key(tall, Qt.Key.Key_Up)
    assert tall.verticalOffset() <= 10
    key(tall, Qt.Key.Key_Escape)
    assert tall.done == []


def test_page_keys_go_a_page_in_the_same_column(tall):
    current(tall, 0)
    key(tall, Qt.Key.Key_PageDown)
    row = tall.currentIndex().row()
    assert row % 3 == 0
    assert 6 <= row <= 12
    key(tall, Qt.Key.Key_PageUp)
    assert tall.currentIndex().row() == 0


def test_an_item_can_be_brought_to_the_middle(tall):
    index = tall.model().index(30)
    tall.scrollTo(index, Canvas.ScrollHint.PositionAtCenter)
    assert abs(tall.visualRect(index).center().y() - tall.viewport().rect().center().y()) <= 1


def test_the_ghost_and_its_words_are_painted_inside_the_window(grid):
    without = grid.viewport().grab().toImage()
    grid.set_ghost(QRect(200, 0, 80, 40), "10:00 – 11:30")
    allowed = grid.viewport().grab().toImage()
    grid.set_ghost(QRect(200, 0, 80, 40), "10:00 – 11:30", is_allowed=False)
    refused = grid.viewport().grab().toImage()
    assert without != allowed != refused
    assert _differing_in_column(without, allowed, 240) > 50


def test_the_pointer_tells_what_a_press_would_do(grid):
    shapes = {}
    for name, (x, y) in {"middle": (50, 30), "edge": (50, 12), "fixed": (250, 90), "empty": (5, 5)}.items():
        mouse(grid, QEvent.Type.MouseMove, x, y)
        shapes[name] = grid.viewport().cursor().shape()
    assert shapes == {
        "middle": Qt.CursorShape.OpenHandCursor,
        "edge": Qt.CursorShape.SizeVerCursor,
        "fixed": Qt.CursorShape.PointingHandCursor,
        "empty": Qt.CursorShape.ArrowCursor,
    }


def test_an_item_under_the_pointer_is_drawn_as_hovered(grid, qtbot):
    states = []
    grid.paint_item = lambda _painter, index, _rect, state: states.append((index.row(), state.is_hovered))
    mouse(grid, QEvent.Type.MouseMove, 150, 30)
    grid.viewport().grab()
    assert (1, True) in states
    QApplication.sendEvent(grid, QEvent(QEvent.Type.Leave))
    states.clear()
    grid.viewport().grab()
    assert (1, False) in states


@pytest.mark.parametrize("by_mouse", [True, False])
def test_the_menu_is_for_the_item_pointed_at_or_current(grid, qtbot, by_mouse):
    asked = []

    def context_menu(index: QModelIndex, point: QPoint) -> QMenu:
        asked.append(index.row())
        menu = QMenu(grid)
        menu.addAction("Done")
        return menu

    grid.context_menu = context_menu
    current(grid, 2)
    reason = QContextMenuEvent.Reason.Mouse if by_mouse else QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(grid.viewport(), QContextMenuEvent(reason, QPoint(150, 30), QPoint(150, 30)))
    assert asked == [1 if by_mouse else 2]
    menu = grid.findChild(QMenu)
    assert menu.isVisible()
    menu.close()


def test_zoom_keys_stop_at_the_ends(grid):
    control = Qt.KeyboardModifier.ControlModifier
    for _ in range(20):
        key(grid, Qt.Key.Key_Plus, "+", control)
    assert grid.zoom == 4.0
    for _ in range(20):
        key(grid, Qt.Key.Key_Minus, "-", control)
    assert grid.zoom == 0.5


def test_a_model_that_goes_away_under_a_drag_changes_nothing(grid):
    press(grid, 50, 30)
    move(grid, 60, 60)
    grid.model().beginResetModel()
    grid.model().names = ["other"]
    grid.model().endResetModel()
    release(grid, 60, 60)
    assert grid.done == []
    assert grid.cancelled == 1


def test_wheel_without_control_scrolls(tall):
    wheel = QWheelEvent(
        QPointF(50, 50), QPointF(tall.viewport().mapToGlobal(QPointF(50, 50))), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(tall.viewport(), wheel)
    assert tall.verticalOffset() > 0
    assert tall.zoom == 1.0


def test_moving_the_pointer_to_the_edge_while_dragging_scrolls(tall, monkeypatch):
    press(tall, 50, 30)
    move(tall, 60, 60)
    place = tall.viewport().mapToGlobal(QPoint(60, tall.viewport().height() - 4))
    monkeypatch.setattr(tall, "cursor", lambda: _PointerAt(place))
    tall._scroller.timeout.emit()
    assert tall.verticalOffset() > 0
    release(tall, 60, 60)
    before = tall.verticalOffset()
    tall._scroller.timeout.emit()
    assert tall.verticalOffset() == before


class _PointerAt:
    def __init__(self, place: QPoint) -> None:
        self._place = place

    def pos(self) -> QPoint:
        return self._place
