"""Executed papers move the plan: dates and baselines, terms, instalments, change orders, retainers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import col, select

from clientdesk.models.enums import AgreementKind, AgreementState, EngagementKind, PaperOrigin, Side
from clientdesk.models.errors import InvalidInput, IssueRefused, WrongState
from clientdesk.models.family_documents import ExternalDocument, PromisedDate
from clientdesk.models.frozen_paper import IssueFacts, canonical_json, fingerprint
from clientdesk.models.tables import Agreement, Milestone, MilestoneBaseline
from clientdesk.services import executing
from clientdesk.services.workspace import Workspace
from clientdesk.store.unit_of_work import fetch
from tests.helpers.fakes import FixedClock
from tests.helpers.paper_life import TODAY, issued_paper, quick_pages, ready_engagement, sign_both

__all__ = ["quick_pages"]

pytestmark = pytest.mark.usefixtures("quick_pages")


@pytest.fixture
def engagement(workspace: Workspace) -> str:
    return ready_engagement(workspace)


def baselines(workspace: Workspace, milestone_id: str) -> list[tuple[date | None, date]]:
    """What was agreed for a milestone by each paper, the oldest first."""
    with workspace.store.reading() as session:
        rows = session.execute(
            select(MilestoneBaseline)
            .where(col(MilestoneBaseline.milestone_id) == milestone_id)
            .order_by(col(MilestoneBaseline.id))
        ).scalars()
        return [(row.agreed_on, row.executed_on) for row in rows]


def executed(workspace: Workspace, engagement_id: str, change: Any = None) -> str:
    paper = issued_paper(workspace, engagement_id, change)
    sign_both(workspace, paper)
    return paper


def with_schedule(document: dict[str, Any]) -> None:
    """Three instalments: on signature, when the report is accepted, on a day."""
    document["fees"]["payments"] = [
        {"tied_to": "signature", "percent": 5000},
        {"tied_to": "D1", "percent": 3000},
        {"text": "Last part", "percent": 2000, "planned_on": "2026-12-01"},
    ]


def ordered(workspace: Workspace, paper: str, **changes: Any) -> str:
    """A change order to an executed paper, as it would be filled from the record."""
    agreements = workspace.agreements
    order = agreements.create_amendment(paper)
    draft = agreements.get(order).document
    draft |= {"moves": [], "days_added": 0, "reason": "They asked for more", **changes}
    agreements.save_draft(order, draft)
    return order


# A statement of work


def test_baselines_are_written_beside_the_expected_dates(workspace: Workspace, engagement: str) -> None:
    executed(workspace, engagement)
    (milestone,) = workspace.engagements.get(engagement).milestones
    assert milestone.agreed_on == milestone.expected_on == date(2026, 11, 17)
    assert baselines(workspace, milestone.milestone_id) == [(date(2026, 11, 17), TODAY)]


def test_the_engagement_takes_the_terms_that_were_signed(workspace: Workspace, engagement: str) -> None:
    def changed(document: dict[str, Any]) -> None:
        document["ends_on"] = "2026-12-31"
        document["fees"]["currency"] = "GBP"
        document["fees"]["lines"][0]["unit_price"] = "8000"
        document["acceptance"]["revision_rounds"] = 3

    executed(workspace, engagement, changed)
    view = workspace.engagements.get(engagement)
    assert view.ends_on == date(2026, 12, 31)
    assert (view.currency, view.fee and view.fee.amount) == ("GBP", Decimal("8000.00"))
    assert view.revision_rounds == 3
    assert view.deliverables[0].rounds_allowed == 3


def test_rounds_that_were_used_stay_counted(workspace: Workspace, engagement: str) -> None:
    (report,) = workspace.engagements.get(engagement).deliverables
    workspace.engagements.update_deliverable(report.deliverable_id, rounds_used=2)
    executed(workspace, engagement)
    (report,) = workspace.engagements.get(engagement).deliverables
    assert (report.rounds_used, report.rounds_allowed) == (2, 2)


def test_a_retainer_writes_hours_fee_and_rollover(workspace: Workspace, engagement: str) -> None:
    def retainer(document: dict[str, Any]) -> None:
        document["fees"] |= {
            "kind": "retainer",
            "lines": [{"text": "Advice", "quantity": "6", "unit": "month", "unit_price": "1500"}],
            "hours_included": "12.5",
            "rollover_months": 2,
            "over_rate": "140",
            "payments": [],
        }

    executed(workspace, engagement, retainer)
    view = workspace.engagements.get(engagement)
    assert view.kind is EngagementKind.RETAINER
    assert (view.fee and view.fee.amount, view.rate and view.rate.amount) == (Decimal(1500), Decimal(140))
    assert view.hours_a_month == Decimal("12.5")


def test_nothing_moves_before_both_have_signed(workspace: Workspace, engagement: str) -> None:
    paper = issued_paper(workspace, engagement)
    workspace.agreements.mark_signed(paper, Side.CLIENT, "Ada Roe")
    (milestone,) = workspace.engagements.get(engagement).milestones
    assert milestone.expected_on is None
    assert workspace.agreements.payments(engagement) == []


# Instalments


def test_instalments_fall_due_at_their_events(
    workspace: Workspace, engagement: str, clock: FixedClock
) -> None:
    paper = executed(workspace, engagement, with_schedule)
    first, second, last = workspace.agreements.payments(engagement)
    assert [(one.ref, one.label, one.amount) for one in (first, second, last)] == [
        ("P1", "On signature", Decimal("3600.00")),
        ("P2", "D1 Audit report", Decimal("2160.00")),
        ("P3", "Last part", Decimal("1440.00")),
    ]
    assert (first.due_on, first.pay_by) == (TODAY, date(2026, 10, 26))
    assert (second.due_on, last.due_on) == (None, None)
    assert workspace.agreements.get(paper).payments == (first, second, last)
    clock.set(datetime.fromisoformat("2026-12-01T09:00:00+01:00"))
    assert workspace.agreements.payments(engagement)[2].due_on == date(2026, 12, 1)


def test_acceptance_makes_an_instalment_due_and_one_undo_takes_both_back(
    workspace: Workspace, engagement: str
) -> None:
    executed(workspace, engagement, with_schedule)
    (report,) = workspace.engagements.get(engagement).deliverables
    workspace.engagements.accept_deliverable(report.deliverable_id)
    assert workspace.agreements.payments(engagement)[1].due_on == TODAY
    assert workspace.store.undo() == "Accept deliverable"
    assert workspace.agreements.payments(engagement)[1].due_on is None
    assert workspace.engagements.get(engagement).deliverables[0].accepted_on is None
    workspace.store.redo()
    workspace.engagements.update_deliverable(report.deliverable_id, accepted_on=None)
    assert workspace.agreements.payments(engagement)[1].due_on is None


def test_what_was_accepted_before_the_signature_is_due_with_it(workspace: Workspace, engagement: str) -> None:
    (report,) = workspace.engagements.get(engagement).deliverables
    workspace.engagements.accept_deliverable(report.deliverable_id, date(2026, 10, 5))
    executed(workspace, engagement, with_schedule)
    assert workspace.agreements.payments(engagement)[1].due_on == TODAY


def test_a_milestone_that_is_reached_makes_its_instalment_due(workspace: Workspace, engagement: str) -> None:
    def tied(document: dict[str, Any]) -> None:
        document["fees"]["payments"] = [{"tied_to": "M1", "percent": 10_000}]

    executed(workspace, engagement, tied)
    (milestone,) = workspace.engagements.get(engagement).milestones
    workspace.engagements.mark_done(milestone.milestone_id)
    (payment,) = workspace.agreements.payments(engagement)
    assert (payment.label, payment.due_on) == ("M1 Draft report", TODAY)
    workspace.engagements.reopen(milestone.milestone_id)
    assert workspace.agreements.payments(engagement)[0].due_on is None


def test_marks_of_invoices_and_money_can_be_undone_one_by_one(workspace: Workspace, engagement: str) -> None:
    executed(workspace, engagement, with_schedule)
    payment = workspace.agreements.payments(engagement)[0].payment_id
    workspace.agreements.mark_invoiced(payment, TODAY)
    workspace.agreements.mark_paid(payment, TODAY)
    with pytest.raises(InvalidInput, match="paid_already"):
        workspace.agreements.mark_invoiced(payment, None)
    with pytest.raises(InvalidInput, match="in_the_future"):
        workspace.agreements.mark_paid(payment, date(2026, 10, 13))
    assert workspace.store.undo() == "Mark as paid"
    first = workspace.agreements.payments(engagement)[0]
    assert (first.invoiced_on, first.paid_on) == (TODAY, None)


def test_what_was_invoiced_stays_due(workspace: Workspace, engagement: str) -> None:
    executed(workspace, engagement, with_schedule)
    (report,) = workspace.engagements.get(engagement).deliverables
    workspace.engagements.accept_deliverable(report.deliverable_id)
    workspace.agreements.mark_invoiced(workspace.agreements.payments(engagement)[1].payment_id, TODAY)
    workspace.engagements.update_deliverable(report.deliverable_id, accepted_on=None)
    assert workspace.agreements.payments(engagement)[1].due_on == TODAY


# Change orders


def test_a_change_order_moves_dates_price_and_end_and_keeps_the_old_baseline(
    workspace: Workspace, engagement: str, clock: FixedClock
) -> None:
    paper = executed(workspace, engagement, with_schedule)
    (milestone,) = workspace.engagements.get(engagement).milestones
    clock.advance(days=7)
    order = ordered(
        workspace,
        paper,
        moves=[{"ref": "M1", "title": "Draft report", "before_on": "2026-11-17", "after_on": "2026-11-24"}],
        deliverables=[{"title": "Workshop", "acceptance": "Held", "due_on": "2026-12-10"}],
        milestones=[{"title": "Workshop day", "planned_on": "2026-12-10", "buffer_days": 1}],
        fee_lines=[{"text": "Workshop", "amount": "1200"}],
        payments=[{"tied_to": "D2", "amount": "1200"}],
        days_added=14,
    )
    workspace.agreements.issue(order)
    assert workspace.agreements.get(paper).row.is_amended is False
    assert workspace.agreements.get(order).row.net == Decimal("1200.00")
    sign_both(workspace, order)

    view = workspace.engagements.get(engagement)
    first, second = view.milestones
    assert (first.expected_on, first.agreed_on) == (date(2026, 11, 24), date(2026, 11, 24))
    assert first.expected_source == "SOW-2026-001-CO-01 version 1"
    assert baselines(workspace, milestone.milestone_id) == [
        (date(2026, 11, 17), TODAY),
        (date(2026, 11, 24), date(2026, 10, 19)),
    ]
    assert (second.title, second.expected_on) == ("Workshop day", date(2026, 12, 11))
    assert [one.title for one in view.deliverables] == ["Audit report", "Workshop"]
    assert view.deliverables[1].rounds_allowed == 2
    assert (view.ends_on, view.fee and view.fee.amount) == (date(2027, 1, 1), Decimal("8400.00"))

    added = workspace.agreements.payments(engagement)[-1]
    assert (added.ref, added.label, added.due_on) == ("P4", "D2 Workshop", None)
    workspace.engagements.accept_deliverable(view.deliverables[1].deliverable_id)
    assert workspace.agreements.payments(engagement)[-1].due_on == date(2026, 10, 19)

    amended = workspace.agreements.get(paper)
    assert amended.row.is_amended
    assert amended.row.ends_on == date(2027, 1, 1)
    assert [one.agreement_id for one in amended.amendments] == [order]
    assert amended.is_intact
    value = amended.value
    assert value is not None
    assert (value.original_net, value.changes_net, value.total_net) == (7200, 1200, 8400)
    assert (value.original_ends_on, value.ends_on, value.days_added) == (
        date(2026, 12, 18),
        date(2027, 1, 1),
        14,
    )
    assert workspace.agreements.get(order).value == value


def test_what_a_change_order_takes_out_is_no_longer_owed(workspace: Workspace, engagement: str) -> None:
    paper = executed(workspace, engagement)
    (milestone,) = workspace.engagements.get(engagement).milestones
    order = ordered(
        workspace,
        paper,
        changes=[
            {"action": "removed", "ref": "M1", "title": "Draft report", "before": "One draft"},
            {"action": "removed", "ref": "D1", "title": "Audit report", "before": "One report"},
        ],
        fee_lines=[{"text": "No report", "amount": "-2000"}],
        payments=[{"tied_to": "signature", "amount": "-2000"}],
    )
    workspace.agreements.issue(order)
    sign_both(workspace, order)
    view = workspace.engagements.get(engagement)
    assert view.deliverables == ()
    assert (view.milestones[0].expected_on, view.milestones[0].planned_on) == (None, None)
    assert [agreed for agreed, _ in baselines(workspace, milestone.milestone_id)] == [
        date(2026, 11, 17),
        None,
    ]
    assert view.fee is not None
    assert view.fee.amount == Decimal("5200.00")
    assert workspace.agreements.payments(engagement)[-1].amount == Decimal("-2000.00")


def test_a_second_change_order_counts_on_and_is_refused_with_old_sums(
    workspace: Workspace, engagement: str
) -> None:
    paper = executed(workspace, engagement)
    more = {
        "fee_lines": [{"text": "More", "amount": "100"}],
        "payments": [{"tied_to": "signature", "amount": "100"}],
    }
    first, second = ordered(workspace, paper, **more), ordered(workspace, paper, **more)
    workspace.agreements.issue(first)
    sign_both(workspace, first)
    with pytest.raises(IssueRefused, match="changed_since"):
        workspace.agreements.issue(second)
    workspace.agreements.delete_draft(second)
    third = ordered(workspace, paper, **more)
    assert workspace.agreements.issue(third).row.number == "SOW-2026-001-CO-02"
    sign_both(workspace, third)
    value = workspace.agreements.get(paper).value
    assert value is not None
    assert value.total_net == Decimal("7400.00")


def test_an_addendum_moves_nothing(workspace: Workspace, engagement: str) -> None:
    paper = executed(workspace, engagement)
    before = workspace.engagements.get(engagement)
    addendum = workspace.agreements.create_amendment(paper, AgreementKind.ADDENDUM)
    view, draft = workspace.agreements.get(paper), workspace.agreements.get(addendum).document
    draft |= {
        "project_title": "Contacts",
        "consultant": view.document["consultant"],
        "client": view.document["client"],
        "reason": "Ada is away",
        "amends": draft["amends"] | {"number": view.row.number, "title": view.row.title},
        "notes": "Ben Hall answers until January.",
    }
    workspace.agreements.save_draft(addendum, draft)
    assert workspace.agreements.issue(addendum).row.number == "SOW-2026-001-AD-01"
    sign_both(workspace, addendum)
    assert workspace.engagements.get(engagement) == before
    assert workspace.agreements.get(paper).row.is_amended


def test_only_an_executed_paper_is_changed_and_always_the_one_at_the_root(
    workspace: Workspace, engagement: str
) -> None:
    paper = issued_paper(workspace, engagement)
    with pytest.raises(WrongState):
        workspace.agreements.create_amendment(paper)
    sign_both(workspace, paper)
    order = ordered(
        workspace,
        paper,
        fee_lines=[{"text": "x", "amount": "1"}],
        payments=[{"tied_to": "signature", "amount": "1"}],
    )
    workspace.agreements.issue(order)
    sign_both(workspace, order)
    again = workspace.agreements.create_amendment(order)
    assert workspace.agreements.get(again).row.amends_id == paper


# A paper signed elsewhere


def test_a_foreign_paper_writes_its_promises(workspace: Workspace, engagement: str) -> None:
    view = workspace.engagements.get(engagement)
    client_id, milestone = view.client_id, view.milestones[0]
    document = ExternalDocument(
        number="ACME-7",
        signed_on=TODAY,
        ends_on=date(2027, 3, 31),
        net=Decimal(5000),
        rounds_allowed=4,
        hours_a_month=Decimal(10),
        promised=[
            PromisedDate(key=milestone.milestone_id, on=date(2026, 11, 30)),
            PromisedDate(title="Hand-over", on=date(2027, 2, 1)),
        ],
    )
    content = canonical_json(document, IssueFacts(number="ACME-7", issued_on=TODAY), external=True)
    with workspace.store.writing("File", undoable=False) as session:
        row = Agreement(
            created_at=workspace.clock.now(),
            client_id=client_id,
            engagement_id=engagement,
            origin=PaperOrigin.EXTERNAL,
            state=AgreementState.ISSUED,
            title="Theirs",
            number="ACME-7",
            content=content,
            fingerprint=fingerprint(content),
            net_minor=500_000,
            currency="EUR",
            issued_on=TODAY,
        )
        session.add(row)
        session.flush()
        executing.add_signature(session, row, Side.CLIENT, "Ada Roe", TODAY, clock=workspace.clock)
        executing.execute(session, row, clock=workspace.clock, on=TODAY)
    view = workspace.engagements.get(engagement)
    assert [(one.title, one.expected_on, one.expected_source) for one in view.milestones] == [
        ("Draft report", date(2026, 11, 30), "ACME-7"),
        ("Hand-over", date(2027, 2, 1), "ACME-7"),
    ]
    assert (view.ends_on, view.hours_a_month) == (date(2027, 3, 31), Decimal(10))
    assert (view.fee and view.fee.amount, view.revision_rounds) == (Decimal("5000.00"), 4)
    assert view.deliverables[0].rounds_allowed == 4
    paper = workspace.agreements.get(row.id)
    assert (paper.row.state, paper.row.is_in_force, paper.is_intact) == (AgreementState.EXECUTED, True, True)
    assert workspace.agreements.create_amendment(row.id)


def test_a_row_of_another_engagement_is_never_moved(workspace: Workspace, engagement: str) -> None:
    other = ready_engagement(workspace, "Zoe Ltd")
    foreign = workspace.engagements.get(other).milestones[0].milestone_id

    def stolen(document: dict[str, Any]) -> None:
        document["milestones"][0]["key"] = foreign

    executed(workspace, engagement, stolen)
    with workspace.store.reading() as session:
        assert fetch(session, Milestone, foreign).expected_on is None
    assert len(workspace.engagements.get(engagement).milestones) == 2


# Retainers


def retainer_of(workspace: Workspace, rollover: int = 0, **more: Any) -> str:
    engagement_id = ready_engagement(workspace, starts_on=date(2026, 7, 15), ends_on=None)
    workspace.engagements.update(
        engagement_id,
        kind=EngagementKind.RETAINER,
        hours_a_month=Decimal(10),
        rollover_months=rollover,
        **more,
    )
    return engagement_id


def worked(workspace: Workspace, engagement_id: str, at: str, minutes: int) -> None:
    start = datetime.fromisoformat(at)
    workspace.time.add(
        {"starts_at": start, "ends_at": start + timedelta(minutes=minutes), "engagement_id": engagement_id}
    )


def test_the_balance_of_a_month_without_rollover(workspace: Workspace) -> None:
    retainer = retainer_of(workspace)
    worked(workspace, retainer, "2026-09-10T09:00:00+02:00", 120)
    worked(workspace, retainer, "2026-10-02T09:00:00+02:00", 330)
    balance = workspace.agreements.retainer(retainer, date(2026, 10, 20))
    assert balance is not None
    assert (balance.month, balance.included_minutes, balance.carried_minutes) == (date(2026, 10, 1), 600, 0)
    assert (balance.used_minutes, balance.left_minutes) == (330, 270)


def test_unused_minutes_are_carried_the_oldest_first_and_lapse(workspace: Workspace) -> None:
    retainer = retainer_of(workspace, rollover=2)
    worked(workspace, retainer, "2026-07-20T09:00:00+02:00", 540)  # 60 of July left
    worked(workspace, retainer, "2026-08-20T09:00:00+02:00", 480)  # July's 60 first: 180 of August left
    worked(
        workspace, retainer, "2026-09-20T09:00:00+02:00", 100
    )  # August's 100 first: 80 left, all of September
    balance = workspace.agreements.retainer(retainer, date(2026, 10, 1))
    assert balance is not None
    assert (balance.carried_minutes, balance.left_minutes) == (80 + 600, 1280)
    november = workspace.agreements.retainer(retainer, date(2026, 11, 1))
    assert november is not None
    assert november.carried_minutes == 600 + 600  # August's lapsed


def test_a_month_ends_at_midnight_of_the_practice(workspace: Workspace) -> None:
    retainer = retainer_of(workspace)
    worked(workspace, retainer, "2026-08-31T21:30:00+00:00", 60)  # 23:30 in Paris, half an hour in each month
    august = workspace.agreements.retainer(retainer, date(2026, 8, 5))
    september = workspace.agreements.retainer(retainer, date(2026, 9, 5))
    assert august is not None
    assert september is not None
    assert (august.used_minutes, september.used_minutes) == (30, 30)


def test_hours_beyond_the_balance_show_as_owed_and_are_not_taken_from_the_next_month(
    workspace: Workspace,
) -> None:
    retainer = retainer_of(workspace, rollover=1)
    worked(workspace, retainer, "2026-09-20T09:00:00+02:00", 700)
    worked(workspace, retainer, "2026-09-25T09:00:00+02:00", 700)
    september = workspace.agreements.retainer(retainer, date(2026, 9, 1))
    october = workspace.agreements.retainer(retainer, date(2026, 10, 1))
    assert september is not None
    assert october is not None
    assert (september.carried_minutes, september.left_minutes) == (600, -200)
    assert (october.carried_minutes, october.left_minutes) == (0, 600)


def test_a_change_order_changes_the_hours_from_its_signature_on(
    workspace: Workspace, engagement: str
) -> None:
    def retainer(document: dict[str, Any]) -> None:
        document["fees"] |= {
            "kind": "retainer",
            "lines": [{"text": "Advice", "unit": "month", "unit_price": "1500"}],
            "hours_included": "10",
            "payments": [],
        }

    paper = executed(workspace, engagement, retainer)
    order = ordered(workspace, paper, hours_a_month="15", fee_lines=[{"text": "More hours", "amount": "600"}])
    assert workspace.agreements.get(order).document["amends"]["hours"] == "10"
    workspace.agreements.issue(order)
    sign_both(workspace, order)
    view = workspace.engagements.get(engagement)
    assert (view.hours_a_month, view.fee and view.fee.amount) == (Decimal(15), Decimal(2100))
    included = [
        balance.included_minutes
        for month in (date(2026, 10, 1), date(2026, 11, 1))
        if (balance := workspace.agreements.retainer(engagement, month)) is not None
    ]
    assert included == [900, 900]
    second = workspace.agreements.create_amendment(paper)
    assert workspace.agreements.get(second).document["amends"]["hours"] == "15"
    with pytest.raises(InvalidInput):
        workspace.agreements.save_draft(
            second, workspace.agreements.get(second).document | {"hours_a_month": "-1"}
        )


def test_no_balance_without_hours_a_month(workspace: Workspace, engagement: str) -> None:
    assert workspace.agreements.retainer(engagement, TODAY) is None
