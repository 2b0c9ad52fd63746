"""Six weeks ahead: for each week the hours that can be booked beside the hours that are needed."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clientdesk.models.calendar import LONGEST_WEEKEND_DAYS
from clientdesk.models.likely import NO_ESTIMATE
from clientdesk.models.views.forecast import WeekAheadView
from clientdesk.services.likely_dates import Forecast
from clientdesk.store.first_reads import Fetch, day_of, stored
from clientdesk.store.plan_reads import utc_minutes

WEEKS = 6
_WEEK = timedelta(days=7)
_MONTHS_A_YEAR, _WEEKS_A_YEAR = 12, 52

_DUE = (
    "SELECT m.id, e.client_id, coalesce(m.expected_on, m.planned_on, m.agreed_on) AS due_on FROM milestone m"
    " JOIN engagement e ON e.id = m.engagement_id JOIN client c ON c.id = e.client_id"
    " WHERE m.actual_on IS NULL AND c.archived_at IS NULL"
    " AND coalesce(m.expected_on, m.planned_on, m.agreed_on) < ?"
)
_COMMITTED = (
    "SELECT e.client_id, e.starts_on, e.ends_on, e.minutes_a_week, e.minutes_a_month FROM engagement e"
    " JOIN client c ON c.id = e.client_id WHERE c.archived_at IS NULL AND e.starts_on < ?"
    " AND (e.ends_on IS NULL OR e.ends_on >= ?) AND (e.minutes_a_week > 0 OR e.minutes_a_month > 0)"
)
_EARLIER = (
    "SELECT coalesce(w.client_id, b.client_id), b.starts_at, b.ends_at FROM block b"
    " LEFT JOIN work_item w ON w.id = b.work_item_id"
    " WHERE b.kind = 'work' AND b.starts_at >= ? AND b.starts_at < ?"
)

ByClient = defaultdict[str | None, int]


def weeks_ahead(
    fetch: Fetch, forecast: Forecast, now: datetime, zone: ZoneInfo, count: int = WEEKS
) -> tuple[WeekAheadView, ...]:
    """The ISO weeks from this one on; at a weekend from the next, since this one's hours are over.

    A week's hours agreed with a client (of a month their share) count beyond what is placed for the client in that
    week and what is due to it then: the same hour is never needed twice.
    """
    monday = _first_monday(forecast)
    starts = [monday + _WEEK * number for number in range(count)]
    placed: list[ByClient] = [ByClient(int) for _ in starts]
    due: list[ByClient] = [ByClient(int) for _ in starts]
    for part in forecast.placed:
        number = (part.day - monday).days // 7
        if 0 <= number < count:
            placed[number][part.client_id] += part.minutes
    unknown = [0] * count
    for milestone_id, client_id, due_on in fetch(_DUE, ((monday + _WEEK * count).isoformat(),)):
        number = max((date.fromisoformat(due_on) - monday).days // 7, 0)
        likely = forecast.likely.get(milestone_id, NO_ESTIMATE)
        due[number][client_id] += likely.rest_minutes
        unknown[number] += likely.unknown > 0
    committed = _committed(fetch, starts, placed, due, _earlier(fetch, monday, now, zone))
    found: list[WeekAheadView] = []
    spare = 0
    for number, start in enumerate(starts):
        view = WeekAheadView(
            starts_on=start,
            bookable_minutes=sum(
                day.capacity_minutes
                for day in forecast.days[: 7 * (count + 1)]
                if start <= day.day < start + _WEEK
            ),
            placed_minutes=sum(placed[number].values()),
            promised_minutes=sum(due[number].values()),
            committed_minutes=committed[number],
            unknown=unknown[number],
            spare_before_minutes=spare,
        )
        spare += view.spare_minutes
        found.append(view)
    return tuple(found)


def _first_monday(forecast: Forecast) -> date:
    """Of the week that holds the next hours to book; of this week when those are further than a weekend away."""
    ahead = (day.day for day in forecast.days[: LONGEST_WEEKEND_DAYS + 1] if day.capacity_minutes)
    day = next(ahead, forecast.today)
    return day - timedelta(days=day.weekday())


def _earlier(fetch: Fetch, monday: date, now: datetime, zone: ZoneInfo) -> ByClient:
    """Work placed this week before now, by client."""
    begin, until = stored(datetime.combine(monday, time(), zone)), stored(now)
    minutes = ByClient(int)
    for client_id, starts, ends in fetch(_EARLIER, (begin, until)):
        minutes[client_id] += utc_minutes(min(ends, until)) - utc_minutes(starts)
    return minutes


def _committed(
    fetch: Fetch, starts: list[date], placed: list[ByClient], due: list[ByClient], earlier: ByClient
) -> list[int]:
    promised: list[ByClient] = [ByClient(int) for _ in starts]
    rows = fetch(_COMMITTED, ((starts[-1] + _WEEK).isoformat(), starts[0].isoformat()))
    for client_id, starts_on, ends_on, a_week, a_month in rows:
        first, last = date.fromisoformat(starts_on), day_of(ends_on) or date.max
        minutes = a_week or round(a_month * _MONTHS_A_YEAR / _WEEKS_A_YEAR)
        for number, start in enumerate(starts):
            if first < start + _WEEK and last >= start:
                promised[number][client_id] += minutes
    found = []
    for number, agreed in enumerate(promised):
        worked = earlier if number == 0 else ByClient(int)
        found.append(
            sum(
                max(minutes - placed[number][client] - due[number][client] - worked[client], 0)
                for client, minutes in agreed.items()
            )
        )
    return found
