"""What is read of papers: rows in, frozen views out. Lists never load what the papers say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlmodel import Session

from clientdesk.models.enums import AgreementKind, AgreementState, PaperOrigin, Side
from clientdesk.models.money import minor_digits
from clientdesk.models.tables import Agreement, Client, Engagement
from clientdesk.models.views.agreements import AgreementRowView, PaperChoice, SignatureView
from clientdesk.services import paper_states
from clientdesk.services.rows import table_of

_PAPER = table_of(Agreement).c
_CLIENT = table_of(Client).c
_ENGAGEMENT = table_of(Engagement).c

AMENDING = (AgreementKind.CHANGE_ORDER, AgreementKind.ADDENDUM)

# Without the papers' contents, which a list has no use for.
_LISTED = (
    _PAPER.id,
    _PAPER.client_id,
    _PAPER.engagement_id,
    _PAPER.title,
    _PAPER.kind,
    _PAPER.origin,
    _PAPER.number,
    _PAPER.version,
    _PAPER.state,
    _PAPER.issued_on,
    _PAPER.sent_on,
    _PAPER.expires_on,
    _PAPER.executed_on,
    _PAPER.ends_on,
    _PAPER.amends_id,
    _PAPER.net_minor,
    _PAPER.currency,
    _PAPER.signatures,
    _CLIENT.name.label("client"),
    _CLIENT.colour,
)
_LISTING = (
    select(*_LISTED)
    .join(table_of(Client), _CLIENT.id == _PAPER.client_id)
    .order_by(_PAPER.created_at.desc(), _PAPER.id.desc())
)
_digits = lru_cache(maxsize=32)(minor_digits)


def rows(session: Session, today: date, *where: ColumnElement[bool]) -> list[AgreementRowView]:
    """Papers that fulfil the conditions, the newest first."""
    found = session.execute(_LISTING.where(*where)).all()
    amended = _amended(session)
    return [_view(row, today, row.id in amended) for row in found]


def row_of(session: Session, agreement_id: str, today: date) -> AgreementRowView:
    """One paper as it stands in the list."""
    return rows(session, today, _PAPER.id == agreement_id)[0]


def of_client(client_id: str) -> ColumnElement[bool]:
    return _PAPER.client_id == client_id


def amending(agreement_id: str) -> ColumnElement[bool]:
    """Change orders and addenda to a paper."""
    return _PAPER.amends_id == agreement_id


def filed_statements(engagement_id: str) -> ColumnElement[bool]:
    """What was agreed elsewhere about an engagement."""
    return (
        (_PAPER.engagement_id == engagement_id)
        & (_PAPER.kind == AgreementKind.STATEMENT_OF_WORK)
        & (_PAPER.origin == PaperOrigin.EXTERNAL)
    )


def out_for_signature() -> ColumnElement[bool]:
    return _PAPER.kind.in_(paper_states.SIGNED_KINDS) & _PAPER.state.in_(paper_states.OUT)


def unsigned_until(last: date) -> ColumnElement[bool]:
    """Papers that nobody has signed whose last day is that one or before."""
    return (
        _PAPER.kind.in_(paper_states.ANSWERED_KINDS)
        & _PAPER.state.in_((AgreementState.ISSUED, AgreementState.SENT))
        & (_PAPER.expires_on <= last)
    )


def count(session: Session, *where: ColumnElement[bool]) -> int:
    return int(session.execute(select(func.count(_PAPER.id)).where(*where)).scalar_one())


def ids(session: Session, *where: ColumnElement[bool]) -> list[str]:
    return [str(row.id) for row in session.execute(select(_PAPER.id).where(*where).order_by(_PAPER.id))]


def newest_issued(session: Session, engagement_id: str) -> str | None:
    """The newest issued statement of work (or proposal) of an engagement, whatever became of it later."""
    return _newest(session, engagement_id, _PAPER.content.is_not(None), _PAPER.issued_at.desc())


def open_draft(session: Session, engagement_id: str) -> str | None:
    """The newest draft of an engagement's statement of work."""
    return _newest(session, engagement_id, _PAPER.state == AgreementState.DRAFT, _PAPER.id.desc())


