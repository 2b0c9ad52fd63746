"""Paper: PDFs go to the system's queue as they are (`lp`, text stays text); Qt draws pictures of the pages
where there is no such queue."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from clientdesk.models.errors import FileNotWritten, NoPrinter, PrintFailed

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

LIST_WAIT_S = 4.0
SUBMIT_WAIT_S = 30.0
RASTER_DPI = 300
MAX_COPIES = 99


class SystemPrinter:
    """`Printer` over the printing system's own commands; no Qt, so a worker thread may use it."""

    def queues(self) -> list[str]:
        """Names of the queues, the default one first; empty where there is no printing system."""
        if shutil.which("lpstat") is None or shutil.which("lp") is None:
            return []
        names = _output("lpstat", "-e").split()
        default = _output("lpstat", "-d").rpartition(": ")[2].strip()
        return sorted(names, key=lambda name: (name != default, name.casefold()))

    def print_file(
        self,
        path: Path,
        title: str,
        queue: str | None = None,
        copies: int = 1,
        options: Sequence[str] = (),
    ) -> str:
        """Hand a finished PDF to a queue; returns the job's name, such as ``Office-12``.

        Args:
            path: the PDF; the printing system takes its own copy.
            title: name of the job on the queue.
            queue: one of `queues`; the default one when None.
            copies: 1 to 99.
            options: further ``name=value`` pairs of the printing system, such as ``sides=one-sided``.

        Raises:
            NoPrinter: there is no queue.
            PrintFailed: the printing system refused the job.
        """
        queues = self.queues()
        if not queues:
            raise NoPrinter
        target = queue if queue is not None else queues[0]
        if target not in queues:
            raise PrintFailed(target, "unknown queue")
        command = ["lp", "-d", target, "-n", str(max(1, min(copies, MAX_COPIES))), "-t", _job_title(title)]
        for option in options:
            command += ["-o", option]
        command += ["--", str(path.resolve())]
        try:
            done = subprocess.run(  # noqa: S603 - fixed program, arguments as a list, no shell
                command,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=SUBMIT_WAIT_S,
                env=_plain_words(),
            )
        except subprocess.TimeoutExpired:
            raise PrintFailed(target, "no answer") from None
        except OSError as problem:
            raise PrintFailed(target, problem.strerror or type(problem).__name__) from None
        if done.returncode != 0:
            raise PrintFailed(target, done.stderr.strip().removeprefix("lp: "))
        found = re.search(r"request id is (\S+)", done.stdout)
        return found.group(1) if found else target


@dataclass(frozen=True, slots=True)
class PrintWish:
    """What the user chose in the print dialog.

    Attributes:
        queue: name of the printer; empty when printing into a file.
        file: where to write when printing into a file.
        copies: number of copies.
        options: the rest, as ``name=value`` pairs of the printing system.
    """

    queue: str
    file: Path | None
    copies: int
    options: tuple[str, ...]


class PrintDesk:
    """Asks with the system's print dialog, then prints; on the GUI thread."""

    def __init__(self, printer: SystemPrinter) -> None:
        self._printer = printer

    def ask(self, parent: QWidget, title: str, copies: int = 1) -> tuple[PrintWish, QPrinter] | None:
        """Show the dialog; None when the user changed their mind.

        Raises:
            NoPrinter: the system offers no printer at all.
        """
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

        if not QPrinterInfo.availablePrinterNames():
            raise NoPrinter
        paper = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        paper.setDocName(_job_title(title))
        paper.setCopyCount(copies)
        dialog = QPrintDialog(paper, parent)
        dialog.setObjectName("print_dialog")
        dialog.setWindowTitle(title)
        dialog.setOptions(dialog.options() | QPrintDialog.PrintDialogOption.PrintPageRange)
        accepted = dialog.exec() == QPrintDialog.DialogCode.Accepted
        dialog.deleteLater()
        return (wish_of(paper), paper) if accepted else None

    def fulfil(self, path: Path, title: str, wish: PrintWish, paper: QPrinter) -> str:
        """Print as wished; returns the job's name, or the file's when printed into one.

        Raises:
            PrintFailed: the printing system refused the job.
            FileNotWritten: printing into a file did not work.
        """
        if wish.file is not None:
            try:
                shutil.copyfile(path, wish.file)
            except OSError as problem:
                raise FileNotWritten(wish.file, problem.strerror or type(problem).__name__) from None
            return wish.file.name
        try:
            return self._printer.print_file(path, title, wish.queue, wish.copies, wish.options)
        except (NoPrinter, PrintFailed):
            # A queue of the printing system that refuses has a reason; other printers are drawn on.
            if wish.queue in self._printer.queues():
                raise
        draw_pages(path, paper)
        return wish.queue


