"""What the week grid shows and where: days, blocks, suggestions, the line of now. Gestures are in `grid_gestures`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from clientdesk.models.overlap import Slot, overlap_columns
from clientdesk.models.views.week import BlockView, DayView, WeekView
from clientdesk.ui.panels.week import grid_paint
from clientdesk.ui.panels.week.block_model import BlockModel
from clientdesk.ui.panels.week.block_paint import BlockPictures, paint_suggestion
from clientdesk.ui.panels.week.grid_places import DAY_MINUTES, GhostBlock, Place, whole_minutes
from clientdesk.ui.widgets.canvas import Canvas, ItemState

GUTTER = 48
HOUR = 52
TOP = 8
_SMALLEST_SHOWN = 20
_RIGHT_ROOM = 8
_SATURDAY = 5
_WHOLE_COLUMN = Slot(0, 1)


class GridView(Canvas):
    """Seven columns of a day each; the weekend's two may be left out.

    Signals:
        resized: the columns may have moved.
    """

    resized = Signal()

    zoom_range = (0.6, 2.5)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._pictures = BlockPictures()
        self._background = grid_paint.Background()
        super().__init__(parent)
        self.blocks = BlockModel(self)
        self._view: WeekView | None = None
        self._ghosts: tuple[GhostBlock, ...] = ()
        self._slots: list[Slot] = []
        self._days: list[int] = []
        self._has_weekends = True
        self._marked: Place | None = None
        self.days_shown: tuple[int, ...] = tuple(range(7))
        self.setModel(self.blocks)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    # What is shown.

    @property
    def view(self) -> WeekView | None:
        """The week shown."""
        return self._view

    def show_week(self, view: WeekView) -> None:
        """Show a week; what was selected stays selected when it is still there."""
        self._view = view
        self._marked = None
        self._lay_out()

    def show_ghosts(self, ghosts: Sequence[GhostBlock]) -> None:
        """Show suggestions beside the blocks, until others (or none) are shown."""
        self._ghosts = tuple(ghosts)
        self._lay_out()

    @property
    def ghosts(self) -> tuple[GhostBlock, ...]:
        """The suggestions shown."""
        return self._ghosts

    def show_weekends(self, *, shown: bool) -> None:
        """Show or leave out Saturday and Sunday."""
        if shown != self._has_weekends:
            self._has_weekends = shown
            self._lay_out()
            self.resized.emit()

    def set_now(self, minute: int) -> None:
        """Move the now line."""
        if self._view is not None and self._view.now_minute != minute:
            self._view = replace(self._view, now_minute=minute)
            self.viewport().update()

    def _lay_out(self) -> None:
        view = self._view
        if view is None:
            return
        chosen, suggested = self.selected(), self.selected_ghost()
        self.days_shown = tuple(
            number
            for number in range(7)
            if self._has_weekends or view.days[number].date.weekday() < _SATURDAY
        )
        slots: list[Slot] = []
        ghost_slots: list[Slot] = []
        days: list[int] = []
        ghosts: list[GhostBlock] = []
        for number in self.days_shown:
            day = view.days[number]
            here = [ghost for ghost in self._ghosts if ghost.day == day.date]
            spans = [_span(block.start_minute, block.end_minute) for block in day.blocks]
            found = overlap_columns(spans + [_span(g.start_minute, g.end_minute) for g in here])
            slots += [_in_pass(day, block, slot) for block, slot in zip(day.blocks, found, strict=False)]
            ghost_slots += found[len(spans) :]
            days += [number] * len(spans)
            ghosts += here
        by_date = {view.days[number].date: number for number in self.days_shown}
        self._slots = slots + ghost_slots
        self._days = days + [by_date[ghost.day] for ghost in ghosts]
        self._pictures.forget()
        self._background.forget()
        self.blocks.show_week(view, self.days_shown, ghosts)
        self.relayout()
        if chosen is not None:
            self.select(chosen.block_id)
        elif suggested is not None:
            self.select_ghost(suggested.key)

    # What is selected.

    def select(self, block_id: str) -> bool:
        """Make a block the current one; False when it is not in this week."""
        return self._select_row(self.blocks.row_of(block_id))

    def select_ghost(self, key: str) -> bool:
        """Make a suggestion the current item; False when it is not shown."""
        rows = [row for row, ghost in enumerate(self.blocks.ghosts) if ghost.key == key]
        return self._select_row(rows[0] + len(self.blocks.blocks) if rows else -1)

    def _select_row(self, row: int) -> bool:
        if row < 0:
            return False
        self.selectionModel().setCurrentIndex(
            self.blocks.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        return True

    def selected(self) -> BlockView | None:
        """The current block, if one is selected."""
        return self.blocks.block_at(self._selected_index())

    def selected_ghost(self) -> GhostBlock | None:
        """The current suggestion, if one is selected."""
        return self.blocks.ghost_at(self._selected_index())

    def _selected_index(self) -> QModelIndex:
        index, selection = self.currentIndex(), self.selectionModel()
        return index if selection is not None and selection.isSelected(index) else QModelIndex()

    @property
    def marked(self) -> Place | None:
        """The empty slot last clicked."""
        return self._marked

    def place_of(self, block: BlockView) -> Place:
        """Where a block lies now, whole."""
        row = self.blocks.row_of(block.block_id)
        return self._placed(
            self._days[row], block.start_minute, whole_minutes(block), again=block.starts_again
        )

    def _placed(self, day: int, start: int, length: int, *, again: bool = False) -> Place:
        raise NotImplementedError

    def scroll_to_minute(self, minute: int) -> None:
        """Bring a time of day to the top."""
        self.verticalScrollBar().setValue(self._y_of(minute) - TOP)

    # Geometry.

    def content_size(self) -> QSize:
        return QSize(self.viewport().width(), self._y_of(DAY_MINUTES) + TOP)

    def item_rect(self, row: int) -> QRect:
        slot, count = self._slots[row], len(self.blocks.blocks)
        item = self.blocks.blocks[row] if row < count else self.blocks.ghosts[row - count]
        return self._rect_of(Place(self._days[row], item.start_minute, item.end_minute), slot)

    def column(self, day: int) -> tuple[int, int]:
        """Left edge and width of a day's column; no width when it is left out."""
        room, count = self.viewport().width() - GUTTER, len(self.days_shown)
        if day not in self.days_shown:
            return GUTTER + room, 0
        place = self.days_shown.index(day)
        left = GUTTER + room * place // count
        return left, GUTTER + room * (place + 1) // count - left

    def _rect_of(self, place: Place, slot: Slot = _WHOLE_COLUMN) -> QRect:
        left, width = self.column(place.day)
        room = width - _RIGHT_ROOM
        x = left + 2 + room * slot.column // slot.columns
        right = left + 2 + room * (slot.column + 1) // slot.columns
        start, end = _span(place.start, min(place.end, DAY_MINUTES))
        top, bottom = self._y_of(start), self._y_of(end)
        return QRect(x, top + 1, right - x - 2, bottom - top - 2)

    def _y_of(self, minute: int) -> int:
        return TOP + round(minute * HOUR * self.zoom / 60)

    def _minute_at(self, y: int) -> float:
        return (y - TOP) * 60 / (HOUR * self.zoom)

    def _day_at(self, x: int) -> int:
        room, count = max(self.viewport().width() - GUTTER, 1), len(self.days_shown)
        return self.days_shown[min(max((x - GUTTER) * count // room, 0), count - 1)]

    def zoomed_point(self, point: QPoint, old_size: QSize) -> QPoint:
        """Only the height grows."""
        return QPoint(point.x(), super().zoomed_point(point, old_size).y())

    # Painting.

    def paint_background(self, painter: QPainter, rect: QRect) -> None:
        if self._view is None:
            super().paint_background(painter, rect)
            return
        self._pictures.begin(painter)
        self._background.paint(painter, rect, self._shown(), self.content_size(), self._y_of)
        grid_paint.paint_now_beside(painter, rect, self._shown(), self._y_of)
        grid_paint.paint_notes(painter, rect, self._shown(), self._y_of)
        if self._marked is not None and self.ghost_rect is None:
            grid_paint.paint_marker(painter, self._rect_of(self._marked))

    def _shown(self) -> grid_paint.Shown:
        assert self._view is not None  # noqa: S101 (painted only with a week)
        days = [self._view.days[number] for number in self.days_shown]
        columns = [self.column(number) for number in self.days_shown]
        return grid_paint.Shown(days, columns, self._view.today, self._view.now_minute)

    def paint_item(self, painter: QPainter, index: QModelIndex, rect: QRect, state: ItemState) -> None:
        row, count = index.row(), len(self.blocks.blocks)
        if row < count:
            self._pictures.paint(painter, rect, row, self.blocks.blocks[row], state)
        else:
            paint_suggestion(painter, rect, self.blocks.ghosts[row - count], state)

    def _paint_items(self, painter: QPainter, area: QRect) -> None:
        """As the canvas does, but blocks nobody points at are only copied: a frame of many is mostly those."""
        rects, kept, count = self._rects, self._pictures.plain, len(self.blocks.blocks)
        special = {self._hovered, self.currentIndex().row(), self.held_row()}
        plain = ItemState()
        for row in self.rows_in(area):
            if row in special or row >= count:
                self._paint_special(painter, row)
                continue
            picture = kept.get(row)
            if picture is None:
                self._pictures.paint(painter, rects[row], row, self.blocks.blocks[row], plain)
            else:
                painter.drawPixmap(rects[row].topLeft(), picture)

    def _paint_special(self, painter: QPainter, row: int) -> None:
        index, rect = self.blocks.index(row), self._rects[row]
        is_current = row == self.currentIndex().row() and self.hasFocus()
        is_selected = self.selectionModel().isSelected(index)
        state = ItemState(is_selected, is_current, row == self._hovered, row == self.held_row())
        painter.save()
        self.paint_item(painter, index, rect, state)
        painter.restore()
        if is_current:
            self.paint_focus(painter, rect)

    def paint_foreground(self, painter: QPainter, rect: QRect) -> None:
        if self._view is not None:
            grid_paint.paint_missing(painter, rect, self._shown(), self._y_of)
            grid_paint.paint_now(painter, rect, self._shown(), self._y_of)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._pictures.forget()
        self._background.forget()

    def apply_zoom(self, zoom: float) -> None:  # noqa: ARG002 (read from self.zoom)
        self._pictures.forget()
        self._background.forget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._pictures.forget()
        self._background.forget()
        super().resizeEvent(event)
        self.resized.emit()


def _span(start: int, end: int) -> tuple[int, int]:
    """What is drawn: nothing is so short that it can't be seen, and nothing ends after the day."""
    shown_start = min(start, DAY_MINUTES - _SMALLEST_SHOWN)
    return shown_start, max(end, shown_start + _SMALLEST_SHOWN)


def _in_pass(day: DayView, block: BlockView, slot: Slot) -> Slot:
    """In the hour that comes twice, the first time stands at the left and the second at the right."""
    twice = day.clock.twice
    if twice is None or slot.columns > 1:
        return slot
    is_within = twice[0] <= block.start_minute and block.end_minute <= twice[1]
    if not is_within or block.starts_again != block.ends_again:
        return slot
    return Slot(int(block.starts_again), 2)
