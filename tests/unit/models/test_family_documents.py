"""Change orders count on and add up, slips are in working days, and every rule of a sister paper speaks up."""

from __future__ import annotations

import ast
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientdesk.models import change_checks, family_checks
from clientdesk.models.agreement_checks import Checks
from clientdesk.models.calendar_days import slip
from clientdesk.models.change_totals import net_by_rate, new_end, running_total
from clientdesk.models.enums import AgreementKind
from clientdesk.models.errors import Problem
from clientdesk.models.family_checks import sending_problems
from clientdesk.models.family_documents import ChangeOrderDocument, last_ref
from clientdesk.models.paper_kinds import parse_document
from clientdesk.services.wording import words_for_problem
from tests.helpers.sample_family import SISTERS, family_content

ORDER, ADDENDUM = AgreementKind.CHANGE_ORDER, AgreementKind.ADDENDUM
REPORT, SUMMARY = AgreementKind.STATUS_REPORT, AgreementKind.MEETING_SUMMARY
AUDIT, LETTER = AgreementKind.RELATIONSHIP_AUDIT, AgreementKind.WELCOME_LETTER
TODAY = date(2027, 1, 22)
CENTS = st.decimals(min_value=-10_000, max_value=10_000, places=2, allow_nan=False)


def judged(kind: AgreementKind, **changes: Any) -> Checks:
    document = parse_document(kind, {**family_content(kind), **changes})
    return family_checks.family_checks(kind, document, TODAY)


def order(**changes: Any) -> ChangeOrderDocument:
    made = parse_document(ORDER, {**family_content(ORDER), **changes})
    assert isinstance(made, ChangeOrderDocument)
    return made


def found(problems: list[Problem]) -> set[tuple[str, str]]:
    return {(problem.field, problem.code) for problem in problems}


@pytest.mark.parametrize("kind", SISTERS)
def test_a_good_paper_is_refused_nothing(kind: AgreementKind) -> None:
    assert judged(kind).refuse == []


