"""User text on paper: printed literally, never interpreted; what cannot be set is named by field."""

from __future__ import annotations

import ast
import copy
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from clientdesk.models.agreement_checks import texts
from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.errors import InvalidInput
from clientdesk.models.frozen_paper import DraftPaper
from clientdesk.services.papers import render, sheet
from clientdesk.services.papers.coverage import uncovered_text
from clientdesk.services.papers.flowables import CELL, CELL_STRONG, TextRuns, items, plain_table, rows_table
from clientdesk.services.papers.printing import _furniture
from clientdesk.services.papers.wording import wording
from tests.helpers.pdf_checks import assert_sound, missing_words, pages_of, run, words_of
from tests.helpers.sample_agreement import CONTENT, sample_document, sample_paper
from tests.unit.services.papers.test_statement_of_work import NEVER_PRINTED, squeeze

pytestmark = pytest.mark.no_cover  # the same lines are covered by quicker tests

HOSTILE = "<b>x</b> & ]]> <img src='/etc/hostname'/> <para> &amp; %s {name} **bold** (\\) \\u0041"
UNFREE = (*(f"exhibit.{name}" for name in ("zone", "client_zone")), "schema_version")


def _replaced(content: Any, word: str, path: str = "") -> Any:
    if isinstance(content, dict):
        return {key: _replaced(value, word, f"{path}.{key}".lstrip(".")) for key, value in content.items()}
    if isinstance(content, list):
        return [_replaced(value, word, path) for value in content]
    is_free = isinstance(content, str) and not NEVER_PRINTED.search(path) and path not in UNFREE
    is_value = path.split(".")[-1] in {"by", "rate", "unit_price", "expenses_cap", "tied_to"}
    is_value = is_value or path.endswith(("_on", "open_until"))
    return f"{content} {word}" if is_free and not is_value else content


def test_tags_and_entities_print_literally_in_every_field(printed: Any, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    Image.new("RGB", (40, 40), "red").save(secret)
    content = _replaced(copy.deepcopy(CONTENT), HOSTILE.replace("/etc/hostname", str(secret)))
    content["fees"]["lines"] = [{"text": HOSTILE, "unit_price": "5"}]
    content["fees"]["payments"] = []
    document = AgreementDocument.parse(content).with_committed()
    paper = printed(render(sample_paper(document, what_changed=HOSTILE)))
    paper.check()
    text = squeeze(paper.body()).casefold()
    hostile_fields = [(path, value) for path, value in texts(document) if "<b>" in value]
    assert len(hostile_fields) > 120
    missing = [
        path
        for path, value in hostile_fields
        if not all(squeeze(line).rstrip(".").casefold() in text for line in value.split("\n"))
    ]
    assert missing == []
    assert paper.run("pdfimages", "-list", str(paper.path)).strip().count("\n") == 1


def test_no_paragraph_is_built_from_markup() -> None:
    folder = Path(__file__).parents[4] / "clientdesk" / "services" / "papers"
    found = []
    for path in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(
                getattr(node, "func", None), "id", getattr(getattr(node, "func", None), "attr", "")
            )
            if name in {"Paragraph", "XPreformatted", "ParaParser", "Image", "urlopen"}:
                found.append(f"{path.name}:{node.lineno}")
    assert found == []


def test_sample_can_be_set() -> None:
    assert uncovered_text(sample_document()) == []


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("launch 🚀", "emoji", "🚀"),
        ("check ✅", "emoji", "✅"),
        ("ไทย", "no_glyph", None),
        ("\ue000", "no_glyph", "\ue000"),
        ("שלום", "right_to_left", None),
        ("مرحبا", "right_to_left", None),
    ],
)
@pytest.mark.parametrize(
    "path", ["purpose", "project_title", "client.legal_name", "included.2", "deliverables.1.acceptance"]
)
def test_what_no_font_covers_is_named_by_field(text: str, code: str, shown: str | None, path: str) -> None:
    content = copy.deepcopy(CONTENT)
    *parents, last = path.split(".")
    target: Any = content
    for part in parents:
        target = target[int(part)] if part.isdigit() else target[part]
    target[int(last) if last.isdigit() else last] = f"Good {text}"
    problems = uncovered_text(AgreementDocument.parse(content))
    assert [(problem.field, problem.code) for problem in problems] == [(path, code)]
    if shown is not None:
        assert problems[0].facts["characters"] == "".join(sorted(set(shown)))


def test_latin_greek_and_cyrillic_can_be_set(printed: Any) -> None:
    words = "Łódź Ąžuolas Şişli Đà Nẵng Αθήνα Київ “quotes” – € £ ¥ → • … ½ ™"
    document = AgreementDocument.parse({**CONTENT, "purpose": words})
    assert uncovered_text(document) == []
    assert words in printed(render(sample_paper(document))).text()


def test_extracted_text_is_what_was_set(printed: Any) -> None:
    text = printed(render(sample_paper())).text()
    assert "\x00" not in text
    assert "\ufffd" not in text
    assert "Göteborg" in text
    assert "6.1% → at most 2.0%" in text


