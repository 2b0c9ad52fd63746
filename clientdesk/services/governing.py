"""The standing agreement on file that a client's papers refer to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from clientdesk.models.enums import AgreementState, PaperOrigin
from clientdesk.models.family_documents import ExternalDocument
from clientdesk.models.tables import Agreement
from clientdesk.services.paper_content import document_of


@dataclass(frozen=True, slots=True)
class Governing:
    """A standing agreement: its record, and how papers name it ("Master Services Agreement MSA-7, 1 Mar 2026")."""

    agreement_id: str
    reference: str


def governing_of(session: Session, client_id: str, language: str, practice_locale: str) -> Governing | None:
    """The newest one filed for a client; None without one."""
    from clientdesk.services.papers.wording import paper_locale, wording

    query = (
        select(Agreement)
        .where(
            col(Agreement.client_id) == client_id,
            col(Agreement.origin) == PaperOrigin.EXTERNAL,
            col(Agreement.state) == AgreementState.EXECUTED,
        )
        .order_by(col(Agreement.executed_on).desc(), col(Agreement.id).desc())
    )
    for paper in session.execute(query).scalars():
        document = document_of(paper)
        if isinstance(document, ExternalDocument) and document.is_governing:
            words = wording(paper_locale(language, practice_locale), language)
            name = document.project_title or document.printed_title or paper.title
            named = name if document.number in name else f"{name} {document.number}"
            signed = document.signed_on or paper.executed_on
            return Governing(paper.id, named if signed is None else f"{named}, {words.day_medium(signed)}")
    return None