AMENDS = family_content(ORDER)["amends"]
FEE = {"text": "More", "amount": "10.00"}
REFUSED: list[tuple[AgreementKind, dict[str, Any], tuple[str, str]]] = [
    (ORDER, {"reason": ""}, ("reason", "no_reason")),
    (ORDER, {"amends": {}}, ("amends.number", "no_amended_paper")),
    (ORDER, {"project_title": ""}, ("project_title", "missing")),
    (ORDER, {"client": {"legal_name": "Harbor"}}, ("client.signatory", "missing")),
    (ORDER, {"open_until": "2027-01-21"}, ("open_until", "before_today")),
    (ORDER, {"changes": [{"ref": "D9", "after": "New"}]}, ("changes.0.ref", "not_on_amended_paper")),
    (
        ORDER,
        {"changes": [{"action": "added", "ref": "D1", "after": "x"}]},
        ("changes.0.ref", "reference_taken"),
    ),
    (ORDER, {"changes": [{"ref": "D1", "before": "x"}]}, ("changes.0.after", "no_after")),
    (
        ORDER,
        {"changes": [{"ref": "D1", "before": "x", "after": "x"}]},
        ("changes.0.after", "same_before_and_after"),
    ),
    (ORDER, {"changes": [{"after": "x"}]}, ("changes.0.title", "missing")),
    (
        ORDER,
        {"changes": [{"ref": "D1", "after": "x"}, {"action": "removed", "ref": "D1"}]},
        ("changes.1.ref", "named_twice"),
    ),
    (ORDER, {"deliverables": [{"title": "Talk"}]}, ("deliverables.0.acceptance", "no_criterion")),
    (
        ORDER,
        {"milestones": [{"title": "Far", "planned_on": "2028-01-03"}]},
        ("milestones.0.planned_on", "outside_period"),
    ),
    (ORDER, {"moves": [{"ref": "M9", "after_on": "2027-02-01"}]}, ("moves.0.ref", "not_on_amended_paper")),
    (ORDER, {"moves": [{"ref": "M2"}]}, ("moves.0.after_on", "missing")),
    (ORDER, {"moves": [{"ref": "M2", "after_on": "2028-01-03"}]}, ("moves.0.after_on", "outside_period")),
    (ORDER, {"fee_lines": [{"text": "More"}]}, ("fee_lines.0.amount", "missing")),
    (
        ORDER,
        {"fee_lines": [{"text": "More", "amount": "1.005"}]},
        ("fee_lines.0.amount", "too_many_decimals"),
    ),
    (ORDER, {"fee_lines": [{"text": "Less", "amount": "-99999.00"}]}, ("fee_lines", "total_below_zero")),
    (ORDER, {"payments": [{"tied_to": "M7", "amount": "1.00"}]}, ("payments", "payments_not_order")),
    (ORDER, {"payments": [{"tied_to": "M7", "percent": 10_000}]}, ("payments.0.percent", "amounts_only")),
    (
        ORDER,
        {"payments": [{"tied_to": "D77", "amount": "1160.00"}]},
        ("payments.0.tied_to", "unknown_reference"),
    ),
    (ORDER, {"due_days": None}, ("due_days", "missing")),
    (ORDER, {"days_added": -200}, ("days_added", "end_before_start")),
    (ORDER, {"amends": {**AMENDS, "ends_on": None}}, ("days_added", "no_end_to_move")),
    (ADDENDUM, {"fee_lines": [FEE]}, ("fee_lines", "needs_change_order")),
    (ADDENDUM, {"days_added": 3}, ("days_added", "needs_change_order")),
    (ADDENDUM, {"changes": []}, ("changes", "nothing_changes")),
    (REPORT, {"period_end": None}, ("period_end", "missing")),
    (REPORT, {"period_end": "2027-01-02"}, ("period_end", "end_before_start")),
    (REPORT, {"summary": "", "done": [], "next_steps": [], "milestones": []}, ("summary", "empty_report")),
    (REPORT, {"summary": "", "risks": []}, ("summary", "light_without_reason")),
    (
        REPORT,
        {"milestones": [{"title": "M", "done_on": "2027-02-01"}]},
        ("milestones.0.done_on", "in_the_future"),
    ),
    (REPORT, {"budget": {"used": "1.005"}}, ("budget.used", "too_many_decimals")),
    (SUMMARY, {"held_on": None}, ("held_on", "missing")),
    (SUMMARY, {"held_on": "2027-01-23"}, ("held_on", "in_the_future")),
    (SUMMARY, {"attendees": []}, ("attendees", "nobody_there")),
    (SUMMARY, {"decisions": [], "actions": [], "notes": []}, ("decisions", "empty_summary")),
    (SUMMARY, {"actions": [{"text": "Send it"}]}, ("actions.0.owner", "no_owner")),
    (SUMMARY, {"next_on": "2027-01-18"}, ("next_on", "before_meeting")),
    (AUDIT, {"until": "2025-12-31"}, ("until", "end_before_start")),
    (AUDIT, {"verdict": ""}, ("verdict", "no_verdict")),
    (AUDIT, {"reasons": []}, ("reasons", "verdict_without_reasons")),
    (LETTER, {"parts": [{"heading": "Only a heading"}]}, ("parts", "empty_letter")),
    (LETTER, {"consultant": {"legal_name": "Lindqvist"}}, ("consultant.signatory", "missing")),
]
WARNED: list[tuple[AgreementKind, dict[str, Any], tuple[str, str]]] = [
    (ORDER, {"requested_by": ""}, ("requested_by", "nobody_asked")),
    (ORDER, {"changes": [{"ref": "D1", "after": "x"}]}, ("changes.0.before", "no_before")),
    (ORDER, {"payments": []}, ("payments", "no_new_payments")),
    (ORDER, {"amends": {**AMENDS, "net": None}}, ("amends.net", "no_original_total")),
    (ORDER, {"days_added": -45}, ("days_added", "end_has_passed")),
    (REPORT, {"light": "on_track"}, ("light", "late_but_on_track")),
    (REPORT, {"done": []}, ("done", "nothing_done")),
    (REPORT, {"milestones": [{"title": "M5"}]}, ("milestones.0.forecast_on", "no_forecast")),
    (REPORT, {"risks": [{"text": "Rain"}]}, ("risks.0.owner", "no_owner")),
    (REPORT, {"decisions": [{"text": "Which?"}]}, ("decisions.0.by", "decision_without_date")),
    (REPORT, {"budget": {"hours_used": "12", "hours_total": "10"}}, ("budget.hours_used", "over_budget")),
    (SUMMARY, {"objective": ""}, ("objective", "no_objective")),
    (SUMMARY, {"attendees": [{"name": "Dele"}]}, ("attendees", "one_side_only")),
    (SUMMARY, {"decisions": [{"text": "Yes"}]}, ("decisions.0.reason", "decision_without_reason")),
    (SUMMARY, {"actions": [{"text": "Send", "owner": "Mara"}]}, ("actions.0.by", "action_without_date")),
    (AUDIT, {"money_in": None}, ("money_in", "no_money_against_hours")),
    (AUDIT, {"alignment": ""}, ("alignment", "no_alignment")),
    (AUDIT, {"actions": []}, ("actions", "verdict_without_actions")),
    (LETTER, {"salutation": ""}, ("salutation", "no_salutation")),
    (LETTER, {"client": {"legal_name": "Harbor"}}, ("client.address", "no_address")),
]


