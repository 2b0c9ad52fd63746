"""The base of the week grid and the timeline: a QListView with its own geometry, painting and gestures.

Being a list view, each item is one named list item with a rectangle for screen readers, without more code.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
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
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import RADIUS
from clientdesk.ui.widgets.canvas_keys import ARROWS
from clientdesk.ui.widgets.canvas_view import NEAR, CanvasView, Index, ItemState

__all__ = ["Canvas", "Handle", "ItemState"]

_SMALLEST_WITH_EDGES = 3 * NEAR
_SCROLL_MARGIN, _SCROLL_STEP = 24, 16


class Handle(Enum):
    """What part of an item was taken."""

    MOVE = "move"
    START = "start"
    END = "end"


class Canvas(CanvasView):
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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letters_enabled = True
        self.dragged_index = QPersistentModelIndex()
        self.drag_handle = Handle.MOVE
        self.drag_start = QPoint()
        self._pressed_at: QPoint | None = None
        self._is_dragging = False
        self._is_keyed = False
        self._ghost: tuple[QRect, str, bool] | None = None
        self._scroller = QTimer(self)
        self._scroller.setInterval(30)
        self._scroller.timeout.connect(self._on_scroll_tick)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setAcceptDrops(bool(self.accepted_mime))
        self.viewport().setAcceptDrops(bool(self.accepted_mime))

    # What a subclass may override.

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

    # What a subclass may call.

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
        if place < NEAR:
            return Handle.START
        return Handle.END if place >= length - NEAR else Handle.MOVE

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

    def held_row(self) -> int:
        return self.dragged_index.row() if self._is_dragging else -1

    def paint_overlay(self, painter: QPainter) -> None:
        if self._ghost is not None:
            self.paint_ghost(painter, *self._ghost)

    # Gestures.

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

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._consider_drop(event)
        # Refused here, no move would follow: the way in leads over the margin, where nothing can be dropped.
        if self._carries(event):
            event.acceptProposedAction()

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
