"""Balance of a retainer: hours included, carried over, worked and left, month by month."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.day_clock import midnight
from clientdesk.models.enums import AgreementKind, AgreementState
from clientdesk.models.family_documents import ChangeOrderDocument, ExternalDocument
from clientdesk.models.tables import Agreement, Engagement, TimeEntry
from clientdesk.models.views.agreements import RetainerBalance
from clientdesk.services import time_reads
from clientdesk.services.paper_content import document_of
from clientdesk.services.plan_moves import minutes
from clientdesk.services.rows import table_of, zone_in
from clientdesk.store.unit_of_work import fetch

_ENTRY = table_of(TimeEntry).c


def retainer_balance(
    session: Session, engagement_id: str, month: date, now: datetime
) -> RetainerBalance | None:
    """The balance in the month of a day, in the practice's zone; None where no hours a month are agreed.

    Unused minutes can be used for as many months more as the engagement says; the oldest are used first. What was
    worked beyond them is not taken from later months.

    Raises:
        NotFound: there is no such engagement.
    """
    engagement = fetch(session, Engagement, engagement_id)
    if not engagement.minutes_a_month:
        return None
    wanted = month.replace(day=1)
    zone = zone_in(session)
    first = min(engagement.starts_on.replace(day=1), wanted)
    months = _months(first, wanted)
    included = _included(session, engagement, months)
    used = worked_by_month(session, engagement_id, first, wanted, zone, now)
    return _balance(months, included, used, engagement.rollover_months)


def worked_by_month(
    session: Session, engagement_id: str, first: date, last: date, zone: ZoneInfo, now: datetime
) -> Mapping[date, int]:
    """Minutes worked for an engagement in each month from `first` to `last` (their first days)."""
    since, until = midnight(first, zone), midnight(following(last), zone)
    seconds: dict[date, float] = defaultdict(float)
    where = _ENTRY.engagement_id == engagement_id
    for _, start, end in time_reads.spans(session, since, until, now, where):
        begin = start
        while begin < end:
            month = begin.astimezone(zone).date().replace(day=1)
            stop = min(midnight(following(month), zone), end)
            seconds[month] += (stop - begin).total_seconds()
            begin = stop
    return {month: round(total / 60) for month, total in seconds.items()}


def following(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _balance(
    months: Sequence[date], included: Mapping[date, int], used: Mapping[date, int], rollover: int
) -> RetainerBalance:
    unused: deque[int] = deque(maxlen=rollover)
    carried = 0
    for month in months[:-1]:
        left = used.get(month, 0)
        for place, kept in enumerate(unused):
            taken = min(kept, left)
            unused[place] -= taken
            left -= taken
        unused.append(max(included[month] - left, 0))
    carried = sum(unused)
    month = months[-1]
    worked = used.get(month, 0)
    return RetainerBalance(month, included[month], carried, worked, included[month] + carried - worked)


def _months(first: date, last: date) -> list[date]:
    months = [first]
    while months[-1] < last:
        months.append(following(months[-1]))
    return months


def _included(session: Session, engagement: Engagement, months: Sequence[date]) -> dict[date, int]:
    """Minutes of each month: as in the paper in force then, nothing before the start and after the end."""
    steps = _agreed(session, engagement.id) or [(date.min, engagement.minutes_a_month or 0)]
    found = {}
    for month in months:
        is_on = following(month) > engagement.starts_on and (
            engagement.ends_on is None or month <= engagement.ends_on
        )
        in_force = [amount for since, amount in steps if since < following(month)] or [steps[0][1]]
        found[month] = in_force[-1] if is_on else 0
    return found


def _agreed(session: Session, engagement_id: str) -> list[tuple[date, int]]:
    """From which day on how many minutes a month were agreed, by the executed papers in their order."""
    query = select(Agreement).where(
        col(Agreement.engagement_id) == engagement_id,
        col(Agreement.state) == AgreementState.EXECUTED,
        col(Agreement.kind).in_((AgreementKind.STATEMENT_OF_WORK, AgreementKind.CHANGE_ORDER)),
    )
    steps: list[tuple[date, int]] = []
    for agreement in session.execute(query.order_by(col(Agreement.executed_on), col(Agreement.id))).scalars():
        document = document_of(agreement)
        hours: Decimal | None = None
        since = agreement.executed_on or date.min
        if isinstance(document, AgreementDocument):
            hours, since = document.fees.hours_included, document.starts_on or since
        elif isinstance(document, ChangeOrderDocument):
            hours = document.hours_a_month
        elif isinstance(document, ExternalDocument):
            hours, since = document.hours_a_month, document.starts_on or since
        if hours:
            steps.append((max(since, steps[-1][0]) if steps else since, minutes(hours)))
    return steps
