"""What is drawn by hand in more than one place: status shapes, client bands and monograms."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import Status, client_colour


def paint_status(painter: QPainter, rect: QRectF, status: Status | str) -> None:
    """The shape of a status, centred in `rect`: disc, triangle, diamond or ring, in its colour."""
    status = Status(status)
    colour = QColor(current_tokens().status(status))
    side = min(rect.width(), rect.height())
    centre = rect.center()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if status is Status.STEADY:
        painter.drawEllipse(centre, side * 0.38, side * 0.38)
    elif status is Status.RESTING:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, max(side * 0.14, 1.5)))
        painter.drawEllipse(centre, side * 0.33, side * 0.33)
    else:
        painter.drawPolygon(_shape(status, centre, side * 0.48))
    painter.restore()


def _shape(status: Status, centre: QPointF, reach: float) -> QPolygonF:
    x, y = centre.x(), centre.y()
    if status is Status.WATCH:
        corners = [(x, y - reach * 0.85), (x + reach, y + reach * 0.8), (x - reach, y + reach * 0.8)]
    else:
        corners = [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]
    return QPolygonF([QPointF(*corner) for corner in corners])


def paint_monogram(painter: QPainter, rect: QRect, text: str, colour_index: int) -> None:
    """A client's two letters on its colour."""
    tokens = current_tokens()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(client_colour(colour_index, dark=tokens.dark)))
    painter.drawRoundedRect(rect, 4, 4)
    font = role_font("caption")
    font.setPixelSize(max(9, min(font.pixelSize(), round(rect.height() * 0.5))))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(tokens.on_client))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def paint_band(painter: QPainter, rect: QRect, colour_index: int) -> None:
    """The narrow band in a client's colour at the left of `rect`."""
    tokens = current_tokens()
    band = QRectF(rect.left(), rect.top() + 4, 4, rect.height() - 8)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(client_colour(colour_index, dark=tokens.dark)))
    painter.drawRoundedRect(band, 2, 2)
    painter.restore()


def paint_chip(
    painter: QPainter, rect: QRect, text: str, *, fill: str | None = None, colour: str | None = None
) -> int:
    """A rounded chip with words at the left of `rect`; gives the width it took."""
    tokens = current_tokens()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(role_font("caption"))
    metrics = painter.fontMetrics()
    width = min(metrics.horizontalAdvance(text) + 14, rect.width())
    height = metrics.height() + 4
    chip = QRect(rect.left(), rect.top() + (rect.height() - height) // 2, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill or tokens.sunken))
    painter.drawRoundedRect(chip, 4, 4)
    painter.setPen(QColor(colour or tokens.secondary))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - 10)
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()
    return width
