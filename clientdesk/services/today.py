"""Today: who is owed a word, what is promised, what is on. Light on imports: it fills the first paint."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from clientdesk.models.enums import CheckInState
from clientdesk.models.schedule import HolidayLookup, WorkCalendar
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.models.views.reminders import HeldQuestion
from clientdesk.models.views.requests import RequestView
from clientdesk.models.views.today import PromiseView, TodayView
from clientdesk.models.zones import practice_zone
from clientdesk.services import meeting_notices
from clientdesk.services.check_in_views import OWED, judge, telling
from clientdesk.services.likely_dates import Forecast, make_forecast, promises_at_risk
from clientdesk.services.reach_words import ReachWords
from clientdesk.services.request_views import open_requests
from clientdesk.services.risk_words import promise_view
from clientdesk.services.today_day import Around, read_day
from clientdesk.services.today_papers import papers_of_day
from clientdesk.services.unanswered import still_open
from clientdesk.services.untold import untold
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import (
    Fetch,
    check_in_rows,
    default_policies,
    practice,
    time_off,
)

_LATE = (CheckInState.OVERDUE, CheckInState.QUIET)


def today_view(
    fetch: Fetch,
    now: datetime,
    holidays: HolidayLookup,
    tr: Translate = str,
    judged: Sequence[ClientCheckInView] | None = None,
    forecast: Forecast | None = None,
) -> TodayView | None:
    """Everything Today shows, from one snapshot; None before the practice is set up.

    Args:
        now: an aware instant; its date in the practice's zone is today.
        holidays: public holidays of the practice's region by year.
        judged: the clients as they stand today, where the caller has them.
        forecast: the likely dates, where the caller has them.
    """
    owner = practice(fetch)
    if owner is None:
        return None
    zone = practice_zone(owner.zone)
    today = now.astimezone(zone).date()
    policies = default_policies(fetch)
    calendar = WorkCalendar(policies.hours(), holidays, time_off(fetch))
    if judged is None:
        told = telling(fetch, today, zone, tr)
        judged = judge(check_in_rows(fetch, today, zone), today, calendar, tr, told)
    reach = ReachWords(now, zone, calendar, tr)
    listed = reach.onto(view for view in judged if view.state is not CheckInState.NOT_LISTED)
    likely = forecast or make_forecast(fetch, now, zone, calendar, policies)
    promises = tuple(promise_view(row, likely, tr) for row in promises_at_risk(fetch, likely))
    owed = tuple(view for view in listed if view.state in OWED)
    requests = open_requests(fetch, now, zone, calendar, tr)
    day = read_day(fetch, now, zone, calendar, policies, Around(owed, promises), tr)
    return TodayView(
        today=today,
        practice=owner.name,
        is_demo=owner.is_demo,
        sentence=_sentence(listed, promises, requests, tr),
        owed=owed,
        soon=tuple(view for view in listed if view.state is CheckInState.DUE_SOON),
        covered=tuple(view for view in listed if view.state is CheckInState.COVERED),
        paused=tuple(view for view in listed if view.state in (CheckInState.ON_HOLD, CheckInState.SNOOZED)),
        promises=promises,
        worst=max(promises, key=lambda promise: promise.gap_days or 0, default=None),
        day=day,
        clients=len(listed),
        papers=papers_of_day(fetch, today, tr),
        untold=untold(fetch, now),
        held=_held(fetch, now, policies.meeting_minutes_on(today)),
        unanswered=tuple(still_open(fetch, now, calendar, judged, tr)),
        requests=requests,
    )


def _held(fetch: Fetch, now: datetime, usual: int) -> tuple[HeldQuestion, ...]:
    since = now - timedelta(days=meeting_notices.LISTED_DAYS)
    return tuple(meeting_notices.unconfirmed(fetch, since, now, usual))


def _sentence(
    listed: list[ClientCheckInView],
    promises: tuple[PromiseView, ...],
    requests: tuple[RequestView, ...],
    tr: Translate,
) -> str:
    total = len(listed)
    waiting = {request.client_id for request in requests if request.is_late}
    if total <= 1 and waiting and waiting.isdisjoint(view.client_id for view in listed):
        # They have no rhythm or limit any more, but they asked something.
        return tr("A client waits for an answer that is late.")
    if not total:
        return tr("No clients yet. Add the first one; a name is enough.")
    untold = {promise.client_id for promise in promises if promise.told_on is None}
    late = {view.client_id for view in listed if view.state in _LATE}
    owed = sum(1 for view in listed if view.state in OWED)
    unsettled = untold | late | waiting
    knows = sum(1 for view in listed if view.client_id not in unsettled)
    if knows == total and not owed and not waiting:
        return (
            tr("Your client knows where they stand.")
            if total == 1
            else tr("All {total} clients know where they stand.").format(total=total)
        )
    if total == 1:
        if waiting:
            return tr("Your client waits for an answer that is late.")
        return tr("Your client is owed a word.") if owed else tr("Your client expects more than the plan.")
    if knows == 0:
        parts = [tr("None of your {total} clients knows where they stand").format(total=total)]
    elif knows == 1:
        parts = [tr("1 of {total} clients knows where they stand").format(total=total)]
    else:
        parts = [tr("{knows} of {total} clients know where they stand").format(knows=knows, total=total)]
    if owed:
        parts.append(
            tr("1 is owed a word") if owed == 1 else tr("{count} are owed a word").format(count=owed)
        )
    if waiting:
        parts.append(
            tr("1 waits for a late answer")
            if len(waiting) == 1
            else tr("{count} wait for a late answer").format(count=len(waiting))
        )
    if untold:
        parts.append(
            tr("1 expects more than the plan")
            if len(untold) == 1
            else tr("{count} expect more than the plan").format(count=len(untold))
        )
    return ", ".join(parts) + "."