@pytest.mark.parametrize(("kind", "changes", "problem"), REFUSED, ids=lambda value: str(value)[:40])
def test_it_is_refused(kind: AgreementKind, changes: dict[str, Any], problem: tuple[str, str]) -> None:
    assert problem in found(judged(kind, **changes).refuse)


@pytest.mark.parametrize(("kind", "changes", "problem"), WARNED, ids=lambda value: str(value)[:40])
def test_it_deserves_a_second_look(
    kind: AgreementKind, changes: dict[str, Any], problem: tuple[str, str]
) -> None:
    checks = judged(kind, **changes)
    assert problem in found(checks.warn)
    assert problem not in found(checks.refuse)


def test_an_order_that_changes_nothing_is_refused() -> None:
    bare = {name: family_content(ORDER)[name] for name in ("project_title", "consultant", "client", "amends")}
    checks = family_checks.family_checks(ORDER, parse_document(ORDER, {**bare, "reason": "Because"}), TODAY)
    assert found(checks.refuse) == {("changes", "nothing_changes")}


@pytest.mark.parametrize("module", [family_checks, change_checks])
def test_every_code_has_words(module: Any) -> None:
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [node for node in calls if isinstance(node.func, ast.Name) and node.func.id == "Problem"]
    codes = {node.args[1].value for node in named if isinstance(node.args[1], ast.Constant)}
    codes |= {"no_salutation", "no_closing"} if module is family_checks else set()
    assert len(codes) > 15
    unknown = words_for_problem(Problem("", "there_is_no_such_code"))
    assert [code for code in codes if words_for_problem(Problem("", str(code))) == unknown] == []


@pytest.mark.parametrize("kind", SISTERS)
def test_only_what_is_internal_is_never_sent(kind: AgreementKind) -> None:
    assert [problem.code for problem in sending_problems(kind)] == (
        ["internal_paper"] if kind is AUDIT else []
    )


def test_references_go_on_where_the_paper_stops_and_are_never_given_twice() -> None:
    made = order()
    assert made.ref_of("D", 0) == "D6"
    assert made.ref_of("M", 1) == "M8"
    items = [*AMENDS["items"], {"ref": "M12", "title": "Taken out", "is_removed": True}]
    assert last_ref(order(amends={**AMENDS, "items": items}).amends, "M") == 12


def test_settling_finds_the_records_of_what_is_removed_or_moved() -> None:
    made = order().settled()
    assert made.removed_keys == ["d4"]
    assert [move.key for move in made.moves] == ["m6"]
    assert made.milestones[0].committed_on == date(2027, 3, 11)
    again = made.model_copy(update={"changes": []}).settled()
    assert again.removed_keys == []


@settings(max_examples=40)
@given(
    net=CENTS,
    lines=st.lists(st.tuples(CENTS, st.sampled_from([None, 0, 700, 2_000])), max_size=6),
    earlier=st.lists(CENTS, max_size=3),
)
def test_the_running_total_adds_up(
    net: Decimal, lines: list[tuple[Decimal, int | None]], earlier: list[Decimal]
) -> None:
    amends = {
        **AMENDS,
        "net": net,
        "earlier": [{"number": str(at), "net": one} for at, one in enumerate(earlier)],
    }
    fee_lines = [{"text": "x", "amount": amount, "tax_rate": rate} for amount, rate in lines]
    made = order(amends=amends, fee_lines=fee_lines, payments=[], tax_rate=1_900)
    total = running_total(made)
    assert total.net == net + sum(earlier) + sum(amount for amount, _ in lines)
    assert total.total == total.net + sum(tax for _, tax in total.taxes)
    assert sum(net_by_rate(made).values()) == total.net


@given(days=st.integers(-3_000, 3_000), earlier=st.lists(st.integers(-500, 500), max_size=4))
@settings(max_examples=30)
def test_the_new_end_is_the_old_one_and_the_days(days: int, earlier: list[int]) -> None:
    amends = {**AMENDS, "earlier": [{"number": "x", "days": one} for one in earlier]}
    end = new_end(order(amends=amends, days_added=days))
    assert end.original is not None
    assert end.new == end.original + timedelta(days=sum(earlier) + days)


def test_a_slip_counts_working_days_and_a_moved_date_is_never_none() -> None:
    def weekday(day: date) -> bool:
        return day.weekday() < 5

    friday, monday = date(2027, 1, 22), date(2027, 1, 25)
    assert slip(friday, monday, weekday) == 1
    assert slip(monday, friday, weekday) == -1
    assert slip(friday, date(2027, 1, 29), weekday) == 5
    assert slip(friday, date(2027, 1, 23), weekday) == 1
    assert slip(friday, friday, weekday) == 0
    assert slip(None, friday, weekday) is None
