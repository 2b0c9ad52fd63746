"""What the forms on the timeline mean, drawn with the same strokes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from clientdesk.ui.panels.timeline import paint
from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import SPACE_3, Tokens

Draw = Callable[[QPainter, QPointF, Tokens], None]

_SAMPLE = 30


class LegendEntry(QWidget):
    """One form and its word."""

    def __init__(self, words: str, draw: Draw, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._draw = words, draw
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(role_font("caption"))
        return QSize(_SAMPLE + 6 + metrics.horizontalAdvance(self._words) + 2, metrics.height() + 8)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = current_tokens()
        painter.save()
        self._draw(painter, QPointF(_SAMPLE / 2, self.height() / 2), tokens)
        painter.restore()
        painter.setFont(role_font("caption"))
        painter.setPen(QColor(tokens.secondary))
        room = QRectF(_SAMPLE + 6, 0, self.width() - _SAMPLE - 6, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._words)
        painter.end()


class Legend(QWidget):
    """All forms in a row; those that find no room are left out at the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What the forms mean"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(SPACE_3, 2, SPACE_3, 2)
        self._row.setSpacing(SPACE_3)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for words, draw in (
            (self.tr("expected by the client"), _expected),
            (self.tr("planned"), _planned),
            (self.tr("likely"), _likely),
            (self.tr("done"), _done),
            (self.tr("all agree"), _agreeing),
            (self.tr("gap"), _gap),
            (self.tr("agreed on paper"), _agreed),
        ):
            entry = LegendEntry(words, draw)
            self._row.addWidget(entry)
            if draw is _likely:
                self.likely_entry = entry
        self._row.addStretch(1)


def _expected(painter: QPainter, centre: QPointF, tokens: Tokens) -> None:
    paint.draw_expected(painter, centre, tokens.text, tokens.surface)


def _planned(painter: QPainter, centre: QPointF, tokens: Tokens) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.tint(tokens.accent, 0.5)))
    painter.drawRoundedRect(QRectF(0, centre.y() - 3.5, centre.x() + 6, 7), 2, 2)
    paint.draw_planned(painter, QPointF(centre.x() + 6, centre.y()), tokens.accent)


def _likely(painter: QPainter, centre: QPointF, tokens: Tokens) -> None:
    paint.draw_likely(painter, centre, tokens.secondary, tokens.surface)


def _done(painter: QPainter, centre: QPointF, tokens: Tokens) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.tint(tokens.accent, 0.75)))
    painter.drawRoundedRect(QRectF(2, centre.y() + 6, centre.x() + 4, 3), 1.5, 1.5)
    paint.draw_dot(painter, QPointF(centre.x() + 6, centre.y()), tokens.accent, tokens.surface)


def _agreeing(painter: QPainter, centre: QPointF, tokens: Tokens) -> None:
    paint.draw_agreeing(painter, centre, tokens.accent, tokens.text, tokens.surface)


def _gap(painter: QPainter, centre: QPointF, tokens: Tokens) -> None:
    pen = QPen(QColor(tokens.at_risk), 1.6)
    pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.drawLine(QPointF(2, centre.y()), QPointF(_SAMPLE - 7, centre.y()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.at_risk))
    tip = QPointF(_SAMPLE - 2, centre.y())
    painter.drawPolygon([tip, tip + QPointF(-6, -4), tip + QPointF(-6, 4)])


def _agreed(painter: QPainter, centre: QPointF, tokens: Tokens) -> None:
    paint.draw_agreed(painter, centre, tokens.secondary, tokens.surface)
