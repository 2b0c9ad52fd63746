"""Sister papers begin with what the workspace knows: prices and dates in force, what was done, how one works."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from clientdesk.models.enums import AgreementKind, ContactRole, EngagementKind, Side, TouchKind
from clientdesk.models.errors import InvalidInput
from clientdesk.models.family_documents import (
    AuditDocument,
    ChangeOrderDocument,
    LetterDocument,
    MeetingSummaryDocument,
    StatusReportDocument,
)
from clientdesk.models.paper_kinds import parse_document
from clientdesk.services.workspace import Workspace
from tests.helpers.factories import make_client, make_contact, make_engagement, make_milestone, make_touch
from tests.helpers.fakes import FixedClock
from tests.helpers.paper_life import blank_page, issued_paper, quick_pages, ready_engagement, sign_both

__all__ = ["quick_pages"]

ORDER = AgreementKind.CHANGE_ORDER
TODAY = date(2026, 10, 12)


def client_of(workspace: Workspace, engagement_id: str) -> str:
    return workspace.engagements.get(engagement_id).client_id


def signed_statement(workspace: Workspace, engagement_id: str, **course: Any) -> str:
    """An executed statement of work of the engagement; its id."""

    def change(document: dict[str, Any]) -> None:
        document["fees"]["tax_rate"] = 2_000
        document["course"] |= course

    paper = issued_paper(workspace, engagement_id, change)
    sign_both(workspace, paper)
    return paper


def draft(workspace: Workspace, engagement_id: str, kind: AgreementKind, **more: Any) -> Any:
    """The drafted document of a kind for an engagement's client."""
    agreement_id = workspace.agreements.create_for_client(
        client_of(workspace, engagement_id), kind, engagement_id=engagement_id, **more
    )
    return parse_document(kind, workspace.agreements.get(agreement_id).document)


def amendment(
    workspace: Workspace, paper: str, kind: AgreementKind = ORDER
) -> tuple[str, ChangeOrderDocument]:
    agreement_id = workspace.agreements.create_amendment(paper, kind)
    document = parse_document(kind, workspace.agreements.get(agreement_id).document)
    assert isinstance(document, ChangeOrderDocument)
    return agreement_id, document


@pytest.fixture
def engagement(workspace: Workspace) -> str:
    return ready_engagement(workspace)


@pytest.fixture(autouse=True)
def _fast(quick_pages: list[Any]) -> Iterator[None]:
    yield
    assert isinstance(quick_pages, list)


def test_a_change_order_knows_the_paper_it_changes(workspace: Workspace, engagement: str) -> None:
    paper = signed_statement(workspace, engagement)
    _, order = amendment(workspace, paper)
    amends = order.amends
    assert (amends.number, amends.version, amends.is_external) == ("SOW-2026-001", 1, False)
    assert (amends.net, amends.currency, amends.ends_on) == (Decimal("7200.00"), "EUR", date(2026, 12, 18))
    view = workspace.engagements.get(engagement)
    named = {item.ref: (item.key, item.title, item.on) for item in amends.items}
    assert named["D1"] == (view.deliverables[0].deliverable_id, "Audit report", date(2026, 11, 20))
    assert named["M1"] == (view.milestones[0].milestone_id, "Draft report", date(2026, 11, 17))
    assert {"P1", "P2"} <= set(named)
    assert (order.tax_rate, order.due_days) == (2_000, 14)
    assert (order.requested_on, order.moves, order.days_added) == (TODAY, [], 0)
    assert order.client.signatory == "Ada Roe"


def test_dates_planned_later_than_agreed_are_offered_to_move(workspace: Workspace, engagement: str) -> None:
    paper = signed_statement(workspace, engagement)
    milestone = workspace.engagements.get(engagement).milestones[0].milestone_id
    workspace.engagements.update_milestone(milestone, planned_on=date(2026, 12, 28))
    _, order = amendment(workspace, paper)
    moved = order.moves[0]
    assert (moved.key, moved.ref) == (milestone, "M1")
    assert (moved.before_on, moved.after_on) == (date(2026, 11, 17), date(2026, 12, 28))
    assert order.days_added == 10
    assert workspace.agreements.check(order.model_dump(mode="json"), ORDER).refuse[0].code == "no_reason"


