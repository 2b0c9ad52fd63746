"""A statement of work is issued in the window and printed: what lies on the paper is what was issued."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from clientdesk.models.enums import AgreementState
from tests.helpers.desktop import Desktop, Process, evidence, wait_until
from tests.helpers.print_queue import PrintQueue
from tests.helpers.sample_agreement import sample_document
from tests.helpers.story import APP, NINE, birch_was_promised_fridays, opened, start, window_of

TITLE = "Inventory and fulfilment improvement"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A workspace with one complete draft."""
    folder = tmp_path / "workspace"
    birch = birch_was_promised_fridays(folder)
    workspace = opened(folder, NINE)
    draft = workspace.agreements.create(workspace.engagements.add(birch, "Inventory advice"))
    workspace.agreements.save_draft(draft, sample_document().model_dump(mode="json"))
    workspace.close(back_up=False)
    return folder


@pytest.fixture
def app(desktop: Desktop, accessibility: None, print_queue: PrintQueue, data: Path) -> Iterator[Process]:
    process = start(desktop, data, at=NINE + timedelta(hours=1), **print_queue.env)
    try:
        window_of(desktop)
        desktop.accessible({"do": "find", "role": "push button", "name": "Birch & Co", "patience": 20, **APP})
        yield process
    finally:
        desktop.stop(process)


def press(name: str) -> dict[str, str]:
    return {"do": "press", "name": name, **APP}


def test_issued_in_the_window_and_printed(
    desktop: Desktop, print_queue: PrintQueue, data: Path, app: Process
) -> None:
    before = print_queue.papers()
    desktop.accessible(press("Papers"), {"do": "find", "role": "table cell", "name": TITLE, **APP})
    desktop.click_accessible(role="table cell", name=TITLE, times=2, **APP)
    desktop.accessible(press("Issue…"), press("Issue"))
    desktop.accessible({"do": "find", "starts": "Number: SOW-2026-001", **APP})
    desktop.screenshot("paper-story-issued.png")
    desktop.accessible(
        press("Print for signing…"), {"do": "find", "role": "push button", "name": "Print", **APP}
    )
    desktop.screenshot("paper-story-print-dialog.png")
    desktop.click_accessible(role="push button", name="Print", **APP)
    (paper,) = wait_until(lambda: [p for p in print_queue.papers() if p not in before], "the paper", 30)
    evidence("paper-story.pdf").write_bytes(paper.read_bytes())
    text = desktop.run("pdftotext", "-layout", str(paper), "-")
    issued = issued_paper(desktop, data)
    once = desktop.run("pdftotext", "-layout", str(issued), "-")
    assert text == once * (text.count("\f") // once.count("\f")), "every copy is what was issued"
    assert "SOW-2026-001" in text
    fonts = desktop.run("pdffonts", str(paper)).splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts), fonts
    desktop.run("qpdf", "--check", str(paper))


def issued_paper(desktop: Desktop, data: Path) -> Path:
    """The issued paper as the workspace gives it."""
    workspace = opened(data, NINE + timedelta(hours=2))
    try:
        (row,) = workspace.agreements.list_all()
        assert row.state is AgreementState.ISSUED
        assert workspace.agreements.verify_all() == []
        path = desktop.root / "issued.pdf"
        path.write_bytes(workspace.agreements.pdf(row.agreement_id))
    finally:
        workspace.close(back_up=False)
    return path
