"""A statement of work of 5 and of 60 pages: against the same lines straight on a canvas, and against WeasyPrint.

Medians of processor time in one process, so that a busy machine measures the same. The floor draws every line, rule
and tint at its place, without layout, tags or finishing; WeasyPrint sets the same content as a web page with the same
fonts and widths. Times belong to this machine, the ratios are the figures: `python -m benchmarks.statement_of_work`.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._figures import Figure, finish
from benchmarks._paper_peers import floor, recorded, web_page
from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.frozen_paper import FrozenPaper
from clientdesk.services.papers import fonts, printing, render, sheet
from clientdesk.services.papers.saving import count_pages
from clientdesk.services.papers.wording import wording
from tests.helpers.sample_agreement import CONTENT, sample_paper

ROUNDS = 9
SLOW_ROUNDS = 3
TO_FLOOR = {"5 pages": 3.6, "60 pages": 5.5}
TO_WEASYPRINT = {"5 pages": 0.3, "60 pages": 0.2}
REPEATED = (
    "objectives", "included", "not_included", "assumptions", "deliverables", "milestones", "roles", "decisions",
    "onboarding", "closing",
)  # fmt: skip


def _long_document(times: int) -> AgreementDocument:
    content: dict[str, Any] = {**CONTENT}
    for name in REPEATED:
        content[name] = CONTENT[name] * times
    content["purpose"] = "\n".join([CONTENT["purpose"]] * times)
    content["governing_terms"] = "\n".join([CONTENT["governing_terms"]] * times)
    exhibit = dict(CONTENT["exhibit"])
    for name in ("rules", "rhythms"):
        exhibit[name] = exhibit[name] * times
    content["exhibit"] = exhibit
    return AgreementDocument.parse(content).with_committed()


def _of_sixty_pages() -> FrozenPaper:
    times = 16
    while True:
        paper = sample_paper(_long_document(times))
        pages = count_pages(render(paper))
        if 58 <= pages <= 62:
            return paper
        times = max(times + 1, times * 60 // pages) if pages < 58 else times - 1


def _story(paper: FrozenPaper) -> list[Any]:
    width, height = sheet.content_size("A4")
    return printing.STORIES[paper.kind](paper, wording(paper.facts.locale, "en"), width, height)


def _alternating(works: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    for work in works.values():
        work()
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            gc.collect()
            started = time.process_time()
            work()
            times[name].append((time.process_time() - started) * 1_000)
    return {name: statistics.median(own) for name, own in times.items()}


def measure(name: str, paper: FrozenPaper, *, with_peer: bool) -> list[Figure]:
    """The figures of one length."""
    import weasyprint

    words = wording(paper.facts.locale, "en")
    furniture = replace(printing._furniture(paper, words, None), logo_png=None)
    lines = recorded(_story(paper), furniture)
    page = web_page(_story(paper))

    def plain() -> bytes:
        return sheet.build(_story(paper), "A4", furniture, is_tagged=False, is_finished=False)

    def tagged() -> bytes:
        return sheet.build(_story(paper), "A4", furniture, is_finished=False)

    works: dict[str, Callable[[], Any]] = {
        "floor": lambda: floor(lines),
        "plain": plain,
        "tagged": tagged,
        "finished": lambda: render(paper),
    }
    found = _alternating(works, ROUNDS)
    pages = count_pages(render(paper))
    figures = [Figure(f"{name}: {part}", round(value, 1)) for part, value in found.items()]
    ratio = found["finished"] / found["floor"]
    figures.append(Figure(f"{name}: finished to floor", ratio, "x", TO_FLOOR[name], f"{pages} pages"))
    if with_peer:
        own = _alternating({"peer": lambda: weasyprint.HTML(string=page).write_pdf()}, SLOW_ROUNDS)
        figures.append(Figure(f"{name}: WeasyPrint", round(own["peer"], 1)))
        ratio = found["finished"] / own["peer"]
        figures.append(Figure(f"{name}: finished to WeasyPrint", ratio, "x", TO_WEASYPRINT[name]))
    return figures


def main() -> int:
    """Print the figures; exit 1 when a target is missed. `--quick` leaves WeasyPrint out."""
    fonts.register()
    with_peer = "--quick" not in sys.argv
    figures = measure("5 pages", sample_paper(), with_peer=with_peer)
    figures += measure("60 pages", _of_sixty_pages(), with_peer=with_peer)
    return finish(figures)


if __name__ == "__main__":
    sys.exit(main())
