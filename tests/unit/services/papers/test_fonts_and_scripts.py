"""Scripts on paper: each in a font that has it, broken where its readers break it, or refused by name."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from typing import Any

import pytest

from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.services.papers import fallback, fonts, render
from clientdesk.services.papers.coverage import uncovered_text
from clientdesk.services.papers.flowables import BODY, TextRuns
from clientdesk.services.papers.fonts import SANS, SERIF, STRONG
from clientdesk.services.wording import words_for_problem
from tests.helpers.pdf_checks import assert_sound, fonts_of, missing_words
from tests.helpers.sample_agreement import CONTENT, sample_paper

SCRIPTS = {
    "latin": "Łódź Ąžuolas Şişli Þórður ½ ™ → • … €",
    "greek": "Αθήνα, ὅτι τὸ ἀγαθόν ἐστιν",
    "cyrillic": "Київ, Қазақстан, Ѣ",
    "vietnamese": "Đà Nẵng, đơn hàng trễ",
    "chinese": "仓库每月发出两千九百份订单，其中一部分延迟。",
    "japanese": "弊社は毎月「2,900件」の注文を出荷しています。",
    "korean": "재고 정확도는 분기마다 확인합니다.",
    "symbols": "☐ ☑ ✓ ✗ ① ♥ ≤ −",
}


def _document(text: str) -> AgreementDocument:
    content = copy.deepcopy(CONTENT)
    content["project_title"] = content["printed_title"] = content["purpose"] = text
    content["consultant"]["legal_name"] = content["client"]["legal_name"] = text
    content["deliverables"][0]["acceptance"] = content["included"][0] = text
    return AgreementDocument.parse(content).with_committed()


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_is_set_in_every_place_and_can_be_copied(script: str) -> None:
    document = _document(SCRIPTS[script])
    assert uncovered_text(document) == []
    paper = render(sample_paper(document))
    assert_sound(paper)
    assert missing_words(paper, document) == []


def test_a_paper_in_latin_loads_and_embeds_no_other_font() -> None:
    assert {name.split("+")[1] for name, _, _ in fonts_of(render(sample_paper()))} == {
        "SourceSansPro-Regular",
        "SourceSansPro-Semibold",
        "SourceSerifPro-Semibold",
    }


def _lines(text: str, width: float) -> list[str]:
    paragraph = TextRuns(text, BODY)
    paragraph.wrap(width, 1e6)
    return ["".join(part for word in words for _, part in word.pieces) for words, _ in paragraph._lines]


def test_text_without_spaces_wraps_and_marks_stay_with_their_neighbours() -> None:
    text = "弊社は「毎月」、注文を出荷しています。" * 12
    lines = _lines(text, 150)
    assert len(lines) > 8
    assert "".join(lines) == text
    assert all(fonts.width(line, SANS, BODY.fontSize) <= 150 for line in lines)  # type: ignore[attr-defined]
    assert not any(line[0] in "、。」" or line[-1] == "「" for line in lines)


def test_korean_breaks_between_words_and_mixed_text_at_the_change_of_script() -> None:
    assert all(
        line in "재고정확도는 분기마다 확인합니다" for line in _lines("재고정확도는 분기마다 확인합니다", 70)
    )
    assert _lines("SOW出荷SOW出荷", 36) == ["SOW出", "荷SOW", "出荷"]


def test_a_long_word_is_divided_after_a_mark_where_there_is_one() -> None:
    lines = _lines("dele.okafor@harborandpine.example", 100)
    assert "".join(lines) == "dele.okafor@harborandpine.example"
    assert lines[0][-1] in "@."
    assert len(_lines("x" * 10_000, 100)) > 400


def test_semibold_and_serif_fall_back_to_bold_where_there_is_one() -> None:
    assert fonts.split("재고", STRONG) == [("PaperHangulBold", "재고")]
    assert fonts.split("재고", SANS) == [("PaperHangul", "재고")]
    assert fonts.split("18\u202f600", SERIF) == [(SERIF, "18"), (STRONG, "\u202f"), (SERIF, "600")]


@pytest.fixture
def without_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """A computer whose font folders are empty."""

    def clear() -> None:
        for cached in (fallback.installed, fonts._covering):
            cached.cache_clear()

    monkeypatch.setattr(fallback, "folders", lambda: [tmp_path])
    clear()
    yield tmp_path
    monkeypatch.undo()
    clear()


@pytest.mark.parametrize(
    ("text", "script", "package"),
    [
        ("日本語", "Chinese and Japanese", "fonts-droid-fallback"),
        ("한국어", "Korean", "fonts-nanum"),
        ("⌘⌥", "These symbols", "fonts-dejavu-core"),
    ],
)
def test_a_script_whose_font_is_absent_is_refused_by_name(
    without_fonts: Path, text: str, script: str, package: str
) -> None:
    assert not list(without_fonts.iterdir())
    (problem,) = uncovered_text(AgreementDocument.parse({**CONTENT, "purpose": f"Well, {text}"}))
    assert (problem.field, problem.code) == ("purpose", "no_font")
    sentence = words_for_problem(problem)
    assert script in sentence
    assert package in sentence
    assert all(char in sentence for char in text)


def test_a_font_is_found_wherever_the_folders_keep_it(without_fonts: Path) -> None:
    source = Path("/usr/share/fonts/truetype/nanum/NanumGothic.ttf")
    place = without_fonts / "some" / "where"
    place.mkdir(parents=True)
    shutil.copy(source, place / source.name)
    fallback.installed.cache_clear()
    assert fallback.file_of(fallback.HANGUL, bold=True) == place / source.name
    assert uncovered_text(AgreementDocument.parse({**CONTENT, "purpose": "한국어"})) == []


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("שלום עולם", "right_to_left", "Hebrew"),
        ("مرحبا", "right_to_left", "Arabic"),
        ("launch 🚀", "emoji", "🚀"),
        ("ภาษาไทย", "no_glyph", "ภ"),
        ("हिन्दी", "no_glyph", "ह"),
    ],
)
def test_what_cannot_be_set_is_refused_by_name(text: str, code: str, words: str) -> None:
    (problem,) = uncovered_text(AgreementDocument.parse({**CONTENT, "purpose": text}))
    assert (problem.field, problem.code) == ("purpose", code)
    assert words in words_for_problem(problem)


def test_the_map_of_a_font_is_read_as_the_library_reads_it() -> None:
    for font in fallback.CHAIN:
        path = fallback.file_of(font, bold=False)
        assert path is not None
        known = set(map(ord, fonts.widths(font.name)))
        assert known - {0xA0, 0, 0xFFFF} <= fallback.code_points(path) | {0xA0}
        inside = {code for low, high in font.ranges for code in range(low, high + 1)}
        assert fallback.code_points(path) & inside <= known
