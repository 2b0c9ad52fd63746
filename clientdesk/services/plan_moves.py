"""What an executed paper writes into the plan: dates, deliverables, the engagement's terms, payments, rhythms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from sqlalchemy import func, select
from sqlmodel import Session, col

from clientdesk.models.agreement_document import AgreementDocument, DeliverableRow, Fees, MilestoneRow
from clientdesk.models.agreement_totals import quantize, totals
from clientdesk.models.enums import AgreementKind, EngagementKind, PaperOrigin
from clientdesk.models.family_documents import ExternalDocument
from clientdesk.models.money import Money
from clientdesk.models.rhythm_units import is_printed, printed
from clientdesk.models.tables import (
    Agreement,
    Client,
    Deliverable,
    Engagement,
    Milestone,
    MilestoneBaseline,
    Rhythm,
)
from clientdesk.models.tables.base import LINE_LENGTH, MOST_MINOR, NAME_LENGTH, TEXT_LENGTH
from clientdesk.services import payments
from clientdesk.services.engagements import watch_gap
from clientdesk.services.paper_content import document_of
from clientdesk.services.ports import Clock
from clientdesk.services.rhythms import as_promised, is_in_force, proposals
from clientdesk.services.rows import today_in
from clientdesk.store.unit_of_work import fetch

MOST_MINUTES_A_MONTH = 44_640
MOST_POSITION = 10_000

R = TypeVar("R", Deliverable, Milestone)


@dataclass(frozen=True, slots=True)
class Moving:
    """One paper at work on one engagement."""

    session: Session
    agreement: Agreement
    engagement: Engagement
    clock: Clock

    @property
    def source(self) -> str:
        """How the client came to believe a date."""
        if self.agreement.origin is PaperOrigin.EXTERNAL:
            return str(self.agreement.number)
        return f"{self.agreement.number} version {self.agreement.version}"

    @property
    def executed_on(self) -> date:
        return self.agreement.executed_on or today_in(self.session, self.clock)


def follow_statement(session: Session, agreement: Agreement, clock: Clock) -> None:
    """An executed statement of work says what the client expects."""
    document = document_of(agreement)
    if not isinstance(document, AgreementDocument) or agreement.engagement_id is None:
        return
    moving = Moving(session, agreement, fetch(session, Engagement, agreement.engagement_id), clock)
    _take_terms(moving.engagement, document)
    rounds = document.acceptance.revision_rounds
    records = write_deliverables(moving, document.deliverables, "D", 0, rounds)
    records |= write_milestones(moving, document.milestones, "M", 0)
    payments.add_all(
        session,
        agreement,
        [
            payments.Instalment(row, amount, *_tied(document, row.tied_to, records))
            for row, amount in zip(document.fees.payments, totals(document.fees).payments, strict=True)
        ],
        currency=document.fees.currency,
        due_days=document.fees.due_days or 0,
        clock=clock,
    )
    _promise_rhythms(moving, document)


def follow_external(session: Session, agreement: Agreement, clock: Clock) -> None:
    """A paper signed elsewhere: its promised dates, rounds, hours, end and price."""
    document = document_of(agreement)
    if not isinstance(document, ExternalDocument) or agreement.engagement_id is None:
        return
    moving = Moving(session, agreement, fetch(session, Engagement, agreement.engagement_id), clock)
    engagement = moving.engagement
    if document.ends_on is not None:
        set_period(engagement, None, document.ends_on)
    if document.net is not None and document.paper_kind is AgreementKind.STATEMENT_OF_WORK:
        engagement.currency = document.currency
        engagement.fee_minor = minor(document.net, document.currency)
    if document.hours_a_month:
        engagement.minutes_a_month = minutes(document.hours_a_month)
    if document.rounds_allowed is not None:
        allow_rounds(moving, document.rounds_allowed)
    position = next_position(session, Milestone, engagement.id)
    for place, promised in enumerate(document.promised):
        if promised.on is None:
            continue
        milestone = record_in(session, Milestone, promised.key, engagement.id)
        if milestone is None:
            if not promised.title:
                continue
            milestone = Milestone(
                created_at=clock.now(),
                engagement_id=engagement.id,
                title=promised.title[:NAME_LENGTH],
                planned_on=promised.on,
                position=min(position + place, MOST_POSITION),
            )
            session.add(milestone)
        agree(moving, milestone, promised.on)


def write_deliverables(
    moving: Moving, rows: Iterable[DeliverableRow], letter: str, before: int, rounds: int | None
) -> dict[str, str]:
    """Deliverables as the paper has them; counters stay. Returns record ids by reference.

    Args:
        before: how many references with this letter were given before.
    """
    records = {}
    position = next_position(moving.session, Deliverable, moving.engagement.id)
    for place, row in enumerate(rows):
        deliverable = record_in(moving.session, Deliverable, row.key, moving.engagement.id)
        if deliverable is None:
            deliverable = Deliverable(
                created_at=moving.clock.now(),
                engagement_id=moving.engagement.id,
                title=row.title[:NAME_LENGTH] or f"{letter}{before + place + 1}",
                form=" ".join(row.form.split())[:LINE_LENGTH],
                acceptance=row.acceptance[:TEXT_LENGTH],
                position=min(position + place, MOST_POSITION),
            )
            moving.session.add(deliverable)
        deliverable.due_on = row.due_on
        deliverable.rounds_allowed = rounds
        records[f"{letter}{before + place + 1}"] = deliverable.id
    return records


def write_milestones(
    moving: Moving, rows: Iterable[MilestoneRow], letter: str, before: int
) -> dict[str, str]:
    """Milestones as the paper has them, with their new baseline. Returns record ids by reference."""
    records = {}
    position = next_position(moving.session, Milestone, moving.engagement.id)
    for place, row in enumerate(rows):
        milestone = record_in(moving.session, Milestone, row.key, moving.engagement.id)
        if milestone is None:
            milestone = Milestone(
                created_at=moving.clock.now(),
                engagement_id=moving.engagement.id,
                title=row.title[:NAME_LENGTH] or f"{letter}{before + place + 1}",
                planned_on=row.planned_on,
                buffer_days=row.buffer_days,
                reason=" ".join(row.reason.split())[:LINE_LENGTH],
                position=min(position + place, MOST_POSITION),
            )
            moving.session.add(milestone)
        agree(moving, milestone, row.committed_on)
        records[f"{letter}{before + place + 1}"] = milestone.id
    return records


def agree(moving: Moving, milestone: Milestone, on: date | None) -> None:
    """From now on the client expects this date; None: no longer. What was agreed before stays as a baseline."""
    was = (milestone.expected_on, milestone.planned_on)
    milestone.agreed_on = on
    milestone.expected_on = on
    milestone.expected_source = moving.source[:LINE_LENGTH]
    watch_gap(milestone, today_in(moving.session, moving.clock), was=was)
    moving.session.flush()
    moving.session.add(
        MilestoneBaseline(
            created_at=moving.clock.now(),
            milestone_id=milestone.id,
            agreement_id=moving.agreement.id,
            agreed_on=on,
            executed_on=moving.executed_on,
        )
    )


def allow_rounds(moving: Moving, rounds: int) -> None:
    """Revision rounds of the engagement and of what is not accepted yet; rounds used stay as counted."""
    moving.engagement.revision_rounds = rounds
    open_ones = select(Deliverable).where(
        col(Deliverable.engagement_id) == moving.engagement.id, col(Deliverable.accepted_on).is_(None)
    )
    for deliverable in moving.session.execute(open_ones).scalars():
        deliverable.rounds_allowed = rounds


def record_in(session: Session, table: type[R], key: str, engagement_id: str) -> R | None:
    """The record that a row of a paper stands for, if it is of that engagement."""
    found = session.get(table, key) if key else None
    return found if found is not None and found.engagement_id == engagement_id else None


def next_position(session: Session, table: type[Deliverable | Milestone], engagement_id: str) -> int:
    last = session.execute(
        select(func.max(table.position)).where(col(table.engagement_id) == engagement_id)
    ).scalar()
    return 0 if last is None else int(last) + 1


def set_period(engagement: Engagement, starts_on: date | None, ends_on: date | None) -> None:
    """Begin and end as the paper has them; an end before the beginning is left out."""
    start = starts_on or engagement.starts_on
    if ends_on is not None and ends_on < start:
        return
    engagement.starts_on = start
    engagement.ends_on = ends_on


def minor(amount: Decimal, currency: str) -> int:
    """Whole minor units that the store can keep."""
    return min(Money(quantize(amount, currency), currency).minor, MOST_MINOR)


def minutes(hours: Decimal) -> int:
    whole = int((hours * 60).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return min(whole, MOST_MINUTES_A_MONTH)


def _take_terms(engagement: Engagement, document: AgreementDocument) -> None:
    """Period, price, hours and rounds of the engagement as signed."""
    fees = document.fees
    set_period(engagement, document.starts_on, document.ends_on)
    engagement.kind = fees.kind
    engagement.currency = fees.currency
    engagement.revision_rounds = document.acceptance.revision_rounds
    price = _price(fees)
    engagement.fee_minor = None if price is None else minor(price, fees.currency)
    rate = _rate(fees)
    if rate is not None:
        engagement.rate_minor = minor(rate, fees.currency)
    if fees.kind is EngagementKind.RETAINER:
        engagement.rollover_months = fees.rollover_months
        if fees.hours_included:
            engagement.minutes_a_month = minutes(fees.hours_included)


def _price(fees: Fees) -> Decimal | None:
    """The fee as an engagement keeps it: whole, a month's, or the limit of time and materials."""
    if fees.kind is EngagementKind.TIME_AND_MATERIALS:
        return fees.cap
    months = [line.unit_price for line in fees.lines if line.unit == "month" and line.unit_price is not None]
    if fees.kind is EngagementKind.RETAINER and months:
        return sum(months, Decimal(0))
    return max(totals(fees).net, Decimal(0))


