"""The worst gap, drawn: what they expect, what the plan says or what is likely, and the days between."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from clientdesk.models.views.today import PromiseView
from clientdesk.ui.dates import day_text
from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import SPACE_1
from clientdesk.ui.words import gap_words

_EDGE = 70
_MARK = 7.0
_SQUARE = 5.5


class GapLine(QWidget):
    """A hollow diamond for expected, a dashed arrow, a filled diamond for planned or a hollow square for likely,
    and the gap in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gap_line")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._promise: PromiseView | None = None

    def show_promise(self, promise: PromiseView) -> None:
        self._promise = promise
        self.setAccessibleName(promise.words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, round(self._middle()) + 14 + _line_px("caption") + SPACE_1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def _middle(self) -> float:
        """Where the line lies: below the gap in words, at the user's size of text."""
        return _line_px("strong") + 5.0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        promise = self._promise
        if promise is None:
            return
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        late = QColor(tokens.at_risk)
        middle = self._middle()
        edge = self._edge(promise)
        first, last = float(edge), float(max(self.width() - edge, edge + 80))
        painter.setPen(QPen(QColor(tokens.line), 2))
        painter.drawLine(QPointF(0, middle), QPointF(self.width(), middle))
        painter.setPen(QPen(late, 2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(first + _MARK, middle), QPointF(last - _MARK - 4, middle))
        painter.setPen(QPen(late, 2))
        painter.setBrush(late)
        tip = last - _MARK - 3
        painter.drawPolygon(
            QPolygonF([QPointF(tip, middle), QPointF(tip - 8, middle - 4), QPointF(tip - 8, middle + 4)])
        )
        self._diamond(painter, first, middle, QColor(tokens.text), is_filled=False)
        if promise.likely_on is not None:
            painter.setPen(QPen(late, 2))
            painter.setBrush(QColor(tokens.surface))
            painter.drawRect(QRectF(last - _SQUARE, middle - _SQUARE, 2 * _SQUARE, 2 * _SQUARE))
        else:
            self._diamond(painter, last, middle, late, is_filled=True)
        self._words(painter, promise, first, last, edge)

    def _edge(self, promise: PromiseView) -> int:
        """Half the room the longer of both dates needs at the user's size of text."""
        metrics = QFontMetrics(role_font("caption"))
        return max(_EDGE, *(metrics.horizontalAdvance(words) // 2 + 6 for words in self._dates(promise)))

    def _diamond(self, painter: QPainter, x: float, y: float, colour: QColor, *, is_filled: bool) -> None:
        painter.setPen(QPen(colour, 2))
        painter.setBrush(colour if is_filled else QColor(current_tokens().surface))
        painter.drawPolygon(
            QPolygonF(
                [QPointF(x, y - _MARK), QPointF(x + _MARK, y), QPointF(x, y + _MARK), QPointF(x - _MARK, y)]
            )
        )

    def _dates(self, promise: PromiseView) -> tuple[str, str]:
        """What stands below the marks."""
        expected = self.tr("expected {day}").format(day=day_text(promise.expected_on, promise.expected_on))
        if promise.likely_on is not None:
            planned = self.tr("likely {day}").format(day=day_text(promise.likely_on, promise.likely_on))
        elif promise.work:
            planned = self.tr("not within a year")
        elif promise.planned_on is None:
            planned = self.tr("no plan yet")
        elif promise.planned_on > promise.expected_on:
            planned = self.tr("planned {day}").format(day=day_text(promise.planned_on, promise.planned_on))
        else:
            planned = self.tr("not done yet")
        return expected, planned

    def _words(self, painter: QPainter, promise: PromiseView, first: float, last: float, edge: int) -> None:
        tokens = current_tokens()
        expected, planned = self._dates(promise)
        painter.setFont(role_font("caption"))
        painter.setPen(QColor(tokens.secondary))
        centre = Qt.AlignmentFlag.AlignHCenter
        below, height = round(self._middle()) + 14, _line_px("caption")
        painter.drawText(int(first) - edge, below, 2 * edge, height, centre, expected)
        painter.drawText(int(last) - edge, below, 2 * edge, height, centre, planned)
        if promise.gap_days:
            painter.setFont(role_font("strong"))
            painter.setPen(QColor(tokens.at_risk))
            painter.drawText(
                int(first), 0, int(last - first), _line_px("strong"), centre, gap_words(promise.gap_days)
            )


def _line_px(role: str) -> int:
    return QFontMetrics(role_font(role)).height()
