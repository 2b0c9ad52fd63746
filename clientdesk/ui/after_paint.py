"""Work that waits until a widget has been painted: whatever else is done before delays what the user waits for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class AfterPaint(QObject):
    """Calls once, from the event loop, when the widget was painted; at the latest after so many milliseconds.

    It belongs to the widget and goes when it has called.
    """

    def __init__(self, widget: QWidget, work: Callable[[], object], at_the_latest_ms: int) -> None:
        super().__init__(widget)
        self._widget = widget
        self._work: Callable[[], object] | None = work
        widget.installEventFilter(self)
        # A widget that is never painted (covered, minimised) holds nothing up for good.
        QTimer.singleShot(at_the_latest_ms, self, self._call)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._call)
        return False

    def _call(self) -> None:
        work, self._work = self._work, None
        if work is not None:
            self._widget.removeEventFilter(self)
            self.deleteLater()
            work()
