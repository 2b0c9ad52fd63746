"""The heads of the days: name, how full the day is as a bar and in words; below, what has no time there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from clientdesk.models.schedule import Load
from clientdesk.models.views.week import DayView, WeekView
from clientdesk.ui.dates import to_qdate
from clientdesk.ui.panels.week.day_chips import CHIP_HEIGHT, EventChip, MoreChip, WorkChip
from clientdesk.ui.panels.week.grid_places import WORK_ITEM_MIME, read_mime
from clientdesk.ui.panels.week.words import (
    day_off_text,
    day_words,
    filled_text,
    length_text,
    long_day,
    more_text,
    short_filled_text,
    spare_text,
)
from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import RADIUS, Status, Tokens
from clientdesk.ui.widgets.labels import as_tooltip
from clientdesk.ui.widgets.painting import paint_status

_LOADS = {Load.STEADY: Status.STEADY, Load.WATCH: Status.WATCH, Load.OVER: Status.AT_RISK}
_PAD = 8
_BAR = 5
_SHAPE = 10
_NARROW = 104
_MOST_CHIPS = 3


class DayHead(QWidget):
    """One day's head. Its accessible name says the day, its description how full it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day: DayView | None = None
        self._is_today = False

    def show_day(self, day: DayView, *, is_today: bool) -> None:
        """Show this day."""
        self._day, self._is_today = day, is_today
        self.setAccessibleName(f"{long_day(day.date)}, {day_words(day)}")
        self.setToolTip(as_tooltip(f"{long_day(day.date)}\n{day_words(day)}"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        if self._day is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = current_tokens()
        pad = _PAD if self.width() >= _NARROW else _PAD // 2
        room = self.rect().adjusted(pad, 6, 1 - pad, -6)
        below = self._paint_name(painter, room, tokens)
        rest = QRect(room.left(), below, room.width(), room.bottom() - below)
        if self._day.capacity_minutes:
            self._paint_load(painter, rest, tokens)
        else:
            self._paint_day_off(painter, rest, tokens)
        self._paint_more(painter, rest, tokens)
        painter.end()

    def _paint_name(self, painter: QPainter, room: QRect, tokens: Tokens) -> int:
        assert self._day is not None  # noqa: S101 (only called with a day)
        font = role_font("section")
        painter.setFont(font)
        metrics = QFontMetrics(font)
        line = QRect(room.left(), room.top(), room.width(), metrics.height() + 2)
        number = str(self._day.date.day)
        name = QLocale().toString(to_qdate(self._day.date), "ddd")
        if line.width() < _widest_name(metrics):
            name = name[:1]
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(tokens.accent if self._is_today else tokens.secondary))
        painter.drawText(line, flags, name)
        x = line.left() + metrics.horizontalAdvance(name) + 6
        width = metrics.horizontalAdvance(number) + 12
        if self._is_today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent))
            painter.drawRoundedRect(QRectF(x, line.top(), width, line.height()), line.height() / 2, 99)
            painter.setPen(QColor(tokens.on_accent))
            painter.drawText(QRect(x, line.top(), width, line.height()), Qt.AlignmentFlag.AlignCenter, number)
        else:
            painter.setPen(QColor(tokens.text))
            painter.drawText(line.adjusted(x - line.left(), 0, 0, 0), flags, number)
        return line.bottom() + 6

    def _paint_load(self, painter: QPainter, room: QRect, tokens: Tokens) -> None:
        assert self._day is not None  # noqa: S101
        day = self._day
        status = _LOADS[day.load]
        bar = QRectF(room.left(), room.top(), room.width(), _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.sunken if not tokens.dark else tokens.line))
        painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        share = min(day.planned_minutes / day.capacity_minutes, 1.0)
        if share:
            painter.setBrush(QColor(tokens.status(status)))
            filled = QRectF(bar.left(), bar.top(), max(bar.width() * share, _BAR), _BAR)
            painter.drawRoundedRect(filled, _BAR / 2, _BAR / 2)
        font = role_font("caption")
        metrics = QFontMetrics(font)
        painter.setFont(font)
        first = QRect(room.left(), room.top() + _BAR + 4, room.width(), metrics.height())
        painter.setPen(QColor(tokens.text))
        _draw(painter, first, _fitting(day, metrics, first.width()))
        second = first.translated(0, metrics.height() + 1)
        self._paint_state(painter, second, status, spare_text(day.spare_minutes), tokens)

    def _paint_more(self, painter: QPainter, room: QRect, tokens: Tokens) -> None:
        """Below: what the bar doesn't count, and that clocks change."""
        assert self._day is not None  # noqa: S101
        words = more_text(self._day)
        if not words:
            return
        font = role_font("caption")
        painter.setFont(font)
        height = QFontMetrics(font).height()
        lines = 2 if self.width() >= _NARROW else 3
        top = room.top() + _BAR + 4 + lines * (height + 1)
        painter.setPen(QColor(tokens.secondary))
        _draw_wrapped(painter, QRect(room.left(), top, room.width(), height), words)

    def _paint_state(
        self, painter: QPainter, line: QRect, status: Status, words: str, tokens: Tokens
    ) -> None:
        """Shape and words; in a narrow column the words take two lines."""
        metrics = QFontMetrics(painter.font())
        if status is not Status.STEADY and self.width() >= _NARROW:
            box = QRectF(line.left(), line.top() + (line.height() - _SHAPE) / 2, _SHAPE, _SHAPE)
            paint_status(painter, box, status)
            line = line.adjusted(_SHAPE + 4, 0, 0, 0)
        painter.setPen(QColor(tokens.secondary if status is Status.STEADY else tokens.status(status)))
        if self.width() >= _NARROW or metrics.horizontalAdvance(words) <= line.width():
            _draw(painter, line, words)
            return
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(line.adjusted(0, 0, 0, metrics.height()), flags, words)

    def _paint_day_off(self, painter: QPainter, room: QRect, tokens: Tokens) -> None:
        assert self._day is not None  # noqa: S101
        font = role_font("caption")
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(tokens.secondary))
        top = room.top() + _BAR + 4
        first = QRect(room.left(), top, room.width(), metrics.height())
        if self._day.planned_minutes:
            _draw(painter, first, day_off_text(self._day))
        else:
            _draw_wrapped(painter, first, day_off_text(self._day))
        if self._day.planned_minutes:
            words = self.tr("{length} planned").format(length=length_text(self._day.planned_minutes))
            self._paint_state(
                painter, first.translated(0, metrics.height() + 1), Status.AT_RISK, words, tokens
            )


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
        caption, section = QFontMetrics(role_font("caption")), QFontMetrics(role_font("section"))
        width = max(self._column(number)[1] for number in range(7))
        lines = 2 if width >= _NARROW else 3
        if self._view is not None and any(map(more_text, self._view.days)):
            lines += 1 if width >= _NARROW else 2
        return 12 + section.height() + 8 + _BAR + 4 + lines * (caption.height() + 1) + 2

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


def _widest_name(metrics: QFontMetrics) -> int:
    """Room that every day's name and number find, so that all seven are written alike."""
    names = [QLocale().dayName(number, QLocale.FormatType.ShortFormat) for number in range(1, 8)]
    return max(metrics.horizontalAdvance(name) for name in names) + metrics.horizontalAdvance("28") + 18


def _fitting(day: DayView, metrics: QFontMetrics, width: int) -> str:
    whole = filled_text(day.planned_minutes, day.capacity_minutes)
    if metrics.horizontalAdvance(whole) <= width:
        return whole
    return short_filled_text(day.planned_minutes, day.capacity_minutes)


def _draw_wrapped(painter: QPainter, line: QRect, words: str) -> None:
    """Words in one line, or in two where they don't fit."""
    if painter.fontMetrics().horizontalAdvance(words) <= line.width():
        _draw(painter, line, words)
        return
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    painter.drawText(line.adjusted(0, 0, 0, line.height() + 1), int(flags), words)


def _draw(painter: QPainter, line: QRect, words: str) -> None:
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, line.width())
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
