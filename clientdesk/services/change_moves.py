"""What an executed change order writes into the plan; what was agreed before stays as a baseline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session, col

from clientdesk.models.enums import AgreementKind, AgreementState, EngagementKind
from clientdesk.models.family_documents import ChangeOrderDocument, last_ref
from clientdesk.models.tables import Agreement, Deliverable, Engagement, Milestone
from clientdesk.models.tables.base import MOST_MINOR
from clientdesk.services import payments, plan_moves
from clientdesk.services.paper_content import document_of, price_of
from clientdesk.services.paper_states import OUT
from clientdesk.services.plan_moves import Moving
from clientdesk.services.ports import Clock
from clientdesk.store.unit_of_work import delete_tree, fetch


def follow_change(session: Session, order: Agreement, clock: Clock) -> None:
    """Dates, outputs, price, end and instalments as the change order has them."""
    document = document_of(order)
    amended = session.get(Agreement, order.amends_id) if order.amends_id else None
    if not isinstance(document, ChangeOrderDocument) or amended is None:
        return
    _move_end(amended, document)
    if order.engagement_id is None:
        return
    moving = Moving(session, order, fetch(session, Engagement, order.engagement_id), clock)
    _take_terms(moving, amended, document)
    rounds = moving.engagement.revision_rounds
    records = {item.ref: item.key for item in document.amends.items if item.key}
    records |= plan_moves.write_deliverables(
        moving, document.deliverables, "D", last_ref(document.amends, "D"), rounds
    )
    records |= plan_moves.write_milestones(moving, document.milestones, "M", last_ref(document.amends, "M"))
    _move_dates(moving, document)
    _add_payments(moving, document, records)
    _take_out(moving, document)


def executed_changes(session: Session, agreement_id: str) -> list[Agreement]:
    """Executed change orders of a paper, in the order of their execution."""
    return _changes(session, agreement_id, (AgreementState.EXECUTED,))


def changes_out(session: Session, agreement_id: str) -> list[Agreement]:
    """Change orders of a paper that can still be signed."""
    return _changes(session, agreement_id, OUT)


def _changes(session: Session, agreement_id: str, states: Iterable[AgreementState]) -> list[Agreement]:
    query = select(Agreement).where(
        col(Agreement.amends_id) == agreement_id,
        col(Agreement.kind) == AgreementKind.CHANGE_ORDER,
        col(Agreement.state).in_(tuple(states)),
    )
    return list(session.execute(query.order_by(col(Agreement.executed_on), col(Agreement.id))).scalars())


def _move_end(amended: Agreement, document: ChangeOrderDocument) -> None:
    before = amended.ends_on or document.amends.ends_on
    if before is not None and document.days_added:
        amended.ends_on = before + timedelta(days=document.days_added)


def _take_terms(moving: Moving, amended: Agreement, document: ChangeOrderDocument) -> None:
    """End, hours and price; a price that is open stays open, and a month's price takes no whole sums."""
    engagement = moving.engagement
    if document.days_added and amended.ends_on is not None:
        plan_moves.set_period(engagement, None, amended.ends_on)
    if document.hours_a_month is not None:
        engagement.minutes_a_month = plan_moves.minutes(document.hours_a_month) or None
    added, currency = price_of(AgreementKind.CHANGE_ORDER, document)
    is_same_price = engagement.kind is not EngagementKind.RETAINER or document.amends.is_monthly
    if added and currency == engagement.currency and engagement.fee_minor is not None and is_same_price:
        engagement.fee_minor = min(max(engagement.fee_minor + added, 0), MOST_MINOR)


def _move_dates(moving: Moving, document: ChangeOrderDocument) -> None:
    for move in document.moves:
        milestone = plan_moves.record_in(moving.session, Milestone, move.key, moving.engagement.id)
        if milestone is not None:
            plan_moves.agree(moving, milestone, move.after_on)
            continue
        deliverable = plan_moves.record_in(moving.session, Deliverable, move.key, moving.engagement.id)
        if deliverable is not None:
            deliverable.due_on = move.after_on


def _take_out(moving: Moving, document: ChangeOrderDocument) -> None:
    """What is no longer owed: a milestone loses its dates and keeps its history, an open deliverable goes."""
    for key in document.removed_keys:
        milestone = plan_moves.record_in(moving.session, Milestone, key, moving.engagement.id)
        if milestone is not None and milestone.actual_on is None:
            milestone.planned_on = None
            plan_moves.agree(moving, milestone, None)
        deliverable = plan_moves.record_in(moving.session, Deliverable, key, moving.engagement.id)
        if deliverable is not None and deliverable.accepted_on is None:
            delete_tree(moving.session, deliverable)


def _add_payments(moving: Moving, document: ChangeOrderDocument, records: dict[str, str]) -> None:
    instalments = []
    for row in document.payments:
        tied_to, name = "", ""
        if row.tied_to == payments.SIGNATURE:
            tied_to = payments.SIGNATURE
        elif row.tied_to in records:
            tied_to, name = records[row.tied_to], f"{row.tied_to} {document.title_of(row.tied_to)}".strip()
        elif row.tied_to in records.values():
            tied_to = row.tied_to
        instalments.append(payments.Instalment(row, row.amount, tied_to, name))
    if all(item.amount == Decimal(0) for item in instalments):
        return
    payments.add_all(
        moving.session,
        moving.agreement,
        instalments,
        currency=document.amends.currency,
        due_days=document.due_days or 0,
        clock=moving.clock,
        before=last_ref(document.amends, "P"),
    )
