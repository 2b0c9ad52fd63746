"""Scans, signed files and papers from elsewhere are filed with the version they belong to, byte for byte."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from clientdesk.models.enums import (
    AgreementKind,
    AgreementState,
    ContactRole,
    FileKind,
    PaperOrigin,
    Side,
    SigningKind,
)
from clientdesk.models.errors import FileNotWritten, InvalidInput, NotFound, WrongState
from clientdesk.models.tables import PaperFile
from clientdesk.models.views.signing import Level, Match, SealState
from clientdesk.services.signing_export import safe_name
from clientdesk.services.workspace import Workspace
from tests.helpers import signed_papers as made
from tests.helpers.factories import make_client, make_contact, make_engagement, make_milestone, make_practice

TODAY = date(2026, 10, 12)
BOTH = [(Side.CLIENT, "Ada Roe", "Director", TODAY), (Side.CONSULTANT, "Mara Lind", "Owner", TODAY)]
CLIENT = BOTH[:1]


@pytest.fixture
def engagement(workspace: Workspace) -> str:
    """Advice for Birch, complete enough to be issued."""
    make_practice(workspace, person="Mara Lind", person_title="Owner", payment_days=14)
    birch = make_client(workspace)
    make_contact(workspace, birch, "Ada Roe", title="Director", roles=(ContactRole.SIGNATORY,))
    engagement_id = make_engagement(
        workspace, birch, starts_on=date(2026, 10, 19), ends_on=date(2026, 12, 18), fee=Decimal("7200.00")
    )
    workspace.engagements.add_deliverable(
        engagement_id, "Audit report", form="PDF", acceptance="Walked through", due_on=date(2026, 11, 20)
    )
    make_milestone(workspace, engagement_id, "Draft report", planned_on=date(2026, 11, 13), buffer_days=2)
    return engagement_id


@pytest.fixture
def issued(workspace: Workspace, engagement: str) -> str:
    agreement_id = workspace.agreements.create(engagement)
    workspace.agreements.issue(agreement_id)
    return agreement_id


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A picture of a signed page: nothing in it can be read by a program."""
    path = tmp_path / "signed page.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    return path


def saved(tmp_path: Path, data: bytes, name: str = "signed.pdf") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def kept(workspace: Workspace, agreement_id: str, kind: FileKind) -> list[PaperFile]:
    with workspace.store.reading() as session:
        query = select(PaperFile).where(PaperFile.agreement_id == agreement_id, PaperFile.kind == kind)  # type: ignore[arg-type]
        return list(session.execute(query).scalars())


def codes(refused: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in refused.value.problems]


def test_a_confirmed_scan_executes_the_paper_and_is_kept_byte_for_byte(
    workspace: Workspace, engagement: str, issued: str, scan: Path
) -> None:
    state = workspace.signing.file_scan(issued, scan, BOTH, confirmed=True)
    assert state is AgreementState.EXECUTED
    (file,) = kept(workspace, issued, FileKind.SCAN)
    assert file.data == scan.read_bytes()
    assert file.sha256 == hashlib.sha256(scan.read_bytes()).hexdigest()
    assert (file.name, file.media_type, file.size) == ("signed page.png", "image/png", len(file.data))
    assert workspace.engagements.get(engagement).milestones[0].expected_on == date(2026, 11, 17)
    events = [event for event in workspace.signing.log(issued) if event.kind is SigningKind.PAPER_SCAN]
    view = workspace.agreements.get(issued)
    assert [(e.side, e.signer, e.capacity, e.signed_on) for e in events] == BOTH
    assert {e.file_hash for e in events} == {file.sha256}
    assert {e.content_id for e in events} == {view.content_id}
    assert {(e.entered_by, e.zone) for e in events} == {("Mara Lind", "Europe/Paris")}
    assert workspace.store.undo_label is None


