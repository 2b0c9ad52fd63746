"""Friday's wrap-up: what moved in a week, whom to tell, what was meant and what was learned."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select
from sqlmodel import Session

from clientdesk.models.enums import BlockKind
from clientdesk.models.tables import Block, Client, Engagement, Milestone, TimeEntry, WeekPlan, WorkItem
from clientdesk.models.text import fold
from clientdesk.models.views.plan import (
    CarryOverView,
    HoursView,
    IntentionView,
    MovedMilestoneView,
    OwedView,
    WrapUpView,
)
from clientdesk.models.views.today import TodayView
from clientdesk.services.carry_over import carried_over
from clientdesk.services.rows import table_of
from clientdesk.services.week_days import bounds_of

_BLOCK = table_of(Block).c
_CLIENT = table_of(Client).c
_ENGAGEMENT = table_of(Engagement).c
_ENTRY = table_of(TimeEntry).c
_ITEM = table_of(WorkItem).c
_MILESTONE = table_of(Milestone).c
_PLAN = table_of(WeekPlan).c
_LONGEST = timedelta(hours=24)

Bounds = tuple[datetime, datetime]


def read(
    session: Session, monday: date, now: datetime, zone: ZoneInfo, today: TodayView | None
) -> WrapUpView:
    """Everything the wrap-up of one week shows.

    Args:
        today: as Today shows it now: who is owed a word, and the promises at risk.
    """
    bounds, this_day = bounds_of(monday, 7, zone), now.astimezone(zone).date()
    kept = session.execute(select(*_PLAN).where(_PLAN.starts_on == monday)).one_or_none()
    return WrapUpView(
        monday=monday,
        today=this_day,
        hours=_hours(session, bounds, now),
        milestones=_milestones(session, monday, this_day),
        left=_left(session, monday, this_day, zone),
        carried=_carried(session, monday),
        done=_done(session, bounds),
        owed=_owed(today),
        intentions=intentions(kept),
        moved=kept.moved if kept else "",
        to_tell=kept.to_tell if kept else "",
        lessons=kept.lessons if kept else "",
        wrapped_on=kept.wrapped_at.astimezone(zone).date() if kept and kept.wrapped_at else None,
    )


def intentions(kept: Any) -> tuple[IntentionView, ...]:
    """The sentences kept with a week's plan; none without one."""
    stored = kept.intentions if kept else ()
    return tuple(IntentionView(entry["text"], bool(entry["is_done"])) for entry in stored)


def _hours(session: Session, bounds: Bounds, now: datetime) -> tuple[HoursView, ...]:
    """Planned beside worked by client, by name; the practice's own work last."""
    planned = _minutes_by_client(session, _BLOCK, bounds, now, _BLOCK.kind == BlockKind.WORK)
    worked = _minutes_by_client(session, _ENTRY, bounds, now)
    wanted = [client_id for client_id in planned.keys() | worked.keys() if client_id is not None]
    query = select(_CLIENT.id, _CLIENT.name, _CLIENT.colour).where(_CLIENT.id.in_(wanted))
    known = {row.id: row for row in session.execute(query)}
    rows = [
        HoursView(
            client_id,
            known[client_id].name if client_id in known else "",
            known[client_id].colour if client_id in known else None,
            planned.get(client_id, 0),
            worked.get(client_id, 0),
        )
        for client_id in planned.keys() | worked.keys()
    ]
    return tuple(sorted(rows, key=lambda row: (row.client_id is None, fold(row.client_name))))


def _minutes_by_client(
    session: Session, columns: Any, bounds: Bounds, now: datetime, *where: Any
) -> dict[str | None, int]:
    """Minutes of blocks or entries within a week; an entry still running counts up to now."""
    since, until = bounds
    query = (
        select(func.coalesce(_ITEM.client_id, columns.client_id), columns.starts_at, columns.ends_at)
        .outerjoin_from(columns.id.table, _ITEM.id.table, columns.work_item_id == _ITEM.id)
        .where(columns.starts_at < until, columns.starts_at > since - _LONGEST, *where)
    )
    seconds: dict[str | None, float] = {}
    for client_id, starts_at, ends_at in session.execute(query):
        inside = (min(ends_at or now, until) - max(starts_at, since)).total_seconds()
        if inside > 0:
            seconds[client_id] = seconds.get(client_id, 0) + inside
    return {client_id: round(total / 60) for client_id, total in seconds.items()}


def _milestones(session: Session, monday: date, today: date) -> tuple[MovedMilestoneView, ...]:
    """Open milestones whose planned day passed in the week, or whose gap became known in it."""
    last = monday + timedelta(days=6)
    passed = and_(_MILESTONE.planned_on.between(monday, last), _MILESTONE.planned_on < today)
    query = (
        select(
            _MILESTONE.id,
            _MILESTONE.engagement_id,
            _MILESTONE.title,
            _MILESTONE.expected_on,
            _MILESTONE.planned_on,
            _MILESTONE.known_on,
            _CLIENT.id.label("client_id"),
            _CLIENT.name,
            _CLIENT.colour,
        )
        .join(_ENGAGEMENT.id.table, _ENGAGEMENT.id == _MILESTONE.engagement_id)
        .join(_CLIENT.id.table, _CLIENT.id == _ENGAGEMENT.client_id)
        .where(
            _MILESTONE.actual_on.is_(None),
            _CLIENT.archived_at.is_(None),
            or_(passed, _MILESTONE.known_on.between(monday, last)),
        )
        .order_by(_MILESTONE.planned_on, _MILESTONE.id)
    )
    return tuple(
        MovedMilestoneView(
            milestone_id=row.id,
            engagement_id=row.engagement_id,
            client_id=row.client_id,
            client_name=row.name,
            client_colour=row.colour,
            title=row.title,
            expected_on=row.expected_on,
            planned_on=row.planned_on,
            known_on=row.known_on,
            has_passed=row.planned_on is not None and row.planned_on < today,
        )
        for row in session.execute(query)
    )


def _left(session: Session, monday: date, today: date, zone: ZoneInfo) -> tuple[CarryOverView, ...]:
    """Open work whose time in the week has passed."""
    until = min(monday + timedelta(days=7), today + timedelta(days=1))
    return tuple(view for view in carried_over(session, until, zone) if view.was_on >= monday)


def _carried(session: Session, monday: date) -> int:
    """How much was carried into the week."""
    last = monday + timedelta(days=6)
    query = select(func.count()).where(_ITEM.carried_on.between(monday, last))
    return int(session.execute(query).scalar_one())


def _done(session: Session, bounds: Bounds) -> int:
    query = select(func.count()).where(_ITEM.done_at >= bounds[0], _ITEM.done_at < bounds[1])
    return int(session.execute(query).scalar_one())


def _owed(today: TodayView | None) -> tuple[OwedView, ...]:
    """Promises a client doesn't know of first: bad news is told before it is asked for."""
    if today is None:
        return ()
    untold = [promise for promise in today.promises if promise.told_on is None]
    gaps = [
        OwedView(
            promise.client_id,
            promise.client,
            promise.colour,
            f"{promise.title}: {promise.words}",
            promise.milestone_id,
        )
        for promise in untold
    ]
    return (*gaps, *(OwedView(view.client_id, view.client, view.colour, view.reason) for view in today.owed))
