"""A statement of work is issued in the window and printed for signing; every kind of paper comes out of a real queue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import AgreementKind, AgreementState, ContactRole
from clientdesk.models.paper_kinds import KINDS
from clientdesk.models.views.agreements import AgreementView
from clientdesk.services.papers import render
from clientdesk.services.preferences import Preferences
from clientdesk.services.workspace import Workspace, open_workspace
from clientdesk.ui.printing import SystemPrinter
from tests.helpers.desktop import Desktop, Process, evidence, wait_until
from tests.helpers.desktop_programs import ACCESSIBLE
from tests.helpers.fakes import FixedClock
from tests.helpers.print_queue import PrintQueue
from tests.helpers.sample_family import family_paper

NOW = datetime(2026, 10, 12, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
CLIENT = "Birch & Co – Łódź"
ACCEPTED = "Walked through with Ada; <b>every</b> open point answered"


def opened(data: Path, settings: Path) -> Workspace:
    return open_workspace(data, FixedClock(NOW), Preferences(settings / "preferences.json"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """One client with an engagement that can be put on paper."""
    folder = tmp_path / "workspace"
    workspace = opened(folder, tmp_path)
    workspace.practice.set_up(
        "Mara Lind",
        zone="Europe/Paris",
        currency="EUR",
        holiday_region="FR",
        person="Mara Lind",
        person_title="Owner",
        payment_days=14,
    )
    birch = workspace.clients.add(CLIENT)
    workspace.clients.add_contact(birch, "Ada Roe", title="Director", roles=(ContactRole.SIGNATORY,))
    advice = workspace.engagements.add(
        birch,
        "Audit of offers",
        starts_on=date(2026, 10, 19),
        ends_on=date(2026, 12, 18),
        fee=Decimal("7200.00"),
    )
    workspace.engagements.add_deliverable(
        advice, "Audit report", form="PDF, 20 pages", acceptance=ACCEPTED, due_on=date(2026, 11, 20)
    )
    workspace.engagements.add_milestone(advice, "Draft report", planned_on=date(2026, 11, 13), buffer_days=2)
    workspace.close(back_up=False)
    return folder


@pytest.fixture
def app(desktop: Desktop, accessibility: None, print_queue: PrintQueue, data: Path) -> Iterator[Process]:
    """ClientDesk on that workspace, printing on the private queue."""
    process = desktop.app(data, at=NOW, env={**ACCESSIBLE, **print_queue.env})
    try:
        wait_until(lambda: desktop.windows("ClientDesk"), "the window", 60)
        yield process
    finally:
        desktop.stop(process)


def press(desktop: Desktop, name: str, **more: object) -> None:
    desktop.accessible({"do": "press", "app": "clientdesk", "role": "push button", "name": name, **more})


def test_a_paper_issued_in_the_window_is_printed_for_signing(
    desktop: Desktop, print_queue: PrintQueue, data: Path, app: Process, tmp_path: Path
) -> None:
    printed_before = set(print_queue.papers())
    desktop.accessible({"do": "press", "app": "clientdesk", "name": "Papers", "patience": 20})
    press(desktop, "New paper")
    press(desktop, "Write it")
    desktop.accessible({"do": "find", "app": "clientdesk", "starts": "Ready to issue"})
    press(desktop, "Issue…")
    press(desktop, "Issue")
    desktop.accessible({"do": "find", "app": "clientdesk", "role": "push button", "name": "Mark as signed…"})
    desktop.screenshot("paper-issued.png")
    press(desktop, "Print for signing…")
    desktop.accessible({"do": "find", "app": "clientdesk", "role": "push button", "name": "Print"})
    desktop.screenshot("paper-print-dialog.png")
    desktop.click_accessible(app="clientdesk", role="push button", name="Print")
    paper = wait_until(lambda: next(iter(set(print_queue.papers()) - printed_before), None), "the paper", 60)
    evidence("printed-statement-of-work.pdf").write_bytes(paper.read_bytes())
    view = issued_paper(data, tmp_path)
    look_at(desktop, paper, view.content_id)
    assert print_queue.title_of(paper) == "SOW-2026-001 version 1"


def issued_paper(data: Path, settings: Path) -> AgreementView:
    """The one paper of the workspace, as issued."""
    workspace = opened(data, settings)
    try:
        (row,) = workspace.agreements.list_all()
        assert (row.number, row.state) == ("SOW-2026-001", AgreementState.ISSUED)
        pdf = workspace.agreements.pdf(row.agreement_id)
        assert (workspace.folder.documents / "SOW-2026-001-v1.pdf").read_bytes() == pdf
        return workspace.agreements.get(row.agreement_id)
    finally:
        workspace.close(back_up=False)


def look_at(desktop: Desktop, paper: Path, content_id: str) -> None:
    """Text stays text, fonts are in it, the file is sound; two copies for the two sides."""
    words = desktop.run("pdftotext", "-layout", str(paper), "-")
    pages = words.count("Page 1 of ")
    assert pages == 2, "two copies"
    for said in (CLIENT, "Audit report", "Ada Roe", "Mara Lind", content_id, "SOW-2026-001"):
        assert words.count(said) >= 2, said
    assert "<b>every</b>" in " ".join(words.split())
    look_at_signing_places(desktop, paper)
    assert "DRAFT" not in words
    assert "\ufffd" not in words
    fonts = desktop.run("pdffonts", str(paper)).splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts), fonts
    assert "Source" in " ".join(fonts)
    assert "Helvetica" not in " ".join(fonts)
    desktop.run("qpdf", "--check", str(paper))
    for number, picture in enumerate(pictures(desktop, paper), start=1):
        evidence(f"printed-statement-of-work-{number}.png").write_bytes(picture.read_bytes())


def look_at_signing_places(desktop: Desktop, paper: Path) -> None:
    """The title, boxes for initials on every sheet, and a place for each side to sign, once a copy."""
    sheets = desktop.run("pdftotext", "-layout", str(paper), "-").split("\f")[:-1]
    for sheet in sheets:
        foot = " ".join(sheet.strip().splitlines()[-4:])
        assert "Initials" in foot, foot
        assert "Consultant" in foot, foot
        assert "Client" in foot, foot
    words = " ".join(" ".join(sheets).split())
    assert words.count("Agreement and signatures") == 2, "a heading a copy"
    assert words.count("Date (day month year)") == 4, "two sides, two copies"
    assert words.count("FOR THE CONSULTANT") == words.count("FOR THE CLIENT") == 2


@pytest.fixture
def printing(print_queue: PrintQueue, monkeypatch: pytest.MonkeyPatch) -> PrintQueue:
    """This process prints on the private queue."""
    for name, value in print_queue.env.items():
        monkeypatch.setenv(name, value)
    return print_queue


@pytest.mark.parametrize(
    "kind", [kind for kind in AgreementKind if kind is not AgreementKind.MASTER_AGREEMENT], ids=str
)
def test_every_kind_of_paper_is_printed_sharp(
    desktop: Desktop, printing: PrintQueue, tmp_path: Path, kind: AgreementKind
) -> None:
    paper = family_paper(kind)
    issued = tmp_path / "paper.pdf"
    issued.write_bytes(render(paper))
    copies = 2 if KINDS[kind].is_signed else 1
    job = SystemPrinter().print_file(issued, paper.facts.number, copies=copies, options=("collate=true",))
    printed = printing.paper(job)
    words = desktop.run("pdftotext", "-raw", str(printed), "-")
    own = desktop.run("pdftotext", "-raw", str(issued), "-")
    assert words.count("\f") == copies * own.count("\f")
    assert words.split() == own.split() * copies, "every word is still text"
    assert paper.content_id in words
    assert "\ufffd" not in words
    fonts = desktop.run("pdffonts", str(printed)).splitlines()[2:]
    assert all(line.split()[-5] == "yes" for line in fonts), fonts
    pictures_of = desktop.run("pdfimages", "-list", str(printed)).splitlines()[2:]
    assert pictures_of == [], "letters and lines, no picture of a page"
    desktop.run("qpdf", "--check", str(printed))


def pictures(desktop: Desktop, paper: Path) -> list[Path]:
    """Each page as a picture, to be looked at."""
    stem = desktop.root / "paper-page"
    desktop.run("pdftoppm", "-r", "70", "-png", str(paper), str(stem))
    found = sorted(desktop.root.glob("paper-page-*.png"))
    assert found
    return found
