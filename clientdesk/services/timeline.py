"""The timeline: a lane per active client between two dates, with what is expected, planned and done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from sqlalchemy import func, or_, select
from sqlmodel import Session

from clientdesk.models.errors import NotFound
from clientdesk.models.likely import NO_ESTIMATE, Likely, gap_days, is_at_risk
from clientdesk.models.tables import Agreement, Client, Engagement, Milestone, MilestoneBaseline
from clientdesk.models.text import fold
from clientdesk.models.views.timeline import (
    BaselineView,
    EngagementSpan,
    LaneOrder,
    LaneView,
    MilestoneView,
    TimelineView,
)
from clientdesk.services.likely_dates import Forecast, promises_at_risk
from clientdesk.services.ports import Clock, Zones
from clientdesk.services.rows import table_of
from clientdesk.store.first_reads import fetch_of
from clientdesk.store.unit_of_work import Store

_CLIENT = table_of(Client).c
_ENGAGEMENT = table_of(Engagement).c
_MILESTONE = table_of(Milestone).c
_BASELINE = table_of(MilestoneBaseline).c
_PAPER = table_of(Agreement).c
_DATES = (_MILESTONE.expected_on, _MILESTONE.planned_on, _MILESTONE.actual_on, _MILESTONE.agreed_on)
_NO_DATE = date.max


class LikelyDates(Protocol):
    """Where likely dates come from."""

    def forecast(self) -> Forecast: ...

    def work(self, likely: Likely, expected_on: date | None) -> str: ...


class TimelineService:
    """Lanes of a stretch of time; reads only what lies in it, and every open milestone at risk."""

    def __init__(self, store: Store, clock: Clock, practice: Zones, likely: LikelyDates) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice
        self._likely = likely
        self._no_estimate = likely.work(NO_ESTIMATE, None)

    def today(self) -> date:
        """The practice's local date."""
        return self._clock.now().astimezone(self._practice.zone()).date()

    def lanes(
        self,
        starts_on: date,
        ends_on: date,
        *,
        order: LaneOrder = LaneOrder.LARGEST_GAP,
        gaps_only: bool = False,
    ) -> TimelineView:
        """Lanes of clients not archived, with engagements or milestones between two dates (both included).

        Args:
            order: by the largest lateness first, or by name.
            gaps_only: only lanes with an open gap or risk, and of those only such milestones.
        """
        today, forecast = self.today(), self._likely.forecast()
        with self._store.reading() as session:
            spans = _spans(session, starts_on, ends_on)
            marks = self._milestones(session, starts_on, ends_on, forecast)
            missing = {mark.engagement_id for mark in marks} - {span.engagement_id for span in spans}
            spans += _spans_of(session, sorted(missing))
            clients = _clients(session)
        lanes = _build(spans, marks, clients)
        shown = [kept for lane in lanes if (kept := _with_gap(lane))] if gaps_only else lanes
        return TimelineView(
            starts_on, ends_on, today, tuple(_in_order(shown, order)), hidden_lanes=len(lanes) - len(shown)
        )

    def lane_of(self, client_id: str) -> LaneView:
        """Everything of one client, whatever its date.

        Raises:
            NotFound.
        """
        forecast = self._likely.forecast()
        with self._store.reading() as session:
            clients = _clients(session, client_id)
            if client_id not in clients:
                raise NotFound("client", client_id)
            rows = session.execute(select(*_SPAN_COLUMNS).where(_ENGAGEMENT.client_id == client_id))
            spans = [EngagementSpan(*row) for row in rows]
            marks = self._marks(session, forecast, _ENGAGEMENT.client_id == client_id)
        lanes = _build(spans, marks, clients)
        return lanes[0] if lanes else LaneView(client_id, *clients[client_id], (), (), None, 0)

    def _milestones(
        self, session: Session, starts_on: date, ends_on: date, forecast: Forecast
    ) -> list[MilestoneView]:
        within = or_(*(column.between(starts_on, ends_on) for column in _DATES))
        found = self._marks(session, forecast, _CLIENT.archived_at.is_(None), within)
        known = {mark.milestone_id for mark in found}
        others = [
            row.milestone_id
            for row in promises_at_risk(fetch_of(session), forecast)
            if row.milestone_id not in known
        ]
        return found + (self._marks(session, forecast, _MILESTONE.id.in_(others)) if others else [])

    def _marks(self, session: Session, forecast: Forecast, *where: Any) -> list[MilestoneView]:
        query = (
            select(
                _MILESTONE.id,
                _MILESTONE.engagement_id,
                _ENGAGEMENT.client_id,
                _MILESTONE.title,
                _MILESTONE.agreed_on,
                _MILESTONE.expected_on,
                _MILESTONE.planned_on,
                _MILESTONE.actual_on,
                _MILESTONE.told_on,
            )
            .join(_ENGAGEMENT.id.table, _ENGAGEMENT.id == _MILESTONE.engagement_id)
            .join(_CLIENT.id.table, _CLIENT.id == _ENGAGEMENT.client_id)
            .where(*where)
        )
        marks = [self._mark(tuple(row), forecast) for row in session.execute(query)]
        earlier = _earlier(session)
        return [
            replace(mark, earlier=earlier[mark.milestone_id]) if mark.milestone_id in earlier else mark
            for mark in marks
        ]

    def _mark(self, row: tuple[Any, ...], forecast: Forecast) -> MilestoneView:
        milestone_id, engagement_id, client_id, title, agreed, expected, planned, actual, told = row
        likely = forecast.likely.get(milestone_id) if actual is None else None
        work = ""
        if actual is None:
            work = self._likely.work(likely, expected) if likely else self._no_estimate
        return MilestoneView(
            milestone_id,
            engagement_id,
            client_id,
            title,
            agreed,
            expected,
            planned,
            actual,
            told,
            gap_days(expected, planned, actual, likely),
            is_at_risk(expected, planned, actual, forecast.today, likely),
            likely.likely_on if likely else None,
            work,
            likely is not None and not likely.unknown,
            likely is not None,
        )


