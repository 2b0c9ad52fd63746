"""Keeps dates, names and gaps beside the timeline's canvas while it scrolls and zooms."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QFontMetrics

from clientdesk.ui.panels.timeline.canvas import TimelineCanvas
from clientdesk.ui.panels.timeline.margins import Corner, GapColumn, LaneNames, TimeScale
from clientdesk.ui.theme import role_font

_ROOMY = 1000
_NAMES, _NARROW_NAMES = 224, 168
_GAPS = 116


class TimelineFrame(QObject):
    """Owns the widgets in the canvas's margins."""

    def __init__(self, canvas: TimelineCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.scale = TimeScale(canvas)
        self.names = LaneNames(canvas)
        self.gaps = GapColumn(canvas)
        self.name_corner = Corner(self.tr("Client"), canvas)
        self.gap_corner = Corner(self.tr("Gap"), canvas)
        canvas.horizontalScrollBar().valueChanged.connect(self.scale.update)
        canvas.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        canvas.zoomed.connect(self.scale.update)
        canvas.resized.connect(self.arrange)
        self.arrange()

    def arrange(self) -> None:
        """Give every margin its place."""
        caption, strong = QFontMetrics(role_font("caption")), QFontMetrics(role_font("strong"))
        top = strong.height() + caption.height() + 18
        left = _NAMES if self._canvas.width() >= _ROOMY else _NARROW_NAMES
        margins = self._canvas.viewportMargins()
        if (margins.left(), margins.top(), margins.right()) != (left, top, _GAPS):
            self._canvas.setViewportMargins(left, top, _GAPS, 0)
        port = self._canvas.viewport().geometry()
        self.scale.setGeometry(port.left(), port.top() - top, port.width(), top)
        self.names.setGeometry(port.left() - left, port.top(), left, port.height())
        self.gaps.setGeometry(port.right() + 1, port.top(), _GAPS, port.height())
        self.name_corner.setGeometry(port.left() - left, port.top() - top, left, top)
        self.gap_corner.setGeometry(port.right() + 1, port.top() - top, _GAPS, top)
        for widget in (self.scale, self.names, self.gaps):
            widget.update()

    def _on_scrolled(self) -> None:
        self.names.update()
        self.gaps.update()
