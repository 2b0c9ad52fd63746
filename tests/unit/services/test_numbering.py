"""Numbers of papers: without gaps per kind and year, under the paper they change, safe beside foreign ones."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import select

from clientdesk.models.enums import AgreementKind, AgreementState, PaperOrigin
from clientdesk.models.family_documents import ExternalDocument
from clientdesk.models.frozen_paper import IssueFacts, canonical_json, fingerprint
from clientdesk.models.tables import Agreement
from clientdesk.services.numbering import next_number
from clientdesk.services.workspace import Workspace, open_workspace
from clientdesk.store.unit_of_work import fetch
from tests.helpers.fakes import FixedClock
from tests.helpers.paper_life import TODAY, issued_paper, quick_pages, ready_engagement, sign_both

__all__ = ["quick_pages"]

pytestmark = pytest.mark.usefixtures("quick_pages")


@pytest.fixture
def engagement(workspace: Workspace) -> str:
    return ready_engagement(workspace)


def filed(workspace: Workspace, engagement_id: str, number: str, note: str = "") -> str:
    """A statement of work signed elsewhere."""
    client_id = workspace.engagements.get(engagement_id).client_id
    document = ExternalDocument(number=number, signed_on=TODAY, note=note)
    content = canonical_json(document, IssueFacts(number=number, issued_on=TODAY), external=True)
    with workspace.store.writing("File", undoable=False) as session:
        row = Agreement(
            created_at=workspace.clock.now(),
            client_id=client_id,
            engagement_id=engagement_id,
            origin=PaperOrigin.EXTERNAL,
            state=AgreementState.EXECUTED,
            title="Theirs",
            number=number,
            content=content,
            fingerprint=fingerprint(content),
            executed_on=TODAY,
            issued_on=TODAY,
        )
        session.add(row)
    return row.id


def number_for(workspace: Workspace, kind: AgreementKind, amends_id: str | None = None) -> str:
    """The number a draft would get now."""
    with workspace.store.reading() as session:
        client_id = session.execute(select(Agreement.client_id).limit(1)).scalar() or ""
        draft = Agreement(
            created_at=workspace.clock.now(), client_id=client_id, kind=kind, title="x", amends_id=amends_id
        )
        return next_number(session, draft, workspace.practice.today())


def numbered(workspace: Workspace, kind: AgreementKind, amends_id: str) -> str:
    """Store an issued paper under another one, as issuing would number it."""
    number = number_for(workspace, kind, amends_id)
    with workspace.store.writing("Number", undoable=False) as session:
        content = f'{{"number":"{number}"}}'.encode()
        session.add(
            Agreement(
                created_at=workspace.clock.now(),
                client_id=fetch(session, Agreement, amends_id).client_id,
                kind=kind,
                state=AgreementState.ISSUED,
                title="x",
                amends_id=amends_id,
                number=number,
                content=content,
                fingerprint=fingerprint(content),
            )
        )
    return number


def test_each_kind_counts_for_itself(workspace: Workspace, engagement: str) -> None:
    issued_paper(workspace, engagement)
    assert number_for(workspace, AgreementKind.STATEMENT_OF_WORK) == "SOW-2026-002"
    assert number_for(workspace, AgreementKind.PROPOSAL) == "PR-2026-001"
    assert number_for(workspace, AgreementKind.STATUS_REPORT) == "SR-2026-001"
    assert number_for(workspace, AgreementKind.RELATIONSHIP_AUDIT) == "RA-2026-001"


def test_changes_are_numbered_under_their_paper(workspace: Workspace, engagement: str) -> None:
    paper = issued_paper(workspace, engagement)
    sign_both(workspace, paper)
    order, addendum = AgreementKind.CHANGE_ORDER, AgreementKind.ADDENDUM
    assert numbered(workspace, order, paper) == "SOW-2026-001-CO-01"
    assert numbered(workspace, order, paper) == "SOW-2026-001-CO-02"
    assert numbered(workspace, addendum, paper) == "SOW-2026-001-AD-01"
    assert number_for(workspace, AgreementKind.STATEMENT_OF_WORK) == "SOW-2026-002"


@pytest.mark.parametrize(
    ("theirs", "stem"),
    [
        ("ACME-77", "ACME-77-CO-"),
        ("v.3_b", "v.3_b-CO-"),
        ("77/2026", "EXT-"),
        ("../../etc/passwd", "EXT-"),
        ("A B", "EXT-"),
        ("契約-7", "EXT-"),
        ("-CO-", "EXT-"),
        ("x" * 41, "EXT-"),
        ("SOW-2026-014", "EXT-"),
        ("ext-1", "EXT-"),
    ],
)
def test_changes_of_a_foreign_paper_take_its_number_when_it_is_safe(
    workspace: Workspace, engagement: str, theirs: str, stem: str
) -> None:
    paper = filed(workspace, engagement, theirs)
    number = numbered(workspace, AgreementKind.CHANGE_ORDER, paper)
    assert number.startswith(stem)
    assert number.endswith("-CO-01")
    assert numbered(workspace, AgreementKind.CHANGE_ORDER, paper) == number.removesuffix("1") + "2"


def test_a_foreign_number_like_ours_does_no_harm(workspace: Workspace, engagement: str) -> None:
    filed(workspace, engagement, "SOW-2026-001")
    filed(workspace, engagement, "SOW-2026-009")
    ours = issued_paper(workspace, engagement)
    assert workspace.agreements.get(ours).row.number == "SOW-2026-001"
    assert number_for(workspace, AgreementKind.STATEMENT_OF_WORK) == "SOW-2026-002"


def test_two_foreign_papers_of_one_number_keep_their_changes_apart(
    workspace: Workspace, engagement: str
) -> None:
    first, second = filed(workspace, engagement, "7"), filed(workspace, engagement, "7", "another")
    assert numbered(workspace, AgreementKind.CHANGE_ORDER, first) == "7-CO-01"
    assert numbered(workspace, AgreementKind.CHANGE_ORDER, second).startswith("EXT-")


def test_numbers_begin_again_with_the_year_of_the_practice(
    workspace: Workspace, engagement: str, clock: FixedClock
) -> None:
    issued_paper(workspace, engagement)
    clock.set(datetime.fromisoformat("2026-12-31T23:30:00+00:00"))  # 00:30 of the new year in Paris
    assert workspace.practice.today() == date(2027, 1, 1)
    assert number_for(workspace, AgreementKind.STATEMENT_OF_WORK) == "SOW-2027-001"


@pytest.fixture
def second(workspace: Workspace, clock: FixedClock) -> Iterator[Workspace]:
    """The same store, opened a second time: connections and locks of its own."""
    opened = open_workspace(workspace.folder.root, clock)
    yield opened
    opened.close(back_up=False)


def test_two_that_issue_at_the_same_time_leave_no_gap_and_no_double(
    workspace: Workspace, second: Workspace, engagement: str
) -> None:
    drafts = [workspace.agreements.create(engagement) for _ in range(8)]
    start = threading.Barrier(2)
    failed: list[BaseException] = []

    def issue_all(through: Workspace, papers: list[str]) -> None:
        try:
            start.wait()
            for paper in papers:
                through.agreements.issue(paper)
        except BaseException as error:
            failed.append(error)

    threads: list[Any] = [
        threading.Thread(target=issue_all, args=(workspace, drafts[::2])),
        threading.Thread(target=issue_all, args=(second, drafts[1::2])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    numbers = sorted(row.number for row in workspace.agreements.list_all())
    assert numbers == [f"SOW-2026-{count:03d}" for count in range(1, 9)]
    for paper in drafts:
        view = workspace.agreements.get(paper)
        assert view.is_intact
        assert view.events[0].file_hash == view.files[0].sha256
