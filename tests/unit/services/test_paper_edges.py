"""Edges of the life of papers: changes of papers from elsewhere, copies, odd orders of events, sums without end."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from clientdesk.models.change_totals import running_total
from clientdesk.models.enums import AgreementKind, AgreementState
from clientdesk.models.errors import ImportRefused, InvalidInput, IssueRefused, WrongState
from clientdesk.models.family_documents import ChangeOrderDocument
from clientdesk.services.workspace import Workspace, open_workspace
from clientdesk.store import driver
from clientdesk.store.folder import STORE_NAME
from tests.helpers.fakes import FakeNotifier, FixedClock
from tests.helpers.paper_life import TODAY, issued_paper, quick_pages, ready_engagement, sign_both

__all__ = ["quick_pages"]

pytestmark = pytest.mark.usefixtures("quick_pages")

MORE: dict[str, Any] = {
    "fee_lines": [{"text": "More", "amount": "500"}],
    "payments": [{"text": "On top", "amount": "500", "tied_to": "signature"}],
}


@pytest.fixture
def engagement(workspace: Workspace) -> str:
    return ready_engagement(workspace)


def executed(workspace: Workspace, engagement_id: str, change: Any = None) -> str:
    paper = issued_paper(workspace, engagement_id, change)
    sign_both(workspace, paper)
    return paper


def ordered(workspace: Workspace, paper: str, **changes: Any) -> str:
    """A draft of a change order that says little more than these changes."""
    order = workspace.agreements.create_amendment(paper)
    draft = workspace.agreements.get(order).document
    draft |= {"moves": [], "days_added": 0, "reason": "They asked for more", **changes}
    workspace.agreements.save_draft(order, draft)
    return order


def in_force(workspace: Workspace, paper: str, **changes: Any) -> str:
    order = ordered(workspace, paper, **changes)
    workspace.agreements.issue(order)
    sign_both(workspace, order)
    return order


def filed(workspace: Workspace, engagement_id: str, tmp_path: Path, number: str) -> str:
    """A contract from before ClientDesk."""
    path = tmp_path / "contract.pdf"
    path.write_bytes(b"%PDF-1.4 a contract " + number.encode())
    facts = {
        "paper_kind": "statement_of_work",
        "number": number,
        "project_title": "Advice",
        "signed_on": "2026-03-02",
        "starts_on": "2026-03-02",
        "ends_on": "2026-12-31",
        "net": "18000",
        "currency": "EUR",
        "signers": [{"side": "client", "name": "Ada Roe"}, {"side": "consultant", "name": "Mara Lind"}],
    }
    client_id = workspace.engagements.get(engagement_id).client_id
    return workspace.signing.file_external(client_id, engagement_id, path, facts)


# Out and in again


@pytest.mark.parametrize("number", ["ACME-7", "HP/2026-7"])
def test_changes_of_a_paper_from_elsewhere_go_out_and_come_in_again(
    workspace: Workspace,
    engagement: str,
    tmp_path: Path,
    migrated_store: Path,
    clock: FixedClock,
    number: str,
) -> None:
    in_force(workspace, filed(workspace, engagement, tmp_path, number), **MORE)
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    workspace.interchange.export_to(first)
    root = tmp_path / "other"
    root.mkdir()
    shutil.copyfile(migrated_store, root / STORE_NAME)
    other = open_workspace(root, clock)
    try:
        other.interchange.import_file(first)
        other.interchange.export_to(second)
        assert other.agreements.verify_all() == []
    finally:
        other.close(back_up=False)
    before, after = (json.loads(path.read_text("utf-8")) for path in (first, second))
    for name in ("agreements", "paper_files", "signing_log", "payments"):
        assert before[name]
        assert before[name] == after[name]


def test_a_number_that_is_none_of_ours_is_not_taken_in(
    workspace: Workspace, engagement: str, tmp_path: Path
) -> None:
    executed(workspace, engagement)
    path = tmp_path / "all.json"
    workspace.interchange.export_to(path)
    document = json.loads(path.read_text("utf-8"))
    document["agreements"][0]["number"] = "ACME-7-CO-01"
    path.write_text(json.dumps(document), "utf-8")
    workspace.clients.delete(workspace.engagements.get(engagement).client_id)
    with pytest.raises(ImportRefused, match="not_valid"):
        workspace.interchange.import_file(path)


def test_no_file_or_line_of_the_log_comes_in_for_a_paper_that_is_here(
    workspace: Workspace, engagement: str, tmp_path: Path
) -> None:
    paper = issued_paper(workspace, engagement)
    pages = workspace.agreements.pdf(paper)
    path = tmp_path / "forged.json"
    workspace.interchange.export_to(path)
    document = json.loads(path.read_text("utf-8"))
    file, line = document["paper_files"][0], document["signing_log"][0]
    data = b"%PDF-1.4 other pages"
    file |= {"id": "00000000" + file["id"][8:], "data": base64.b64encode(data).decode(), "size": len(data)}
    file["sha256"] = hashlib.sha256(data).hexdigest()
    line |= {"id": "00000000" + line["id"][8:], "file_id": file["id"], "file_hash": file["sha256"]}
    parts = {key: document[key] for key in ("format", "version")}
    path.write_text(json.dumps({**parts, "paper_files": [file], "signing_log": [line]}), "utf-8")
    with pytest.raises(ImportRefused) as refused:
        workspace.interchange.import_file(path)
    assert {(each.field, each.code) for each in refused.value.problems} == {
        ("paper_files.0.agreement_id", "only_with_its_paper"),
        ("signing_log.0.agreement_id", "only_with_its_paper"),
    }
    assert workspace.agreements.pdf(paper) == pages


def test_second_pages_put_into_the_store_are_noticed(workspace: Workspace, engagement: str) -> None:
    paper = issued_paper(workspace, engagement)
    connection = driver.connect(workspace.folder.store)
    names = "created_at, agreement_id, kind, name, media_type, size, sha256, data"
    connection.execute(
        f"INSERT INTO paper_file (id, {names}) SELECT '00000000-0000-7000-8000-000000000000', {names}"  # noqa: S608
        " FROM paper_file"
    )
    names = (
        "created_at, agreement_id, kind, at, zone, content_id, file_hash, signer, capacity, verdict, reason"
    )
    names += ", entered_by, note"
    connection.execute(
        "INSERT INTO signing_event (id, file_id, "  # noqa: S608
        f"{names}) SELECT '00000000-0000-7000-8000-000000000001',"
        f" '00000000-0000-7000-8000-000000000000', {names} FROM signing_event"
    )
    connection.commit()
    connection.close()
    (broken,) = workspace.agreements.broken()
    assert (broken.agreement_id, broken.what) == (paper, ("log",))


def test_a_filed_contract_must_stay_the_one_its_facts_name(
    workspace: Workspace, engagement: str, tmp_path: Path
) -> None:
    paper = filed(workspace, engagement, tmp_path, "ACME-7")
    data = b"%PDF-1.4 other terms"
    known = hashlib.sha256(data).hexdigest()
    connection = driver.connect(workspace.folder.store)
    connection.execute("UPDATE paper_file SET data = ?, size = ?, sha256 = ?", (data, len(data), known))
    connection.execute("UPDATE signing_event SET file_hash = ? WHERE file_hash != ''", (known,))
    connection.commit()
    connection.close()
    assert workspace.agreements.get(paper).broken == ("file",)


# Steps


def test_nothing_is_sent_before_it_was_issued(workspace: Workspace, engagement: str) -> None:
    paper = issued_paper(workspace, engagement)
    with pytest.raises(InvalidInput, match="before_issue"):
        workspace.agreements.mark_sent(paper, date(2026, 10, 11))
    assert workspace.agreements.get(paper).row.state is AgreementState.ISSUED


def test_an_instalment_that_was_invoiced_early_still_falls_due(workspace: Workspace, engagement: str) -> None:
    def tied(document: dict[str, Any]) -> None:
        document["fees"]["payments"] = [{"tied_to": "D1", "percent": 10_000}]

    executed(workspace, engagement, tied)
    (waiting,) = workspace.agreements.payments(engagement)
    workspace.agreements.mark_invoiced(waiting.payment_id, TODAY)
    (report,) = workspace.engagements.get(engagement).deliverables
    workspace.engagements.update_deliverable(report.deliverable_id, accepted_on=TODAY)
    assert workspace.agreements.payments(engagement)[0].due_on == TODAY
    workspace.store.undo()
    assert workspace.agreements.payments(engagement)[0].due_on is None


def test_all_papers_of_a_deleted_client_come_back_with_undo(
    workspace: Workspace, engagement: str, tmp_path: Path
) -> None:
    in_force(workspace, executed(workspace, engagement), **MORE)
    in_force(workspace, filed(workspace, engagement, tmp_path, "ACME-7"), **MORE)
    before = {row.agreement_id: workspace.agreements.get(row.agreement_id) for row in lists(workspace)}
    workspace.clients.delete(workspace.engagements.get(engagement).client_id)
    assert lists(workspace) == []
    workspace.store.undo()
    assert {
        row.agreement_id: workspace.agreements.get(row.agreement_id) for row in lists(workspace)
    } == before
    assert workspace.agreements.verify_all() == []


def lists(workspace: Workspace) -> list[Any]:
    return workspace.agreements.list_all()


def test_an_archived_client_has_nothing_announced(
    workspace: Workspace, engagement: str, clock: FixedClock
) -> None:
    paper = issued_paper(workspace, engagement)
    workspace.clients.archive([workspace.engagements.get(engagement).client_id])
    clock.advance(days=14)
    assert workspace.agreements.get(paper).row.expires_on == clock.today()
    assert workspace.reminders.announce(FakeNotifier()) == 0


# Change orders


def test_a_change_order_waits_for_the_one_that_is_out(workspace: Workspace, engagement: str) -> None:
    paper = executed(workspace, engagement)
    first, second = ordered(workspace, paper, **MORE), ordered(workspace, paper, **MORE)
    workspace.agreements.issue(first)
    with pytest.raises(IssueRefused, match="change_is_out"):
        workspace.agreements.issue(second)
    next_version = workspace.agreements.new_version(first)
    assert workspace.agreements.issue(next_version, "Reason").row.number == "SOW-2026-001-CO-01"
    workspace.agreements.withdraw(next_version)
    assert workspace.agreements.issue(second).row.number == "SOW-2026-001-CO-02"


def test_a_copied_change_order_knows_the_paper_as_it_stands(workspace: Workspace, engagement: str) -> None:
    paper = executed(workspace, engagement)
    order = in_force(
        workspace, paper, **MORE, moves=[{"ref": "M1", "title": "Draft report", "after_on": "2026-11-24"}]
    )
    copy = workspace.agreements.get(workspace.agreements.duplicate(order)).document
    assert copy["amends"]["dated_on"] == str(TODAY)
    assert copy["amends"]["ends_on"] == "2026-12-18"
    assert [row["number"] for row in copy["amends"]["earlier"]] == ["SOW-2026-001-CO-01"]
    (move,) = copy["moves"]
    assert (move["before_on"], move["after_on"]) == ("2026-11-24", None)


@pytest.mark.parametrize(
    ("fees", "fee"),
    [
        (
            {
                "kind": "time_and_materials",
                "lines": [{"text": "Days", "quantity": "9", "unit": "day", "unit_price": "800"}],
            },
            None,
        ),
        (
            {
                "kind": "retainer",
                "lines": [{"text": "Advice", "quantity": "6", "unit": "month", "unit_price": "1500"}],
                "hours_included": "10",
            },
            Decimal("1500.00"),
        ),
        (
            {
                "kind": "retainer",
                "lines": [{"text": "Advice", "quantity": "1", "unit": "month", "unit_price": "1500"}],
                "hours_included": "10",
            },
            Decimal("2000.00"),
        ),
    ],
    ids=["no limit stays none", "six months' sum leaves the month's fee", "a month's price changes the fee"],
)
def test_a_change_of_price_changes_the_same_kind_of_price(
    workspace: Workspace, engagement: str, fees: dict[str, Any], fee: Decimal | None
) -> None:
    def priced(document: dict[str, Any]) -> None:
        document["fees"] |= {"payments": [], **fees}

    in_force(workspace, executed(workspace, engagement, priced), fee_lines=MORE["fee_lines"])
    view = workspace.engagements.get(engagement)
    assert (view.fee and view.fee.amount) == fee


def test_hours_that_were_taken_out_are_not_offered_again(workspace: Workspace, engagement: str) -> None:
    def retainer(document: dict[str, Any]) -> None:
        document["fees"] |= {
            "kind": "retainer",
            "lines": [{"text": "Advice", "quantity": "1", "unit": "month", "unit_price": "1500"}],
            "hours_included": "10",
            "payments": [],
        }

    paper = executed(workspace, engagement, retainer)
    in_force(workspace, paper, hours_a_month="0")
    draft = workspace.agreements.get(ordered(workspace, paper, notes="One more")).document
    assert draft["amends"]["hours"] is None


def test_a_change_order_keeps_the_tax_that_the_paper_printed(workspace: Workspace, engagement: str) -> None:
    def free_of_tax(document: dict[str, Any]) -> None:
        document["fees"]["tax_rate"] = 1900
        document["fees"]["lines"][0]["tax_rate"] = 0

    paper = executed(workspace, engagement, free_of_tax)
    in_force(workspace, paper, fee_lines=[{"text": "More", "amount": "500", "tax_rate": 0}], payments=[])
    draft = workspace.agreements.get(workspace.agreements.create_amendment(paper)).document
    total = running_total(ChangeOrderDocument.parse(draft))
    assert (total.net, total.taxes, total.total) == (Decimal("7700.00"), (), Decimal("7700.00"))


def test_nothing_is_issued_beside_a_paper_signed_elsewhere(
    workspace: Workspace, engagement: str, tmp_path: Path
) -> None:
    filed(workspace, engagement, tmp_path, "ACME-7")
    with pytest.raises(WrongState):
        workspace.agreements.issue_engagement(engagement)
    assert len(lists(workspace)) == 1
    workspace.agreements.create(engagement)
    assert workspace.agreements.issue_engagement(engagement).row.number == "SOW-2026-001"


# Sums without end


@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD", "CLF"])
def test_a_sum_that_cannot_be_kept_is_refused_by_name(
    workspace: Workspace, engagement: str, currency: str
) -> None:
    paper = workspace.agreements.create(engagement)
    document = workspace.agreements.get(paper).document
    line = {"text": "Everything", "quantity": "1000000000000", "unit_price": "1000000000000", "tax_rate": 700}
    document["fees"] |= {"currency": currency, "lines": [line] * 500, "payments": [], "discount": "1"}
    workspace.agreements.save_draft(paper, document)
    found = workspace.agreements.check(document).refuse
    assert ("fees.lines", "amount_too_large") in {(each.field, each.code) for each in found}
    with pytest.raises(IssueRefused, match="amount_too_large"):
        workspace.agreements.issue(paper)


def test_a_change_that_cannot_be_kept_is_refused_by_name(workspace: Workspace, engagement: str) -> None:
    paper = executed(workspace, engagement)
    line = {"text": "Everything", "amount": "1000000000000"}
    order = ordered(workspace, paper, fee_lines=[line] * 11)
    found = workspace.agreements.check(
        workspace.agreements.get(order).document, AgreementKind.CHANGE_ORDER
    ).refuse
    assert ("fee_lines", "amount_too_large") in {(each.field, each.code) for each in found}