def test_a_scan_waits_for_somebody_to_confirm_its_content_id(
    workspace: Workspace, issued: str, scan: Path
) -> None:
    with pytest.raises(InvalidInput) as refused:
        workspace.signing.file_scan(issued, scan, BOTH, confirmed=False)
    assert codes(refused) == [("confirmed", "not_confirmed")]
    assert kept(workspace, issued, FileKind.SCAN) == []
    assert workspace.agreements.get(issued).row.state is AgreementState.ISSUED


def test_what_is_wrong_with_either_signer_is_said_at_once_and_nothing_is_kept(
    workspace: Workspace, issued: str, scan: Path
) -> None:
    signers = [(Side.CLIENT, " ", "", TODAY), (Side.CONSULTANT, "Mara Lind", "", date(2026, 10, 13))]
    with pytest.raises(InvalidInput) as refused:
        workspace.signing.file_scan(issued, scan, signers, confirmed=True)
    assert codes(refused) == [("client_name", "blank"), ("consultant_on", "in_the_future")]
    assert kept(workspace, issued, FileKind.SCAN) == []
    assert workspace.agreements.get(issued).signatures == ()


def test_the_same_file_is_kept_once(workspace: Workspace, issued: str, scan: Path) -> None:
    workspace.signing.file_scan(issued, scan, CLIENT, confirmed=True)
    with pytest.raises(InvalidInput) as refused:
        workspace.signing.file_scan(issued, scan, BOTH[1:], confirmed=True)
    assert codes(refused) == [("file", "file_known")]


def test_a_scan_can_follow_an_executed_paper(workspace: Workspace, issued: str, scan: Path) -> None:
    assert workspace.signing.mark_signed(issued, BOTH) is AgreementState.EXECUTED
    workspace.signing.file_scan(issued, scan, confirmed=True)
    assert len(kept(workspace, issued, FileKind.SCAN)) == 1
    with pytest.raises(WrongState):
        workspace.signing.mark_signed(issued, BOTH)


def test_a_draft_takes_no_signed_file(workspace: Workspace, engagement: str, scan: Path) -> None:
    draft = workspace.agreements.create(engagement)
    with pytest.raises(WrongState):
        workspace.signing.file_scan(draft, scan, confirmed=True)
    with pytest.raises(InvalidInput):
        workspace.signing.mark_signed(draft, [])


def test_a_received_file_keeps_its_verdict_in_the_log(
    workspace: Workspace, issued: str, tmp_path: Path
) -> None:
    pdf = workspace.agreements.pdf(issued)
    path = saved(tmp_path, made.signed_by_both(pdf))
    look = workspace.signing.look(path, issued, expected=2)
    assert look.match is Match.THIS
    assert look.begins_as_issued
    assert not look.needs_reason
    assert look.is_signed_electronically
    assert look.strangers == (made.CLIENT_SIGNER,)
    assert {remark.level for remark in look.remarks} == {Level.GOOD, Level.LOOK, Level.NOTE}
    assert workspace.signing.file_received(issued, look.facts, BOTH) is AgreementState.EXECUTED
    (file,) = kept(workspace, issued, FileKind.RECEIVED)
    assert file.data == path.read_bytes()
    event = next(e for e in workspace.signing.log(issued) if e.kind is SigningKind.RECEIVED)
    assert event.verdict["state"] == "intact"
    assert len(workspace.signing.remarks_of(event)) >= 4
    told = next(e for e in workspace.signing.log(issued) if e.kind is SigningKind.ISSUED)
    assert workspace.signing.remarks_of(told) == ()


def test_a_certificate_in_another_name_is_pointed_out(
    workspace: Workspace, issued: str, tmp_path: Path
) -> None:
    pdf = workspace.agreements.pdf(issued)
    for name, strangers in (("Roe, Adá", ()), ("MARA LIND", ()), ("Dele Okafor", ("Dele Okafor",))):
        path = saved(tmp_path, made.sign(pdf, "seal", made.self_signed(name)))
        look = workspace.signing.look(path, issued, expected=1)
        assert look.strangers == strangers
        assert not look.needs_reason
    told = [remark.text for remark in look.remarks if remark.level is Level.LOOK]
    assert told == [
        "The certificate names Dele Okafor, but the paper is to be signed by: Ada Roe, Mara Lind."
    ]


