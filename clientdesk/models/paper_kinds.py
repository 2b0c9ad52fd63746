"""What each kind of paper is made of: its document, its series of numbers, whether it is signed."""

from __future__ import annotations

from dataclasses import dataclass

from clientdesk.models.agreement_document import AgreementDocument, PaperDocument
from clientdesk.models.enums import AgreementKind
from clientdesk.models.family_documents import (
    AuditDocument,
    ChangeOrderDocument,
    ExternalDocument,
    LetterDocument,
    MeetingSummaryDocument,
    StatusReportDocument,
)


@dataclass(frozen=True, slots=True)
class PaperKind:
    """Facts of one kind.

    Attributes:
        prefix: of its numbers (``SOW-2026-014``); of a paper that amends another it follows that
            paper's number (``SOW-2026-014-CO-01``).
        is_signed: both sides sign it. Others are issued, then sent, and that is the end.
        is_amending: it changes another paper, which it names.
        is_internal: never for the client's eyes.
        has_engagement: it belongs to one engagement; others may stand for the client as a whole.
    """

    document: type[PaperDocument]
    prefix: str
    is_signed: bool = False
    is_amending: bool = False
    is_internal: bool = False
    has_engagement: bool = True


KINDS: dict[AgreementKind, PaperKind] = {
    AgreementKind.STATEMENT_OF_WORK: PaperKind(AgreementDocument, "SOW", is_signed=True),
    AgreementKind.PROPOSAL: PaperKind(AgreementDocument, "PR"),
    AgreementKind.CHANGE_ORDER: PaperKind(ChangeOrderDocument, "CO", is_signed=True, is_amending=True),
    AgreementKind.ADDENDUM: PaperKind(ChangeOrderDocument, "AD", is_signed=True, is_amending=True),
    AgreementKind.STATUS_REPORT: PaperKind(StatusReportDocument, "SR"),
    AgreementKind.MEETING_SUMMARY: PaperKind(MeetingSummaryDocument, "MS", has_engagement=False),
    AgreementKind.RELATIONSHIP_AUDIT: PaperKind(AuditDocument, "RA", is_internal=True, has_engagement=False),
    AgreementKind.OFFBOARDING_LETTER: PaperKind(LetterDocument, "OL", has_engagement=False),
    AgreementKind.WELCOME_LETTER: PaperKind(LetterDocument, "WL", has_engagement=False),
    AgreementKind.MASTER_AGREEMENT: PaperKind(ExternalDocument, "MA", is_signed=True, has_engagement=False),
}


def parse_document(kind: AgreementKind, data: object, *, external: bool = False) -> PaperDocument:
    """The document of a kind from plain data.

    Args:
        external: it was signed elsewhere, so only its facts are known.

    Raises:
        InvalidInput: with one problem per field.
    """
    return (ExternalDocument if external else KINDS[kind].document).parse(data)