def test_the_next_change_order_counts_on(workspace: Workspace, engagement: str) -> None:
    paper = signed_statement(workspace, engagement)
    first, order = amendment(workspace, paper)
    workspace.agreements.save_draft(
        first,
        order.model_dump(mode="json")
        | {
            "reason": "A second site",
            "deliverables": [
                {"title": "Second audit", "acceptance": "Walked through", "due_on": "2026-12-21"}
            ],
            "changes": [{"action": "removed", "ref": "M1"}],
            "fee_lines": [{"text": "Second site", "amount": "500.00"}],
            "payments": [{"tied_to": "D2", "amount": "500.00"}],
            "days_added": 7,
        },
    )
    workspace.agreements.issue(first)
    sign_both(workspace, first)
    _, following = amendment(workspace, paper)
    earlier = following.amends.earlier[0]
    assert (earlier.number, earlier.net, earlier.days) == ("SOW-2026-001-CO-01", Decimal("500.00"), 7)
    assert following.amends.ends_on == date(2026, 12, 25)
    items = {item.ref: item for item in following.amends.items}
    assert items["D2"].title == "Second audit"
    assert items["D2"].key == workspace.engagements.get(engagement).deliverables[1].deliverable_id
    assert items["M1"].is_removed
    assert (following.ref_of("D", 0), following.ref_of("M", 0), following.ref_of("P", 0)) == (
        "D3",
        "M2",
        "P4",
    )


def test_two_tax_rates_are_told_apart(workspace: Workspace, engagement: str) -> None:
    def change(document: dict[str, Any]) -> None:
        document["fees"] |= {"tax_rate": 2_000, "discount": "100.00", "payments": []}
        document["fees"]["lines"] = [
            {"text": "Advice", "unit_price": "800.00"},
            {"text": "Books", "unit_price": "200.00", "tax_rate": 550},
        ]

    paper = issued_paper(workspace, engagement, change)
    sign_both(workspace, paper)
    _, order = amendment(workspace, paper)
    assert {row.rate: row.net for row in order.amends.rates} == {2_000: Decimal(720), 550: Decimal(180)}
    assert order.amends.net == Decimal("900.00")


def test_an_addendum_takes_neither_dates_nor_money(workspace: Workspace, engagement: str) -> None:
    paper = signed_statement(workspace, engagement)
    milestone = workspace.engagements.get(engagement).milestones[0].milestone_id
    workspace.engagements.update_milestone(milestone, planned_on=date(2026, 12, 28))
    _, addendum = amendment(workspace, paper, AgreementKind.ADDENDUM)
    assert (addendum.moves, addendum.days_added, addendum.printed_title) == ([], 0, "Addendum")


def test_a_paper_signed_elsewhere_is_changed_under_its_own_number(
    workspace: Workspace, engagement: str, tmp_path: Path
) -> None:
    file = tmp_path / "order.pdf"
    file.write_bytes(blank_page())
    paper = workspace.signing.file_external(
        client_of(workspace, engagement),
        engagement,
        file,
        {
            "paper_kind": "statement_of_work",
            "number": "PO 4711/26",
            "project_title": "Advice",
            "signed_on": "2026-10-01",
            "ends_on": "2026-12-31",
            "net": "9000.00",
            "promised": [{"title": "Draft report", "on": "2026-11-16"}],
            "signers": [{"side": side.value, "name": "Somebody", "on": "2026-10-01"} for side in Side],
        },
    )
    _, order = amendment(workspace, paper)
    assert (order.amends.number, order.amends.is_external) == ("PO 4711/26", True)
    assert (order.amends.net, order.amends.ends_on) == (Decimal("9000.00"), date(2026, 12, 31))
    assert [(item.ref, item.on) for item in order.amends.items] == [("M1", date(2026, 11, 16))]
    assert order.client.legal_name == "Birch & Co"


def test_a_change_order_needs_a_paper(workspace: Workspace, engagement: str) -> None:
    with pytest.raises(InvalidInput):
        workspace.agreements.create_for_client(
            client_of(workspace, engagement), ORDER, engagement_id=engagement
        )


def test_a_status_report_tells_what_was_done_what_comes_and_what_is_late(
    workspace: Workspace, engagement: str, clock: FixedClock
) -> None:
    signed_statement(workspace, engagement)
    view = workspace.engagements.get(engagement)
    workspace.time.add({"day": TODAY, "minutes": 90, "engagement_id": engagement})
    clock.set(datetime(2026, 11, 20, 10, tzinfo=UTC))
    workspace.engagements.mark_done(view.milestones[0].milestone_id, date(2026, 11, 16))
    make_milestone(workspace, engagement, "Talk", date(2026, 11, 20), date(2026, 12, 1))
    report = draft(workspace, engagement, AgreementKind.STATUS_REPORT)
    assert isinstance(report, StatusReportDocument)
    assert (report.period_start, report.period_end) == (date(2026, 11, 7), date(2026, 11, 20))
    assert report.done == ["Draft report, reached on 16 Nov 2026"]
    assert [(step.text, step.by) for step in report.next_steps] == [
        ("Audit report", date(2026, 11, 20)),
        ("Talk", date(2026, 12, 1)),
    ]
    late = report.milestones[1]
    assert (report.milestones[0].slip_days, late.ref, late.slip_days) == (-1, "M2", 7)
    assert report.light == "off_track"
    assert report.summary == "Talk is expected 7 working days late."
    assert report.budget.total == Decimal("7200.00")
    assert report.budget.used == Decimal("3600.00")
    assert report.budget.hours_used == Decimal("1.5")
    assert (
        workspace.agreements.check(report.model_dump(mode="json"), AgreementKind.STATUS_REPORT).refuse == ()
    )


