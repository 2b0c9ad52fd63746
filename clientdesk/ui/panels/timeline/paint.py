"""How the timeline looks. Dates are told apart by form first: expected hollow and dashed, planned solid, likely a
hollow square, actual round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from clientdesk.models.views.timeline import MilestoneView
from clientdesk.ui.dates import day_text
from clientdesk.ui.panels.timeline.rows import BarItem, MarkItem
from clientdesk.ui.panels.timeline.words import lane_texts
from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import Tokens, client_colour
from clientdesk.ui.widgets.canvas import ItemState

if TYPE_CHECKING:
    from clientdesk.ui.panels.timeline.canvas import TimelineCanvas

_DIAMOND = 6.5
_DOT = 5.0
_SQUARE = 4.5
_BAR = 7
_LABEL_FROM = 40


def paint_lines(painter: QPainter, rect: QRect, canvas: TimelineCanvas) -> None:
    """A ground for each client's line, a hairline below each client."""
    tokens = current_tokens()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for number in canvas.lines_in(rect.top(), rect.bottom()):
        line = canvas.lines[number]
        place = canvas.line_rect(number)
        place.setLeft(rect.left())
        place.setRight(rect.right())
        if line.mark is None:
            painter.fillRect(place, QColor(tokens.window))
        if line.is_last:
            painter.setPen(QColor(tokens.line))
            painter.drawLine(rect.left(), place.bottom(), rect.right(), place.bottom())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def paint_grid(painter: QPainter, rect: QRect, canvas: TimelineCanvas) -> None:
    """Verticals at months; at weeks, and weekends shaded, where there is room."""
    tokens = current_tokens()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    first, last = canvas.day_at(rect.left()), canvas.day_at(rect.right())
    faint = QColor(tokens.tint(tokens.line, 0.5))
    day = first - timedelta(days=first.weekday())
    while canvas.day_px >= 5 and day <= last:
        x = round(canvas.x_of(day))
        if canvas.day_px >= 14:
            weekend = QRect(
                round(canvas.x_of(day + timedelta(days=5))),
                rect.top(),
                round(2 * canvas.day_px),
                rect.height(),
            )
            painter.fillRect(weekend, QColor(tokens.tint(tokens.line, 0.25)))
        painter.setPen(faint)
        painter.drawLine(x, rect.top(), x, rect.bottom())
        day += timedelta(days=7)
    painter.setPen(QColor(tokens.line))
    for month in months_between(first, last):
        x = round(canvas.x_of(month))
        painter.drawLine(x, rect.top(), x, rect.bottom())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def months_between(first: date, last: date) -> list[date]:
    """First days of months from the one `first` lies in to `last`."""
    found, month = [], first.replace(day=1)
    while month <= last:
        found.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def paint_today(painter: QPainter, rect: QRect, x: float) -> None:
    """The line of today."""
    if rect.left() - 4 <= x <= rect.right() + 4:
        painter.setPen(QPen(QColor(current_tokens().accent), 2))
        painter.drawLine(QLineF(x, rect.top(), x, rect.bottom() + 1))


def paint_bar(painter: QPainter, rect: QRect, item: BarItem, state: ItemState, shown_from: int) -> None:
    """An engagement: a bar in the client's colour, its title where there is room."""
    tokens = current_tokens()
    own = client_colour(item.lane.client_colour, dark=tokens.dark)
    box = QRectF(rect)
    share = 0.30 if state.is_hovered or state.is_selected else 0.20
    painter.setPen(
        QPen(QColor(tokens.tint(own, 0.85 if state.is_selected else 0.5)), 1.5 if state.is_selected else 1)
    )
    painter.setBrush(QColor(tokens.tint(own, share, tokens.window)))
    radius = min(box.height() / 2, 4)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    _paint_bar_title(painter, rect, item, shown_from, tokens)


def _paint_bar_title(painter: QPainter, rect: QRect, item: BarItem, shown_from: int, tokens: Tokens) -> None:
    font = role_font("caption")
    metrics = QFontMetrics(font)
    left = max(rect.left(), shown_from) + 8
    room = rect.right() - 6 - left
    if room < _LABEL_FROM or rect.height() < metrics.height() - 1:
        return
    painter.setFont(font)
    painter.setPen(QColor(tokens.text))
    words = metrics.elidedText(item.span.title, Qt.TextElideMode.ElideRight, room)
    place = QRect(left, rect.top(), room, rect.height())
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def paint_mark(
    painter: QPainter, rect: QRect, item: MarkItem, state: ItemState, canvas: TimelineCanvas
) -> None:
    """One milestone: planned bar, expected, planned and actual marks, and the gap between them."""
    tokens = current_tokens()
    own = client_colour(item.lane.client_colour, dark=tokens.dark)
    mark, y = item.mark, rect.center().y() + 0.5
    if state.is_selected:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.selection))
        painter.drawRoundedRect(QRectF(rect), 4, 4)
    if item.from_on is None and mark.actual_on is not None:
        draw_dot(painter, QPointF(canvas.mid_of(mark.actual_on), y), own, tokens.window)
        return
    _paint_way(painter, item, y, own, tokens, canvas)
    _paint_gap(painter, mark, y, tokens, canvas)
    _paint_dates(painter, mark, y, own, tokens, canvas)


