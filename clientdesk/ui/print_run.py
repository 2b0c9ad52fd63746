"""One PDF on its way to paper: asked by the system's dialog, written behind the window, sent to the printer."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QWidget

from clientdesk.ui.printing import PrintDesk, PrintWish, SystemPrinter

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from clientdesk.ui.background import Background
    from clientdesk.ui.messages import Messages

Write = Callable[[Path], object]
"""Writes the PDF to a path; runs on the worker."""


class PrintRun(QObject):
    """Prints what `print_pdf` is given; says so when it was sent, or why it wasn't.

    Attributes:
        desk: asks, and draws where the system has no queue.
    """

    def __init__(self, messages: Messages, background: Callable[[], Background], window: QWidget) -> None:
        super().__init__(window)
        self._messages = messages
        self._background = background
        self._window = window
        self._printer = SystemPrinter()
        self.desk = PrintDesk(self._printer)

    def print_pdf(
        self,
        title: str,
        file_name: str,
        write: Write,
        copies: int = 1,
        done: Callable[[], object] | None = None,
    ) -> None:
        """Ask by the system's print dialog, then write and print; `done` is called when it was sent."""
        with self._messages.reporting(self._window) as outcome:
            asked = self.desk.ask(self._window, title, copies)
        if not outcome.is_ok or asked is None:
            return
        wish, paper = asked
        self._background().run(
            partial(self._submit, title, file_name, write, wish),
            partial(self._on_submitted, title, wish, paper, done),
            self._messages.error,
        )

    def _submit(self, title: str, file_name: str, write: Write, wish: PrintWish) -> tuple[Path, str]:
        """On the worker: the file, and the job's name when the system's queue took it."""
        folder = Path(tempfile.mkdtemp(prefix="clientdesk-print-"))
        path = folder / file_name
        try:
            write(path)
            if wish.file is None and wish.queue in self._printer.queues():
                job = self._printer.print_file(path, title, wish.queue, wish.copies, wish.options)
                shutil.rmtree(folder, ignore_errors=True)
                return path, job
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return path, ""

    def _on_submitted(
        self,
        title: str,
        wish: PrintWish,
        paper: QPrinter,
        done: Callable[[], object] | None,
        sent: tuple[Path, str],
    ) -> None:
        path, job = sent
        if not job:
            try:
                with self._messages.reporting(self._window) as outcome:
                    job = self.desk.fulfil(path, title, wish, paper)
                if not outcome.is_ok:
                    return
            finally:
                shutil.rmtree(path.parent, ignore_errors=True)
        self._messages.toast(self.tr("Sent to {printer}.").format(printer=wish.queue or job))
        if done is not None:
            done()


def documents_folder() -> Path:
    """Where a user's documents go; the home folder where there is no such place."""
    places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.DocumentsLocation)
    found = Path(places[0]) if places else Path.home()
    return found if found.is_dir() else Path.home()


def with_pdf_ending(chosen: Path) -> Path:
    """The path as chosen, named as a PDF."""
    return chosen if chosen.suffix.casefold() == ".pdf" else chosen.with_name(f"{chosen.name}.pdf")
