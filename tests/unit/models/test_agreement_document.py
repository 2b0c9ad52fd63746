"""The agreement's fields, checks, totals and frozen content."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientdesk.models.agreement_checks import checks
from clientdesk.models.agreement_document import AgreementDocument, MilestoneRow, committed_on
from clientdesk.models.agreement_totals import totals
from clientdesk.models.errors import InvalidInput
from clientdesk.models.frozen_paper import FrozenPaper, canonical_json, content_id, fingerprint
from tests.helpers.sample_agreement import CONTENT, sample_document, sample_facts

TODAY = date(2026, 11, 23)
GOAL = CONTENT["objectives"][0]


def codes(document: AgreementDocument, today: date = TODAY) -> dict[str, str]:
    return {problem.field: problem.code for problem in checks(document, today).refuse}


def changed(**changes: Any) -> AgreementDocument:
    return AgreementDocument.parse({**CONTENT, **changes})


def refused(data: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        AgreementDocument.parse(data)
    return [(problem.field, problem.code) for problem in caught.value.problems]


def test_empty_draft_is_valid_and_not_ready() -> None:
    document = AgreementDocument.parse({})
    found = codes(document)
    for field in (
        "project_title",
        "consultant.legal_name",
        "client.signatory",
        "fees.lines",
        "fees.due_days",
    ):
        assert found[field] == "missing"


def test_sample_can_be_issued() -> None:
    found = checks(sample_document(), TODAY)
    assert found.refuse == []
    assert found.warn == []


@pytest.mark.parametrize(
    ("data", "field", "code"),
    [
        ({"fees": {"cap": "NaN"}}, "fees.cap", "not_a_number"),
        ({"fees": {"cap": "Infinity"}}, "fees.cap", "not_a_number"),
        ({"fees": {"cap": "-0.01"}}, "fees.cap", "negative"),
        ({"fees": {"cap": 12.5}}, "fees.cap", "not_exact"),
        ({"fees": {"cap": True}}, "fees.cap", "not_exact"),
        ({"fees": {"cap": "1e15"}}, "fees.cap", "amount_too_large"),
        ({"fees": {"cap": "12\u202e5"}}, "fees.cap", "hidden_characters"),
        ({"fees": {"cap": "twelve"}}, "fees.cap", "not_a_number"),
        ({"fees": {"cap": "1.0000001"}}, "fees.cap", "too_many_decimals"),
        ({"fees": {"lines": [{"quantity": ""}]}}, "fees.lines.0.quantity", "not_a_number"),
        ({"purpose": 7}, "purpose", "not_valid"),
        ({"fees": {"currency": "EUX"}}, "fees.currency", "unknown_currency"),
        ({"fees": {"tax_rate": -1}}, "fees.tax_rate", "too_small"),
        ({"fees": {"payments": [{"percent": 10_001}]}}, "fees.payments.0.percent", "too_large"),
        ({"starts_on": "2026-02-31"}, "starts_on", "not_a_date"),
        ({"starts_on": "0001-01-01"}, "starts_on", "out_of_range"),
        ({"exhibit": {"zone": "Europe/Atlantis"}}, "exhibit.zone", "unknown_zone"),
        ({"purpose": "x" * 20_001}, "purpose", "too_long"),
        ({"project_title": "x" * 301}, "project_title", "too_long"),
        ({"included": ["x"] * 501}, "included", "too_many"),
        ({"client": {"legal_name": "Harbor\u202e"}}, "client.legal_name", "hidden_characters"),
        ({"client": {"signatory": "De\u200ble"}}, "client.signatory", "hidden_characters"),
        ({"client": {"tax_no": "GB 12\u202e3"}}, "client.tax_no", "hidden_characters"),
        ({"client": {"phone": "+44\u200b117"}}, "client.phone", "hidden_characters"),
        ({"fees": {"lines": [{"tax_rate": 10_001}]}}, "fees.lines.0.tax_rate", "too_large"),
        ({"purpose": "x" * 1_000_000}, "purpose", "too_long"),
        ({"project_title": "é" * 1_000_000}, "project_title", "too_long"),
        ({"colour": "red"}, "colour", "unknown_field"),
        ({"fees": {"discounts": "1"}}, "fees.discounts", "unknown_field"),
        ({"schema_version": 2}, "schema_version", "not_a_choice"),
    ],
)
def test_entries_that_cannot_be_kept_are_refused_by_field(
    data: dict[str, Any], field: str, code: str
) -> None:
    assert (field, code) in refused(data)


def test_texts_are_cleaned() -> None:
    document = AgreementDocument.parse(
        {
            "purpose": "a\r\nb\rc\x00\ud800\u202e d\u200be\tf",
            "project_title": "  Two\nlines  ",
            "governing_terms": "e\u0301",
        }
    )
    assert document.purpose == "a\nb\nc de f"
    assert document.project_title == "Two lines"
    assert document.governing_terms == "\u00e9"


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"ends_on": "2026-12-01"}, "ends_on", "end_before_start"),
        ({"open_until": "2026-11-22"}, "open_until", "before_today"),
        ({"deliverables": [{"title": "Report"}]}, "deliverables.0.acceptance", "no_criterion"),
        (
            {"deliverables": [{"title": "Report", "acceptance": "read", "due_on": "2027-03-01"}]},
            "deliverables.0.due_on",
            "outside_period",
        ),
        (
            {"milestones": [{"title": "Late", "planned_on": "2027-02-27"}]},
            "milestones.0.planned_on",
            "outside_period",
        ),
        (
            {"milestones": [{"title": "Late", "planned_on": "2027-02-26", "buffer_days": 1}]},
            "milestones.0.buffer_days",
            "outside_period",
        ),
        (
            {
                "milestones": [
                    {
                        "title": "Off",
                        "planned_on": "2026-12-18",
                        "buffer_days": 3,
                        "committed_on": "2026-12-22",
                    }
                ]
            },
            "milestones.0.committed_on",
            "not_planned_plus_buffer",
        ),
        (
            {"exhibit": {"hours": "Monday 09:00–17:00"}},
            "exhibit.zone",
            "hours_without_zone",
        ),
        (
            {"exhibit": {"responses": [{"level": "urgent"}]}},
            "exhibit.responses.0.meaning",
            "urgent_undefined",
        ),
        ({"exhibits": [{"title": "Rates"}]}, "exhibits.0.text", "exhibit_empty"),
        ({"exhibits": [{"text": "Rates."}]}, "exhibits.0.title", "missing"),
        ({"governing_terms": "Exhibit C prevails."}, "governing_terms", "exhibit_absent"),
        ({"purpose": "See Exhibit A.", "exhibit": {}}, "purpose", "exhibit_absent"),
        (
            {
                "deliverables": CONTENT["deliverables"][:1],
                "acceptance": {"silence_days": 3, "has_reminder": False},
            },
            "acceptance.has_reminder",
            "silence_without_reminder",
        ),
        ({"options": [{"price": "1.00"}]}, "options.0.title", "missing"),
        ({"options": [{"title": "A", "price": "1.001"}]}, "options.0.price", "too_many_decimals"),
        ({"fees": {"currency": "EUR", "over_rate": "1.001"}}, "fees.over_rate", "too_many_decimals"),
    ],
)
def test_what_contradicts_itself_is_refused(changes: dict[str, Any], field: str, code: str) -> None:
    document = changed(**{"milestones": [], "deliverables": [], **changes})
    assert codes(document)[field] == code


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"due_days": None}, "fees.due_days", "missing"),
        ({"discount": "18600.01"}, "fees.discount", "larger_than_fee"),
        ({"lines": [{"unit_price": "1.005"}]}, "fees.lines.0.unit_price", "too_many_decimals"),
        (
            {"currency": "JPY", "lines": [{"unit_price": "10.5"}]},
            "fees.lines.0.unit_price",
            "too_many_decimals",
        ),
        ({"expenses_cap": "0.001"}, "fees.expenses_cap", "too_many_decimals"),
        ({"lines": [{"unit_price": "5", "quantity": "0"}]}, "fees.lines.0.quantity", "not_positive"),
        ({"lines": [{"text": "Work"}]}, "fees.lines.0.unit_price", "missing"),
        ({"payments": [{"text": "a", "percent": 9_999}]}, "fees.payments", "shares_not_whole"),
        ({"payments": [{"text": "a", "amount": "18599.99"}]}, "fees.payments", "payments_not_total"),
        (
            {"payments": [{"tied_to": "M7", "percent": 10_000}]},
            "fees.payments.0.tied_to",
            "unknown_reference",
        ),
        (
            {"payments": [{"text": "a", "percent": 10_000, "amount": "5"}]},
            "fees.payments.0.amount",
            "share_and_amount",
        ),
        ({"payments": [{"text": "a"}]}, "fees.payments.0.amount", "missing"),
    ],
)
def test_fees_that_do_not_add_up_are_refused(changes: dict[str, Any], field: str, code: str) -> None:
    assert codes(changed(fees={**CONTENT["fees"], **changes}))[field] == code


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"not_included": []}, "not_included", "nothing_excluded"),
        ({"objectives": [{"goal": "Better"}]}, "objectives.0", "not_measurable"),
        ({"assumptions": [{"text": "Data", "owner": "Dele"}]}, "assumptions.0.by", "dependency_without_date"),
        ({"included": ["Training as needed"]}, "included.0", "vague_word"),
        ({"purpose": "Ready by 03/04/2027"}, "purpose", "ambiguous_date"),
        ({"governing_terms": "", "governed_by": ""}, "governing_terms", "no_terms"),
        ({"governing_terms": "Under the CSA."}, "governing_terms", "no_precedence"),
        ({"objectives": [{**GOAL, "measurer": ""}]}, "objectives.0.measurer", "no_measurer"),
        ({"objectives": [{**GOAL, "target": "much better"}]}, "objectives.0.target", "no_number"),
        (
            {"assumptions": [{"text": "Data", "by": "2026-12-09"}]},
            "assumptions.0.owner",
            "dependency_without_owner",
        ),
        ({"roles": [{"side": "client", "who": "Dele"}]}, "roles", "one_sided_duties"),
        ({"deciding": {"maker": "Dele", "days": 3}}, "deciding.deputy", "no_deputy"),
        ({"deciding": {"days": 3}}, "deciding.maker", "no_decision_maker"),
        ({"deciding": {"maker": "Dele", "deputy": "Ines"}}, "deciding.days", "no_time_to_decide"),
        (
            {"fees": {**CONTENT["fees"], "kind": "time_and_materials", "cap": "100.00"}},
            "fees.cap",
            "cap_below_estimate",
        ),
        ({"fees": {**CONTENT["fees"], "kind": "retainer"}}, "fees.hours_included", "no_hours"),
        (
            {
                "fees": {
                    **CONTENT["fees"],
                    "payments": [
                        {"tied_to": "signature", "percent": 5_000},
                        {"text": "May", "percent": 5_000},
                    ],
                }
            },
            "fees.payments",
            "payments_not_tied",
        ),
        ({"included": []}, "included", "nothing_included"),
        ({"ends_on": None}, "ends_on", "open_ended"),
        ({"client": {**CONTENT["client"], "capacity": ""}}, "client.capacity", "missing_capacity"),
        ({"acceptance": {"silence_days": None}}, "acceptance.silence_days", "no_silence_rule"),
        (
            {"fees": {**CONTENT["fees"], "kind": "time_and_materials"}},
            "fees.cap",
            "no_cap",
        ),
        (
            {"deliverables": [{"title": "Map", "acceptance": "Read"}], "milestones": CONTENT["milestones"]},
            "deliverables.0.due_on",
            "no_date",
        ),
    ],
)
def test_weak_points_are_warned_about_and_do_not_block(
    changes: dict[str, Any], field: str, code: str
) -> None:
    found = checks(changed(**changes), TODAY)
    assert (field, code) in {(problem.field, problem.code) for problem in found.warn}
    assert not found.refuse


def test_a_milestone_on_a_day_off_is_warned_about() -> None:
    rows = [*CONTENT["milestones"][:5], {"title": "Close", "planned_on": "2027-02-20"}]
    found = [problem.code for problem in checks(changed(milestones=rows), TODAY).warn]
    assert found == ["not_a_working_day"]


def test_missing_titles_and_dates_are_refused_by_row() -> None:
    document = changed(
        printed_title="",
        starts_on=None,
        deliverables=[{}],
        milestones=[{}],
        fees={**CONTENT["fees"], "payments": [{"amount": "0.001"}, {"tied_to": "signature", "amount": "1"}]},
        exhibit={"client_hours": "Monday 08:00–16:00"},
        change_control={"rate": "0.001"},
    )
    found = codes(document)
    expected = {
        "printed_title": "missing",
        "starts_on": "missing",
        "deliverables.0.title": "missing",
        "milestones.0.title": "missing",
        "milestones.0.planned_on": "missing",
        "fees.payments.0.amount": "too_many_decimals",
        "fees.payments.0.text": "missing",
        "exhibit.client_zone": "hours_without_zone",
        "change_control.rate": "too_many_decimals",
    }
    assert expected.items() <= found.items()


def test_problems_list_those_that_refuse_first() -> None:
    found = checks(AgreementDocument(), TODAY)
    assert found.problems == [*found.refuse, *found.warn]


def test_buffer_counts_working_days_of_the_given_calendar() -> None:
    row = MilestoneRow(title="x", planned_on=date(2026, 12, 23), buffer_days=3)
    assert committed_on(row) == date(2026, 12, 28)
    closed = {date(2026, 12, 24), date(2026, 12, 25)}
    assert committed_on(row, lambda day: day.weekday() < 5 and day not in closed) == date(2026, 12, 30)


def test_committed_date_by_another_calendar_is_accepted_only_with_it() -> None:
    row = {"title": "x", "planned_on": "2026-12-23", "buffer_days": 1, "committed_on": "2026-12-28"}
    document = changed(milestones=[row], fees={**CONTENT["fees"], "payments": []})
    closed = {date(2026, 12, 24), date(2026, 12, 25)}
    found = checks(document, TODAY, lambda day: day.weekday() < 5 and day not in closed)
    assert found.refuse == []
    assert codes(document)["milestones.0.committed_on"] == "not_planned_plus_buffer"


def test_payment_finds_its_target_by_key_or_reference() -> None:
    document = changed(milestones=[{"key": "abc", "title": "One"}, {"title": "Two"}])
    assert document.resolve("abc") == ("M1", document.milestones[0])
    assert document.resolve("M2") == ("M2", document.milestones[1])
    assert document.resolve("D9") is None
    assert document.resolve("") is None


def test_totals_are_computed_with_tax_and_discount() -> None:
    fees = changed(
        fees={
            "currency": "EUR",
            "lines": [{"quantity": "2.5", "unit": "day", "unit_price": "820.33"}, {"unit_price": "100"}],
            "discount": "50",
            "tax_rate": 2500,
        }
    ).fees
    found = totals(fees)
    assert found.lines == (Decimal("2050.83"), Decimal("100.00"))
    assert (found.subtotal, found.net) == (Decimal("2150.83"), Decimal("2100.83"))
    assert (found.tax, found.total) == (Decimal("525.21"), Decimal("2626.04"))


def test_taxes_are_computed_by_rate_and_share_the_discount() -> None:
    fees = changed(
        fees={
            "currency": "EUR",
            "lines": [
                {"text": "Advice", "unit_price": "1000"},
                {"text": "Book", "unit_price": "200", "tax_rate": 700},
                {"text": "Export", "unit_price": "100", "tax_rate": 0},
            ],
            "discount": "100",
            "tax_rate": 1900,
        }
    ).fees
    found = totals(fees)
    assert [line.rate for line in found.taxes] == [1900, 700, 0]
    assert sum(line.net for line in found.taxes) == found.net == Decimal("1200.00")
    assert [line.net for line in found.taxes] == [Decimal("923.07"), Decimal("184.62"), Decimal("92.31")]
    assert found.tax == Decimal("175.38") + Decimal("12.92")
    assert found.total == found.net + found.tax


def test_one_rate_taxes_the_whole_net_amount() -> None:
    fees = changed(fees={"lines": [{"unit_price": "10"}], "discount": "4", "tax_rate": 2500}).fees
    assert [(line.rate, line.net, line.tax) for line in totals(fees).taxes] == [
        (2500, Decimal("6.00"), Decimal("1.50"))
    ]
    free = changed(fees={"discount": "4", "tax_rate": 2500}).fees
    assert totals(free).net == Decimal("-4.00") == sum(line.net for line in totals(free).taxes)


@given(
    st.integers(1, 10**9),
    st.lists(st.integers(0, 1_000), min_size=1, max_size=9).filter(any),
    st.sampled_from(["EUR", "JPY", "KWD"]),
)
@settings(max_examples=200, deadline=None)
def test_shares_of_a_whole_always_add_up_to_the_fee(units: int, weights: list[int], currency: str) -> None:
    whole = sum(weights)
    shares = [weight * 10_000 // whole for weight in weights]
    shares[-1] += 10_000 - sum(shares)
    fees = AgreementDocument.parse(
        {
            "fees": {
                "currency": currency,
                "lines": [{"unit_price": str(units)}],
                "payments": [{"text": "x", "percent": share} for share in shares],
            }
        }
    ).fees
    found = totals(fees)
    assert sum(amount or Decimal(0) for amount in found.payments) == found.net


def test_frozen_content_is_canonical_and_survives_a_round_trip() -> None:
    document, facts = sample_document(), sample_facts()
    content = canonical_json(document, facts)
    assert content == canonical_json(document.model_copy(deep=True), facts)
    data = json.loads(content)
    assert json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() == content
    assert data["document"]["fees"]["lines"][0]["unit_price"] == "18600.00"
    assert data["document"]["milestones"][1]["committed_on"] == "2026-12-23"
    paper = FrozenPaper.from_json(content)
    assert paper.document == document
    assert paper.facts == facts
    assert paper.fingerprint == fingerprint(content)


def test_freezing_fills_in_committed_dates() -> None:
    paper, _ = FrozenPaper.issue(AgreementDocument.parse(CONTENT), sample_facts())
    assert [row.committed_on for row in paper.document.milestones] == [
        row.committed_on for row in sample_document().milestones
    ]


def test_content_id_is_the_head_of_the_fingerprint_in_groups() -> None:
    assert content_id("cf68910b3b065f31" + "0" * 48) == "CF68-910B-3B06-5F31"


@pytest.mark.parametrize(
    "changes",
    [{"version": 3}, {"number": "SOW-2026-015"}, {"issued_on": date(2026, 11, 24)}, {"locale": "fr"}],
)
def test_every_fact_of_issuing_changes_the_content_id(changes: dict[str, Any]) -> None:
    document = sample_document()
    before = fingerprint(canonical_json(document, sample_facts()))
    assert fingerprint(canonical_json(document, sample_facts(**changes))) != before


def test_frozen_content_with_broken_facts_is_refused_by_field() -> None:
    data = json.loads(canonical_json(sample_document(), sample_facts()))
    data["issue"]["version"] = 0
    with pytest.raises(InvalidInput) as caught:
        FrozenPaper.from_json(json.dumps(data).encode())
    assert [(problem.field, problem.code) for problem in caught.value.problems] == [("version", "too_small")]


def test_an_empty_amount_is_none_and_a_milestone_without_date_has_no_commitment() -> None:
    assert AgreementDocument.parse({"fees": {"cap": " "}}).fees.cap is None
    assert committed_on(MilestoneRow(buffer_days=3)) is None


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"\xff", b'{"kind":"statement_of_work","paper_version":9}']
)
def test_other_bytes_are_no_paper(content: bytes) -> None:
    with pytest.raises(InvalidInput):
        FrozenPaper.from_json(content)