def wish_of(paper: QPrinter) -> PrintWish:
    """What a filled print dialog asks for, in words that `lp` knows."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    options: list[str] = []
    sides = {
        QPrinter.DuplexMode.DuplexNone: "one-sided",
        QPrinter.DuplexMode.DuplexLongSide: "two-sided-long-edge",
        QPrinter.DuplexMode.DuplexShortSide: "two-sided-short-edge",
    }.get(paper.duplex())
    if sides is not None:
        options.append(f"sides={sides}")
    if paper.colorMode() == QPrinter.ColorMode.GrayScale:
        options.append("print-color-mode=monochrome")
    if paper.printRange() == QPrinter.PrintRange.PageRange and paper.fromPage() > 0:
        options.append(f"page-ranges={paper.fromPage()}-{max(paper.fromPage(), paper.toPage())}")
    if paper.copyCount() > 1:
        options.append("collate=true" if paper.collateCopies() else "collate=false")
    size = paper.pageLayout().pageSize()
    if size.isValid() and size != QPrinterInfo(paper).defaultPageSize():
        options.append(f"media={size.key()}")
    into_file = paper.outputFormat() == QPrinter.OutputFormat.PdfFormat and paper.outputFileName()
    return PrintWish(
        queue="" if into_file else paper.printerName(),
        file=Path(paper.outputFileName()) if into_file else None,
        copies=paper.copyCount(),
        options=tuple(options),
    )


def draw_pages(path: Path, paper: QPrinter) -> None:
    """Draw a PDF's pages as pictures: for systems whose printers cannot be given the file itself.

    Raises:
        PrintFailed: the file cannot be read or the printer cannot be opened.
    """
    from PySide6.QtCore import QPoint, QSize
    from PySide6.QtGui import QPainter
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter

    document = QPdfDocument()
    if document.load(str(path)) != QPdfDocument.Error.None_:
        raise PrintFailed(paper.printerName(), "unreadable file")
    paper.setResolution(RASTER_DPI)
    paper.setFullPage(True)
    first, last = 0, document.pageCount() - 1
    if paper.printRange() == QPrinter.PrintRange.PageRange and paper.fromPage() > 0:
        first, last = paper.fromPage() - 1, min(last, max(paper.fromPage(), paper.toPage()) - 1)
    painter = QPainter()
    if not painter.begin(paper):
        raise PrintFailed(paper.printerName(), "cannot be opened")
    try:
        for page in range(first, last + 1):
            if page > first:
                paper.newPage()
            points = document.pagePointSize(page)
            size = QSize(round(points.width() * RASTER_DPI / 72), round(points.height() * RASTER_DPI / 72))
            painter.drawImage(QPoint(0, 0), document.render(page, size))
    finally:
        painter.end()
        document.close()


def _output(*command: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - fixed programs, arguments as a list, no shell
            command, capture_output=True, text=True, errors="replace", timeout=LIST_WAIT_S, env=_plain_words()
        )
    except (subprocess.TimeoutExpired, OSError):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _plain_words() -> dict[str, str]:
    """The environment, with answers in a language that can be parsed."""
    return {**os.environ, "LC_ALL": "C.UTF-8"}


def _job_title(title: str) -> str:
    shown = "".join(sign for sign in title if sign.isprintable())
    return shown[:120] or "ClientDesk"
