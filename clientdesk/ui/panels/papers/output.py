"""A paper leaves the program: as a file, or on the system's printer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from clientdesk.models.errors import FileNotWritten
from clientdesk.ui.panels.papers.words import translate
from clientdesk.ui.print_run import PrintRun, documents_folder, with_pdf_ending

if TYPE_CHECKING:
    from clientdesk.services.agreements import AgreementService
    from clientdesk.ui.background import Background
    from clientdesk.ui.messages import Messages


class PaperOutput(QObject):
    """Exports and prints; the work itself runs behind the window.

    Attributes:
        choose_file: asks where to write; gets the proposed path, gives the chosen one or None.
    """

    def __init__(
        self,
        agreements: AgreementService,
        messages: Messages,
        background: Callable[[], Background],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._agreements = agreements
        self._messages = messages
        self._background = background
        self._window = parent
        self._run = PrintRun(messages, background, parent)
        self.choose_file: Callable[[Path], Path | None] = self._ask_where

    def export(self, agreement_id: str) -> None:
        """Ask where, then write the PDF there."""
        chosen = self.choose_file(documents_folder() / self._agreements.file_name(agreement_id))
        if chosen is None:
            return
        path = with_pdf_ending(chosen)
        self._background().run(
            partial(self._agreements.export, agreement_id, path),
            partial(self._on_exported, path),
            partial(self._on_not_exported, agreement_id),
        )

    def keep_copy(self, agreement_id: str, folder: Path) -> None:
        """Keep the PDF of a freshly issued paper with the workspace's documents."""
        self._background().run(
            partial(self._agreements.keep_copy, agreement_id, folder), None, self._messages.error
        )

    def print_paper(
        self, agreement_id: str, title: str, copies: int = 1, done: Callable[[], object] | None = None
    ) -> None:
        """Ask by the system's print dialog, then print; `done` is called when it was sent to the printer."""
        write = partial(self._agreements.export, agreement_id)
        self._run.print_pdf(title, self._agreements.file_name(agreement_id), write, copies, done)

    def _on_exported(self, path: Path, _pages: int) -> None:
        self._messages.clear_banner("export")
        self._messages.toast(translate("Papers", "Exported as {name}.").format(name=path.name))

    def _on_not_exported(self, agreement_id: str, error: Exception) -> None:
        if not isinstance(error, FileNotWritten):
            self._messages.error(error)
            return
        self._messages.banner(
            translate(
                "Papers", "The PDF could not be written: {reason}. The paper is kept as it was."
            ).format(reason=error.reason),
            [(translate("Papers", "Save under another name"), partial(self.export, agreement_id))],
            kind="error",
            key="export",
        )

    def _ask_where(self, proposed: Path) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(
            self._window,
            translate("Papers", "Export PDF"),
            str(proposed),
            translate("Papers", "PDF (*.pdf)"),
        )
        return Path(chosen) if chosen else None
