"""From a client of whom nothing but the name is known to a printed paper, with real keys and a real pointer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from clientdesk.models.enums import AgreementState
from tests.helpers.desktop import Desktop, Process, evidence, wait_until
from tests.helpers.print_queue import PrintQueue
from tests.helpers.story import APP, NINE, birch_was_promised_fridays, opened, press_keys, start, window_of

MOST_ACTIONS = 25


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A practice that signs, and a client with a name and nothing else."""
    folder = tmp_path / "workspace"
    birch_was_promised_fridays(folder)
    workspace = opened(folder, NINE - timedelta(hours=3))
    workspace.practice.update(person="Mara Lind", person_title="Owner", payment_days=14)
    workspace.close(back_up=False)
    return folder


@pytest.fixture
def app(desktop: Desktop, accessibility: None, print_queue: PrintQueue, data: Path) -> Iterator[Process]:
    process = start(desktop, data, at=NINE - timedelta(hours=2), **print_queue.env)
    try:
        window = window_of(desktop)
        desktop.accessible({"do": "find", "role": "push button", "name": "Birch & Co", "patience": 60, **APP})
        desktop.xdotool("windowsize", "--sync", window, 1500, 940)
        desktop.xdotool("windowmove", "--sync", window, 20, 30)
        yield process
    finally:
        desktop.stop(process)


class Hand:
    """Presses and counts; words that are typed are not counted, the keys between them are."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self.actions: list[str] = []

    def click(self, name: str, role: str = "push button", times: int = 1) -> None:
        self.actions.append(f"click {name}")
        self.desktop.click_accessible(role=role, name=name, times=times, **APP)

    def key(self, keys: str) -> None:
        self.actions.append(keys)
        press_keys(self.desktop, keys)

    def write(self, words: str) -> None:
        self.desktop.xdotool("type", "--delay", 12, words)

    def see(self, **step: Any) -> None:
        """Wait until something is on the screen."""
        self.desktop.accessible({"do": "find", "patience": 30, **step, **APP})

    def see_focused(self, name: str, role: str = "text") -> None:
        """Wait until something on the screen has the keyboard: only then words and keys go there."""
        self.see(role=role, name=name, states=["focused"])


def test_from_an_empty_client_to_a_printed_paper(
    desktop: Desktop, print_queue: PrintQueue, data: Path, app: Process
) -> None:
    before = print_queue.papers()
    hand = Hand(desktop)
    an_engagement(hand)
    a_draft(hand)
    what_only_the_paper_says(hand)
    hand.click("Issue…")
    hand.click("Issue")
    hand.see(role="push button", name="Print for signing…")
    hand.key("ctrl+p")
    hand.see(role="push button", name="Print")
    desktop.screenshot("new-paper-print-dialog.png")
    hand.click("Print")
    (paper,) = wait_until(lambda: [p for p in print_queue.papers() if p not in before], "the paper", 40)
    evidence("new-paper.pdf").write_bytes(paper.read_bytes())
    text = desktop.run("pdftotext", "-layout", str(paper), "-")
    for words in ("SOW-2026-001", "Inventory advice", "Ada Roe", "Birch & Co", "4,000.00"):
        assert words in text, words
    workspace = opened(data, NINE)
    try:
        (row,) = workspace.agreements.list_all()
        assert row.state is AgreementState.ISSUED
    finally:
        workspace.close(back_up=False)
    assert len(hand.actions) < MOST_ACTIONS, hand.actions


def an_engagement(hand: Hand) -> None:
    hand.click("Birch & Co")
    hand.click("Promises", "page tab")
    hand.click("New engagement")
    hand.see_focused("Title")
    hand.write("Inventory advice")
    hand.click("Fee", "text")
    hand.see_focused("Fee")
    hand.write("4000")
    hand.key("ctrl+Return")
    hand.desktop.screenshot("new-paper-engagement.png")


def a_draft(hand: Hand) -> None:
    hand.key("ctrl+n")
    hand.key("a")
    hand.see_focused("Filter clients and engagements")
    hand.key("shift+Tab")
    hand.key("shift+Tab")
    hand.key("Down")
    hand.desktop.screenshot("new-paper-dialog.png")
    hand.click("Write it")
    hand.see(role="list item", name="Signatures, 1 thing in the way")


def what_only_the_paper_says(hand: Hand) -> None:
    hand.click("Signatures, 1 thing in the way", "list item")
    hand.see(role="text", name="For the client")
    hand.click("For the client", "text")
    hand.see_focused("For the client")
    hand.write("Ada Roe")
    hand.key("Tab")
    hand.write("Director")
    hand.desktop.screenshot("new-paper-composer.png")
    hand.see(role="list item", name="Signatures, complete")
