"""The base of the week grid and the timeline: a QListView with its own geometry, painting and gestures.

Being a list view, each item is one named list item with a rectangle for screen readers, without more code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QMenu, QWidget

from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import FOCUS_RING, RADIUS
from clientdesk.ui.widgets.banner import announce
from clientdesk.ui.widgets.canvas_keys import ARROWS, nearest

Index = QModelIndex | QPersistentModelIndex

_CELL_WIDTH, _CELL_HEIGHT = 256, 128
_EDGE = 8
_SMALLEST_WITH_EDGES = 3 * _EDGE
_SCROLL_MARGIN, _SCROLL_STEP = 24, 16


class Handle(Enum):
    """What part of an item was taken."""

    MOVE = "move"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class ItemState:
    """How an item stands while it is painted."""

    is_selected: bool = False
    is_current: bool = False
    is_hovered: bool = False
    is_dragged: bool = False


class Canvas(QListView):
    """Items at places of your own; you say where and how, this class does the rest.

    Override `item_rect`, `content_size` and `paint_item`; the rest as you need it::

        class WeekGrid(Canvas):
            resize_edges = Qt.Orientation.Vertical          # edges at top and bottom of a block

            def content_size(self) -> QSize:
                return QSize(self.viewport().width(), 24 * HOUR)

            def item_rect(self, row: int) -> QRect:         # content coordinates, kept until relayout()
                return self._columns.rect_of(self.model().index(row, 0).data(ROW_ROLE))

            def paint_background(self, painter: QPainter, rect: QRect) -> None:
                ...                                         # only what meets `rect`

            def paint_item(self, painter: QPainter, index: QModelIndex, rect: QRect, state: ItemState) -> None:
                painter.fillRect(rect, QColor(current_tokens().selection))

            def drag_to(self, point: QPoint, modifiers: Qt.KeyboardModifier) -> None:
                self.set_ghost(self._snapped(point), "10:00 – 11:30")

            def finish_drag(self) -> None:
                self.block_moved.emit(...)

    All points and rectangles are content coordinates unless they say viewport. Call `relayout` when places
    changed without the model changing. Every item needs Qt.AccessibleTextRole in its model, with client,
    title, day, times and state. While a gesture runs, `dragged_index`, `drag_handle` and `drag_start` hold
    what was taken; Esc calls `cancel_drag`. M takes the current item by keys, then arrows call `nudge`.

    Attributes:
        resize_edges: axis along which items have edges to resize by; None for none.
        accepted_mime: mime type taken from other lists by drag and drop; empty for none.
        zoom_range: smallest and largest zoom; equal values switch zooming off.
        letters_enabled: whether single letters act (`key_command`, M).
    """

    resize_edges: Qt.Orientation | None = None
    accepted_mime: str = ""
    zoom_range: tuple[float, float] = (1.0, 1.0)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letters_enabled = True
        self.zoom = 1.0
        self.dragged_index = QPersistentModelIndex()
        self.drag_handle = Handle.MOVE
        self.drag_start = QPoint()
        self._rects: list[QRect] = []
        self._cells: dict[tuple[int, int], list[int]] = {}
        self._size = QSize()
        self._pressed_at: QPoint | None = None
        self._is_dragging = False
        self._is_keyed = False
        self._hovered = -1
        self._ghost: tuple[QRect, str, bool] | None = None
        self._scroller = QTimer(self)
        self._scroller.setInterval(30)
        self._scroller.timeout.connect(self._on_scroll_tick)
        self._prepare_view()

    def _prepare_view(self) -> None:
        self.setProperty("role", "canvas")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAutoScroll(False)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setAcceptDrops(bool(self.accepted_mime))
        self.viewport().setAcceptDrops(bool(self.accepted_mime))

    # What a subclass says about its items.

    def item_rect(self, row: int) -> QRect:
        """Where the item of this row lies, in content coordinates."""
        raise NotImplementedError

    def content_size(self) -> QSize:
        """How large the whole content is."""
        raise NotImplementedError

    def paint_item(self, painter: QPainter, index: QModelIndex, rect: QRect, state: ItemState) -> None:
        """Draw one item into `rect`."""
        raise NotImplementedError

    def paint_background(self, painter: QPainter, rect: QRect) -> None:
        """Draw what lies below the items, as far as it meets `rect`."""
        painter.fillRect(rect, QColor(current_tokens().surface))

    def paint_foreground(self, painter: QPainter, rect: QRect) -> None:
        """Draw what lies above the items, such as the now line."""

    def hit_rect(self, row: int) -> QRect:
        """Where a click meets the item; its rectangle unless that is too small to hit."""
        return self._rects[row]

    def is_movable(self, index: Index) -> bool:  # noqa: ARG002 (for subclasses)
        """Whether this item may be dragged or moved by keys; none by default."""
        return False

    def begin_drag(self, index: Index, handle: Handle, point: QPoint) -> bool:  # noqa: ARG002
        """An item was taken; False refuses the gesture."""
        return self.is_movable(index)

    def drag_to(self, point: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """The pointer moved while an item is held; call `set_ghost`."""

    def nudge(self, dx: int, dy: int, *, is_resize: bool) -> None:
        """An arrow was pressed while an item is held by keys: one step of -1, 0 or 1; call `set_ghost`."""

    def finish_drag(self) -> None:
        """The held item was let go (or Enter pressed): make the change at the ghost."""

    def cancel_drag(self) -> None:
        """The gesture was given up; nothing has changed."""

    def drop_preview(self, mime: QMimeData, point: QPoint, modifiers: Qt.KeyboardModifier) -> bool:  # noqa: ARG002
        """Something is dragged over from a list: call `set_ghost`, say whether it may land here."""
        return False

    def finish_drop(self, mime: QMimeData, point: QPoint, modifiers: Qt.KeyboardModifier) -> bool:  # noqa: ARG002
        """It was let go here; say whether it was taken."""
        return False

    def key_command(self, event: QKeyEvent, index: QModelIndex) -> bool:  # noqa: ARG002
        """A key nobody else used, with the current item; say whether it did something."""
        return False

    def context_menu(self, index: QModelIndex, point: QPoint) -> QMenu | None:  # noqa: ARG002
        """The menu for an item, or for an empty place when the index is invalid."""
        return None

    def clicked_empty(self, point: QPoint) -> None:
        """A click that met no item."""

    def double_clicked_empty(self, point: QPoint) -> None:
        """A double click that met no item."""

    def apply_zoom(self, zoom: float) -> None:
        """`zoom` is the new value; use it in `item_rect` and `content_size`. Layout follows by itself."""

    # What a subclass may call.

    def relayout(self) -> None:
        """Ask every item for its place again and repaint."""
        model = self.model()
        count = model.rowCount(self.rootIndex()) if model is not None else 0
        self._size = self.content_size()
        self._rects = [QRect(self.item_rect(row)) for row in range(count)]
        cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for row, rect in enumerate(self._rects):
            for cell in _cells_of(rect):
                cells[cell].append(row)
        self._cells = cells
        if self._hovered >= count:
            self._hovered = -1
        self.updateGeometries()
        self.viewport().update()

    def set_ghost(self, rect: QRect | None, text: str = "", *, is_allowed: bool = True) -> None:
        """Show where the held item would go, with words beside it; None hides it."""
        self._ghost = None if rect is None else (QRect(rect), text, is_allowed)
        self.viewport().update()

    @property
    def ghost_rect(self) -> QRect | None:
        """Where the ghost is shown."""
        return QRect(self._ghost[0]) if self._ghost else None

    @property
    def is_dragging(self) -> bool:
        """Whether an item is held, by pointer or by keys."""
        return self._is_dragging

    def to_content(self, point: QPoint) -> QPoint:
        """A viewport point in content coordinates."""
        return point + QPoint(self.horizontalOffset(), self.verticalOffset())

    def to_viewport(self, rect: QRect) -> QRect:
        """A content rectangle in viewport coordinates."""
        return rect.translated(-self.horizontalOffset(), -self.verticalOffset())

    def rows_in(self, rect: QRect) -> list[int]:
        """Rows whose items meet a content rectangle, in painting order."""
        found: set[int] = set()
        for cell in _cells_of(rect):
            found.update(self._cells.get(cell, ()))
        return sorted(row for row in found if self._rects[row].intersects(rect))

    def row_at_point(self, point: QPoint) -> int:
        """The topmost item at a content point; -1 for none."""
        near = QRect(point.x() - _EDGE, point.y() - _EDGE, 2 * _EDGE, 2 * _EDGE)
        rows = [row for row in self.rows_in(near) if self.hit_rect(row).contains(point)]
        return rows[-1] if rows else -1

    def handle_at(self, row: int, point: QPoint) -> Handle:
        """Which part of an item lies at a content point."""
        rect = self._rects[row]
        if self.resize_edges is None:
            return Handle.MOVE
        is_vertical = self.resize_edges == Qt.Orientation.Vertical
        length = rect.height() if is_vertical else rect.width()
        place = point.y() - rect.top() if is_vertical else point.x() - rect.left()
        if length < _SMALLEST_WITH_EDGES:
            return Handle.MOVE
        if place < _EDGE:
            return Handle.START
        return Handle.END if place >= length - _EDGE else Handle.MOVE

    def zoom_by(self, factor: float, anchor: QPoint | None = None) -> None:
        """Zoom; the content under `anchor` (a viewport point, else the middle) stays where it is."""
        smallest, largest = self.zoom_range
        wanted = min(max(self.zoom * factor, smallest), largest)
        if wanted == self.zoom:
            return
        place = anchor if anchor is not None else self.viewport().rect().center()
        before, size = self.to_content(place), QSize(self._size)
        self.zoom = wanted
        self.apply_zoom(wanted)
        self.relayout()
        after = self.zoomed_point(before, size)
        self.horizontalScrollBar().setValue(after.x() - place.x())
        self.verticalScrollBar().setValue(after.y() - place.y())

    def zoomed_point(self, point: QPoint, old_size: QSize) -> QPoint:
        """Where a content point went when the content grew from `old_size`; linear in both axes."""
        return QPoint(
            round(point.x() * self._size.width() / max(old_size.width(), 1)),
            round(point.y() * self._size.height() / max(old_size.height(), 1)),
        )

    def reset_zoom(self) -> None:
        """Back to the zoom of 1."""
        self.zoom_by(1.0 / self.zoom)

    def say(self, text: str) -> None:
        """Let a screen reader say what a move or resize did."""
        announce(self, text)

    def take_by_keys(self) -> bool:
        """Hold the current item by keys (M); False when there is none that moves."""
        index = self.currentIndex()
        if not index.isValid() or not self.is_movable(index):
            return False
        if not self._begin(index, Handle.MOVE, self._rects[index.row()].center()):
            return False
        self._is_keyed = True
        if self._ghost is None:
            self.set_ghost(self._rects[index.row()])
        return True

    # Geometry, as QAbstractItemView asks for it.

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid() or index.row() >= len(self._rects):
            return QRect()
        return self.to_viewport(self._rects[index.row()])

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self.row_at_point(self.to_content(point))
        return self.model().index(row, 0) if row >= 0 else QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not index.isValid() or index.row() >= len(self._rects):
            return
        rect, port = self._rects[index.row()], self.viewport().size()
        centred = hint == QAbstractItemView.ScrollHint.PositionAtCenter
        for bar, first, last, room in (
            (self.horizontalScrollBar(), rect.left(), rect.right(), port.width()),
            (self.verticalScrollBar(), rect.top(), rect.bottom(), port.height()),
        ):
            if centred:
                bar.setValue((first + last - room) // 2)
            elif first < bar.value() or last - first >= room:
                bar.setValue(first - RADIUS)
            elif last >= bar.value() + room:
                bar.setValue(last - room + 1 + RADIUS)

    def horizontalOffset(self) -> int:
        return self.horizontalScrollBar().value()

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:  # noqa: ARG002 (Qt override)
        return False

    def moveCursor(
        self,
        cursor_action: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,  # noqa: ARG002 (Qt override)
    ) -> QModelIndex:
        if not self._rects:
            return QModelIndex()
        row = nearest(self._rects, self.currentIndex().row(), cursor_action, self.viewport().size())
        return self.model().index(row, 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        area = rect.normalized().translated(self.horizontalOffset(), self.verticalOffset())
        chosen = QItemSelection()
        for row in self.rows_in(area):
            index = self.model().index(row, 0)
            chosen.select(index, index)
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region += QRegion(self.visualRect(index).adjusted(-4, -4, 4, 4))
        return region

    def doItemsLayout(self) -> None:
        self.relayout()
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        port = self.viewport().size()
        for bar, whole, room in (
            (self.horizontalScrollBar(), self._size.width(), port.width()),
            (self.verticalScrollBar(), self._size.height(), port.height()),
        ):
            bar.setSingleStep(24)
            bar.setPageStep(room)
            bar.setRange(0, max(whole - room, 0))

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002 (Qt override)
        self.viewport().update()

    def dataChanged(self, top_left: Index, bottom_right: Index, roles: Iterable[int] = ()) -> None:
        QAbstractItemView.dataChanged(self, top_left, bottom_right, list(roles))
        self.relayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        self.relayout()

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shift = QPoint(self.horizontalOffset(), self.verticalOffset())
        area = event.rect().translated(shift)
        painter.translate(-shift)
        self.paint_background(painter, area)
        self._paint_items(painter, area.adjusted(-8, -8, 8, 8))
        self.paint_foreground(painter, area)
        if self._ghost is not None:
            self.paint_ghost(painter, *self._ghost)
        painter.end()

    def _paint_items(self, painter: QPainter, area: QRect) -> None:
        model, selection = self.model(), self.selectionModel()
        if model is None or selection is None:
            return
        current = self.currentIndex().row() if self.hasFocus() else -1
        held = self.dragged_index.row() if self._is_dragging else -1
        for row in self.rows_in(area):
            index = model.index(row, 0)
            state = ItemState(selection.isSelected(index), row == current, row == self._hovered, row == held)
            painter.save()
            self.paint_item(painter, index, self._rects[row], state)
            painter.restore()
            if state.is_current:
                self.paint_focus(painter, self._rects[row])

    def paint_focus(self, painter: QPainter, rect: QRect) -> None:
        """The focus ring: two pixels, one pixel outside the item."""
        painter.save()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(current_tokens().focus), FOCUS_RING))
        painter.drawRoundedRect(QRectF(rect).adjusted(-2, -2, 2, 2), RADIUS + 2, RADIUS + 2)
        painter.restore()

    def paint_ghost(self, painter: QPainter, rect: QRect, text: str, is_allowed: bool) -> None:
        """Where the held item would go."""
        tokens = current_tokens()
        edge = QColor(tokens.accent if is_allowed else tokens.at_risk)
        fill = QColor(edge)
        fill.setAlphaF(0.18)
        painter.save()
        painter.setPen(QPen(edge, 2, Qt.PenStyle.DashLine))
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        if text:
            _paint_bubble(painter, rect, text, self._visible_area())
        painter.restore()

    def _visible_area(self) -> QRect:
        return self.viewport().rect().translated(self.horizontalOffset(), self.verticalOffset())

    # Gestures.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            self._select_at(event.position().toPoint())
            return
        if self._is_dragging:
            self._end(keep=True)
            return
        place = event.position().toPoint()
        row = self._select_at(place)
        if row < 0:
            self.clicked_empty(self.to_content(place))
            return
        self._pressed_at = place
        self.pressed.emit(self.model().index(row, 0))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._pressed_at is not None and not self._is_dragging:
            distance = (place - self._pressed_at).manhattanLength()
            if distance >= QApplication.startDragDistance():
                self._begin_by_pointer()
        if self._is_dragging and not self._is_keyed:
            self.drag_to(self.to_content(place), event.modifiers())
            self._scroller.start()
            return
        self._hover(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        pressed, self._pressed_at = self._pressed_at, None
        if self._is_dragging and not self._is_keyed:
            self._end(keep=True)
        elif pressed is not None:
            index = self.indexAt(event.position().toPoint())
            if index.isValid():
                self.clicked.emit(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        index = self.indexAt(place)
        if index.isValid():
            self._pressed_at = None
            self.doubleClicked.emit(index)
            self.activated.emit(index)
        else:
            self.double_clicked_empty(self.to_content(place))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom_by(1.25 if event.angleDelta().y() > 0 else 0.8, event.position().toPoint())
            event.accept()
            return
        QAbstractItemView.wheelEvent(self, event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._set_hovered(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        place = event.pos() if by_mouse else self.visualRect(index).center()
        menu = self.context_menu(index, self.to_content(place))
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.viewport().mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_dragging:
            self._key_while_held(event)
            return
        if self._key_for_zoom(event):
            return
        is_letter = bool(event.text().strip()) and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if is_letter and not self.letters_enabled:
            event.ignore()
            return
        if is_letter and event.key() == Qt.Key.Key_M and self.take_by_keys():
            return
        if self.key_command(event, self.currentIndex()):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            self.scrollTo(self.currentIndex())

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here, not a search."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._is_dragging:
            event.accept()
            return True
        return super().event(event)

    # Drops from other lists.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._consider_drop(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._consider_drop(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002 (Qt override)
        self.set_ghost(None)

    def dropEvent(self, event: QDropEvent) -> None:
        point = self.to_content(event.position().toPoint())
        is_taken = self._carries(event) and self.finish_drop(event.mimeData(), point, event.modifiers())
        self.set_ghost(None)
        if is_taken:
            event.acceptProposedAction()
        else:
            event.ignore()

    def _consider_drop(self, event: QDragMoveEvent) -> None:
        point = self.to_content(event.position().toPoint())
        if self._carries(event) and self.drop_preview(event.mimeData(), point, event.modifiers()):
            event.acceptProposedAction()
        else:
            self.set_ghost(None)
            event.ignore()

    def _carries(self, event: QDropEvent) -> bool:
        return bool(self.accepted_mime) and event.mimeData().hasFormat(self.accepted_mime)

    # Inside a gesture.

    def _select_at(self, place: QPoint) -> int:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        row = self.row_at_point(self.to_content(place))
        selection = self.selectionModel()
        if selection is None:
            return -1
        if row < 0:
            selection.clearSelection()
        else:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            selection.setCurrentIndex(self.model().index(row, 0), flag)
        self.viewport().update()
        return row

    def _begin_by_pointer(self) -> None:
        start, self._pressed_at = self._pressed_at, None
        if start is None:
            return
        point = self.to_content(start)
        row = self.row_at_point(point)
        if row >= 0:
            self._begin(self.model().index(row, 0), self.handle_at(row, point), point)

    def _begin(self, index: QModelIndex, handle: Handle, point: QPoint) -> bool:
        self.dragged_index = QPersistentModelIndex(index)
        self.drag_handle, self.drag_start = handle, point
        self._is_dragging = self.is_movable(index) and self.begin_drag(index, handle, point)
        return self._is_dragging

    def _end(self, *, keep: bool) -> None:
        self._scroller.stop()
        is_alive = self.dragged_index.isValid()
        self._is_dragging = self._is_keyed = False
        self._pressed_at = None
        if keep and is_alive and self._ghost is not None:
            self.finish_drag()
        else:
            self.cancel_drag()
        self.dragged_index = QPersistentModelIndex()
        self.set_ghost(None)

    def _key_while_held(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._end(keep=False)
        elif self._is_keyed and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end(keep=True)
        elif self._is_keyed and key in ARROWS:
            dx, dy = ARROWS[Qt.Key(key)]
            is_resize = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.nudge(dx, dy, is_resize=is_resize)
            if self._ghost is not None:
                self._show_area(self._ghost[0])

    def _key_for_zoom(self, event: QKeyEvent) -> bool:
        if self.zoom_range[0] == self.zoom_range[1]:
            return False
        if event.matches(QKeySequence.StandardKey.ZoomIn):
            self.zoom_by(1.25)
        elif event.matches(QKeySequence.StandardKey.ZoomOut):
            self.zoom_by(0.8)
        elif event.key() == Qt.Key.Key_0 and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.reset_zoom()
        else:
            return False
        return True

    def _show_area(self, rect: QRect) -> None:
        port = self._visible_area()
        bar = self.verticalScrollBar()
        if rect.bottom() > port.bottom():
            bar.setValue(bar.value() + rect.bottom() - port.bottom() + RADIUS)
        if rect.top() < port.top():
            bar.setValue(rect.top() - RADIUS)
        bar = self.horizontalScrollBar()
        if rect.right() > port.right():
            bar.setValue(bar.value() + rect.right() - port.right() + RADIUS)
        if rect.left() < port.left():
            bar.setValue(rect.left() - RADIUS)

    def _on_scroll_tick(self) -> None:
        if not self._is_dragging:
            self._scroller.stop()
            return
        place = self.viewport().mapFromGlobal(self.cursor().pos())
        port = self.viewport().rect()
        for bar, at, length in (
            (self.horizontalScrollBar(), place.x(), port.width()),
            (self.verticalScrollBar(), place.y(), port.height()),
        ):
            if -_SCROLL_MARGIN < at < _SCROLL_MARGIN:
                bar.setValue(bar.value() - _SCROLL_STEP)
            elif length - _SCROLL_MARGIN < at < length + _SCROLL_MARGIN:
                bar.setValue(bar.value() + _SCROLL_STEP)

    def _hover(self, place: QPoint) -> None:
        point = self.to_content(place)
        row = self.row_at_point(point)
        self._set_hovered(row)
        self.viewport().setCursor(self._cursor_for(row, point))

    def _cursor_for(self, row: int, point: QPoint) -> Qt.CursorShape:
        if row < 0:
            return Qt.CursorShape.ArrowCursor
        if not self.is_movable(self.model().index(row, 0)):
            return Qt.CursorShape.PointingHandCursor
        if self.handle_at(row, point) is Handle.MOVE:
            return Qt.CursorShape.OpenHandCursor
        is_vertical = self.resize_edges == Qt.Orientation.Vertical
        return Qt.CursorShape.SizeVerCursor if is_vertical else Qt.CursorShape.SizeHorCursor

    def _set_hovered(self, row: int) -> None:
        if row == self._hovered:
            return
        for changed in (self._hovered, row):
            if 0 <= changed < len(self._rects):
                self.viewport().update(self.to_viewport(self._rects[changed]).adjusted(-4, -4, 4, 4))
        self._hovered = row


def _cells_of(rect: QRect) -> list[tuple[int, int]]:
    if rect.isEmpty():
        return []
    columns = range(rect.left() // _CELL_WIDTH, rect.right() // _CELL_WIDTH + 1)
    rows = range(rect.top() // _CELL_HEIGHT, rect.bottom() // _CELL_HEIGHT + 1)
    return [(column, row) for column in columns for row in rows]


def _paint_bubble(painter: QPainter, rect: QRect, text: str, area: QRect) -> None:
    """Words beside the ghost, kept inside what is visible."""
    tokens = current_tokens()
    painter.setFont(role_font("caption"))
    metrics = painter.fontMetrics()
    bubble = QRect(0, 0, metrics.horizontalAdvance(text) + 16, metrics.height() + 8)
    bubble.moveBottomLeft(rect.topLeft() - QPoint(0, 4))
    if bubble.top() < area.top():
        bubble.moveTop(rect.bottom() + 4)
    bubble.moveLeft(max(area.left(), min(bubble.left(), area.right() - bubble.width())))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.text))
    painter.drawRoundedRect(bubble, RADIUS, RADIUS)
    painter.setPen(QColor(tokens.window))
    painter.drawText(bubble, Qt.AlignmentFlag.AlignCenter, text)
