"""The head of one day: name, how full the day is as a bar and in words."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clientdesk.models.schedule import Load
from clientdesk.models.views.week import DayView
from clientdesk.ui.dates import to_qdate
from clientdesk.ui.panels.week.words import (
    day_off_text,
    day_words,
    filled_text,
    length_text,
    long_day,
    more_text,
    short_filled_text,
    short_spare_text,
    spare_text,
)
from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import Status, Tokens
from clientdesk.ui.widgets.labels import as_tooltip
from clientdesk.ui.widgets.painting import paint_status

_LOADS = {Load.STEADY: Status.STEADY, Load.WATCH: Status.WATCH, Load.OVER: Status.AT_RISK}
_PAD = 8
_BAR = 5
_SHAPE = 10
_NARROW = 104


def head_height(width: int, *, has_more: bool) -> int:
    """How high a head of that width is; `has_more`: some day of the week has a last line."""
    caption, section = QFontMetrics(role_font("caption")), QFontMetrics(role_font("section"))
    lines = 2 if width >= _NARROW else 3
    if has_more:
        lines += 1 if width >= _NARROW else 2
    return 12 + section.height() + 8 + _BAR + 4 + lines * (caption.height() + 1) + 2


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
        room_for_words = second.width() - (0 if status is Status.STEADY else _SHAPE + 4)
        words = spare_text(day.spare_minutes)
        if metrics.horizontalAdvance(words) > room_for_words:
            words = short_spare_text(day.spare_minutes)
        self._paint_state(painter, second, status, words, tokens)

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
