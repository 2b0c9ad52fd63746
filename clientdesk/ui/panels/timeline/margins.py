"""What stands around the timeline's canvas and scrolls with it: dates above, names at the left, gaps at the right."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QLocale, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from clientdesk.ui.dates import to_qdate
from clientdesk.ui.panels.timeline.canvas import TimelineCanvas
from clientdesk.ui.panels.timeline.paint import gap_colour, months_between
from clientdesk.ui.panels.timeline.rows import Line
from clientdesk.ui.panels.timeline.words import gap_text, lane_gap_text
from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import Status, Tokens, monogram
from clientdesk.ui.widgets.labels import as_tooltip
from clientdesk.ui.widgets.painting import paint_monogram, paint_status

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_SHAPE = 11


class TimeScale(QWidget):
    """Months or years above, days, weeks or months below; today marked."""

    def __init__(self, canvas: TimelineCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setAccessibleName(self.tr("Dates"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        painter = QPainter(self)
        tokens = current_tokens()
        painter.fillRect(self.rect(), QColor(tokens.surface))
        if self._canvas.view is not None:
            shift = self._canvas.horizontalOffset()
            first, last = self._canvas.day_at(shift), self._canvas.day_at(shift + self.width())
            half = self.height() // 2
            if self._canvas.day_px >= 5:
                self._paint_months(painter, QRect(0, 0, self.width(), half), first, last, shift, tokens)
                self._paint_days(painter, QRect(0, half, self.width(), half), first, last, shift, tokens)
            else:
                self._paint_years(painter, QRect(0, 0, self.width(), half), first, last, shift, tokens)
                self._paint_short_months(
                    painter, QRect(0, half, self.width(), half), first, last, shift, tokens
                )
            self._paint_today(painter, QRect(0, half, self.width(), half), shift, tokens)
        painter.setPen(QColor(tokens.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    def _paint_months(
        self, painter: QPainter, room: QRect, first: date, last: date, shift: int, tokens: Tokens
    ) -> None:
        painter.setFont(role_font("strong"))
        for month in months_between(first, last):
            following = (month + timedelta(days=32)).replace(day=1)
            words = QLocale().toString(to_qdate(month), "MMMM yyyy")
            self._stick(painter, room, month, following, words, shift, tokens.text)

    def _paint_years(
        self, painter: QPainter, room: QRect, first: date, last: date, shift: int, tokens: Tokens
    ) -> None:
        painter.setFont(role_font("strong"))
        for year in range(first.year, last.year + 1):
            self._stick(painter, room, date(year, 1, 1), date(year + 1, 1, 1), str(year), shift, tokens.text)

    def _paint_short_months(
        self, painter: QPainter, room: QRect, first: date, last: date, shift: int, tokens: Tokens
    ) -> None:
        painter.setFont(role_font("caption"))
        for month in months_between(first, last):
            following = (month + timedelta(days=32)).replace(day=1)
            words = QLocale().toString(to_qdate(month), "MMM")
            self._stick(painter, room, month, following, words, shift, tokens.secondary, sticks=False)

    def _paint_days(
        self, painter: QPainter, room: QRect, first: date, last: date, shift: int, tokens: Tokens
    ) -> None:
        painter.setFont(role_font("caption"))
        painter.setPen(QColor(tokens.secondary))
        px = self._canvas.day_px
        is_daily = px >= 24
        day = first if is_daily else first - timedelta(days=first.weekday())
        while day <= last:
            x = round(self._canvas.x_of(day)) - shift
            if is_daily:
                box = QRect(x, room.top(), round(px), room.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(day.day))
            else:
                words = str(day.day) if px < 14 else QLocale().toString(to_qdate(day), "ddd d")
                painter.drawText(QRect(x + 4, room.top(), round(7 * px), room.height()), _LEFT, words)
            day += timedelta(days=1 if is_daily else 7)

    def _stick(
        self,
        painter: QPainter,
        room: QRect,
        since: date,
        until: date,
        words: str,
        shift: int,
        colour: str,
        *,
        sticks: bool = True,
    ) -> None:
        """Words over a stretch, kept in sight while any of it is."""
        left, right = round(self._canvas.x_of(since)) - shift, round(self._canvas.x_of(until)) - shift
        painter.setPen(QColor(current_tokens().line))
        painter.drawLine(left, room.top() + 4, left, room.bottom())
        needed = painter.fontMetrics().horizontalAdvance(words)
        x = min(max(left + 6, 6), right - needed - 6) if sticks else left + 6
        if x < left or x + needed > right + (0 if sticks else 8):
            return
        painter.setPen(QColor(colour))
        painter.drawText(QRect(x, room.top(), needed + 2, room.height()), _LEFT, words)

    def _paint_today(self, painter: QPainter, room: QRect, shift: int, tokens: Tokens) -> None:
        view = self._canvas.view
        if view is None:
            return
        x = self._canvas.mid_of(view.today) - shift
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(role_font("caption"))
        words = (
            self.tr("Today {day}").format(day=view.today.day)
            if self._canvas.day_px < 24
            else str(view.today.day)
        )
        width = QFontMetrics(painter.font()).horizontalAdvance(words) + 12
        box = QRectF(x - width / 2, room.top() + 1, width, room.height() - 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(QColor(tokens.on_accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


class _Margin(QWidget):
    """A column whose lines stand beside those of the canvas."""

    def __init__(self, canvas: TimelineCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setMouseTracking(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = current_tokens()
        painter.fillRect(self.rect(), QColor(tokens.surface))
        shift = self._canvas.verticalOffset()
        if self._canvas.view is not None:
            for number in self._canvas.lines_in(shift + event.rect().top(), shift + event.rect().bottom()):
                line = self._canvas.lines[number]
                place = self._canvas.line_rect(number)
                box = QRect(0, place.top() - shift, self.width(), place.height())
                if line.mark is None:
                    painter.fillRect(box, QColor(tokens.window))
                self._paint_line(painter, box, line, tokens)
                if line.is_last:
                    painter.setPen(QColor(tokens.line))
                    painter.drawLine(0, box.bottom(), self.width(), box.bottom())
        self._paint_frame(painter, tokens)
        painter.end()

    def _paint_line(self, painter: QPainter, box: QRect, line: Line, tokens: Tokens) -> None:
        raise NotImplementedError

    def _paint_frame(self, painter: QPainter, tokens: Tokens) -> None:
        raise NotImplementedError

    def line_at(self, y: int) -> Line | None:
        """The line at a height of this widget."""
        if self._canvas.view is None or not self._canvas.lines:
            return None
        at = y + self._canvas.verticalOffset()
        numbers = self._canvas.lines_in(at, at)
        return self._canvas.lines[numbers[0]] if len(numbers) else None


class LaneNames(_Margin):
    """Clients and their milestones by name.

    Signals:
        client_clicked: client id.
        milestone_clicked: milestone id.
    """

    client_clicked = Signal(str)
    milestone_clicked = Signal(str)

    def __init__(self, canvas: TimelineCanvas) -> None:
        super().__init__(canvas)
        self._hovered = -1
        self.setAccessibleName(self.tr("Clients and milestones"))

    def _paint_line(self, painter: QPainter, box: QRect, line: Line, tokens: Tokens) -> None:
        if line.number == self._hovered:
            painter.fillRect(box, QColor(tokens.hover))
        if line.mark is None:
            mono = QRect(10, box.center().y() - 9, 26, 20)
            paint_monogram(painter, mono, monogram(line.lane.client_name), line.lane.client_colour)
            self._words(painter, box.adjusted(44, 0, -8, 0), line.lane.client_name, "strong", tokens.text)
            return
        colour = tokens.secondary if line.mark.is_done else tokens.text
        self._words(painter, box.adjusted(44, 0, -8, 0), line.mark.title, "body", colour)

    def _words(self, painter: QPainter, box: QRect, words: str, role: str, colour: str) -> None:
        font = role_font(role)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, _LEFT, shown)

    def _paint_frame(self, painter: QPainter, tokens: Tokens) -> None:
        painter.setPen(QColor(tokens.line))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        line = self.line_at(round(event.position().y()))
        self._set_hovered(line.number if line else -1)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._set_hovered(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        line = self.line_at(round(event.position().y()))
        if line is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if line.mark is None:
            self.client_clicked.emit(line.lane.client_id)
        else:
            self.milestone_clicked.emit(line.mark.milestone_id)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            line = self.line_at(event.pos().y())
            words = (line.mark.title if line.mark else line.lane.client_name) if line else ""
            QToolTip.showText(event.globalPos(), as_tooltip(words), self)
            return True
        return super().event(event)

    def _set_hovered(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            self.setCursor(Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()


class GapColumn(_Margin):
    """The gap in days of each line, with the shape of its state."""

    def __init__(self, canvas: TimelineCanvas) -> None:
        super().__init__(canvas)
        self.setAccessibleName(self.tr("Gap"))

    def _paint_line(self, painter: QPainter, box: QRect, line: Line, tokens: Tokens) -> None:
        if line.mark is None:
            late = (line.lane.gap_days or 0) > 0 or line.lane.at_risk > 0
            status = Status.AT_RISK if late else Status.STEADY
            colour, words, role = tokens.status(status), lane_gap_text(line.lane), "strong"
            has_shape = late or (bool(line.lane.gap_days) and not line.lane.cant_tell)
        else:
            late = line.mark.is_at_risk or ((line.mark.gap_days or 0) > 0 and not line.mark.is_done)
            status = Status.AT_RISK if late else Status.STEADY
            colour, words, role = gap_colour(line.mark, tokens), gap_text(line.mark), "body"
            has_shape = late or (bool(line.mark.gap_days) and not line.mark.is_done and line.mark.is_known)
        if not words:
            return
        if not has_shape:
            colour = tokens.secondary
        elif late or line.mark is not None or line.lane.gap_days:
            paint_status(painter, QRectF(10, box.center().y() - _SHAPE / 2 + 0.5, _SHAPE, _SHAPE), status)
        font = role_font(role)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        room = box.adjusted(26, 0, -4, 0)
        painter.drawText(
            room, _LEFT, QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        )

    def _paint_frame(self, painter: QPainter, tokens: Tokens) -> None:
        painter.setPen(QColor(tokens.line))
        painter.drawLine(0, 0, 0, self.height())


class Corner(QWidget):
    """The head of a margin column."""

    def __init__(self, words: str, canvas: TimelineCanvas) -> None:
        super().__init__(canvas)
        self._words = words
        self.setAccessibleName(words)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        painter = QPainter(self)
        tokens = current_tokens()
        painter.fillRect(self.rect(), QColor(tokens.surface))
        painter.setFont(role_font("caption"))
        painter.setPen(QColor(tokens.secondary))
        half = self.height() // 2
        painter.drawText(QRect(12, half, self.width() - 16, half), _LEFT, self._words)
        painter.setPen(QColor(tokens.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()
