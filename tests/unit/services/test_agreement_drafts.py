"""A first draft from the record, the discovery session and a template, in one step."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.enums import AgreementKind, ContactRole, EngagementKind, Side
from clientdesk.models.errors import NotFound
from clientdesk.services import template_files
from clientdesk.services.agreement_drafts import DraftMaker, PaperTexts
from clientdesk.services.workspace import Workspace
from tests.helpers.factories import make_client, make_contact, make_engagement, make_milestone, make_practice
from tests.helpers.pdf_checks import pages_of

ANSWERS = {
    "why_now": "The spring season begins in March.",
    "success": "Late orders from 6 % to 2 %; measured by the weekly report; by 26 February 2027",
    "worries": "The last project frightened the crew.",
    "hard_past": "Nobody answered the telephone.",
    "who_decides": "Dele Okafor, and Ines must be content",
    "involvement": "Weekly, by telephone",
    "fixed_dates": "12 February 2027, trade fair, because the new routes are shown there",
    "includes": "- Both warehouses\n- Training",
    "already_told": "That it takes twelve weeks",
}


@pytest.fixture
def client(workspace: Workspace) -> str:
    workspace.practice.set_up(
        "Lind Consulting",
        zone="Europe/Paris",
        currency="EUR",
        person="Mara Lind",
        person_title="Owner",
        payment_days=14,
    )
    return make_client(workspace, "Birch")


@pytest.fixture
def engagement(workspace: Workspace, client: str) -> str:
    return make_engagement(
        workspace, client, "Stock", starts_on=date(2026, 12, 7), ends_on=date(2027, 3, 5), fee=Decimal(9000)
    )


def make(workspace: Workspace, engagement: str, **more: str) -> AgreementDocument:
    texts = PaperTexts(workspace.templates, workspace.clauses, workspace.discovery)
    maker = DraftMaker(
        workspace.practice,
        workspace.clients,
        workspace.engagements,
        workspace.boundaries,
        workspace.rhythms,
        texts,
    )
    return maker.make(engagement, **more)  # type: ignore[arg-type]


def test_without_answers_and_template_only_the_record_speaks(workspace: Workspace, engagement: str) -> None:
    document = make(workspace, engagement)
    assert (document.purpose, document.included, document.objectives) == ("", [], [])
    assert document.fees.lines[0].text == "Stock" and document.exhibits == []
    assert document.language == "en" and document.printed_title == "Statement of Work"


def test_answers_begin_the_paper_and_confidences_stay_off_it(
    workspace: Workspace, client: str, engagement: str
) -> None:
    make_contact(workspace, client, "Dele Okafor", title="Director")
    make_contact(workspace, client, "Ines Holt")
    workspace.discovery.save(client, ANSWERS)
    document = make(workspace, engagement)
    assert document.purpose == ANSWERS["why_now"]
    goal = document.objectives[0]
    assert (goal.goal, goal.baseline, goal.target, goal.by) == (
        "Late orders",
        "6 %",
        "2 %",
        date(2027, 2, 26),
    )
    assert document.included == ["Both warehouses", "Training"]
    fair = document.milestones[0]
    assert (fair.title, fair.planned_on) == ("trade fair", date(2027, 2, 12))
    assert document.deciding.maker == document.acceptance.accepted_by == "Dele Okafor"
    said = document.model_dump_json()
    for key in ("worries", "hard_past", "involvement", "already_told"):
        assert ANSWERS[key] not in said


def test_the_record_goes_before_answers(workspace: Workspace, client: str, engagement: str) -> None:
    make_contact(workspace, client, "Ines Holt", roles=(ContactRole.DECISION_MAKER,))
    make_contact(workspace, client, "Dele Okafor")
    workspace.engagements.update(engagement, purpose="As agreed by telephone.")
    make_milestone(workspace, engagement, "Trade fair", planned_on=date(2027, 2, 12))
    workspace.discovery.save(client, ANSWERS)
    document = make(workspace, engagement)
    assert document.purpose == "As agreed by telephone."
    assert document.deciding.maker == "Ines Holt"
    assert [row.title for row in document.milestones] == ["Trade fair"]


def test_an_expected_date_is_the_committed_one(workspace: Workspace, engagement: str) -> None:
    make_milestone(workspace, engagement, "Report", expected_on=date(2027, 1, 21), buffer_days=3)
    make_milestone(workspace, engagement, "Close", expected_on=date(2027, 2, 3))
    make_milestone(workspace, engagement, "Open")
    rows = make(workspace, engagement).milestones
    assert [(row.planned_on, row.committed_on) for row in rows] == [
        (date(2027, 1, 18), date(2027, 1, 21)),
        (date(2027, 2, 3), date(2027, 2, 3)),
        (None, None),
    ]


def test_a_template_fills_what_nobody_said(workspace: Workspace, client: str, engagement: str) -> None:
    make_contact(workspace, client, "Ada Roe", roles=(ContactRole.DECISION_MAKER,))
    workspace.discovery.save(client, {"why_now": "Season.", "includes": "Both warehouses"})
    document = make(workspace, engagement, template_key="fixed_fee_project")
    shipped = template_files.template("fixed_fee_project", "en").document
    assert document.purpose == "Season."
    assert document.included[0] == "Both warehouses" and len(document.included) == 1 + len(
        shipped["included"]
    )
    assert document.not_included == shipped["not_included"]
    assert document.deliverables[0].due_on == date(2026, 12, 28)
    assert document.course.kickoff_on == date(2026, 12, 7)
    assert [row.who for row in document.roles] == ["Mara Lind", "Ada Roe", "Ada Roe"]
    assert document.roles[0].side is Side.CONSULTANT
    assert document.acceptance.accepted_by == "Ada Roe" and document.acceptance.round_is
    assert document.approach == ""


def test_money_rounds_and_dates_stay_the_records(workspace: Workspace, engagement: str) -> None:
    workspace.engagements.update(engagement, revision_rounds=1)
    document = make(workspace, engagement, template_key="fixed_fee_project")
    assert document.fees.lines[0].unit_price == 9000 and document.fees.due_days == 14
    assert document.fees.lines[0].text == ""
    assert [row.percent for row in document.fees.payments] == [3000, 4000, 3000]
    assert document.acceptance.revision_rounds == 1
    assert (document.starts_on, document.ends_on) == (date(2026, 12, 7), date(2027, 3, 5))


def test_rows_of_the_record_replace_those_of_the_template(workspace: Workspace, engagement: str) -> None:
    workspace.engagements.add_deliverable(engagement, "Count", due_on=date(2027, 1, 8))
    document = make(workspace, engagement, template_key="fixed_fee_project")
    assert [row.title for row in document.deliverables] == ["Count"]
    assert [row.depends_on for row in document.milestones] == [""] * 4
    ties = [row.tied_to for row in document.fees.payments]
    assert ties[0] == "signature" and len(ties) == 2 and document.resolve(ties[1]) is not None


def test_a_template_that_names_nobody_says_nothing_of_them(workspace: Workspace, engagement: str) -> None:
    document = make(workspace, engagement, template_key="audit")
    assert [row.who for row in document.roles] == ["Mara Lind"]
    assert "{" not in document.model_dump_json(include={"roles", "objectives", "assumptions", "included"})[
        1:-1
    ].replace('{"', "")


def test_a_retainer_keeps_its_hours(workspace: Workspace, client: str) -> None:
    engagement = make_engagement(
        workspace,
        client,
        "Advice",
        kind=EngagementKind.RETAINER,
        fee=Decimal(2400),
        hours_a_month=Decimal(20),
        rate=Decimal(140),
        starts_on=date(2026, 12, 1),
    )
    document = make(workspace, engagement, template_key="advisory_retainer")
    assert document.fees.hours_included == 20 and document.fees.over_rate == 140
    assert document.fees.rollover_months == 1
    workspace.engagements.update(engagement, rollover_months=3)
    document = make(workspace, engagement, template_key="advisory_retainer")
    assert document.fees.rollover_months == 3
    assert document.fees.payments == [] and document.fees.lines[0].unit == "month"
    assert document.ends_on is None


def test_work_by_the_hour_keeps_its_rate_and_cap(workspace: Workspace, client: str) -> None:
    engagement = make_engagement(
        workspace,
        client,
        "Advice",
        kind=EngagementKind.TIME_AND_MATERIALS,
        rate=Decimal(140),
        fee=Decimal(7000),
        starts_on=date(2026, 12, 1),
    )
    fees = make(workspace, engagement, template_key="audit").fees
    assert (fees.lines[0].unit, fees.lines[0].unit_price, fees.cap) == ("hour", 140, 7000)
    assert fees.payments == []
    workspace.engagements.update(engagement, rate=None)
    assert make(workspace, engagement).fees.lines == []


def test_the_short_letter_is_a_letter(workspace: Workspace, engagement: str) -> None:
    document = make(workspace, engagement, template_key="engagement_letter")
    assert (document.form, document.printed_title) == ("letter", "Engagement Letter")
    assert document.exhibit.rules == [] and document.exhibit.responses
    assert "emergency" not in {row.level for row in document.exhibit.responses}
    assert document.governing_terms and document.exhibits == []


def test_ones_own_short_terms_become_an_exhibit(workspace: Workspace, engagement: str) -> None:
    workspace.clauses.change("short_terms", "en", "My terms", "Peace.")
    document = make(workspace, engagement, template_key="audit")
    assert [(one.title, one.text) for one in document.exhibits] == [("My terms", "Peace.")]
    assert "My terms" in document.governing_terms
    workspace.practice.update(terms="The framework agreement of 2025 applies.")
    assert make(workspace, engagement, template_key="audit").exhibits == []


def test_a_proposal_has_the_approach_of_the_template(workspace: Workspace, engagement: str) -> None:
    document = make(workspace, engagement, template_key="audit", kind=AgreementKind.PROPOSAL)
    assert document.printed_title == "Proposal" and document.approach.startswith("I look at three things")


def test_a_paper_in_another_language_is_so_throughout(
    workspace: Workspace, client: str, engagement: str
) -> None:
    make_contact(workspace, client, "Ada Roe", roles=(ContactRole.DECISION_MAKER,))
    workspace.boundaries.add_time_off(date(2026, 12, 24), date(2027, 1, 1), "Holidays")
    workspace.practice.update(paper_language="de")
    document = make(workspace, engagement)
    assert (document.language, document.printed_title) == ("de", "Leistungsvereinbarung")
    assert document.fees.method == "Banküberweisung" and document.fees.tax_name == "USt."
    assert document.roles[1].responsible_for.startswith("Entscheidet")
    assert document.exhibit.rhythms[0].when == "Jeden zweiten Freitag"
    assert document.exhibit.rhythms[0].content.startswith("Was erledigt ist")
    assert document.exhibit.responses[1].meaning.startswith("Ein vereinbarter Termin")
    assert "24.\u00a0Dezember\u00a02026" in document.exhibit.time_off
    assert make(workspace, engagement, language="en").printed_title == "Statement of Work"


def test_a_template_of_ones_own_speaks_its_language(workspace: Workspace, engagement: str) -> None:
    draft = workspace.agreements.create(engagement, template_key="audit", language="fr")
    key = workspace.templates.save_from(draft, "Audit")
    document = make(workspace, engagement, template_key=key)
    assert document.language == "fr" and document.not_included[0] == "La mise en œuvre des mesures"


def test_an_unknown_template_is_named(workspace: Workspace, engagement: str) -> None:
    with pytest.raises(NotFound):
        make(workspace, engagement, template_key="nothing")


def test_before_the_practice_is_set_up_a_draft_has_no_consultant(workspace: Workspace) -> None:
    engagement = make_engagement(workspace, make_client(workspace), "Stock", starts_on=date(2026, 12, 7))
    document = make(workspace, engagement, template_key="audit")
    assert document.consultant.legal_name == "" and document.roles == []
    make_practice(workspace)
    assert make(workspace, engagement).consultant.legal_name == "Mara Lind"


@pytest.mark.parametrize("language", template_files.LANGUAGES)
def test_the_short_letter_takes_two_pages(
    workspace: Workspace, client: str, engagement: str, language: str
) -> None:
    roles = (ContactRole.DECISION_MAKER, ContactRole.SIGNATORY)
    make_contact(workspace, client, "Ada Roe", title="Director", email="ada@birch.example", roles=roles)
    workspace.practice.update(tax_basis_points=2_000, address="1 Quai\n75001 Paris", phone="+33 1 55 55")
    draft = workspace.agreements.create(engagement, template_key="engagement_letter", language=language)
    workspace.agreements.issue(draft)
    pages = pages_of(workspace.agreements.pdf(draft))
    assert len(pages) == 2 and "Mara Lind" in pages[1]
