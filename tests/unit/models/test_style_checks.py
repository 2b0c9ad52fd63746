"""Wording that is pointed out while typing."""

from __future__ import annotations

from typing import Any

import pytest

from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.family_documents import MeetingSummaryDocument
from clientdesk.models.paper_texts import exhibit_letter, exhibit_letters, extra_letters
from clientdesk.models.style_checks import style_problems
from clientdesk.services.wording import words_for_problem
from tests.helpers.sample_agreement import CONTENT, sample_document


def found(**changes: Any) -> dict[str, str]:
    document = AgreementDocument.parse({**CONTENT, **changes})
    return {problem.field: problem.code for problem in style_problems(document)}


def test_the_sample_reads_well() -> None:
    assert found() == {}


VAGUE = (
    "support", "assist", "as needed", "As directed", "including but not limited to", "etc.", "ASAP",
    "unlimited revisions", "best effort", "best efforts", "as soon as possible",
)  # fmt: skip


@pytest.mark.parametrize("word", VAGUE)
def test_vague_words_are_named(word: str) -> None:
    assert found(included=[f"Training {word} for the team"]) == {"included.0": "vague_word"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Schulung bei Bedarf"),
        ("fr", "Formation selon les besoins"),
        ("es", "Formación lo antes posible"),
        ("de", "Training as needed"),
    ],
)
def test_vague_words_of_the_papers_language_count(language: str, text: str) -> None:
    assert found(language=language, included=[text]) == {"included.0": "vague_word"}


def test_whole_words_only_and_only_where_work_is_described() -> None:
    assert found(included=["Supportive structures of steel, assisted by none"]) == {}
    assert found(governing_terms="In a conflict the Agreement prevails, with support as needed.") == {}


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"purpose": "Ready by 03/04/2027"}, "purpose", "ambiguous_date"),
        ({"governing_terms": "Signed 3/4/27; it prevails."}, "governing_terms", "ambiguous_date"),
        ({"purpose": "Orders are late. The Consultant will map all flows."}, "purpose", "task_in_background"),
        ({"purpose": "We shall count stock"}, "purpose", "task_in_background"),
        ({"purpose": "x" * 81}, "purpose", "long_word"),
        ({"governing_terms": "It prevails; see attached list."}, "governing_terms", "exhibit_unnamed"),
        ({"governing_terms": "The exhibit prevails."}, "governing_terms", "exhibit_unnamed"),
        ({"purpose": "The total is €18,000.00 in all."}, "purpose", "two_numbers"),
        ({"purpose": "The fee is 18.000,00 EUR."}, "purpose", "two_numbers"),
        ({"purpose": "The fee is £18,600."}, "purpose", "other_currency_said"),
        ({"purpose": "Three revision rounds are included."}, "purpose", "two_numbers"),
    ],
)
def test_what_a_careful_reader_would_ask_about(changes: dict[str, Any], field: str, code: str) -> None:
    assert found(**changes) == {field: code}


@pytest.mark.parametrize(
    "text",
    [
        "The fee is €18,600 plus travel.",
        "A late order costs €18.50.",
        "The first part of the fee is 7.440,00 EUR.",
        "Two revision rounds are included.",
        "On 3 April 2027 the season starts; ratio 3/4.",
        "As Exhibit A says, answers come fast.",
        "x" * 80,
    ],
)
def test_what_agrees_with_the_tables_is_left_alone(text: str) -> None:
    assert found(purpose=text) == {}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"title": "Advise on layout"}, "verb_without_noun"),
        ({"title": "Improving stock counts", "quantity": "some"}, "verb_without_noun"),
        ({"title": "Layout", "quantity": "as many as it takes"}, "uncountable"),
        ({"title": "Layout"}, "no_quantity"),
        ({"title": "Review of 3 sites"}, None),
        ({"title": "Layout", "quantity": "one plan"}, None),
    ],
)
def test_deliverables_can_be_counted(row: dict[str, str], code: str | None) -> None:
    codes = list(found(deliverables=[{**row, "acceptance": "Read."}], milestones=[]).values())
    assert codes == ([code] if code else [])


def test_other_papers_are_read_as_well() -> None:
    document = MeetingSummaryDocument(project_title="As needed", printed_title="Summary of 3/4/2027")
    assert {(p.field, p.code) for p in style_problems(document)} == {
        ("project_title", "vague_word"),
        ("printed_title", "ambiguous_date"),
    }


def test_each_finding_reads_as_a_sentence() -> None:
    document = AgreementDocument.parse(
        {**CONTENT, "purpose": "We will assist by 03/04/2027 for a fee of €1.00. Four revision rounds. "}
    )
    sentences = [words_for_problem(problem) for problem in style_problems(document)]
    assert len(sentences) == 5
    assert all("…" not in sentence and sentence.endswith(".") for sentence in sentences)
    assert "“€1.00” differs from 18600.00 EUR, which is agreed elsewhere" in " ".join(sentences)


def test_exhibits_are_lettered_in_order() -> None:
    extra = [{"title": "Rates", "text": "x"}, {"title": "Data", "text": "x"}]
    document = sample_document()
    assert (exhibit_letters(document), extra_letters(document)) == (["A"], [])
    more = AgreementDocument.parse({**CONTENT, "exhibits": extra})
    assert exhibit_letters(more) == ["A", "B", "C"]
    assert exhibit_letters(AgreementDocument.parse({**CONTENT, "exhibits": extra, "exhibit": {}})) == [
        "A",
        "B",
    ]
    bare = AgreementDocument.parse({**CONTENT, "governing_terms": "", "governed_by": ""})
    assert extra_letters(bare) == ["B"]
    assert [exhibit_letter(place) for place in (0, 25, 26, 27)] == ["A", "Z", "AA", "AB"]
