"""One paper as its page shows it: content, versions, files, log, payments, and what it comes to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session, col

from clientdesk.models.agreement_document import PaperDocument
from clientdesk.models.enums import AgreementKind, FileKind, PaperOrigin
from clientdesk.models.errors import InvalidInput
from clientdesk.models.frozen_paper import content_id
from clientdesk.models.money import Money
from clientdesk.models.paper_kinds import parse_document
from clientdesk.models.tables import Agreement, PaperFile, Payment
from clientdesk.models.views.agreements import AgreementView, ContractValue, PaperFileView
from clientdesk.services import paper_reads, paper_seal, payments
from clientdesk.services.change_moves import executed_changes
from clientdesk.services.issuing import PDF
from clientdesk.services.paper_content import document_of, ends_of, plain, price_of
from clientdesk.services.rows import table_of
from clientdesk.services.signing_log import events_of
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import fetch_of
from clientdesk.store.unit_of_work import fetch

_FILE = table_of(PaperFile).c
_PAYMENT = table_of(Payment).c


def view_of(session: Session, agreement_id: str, today: date, translate: Translate) -> AgreementView:
    """One version.

    Raises:
        NotFound.
    """
    agreement = fetch(session, Agreement, agreement_id)
    raw = fetch_of(session)
    following = session.execute(
        select(col(Agreement.id)).where(col(Agreement.supersedes_id) == agreement_id)
    ).scalar()
    broken = paper_seal.broken_of(raw, agreement_id)
    amendments = paper_reads.rows(session, today, paper_reads.amending(agreement_id))
    document = _document(agreement, broken)
    return AgreementView(
        row=paper_reads.row_of(session, agreement_id, today),
        document=plain(document),
        content_id=content_id(agreement.fingerprint) if agreement.fingerprint else "",
        fingerprint=agreement.fingerprint or "",
        signatures=paper_reads.signatures(agreement.signatures),
        is_intact=not broken,
        supersedes_id=agreement.supersedes_id,
        next_version_id=following,
        template_key=agreement.template_key,
        governed_by_id=agreement.governed_by_id,
        amendments=tuple(reversed(amendments)),
        files=_files(session, agreement_id),
        events=events_of(session, agreement_id),
        payments=payments.views(session, today, translate, _PAYMENT.agreement_id == agreement_id),
        value=_value(session, agreement, document),
        broken=broken,
    )


def _document(agreement: Agreement, broken: Sequence[str]) -> PaperDocument:
    """Its words; blank ones where another program left nothing that can be read."""
    try:
        return document_of(agreement)
    except InvalidInput:
        if paper_seal.CONTENT not in broken:
            raise
        is_external = agreement.origin is PaperOrigin.EXTERNAL
        return parse_document(agreement.kind, {}, external=is_external)


def kept_pages(session: Session, agreement: Agreement) -> bytes | None:
    """The PDF as it was kept (our own pages, or the file of a paper from elsewhere); None without intact ones."""
    is_own = agreement.origin is PaperOrigin.OWN
    wanted = FileKind.ISSUED if is_own else FileKind.EXTERNAL
    rows = session.execute(
        select(_FILE.data, _FILE.sha256)
        .where(_FILE.agreement_id == agreement.id, _FILE.kind == wanted, _FILE.media_type == PDF)
        .order_by(_FILE.id)
    )
    for data, known in rows:
        if hashlib.sha256(data).hexdigest() == known:
            return bytes(data)
    return None


def contract_value(session: Session, agreement: Agreement, document: PaperDocument) -> ContractValue | None:
    """What a paper and its executed change orders come to; of a change order, that of the paper it changes."""
    root = agreement
    if agreement.kind in paper_reads.AMENDING and agreement.amends_id is not None:
        root = fetch(session, Agreement, agreement.amends_id)
        document = document_of(root)
    if root.content is None or root.kind is not AgreementKind.STATEMENT_OF_WORK:
        return None
    net_minor, currency = root.net_minor, root.currency
    if net_minor is None:
        net_minor, currency = price_of(root.kind, document)
    changes = executed_changes(session, root.id)
    currency = currency or next((change.currency for change in changes if change.currency), "")
    added = sum(change.net_minor or 0 for change in changes if change.currency == currency)
    original_end = ends_of(document)
    return ContractValue(
        currency=currency,
        original_net=_amount(net_minor, currency),
        changes_net=_amount(added, currency) or Decimal(0),
        total_net=_amount(None if net_minor is None else net_minor + added, currency),
        original_ends_on=original_end,
        ends_on=root.ends_on,
        days_added=(root.ends_on - original_end).days if root.ends_on and original_end else 0,
    )


def _value(session: Session, agreement: Agreement, document: PaperDocument) -> ContractValue | None:
    """None where another program left a content that can't be read."""
    try:
        return contract_value(session, agreement, document)
    except InvalidInput:
        return None


def _amount(minor: int | None, currency: str) -> Decimal | None:
    return None if minor is None or not currency else Money.from_minor(minor, currency).amount


def _files(session: Session, agreement_id: str) -> tuple[PaperFileView, ...]:
    intact = {file.file_id: file.is_intact for file in paper_seal.files_of(fetch_of(session), agreement_id)}
    statement = (
        select(_FILE.id, _FILE.kind, _FILE.name, _FILE.media_type, _FILE.size, _FILE.sha256, _FILE.created_at)
        .where(_FILE.agreement_id == agreement_id)
        .order_by(_FILE.created_at, _FILE.id)
    )
    return tuple(
        PaperFileView(
            file_id=row.id,
            kind=row.kind,
            name=row.name,
            media_type=row.media_type,
            size=row.size,
            sha256=row.sha256,
            added_at=row.created_at,
            is_intact=intact.get(row.id, False),
        )
        for row in session.execute(statement)
    )
