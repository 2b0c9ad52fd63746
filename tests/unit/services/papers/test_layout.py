"""What may not be torn apart, and what repeats."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.platypus import Spacer

from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.frozen_paper import FrozenPaper, IssueFacts
from clientdesk.services.papers import render, sheet
from clientdesk.services.papers.flowables import (
    CELL,
    TEAL,
    TERRACOTTA,
    TINT,
    WARM_TINT,
    TextRuns,
    boxes,
    items,
    rows_table,
)
from clientdesk.services.papers.printing import _furniture
from clientdesk.services.papers.wording import wording
from tests.helpers.pdf_checks import assert_sound, pages_of, run, words_of
from tests.helpers.sample_agreement import CONTENT, sample_facts, sample_paper

pytestmark = pytest.mark.no_cover  # the same lines are covered by quicker tests

SIGNING = ("Agreement and signatures", "FOR THE CONSULTANT", "FOR THE CLIENT", "Date (day month year)")


def _paper(paper_size: str, **changes: Any) -> FrozenPaper:
    document = AgreementDocument.parse({**copy.deepcopy(CONTENT), **changes}).with_committed()
    return sample_paper(document, paper_size=paper_size)


@given(
    st.integers(0, 60),
    st.integers(1, 12),
    st.sampled_from(["A4", "Letter"]),
    st.sampled_from(["", "Ltd " * 70]),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_signature_block_is_never_divided(
    printed: Any, sentences: int, entries: int, paper_size: str, tail: str
) -> None:
    consultant = {**CONTENT["consultant"], "legal_name": ("Lindqvist " + tail)[:290]}
    paper = _paper(
        paper_size,
        governing_terms="A sentence of the terms that takes some room on the line. " * sentences,
        included=CONTENT["included"][:1] * entries,
        consultant=consultant,
    )
    pages = printed(render(paper)).pages()
    holding = [page for page in pages if all(part in page for part in SIGNING)]
    assert len(holding) == 1
    assert all(sum(part in page for page in pages) == 1 for part in SIGNING[1:])


@pytest.mark.parametrize("paper_size", ["A4", "Letter"])
@pytest.mark.parametrize("rows", [5, 17, 23, 24, 25, 26, 27, 60])
def test_table_heads_repeat_and_two_rows_stay_on_each_side(printed: Any, rows: int, paper_size: str) -> None:
    row = {"title": "Step", "planned_on": "2027-01-15", "buffer_days": 1}
    fees = {**CONTENT["fees"], "payments": []}
    paper = _paper(paper_size, milestones=[row] * rows, fees=fees)
    pages = printed(render(paper)).layout().split("\f")[:-1]
    counts = [len(re.findall(r"\bM\d+ +Step\b", page)) for page in pages]
    assert sum(counts) == rows
    for page, count in zip(pages, counts, strict=True):
        assert count != 1
        assert ("COMMITTED" in page) == (count > 0)


@pytest.mark.parametrize("fill", range(0, 30, 3))
def test_totals_stay_with_a_payment(printed: Any, fill: int) -> None:
    paper = _paper("Letter", decisions=["One more line about how decisions are made here."] * fill)
    for page in printed(render(paper)).pages():
        if re.search(r"Total €18,600.00", page):
            assert "P3" in page
            assert "Subtotal" in page


def test_exhibit_starts_a_page(printed: Any) -> None:
    pages = printed(render(sample_paper())).pages()
    start = [page for page in pages if "Exhibit A – Communication plan" in page]
    assert len(start) == 1
    body = start[0].split("confidential", 1)[1].strip()
    assert body.startswith("Exhibit A")


def test_long_scope_lists_leave_the_boxes_and_break(printed: Any) -> None:
    paper = _paper("A4", included=[f"Entry number {n} of the list" for n in range(80)])
    text = printed(render(paper)).text()
    assert text.count("Entry number") == 80


@pytest.mark.parametrize("length", [80, 150, 300])
def test_long_titles_fit_and_running_heads_do_not_meet(printed: Any, length: int) -> None:
    title = ("Inventory improvement " * 20)[:length].strip()
    paper = printed(render(_paper("A4", project_title=title, printed_title="Statement of Work " * 5)))
    boxes = paper.run("pdftotext", "-bbox", "-f", "2", "-l", "2", str(paper.path), "-")
    words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"', boxes)
    head = sorted((float(x), float(end)) for x, y, end in words if float(y) < 45)
    assert head
    assert all(before[1] <= after[0] + 0.1 for before, after in pairwise(head))
    assert "…" in boxes or length == 80


def test_no_ink_outside_the_margins(printed: Any) -> None:
    paper = printed(render(sample_paper()))
    boxes = paper.run("pdftotext", "-bbox", str(paper.path), "-")
    for x, end in re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"', boxes):
        assert float(x) >= 62.3 - 24.5
        assert float(end) <= 595.3 - 56.6


@pytest.mark.parametrize("logo", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40])
def test_a_damaged_logo_leaves_the_name(printed: Any, logo: bytes) -> None:
    assert "Lindqvist Operations Consulting" in printed(render(sample_paper(), logo_png=logo)).pages()[0][:80]


def test_a_logo_is_drawn_once_and_repeatably(printed: Any) -> None:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGBA", (300, 60), (10, 80, 90, 128)).save(out, "PNG")
    first = render(sample_paper(), logo_png=out.getvalue())
    assert first == render(sample_paper(), logo_png=out.getvalue())
    paper = printed(first)
    paper.check()
    assert "image" in paper.run("pdfimages", "-list", str(paper.path))


def test_facts_of_issuing_are_bounded() -> None:
    with pytest.raises(ValueError, match="number"):
        IssueFacts(**{**sample_facts().model_dump(), "number": ""})


def _filled(pdf: bytes) -> list[float]:
    """How far down the text of each page reaches, 1 for all the way."""
    found = []
    for high, page in re.findall(
        r'height="([\d.]+)">(.*?)</page>', run(pdf, "pdftotext", "-bbox", "{}", "-"), re.DOTALL
    ):
        foot = float(high) - 62
        ends = [float(end) for end in re.findall(r'yMax="([\d.]+)"', page)]
        found.append((max(end for end in ends if 58 < end < foot) - 68) / (foot - 74))
    return found


@pytest.mark.parametrize("seed", range(8))
def test_no_page_is_left_half_empty_before_its_section_ends(seed: int) -> None:
    chance = Random(seed)
    names = ("included", "not_included", "deliverables", "milestones", "roles", "decisions", "closing")
    changes = {name: (CONTENT[name] * 3)[: chance.randint(1, len(CONTENT[name]) * 3)] for name in names}
    changes["purpose"] = "\n".join([CONTENT["purpose"]] * chance.randint(1, 5))
    changes["fees"] = {**CONTENT["fees"], "payments": CONTENT["fees"]["payments"][:2]}
    pdf = render(_paper(("A4", "Letter")[seed % 2], **changes))
    starts = [place for place, text in enumerate(pages_of(pdf)) if "Exhibit A –" in text and place]
    filled = _filled(pdf)
    assert [share for place, share in enumerate(filled[:-1]) if place + 1 not in starts and share < 0.6] == []


def test_a_word_of_a_table_head_is_never_divided() -> None:
    row = [[TextRuns("x", CELL), TextRuns("y", CELL)]]
    table = rows_table(["Modification", "Überprüfungszeitraum"], row, [52, 80], right=(1,))
    table.wrap(200, 500)
    titles = [cell.content[0] for cell in table.rows[0].cells if cell is not None]
    assert all(title.height < 2 * title.style.fontSize for title in titles)
    assert all(5.6 <= title.style.fontSize < 7.6 for title in titles)


def test_two_boxes_higher_than_the_rest_of_the_page_are_divided_between_their_entries() -> None:
    entries = [f"Entry number {n} of the list, with words that make it two lines long" for n in range(16)]
    story = [
        Spacer(1, 300),
        boxes([(items(entries), TINT, TEAL), (items(entries[:9]), WARM_TINT, TERRACOTTA)], 476),
    ]
    furniture = replace(_furniture(sample_paper(), wording("en_GB"), None), attachment=None)
    pdf = sheet.build(story, "A4", furniture)
    assert_sound(pdf)
    text = words_of(pdf)
    assert len(pages_of(pdf)) == 2
    assert all(text.count(entry) == 1 + (place < 9) for place, entry in enumerate(entries))
