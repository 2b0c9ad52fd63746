"""Instalments fall due when what they wait for happens; called within the writing in which it happens."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from clientdesk.models.tables import Agreement, Payment
from clientdesk.services.rows import table_of

_AGREEMENT = table_of(Agreement).c


def settle(session: Session, record_id: str, happened_on: date | None) -> None:
    """A deliverable was accepted, or a milestone reached (None: not after all).

    Nothing falls due before its paper was executed, and what was invoiced stays due as it was.
    """
    open_ones = col(Payment.invoiced_on).is_(None) | col(Payment.due_on).is_(None)
    for row in session.execute(select(Payment).where(col(Payment.tied_to) == record_id, open_ones)).scalars():
        row.due_on = (
            None if happened_on is None else max(happened_on, _executed_on(session, row) or happened_on)
        )


def _executed_on(session: Session, row: Payment) -> date | None:
    found: date | None = session.execute(
        select(_AGREEMENT.executed_on).where(_AGREEMENT.id == row.agreement_id)
    ).scalar()
    return found
