"""The timeline's canvas: bars and milestones by date, zoomed at the pointer, moved through by arrows."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from clientdesk.models.views.timeline import TimelineView
from clientdesk.ui.itemmodels.base import ID_ROLE
from clientdesk.ui.panels.timeline import paint
from clientdesk.ui.panels.timeline.rows import BarItem, Item, Line, MarkItem, TimelineModel
from clientdesk.ui.widgets.canvas import Canvas, ItemState

LANE_HEIGHT, MARK_HEIGHT = 38, 30
MONTH_DAY_PX = 9.0
ZOOMS = {"week": 30.0 / MONTH_DAY_PX, "month": 1.0, "quarter": 3.2 / MONTH_DAY_PX}
_REACH = 10


class TimelineCanvas(Canvas):
    """Time runs to the right, clients downwards. A zoom of 1 is the month view.

    Signals:
        opened: (kind, id): ``milestone`` or ``engagement``.
        zoomed, resized: the scale or the room changed.
        menu_wanted: fills a QMenu for an item: (item, menu).
    """

    opened = Signal(str, str)
    zoomed = Signal()
    resized = Signal()
    menu_wanted = Signal(object, object)

    zoom_range = (0.2, 6.0)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._view: TimelineView | None = None
        super().__init__(parent)
        self.items = TimelineModel(self)
        self._tops: list[int] = []
        self._on_line: dict[int, list[int]] = {}
        self._edges: list[tuple[QRect, int]] = []
        self._days = 0
        self._shown = 0
        self._laid_out: tuple[int, float] | None = None
        self.shows_likely = True
        self.setModel(self.items)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.activated.connect(self._on_activated)

    def show_view(self, view: TimelineView) -> None:
        """Show these lanes; what was selected stays selected when it is still there."""
        current = self.currentIndex().data(ID_ROLE) if self.currentIndex().isValid() else None
        self._view = view
        self.items.show_view(view)
        self._tops = _tops_of(self.items.lines)
        on_line: dict[int, list[int]] = defaultdict(list)
        for row, item in enumerate(self.items.items):
            on_line[item.line].append(row)
        self._on_line = on_line
        self._days = (view.ends_on - view.starts_on).days + 1
        self._shown += 1
        self.relayout()
        if current is not None:
            self.select(current)

    def set_shows_likely(self, shows: bool) -> None:
        """Draw likely dates with their reasons, or leave them out."""
        self.shows_likely = shows
        self.viewport().update()

    @property
    def view(self) -> TimelineView | None:
        """The lanes shown."""
        return self._view

    @property
    def lines(self) -> Sequence[Line]:
        """The lines from the top."""
        return self.items.lines

    def select(self, record_id: str) -> bool:
        """Make an engagement or milestone the current one; False when it isn't shown."""
        row = self.items.row_of(record_id)
        if row < 0:
            return False
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.items.index(row), flag)
        return True

    # Geometry.

    @property
    def day_px(self) -> float:
        """Width of a day."""
        return MONTH_DAY_PX * self.zoom

    def x_of(self, day: date) -> float:
        """The left edge of a day, in content coordinates."""
        start = self._view.starts_on if self._view else day
        return (day - start).days * self.day_px

    def mid_of(self, day: date) -> float:
        """The middle of a day, where its marks stand."""
        return self.x_of(day) + self.day_px / 2

    def day_at(self, x: float) -> date:
        """The day at a content coordinate."""
        start = self._view.starts_on if self._view else date.min
        return start + timedelta(days=int(x // self.day_px))

    def top_of(self, line: int) -> int:
        """Where a line begins, in content coordinates."""
        return self._tops[line]

    def line_rect(self, line: int) -> QRect:
        """A whole line, in content coordinates."""
        height = LANE_HEIGHT if self.items.lines[line].mark is None else MARK_HEIGHT
        return QRect(0, self._tops[line], round(self._days * self.day_px), height)

    def lines_in(self, top: int, bottom: int) -> range:
        """Numbers of the lines that meet a stretch, by binary search."""
        first = max(bisect_right(self._tops, top) - 1, 0)
        return range(first, min(bisect_right(self._tops, bottom), len(self.items.lines)))

    def content_size(self) -> QSize:
        if self._view is None or not self.items.lines:
            return self.viewport().size()
        return QSize(round(self._days * self.day_px), self._tops[-1])

    def relayout(self) -> None:
        """Only other lanes or another zoom move anything; more or less room does not."""
        now = (self._shown, self.zoom)
        if now != self._laid_out:
            self._laid_out = now
            super().relayout()
            return
        self._size = self.content_size()
        self.updateGeometries()
        self.viewport().update()

    def item_rect(self, row: int) -> QRect:
        item = self.items.items[row]
        line = self.line_rect(item.line)
        if isinstance(item, BarItem):
            return self._bar_rect(item, line)
        days = item.mark.dates
        if not days:
            return QRect(round(self.x_of(self.items.today)), line.top() + 4, 1, 1)
        if item.from_on is None and item.mark.actual_on is not None:
            days = (item.mark.actual_on,)
        left, right = round(self.mid_of(days[0])) - _REACH, round(self.mid_of(days[-1])) + _REACH
        return QRect(left, line.top() + 3, right - left, line.height() - 6)

    def hit_rect(self, row: int) -> QRect:
        rect = super().hit_rect(row)
        return rect.adjusted(-3, -3, 3, 3) if isinstance(self.items.items[row], MarkItem) else rect

    def _bar_rect(self, item: BarItem, line: QRect) -> QRect:
        assert self._view is not None  # noqa: S101 (items come from a view)
        end = min(item.span.ends_on or self._view.ends_on, self._view.ends_on)
        start = max(item.span.starts_on, self._view.starts_on)
        left, right = round(self.x_of(start)), round(self.x_of(end) + self.day_px)
        room = line.height() - 14
        height = max(room // item.tracks, 4)
        top = line.top() + 7 + room * item.track // item.tracks
        return QRect(left, top, max(right - left, 6), height - (1 if item.tracks > 1 else 0))

    def zoomed_point(self, point: QPoint, old_size: QSize) -> QPoint:
        """Only the width grows."""
        return QPoint(super().zoomed_point(point, old_size).x(), point.y())

    def apply_zoom(self, zoom: float) -> None:  # noqa: ARG002 (read from self.zoom)
        self.zoomed.emit()

    def zoom_to(self, name: str) -> None:
        """One of the three zooms; today stays in place when it is in sight."""
        anchor = None
        if self._view is not None:
            x = round(self.mid_of(self._view.today)) - self.horizontalOffset()
            anchor = QPoint(x, 0) if 0 <= x <= self.viewport().width() else None
        self.zoom_by(ZOOMS[name] / self.zoom, anchor)

    def nearest_zoom(self) -> str:
        """Which of the three zooms the present one is closest to."""
        return min(
            ZOOMS, key=lambda name: abs(ZOOMS[name] / self.zoom - 1) + abs(self.zoom / ZOOMS[name] - 1)
        )

    def show_today(self) -> None:
        """Bring today to a third of the width."""
        if self._view is not None:
            x = round(self.mid_of(self._view.today)) - self.viewport().width() // 3
            self.horizontalScrollBar().setValue(x)

    # Painting.

    def paint_background(self, painter: QPainter, rect: QRect) -> None:
        super().paint_background(painter, rect)
        if self._view is None:
            return
        paint.paint_lines(painter, rect, self)
        paint.paint_grid(painter, rect, self)

    def paint_item(self, painter: QPainter, index: QModelIndex, rect: QRect, state: ItemState) -> None:
        item = self.items.item_at(index)
        if isinstance(item, BarItem):
            paint.paint_bar(painter, rect, item, state, self.horizontalOffset())
        elif isinstance(item, MarkItem):
            paint.paint_mark(painter, rect, item, state, self)

    def paint_foreground(self, painter: QPainter, rect: QRect) -> None:
        if self._view is None:
            return
        paint.paint_today(painter, rect, self.mid_of(self._view.today))
        area = self.viewport().rect().translated(self.horizontalOffset(), self.verticalOffset())
        self._edges = paint.paint_edges(painter, area, self, self._off_screen(area))

    def _off_screen(self, area: QRect) -> list[tuple[int, int, date]]:
        """Milestones on lines in sight that lie wholly outside: (row, -1 left or 1 right, nearest date)."""
        found = []
        for line in self.lines_in(area.top(), area.bottom()):
            rows = self._on_line.get(line, [])
            if self.items.lines[line].mark is None:
                rows = self._nearest_bar(rows, area)
            for row in rows:
                left, right = self._reach_of(row)
                if left is not None and right is not None and self.mid_of(right) < area.left():
                    found.append((row, -1, right))
                elif left is not None and self.mid_of(left) > area.right():
                    found.append((row, 1, left))
        return found

    def _nearest_bar(self, rows: list[int], area: QRect) -> list[int]:
        """Of bars that are all out of sight the one nearest to the middle; none while any is in sight."""
        bars = [row for row in rows if isinstance(self.items.items[row], BarItem)]
        places = {row: self.item_rect(row) for row in bars}
        if any(rect.right() >= area.left() and rect.left() <= area.right() for rect in places.values()):
            return []
        middle = area.center().x()
        nearest = sorted(bars, key=lambda row: abs(places[row].center().x() - middle))
        return nearest[:1]

    def _reach_of(self, row: int) -> tuple[date | None, date | None]:
        """First and last day an item is drawn at."""
        item = self.items.items[row]
        if isinstance(item, BarItem):
            return item.span.starts_on, item.span.ends_on
        days = item.mark.dates
        return (days[0], days[-1]) if days else (None, None)

    # Gestures.

    def clicked_empty(self, point: QPoint) -> None:
        for rect, row in self._edges:
            if rect.contains(point):
                self.reveal(row)
                return

    def reveal(self, row: int) -> None:
        """Select an item and bring it to the middle."""
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.items.index(row), flag)
        rect = self.item_rect(row)
        self.horizontalScrollBar().setValue(rect.center().x() - self.viewport().width() // 2)

    def key_command(self, event: QKeyEvent, index: QModelIndex) -> bool:  # noqa: ARG002 (as the base)
        key = event.key()
        if key == Qt.Key.Key_T and not event.modifiers():
            self.show_today()
            return True
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus) and not event.modifiers():
            self.zoom_by(0.8 if key == Qt.Key.Key_Minus else 1.25)
            return True
        return False

    def context_menu(self, index: QModelIndex, point: QPoint) -> QMenu | None:  # noqa: ARG002 (as the base)
        item = self.items.item_at(index)
        if item is None:
            return None
        menu = QMenu(self)
        self.menu_wanted.emit(item, menu)
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def _on_activated(self, index: QModelIndex) -> None:
        item = self.items.item_at(index)
        if item is not None:
            self.opened.emit(*key_of(item))


def key_of(item: Item) -> tuple[str, str]:
    """What an item is, and its id."""
    if isinstance(item, BarItem):
        return "engagement", item.span.engagement_id
    return "milestone", item.mark.milestone_id


def _tops_of(lines: Sequence[Line]) -> list[int]:
    """Where each line begins, and where the last one ends."""
    tops = [0]
    for line in lines:
        tops.append(tops[-1] + (LANE_HEIGHT if line.mark is None else MARK_HEIGHT))
    return tops