@pytest.mark.parametrize(
    "text",
    ["x" * 10_000, "word " * 4_000, "line\n" * 3_000, "\n\n\n", "a" * 20_000, "\u00a0" * 500, "-" * 9_000],
)
@pytest.mark.parametrize("field", ["purpose", "deliverables", "included", "milestones", "rules", "roles"])
def test_long_and_odd_texts_still_make_a_sound_paper(printed: Any, text: str, field: str) -> None:
    content = copy.deepcopy(CONTENT)
    if field == "purpose":
        content["purpose"] = text
    elif field == "deliverables":
        content["deliverables"][2]["acceptance"] = text
    elif field == "included":
        content["included"].append(text)
    elif field == "milestones":
        content["milestones"][1]["reason"] = text
    elif field == "rules":
        content["exhibit"]["rules"].append(text)
    else:
        content["roles"][0]["responsible_for"] = text
    document = AgreementDocument.parse(content).with_committed()
    paper = printed(render(sample_paper(document)))
    paper.check()
    assert squeeze(text)[:200] in squeeze(paper.body())


def test_five_hundred_rows_print(printed: Any) -> None:
    row = {"title": "Report", "acceptance": "Read by both", "due_on": "2027-01-15"}
    document = AgreementDocument.parse({**CONTENT, "deliverables": [row] * 500})
    text = printed(render(sample_paper(document))).layout()
    assert "D500" in text


_PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Co", "Cn"]), max_size=40)
_anything = _PLAIN | st.sampled_from(
    [HOSTILE, "", " ", "\x00", "\u202e", "é" * 50, "a\nb\r\nc", "𝔘", "\uffff", "]]>", "</para>", "東京で確認する",
     "재고 개선", "Łódź Αθήνα Київ Đà Nẵng", "שלום", "(\\)", "x" * 120]
)  # fmt: skip
_WRITABLE = [
    path
    for path, value in texts(sample_document())
    if not NEVER_PRINTED.search(path)
    and not path.startswith(("exhibit.zone", "exhibit.client_zone", "fees.currency"))
    and value
]


def _put(content: Any, path: str, value: str) -> None:
    *parents, last = path.split(".")
    for part in parents:
        content = content[int(part)] if part.isdigit() else content[part]
    content[int(last) if last.isdigit() else last] = value


@given(st.dictionaries(st.sampled_from(_WRITABLE), _anything, min_size=1, max_size=8))
@settings(
    max_examples=16,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
def test_any_text_in_any_field_is_printed_soundly_or_refused_with_our_own_error(
    fields: dict[str, str],
) -> None:
    content = sample_document().model_dump(mode="json")
    for path, value in fields.items():
        _put(content, path, value)
    try:
        document = AgreementDocument.parse(content)
    except InvalidInput:
        return
    if uncovered_text(document):
        draft = render(DraftPaper(document, date(2026, 11, 22)))
        assert_sound(draft)
        assert "Draftwithcharactersthatcannotbeset" in squeeze(words_of(draft))
        return
    paper = render(sample_paper(document))
    assert_sound(paper)
    missing = {path for path, _ in missing_words(paper, document)}
    assert missing.isdisjoint(path for path in fields if path not in _NOT_ALWAYS)


_NOT_ALWAYS = ("client.signatory", "consultant.signatory", "governed_by")
"""Fields whose place on paper depends on others being filled in."""


def test_a_million_characters_in_one_field_are_refused_at_once() -> None:
    for text in ("word " * 200_000, "x" * 1_000_000, "é\u202e" * 500_000, "\n" * 1_000_000):
        started = time.thread_time()
        with pytest.raises(InvalidInput) as caught:
            AgreementDocument.parse({**CONTENT, "purpose": text})
        assert time.thread_time() - started < 1
        assert [problem.field for problem in caught.value.problems] == ["purpose"]


def test_a_cell_taller_than_a_page_is_divided_and_sound() -> None:
    content = copy.deepcopy(CONTENT)
    content["deliverables"][1]["acceptance"] = "many words here " * 1_200
    document = AgreementDocument.parse(content).with_committed()
    paper = render(sample_paper(document))
    assert_sound(paper)
    text = squeeze(words_of(paper))
    assert text.count("many") >= 1_200
    assert [path for path, _ in missing_words(paper, document)] == ["deliverables.1.acceptance"]


def test_five_thousand_rows_are_set_with_progress_and_can_be_stopped() -> None:
    def story() -> list[Any]:
        rows = [[TextRuns(f"R{n}", CELL_STRONG), TextRuns("Words of a row", CELL)] for n in range(1, 5_001)]
        return [rows_table(["Ref", "What"], rows, [60, 300])]

    furniture = replace(_furniture(sample_paper(), wording("en_GB"), None), attachment=None)
    pages: list[int] = []
    pdf = sheet.build(story(), "A4", furniture, on_page=pages.append)
    run(pdf, "qpdf", "--check", "{}")
    assert pages == list(range(1, len(pages_of(pdf)) + 1))
    assert len(pages) > 100
    assert "R5000" in words_of(pdf)

    def stop(page: int) -> None:
        if page == 3:
            raise StopIteration

    with pytest.raises(StopIteration):
        sheet.build(story(), "A4", furniture, on_page=stop)


@pytest.mark.parametrize(
    "story",
    [
        [],
        [TextRuns("", CELL)],
        [rows_table(["Head"], [], [100])],
        [plain_table([[None, []]], [50, 50])],
        [*items([])],
    ],
)
def test_empty_lists_tables_and_stories_make_one_sound_page(story: list[Any]) -> None:
    furniture = replace(_furniture(sample_paper(), wording("en_GB"), None), attachment=None)
    pdf = sheet.build(story, "A4", furniture)
    assert_sound(pdf)
    assert len(pages_of(pdf)) == 1
