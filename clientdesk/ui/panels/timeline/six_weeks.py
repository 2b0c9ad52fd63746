"""Six weeks ahead: at the timeline's foot, for each week what can be booked beside what is needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from clientdesk.models.views.forecast import WeekAheadView
from clientdesk.ui.panels.timeline.words import (
    room_words,
    week_day,
    week_details,
    week_name,
    week_status,
)
from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3, Status, Tokens
from clientdesk.ui.widgets.labels import as_tooltip, label
from clientdesk.ui.widgets.painting import paint_status

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_BAR = 6
_SHAPE = 11


class WeekCell(QAbstractButton):
    """One week: its Monday, a bar of what is needed within what can be booked, and what is short or free."""

    def __init__(self, week: WeekAheadView, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.week = week
        self._number = number
        self.setObjectName(f"week_ahead_{number}")
        self.setAccessibleName(week_name(week, number))
        self.setAccessibleDescription(week_details(week))
        self.setToolTip(as_tooltip(f"{week_name(week, number)}\n{week_details(week)}"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        caption, body = QFontMetrics(role_font("caption")), QFontMetrics(role_font("body"))
        return QSize(104, caption.height() + body.height() + _BAR + 16)

    def minimumSizeHint(self) -> QSize:
        return QSize(64, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the week as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = current_tokens()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(box, 4, 4)
        self._paint_words(painter, tokens)
        self._paint_bar(painter, tokens)
        painter.end()

    def _paint_words(self, painter: QPainter, tokens: Tokens) -> None:
        caption, strong = role_font("caption"), role_font("strong")
        small, large = QFontMetrics(caption), QFontMetrics(strong)
        room = QRectF(SPACE_2, SPACE_1, self.width() - 2 * SPACE_2, small.height())
        painter.setFont(caption)
        painter.setPen(QColor(tokens.secondary))
        words = week_day(self.week, self._number)
        painter.drawText(
            room, _LEFT, small.elidedText(words, Qt.TextElideMode.ElideRight, round(room.width()))
        )
        status = week_status(self.week)
        top = room.bottom() + 1
        paint_status(
            painter, QRectF(SPACE_2, top + (large.height() - _SHAPE) / 2 + 0.5, _SHAPE, _SHAPE), status
        )
        is_short = status is Status.AT_RISK
        painter.setFont(strong if is_short else role_font("body"))
        painter.setPen(QColor(tokens.at_risk if is_short else tokens.text))
        line = QRectF(SPACE_2 + _SHAPE + 5, top, self.width() - 2 * SPACE_2 - _SHAPE - 5, large.height())
        words = room_words(self.week)
        painter.drawText(
            line, _LEFT, large.elidedText(words, Qt.TextElideMode.ElideRight, round(line.width()))
        )

    def _paint_bar(self, painter: QPainter, tokens: Tokens) -> None:
        """What is needed, within what can be booked; what is too much stands past a mark, striped."""
        week = self.week
        whole = max(week.bookable_minutes, week.needed_minutes, 1)
        track = QRectF(SPACE_2, self.height() - _BAR - 5, self.width() - 2 * SPACE_2, _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.sunken))
        painter.drawRoundedRect(track, 3, 3)
        within = track.width() * min(week.needed_minutes, week.bookable_minutes) / whole
        painter.setBrush(QColor(tokens.tint(tokens.accent, 0.75)))
        painter.drawRoundedRect(QRectF(track.left(), track.top(), within, _BAR), 3, 3)
        if not week.short_minutes:
            return
        edge = track.left() + within
        over = QRectF(edge, track.top(), track.right() - edge, _BAR)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.save()
        painter.setClipRect(over)
        painter.fillRect(over, QColor(tokens.tint(tokens.at_risk, 0.25)))
        painter.setPen(QPen(QColor(tokens.at_risk), 1.4))
        x = edge - _BAR
        while x < track.right():
            painter.drawLine(QPointF(x, track.bottom()), QPointF(x + _BAR, track.top()))
            x += 5
        painter.restore()
        painter.setPen(QPen(QColor(tokens.text), 2))
        painter.drawLine(QPointF(edge, track.top() - 2), QPointF(edge, track.bottom() + 2))


class SixWeeks(QWidget):
    """The row of weeks.

    Signals:
        week_clicked: the Monday of a week.
    """

    week_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("six_weeks")
        self.setAccessibleName(self.tr("Six weeks ahead"))
        self._shown: tuple[WeekAheadView, ...] = ()
        self.cells: list[WeekCell] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(SPACE_3, 2, SPACE_2, 2)
        self._row.setSpacing(SPACE_1)
        self._title = label(self.tr("Six weeks ahead"), "strong")
        self._row.addWidget(self._title)

    def set_margin(self, width: int) -> None:
        """Let the weeks begin where the lanes do."""
        self._title.setFixedWidth(max(width - SPACE_3 - SPACE_1, 0))

    def show_weeks(self, weeks: Sequence[WeekAheadView]) -> None:
        """Show these weeks; what is shown already stays, and with it the focus."""
        if tuple(weeks) == self._shown:
            return
        focused = next((number for number, cell in enumerate(self.cells) if cell.hasFocus()), -1)
        for cell in self.cells:
            self._row.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._shown = tuple(weeks)
        self.cells = [WeekCell(week, number) for number, week in enumerate(weeks)]
        for cell in self.cells:
            self._row.addWidget(cell, 1)
            cell.clicked.connect(partial(self._on_clicked, cell))
        if 0 <= focused < len(self.cells):
            self.cells[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        painter = QPainter(self)
        painter.setPen(QColor(current_tokens().line))
        painter.drawLine(0, 0, self.width(), 0)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def _on_clicked(self, cell: WeekCell) -> None:
        self.week_clicked.emit(cell.week.starts_on)