def _rate(fees: Fees) -> Decimal | None:
    if fees.kind is EngagementKind.RETAINER:
        return fees.over_rate
    hours = [line.unit_price for line in fees.lines if line.unit == "hour" and line.unit_price is not None]
    return hours[0] if fees.kind is EngagementKind.TIME_AND_MATERIALS and hours else None


def _tied(document: AgreementDocument, tied_to: str, records: dict[str, str]) -> tuple[str, str]:
    """What an instalment waits for (``signature``, a record's id or nothing), and its name."""
    if tied_to == payments.SIGNATURE:
        return payments.SIGNATURE, ""
    found = document.resolve(tied_to)
    if found is None:
        return "", ""
    return records[found[0]], f"{found[0]} {found[1].title}"


def _promise_rhythms(moving: Moving, document: AgreementDocument) -> None:
    """What Exhibit A printed holds from the day it was executed, unless the client has rhythms already."""
    client = fetch(moving.session, Client, moving.agreement.client_id)
    every = moving.session.execute(select(Rhythm).where(col(Rhythm.client_id) == client.id)).scalars().all()
    own = [
        row
        for row in every
        if is_printed(row.kind, row.unit) and is_in_force(row.ends_on, moving.executed_on)
    ]
    for rhythm in own:
        if rhythm.agreement_id is None:
            rhythm.agreement_id = moving.agreement.id
    if own or not document.exhibit.rhythms:
        return
    now = moving.clock.now()
    for proposal in printed(proposals(moving.session, client.tier_id)):
        moving.session.add(
            as_promised(
                proposal,
                client.id,
                now,
                starts_on=moving.executed_on,
                agreement_id=moving.agreement.id,
            )
        )
