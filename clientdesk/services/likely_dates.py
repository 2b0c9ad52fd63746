"""Likely dates from one snapshot, by plain SQL: the first paint and every service agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from clientdesk.models.bookable import BookableDay
from clientdesk.models.calendar import WorkCalendar
from clientdesk.models.likely import (
    HORIZON_DAYS,
    NO_ESTIMATE,
    Likely,
    Need,
    Piece,
    is_at_risk,
    likely_dates,
)
from clientdesk.models.remaining import milestone_remaining
from clientdesk.services.bookable import Placed, days_of, read_diary
from clientdesk.store.first_reads import Fetch, PolicyFacts, default_policies
from clientdesk.store.plan_reads import (
    OpenItem,
    PromiseRow,
    estimated_milestones,
    late_milestones,
    open_items,
    worked_when_dropped,
)

Parts = Sequence[tuple[date, int]]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the hours ahead mean for what was promised.

    Attributes:
        days: a year of days, today first.
        promises: open milestones of which some work is known.
        likely: their likely dates by milestone.
        placed: own open work from now on: with a time, or meant for a day.
    """

    today: date
    days: tuple[BookableDay, ...]
    placed: tuple[Placed, ...]
    promises: tuple[PromiseRow, ...]
    likely: Mapping[str, Likely]

    def of(self, milestone_id: str) -> Likely:
        """The likely date of an open milestone."""
        return self.likely.get(milestone_id, NO_ESTIMATE)


def make_forecast(
    fetch: Fetch,
    now: datetime,
    zone: ZoneInfo,
    calendar: WorkCalendar,
    policies: PolicyFacts | None = None,
) -> Forecast:
    """The likely date of every open milestone of an active client (see `models.likely` for the method)."""
    rules = policies or default_policies(fetch)
    today = now.astimezone(zone).date()
    until = today + timedelta(days=HORIZON_DAYS - 1)
    items = open_items(fetch, now)
    diary = read_diary(fetch, now, zone, until, rules)
    timed = {part.work_item_id for part in diary.placed}
    untimed = [item for item in items if item.item_id not in timed and _is_between(item, today, until)]
    parts = (*diary.placed, *(_meant_for(item) for item in untimed))
    placed: dict[str, list[tuple[date, int]]] = {}
    for part in parts:
        if part.work_item_id is not None:
            placed.setdefault(part.work_item_id, []).append((part.day, part.minutes))
    days = days_of(diary, untimed, now, zone, calendar, today, HORIZON_DAYS, rules)
    promises = estimated_milestones(fetch)
    likely = likely_dates(_needs(promises, items, placed, worked_when_dropped(fetch, now)), days)
    return Forecast(today, days, parts, tuple(promises), likely)


def promises_at_risk(fetch: Fetch, forecast: Forecast) -> list[PromiseRow]:
    """Every open milestone at risk of active clients, by expected date; the one list that everybody counts."""
    found = {row.milestone_id: row for row in late_milestones(fetch, forecast.today)}
    found.update((row.milestone_id, row) for row in forecast.promises)
    at_risk = [
        row
        for row in found.values()
        if is_at_risk(
            row.expected_on, row.planned_on, None, forecast.today, forecast.likely.get(row.milestone_id)
        )
    ]
    return sorted(at_risk, key=lambda row: (row.expected_on or date.max, row.milestone_id))


def _is_between(item: OpenItem, first: date, until: date) -> bool:
    return item.planned_on is not None and first <= item.planned_on <= until


def _meant_for(item: OpenItem) -> Placed:
    assert item.planned_on is not None  # noqa: S101 (chosen for having it)
    return Placed(item.planned_on, item.remaining_minutes or 0, item.item_id, item.client_id)


def _needs(
    promises: Iterable[PromiseRow],
    items: Iterable[OpenItem],
    placed: Mapping[str, Parts],
    dropped: Mapping[str, int],
) -> list[Need]:
    work: dict[str, list[OpenItem]] = {}
    for item in items:
        if item.milestone_id is not None:
            work.setdefault(item.milestone_id, []).append(item)
    return [
        Need(
            row.milestone_id,
            row.expected_on,
            row.planned_on,
            row.agreed_on,
            _pieces(row, work.get(row.milestone_id, ()), placed, dropped.get(row.milestone_id, 0)),
        )
        for row in promises
    ]


def _pieces(
    row: PromiseRow, items: Sequence[OpenItem], placed: Mapping[str, Parts], dropped: int
) -> tuple[Piece, ...]:
    if items:
        return tuple(Piece(item.remaining_minutes, tuple(placed.get(item.item_id, ()))) for item in items)
    left = milestone_remaining(
        (), has_work=row.has_work, estimate_minutes=row.estimate_minutes, worked_minutes=dropped
    )
    return (Piece(left.known_minutes),)
