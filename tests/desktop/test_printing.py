"""A PDF on its way to paper, through a real CUPS."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from clientdesk.models.errors import NoPrinter, PrintFailed
from clientdesk.ui.printing import SystemPrinter
from tests.helpers.desktop import Desktop, evidence
from tests.helpers.desktop_programs import ACCESSIBLE
from tests.helpers.print_queue import PrintQueue
from tests.helpers.sample_agreement import sample_paper

LINES = ("Statement of work for Łukasz & Ποταμός", "Fee: 12 000,00 €", "Signed by both parties")


@pytest.fixture(scope="module")
def paper_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages in an embedded font with signs beyond Latin."""
    fonts = files("qt_material") / "fonts" / "roboto"
    pdfmetrics.registerFont(TTFont("Desk", str(fonts / "Roboto-Regular.ttf")))
    path = tmp_path_factory.mktemp("paper") / "statement; of 'work'.pdf"
    canvas = Canvas(str(path), pagesize=A4, initialFontName="Desk")
    for page in (1, 2):
        canvas.setFont("Desk", 14)
        for number, line in enumerate(LINES):
            canvas.drawString(72, 720 - 24 * number, line)
        canvas.drawString(72, 72, f"Page {page} of 2")
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def printing(print_queue: PrintQueue, monkeypatch: pytest.MonkeyPatch) -> PrintQueue:
    """This process prints on the private queue."""
    for name, value in print_queue.env.items():
        monkeypatch.setenv(name, value)
    return print_queue


def test_printed_paper_keeps_text_and_fonts(desktop: Desktop, printing: PrintQueue, paper_pdf: Path) -> None:
    job = SystemPrinter().print_file(paper_pdf, "Acme; SOW <1>", copies=2)
    paper = printing.paper(job)
    kept = evidence("printed-adapter.pdf")
    kept.write_bytes(paper.read_bytes())
    text = desktop.run("pdftotext", "-layout", str(paper), "-")
    for line in LINES:
        assert text.count(line) == 4, "two pages, two copies"
    assert_all_fonts_embedded(desktop, paper)
    desktop.run("qpdf", "--check", str(paper))
    assert printing.title_of(paper) == "Acme; SOW <1>"


def test_queues_name_the_default_first(printing: PrintQueue) -> None:
    assert SystemPrinter().queues() == [printing.name, printing.postscript]


def test_unknown_queue_is_refused(printing: PrintQueue, paper_pdf: Path) -> None:
    with pytest.raises(PrintFailed) as refused:
        SystemPrinter().print_file(paper_pdf, "SOW", queue="-o evil")
    assert refused.value.queue == "-o evil"


def test_missing_file_is_refused_with_the_reason(printing: PrintQueue, tmp_path: Path) -> None:
    with pytest.raises(PrintFailed, match=r"gone\.pdf"):
        SystemPrinter().print_file(tmp_path / "gone.pdf", "SOW")


def test_no_printing_system_means_no_printer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, paper_pdf: Path
) -> None:
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "none.sock"))
    assert SystemPrinter().queues() == []
    with pytest.raises(NoPrinter):
        SystemPrinter().print_file(paper_pdf, "SOW")


def test_the_dialog_prints_what_was_chosen(
    desktop: Desktop, accessibility: None, print_queue: PrintQueue, paper_pdf: Path
) -> None:
    with desktop.child("print_desk.py", env={**print_queue.env, **ACCESSIBLE}) as child:
        child.ask("ask", path=str(paper_pdf), title="Print for signing", copies=2)
        desktop.accessible({"do": "find", "app": "print_desk", "role": "push button", "name": "Print"})
        desktop.screenshot("print-dialog.png")
        desktop.click_accessible(app="print_desk", role="push button", name="Print")
        wish = child.expect("wished")
        assert (wish["queue"], wish["copies"]) == (print_queue.name, 2)
        assert wish["options"] == ["sides=one-sided", "collate=true"], "nothing but what the dialog shows"
        paper = print_queue.paper(child.expect("printed")["job"])
    assert desktop.run("pdftotext", "-layout", str(paper), "-").count(LINES[0]) == 4
    evidence("printed-dialog.pdf").write_bytes(paper.read_bytes())


def test_a_classic_printer_gets_letters_and_not_pictures(
    desktop: Desktop, printing: PrintQueue, paper_pdf: Path
) -> None:
    paper = printing.paper(SystemPrinter().print_file(paper_pdf, "SOW", queue=printing.postscript))
    assert "Signed by both parties" in desktop.run("pdftotext", "-layout", str(paper), "-")
    assert len(desktop.run("pdfimages", "-list", str(paper)).splitlines()) == 2
    assert ink_of(desktop, paper) == pytest.approx(ink_of(desktop, paper_pdf), rel=0.1)


def test_without_a_queue_pages_are_drawn_whole(desktop: Desktop, paper_pdf: Path, tmp_path: Path) -> None:
    target = tmp_path / "drawn.pdf"
    with desktop.child("print_desk.py") as child:
        child.ask("draw", path=str(paper_pdf), target=str(target))
    assert "Pages:           2" in desktop.run("pdfinfo", str(target))
    assert ink_of(desktop, target) == pytest.approx(ink_of(desktop, paper_pdf), rel=0.25)


def ink_of(desktop: Desktop, paper: Path) -> float:
    """How dark its first page is, and thus whether everything was drawn at its size."""
    from PIL import Image

    picture = desktop.root / "ink"
    options = ("-r", "40", "-gray", "-f", "1", "-l", "1", "-singlefile")
    desktop.run("pdftoppm", *options, str(paper), str(picture))
    with Image.open(picture.with_suffix(".pgm")) as image:
        return sum((255 - grey) * count for grey, count in enumerate(image.histogram())) / (255 * 1000)


def test_a_statement_of_work_comes_out_as_it_was_issued(
    desktop: Desktop, printing: PrintQueue, tmp_path: Path
) -> None:
    """Every page: the same text, only embedded fonts, a file without faults."""
    from clientdesk.services.papers import render

    issued = tmp_path / "sow.pdf"
    issued.write_bytes(render(sample_paper()))
    paper = printing.paper(SystemPrinter().print_file(issued, "Statement of work"))
    evidence("printed-statement-of-work.pdf").write_bytes(paper.read_bytes())
    assert desktop.run("pdftotext", "-layout", str(paper), "-") == desktop.run(
        "pdftotext", "-layout", str(issued), "-"
    )
    assert_all_fonts_embedded(desktop, paper)
    desktop.run("qpdf", "--check", str(paper))


def assert_all_fonts_embedded(desktop: Desktop, paper: Path) -> None:
    fonts = desktop.run("pdffonts", str(paper)).splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts), fonts
