"""The week leaves the program: as a PDF, or on the system's printer."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from clientdesk.models.errors import FileNotWritten
from clientdesk.ui.background import Background
from clientdesk.ui.printing import PrintDesk, PrintWish, SystemPrinter

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from clientdesk.services.week_paper import WeekPaperService
    from clientdesk.ui.messages import Messages


class WeekPaper(QObject):
    """Prints and saves the week shown; the work itself runs behind the window.

    Attributes:
        choose_file: asks where to write; gets the proposed path, gives the chosen one or None.
    """

    def __init__(
        self,
        papers: WeekPaperService,
        messages: Messages,
        shown: Callable[[], tuple[date, bool]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._papers = papers
        self._messages = messages
        self._shown = shown
        self._window = parent
        self._printer = SystemPrinter()
        self._desk = PrintDesk(self._printer)
        self._own: Background | None = None
        self.choose_file: Callable[[Path], Path | None] = self._ask_where

    def add_to(self, menu: QMenu) -> None:
        """Entries for both."""
        menu.addAction(self.tr("Print week…"), self.print_week)
        menu.addAction(self.tr("Save as PDF…"), self.save)

    def save(self) -> None:
        """Ask where, then write the page there."""
        first, has_weekend = self._shown()
        chosen = self.choose_file(_documents() / self._papers.file_name(first))
        if chosen is None:
            return
        path = chosen if chosen.suffix.casefold() == ".pdf" else chosen.with_name(f"{chosen.name}.pdf")
        self._background().run(
            partial(self._papers.export, first, path, has_weekend=has_weekend),
            partial(self._on_saved, path),
            self._on_not_saved,
        )

    def print_week(self) -> None:
        """Ask by the system's print dialog, then print."""
        first, has_weekend = self._shown()
        title = self._papers.file_name(first).removesuffix(".pdf")
        with self._messages.reporting(self._window) as outcome:
            asked = self._desk.ask(self._window, title)
        if not outcome.is_ok or asked is None:
            return
        wish, paper = asked
        self._background().run(
            partial(self._submit, first, has_weekend, title, wish),
            partial(self._on_submitted, title, wish, paper),
            self._messages.error,
        )

    def _submit(self, first: date, has_weekend: bool, title: str, wish: PrintWish) -> tuple[Path, str]:
        """On the worker: the file, and the job's name when the system's queue took it."""
        folder = Path(tempfile.mkdtemp(prefix="clientdesk-print-"))
        path = folder / f"{title}.pdf"
        try:
            self._papers.export(first, path, has_weekend=has_weekend)
            if wish.file is None and wish.queue in self._printer.queues():
                job = self._printer.print_file(path, title, wish.queue, wish.copies, wish.options)
                shutil.rmtree(folder, ignore_errors=True)
                return path, job
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return path, ""

    def _on_submitted(self, title: str, wish: PrintWish, paper: QPrinter, sent: tuple[Path, str]) -> None:
        path, job = sent
        if not job:
            try:
                with self._messages.reporting(self._window) as outcome:
                    job = self._desk.fulfil(path, title, wish, paper)
                if not outcome.is_ok:
                    return
            finally:
                shutil.rmtree(path.parent, ignore_errors=True)
        self._messages.toast(self.tr("Sent to {printer}.").format(printer=wish.queue or job))

    def _on_saved(self, path: Path, _pages: int) -> None:
        self._messages.clear_banner("export")
        self._messages.toast(self.tr("Saved as {name}.").format(name=path.name))

    def _on_not_saved(self, error: Exception) -> None:
        if not isinstance(error, FileNotWritten):
            self._messages.error(error)
            return
        words = self.tr("The PDF could not be written: {reason}. The week is kept as it was.")
        self._messages.banner(
            words.format(reason=error.reason),
            [(self.tr("Save under another name"), self.save)],
            kind="error",
            key="export",
        )

    def _ask_where(self, proposed: Path) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save as PDF"), str(proposed), self.tr("PDF (*.pdf)")
        )
        return Path(chosen) if chosen else None

    def _background(self) -> Background:
        given: object = getattr(self._window.window(), "background", None)
        if isinstance(given, Background):
            return given
        if self._own is None:
            self._own = Background(self)
        return self._own


def _documents() -> Path:
    places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.DocumentsLocation)
    found = Path(places[0]) if places else Path.home()
    return found if found.is_dir() else Path.home()
