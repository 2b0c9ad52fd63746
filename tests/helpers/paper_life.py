"""Papers with a life: an engagement ready for its paper, and short ways through issuing and signing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from clientdesk.models.enums import AgreementState, ContactRole, Side
from clientdesk.models.frozen_paper import DraftPaper, FrozenPaper
from tests.helpers.factories import make_client, make_contact, make_engagement, make_milestone, make_practice

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace

TODAY = date(2026, 10, 12)


@pytest.fixture
def quick_pages(monkeypatch: pytest.MonkeyPatch) -> list[FrozenPaper | DraftPaper]:
    """Issuing keeps one page that was set for all of them; the list holds what it was asked to print."""
    asked: list[FrozenPaper | DraftPaper] = []

    def one_page(paper: FrozenPaper | DraftPaper, *, logo_png: bytes | None = None) -> bytes:
        asked.append(paper)
        return blank_page()

    monkeypatch.setattr("clientdesk.services.issuing.render", one_page)
    return asked


@cache
def blank_page() -> bytes:
    """A PDF of one empty page."""
    import pikepdf

    with pikepdf.new() as pdf, BytesIO() as file:
        pdf.add_blank_page()
        pdf.save(file, deterministic_id=True)
        return file.getvalue()


def ready_engagement(workspace: Workspace, name: str = "Birch & Co", **more: Any) -> str:
    """Advice for a client: one deliverable, one milestone, everything a paper needs."""
    if workspace.practice.get() is None:
        make_practice(workspace, person="Mara Lind", person_title="Owner", payment_days=14)
    client_id = make_client(workspace, name)
    make_contact(workspace, client_id, "Ada Roe", title="Director", roles=(ContactRole.SIGNATORY,))
    values: dict[str, Any] = {
        "starts_on": date(2026, 10, 19),
        "ends_on": date(2026, 12, 18),
        "fee": Decimal("7200.00"),
    }
    engagement_id = make_engagement(workspace, client_id, **(values | more))
    workspace.engagements.add_deliverable(
        engagement_id, "Audit report", form="PDF", acceptance="Walked through", due_on=date(2026, 11, 20)
    )
    make_milestone(workspace, engagement_id, "Draft report", planned_on=date(2026, 11, 13), buffer_days=2)
    return engagement_id


def edited(workspace: Workspace, agreement_id: str, **changes: Any) -> dict[str, Any]:
    """A paper's document with changes."""
    return {**workspace.agreements.get(agreement_id).document, **changes}


def issued_paper(
    workspace: Workspace, engagement_id: str, change: Callable[[dict[str, Any]], None] | None = None
) -> str:
    """A statement of work, changed as wished and issued; its id."""
    paper = workspace.agreements.create(engagement_id)
    if change is not None:
        document = workspace.agreements.get(paper).document
        change(document)
        workspace.agreements.save_draft(paper, document)
    workspace.agreements.issue(paper)
    return paper


def sign_both(workspace: Workspace, agreement_id: str) -> AgreementState:
    workspace.agreements.mark_signed(agreement_id, Side.CLIENT, "Ada Roe")
    return workspace.agreements.mark_signed(agreement_id, Side.CONSULTANT, "Mara Lind")
