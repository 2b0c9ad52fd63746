"""The week leaves the program: as a PDF, or on the system's printer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from clientdesk.models.errors import FileNotWritten
from clientdesk.ui.background import Background
from clientdesk.ui.print_run import PrintRun, documents_folder, with_pdf_ending

if TYPE_CHECKING:
    from clientdesk.services.week_paper import WeekPaperService
    from clientdesk.ui.messages import Messages


class WeekPaper(QObject):
    """Prints and saves the week shown; the work itself runs behind the window.

    Attributes:
        choose_file: asks where to write; gets the proposed path, gives the chosen one or None.
        run: brings it to paper.
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
        self.run = PrintRun(messages, self._background, parent)
        self._own: Background | None = None
        self.choose_file: Callable[[Path], Path | None] = self._ask_where

    def add_to(self, menu: QMenu) -> None:
        """Entries for both."""
        menu.addAction(self.tr("Print week…"), self.print_week)
        menu.addAction(self.tr("Save as PDF…"), self.save)

    def save(self) -> None:
        """Ask where, then write the page there."""
        first, has_weekend = self._shown()
        chosen = self.choose_file(documents_folder() / self._papers.file_name(first))
        if chosen is None:
            return
        path = with_pdf_ending(chosen)
        self._background().run(
            partial(self._papers.export, first, path, has_weekend=has_weekend),
            partial(self._on_saved, path),
            self._on_not_saved,
        )

    def print_week(self) -> None:
        """Ask by the system's print dialog, then print."""
        first, has_weekend = self._shown()
        name = self._papers.file_name(first)
        write = partial(self._papers.export, first, has_weekend=has_weekend)
        self.run.print_pdf(name.removesuffix(".pdf"), name, write)

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
