"""The signing log: one line for everything that happens to an issued paper, only ever added to."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.enums import Side, SigningKind
from clientdesk.models.frozen_paper import content_id
from clientdesk.models.tables import Agreement, PaperFile, Practice, SigningEvent
from clientdesk.models.views.agreements import SigningEventView
from clientdesk.services.ports import Clock
from clientdesk.services.rows import table_of, zone_in

SIGNATURE_KINDS = (
    SigningKind.TOLD,
    SigningKind.PAPER_SCAN,
    SigningKind.RECEIVED,
    SigningKind.EXTERNAL,
)
"""Lines that say that a side signed."""

_EVENT = table_of(SigningEvent).c
_FILE = table_of(PaperFile).c
_PRACTICE = table_of(Practice).c


def log_event(
    session: Session,
    agreement: Agreement,
    kind: SigningKind,
    *,
    clock: Clock,
    side: Side | None = None,
    signer: str = "",
    capacity: str = "",
    signed_on: date | None = None,
    file: PaperFile | None = None,
    verdict: dict[str, Any] | None = None,
    reason: str = "",
    note: str = "",
) -> SigningEvent:
    """Add a line within a writing; content ID, zone and who entered it are taken from the store.

    Args:
        file: the kept file it speaks of; its hash is written beside it.
    """
    now = clock.now()
    event = SigningEvent(
        created_at=now,
        agreement_id=agreement.id,
        file_id=None if file is None else file.id,
        kind=kind,
        at=now,
        zone=str(zone_in(session)),
        side=side,
        signer=signer,
        capacity=capacity,
        signed_on=signed_on,
        content_id=content_id(agreement.fingerprint) if agreement.fingerprint else "",
        file_hash="" if file is None else file.sha256,
        verdict=verdict or {},
        reason=reason,
        entered_by=_person(session),
        note=note,
    )
    session.add(event)
    return event


def events_of(session: Session, agreement_id: str) -> tuple[SigningEventView, ...]:
    """The log of one version, the oldest line first."""
    statement = (
        select(_EVENT).where(_EVENT.agreement_id == agreement_id).order_by(_EVENT.at, _EVENT.id)  # type: ignore[call-overload]
    )
    return tuple(
        SigningEventView(
            event_id=row.id,
            kind=row.kind,
            at=row.at,
            zone=row.zone,
            side=row.side,
            signer=row.signer,
            capacity=row.capacity,
            signed_on=row.signed_on,
            content_id=row.content_id,
            file_id=row.file_id,
            file_hash=row.file_hash,
            verdict=row.verdict,
            reason=row.reason,
            entered_by=row.entered_by,
            note=row.note,
        )
        for row in session.execute(statement)
    )


def _person(session: Session) -> str:
    found = session.execute(select(_PRACTICE.person, _PRACTICE.name).limit(1)).first()
    return "" if found is None else str(found.person or found.name)
