"""Instalments of executed papers: written at execution, due at their event, marked as invoiced and paid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlmodel import Session

from clientdesk.models.agreement_document import PaymentRow
from clientdesk.models.agreement_totals import quantize
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.money import Money
from clientdesk.models.tables import Agreement, Deliverable, Milestone, Payment
from clientdesk.models.views.agreements import PaymentView
from clientdesk.services.ports import Clock
from clientdesk.services.rows import table_of, today_in
from clientdesk.services.wording import Translate
from clientdesk.store.unit_of_work import Store, fetch

SIGNATURE = "signature"
_PAYMENT = table_of(Payment).c


@dataclass(frozen=True, slots=True)
class Instalment:
    """A row of a payment schedule, with what it comes to and what it waits for.

    Attributes:
        amount: without tax; None is left out.
        tied_to: ``signature``, the id of a milestone or deliverable, or empty.
        name: of what it waits for, such as "D2 Target layout".
    """

    row: PaymentRow
    amount: Decimal | None
    tied_to: str
    name: str


def add_all(
    session: Session,
    agreement: Agreement,
    instalments: Iterable[Instalment],
    *,
    currency: str,
    due_days: int,
    clock: Clock,
    before: int = 0,
) -> None:
    """Write the schedule of a paper that was executed just now.

    Args:
        before: how many instalments the paper that it changes had.
    """
    if agreement.engagement_id is None:
        return
    for place, instalment in enumerate(instalments, start=before):
        if instalment.amount is None:
            continue
        row = Payment(
            created_at=clock.now(),
            engagement_id=agreement.engagement_id,
            agreement_id=agreement.id,
            ref=f"P{place + 1}",
            label=instalment.row.text or instalment.name,
            tied_to=instalment.tied_to,
            amount_minor=Money(quantize(instalment.amount, currency), currency).minor,
            currency=currency,
            planned_on=instalment.row.planned_on,
            due_days=due_days,
            position=place,
        )
        row.due_on = _due_now(session, row, agreement.executed_on or today_in(session, clock))
        session.add(row)


def views(
    session: Session, today: date, translate: Translate, *where: ColumnElement[bool]
) -> tuple[PaymentView, ...]:
    """Instalments that fulfil the conditions, in the order of their papers."""
    query = (
        select(*_PAYMENT)
        .where(*where)
        .order_by(_PAYMENT.created_at, _PAYMENT.agreement_id, _PAYMENT.position)
    )
    return tuple(_view(row, today, translate) for row in session.execute(query))


class PaymentDesk:
    """Instalments as the window sees them, and their marks."""

    def __init__(self, store: Store, clock: Clock, translate: Translate) -> None:
        self._store = store
        self._clock = clock
        self._tr = translate

    def of_engagement(self, engagement_id: str) -> list[PaymentView]:
        """Every instalment of an engagement's executed papers."""
        with self._store.reading() as session:
            today = today_in(session, self._clock)
            return list(views(session, today, self._tr, _PAYMENT.engagement_id == engagement_id))

    def mark_invoiced(self, payment_id: str, on: date | None) -> None:
        """An invoice went out on that day; None takes the mark back.

        Raises:
            InvalidInput: a day to come, or it is paid already.
        """
        with self._store.writing("Mark as invoiced") as session:
            row = fetch(session, Payment, payment_id)
            self._check("invoiced_on", session, on)
            if on is None and row.paid_on is not None:
                raise InvalidInput([Problem("invoiced_on", "paid_already")])
            row.invoiced_on = on

    def mark_paid(self, payment_id: str, on: date | None) -> None:
        """The money came on that day; None takes the mark back.

        Raises:
            InvalidInput: a day to come.
        """
        with self._store.writing("Mark as paid") as session:
            row = fetch(session, Payment, payment_id)
            self._check("paid_on", session, on)
            row.paid_on = on

    def _check(self, field: str, session: Session, on: date | None) -> None:
        if on is not None and on > today_in(session, self._clock):
            raise InvalidInput([Problem(field, "in_the_future")])


def _due_now(session: Session, row: Payment, executed_on: date) -> date | None:
    """The day an instalment fell due, if its event has happened already."""
    if row.tied_to == SIGNATURE:
        return executed_on
    if not row.tied_to:
        return row.planned_on if row.planned_on is not None and row.planned_on <= executed_on else None
    deliverable = session.get(Deliverable, row.tied_to)
    milestone = session.get(Milestone, row.tied_to)
    happened = deliverable.accepted_on if deliverable else milestone.actual_on if milestone else None
    return None if happened is None else max(happened, executed_on)


def _view(row: Row[Any], today: date, tr: Translate) -> PaymentView:
    due_on = row.due_on
    if due_on is None and not row.tied_to and row.planned_on is not None and row.planned_on <= today:
        due_on = row.planned_on
    return PaymentView(
        payment_id=row.id,
        engagement_id=row.engagement_id,
        ref=row.ref,
        label=row.label or (tr("On signature") if row.tied_to == SIGNATURE else ""),
        amount=Money.from_minor(row.amount_minor, row.currency).amount,
        currency=row.currency,
        planned_on=row.planned_on,
        due_on=due_on,
        pay_by=None if due_on is None else due_on + timedelta(days=row.due_days),
        invoiced_on=row.invoiced_on,
        paid_on=row.paid_on,
    )
