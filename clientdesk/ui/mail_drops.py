"""Files of mail dropped on the window or on a client's page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

_ENDINGS = frozenset({".eml", ".mbox", ".mbx"})


class MailDrops(QObject):
    """Watches a page for dropped files of mail, one or many; a drop with any other file is left to others.

    Signals:
        dropped: the paths, a list.
    """

    dropped = Signal(list)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop) and isinstance(
            event, (QDragEnterEvent, QDropEvent)
        ):
            paths = _mail_in(event)
            if paths:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.dropped.emit(paths)
                return True
        return super().eventFilter(watched, event)


def is_mail(path: Path) -> bool:
    """Whether a file's name says that it holds mail."""
    return path.suffix.casefold() in _ENDINGS


def _mail_in(event: QDragEnterEvent | QDropEvent) -> list[Path]:
    urls = event.mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return paths if paths and len(paths) == len(urls) and all(is_mail(path) for path in paths) else []