def _paint_way(
    painter: QPainter, item: MarkItem, y: float, own: str, tokens: Tokens, canvas: TimelineCanvas
) -> None:
    """The way to the planned date: dark up to today, then pale; thin below when done; dashed without a plan."""
    mark = item.mark
    reached = mark.actual_on or mark.planned_on or mark.expected_on
    if item.from_on is None or reached is None:
        return
    left, right = canvas.mid_of(item.from_on), canvas.mid_of(reached)
    if mark.actual_on is None and mark.planned_on is None:
        pen = QPen(QColor(tokens.tint(own, 0.6)), 1.6)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawLine(QLineF(left, y, right, y))
        return
    painter.setPen(Qt.PenStyle.NoPen)
    if item.mark.is_done:
        painter.setBrush(QColor(tokens.tint(own, 0.75)))
        painter.drawRoundedRect(QRectF(left, y + _DOT + 1, right - left, 3), 1.5, 1.5)
        return
    now = min(max(canvas.mid_of(canvas.items.today), left), right)
    painter.setBrush(QColor(tokens.tint(own, 0.50)))
    painter.drawRoundedRect(QRectF(left, y - _BAR / 2, now - left, _BAR), 2, 2)
    painter.setBrush(QColor(tokens.tint(own, 0.20)))
    painter.drawRoundedRect(QRectF(now, y - _BAR / 2, right - now, _BAR), 2, 2)


