"""Files dropped on a page that takes files of their kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class Drops(QObject):
    """Watches a page for dropped files; what a subclass doesn't take is left to others.

    Signals:
        dropped: what `taken` made of the files.

    Args:
        page: where files may be dropped.
    """

    dropped = Signal(object)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def taken(self, paths: list[Path]) -> object | None:
        """What is taken of these files, at least one; None for nothing."""
        raise NotImplementedError

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop) and isinstance(
            event, (QDragEnterEvent, QDropEvent)
        ):
            paths = _files(event)
            taken = self.taken(paths) if paths else None
            if taken is not None:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.dropped.emit(taken)
                return True
        return super().eventFilter(watched, event)


class FileDrops(Drops):
    """Watches a page for one dropped file that it accepts; it comes as its path.

    Args:
        page: where the file may be dropped.
        accepts: whether the file of a path is for this page.
    """

    def __init__(self, page: QWidget, accepts: Callable[[Path], bool]) -> None:
        super().__init__(page)
        self._accepts = accepts

    def taken(self, paths: list[Path]) -> Path | None:
        return paths[0] if len(paths) == 1 and self._accepts(paths[0]) else None


def _files(event: QDragEnterEvent | QDropEvent) -> list[Path]:
    """The files of a drop; none where anything else is among them."""
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls] if all(url.isLocalFile() for url in urls) else []