@pytest.mark.parametrize("spoil", ["whitened", "resaved", "cut"])
def test_a_file_that_was_tampered_with_needs_a_typed_reason(
    workspace: Workspace, issued: str, tmp_path: Path, spoil: str
) -> None:
    pdf = workspace.agreements.pdf(issued)
    first = made.signed_by_client(pdf)
    spoiled = {"whitened": made.whitened, "resaved": made.resaved, "cut": bytes}[spoil](first)
    path = saved(tmp_path, spoiled)
    with pytest.raises(InvalidInput) as refused:
        workspace.signing.file_received(issued, path, BOTH)
    assert codes(refused) == [("reason", "reason_needed")]
    look = workspace.signing.look(path, issued, expected=2)
    assert look.remarks[0].level is Level.STOP
    workspace.signing.file_received(issued, path, BOTH, reason="Seen on paper")
    event = next(e for e in workspace.signing.log(issued) if e.kind is SigningKind.RECEIVED)
    assert event.reason == "Seen on paper"
    assert event.verdict["state"] != "intact" or event.verdict["expected"] == 2


def test_another_versions_copy_is_red_and_needs_a_typed_reason(
    workspace: Workspace, issued: str, tmp_path: Path
) -> None:
    newer = workspace.agreements.new_version(issued)
    workspace.agreements.issue(newer, "Dates moved")
    old = saved(tmp_path, made.signed_by_both(workspace.agreements.pdf(issued)))
    look = workspace.signing.look(old, newer, expected=2)
    assert (look.match, look.matched, look.matched_id) == (
        Match.OTHER_VERSION,
        "SOW-2026-001 version 1",
        issued,
    )
    assert look.needs_reason
    assert look.remarks[0].level is Level.STOP
    assert "SOW-2026-001 version 1, not of this version" in look.remarks[0].text
    for reason in ("", "  \u200b "):
        with pytest.raises(InvalidInput) as refused:
            workspace.signing.file_received(newer, old, BOTH, reason=reason)
        assert codes(refused) == [("reason", "reason_needed")]
    with pytest.raises(InvalidInput):
        workspace.signing.file_received(newer, old, BOTH, reason="x" * 501)
    workspace.signing.file_received(newer, old, BOTH, reason="They signed the older print, agreed by mail")
    assert workspace.agreements.get(newer).row.state is AgreementState.EXECUTED


def test_another_papers_and_an_unknown_content_id_are_told_apart(
    workspace: Workspace, engagement: str, issued: str, tmp_path: Path
) -> None:
    from clientdesk.services.papers import render
    from tests.helpers.sample_agreement import sample_paper

    foreign = saved(tmp_path, render(sample_paper()))
    look = workspace.signing.look(foreign, issued)
    assert (look.match, look.needs_reason) == (Match.UNKNOWN, True)
    other = workspace.agreements.create(engagement)
    workspace.agreements.issue(other)
    own = saved(tmp_path, made.signed_by_client(workspace.agreements.pdf(other)), "other.pdf")
    assert workspace.signing.look(own, issued, expected=1).match is Match.OTHER_PAPER
    alone = workspace.signing.look(own)
    assert (alone.match, alone.needs_reason) == (Match.OTHER_PAPER, False)
    assert any("File it on that paper's page" in remark.text for remark in alone.remarks)


