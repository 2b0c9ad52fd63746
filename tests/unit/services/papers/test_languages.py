"""Four languages: the same keys, nothing left in English, and every paper of the family sound in each.

Each paper is rendered once, in every kind, language, size and length. All of them are read back by poppler
(numbered pages, no lost character, every word of the document on the page) and judged by qpdf, pdffonts and the
PDF/UA and PDF/A validator.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from babel import Locale

from clientdesk import files
from clientdesk.models.enums import AgreementKind
from clientdesk.models.frozen_paper import FrozenPaper, IssueFacts
from clientdesk.models.paper_kinds import parse_document
from clientdesk.services.papers import render
from clientdesk.services.papers.rule_language import translated_rules
from clientdesk.services.papers.wording import (
    LANGUAGES,
    paper_locale,
    printed_title,
    translated,
    wording,
)
from clientdesk.services.starter import shipped_rules
from tests.helpers.pdf_checks import (
    NEVER_PRINTED,
    assert_sound,
    missing_words,
    pages_of,
    unnumbered,
    words_of,
)
from tests.helpers.sample_family import LOCALES, SISTERS, WRITTEN, family_content, family_paper

pytestmark = pytest.mark.no_cover  # the same lines are covered by quicker tests

OTHERS = [language for language in LANGUAGES if language != "en"]
FIELDS = re.compile(r"\{\w+\}")

SAME_IN_ENGLISH = {
    "de": {"Budget", "Form", "Name", "Normal", "Video", "{hours}, {zone} ({client_hours} in {client_zone})"},
    "fr": {
        "Action",
        "Actions",
        "Budget",
        "Client",
        "Contacts",
        "Date",
        "Dates",
        "Document",
        "Normal",
        "Option",
        "Options",
        "Signature",
        "Signatures",
        "Total",
        "Urgent",
        "Verdict",
        "Version",
        "{number} · version {version}",
        "{number}, version {version}",
    },
    "es": {"Normal", "Subtotal", "Total"},
}
"""Words that a language shares with English; nothing else may be equal."""

UNPRINTED = {
    AgreementKind.PROPOSAL: r"governed_by",
    AgreementKind.CHANGE_ORDER: r"amends\.items\..*",
    AgreementKind.ADDENDUM: r"amends\.items\..*",
    AgreementKind.STATUS_REPORT: r"(consultant|client)\..*",
    AgreementKind.MEETING_SUMMARY: r"(consultant|client)\..*",
    AgreementKind.RELATIONSHIP_AUDIT: r"(consultant|client)\..*",
    AgreementKind.OFFBOARDING_LETTER: r"(consultant|client)\.(email|phone|tax_no|registration_no)|printed_title",
    AgreementKind.WELCOME_LETTER: r"(consultant|client)\.(email|phone|tax_no|registration_no)|printed_title",
}
"""What a kind leaves out on purpose, beside what no paper prints."""


def words_in(language: str) -> dict[str, Any]:
    path = files.resource("agreements", f"{language}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def entries(language: str) -> dict[str, str]:
    """Every sentence by its dotted key, but for numbers and plural forms."""
    found: dict[str, str] = {}
    for table, keys in words_in(language).items():
        if table not in {"numbers", "plural", "about"}:
            found |= {f"{table}.{key}": text for key, text in keys.items()}
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_there_with_its_fields(language: str) -> None:
    english, other = entries("en"), entries(language)
    assert set(other) == set(english)
    for key, text in english.items():
        assert sorted(FIELDS.findall(other[key])) == sorted(FIELDS.findall(text)), key
        assert other[key].count("**") == text.count("**"), key
        assert other[key] == other[key].strip() and bool(other[key]) == bool(text), key


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_is_left(language: str) -> None:
    english, other = entries("en"), entries(language)
    same = {key for key, text in english.items() if other[key] == text and has_words(text)}
    allowed = SAME_IN_ENGLISH[language]
    assert {key: english[key] for key in same if english[key].strip(".*") not in allowed} == {}


def has_words(text: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2,}", FIELDS.sub("", text)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_form_of_the_language_is_there(language: str) -> None:
    needed = {*Locale.parse(language).plural_form.rules, "other"}
    counted = words_in(language)["plural"]
    assert set(counted) == set(words_in("en")["plural"])
    for key, forms in counted.items():
        assert set(forms) >= needed, key
        assert "{n}" in forms["other"], key
    assert set(words_in(language)["numbers"]) <= set(words_in("en")["numbers"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotes_and_spaces_are_those_of_the_language(language: str) -> None:
    for key, text in entries(language).items():
        if key.startswith("shipped.") and language == "en":
            continue
        assert not re.search(r"['\"]|  |\.\.\.", text), (key, text)
        if language == "fr":
            assert not re.search(r"[^\u00a0\u202f(][;!?»]|[^\u00a0\u202f\d}]:|« ", text), (key, text)
        if language == "de":
            assert not re.search(r"[”’«»]", text), (key, text)
        if language == "es":
            assert not re.search(r"[“”„]", text), (key, text)
            assert ("?" in text) == ("¿" in text), (key, text)


def test_no_language_claims_a_lawyers_reading() -> None:
    assert [words_in(language)["about"]["is_reviewed"] for language in LANGUAGES] == [False] * 4


@pytest.mark.parametrize(
    ("language", "locale", "made"),
    [
        ("de", "en_GB", "de_DE"),
        ("de", "de_CH", "de_CH"),
        ("fr", "de_CH", "fr_CH"),
        ("fr", "nl-BE", "fr_BE"),
        ("es", "pt_BR", "es_ES"),
        ("en", "de_DE", "en_GB"),
        ("", "en_US", "en_US"),
        ("", "fr_FR", "en_GB"),
        ("es", "nowhere", "es_ES"),
    ],
)
def test_a_paper_writes_dates_as_its_language_does(language: str, locale: str, made: str) -> None:
    assert paper_locale(language, locale) == made


def test_english_papers_of_earlier_releases_stay_english_in_any_country() -> None:
    words = wording("de_DE", "en")
    assert words.text("title.document") == "Document"
    assert words.money(Decimal("1234.5"), "EUR") == "1.234,50\u00a0€"
    assert wording("de_DE").text("title.document") == "Dokument"
    assert wording("nl_NL").language == "en"


@pytest.mark.parametrize("language", OTHERS)
def test_working_rules_that_still_ship_are_printed_in_the_papers_language(language: str) -> None:
    rules = translated_rules(shipped_rules(), language)
    english = entries("en")
    assert rules.urgent_means == entries(language)["shipped.urgent_means"] != english["shipped.urgent_means"]
    assert [channel.name for channel in rules.channels or ()] != ["Email", "Phone"]
    own = shipped_rules().model_copy(update={"urgent_means": "The kiln is cold", "channels": None})
    own = own.model_copy(update={"emergency": None, "emergency_means": None})
    kept = translated_rules(own, language)
    assert (kept.urgent_means, kept.channels, kept.emergency_means) == ("The kiln is cold", None, None)
    assert translated_rules(own, "en") is own


def test_titles_are_translated_unless_they_are_ones_own() -> None:
    assert translated("Scope of Work", "fr") == "Périmètre de mission"
    assert translated("Einsatzplan", "de") == "Einsatzplan"
    assert translated("Scope of Work", "en") == "Scope of Work"
    assert printed_title("change_order", "es") == "Orden de cambio"
    assert printed_title("change_order", "") == "Change Order"


@pytest.mark.parametrize("language", LANGUAGES)
def test_counts_are_spelled_where_the_language_spells_them(language: str) -> None:
    words = wording(paper_locale(language, "en_GB"), language)
    assert words.count("working_days", 3) != words.count("working_days", 3, spelled=False)
    assert words.count("working_days", 1).split()[-1] != words.count("working_days", 3).split()[-1]
    assert words.count("hours", Decimal("1.5"), spelled=False)[:3] in {"1.5", "1,5"}


MATRIX = [
    (kind, language) for kind in WRITTEN for language in LANGUAGES if language != "en" or kind not in SISTERS
]
"""English sister papers are judged with their own pages, in `test_family`."""


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize(("kind", "language"), MATRIX)
def test_every_paper_is_sound_in_every_language(kind: AgreementKind, language: str, size: str) -> None:
    left_out = re.compile(rf"{NEVER_PRINTED.pattern}|^({UNPRINTED.get(kind, '(?!)')})$")
    for is_long in (False, True):
        paper = family_paper(kind, language, size, is_long)
        pdf = render(paper)
        assert_sound(pdf)
        pages = pages_of(pdf)
        assert unnumbered(pages) == []
        assert "\ufffd" not in "".join(pages)
        assert missing_words(pdf, paper.document, never=left_out) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "by email, to Slack; Exhibit A – Rates"),
        ("de", "by E-Mail, to Slack; Exhibit A – Rates"),
        ("fr", "by courriel, to Slack\u00a0; Exhibit A – Rates"),
        ("es", "by correo electrónico, to Slack; Exhibit A – Rates"),
    ],
)
def test_labels_and_lists_inside_a_sentence_follow_the_language(language: str, said: str) -> None:
    words = wording(language)
    email = words.inside(translated("Email", language))
    assert words.listed([f"by {email}, to {words.inside('Slack')}", "Exhibit A – Rates"]) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "with Exhibit A and Exhibit B is the whole"),
        ("de", "mit Anlage A und Anlage B enthält"),
        ("fr", "avec l’annexe A et l’annexe B, constitue"),
        ("es", "con el anexo A y el anexo B, recoge"),
    ],
)
def test_the_exhibits_are_named_inside_the_sentence(language: str, said: str) -> None:
    content = family_content(AgreementKind.STATEMENT_OF_WORK, language)
    content |= {"governed_by": "", "governing_terms": ""}
    paper = FrozenPaper.issue(
        parse_document(AgreementKind.STATEMENT_OF_WORK, content).settled(),
        IssueFacts(number="SOW-2026-014", issued_on=date(2026, 11, 23), locale=LOCALES[language]),
        AgreementKind.STATEMENT_OF_WORK,
    )[0]
    assert said in " ".join(words_of(render(paper)).split())
