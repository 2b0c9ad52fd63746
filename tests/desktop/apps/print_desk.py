"""The print dialog in a process of its own; argument: a PDF."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from harness import run, tell
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget

from clientdesk.ui.printing import PrintDesk, SystemPrinter, draw_pages

app = QApplication(sys.argv)
app.setQuitOnLastWindowClosed(False)
window = QWidget()
window.setWindowTitle("Paper")
window.show()
desk = PrintDesk(SystemPrinter())


def ask(path: str, title: str, copies: int) -> None:
    def _later() -> None:
        asked = desk.ask(window, title, copies)
        if asked is None:
            tell("declined")
            return
        wish, paper = asked
        tell("wished", queue=wish.queue, copies=wish.copies, options=wish.options)
        tell("printed", job=desk.fulfil(Path(path), title, wish, paper))

    QTimer.singleShot(0, _later)


def draw(path: str, target: str) -> None:
    paper = QPrinter(QPrinter.PrinterMode.HighResolution)
    paper.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    paper.setOutputFileName(target)
    draw_pages(Path(path), paper)


sys.exit(run({"ask": ask, "draw": draw}))
