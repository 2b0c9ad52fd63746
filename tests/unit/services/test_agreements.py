"""Papers: drafted and undone, issued once and for all, signed, replaced, kept intact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from clientdesk.models.enums import AgreementState, Layer, RhythmKind, Side
from clientdesk.models.errors import FileNotWritten, InvalidInput, IssueRefused, NotFound, WrongState
from clientdesk.models.frozen_paper import FrozenPaper, fingerprint
from clientdesk.models.tables import Agreement
from clientdesk.services.workspace import Workspace
from clientdesk.store.unit_of_work import fetch
from tests.helpers.factories import make_client, make_engagement, make_practice
from tests.helpers.fakes import FixedClock
from tests.helpers.paper_life import TODAY, edited, quick_pages, ready_engagement, sign_both

__all__ = ["quick_pages"]

pytestmark = pytest.mark.usefixtures("quick_pages")


@pytest.fixture
def engagement(workspace: Workspace) -> str:
    """Advice for Birch: one deliverable, one milestone, everything a paper needs."""
    return ready_engagement(workspace)


@pytest.fixture
def draft(workspace: Workspace, engagement: str) -> str:
    return workspace.agreements.create(engagement)


@pytest.fixture
def issued(workspace: Workspace, draft: str) -> str:
    workspace.agreements.issue(draft)
    return draft


def frozen(workspace: Workspace, agreement_id: str) -> tuple[Any, ...]:
    """What must never change once issued."""
    with workspace.store.reading() as session:
        row = fetch(session, Agreement, agreement_id)
        return (
            row.number,
            row.version,
            row.content,
            row.fingerprint,
            row.issued_at,
            row.issued_on,
            row.logo_png,
        )


# Drafts


def test_a_draft_takes_what_the_record_knows(workspace: Workspace, draft: str) -> None:
    view = workspace.agreements.get(draft)
    assert (view.row.state, view.row.number, view.row.version) == (AgreementState.DRAFT, "", 1)
    assert view.document["client"]["signatory"] == "Ada Roe"
    assert view.document["deliverables"][0]["title"] == "Audit report"
    assert view.document["milestones"][0]["committed_on"] == "2026-11-17"
    assert view.document["fees"]["lines"][0]["unit_price"] == "7200.00"
    assert (view.content_id, view.fingerprint, view.is_intact) == ("", "", True)


def test_no_draft_for_an_unknown_engagement(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        workspace.agreements.create("0192aaaa-0000-7000-8000-000000000000")


def test_saving_a_draft_keeps_entries_and_can_be_undone(workspace: Workspace, draft: str) -> None:
    workspace.agreements.save_draft(draft, edited(workspace, draft, project_title="Audit", purpose="Why now"))
    assert workspace.agreements.get(draft).document["purpose"] == "Why now"
    assert workspace.agreements.get(draft).row.title == "Audit"
    assert workspace.store.undo() == "Edit paper"
    assert workspace.agreements.get(draft).document["purpose"] == ""
    assert workspace.agreements.get(draft).row.title == "Advice"


def test_an_entry_that_cannot_be_kept_leaves_the_draft_as_it_was(workspace: Workspace, draft: str) -> None:
    before = workspace.agreements.get(draft).document
    with pytest.raises(InvalidInput) as refused:
        workspace.agreements.save_draft(
            draft, edited(workspace, draft, project_title="x" * 301, ends_on="31 February")
        )
    assert {(p.field, p.code) for p in refused.value.problems} == {
        ("project_title", "too_long"),
        ("ends_on", "not_a_date"),
    }
    assert workspace.agreements.get(draft).document == before


def test_saving_computes_the_committed_dates(workspace: Workspace, draft: str) -> None:
    document = edited(workspace, draft)
    document["milestones"][0] |= {"planned_on": "2026-11-20", "buffer_days": 3, "committed_on": "1999-01-01"}
    workspace.agreements.save_draft(draft, document)
    assert workspace.agreements.get(draft).document["milestones"][0]["committed_on"] == "2026-11-25"


def test_refilling_takes_the_record_again_and_keeps_what_only_the_paper_says(
    workspace: Workspace, engagement: str, draft: str
) -> None:
    workspace.agreements.save_draft(
        draft, edited(workspace, draft, not_included=["Software"], purpose="Typed on the paper")
    )
    workspace.engagements.update(engagement, title="Advice on stock")
    workspace.agreements.refill(draft)
    document = workspace.agreements.get(draft).document
    assert document["project_title"] == "Advice on stock"
    assert document["not_included"] == ["Software"]


def test_a_deleted_draft_comes_back_by_undo(workspace: Workspace, draft: str) -> None:
    workspace.agreements.delete_draft(draft)
    with pytest.raises(NotFound):
        workspace.agreements.get(draft)
    workspace.store.undo()
    assert workspace.agreements.get(draft).row.title == "Advice"


def test_a_draft_pdf_says_draft_and_stores_nothing(workspace: Workspace, draft: str) -> None:
    before = workspace.agreements.list_all()
    pdf = workspace.agreements.draft_pdf(workspace.agreements.get(draft).document)
    assert pdf.startswith(b"%PDF")
    assert workspace.agreements.list_all() == before


def test_choices_list_running_engagements_those_without_a_paper_first(
    workspace: Workspace, engagement: str
) -> None:
    other = make_engagement(workspace, make_client(workspace, "Zoe Ltd"), "Talks", starts_on=TODAY)
    over = make_engagement(workspace, make_client(workspace, "Old Ltd"), "Past", starts_on=date(2026, 1, 5))
    workspace.engagements.end(over, date(2026, 6, 30))
    put_away = make_client(workspace, "Away Ltd")
    make_engagement(workspace, put_away, "Rest", starts_on=TODAY)
    workspace.clients.archive([put_away])
    draft = workspace.agreements.create(engagement)
    found = workspace.agreements.choices()
    assert [(one.engagement_id, one.draft_id) for one in found] == [(other, ""), (engagement, draft)]
    workspace.agreements.issue(draft)
    assert workspace.agreements.choices()[-1].number == "SOW-2026-001"


# Issuing


def test_issuing_freezes_and_names_the_paper(workspace: Workspace, draft: str) -> None:
    view = workspace.agreements.issue(draft)
    assert (view.row.number, view.row.version, view.row.state) == ("SOW-2026-001", 1, AgreementState.ISSUED)
    assert view.row.issued_on == TODAY
    assert view.content_id.replace("-", "").lower() == view.fingerprint[:16]
    number, _, content, mark, *_ = frozen(workspace, draft)
    assert number == "SOW-2026-001"
    assert fingerprint(content) == mark
    assert FrozenPaper.from_json(content).document.client.signatory == "Ada Roe"


def test_numbers_have_no_gaps_and_begin_again_each_year(
    workspace: Workspace, engagement: str, clock: FixedClock
) -> None:
    agreements = workspace.agreements
    first, refused, third = (agreements.create(engagement) for _ in range(3))
    assert agreements.issue(first).row.number == "SOW-2026-001"
    agreements.save_draft(refused, edited(workspace, refused, project_title=""))
    with pytest.raises(IssueRefused):
        agreements.issue(refused)
    agreements.delete_draft(refused)
    assert agreements.issue(third).row.number == "SOW-2026-002"
    fourth = agreements.create(engagement)
    clock.advance(days=100)
    agreements.save_draft(fourth, edited(workspace, fourth, open_until=None))
    assert agreements.issue(fourth).row.number == "SOW-2027-001"


def test_refusal_lists_everything_and_stores_nothing(workspace: Workspace, draft: str) -> None:
    document = edited(workspace, draft, project_title="", ends_on="2026-10-01")
    document["client"]["signatory"] = ""
    document["deliverables"][0]["acceptance"] = ""
    document["purpose"] = "Better 🦊"
    workspace.agreements.save_draft(draft, document)
    with pytest.raises(IssueRefused) as refused:
        workspace.agreements.issue(draft)
    found = {(problem.field, problem.code) for problem in refused.value.problems}
    assert {
        ("project_title", "missing"),
        ("ends_on", "end_before_start"),
        ("client.signatory", "missing"),
        ("deliverables.0.acceptance", "no_criterion"),
        ("purpose", "emoji"),
    } <= found
    assert workspace.agreements.get(draft).row.state is AgreementState.DRAFT
    assert workspace.store.undo() == "Edit paper"


@pytest.mark.parametrize(("said", "code"), [("שלום", "right_to_left"), ("Done 🦊", "emoji")])
def test_what_changed_must_be_printable(workspace: Workspace, issued: str, said: str, code: str) -> None:
    second = workspace.agreements.new_version(issued)
    with pytest.raises(IssueRefused) as refused:
        workspace.agreements.issue(second, said)
    assert [(p.field, p.code) for p in refused.value.problems] == [("what_changed", code)]
    assert workspace.agreements.get(second).row.state is AgreementState.DRAFT


def test_what_changed_too_long_is_input_that_cannot_be_kept(workspace: Workspace, issued: str) -> None:
    second = workspace.agreements.new_version(issued)
    with pytest.raises(InvalidInput) as refused:
        workspace.agreements.issue(second, "x" * 20_001)
    assert [(p.field, p.code) for p in refused.value.problems] == [("what_changed", "too_long")]
    assert workspace.agreements.get(second).row.state is AgreementState.DRAFT


def test_issuing_clears_the_undo_stack(workspace: Workspace, draft: str) -> None:
    workspace.agreements.save_draft(draft, edited(workspace, draft, purpose="Why"))
    assert workspace.store.undo_label == "Edit paper"
    workspace.agreements.issue(draft)
    assert workspace.store.undo_label is None
    assert workspace.store.undo() is None


def test_the_same_paper_gives_the_same_bytes(workspace: Workspace, issued: str, clock: FixedClock) -> None:
    pdf = workspace.agreements.pdf(issued)
    clock.advance(days=40)
    assert workspace.agreements.pdf(issued) == pdf


def test_the_record_may_change_after_issuing_the_paper_does_not(
    workspace: Workspace, engagement: str, issued: str
) -> None:
    before, pdf = frozen(workspace, issued), workspace.agreements.pdf(issued)
    client_id = workspace.agreements.get(issued).row.client_id
    workspace.clients.update(client_id, name="Birch International", address="Elsewhere")
    workspace.engagements.update(engagement, title="Renamed", fee=Decimal("9.00"))
    assert frozen(workspace, issued) == before
    assert workspace.agreements.pdf(issued) == pdf


def _later_steps() -> dict[str, Callable[[Workspace, str], object]]:
    return {
        "save_draft": lambda w, i: w.agreements.save_draft(i, edited(w, i, purpose="Other")),
        "refill": lambda w, i: w.agreements.refill(i),
        "delete_draft": lambda w, i: w.agreements.delete_draft(i),
        "issue": lambda w, i: w.agreements.issue(i),
        "new_version": lambda w, i: w.agreements.new_version(i),
        "mark_sent": lambda w, i: w.agreements.mark_sent(i),
        "sign": lambda w, i: w.agreements.mark_signed(i, Side.CLIENT, "Ada Roe"),
        "execute": sign_both,
        "withdraw": lambda w, i: w.agreements.withdraw(i),
        "decline": lambda w, i: w.agreements.decline(i),
        "expire": lambda w, _: w.agreements.expire(),
        "supersede": lambda w, i: w.agreements.issue(w.agreements.new_version(i), "More"),
        "undo": lambda w, _: w.store.undo(),
        "keep_copy": lambda w, i: w.agreements.keep_copy(i, w.folder.documents),
    }


@pytest.mark.parametrize("step", list(_later_steps()))
def test_no_step_changes_what_was_issued(workspace: Workspace, issued: str, step: str) -> None:
    before, pdf = frozen(workspace, issued), workspace.agreements.pdf(issued)
    try:
        _later_steps()[step](workspace, issued)
    except WrongState:
        assert step in {"save_draft", "refill", "delete_draft", "issue"}
    assert frozen(workspace, issued) == before
    assert workspace.agreements.pdf(issued) == pdf


# Versions


def test_a_new_version_takes_the_old_ones_place_when_issued(workspace: Workspace, issued: str) -> None:
    second = workspace.agreements.new_version(issued)
    assert workspace.agreements.get(issued).row.state is AgreementState.ISSUED
    assert workspace.agreements.get(issued).next_version_id == second
    view = workspace.agreements.issue(second, "Price")
    assert (view.row.number, view.row.version) == ("SOW-2026-001", 2)
    assert workspace.agreements.get(issued).row.state is AgreementState.SUPERSEDED
    facts = FrozenPaper.from_json(frozen(workspace, second)[2]).facts
    assert (facts.supersedes, [record.version for record in facts.history]) == (1, [1])
    assert facts.what_changed == "Price"


def test_a_version_of_a_withdrawn_paper_leaves_it_withdrawn(workspace: Workspace, issued: str) -> None:
    workspace.agreements.withdraw(issued)
    workspace.agreements.issue(workspace.agreements.new_version(issued), "Again")
    assert workspace.agreements.get(issued).row.state is AgreementState.WITHDRAWN


def test_an_executed_paper_has_no_next_version(workspace: Workspace, issued: str) -> None:
    sign_both(workspace, issued)
    with pytest.raises(WrongState):
        workspace.agreements.new_version(issued)


def test_the_newest_issued_version_is_found_and_its_open_draft(
    workspace: Workspace, engagement: str, issued: str
) -> None:
    second = workspace.agreements.new_version(issued)
    assert workspace.agreements.newest_issued(engagement) == issued
    assert workspace.agreements.open_draft(engagement) == second
    assert workspace.agreements.engagement_pdf(engagement) == workspace.agreements.pdf(issued)


def test_issuing_an_engagement_issues_its_open_draft_or_one_made_for_it(
    workspace: Workspace, engagement: str
) -> None:
    first = workspace.agreements.issue_engagement(engagement)
    assert first.row.number == "SOW-2026-001"
    draft = workspace.agreements.create(engagement)
    assert workspace.agreements.issue_engagement(engagement).row.agreement_id == draft


def test_a_refused_engagement_leaves_no_draft_behind(workspace: Workspace) -> None:
    make_practice(workspace)
    bare = make_engagement(workspace, make_client(workspace), starts_on=TODAY)
    with pytest.raises(IssueRefused):
        workspace.agreements.issue_engagement(bare)
    assert workspace.agreements.list_all() == []


# Signing


def test_the_way_of_a_paper_through_its_states(workspace: Workspace, issued: str, clock: FixedClock) -> None:
    agreements = workspace.agreements
    assert agreements.count_waiting() == 1
    agreements.mark_sent(issued)
    clock.advance(days=6)
    assert agreements.get(issued).row.waiting_days == 6
    assert agreements.mark_signed(issued, Side.CLIENT, " Ada  Roe ", TODAY + timedelta(days=2)) is (
        AgreementState.SIGNED
    )
    assert agreements.mark_signed(issued, Side.CONSULTANT, "Mara Lind", TODAY) is AgreementState.EXECUTED
    view = agreements.get(issued)
    assert view.row.executed_on == TODAY + timedelta(days=2)
    assert (view.row.is_in_force, view.row.waiting_days) == (True, None)
    assert [(s.side, s.name) for s in view.signatures] == [
        (Side.CLIENT, "Ada Roe"),
        (Side.CONSULTANT, "Mara Lind"),
    ]
    assert agreements.count_waiting() == 0
    clock.advance(days=90)
    assert agreements.get(issued).row.is_in_force is False


def test_signing_the_same_side_again_corrects_it(workspace: Workspace, issued: str) -> None:
    workspace.agreements.mark_signed(issued, Side.CLIENT, "Ada Rou")
    assert workspace.agreements.mark_signed(issued, Side.CLIENT, "Ada Roe") is AgreementState.SIGNED
    assert [s.name for s in workspace.agreements.get(issued).signatures] == ["Ada Roe"]


@pytest.mark.parametrize(
    ("name", "on", "field", "code"),
    [
        ("  ", TODAY, "name", "blank"),
        ("x" * 201, TODAY, "name", "too_long"),
        ("Ada", TODAY + timedelta(days=1), "on", "in_the_future"),
        ("Ada", TODAY - timedelta(days=1), "on", "before_issue"),
    ],
)
def test_a_signature_needs_a_name_and_a_possible_date(
    workspace: Workspace, issued: str, name: str, on: date, field: str, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        workspace.agreements.mark_signed(issued, Side.CLIENT, name, on)
    assert [(p.field, p.code) for p in refused.value.problems] == [(field, code)]
    assert workspace.agreements.get(issued).signatures == ()


def test_a_paper_is_not_sent_on_a_day_to_come(workspace: Workspace, issued: str) -> None:
    with pytest.raises(InvalidInput):
        workspace.agreements.mark_sent(issued, TODAY + timedelta(days=1))


def test_drafts_and_closed_papers_cannot_be_signed(
    workspace: Workspace, engagement: str, issued: str
) -> None:
    draft = workspace.agreements.create(engagement)
    with pytest.raises(WrongState):
        workspace.agreements.mark_signed(draft, Side.CLIENT, "Ada")
    workspace.agreements.decline(issued)
    with pytest.raises(WrongState):
        workspace.agreements.mark_signed(issued, Side.CLIENT, "Ada")
    with pytest.raises(WrongState):
        workspace.agreements.withdraw(issued)


def test_execution_writes_what_the_client_expects(workspace: Workspace, engagement: str, issued: str) -> None:
    sign_both(workspace, issued)
    view = workspace.engagements.get(engagement)
    (milestone,) = view.milestones
    assert milestone.expected_on == milestone.agreed_on == date(2026, 11, 17)
    assert milestone.expected_source == "SOW-2026-001 version 1"
    assert milestone.planned_on == date(2026, 11, 13)
    assert view.deliverables[0].due_on == date(2026, 11, 20)
    assert workspace.store.undo_label is None


def test_rows_written_only_on_the_paper_become_records_when_executed(
    workspace: Workspace, engagement: str, draft: str
) -> None:
    document = edited(workspace, draft)
    document["deliverables"].append(
        {"title": "Workshop", "form": "Half a day", "acceptance": "Held", "due_on": "2026-12-01"}
    )
    document["milestones"].append({"title": "Close", "planned_on": "2026-12-10", "buffer_days": 1})
    workspace.agreements.save_draft(draft, document)
    workspace.agreements.issue(draft)
    sign_both(workspace, draft)
    view = workspace.engagements.get(engagement)
    assert [one.title for one in view.deliverables] == ["Audit report", "Workshop"]
    assert [(one.title, one.expected_on) for one in view.milestones][-1] == ("Close", date(2026, 12, 11))


def test_execution_promises_the_rhythms_that_were_printed(workspace: Workspace, engagement: str) -> None:
    workspace.rhythms.add(Layer.DEFAULT, None, kind=RhythmKind.UPDATE, weekday=4, starts_on=TODAY)
    client_id = workspace.engagements.get(engagement).client_id
    for rhythm in workspace.rhythms.of_client(client_id):
        workspace.rhythms.remove(rhythm.rhythm_id)
    draft = workspace.agreements.create(engagement)
    assert workspace.agreements.get(draft).document["exhibit"]["rhythms"]
    workspace.agreements.issue(draft)
    assert workspace.rhythms.of_client(client_id) == []
    sign_both(workspace, draft)
    (promised,) = workspace.rhythms.of_client(client_id)
    assert (promised.kind, promised.weekday, promised.starts_on) == (RhythmKind.UPDATE, 4, TODAY)


# Time and tampering


def test_papers_expire_after_their_last_day_unless_somebody_signed(
    workspace: Workspace, engagement: str, clock: FixedClock
) -> None:
    agreements = workspace.agreements
    left, signed = agreements.create(engagement), agreements.create(engagement)
    for paper in (left, signed):
        agreements.issue(paper)
    agreements.mark_signed(signed, Side.CLIENT, "Ada Roe")
    clock.advance(days=14)
    assert agreements.expire() == 0
    clock.advance(days=1)
    assert agreements.expire() == 1
    assert agreements.get(left).row.state is AgreementState.EXPIRED
    assert agreements.get(signed).row.state is AgreementState.SIGNED


def test_looking_for_expired_papers_costs_no_undo(workspace: Workspace, draft: str) -> None:
    workspace.agreements.save_draft(draft, edited(workspace, draft, purpose="Why"))
    assert workspace.agreements.expire() == 0
    assert workspace.store.undo_label == "Edit paper"


def test_content_changed_outside_is_detected(workspace: Workspace, issued: str) -> None:
    assert workspace.agreements.verify_all() == []
    with workspace.store.writing("Tamper", undoable=False) as session:
        content = fetch(session, Agreement, issued).content
        assert content is not None
        session.execute(
            text("UPDATE agreement SET content = :content WHERE id = :id"),
            {"content": content.replace(b"7200.00", b"1200.00"), "id": issued},
        )
    assert workspace.agreements.get(issued).is_intact is False
    assert workspace.agreements.verify_all() == ["SOW-2026-001 version 1"]
    with pytest.raises(WrongState):
        workspace.agreements.pdf(issued)


# Files


def test_file_names_are_safe(workspace: Workspace, engagement: str, issued: str) -> None:
    assert workspace.agreements.file_name(issued) == "SOW-2026-001-v1.pdf"
    draft = workspace.agreements.create(engagement)
    workspace.agreements.save_draft(draft, edited(workspace, draft, project_title="../etc/passwd: <b>"))
    assert "/" not in workspace.agreements.file_name(draft)


def test_a_kept_copy_is_never_overwritten(workspace: Workspace, issued: str) -> None:
    path = workspace.agreements.keep_copy(issued, workspace.folder.documents)
    assert path.read_bytes() == workspace.agreements.pdf(issued)
    assert workspace.agreements.keep_copy(issued, workspace.folder.documents) == path
    path.write_bytes(b"something else")
    with pytest.raises(FileNotWritten):
        workspace.agreements.keep_copy(issued, workspace.folder.documents)
    assert path.read_bytes() == b"something else"


def test_export_refuses_a_folder_and_counts_pages(workspace: Workspace, issued: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotWritten):
        workspace.agreements.export(issued, tmp_path)
    assert workspace.agreements.export(issued, tmp_path / "paper.pdf") == 1


def test_list_for_client_shows_that_client_alone(workspace: Workspace, issued: str) -> None:
    client_id = workspace.agreements.get(issued).row.client_id
    other = make_client(workspace, "Other Ltd")
    assert [row.agreement_id for row in workspace.agreements.list_for_client(client_id)] == [issued]
    assert workspace.agreements.list_for_client(other) == []
