"""The days of a promise, drawn: how sure each is, the likely and the safe one, and the day asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QLocale, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from clientdesk.models.views.promise import PromiseDay
from clientdesk.ui.dates import day_text, to_qdate
from clientdesk.ui.theme import current_tokens, role_font

_MARK = 6.0
_WIDEST_DAY = 56


class PromiseStrip(QWidget):
    """A column a day, as high as it is sure; marks of their own form and words for likely, safe and asked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("promise_strip")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._days: Sequence[PromiseDay] = ()
        self._likely_on: date | None = None
        self._safe_on: date | None = None
        self._by: date | None = None

    def show_days(
        self, days: Sequence[PromiseDay], likely_on: date | None, safe_on: date | None, by: date | None
    ) -> None:
        """Show these days; none hides it."""
        self._days, self._likely_on, self._safe_on, self._by = days, likely_on, safe_on, by
        self.setVisible(bool(days))
        said = [
            self.tr("{day}: {chance} of 100").format(day=day_text(day.day, day.day), chance=day.chance)
            for day in days
            if day.is_worked
        ]
        self.setAccessibleName(self.tr("How sure each day is"))
        self.setAccessibleDescription("; ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 3 * self._line() + 64)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 3 * self._line() + 64)

    def _line(self) -> int:
        metrics = self.fontMetrics()
        return metrics.height()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        if not self._days:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(role_font("caption"))
        line = float(painter.fontMetrics().height())
        top, bottom = 2 * line + 12, self.height() - line - 6
        width = min(self.width() / len(self._days), _WIDEST_DAY)
        for number, day in enumerate(self._days):
            self._paint_day(painter, day, QRectF(number * width, top, width, bottom - top))
        tokens = current_tokens()
        painter.setPen(QPen(QColor(tokens.control_border), 1))
        painter.drawLine(QPointF(0, bottom), QPointF(width * len(self._days), bottom))
        self._paint_dates(painter, width, bottom + 2)
        self._paint_marks(painter, width, line, top)

    def _paint_day(self, painter: QPainter, day: PromiseDay, cell: QRectF) -> None:
        tokens = current_tokens()
        gap = 1.0 if cell.width() > 6 else 0.5
        room = cell.adjusted(gap, 0, -gap, 0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(room, QColor(tokens.sunken))
        height = room.height() * day.chance / 100
        bar = QRectF(room.left(), room.bottom() - height, room.width(), height)
        if day.is_worked:
            painter.fillRect(bar, QColor(tokens.tint(tokens.accent, 0.45)))
        else:
            painter.fillRect(bar, QBrush(QColor(tokens.control_border), Qt.BrushStyle.BDiagPattern))

    def _paint_dates(self, painter: QPainter, width: float, top: float) -> None:
        """As many dates below as have room, Mondays where not all have."""
        tokens = current_tokens()
        painter.setPen(QColor(tokens.secondary))
        metrics = painter.fontMetrics()
        locale = QLocale()
        free_from = 0.0
        wide = metrics.horizontalAdvance("Mo 30") + 6
        for number, day in enumerate(self._days):
            if width < wide and day.day.weekday() != 0:
                continue
            text = locale.toString(to_qdate(day.day), "ddd d" if width >= wide else "d MMM")
            room = metrics.horizontalAdvance(text)
            at = number * width + (width - room) / 2
            at = min(max(at, 0.0), self.width() - room)
            if at < free_from:
                continue
            free_from = at + room + 6
            painter.drawText(QPointF(at, top + metrics.ascent()), text)

    def _paint_marks(self, painter: QPainter, width: float, line: float, top: float) -> None:
        tokens = current_tokens()
        is_one = self._likely_on == self._safe_on
        safe = self.tr("likely and safe") if is_one else self.tr("safe")
        marks = [
            (None if is_one else self._likely_on, self.tr("likely"), "hollow", QColor(tokens.text)),
            (self._safe_on, safe, "filled", QColor(tokens.text)),
            (self._by, self.tr("asked"), "line", QColor(tokens.accent)),
        ]
        days = [day.day for day in self._days]
        ends = [0.0, 0.0]
        for on, word, form, colour in sorted(marks, key=lambda mark: mark[0] or date.max):
            if on is None or on not in days:
                continue
            x = (days.index(on) + 0.5) * width
            row = 0 if form == "line" else 1
            others = [
                (days.index(other) + 0.5) * width for other, *_ in marks if other in days and other != on
            ]
            is_crowded = on in (self._likely_on, self._safe_on) or any(abs(x - o) < 3 * line for o in others)
            self._paint_mark(painter, form, colour, x, top if form != "line" or is_crowded else line)
            wide = painter.fontMetrics().horizontalAdvance(word)
            at = min(max(x - wide / 2, ends[row], 0.0), self.width() - wide)
            ends[row] = at + wide + 6
            painter.setPen(colour)
            painter.drawText(QPointF(at, row * line + painter.fontMetrics().ascent()), word)

    def _paint_mark(self, painter: QPainter, form: str, colour: QColor, x: float, top: float) -> None:
        tokens = current_tokens()
        if form == "line":
            painter.setPen(QPen(colour, 2, Qt.PenStyle.DashLine))
            bottom = self.height() - painter.fontMetrics().height() - 6
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))
            return
        middle = top - _MARK - 1
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(colour if form == "filled" else QColor(tokens.surface))
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(x, middle - _MARK),
                    QPointF(x + _MARK, middle),
                    QPointF(x, middle + _MARK),
                    QPointF(x - _MARK, middle),
                ]
            )
        )
