"""What a relationship audit tells: the record in facts, money against hours, answers kept, drift of scope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, func, select
from sqlmodel import Session

from clientdesk.models.enums import AgreementKind, AgreementState, EngagementKind, TouchState
from clientdesk.models.family_documents import AuditDocument, FactRow
from clientdesk.models.money import Money
from clientdesk.models.schedule import WorkCalendar
from clientdesk.models.tables import (
    Agreement,
    Deliverable,
    Engagement,
    Milestone,
    Payment,
    Touchpoint,
)
from clientdesk.models.views.clients import ClientView
from clientdesk.services.papers.wording import Wording
from clientdesk.services.rows import table_of
from clientdesk.services.status_facts import hours
from clientdesk.services.touchpoints import HEARD, TALKED, TOLD

_PAPER = table_of(Agreement).c
_DELIVERABLE = table_of(Deliverable).c
_ENGAGEMENT = table_of(Engagement).c
_MILESTONE = table_of(Milestone).c
_PAYMENT = table_of(Payment).c
_TOUCH = table_of(Touchpoint).c

YEAR_DAYS = 365


def facts(session: Session, client: ClientView, since: date, until: date, words: Wording) -> list[FactRow]:
    """The life of the relationship, row by row; what is unknown is left out."""
    rows = [
        ("audit.since", words.day_long(client.added_on)),
        ("audit.stage", words.text(f"audit.stage_{client.stage.value}")),
        ("audit.engagements", _engagements(session, client.client_id, until, words)),
        ("audit.papers_in_force", _papers(session, client.client_id, until)),
        ("audit.milestones_kept", _milestones(session, client.client_id, since, until, words)),
        ("audit.deliverables_accepted", _accepted(session, client.client_id, since, until, words)),
        ("audit.last_told", words.day_long(client.last_told.on) if client.last_told else ""),
        ("audit.last_heard", words.day_long(client.last_heard.on) if client.last_heard else ""),
    ]
    return [FactRow(label=words.text(key), value=value) for key, value in rows if value]


def _engagements(session: Session, client_id: str, until: date, words: Wording) -> str:
    found = session.execute(
        select(_ENGAGEMENT.starts_on, _ENGAGEMENT.ends_on).where(_ENGAGEMENT.client_id == client_id)
    ).all()
    running = [
        row for row in found if row.starts_on <= until and (row.ends_on is None or row.ends_on >= until)
    ]
    return (
        words.text("audit.engagement_count", all=str(len(found)), running=str(len(running))) if found else ""
    )


def _papers(session: Session, client_id: str, until: date) -> str:
    found = session.execute(
        select(_PAPER.number)
        .where(
            _PAPER.client_id == client_id,
            _PAPER.state == AgreementState.EXECUTED,
            _PAPER.ends_on.is_(None) | (_PAPER.ends_on >= until),
        )
        .order_by(_PAPER.number)
    ).scalars()
    return ", ".join(dict.fromkeys(str(number) for number in found if number))[:300]


def _milestones(session: Session, client_id: str, since: date, until: date, words: Wording) -> str:
    """Of those reached in the period, how many by the day that was agreed."""
    found = session.execute(
        select(_MILESTONE.agreed_on, _MILESTONE.expected_on, _MILESTONE.actual_on)
        .join_from(table_of(Milestone), table_of(Engagement), _ENGAGEMENT.id == _MILESTONE.engagement_id)
        .where(_ENGAGEMENT.client_id == client_id, _MILESTONE.actual_on.between(since, until))
    ).all()
    promised = [(row.agreed_on or row.expected_on, row.actual_on) for row in found]
    dated = [(day, actual) for day, actual in promised if day is not None]
    kept = sum(actual <= day for day, actual in dated)
    return words.text("audit.kept_of", kept=str(kept), all=str(len(dated))) if dated else ""


def _accepted(session: Session, client_id: str, since: date, until: date, words: Wording) -> str:
    count = session.execute(
        select(func.count(_DELIVERABLE.id))
        .join_from(table_of(Deliverable), table_of(Engagement), _ENGAGEMENT.id == _DELIVERABLE.engagement_id)
        .where(_ENGAGEMENT.client_id == client_id, _DELIVERABLE.accepted_on.between(since, until))
    ).scalar_one()
    return words.number(Decimal(count)) if count else ""


def income_by_client(
    session: Session, since: date, until: date, currency: str, minutes: Mapping[str | None, int]
) -> dict[str, Decimal]:
    """What each client brought in a period, without tax: instalments paid or fallen due in it; where an
    engagement has none, its hours at its rate, or its retainer month by month. Other currencies are left out.

    Args:
        minutes: worked in the period, by engagement.
    """
    paid, with_payments = _instalments(session, since, until, currency)
    sums = dict(paid)
    for row in _priced(session, currency):
        if row.id in with_payments:
            continue
        amount = _earned(row, since, until, minutes.get(row.id, 0))
        if amount:
            sums[row.client_id] = sums.get(row.client_id, Decimal(0)) + amount
    return sums


def _instalments(
    session: Session, since: date, until: date, currency: str
) -> tuple[dict[str, Decimal], set[str]]:
    day = func.coalesce(_PAYMENT.paid_on, _PAYMENT.invoiced_on, _PAYMENT.due_on)
    found = session.execute(
        select(_ENGAGEMENT.client_id, _PAYMENT.engagement_id, _PAYMENT.amount_minor, day.label("on"))
        .join_from(table_of(Payment), table_of(Engagement), _ENGAGEMENT.id == _PAYMENT.engagement_id)
        .where(_PAYMENT.currency == currency)
    ).all()
    sums: dict[str, Decimal] = {}
    for row in found:
        if row.on is not None and since <= row.on <= until:
            amount = Money.from_minor(row.amount_minor, currency).amount
            sums[row.client_id] = sums.get(row.client_id, Decimal(0)) + amount
    return sums, {row.engagement_id for row in found}


def _priced(session: Session, currency: str) -> Iterable[Row[Any]]:
    columns = (
        _ENGAGEMENT.id,
        _ENGAGEMENT.client_id,
        _ENGAGEMENT.kind,
        _ENGAGEMENT.currency,
        _ENGAGEMENT.starts_on,
        _ENGAGEMENT.ends_on,
        _ENGAGEMENT.fee_minor,
        _ENGAGEMENT.rate_minor,
    )
    return session.execute(select(*columns).where(_ENGAGEMENT.currency == currency)).all()


def _earned(row: Row[Any], since: date, until: date, minutes: int) -> Decimal:
    """Of an engagement without instalments; a fixed fee counts when its end lies in the period."""
    if row.kind is EngagementKind.TIME_AND_MATERIALS:
        minor = round((row.rate_minor or 0) * minutes / 60)
    elif row.kind is EngagementKind.RETAINER:
        months = _months(max(row.starts_on, since), min(row.ends_on or until, until))
        minor = (row.fee_minor or 0) * months
    elif row.ends_on is not None and since <= row.ends_on <= until:
        minor = row.fee_minor or 0
    else:
        minor = 0
    return Money.from_minor(minor, row.currency).amount


def _months(first: date, last: date) -> int:
    """Months begun from one day to another; none when they are the wrong way round."""
    if last < first:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month + 1


def weigh(
    document: AuditDocument,
    client_id: str,
    income: Mapping[str, Decimal],
    minutes: Mapping[str | None, int],
) -> None:
    """Set money in, hours out and their shares; a share needs more than one client to compare with."""
    document.money_in = max(income.get(client_id, Decimal(0)), Decimal(0))
    document.hours_out = hours(minutes.get(client_id, 0))
    document.share_of_income = _share(document.money_in, sum(income.values(), Decimal(0)))
    worked = sum(count for key, count in minutes.items() if key is not None)
    document.share_of_hours = _share(Decimal(minutes.get(client_id, 0)), Decimal(worked))


def _share(part: Decimal, whole: Decimal) -> int | None:
    if whole <= 0:
        return None
    return max(0, min(10_000, int((part * 100 / whole).to_integral_value()) * 100))


def touches(session: Session, client_id: str, since: datetime, until: datetime) -> list[Row[Any]]:
    """What was said in the period, in order: kind and instant."""
    query = select(_TOUCH.kind, _TOUCH.at).where(
        _TOUCH.client_id == client_id,
        _TOUCH.state == TouchState.HELD,
        _TOUCH.at >= since,
        _TOUCH.at < until,
    )
    return list(session.execute(query.order_by(_TOUCH.at, _TOUCH.id)).all())


def exchanged(said: Sequence[Row[Any]], words: Wording) -> list[FactRow]:
    """How often each side spoke."""
    if not said:
        return []
    told, heard = (str(sum(row.kind in kinds for row in said)) for kinds in (TOLD, HEARD))
    value = words.text("audit.words_value", told=told, heard=heard)
    return [FactRow(label=words.text("audit.words"), value=value)]


def answers(
    said: Sequence[Row[Any]], zone: ZoneInfo, calendar: WorkCalendar, words: Wording
) -> list[FactRow]:
    """How often what they wrote had an answer on that working day or the next."""
    waits = list(_waits(said, zone, calendar))
    if not waits:
        return []
    kept = str(sum(wait <= 1 for wait in waits))
    value = words.text("audit.answered_of", kept=kept, all=str(len(waits)))
    return [FactRow(label=words.text("audit.answered"), value=value)]


def _waits(said: Iterable[Row[Any]], zone: ZoneInfo, calendar: WorkCalendar) -> Iterator[int]:
    """Working days from each unanswered word of theirs to the next word told; several before one count once."""
    asked: date | None = None
    for row in said:
        day = row.at.astimezone(zone).date()
        if row.kind in TOLD and asked is not None:
            yield calendar.count_working_days(asked, day) if day > asked else 0
            asked = None
        if row.kind in HEARD - TALKED and asked is None:
            asked = day


def drift(session: Session, client_id: str, since: date, until: date, words: Wording) -> list[str]:
    """Change orders signed in the period, and deliverables with more revision rounds than agreed."""
    orders = session.execute(
        select(_PAPER.number)
        .where(
            _PAPER.client_id == client_id,
            _PAPER.kind == AgreementKind.CHANGE_ORDER,
            _PAPER.executed_on.between(since, until),
        )
        .order_by(_PAPER.executed_on, _PAPER.number)
    ).scalars()
    numbers = ", ".join(str(number) for number in orders)
    found = [words.text("audit.change_orders", numbers=numbers)] if numbers else []
    allowed = func.coalesce(_DELIVERABLE.rounds_allowed, _ENGAGEMENT.revision_rounds)
    rounds = session.execute(
        select(_DELIVERABLE.title, _DELIVERABLE.rounds_used, allowed.label("allowed"))
        .join_from(table_of(Deliverable), table_of(Engagement), _ENGAGEMENT.id == _DELIVERABLE.engagement_id)
        .where(_ENGAGEMENT.client_id == client_id, _DELIVERABLE.rounds_used > allowed)
        .order_by(_ENGAGEMENT.starts_on, _DELIVERABLE.position, _DELIVERABLE.id)
    )
    found += [
        words.text("audit.rounds_used", title=row.title, used=str(row.rounds_used), allowed=str(row.allowed))
        for row in rounds
    ]
    return found


def a_year(until: date, added_on: date) -> date:
    """The first day of the year that ends with a day, or since they are a client."""
    return max(until - timedelta(days=YEAR_DAYS - 1), min(added_on, until))
