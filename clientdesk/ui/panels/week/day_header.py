"""The heads of the days above the grid; below them chips of what has no time there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from clientdesk.models.views.week import WeekView
from clientdesk.ui.panels.week.day_chips import CHIP_HEIGHT, EventChip, MoreChip, WorkChip
from clientdesk.ui.panels.week.day_head import DayHead, head_height
from clientdesk.ui.panels.week.grid_places import WORK_ITEM_MIME, read_mime
from clientdesk.ui.panels.week.words import more_text
from clientdesk.ui.theme import current_tokens
from clientdesk.ui.tokens import RADIUS

_MOST_CHIPS = 3


class DayHeader(QWidget):
    """Day heads above the grid's columns, with chips of what has no time. Work can be dropped on a day.

    Signals:
        dropped: (work item id, day): for that day, without a time.
        chip_wanted: (what, work item id), see `WorkChip`.

    Args:
        column: gives left edge and width of a day's column; no width for a day left out.
    """

    dropped = Signal(str, object)
    chip_wanted = Signal(str, str)

    def __init__(self, column: Callable[[int], tuple[int, int]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = column
        self._view: WeekView | None = None
        self._aimed = -1
        self.heads = [DayHead(self) for _ in range(7)]
        self.chips: list[list[WorkChip | EventChip | MoreChip]] = [[] for _ in range(7)]
        self._work_chips: dict[str, WorkChip] = {}
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_week(self, view: WeekView) -> None:
        """Show the days of this week."""
        self._view = view
        for head, day in zip(self.heads, view.days, strict=True):
            head.show_day(day, is_today=day.date == view.today)
        self._show_chips(view)
        self.arrange()

    def _show_chips(self, view: WeekView) -> None:
        focused = self.focusWidget()
        kept = focused.item.work_item_id if isinstance(focused, WorkChip) and focused.hasFocus() else ""
        for chip in self.findChildren(QAbstractButton, options=Qt.FindChildOption.FindDirectChildrenOnly):
            chip.hide()
            chip.deleteLater()
        self._work_chips = {}
        for number, day in enumerate(view.days):
            made: list[WorkChip | EventChip | MoreChip] = []
            made += [EventChip(event, day.date, view.today, self) for event in day.all_day]
            for item in day.day_items:
                chip = WorkChip(item, day.date, view.today, self)
                chip.wanted.connect(self.chip_wanted)
                made.append(chip)
                self._work_chips[item.work_item_id] = chip
                if item.work_item_id == kept:
                    chip.show()
                    chip.setFocus()
            if len(made) > _MOST_CHIPS:
                hidden = made[_MOST_CHIPS - 1 :]
                for left_over in hidden:
                    left_over.hide()
                made = [*made[: _MOST_CHIPS - 1], MoreChip(hidden, self)]
            self.chips[number] = made
        before: QWidget = self
        for chip in (chip for chips in self.chips for chip in chips):
            QWidget.setTabOrder(before, chip)
            before = chip

    def work_chip(self, work_item_id: str) -> WorkChip | None:
        """The chip of a work item, also where there is no room to show it."""
        return self._work_chips.get(work_item_id)

    def arrange(self) -> None:
        """Stand over the grid's columns."""
        self.setFixedHeight(self.sizeHint().height())
        top = self._heads_height()
        for number, head in enumerate(self.heads):
            left, width = self._column(number)
            head.setVisible(width > 0)
            head.setGeometry(left, 0, width, top)
            for place, chip in enumerate(self.chips[number]):
                chip.setVisible(width > 0)
                chip.setGeometry(left + 3, top + place * CHIP_HEIGHT, max(width - 8, 0), CHIP_HEIGHT)

    def sizeHint(self) -> QSize:
        shown = [chips for number, chips in enumerate(self.chips) if self._column(number)[1] > 0]
        most = max((len(chips) for chips in shown), default=0)
        return QSize(600, self._heads_height() + most * CHIP_HEIGHT + (4 if most else 0))

    def _heads_height(self) -> int:
        width = max(self._column(number)[1] for number in range(7))
        has_more = self._view is not None and any(map(more_text, self._view.days))
        return head_height(width, has_more=has_more)

    # Dropped on a day: that day, without a time.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(WORK_ITEM_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.aim(self._day_at(event.position().toPoint().x()))
        if self._aimed >= 0:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002 (Qt override)
        self.aim(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        number, errand = self._day_at(event.position().toPoint().x()), read_mime(event.mimeData())
        self.aim(-1)
        if number < 0 or errand is None or self._view is None:
            event.ignore()
            return
        event.acceptProposedAction()
        self.dropped.emit(errand.record_id, self._view.days[number].date)

    def _day_at(self, x: int) -> int:
        spans = (self._column(number) for number in range(7))
        return next((n for n, (left, width) in enumerate(spans) if left <= x < left + width), -1)

    def aim(self, number: int) -> None:
        """Show that something would land on this day; -1 for none."""
        if number != self._aimed:
            self._aimed = number
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        painter = QPainter(self)
        tokens = current_tokens()
        painter.fillRect(self.rect(), QColor(tokens.surface))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        for number in range(7):
            left, width = self._column(number)
            if width:
                painter.drawLine(left, 8, left, self.height())
        if self._aimed >= 0:
            left, width = self._column(self._aimed)
            painter.setBrush(QColor(tokens.selection))
            painter.setPen(QPen(QColor(tokens.accent), 2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(left + 2, 2, width - 4, self.height() - 4, RADIUS, RADIUS)
        painter.end()