def _paint_gap(
    painter: QPainter, mark: MilestoneView, y: float, tokens: Tokens, canvas: TimelineCanvas
) -> None:
    """A dashed arrow from what they expect to what will be, with its days."""
    reached = mark.reached_on
    words = lane_texts(mark, canvas.items.today, says_likely=canvas.shows_likely)
    if mark.expected_on is None or not mark.gap_days or reached is None:
        if mark.expected_on is not None and (mark.is_at_risk or (mark.has_work and not mark.is_known)):
            colour = tokens.at_risk if mark.is_at_risk else tokens.secondary
            at = canvas.mid_of(_last_shown(mark, canvas)) + 12
            _paint_gap_words(painter, QPointF(at, y), words, colour, canvas)
        return
    start, end = canvas.mid_of(mark.expected_on), canvas.mid_of(reached)
    colour = gap_colour(mark, tokens)
    way = 1 if end > start else -1
    edge = _DOT if mark.is_done else _SQUARE if reached != mark.planned_on else _DIAMOND
    head = end - way * (edge + 1)
    if abs(end - start) > 2 * _DIAMOND + 4:
        pen = QPen(QColor(colour), 1.6)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawLine(QLineF(start + way * _DIAMOND, y, head - way * 4, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawPolygon(
            QPolygonF([QPointF(head, y), QPointF(head - way * 6, y - 4), QPointF(head - way * 6, y + 4)])
        )
    at = max(start, end, canvas.mid_of(_last_shown(mark, canvas))) + 12
    agreed = canvas.mid_of(mark.agreed_on) if mark.agreed_on is not None else at
    if at - 6 < agreed < at + painter.fontMetrics().horizontalAdvance(words[0]) + 8:
        at = agreed + 10
    _paint_gap_words(painter, QPointF(at, y), words, colour, canvas)


def _paint_gap_words(
    painter: QPainter, at: QPointF, words: Sequence[str], colour: str, canvas: TimelineCanvas
) -> None:
    """The longest of some words that finds room before the edge."""
    font = role_font("caption")
    metrics = QFontMetrics(font)
    room = canvas.horizontalOffset() + canvas.viewport().width() - at.x() - 4
    shown = next((one for one in words if metrics.horizontalAdvance(one) <= room), words[-1])
    painter.setFont(font)
    painter.setPen(QColor(colour))
    height, width = metrics.height(), metrics.horizontalAdvance(shown) + 2
    painter.drawText(
        QRectF(at.x(), at.y() - height / 2, width, height),
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
        shown,
    )


def gap_colour(mark: MilestoneView, tokens: Tokens) -> str:
    """Late is at risk, early is steady, done is past."""
    if mark.is_done:
        return tokens.resting
    if mark.is_at_risk or (mark.gap_days or 0) > 0:
        return tokens.at_risk
    return tokens.steady if mark.is_known else tokens.secondary


def _last_shown(mark: MilestoneView, canvas: TimelineCanvas) -> date:
    """The last of its dates that are drawn beside the words; the sheet of what was agreed stands apart."""
    likely = mark.likely_on if canvas.shows_likely else None
    days = (mark.expected_on, mark.planned_on, likely, mark.actual_on)
    return max((day for day in days if day is not None), default=canvas.items.today)


def _solid(mark: MilestoneView) -> tuple[date | None, ...]:
    """Days on which another mark says it already."""
    return (mark.expected_on, mark.planned_on)


def _paint_dates(
    painter: QPainter, mark: MilestoneView, y: float, own: str, tokens: Tokens, canvas: TimelineCanvas
) -> None:
    ground = tokens.surface
    if mark.agreed_on is not None and mark.agreed_on != mark.expected_on:
        draw_agreed(painter, QPointF(canvas.mid_of(mark.agreed_on), y), tokens.secondary, ground)
    if mark.likely_on is not None and canvas.shows_likely and mark.likely_on not in _solid(mark):
        late = mark.expected_on is not None and mark.likely_on > mark.expected_on
        colour = tokens.at_risk if late else tokens.secondary
        draw_likely(painter, QPointF(canvas.mid_of(mark.likely_on), y), colour, ground)
    if mark.all_agree and not mark.is_done and mark.expected_on is not None:
        draw_agreeing(painter, QPointF(canvas.mid_of(mark.expected_on), y), own, tokens.text, ground)
        return
    if mark.expected_on is not None:
        reach = _DIAMOND + 3 if mark.is_done and mark.expected_on == mark.actual_on else _DIAMOND
        draw_expected(painter, QPointF(canvas.mid_of(mark.expected_on), y), tokens.text, ground, reach)
    if mark.planned_on is not None and not mark.is_done:
        draw_planned(painter, QPointF(canvas.mid_of(mark.planned_on), y), own)
    if mark.actual_on is not None:
        draw_dot(painter, QPointF(canvas.mid_of(mark.actual_on), y), own, ground)


def _diamond(centre: QPointF, reach: float) -> QPolygonF:
    x, y = centre.x(), centre.y()
    return QPolygonF(
        [QPointF(x, y - reach), QPointF(x + reach, y), QPointF(x, y + reach), QPointF(x - reach, y)]
    )


def draw_expected(
    painter: QPainter, centre: QPointF, colour: str, ground: str, reach: float = _DIAMOND
) -> None:
    """What the client believes: a hollow diamond."""
    painter.setPen(QPen(QColor(colour), 1.6))
    painter.setBrush(QColor(ground))
    painter.drawPolygon(_diamond(centre, reach))


def draw_planned(painter: QPainter, centre: QPointF, colour: str) -> None:
    """My schedule: a filled diamond."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawPolygon(_diamond(centre, _DIAMOND + 0.5))


def draw_likely(painter: QPainter, centre: QPointF, colour: str, ground: str) -> None:
    """By the work left and the hours free: a hollow square."""
    painter.setPen(QPen(QColor(colour), 1.8))
    painter.setBrush(QColor(ground))
    painter.drawRect(QRectF(centre.x() - _SQUARE, centre.y() - _SQUARE, 2 * _SQUARE, 2 * _SQUARE))


def draw_agreeing(painter: QPainter, centre: QPointF, colour: str, edge: str, ground: str) -> None:
    """Expected and planned are one: a filled diamond within a hollow one."""
    draw_expected(painter, centre, edge, ground)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawPolygon(_diamond(centre, 3.6))


def draw_dot(painter: QPainter, centre: QPointF, colour: str, ground: str) -> None:
    """What happened: a round dot."""
    painter.setPen(QPen(QColor(ground), 1.5))
    painter.setBrush(QColor(colour))
    painter.drawEllipse(centre, _DOT, _DOT)


def draw_agreed(painter: QPainter, centre: QPointF, colour: str, ground: str) -> None:
    """On the signed paper: a small sheet with its corner folded."""
    painter.setPen(QPen(QColor(colour), 1.3))
    painter.setBrush(QColor(ground))
    x, y = centre.x(), centre.y()
    sheet = ((-4, -5.5), (1, -5.5), (4, -2.5), (4, 5.5), (-4, 5.5))
    painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in sheet]))
    fold = ((1, -5.5), (1, -2.5), (4, -2.5))
    painter.drawPolyline([QPointF(x + dx, y + dy) for dx, dy in fold])


def paint_edges(
    painter: QPainter, area: QRect, canvas: TimelineCanvas, off: list[tuple[int, int, date]]
) -> list[tuple[QRect, int]]:
    """An arrow with its date for each milestone outside; returns where each can be clicked."""
    tokens = current_tokens()
    font = role_font("caption")
    metrics = QFontMetrics(font)
    painter.setFont(font)
    found = []
    for row, side, day in off:
        item = canvas.items.items[row]
        line = canvas.line_rect(item.line)
        words = day_text(day, canvas.items.today)
        words = f"‹ {words}" if side < 0 else f"{words} ›"
        width = metrics.horizontalAdvance(words) + 14
        left = area.left() + 4 if side < 0 else area.right() - width - 4
        box = QRect(left, line.center().y() - 11, width, 24)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 2.5, -0.5, -2.5), 9, 9)
        at_risk = isinstance(item, MarkItem) and item.mark.is_at_risk
        painter.setPen(QColor(tokens.at_risk if at_risk else tokens.secondary))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        found.append((box, row))
    return found
