"""Numbers of papers: without gaps per kind and year, taken inside the transaction that issues."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.enums import PaperOrigin
from clientdesk.models.paper_kinds import KINDS
from clientdesk.models.tables import Agreement
from clientdesk.services.rows import table_of

_AGREEMENT = table_of(Agreement).c
_SAFE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,38}[A-Za-z0-9])?")
_LIKE_OURS = re.compile(rf"(?:{'|'.join(facts.prefix for facts in KINDS.values())}|EXT)-", re.IGNORECASE)


def next_number(session: Session, agreement: Agreement, today: date) -> str:
    """The number of a paper that is issued now; the writing transaction is exclusive.

    A paper that changes another one is numbered under it (``SOW-2026-014-CO-01``).
    """
    prefix = KINDS[agreement.kind].prefix
    amended = session.get(Agreement, agreement.amends_id) if agreement.amends_id else None
    if amended is None:
        stem = f"{prefix}-{today.year}-"
        return f"{stem}{_highest(session, stem) + 1:03d}"
    stem = f"{_under(session, amended)}-{prefix}-"
    return f"{stem}{_highest(session, stem) + 1:02d}"


def _highest(session: Session, stem: str) -> int:
    numbers = session.execute(
        select(_AGREEMENT.number)
        .where(_AGREEMENT.number.startswith(stem, autoescape=True), _AGREEMENT.origin == PaperOrigin.OWN)
        .distinct()
    ).scalars()
    tails = (str(number).removeprefix(stem) for number in numbers)
    return max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0)


def _under(session: Session, amended: Agreement) -> str:
    """What the numbers of changes to a paper begin with: its own number, or a short form of a foreign one."""
    number = amended.number or ""
    if amended.origin is PaperOrigin.OWN:
        return number
    if _SAFE.fullmatch(number) and not _LIKE_OURS.match(number) and not _is_used(session, number, amended):
        return number
    return f"EXT-{(amended.fingerprint or amended.id)[:8].upper()}"


def _is_used(session: Session, number: str, amended: Agreement) -> bool:
    """Whether changes of another paper are numbered so."""
    query = select(_AGREEMENT.id).where(
        _AGREEMENT.number.startswith(f"{number}-", autoescape=True),
        _AGREEMENT.origin == PaperOrigin.OWN,
        _AGREEMENT.amends_id != amended.id,
    )
    return session.execute(query.limit(1)).first() is not None
