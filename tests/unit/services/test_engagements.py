"""Engagements, deliverables and milestones: amounts, hours, dates, and the trail of what they believe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from clientdesk.models.enums import AgreementState, EngagementKind, TouchKind
from clientdesk.models.errors import InvalidInput, NotFound
from clientdesk.models.money import Money
from clientdesk.models.tables import Agreement
from clientdesk.models.views.engagements import MilestoneView
from clientdesk.services.workspace import Workspace

pytestmark = pytest.mark.usefixtures("practice")

Make = Callable[..., str]
TODAY = date(2026, 10, 12)


@pytest.fixture
def engagement(make_client: Make, make_engagement: Make) -> str:
    return make_engagement(make_client())


def problems_of(refused: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in refused.value.problems]


def test_a_title_is_enough(workspace: Workspace, make_client: Make) -> None:
    view = workspace.engagements.get(workspace.engagements.add(make_client(), "Advice"))
    assert (view.starts_on, view.ends_on, view.currency, view.fee) == (TODAY, None, "EUR", None)
    assert (view.kind, view.has_ended) == (EngagementKind.FIXED_FEE, False)


def test_amounts_go_in_and_out_in_their_currency(workspace: Workspace, make_client: Make) -> None:
    added = workspace.engagements.add(
        make_client(), "Advice", fee=Decimal("12500.50"), rate=Money(Decimal(130), "EUR")
    )
    view = workspace.engagements.get(added)
    assert (view.fee, view.rate) == (Money(Decimal("12500.50"), "EUR"), Money(Decimal(130), "EUR"))


def test_a_new_currency_keeps_the_amount(workspace: Workspace, make_client: Make) -> None:
    added = workspace.engagements.add(make_client(), "Advice", fee=Decimal(1500))
    workspace.engagements.update(added, currency="JPY")
    assert workspace.engagements.get(added).fee == Money(Decimal(1500), "JPY")


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"fee": Decimal("1.005")}, "too_many_decimals"),
        ({"fee": Decimal(-1)}, "too_small"),
        ({"fee": Decimal("NaN")}, "not_a_number"),
        ({"fee": Decimal("1e40")}, "not_a_number"),
        ({"fee": "much"}, "not_a_number"),
        ({"fee": Money(Decimal(1), "USD")}, "other_currency"),
        ({"hours_a_month": Decimal(0)}, "not_positive"),
        ({"hours_a_month": Decimal(-3)}, "not_positive"),
        ({"hours_a_month": Decimal(745)}, "too_large"),
        ({"hours_a_week": Decimal("Infinity")}, "not_a_number"),
        ({"hours_a_week": Decimal(0)}, "not_positive"),
        ({"minutes_a_month": 0}, "not_positive"),
        ({"currency": "XXZ"}, "unknown_currency"),
        ({"fee": Decimal(5), "currency": "XXZ"}, "unknown_currency"),
        ({"title": "  "}, "blank"),
        ({"title": "x" * 201}, "too_long"),
        ({"starts_on": date(1850, 1, 1)}, "out_of_range"),
    ],
)
def test_what_cannot_be_is_refused_by_field(
    workspace: Workspace, make_client: Make, entry: dict[str, object], code: str
) -> None:
    client_id = make_client()
    with pytest.raises(InvalidInput) as refused:
        workspace.engagements.add(client_id, **({"title": "Advice"} | entry))
    assert (next(iter(entry)), code) in problems_of(refused)
    assert workspace.engagements.list_for_client(client_id) == []


def test_an_end_before_the_start_is_refused_and_the_old_dates_stay(
    workspace: Workspace, engagement: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        workspace.engagements.update(engagement, ends_on=TODAY - timedelta(days=1))
    assert problems_of(refused) == [("ends_on", "end_before_start")]
    assert workspace.engagements.get(engagement).ends_on is None
    with pytest.raises(InvalidInput):
        workspace.engagements.end(engagement, TODAY - timedelta(days=1))


def test_hours_are_kept_to_the_minute(workspace: Workspace, engagement: str) -> None:
    workspace.engagements.update(engagement, hours_a_month=Decimal("7.5"), hours_a_week=Decimal(2))
    view = workspace.engagements.get(engagement)
    assert (view.hours_a_month, view.hours_a_week) == (Decimal("7.5"), Decimal(2))


def test_the_end_date_is_still_active_and_running_ones_come_first(
    workspace: Workspace, make_client: Make
) -> None:
    client_id = make_client()
    starts = TODAY - timedelta(days=90)
    workspace.engagements.add(client_id, "Ended", starts_on=starts, ends_on=TODAY - timedelta(days=1))
    workspace.engagements.add(client_id, "Last day", starts_on=starts, ends_on=TODAY)
    workspace.engagements.add(client_id, "Newer")
    listed = workspace.engagements.list_for_client(client_id)
    assert [(view.title, view.has_ended) for view in listed] == [
        ("Newer", False),
        ("Last day", False),
        ("Ended", True),
    ]


def test_deleting_takes_the_promises_along_and_undo_brings_them_back(
    workspace: Workspace, engagement: str
) -> None:
    workspace.engagements.add_deliverable(engagement, "Report")
    workspace.engagements.add_milestone(engagement, "Draft")
    client_id = workspace.engagements.get(engagement).client_id
    workspace.engagements.delete(engagement)
    assert workspace.engagements.list_for_client(client_id) == []
    workspace.store.undo()
    view = workspace.engagements.get(engagement)
    assert ([d.title for d in view.deliverables], [m.title for m in view.milestones]) == (
        ["Report"],
        ["Draft"],
    )


def test_an_engagement_with_an_issued_paper_is_not_deleted(workspace: Workspace, engagement: str) -> None:
    client_id = workspace.engagements.get(engagement).client_id
    with workspace.store.writing("Issue", undoable=False) as session:
        session.add(
            Agreement(
                client_id=client_id,
                engagement_id=engagement,
                state=AgreementState.ISSUED,
                title="Statement of Work",
                number="SOW-1",
                content=b"{}",
                fingerprint="0" * 64,
                created_at=workspace.clock.now(),
            )
        )
    with pytest.raises(InvalidInput) as refused:
        workspace.engagements.delete(engagement)
    assert problems_of(refused) == [("", "has_issued_papers")]
    assert workspace.engagements.get(engagement).title == "Advice"


def test_deliverables_keep_their_order(workspace: Workspace, engagement: str) -> None:
    made = [workspace.engagements.add_deliverable(engagement, title) for title in ("A", "B", "C")]
    workspace.engagements.order_deliverables([made[2], made[0], made[1]])
    assert [d.title for d in workspace.engagements.get(engagement).deliverables] == ["C", "A", "B"]


def test_a_deliverable_is_accepted_on_a_day_that_has_come(workspace: Workspace, engagement: str) -> None:
    report = workspace.engagements.add_deliverable(engagement, "Report", rounds_allowed=2)
    with pytest.raises(InvalidInput):
        workspace.engagements.accept_deliverable(report, TODAY + timedelta(days=1))
    workspace.engagements.accept_deliverable(report)
    workspace.engagements.update_deliverable(report, rounds_used=1)
    view = workspace.engagements.get(engagement).deliverables[0]
    assert (view.accepted_on, view.rounds_allowed, view.rounds_used) == (TODAY, 2, 1)
    workspace.engagements.delete_deliverable(report)
    assert workspace.engagements.get(engagement).deliverables == ()


def milestone_of(workspace: Workspace, engagement: str) -> MilestoneView:
    return workspace.engagements.get(engagement).milestones[0]


def test_a_late_plan_is_known_from_today_until_it_is_no_longer_late(
    workspace: Workspace, engagement: str, make_milestone: Make
) -> None:
    made = make_milestone(engagement, expected_on=TODAY + timedelta(days=4))
    assert milestone_of(workspace, engagement).known_on is None
    workspace.engagements.update_milestone(made, planned_on=TODAY + timedelta(days=8))
    view = milestone_of(workspace, engagement)
    assert (view.gap_days, view.known_on, view.told_on, view.is_at_risk) == (4, TODAY, None, True)
    workspace.clock.advance(days=2)  # type: ignore[attr-defined]
    workspace.engagements.mark_told(made)
    workspace.engagements.update_milestone(made, title="Final report")
    view = milestone_of(workspace, engagement)
    assert (view.known_on, view.told_on) == (TODAY, TODAY + timedelta(days=2))
    workspace.engagements.update_milestone(made, planned_on=TODAY + timedelta(days=9))
    assert milestone_of(workspace, engagement).told_on is None
    workspace.engagements.update_milestone(made, planned_on=TODAY + timedelta(days=3))
    view = milestone_of(workspace, engagement)
    assert (view.gap_days, view.known_on, view.is_at_risk) == (-1, None, False)


def test_what_they_expect_changes_only_with_its_reason(
    workspace: Workspace, engagement: str, make_milestone: Make
) -> None:
    made = make_milestone(engagement, expected_on=TODAY, planned_on=TODAY + timedelta(days=4))
    with pytest.raises(InvalidInput) as refused:
        workspace.engagements.update_milestone(made, expected_on=TODAY + timedelta(days=4))
    assert problems_of(refused) == [("expected_on", "record_expected_instead")]
    with pytest.raises(InvalidInput) as refused:
        workspace.engagements.record_expected(made, TODAY + timedelta(days=4), " ")
    assert problems_of(refused) == [("expected_source", "blank")]
    workspace.engagements.record_expected(made, TODAY + timedelta(days=4), "said so on the phone")
    view = milestone_of(workspace, engagement)
    assert (view.expected_on, view.expected_source) == (TODAY + timedelta(days=4), "said so on the phone")
    assert (view.gap_days, view.known_on) == (0, None)
    client_id = workspace.engagements.get(engagement).client_id
    note = workspace.touchpoints.stream(client_id)[0]
    assert note.kind is TouchKind.NOTE
    assert note.text == "Report: they expect 2026-10-16 (before: 2026-10-12). said so on the phone"


def test_a_new_expectation_still_before_the_plan_counts_as_told(
    workspace: Workspace, engagement: str, make_milestone: Make
) -> None:
    made = make_milestone(engagement, expected_on=TODAY, planned_on=TODAY + timedelta(days=8))
    workspace.engagements.record_expected(made, TODAY + timedelta(days=6), "mail")
    view = milestone_of(workspace, engagement)
    assert (view.gap_days, view.told_on) == (2, TODAY)


def test_done_milestones_measure_what_happened(
    workspace: Workspace, engagement: str, make_milestone: Make
) -> None:
    made = make_milestone(
        engagement, expected_on=TODAY - timedelta(days=2), planned_on=TODAY + timedelta(days=5)
    )
    with pytest.raises(InvalidInput) as refused:
        workspace.engagements.mark_done(made, TODAY + timedelta(days=1))
    assert problems_of(refused) == [("actual_on", "in_future")]
    workspace.engagements.mark_done(made, TODAY - timedelta(days=1))
    view = milestone_of(workspace, engagement)
    assert (view.actual_on, view.gap_days, view.is_at_risk) == (TODAY - timedelta(days=1), 1, False)
    workspace.engagements.reopen(made)
    view = workspace.engagements.get_milestone(made)
    assert (view.actual_on, view.gap_days, view.is_at_risk) == (None, 7, True)


def test_an_expected_day_that_has_passed_is_at_risk_without_a_plan(
    workspace: Workspace, engagement: str, make_milestone: Make
) -> None:
    make_milestone(engagement, expected_on=TODAY - timedelta(days=1))
    view = milestone_of(workspace, engagement)
    assert (view.is_at_risk, view.gap_days) == (True, None)


def test_a_milestone_of_another_engagements_deliverable_is_refused(
    workspace: Workspace, engagement: str, make_client: Make, make_engagement: Make
) -> None:
    foreign = workspace.engagements.add_deliverable(make_engagement(make_client("Elm")), "Theirs")
    with pytest.raises(InvalidInput) as refused:
        workspace.engagements.add_milestone(engagement, "Mine", deliverable_id=foreign)
    assert problems_of(refused) == [("deliverable_id", "not_a_choice")]
    with pytest.raises(NotFound):
        workspace.engagements.add_milestone(engagement, "Mine", deliverable_id="none")


def test_milestones_keep_their_order_and_can_go(workspace: Workspace, engagement: str) -> None:
    made = [workspace.engagements.add_milestone(engagement, title) for title in ("A", "B", "C")]
    workspace.engagements.order_milestones(made[::-1])
    workspace.engagements.delete_milestone(made[1])
    assert [m.title for m in workspace.engagements.get(engagement).milestones] == ["C", "A"]