def _earlier(session: Session) -> dict[str, tuple[BaselineView, ...]]:
    """What papers had agreed for milestones that a later one moved, by milestone."""
    moved = select(_BASELINE.milestone_id).group_by(_BASELINE.milestone_id).having(func.count() > 1)
    rows = session.execute(
        select(_BASELINE.milestone_id, _BASELINE.agreed_on, _PAPER.number)
        .join(_PAPER.id.table, _PAPER.id == _BASELINE.agreement_id)
        .where(_BASELINE.milestone_id.in_(moved))
        .order_by(_BASELINE.executed_on, _BASELINE.id)
    )
    found: dict[str, list[BaselineView]] = defaultdict(list)
    for milestone_id, agreed_on, number in rows:
        found[milestone_id].append(BaselineView(agreed_on, number or ""))
    return {milestone_id: tuple(baselines[:-1]) for milestone_id, baselines in found.items()}


_SPAN_COLUMNS = (
    _ENGAGEMENT.id,
    _ENGAGEMENT.client_id,
    _ENGAGEMENT.title,
    _ENGAGEMENT.starts_on,
    _ENGAGEMENT.ends_on,
)


def _spans(session: Session, starts_on: date, ends_on: date) -> list[EngagementSpan]:
    query = (
        select(*_SPAN_COLUMNS)
        .join(_CLIENT.id.table, _CLIENT.id == _ENGAGEMENT.client_id)
        .where(
            _CLIENT.archived_at.is_(None),
            _ENGAGEMENT.starts_on <= ends_on,
            or_(_ENGAGEMENT.ends_on.is_(None), _ENGAGEMENT.ends_on >= starts_on),
        )
    )
    return [EngagementSpan(*row) for row in session.execute(query)]


def _spans_of(session: Session, engagement_ids: Sequence[str]) -> list[EngagementSpan]:
    """Ended engagements whose milestones are still open."""
    if not engagement_ids:
        return []
    query = select(*_SPAN_COLUMNS).where(_ENGAGEMENT.id.in_(engagement_ids))
    return [EngagementSpan(*row) for row in session.execute(query)]


def _clients(session: Session, client_id: str | None = None) -> dict[str, tuple[str, int]]:
    query = select(_CLIENT.id, _CLIENT.name, _CLIENT.colour)
    wanted = _CLIENT.archived_at.is_(None) if client_id is None else _CLIENT.id == client_id
    return {row.id: (row.name, row.colour) for row in session.execute(query.where(wanted))}


def _build(
    spans: Sequence[EngagementSpan], marks: Sequence[MilestoneView], clients: dict[str, tuple[str, int]]
) -> list[LaneView]:
    by_client: defaultdict[str, list[MilestoneView]] = defaultdict(list)
    engagements: defaultdict[str, list[EngagementSpan]] = defaultdict(list)
    for mark in marks:
        by_client[mark.client_id].append(mark)
    for span in spans:
        engagements[span.client_id].append(span)
    return [
        _lane(client_id, clients[client_id], found, by_client[client_id])
        for client_id, found in engagements.items()
    ]


def _lane(
    client_id: str, client: tuple[str, int], spans: list[EngagementSpan], marks: list[MilestoneView]
) -> LaneView:
    gaps = [mark.gap_days for mark in marks if mark.gap_days is not None and not mark.is_done]
    return LaneView(
        client_id=client_id,
        client_name=client[0],
        client_colour=client[1],
        engagements=tuple(sorted(spans, key=lambda span: (span.starts_on, span.engagement_id))),
        milestones=tuple(sorted(marks, key=_by_date)),
        gap_days=max(gaps, key=lambda days: (abs(days), days), default=None),
        at_risk=sum(mark.is_at_risk for mark in marks),
        cant_tell=sum(_cant_tell(mark) for mark in marks),
    )


def _cant_tell(mark: MilestoneView) -> bool:
    is_open = not mark.is_done and not mark.is_at_risk
    return is_open and mark.expected_on is not None and not mark.is_known


def _by_date(mark: MilestoneView) -> tuple[date, str, str]:
    shown = mark.actual_on or mark.planned_on or mark.expected_on or mark.agreed_on or _NO_DATE
    return shown, fold(mark.title), mark.milestone_id


def _with_gap(lane: LaneView) -> LaneView | None:
    """The lane with only what has an open gap or is at risk; None when nothing is left."""
    kept = tuple(m for m in lane.milestones if not m.is_done and (m.is_at_risk or m.gap_days))
    if not kept:
        return None
    used = {mark.engagement_id for mark in kept}
    spans = tuple(span for span in lane.engagements if span.engagement_id in used)
    return replace(lane, engagements=spans, milestones=kept)


def _in_order(lanes: list[LaneView], order: LaneOrder) -> list[LaneView]:
    by_name = sorted(lanes, key=lambda lane: (fold(lane.client_name), lane.client_id))
    if order is LaneOrder.NAME:
        return by_name
    return sorted(by_name, key=lambda lane: (-_lateness(lane), -lane.at_risk, -abs(lane.gap_days or 0)))


def _lateness(lane: LaneView) -> int:
    """Days late of the worst open milestone; 0 when nothing is late."""
    return max(0, *(m.gap_days or 0 for m in lane.milestones if not m.is_done), 0)
