"""What a screen reader finds in a paper: headings in order, lists, tables with heads, and nothing of the furniture."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from PIL import Image
from reportlab.platypus import Spacer

from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.services.papers import flowables, printing, render, sheet
from clientdesk.services.papers.wording import wording
from tests.helpers.pdf_checks import assert_sound, broken_rules, run
from tests.helpers.sample_agreement import CONTENT, sample_paper


@pytest.fixture(scope="module")
def sample() -> bytes:
    return render(sample_paper())


def furniture(**changes: Any) -> sheet.Furniture:
    made = printing._furniture(sample_paper(), wording("en_GB"), None)
    return replace(made, attachment=None, **changes)


def built(story: list[Any], **changes: Any) -> bytes:
    return sheet.build(story, "A4", furniture(**changes))


def spoken(pdf: bytes) -> list[str]:
    """Every text in the order of the structure tree."""
    return re.findall(r'^\s*"(.*)"$', run(pdf, "pdfinfo", "-struct-text", "{}"), re.MULTILINE)


def roles(pdf: bytes) -> list[str]:
    """Every role in the order of the structure tree."""
    found = re.findall(
        r"^\s*([A-Z][A-Za-z0-9]*)(?: \(|:|$)", run(pdf, "pdfinfo", "-struct", "{}"), re.MULTILINE
    )
    return [role for role in found if not role.startswith("Scope")]


def test_poppler_calls_it_tagged_and_the_title_is_shown(sample: bytes) -> None:
    facts = run(sample, "pdfinfo", "{}")
    assert re.search(r"Tagged:\s+yes", facts)
    assert re.search(r"JavaScript:\s+no", facts)
    assert re.search(r"Encrypted:\s+no", facts)
    with pikepdf.open(io.BytesIO(sample)) as file:
        assert file.Root.ViewerPreferences.DisplayDocTitle
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "en"
        assert [page.obj.Tabs for page in file.pages] == ["/S"] * 5


def test_text_is_heard_in_the_order_of_the_model(sample: bytes) -> None:
    text = " ".join(" ".join(spoken(sample)).split())
    order = [
        "STATEMENT OF WORK", CONTENT["project_title"], "1 Purpose and background", CONTENT["purpose"],
        "2 Objectives", "G1", "Late or incomplete orders", "6.1% → at most 2.0% of orders", "G2", "G3",
        "3 Scope", "Included", *CONTENT["included"], "Not included", *CONTENT["not_included"],
        "D1", CONTENT["deliverables"][0]["title"], CONTENT["deliverables"][0]["acceptance"], "D5",
        "M1", "M6", "Agreement and signatures", "Exhibit A",
    ]  # fmt: skip
    at = 0
    for words in order:
        found = text.find(words, at)
        assert found >= 0, words
        at = found + len(words)


def test_lines_are_joined_by_spaces_and_the_furniture_is_silent(sample: bytes) -> None:
    text = " ".join(" ".join(spoken(sample)).split())
    assert "orders left late or incomplete" in text
    for silent in ("Page 1 of 5", "Initials", "content ID D", "For signature · confidential"):
        assert silent not in text


def test_one_title_then_sections_with_headings_and_no_level_skipped(sample: bytes) -> None:
    found = roles(sample)
    assert found[:2] == ["Document", "Sect"]
    assert found.count("H1") == 1
    levels = [int(role[1]) for role in found if re.fullmatch(r"H\d", role)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert found.count("Sect") == found.count("H2") + 1


def test_lists_and_tables_have_their_parts(sample: bytes) -> None:
    found = roles(sample)
    assert found.count("LI") == found.count("LBody") == found.count("Lbl") > 20
    assert found.count("Table") == found.count("THead") == found.count("TBody") >= 7
    assert found.count("TH") > 25
    with pikepdf.open(io.BytesIO(sample)) as file:
        heads = [item for item in file.objects if _is_element(item, "/TH")]
        assert heads
        assert all(item.A.Scope == "/Column" for item in heads)


def _is_element(item: Any, role: str) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/S") == role and "/P" in item


def test_a_divided_paragraph_and_a_divided_table_stay_one_element_each() -> None:
    words = "A sentence that goes on over the end of the page. "
    rows = [[flowables.TextRuns(f"row {n}", flowables.CELL)] for n in range(40)]
    table = flowables.rows_table(["One head"], rows, [200])
    story = [
        flowables.fitted_title("Title", 400),
        flowables.Heading("Heading", 1),
        Spacer(1, 560),
        flowables.TextRuns(words * 40, flowables.BODY),
        table,
    ]
    pdf = built(story)
    assert_sound(pdf)
    found = roles(pdf)
    assert (found.count("P"), found.count("Table"), found.count("TR")) == (1, 1, 41)
    assert spoken(pdf).count("ONE HEAD") == 1
    assert run(pdf, "pdftotext", "{}", "-").count("ONE HEAD") >= 2
    assert " ".join(" ".join(spoken(pdf)).split()).count(words.strip()) == 40


def test_a_row_cut_by_the_page_stays_one_row() -> None:
    tall = flowables.paragraphs("\n".join(["A line of a very tall cell."] * 150), flowables.CELL)
    pdf = built(
        [flowables.rows_table(["Ref", "Text"], [[flowables.TextRuns("D1", flowables.CELL), tall]], [40, 300])]
    )
    assert_sound(pdf)
    assert roles(pdf).count("TR") == 2
    assert " ".join(spoken(pdf)).count("A line of a very tall cell.") == 150


def test_a_heading_without_its_upper_level_is_raised() -> None:
    pdf = built(
        [flowables.TextRuns("A third level", flowables.SUBHEADING), flowables.TextRuns("x", flowables.BODY)]
    )
    assert "H1" in roles(pdf)
    assert_sound(pdf)


def test_a_logo_is_a_figure_with_words() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (300, 60), (10, 80, 90, 128)).save(out, "PNG")
    pdf = render(sample_paper(), logo_png=out.getvalue())
    assert_sound(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        figures = [item for item in file.objects if _is_element(item, "/Figure")]
        assert [str(item.Alt) for item in figures] == ["Lindqvist Operations Consulting"]


def test_a_watermark_is_behind_everything_and_silent() -> None:
    pdf = built([flowables.TextRuns("Said aloud", flowables.BODY)], watermark="Internal – not for the client")
    assert_sound(pdf)
    assert spoken(pdf) == ["Said aloud"]
    assert "Internal" in "".join(run(pdf, "pdftotext", "{}", "-").split())


def test_further_paragraphs_of_an_item_belong_to_it() -> None:
    pdf = built([*flowables.items(["First line\nsecond line", "Other item"])])
    found = roles(pdf)
    assert (found.count("L"), found.count("LI"), found.count("LBody")) == (1, 2, 2)
    assert_sound(pdf)


def test_the_gate_fails_without_tags() -> None:
    paper = sample_paper()
    words = wording("en_GB")
    width, height = sheet.content_size("A4")
    story = printing.STORIES[paper.kind](paper, words, width, height)
    bare = sheet.build(story, "A4", furniture(), is_tagged=False)
    with pytest.raises(AssertionError):
        assert_sound(bare)
    assert {rule.split(":")[0] for rule in broken_rules(bare)} == {"ua1", "3a"}


def test_the_gate_fails_on_a_character_that_no_font_has(monkeypatch: pytest.MonkeyPatch) -> None:
    from clientdesk.services.papers import fonts

    monkeypatch.setattr(fonts, "MISSING", "\ue123")
    document = AgreementDocument.parse({**CONTENT, "purpose": "Not in any font: \ue000"})
    assert broken_rules(render(sample_paper(document))) != []
