"""The life of papers: states moved by events, the log, what waits and expires, what is kept, what was tampered with."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest

from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.enums import (
    AgreementKind,
    AgreementState,
    FileKind,
    PaperOrigin,
    Side,
    SigningKind,
)
from clientdesk.models.errors import InvalidInput, WrongState
from clientdesk.models.family_documents import ExternalDocument
from clientdesk.models.frozen_paper import DraftPaper, FrozenPaper, IssueFacts, canonical_json, fingerprint
from clientdesk.models.tables import Agreement
from clientdesk.services.doctor import examine
from clientdesk.services.workspace import Workspace
from clientdesk.store import driver
from tests.helpers.factories import make_client
from tests.helpers.fakes import FakeNotifier, FixedClock
from tests.helpers.paper_life import TODAY, edited, issued_paper, quick_pages, ready_engagement, sign_both

__all__ = ["quick_pages"]

Asked = list[FrozenPaper | DraftPaper]


@pytest.fixture
def engagement(workspace: Workspace, quick_pages: Asked) -> str:
    return ready_engagement(workspace)


@pytest.fixture
def issued(workspace: Workspace, engagement: str) -> str:
    return issued_paper(workspace, engagement)


def log_of(workspace: Workspace, agreement_id: str) -> list[SigningKind]:
    return [event.kind for event in workspace.agreements.get(agreement_id).events]


def summary(workspace: Workspace, client_id: str) -> str:
    """A meeting summary ready to be issued."""
    paper = workspace.agreements.create_for_client(client_id, AgreementKind.MEETING_SUMMARY)
    document = workspace.agreements.get(paper).document
    document |= {
        "printed_title": "Meeting Summary",
        "project_title": "First talk",
        "held_on": str(TODAY),
        "attendees": [{"side": "client", "name": "Ada Roe"}],
        "notes": ["They want to begin in spring."],
    }
    document["consultant"] |= {"legal_name": "Mara Lind"}
    document["client"] |= {"legal_name": "Birch & Co"}
    workspace.agreements.save_draft(paper, document)
    return paper


# The log


def test_every_step_leaves_a_line(workspace: Workspace, issued: str, clock: FixedClock) -> None:
    agreements = workspace.agreements
    clock.advance(days=1)
    agreements.mark_sent(issued)
    agreements.mark_signed(issued, Side.CLIENT, "Ada Roe", TODAY)
    agreements.mark_signed(issued, Side.CONSULTANT, "Mara Lind")
    view = agreements.get(issued)
    assert log_of(workspace, issued) == [
        SigningKind.ISSUED,
        SigningKind.SENT,
        SigningKind.TOLD,
        SigningKind.TOLD,
        SigningKind.EXECUTED,
    ]
    first, _, client, *_, last = view.events
    assert first.file_hash == view.files[0].sha256
    assert {event.content_id for event in view.events} == {view.content_id}
    assert (client.side, client.signer, client.signed_on) == (Side.CLIENT, "Ada Roe", TODAY)
    assert (client.zone, client.entered_by) == ("Europe/Paris", "Mara Lind")
    assert last.signed_on == TODAY + timedelta(days=1)
    assert client.at == clock.now()


@pytest.mark.parametrize(
    ("step", "kind"),
    [("withdraw", SigningKind.WITHDRAWN), ("decline", SigningKind.DECLINED)],
)
def test_a_closed_paper_says_so(workspace: Workspace, issued: str, step: str, kind: SigningKind) -> None:
    getattr(workspace.agreements, step)(issued)
    assert log_of(workspace, issued)[-1] is kind
    assert workspace.agreements.get(issued).is_intact


def test_a_superseded_paper_names_what_replaced_it(workspace: Workspace, issued: str) -> None:
    second = workspace.agreements.new_version(issued)
    workspace.agreements.issue(second, "Price")
    line = workspace.agreements.get(issued).events[-1]
    assert (line.kind, line.note) == (SigningKind.SUPERSEDED, "SOW-2026-001 version 2")
    assert workspace.agreements.verify_all() == []


# Versions


def test_a_next_version_that_was_begun_is_found_again(workspace: Workspace, issued: str) -> None:
    second = workspace.agreements.new_version(issued)
    assert workspace.agreements.new_version(issued) == second


def test_only_one_version_of_a_number_is_out(workspace: Workspace, issued: str) -> None:
    agreements = workspace.agreements
    second = agreements.new_version(issued)
    agreements.issue(second, "Price")
    agreements.mark_sent(second)
    third = agreements.new_version(second)
    agreements.issue(third, "Dates")
    states = [agreements.get(one).row.state for one in (issued, second, third)]
    assert states == [AgreementState.SUPERSEDED, AgreementState.SUPERSEDED, AgreementState.ISSUED]
    assert [row.agreement_id for row in agreements.waiting()] == [third]


def test_a_version_drafted_before_the_signatures_is_refused_after_them(
    workspace: Workspace, issued: str
) -> None:
    second = workspace.agreements.new_version(issued)
    sign_both(workspace, issued)
    with pytest.raises(WrongState):
        workspace.agreements.issue(second, "Too late")
    assert workspace.agreements.get(second).row.state is AgreementState.DRAFT


# Whose turn it is


def test_waiting_says_whose_turn_it_is(workspace: Workspace, issued: str, clock: FixedClock) -> None:
    agreements = workspace.agreements

    def turn() -> str:
        (row,) = agreements.waiting()
        return row.waiting_for

    assert turn() == "sending"
    agreements.mark_sent(issued)
    assert turn() == "both"
    agreements.mark_signed(issued, Side.CONSULTANT, "Mara Lind")
    assert turn() == "client"
    clock.advance(days=4)
    assert agreements.waiting()[0].waiting_days == 4
    agreements.mark_signed(issued, Side.CLIENT, "Ada Roe")
    assert agreements.waiting() == []


def test_the_client_signed_first(workspace: Workspace, issued: str) -> None:
    workspace.agreements.mark_signed(issued, Side.CLIENT, "Ada Roe")
    assert workspace.agreements.waiting()[0].waiting_for == "you"


def test_the_one_that_waits_longest_comes_first(workspace: Workspace, issued: str, clock: FixedClock) -> None:
    clock.advance(days=2)
    second = issued_paper(workspace, ready_engagement(workspace, "Zoe Ltd"))
    assert [row.agreement_id for row in workspace.agreements.waiting()] == [issued, second]


# Papers that nobody signs


def test_a_paper_without_signatures_is_issued_and_sent(workspace: Workspace, issued: str) -> None:
    agreements = workspace.agreements
    paper = summary(workspace, agreements.get(issued).row.client_id)
    view = agreements.issue(paper)
    assert (view.row.number, view.row.waiting_for, view.row.waiting_days) == ("MS-2026-001", "", None)
    agreements.mark_sent(paper)
    assert agreements.get(paper).row.state is AgreementState.SENT
    assert agreements.count_waiting() == 1
    with pytest.raises(InvalidInput, match="nobody_signs_it"):
        agreements.mark_signed(paper, Side.CLIENT, "Ada Roe")
    with pytest.raises(InvalidInput, match="no_answer_wanted"):
        agreements.decline(paper)
    second = agreements.new_version(paper)
    assert agreements.issue(second, "A name was wrong").row.version == 2
    assert agreements.get(paper).row.state is AgreementState.SUPERSEDED
    assert agreements.verify_all() == []


def test_an_audit_never_goes_out(workspace: Workspace, issued: str) -> None:
    client_id = workspace.agreements.get(issued).row.client_id
    audit = workspace.agreements.create_for_client(client_id, AgreementKind.RELATIONSHIP_AUDIT)
    with pytest.raises(InvalidInput, match="internal_paper"):
        workspace.agreements.mark_sent(audit)


def test_kinds_that_need_an_engagement_say_so(workspace: Workspace, issued: str) -> None:
    client_id = workspace.agreements.get(issued).row.client_id
    with pytest.raises(InvalidInput) as refused:
        workspace.agreements.create_for_client(client_id, AgreementKind.STATUS_REPORT)
    assert [(p.field, p.code) for p in refused.value.problems] == [("engagement_id", "missing")]
    with pytest.raises(InvalidInput):
        workspace.agreements.create_for_client(client_id, AgreementKind.MASTER_AGREEMENT)
    other = make_client(workspace, "Zoe Ltd")
    engagement = workspace.agreements.get(issued).row.engagement_id
    with pytest.raises(InvalidInput):
        workspace.agreements.create_for_client(
            other, AgreementKind.STATEMENT_OF_WORK, engagement_id=engagement
        )


# Copies and proposals


def test_a_copy_keeps_the_words_and_leaves_the_dates_out(workspace: Workspace, issued: str) -> None:
    copy = workspace.agreements.get(workspace.agreements.duplicate(issued))
    old = workspace.agreements.get(issued)
    assert (copy.row.state, copy.row.number, copy.row.version) == (AgreementState.DRAFT, "", 1)
    assert copy.document["deliverables"][0]["title"] == old.document["deliverables"][0]["title"]
    assert copy.document["milestones"][0]["buffer_days"] == 2
    dates = ("starts_on", "ends_on", "open_until")
    assert [copy.document[name] for name in dates] == [None, None, None]
    assert copy.document["milestones"][0]["planned_on"] is None
    assert copy.supersedes_id is None
    assert workspace.store.undo() == "Duplicate paper"


def test_an_accepted_option_of_a_proposal_becomes_the_fee(workspace: Workspace, engagement: str) -> None:
    agreements = workspace.agreements
    proposal = agreements.create(engagement, kind=AgreementKind.PROPOSAL)
    options = [
        {"title": "Small", "price": "4000"},
        {"title": "Whole", "price": "9000", "is_recommended": True},
    ]
    agreements.save_draft(proposal, edited(workspace, proposal, options=options, approach="Talk first"))
    statement = agreements.get(agreements.statement_from_proposal(proposal, 1))
    assert statement.row.kind is AgreementKind.STATEMENT_OF_WORK
    assert (
        statement.document["fees"]["lines"][0] | {"text": "Whole", "unit_price": "9000"}
        == (statement.document["fees"]["lines"][0])
    )
    assert (statement.document["options"], statement.document["approach"]) == ([], "")
    assert agreements.get(agreements.statement_from_proposal(proposal)).document["fees"]["lines"]
    with pytest.raises(InvalidInput, match="not_a_choice"):
        agreements.statement_from_proposal(proposal, 2)
    with pytest.raises(InvalidInput, match="not_a_choice"):
        agreements.statement_from_proposal(statement.row.agreement_id)


# Expiry


def test_expiry_is_logged_on_the_first_day_after_and_costs_nothing_else(
    workspace: Workspace, issued: str, clock: FixedClock
) -> None:
    agreements = workspace.agreements
    clock.advance(days=14)
    assert agreements.expire() == 0
    clock.advance(days=1)
    assert (agreements.expire(), agreements.expire()) == (1, 0)
    assert log_of(workspace, issued)[-1] is SigningKind.EXPIRED
    assert agreements.verify_all() == []


def test_a_notice_three_days_before_and_one_on_the_last_day(
    workspace: Workspace, issued: str, clock: FixedClock
) -> None:
    last = workspace.agreements.get(issued).row.expires_on
    assert last == date(2026, 10, 26)  # a Monday: three days before is the Friday
    notifier, reminders = FakeNotifier(), workspace.reminders
    assert reminders.announce(notifier) == 0
    due = reminders.next_moment()
    assert due is not None
    assert due.astimezone(workspace.practice.zone()).date() == date(2026, 10, 23)
    clock.set(due)
    assert reminders.announce(notifier) == 1
    assert notifier.shown[-1].title == "Birch & Co: SOW-2026-001 is open until Mon 26 Oct"
    assert notifier.shown[-1].body == "Advice. Nobody has signed it yet."
    assert reminders.announce(notifier) == 0
    due = reminders.next_moment()
    assert due is not None
    clock.set(due)
    assert reminders.announce(notifier) == 1
    assert notifier.shown[-1].title == "Birch & Co: SOW-2026-001 is open until today"
    clock.advance(days=1)
    assert reminders.announce(notifier) == 0
    answer = reminders.act(notifier.shown[-1].notice_id, "open")
    assert (answer.verb, answer.client) == ("open", "Birch & Co")


def test_a_signed_paper_is_not_announced_and_names_stay_private(
    workspace: Workspace, issued: str, clock: FixedClock
) -> None:
    second = issued_paper(workspace, ready_engagement(workspace, "Zoe Ltd"))
    workspace.agreements.mark_signed(second, Side.CLIENT, "Ada Roe")
    workspace.preferences.set("reminder_names", False)
    clock.advance(days=14)
    notifier = FakeNotifier()
    assert workspace.reminders.announce(notifier) == 1
    assert (notifier.shown[0].title, notifier.shown[0].body) == ("A paper that is out will soon expire.", "")
    assert issued


# Pages that are kept


def test_a_paper_is_printed_once_and_its_pages_are_kept(
    workspace: Workspace, engagement: str, quick_pages: Asked
) -> None:
    paper = issued_paper(workspace, engagement)
    assert len(quick_pages) == 1
    (file,) = workspace.agreements.get(paper).files
    pdf = workspace.agreements.pdf(paper)
    assert (file.kind, file.name, file.media_type) == (
        FileKind.ISSUED,
        "SOW-2026-001-v1.pdf",
        "application/pdf",
    )
    assert (file.size, file.sha256, file.is_intact) == (len(pdf), hashlib.sha256(pdf).hexdigest(), True)
    assert len(quick_pages) == 1


def test_the_price_is_kept_beside_the_paper_for_lists(workspace: Workspace, issued: str) -> None:
    (row,) = workspace.agreements.list_all()
    assert (row.agreement_id, row.net, row.currency) == (issued, 7200, "EUR")


# Tampering: the store's file is edited by its driver, past everything the application does


def _tampered() -> dict[str, tuple[str, str]]:
    return {
        "content": (
            "UPDATE agreement SET content = CAST(replace(content, '7200', '1200') AS BLOB)",
            "content",
        ),
        "words": ("UPDATE agreement SET content = CAST('{}' AS BLOB)", "content"),
        "fingerprint": (
            "UPDATE agreement SET fingerprint = substr(fingerprint, 33) || substr(fingerprint, 1, 32)",
            "content",
        ),
        "number": ("UPDATE agreement SET number = 'SOW-2026-002'", "number"),
        "version": ("UPDATE agreement SET version = 2", "version"),
        "issue date": ("UPDATE agreement SET issued_on = '2026-10-01'", "issued_on"),
        "price": ("UPDATE agreement SET net_minor = 100", "price"),
        "price taken out": ("UPDATE agreement SET net_minor = NULL", "price"),
        "kind": ("UPDATE agreement SET kind = 'proposal'", "content"),
        "signatures": ("UPDATE agreement SET signatures = replace(signatures, 'Ada', 'Eve')", "signatures"),
        "no signatures": ("UPDATE agreement SET signatures = '[]'", "signatures"),
        "state": ("UPDATE agreement SET state = 'sent'", "state"),
        "file": ("UPDATE paper_file SET data = CAST('%PDF-other' AS BLOB)", "file"),
        "file and hash": (
            "UPDATE paper_file SET data = CAST('x' AS BLOB), size = 1, sha256 ="
            " '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881'",
            "file",
        ),
        "file gone": ("DELETE FROM paper_file", "file"),
        "log line gone": ("DELETE FROM signing_event WHERE side = 'client'", "signatures"),
        "log gone": ("DELETE FROM signing_event", "log"),
        "log line changed": ("UPDATE signing_event SET content_id = '0000-0000-0000-0000'", "log"),
        "signer in the log": ("UPDATE signing_event SET signer = 'Eve' WHERE side = 'client'", "signatures"),
    }


@pytest.mark.parametrize("case", list(_tampered()))
def test_an_edit_of_the_store_is_seen_by_the_page_and_by_the_doctor(
    workspace: Workspace, issued: str, case: str
) -> None:
    statement, code = _tampered()[case]
    workspace.agreements.mark_signed(issued, Side.CLIENT, "Ada Roe")
    assert workspace.agreements.get(issued).is_intact
    connection = driver.connect(workspace.folder.store)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(statement)
    connection.close()
    view = workspace.agreements.get(issued)
    assert view.is_intact is False
    assert code in view.broken
    (broken,) = workspace.agreements.broken()
    assert broken.what == view.broken
    assert workspace.agreements.verify_all() == [broken.name]
    (papers,) = (finding for finding in examine(workspace.folder) if finding.name == "papers")
    assert (papers.is_well, papers.is_grave) == (False, True)
    assert broken.name in papers.words


def test_the_doctor_counts_papers_that_are_as_they_were(workspace: Workspace, issued: str) -> None:
    sign_both(workspace, issued)
    (papers,) = (finding for finding in examine(workspace.folder) if finding.name == "papers")
    assert (papers.is_well, papers.words) == (True, "1 issued or filed, all as they were")


def test_kept_pages_that_were_changed_are_set_again_from_the_content(
    workspace: Workspace, issued: str
) -> None:
    connection = driver.connect(workspace.folder.store)
    connection.execute("UPDATE paper_file SET data = CAST('%PDF-other' AS BLOB)")
    connection.close()
    pdf = workspace.agreements.pdf(issued)
    assert pdf.startswith(b"%PDF")
    assert len(pdf) > 1000


def test_a_draft_is_always_intact(workspace: Workspace, engagement: str) -> None:
    draft: Any = workspace.agreements.get(workspace.agreements.create(engagement))
    assert (draft.is_intact, draft.broken) == (True, ())


def test_a_draft_names_the_standing_agreement_on_file(workspace: Workspace, engagement: str) -> None:
    client_id = workspace.engagements.get(engagement).client_id
    document = ExternalDocument(
        paper_kind=AgreementKind.MASTER_AGREEMENT,
        project_title="Master Services Agreement",
        number="MSA-7",
        signed_on=date(2026, 3, 1),
        is_governing=True,
    )
    facts = IssueFacts(number="MSA-7", issued_on=date(2026, 3, 1))
    content = canonical_json(document, facts, AgreementKind.MASTER_AGREEMENT, external=True)
    with workspace.store.writing("File", undoable=False) as session:
        standing = Agreement(
            created_at=workspace.clock.now(),
            client_id=client_id,
            kind=AgreementKind.MASTER_AGREEMENT,
            origin=PaperOrigin.EXTERNAL,
            state=AgreementState.EXECUTED,
            title="Master Services Agreement",
            number="MSA-7",
            content=content,
            fingerprint=fingerprint(content),
            executed_on=date(2026, 3, 1),
        )
        session.add(standing)
    draft = workspace.agreements.get(workspace.agreements.create(engagement))
    assert draft.document["governed_by"] == "Master Services Agreement MSA-7, 1 Mar 2026"
    assert draft.governed_by_id == standing.id
    second = workspace.agreements.new_version(issued_paper(workspace, engagement))
    assert workspace.agreements.get(second).governed_by_id == standing.id


def test_a_paper_of_the_first_release_has_no_log_and_is_intact_all_the_same(
    workspace: Workspace, engagement: str
) -> None:
    document = workspace.agreements.get(workspace.agreements.create(engagement)).document
    facts = IssueFacts(number="SOW-2025-001", issued_on=TODAY)
    content = canonical_json(AgreementDocument.parse(document), facts)
    content = content.replace(b'"paper_version":2', b'"paper_version":1')
    with workspace.store.writing("Older store", undoable=False) as session:
        old = Agreement(
            created_at=workspace.clock.now(),
            client_id=workspace.engagements.get(engagement).client_id,
            engagement_id=engagement,
            state=AgreementState.SIGNED,
            title="Advice",
            number="SOW-2025-001",
            content=content,
            fingerprint=fingerprint(content),
            issued_on=TODAY,
            signatures=[{"side": "client", "name": "Ada Roe", "on": str(TODAY)}],
        )
        session.add(old)
    assert workspace.agreements.verify_all() == []
    assert workspace.agreements.pdf(old.id).startswith(b"%PDF")
    workspace.agreements.mark_signed(old.id, Side.CONSULTANT, "Mara Lind")
    view = workspace.agreements.get(old.id)
    assert (view.row.state, view.is_intact) == (AgreementState.EXECUTED, True)
    assert view.value is not None
    assert view.value.total_net == 7200
