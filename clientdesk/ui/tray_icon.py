"""The tray icon's pictures: a speech bubble, with a dot, a bar or a small clock."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

ICON_SIZES = (16, 20, 22, 24, 32, 44, 48, 64)


class TrayLook(StrEnum):
    """What the icon shows."""

    PLAIN = "plain"
    DUE = "due"
    PAUSED = "paused"


def draw_icon(look: TrayLook, is_timing: bool = False) -> QIcon:
    """The tray icon at every size that panels ask for, each drawn on whole pixels.

    Args:
        is_timing: with a small clock while the timer runs.
    """
    icon = QIcon()
    for size in ICON_SIZES:
        icon.addPixmap(_draw(look, size, is_timing=is_timing))
    return icon


def _draw(look: TrayLook, size: int, *, is_timing: bool) -> QPixmap:
    """A speech bubble over a desk line: light mark on the accent, readable on any panel."""
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    unit = size / 16
    accent = QColor("#66707A" if look is TrayLook.PAUSED else "#00687A")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(accent)
    painter.drawRoundedRect(QRectF(0, 0, size, size), 3.5 * unit, 3.5 * unit)
    bubble = QPainterPath()
    bubble.addRoundedRect(QRectF(3 * unit, 3 * unit, 10 * unit, 7 * unit), 2 * unit, 2 * unit)
    tail = QPainterPath(QPointF(5 * unit, 9.5 * unit))
    tail.lineTo(5 * unit, 13 * unit)
    tail.lineTo(9 * unit, 9.5 * unit)
    painter.setBrush(QColor("#FFFFFF"))
    painter.drawPath(bubble.united(tail))
    if look is TrayLook.DUE:
        _draw_dot(painter, unit)
    elif look is TrayLook.PAUSED:
        _draw_cross(painter, unit)
    if is_timing:
        _draw_clock(painter, unit)
    painter.end()
    return pixmap


def _draw_dot(painter: QPainter, unit: float) -> None:
    centre = QPointF(12 * unit, 4 * unit)
    painter.setBrush(QColor("#FFFFFF"))
    painter.drawEllipse(centre, 4 * unit, 4 * unit)
    painter.setBrush(QColor("#B4530A"))
    painter.drawEllipse(centre, 3.2 * unit, 3.2 * unit)


def _draw_clock(painter: QPainter, unit: float) -> None:
    """A white disc with two hands, away from the corner of the dot."""
    centre = QPointF(11.6 * unit, 11.6 * unit)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#1C2128"))
    painter.drawEllipse(centre, 4.4 * unit, 4.4 * unit)
    painter.setBrush(QColor("#FFFFFF"))
    painter.drawEllipse(centre, 3.5 * unit, 3.5 * unit)
    pen = QPen(QColor("#1C2128"), 1.2 * unit)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLine(centre, centre + QPointF(0, -2.1 * unit))
    painter.drawLine(centre, centre + QPointF(1.6 * unit, 0))


def _draw_cross(painter: QPainter, unit: float) -> None:
    """A bar through the mark, with a gap beside it so that it stays a bar at 16 pixels."""
    start, end = QPointF(2.5 * unit, 13.5 * unit), QPointF(13.5 * unit, 2.5 * unit)
    for colour, width in (("#66707A", 4.4), ("#FFFFFF", 1.8)):
        pen = QPen(QColor(colour), width * unit)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(start, end)