def choices(session: Session, today: date) -> list[PaperChoice]:
    """Running engagements of active clients; those without any paper first, then by client."""
    running = session.execute(
        select(_ENGAGEMENT.id, _ENGAGEMENT.title, _ENGAGEMENT.client_id, _CLIENT.name, _CLIENT.colour)
        .join(table_of(Client), _CLIENT.id == _ENGAGEMENT.client_id)
        .where(
            _CLIENT.archived_at.is_(None),
            or_(_ENGAGEMENT.ends_on.is_(None), _ENGAGEMENT.ends_on >= today),
        )
    ).all()
    papers = session.execute(
        select(_PAPER.engagement_id, _PAPER.id, _PAPER.number)
        .where(_PAPER.kind == AgreementKind.STATEMENT_OF_WORK)
        .order_by(_PAPER.created_at, _PAPER.id)
    ).all()
    drafts = {engagement: paper for engagement, paper, number in papers if number is None}
    numbers = {engagement: number for engagement, _, number in papers if number is not None}
    found = [
        PaperChoice(
            engagement_id=row.id,
            title=row.title,
            client=row.name,
            colour=row.colour,
            draft_id=drafts.get(row.id, ""),
            number=numbers.get(row.id, ""),
            client_id=row.client_id,
        )
        for row in running
    ]
    return sorted(found, key=lambda one: (bool(one.draft_id or one.number), one.client.casefold(), one.title))


def signatures(stored: Iterable[dict[str, str]]) -> tuple[SignatureView, ...]:
    return tuple(
        SignatureView(Side(entry["side"]), entry["name"], date.fromisoformat(entry["on"])) for entry in stored
    )


def _newest(
    session: Session, engagement_id: str, condition: ColumnElement[bool], order: ColumnElement[Any]
) -> str | None:
    found: str | None = session.execute(
        select(_PAPER.id)
        .where(
            _PAPER.engagement_id == engagement_id,
            _PAPER.kind == AgreementKind.STATEMENT_OF_WORK,
            _PAPER.origin == PaperOrigin.OWN,
            condition,
        )
        .order_by(order, _PAPER.id.desc())
        .limit(1)
    ).scalar()
    return found


def _amended(session: Session) -> set[str]:
    """Ids of papers that an executed change order or addendum changes."""
    query = select(_PAPER.amends_id).where(
        _PAPER.amends_id.is_not(None), _PAPER.state == AgreementState.EXECUTED
    )
    return {str(row.amends_id) for row in session.execute(query)}


def _view(found: Row[Any], today: date, is_amended: bool) -> AgreementRowView:
    state, kind = found.state, found.kind
    since = found.sent_on or found.issued_on
    is_out = paper_states.is_out(kind, state)
    in_force = state is AgreementState.EXECUTED and (found.ends_on is None or found.ends_on >= today)
    has_price = found.net_minor is not None and found.currency
    return AgreementRowView(
        agreement_id=found.id,
        client_id=found.client_id,
        client=found.client,
        colour=found.colour,
        engagement_id=found.engagement_id or "",
        title=found.title,
        number=found.number or "",
        version=found.version,
        state=state,
        issued_on=found.issued_on,
        expires_on=found.expires_on,
        executed_on=found.executed_on,
        ends_on=found.ends_on,
        is_in_force=in_force,
        waiting_days=(today - since).days if since is not None and is_out else None,
        sent_on=found.sent_on,
        kind=kind,
        origin=found.origin,
        amends_id=found.amends_id,
        is_amended=is_amended,
        waiting_for=paper_states.waiting_for(kind, state, found.signatures) if is_out else "",
        net=Decimal(found.net_minor).scaleb(-_digits(found.currency)) if has_price else None,
        currency=found.currency,
    )
