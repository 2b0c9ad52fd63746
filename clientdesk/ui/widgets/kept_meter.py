"""How well a promise was kept, as marks: one for each of the last dates, filled where it was on time."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from clientdesk.ui.theme import current_tokens, icon_px

_MARK, _GAP, _HEIGHT = 5, 2, 9


class KeptMeter(QWidget):
    """Stands beside the words that say the same; the marks kept on time come first."""

    def __init__(self, on_time: int, of: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._on_time = on_time
        self._of = of
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def marks(self) -> tuple[int, int]:
        """How many are filled, and how many there are."""
        return self._on_time, self._of

    def sizeHint(self) -> QSize:
        return QSize(icon_px(self._of * (_MARK + _GAP)), icon_px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        colour = QColor(current_tokens().secondary)
        width, step = icon_px(_MARK), icon_px(_MARK + _GAP)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(self._of):
            is_filled = number < self._on_time
            painter.setPen(Qt.PenStyle.NoPen if is_filled else QPen(colour, 1))
            painter.setBrush(colour if is_filled else Qt.BrushStyle.NoBrush)
            place = (
                number if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else self._of - 1 - number
            )
            mark = QRectF(place * step, 0, width, self.height())
            painter.drawRoundedRect(mark if is_filled else mark.adjusted(0.5, 0.5, -0.5, -0.5), 1, 1)
