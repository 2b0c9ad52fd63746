"""A list view whose items lie and look as its subclass says: geometry, painting, zoom; gestures are in `canvas`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from clientdesk.ui.theme import current_tokens
from clientdesk.ui.tokens import FOCUS_RING, RADIUS
from clientdesk.ui.widgets.banner import announce
from clientdesk.ui.widgets.canvas_keys import nearest, reading_order

Index = QModelIndex | QPersistentModelIndex

NEAR = 8
_CELL_WIDTH, _CELL_HEIGHT = 256, 128


@dataclass(frozen=True, slots=True)
class ItemState:
    """How an item stands while it is painted."""

    is_selected: bool = False
    is_current: bool = False
    is_hovered: bool = False
    is_dragged: bool = False


class CanvasView(QListView):
    """Items at places of a subclass's own; see `canvas.Canvas`, which adds the gestures.

    Attributes:
        zoom_range: smallest and largest zoom; equal values switch zooming off.
    """

    zoom_range: tuple[float, float] = (1.0, 1.0)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zoom = 1.0
        self._rects: list[QRect] = []
        self._cells: dict[tuple[int, int], list[int]] = {}
        self._size = QSize()
        self._hovered = -1
        self.setProperty("role", "canvas")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAutoScroll(False)

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

    def apply_zoom(self, zoom: float) -> None:
        """`zoom` is the new value; use it in `item_rect` and `content_size`. Layout follows by itself."""

    def paint_overlay(self, painter: QPainter) -> None:
        """Draw what lies above everything, such as a ghost."""

    def held_row(self) -> int:
        """The row held by a gesture; -1 for none."""
        return -1

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
        near = QRect(point.x() - NEAR, point.y() - NEAR, 2 * NEAR, 2 * NEAR)
        rows = [row for row in self.rows_in(near) if self.hit_rect(row).contains(point)]
        return rows[-1] if rows else -1

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
        if not self.currentIndex().isValid():
            return self.model().index(self._first_in_sight(), 0)
        row = nearest(self._rects, self.currentIndex().row(), cursor_action, self.viewport().size())
        return self.model().index(row, 0)

    def _first_in_sight(self) -> int:
        """Where a first key press goes: to what is seen first, else to the first item."""
        rows = self.rows_in(self._visible_area())
        order = reading_order([self._rects[row] for row in rows])
        return rows[order[0]] if rows else reading_order(self._rects)[0]

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

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shift = QPoint(self.horizontalOffset(), self.verticalOffset())
        area = event.rect().translated(shift)
        painter.translate(-shift)
        self.paint_background(painter, area)
        self._paint_items(painter, area.adjusted(-8, -8, 8, 8))
        self.paint_foreground(painter, area)
        self.paint_overlay(painter)
        painter.end()

    def _paint_items(self, painter: QPainter, area: QRect) -> None:
        model, selection = self.model(), self.selectionModel()
        if model is None or selection is None:
            return
        current = self.currentIndex().row() if self.hasFocus() else -1
        held = self.held_row()
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

    def _key_for_zoom(self, event: QKeyEvent) -> bool:
        if self.zoom_range[0] == self.zoom_range[1]:
            return False
        has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        is_plus = has_control and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
        if is_plus or event.matches(QKeySequence.StandardKey.ZoomIn):
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

    def _visible_area(self) -> QRect:
        return self.viewport().rect().translated(self.horizontalOffset(), self.verticalOffset())

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