def test_the_unsigned_file_itself_is_no_signed_copy(
    workspace: Workspace, issued: str, tmp_path: Path
) -> None:
    path = saved(tmp_path, workspace.agreements.pdf(issued))
    look = workspace.signing.look(path, issued)
    assert (look.match, look.is_as_issued, look.needs_reason) == (Match.THIS, True, True)
    assert "very file you issued" in look.remarks[0].text
    with pytest.raises(InvalidInput) as refused:
        workspace.signing.file_received(issued, path, BOTH, reason="because")
    assert codes(refused) == [("file", "not_signed_electronically")]


def test_a_file_signed_after_it_was_saved_anew_is_named(
    workspace: Workspace, issued: str, tmp_path: Path
) -> None:
    anew = made.resaved(workspace.agreements.pdf(issued))
    path = saved(tmp_path, made.sign(anew, "seal", made.self_signed("Ada Roe")))
    look = workspace.signing.look(path, issued, expected=1)
    assert (look.match, look.begins_as_issued) == (Match.THIS, False)
    assert any("saved anew before it was signed" in remark.text for remark in look.remarks)


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("contract.docx", b"PK\x03\x04" + bytes(60), "neither a PDF nor a picture"),
        ("page.pdf", b"\xff\xd8\xff\xe0" + bytes(60), "it is a JPEG picture"),
        ("half.pdf", b"%PDF-1.7\n1 0 obj\n<<", "damaged"),
    ],
)
def test_odd_files_are_kept_as_opaque_bytes_with_what_is_odd_named(
    workspace: Workspace, issued: str, tmp_path: Path, name: str, data: bytes, word: str
) -> None:
    path = saved(tmp_path, data, name)
    look = workspace.signing.look(path, issued)
    assert any(word in remark.text for remark in look.remarks)
    workspace.signing.file_scan(issued, look.facts, CLIENT, confirmed=True)
    (file,) = kept(workspace, issued, FileKind.SCAN)
    assert file.data == data


def test_a_kept_file_is_written_again_as_it_came_under_a_safe_name(
    workspace: Workspace, issued: str, tmp_path: Path, scan: Path
) -> None:
    workspace.signing.file_scan(issued, scan, CLIENT, confirmed=True)
    (file,) = kept(workspace, issued, FileKind.SCAN)
    assert workspace.signing.file_name(file.id) == "signed page.png"
    target = tmp_path / "out" / "copy.png"
    with pytest.raises(FileNotWritten):
        workspace.signing.save_file(file.id, target)
    target.parent.mkdir()
    workspace.signing.save_file(file.id, target)
    assert target.read_bytes() == scan.read_bytes()
    with pytest.raises(FileNotWritten):
        workspace.signing.save_file(file.id, target.parent)
    shown = workspace.signing.opened_copy(file.id, tmp_path / "shown")
    again = workspace.signing.opened_copy(file.id, tmp_path / "shown")
    assert shown == again
    assert shown.read_bytes() == scan.read_bytes()
    assert shown.stat().st_mode & 0o777 == 0o400
    with pytest.raises(NotFound):
        workspace.signing.file_name("none")


def test_only_pdfs_and_pictures_are_handed_to_other_programs(
    workspace: Workspace, issued: str, tmp_path: Path
) -> None:
    path = saved(tmp_path, b"#!/bin/sh\nrm -rf ~\n", "invoice.pdf.sh")
    workspace.signing.file_scan(issued, path, CLIENT, confirmed=True)
    (file,) = kept(workspace, issued, FileKind.SCAN)
    assert not workspace.signing.can_be_opened(file.media_type)
    assert workspace.signing.file_name(file.id) == "invoice.pdf.sh.bin"
    with pytest.raises(InvalidInput) as refused:
        workspace.signing.opened_copy(file.id, tmp_path)
    assert codes(refused) == [("file", "file_not_shown")]