def test_the_next_report_begins_where_the_last_ended(
    workspace: Workspace, engagement: str, clock: FixedClock
) -> None:
    client = client_of(workspace, engagement)
    kind = AgreementKind.STATUS_REPORT
    first = workspace.agreements.create_for_client(client, kind, engagement_id=engagement)
    workspace.agreements.issue(first)
    clock.set(datetime(2026, 10, 21, 10, tzinfo=UTC))
    report = draft(workspace, engagement, kind)
    assert report.period_start == date(2026, 10, 13)


def test_a_retainer_reports_the_hours_of_its_month(workspace: Workspace) -> None:
    engagement = ready_engagement(
        workspace, kind=EngagementKind.RETAINER, hours_a_month=Decimal(20), starts_on=date(2026, 9, 1)
    )
    workspace.time.add({"day": date(2026, 9, 30), "minutes": 60, "engagement_id": engagement})
    workspace.time.add({"day": date(2026, 10, 5), "minutes": 195, "engagement_id": engagement})
    report = draft(workspace, engagement, AgreementKind.STATUS_REPORT)
    assert (report.budget.hours_used, report.budget.hours_total) == (Decimal("3.25"), Decimal(20))
    assert report.budget.total is None


def test_a_meeting_summary_begins_with_the_last_talk(workspace: Workspace, engagement: str) -> None:
    client = client_of(workspace, engagement)
    at = datetime(2026, 10, 9, 8, 0, tzinfo=UTC)
    make_touch(
        workspace, client, TouchKind.VIDEO, at, "Agreed the order\nDele is away in May", duration_minutes=45
    )
    workspace.touchpoints.plan(
        client, TouchKind.CALL, datetime(2026, 10, 20, 8, 0, tzinfo=UTC), text="Figures"
    )
    summary = draft(workspace, engagement, AgreementKind.MEETING_SUMMARY)
    assert isinstance(summary, MeetingSummaryDocument)
    assert (summary.held_on, summary.clock) == (date(2026, 10, 9), "10:00–10:45")
    assert summary.notes == ["Agreed the order", "Dele is away in May"]
    assert {(row.side, row.name) for row in summary.attendees} == {
        (Side.CONSULTANT, "Mara Lind"),
        (Side.CLIENT, "Ada Roe"),
    }
    assert (summary.next_on, summary.next_about) == (date(2026, 10, 20), "Figures")


def test_an_audit_sets_hours_against_income(workspace: Workspace, engagement: str, clock: FixedClock) -> None:
    signed_statement(workspace, engagement)
    other = make_client(workspace, "Elm")
    hourly = make_engagement(
        workspace, other, kind=EngagementKind.TIME_AND_MATERIALS, rate=Decimal("100.00"), starts_on=TODAY
    )
    client = client_of(workspace, engagement)
    workspace.time.add({"day": TODAY, "minutes": 60, "engagement_id": engagement, "client_id": client})
    workspace.time.add({"day": TODAY, "minutes": 240, "engagement_id": hourly, "client_id": other})
    make_touch(
        workspace, client, TouchKind.MAIL_RECEIVED, datetime(2026, 10, 12, 7, tzinfo=UTC), "Where is it?"
    )
    clock.advance(days=1)
    make_touch(workspace, client, TouchKind.MAIL_SENT, text="Here")
    audit = draft(workspace, engagement, AgreementKind.RELATIONSHIP_AUDIT)
    assert isinstance(audit, AuditDocument)
    assert (audit.money_in, audit.hours_out) == (Decimal("3600.00"), Decimal(1))
    assert (audit.share_of_income, audit.share_of_hours) == (9_000, 2_000)
    assert [row.value for row in audit.response] == ["1 of 1 times"]
    told = {row.label: row.value for row in audit.facts}
    assert told["Papers in force"] == "SOW-2026-001"
    assert told["Words exchanged"] == "1 from me, 1 from them"
    assert audit.verdict == ""
    refused = workspace.agreements.check(
        audit.model_dump(mode="json"), AgreementKind.RELATIONSHIP_AUDIT
    ).refuse
    assert [problem.code for problem in refused] == ["no_verdict"]


