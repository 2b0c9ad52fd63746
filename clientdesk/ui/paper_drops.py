"""A signed paper's file dropped on a page that can file it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from clientdesk.ui.calendar_drops import ENDINGS as CALENDARS


class PaperDrops(QObject):
    """Watches a page for one dropped file; a calendar is left to the window.

    Signals:
        dropped: the file's path.
    """

    dropped = Signal(object)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop) and isinstance(
            event, (QDragEnterEvent, QDropEvent)
        ):
            path = paper_file(event)
            if path is not None:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.dropped.emit(path)
                return True
        return super().eventFilter(watched, event)


def paper_file(event: QDragEnterEvent | QDropEvent) -> Path | None:
    """The one file that is dragged, unless it is a calendar or a folder."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.is_file() and path.suffix.casefold() not in CALENDARS else None
