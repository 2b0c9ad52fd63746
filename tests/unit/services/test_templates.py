"""Templates: those that ship are complete, one's own editions never touch what ships or what was written."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from clientdesk.models.agreement_checks import checks
from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.enums import AgreementKind, ContactRole
from clientdesk.models.errors import InvalidInput, NotFound
from clientdesk.models.paper_kinds import parse_document
from clientdesk.models.style_checks import style_problems
from clientdesk.services import template_files
from clientdesk.services.papers.coverage import uncovered_text
from clientdesk.services.template_dates import after, between, dated, filled, undated
from clientdesk.services.workspace import Workspace
from tests.helpers.factories import make_client, make_contact, make_engagement, make_milestone, make_practice

MONDAY = date(2027, 1, 4)
STATEMENTS = [
    key
    for key in template_files.TEMPLATES
    if template_files.template(key, "en").kind is AgreementKind.STATEMENT_OF_WORK
]

NAMES = {"me": "Mara Lind", "decider": "Ada Roe", "contact": "Bo Ek", "client": "Birch", "project": "Stock"}


def is_weekday(day: date) -> bool:
    return day.weekday() < 5


@pytest.fixture
def engagement(workspace: Workspace) -> str:
    make_practice(workspace, person="Mara Lind", person_title="Owner", payment_days=14)
    birch = make_client(workspace)
    roles = (ContactRole.DECISION_MAKER, ContactRole.SIGNATORY)
    make_contact(workspace, birch, "Ada Roe", title="Director", roles=roles)
    return make_engagement(workspace, birch, "Stock count", starts_on=date(2027, 1, 4), fee=9_000)


# What ships


@pytest.mark.parametrize("language", template_files.LANGUAGES)
@pytest.mark.parametrize("key", template_files.TEMPLATES)
def test_every_language_has_the_same_template(key: str, language: str) -> None:
    english, other = template_files.template(key, "en"), template_files.template(key, language)
    assert other.kind is english.kind
    assert shape(other.document) == shape(english.document)


KEPT = {"tied_to", "side", "who", "owner", "measurer"}


def shape(value: Any, key: str = "") -> Any:
    """Everything but the words: keys, numbers, ties, names to fill in, and how many rows."""
    if isinstance(value, dict):
        return {name: shape(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    if isinstance(value, str) and key not in KEPT:
        return sorted(re.findall(r"{\w+}", value))
    return value


@pytest.mark.parametrize("key", STATEMENTS)
def test_a_shipped_statement_says_what_a_lawyer_asks_for(key: str) -> None:
    document = document_of(key)
    assert len(document.not_included) >= len(document.included)
    assert all(row.acceptance and row.form and row.quantity and row.due_on for row in document.deliverables)
    assert all(row.target and row.measured_by and row.by for row in document.objectives)
    assert {row.side for row in document.roles} == {"consultant", "client"}
    assert document.acceptance.has_reminder and document.acceptance.silence_days
    assert document.form == "letter" or document.closing
    assert document.course.data_days and document.course.notice_days


@pytest.mark.parametrize("key", STATEMENTS)
def test_a_shipped_statement_refuses_nothing_but_what_it_cannot_know(key: str) -> None:
    document = document_of(key)
    found = checks(document, MONDAY)
    unknown = ("project_title", "consultant.", "client.", "fees.lines", "fees.due_days", "exhibit")
    assert [p for p in found.refuse if not p.field.startswith(unknown)] == []
    assert [
        p.facts for p in found.warn if p.code in {"vague_word", "ambiguous_date", "not_a_working_day"}
    ] == []


def document_of(key: str) -> AgreementDocument:
    ready = filled(
        dated(template_files.template(key, "en").document, MONDAY, None, is_weekday),
        NAMES,
    )
    return AgreementDocument.parse({"starts_on": MONDAY.isoformat(), **ready}).with_committed()


@pytest.mark.parametrize("language", template_files.LANGUAGES)
@pytest.mark.parametrize("key", template_files.TEMPLATES)
def test_no_shipped_text_is_vague_or_cannot_be_printed(key: str, language: str) -> None:
    ships = template_files.template(key, language)
    ready = filled(dated(ships.document, MONDAY, None, is_weekday), NAMES)
    document = parse_document(ships.kind, {**ready, "language": language})
    assert [(p.field, p.facts) for p in style_problems(document)] == []
    assert uncovered_text(document) == []


@pytest.mark.parametrize("key", STATEMENTS)
def test_instalments_of_a_shipped_statement_are_whole(key: str) -> None:
    payments = template_files.template(key, "en").document["fees"].get("payments", [])
    assert sum(row["percent"] for row in payments) == (10_000 if payments else 0)


def test_no_template_prints_a_blank() -> None:
    for language in template_files.LANGUAGES:
        for key in template_files.TEMPLATES:
            text = str(template_files.template(key, language).document)
            assert "[]" not in text and "[…]" not in text and "___" not in text and "XX" not in text


# Dates


def test_dates_are_counted_in_working_days() -> None:
    assert after(date(2027, 1, 8), 1, is_weekday) == date(2027, 1, 11)
    assert after(date(2027, 1, 9), 0, is_weekday) == date(2027, 1, 11)
    assert after(date(2027, 1, 11), -1, is_weekday) == date(2027, 1, 8)
    assert between(date(2027, 1, 8), date(2027, 1, 11), is_weekday) == 1
    assert between(date(2027, 1, 11), date(2027, 1, 8), is_weekday) == -1


def test_a_template_longer_than_the_period_is_drawn_together() -> None:
    end = date(2027, 1, 29)
    for key in STATEMENTS:
        made = dated(template_files.template(key, "en").document, MONDAY, end, is_weekday)
        document = AgreementDocument.parse({"starts_on": MONDAY.isoformat(), **made}).with_committed()
        days = [row.due_on for row in document.deliverables] + [m.committed_on for m in document.milestones]
        assert all(day is not None and MONDAY <= day <= end for day in days), key
        assert document.ends_on == end


def test_a_sentence_that_names_nobody_is_left_out() -> None:
    said = {"items": ["{decider} decides.", "We meet.", "{x} stays"], "text": "One. {decider} signs. Two."}
    assert filled(said, {"decider": ""}) == {"items": ["We meet.", "{x} stays"], "text": "One. Two."}
    assert filled(said, {"decider": "Ada"})["text"] == "One. Ada signs. Two."


# One's own


def test_a_paper_becomes_a_template_without_parties_prices_and_dates(
    workspace: Workspace, engagement: str
) -> None:
    draft = workspace.agreements.create(engagement, template_key="audit")
    key = workspace.templates.save_from(draft, "Audit of shops")
    kept = workspace.templates.document(key)
    assert not {"consultant", "client", "starts_on", "exhibit", "open_until"} & set(kept)
    assert "lines" not in kept["fees"] and [row["tied_to"] for row in kept["fees"]["payments"]][1] == "D2"
    assert kept["deliverables"][0]["due_in"] == 4
    view = workspace.templates.list()[-1]
    assert (view.key, view.name, view.is_shipped) == (key, "Audit of shops", False)


def test_ties_to_records_become_references() -> None:
    document = {
        "starts_on": "2027-01-04",
        "deliverables": [{"key": "abc", "title": "One", "due_on": "2027-01-11"}],
        "milestones": [{"key": "def", "title": "Two", "planned_on": None, "committed_on": "2027-01-12"}],
        "fees": {
            "lines": [{"unit_price": "5"}],
            "payments": [{"tied_to": "def", "percent": 10_000, "amount": None}],
        },
    }
    assert undated(document, is_weekday) == {
        "deliverables": [{"title": "One", "due_in": 5}],
        "milestones": [{"title": "Two"}],
        "fees": {"payments": [{"tied_to": "M1", "percent": 10_000}]},
    }


def test_a_template_of_ones_own_begins_a_paper(workspace: Workspace, engagement: str) -> None:
    draft = workspace.agreements.create(engagement, template_key="workshop")
    key = workspace.templates.save_from(draft, "My workshop")
    other = make_engagement(
        workspace, make_client(workspace, "Cedar"), "Strategy day", starts_on=date(2027, 3, 1), fee=3_000
    )
    again = workspace.agreements.get(workspace.agreements.create(other, template_key=key)).document
    first = workspace.agreements.get(draft).document
    assert again["not_included"] == first["not_included"]
    assert again["deliverables"][0]["due_on"] == "2027-03-11"
    assert again["client"]["legal_name"] == "Cedar"


def test_ones_own_edition_replaces_a_shipped_one_until_it_is_reset(workspace: Workspace) -> None:
    ships = workspace.templates.document("audit")
    workspace.templates.change("audit", "en", "Audit, my way", "Short", {**ships, "not_included": ["Magic"]})
    workspace.templates.change(
        "audit", "en", "Audit, my way", "Shorter", {**ships, "not_included": ["Magic"]}
    )
    view = workspace.templates.get("audit")
    assert (view.name, view.about, view.is_shipped, view.is_changed) == (
        "Audit, my way",
        "Shorter",
        True,
        True,
    )
    assert workspace.templates.document("audit")["not_included"] == ["Magic"]
    assert workspace.templates.document("audit", "de") == template_files.template("audit", "de").document
    workspace.templates.reset("audit", "en")
    assert workspace.templates.document("audit") == ships
    assert not workspace.templates.get("audit").is_changed
    workspace.store.undo()
    assert workspace.templates.get("audit").name == "Audit, my way"
    workspace.templates.reset("audit", "en")
    workspace.templates.reset("audit", "en")
    assert workspace.templates.document("audit") == ships


def test_an_issued_paper_becomes_a_template_too(workspace: Workspace, engagement: str) -> None:
    draft = workspace.agreements.create(engagement, template_key="workshop")
    before = workspace.templates.document(workspace.templates.save_from(draft, "Before"))
    workspace.agreements.issue(draft)
    after_ = workspace.templates.document(workspace.templates.save_from(draft, "After"))
    assert after_["not_included"] == before["not_included"]
    assert after_["milestones"] == before["milestones"]


def test_nothing_done_to_a_template_touches_a_paper(workspace: Workspace, engagement: str) -> None:
    draft = workspace.agreements.create(engagement, template_key="audit")
    before = workspace.agreements.get(draft).document
    key = workspace.templates.save_from(draft, "Mine")
    workspace.templates.change("audit", "en", "Other", "", {"not_included": ["Everything"]})
    workspace.templates.change(key, "en", "Mine", "", {"not_included": ["Everything"]})
    workspace.templates.delete(key)
    assert workspace.agreements.get(draft).document == before


def test_what_is_handed_out_is_a_copy(workspace: Workspace) -> None:
    workspace.templates.document("audit")["not_included"].clear()
    assert workspace.templates.document("audit")["not_included"]


def test_a_template_keeps_only_what_its_kind_knows(workspace: Workspace) -> None:
    with pytest.raises(InvalidInput) as refused:
        workspace.templates.change("audit", "en", "Audit", "", {"salutation": "Dear all"})
    assert refused.value.problems[0].code == "unknown_field"
    with pytest.raises(InvalidInput):
        workspace.templates.change("audit", "en", "", "", {})


def test_shipped_templates_can_not_be_deleted_and_own_ones_not_reset(
    workspace: Workspace, engagement: str
) -> None:
    key = workspace.templates.save_from(workspace.agreements.create(engagement), "Mine")
    with pytest.raises(InvalidInput) as refused:
        workspace.templates.delete("audit")
    assert refused.value.problems[0].code == "template_ships"
    with pytest.raises(NotFound):
        workspace.templates.reset(key, "en")
    workspace.templates.delete(key)
    with pytest.raises(NotFound):
        workspace.templates.document(key)
    with pytest.raises(NotFound):
        workspace.templates.get(key)


def test_templates_are_offered_by_kind_and_language(workspace: Workspace, engagement: str) -> None:
    workspace.templates.save_from(workspace.agreements.create(engagement, language="de"), "Mein Projekt")
    letters = workspace.templates.list(AgreementKind.WELCOME_LETTER)
    proposals = workspace.templates.list(AgreementKind.PROPOSAL)
    assert [view.key for view in letters] == ["welcome_letter"]
    assert "audit" in {view.key for view in proposals} and "welcome_letter" not in {v.key for v in proposals}
    german = workspace.templates.list(AgreementKind.STATEMENT_OF_WORK, "de")
    assert german[-1].name == "Mein Projekt" and german[0].name == "Festpreisprojekt"
    assert workspace.templates.get(german[-1].key, "en").language == "de"


def test_papers_made_of_the_record_alone_are_no_templates(workspace: Workspace, engagement: str) -> None:
    make_milestone(workspace, engagement, "Report", expected_on=date(2027, 2, 1))
    client_id = workspace.engagements.get(engagement).client_id
    report = workspace.agreements.create_for_client(
        client_id, AgreementKind.STATUS_REPORT, engagement_id=engagement
    )
    with pytest.raises(InvalidInput) as refused:
        workspace.templates.save_from(report, "Report")
    assert refused.value.problems[0].code == "no_template_of_kind"