def test_a_folder_or_a_read_only_file_in_the_way_is_named(
    workspace: Workspace, issued: str, scan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.signing.file_scan(issued, scan, CLIENT, confirmed=True)
    (file,) = kept(workspace, issued, FileKind.SCAN)
    with pytest.raises(FileNotWritten):
        workspace.signing.opened_copy(file.id, scan)
    monkeypatch.setattr("clientdesk.services.signing_export.os.access", lambda _path, _mode: False)
    with pytest.raises(FileNotWritten, match="read-only"):
        workspace.signing.save_file(file.id, scan)


def test_a_paper_whose_issued_file_was_never_kept_is_still_matched(
    workspace: Workspace, issued: str, tmp_path: Path
) -> None:
    from sqlalchemy import text

    path = saved(tmp_path, made.signed_by_client(workspace.agreements.pdf(issued)))
    with workspace.store.writing("As the first release left it", undoable=False) as session:
        session.execute(text("UPDATE signing_event SET file_id = NULL"))
        session.execute(text("DELETE FROM paper_file"))
    look = workspace.signing.look(path, issued, expected=1)
    assert (look.match, look.begins_as_issued, look.needs_reason) == (Match.THIS, None, False)
    assert workspace.signing.kind_words(look.facts.media_type) == "a PDF"


def test_kept_bytes_changed_in_the_store_are_not_handed_out(
    workspace: Workspace, issued: str, scan: Path, tmp_path: Path
) -> None:
    from sqlalchemy import text

    workspace.signing.file_scan(issued, scan, CLIENT, confirmed=True)
    (file,) = kept(workspace, issued, FileKind.SCAN)
    with workspace.store.writing("Tamper", undoable=False) as session:
        session.execute(text("UPDATE paper_file SET data = x'00' WHERE id = :i"), {"i": file.id})
    with pytest.raises(WrongState):
        workspace.signing.save_file(file.id, tmp_path / "copy.png")


@pytest.mark.parametrize(
    ("name", "media_type", "safe"),
    [
        ("../../etc/passwd", "application/pdf", "passwd.pdf"),
        ("C:\\scans\\CON.pdf", "application/pdf", "file-CON.pdf"),
        ("a/b: <c>?.PDF", "application/pdf", "b- -c.pdf"),
        ("photo", "image/jpeg", "photo.jpg"),
        ("photo.jpeg", "image/jpeg", "photo.jpeg"),
        ("scan.pdf", "image/png", "scan.png"),
        ("", "image/png", "file.png"),
        ("…", "image/png", "file.png"),
        (".pdf", "application/pdf", "file.pdf"),
        ("virus.exe", "application/octet-stream", "virus.exe.bin"),
    ],
)
def test_names_of_kept_files_are_safe_everywhere(name: str, media_type: str, safe: str) -> None:
    assert safe_name(name, media_type) == safe


def test_a_very_long_name_is_cut_in_bytes() -> None:
    assert len(safe_name("長" * 300 + ".pdf", "application/pdf").encode()) <= 130


def test_the_log_goes_out_as_json_and_as_csv_without_live_formulas(
    workspace: Workspace, issued: str, scan: Path, tmp_path: Path
) -> None:
    signers = [(Side.CLIENT, '=HYPERLINK("http://x")', "@Director", TODAY)]
    workspace.signing.file_scan(issued, scan, signers, confirmed=True)
    as_csv, as_json = tmp_path / "log.csv", tmp_path / "log.json"
    assert workspace.signing.export_log(issued, as_csv) == 2
    assert workspace.signing.export_log(issued, as_json) == 2
    rows = list(csv.DictReader(as_csv.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["kind"] for row in rows] == ["issued", "paper_scan"]
    assert rows[1]["signer"].startswith("'=HYPERLINK")
    assert rows[1]["capacity"] == "'@Director"
    assert rows[1]["at"] == "2026-10-12T10:00:00+02:00"
    document = json.loads(as_json.read_text())
    assert document["number"] == "SOW-2026-001"
    assert document["fingerprint"] == workspace.agreements.get(issued).fingerprint
    assert document["events"][1]["signer"] == '=HYPERLINK("http://x")'
    assert document["events"][1]["file_sha256"] == hashlib.sha256(scan.read_bytes()).hexdigest()


def paper(**changes: Any) -> dict[str, Any]:
    """Facts of a contract signed in spring."""
    return {
        "paper_kind": "statement_of_work",
        "project_title": "Contract of March",
        "number": "HP/2026-7",
        "signed_on": "2026-03-02",
        "ends_on": "2026-12-31",
        "currency": "EUR",
        "net": "18000.00",
        "rounds_allowed": "2",
        "hours_a_month": "12",
        "signers": [{"side": "client", "name": "Ada Roe"}, {"side": "consultant", "name": "Mara Lind"}],
        **changes,
    }


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    return saved(tmp_path, b"%PDF-1.4 a contract scanned in spring", "contract.pdf")


def client_of(workspace: Workspace, engagement_id: str) -> str:
    return workspace.engagements.get(engagement_id).client_id


def test_a_paper_signed_elsewhere_is_in_force_and_moves_the_plan(
    workspace: Workspace, engagement: str, contract: Path
) -> None:
    (milestone,) = workspace.engagements.get(engagement).milestones
    promised = [
        {"key": milestone.milestone_id, "title": milestone.title, "on": "2026-11-10"},
        {"key": "", "title": "Spring review", "on": "2026-12-01"},
    ]
    client_id = client_of(workspace, engagement)
    filed = workspace.signing.file_external(client_id, engagement, contract, paper(promised=promised))
    view = workspace.agreements.get(filed)
    assert (view.row.state, view.row.origin) == (AgreementState.EXECUTED, PaperOrigin.EXTERNAL)
    assert (view.row.number, view.row.executed_on) == ("HP/2026-7", date(2026, 3, 2))
    assert view.row.net == Decimal("18000.00")
    assert [(s.side, s.name, s.on) for s in view.signatures] == [
        (Side.CLIENT, "Ada Roe", date(2026, 3, 2)),
        (Side.CONSULTANT, "Mara Lind", date(2026, 3, 2)),
    ]
    after = workspace.engagements.get(engagement)
    assert {m.title: m.expected_on for m in after.milestones} == {
        "Draft report": date(2026, 11, 10),
        "Spring review": date(2026, 12, 1),
    }
    assert after.ends_on == date(2026, 12, 31)
    assert after.hours_a_month == Decimal(12)
    assert after.revision_rounds == 2
    (file,) = kept(workspace, filed, FileKind.EXTERNAL)
    assert file.data == contract.read_bytes()
    assert view.document["file_hash"] == file.sha256
    assert [event.kind for event in workspace.signing.log(filed)] == [
        SigningKind.EXTERNAL,
        SigningKind.EXTERNAL,
        SigningKind.EXECUTED,
    ]
    assert workspace.store.undo_label is None


def test_a_change_order_of_ours_can_amend_it(workspace: Workspace, engagement: str, contract: Path) -> None:
    client_id = client_of(workspace, engagement)
    filed = workspace.signing.file_external(client_id, engagement, contract, paper())
    change = workspace.agreements.create_amendment(filed)
    view = workspace.agreements.get(change)
    assert (view.row.kind, view.row.amends_id) == (AgreementKind.CHANGE_ORDER, filed)
    assert view.document["amends"]["number"] == "HP/2026-7"


def test_a_standing_agreement_needs_no_engagement(
    workspace: Workspace, engagement: str, contract: Path
) -> None:
    client_id = client_of(workspace, engagement)
    facts = paper(
        paper_kind="master_agreement",
        is_governing=True,
        net=None,
        rounds_allowed=None,
        hours_a_month=None,
        signers=[],
    )
    filed = workspace.signing.file_external(client_id, None, contract, facts)
    view = workspace.agreements.get(filed)
    assert (view.row.kind, view.row.engagement_id) == (AgreementKind.MASTER_AGREEMENT, "")
    assert view.row.state is AgreementState.EXECUTED
    assert [e.kind for e in view.events] == [SigningKind.EXTERNAL, SigningKind.EXECUTED]


def test_it_can_bring_its_engagement_along(workspace: Workspace, engagement: str, contract: Path) -> None:
    client_id = client_of(workspace, engagement)
    filed = workspace.signing.file_external(
        client_id, None, contract, paper(starts_on="2026-03-09"), new_engagement="Spring work"
    )
    found = workspace.engagements.get(workspace.agreements.get(filed).row.engagement_id)
    assert (found.title, found.starts_on, found.ends_on) == (
        "Spring work",
        date(2026, 3, 9),
        date(2026, 12, 31),
    )
    assert found.fee is not None
    assert found.fee.amount == Decimal("18000.00")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"number": " "}, ("number", "blank")),
        ({"number": "x" * 65}, ("number", "too_long")),
        ({"signed_on": None}, ("signed_on", "missing")),
        ({"signed_on": "2026-10-13"}, ("signed_on", "in_the_future")),
        ({"ends_on": "2026-03-01"}, ("ends_on", "end_before_start")),
        ({"net": "10.005"}, ("net", "too_many_decimals")),
        ({"net": "-1"}, ("net", "negative")),
        ({"net": "a lot"}, ("net", "not_a_number")),
        ({"currency": "XXZ"}, ("currency", "unknown_currency")),
        ({"hours_a_month": "745"}, ("hours_a_month", "hours_out_of_month")),
        ({"paper_kind": "status_report"}, ("paper_kind", "not_a_choice")),
        ({"promised": [{"title": "Report", "on": None}]}, ("promised.0.on", "missing")),
        ({"promised": [{"title": "", "on": "2026-11-01"}]}, ("promised.0.title", "blank")),
        (
            {"promised": [{"key": "k", "on": "2026-11-01"}, {"key": "k", "on": "2026-11-02"}]},
            ("promised", "date_twice"),
        ),
    ],
)
def test_facts_that_cannot_be_are_refused_by_field(
    workspace: Workspace, engagement: str, contract: Path, changes: dict[str, Any], problem: tuple[str, str]
) -> None:
    client_id = client_of(workspace, engagement)
    with pytest.raises(InvalidInput) as refused:
        workspace.signing.file_external(client_id, engagement, contract, paper(**changes))
    assert codes(refused) == [problem]
    assert workspace.agreements.list_all() == []


