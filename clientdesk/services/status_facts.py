"""What a status report tells of an engagement: milestones, what was done, what comes next, what is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, or_, select
from sqlmodel import Session

from clientdesk.models.enums import AgreementKind, AgreementState, EngagementKind
from clientdesk.models.family_documents import Budget, MilestoneStatus, StatusReportDocument, StepRow
from clientdesk.models.likely import Likely
from clientdesk.models.money import Money
from clientdesk.models.tables import Agreement, Deliverable, Engagement, Milestone, Payment
from clientdesk.services.papers.slips import slip_words
from clientdesk.services.papers.wording import Wording
from clientdesk.services.rows import table_of

_PAPER = table_of(Agreement).c
_DELIVERABLE = table_of(Deliverable).c
_ENGAGEMENT = table_of(Engagement).c
_MILESTONE = table_of(Milestone).c
_PAYMENT = table_of(Payment).c

PERIOD_DAYS = 14
AHEAD_DAYS = 21
"""What is due within these days is a next step."""

MOST_STEPS = 6
OFF_TRACK_DAYS = 5
"""Later than so many working days against what was committed is off track, less is to watch."""


def last_reported(session: Session, engagement_id: str) -> date | None:
    """The day of the newest issued status report."""
    newest: date | None = session.execute(
        select(_PAPER.issued_on)
        .where(
            _PAPER.engagement_id == engagement_id,
            _PAPER.kind == AgreementKind.STATUS_REPORT,
            _PAPER.issued_on.is_not(None),
        )
        .order_by(_PAPER.issued_on.desc())
        .limit(1)
    ).scalar()
    return newest


def paper_in_force(session: Session, engagement_id: str) -> str | None:
    """The paper in force whose references a report speaks in."""
    found: str | None = session.execute(
        select(_PAPER.id)
        .where(
            _PAPER.engagement_id == engagement_id,
            _PAPER.kind == AgreementKind.STATEMENT_OF_WORK,
            _PAPER.state == "executed",
        )
        .order_by(_PAPER.executed_on.desc(), _PAPER.id.desc())
        .limit(1)
    ).scalar()
    return found


def milestone_rows(
    session: Session,
    engagement_id: str,
    since: date,
    likely: Mapping[str, Likely],
    refs: Mapping[str, str],
) -> list[MilestoneStatus]:
    """Open milestones, and those reached since a day; the forecast is the likely day where it is later than the plan."""
    found = []
    for place, row in enumerate(_milestones(session, engagement_id), start=1):
        if row.actual_on is not None and row.actual_on < since:
            continue
        expected = likely[row.id].likely_on if row.id in likely else None
        days = [day for day in (row.planned_on, expected) if day is not None]
        found.append(
            MilestoneStatus(
                ref=refs.get(row.id, f"M{place}"),
                title=row.title,
                planned_on=row.planned_on,
                committed_on=row.agreed_on or row.expected_on,
                forecast_on=max(days, default=None) if row.actual_on is None else None,
                done_on=row.actual_on,
            )
        )
    return found


def done_since(session: Session, engagement_id: str, since: date, words: Wording) -> list[str]:
    """Milestones reached and deliverables accepted since a day, in the order of their days."""
    found = [
        (
            row.actual_on,
            words.text("status.reached_on", title=row.title, date=words.day_medium(row.actual_on)),
        )
        for row in _milestones(session, engagement_id)
        if row.actual_on is not None and row.actual_on >= since
    ]
    found += [
        (
            row.accepted_on,
            words.text("status.accepted_on", title=row.title, date=words.day_medium(row.accepted_on)),
        )
        for row in _deliverables(session, engagement_id)
        if row.accepted_on is not None and row.accepted_on >= since
    ]
    return [text for _, text in sorted(found)]


def steps_ahead(session: Session, engagement_id: str, today: date) -> list[StepRow]:
    """Deliverables, and milestones without one, due in the next weeks, the nearest first; the late ones too."""
    until = today + timedelta(days=AHEAD_DAYS)
    due = [
        row
        for row in _deliverables(session, engagement_id)
        if row.accepted_on is None and row.due_on is not None and row.due_on <= until
    ]
    steps = [StepRow(text=row.title, by=row.due_on) for row in due]
    named = {row.id for row in due}
    for row in _milestones(session, engagement_id):
        day = row.planned_on or row.expected_on
        if row.actual_on is None and day is not None and day <= until and row.deliverable_id not in named:
            steps.append(StepRow(text=row.title, by=day))
    return sorted(steps, key=lambda step: step.by or until)[:MOST_STEPS]


def budget_of(
    session: Session,
    engagement_id: str,
    worked_minutes: Callable[[date | None, date | None], int],
    today: date,
) -> Budget:
    """What is used of price and hours, as far as the engagement's kind has a limit.

    Fixed fee: what has fallen due. Time and materials: the hours at their rate. Retainer: the month's hours.
    """
    row = session.execute(
        select(
            _ENGAGEMENT.kind,
            _ENGAGEMENT.currency,
            _ENGAGEMENT.fee_minor,
            _ENGAGEMENT.rate_minor,
            _ENGAGEMENT.minutes_a_month,
        ).where(_ENGAGEMENT.id == engagement_id)
    ).one()
    budget = Budget(currency=row.currency)
    if row.kind is EngagementKind.RETAINER:
        budget.hours_used = hours(worked_minutes(today.replace(day=1), today))
        budget.hours_total = hours(row.minutes_a_month) if row.minutes_a_month else None
        return budget
    worked = worked_minutes(None, today)
    budget.hours_used = hours(worked) if worked else None
    if row.fee_minor:
        budget.total = Money.from_minor(row.fee_minor, row.currency).amount
    if row.kind is EngagementKind.TIME_AND_MATERIALS:
        if row.rate_minor:
            rate = Money.from_minor(row.rate_minor, row.currency)
            budget.used = Money.from_minor(round(rate.minor * worked / 60), row.currency).amount
    elif budget.total is not None:
        budget.used = _fallen_due(session, engagement_id, row.currency)
    return budget


def _fallen_due(session: Session, engagement_id: str, currency: str) -> Decimal:
    due = session.execute(
        select(_PAYMENT.amount_minor).where(
            _PAYMENT.engagement_id == engagement_id,
            _PAYMENT.currency == currency,
            or_(_PAYMENT.due_on.is_not(None), _PAYMENT.invoiced_on.is_not(None)),
        )
    ).scalars()
    return Money.from_minor(max(sum(due), 0), currency).amount


def changes_open(session: Session, engagement_id: str, words: Wording) -> list[str]:
    """Change orders that are drafted or out for signature."""
    found = session.execute(
        select(_PAPER.number, _PAPER.title, _PAPER.state)
        .where(
            _PAPER.engagement_id == engagement_id,
            _PAPER.kind == AgreementKind.CHANGE_ORDER,
            _PAPER.state.in_(
                (AgreementState.DRAFT, AgreementState.ISSUED, AgreementState.SENT, AgreementState.SIGNED)
            ),
        )
        .order_by(_PAPER.created_at, _PAPER.id)
    )
    return [
        words.text("status.change_out", number=row.number)
        if row.number
        else words.text("status.change_drafted", title=row.title)
        for row in found
    ]


def light_up(report: StatusReportDocument, words: Wording) -> None:
    """Set the light by the worst open slip, and say which it is."""
    late = [row for row in report.milestones if row.done_on is None and (row.slip_days or 0) > 0]
    if not late:
        return
    worst = max(late, key=lambda row: row.slip_days or 0)
    report.light = "off_track" if (worst.slip_days or 0) > OFF_TRACK_DAYS else "watch"
    slip = slip_words(words, worst)
    report.summary = words.text("status.summary_late", title=worst.title, slip=slip[:1].lower() + slip[1:])


def hours(minutes: int) -> Decimal:
    """Hours with a quarter's accuracy."""
    return (Decimal(minutes) / 15).quantize(Decimal(1)) * 15 / Decimal(60)


def _milestones(session: Session, engagement_id: str) -> Iterator[Row[Any]]:
    columns = (
        _MILESTONE.id,
        _MILESTONE.title,
        _MILESTONE.deliverable_id,
        _MILESTONE.agreed_on,
        _MILESTONE.expected_on,
        _MILESTONE.planned_on,
        _MILESTONE.actual_on,
    )
    query = select(*columns).where(_MILESTONE.engagement_id == engagement_id)
    return iter(session.execute(query.order_by(_MILESTONE.position, _MILESTONE.id)))


def _deliverables(session: Session, engagement_id: str) -> Iterator[Row[Any]]:
    columns = (_DELIVERABLE.id, _DELIVERABLE.title, _DELIVERABLE.due_on, _DELIVERABLE.accepted_on)
    query = select(*columns).where(_DELIVERABLE.engagement_id == engagement_id)
    return iter(session.execute(query.order_by(_DELIVERABLE.position, _DELIVERABLE.id)))
