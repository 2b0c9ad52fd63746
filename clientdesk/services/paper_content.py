"""What a stored paper says: its document, title, price and end, read from its draft or its frozen content."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from clientdesk.models.agreement_document import AgreementDocument, PaperDocument
from clientdesk.models.agreement_totals import quantize, totals
from clientdesk.models.enums import AgreementKind, PaperOrigin
from clientdesk.models.family_documents import ChangeOrderDocument, ExternalDocument
from clientdesk.models.frozen_paper import FrozenPaper
from clientdesk.models.money import Money
from clientdesk.models.paper_kinds import parse_document
from clientdesk.models.tables import Agreement
from clientdesk.models.tables.base import NAME_LENGTH


def document_of(agreement: Agreement) -> PaperDocument:
    """The frozen document of an issued paper, else the draft.

    Raises:
        InvalidInput: the stored bytes are no paper.
    """
    if agreement.content is not None:
        return FrozenPaper.from_json(agreement.content).document
    return parse_document(agreement.kind, agreement.draft, external=agreement.origin is PaperOrigin.EXTERNAL)


def title_of(document: PaperDocument, fallback: str) -> str:
    return (document.project_title or document.printed_title or fallback)[:NAME_LENGTH]


def price_of(kind: AgreementKind, document: PaperDocument) -> tuple[int | None, str]:
    """Net price in minor units and its currency; of a change order what it adds. None without a price."""
    amount, currency = _amount(kind, document)
    if amount is None:
        return None, ""
    return Money(quantize(amount, currency), currency).minor, currency


def _amount(kind: AgreementKind, document: PaperDocument) -> tuple[Decimal | None, str]:
    if isinstance(document, ExternalDocument):
        return document.net, document.currency
    if isinstance(document, AgreementDocument):
        has_price = any(line.unit_price is not None for line in document.fees.lines)
        return (totals(document.fees).net if has_price else None), document.fees.currency
    if isinstance(document, ChangeOrderDocument) and kind is AgreementKind.CHANGE_ORDER:
        added = sum((line.amount for line in document.fee_lines if line.amount is not None), Decimal(0))
        return added, document.amends.currency
    return None, ""


def ends_of(document: PaperDocument) -> date | None:
    """The end that the paper itself names."""
    if isinstance(document, AgreementDocument | ExternalDocument):
        return document.ends_on
    return None


def plain(document: PaperDocument) -> dict[str, Any]:
    """As plain JSON values."""
    return document.model_dump(mode="json")
