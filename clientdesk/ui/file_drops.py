"""One file dropped on a page that takes files of its kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class FileDrops(QObject):
    """Watches a page for one dropped file that it accepts; anything else is left to others.

    Signals:
        dropped: the file's path.

    Args:
        page: where the file may be dropped.
        accepts: whether the file of a path is for this page.
    """

    dropped = Signal(object)

    def __init__(self, page: QWidget, accepts: Callable[[Path], bool]) -> None:
        super().__init__(page)
        self._accepts = accepts
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop) and isinstance(
            event, (QDragEnterEvent, QDropEvent)
        ):
            path = _one_file(event)
            if path is not None and self._accepts(path):
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.dropped.emit(path)
                return True
        return super().eventFilter(watched, event)


def _one_file(event: QDragEnterEvent | QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