def test_a_contract_without_an_engagement_or_with_a_foreign_one_is_refused(
    workspace: Workspace, engagement: str, contract: Path
) -> None:
    client_id = client_of(workspace, engagement)
    other = make_client(workspace, "Cedar")
    for client, about, new, problem in (
        (client_id, None, "", ("engagement_id", "engagement_needed")),
        (other, engagement, "", ("engagement_id", "not_a_choice")),
        (client_id, None, "x" * 201, ("new_engagement", "too_long")),
    ):
        with pytest.raises(InvalidInput) as refused:
            workspace.signing.file_external(client, about, contract, paper(), new_engagement=new)
        assert codes(refused) == [problem]
    with pytest.raises(NotFound):
        workspace.signing.file_external("none", engagement, contract, paper())


def test_a_signed_file_from_elsewhere_is_verified_too(
    workspace: Workspace, engagement: str, issued: str, tmp_path: Path
) -> None:
    from clientdesk.services.papers import render
    from tests.helpers.sample_agreement import sample_paper

    alien = saved(tmp_path, made.sign(render(sample_paper()), "seal", made.self_signed("Ada Roe")))
    look = workspace.signing.look(alien)
    assert look.facts.verdict.state is SealState.INTACT
    assert not look.needs_reason
    client_id = client_of(workspace, engagement)
    filed = workspace.signing.file_external(client_id, engagement, look.facts, paper(signers=[]))
    first = workspace.signing.log(filed)[0]
    assert first.verdict["state"] == "intact"