def test_an_audit_of_a_client_without_work_is_no_error(workspace: Workspace, engagement: str) -> None:
    alone = make_client(workspace, "Fjord")
    kind = AgreementKind.RELATIONSHIP_AUDIT
    agreement = workspace.agreements.create_for_client(alone, kind)
    document = workspace.agreements.get(agreement).document
    assert (document["money_in"], document["share_of_income"]) == ("0", None)


def test_a_welcome_letter_says_how_we_begin(workspace: Workspace, engagement: str) -> None:
    signed_statement(workspace, engagement, kickoff_on="2026-10-20")
    client = client_of(workspace, engagement)
    make_contact(workspace, client, "Priya Nair", title="Manager", roles=(ContactRole.DAY_TO_DAY,))
    letter = draft(workspace, engagement, AgreementKind.WELCOME_LETTER)
    assert isinstance(letter, LetterDocument)
    assert (letter.salutation, letter.client.signatory) == ("Dear Priya Nair,", "Priya Nair")
    said = " ".join(
        [*(part.text for part in letter.parts), *(item for part in letter.parts for item in part.items)]
    )
    assert "The kick-off is on 20\u00a0October\u00a02026" in said
    assert "{" not in said
    assert letter.enclosures == ["Statement of Work, SOW-2026-001"]
    assert letter.dated_on == TODAY


def test_a_closing_letter_lists_what_is_held_and_leaves_out_what_is_unknown(
    workspace: Workspace, engagement: str
) -> None:
    view = workspace.engagements.get(engagement)
    workspace.engagements.accept_deliverable(view.deliverables[0].deliverable_id, TODAY)
    letter = draft(workspace, engagement, AgreementKind.OFFBOARDING_LETTER)
    items = [item for part in letter.parts for item in part.items]
    assert "Audit report, accepted on 12\u00a0October\u00a02026" in items
    assert all("{" not in item for item in items)
    assert all(part.text or part.items for part in letter.parts)
    assert "returned or deleted" not in " ".join(items)


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_letters_and_reports_speak_the_paper_s_language(
    workspace: Workspace, engagement: str, language: str
) -> None:
    english = draft(workspace, engagement, AgreementKind.WELCOME_LETTER)
    letter = draft(workspace, engagement, AgreementKind.WELCOME_LETTER, language=language)
    report = draft(workspace, engagement, AgreementKind.STATUS_REPORT, language=language)
    assert letter.language == report.language == language
    assert letter.project_title != english.project_title
    assert letter.salutation != english.salutation
    assert report.printed_title != "Status Report"


def test_a_letter_from_a_template_of_one_s_own(workspace: Workspace, engagement: str) -> None:
    client = client_of(workspace, engagement)
    kind = AgreementKind.WELCOME_LETTER
    first = workspace.agreements.create_for_client(client, kind, engagement_id=engagement)
    document = workspace.agreements.get(first).document
    document["parts"] = [{"heading": "", "text": "Only this, for {contact}.", "items": []}]
    workspace.agreements.save_draft(first, document)
    key = workspace.templates.save_from(first, "Mine")
    letter = draft(workspace, engagement, kind, template_key=key)
    assert [part.text for part in letter.parts] == ["Only this, for Ada Roe."]


def test_filling_again_keeps_what_was_written_and_renews_the_facts(
    workspace: Workspace, engagement: str
) -> None:
    client = client_of(workspace, engagement)
    kind = AgreementKind.STATUS_REPORT
    paper = workspace.agreements.create_for_client(client, kind, engagement_id=engagement)
    document = workspace.agreements.get(paper).document
    workspace.agreements.save_draft(paper, document | {"decisions": [{"text": "One site or two?"}]})
    workspace.engagements.update(engagement, fee=Decimal("8000.00"))
    workspace.agreements.refill(paper)
    filled = workspace.agreements.get(paper).document
    assert [row["text"] for row in filled["decisions"]] == ["One site or two?"]
    assert filled["budget"]["total"] == "8000.00"
    letter = workspace.agreements.create_for_client(client, AgreementKind.WELCOME_LETTER)
    written = workspace.agreements.get(letter).document | {"parts": [{"text": "My own words."}]}
    workspace.agreements.save_draft(letter, written)
    workspace.clients.update(client, address="1 New Street")
    workspace.agreements.refill(letter)
    filled = workspace.agreements.get(letter).document
    assert [part["text"] for part in filled["parts"]] == ["My own words."]
    assert filled["client"]["address"] == "1 New Street"
