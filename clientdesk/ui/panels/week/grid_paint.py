"""How the week grid looks behind and above its blocks: days, hours, what is off, now. Colours from the tokens only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPen, QPixmap

from clientdesk.models.views.week import DayView
from clientdesk.ui.panels.week.words import clock_text, day_off_text, missing_text, twice_text
from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import RADIUS, Tokens

Columns = Sequence[tuple[int, int]]
YOf = Callable[[int], int]

_DAY_MINUTES = 1440
_LARGEST_KEPT = 8_000_000


@dataclass(frozen=True, slots=True)
class Shown:
    """The days in sight with their columns (left edge, width), and now."""

    days: Sequence[DayView]
    columns: Columns
    today: date
    now_minute: int


class Background:
    """The days as they were last drawn, so that a frame only copies them."""

    def __init__(self) -> None:
        self._kept: QPixmap | None = None
        self._look: tuple[object, ...] = ()

    def forget(self) -> None:
        """Another week, size, zoom or font."""
        self._kept = None

    def paint(self, painter: QPainter, rect: QRect, shown: Shown, size: QSize, y_of: YOf) -> None:
        """Draw what meets `rect`."""
        ratio = painter.device().devicePixelRatioF()
        look = (current_tokens().dark, ratio, size.width(), size.height())
        if size.width() * size.height() * ratio * ratio > _LARGEST_KEPT:
            paint_days(painter, rect, shown, y_of)
            return
        if self._kept is None or look != self._look:
            self._look = look
            self._kept = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
            self._kept.setDevicePixelRatio(ratio)
            inner = QPainter(self._kept)
            paint_days(inner, QRect(0, 0, size.width(), size.height()), shown, y_of)
            inner.end()
        painter.fillRect(rect, QColor(current_tokens().window))
        source = QRectF(rect.left() * ratio, rect.top() * ratio, rect.width() * ratio, rect.height() * ratio)
        painter.drawPixmap(QRectF(rect), self._kept, source)


def paint_days(painter: QPainter, rect: QRect, shown: Shown, y_of: YOf) -> None:
    """Hours outside work dim, working hours bright, time off hatched, quiet hours bordered, hour lines."""
    tokens = current_tokens()
    painter.fillRect(rect, QColor(tokens.window))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    pairs = list(zip(shown.days, shown.columns, strict=True))
    for day, column in pairs:
        _paint_day(painter, day, column, y_of, tokens, is_today=day.date == shown.today)
    _paint_hours(painter, rect, shown.columns, y_of, tokens)
    for day, column in pairs:
        _paint_quiet(painter, day, column, y_of, tokens)
        _paint_clock_change(painter, day, column, y_of, tokens)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _paint_day(
    painter: QPainter, day: DayView, column: tuple[int, int], y_of: YOf, tokens: Tokens, *, is_today: bool
) -> None:
    left, width = column
    bright = tokens.tint(tokens.accent, 0.05) if is_today else tokens.surface
    for start, end in day.hours:
        painter.fillRect(QRect(left, y_of(start), width, y_of(end) - y_of(start)), QColor(bright))
    if day.time_off or (day.holiday and not day.hours):
        whole = QRect(left, y_of(0), width, y_of(_DAY_MINUTES) - y_of(0))
        brush = QBrush(QColor(tokens.line), Qt.BrushStyle.BDiagPattern)
        painter.fillRect(whole, brush)


def _paint_hours(painter: QPainter, rect: QRect, columns: Columns, y_of: YOf, tokens: Tokens) -> None:
    first, right = columns[0][0], columns[-1][0] + columns[-1][1]
    whole, half = QPen(QColor(tokens.line), 1), QPen(QColor(tokens.line), 1, Qt.PenStyle.DotLine)
    painter.setFont(role_font("caption"))
    metrics = painter.fontMetrics()
    for hour in range(25):
        y = y_of(hour * 60)
        if rect.top() - 60 <= y <= rect.bottom() + 20:
            painter.setPen(whole)
            painter.drawLine(first - 6, y, right, y)
            painter.setPen(QColor(tokens.secondary))
            if hour < 24:
                text = QRect(0, y - metrics.height() // 2, first - 10, metrics.height())
                painter.drawText(
                    text, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, _hour(hour)
                )
        y = y_of(hour * 60 + 30)
        if hour < 24 and rect.top() <= y <= rect.bottom():
            painter.setPen(half)
            painter.drawLine(first, y, right, y)
    painter.setPen(whole)
    for left, _ in columns:
        painter.drawLine(left, rect.top(), left, rect.bottom())


def _hour(hour: int) -> str:
    return clock_text(hour * 60).replace(":00", "") if "M" in clock_text(780) else clock_text(hour * 60)


def _paint_quiet(painter: QPainter, day: DayView, column: tuple[int, int], y_of: YOf, tokens: Tokens) -> None:
    left, width = column
    pen = QPen(QColor(tokens.tint(tokens.control_border, 0.8, tokens.window)), 1)
    pen.setDashPattern([2, 3])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for start, end in day.quiet:
        box = QRectF(left + 4.5, y_of(start) + 3.5, width - 9, y_of(end) - y_of(start) - 7)
        painter.drawRoundedRect(box, RADIUS, RADIUS)


def _paint_clock_change(
    painter: QPainter, day: DayView, column: tuple[int, int], y_of: YOf, tokens: Tokens
) -> None:
    """The hour that is missing hatched; the one that comes twice parted in two."""
    left, width = column
    span = day.clock.missing or day.clock.twice
    if span is None:
        return
    band = QRect(left + 1, y_of(span[0]) + 1, width - 1, y_of(span[1]) - y_of(span[0]) - 1)
    if day.clock.missing is not None:
        painter.fillRect(band, QColor(tokens.sunken))
        painter.fillRect(band, QBrush(QColor(tokens.control_border), Qt.BrushStyle.DiagCrossPattern))
        return
    painter.fillRect(band, QColor(tokens.tint(tokens.watch, 0.08, tokens.window)))
    painter.setPen(QPen(QColor(tokens.watch), 1))
    painter.drawLine(band.left(), band.top() - 1, band.right(), band.top() - 1)
    painter.drawLine(band.left(), band.bottom() + 1, band.right(), band.bottom() + 1)
    painter.setPen(QPen(QColor(tokens.watch), 1, Qt.PenStyle.DashLine))
    painter.drawLine(band.center().x(), band.top(), band.center().x(), band.bottom())


def paint_notes(painter: QPainter, rect: QRect, shown: Shown, y_of: YOf) -> None:
    """Words on the days: why one is off, kept in sight; which hour is missing, and which comes twice."""
    for day, column in zip(shown.days, shown.columns, strict=True):
        if day.time_off or (day.holiday and not day.hours):
            _paint_note(painter, column, max(rect.top(), y_of(0)) + 6, [day_off_text(day)])
        elif day.holiday:
            _paint_note(painter, column, max(rect.top(), y_of(0)) + 6, [day.holiday])
        span = day.clock.missing or day.clock.twice
        if span is None or not rect.top() - 80 <= y_of(span[0]) <= rect.bottom() or _is_taken(day, span):
            continue
        words = missing_text(day.clock) if day.clock.missing is not None else twice_text(day.clock)
        _paint_note(painter, column, y_of(span[0]) + 3, words, y_of(span[1]) - y_of(span[0]) - 6)


def paint_missing(painter: QPainter, rect: QRect, shown: Shown, y_of: YOf) -> None:
    """The hour that is missing once more, thinly over a block that spans it: no work is done in it."""
    for day, (left, width) in zip(shown.days, shown.columns, strict=True):
        span = day.clock.missing
        if span is None or not _is_taken(day, span):
            continue
        band = QRect(left + 1, y_of(span[0]) + 1, width - 1, y_of(span[1]) - y_of(span[0]) - 1)
        if band.intersects(rect):
            colour = QColor(current_tokens().control_border)
            colour.setAlphaF(0.55)
            painter.fillRect(band, QBrush(colour, Qt.BrushStyle.DiagCrossPattern))


def _is_taken(day: DayView, span: tuple[int, int]) -> bool:
    """Whether blocks stand where words would."""
    return any(block.start_minute < span[1] and block.end_minute > span[0] for block in day.blocks)


def _paint_note(
    painter: QPainter, column: tuple[int, int], top: int, lines: Sequence[str], most: int = 400
) -> None:
    tokens = current_tokens()
    font = role_font("caption")
    metrics = QFontMetrics(font)
    left, width = column
    room = width - 20
    if room < 24:
        return
    whole = metrics.boundingRect(
        QRect(0, 0, room, most), int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap), "\n".join(lines)
    )
    box = QRect(left + 5, top, min(whole.width() + 12, width - 10), min(whole.height() + 4, most))
    painter.setPen(QPen(QColor(tokens.line), 1))
    painter.setBrush(QColor(tokens.surface))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    painter.setFont(font)
    painter.setPen(QColor(tokens.secondary))
    painter.save()
    painter.setClipRect(box)
    flags = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
    painter.drawText(box.adjusted(6, 2, -4, 0), flags, "\n".join(lines))
    painter.restore()


def paint_marker(painter: QPainter, rect: QRect) -> None:
    """The empty slot that was clicked: where something new would go."""
    tokens = current_tokens()
    painter.setPen(QPen(QColor(tokens.accent), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


def paint_now_beside(painter: QPainter, rect: QRect, shown: Shown, y_of: YOf) -> None:
    """The line of the present moment across the other days: faint, and below what lies there."""
    y = y_of(shown.now_minute)
    if _today(shown) is None or not rect.top() - 20 <= y <= rect.bottom() + 20:
        return
    tokens = current_tokens()
    first, right = shown.columns[0][0], shown.columns[-1][0] + shown.columns[-1][1]
    painter.setPen(QPen(QColor(tokens.accent), 1, Qt.PenStyle.DashLine))
    painter.drawLine(QLineF(first, y + 0.5, right, y + 0.5))
    nearest = round(shown.now_minute / 60) * 60
    height = QFontMetrics(role_font("caption")).height()
    if abs(y_of(nearest) - y) < height:
        hour = QRect(0, y_of(nearest) - height // 2 - 1, first - 8, height + 2)
        painter.fillRect(hour, QColor(tokens.window))


def paint_now(painter: QPainter, rect: QRect, shown: Shown, y_of: YOf) -> None:
    """The line of the present moment on today, above everything, with its time in the margin."""
    today, y = _today(shown), y_of(shown.now_minute)
    if today is None or not rect.top() - 20 <= y <= rect.bottom() + 20:
        return
    tokens = current_tokens()
    left, width = shown.columns[today]
    painter.setPen(QPen(QColor(tokens.accent), 2))
    painter.drawLine(QLineF(left, y + 0.5, left + width, y + 0.5))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.accent))
    painter.drawEllipse(QPointF(left, y + 0.5), 4, 4)
    painter.setFont(role_font("caption"))
    height = painter.fontMetrics().height() + 2
    label = QRectF(2, y - height / 2, shown.columns[0][0] - 6, height)
    painter.drawRoundedRect(label, RADIUS, RADIUS)
    painter.setPen(QColor(tokens.on_accent))
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, clock_text(shown.now_minute))


def _today(shown: Shown) -> int | None:
    return next((number for number, day in enumerate(shown.days) if day.date == shown.today), None)
