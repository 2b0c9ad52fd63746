"""What no writing may change: issued papers, kept files, the signing log; deleting a client takes them all along."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from clientdesk.models.enums import AgreementState, SigningKind
from clientdesk.models.tables import Agreement, PaperFile, Payment, SigningEvent
from clientdesk.services.workspace import Workspace
from clientdesk.store.frozen_rows import FROZEN_COLUMNS, FrozenRowChanged
from clientdesk.store.unit_of_work import fetch
from tests.helpers.paper_life import issued_paper, quick_pages, ready_engagement, sign_both

__all__ = ["quick_pages"]

pytestmark = pytest.mark.usefixtures("quick_pages")

_OTHER: dict[str, Any] = {
    "client_id": "0192aaaa-0000-7000-8000-000000000000",
    "kind": "proposal",
    "origin": "external",
    "version": 7,
    "net_minor": 1,
    "content": b"{}",
    "logo_png": b"png",
    "issued_at": None,
    "issued_on": None,
}


@pytest.fixture
def paper(workspace: Workspace) -> str:
    return issued_paper(workspace, ready_engagement(workspace))


def counts(workspace: Workspace) -> list[int]:
    with workspace.store.reading() as session:
        tables = (Agreement, PaperFile, SigningEvent, Payment)
        return [
            int(session.execute(select(func.count()).select_from(table)).scalar_one()) for table in tables
        ]


@pytest.mark.parametrize("column", FROZEN_COLUMNS)
def test_no_frozen_column_of_an_issued_paper_changes(workspace: Workspace, paper: str, column: str) -> None:
    before = workspace.agreements.get(paper)
    with pytest.raises(FrozenRowChanged), workspace.store.writing("Bug") as session:
        setattr(fetch(session, Agreement, paper), column, _OTHER.get(column, "other"))
    assert workspace.agreements.get(paper) == before


def test_an_issued_paper_never_becomes_a_draft_again(workspace: Workspace, paper: str) -> None:
    with pytest.raises(FrozenRowChanged), workspace.store.writing("Bug") as session:
        fetch(session, Agreement, paper).state = AgreementState.DRAFT


def test_kept_files_and_log_lines_never_change(workspace: Workspace, paper: str) -> None:
    view = workspace.agreements.get(paper)
    with pytest.raises(FrozenRowChanged), workspace.store.writing("Bug") as session:
        fetch(session, PaperFile, view.files[0].file_id).data = b"other"
    with pytest.raises(FrozenRowChanged), workspace.store.writing("Bug") as session:
        fetch(session, SigningEvent, view.events[0].event_id).kind = SigningKind.SENT
    assert workspace.agreements.get(paper) == view


@pytest.mark.parametrize("table", [PaperFile, SigningEvent])
def test_kept_files_and_log_lines_go_only_with_their_paper(
    workspace: Workspace, paper: str, table: type[PaperFile | SigningEvent]
) -> None:
    before = counts(workspace)
    with pytest.raises(FrozenRowChanged), workspace.store.writing("Bug") as session:
        for row in session.execute(select(SigningEvent)).scalars():
            session.delete(row)
        session.flush()
        for row in session.execute(select(table)).scalars():
            session.delete(row)
    assert counts(workspace) == before


def test_a_draft_changes_freely(workspace: Workspace, paper: str) -> None:
    second = workspace.agreements.new_version(paper)
    with workspace.store.writing("Edit") as session:
        fetch(session, Agreement, second).version = 5
    assert workspace.agreements.get(second).row.version == 5


def test_a_deleted_client_takes_its_papers_along_and_undo_brings_them_back(
    workspace: Workspace, paper: str
) -> None:
    agreements = workspace.agreements
    second = agreements.new_version(paper)
    agreements.issue(second, "More")
    sign_both(workspace, second)
    change = agreements.create_amendment(second)
    before = [agreements.get(one) for one in (paper, second, change)]
    kept = counts(workspace)
    workspace.clients.delete(before[0].row.client_id)
    assert counts(workspace) == [0, 0, 0, 0]
    workspace.store.undo()
    assert counts(workspace) == kept
    assert [agreements.get(one) for one in (paper, second, change)] == before
    assert agreements.verify_all() == []
    workspace.store.redo()
    assert counts(workspace) == [0, 0, 0, 0]


def test_a_deleted_engagement_takes_its_drafts_along(workspace: Workspace) -> None:
    engagement = ready_engagement(workspace)
    draft = workspace.agreements.create(engagement)
    workspace.engagements.delete(engagement)
    assert workspace.agreements.list_all() == []
    workspace.store.undo()
    assert [row.agreement_id for row in workspace.agreements.list_all()] == [draft]
