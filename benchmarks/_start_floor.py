"""Child of `startup.py`: an empty PySide6 window; prints when it is painted, on the system's monotonic clock."""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class Empty(QMainWindow):
    """Says when it is painted, once."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, finish)


def finish() -> None:
    sys.stdout.write(f"shell {time.monotonic_ns()}\n")
    sys.stdout.flush()
    os._exit(0)


application = QApplication([])
window = Empty()
window.resize(1360, 860)
window.show()
application.exec()
